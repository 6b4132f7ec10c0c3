"""Rarer demands on places: which may be visited, how many of which kind, and what they are worth."""

from collections.abc import Hashable, Mapping
from functools import partial
from typing import Any, Final

from PySide6.QtWidgets import QGridLayout, QWidget

from data.language.catalogue import N_
from data.language.terms import term
from data.model.demands.calendar import FestivalEffect, FestivalRule
from data.model.demands.choice import AlternativesGroup, CategoryLimit
from data.model.place import Category, PlaceId, Rank, Status
from gis_app.docks.request import fields
from gis_app.docks.request.context import FormContext
from gis_app.docks.request.fields import Field
from gis_app.docks.request.page import Page, Subject
from gis_app.docks.request.rows import INCOMPLETE

EFFECT_WORDS: Final[dict[FestivalEffect, str]] = {
    FestivalEffect.KEEP: N_("festival|stay as they are"),
    FestivalEffect.EXTEND: N_("festival|are joined by"),
    FestivalEffect.REPLACE: N_("festival|are instead"),
    FestivalEffect.CLOSE: N_("festival|closed to tours"),
}
_NO_LIMIT: Final = N_("no limit")
_CHOOSE: Final = N_("Choose a place")


def _build_places(page: Page) -> None:
    context = page.context
    for key, note, hint in (
        ("never", N_("Never visit"), N_("Add a place to leave out")),
        ("candidates.place_ids", N_("Visit only some of these"), N_("Add a place that may be visited")),
    ):
        page.note(note)
        page.lines.addWidget(page.blank(key, fields.places(context, hint, hint)))
    page.note(N_("Relic ranks; none chosen lets all pass"))
    page.lines.addWidget(
        page.blank("candidates.ranks", fields.several(context, N_("Relic ranks"), tuple(Rank)))
    )
    page.note(N_("Entries checked or not; none chosen lets all pass"))
    page.lines.addWidget(
        page.blank("candidates.statuses", fields.several(context, N_("Status of the entries"), tuple(Status)))
    )
    page.say(
        N_("Words in name, craft or unit: {text}"),
        text=page.blank("candidates.text", fields.text(context, N_("Words in name, craft or unit"))),
    )
    page.say(
        N_("Positions no coarser than {metres} m"),
        metres=page.blank(
            "candidates.max_precision_m",
            fields.number(context, N_("Coarsest position, metres"), hint=_NO_LIMIT, decimals=1),
        ),
    )
    page.rows(
        "candidates.districts",
        N_("In the former district {district}"),
        lambda: {"district": fields.listed(context, N_("Former district"), lambda: _districts(context))},
        make=lambda district: district or INCOMPLETE,
        split=lambda district: {"district": district},
        add=N_("Add a former district"),
    )
    page.rows(
        "candidates.bbox",
        N_("Between {west} and {east} degrees east, {south} and {north} degrees north"),
        lambda: {side: _degrees(context) for side in ("west", "east", "south", "north")},
        make=_box,
        split=lambda box: dict(zip(("west", "south", "east", "north"), box, strict=True)),
        add=N_("Keep to an area"),
        is_single=True,
    )


def _degrees(context: FormContext) -> Field[Any]:
    return fields.number(context, N_("Degrees"), decimals=6, sample="105,8500")


def _box(west: float | None, east: float | None, south: float | None, north: float | None) -> Any:
    sides = (west, south, east, north)
    return sides if None not in sides else INCOMPLETE


def _districts(context: FormContext) -> list[tuple[Hashable, str]]:
    names = {unit.district for unit in context.project.units.values() if unit.district}
    return [(name, name) for name in sorted(names)]


def _build_numbers(page: Page) -> None:
    context = page.context
    for key, msgid, add in (
        ("unit_minimum", N_("At least {number} places in {unit}"), N_("Set a least number for a ward")),
        ("unit_maximum", N_("At most {number} places in {unit}"), N_("Set a most number for a ward")),
    ):
        page.rows(
            key,
            msgid,
            lambda: {
                "unit": fields.unit(context, N_("Ward or commune")),
                "number": fields.number(context, N_("Number of places")),
            },
            make=lambda unit, number: (unit, number) if unit and number is not None else INCOMPLETE,
            split=lambda pair: {"unit": pair[0], "number": pair[1]},
            add=add,
            is_mapping=True,
        )
    page.rows(
        "category_limits",
        N_("{categories}: at least {least} and at most {most} places"),
        lambda: {
            "categories": fields.kinds(context, N_("Kinds of places"), tuple(Category), N_("Choose kinds")),
            "least": fields.number(context, N_("Least number"), empty=0, hint="0"),
            "most": fields.number(context, N_("Most number"), hint=_NO_LIMIT),
        },
        make=lambda categories, **bounds: CategoryLimit(categories, **bounds) if categories else INCOMPLETE,
        split=lambda limit: {"categories": limit.categories, "least": limit.least, "most": limit.most},
        add=N_("Limit a kind of place"),
    )
    page.rows(
        "alternatives",
        N_("{label}: of {places} at least {least} and at most {most}"),
        lambda: {
            "label": fields.text(context, N_("Name of the group"), N_("Name of the group")),
            "places": fields.places(
                context, N_("Add a place to choose from"), N_("Add a place to choose from")
            ),
            "least": fields.number(context, N_("Least number"), empty=0, hint="0"),
            "most": fields.number(context, N_("Most number"), empty=1, hint="1"),
        },
        make=_alternatives,
        split=lambda group: {
            "label": group.label,
            "places": group.place_ids,
            "least": group.least,
            "most": group.most,
        },
        add=N_("Add places that stand for each other"),
    )


def _alternatives(label: str, places: tuple[PlaceId, ...], least: int, most: int) -> AlternativesGroup | None:
    return AlternativesGroup(places, least, most, label) if len(places) > 1 else INCOMPLETE


def _build_worth(page: Page) -> None:
    context = page.context
    page.note(N_("Points of a visit: by rank and by kind, added up"))
    for key, kinds in (("scores.by_rank", tuple(Rank)), ("scores.by_category", tuple(Category))):
        points = _points(context, kinds)
        page.lines.addWidget(page.blank(key, points))
    for key, msgid, decimals, add in (
        ("scores.by_place", N_("{place} is worth {points} points"), 0, N_("Set the points of a place")),
        ("scores.weights", N_("{place} counts {points} times"), 3, N_("Set the weight of a place")),
    ):
        page.rows(
            key,
            msgid,
            partial(_place_points, context, decimals),
            make=lambda place, points: (place, points) if place and points is not None else INCOMPLETE,
            split=lambda pair: {"place": pair[0], "points": pair[1]},
            add=add,
            is_mapping=True,
        )
    page.say(
        N_("{points} points more for each ward or commune in which a place is visited"),
        points=page.blank(
            "scores.fairness_points", fields.number(context, N_("Points for each ward"), empty=0, hint="0")
        ),
    )
    page.say(
        N_("A place that holds its festival that day: {bonus} points more, opening hours {effect} {hours}"),
        **{name: page.blank(f"festivals.{name}", field) for name, field in _festival(context).items()},
    )
    page.rows(
        "festivals.by_place",
        N_("Festival at {place}: {bonus} points more, opening hours {effect} {hours}"),
        lambda: {"place": fields.place(context, N_("Place"), _CHOOSE), **_festival(context)},
        make=lambda place, **rule: (place, FestivalRule(**rule)) if place else INCOMPLETE,
        split=_festival_parts,
        add=N_("Set what the festival of a place means"),
        is_mapping=True,
    )


def _place_points(context: FormContext, decimals: int) -> dict[str, Field[Any]]:
    return {
        "place": fields.place(context, N_("Place"), _CHOOSE),
        "points": fields.number(context, N_("Points"), decimals=decimals),
    }


def _festival(context: FormContext) -> dict[str, Field[Any]]:
    return {
        "bonus": fields.number(context, N_("Points on festival days"), empty=0, hint="0"),
        "effect": fields.choice(
            context, N_("Opening hours on festival days"), tuple(FestivalEffect), words=EFFECT_WORDS
        ),
        "hours": fields.text(context, N_("Opening hours"), N_("for example 06:00-21:00"), 120),
    }


def _festival_parts(pair: tuple[PlaceId, FestivalRule]) -> Mapping[str, Any]:
    place, rule = pair
    return {"place": place, "bonus": rule.bonus, "effect": rule.effect, "hours": rule.hours}


def _points(context: FormContext, kinds: tuple[Any, ...]) -> Field[dict[Any, int]]:
    """Return a small table of points, one line a kind."""
    table = QWidget()
    layout = QGridLayout(table)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setVerticalSpacing(4)
    layout.setColumnStretch(0, 1)
    blanks: dict[Any, Field[Any]] = {}
    labels = {}
    for row, kind in enumerate(kinds):
        blanks[kind] = fields.number(context, N_("Points"), empty=0)
        labels[kind] = fields.quiet_label()
        layout.addWidget(labels[kind], row, 0)
        layout.addWidget(blanks[kind].widget, row, 1)

    def say(_: str = "") -> None:
        for kind, label in labels.items():
            said = term(kind, context.words.language)
            label.setText(said)
            blanks[kind].widget.setAccessibleName(said)

    say()
    fields.while_alive(context, table, say)

    def show(points: Mapping[Any, int]) -> None:
        for kind, blank in blanks.items():
            blank.put(points[kind])

    return Field(
        table,
        tuple(signal for blank in blanks.values() for signal in blank.changed),
        lambda: {kind: blank.get() for kind, blank in blanks.items()},
        show,
    )


PLACES: Final = Subject(
    N_("Which places"),
    (
        "never",
        "candidates.place_ids",
        "candidates.ranks",
        "candidates.statuses",
        "candidates.text",
        "candidates.max_precision_m",
        "candidates.districts",
        "candidates.bbox",
    ),
    _build_places,
)
NUMBERS: Final = Subject(
    N_("How many, and which instead of which"),
    ("unit_minimum", "unit_maximum", "category_limits", "alternatives"),
    _build_numbers,
)
WORTH: Final = Subject(
    N_("Points and festivals"),
    (
        "scores.by_rank",
        "scores.by_category",
        "scores.by_place",
        "scores.weights",
        "scores.fairness_points",
        "festivals.bonus",
        "festivals.effect",
        "festivals.hours",
        "festivals.by_place",
    ),
    _build_worth,
)

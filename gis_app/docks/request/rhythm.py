"""Rarer demands on time: single days, breaks, lengths of visits, opening hours."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from data.language.catalogue import N_
from data.model.demands.calendar import CLOSED, HoursChange
from data.model.demands.times import Break, BreakKind, DayRule, VisitRange
from data.model.place import Category, PlaceId
from data.model.travel_mode import TravelMode
from gis_app.docks.request import fields
from gis_app.docks.request.fields import Field
from gis_app.docks.request.page import Page, Subject
from gis_app.docks.request.rows import INCOMPLETE

BREAK_WORDS: Final[dict[BreakKind, str]] = {
    BreakKind.LUNCH: N_("break|Lunch"),
    BreakKind.DINNER: N_("break|Dinner"),
    BreakKind.REST: N_("break|Rest"),
}
_AS_USUAL: Final = N_("as usual")
_NO_LIMIT: Final = N_("no limit")


def _build_days(page: Page) -> None:
    context = page.context

    def make_rule() -> dict[str, Field[Any]]:
        return {
            "day": fields.day_number(context, N_("Number of the day")),
            "mode": fields.choice(context, N_("Travel mode of this day"), tuple(TravelMode), none=_AS_USUAL),
            "start_s": fields.clock(context, N_("Start of this day"), _AS_USUAL),
            "end_s": fields.clock(context, N_("End of this day"), _AS_USUAL),
            "max_travel_s": fields.number(context, N_("Most minutes on the way"), hint=_AS_USUAL, scale=60),
            "max_walk_m": fields.number(context, N_("Most metres on foot"), hint=_AS_USUAL),
        }

    page.note(N_("Days that differ from the others"))
    page.rows(
        "days",
        N_(
            "Day {day}: by {mode}, from {start_s} to {end_s}, at most {max_travel_s} minutes on the way, "
            "at most {max_walk_m} m on foot"
        ),
        make_rule,
        make=_day_rule,
        split=_day_parts,
        add=N_("Add a day that differs"),
    )
    page.note(N_("Days need not follow each other"))
    page.rows(
        "gaps",
        N_("{gap} days without a programme before day {day}"),
        lambda: {
            "day": fields.day_number(context, N_("Number of the day")),
            "gap": fields.counter(context, N_("Days between"), 1, 60),
        },
        make=lambda day, gap: (day, gap) if day else INCOMPLETE,
        split=lambda pair: {"day": pair[0], "gap": pair[1]},
        add=N_("Add days between"),
        is_mapping=True,
    )


def _day_rule(day: int, **rest: Any) -> DayRule | None:
    return DayRule(day=day, **rest) if any(part is not None for part in rest.values()) else INCOMPLETE


def _day_parts(rule: DayRule) -> Mapping[str, Any]:
    names = ("day", "mode", "start_s", "end_s", "max_travel_s", "max_walk_m")
    return {name: getattr(rule, name) for name in names}


def _build_breaks(page: Page) -> None:
    context = page.context
    page.note(N_("Where lunch is taken; with neither, where the group then is"))
    page.lines.addWidget(page.blank("lunch.place_ids", _break_places(page)))
    page.say(N_("or any place of the kind {kinds}"), kinds=page.blank("lunch.categories", _break_kinds(page)))
    page.note(N_("Further breaks"))

    def make_break() -> dict[str, Field[Any]]:
        return {
            "kind": fields.choice(context, N_("Kind of break"), tuple(BreakKind), words=BREAK_WORDS),
            "earliest_s": fields.clock(context, N_("Break not before")),
            "latest_s": fields.clock(context, N_("Break not after")),
            "duration_s": fields.number(context, N_("Minutes of the break"), empty=1800, hint="30", scale=60),
            "days": fields.days(context, N_("Days of the break"), N_("every day")),
            "categories": _break_kinds(page),
            "place_ids": _break_places(page),
        }

    page.rows(
        "breaks",
        N_(
            "{kind} from {earliest_s} to {latest_s}, {duration_s} minutes, on days {days}, "
            "at a place of the kind {categories} or at {place_ids}"
        ),
        make_break,
        make=_break,
        split=_break_parts,
        add=N_("Add a break"),
    )


def _break_places(page: Page) -> Field[tuple[PlaceId, ...]]:
    return fields.places(page.context, N_("Place of the break"), N_("Add a place for the break"))


def _break_kinds(page: Page) -> Field[tuple[Category, ...]]:
    return fields.kinds(page.context, N_("Kinds of places for the break"), tuple(Category), N_("not set"))


def _break(earliest_s: int | None, latest_s: int | None, **rest: Any) -> Break | None:
    if earliest_s is None or latest_s is None:
        return INCOMPLETE
    return Break(earliest_s=earliest_s, latest_s=latest_s, **rest)


def _break_parts(rule: Break) -> Mapping[str, Any]:
    names = ("kind", "earliest_s", "latest_s", "duration_s", "days", "categories", "place_ids")
    return {name: getattr(rule, name) for name in names}


def _build_visits(page: Page) -> None:
    context = page.context
    page.say(
        N_("A visit lasts {minutes} minutes where the register does not say"),
        minutes=page.blank(
            "default_visit_minutes", fields.counter(context, N_("Usual minutes of a visit"), 1, 600)
        ),
    )
    page.say(
        N_("Visits may be cut to {shortest} and stretched to {longest} of the usual length"),
        shortest=page.blank("visits.shortest_share", _share(page, N_("Share of the shortest visit"))),
        longest=page.blank("visits.longest_share", _share(page, N_("Share of the longest visit"))),
    )
    page.rows(
        "visits.by_place",
        N_("{place}: at least {shortest}, usually {typical}, at most {longest} minutes"),
        lambda: {
            "place": fields.place(context, N_("Place"), N_("Choose a place")),
            "shortest": fields.number(context, N_("Shortest visit, minutes")),
            "typical": fields.number(context, N_("Usual visit, minutes")),
            "longest": fields.number(context, N_("Longest visit, minutes")),
        },
        make=_visit_range,
        split=lambda pair: {
            "place": pair[0],
            "shortest": pair[1].shortest_minutes,
            "typical": pair[1].typical_minutes,
            "longest": pair[1].longest_minutes,
        },
        add=N_("Set the length of a visit"),
        is_mapping=True,
    )
    page.note(N_("Opening hours that differ: closed for repair, opened for the group"))
    page.rows(
        "hours",
        N_("{place} from {first} to {last}: {hours}"),
        lambda: {
            "place": fields.place(context, N_("Place"), N_("Choose a place")),
            "first": fields.day_date(context, N_("First day")),
            "last": fields.day_date(context, N_("Last day")),
            "hours": fields.text(context, N_("Opening hours"), N_("closed; or for example 08:00-17:00")),
        },
        make=_hours_change,
        split=lambda change: {
            "place": change.place_id,
            "first": change.first,
            "last": change.last,
            "hours": "" if change.hours == CLOSED else change.hours,
        },
        add=N_("Add opening hours"),
    )


def _share(page: Page, name: str) -> Field[Any]:
    return fields.number(page.context, name, empty=1.0, hint="1", decimals=3, sample="0,75")


def _visit_range(place: PlaceId | None, **minutes: int | None) -> tuple[PlaceId, VisitRange] | None:
    shortest, typical, longest = (minutes[name] for name in ("shortest", "typical", "longest"))
    if place is None or shortest is None or typical is None or longest is None:
        return INCOMPLETE
    return place, VisitRange(shortest, typical, longest)


def _hours_change(place: PlaceId | None, first: date, last: date, hours: str) -> HoursChange | None:
    return HoursChange(place, first, last, hours.strip() or CLOSED) if place else INCOMPLETE


DAYS: Final = Subject(N_("Single days"), ("days", "gaps"), _build_days)
BREAKS: Final = Subject(
    N_("Meals and rests"), ("lunch.place_ids", "lunch.categories", "breaks"), _build_breaks
)
VISITS: Final = Subject(
    N_("Length of visits, opening hours"),
    ("default_visit_minutes", "visits.shortest_share", "visits.longest_share", "visits.by_place", "hours"),
    _build_visits,
)

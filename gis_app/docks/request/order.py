"""Rarer demands on order: first and last places, what comes before what, fixed days, places in a row."""

from typing import Any, Final

from data.language.catalogue import N_
from data.model.demands.order import Pins
from data.model.place import PlaceId
from gis_app.docks.request import fields
from gis_app.docks.request.fields import Field
from gis_app.docks.request.page import Page, Subject
from gis_app.docks.request.rows import INCOMPLETE

_CHOOSE: Final = N_("Choose a place")


def _build(page: Page) -> None:
    context = page.context

    def place(name: str = N_("Place")) -> Field[PlaceId | None]:
        return fields.place(context, name, _CHOOSE)

    page.say(N_("First of all {place}"), place=page.blank("pins.first", place(N_("First place of the tour"))))
    page.say(N_("Last of all {place}"), place=page.blank("pins.last", place(N_("Last place of the tour"))))
    for key, msgid, add in (
        ("pins.first_of_day", N_("Day {day} begins with {place}"), N_("Set the first place of a day")),
        ("pins.last_of_day", N_("Day {day} closes with {place}"), N_("Set the last place of a day")),
    ):
        page.rows(
            key,
            msgid,
            lambda: {"day": fields.day_number(context, N_("Number of the day")), "place": place()},
            make=lambda day, place: (day, place) if place else INCOMPLETE,
            split=lambda pair: {"day": pair[0], "place": pair[1]},
            add=add,
            is_mapping=True,
        )
    page.rows(
        "pins.fixed_days",
        N_("{place} only on day {day}"),
        lambda: {"place": place(), "day": fields.day_number(context, N_("Number of the day"))},
        make=lambda place, day: (place, day) if place else INCOMPLETE,
        split=lambda pair: {"place": pair[0], "day": pair[1]},
        add=N_("Fix the day of a place"),
        is_mapping=True,
    )
    page.rows(
        "pins.before",
        N_("{early} before {late}"),
        lambda: {"early": place(N_("Earlier place")), "late": place(N_("Later place"))},
        make=lambda early, late: (early, late) if early and late else INCOMPLETE,
        split=lambda pair: {"early": pair[0], "late": pair[1]},
        add=N_("Set what comes before what"),
    )
    page.rows(
        "pins.sequences",
        N_("One right after the other: {places}"),
        lambda: {"places": fields.places(context, N_("Add the next place"), N_("Add the next place"))},
        make=_sequence,
        split=lambda row: {"places": row},
        add=N_("Add places in a row"),
    )


def _sequence(places: Any) -> Any:
    return places if len(places) > 1 else INCOMPLETE


ORDER: Final = Subject(N_("Order"), tuple(f"pins.{name}" for name in Pins.__dataclass_fields__), _build)

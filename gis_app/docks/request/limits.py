"""Rarer demands on means: vehicle and walking, capacity, travel, budget."""

from typing import Any, Final

from data.language.catalogue import N_
from data.model.demands.means import Budget
from data.model.travel_mode import TravelMode
from gis_app.docks.request import fields
from gis_app.docks.request.fields import Field
from gis_app.docks.request.page import Page, Subject
from gis_app.docks.request.rows import INCOMPLETE

TRANSFER_MODES: Final = (TravelMode.FOOT, TravelMode.ELECTRIC_CART, TravelMode.BICYCLE, TravelMode.WHEELCHAIR)
_NO_LIMIT: Final = N_("no limit")
_MONEY: Final = "000.000.000"


def _build_vehicle(page: Page) -> None:
    context = page.context
    page.lines.addWidget(
        page.blank(
            "transfer",
            fields.check(context, N_("The vehicle stops where it may, the group goes on from there")),
        )
    )
    page.say(
        N_("by {mode}, at most {metres} m one way"),
        mode=page.blank("transfer.mode", fields.choice(context, N_("How the group goes on"), TRANSFER_MODES)),
        metres=page.blank(
            "transfer.max_walk_m",
            fields.number(context, N_("Longest way on, metres"), empty=1000, hint="1000"),
        ),
    )
    page.say(
        N_("Each day at most {minutes} minutes on the way and {metres} m on foot"),
        minutes=page.blank(
            "max_travel_s", fields.number(context, N_("Most minutes on the way"), hint=_NO_LIMIT, scale=60)
        ),
        metres=page.blank("max_walk_m", fields.number(context, N_("Most metres on foot"), hint=_NO_LIMIT)),
    )
    page.say(
        N_("{minutes} minutes to get off, gather and get on board at each stop"),
        minutes=page.blank(
            "boarding_minutes", fields.number(context, N_("Minutes to board"), hint=N_("by group size"))
        ),
    )
    for key, text in (
        ("is_time_dependent", N_("Count with the rush hours")),
        ("has_slots", N_("A group larger than the place holds visits in turns")),
    ):
        page.lines.addWidget(page.blank(key, fields.check(context, text)))
    page.rows(
        "capacities",
        N_("{place} holds {visitors} visitors at a time"),
        lambda: {
            "place": fields.place(context, N_("Place"), N_("Choose a place")),
            "visitors": fields.number(context, N_("Visitors at a time")),
        },
        make=lambda place, visitors: (place, visitors) if place and visitors else INCOMPLETE,
        split=lambda pair: {"place": pair[0], "visitors": pair[1]},
        add=N_("Set how many a place holds"),
        is_mapping=True,
    )


def _build_budget(page: Page) -> None:
    def money(key: str, name: str, empty: Any, hint: str) -> Any:
        return page.blank(f"budget.{key}", _money(page, name, empty, hint))

    page.say(
        N_("The whole group may spend {limit} đồng"),
        limit=money("limit_vnd", N_("Budget of the group"), None, _NO_LIMIT),
    )
    page.say(
        N_("Vehicle with driver: {km} đồng a km, {day} đồng a day, {hour} đồng an hour"),
        km=money("vehicle_km_vnd", N_("Vehicle, a kilometre"), 0, "0"),
        day=money("vehicle_day_vnd", N_("Vehicle, a day"), 0, "0"),
        hour=money("vehicle_hour_vnd", N_("Vehicle, an hour"), 0, "0"),
    )
    page.say(N_("Guide: {day} đồng a day"), day=money("guide_day_vnd", N_("Guide, a day"), 0, "0"))
    page.note(N_("Entrance fees are those of the register; fees not known count as 0."))


def _money(page: Page, name: str, empty: Any, hint: str) -> Field[Any]:
    return fields.number(page.context, name, empty=empty, hint=hint, sample=_MONEY)


VEHICLE: Final = Subject(
    N_("Vehicle, walking, group"),
    (
        "transfer",
        "transfer.mode",
        "transfer.max_walk_m",
        "max_travel_s",
        "max_walk_m",
        "boarding_minutes",
        "is_time_dependent",
        "has_slots",
        "capacities",
    ),
    _build_vehicle,
)
BUDGET: Final = Subject(
    N_("Budget"), tuple(f"budget.{name}" for name in Budget.__dataclass_fields__), _build_budget
)

"""Cost and carbon of a tour, from the tour and the register alone.

The planner counts costs by a model of its own; this sheet is what is shown and checked.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import ceil
from typing import Final

from data.costs.carbon import VEHICLES
from data.language.catalogue import N_
from data.model.place import PlaceId
from data.model.project import Project
from data.model.tour import Day, Tour
from data.model.travel_mode import TravelMode

HIRED: Final = frozenset({TravelMode.COACH, TravelMode.MINIBUS, TravelMode.CAR, TravelMode.ELECTRIC_CART})
"""Modes with a driver: the rates of the budget for vehicles count on days and ways in these."""


class CostKind(StrEnum):
    """What money is spent on."""

    FEES = "fees"
    VEHICLE_KM = "vehicle_km"
    VEHICLE_DAY = "vehicle_day"
    VEHICLE_HOUR = "vehicle_hour"
    GUIDE = "guide"


COST_LABELS: Final[Mapping[CostKind, str]] = {
    CostKind.FEES: N_("Entrance fees"),
    CostKind.VEHICLE_KM: N_("Vehicle, by the kilometre"),
    CostKind.VEHICLE_DAY: N_("Vehicle, by the day"),
    CostKind.VEHICLE_HOUR: N_("Vehicle, by the hour"),
    CostKind.GUIDE: N_("Guide"),
}
"""Name of each kind of cost (msgid)."""


@dataclass(frozen=True, slots=True)
class CostLine:
    """One line of a cost sheet: ``amount_vnd`` = quantity x rate, rounded up to whole VND.

    ``quantity`` counts visitors paying (fees), kilometres, days or hours; of fees, which differ, ``rate_vnd``
    is the mean.
    """

    kind: CostKind
    quantity: float
    rate_vnd: float
    amount_vnd: int


@dataclass(frozen=True, slots=True)
class CarbonLine:
    """Emissions of all ways in one mode.

    Parameters
    ----------
    mode
        Travel mode.
    vehicles
        Vehicles that the group needs.
    distance_m
        Metres that each of them drives.
    grams
        g CO2e of all vehicles.
    sources
        Where the factor comes from (msgids).
    """

    mode: TravelMode
    vehicles: int
    distance_m: float
    grams: int
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CostSheet:
    """Cost and carbon of a tour.

    Parameters
    ----------
    visitors
        Visitors.
    costs
        Costs, without lines of rate 0; the fees always, known or not.
    carbon
        Emissions by mode, only of modes that emit.
    unknown_fees
        Visited places whose fee the register does not know; counted as 0.
    limit_vnd
        Most that the group may spend, ``None`` for no limit.
    """

    visitors: int
    costs: tuple[CostLine, ...]
    carbon: tuple[CarbonLine, ...]
    unknown_fees: tuple[PlaceId, ...]
    limit_vnd: int | None

    @property
    def total_vnd(self) -> int:
        """Cost of the whole group, VND."""
        return sum(line.amount_vnd for line in self.costs)

    @property
    def per_visitor_vnd(self) -> int:
        """Cost a visitor, rounded up to whole VND."""
        return ceil(self.total_vnd / self.visitors)

    @property
    def over_limit_vnd(self) -> int:
        """VND above the limit; 0 when kept or without limit."""
        return 0 if self.limit_vnd is None else max(0, self.total_vnd - self.limit_vnd)

    @property
    def total_g(self) -> int:
        """Grams CO2e of the whole group."""
        return sum(line.grams for line in self.carbon)

    @property
    def per_visitor_g(self) -> int:
        """Grams CO2e a visitor."""
        return round(self.total_g / self.visitors)


def cost_sheet(project: Project, tour: Tour) -> CostSheet:
    """Return cost and carbon of a tour.

    Visits to places that the project no longer has count as places of unknown fee. Distances of vehicles are
    those of the legs' parts; hours run from departure to return of each day.
    """
    return CostSheet(
        visitors=tour.request.group_size,
        costs=_costs(project, tour),
        carbon=_carbon(tour),
        unknown_fees=tuple(dict.fromkeys(key for key in tour.visited if _fee_vnd(project, key) is None)),
        limit_vnd=tour.request.budget.limit_vnd,
    )


def _fee_vnd(project: Project, place_id: PlaceId) -> int | None:
    place = project.places.get(place_id)
    return place.fee_vnd if place else None


def _costs(project: Project, tour: Tour) -> tuple[CostLine, ...]:
    budget, visitors = tour.request.budget, tour.request.group_size
    fees = [fee for key in tour.visited if (fee := _fee_vnd(project, key)) is not None]
    hired = [day for number, day in enumerate(tour.days) if tour.request.day(number).mode in HIRED]
    lines = [
        CostLine(
            CostKind.FEES, len(fees) * visitors, sum(fees) / len(fees) if fees else 0.0, sum(fees) * visitors
        ),
        _line(CostKind.VEHICLE_KM, sum(map(_hired_m, hired)) / 1000, budget.vehicle_km_vnd),
        _line(CostKind.VEHICLE_DAY, len(hired), budget.vehicle_day_vnd),
        _line(
            CostKind.VEHICLE_HOUR,
            sum(day.end_s - day.start_s for day in hired) / 3600,
            budget.vehicle_hour_vnd,
        ),
        _line(CostKind.GUIDE, len(tour.days), budget.guide_day_vnd),
    ]
    return tuple(line for line in lines if line.kind is CostKind.FEES or line.rate_vnd)


def _line(kind: CostKind, quantity: float, rate_vnd: int) -> CostLine:
    # Rounded to a thousandth before it is rounded up: sums of floats are a hair too large.
    return CostLine(kind, quantity, rate_vnd, ceil(round(quantity * rate_vnd, 3)))


def _hired_m(day: Day) -> float:
    # The cart that takes the group on from the coach is not the vehicle hired by the kilometre.
    return sum(part.distance_m for leg in day.legs for part in leg.parts if part.mode is leg.mode)


def _carbon(tour: Tour) -> tuple[CarbonLine, ...]:
    driven_m: defaultdict[TravelMode, float] = defaultdict(float)
    for part in (part for day in tour.days for leg in day.legs for part in leg.parts):
        driven_m[part.mode] += part.distance_m
    visitors = tour.request.group_size
    return tuple(
        CarbonLine(
            mode,
            vehicle.count(visitors),
            driven_m[mode],
            round(vehicle.grams_per_km(visitors) * driven_m[mode] / 1000),
            vehicle.sources,
        )
        for mode, vehicle in VEHICLES.items()
        if driven_m[mode] > 0
    )

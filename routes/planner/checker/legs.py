"""Whether the legs of a day say what the roads say."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from data.language.catalogue import N_
from data.model.request import TourRequest
from data.model.tour import Day, Leg
from data.model.travel_mode import TravelMode
from routes.planner.checker.violation import TOLERANCE_M, TOLERANCE_S, Violation
from routes.planner.checker.ways import Way, Ways

_ROUNDING_S: Final = 5
_TOLERANCE_SHARE: Final = 0.01


def check_legs(request: TourRequest, number: int, day: Day, ways: Ways) -> Iterator[Violation]:
    """Yield where a leg has no road, another mode, time, length or walk than the roads give."""
    for index, (leg, (before, after)) in enumerate(zip(day.legs, pairwise(day.stops), strict=True)):
        where = f"{day.date.isoformat()}, {index + 1}"
        way = ways.of(number, before, after, leg.via)
        if way is None:
            yield Violation("no_route", N_("No road leads along this leg."), where)
            continue
        yield from _check_mode(request, number, leg, where)
        yield from _check_measures(leg, way, where)


def _check_mode(request: TourRequest, number: int, leg: Leg, where: str) -> Iterator[Violation]:
    mode, transfer = request.day(number).mode, request.transfer
    allowed = {mode, TravelMode.FOOT} | ({transfer.mode} if transfer else set())
    if leg.mode is not mode or not {part.mode for part in leg.parts} <= allowed:
        yield Violation("mode", N_("The leg goes by another travel mode than the request says."), where)
    if transfer is None or mode is transfer.mode:
        return
    longest_m = max((part.distance_m for part in leg.parts if part.mode is transfer.mode), default=0.0)
    if longest_m > transfer.max_walk_m + TOLERANCE_M:
        message = N_("Between vehicle and place lie {metres} m, more than the {most} m allowed.")
        facts = {"metres": round(longest_m), "most": transfer.max_walk_m}
        yield Violation("transfer", message, where, facts)


def _check_measures(leg: Leg, way: Way, where: str) -> Iterator[Violation]:
    tolerance_s = TOLERANCE_S + _ROUNDING_S
    if not way.least_s - tolerance_s <= leg.duration_s <= way.most_s + tolerance_s:
        message = N_("The leg is said to take {said} minutes; on the network it takes {real}.")
        facts = {"said": round(leg.duration_s / 60), "real": round(way.most_s / 60)}
        yield Violation("leg_duration", message, where, facts)
    tolerance_m = max(TOLERANCE_M, _TOLERANCE_SHARE * way.most_m)
    if not way.least_m - tolerance_m <= leg.distance_m <= way.most_m + tolerance_m:
        message = N_("The leg is said to be {said} m long; on the network it is {real} m.")
        facts = {"said": round(leg.distance_m), "real": round(way.most_m)}
        yield Violation("leg_distance", message, where, facts)
    if not way.least_walk_m - tolerance_m <= leg.walk_m <= way.most_walk_m + tolerance_m:
        message = N_("The leg is said to have {said} m on foot; on the network it has {real} m.")
        facts = {"said": round(leg.walk_m), "real": round(way.most_walk_m)}
        yield Violation("leg_walk", message, where, facts)

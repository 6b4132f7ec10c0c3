"""Quick planners for the tests of the window: they run in the planning process, so they live in a module."""

import time
from dataclasses import replace
from datetime import date
from itertools import pairwise

from shapely import LineString

from data.errors import CancelledError, InfeasibleRequestError
from data.model.place import PlaceId
from data.model.request import Anchor
from data.model.tour import Day, DroppedPlace, Leg, Stop, StopKind, Tour, TourId
from data.search.filters import select
from gis_app.planning import PlanningWork
from gis_app.workers import TaskContext

VISITS_A_DAY = 2
_HALF_HOUR_S = 1800


def _tour(work: PlanningWork, visits_a_day: int = VISITS_A_DAY) -> Tour:
    """Return a tour that visits the must-sees and then the first candidates, half an hour each."""
    request = work.request
    wanted = [
        *request.must,
        *(place.id for place in select(work.project, request.candidates) if place.id not in request.must),
    ]
    days = []
    for number, day in enumerate(request.dates):
        chosen = wanted[number * visits_a_day : (number + 1) * visits_a_day]
        days.append(_day(work, number, chosen, day_of=day))
    count = visits_a_day * len(request.dates)
    dropped = [
        DroppedPlace(place_id=key, reason="It is closed on every date of the tour.")
        for key in wanted[count:][:12]
    ]
    return Tour(
        id=TourId("tuyen-thu"),
        title_vi=request.title_vi or "Tuyến thử",
        title_en=request.title_en or "Test tour",
        request=request,
        days=tuple(days),
        dropped=tuple(dropped),
    )


def _day(work: PlanningWork, number: int, chosen: list[PlaceId], day_of: date) -> Day:
    start, end = work.request.day_anchors(number)
    clock = work.request.day_start_s
    stops = [_anchor_stop(StopKind.START, start, clock)]
    for key in chosen:
        place = work.project.places[key]
        begin, clock = clock + _HALF_HOUR_S, clock + 2 * _HALF_HOUR_S
        stops.append(
            Stop(
                kind=StopKind.VISIT,
                lon=place.lon,
                lat=place.lat,
                place_id=key,
                arrive_s=begin,
                begin_s=begin,
                depart_s=clock,
            )
        )
    stops.append(_anchor_stop(StopKind.END, end, clock + _HALF_HOUR_S))
    legs = [
        Leg.of_one_part(
            mode=work.request.mode,
            distance_m=5000,
            duration_s=_HALF_HOUR_S,
            geometry=LineString([(before.lon, before.lat), (after.lon, after.lat)]),
        )
        for before, after in pairwise(stops)
    ]
    return Day(date=day_of, stops=tuple(stops), legs=tuple(legs))


def _anchor_stop(kind: StopKind, anchor: Anchor, at_s: int) -> Stop:
    return Stop(
        kind=kind,
        lon=anchor.lon,
        lat=anchor.lat,
        label=anchor.label,
        place_id=anchor.place_id,
        arrive_s=at_s,
        begin_s=at_s,
        depart_s=at_s,
    )


def quick(work: PlanningWork, context: TaskContext) -> Tour:
    """Plan at once, with one better tour on the way."""
    context.progress(0.3, "Choosing and ordering the stops")
    context.improved(_tour(work, 1))
    return _tour(work)


def endless(work: PlanningWork, context: TaskContext) -> Tour:
    """Offer one tour and go on until stopped."""
    context.improved(replace(_tour(work, 1), title_vi="Phương án tạm"))
    while not context.is_cancelled():
        time.sleep(0.01)
    raise CancelledError


def deaf(work: PlanningWork, context: TaskContext) -> Tour:
    """Offer one tour and never listen."""
    context.improved(_tour(work, 1))
    while True:
        time.sleep(0.05)


def impossible(work: PlanningWork, context: TaskContext) -> Tour:
    """Refuse."""
    raise InfeasibleRequestError("The request cannot be met:")


def broken(work: PlanningWork, context: TaskContext) -> Tour:
    """Fail as no planner should."""
    raise ZeroDivisionError("division by zero")

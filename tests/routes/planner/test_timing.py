"""The judge of a day agrees with a simulator that tries every waiting second, on tiny days."""

from fractions import Fraction
from itertools import pairwise, permutations, product
from math import ceil
from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.model.place import PlaceId
from routes.planner.breaks import place_breaks
from routes.planner.objective import travel_of
from routes.planner.problem import Break, BreakSpot, BreakStop, DayOrder, Problem, Site, TourDay, Window
from routes.planner.timing import day_cost_vnd, latest_begins, time_day, walk_of
from routes.planner.travel import Travel

HORIZON = 40
NODES = 5
"""Node 0 is start and end, 1 to 3 are sites, 4 is where a break may be taken."""


class Stay(NamedTuple):
    """A stop as the simulator sees it."""

    node: int
    spans: tuple[tuple[int, int], ...]
    stay_s: int


@st.composite
def travels(draw: st.DrawFn) -> Travel:
    """Draw a table, perhaps with two or three buckets."""
    buckets = draw(st.integers(1, 3))
    numbers = draw(st.lists(st.integers(1, 9), min_size=buckets * NODES**2, max_size=buckets * NODES**2))
    duration_s = np.array(numbers, dtype=np.int64).reshape(buckets, NODES, NODES)
    for bucket in duration_s:
        np.fill_diagonal(bucket, 0)
    starts_s = tuple(sorted(draw(st.sets(st.integers(1, 30), min_size=buckets - 1, max_size=buckets - 1))))
    walk_m = duration_s[0] % 4
    if buckets == 1:
        return Travel(duration_s[0], walk_m=walk_m)
    return Travel(duration_s, (0, *starts_s), walk_m=walk_m)


@st.composite
def days(draw: st.DrawFn) -> tuple[Problem, DayOrder]:
    """Draw a problem of one day and an order of all of its sites and breaks."""
    sites = []
    for number in range(draw(st.integers(0, 3))):
        first = draw(st.integers(0, 20))
        windows = [Window(0, first, first + draw(st.integers(0, 12)))]
        if draw(st.booleans()):
            later = windows[0].latest_s + draw(st.integers(1, 6))
            windows.append(Window(0, later, later + draw(st.integers(0, 8))))
        sites.append(Site(PlaceId(f"s{number}"), number + 1, 1, draw(st.integers(0, 5)), tuple(windows)))
    breaks = []
    for _ in range(draw(st.integers(0, 2)) if sites else 0):
        earliest = draw(st.integers(0, 20))
        latest = earliest + draw(st.integers(0, 12))
        spots = (BreakSpot(4, ((earliest, latest),)),) if draw(st.booleans()) else ()
        breaks.append(Break(earliest, latest, draw(st.integers(1, 4)), spots))
    travel = draw(travels())
    limit_s = None if travel.is_time_dependent else draw(st.none() | st.integers(0, 30))
    boarding_s = draw(st.integers(0, 2))
    walk_m = draw(st.none() | st.integers(0, 9))
    day = TourDay(0, 0, 0, 36, tuple(breaks), boarding_s=boarding_s, max_travel_s=limit_s, max_walk_m=walk_m)
    numbers = draw(st.permutations(range(len(breaks))))
    places = sorted(draw(st.lists(st.integers(0, len(sites)), min_size=len(breaks), max_size=len(breaks))))
    stops = tuple(
        BreakStop(number, after, 4 if breaks[number].spots else None)
        for number, after in zip(numbers, places, strict=True)
    )
    order = DayOrder(tuple(draw(st.permutations(range(len(sites))))), stops)
    return Problem(tuple(sites), (day,), (travel,)), order


def _stays(problem: Problem, order: DayOrder) -> list[Stay]:
    found, node, edge = [], 0, problem.days[0]
    for position in range(len(order.sites) + 1):
        for stop in order.breaks:
            if stop.after == position:
                pause = edge.breaks[stop.number]
                node = node if stop.node is None else stop.node
                found.append(Stay(node, ((pause.earliest_s, pause.latest_s),), pause.duration_s))
        if position < len(order.sites):
            site = problem.sites[order.sites[position]]
            node = site.node
            spans = tuple((window.open_s, window.latest_s) for window in site.windows)
            found.append(Stay(node, spans, site.visit_s + edge.boarding_s))
    return found


def _arrival(travel: Travel, one: int, other: int, depart_s: int) -> int:
    """Drive in exact fractions, second by second."""
    if not travel.is_time_dependent:
        return depart_s + int(travel.duration_s[one, other])
    share, clock = Fraction(0), depart_s
    while True:
        bucket = max(k for k, start in enumerate(travel.bucket_starts_s) if start <= clock)
        whole = int(travel.duration_s[bucket, one, other])
        if whole == 0 or share == 1:
            return clock
        if share + Fraction(1, whole) >= 1:
            return ceil(clock + (1 - share) * whole)
        share, clock = share + Fraction(1, whole), clock + 1


def _schedules(problem: Problem, order: DayOrder) -> list[tuple[tuple[int, ...], int]]:
    """Return the begins and the end of every schedule, the group waiting anywhere as long as it likes."""
    travel = problem.travels[0]
    found: list[tuple[tuple[int, ...], int, int]] = [((), 0, 0)]
    for stay in _stays(problem, order):
        grown = []
        for begins, clock, node in found:
            arrivals = {_arrival(travel, node, stay.node, leave) for leave in range(clock, HORIZON)}
            grown += [
                ((*begins, begin), begin + stay.stay_s, stay.node)
                for begin in range(min(arrivals, default=HORIZON), HORIZON)
                if any(first <= begin <= last for first, last in stay.spans)
            ]
        found = list({(begins, clock, node) for begins, clock, node in grown})
    return [(begins, _arrival(travel, node, 0, clock)) for begins, clock, node in found]


def _keeps_limits(problem: Problem, order: DayOrder) -> bool:
    edge, travel = problem.days[0], problem.travels[0]
    nodes = [0, *(stay.node for stay in _stays(problem, order)), 0]
    assert travel.walk_m is not None
    walked = sum(int(travel.walk_m[one, other]) for one, other in pairwise(nodes))
    if edge.max_walk_m is not None and walked > edge.max_walk_m:
        return False
    if edge.max_travel_s is None:
        return True
    return sum(int(travel.duration_s[one, other]) for one, other in pairwise(nodes)) <= edge.max_travel_s


@given(days())
def test_times_are_the_earliest_of_all_schedules(drawn: tuple[Problem, DayOrder]) -> None:
    problem, order = drawn
    ends = [end for _, end in _schedules(problem, order) if end <= 36]
    timing = time_day(problem, 0, order)
    if not ends or not _keeps_limits(problem, order):
        assert timing is None
    else:
        assert timing is not None
        assert timing.end_s == min(ends)
        assert travel_of(problem, 0, order) == timing.travel_s


@given(days())
def test_a_stop_may_begin_until_its_latest_begin_and_no_later(drawn: tuple[Problem, DayOrder]) -> None:
    problem, order = drawn
    if time_day(problem, 0, order) is None:
        return
    kept = [begins for begins, end in _schedules(problem, order) if end <= 36]
    wanted = [max(column) for column in zip(*kept, strict=True)]
    visits, breaks = latest_begins(problem, 0, order)
    is_visit = [
        is_visit
        for position in range(len(order.sites) + 1)
        for is_visit in (
            *(False for stop in order.breaks if stop.after == position),
            *(True for _ in order.sites[position : position + 1]),
        )
    ]
    left_visits, left_breaks = list(visits), list(breaks)
    found = [(left_visits if is_one else left_breaks).pop(0) for is_one in is_visit]
    assert found == wanted


@given(days())
def test_breaks_are_placed_where_travel_is_least_of_all_places(drawn: tuple[Problem, DayOrder]) -> None:
    problem, order = drawn
    pauses = problem.days[0].breaks
    nodes = [4 if pause.spots else None for pause in pauses]
    choices = []
    for numbers in permutations(range(len(pauses))):
        for places in product(range(len(order.sites) + 1), repeat=len(pauses)):
            if list(places) == sorted(places):
                stops = tuple(BreakStop(n, place, nodes[n]) for n, place in zip(numbers, places, strict=True))
                choices.append(DayOrder(order.sites, stops))
    kept = [timing for choice in choices if (timing := time_day(problem, 0, choice)) is not None]
    placed = place_breaks(problem, 0, order.sites)
    if not kept:
        assert placed is None
    else:
        assert placed is not None
        found = time_day(problem, 0, placed)
        assert found is not None
        best = min((timing.travel_s, timing.end_s) for timing in kept)
        assert (found.travel_s, found.end_s) == best


@given(travels(), st.integers(0, HORIZON), st.integers(0, NODES - 1), st.integers(0, NODES - 1))
def test_travel_follows_the_speeds_of_the_day_and_nobody_overtakes(
    travel: Travel, depart_s: int, one: int, other: int
) -> None:
    arrival_s = depart_s + travel.travel_s(one, other, depart_s)
    assert arrival_s == _arrival(travel, one, other, depart_s)
    assert arrival_s <= depart_s + 1 + travel.travel_s(one, other, depart_s + 1)
    assert travel.fastest_s[one, other] <= arrival_s - depart_s <= travel.slowest_s[one, other]
    latest_s = travel.latest_departure_s(one, other, arrival_s)
    assert latest_s + travel.travel_s(one, other, latest_s) <= arrival_s
    assert latest_s + 1 + travel.travel_s(one, other, latest_s + 1) > arrival_s


def test_a_day_may_end_late_only_by_the_overrun_allowed() -> None:
    travel = Travel(np.array([[0, 10], [10, 0]], dtype=np.int64))
    site = Site(PlaceId("a"), 1, 1, 5, (Window(0, 0, 30),))
    problem = Problem((site,), (TourDay(0, 0, 0, 20),), (travel,))
    assert time_day(problem, 0, DayOrder((0,))) is None
    assert time_day(problem, 0, DayOrder((0,)), overrun_s=4) is None
    timing = time_day(problem, 0, DayOrder((0,)), overrun_s=5)
    assert timing is not None
    assert timing.end_s == 25


def test_a_longer_visit_still_ends_before_the_place_closes() -> None:
    travel = Travel(np.array([[0, 10], [10, 0]], dtype=np.int64))
    site = Site(PlaceId("a"), 1, 1, 5, (Window(0, 0, 12),))
    problem = Problem((site,), (TourDay(0, 0, 0, 50),), (travel,))
    assert time_day(problem, 0, DayOrder((0,)), longer_s=(2,)) is not None
    assert time_day(problem, 0, DayOrder((0,)), longer_s=(3,)) is None


@pytest.mark.parametrize(("per_km", "per_hour", "cost_vnd"), [(0, 0, 150), (1000, 0, 151), (0, 3600, 175)])
def test_a_day_costs_fees_kilometres_and_hours_rounded_up(per_km: int, per_hour: int, cost_vnd: int) -> None:
    travel = Travel(
        np.array([[0, 10], [10, 0]], dtype=np.int64),
        walk_m=np.array([[0, 3], [4, 0]], dtype=np.int64),
        distance_m=np.array([[0, 1], [0, 0]], dtype=np.int64),
    )
    site = Site(PlaceId("a"), 1, 1, 5, (Window(0, 0, 12),), cost_vnd=50)
    day = TourDay(0, 0, 0, 50, cost_vnd=100, vnd_per_km=per_km, vnd_per_hour=per_hour)
    problem, order = Problem((site,), (day,), (travel,)), DayOrder((0,))
    timing = time_day(problem, 0, order)
    assert timing is not None
    assert day_cost_vnd(problem, 0, order, timing) == cost_vnd
    assert walk_of(problem, 0, order) == 7

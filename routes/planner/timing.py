"""The exact judge of one day whose order is given: earliest times, latest times, cost.

Leaving at the earliest and waiting only when needed is best for a given order: every visit then begins as
early as it can (Savelsbergh, *ORSA Journal on Computing* 4, 1992). It stays best where travel times depend on
the time of departure, because they are FIFO: who leaves later never arrives earlier.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from routes.planner.problem import AXIS_DAY_S, DayOrder, DayView, Problem, Span

Times = tuple[int, int, int]
"""Axis seconds of arrival, begin and departure."""


class DayTiming(NamedTuple):
    """Axis seconds of one day.

    ``visits`` has the times of each site, ``breaks`` those of each break, both in their order; ``end_s`` is
    the arrival at the end and ``travel_s`` the seconds travelled.
    """

    visits: tuple[Times, ...]
    breaks: tuple[Times, ...]
    end_s: int
    travel_s: int


def time_day(
    problem: Problem, day: int, order: DayOrder, *, overrun_s: int = 0, longer_s: Sequence[int] = ()
) -> DayTiming | None:
    """Return the earliest times of ``order``, or ``None`` if it breaks a window, the day or a limit of it.

    Parameters
    ----------
    overrun_s
        Seconds by which the day may end late, to learn how much is missing.
    longer_s
        Seconds by which each visit lasts longer than its ``visit_s``; it still ends in its opening hours.
    """
    view = problem.views[day]
    if view.is_plain and not longer_s:
        return None if order.breaks else _time_plain(view, order.sites, overrun_s)
    timing = _walk_through(problem, day, order, longer_s)
    if timing is None or timing.end_s > view.end_s + overrun_s:
        return None
    is_kept = _has_each_break_once(problem, day, order) and _keeps_limits(problem, day, order, timing)
    return timing if is_kept else None


def _time_plain(view: DayView, sites: tuple[int, ...], overrun_s: int) -> DayTiming | None:
    # Called millions of times: local names and lists only.
    clock, end_s, node, end_node, rows, nodes, stays_s, spans, _ = view
    row = rows[node]
    visits: list[Times] = []
    travel_s = 0
    for site in sites:
        node = nodes[site]
        way_s = row[node]
        travel_s += way_s
        clock += way_s
        for open_s, latest_s in spans[site]:
            if clock <= latest_s:
                begin_s = max(open_s, clock)
                break
        else:
            return None
        depart_s = begin_s + stays_s[site]
        visits.append((clock, begin_s, depart_s))
        clock, row = depart_s, rows[node]
    way_s = row[end_node]
    clock += way_s
    if clock > end_s + overrun_s:
        return None
    return DayTiming(tuple(visits), (), clock, travel_s + way_s)


def _walk_through(problem: Problem, day: int, order: DayOrder, longer_s: Sequence[int]) -> DayTiming | None:
    """Return the times of a day with breaks, without a look at its end and limits."""
    view, edge = problem.views[day], problem.days[day]
    clock, node, travel_s = edge.begin_s, edge.start_node, 0
    visits: list[Times] = []
    breaks: list[Times] = []
    pending = list(order.breaks)
    for position in range(len(order.sites) + 1):
        while pending and pending[0].after == position:
            stop = pending.pop(0)
            pause = edge.breaks[stop.number]
            if stop.node is not None:
                way_s = problem.travel_s(day, node, stop.node, clock)
                clock, node, travel_s = clock + way_s, stop.node, travel_s + way_s
            times = _stay(clock, pause.spans_at(stop.node), pause.duration_s)
            if times is None:
                return None
            breaks.append(times)
            clock = times[2]
        is_end = position == len(order.sites)
        target = edge.end_node if is_end else view.nodes[order.sites[position]]
        way_s = problem.travel_s(day, node, target, clock)
        clock, node, travel_s = clock + way_s, target, travel_s + way_s
        if is_end:
            break
        site = order.sites[position]
        more_s = longer_s[position] if longer_s else 0
        times = _stay(clock, view.spans[site], view.stays_s[site], more_s)
        if times is None:
            return None
        visits.append(times)
        clock = times[2]
    return None if pending else DayTiming(tuple(visits), tuple(breaks), clock, travel_s)


def _stay(clock: int, spans: tuple[Span, ...], stay_s: int, more_s: int = 0) -> Times | None:
    """Return the earliest times of a stay that begins within ``spans``, ``more_s`` before their ends."""
    for open_s, latest_s in spans:
        if max(clock, open_s) <= latest_s - more_s:
            begin_s = max(clock, open_s)
            return clock, begin_s, begin_s + stay_s + more_s
    return None


def _has_each_break_once(problem: Problem, day: int, order: DayOrder) -> bool:
    wanted = range(len(problem.days[day].breaks)) if order.sites else range(0)
    return sorted(stop.number for stop in order.breaks) == list(wanted)


def _keeps_limits(problem: Problem, day: int, order: DayOrder, timing: DayTiming) -> bool:
    edge = problem.days[day]
    if edge.max_travel_s is not None and timing.travel_s > edge.max_travel_s:
        return False
    return edge.max_walk_m is None or walk_of(problem, day, order) <= edge.max_walk_m


def walk_of(problem: Problem, day: int, order: DayOrder) -> int:
    """Return the metres walked on the ways of one day."""
    rows = problem.travels[problem.days[day].travel].walk_rows
    return sum(rows[a][b] for a, b in pairwise(problem.nodes_of(day, order))) if rows else 0


def day_cost_vnd(problem: Problem, day: int, order: DayOrder, timing: DayTiming) -> int:
    """Return what a day costs the group: fees, vehicle and guide, VND."""
    edge = problem.days[day]
    fees = sum(problem.sites[i].cost_vnd for i in order.sites)
    distance_m = problem.travels[edge.travel].distance_m
    way_m = 0
    if distance_m is not None and edge.vnd_per_km:
        nodes = problem.nodes_of(day, order)
        way_m = int(distance_m[nodes[:-1], nodes[1:]].sum())
    hours_s = timing.end_s - edge.begin_s
    running = -(-(way_m * edge.vnd_per_km * 18 + hours_s * edge.vnd_per_hour * 5) // 18_000)
    return edge.cost_vnd + fees + running


def latest_begins(problem: Problem, day: int, order: DayOrder) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return the latest axis second at which each visit, and each break, may begin with the day still kept.

    Less the begin of ``time_day`` this is the slack of the stop. Limits of travel are not looked at.

    Raises
    ------
    ValueError
        If the day cannot be kept at all.
    """
    edge, view = problem.days[day], problem.views[day]
    stays: list[tuple[int, tuple[Span, ...], int]] = []
    node, is_visit = edge.start_node, []
    for position in range(len(order.sites) + 1):
        for stop in (stop for stop in order.breaks if stop.after == position):
            pause = edge.breaks[stop.number]
            node = node if stop.node is None else stop.node
            stays.append((node, pause.spans_at(stop.node), pause.duration_s))
            is_visit.append(False)
        if position < len(order.sites):
            site = order.sites[position]
            node = view.nodes[site]
            stays.append((node, view.spans[site], view.stays_s[site]))
            is_visit.append(True)
    travel, midnight = problem.travels[edge.travel], day * AXIS_DAY_S
    arrive_s, after = edge.end_s, edge.end_node
    latest: list[int] = []
    for node, spans, stay_s in reversed(stays):
        depart_s = midnight + travel.latest_departure_s(node, after, arrive_s - midnight)
        begins = [min(last, depart_s - stay_s) for first, last in spans if first <= depart_s - stay_s]
        arrive_s, after = max(begins), node
        latest.insert(0, arrive_s)
    pairs = list(zip(latest, is_visit, strict=True))
    return tuple(one for one, is_one in pairs if is_one), tuple(one for one, is_one in pairs if not is_one)

"""A part of a problem: some of its days and sites, numbered anew, the rest fixed."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from routes.planner.problem import (
    AXIS_DAY_S,
    Break,
    DayOrder,
    Group,
    Pin,
    Plan,
    Precedence,
    Problem,
    Site,
    TourDay,
    Window,
)
from routes.planner.timing import day_cost_vnd, time_day
from routes.planner.travel import Travel

_MOST_METRIC_NODES: Final = 300


def part_of(
    problem: Problem, days: tuple[int, ...], chosen: Sequence[int], plan: Plan | None = None
) -> Problem:
    """Return the problem of ``days`` over the sites ``chosen``, in this order.

    Parameters
    ----------
    days, chosen
        Numbers in ``problem``; of a locked row all sites or none.
    plan
        What the other days hold; ``None``: nothing. Groups, budget, order and pins leave to the part what the
        other days do not use.
    """
    place = {day: index for index, day in enumerate(days)}
    number = {site: index for index, site in enumerate(chosen)}
    rest = _Rest(problem, days, plan)
    sites = tuple(_moved_site(problem.sites[i], rest.days_open_to(i, days), place) for i in chosen)
    tour_days = tuple(_moved_day(problem.days[day], (place[day] - day) * AXIS_DAY_S) for day in days)
    return Problem(
        sites,
        tour_days,
        problem.travels,
        tuple(_open_group(group, len(group.sites & rest.fixed), number) for group in problem.groups),
        tuple(
            Precedence(number[rule.before], number[rule.after])
            for rule in problem.precedences
            if rule.before in number and rule.after in number
        ),
        tuple(replace(pin, site=number[pin.site]) for pin in problem.pins if pin.site in number),
        tuple(tuple(number[i] for i in row) for row in problem.sequences if all(i in number for i in row)),
        rest.budget_vnd(),
    )


class _Rest:
    """What the days outside a part hold."""

    def __init__(self, problem: Problem, days: tuple[int, ...], plan: Plan | None) -> None:
        self.problem = problem
        other = () if plan is None else enumerate(plan)
        self.orders = {day: order for day, order in other if day not in days}
        self.day_of = {site: day for day, order in self.orders.items() for site in order.sites}
        self.fixed = frozenset(self.day_of)

    def budget_vnd(self) -> int | None:
        """Return what of the budget is left."""
        if self.problem.budget_vnd is None:
            return None
        timed = ((day, order, time_day(self.problem, day, order)) for day, order in self.orders.items())
        spent = sum(day_cost_vnd(self.problem, day, order, timing) for day, order, timing in timed if timing)
        return self.problem.budget_vnd - spent

    def days_open_to(self, site: int, days: tuple[int, ...]) -> frozenset[int]:
        """Return the days of the part on which the other days let a site be visited."""
        return frozenset(day for day in days if self._is_open(site, day))

    def _is_open(self, site: int, day: int) -> bool:
        for rule in self.problem.precedences:
            if rule.after == site and self.day_of.get(rule.before, -1) > day:
                return False
            if rule.before == site and self.day_of.get(rule.after, len(self.problem.days)) < day:
                return False
        return all(self._keeps_pin(pin, site, day) for pin in self.problem.pins if pin.is_of_tour)

    def _keeps_pin(self, pin: Pin, site: int, day: int) -> bool:
        if pin.site == site:
            beyond = [other for other, order in self.orders.items() if order.sites]
            return not any(other < day if pin.is_first else other > day for other in beyond)
        pinned = self.day_of.get(pin.site)
        return pinned is None or (day > pinned if pin.is_first else day < pinned)


def _open_group(group: Group, reached: int, number: dict[int, int]) -> Group:
    """Return what visits fixed elsewhere leave open of a group."""
    return replace(
        group,
        least=max(0, group.least - reached),
        most=None if group.most is None else max(0, group.most - reached),
        first_bonus=0 if reached else group.first_bonus,
        sites=frozenset(number[i] for i in group.sites if i in number),
    )


def part_plan(plan: Plan, days: tuple[int, ...], chosen: Sequence[int]) -> Plan:
    """Return the days of ``plan`` in the numbers of their part."""
    number = {site: index for index, site in enumerate(chosen)}
    return tuple(_renumbered(plan[day], number) for day in days)


def whole_plan(plan: Plan, days: tuple[int, ...], chosen: Sequence[int], found: Plan) -> Plan:
    """Return ``plan`` with ``days`` replaced by the plan ``found`` of their part."""
    renamed = iter(_renumbered(order, dict(enumerate(chosen))) for order in found)
    return tuple(next(renamed) if day in days else order for day, order in enumerate(plan))


def _moved_site(site: Site, is_open: frozenset[int], place: dict[int, int]) -> Site:
    def moved(window: Window) -> Window:
        by = (place[window.day] - window.day) * AXIS_DAY_S
        return Window(place[window.day], window.open_s + by, window.latest_s + by)

    return replace(
        site,
        windows=tuple(moved(window) for window in site.windows if window.day in is_open),
        hours=tuple(moved(window) for window in site.hours if window.day in is_open),
        day_scores=tuple(site.score_on(day) for day in place) if site.day_scores else (),
    )


def _moved_day(day: TourDay, by: int) -> TourDay:
    breaks = tuple(_moved_break(pause, by) for pause in day.breaks)
    return replace(day, begin_s=day.begin_s + by, end_s=day.end_s + by, breaks=breaks)


def _moved_break(pause: Break, by: int) -> Break:
    spots = tuple(
        replace(spot, spans=tuple((first + by, last + by) for first, last in spot.spans))
        for spot in pause.spots
    )
    return replace(pause, earliest_s=pause.earliest_s + by, latest_s=pause.latest_s + by, spots=spots)


def _renumbered(order: DayOrder, number: dict[int, int]) -> DayOrder:
    return replace(order, sites=tuple(number[i] for i in order.sites))


def is_metric(problem: Problem, sites: Sequence[int]) -> bool:
    """Return whether no way between these sites is shortened by a detour over any node of the problem.

    Leaving sites out of a plan then never makes it later, longer or dearer, so demands that cannot be met
    by the demanded sites alone cannot be met at all. Times count, kilometres where they are paid for, and
    walking where it is limited: the fastest way need not be the shortest.
    """
    ends = {node for edge in problem.days for node in (edge.start_node, edge.end_node)}
    nodes = sorted(ends.union(problem.sites[i].node for i in sites))
    if problem.is_time_dependent or len(nodes) > _MOST_METRIC_NODES:
        return False
    return all(_is_metric(table, nodes) for table in _binding_tables(problem))


def _binding_tables(problem: Problem) -> Iterator[NDArray[np.int64]]:
    for number, travel in enumerate(problem.travels):
        days = [day for day in problem.days if day.travel == number]
        yield travel.duration_s
        is_paid = problem.budget_vnd is not None and any(day.vnd_per_km for day in days)
        if travel.distance_m is not None and is_paid:
            yield travel.distance_m
        if travel.walk_m is not None and any(day.max_walk_m is not None for day in days):
            yield travel.walk_m


def _is_metric(table: NDArray[np.int64], nodes: Sequence[int]) -> bool:
    # A detour may lead over a site that nobody demands.
    direct, out, back = table[np.ix_(nodes, nodes)], table[nodes], table[:, nodes]
    return all(
        bool((out[:, middle, None] + back[None, middle, :] >= direct).all()) for middle in range(len(table))
    )


def with_shortest_ways(problem: Problem) -> Problem:
    """Return the problem with every table replaced by its metric closure: least over all detours.

    Leaving a site out never makes a plan worse then, and every plan is at least as good as with the real
    ways: demands that the demanded sites alone cannot meet here cannot be met at all. Not for times of day.
    """
    return replace(problem, travels=tuple(_closed_travel(travel) for travel in problem.travels))


def _closed_travel(travel: Travel) -> Travel:
    tables = (travel.walk_m, travel.distance_m)
    walk_m, distance_m = (None if table is None else _closed(table) for table in tables)
    return replace(travel, duration_s=_closed(travel.duration_s), walk_m=walk_m, distance_m=distance_m)


def _closed(table: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the least sums over all detours (Floyd and Warshall)."""
    least = table.copy()
    for node in range(len(least)):
        np.minimum(least, least[:, node, None] + least[None, node, :], out=least)
    return least

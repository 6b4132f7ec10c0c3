"""Putting left-out sites into a plan without breaking its times or rules.

A *unit* is what is put in as one: a site, or the whole of a locked row of sites.
"""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from routes.planner.breaks import place_breaks
from routes.planner.objective import missed_demands, travel_of
from routes.planner.problem import DayOrder, Plan, Problem, left_out, visited
from routes.planner.rules import is_feasible

Unit = tuple[int, ...]
"""Sites that are visited together, in order."""


class Insertion(NamedTuple):
    """A unit put into a day: added travel in seconds, the day and its new order."""

    detour_s: int
    day: int
    order: DayOrder


def unit_of(problem: Problem, number: int) -> Unit:
    """Return the unit that a site belongs to."""
    return next((row for row in problem.sequences if number in row), (number,))


def fill(problem: Problem, plan: Plan) -> Plan:
    """Insert left-out units wherever they fit, demanded ones and most points first.

    What fits is never left out, unless it brings nothing.
    """
    left = {unit_of(problem, number) for number in left_out(problem, plan)}
    demanded = {unit for unit in left if is_lacking(problem, plan, unit)}
    ranked = sorted(left, key=lambda unit: (unit not in demanded, -points_of(problem, unit), unit))
    for unit in ranked:
        is_worth = points_of(problem, unit) > 0 or is_lacking(problem, plan, unit)
        found = best_insertion(problem, plan, unit) if is_worth else None
        if found is not None:
            plan = replaced(plan, found)
    return plan


def points_of(problem: Problem, unit: Unit) -> int:
    """Return the most points of a unit, the first visit to a group included."""
    bonus = sum(group.first_bonus for group in problem.groups if group.sites & {*unit})
    return bonus + sum(problem.sites[i].top_score for i in unit)


def is_lacking(problem: Problem, plan: Plan, unit: Unit) -> bool:
    """Return whether a unit would meet a demand that the plan misses."""
    chosen = visited(plan)
    return missed_demands(problem, chosen | {*unit}) < missed_demands(problem, chosen)


def best_insertion(problem: Problem, plan: Plan, unit: Unit) -> Insertion | None:
    """Return the most points and then the least detour with which a unit fits, ``None`` if it does not."""
    found = [one for day in days_of(problem, unit) if (one := cheapest_insertion(problem, plan, day, unit))]
    return min(found, key=lambda one: (-_day_points(problem, one.day, unit), one.detour_s), default=None)


def _day_points(problem: Problem, day: int, unit: Unit) -> int:
    return sum(problem.sites[i].score_on(day) for i in unit)


def days_of(problem: Problem, unit: Unit) -> list[int]:
    """Return the days on which every site of a unit has a window."""
    spans = (view.spans for view in problem.views)
    return [day for day, on_day in enumerate(spans) if all(on_day[i] for i in unit)]


def cheapest_insertion(problem: Problem, plan: Plan, day: int, unit: Unit) -> Insertion | None:
    """Return the least detour with which a unit fits into a day of the plan and all rules hold."""
    order = plan[day]
    room_s = slack_s(problem, day, order) - stay_s(problem, day, unit)
    # Moving a break to another spot, or to another hour, may save what the detour takes.
    is_bounded = not problem.is_time_dependent and not any(pause.spots for pause in problem.days[day].breaks)
    for detour_s, position in detours(problem, day, order, unit):
        if is_bounded and detour_s > room_s:
            return None
        order_now = place_breaks(problem, day, inserted(order, position, unit))
        if order_now is None:
            continue
        found = Insertion(detour_s, day, order_now)
        if problem.is_loose or is_feasible(problem, replaced(plan, found)):
            return found
    return None


def replaced(plan: Plan, found: Insertion) -> Plan:
    """Return the plan with the day of an insertion replaced."""
    return (*plan[: found.day], found.order, *plan[found.day + 1 :])


def overruns(
    problem: Problem, day: int, order: DayOrder, unit: Unit, overrun_s: int
) -> Iterator[tuple[int, DayOrder]]:
    """Yield each insertion that hours allow in a day that may end ``overrun_s`` late.

    Yields
    ------
    bound_s, order
        A lower bound of the seconds by which the day would end late, ascending; and the order.
    """
    room_s = slack_s(problem, day, order) - stay_s(problem, day, unit)
    for detour_s, position in detours(problem, day, order, unit):
        found = place_breaks(problem, day, inserted(order, position, unit), overrun_s=overrun_s)
        if found is not None:
            yield detour_s - room_s, found


def slack_s(problem: Problem, day: int, order: DayOrder) -> int:
    """Return the seconds of a day that are neither travel, stay nor break; waiting may use them up."""
    edge = problem.days[day]
    return edge.length_s - travel_of(problem, day, order) - stay_s(problem, day, order.sites) - edge.breaks_s


def stay_s(problem: Problem, day: int, sites: tuple[int, ...]) -> int:
    """Return the seconds that visits take on a day, with boarding."""
    stays_s = problem.views[day].stays_s
    return sum(stays_s[i] for i in sites)


def detours(problem: Problem, day: int, order: DayOrder, unit: Unit) -> list[tuple[int, int]]:
    """Return (added travel in seconds, position) for each position of a unit in a day, ascending.

    Locked rows are not opened, and breaks are taken to be where the group is: they are placed anew.
    """
    edge, travel_s = problem.days[day], problem.matrix(day)
    nodes = [edge.start_node, *(problem.sites[i].node for i in order.sites), edge.end_node]
    inner = [problem.sites[i].node for i in unit]
    own_s = int(travel_s[inner[:-1], inner[1:]].sum())
    gaps = travel_s[nodes[:-1], nodes[1:]]
    added = travel_s[nodes[:-1], inner[0]] + travel_s[inner[-1], nodes[1:]] - gaps + own_s
    return [(int(added[position]), int(position)) for position in np.argsort(added, kind="stable")]


def inserted(order: DayOrder, position: int, unit: Unit) -> tuple[int, ...]:
    """Return the sites of a day with a unit put in before ``position``."""
    return (*order.sites[:position], *unit, *order.sites[position:])

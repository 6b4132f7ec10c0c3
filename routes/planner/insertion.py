"""Putting left-out sites into a plan without breaking its times."""

from collections.abc import Iterator

import numpy as np

from routes.planner.breaks import place_breaks
from routes.planner.objective import travel_of
from routes.planner.problem import DayOrder, Plan, Problem, left_out


def fill(problem: Problem, plan: Plan) -> Plan:
    """Insert left-out sites wherever they fit, most points first; what fits is never left out."""
    orders = list(plan)
    left = left_out(problem, plan)
    for number in left:
        site = problem.sites[number]
        days = sorted({window.day for window in site.windows}) if site.top_score > 0 else ()
        found = [(day, cheapest_insertion(problem, day, orders[day], number)) for day in days]
        options = [(*option, day) for day, option in found if option is not None]
        if options:
            _, order, day = min(options, key=lambda option: (option[0], option[2]))
            orders[day] = order
    return tuple(orders)


def cheapest_insertion(
    problem: Problem, day: int, order: DayOrder, number: int
) -> tuple[int, DayOrder] | None:
    """Return the least detour (seconds) with which a site fits into a day, and that order; or ``None``."""
    room_s = slack_s(problem, day, order) - problem.sites[number].visit_s
    for detour_s, position in detours(problem, day, order, number):
        if detour_s > room_s:
            return None
        found = place_breaks(problem, day, _inserted(order, position, number))
        if found is not None:
            return detour_s, found
    return None


def overruns(
    problem: Problem, day: int, order: DayOrder, number: int, overrun_s: int
) -> Iterator[tuple[int, DayOrder]]:
    """Yield each insertion that hours allow in a day that may end ``overrun_s`` late.

    Yields
    ------
    bound_s, order
        A lower bound of the seconds by which the day would end late, ascending; and the order.
    """
    room_s = slack_s(problem, day, order) - problem.sites[number].visit_s
    for detour_s, position in detours(problem, day, order, number):
        found = place_breaks(problem, day, _inserted(order, position, number), overrun_s=overrun_s)
        if found is not None:
            yield detour_s - room_s, found


def slack_s(problem: Problem, day: int, order: DayOrder) -> int:
    """Return the seconds of a day that are neither travel, visit nor lunch; waiting may use them up."""
    edge = problem.days[day]
    visits_s = sum(problem.views[day].stays_s[i] for i in order.sites)
    return edge.length_s - travel_of(problem, day, order) - visits_s - edge.breaks_s


def detours(problem: Problem, day: int, order: DayOrder, number: int) -> list[tuple[int, int]]:
    """Return (added travel in seconds, position) for each position of a site in a day, ascending."""
    edge, travel_s = problem.days[day], problem.matrix(day)
    nodes = [edge.start_node, *(problem.sites[i].node for i in order.sites), edge.end_node]
    node = problem.sites[number].node
    added = travel_s[nodes[:-1], node] + travel_s[node, nodes[1:]] - travel_s[nodes[:-1], nodes[1:]]
    return [(int(added[position]), int(position)) for position in np.argsort(added, kind="stable")]


def _inserted(order: DayOrder, position: int, number: int) -> tuple[int, ...]:
    return (*order.sites[:position], number, *order.sites[position:])

"""Earliest times of one day whose order is given.

Leaving at the earliest and waiting only when needed is best for a given order: every visit then begins as
early as it can (Savelsbergh, *ORSA Journal on Computing* 4, 1992).
"""

from dataclasses import dataclass

from routes.planner.problem import DayOrder, Plan, Problem, travel_of


@dataclass(frozen=True, slots=True)
class DayTiming:
    """Axis seconds of one day.

    ``visits`` has (arrive, begin, depart) of each site in order, ``lunch`` the same of lunch or ``None``;
    ``end_s`` is the arrival at the end.
    """

    visits: tuple[tuple[int, int, int], ...]
    lunch: tuple[int, int, int] | None
    end_s: int


def time_day(problem: Problem, day: int, order: DayOrder, *, overrun_s: int = 0) -> DayTiming | None:
    """Return the earliest times of ``order``, or ``None`` if it breaks a window, the day or its travel limit.

    Parameters
    ----------
    overrun_s
        Seconds by which the day may end late, to learn how much is missing.
    """
    edge = problem.days[day]
    clock, node = edge.begin_s, edge.start_node
    visits: list[tuple[int, int, int]] = []
    lunch: tuple[int, int, int] | None = None
    for position, number in enumerate((*order.sites, None)):
        if order.lunch_after == position and edge.lunch is not None:
            begin = max(clock, edge.lunch.earliest_s)
            if begin > edge.lunch.latest_s:
                return None
            lunch = (clock, begin, begin + edge.lunch.duration_s)
            clock = lunch[2]
        if number is None:
            continue
        site = problem.sites[number]
        arrive = clock + int(problem.travel_s[node, site.node])
        begins = [max(arrive, w.open_s) for w in site.windows if w.day == day and arrive <= w.latest_s]
        if not begins:
            return None
        clock, node = min(begins) + site.visit_s, site.node
        visits.append((arrive, min(begins), clock))
    end_s = clock + int(problem.travel_s[node, edge.end_node])
    is_over = edge.max_travel_s is not None and travel_of(problem, day, order.sites) > edge.max_travel_s
    is_late = end_s > edge.end_s + overrun_s
    needs_lunch = edge.lunch is not None and bool(order.sites) and lunch is None
    return None if is_late or is_over or needs_lunch else DayTiming(tuple(visits), lunch, end_s)


def best_lunch(problem: Problem, day: int, sites: tuple[int, ...], *, overrun_s: int = 0) -> DayOrder | None:
    """Return ``sites`` with lunch where the day ends earliest, or ``None`` if the day cannot be kept."""
    edge = problem.days[day]
    if edge.lunch is None or not sites:
        order = DayOrder(sites)
        return order if time_day(problem, day, order, overrun_s=overrun_s) else None
    ends: dict[DayOrder, int] = {}
    for position in range(len(sites) + 1):
        order = DayOrder(sites, position)
        timing = time_day(problem, day, order, overrun_s=overrun_s)
        if timing is not None:
            ends[order] = timing.end_s
    # Equal ends: the later lunch, which is after a visit rather than at the bare start.
    return min(ends, key=lambda order: (ends[order], -(order.lunch_after or 0)), default=None)


def is_feasible(problem: Problem, plan: Plan) -> bool:
    """Return whether every day can be kept and no site comes twice; demands are another matter."""
    numbers = [site for order in plan for site in order.sites]
    return len(numbers) == len(set(numbers)) and all(
        time_day(problem, day, order) is not None for day, order in enumerate(plan)
    )

"""A first plan within a fraction of a second, by VROOM (vehicle routing with time windows and breaks).

VROOM knows priorities but no demands and may place lunch inside a leg; so its orders are re-timed here, and
sites that do not fit the exact rules are taken out, cheapest first. ``exact`` then meets the demands.
"""

from datetime import timedelta
from typing import Final

import numpy as np
import vroom

from routes.planner.problem import DayOrder, Plan, Problem, TourDay
from routes.planner.timing import best_lunch

EXPLORATION_LEVEL: Final = 5
"""VROOM's own scale of search effort, 0 to 5."""
_TOP_PRIORITY: Final = 100
_TOP_OPTIONAL: Final = 90


def seed_plan(problem: Problem, seconds: float | None, urgent: frozenset[int] = frozenset()) -> Plan:
    """Return a plan that keeps all times (it may miss demands).

    Parameters
    ----------
    seconds
        Most time to spend; ``None`` for no limit, which makes the plan reproducible.
    urgent
        Sites to prefer to all others, as must-sees are.
    """
    if not problem.sites:
        return tuple(DayOrder() for _ in problem.days)
    timeout = None if seconds is None else timedelta(seconds=max(seconds, 0.1))
    solution = _input(problem, urgent).solve(EXPLORATION_LEVEL, 1, timeout=timeout)
    sequences: list[list[int]] = [[] for _ in problem.days]
    for step in solution.routes.to_dict("records"):
        if step["type"] == "job":
            sequences[int(step["vehicle_id"]) - 1].append(int(step["id"]) - 1)
    return tuple(_fitted(problem, day, tuple(sequence), urgent) for day, sequence in enumerate(sequences))


def _input(problem: Problem, urgent: frozenset[int]) -> vroom.Input:
    task = vroom.Input()
    task.set_durations_matrix("car", np.minimum(problem.travel_s, np.iinfo(np.int32).max).astype(np.uint32))
    for day, edge in enumerate(problem.days):
        task.add_vehicle(_vehicle(day + 1, edge))
    top = max(site.score for site in problem.sites) or 1
    for number, site in enumerate(problem.sites):
        is_urgent = site.is_must or number in urgent
        priority = _TOP_PRIORITY if is_urgent else max(1, round(_TOP_OPTIONAL * site.score / top))
        task.add_job(
            vroom.Job(
                number + 1,
                location=site.node,
                default_service=site.visit_s,
                priority=priority,
                time_windows=[vroom.TimeWindow(window.open_s, window.latest_s) for window in site.windows],
            )
        )
    return task


def _vehicle(number: int, day: TourDay) -> vroom.Vehicle:
    breaks = []
    if day.lunch is not None:
        window = vroom.TimeWindow(day.lunch.earliest_s, day.lunch.latest_s)
        breaks.append(vroom.Break(number, [window], service=day.lunch.duration_s))
    limit = {} if day.max_travel_s is None else {"max_travel_time": day.max_travel_s}
    return vroom.Vehicle(
        number,
        start=day.start_node,
        end=day.end_node,
        time_window=vroom.TimeWindow(day.begin_s, day.end_s),
        breaks=breaks,
        **limit,
    )


def _fitted(problem: Problem, day: int, sequence: tuple[int, ...], urgent: frozenset[int]) -> DayOrder:
    kept = sequence
    while True:
        order = best_lunch(problem, day, kept)
        if order is not None:
            return order
        if not kept:
            return DayOrder()
        least = min(kept, key=lambda i: (problem.sites[i].is_must or i in urgent, problem.sites[i].score, -i))
        kept = tuple(i for i in kept if i != least)


def urgent_sites(problem: Problem) -> frozenset[int]:
    """Return, for each group, as many of its best sites as it demands (musts counted first)."""
    chosen: set[int] = {i for i, site in enumerate(problem.sites) if site.is_must}
    for group in problem.groups:
        lacking = group.least - len(group.sites & chosen)
        ranked = sorted(group.sites - chosen, key=lambda i: (-problem.sites[i].score, i))
        chosen.update(ranked[: max(0, lacking)])
    return frozenset(chosen)

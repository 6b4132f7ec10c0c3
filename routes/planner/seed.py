"""A first plan within a fraction of a second, by VROOM (vehicle routing with time windows and breaks).

VROOM knows priorities but no demands and may place lunch inside a leg; so its orders are re-timed here, and
sites that do not fit the exact rules are taken out, cheapest first. ``exact`` then meets the demands.
"""

from dataclasses import dataclass
from datetime import timedelta
from random import Random
from typing import Final

import numpy as np
import vroom

from routes.planner.breaks import place_breaks
from routes.planner.problem import DayOrder, Plan, Problem, TourDay

_TOP_PRIORITY: Final = 100
_LARGE: Final = 100
_STAY_S: Final = 1800


@dataclass(frozen=True, slots=True)
class Style:
    """How scores become VROOM's priorities; different styles find different plans.

    Parameters
    ----------
    power
        Exponent of the score: above 1 favours the best places, below 1 the many.
    is_per_time
        Whether points count by the time a visit takes.
    top_optional
        Priority, of 100, of the best site that no demand is about; low ones leave the demanded sites in.
    noise
        Each priority is changed at random by up to this share.
    """

    power: float = 1.0
    is_per_time: bool = False
    top_optional: int = 90
    noise: float = 0.0


def fixed_styles(problem: Problem) -> tuple[Style, ...]:
    """Return the styles to try first."""
    tops = (90, 40, 15) if urgent_sites(problem) else (90,)
    shapes = ((1.5, False), (1.0, False), (1.0, True))
    return tuple(Style(power, is_per_time, top) for top in tops for power, is_per_time in shapes)


def random_style(random: Random) -> Style:
    """Return a style to go on with."""
    top = random.choice((90, 60, 30))
    return Style(random.uniform(0.7, 1.8), random.random() < 0.5, top, noise=random.uniform(0.05, 0.4))


def seed_plan(problem: Problem, seconds: float, style: Style, random: Random) -> Plan:
    """Return a plan that keeps all times (it may miss demands).

    Parameters
    ----------
    seconds
        Most time to spend.
    style
        How to value the sites.
    random
        Source of the style's noise.
    """
    if not problem.sites:
        return tuple(DayOrder() for _ in problem.days)
    timeout = timedelta(seconds=max(seconds, 0.1))
    # VROOM's own scale of search effort, 0 to 5; beyond 1 large problems take long and gain little.
    level = 5 if len(problem.sites) <= _LARGE else 1
    solution = _input(problem, _priorities(problem, style, random)).solve(level, 1, timeout=timeout)
    sequences: list[list[int]] = [[] for _ in problem.days]
    for step in solution.routes.to_dict("records"):
        if step["type"] == "job":
            sequences[int(step["vehicle_id"]) - 1].append(int(step["id"]) - 1)
    urgent = urgent_sites(problem)
    return tuple(_fitted(problem, day, tuple(sequence), urgent) for day, sequence in enumerate(sequences))


def _priorities(problem: Problem, style: Style, random: Random) -> list[int]:
    urgent = urgent_sites(problem)
    values = [
        site.top_score**style.power
        / (site.visit_s + _STAY_S if style.is_per_time else 1)
        * random.uniform(1 - style.noise, 1 + style.noise)
        for site in problem.sites
    ]
    top = max(values) or 1.0
    return [
        _TOP_PRIORITY if number in urgent else max(1, round(style.top_optional * value / top))
        for number, value in enumerate(values)
    ]


def _input(problem: Problem, priorities: list[int]) -> vroom.Input:
    task = vroom.Input()
    task.set_durations_matrix("car", np.minimum(problem.matrix(0), np.iinfo(np.int32).max).astype(np.uint32))
    for day, edge in enumerate(problem.days):
        task.add_vehicle(_vehicle(day + 1, edge))
    for number, (site, priority) in enumerate(zip(problem.sites, priorities, strict=True)):
        task.add_job(
            vroom.Job(
                number + 1,
                location=site.node,
                default_service=problem.views[0].stays_s[number],
                priority=priority,
                time_windows=[vroom.TimeWindow(window.open_s, window.latest_s) for window in site.windows],
            )
        )
    return task


def _vehicle(number: int, day: TourDay) -> vroom.Vehicle:
    breaks = [
        vroom.Break(
            100 * number + place,
            [vroom.TimeWindow(pause.earliest_s, pause.latest_s)],
            service=pause.duration_s,
        )
        for place, pause in enumerate(day.breaks)
    ]
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
        order = place_breaks(problem, day, kept)
        if order is not None:
            return order
        if not kept:
            return DayOrder()
        least = min(kept, key=lambda i: (i in urgent, problem.sites[i].top_score, -i))
        kept = tuple(i for i in kept if i != least)


def urgent_sites(problem: Problem) -> frozenset[int]:
    """Return, for each group, as many of its best sites as it demands (musts counted first)."""
    chosen: set[int] = {i for i, site in enumerate(problem.sites) if site.is_must}
    for group in problem.groups:
        lacking = group.least - len(group.sites & chosen)
        ranked = sorted(group.sites - chosen, key=lambda i: (-problem.sites[i].top_score, i))
        chosen.update(ranked[: max(0, lacking)])
    return frozenset(chosen)

"""A first plan within a fraction of a second, by VROOM (vehicle routing with time windows and breaks).

VROOM knows priorities but no demands, order, budget or places of breaks, and may place lunch inside a leg; so
sites bound by rules of order are kept from it, its orders are re-timed here, and sites that do not fit the
exact rules are taken out, cheapest first. ``insertion.fill`` then puts in what was kept back.
"""

from dataclasses import dataclass, replace
from datetime import timedelta
from random import Random
from typing import Final

import numpy as np
import vroom

from routes.planner.breaks import place_breaks
from routes.planner.problem import DayOrder, Plan, Problem, TourDay, visited
from routes.planner.rules import is_exceeded, is_feasible

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
    level
        VROOM's own scale of search effort, 0 to 5.
    """

    power: float = 1.0
    is_per_time: bool = False
    top_optional: int = 90
    noise: float = 0.0
    level: int = 5


def fixed_styles(problem: Problem) -> tuple[Style, ...]:
    """Return the styles to try first; the very first is quick, so that there is a plan soon."""
    tops = (90, 40, 15) if urgent_sites(problem) else (90,)
    shapes = ((1.5, False), (1.0, False), (1.0, True))
    styles = tuple(Style(power, is_per_time, top) for top in tops for power, is_per_time in shapes)
    return (replace(styles[0], level=0), *styles)


def random_style(random: Random) -> Style:
    """Return a style to go on with."""
    top = random.choice((90, 60, 30))
    return Style(random.uniform(0.7, 1.8), random.random() < 0.5, top, noise=random.uniform(0.05, 0.4))


def seed_plan(problem: Problem, seconds: float, style: Style, random: Random) -> Plan:
    """Return a plan that keeps all times and rules (it may miss demands, and be empty).

    Parameters
    ----------
    seconds
        Most time to spend.
    style
        How to value the sites.
    random
        Source of the style's noise.
    """
    nothing = tuple(DayOrder() for _ in problem.days)
    free = _free_sites(problem)
    if not free:
        return nothing
    timeout = timedelta(seconds=max(seconds, 0.1))
    # Beyond 1 large problems take long and gain little.
    level = style.level if len(problem.sites) <= _LARGE else min(style.level, 1)
    try:
        solution = _input(problem, free, _priorities(problem, style, random)).solve(level, 1, timeout=timeout)
    except (RuntimeError, ValueError, OverflowError):
        # VROOM refuses what it cannot express; insertion goes on from nothing.
        return nothing
    sequences: list[list[int]] = [[] for _ in problem.days]
    for step in solution.routes.to_dict("records"):
        if step["type"] == "job":
            sequences[int(step["vehicle_id"]) - 1].append(int(step["id"]) - 1)
    urgent = urgent_sites(problem)
    plan = tuple(_fitted(problem, day, tuple(sequence), urgent) for day, sequence in enumerate(sequences))
    return _lawful(problem, plan, urgent)


def _free_sites(problem: Problem) -> list[int]:
    """Return the sites that no rule of order binds; VROOM knows nothing of order."""
    bound = {pin.site for pin in problem.pins}.union(*problem.sequences)
    bound.update(site for rule in problem.precedences for site in (rule.before, rule.after))
    return [i for i, site in enumerate(problem.sites) if i not in bound and site.windows]


def _lawful(problem: Problem, plan: Plan, urgent: frozenset[int]) -> Plan:
    """Return the plan without the least sites that go over the most of a group, or over the budget."""
    while not is_feasible(problem, plan):
        chosen = visited(plan)
        over = [group.sites & chosen for group in problem.groups if is_exceeded(group, chosen)]
        options = over[0] if over else chosen
        if not options:
            return plan
        least = min(options, key=lambda i: (i in urgent, problem.sites[i].top_score, -i))
        plan = tuple(_without(problem, day, order, least, urgent) for day, order in enumerate(plan))
    return plan


def _without(problem: Problem, day: int, order: DayOrder, site: int, urgent: frozenset[int]) -> DayOrder:
    if site not in order.sites:
        return order
    return _fitted(problem, day, tuple(i for i in order.sites if i != site), urgent)


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


def _input(problem: Problem, free: list[int], priorities: list[int]) -> vroom.Input:
    task = vroom.Input()
    for table, travel in enumerate(problem.travels):
        # A day that fits the slowest times fits the real ones.
        durations = np.minimum(travel.slowest_s, np.iinfo(np.int32).max).astype(np.uint32)
        task.set_durations_matrix(f"table{table}", durations)
    for day, edge in enumerate(problem.days):
        task.add_vehicle(_vehicle(day + 1, edge))
    boarding_s = max(edge.boarding_s for edge in problem.days)
    for number in free:
        site = problem.sites[number]
        task.add_job(
            vroom.Job(
                number + 1,
                location=site.node,
                default_service=site.visit_s + boarding_s,
                priority=priorities[number],
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
        profile=f"table{day.travel}",
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

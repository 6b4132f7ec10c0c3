"""Day-by-day exact polish: with the other days fixed, one day is chosen and ordered anew by CP-SAT.

Each step is a one-day problem over the day's own stops and the most promising of those left out, so it often
proves that day the best one given the rest.
"""

from random import Random
from typing import Final

from routes.planner.exact import OnPlan, Stance, solve_exact
from routes.planner.insertion import Unit, detours, is_lacking, points_of, stay_s, unit_of
from routes.planner.limits import Effort
from routes.planner.objective import value_of
from routes.planner.part import part_of, part_plan, whole_plan
from routes.planner.problem import Plan, Problem, visited

MOST_SITES: Final = 26
"""Sites of one step; CP-SAT proves one day of about 20 in 10–40 s, and finds good ones much sooner."""


def polish_days(
    problem: Problem,
    plan: Plan,
    days: tuple[int, ...],
    effort: Effort,
    *,
    on_plan: OnPlan | None = None,
    random: Random | None = None,
) -> tuple[Plan, bool]:
    """Choose and order the given days anew, all others fixed.

    Parameters
    ----------
    on_plan
        Called with each better plan.
    random
        Shuffles which left-out sites are tried; without it the most promising are.

    Returns
    -------
    plan, is_proven
        The better of the old and the new plan, and whether no choice for these days over *all* their sites
        is better (given the other days).
    """
    other = visited(tuple(order for day, order in enumerate(plan) if day not in days))
    own = visited(tuple(plan[day] for day in days))
    allowed = {i for day in days for i in problem.sites_on(day)} - other
    units = {unit for i in allowed - own if {*(unit := unit_of(problem, i))} <= allowed}
    chosen = sorted(own) + _promising(problem, plan, days, units, MOST_SITES - len(own), random=random)
    part = part_of(problem, days, chosen, plan)
    hint = part_plan(plan, days, chosen)

    def report(found: Plan) -> None:
        if on_plan is not None:
            on_plan(whole_plan(plan, days, chosen, found))

    result = solve_exact(part, effort, hint=hint, stance=Stance.SAFE, on_plan=report)
    is_whole = len(chosen) == len(own) + sum(len(unit) for unit in units)
    is_proven = result.is_optimal and is_whole and not problem.is_time_dependent
    if result.plan is None:
        return plan, False
    found = whole_plan(plan, days, chosen, result.plan)
    if value_of(problem, found).rank <= value_of(problem, plan).rank:
        return plan, is_proven
    return found, is_proven


def _promising(
    problem: Problem, plan: Plan, days: tuple[int, ...], units: set[Unit], most: int, *, random: Random | None
) -> list[int]:
    """Return the sites worth trying: of demanded units, then of most points for their time and detour."""
    lacking = {unit for unit in units if is_lacking(problem, plan, unit)}

    def worth(unit: Unit) -> float:
        detour_s = min(max(0, detours(problem, day, plan[day], unit)[0][0]) for day in days)
        stays_s = stay_s(problem, days[0], unit)
        luck = random.uniform(0.4, 1.6) if random else 1.0
        return luck * points_of(problem, unit) / (stays_s + detour_s + 60)

    worths = {unit: worth(unit) for unit in sorted(units)}
    ranked = sorted(units, key=lambda unit: (unit not in lacking, -worths[unit], unit))
    sites: list[int] = []
    for unit in ranked:
        if len(sites) + len(unit) <= most:
            sites += unit
    return sites

"""Day-by-day exact polish: with the other days fixed, one day is chosen and ordered anew by CP-SAT.

Each step is a one-day problem over the day's own stops and the most promising of those left out, so it often
proves that day the best one given the rest.
"""

from random import Random
from typing import Final

from routes.planner.exact import OnPlan, solve_exact
from routes.planner.insertion import detours
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
    chosen = sorted(own) + _promising(
        problem, plan, days, allowed - own, MOST_SITES - len(own), random=random
    )
    part = part_of(problem, days, chosen, other)
    hint = part_plan(plan, days, chosen)

    def report(found: Plan) -> None:
        if on_plan is not None:
            on_plan(whole_plan(plan, days, chosen, found))

    result = solve_exact(part, effort, hint=hint, on_plan=report)
    is_proven = result.is_optimal and len(chosen) == len(allowed)
    if result.plan is None:
        return plan, False
    better = max(
        whole_plan(plan, days, chosen, result.plan), plan, key=lambda found: value_of(problem, found).rank
    )
    return better, is_proven


def _promising(
    problem: Problem,
    plan: Plan,
    days: tuple[int, ...],
    left_out: set[int],
    most: int,
    *,
    random: Random | None,
) -> list[int]:
    """Return the left-out sites worth trying: demanded ones, then most points for their time and detour."""
    chosen = visited(plan)
    lacking = {
        i for group in problem.groups if len(group.sites & chosen) < group.least for i in group.sites
    } | {i for i, site in enumerate(problem.sites) if site.is_must}

    def worth(i: int) -> float:
        site = problem.sites[i]
        detour_s = min(max(0, detours(problem, day, plan[day], i)[0][0]) for day in days)
        luck = random.uniform(0.4, 1.6) if random else 1.0
        return luck * site.top_score / (site.visit_s + detour_s + 60)

    worths = {i: worth(i) for i in sorted(left_out)}
    ranked = sorted(left_out, key=lambda i: (i not in lacking, -worths[i], i))
    return ranked[: max(0, most)]

"""The portfolio: seed, fill, day-by-day polish and the exact model within one budget; the best plan is kept.

Order of work: VROOM twice (all sites as they score, then demanded ones first); CP-SAT on the demanded sites
alone if a demand is still missed, which meets the demands or proves that they cannot be met; insertion of
whatever still fits; CP-SAT one day at a time until no day improves; then CP-SAT on the whole problem where
it is small, or on pairs of days where it is not.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import combinations
from typing import Final

from routes.planner.exact import solve_exact
from routes.planner.insertion import fill
from routes.planner.limits import Clock, Effort
from routes.planner.part import part_of, whole_plan
from routes.planner.polish import polish_days
from routes.planner.problem import DayOrder, Plan, Problem, Value, demanded_sites, value_of
from routes.planner.seed import seed_plan, urgent_sites
from routes.planner.timing import is_feasible

WHOLE_UP_TO: Final = 60
"""Sites times days up to which the whole problem is given to CP-SAT at once."""
_SEED_SHARE: Final = 0.1
_DEMANDS_SHARE: Final = 0.4
_DAY_SHARE: Final = 0.3

OnBetter = Callable[[Plan, Value], None]


@dataclass
class Best:
    """The best plan so far, each checked before it is kept."""

    problem: Problem
    on_better: OnBetter | None
    plan: Plan = field(init=False)
    value: Value = field(init=False)
    is_proven: bool = False

    def __post_init__(self) -> None:
        self.plan = tuple(DayOrder() for _ in self.problem.days)
        self.value = value_of(self.problem, self.plan)

    def offer(self, plan: Plan) -> bool:
        """Keep ``plan`` if it is better and its times fit; return whether it was kept."""
        value = value_of(self.problem, plan)
        if value.rank <= self.value.rank or not is_feasible(self.problem, plan):
            return False
        self.plan, self.value, self.is_proven = plan, value, False
        if self.on_better is not None:
            self.on_better(plan, value)
        return True


def solve(problem: Problem, effort: Effort, on_better: OnBetter | None = None) -> Best:
    """Return the best plan found within ``effort``; ``is_proven`` when no plan can be better."""
    best, clock = Best(problem, on_better), Clock(effort)
    _seed(problem, best, clock, effort)
    if best.value.missed:
        _meet_demands(problem, best, clock, effort)
    if problem.sites and not (best.value.missed and best.is_proven):
        _polish(problem, best, clock, effort)
    return best


def _meet_demands(problem: Problem, best: Best, clock: Clock, effort: Effort) -> None:
    """Look for a plan of the demanded sites alone; an optimal one that misses any proves it impossible."""
    days, numbers = tuple(range(len(problem.days))), demanded_sites(problem)
    part = part_of(problem, days, numbers, frozenset())
    result = solve_exact(part, clock.slice(_DEMANDS_SHARE * effort.seconds))
    if result.plan is None:
        return
    met = whole_plan(best.plan, days, numbers, result.plan)
    best.offer(fill(problem, met))
    best.is_proven = result.is_optimal and best.value.missed > 0


def _seed(problem: Problem, best: Best, clock: Clock, effort: Effort) -> None:
    seconds = None if effort.is_deterministic else _SEED_SHARE * effort.seconds
    for urgent in dict.fromkeys((frozenset[int](), urgent_sites(problem))):
        if clock.is_over:
            return
        seeded = seed_plan(problem, seconds, urgent)
        best.offer(seeded)
        best.offer(fill(problem, seeded))


def _polish(problem: Problem, best: Best, clock: Clock, effort: Effort) -> None:
    days = range(len(problem.days))
    is_whole = len(problem.sites) * len(problem.days) <= WHOLE_UP_TO
    while not clock.is_over:
        before = best.value
        for day in days:
            _one_step(problem, best, clock, effort, (day,))
        if best.value == before:
            break
    if is_whole and not best.is_proven and not clock.is_over:
        result = solve_exact(problem, clock.slice(clock.left_s), hint=best.plan, on_plan=best.offer)
        best.is_proven = result.is_optimal
        return
    while not clock.is_over and len(problem.days) > 1:
        before = best.value
        for pair in combinations(days, 2):
            _one_step(problem, best, clock, effort, pair)
        if best.value == before:
            return


def _one_step(problem: Problem, best: Best, clock: Clock, effort: Effort, days: tuple[int, ...]) -> None:
    if clock.is_over:
        return
    before = best.plan
    piece = clock.slice(_DAY_SHARE * effort.seconds)
    found, is_proven = polish_days(problem, before, days, piece, best.offer)
    best.offer(found)
    # With all days in the step nothing was fixed, so the proof is one of the whole problem.
    best.is_proven = is_proven and len(days) == len(problem.days)
    if best.plan != before and not best.is_proven:
        best.offer(fill(problem, best.plan))

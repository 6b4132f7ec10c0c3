"""The portfolio: seeds, day-by-day polish and the exact model within one budget; the best plan is kept.

Order of work: VROOM many times, each time valuing the sites in another style, and insertion of whatever still
fits; CP-SAT on the demanded sites alone if a demand is still missed, which meets the demands or proves that
they cannot be met; CP-SAT one day at a time until no day improves; then CP-SAT on the whole problem where it
is small, or on pairs of days where it is not, with ever other left-out sites until the time is over.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from random import Random
from typing import Final

from routes.planner.exact import solve_exact
from routes.planner.insertion import fill
from routes.planner.limits import Clock, Effort
from routes.planner.objective import Value, value_of
from routes.planner.part import part_of, whole_plan
from routes.planner.polish import polish_days
from routes.planner.problem import DayOrder, Plan, Problem, demanded_sites, visited
from routes.planner.rules import is_feasible
from routes.planner.seed import fixed_styles, random_style, seed_plan

WHOLE_UP_TO: Final = 60
"""Sites times days up to which the whole problem is given to CP-SAT at once."""
_SEED_SHARE: Final = 0.15
_SEEDS_SHARE: Final = 0.35
_MOST_FRUITLESS: Final = 20
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
    """Return the best plan found within ``effort``; ``is_proven`` when no plan can be better.

    Of a plan that misses demands, ``is_proven`` says only that no plan misses fewer: the demands cannot all
    be met, and nothing was done for its points.
    """
    search = _Search(problem, effort, Best(problem, on_better), Clock(effort))
    if problem.sites:
        search.run()
    return search.best


@dataclass(frozen=True)
class _Search:
    problem: Problem
    effort: Effort
    best: Best
    clock: Clock

    def run(self) -> None:
        """Work until the best plan is proven, the time is over, or nothing helps any more."""
        self._seed()
        if self.best.value.missed:
            self._meet_demands()
        if not self._is_done():
            self._polish()
        if visited(self.best.plan) and not self.best.is_proven:
            # CP-SAT may stop over a plan with room left; no reason could be given for leaving out what fits.
            self.best.offer(fill(self.problem, self.best.plan))

    def _is_done(self) -> bool:
        return self.best.is_proven or self.clock.is_over

    def _is_small(self) -> bool:
        return len(self.problem.sites) * len(self.problem.days) <= WHOLE_UP_TO

    def _seed(self) -> None:
        """Offer VROOM's plans: all fixed styles, then random ones while they help (large problems only)."""
        if self.effort.is_deterministic:
            # VROOM breaks ties otherwise from run to run, even with one thread and no time limit.
            self.best.offer(fill(self.problem, self.best.plan))
            return
        random = Random(self.effort.seed)
        seconds = self.effort.seconds
        styles = list(fixed_styles(self.problem))
        fruitless = 0
        while styles or (not self._is_small() and fruitless < _MOST_FRUITLESS):
            if self.clock.is_over or self.clock.spent_s > _SEEDS_SHARE * seconds:
                return
            style = styles.pop(0) if styles else random_style(random)
            plan = fill(self.problem, seed_plan(self.problem, _SEED_SHARE * seconds, style, random))
            fruitless = 0 if self.best.offer(plan) else fruitless + 1

    def _meet_demands(self) -> None:
        """Plan the demanded sites alone; if the best of these plans misses one, no plan meets all."""
        days, numbers = tuple(range(len(self.problem.days))), demanded_sites(self.problem)
        part = part_of(self.problem, days, numbers, frozenset())
        result = solve_exact(part, self.clock.slice(_DEMANDS_SHARE * self.effort.seconds))
        if result.plan is None:
            return
        self.best.offer(fill(self.problem, whole_plan(self.best.plan, days, numbers, result.plan)))
        self.best.is_proven = result.is_optimal and self.best.value.missed > 0

    def _polish(self) -> None:
        days = [(day,) for day in range(len(self.problem.days))]
        self._until_stuck(days)
        if self._is_done():
            return
        if self._is_small():
            effort = self.clock.slice(self.clock.left_s)
            result = solve_exact(self.problem, effort, hint=self.best.plan, on_plan=self.best.offer)
            self.best.is_proven = result.is_optimal
            return
        steps = list(combinations(range(len(self.problem.days)), 2)) or days
        self._until_stuck(steps)
        random = Random(self.effort.seed)
        for _ in range(_MOST_FRUITLESS):
            if self._is_done():
                return
            self._until_stuck(steps, random)

    def _until_stuck(self, steps: Sequence[tuple[int, ...]], random: Random | None = None) -> None:
        """Choose the days of each step anew, again and again until a whole round changes nothing."""
        while not self._is_done():
            before = self.best.value
            for days in steps:
                self._step(days, random)
            if self.best.value == before:
                return

    def _step(self, days: tuple[int, ...], random: Random | None) -> None:
        if self._is_done():
            return
        before = self.best.plan
        effort = self.clock.slice(_DAY_SHARE * self.effort.seconds)
        found, is_proven = polish_days(
            self.problem, before, days, effort, on_plan=self.best.offer, random=random
        )
        self.best.offer(found)
        # With all days in the step nothing was fixed, so the proof is one of the whole problem.
        self.best.is_proven = is_proven and len(days) == len(self.problem.days)
        if self.best.plan != before and not self.best.is_proven:
            self.best.offer(fill(self.problem, self.best.plan))

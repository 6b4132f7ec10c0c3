"""The portfolio: seeds, fast search, exact model and day-by-day polish within one budget; the best is kept.

Order of work:

1. VROOM in several styles of valuing the sites, and insertion of whatever still fits; a first plan stands
   after a fraction of a second.
2. If a demand is still missed: a short fast search, then CP-SAT on the demanded sites alone.
3. Small problems: a short fast search, then CP-SAT on the whole problem to its proof.
4. Larger ones: the fast search of ``routes.planner.search`` and exact polish of single days and pairs of days
   take turns, while CP-SAT bounds the whole problem on another core. Where days are long, one long search
   comes first, on all cores, and polish is short.

Every plan passes ``Best.offer``, which keeps only what the exact judge accepts; so a part of the portfolio
may know fewer rules than the model.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations
from random import Random
from typing import Final

from routes.planner.exact import Bound, ExactResult, solve_exact
from routes.planner.insertion import fill
from routes.planner.limits import Clock, Effort
from routes.planner.objective import Value, value_of
from routes.planner.part import is_metric, part_of, whole_plan, with_shortest_ways
from routes.planner.polish import polish_days
from routes.planner.problem import DayOrder, Plan, Problem, demanded_sites, visited
from routes.planner.prover import Prover
from routes.planner.rules import is_feasible
from routes.planner.search import improve
from routes.planner.search.warm import warm_up
from routes.planner.seed import fixed_styles, random_style, seed_plan

WHOLE_UP_TO: Final = 60
"""Sites times days up to which the whole problem is given to CP-SAT with all cores."""
BOUND_UP_TO: Final = 420
"""Sites times days up to which CP-SAT bounds the whole problem on one core beside the search."""
_SEED_SHARE: Final = 0.1
_MOST_SEED_S: Final = 1.0
_SEEDS_SHARE: Final = 0.2
_MOST_FRUITLESS: Final = 8
_DEMANDS_SHARE: Final = 0.4
_MOST_DEMANDED_S: Final = 1.0
_WARM_SHARE: Final = 0.1
_MOST_WARM_S: Final = 0.5
_PROVEN_ORDER: Final = 25
"""Sites that all have to be visited up to which CP-SAT has all the time for its proof."""
_ORDER_PROOF_SHARE: Final = 0.15
_FIRST_SHARE: Final = 0.65
"""Of long days: one slow cooling finds more than several quick ones."""
_SEARCH_SHARE: Final = 0.25
_DAY_SHARE: Final = 0.1
_LONG_DAY_SHARE: Final = 0.02
_DESCENT_SHARE: Final = 0.4
_SHORT_DAY: Final = 12
"""Visits a day up to which CP-SAT proves a day in a fraction of a second, so that polish comes first."""

OnBetter = Callable[[Plan, Value], None]
OnBound = Callable[[Bound], None]


@dataclass
class Best:
    """The best plan so far, each checked before it is kept, and what no plan can beat.

    Parameters
    ----------
    bound
        No plan misses fewer demands, and of those that miss just as few none has more points.
    is_closed
        Whether no plan is better at all, less travel included.
    """

    problem: Problem
    on_better: OnBetter | None = None
    on_bound: OnBound | None = None
    plan: Plan = field(init=False)
    value: Value = field(init=False)
    bound: Bound = field(init=False)
    is_closed: bool = False

    def __post_init__(self) -> None:
        self.plan = tuple(DayOrder() for _ in self.problem.days)
        self.value = value_of(self.problem, self.plan)
        self.bound = Bound(0, self.problem.most_points)

    @property
    def is_proven(self) -> bool:
        """Whether all demands are met and no plan has more points."""
        return self.value.missed == 0 and self.value.score >= self.bound.score

    @property
    def is_impossible(self) -> bool:
        """Whether it is proven that no plan meets all demands; how many points then count was not asked."""
        return self.bound.missed > 0

    @property
    def gap(self) -> float:
        """Share of points that may be missing at most, 0–1."""
        return 0.0 if self.is_proven else 1 - self.value.score / max(1, self.bound.score)

    def offer(self, plan: Plan) -> bool:
        """Keep ``plan`` if it is better and the judge accepts it; return whether it was kept."""
        value = value_of(self.problem, plan)
        if value.rank <= self.value.rank or not is_feasible(self.problem, plan):
            return False
        self.plan, self.value, self.is_closed = plan, value, False
        if self.on_better is not None:
            self.on_better(plan, value)
        return True

    def limit(self, bound: Bound) -> None:
        """Take note that no plan can be better than ``bound``."""
        missed = max(self.bound.missed, bound.missed)
        # Points are bounded among plans that miss just as few; missing more may bring more.
        score = min(self.bound.score, bound.score) if missed == bound.missed == 0 else self.bound.score
        if Bound(missed, score) != self.bound:
            self.bound = Bound(missed, score)
            if self.on_bound is not None:
                self.on_bound(self.bound)


def solve(
    problem: Problem, effort: Effort, on_better: OnBetter | None = None, on_bound: OnBound | None = None
) -> Best:
    """Return the best plan found within ``effort``, with what was proven of it.

    Parameters
    ----------
    on_better
        Called with each better plan that the judge accepts.
    on_bound
        Called with each better bound.
    """
    best = Best(problem, on_better, on_bound)
    if problem.sites:
        with Prover() as prover:
            _Search(problem, effort, best, prover).run()
    return best


class _Search:
    def __init__(self, problem: Problem, effort: Effort, best: Best, prover: Prover) -> None:
        self.problem, self.best, self.prover = problem, best, prover
        self._is_cancelled = effort.is_cancelled
        self.effort = replace(effort, is_cancelled=self._poll)
        self.clock = Clock(self.effort)
        self.random = Random(effort.seed)
        self.seeds: dict[frozenset[frozenset[int]], Plan] = {}
        self.day_share = _DAY_SHARE

    def run(self) -> None:
        """Work until nothing can be better, the time is over, or nothing helps any more."""
        if not self.effort.is_deterministic:
            warm_up()
        self._seed()
        if self.best.value.missed:
            self._improve(min(_WARM_SHARE * self.effort.seconds, _MOST_DEMANDED_S))
        if self.best.value.missed and not self._is_done():
            self._meet_demands()
        if not self._is_done():
            self._solve_small() if self._size() <= WHOLE_UP_TO else self._solve_large()
        if visited(self.best.plan) and not self.best.is_closed:
            # A search may stop over a plan with room left; no reason could be given for what still fits.
            self.best.offer(fill(self.problem, self.best.plan))

    def _size(self) -> int:
        return len(self.problem.sites) * len(self.problem.days)

    def _is_done(self) -> bool:
        return self.best.is_closed or self.clock.is_over

    def _poll(self) -> bool:
        """Take what the prover found; whether to stop."""
        for plan in self.prover.plans():
            self.best.offer(plan)
        for bound in self.prover.bounds():
            self.best.limit(bound)
        result = self.prover.result()
        if result is not None:
            self._conclude(result)
        return self.best.is_closed or self.best.is_impossible or self._is_cancelled()

    def _conclude(self, result: ExactResult) -> None:
        """Take the result of a search of the whole problem."""
        if result.plan is not None:
            self.best.offer(result.plan)
        self.best.limit(result.bound)
        if result.is_optimal and result.plan is not None:
            # Where times depend on the departure the model's plan is a bound, and closes what reaches it.
            self.best.is_closed = self.best.value.rank >= value_of(self.problem, result.plan).rank

    def _seed(self) -> None:
        """Offer VROOM's plans: all fixed styles, then random ones while they help."""
        if self._is_cancelled():
            return
        if self.effort.is_deterministic:
            # VROOM breaks ties otherwise from run to run, even with one thread and no time limit.
            self.best.offer(fill(self.problem, self.best.plan))
            return
        nothing = self.best.plan
        seconds = self.effort.seconds
        styles = list(fixed_styles(self.problem))
        fruitless = 0
        while styles or (self._size() > WHOLE_UP_TO and fruitless < _MOST_FRUITLESS):
            if visited(self.best.plan) and (
                self.clock.is_over or self.clock.spent_s > _SEEDS_SHARE * seconds
            ):
                return
            style = styles.pop(0) if styles else random_style(self.random)
            # VROOM cannot be interrupted, so it never gets long.
            longest_s = min(_SEED_SHARE * seconds, _MOST_SEED_S)
            seed = seed_plan(self.problem, longest_s, style, self.random)
            plan = fill(self.problem, seed)
            self.seeds[frozenset(frozenset(order.sites) for order in plan)] = plan
            fruitless = 0 if self.best.offer(plan) else fruitless + 1
            if self._is_cancelled():
                return
            if not visited(seed):
                # VROOM cannot express this problem; trying again is no use.
                break
        self.best.offer(fill(self.problem, nothing))

    def _meet_demands(self) -> None:
        """Plan the demanded sites alone; where ways are metric, what these miss every plan misses."""
        days, numbers = tuple(range(len(self.problem.days))), demanded_sites(self.problem)
        part = part_of(self.problem, days, numbers)
        result = solve_exact(part, self.clock.slice(_DEMANDS_SHARE * self.effort.seconds))
        if result.plan is not None:
            self.best.offer(fill(self.problem, whole_plan(self.best.plan, days, numbers, result.plan)))
        if is_metric(self.problem, numbers):
            self.best.limit(Bound(result.bound.missed, self.best.bound.score))
        elif self.best.value.missed and not self.problem.is_time_dependent:
            closed = part_of(with_shortest_ways(self.problem), days, numbers)
            result = solve_exact(closed, self.clock.slice(_DEMANDS_SHARE * self.effort.seconds))
            self.best.limit(Bound(result.bound.missed, self.best.bound.score))

    def _solve_small(self) -> None:
        self._improve(min(_WARM_SHARE * self.clock.left_s, _MOST_WARM_S))
        if self._is_done():
            return
        # An order of many demanded visits is rarely proven, and the search shortens it further.
        is_order = len(self.problem.sites) > _PROVEN_ORDER and all(
            site.is_must for site in self.problem.sites
        )
        result = solve_exact(
            self.problem,
            self.clock.slice(self.clock.left_s * (_ORDER_PROOF_SHARE if is_order else 1.0)),
            hint=self.best.plan,
            on_plan=self.best.offer,
            on_bound=self.best.limit,
        )
        self._conclude(result)
        if is_order and not self._is_done():
            self._improve(self.clock.left_s, turn=1)

    def _solve_large(self) -> None:
        """Search and polish in turns, the prover beside them."""
        workers: int | None = self.effort.workers
        is_long = len(visited(self.best.plan)) > _SHORT_DAY * len(self.problem.days)
        # Nothing is proven of long days, and the search needs all cores.
        if not self.effort.is_deterministic and not is_long and self._size() <= BOUND_UP_TO:
            self.prover.start(self.problem, self.clock.slice(self.clock.left_s), self.best.plan)
            workers = max(1, self.effort.most_workers - 1)
        self.effort = replace(self.effort, workers=workers)
        if is_long:
            self.day_share = _LONG_DAY_SHARE
            self._improve(_FIRST_SHARE * self.effort.seconds)
        # The best plan often does not come of the best seed.
        seeds = sorted(self.seeds.values(), key=lambda plan: value_of(self.problem, plan).rank)
        while seeds and not self._is_done() and self.clock.spent_s < _DESCENT_SHARE * self.effort.seconds:
            self._descend(seeds.pop())
        pairs = list(combinations(range(len(self.problem.days)), 2))
        random: Random | None = None
        turn = 0
        while not self._is_done() and turn < _MOST_FRUITLESS:
            turn += 1
            before = self.best.value
            self._improve(_SEARCH_SHARE * self.effort.seconds, turn)
            self._descend(self.best.plan)
            if self.best.value != before:
                continue
            for plan in (seeds.pop() for _ in range(min(2, len(seeds)))):
                self._descend(plan)
            self._round(self.best.plan, pairs, random)
            random = self.random

    def _descend(self, plan: Plan) -> None:
        """Choose one day after the other anew until no day gains."""
        days = [(day,) for day in range(len(self.problem.days))]
        while not self._is_done():
            better = self._round(plan, days, None)
            if better == plan:
                return
            plan = better

    def _improve(self, seconds: float, turn: int = 0) -> None:
        effort = self.clock.slice(seconds)
        if effort.seconds <= 0:
            return
        found = improve(
            self.problem, self.best.plan, replace(effort, seed=effort.seed + turn), self.best.offer
        )
        self.best.offer(found)

    def _round(self, plan: Plan, steps: Sequence[tuple[int, ...]], random: Random | None) -> Plan:
        """Choose the days of each step anew; return the plan that comes of it, offered on the way."""
        for days in steps:
            if self._is_done():
                return plan
            effort = replace(
                self.clock.slice(self.day_share * self.effort.seconds), workers=self.effort.workers
            )
            found, is_proven = polish_days(
                self.problem, plan, days, effort, on_plan=self.best.offer, random=random
            )
            if found != plan:
                plan = fill(self.problem, found)
            self.best.offer(plan)
            # With all days in the step nothing was fixed, so the proof is one of the whole problem.
            if is_proven and len(days) == len(self.problem.days) and plan == self.best.plan:
                self.best.limit(Bound(self.best.value.missed, self.best.value.score))
                self.best.is_closed = True
        return plan

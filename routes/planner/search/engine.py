"""Global improvement of a plan: annealed ruin and recreate in two threads, their days recombined.

Simulated annealing over large neighbourhoods (Schrimpf et al., *Journal of Computational Physics* 159, 2000;
strings of neighbours as in Christiaens and Vanden Berghe, *Transportation Science* 54, 2020), with greedy
insertion by points for detour, and a pool of days recombined by set packing.
"""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import repeat
from typing import Any, Final

import numpy as np

from routes.planner.breaks import place_breaks
from routes.planner.limits import Effort
from routes.planner.objective import value_of
from routes.planner.problem import DayOrder, Plan, Problem
from routes.planner.rules import is_feasible
from routes.planner.search.anneal import Schedule
from routes.planner.search.arrays import Unit, model_of, units_of
from routes.planner.search.compiled import IS_COMPILED
from routes.planner.search.hours import is_timed_order, meet_hours, shorten_in_hours, timed_of
from routes.planner.search.model import LEAST, NEVER, SCORE, Ints, Model
from routes.planner.search.recombine import recombine
from routes.planner.search.searcher import Orders, Searcher
from routes.planner.search.tour import course_of, is_plain, shorten
from routes.planner.search.warm import is_ready

OnPlan = Callable[[Plan], object]
"""Told of each better plan; the answer does not matter."""

_THREADS: Final = 2
_STRETCH_S: Final = 0.1
_FIRST_ROUNDS: Final = 50
_ROUNDS_PER_UNIT: Final = 1000
"""Rounds of each thread for a unit of deterministic time."""
_ORDERS_PER_UNIT: Final = 200
"""The same where hours bind and every round looks at the whole order."""
_MEET_SHARE: Final = 0.25
"""Share of the time for an order that meets all hours; without one the best of the other search is kept."""
_STRETCHES: Final = 40
_SHARES: Final = (0.55, 0.25, 0.2)
"""Shares of the time between recombinations; the later ones start less hot."""
_RECOMBINE_SHARE: Final = 0.05
_HOT: Final = 0.3
_COLD: Final = 0.005
_TOUR_SCALE: Final = 0.15
_TOUR_COLD: Final = 0.001
"""Where every site is demanded only travel is left to lower, in smaller steps."""
_REHEAT: Final = 0.4
_TRAVEL_WEIGHT: Final = 0.1
"""Points of a mean site that a typical way costs in the search."""
_MOST_REMOVED: Final = 10
_GREEDY_SHARE: Final = 0.7
_GREEDY_SHARE_OF_TOURS: Final = 0.1
"""Where every site is demanded there is nothing to choose, only where to put it."""


def improve(problem: Problem, plan: Plan, effort: Effort, on_plan: OnPlan | None = None) -> Plan:
    """Return the best plan found from ``plan`` on, ``plan`` itself if none is better.

    Parameters
    ----------
    plan
        Where to begin; it may be empty.
    effort
        Wall-clock limit, or the number of rounds where the result has to be reproducible. ``workers`` bounds
        the threads.
    on_plan
        Called in the caller's thread with each better plan that the exact judge accepts.
    """
    units = units_of(problem)
    if not units or not is_ready(effort):
        return plan
    return _Engine(problem, units, effort, plan, on_plan).run()


@dataclass
class _Engine:
    problem: Problem
    units: tuple[Unit, ...]
    effort: Effort
    plan: Plan
    on_plan: OnPlan | None
    model: Model = field(init=False)
    searchers: list[Searcher] = field(init=False)
    began: float = field(init=False)
    rounds: int = _FIRST_ROUNDS
    demand_value: float = field(init=False)

    def __post_init__(self) -> None:
        self.began = time.monotonic()
        self.model = model_of(self.problem, self.units)
        threads = min(_THREADS, self.effort.workers or _THREADS)
        if not IS_COMPILED and not self.effort.is_deterministic:
            threads = 1
        self.searchers = [Searcher(self.model, self.effort.seed * _THREADS + k) for k in range(threads)]
        top = float(self.model.fact[:, :, SCORE].max(initial=1))
        self.mean = max(1.0, float(self.model.fact[:, :, SCORE].max(axis=0).mean()))
        self.least_demand = self.demand_value = 3.0 * max(1.0, top)
        self.leg_s = _typical_way_s(self.model)
        self.is_choice = _has_choice(self.model)
        self.noted = (int(NEVER), 0, 0)

    def run(self) -> Plan:
        start = self._orders_of(self.plan)
        for searcher in self.searchers:
            searcher.load(start)
        with ThreadPoolExecutor(len(self.searchers), "search") as pool:
            done = 0.0
            if is_timed_order(self.model) and not is_plain(self.model):
                done = self._order_in_hours(pool)
            if done < 1.0:
                done = self._search(pool, done)
        if self.effort.is_deterministic:
            self.effort.spend(done * self.effort.seconds)
        return self.plan

    def _search(self, pool: ThreadPoolExecutor, done: float) -> float:
        """Anneal and recombine from the share ``done`` of the effort on; return the share done then."""
        left = 1.0 - done
        for number, share in enumerate(_SHARES):
            if self._is_mere_order():
                self._shorten(pool, done)
                return 1.0
            self._cool(pool, done, done + left * share, _HOT if number == 0 else _HOT * _REHEAT)
            done += left * share
            if self._is_over(1.0):
                break
            self._recombine()
        return done

    def _cool(self, pool: ThreadPoolExecutor, first: float, last: float, hot: float) -> None:
        """Anneal while the share of the effort spent goes from ``first`` to ``last``."""
        step = 0
        while True:
            spent = self._spent(first, last, step)
            if spent >= last or self.effort.is_cancelled():
                return
            schedule = self._schedule(hot, (spent - first) / (last - first), last - first)
            began = time.monotonic()
            lacking = list(pool.map(Searcher.run, self.searchers, repeat(schedule)))
            self._adapt(time.monotonic() - began, max(lacking) / schedule.iterations)
            for searcher in self.searchers:
                searcher.grow_urgency()
            self._report()
            step += 1

    def _is_mere_order(self) -> bool:
        """Return whether every unit is visited as it has to be: only the shortest order is left to find."""
        visits = sum(len(order.sites) for order in self.plan)
        return not self.is_choice and is_plain(self.model) and visits == sum(map(len, self.units))

    def _order_in_hours(self, pool: ThreadPoolExecutor) -> float:
        """Look for an order within all hours, then for the shortest; return the share of the effort done."""
        orders = [timed_of(self.model, self._orders_of(self.plan)[0]) for _ in self.searchers]

        def meet(late_s: list[int]) -> bool:
            if min(late_s) > 0:
                return False
            first = orders[late_s.index(0)].kept
            for order in orders:
                order.kept[:] = order.best[:] = first
            self._offer((tuple((first[1:-1] - 1).tolist()),))
            return True

        def report(ways_s: list[int]) -> bool:
            best = orders[ways_s.index(min(ways_s))].best[1:-1]
            self._offer((tuple((best - 1).tolist()),))
            return False

        if not self._take_turns(pool, meet_hours, orders, (0.0, _MEET_SHARE), meet):
            return _MEET_SHARE
        self._take_turns(pool, shorten_in_hours, orders, (_MEET_SHARE, 1.0), report)
        return 1.0

    def _shorten(self, pool: ThreadPoolExecutor, first: float) -> None:
        """Look for the shortest order where hours never bind until the effort is spent."""
        units = self._orders_of(self.plan)[0]
        courses = [course_of(self.model, units) for _ in self.searchers]

        def report(ways_s: list[int]) -> bool:
            best = courses[ways_s.index(min(ways_s))].best[1:-1]
            self._offer((tuple(units[number - 1] for number in best.tolist()),))
            return False

        self._take_turns(pool, shorten, courses, (first, 1.0), report, _ROUNDS_PER_UNIT)

    def _take_turns(
        self,
        pool: ThreadPoolExecutor,
        work: Callable[[Any, int, Ints], int],
        states: list[Any],
        span: tuple[float, float],
        is_enough: Callable[[list[int]], bool],
        rounds_per_unit: int = _ORDERS_PER_UNIT,
    ) -> bool:
        """Let all threads work in stretches over a span of the effort, until it is enough; return whether."""
        first, last = span
        chances = [searcher.chance for searcher in self.searchers]
        step = 0
        while self._spent(first, last, step) < last and not self.effort.is_cancelled():
            rounds = self.rounds
            if self.effort.is_deterministic:
                rounds = max(1, int(rounds_per_unit * self.effort.seconds / _STRETCHES))
            began = time.monotonic()
            found = list(pool.map(work, states, repeat(rounds), chances))
            self._adapt(time.monotonic() - began, 0.0)
            if is_enough(found):
                return True
            step += 1
        return False

    def _spent(self, first: float, last: float, step: int) -> float:
        if self.effort.is_deterministic:
            return first + (last - first) * step / _STRETCHES
        return (time.monotonic() - self.began) / self.effort.seconds

    def _is_over(self, share: float) -> bool:
        is_late = not self.effort.is_deterministic and self._spent(0, 0, 0) >= share
        return is_late or self.effort.is_cancelled()

    def _schedule(self, hot: float, done: float, share: float) -> Schedule:
        scale, cold = (1.0, _COLD) if self.is_choice else (_TOUR_SCALE, _TOUR_COLD)
        heat = self.mean * scale * hot * (cold / _HOT) ** done
        rounds = self.rounds
        if self.effort.is_deterministic:
            rounds = max(1, int(_ROUNDS_PER_UNIT * self.effort.seconds * share / _STRETCHES))
        return Schedule(
            rounds,
            heat,
            heat,
            _TRAVEL_WEIGHT * self.mean / self.leg_s,
            self.demand_value,
            _MOST_REMOVED,
            self.leg_s,
            _GREEDY_SHARE if self.is_choice else _GREEDY_SHARE_OF_TOURS,
        )

    def _adapt(self, took_s: float, lacking: float) -> None:
        """Fit the length of a stretch to the clock and the value of demands to how often they are missed."""
        target_s = min(_STRETCH_S, self.effort.seconds / _STRETCHES)
        self.rounds = max(1, int(self.rounds * min(2.0, max(0.2, target_s / max(took_s, 1e-6)))))
        if lacking > 0.9:
            self.demand_value = min(self.demand_value * 1.3, 1e9)
        elif lacking < 0.3:
            self.demand_value = max(self.demand_value / 1.1, self.least_demand)

    def _report(self) -> None:
        """Offer the better of the records, if it is new."""
        best = min(self.searchers, key=lambda searcher: searcher.value)
        if best.value < self.noted:
            self.noted = best.value
            self._offer(best.orders)

    def _offer(self, orders: Orders) -> None:
        plan = self._plan_of(orders)
        if plan is None or not is_feasible(self.problem, plan):
            self._tighten()
        elif value_of(self.problem, plan).rank > value_of(self.problem, self.plan).rank:
            self.plan = plan
            if self.on_plan is not None:
                self.on_plan(plan)

    def _tighten(self) -> None:
        """Lower limits over all days a little: the judge counts hours of waiting, which the search cannot."""
        limit = self.model.limit
        is_set = limit[-1] < NEVER
        limit[-1, is_set] -= limit[-1, is_set] // 100
        self.noted = (int(NEVER), 0, 0)
        for searcher in self.searchers:
            searcher.record.value[:] = (NEVER, 0, 0)

    def _recombine(self) -> None:
        """Put the best plan together from all days found and go on from the best plans there are."""
        if len(self.model.day) > 1:
            found = [column for searcher in self.searchers for column in searcher.days_found()]
            seconds = None if self.effort.is_deterministic else _RECOMBINE_SHARE * self.effort.seconds
            orders = recombine(self.model, found, seconds)
            if orders is not None and self.searchers[0].load(orders):
                self._offer(orders)
        best = self._orders_of(self.plan)
        for searcher in self.searchers:
            searcher.load(best)

    def _orders_of(self, plan: Plan) -> Orders:
        unit_of = {unit[0]: number for number, unit in enumerate(self.units)}
        return tuple(tuple(unit_of[i] for i in order.sites if i in unit_of) for order in plan)

    def _plan_of(self, orders: Orders) -> Plan | None:
        plan: list[DayOrder] = []
        for day, numbers in enumerate(orders):
            sites = tuple(site for number in numbers for site in self.units[number])
            order = place_breaks(self.problem, day, sites)
            if order is None:
                return None
            plan.append(order)
        return tuple(plan)


def _typical_way_s(model: Model) -> float:
    """Return the mean way from a unit to its nearest ones."""
    way_s = model.travel_s[0][np.ix_(model.ends[:, 1], model.ends[:, 0])].astype(float)
    np.fill_diagonal(way_s, np.inf)
    near = np.sort(way_s, axis=1)[:, :4]
    return max(1.0, float(near[np.isfinite(near)].mean())) if np.isfinite(near).any() else 1.0


def _has_choice(model: Model) -> bool:
    """Return whether there is anything to choose: not when every unit is demanded."""
    demanded: set[int] = set()
    for unit in range(len(model.ends)):
        groups = model.group_of[model.group_from[unit] : model.group_from[unit + 1]]
        if any(model.group[group, LEAST] > 0 for group in groups):
            demanded.add(unit)
    return len(demanded) < len(model.ends)

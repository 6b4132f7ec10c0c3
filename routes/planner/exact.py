"""The model of record: OR-Tools CP-SAT with one circuit for each day.

Demands (must-sees and groups) are counted rather than imposed: the objective misses as few as possible, then
takes the most points, then the least travel. An optimal answer that misses a demand is therefore a proof that
the demands cannot all be met.
"""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from itertools import pairwise
from queue import SimpleQueue
from typing import Final

from ortools.sat.python import cp_model

from routes.planner.breaks import place_breaks
from routes.planner.limits import Effort
from routes.planner.objective import missed_demands
from routes.planner.problem import DayOrder, Plan, Problem, visited
from routes.planner.timing import time_day

_DEPOT: Final = -1
_POLL_S: Final = 0.03

OnPlan = Callable[[Plan], object]
"""Told of each better plan; the answer does not matter."""


@dataclass(frozen=True, slots=True)
class ExactResult:
    """What CP-SAT found: its best plan (``None`` if none in time), and whether no plan is better."""

    plan: Plan | None
    is_optimal: bool


def solve_exact(
    problem: Problem,
    effort: Effort,
    *,
    hint: Plan | None = None,
    forced: frozenset[int] = frozenset(),
    on_plan: OnPlan | None = None,
) -> ExactResult:
    """Solve a problem to the end, or as far as ``effort`` allows.

    Parameters
    ----------
    hint
        A plan to start from; the answer misses no more demands than it does.
    forced
        Sites that have to be visited whatever it costs.
    on_plan
        Called with each better plan, in the thread of the caller.
    """
    model = _Model(problem)
    model.force(forced)
    if hint is not None and forced <= visited(hint):
        model.start_from(hint)
    solver = effort.solver()
    status = _run(solver, model, effort, on_plan)
    effort.spend(solver.response_proto.deterministic_time)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return ExactResult(None, is_optimal=status == cp_model.INFEASIBLE)
    return ExactResult(model.read(solver.boolean_value), is_optimal=status == cp_model.OPTIMAL)


@dataclass
class _DayVariables:
    """Variables of one day: visited sites, arcs (``_DEPOT`` at both ends), begin and place of each break.

    Breaks tied to places are left to the judge.
    """

    is_empty: cp_model.IntVar
    is_on: dict[int, cp_model.IntVar] = field(default_factory=dict)
    arcs: dict[tuple[int, int], cp_model.IntVar] = field(default_factory=dict)
    break_after: dict[tuple[int, int], cp_model.IntVar] = field(default_factory=dict)
    break_s: dict[int, cp_model.IntVar] = field(default_factory=dict)


class _Model:
    """The CP-SAT model of a problem and the way between its variables and plans."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.cp = cp_model.CpModel()
        self.begin_s = [
            self.cp.new_int_var_from_domain(
                cp_model.Domain.from_intervals([[w.open_s, w.latest_s] for w in site.windows]), f"begin{i}"
            )
            for i, site in enumerate(problem.sites)
        ]
        self.days = [self._add_day(day) for day in range(len(problem.days))]
        self.is_visited = self._add_visits()
        self.missing = self._add_demands()
        self.cp.maximize(self._objective())

    def _add_day(self, day: int) -> _DayVariables:
        found = _DayVariables(is_empty=self.cp.new_bool_var(f"empty{day}"))
        circuit: list[tuple[int, int, cp_model.LiteralT]] = [(0, 0, found.is_empty)]
        for i in self.problem.sites_on(day):
            is_on = found.is_on[i] = self.cp.new_bool_var(f"on{day}_{i}")
            circuit.append((i + 1, i + 1, ~is_on))
            windows = [[w.open_s, w.latest_s] for w in self.problem.sites[i].windows_on(day)]
            domain = cp_model.Domain.from_intervals(windows)
            self.cp.add_linear_expression_in_domain(self.begin_s[i], domain).only_enforce_if(is_on)
            self.cp.add_implication(found.is_empty, ~is_on)
        self._add_breaks(day, found)
        for i, j in self._possible_arcs(day, found):
            arc = found.arcs[i, j] = self.cp.new_bool_var(f"arc{day}_{i}_{j}")
            circuit.append((i + 1, j + 1, arc))
            self._time_arc(day, found, i, j)
        self.cp.add_circuit(circuit)
        self._bound_day(day, found)
        return found

    def _possible_arcs(self, day: int, found: _DayVariables) -> list[tuple[int, int]]:
        sites = self.problem.sites
        earliest = {i: sites[i].windows_on(day)[0].open_s + self._stay_s(day, i) for i in found.is_on}
        latest = {j: sites[j].windows_on(day)[-1].latest_s for j in found.is_on}
        between = [
            (i, j)
            for i in found.is_on
            for j in found.is_on
            if i != j and earliest[i] + self._travel_s(day, i, j) <= latest[j]
        ]
        ends = [pair for i in found.is_on for pair in ((_DEPOT, i), (i, _DEPOT))]
        return between + ends

    def _add_breaks(self, day: int, found: _DayVariables) -> None:
        for number, pause in enumerate(self.problem.days[day].breaks):
            if pause.spots:
                continue
            begin_s = self.cp.new_int_var(pause.earliest_s, pause.latest_s, f"break{day}_{number}")
            found.break_s[number] = begin_s
            after = {i: self.cp.new_bool_var(f"break{day}_{number}_{i}") for i in (_DEPOT, *found.is_on)}
            found.break_after.update({(number, i): is_after for i, is_after in after.items()})
            self.cp.add_exactly_one([*after.values(), found.is_empty])
            for i, is_on in found.is_on.items():
                self.cp.add_implication(after[i], is_on)
                leave_s = self.begin_s[i] + self._stay_s(day, i)
                self.cp.add(begin_s >= leave_s).only_enforce_if(after[i])

    def _time_arc(self, day: int, found: _DayVariables, i: int, j: int) -> None:
        edge, arc = self.problem.days[day], found.arcs[i, j]
        leave = edge.begin_s if i == _DEPOT else self.begin_s[i] + self._stay_s(day, i)
        arrive = edge.end_s if j == _DEPOT else self.begin_s[j]
        travel_s = self._travel_s(day, i, j)
        self.cp.add(arrive >= leave + travel_s).only_enforce_if(arc)
        for number, begin_s in found.break_s.items():
            after_break = begin_s + edge.breaks[number].duration_s + travel_s
            self.cp.add(arrive >= after_break).only_enforce_if(arc, found.break_after[number, i])

    def _bound_day(self, day: int, found: _DayVariables) -> None:
        """Add the travel limit, and two redundant constraints without which the bound stays weak."""
        edge = self.problem.days[day]
        travel = self._travel(day, found)
        if edge.max_travel_s is not None:
            self.cp.add(travel <= edge.max_travel_s)
        visits = _weighted((is_on, self._stay_s(day, i)) for i, is_on in found.is_on.items())
        self.cp.add(travel + visits + edge.breaks_s * (1 - found.is_empty) <= edge.length_s)
        intervals = [
            self.cp.new_optional_fixed_size_interval_var(
                self.begin_s[i], self._stay_s(day, i), is_on, f"visit{i}"
            )
            for i, is_on in found.is_on.items()
        ]
        intervals += [
            self.cp.new_optional_fixed_size_interval_var(
                begin_s, edge.breaks[number].duration_s, ~found.is_empty, f"break{day}_{number}"
            )
            for number, begin_s in found.break_s.items()
        ]
        self.cp.add_no_overlap(intervals)

    def _add_visits(self) -> list[cp_model.LinearExpr]:
        visits: list[cp_model.LinearExpr] = []
        for i in range(len(self.problem.sites)):
            on_days = [found.is_on[i] for found in self.days if i in found.is_on]
            self.cp.add_at_most_one(on_days)
            visits.append(cp_model.LinearExpr.sum(on_days))
        return visits

    def _add_demands(self) -> cp_model.LinearExpr:
        missing: list[cp_model.LinearExpr] = [
            1 - self.is_visited[i] for i, site in enumerate(self.problem.sites) if site.is_must
        ]
        for group in self.problem.groups:
            lacking = self.cp.new_int_var(0, group.least, f"lacking_{group.name}")
            met = cp_model.LinearExpr.sum([self.is_visited[i] for i in sorted(group.sites)])
            self.cp.add(lacking + met >= group.least)
            missing.append(lacking)
            if group.most is not None:
                self.cp.add(met <= group.most)
        return cp_model.LinearExpr.sum(missing)

    def _objective(self) -> cp_model.LinearExpr:
        sites, value = self.problem.sites, self.problem.point_value
        points = _weighted(
            (is_on, sites[i].score_on(day))
            for day, found in enumerate(self.days)
            for i, is_on in found.is_on.items()
        ) + _weighted(self._bonuses())
        travel = cp_model.LinearExpr.sum([self._travel(day, found) for day, found in enumerate(self.days)])
        return value * points - travel - self.problem.demand_value * self.missing

    def _bonuses(self) -> list[tuple[cp_model.IntVar, int]]:
        bonuses = []
        for number, group in enumerate(self.problem.groups):
            if group.first_bonus:
                is_reached = self.cp.new_bool_var(f"reached{number}")
                met = cp_model.LinearExpr.sum([self.is_visited[i] for i in sorted(group.sites)])
                self.cp.add(is_reached <= met)
                bonuses.append((is_reached, group.first_bonus))
        return bonuses

    def _stay_s(self, day: int, i: int) -> int:
        return self.problem.views[day].stays_s[i]

    def _travel(self, day: int, found: _DayVariables) -> cp_model.LinearExpr:
        moved = _weighted((arc, self._travel_s(day, i, j)) for (i, j), arc in found.arcs.items())
        return moved + self._travel_s(day, _DEPOT, _DEPOT) * found.is_empty

    def _travel_s(self, day: int, i: int, j: int) -> int:
        edge, sites = self.problem.days[day], self.problem.sites
        begin = edge.start_node if i == _DEPOT else sites[i].node
        end = edge.end_node if j == _DEPOT else sites[j].node
        return self.problem.views[day].rows[begin][end]

    def force(self, forced: frozenset[int]) -> None:
        """Require visits."""
        for i in forced:
            self.cp.add(self.is_visited[i] == 1)

    def start_from(self, plan: Plan) -> None:
        """Hint at ``plan`` and refuse to miss more demands than it does."""
        self.cp.add(self.missing <= missed_demands(self.problem, visited(plan)))
        for day, (order, found) in enumerate(zip(plan, self.days, strict=True)):
            self._hint_day(day, order, found)

    def _hint_day(self, day: int, order: DayOrder, found: _DayVariables) -> None:
        timing = time_day(self.problem, day, order)
        if timing is None:
            return
        stops = (_DEPOT, *order.sites, _DEPOT)
        used = set(pairwise(stops)) if order.sites else set()
        self.cp.add_hint(found.is_empty, not order.sites)
        for i, is_on in found.is_on.items():
            self.cp.add_hint(is_on, i in order.sites)
        for pair, arc in found.arcs.items():
            self.cp.add_hint(arc, pair in used)
        for i, (_, begin_s, _) in zip(order.sites, timing.visits, strict=True):
            self.cp.add_hint(self.begin_s[i], begin_s)
        for stop, times in zip(order.breaks, timing.breaks, strict=True):
            for (number, i), is_after in found.break_after.items():
                if number == stop.number:
                    self.cp.add_hint(is_after, i == stops[stop.after])
            if stop.number in found.break_s:
                self.cp.add_hint(found.break_s[stop.number], times[1])

    def read(self, is_true: Callable[[cp_model.IntVar], bool]) -> Plan:
        """Return the plan of the present solution."""
        return tuple(self._read_day(day, found, is_true) for day, found in enumerate(self.days))

    def _read_day(
        self, day: int, found: _DayVariables, is_true: Callable[[cp_model.IntVar], bool]
    ) -> DayOrder:
        following = {i: j for (i, j), arc in found.arcs.items() if is_true(arc)}
        sites: list[int] = []
        while (following.get(sites[-1] if sites else _DEPOT, _DEPOT)) != _DEPOT:
            sites.append(following[sites[-1] if sites else _DEPOT])
        # An order that the model allows and the judge does not is handed on for the judge to refuse.
        return place_breaks(self.problem, day, tuple(sites)) or DayOrder(tuple(sites))


def _weighted(terms: Iterable[tuple[cp_model.LinearExprT, int]]) -> cp_model.LinearExpr:
    pairs = list(terms)
    return cp_model.LinearExpr.weighted_sum([term for term, _ in pairs], [weight for _, weight in pairs])


def _run(
    solver: cp_model.CpSolver, model: _Model, effort: Effort, on_plan: OnPlan | None
) -> cp_model.CpSolverStatus:
    # CP-SAT calls back from threads of its own, and routers may be bound to the caller's; so the search runs
    # aside, and plans are handed over here.
    callback = _Collect(model)
    with ThreadPoolExecutor(1, "planner") as pool:
        search = pool.submit(solver.solve, model.cp, callback)
        try:
            while wait([search], _POLL_S).not_done:
                callback.hand_over(on_plan)
                if effort.is_cancelled():
                    solver.stop_search()
        finally:
            if not search.done():
                solver.stop_search()
    callback.hand_over(on_plan)
    return search.result()


class _Collect(cp_model.CpSolverSolutionCallback):
    """Keeps each better plan of a running search until it is handed over."""

    def __init__(self, model: _Model) -> None:
        super().__init__()
        self._model = model
        self._plans: SimpleQueue[Plan] = SimpleQueue()

    def on_solution_callback(self) -> None:
        """Keep the present solution (called by CP-SAT)."""
        self._plans.put(self._model.read(self.boolean_value))

    def hand_over(self, on_plan: OnPlan | None) -> None:
        """Give the plans found so far to ``on_plan``."""
        while not self._plans.empty():
            plan = self._plans.get()
            if on_plan is not None:
                on_plan(plan)

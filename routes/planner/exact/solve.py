"""Running CP-SAT on the exact model: limits, better plans and bounds on the way, proofs."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass
from queue import SimpleQueue
from typing import Final

from ortools.sat.python import cp_model

from routes.planner.exact.model import Model, Stance
from routes.planner.limits import Effort
from routes.planner.objective import missed_demands, score_of
from routes.planner.problem import Plan, Problem, visited

_POLL_S: Final = 0.03

OnPlan = Callable[[Plan], object]
"""Told of each better plan; the answer does not matter."""

OnBound = Callable[["Bound"], object]
"""Told of each better bound; the answer does not matter."""


@dataclass(frozen=True, slots=True)
class Bound:
    """No plan misses fewer demands, and none that misses just as few has more points."""

    missed: int
    score: int


@dataclass(frozen=True, slots=True)
class ExactResult:
    """What CP-SAT found.

    Parameters
    ----------
    plan
        Its best plan, ``None`` if none in time (or none at all).
    is_optimal
        Whether the search ended: no plan of the model is better than ``plan``, or there is none.
    bound
        What no plan can beat, as far as it was proven.
    """

    plan: Plan | None
    is_optimal: bool
    bound: Bound


def solve_exact(
    problem: Problem,
    effort: Effort,
    *,
    hint: Plan | None = None,
    forced: frozenset[int] = frozenset(),
    stance: Stance = Stance.BOUND,
    on_plan: OnPlan | None = None,
    on_bound: OnBound | None = None,
) -> ExactResult:
    """Solve a problem to the end, or as far as ``effort`` allows.

    Parameters
    ----------
    hint
        A plan to start from; the answer misses no more demands than it does.
    forced
        Sites that have to be visited whatever it costs.
    stance
        Which travel times to count where the time of departure matters. A plan found with the lowest is to be
        judged before it is used; a bound found with the highest is none of the problem.
    on_plan, on_bound
        Called with each better plan and bound, in the thread of the caller.
    """
    model = Model(problem, stance)
    model.force(forced)
    most_missed = None
    if hint is not None and forced <= visited(hint):
        model.start_from(hint)
        most_missed = missed_demands(problem, visited(hint))
    search = _Search(problem, model, most_missed, on_plan, on_bound)
    solver = effort.solver()
    status = search.run(solver, effort)
    effort.spend(solver.response_proto.deterministic_time)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        is_none = status == cp_model.INFEASIBLE
        # Not even a plan that misses every demand: of no plan any bound holds.
        is_hopeless = is_none and hint is None and not forced and stance is Stance.BOUND
        bound = Bound(1, problem.most_points) if is_hopeless else search.bound(None)
        return ExactResult(None, is_none, bound)
    plan = model.read(solver.value)
    is_optimal = status == cp_model.OPTIMAL
    bound = search.bound(solver.best_objective_bound)
    if is_optimal:
        bound = Bound(missed_demands(problem, visited(plan)), score_of(problem, plan))
    return ExactResult(plan, is_optimal, bound)


def can_meet_all(problem: Problem, effort: Effort) -> bool | None:
    """Return whether a plan meets all demands of a problem; ``None`` if that was not found out in time."""
    stances = (Stance.SAFE, Stance.BOUND) if problem.is_time_dependent else (Stance.BOUND,)
    for stance in stances:
        model = Model(problem, stance)
        model.demand_all()
        solver = effort.solver()
        status = _Search(problem, model, 0, None, None).run(solver, effort)
        effort.spend(solver.response_proto.deterministic_time)
        is_met = status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
        if is_met and (stance is Stance.SAFE or not problem.is_time_dependent):
            return True
    # Not even with the fastest ways: that is a proof.
    return False if status == cp_model.INFEASIBLE else None


@dataclass(frozen=True)
class _Search:
    problem: Problem
    model: Model
    most_missed: int | None
    on_plan: OnPlan | None
    on_bound: OnBound | None

    def bound(self, objective: float | None) -> Bound:
        """Return what an upper bound of the objective says; ``None``: nothing.

        The objective is P points - travel - D missed, with 0 <= travel < P and P points + P <= D.
        """
        problem, most = self.problem, self.problem.most_points
        if objective is None:
            return Bound(0, most)
        value, point, demand = int(objective), problem.point_value, problem.demand_value
        missed = max(0, -((value + point - 1) // demand))
        if self.most_missed is not None:
            missed = min(missed, self.most_missed)
        # Of plans that miss just as many: P points <= value + D missed + travel < value + D missed + P.
        return Bound(missed, max(0, min(most, -(-(value + demand * missed) // point))))

    def run(self, solver: cp_model.CpSolver, effort: Effort) -> cp_model.CpSolverStatus:
        # CP-SAT calls back from threads of its own, and routers may be bound to the caller's; so the search
        # runs aside, and what it finds is handed over here.
        callback = _Collect(self.model)
        bounds: SimpleQueue[float] = SimpleQueue()
        solver.best_bound_callback = bounds.put
        with ThreadPoolExecutor(1, "planner") as pool:
            search = pool.submit(solver.solve, self.model.cp, callback)
            try:
                while wait([search], _POLL_S).not_done:
                    self._hand_over(callback, bounds)
                    if effort.is_cancelled():
                        solver.stop_search()
            finally:
                if not search.done():
                    solver.stop_search()
        self._hand_over(callback, bounds)
        return search.result()

    def _hand_over(self, callback: "_Collect", bounds: SimpleQueue[float]) -> None:
        while not callback.plans.empty():
            plan = callback.plans.get()
            if self.on_plan is not None:
                self.on_plan(plan)
        best: float | None = None
        while not bounds.empty():
            best = bounds.get()
        if best is not None and self.on_bound is not None:
            self.on_bound(self.bound(best))


class _Collect(cp_model.CpSolverSolutionCallback):
    """Keeps each better plan of a running search until it is handed over."""

    def __init__(self, model: Model) -> None:
        super().__init__()
        self._model = model
        self.plans: SimpleQueue[Plan] = SimpleQueue()

    def on_solution_callback(self) -> None:
        """Keep the present solution (called by CP-SAT)."""
        self.plans.put(self._model.read(self.value))

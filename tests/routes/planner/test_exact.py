"""The exact model and the portfolio against trying everything, with every rule of the problem model."""

from random import Random
from threading import Event

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from routes.planner.exact import Stance, can_meet_all, solve_exact
from routes.planner.exact.ways import ways_between
from routes.planner.limits import Effort
from routes.planner.objective import value_of
from routes.planner.portfolio import Best, solve
from routes.planner.problem import visited
from routes.planner.rules import is_feasible
from routes.planner.travel import Travel
from tests.routes.planner.rich import best_by_trying_everything, rich_problem

EFFORT = Effort(20.0, seed=1, is_deterministic=True)
SEEDS = st.integers(0, 10**6)


@given(SEEDS)
@settings(max_examples=80)
def test_the_exact_model_finds_the_best_plan_under_every_rule(seed: int) -> None:
    problem = rich_problem(Random(seed))
    wanted = best_by_trying_everything(problem)
    result = solve_exact(problem, EFFORT)
    assert result.is_optimal
    assert (result.plan is None) == (wanted is None)
    if result.plan is not None and wanted is not None:
        assert is_feasible(problem, result.plan)
        assert value_of(problem, result.plan) == wanted[0]
        assert (result.bound.missed, result.bound.score) == (wanted[0].missed, wanted[0].score)
        again = solve_exact(problem, EFFORT, hint=wanted[1])
        assert again.plan is not None
        assert value_of(problem, again.plan) == wanted[0]


@given(SEEDS)
@settings(max_examples=60)
def test_where_the_hour_matters_the_bound_holds_and_safe_plans_can_be_kept(seed: int) -> None:
    problem = rich_problem(Random(seed), is_time_dependent=True)
    wanted = best_by_trying_everything(problem)
    bound = solve_exact(problem, EFFORT).bound
    if wanted is not None:
        assert (-bound.missed, bound.score) >= (-wanted[0].missed, wanted[0].score)
    safe = solve_exact(problem, EFFORT, stance=Stance.SAFE).plan
    assert safe is None or problem.days[0].max_travel_s is not None or is_feasible(problem, safe)


@given(SEEDS, st.booleans())
@settings(max_examples=40)
def test_the_portfolio_claims_a_proof_only_where_nothing_is_better(seed: int, by_hour: bool) -> None:
    problem = rich_problem(Random(seed), is_time_dependent=by_hour)
    wanted = best_by_trying_everything(problem)
    best = solve(problem, EFFORT)
    if wanted is None:
        return
    if visited(best.plan):
        assert is_feasible(problem, best.plan)
    if best.is_proven:
        assert (best.value.missed, best.value.score) == (0, wanted[0].score)
    assert not best.is_impossible or wanted[0].missed > 0
    assert by_hour or best.is_proven or best.is_impossible


@given(SEEDS)
@settings(max_examples=30)
def test_demands_can_be_met_exactly_when_some_plan_meets_them(seed: int) -> None:
    problem = rich_problem(Random(seed))
    wanted = best_by_trying_everything(problem)
    assert can_meet_all(problem, EFFORT) == (wanted is not None and wanted[0].missed == 0)


@given(SEEDS, st.integers(0, 20 * 3600))
def test_ways_enclose_the_true_travel_time(seed: int, depart_s: int) -> None:
    random = Random(seed)
    whole_s = [60 * random.randint(1, 90) for _ in range(3)]
    durations = np.array([[[0, s], [s, 0]] for s in whole_s], dtype=np.int64)
    travel = Travel(durations, (0, 7 * 3600, 9 * 3600), step_s=60)
    minute_s = depart_s // 60 * 60
    ways = ways_between(travel, 0, 1, 0, 20 * 3600)
    (way,) = (way for way in ways if way.first_s <= minute_s <= way.last_s)
    assert way.low_s <= travel.travel_s(0, 1, minute_s) <= way.high_s


def test_a_bound_never_falls_back() -> None:
    problem = rich_problem(Random(4))
    best = Best(problem)
    result = solve_exact(problem, EFFORT)
    best.limit(result.bound)
    known = best.bound
    best.limit(solve_exact(problem, Effort(0.01, is_deterministic=True)).bound)
    assert (best.bound.missed, -best.bound.score) >= (known.missed, -known.score)


def test_a_cancelled_search_keeps_what_it_has() -> None:
    problem = rich_problem(Random(11))
    stop = Event()
    best = solve(problem, Effort(30.0, is_cancelled=stop.is_set), lambda *_: stop.set())
    assert is_feasible(problem, best.plan) or not visited(best.plan)

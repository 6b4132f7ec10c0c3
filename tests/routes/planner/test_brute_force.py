"""On tiny problems the solvers find exactly what trying everything finds."""

from itertools import permutations, product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from data.model.place import PlaceId
from routes.planner.exact import solve_exact
from routes.planner.limits import Effort
from routes.planner.objective import Value, value_of
from routes.planner.portfolio import solve
from routes.planner.problem import (
    AXIS_DAY_S,
    Break,
    BreakStop,
    DayOrder,
    Group,
    Plan,
    Problem,
    Site,
    TourDay,
    Window,
)
from routes.planner.rules import is_feasible
from routes.planner.timing import time_day
from routes.planner.travel import Travel

HOUR = 3600
EFFORT = Effort(20.0, seed=1, is_deterministic=True)


@st.composite
def problems(draw: st.DrawFn, days: int = 1) -> Problem:
    """Draw up to four sites with one or two windows a day, perhaps lunch, a travel limit, demands."""
    count = draw(st.integers(1, 4 if days == 1 else 3))
    nodes = count + 1
    minutes = draw(st.lists(st.integers(1, 90), min_size=nodes**2, max_size=nodes**2))
    travel_s = 60 * np.array(minutes, dtype=np.int64).reshape(nodes, nodes)
    np.fill_diagonal(travel_s, 0)
    limit = draw(st.none() | st.integers(1, 5).map(lambda hours: hours * HOUR))
    has_lunch = draw(st.booleans())
    tour_days = []
    for day in range(days):
        midnight = day * AXIS_DAY_S
        breaks = (Break(midnight + 11 * HOUR, midnight + 12 * HOUR, HOUR),) if has_lunch else ()
        tour_days.append(TourDay(0, 0, midnight + 8 * HOUR, midnight + 15 * HOUR, breaks, max_travel_s=limit))
    sites = tuple(_site(draw, number, days) for number in range(count))
    groups = (Group("g", draw(st.integers(1, 2)), frozenset(range(draw(st.integers(1, count))))),)
    return Problem(sites, tuple(tour_days), (Travel(travel_s),), groups if draw(st.booleans()) else ())


def _site(draw: st.DrawFn, number: int, days: int) -> Site:
    visit_s = draw(st.sampled_from([1800, 3600, 7200]))
    windows = []
    for day in range(days):
        first = day * AXIS_DAY_S + draw(st.integers(8, 12)) * HOUR
        windows.append(Window(day, first, first + draw(st.integers(0, 2)) * HOUR))
        if draw(st.booleans()):
            later = windows[-1].latest_s + HOUR
            windows.append(Window(day, later, later + HOUR))
    is_must = draw(st.sampled_from([False, False, True]))
    return Site(PlaceId(f"s{number}"), number + 1, draw(st.integers(1, 9)), visit_s, tuple(windows), is_must)


def _day_orders(problem: Problem, day: int) -> list[DayOrder]:
    numbers = range(len(problem.sites))
    sequences = [order for size in range(len(problem.sites) + 1) for order in permutations(numbers, size)]
    has_lunch = bool(problem.days[day].breaks)
    orders = [
        DayOrder(sequence, breaks)
        for sequence in sequences
        for breaks in (
            [(BreakStop(0, place),) for place in range(len(sequence) + 1)] if sequence and has_lunch else [()]
        )
    ]
    return [order for order in orders if time_day(problem, day, order) is not None]


def _best_by_trying_everything(problem: Problem) -> Value:
    choices = [_day_orders(problem, day) for day in range(len(problem.days))]
    plans: list[Plan] = [plan for plan in product(*choices) if is_feasible(problem, plan)]
    return max((value_of(problem, plan) for plan in plans), key=lambda value: value.rank)


@given(problems())
@settings(max_examples=40)
def test_the_exact_model_finds_the_best_day(problem: Problem) -> None:
    result = solve_exact(problem, EFFORT)
    assert result.is_optimal
    assert result.plan is not None
    assert is_feasible(problem, result.plan)
    assert value_of(problem, result.plan) == _best_by_trying_everything(problem)


@given(problems(days=2))
@settings(max_examples=15)
def test_the_portfolio_finds_the_best_two_days_and_proves_it(problem: Problem) -> None:
    best = solve(problem, EFFORT)
    wanted = _best_by_trying_everything(problem)
    assert best.is_proven == (wanted.missed == 0)
    assert best.is_impossible == (wanted.missed > 0)
    assert is_feasible(problem, best.plan)
    assert best.value == value_of(problem, best.plan)
    assert best.bound.missed <= wanted.missed <= best.value.missed
    # A plan that misses a demand is not handed out: the search ends once that is proven.
    assert wanted.missed or best.value == wanted


@given(problems())
@settings(max_examples=20)
def test_a_hint_never_makes_the_answer_worse(problem: Problem) -> None:
    hint = solve(problem, EFFORT).plan
    result = solve_exact(problem, EFFORT, hint=hint)
    assert result.plan is not None
    assert value_of(problem, result.plan).rank >= value_of(problem, hint).rank

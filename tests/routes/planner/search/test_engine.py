"""The fast search: what it hands out is allowed, never worse than before, and the same for the same seed."""

import os
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from data.model.place import PlaceId
from routes.planner.limits import Effort
from routes.planner.objective import Value, value_of
from routes.planner.problem import AXIS_DAY_S, DayOrder, Group, Plan, Problem, Site, TourDay, Window
from routes.planner.rules import is_feasible
from routes.planner.search import improve
from routes.planner.travel import Travel
from tests.routes.planner.search.drawn import problems
from tests.routes.planner.trying import best_plan

EFFORT = Effort(1.0, seed=3, is_deterministic=True)
calm = settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])


def nothing(problem: Problem) -> Plan:
    return tuple(DayOrder() for _ in problem.days)


@given(problems())
@calm
def test_every_plan_handed_out_is_allowed_and_better_than_the_one_before(problem: Problem) -> None:
    seen: list[Plan] = [nothing(problem)]
    found = improve(problem, seen[0], EFFORT, seen.append)
    assert all(is_feasible(problem, plan) for plan in seen[1:])
    ranks = [value_of(problem, plan).rank for plan in seen]
    assert ranks == sorted(set(ranks))
    assert found == seen[-1]


@given(problems())
@calm
def test_the_same_seed_gives_the_same_plan(problem: Problem) -> None:
    assert improve(problem, nothing(problem), EFFORT) == improve(problem, nothing(problem), EFFORT)


@given(problems(most_sites=4))
@calm
def test_no_plan_is_better_than_what_trying_everything_finds(problem: Problem) -> None:
    found = improve(problem, nothing(problem), EFFORT)
    assert value_of(problem, found).rank <= value_of(problem, best_plan(problem)).rank


def town(sites: int, days: int, seed: int = 5) -> Problem:
    """Return sites scattered over a square with opening hours, nearest scores alike."""
    random = np.random.default_rng(seed)
    points = random.uniform(0, 3600, (sites + 1, 2))
    travel_s = np.ceil(np.linalg.norm(points[:, None] - points[None], axis=2)).astype(np.int64)
    windows = []
    for _ in range(sites):
        opens = int(random.integers(8, 13)) * 3600
        windows.append(
            tuple(Window(d, d * AXIS_DAY_S + opens, d * AXIS_DAY_S + opens + 7200) for d in range(days))
        )
    return Problem(
        tuple(
            Site(PlaceId(f"s{i}"), i + 1, int(random.integers(1, 10)), 1800, windows[i]) for i in range(sites)
        ),
        tuple(TourDay(0, 0, d * AXIS_DAY_S + 8 * 3600, d * AXIS_DAY_S + 16 * 3600) for d in range(days)),
        (Travel(travel_s),),
    )


@pytest.mark.parametrize(("sites", "days"), [(5, 1), (4, 2)])
def test_the_best_plan_of_a_small_town_is_found(sites: int, days: int) -> None:
    problem = town(sites, days)
    found = improve(problem, nothing(problem), EFFORT)
    assert value_of(problem, found) == value_of(problem, best_plan(problem))


def test_a_start_is_never_made_worse() -> None:
    problem = town(30, 2)
    start = improve(problem, nothing(problem), replace(EFFORT, seconds=2.0))
    found = improve(problem, start, replace(EFFORT, seconds=0.01, seed=9))
    assert value_of(problem, found).rank >= value_of(problem, start).rank


def test_days_found_apart_are_put_together() -> None:
    problem = town(40, 3)
    found = improve(problem, nothing(problem), replace(EFFORT, seconds=3.0))
    assert is_feasible(problem, found)
    assert all(order.sites for order in found)


def test_demands_come_before_points() -> None:
    problem = town(20, 1)
    least = min(range(20), key=lambda i: problem.sites[i].score)
    sites = tuple(replace(site, is_must=i == least) for i, site in enumerate(problem.sites))
    group = Group("g", 2, frozenset({0, 1, 2, 3}))
    demanding = replace(problem, sites=sites, groups=(group,))
    found = improve(demanding, nothing(demanding), EFFORT)
    assert value_of(demanding, found).missed == 0


def test_a_cancelled_search_gives_the_plan_it_was_given() -> None:
    problem = town(20, 1)
    cancelled = replace(EFFORT, is_cancelled=lambda: True)
    assert improve(problem, nothing(problem), cancelled) == nothing(problem)


def test_a_problem_without_open_sites_stays_empty() -> None:
    problem = town(3, 1)
    closed = replace(problem, sites=tuple(replace(site, windows=()) for site in problem.sites))
    assert improve(closed, nothing(closed), EFFORT) == nothing(closed)


def test_time_of_day_is_respected() -> None:
    problem = town(12, 1)
    base = problem.travels[0].duration_s
    rush = Travel(np.stack([base, 2 * base, base]), (0, 9 * 3600, 11 * 3600))
    timed = replace(problem, travels=(rush,))
    found = improve(timed, nothing(timed), EFFORT)
    assert found != nothing(timed)
    assert is_feasible(timed, found)


def test_the_shortest_order_is_found_where_hours_never_bind() -> None:
    # Nodes on a circle: the shortest order goes round.
    angles = np.arange(25) * 2 * np.pi / 25
    points = 5000 * np.stack((np.cos(angles), np.sin(angles)), axis=1)
    travel_s = np.rint(np.linalg.norm(points[:, None] - points[None], axis=2)).astype(np.int64)
    shuffled = np.random.default_rng(1).permutation(np.arange(1, 25)).tolist()
    sites = tuple(
        Site(PlaceId(f"s{node}"), node, 0, 0, (Window(0, 0, 150_000),), is_must=True) for node in shuffled
    )
    problem = Problem(sites, (TourDay(0, 0, 0, 150_000),), (Travel(travel_s),))
    found = improve(problem, nothing(problem), EFFORT)
    order = [problem.sites[i].node for i in found[0].sites]
    assert order in (list(range(1, 25)), list(range(24, 0, -1)))


def test_one_way_streets_are_counted_in_the_direction_they_are_driven() -> None:
    travel_s = np.full((8, 8), 900, dtype=np.int64)
    for node in range(8):
        travel_s[node, (node + 3) % 8] = 60
    np.fill_diagonal(travel_s, 0)
    sites = tuple(Site(PlaceId(f"s{n}"), n, 0, 0, (Window(0, 0, 90_000),), is_must=True) for n in range(1, 8))
    problem = Problem(sites, (TourDay(0, 0, 0, 90_000),), (Travel(travel_s),))
    found = improve(problem, nothing(problem), EFFORT)
    assert [problem.sites[i].node for i in found[0].sites] == [3, 6, 1, 4, 7, 2, 5]


SAME = """
from routes.planner.objective import value_of
from tests.routes.planner.search.test_engine import EFFORT, improve, nothing, replace, town
problem = town(6, 1)
value = value_of(problem, improve(problem, nothing(problem), replace(EFFORT, seconds=0.2)))
print(value.missed, value.score, value.travel_s)
"""


def test_without_machine_code_the_search_works_as_well() -> None:
    environment = {**os.environ, "NUMBA_DISABLE_JIT": "1"}
    run = subprocess.run(
        [sys.executable, "-c", SAME], env=environment, capture_output=True, text=True, check=True
    )
    problem = town(6, 1)
    found = improve(problem, nothing(problem), replace(EFFORT, seconds=0.2))
    assert value_of(problem, found) == Value(*(int(number) for number in run.stdout.split()))

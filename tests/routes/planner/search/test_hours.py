"""Orders of one day on which everything has to be visited within its hours."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.model.place import PlaceId
from routes.planner.limits import Effort
from routes.planner.objective import value_of
from routes.planner.problem import DayOrder, Problem, Site, TourDay, Window
from routes.planner.search import improve
from routes.planner.search.arrays import model_of, units_of
from routes.planner.search.hours import is_timed_order
from routes.planner.travel import Travel
from tests.routes.planner.trying import best_plan

EFFORT = Effort(1.0, seed=3, is_deterministic=True)
EMPTY = (DayOrder(),)
DAY_S = 40_000


@st.composite
def orders(draw: st.DrawFn) -> Problem:
    """Draw asymmetric ways between 3 to 6 sites that all have to be visited, with one or two windows."""
    count = draw(st.integers(3, 6))
    minutes = draw(st.lists(st.integers(1, 60), min_size=(count + 1) ** 2, max_size=(count + 1) ** 2))
    travel_s = 60 * np.array(minutes, dtype=np.int64).reshape(count + 1, count + 1)
    np.fill_diagonal(travel_s, 0)
    sites = []
    for number in range(count):
        opens = draw(st.integers(0, 6000))
        closes = opens + draw(st.integers(0, 5000))
        windows = [Window(0, opens, closes)]
        if draw(st.booleans()):
            windows.append(Window(0, closes + 600, closes + 2400))
        sites.append(Site(PlaceId(f"p{number}"), number + 1, 1, 300, tuple(windows), is_must=True))
    return Problem(tuple(sites), (TourDay(0, 0, 0, DAY_S),), (Travel(travel_s),))


@given(orders())
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
def test_no_order_within_hours_is_shorter_than_the_one_found(problem: Problem) -> None:
    best = value_of(problem, best_plan(problem))
    found = value_of(problem, improve(problem, EMPTY, EFFORT))
    assert found.missed >= best.missed
    if best.missed == 0:
        assert found == best


def line(count: int) -> Problem:
    """Return sites on a line whose hours ask for another order than their distance does."""
    place = np.arange(count + 1) * 100
    travel_s = np.abs(place[:, None] - place[None]).astype(np.int64)
    turn = [number if number % 2 else count - number for number in range(count)]
    sites = tuple(
        Site(PlaceId(f"p{i}"), i + 1, 1, 60, (Window(0, 0, 100 * count * (turn[i] + 2)),), is_must=True)
        for i in range(count)
    )
    return Problem(sites, (TourDay(0, 0, 0, 10**6),), (Travel(travel_s),))


def test_hours_against_the_shortest_way_are_met_from_nothing() -> None:
    problem = line(40)
    assert value_of(problem, improve(problem, EMPTY, EFFORT)).missed == 0


@pytest.mark.parametrize(("is_must", "expected"), [(True, True), (False, False)])
def test_only_a_day_on_which_all_is_demanded_is_a_mere_order(is_must: bool, expected: bool) -> None:
    whole = line(5)
    first, *others = whole.sites
    sites = (Site(first.place_id, first.node, 1, 60, first.windows, is_must=is_must), *others)
    problem = Problem(sites, whole.days, whole.travels)
    assert is_timed_order(model_of(problem, units_of(problem))) is expected

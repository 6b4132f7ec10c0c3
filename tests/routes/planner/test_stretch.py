"""Free time becomes longer visits, and nothing else changes."""

from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from data.model.place import PlaceId
from routes.planner.problem import DayOrder, Problem, Site, TourDay, Window
from routes.planner.rules import cost_of
from routes.planner.stretch import stretched
from routes.planner.timing import time_day
from routes.planner.travel import Travel

MINUTE = 60


def _problem(end: int, longest: tuple[int, ...], closes: tuple[int, ...], **fields: object) -> Problem:
    """Return visits of ten minutes one minute apart; ends, lengths and closings in minutes."""
    nodes = len(longest) + 1
    travel_s = np.full((nodes, nodes), MINUTE, dtype=np.int64)
    np.fill_diagonal(travel_s, 0)
    sites = tuple(
        Site(
            PlaceId(f"s{i}"),
            i + 1,
            i + 1,
            10 * MINUTE,
            (Window(0, 0, (closes[i] - 10) * MINUTE),),
            longest_s=longest[i] * MINUTE,
        )
        for i in range(nodes - 1)
    )
    day = TourDay(0, 0, 0, end * MINUTE)
    return replace(Problem(sites, (day,), (Travel(travel_s),)), **fields)  # type: ignore[arg-type]


def test_visits_share_the_free_time_of_the_day_evenly() -> None:
    problem = _problem(43, (20, 20), (100, 100))
    assert stretched(problem, (DayOrder((0, 1)),)) == ((10 * MINUTE, 10 * MINUTE),)
    problem = _problem(33, (20, 20), (100, 100))
    assert stretched(problem, (DayOrder((0, 1)),)) == ((5 * MINUTE, 5 * MINUTE),)


def test_what_one_visit_cannot_use_goes_to_the_others() -> None:
    problem = _problem(60, (20, 30), (13, 100))
    assert stretched(problem, (DayOrder((0, 1)),)) == ((2 * MINUTE, 20 * MINUTE),)


def test_a_vehicle_paid_by_the_hour_keeps_the_budget() -> None:
    problem = _problem(60, (20, 20), (100, 100))
    day = replace(problem.days[0], vnd_per_hour=6000)
    dear = replace(problem, days=(day,), budget_vnd=2700)
    plan = (DayOrder((0, 1)),)
    (longer_s,) = stretched(dear, plan)
    timing = time_day(dear, 0, plan[0], longer_s=longer_s)
    assert timing is not None
    assert cost_of(dear, plan, [timing]) == 2700
    assert sum(longer_s) == 4 * MINUTE


@given(
    st.integers(12, 80),
    st.lists(st.tuples(st.integers(10, 40), st.integers(12, 90)), min_size=1, max_size=4),
)
def test_a_stretched_day_is_kept_and_no_visit_can_last_a_minute_longer(
    end: int, visits: list[tuple[int, int]]
) -> None:
    longest, closes = zip(*visits, strict=True)
    problem = _problem(end, longest, closes)
    order = DayOrder(tuple(range(len(visits))))
    if time_day(problem, 0, order) is None:
        return
    (longer_s,) = stretched(problem, (order,))
    assert time_day(problem, 0, order, longer_s=longer_s) is not None
    for place, (longer, most) in enumerate(zip(longer_s, longest, strict=True)):
        assert 0 <= longer <= (most - 10) * MINUTE
        more = [*longer_s[:place], longer + MINUTE, *longer_s[place + 1 :]]
        assert longer == (most - 10) * MINUTE or time_day(problem, 0, order, longer_s=more) is None

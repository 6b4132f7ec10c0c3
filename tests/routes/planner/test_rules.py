"""Rules of a whole plan, each broken alone."""

import numpy as np
import pytest

from data.model.place import PlaceId
from routes.planner.problem import (
    AXIS_DAY_S,
    DayOrder,
    Group,
    GroupKind,
    Pin,
    Plan,
    Precedence,
    Problem,
    Site,
    TourDay,
    Window,
)
from routes.planner.rules import is_feasible
from routes.planner.travel import Travel

DAYS = 2


def _problem(**rules: object) -> Problem:
    windows = tuple(Window(day, day * AXIS_DAY_S, day * AXIS_DAY_S + 1000) for day in range(DAYS))
    sites = tuple(Site(PlaceId(f"s{i}"), 0, 10, 10, windows, cost_vnd=100) for i in range(4))
    days = tuple(TourDay(0, 0, day * AXIS_DAY_S, day * AXIS_DAY_S + 1000, cost_vnd=50) for day in range(DAYS))
    return Problem(sites, days, (Travel(np.zeros((1, 1), dtype=np.int64)),), **rules)  # type: ignore[arg-type]


def _plan(*rows: tuple[int, ...]) -> Plan:
    return tuple(DayOrder(row) for row in rows)


@pytest.mark.parametrize(
    ("rules", "kept", "broken"),
    [
        ({}, [_plan((0, 1), (2,)), _plan((), ())], [_plan((0,), (0,)), _plan((0, 0), ()), _plan((0,))]),
        (
            {"groups": (Group("g", 0, frozenset({0, 1}), 1, kind=GroupKind.ALTERNATIVES),)},
            [_plan((0, 2), (3,)), _plan((2,), ())],
            [_plan((0, 1), ()), _plan((0,), (1,))],
        ),
        (
            {"precedences": (Precedence(0, 1),)},
            [_plan((0, 2, 1), ()), _plan((0,), (1,)), _plan((1,), ()), _plan((), (0,))],
            [_plan((1, 0), ()), _plan((1,), (0,))],
        ),
        (
            {"pins": (Pin(0, is_first=True),)},
            [_plan((0, 1), ()), _plan((1,), (0, 2)), _plan((1, 2), ())],
            [_plan((1, 0), ()), _plan((1,), (2, 0))],
        ),
        (
            {"pins": (Pin(0, is_first=False),)},
            [_plan((1, 0), (2,)), _plan((1,), (2, 0))],
            [_plan((0, 1), ())],
        ),
        (
            {"pins": (Pin(0, is_first=True, is_of_tour=True),)},
            [_plan((0, 1), (2,)), _plan((), (0, 1)), _plan((1,), (2,))],
            [_plan((1,), (0, 2)), _plan((1, 0), ())],
        ),
        (
            {"pins": (Pin(0, is_first=False, is_of_tour=True),)},
            [_plan((1,), (2, 0)), _plan((1, 0), ())],
            [_plan((1, 0), (2,)), _plan((), (0, 1))],
        ),
        (
            {"sequences": ((0, 1, 2),)},
            [_plan((3, 0, 1, 2), ()), _plan((3,), (0, 1, 2)), _plan((3,), ())],
            [_plan((0, 1), ()), _plan((0, 3, 1, 2), ()), _plan((0, 1), (2,)), _plan((2, 1, 0), ())],
        ),
        (
            {"budget_vnd": 300},
            [_plan((0, 1), ()), _plan((0,), (1,))],
            [_plan((0, 1, 2), ()), _plan((0, 1), (2,))],
        ),
    ],
)
def test_a_rule_allows_what_keeps_it_and_nothing_that_breaks_it(
    rules: dict[str, object], kept: list[Plan], broken: list[Plan]
) -> None:
    problem = _problem(**rules)
    assert [is_feasible(problem, plan) for plan in kept] == [True] * len(kept)
    assert [is_feasible(problem, plan) for plan in broken] == [False] * len(broken)

from typing import Any

import numpy as np
import pytest

from data.model.place import PlaceId
from routes.planner import polish, portfolio
from routes.planner.exact import Bound, ExactResult
from routes.planner.limits import Effort
from routes.planner.problem import Break, BreakStop, DayOrder, Problem, Site, TourDay, Window, visited
from routes.planner.timing import time_day
from routes.planner.travel import Travel

HOUR = 3600


def site(number: int, score: int, hours: int) -> Site:
    windows = (Window(0, 0, 20 * HOUR),)
    return Site(PlaceId(f"p{number}"), number, score, hours * HOUR, windows, hours=windows)


def test_a_search_that_stops_early_leaves_nothing_out_that_still_fits(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    travel_s = np.full((5, 5), 60, dtype=np.int64)
    sites = (site(1, 55, 7), site(2, 50, 2), site(3, 20, 2), site(4, 10, 2))
    problem = Problem(sites, (TourDay(0, 0, 0, 8 * HOUR),), (Travel(travel_s),))
    unfinished = (DayOrder((1, 2)),)

    def stop_early(*_: object, on_plan: Any, **__: object) -> ExactResult:
        on_plan(unfinished)
        return ExactResult(unfinished, is_optimal=False, bound=Bound(0, 135))

    monkeypatch.setattr(portfolio, "seed_plan", lambda *_: (DayOrder(),))
    monkeypatch.setattr(portfolio, "polish_days", lambda _, plan, *__, **___: (plan, False))
    monkeypatch.setattr(portfolio, "solve_exact", stop_early)
    best = portfolio.solve(problem, Effort(5.0))
    assert visited(best.plan) == {1, 2, 3}
    assert not best.is_proven


def test_a_day_is_not_proven_best_over_sites_that_were_not_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    travel_s = np.full((6, 6), 60, dtype=np.int64)
    sites = tuple(site(number, 10 * number, 2) for number in range(1, 6))
    problem = Problem(sites, (TourDay(0, 0, 0, 5 * HOUR),), (Travel(travel_s),))
    nothing = (DayOrder(),)
    assert polish.polish_days(problem, nothing, (0,), Effort(5.0))[1]
    monkeypatch.setattr(polish, "MOST_SITES", 4)
    plan, is_proven = polish.polish_days(problem, nothing, (0,), Effort(5.0))
    assert visited(plan) == {3, 4}
    assert not is_proven


def test_a_day_with_visits_is_not_kept_without_its_lunch() -> None:
    days = (TourDay(0, 0, 0, 8 * HOUR, (Break(4 * HOUR, 5 * HOUR, HOUR),)),)
    problem = Problem((site(1, 10, 2),), days, (Travel(np.zeros((2, 2), np.int64)),))
    assert time_day(problem, 0, DayOrder((0,))) is None
    assert time_day(problem, 0, DayOrder((0,), (BreakStop(0, 1),))) is not None
    assert time_day(problem, 0, DayOrder()) is not None

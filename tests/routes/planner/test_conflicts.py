"""The smallest set of claims that cannot be kept together, and what would do."""

from dataclasses import replace

import numpy as np
import pytest

from data.errors import InfeasibleRequestError
from data.model.demands.choice import AlternativesGroup, CategoryLimit
from data.model.demands.means import Budget
from data.model.demands.order import Pins
from data.model.place import Category, Place, PlaceId
from data.model.request import Anchor, TourRequest
from routes.planner.limits import Effort
from routes.planner.plan import plan_tour
from routes.planner.portfolio import solve
from routes.planner.problem import Problem, Site, TourDay, Window
from routes.planner.travel import Travel
from tests.routes.planner.world import PlainRouter, at, place, project, request

ROUTER = PlainRouter()


def _refused(asked: TourRequest, *places: Place) -> InfeasibleRequestError:
    with pytest.raises(InfeasibleRequestError) as raised:
        plan_tour(project(*places), asked, ROUTER)
    return raised.value


def _figure(refused: InfeasibleRequestError, name: str) -> int:
    return next(fact for one in refused.details if isinstance(fact := one.facts.get(name), int))


def test_a_budget_that_keeps_demands_apart_is_part_of_the_conflict_with_what_would_do() -> None:
    places = [place(key, 1, y, fee_vnd=30_000) for key, y in (("a", 0), ("b", 1), ("c", 2))]
    must = tuple(one.id for one in places[:2])
    rates = Budget(limit_vnd=200_000, vehicle_km_vnd=10_000)
    refused = _refused(request(must=must, budget=rates), *places)
    said = str(refused)
    assert said.startswith("The request cannot be met:")
    assert "cannot be met together: the budget of 200,000 VND, a, b." in said
    wanted = _figure(refused, "cost_vnd")
    enough = replace(rates, limit_vnd=wanted)
    assert {"a", "b"} <= set(plan_tour(project(*places), request(must=must, budget=enough), ROUTER).visited)
    short = replace(rates, limit_vnd=wanted - 1)
    assert "budget" in str(_refused(request(must=must, budget=short), *places))
    assert "ngân sách 200.000 đồng, a, b." in refused.in_language("vi")


def test_a_budget_below_the_way_of_an_empty_day_is_named_alone_and_proven() -> None:
    end = Anchor(*at(5, 0), "Xa")
    asked = request(end=end, must=(PlaceId("a"),), budget=Budget(limit_vnd=1_000, vehicle_km_vnd=10_000))
    refused = _refused(asked, place("a", 1))
    assert refused.message == "The request cannot be met:"
    assert "This cannot be kept on any tour: the budget of 1,000 VND." in str(refused)


def test_what_is_missing_is_counted_beside_the_demands_not_beside_optional_visits() -> None:
    places = [place(key, 1, visit_minutes=270) for key in ("a", "b")]
    filler = place("c", -1, visit_minutes=150)
    refused = _refused(request(must=tuple(one.id for one in places)), *places, filler)
    assert "20 minutes too short" in str(refused)


def test_a_travel_limit_that_keeps_demands_apart_is_part_of_the_conflict() -> None:
    places = place("a", 3), place("b", -3)
    asked = request(must=tuple(one.id for one in places), max_travel_s=80 * 60)
    refused = _refused(asked, *places)
    assert "cannot be met together: the travel allowed in a day, a, b." in str(refused)
    travel = [one for one in refused.details if "of travel are" in one.message]
    minutes = _figure(InfeasibleRequestError("", details=travel), "minutes")
    assert set(plan_tour(project(*places), replace(asked, max_travel_s=minutes * 60), ROUTER).visited) == {
        "a",
        "b",
    }


def test_pins_and_limits_of_groups_are_named_where_they_are_the_cause() -> None:
    # a closes before b opens, but b is to come first.
    early, late = place("a", 1, opening_hours="08:00-10:00"), place("b", 1, opening_hours="13:00-16:00")
    must = early.id, late.id
    refused = _refused(request(must=must, pins=Pins(before=((late.id, early.id),))), early, late)
    assert "cannot be met together: b before a, a, b." in str(refused)
    crowd = CategoryLimit((Category.RELIC,), most=1)
    groups = AlternativesGroup(must, label="Đôi", least=2, most=2)
    refused = _refused(request(category_limits=(crowd,), alternatives=(groups,)), early, late)
    assert "at most 1 visits" in str(refused)


def test_what_costs_less_by_a_detour_is_not_called_impossible() -> None:
    # Straight from home to a the paid way is long; over the optional b it is short.
    distance_m = np.array([[0, 1000, 9000], [1000, 0, 1000], [9000, 1000, 0]], dtype=np.int64)
    travel = Travel(
        np.array([[0, 600, 600], [600, 0, 600], [600, 600, 0]], dtype=np.int64), distance_m=distance_m
    )
    windows = (Window(0, 0, 30_000),)
    sites = (
        Site(PlaceId("b"), 1, 0, 60, windows),
        Site(PlaceId("a"), 2, 10, 60, windows, is_must=True),
    )
    day = TourDay(0, 0, 0, 40_000, vnd_per_km=1000)
    best = solve(Problem(sites, (day,), (travel,), budget_vnd=11_000), Effort(2))
    assert not best.is_impossible

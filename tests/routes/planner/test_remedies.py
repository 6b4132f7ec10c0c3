"""Reasons by rule, remedies that work, and the smallest conflicts, as ``plan_tour`` tells them."""

from dataclasses import replace

import pytest

from data.errors import InfeasibleRequestError
from data.language.catalogue import translate
from data.model.demands.choice import AlternativesGroup, CategoryLimit
from data.model.demands.means import Budget
from data.model.demands.times import VisitRule
from data.model.place import Category, PlaceId
from data.model.remedy import Remedy, RemedyKind
from data.model.tour import DroppedPlace, Tour
from routes.planner import verdicts
from routes.planner.checker import check_tour
from routes.planner.plan import plan_tour
from tests.routes.planner.world import PlainRouter, place, project, request, scores

ROUTER = PlainRouter()


def _lost(tour: Tour, key: str) -> DroppedPlace:
    return next(one for one in tour.dropped if one.place_id == key)


def _remedy(lost: DroppedPlace, kind: RemedyKind) -> Remedy:
    return next(one for one in lost.remedies if one.kind is kind)


def test_a_later_end_that_is_named_lets_the_place_in() -> None:
    register = project(place("a", 1, visit_minutes=400), place("b", 2, visit_minutes=120))
    asked = request(scores=scores(a=90, b=50))
    tour = plan_tour(register, asked, ROUTER)
    lost = _lost(tour, "b")
    assert lost.facts["minutes"] == 20
    assert _remedy(lost, RemedyKind.END_LATER).facts == {"day": 1, "time": "17:20", "time_s": 62_400}
    assert set(plan_tour(register, replace(asked, day_end_s=17 * 3600 + 1200), ROUTER).visited) == {"a", "b"}


def test_an_earlier_start_that_is_named_lets_the_place_in() -> None:
    register = project(place("a", 1, visit_minutes=400), place("b", 2, visit_minutes=120))
    asked = request(scores=scores(a=90, b=50))
    lost = _lost(plan_tour(register, asked, ROUTER), "b")
    assert _remedy(lost, RemedyKind.START_EARLIER).facts == {"day": 1, "time": "07:40", "time_s": 27_600}
    assert len(plan_tour(register, replace(asked, day_start_s=7 * 3600 + 2400), ROUTER).visited) == 2


def test_a_full_category_is_the_reason_and_one_more_the_remedy() -> None:
    limit = CategoryLimit((Category.RELIC,), most=1)
    register = project(place("a", 1), place("b", 2))
    tour = plan_tour(register, request(category_limits=(limit,), scores=scores(a=9, b=5)), ROUTER)
    lost = _lost(tour, "b")
    assert lost.reason == verdicts.CATEGORY_FULL
    assert _remedy(lost, RemedyKind.MORE_OF_CATEGORY).facts == {"more": 1}


def test_the_alternative_that_was_not_chosen_says_so() -> None:
    group = AlternativesGroup((PlaceId("a"), PlaceId("b")), label="Gốm")
    register = project(place("a", 1), place("b", 2))
    tour = plan_tour(register, request(alternatives=(group,), scores=scores(a=9, b=5)), ROUTER)
    assert tour.visited == ("a",)
    assert _lost(tour, "b").reason == verdicts.ALTERNATIVE_CHOSEN


def test_a_spent_budget_is_the_reason_and_its_raise_the_remedy() -> None:
    register = project(place("a", 1, fee_vnd=60_000), place("b", 1, 1, fee_vnd=50_000))
    asked = request(budget=Budget(limit_vnd=80_000), scores=scores(a=9, b=5))
    tour = plan_tour(register, asked, ROUTER)
    lost = _lost(tour, "b")
    assert lost.reason == verdicts.OVER_BUDGET
    more_vnd = int(_remedy(lost, RemedyKind.MORE_BUDGET).facts["cost_vnd"])
    raised = replace(asked, budget=Budget(limit_vnd=80_000 + more_vnd))
    assert set(plan_tour(register, raised, ROUTER).visited) == {"a", "b"}
    almost = replace(asked, budget=Budget(limit_vnd=80_000 + more_vnd - 1))
    assert len(plan_tour(register, almost, ROUTER).visited) == 1


def test_the_visit_to_give_up_and_a_further_day_are_named() -> None:
    register = project(place("a", 1, visit_minutes=480), place("b", 2, visit_minutes=460))
    lost = _lost(plan_tour(register, request(scores=scores(a=90, b=50)), ROUTER), "b")
    assert _remedy(lost, RemedyKind.SWAP).facts == {"place": "a", "place_id": "a"}
    assert "Bỏ a" in [translate("vi", one.text, **one.facts) for one in lost.remedies]


def test_the_smallest_conflict_leaves_out_what_has_no_part_in_it() -> None:
    places = [place(key, 1, visit_minutes=300) for key in ("a", "b")]
    near = place("c", 0.1, visit_minutes=10)
    asked = request(must=tuple(one.id for one in (*places, near)))
    with pytest.raises(InfeasibleRequestError) as raised:
        plan_tour(project(*places, near), asked, ROUTER)
    assert "These demands cannot be met together: a, b." in str(raised.value)
    assert "given up: a, b." in str(raised.value)
    assert "đồng thời" in raised.value.in_language("vi")


def test_how_much_longer_days_would_meet_all_demands_is_said() -> None:
    places = [place(key, 1, visit_minutes=270) for key in ("a", "b")]
    asked = request(must=tuple(one.id for one in places))
    with pytest.raises(InfeasibleRequestError, match="30 minutes longer"):
        plan_tour(project(*places), asked, ROUTER)
    longer = replace(asked, day_end_s=17 * 3600 + 1800)
    assert len(plan_tour(project(*places), longer, ROUTER).visited) == 2


def test_visits_are_shortened_only_where_demands_do_not_fit_otherwise() -> None:
    places = [place(key, 1, visit_minutes=300) for key in ("a", "b")]
    asked = request(visits=VisitRule(shortest_share=0.5))
    free = plan_tour(project(*places), asked, ROUTER)
    assert [stop.stay_s for stop in free.days[0].visits] == [300 * 60]
    tight = plan_tour(project(*places), replace(asked, must=(PlaceId("a"), PlaceId("b"))), ROUTER)
    assert set(tight.visited) == {"a", "b"}
    assert check_tour(project(*places), tight, ROUTER) == ()


def test_the_bound_of_a_proven_tour_is_its_score() -> None:
    tour = plan_tour(project(place("a", 1), place("b", 2)), request(), ROUTER)
    assert tour.is_proven
    assert tour.bound == tour.score


def test_a_night_market_after_midnight_is_visited() -> None:
    market = place("Chợ đêm", 1, opening_hours="18:00-25:00")
    asked = request(day_start_s=20 * 3600, day_end_s=26 * 3600)
    assert plan_tour(project(market), asked, ROUTER).visited == ("Chợ đêm",)

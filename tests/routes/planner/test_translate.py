"""Every demand of a request arrives in the problem, and what nothing can meet is said before the search."""

from datetime import timedelta
from typing import Any

import numpy as np
import pytest

from data.errors import BadInputError, NoRouteError, UnknownIdError
from data.model.demands.calendar import FestivalEffect, FestivalRule, FestivalRules, HoursChange
from data.model.demands.choice import AlternativesGroup, CategoryLimit
from data.model.demands.means import Budget, Transfer
from data.model.demands.order import Pins
from data.model.demands.times import Break, BreakKind, DayRule, VisitRange, VisitRule
from data.model.festival import Calendar, DateRule, Festival
from data.model.place import Category, PlaceId
from data.model.request import Anchor, CandidateFilter, ScoreRule
from data.model.tour import StopKind, VisitLength
from data.model.travel_mode import TravelMode
from data.model.units import UnitId
from routes.planner import verdicts
from routes.planner.candidates import preselect
from routes.planner.checker import check_tour
from routes.planner.problem import AXIS_DAY_S, GroupKind, Pin, Precedence, Window
from routes.planner.translate import Translation, translate
from routes.router import Matrix
from tests.routes.planner.trying import best_plan, best_tour, tour_of
from tests.routes.planner.world import (
    MONDAY,
    SATURDAY,
    SUNDAY,
    PlainRouter,
    at,
    place,
    project,
    request,
    scores,
    unit,
)

ROUTER = PlainRouter()
HOUR = 3600
A, B, C = PlaceId("a"), PlaceId("b"), PlaceId("c")
THREE = (place("a", 1), place("b", 2), place("c", 3))
FESTIVAL = Festival("29/11", (DateRule(Calendar.SOLAR, 11, 29, 11, 29),))


def _problem_of(*places: Any, router: Any = ROUTER, **wishes: Any) -> Translation:
    return translate(project(*places, units=(unit("u"), unit("w"))), request(**wishes), router)


def _reasons(translation: Translation) -> dict[str, str]:
    return {lost.place_id: lost.reason for lost in translation.excluded}


def _said(translation: Translation) -> str:
    return "\n".join(str(conflict) for conflict in translation.conflicts)


def test_days_have_their_own_hours_modes_and_limits() -> None:
    asked = {
        "dates": (SATURDAY, SUNDAY),
        "max_travel_s": 3 * HOUR,
        "max_walk_m": 5000,
        "days": (DayRule(day=1, start_s=9 * HOUR, mode=TravelMode.FOOT, max_travel_s=HOUR, max_walk_m=800),),
    }
    asked_modes: list[TravelMode] = []

    def router_of(mode: TravelMode) -> PlainRouter:
        asked_modes.append(mode)
        return PlainRouter(mode)

    problem = _problem_of(*THREE, router=router_of, **asked).problem
    first, second = problem.days
    assert asked_modes == [TravelMode.COACH, TravelMode.FOOT]
    assert (first.begin_s, second.begin_s) == (8 * HOUR, AXIS_DAY_S + 9 * HOUR)
    assert (first.travel, second.travel) == (0, 1)
    assert (first.max_travel_s, second.max_travel_s) == (3 * HOUR, HOUR)
    assert (first.max_walk_m, second.max_walk_m) == (5000, 800)
    walks = [travel.walk_rows for travel in problem.travels]
    assert walks[0] is not None
    assert not np.any(walks[0])
    assert walks[1] is not None
    assert np.any(walks[1])


def test_roads_of_another_mode_are_refused() -> None:
    with pytest.raises(BadInputError, match="another travel mode"):
        _problem_of(*THREE, mode=TravelMode.FOOT)


def test_festivals_raise_points_and_change_hours_on_their_dates_alone() -> None:
    fair = place("fair", 1, opening_hours="08:00-10:00", festivals=(FESTIVAL,))
    rules = FestivalRules(usual=FestivalRule(30, FestivalEffect.REPLACE, "13:00-16:00"))
    translation = _problem_of(fair, dates=(SATURDAY, SUNDAY), festivals=rules)
    (site,) = translation.problem.sites
    assert [site.score_on(day) for day in (0, 1)] == [70, 100]
    assert site.hours == (
        Window(0, 8 * HOUR, 9 * HOUR),
        Window(1, AXIS_DAY_S + 13 * HOUR, AXIS_DAY_S + 15 * HOUR),
    )
    assert best_plan(translation.problem)[1].sites == (0,)


@pytest.mark.parametrize(
    ("effect", "hours", "open_s"),
    [
        (FestivalEffect.KEEP, "", {8 * HOUR}),
        (FestivalEffect.EXTEND, "10:00-16:00", {8 * HOUR}),
        (FestivalEffect.EXTEND, "13:00-16:00", {8 * HOUR, 13 * HOUR}),
        (FestivalEffect.REPLACE, "13:00-16:00", {13 * HOUR}),
        (FestivalEffect.CLOSE, "", set()),
    ],
)
def test_a_festival_keeps_extends_replaces_or_closes(
    effect: FestivalEffect, hours: str, open_s: set[int]
) -> None:
    fair = place("fair", 1, opening_hours="08:00-10:00", festivals=(FESTIVAL,))
    rules = FestivalRules(by_place={PlaceId("fair"): FestivalRule(0, effect, hours)})
    translation = _problem_of(fair, dates=(SUNDAY,), festivals=rules)
    assert {window.open_s for site in translation.problem.sites for window in site.hours} == open_s


def test_a_change_of_hours_goes_before_register_and_festival() -> None:
    fair = place("fair", 1, opening_hours="08:00-10:00", festivals=(FESTIVAL,))
    changes = (HoursChange(fair.id, SATURDAY, MONDAY), HoursChange(fair.id, SUNDAY, SUNDAY, "09:00-12:00"))
    rules = FestivalRules(usual=FestivalRule(0, FestivalEffect.CLOSE))
    asked = {"dates": (SATURDAY, SUNDAY, MONDAY), "hours": changes, "festivals": rules}
    (site,) = _problem_of(fair, **asked).problem.sites
    assert site.hours == (Window(1, AXIS_DAY_S + 9 * HOUR, AXIS_DAY_S + 11 * HOUR),)


def test_a_large_group_visits_in_slots_and_pays_for_everybody() -> None:
    workshop = place("a", 1, capacity=15, fee_vnd=20_000)
    (site,) = _problem_of(workshop, group_size=45).problem.sites
    assert (site.slots, site.visit_s, site.cost_vnd) == (3, 3 * HOUR, 900_000)
    (site,) = _problem_of(workshop, group_size=45, has_slots=False).problem.sites
    assert (site.slots, site.visit_s) == (1, HOUR)
    stop = best_tour(project(workshop), request(group_size=45), ROUTER).days[0].visits[0]
    assert (stop.slots, stop.stay_s) == (3, 3 * HOUR)


def test_visits_are_usual_tight_or_stretched() -> None:
    ranges = VisitRule(shortest_share=0.5, by_place={B: VisitRange(20, 40, 90)})
    translation = _problem_of(*THREE, visits=ranges)
    assert [site.visit_s // 60 for site in translation.problem.sites] == [60, 40, 60]
    assert translation.can_tighten
    tight = translation.tightened()
    assert [site.visit_s // 60 for site in tight.problem.sites] == [30, 20, 30]
    assert not tight.can_tighten
    days = tour_of(translation, best_plan(translation.problem)).days
    assert {stop.place_id: stop.length for stop in days[0].visits}[B] is VisitLength.LENGTHENED


def test_what_only_the_shortest_visits_allow_is_found_tight() -> None:
    asked = {"visits": VisitRule(shortest_share=0.5), "day_end_s": 11 * HOUR}
    translation = _problem_of(*THREE, must=(A, B, C), **asked)
    assert len(best_plan(translation.problem)[0].sites) < 3
    assert len(best_plan(translation.tightened().problem)[0].sites) == 3


def test_boarding_takes_its_time_after_each_visit_by_coach() -> None:
    register = project(place("a", 1), place("b", 1))
    tour = best_tour(register, request(boarding_minutes=5), ROUTER)
    assert [stop.boarding_s for stop in tour.days[0].stops] == [0, 300, 300, 0]
    assert tour.days[0].end_s == 8 * HOUR + 2 * 600 + 2 * 3900
    assert check_tour(register, tour, ROUTER) == ()


def test_lunch_is_taken_at_an_open_food_place_on_the_way() -> None:
    near = place("near", 1, 0.1, category=Category.FOOD_MARKET, opening_hours="11:00-13:00")
    closed = place("closed", 1, category=Category.FOOD_MARKET, opening_hours="17:00-22:00")
    lunch = Break(11 * HOUR, 13 * HOUR, HOUR, categories=(Category.FOOD_MARKET,))
    register = project(place("a", 1), near, closed)
    asked = request(breaks=(lunch,), candidates=CandidateFilter(categories=(Category.RELIC,)))
    tour = best_tour(register, asked, ROUTER)
    stop = next(stop for stop in tour.days[0].stops if stop.kind is StopKind.LUNCH)
    assert (stop.place_id, stop.begin_s) == ("near", 11 * HOUR)
    assert check_tour(register, tour, ROUTER) == ()


def test_several_breaks_of_a_day_are_all_taken() -> None:
    breaks = (Break(11 * HOUR, 12 * HOUR, HOUR), Break(14 * HOUR, 16 * HOUR, 1200, BreakKind.REST))
    tour = best_tour(project(*THREE), request(breaks=breaks), ROUTER)
    kinds = [stop.kind for stop in tour.days[0].stops if stop.kind.is_break]
    assert kinds == [StopKind.LUNCH, StopKind.REST]
    assert check_tour(project(*THREE), tour, ROUTER) == ()


def test_a_break_without_an_open_place_is_named() -> None:
    lunch = Break(11 * HOUR, 13 * HOUR, HOUR, categories=(Category.FOOD_MARKET,))
    closed = place("closed", 1, category=Category.FOOD_MARKET, opening_hours="17:00-22:00")
    assert "2026-11-28, lunch: No place of the break is open" in _said(
        _problem_of(*THREE, closed, breaks=(lunch,))
    )
    assert "The project has no place of the kinds" in _said(_problem_of(*THREE, breaks=(lunch,)))


def test_groups_carry_least_most_and_fairness() -> None:
    places = (
        place("a", 1, unit_after=UnitId("u")),
        place("b", 2, unit_after=UnitId("u")),
        place("c", 3, unit_after=UnitId("w"), category=Category.CRAFT_VILLAGE),
    )
    groups = _problem_of(
        *places,
        cover_units=(UnitId("u"),),
        unit_maximum={UnitId("u"): 1},
        category_limits=(CategoryLimit((Category.RELIC,), 1, 2),),
        alternatives=(AlternativesGroup((B, C), label="chọn một"),),
        scores=ScoreRule(fairness_points=7),
    ).problem.groups
    found = {
        (group.kind, group.name): (group.least, group.most, group.first_bonus, set(group.sites))
        for group in groups
    }
    assert found == {
        (GroupKind.UNIT, "u"): (1, 1, 0, {0, 1}),
        (GroupKind.FAIRNESS, "u"): (0, None, 7, {0, 1}),
        (GroupKind.FAIRNESS, "w"): (0, None, 7, {2}),
        (GroupKind.CATEGORY, "relic"): (1, 2, 0, {0, 1}),
        (GroupKind.ALTERNATIVES, "chọn một"): (0, 1, 0, {1, 2}),
    }


def test_pins_become_rules_windows_and_demands() -> None:
    pins = Pins(first=A, last_of_day={1: B}, before=((A, B),), fixed_days={C: 0}, sequences=((A, C),))
    problem = _problem_of(*THREE, dates=(SATURDAY, SUNDAY), pins=pins).problem
    assert problem.pins == (Pin(0, is_first=True, is_of_tour=True), Pin(1, is_first=False))
    assert problem.precedences == (Precedence(0, 1),)
    assert problem.sequences == ((0, 2),)
    assert [site.is_must for site in problem.sites] == [True, True, False]
    assert [{window.day for window in site.windows} for site in problem.sites] == [{0, 1}, {1}, {0}]


def test_money_of_days_kilometres_and_hours_is_counted_where_there_is_a_driver() -> None:
    budget = Budget(
        limit_vnd=9_000_000, vehicle_km_vnd=15_000, vehicle_day_vnd=1_000_000, vehicle_hour_vnd=50_000,
        guide_day_vnd=500_000,
    )  # fmt: skip
    days = (DayRule(day=1, mode=TravelMode.FOOT),)
    problem = _problem_of(
        *THREE, dates=(SATURDAY, SUNDAY), budget=budget, days=days, router=PlainRouter
    ).problem
    assert problem.budget_vnd == 9_000_000
    assert [day.cost_vnd for day in problem.days] == [1_500_000, 500_000]
    assert [(day.vnd_per_km, day.vnd_per_hour) for day in problem.days] == [(15_000, 50_000), (0, 0)]
    assert problem.travels[0].distance_m is not None
    assert problem.travels[0].distance_m[0, 1] == 6000


def test_speeds_of_the_time_of_day_become_buckets_of_the_tour_hours() -> None:
    departures: list[int | None] = []

    class Recording(PlainRouter):
        def matrix(self, points: Any, *, depart_s: int | None = None, **options: Any) -> Matrix:
            departures.append(depart_s)
            return super().matrix(points, depart_s=depart_s, **options)

    problem = _problem_of(*THREE, router=Recording(), is_time_dependent=True).problem
    assert problem.is_time_dependent
    assert departures == list(problem.travels[0].bucket_starts_s)
    assert departures[0] <= 8 * HOUR < departures[1]  # type: ignore[operator]
    assert departures[-1] < 17 * HOUR  # type: ignore[operator]
    departures.clear()
    assert not _problem_of(*THREE, router=Recording()).problem.is_time_dependent
    assert departures == [None]


@pytest.mark.parametrize(
    ("wishes", "reason"),
    [
        ({"pins": Pins(fixed_days={A: 1}), "dates": (SATURDAY, SUNDAY)}, verdicts.CLOSED_ON_FIXED_DAY),
        ({"budget": Budget(limit_vnd=50_000)}, verdicts.TOO_DEAR),
        ({"unit_maximum": {UnitId("u"): 0}}, verdicts.NONE_ALLOWED),
        ({"category_limits": (CategoryLimit((Category.CRAFT_VILLAGE,), 0, 0),)}, verdicts.NONE_ALLOWED),
        ({"mode": TravelMode.FOOT, "max_walk_m": 11_000}, verdicts.WALK_TOO_LONG),
        ({"pins": Pins(sequences=((B, A, PlaceId("gone")),))}, verdicts.SEQUENCE_BROKEN),
    ],
)
def test_what_can_never_be_visited_says_why(wishes: dict[str, Any], reason: str) -> None:
    a = place(
        "a", 1, unit_after=UnitId("u"), opening_hours="Sa 08:00-17:00", fee_vnd=60_000,
        category=Category.CRAFT_VILLAGE,
    )  # fmt: skip
    gone = place("gone", 1, visit_minutes=0)
    translation = _problem_of(a, place("b", 0.2), gone, router=PlainRouter, **wishes)
    assert _reasons(translation)["a"] == reason


def test_a_place_too_far_from_where_the_vehicle_stops_says_so() -> None:
    router = PlainRouter(unreachable=frozenset({at(1, 0)}))
    translation = _problem_of(*THREE, router=router, transfer=Transfer(max_walk_m=400))
    assert _reasons(translation)["a"] == verdicts.NO_STOP_NEAR


def test_demands_that_nothing_can_meet_are_all_named() -> None:
    places = (place("a", 1, unit_after=UnitId("u"), fee_vnd=100_000), place("b", 30))
    said = _said(
        _problem_of(
            *places,
            must=(A, B),
            unit_minimum={UnitId("w"): 1},
            category_limits=(CategoryLimit((Category.RELIC,), 2),),
            budget=Budget(limit_vnd=150_000, guide_day_vnd=100_000),
        )
    )
    assert "b: Even on its own it does not fit" in said
    assert "Phường w, Hà Nội: Visits demanded there: 1; candidates that can be visited: 0" in said
    assert "Historical and cultural relic: Visits demanded there: 2" in said
    assert "a: A visit costs the group 100,000 VND" in said


def test_must_sees_over_a_limit_or_the_budget_are_named() -> None:
    places = [place(name, 1, unit_after=UnitId("u"), fee_vnd=60_000) for name in "ab"]
    asked = {"must": (A, B), "unit_maximum": {UnitId("u"): 1}, "budget": Budget(limit_vnd=100_000)}
    said = _said(_problem_of(*places, **asked))
    assert "Visits allowed there: 1; places that must be visited: 2" in said
    assert "The budget is 100,000 VND, but the days and the must-sees alone cost 120,000 VND" in said


def test_a_sequence_brings_its_places_along() -> None:
    asked = {"candidates": CandidateFilter(place_ids=(A,)), "pins": Pins(sequences=((A, C),))}
    assert [one.id for one in _problem_of(*THREE, **asked).places] == [A, C]


@pytest.mark.parametrize(
    "wishes",
    [
        {"hours": (HoursChange(PlaceId("x"), SATURDAY, SATURDAY),)},
        {"alternatives": (AlternativesGroup((A, PlaceId("x"))),)},
        {"scores": scores(x=3)},
        {"capacities": {PlaceId("x"): 3}},
        {"pins": Pins(before=((A, PlaceId("x")),))},
        {"breaks": (Break(place_ids=(PlaceId("x"),)),)},
        {"unit_maximum": {UnitId("x"): 3}},
    ],
)
def test_names_that_the_project_does_not_have_are_refused_wherever_they_stand(wishes: dict[str, Any]) -> None:
    with pytest.raises(UnknownIdError, match="x"):
        _problem_of(*THREE, **wishes)


def test_a_hotel_without_road_is_refused_by_name() -> None:
    night = Anchor(*at(9, 9), "Khách sạn xa")
    router = PlainRouter(access_m={at(9, 9): 12_000.0})
    with pytest.raises(BadInputError, match="Khách sạn xa"):
        _problem_of(*THREE, router=router, dates=(SATURDAY, SUNDAY), nights=(night,))


def test_no_network_for_the_mode_is_passed_on() -> None:
    class Nowhere(PlainRouter):
        def matrix(self, points: Any, **options: Any) -> Matrix:
            raise NoRouteError("No road for this mode.")

    with pytest.raises(NoRouteError):
        _problem_of(*THREE, router=Nowhere())


def test_of_thousands_of_candidates_the_promising_and_the_demanded_are_planned_with() -> None:
    crowd = [place(f"p{i}", i % 40 - 20, i // 40, visit_minutes=30 + i % 90) for i in range(1200)]
    dull = place("dull", 30, unit_after=UnitId("u"))
    pinned = place("pinned", -30)
    asked = request(
        must=(PlaceId("p1199"),),
        cover_units=(UnitId("u"),),
        pins=Pins(fixed_days={PlaceId("pinned"): 0}),
        scores=scores(dull=0),
    )
    register = project(*crowd, dull, pinned, units=(unit("u"),))
    chosen = {one.id for one in preselect(register, asked, tuple(register.places.values()), most=100)}
    assert {"p1199", "dull", "pinned"} <= chosen
    assert len(chosen) == 100
    left = next(one for one in crowd if one.id not in chosen)
    near = next(one for one in crowd if (one.lon, one.lat) == at(0, 0) or one.id == "p20")
    assert near.id in chosen
    assert left.id not in chosen


def test_candidates_left_aside_are_accounted_for() -> None:
    crowd = [place(f"p{i}", i % 20 - 10, i // 20 - 10) for i in range(410)]
    translation = _problem_of(*crowd)
    lost = [one for one in translation.excluded if one.reason == verdicts.NOT_PRESELECTED]
    assert len(translation.places) + len(translation.excluded) == 410
    assert {one.facts["count"] for one in lost} == {400}


def test_a_week_of_dates_far_apart_is_on_one_axis() -> None:
    dates = (SATURDAY, SATURDAY + timedelta(9))
    problem = _problem_of(*THREE, dates=dates).problem
    assert [day.begin_s for day in problem.days] == [8 * HOUR, AXIS_DAY_S + 8 * HOUR]

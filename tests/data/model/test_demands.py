"""Demands of a request: what contradicts itself is refused in words, what holds on a day is put together."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest

from data.errors import BadInputError
from data.model.demands.calendar import FestivalEffect, FestivalRule, FestivalRules, HoursChange
from data.model.demands.choice import AlternativesGroup, CategoryLimit
from data.model.demands.means import Budget, Transfer
from data.model.demands.order import Pins
from data.model.demands.times import Break, BreakKind, DayRule, VisitRange, VisitRule
from data.model.place import Category, PlaceId, Rank
from data.model.request import MOST_SCORE, Anchor, ScoreRule, TourRequest
from data.model.travel_mode import TravelMode
from data.model.units import UnitId

A, B, C, D = (PlaceId(key) for key in "abcd")
U = UnitId("u")
HOUR = 3600
DATES = tuple(date(2026, 11, 27) + timedelta(days=day) for day in range(3))
HERE = Anchor(105.8, 21.0)


def _request(**demands: Any) -> TourRequest:
    return TourRequest(**{"start": HERE, "end": HERE, "dates": DATES, **demands})


@pytest.mark.parametrize(
    ("demands", "said"),
    [
        ({"must": (A,), "never": (A,)}, "a stand both under 'must' and under 'never'"),
        ({"pins": Pins(fixed_days={A: 1}), "never": (A,)}, "a are pinned and stand under 'never'"),
        ({"pins": Pins(before=((A, B), (B, A)))}, "a, b have to come before each other in a circle"),
        ({"pins": Pins(before=((A, B), (B, C), (C, A)))}, "a, b, c have to come before each other"),
        ({"pins": Pins(before=((A, A),))}, "a have to come before each other in a circle"),
        ({"pins": Pins(before=((B, A),), sequences=((A, B),))}, "a, b have to come before each other"),
        ({"pins": Pins(before=((A, B),), fixed_days={A: 2, B: 0})}, "a has to come before b, but is fixed"),
        ({"pins": Pins(before=((A, B),), first=B)}, "contradicts first or last visit"),
        ({"pins": Pins(before=((A, B),), last=A)}, "contradicts first or last visit"),
        ({"pins": Pins(fixed_days={A: 3})}, "a: There is no day 4: the tour has 3 days."),
        ({"pins": Pins(first_of_day={7: A})}, "There is no day 8"),
        ({"days": (DayRule(day=3),)}, "There is no day 4"),
        ({"days": (DayRule(day=1), DayRule(day=1))}, "Day 2 has 2 rules."),
        ({"breaks": (Break(days=(5,)),)}, "lunch: There is no day 6"),
        ({"pins": Pins(fixed_days={A: 0}, last_of_day={1: A})}, "It is pinned to several days: 1, 2."),
        ({"pins": Pins(first=A, first_of_day={0: B})}, "a, b are pinned to the same spot."),
        ({"pins": Pins(last=A, last_of_day={2: B})}, "a, b are pinned to the same spot."),
        ({"pins": Pins(first=A, last=A), "must": (B,)}, "both the first and the last"),
        ({"pins": Pins(sequences=((A, B),), fixed_days={A: 0, B: 1})}, "fixed to different days"),
        ({"pins": Pins(sequences=((A,),))}, "A sequence needs two different places"),
        ({"pins": Pins(sequences=((A, B), (B, C)))}, "b: It stands in 2 locked sequences."),
        ({"unit_minimum": {U: 3}, "unit_maximum": {U: 2}}, "u: At least 3 and at most 2"),
        ({"cover_units": (U,), "unit_maximum": {U: 0}}, "u: At least 1 and at most 0"),
        ({"must": (A, B), "alternatives": (AlternativesGroup((A, B, C)),)}, "at most 1 of these"),
        (
            {"never": (A, B), "alternatives": (AlternativesGroup((A, B), least=1),)},
            "At least 1 of these alternatives are demanded; only 0 may be visited.",
        ),
        (
            {"breaks": (Break(11 * HOUR, 11 * HOUR, HOUR), Break(11 * HOUR, 11 * HOUR + 1800, HOUR))},
            "The breaks 'lunch' and 'lunch' overlap on day",
        ),
        ({"days": (DayRule(day=1, start_s=18 * HOUR),)}, "days 2: The day ends before it begins."),
        ({"group_size": 0}, "group_size is 0"),
        ({"max_walk_m": -1}, "max_walk_m is -1"),
        ({"boarding_minutes": -5}, "boarding_minutes is -5"),
    ],
)
def test_demands_that_contradict_each_other_are_named(demands: dict[str, Any], said: str) -> None:
    with pytest.raises(BadInputError) as raised:
        _request(**demands)
    assert said in str(raised.value)
    assert raised.value.remedy or raised.value.details


def test_all_contradictions_come_at_once() -> None:
    with pytest.raises(BadInputError) as raised:
        _request(must=(A,), never=(A,), pins=Pins(before=((B, C), (C, B))), days=(DayRule(day=9),))
    assert len(raised.value.details) == 3


@pytest.mark.parametrize(
    "demands",
    [
        {"breaks": (Break(11 * HOUR, 12 * HOUR), Break(12 * HOUR, 13 * HOUR))},
        {"breaks": (Break(11 * HOUR, 11 * HOUR, days=(0,)), Break(11 * HOUR, 11 * HOUR, days=(1,)))},
        {"breaks": (Break(11 * HOUR, 11 * HOUR), Break(11 * HOUR, 11 * HOUR, 0))},
        {"pins": Pins(before=((A, B),), fixed_days={A: 1, B: 1})},
        {"pins": Pins(first=A, last=A), "must": (A,)},
        {"unit_minimum": {U: 2}, "unit_maximum": {U: 2}},
    ],
)
def test_demands_that_fit_are_accepted(demands: dict[str, Any]) -> None:
    request = _request(**demands)
    assert all(getattr(request, key) == value for key, value in demands.items())


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: Break(12 * HOUR, 11 * HOUR), "The window of the break ends before it begins."),
        (lambda: CategoryLimit((Category.RELIC,), 3, 2), "At least 3 and at most 2 contradict"),
        (lambda: CategoryLimit((), 1), "at least one category"),
        (lambda: AlternativesGroup((A,)), "two different places"),
        (lambda: AlternativesGroup((A, A)), "two different places"),
        (lambda: VisitRange(30, 20, 60), "shortest <= typical <= longest"),
        (lambda: VisitRange(0, 20, 60), "shortest is 0"),
        (lambda: VisitRule(shortest_share=1.5), "shares of the visit length"),
        (lambda: VisitRule(longest_share=float("nan")), "shares of the visit length"),
        (lambda: Budget(limit_vnd=-1), "limit_vnd is -1"),
        (lambda: Budget(vehicle_km_vnd=-1), "vehicle_km_vnd is -1"),
        (lambda: Transfer(500, TravelMode.COACH), "not by 'coach'"),
        (lambda: HoursChange(A, DATES[1], DATES[0]), "ends before it begins"),
        (lambda: HoursChange(A, DATES[0], DATES[0], " "), "hours is empty"),
        (lambda: FestivalRule(0, FestivalEffect.EXTEND), "Festival hours go with"),
        (lambda: FestivalRule(0, FestivalEffect.KEEP, "24/7"), "Festival hours go with"),
        (lambda: ScoreRule(by_place={A: 10**12}), "too large to compute with"),
        (lambda: ScoreRule(weights={A: float("inf")}), "weight is inf"),
        (lambda: ScoreRule(weights={A: 1e9}), "too large to compute with"),
        (lambda: ScoreRule(fairness_points=-1), "score is -1"),
    ],
)
def test_a_demand_that_means_nothing_is_refused(make: Callable[[], object], said: str) -> None:
    with pytest.raises(BadInputError) as raised:
        make()
    assert said in str(raised.value)


def test_a_weight_multiplies_the_points_of_a_place() -> None:
    rule = ScoreRule(by_place={A: 40, C: 500}, weights={A: 1.5, B: 0.0, C: 1_000_000.0})
    assert rule.score(A, Rank.NATIONAL, Category.RELIC) == 60
    assert rule.score(B, Rank.NATIONAL, Category.RELIC) == 0
    assert rule.score(C, Rank.NATIONAL, Category.RELIC) == MOST_SCORE


def test_a_day_puts_together_what_holds_for_all_days_and_for_itself() -> None:
    dinner = Break(18 * HOUR, 19 * HOUR, HOUR, BreakKind.DINNER, days=(1,))
    night = Anchor(106.0, 21.0, "Khách sạn")
    request = _request(
        nights=(night, night),
        max_travel_s=3 * HOUR,
        breaks=(dinner, Break()),
        days=(DayRule(day=1, end_s=21 * HOUR, mode=TravelMode.BICYCLE, max_travel_s=HOUR, max_walk_m=500),),
    )
    usual, other, _ = request.frames
    assert (usual.start, usual.end) == (HERE, night)
    assert (usual.mode, usual.max_travel_s, usual.max_walk_m) == (TravelMode.COACH, 3 * HOUR, None)
    assert (other.start_s, other.end_s, other.date) == (request.day_start_s, 21 * HOUR, DATES[1])
    assert (other.mode, other.max_travel_s, other.max_walk_m) == (TravelMode.BICYCLE, HOUR, 500)
    assert usual.breaks == (Break(),)
    assert other.breaks == (Break(), dinner)
    assert request.modes == (TravelMode.COACH, TravelMode.BICYCLE)


def test_the_order_of_rules_says_nothing() -> None:
    early, late = Break(10 * HOUR, 10 * HOUR), Break()
    one = _request(breaks=(early, late), days=(DayRule(day=0, end_s=15 * HOUR), DayRule(day=2)))
    assert one == _request(breaks=(late, early), days=(DayRule(day=2), DayRule(day=0, end_s=15 * HOUR)))


def test_a_request_on_fewer_dates_keeps_the_demands_on_the_days_that_are_left() -> None:
    request = _request(
        days=(DayRule(day=0, end_s=15 * HOUR), DayRule(day=2)),
        breaks=(Break(), Break(18 * HOUR, 19 * HOUR, days=(0, 2)), Break(20 * HOUR, 20 * HOUR, days=(2,))),
        pins=Pins(fixed_days={A: 0, B: 2}, first_of_day={2: C}, before=((A, B),)),
    )
    short = request.on_dates(DATES[:1])
    assert short.days == (DayRule(day=0, end_s=15 * HOUR),)
    assert short.breaks == (Break(), Break(18 * HOUR, 19 * HOUR, days=(0,)))
    assert short.pins == Pins(fixed_days={A: 0}, before=((A, B),))
    assert request.on_dates(tuple(day + timedelta(days=30) for day in DATES)).pins == request.pins


def test_first_and_last_visits_are_demanded_and_other_pins_are_not() -> None:
    pins = Pins(first=A, last_of_day={1: B}, before=((C, D),), fixed_days={C: 0}, sequences=((C, D),))
    request = _request(pins=pins, must=(D,))
    assert pins.demanded == {A, B}
    assert pins.places == {A, B, C, D}
    assert request.demanded == {A, B, D}


def test_visits_are_shortened_and_lengthened_by_share_or_by_place() -> None:
    rule = VisitRule(shortest_share=0.7, longest_share=1.5, by_place={A: VisitRange(10, 20, 90)})
    assert rule.range_of(A, 45) == VisitRange(10, 20, 90)
    assert rule.range_of(B, 45) == VisitRange(32, 45, 67)
    assert rule.range_of(B, 1) == VisitRange(1, 1, 1)
    assert VisitRule().range_of(B, 45) == VisitRange(45, 45, 45)
    request = _request(visits=rule, default_visit_minutes=20)
    assert request.visit_range(B, None) == VisitRange(14, 20, 30)


@pytest.mark.parametrize(
    ("demands", "registered", "slots"),
    [
        ({}, 15, 3),
        ({}, 45, 1),
        ({}, 44, 2),
        ({}, None, 1),
        ({}, 0, 1),
        ({"capacities": {A: 10}}, 15, 5),
        ({"capacities": {B: 10}}, None, 1),
        ({"has_slots": False}, 15, 1),
    ],
)
def test_a_group_visits_in_as_many_slots_as_the_capacity_needs(
    demands: dict[str, Any], registered: int | None, slots: int
) -> None:
    assert _request(group_size=45, **demands).slots_at(A, registered) == slots


def test_the_festival_rule_of_a_place_goes_before_the_usual_one() -> None:
    special = FestivalRule(90, FestivalEffect.CLOSE)
    rules = FestivalRules(usual=FestivalRule(30), by_place={A: special})
    assert (rules.of(A), rules.of(B)) == (special, FestivalRule(30))


def test_a_request_with_thousands_of_places_is_checked_whole() -> None:
    places = tuple(PlaceId(f"p{number}") for number in range(5000))
    pins = Pins(before=tuple(pairwise(places)))
    request = _request(must=places, pins=pins)
    assert len(request.demanded) == 5000
    with pytest.raises(BadInputError, match="in a circle"):
        replace(request, pins=replace(pins, before=(*pins.before, (places[-1], places[0]))))


def test_breaks_that_begin_together_are_kept_in_one_order() -> None:
    lunch, dinner = Break(kind=BreakKind.LUNCH), Break(kind=BreakKind.DINNER)
    assert _request(breaks=(dinner, lunch)) == _request(breaks=(lunch, dinner))

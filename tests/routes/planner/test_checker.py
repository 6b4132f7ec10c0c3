"""The checker sees each kind of fault put into a sound tour, and names exactly that fault."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import timedelta
from typing import Any, Final

import numpy as np
import pytest
from shapely import LineString, Point

from data.costs.sheet import HIRED
from data.model.demands.calendar import FestivalEffect, FestivalRule, FestivalRules, HoursChange
from data.model.demands.choice import AlternativesGroup, CategoryLimit
from data.model.demands.means import Budget, Transfer
from data.model.demands.order import Pins
from data.model.demands.times import Break, BreakKind, DayRule, VisitRange, VisitRule
from data.model.festival import Calendar, DateRule, Festival
from data.model.place import Category, Place, PlaceId
from data.model.project import Project
from data.model.request import Anchor, CandidateFilter, ScoreRule, TourRequest
from data.model.tour import Day, Stop, StopKind, Tour
from data.model.travel_mode import TravelMode
from data.model.units import UnitId
from routes.planner.checker import check_tour
from routes.router import Matrix, Route, RoutePart
from tests.routes.planner.trying import best_tour
from tests.routes.planner.world import SATURDAY, SUNDAY, PlainRouter, at, place, project, request, unit
from tests.samples import with_ways

ROUTER = PlainRouter()
A, B, C, INN, SPARE = (PlaceId(name) for name in ("a", "b", "c", "inn", "spare"))
FESTIVAL = Festival("27–28/11", (DateRule(Calendar.SOLAR, 11, 27, 11, 28),))
HOUR = 3600

Fault = Callable[[Tour], Tour]


def _register(**changes: Mapping[str, Any]) -> Project:
    """Return three relics in two communes, an inn, and a place outside the wishes."""
    built: dict[str, dict[str, Any]] = {
        "a": {"unit_after": UnitId("u"), "opening_hours": "08:00-16:00", "fee_vnd": 20_000},
        "b": {"unit_after": UnitId("u")},
        "c": {"unit_after": UnitId("w"), "visit_minutes": None},
        "inn": {"category": Category.FOOD_MARKET, "opening_hours": "10:30-14:00"},
        "spare": {},
    }
    spots = {"a": 1, "b": 2, "c": 3, "inn": 2, "spare": 4}
    places = [
        place(name, spots[name], 1.0 if name == "inn" else 0.0, **{**built[name], **changes.get(name, {})})
        for name in built
    ]
    return project(*places, units=(unit("u"), unit("w")))


def _asked(**wishes: Any) -> TourRequest:
    return request(**{"candidates": CandidateFilter(place_ids=(A, B, C)), **wishes})


def _codes(tour: Tour, register: Project, router: Any = ROUTER) -> set[str]:
    return {violation.code for violation in check_tour(register, tour, router)}


@dataclass(frozen=True)
class Case:
    """A sound tour for ``wishes``, a fault put in, and the codes that must come of it.

    ``side`` are codes that the fault brings along of necessity.
    """

    code: str
    fault: Fault
    wishes: Mapping[str, Any] | None = None
    places: Mapping[str, Mapping[str, Any]] | None = None
    side: frozenset[str] = frozenset()
    is_tight: bool = False


# Faults.


def _in_request(**wishes: Any) -> Fault:
    return lambda tour: replace(tour, request=replace(tour.request, **wishes))


def _with_day(tour: Tour, change: Callable[[Day], Day]) -> Tour:
    return replace(tour, days=(change(tour.days[0]), *tour.days[1:]))


def _stop(is_meant: Callable[[Stop], bool], **values: Any) -> Fault:
    def fault(tour: Tour) -> Tour:
        days = tuple(
            replace(day, stops=tuple(replace(s, **values) if is_meant(s) else s for s in day.stops))
            for day in tour.days
        )
        return replace(tour, days=days)

    return fault


def _is(place_id: str) -> Callable[[Stop], bool]:
    return lambda stop: stop.place_id == place_id


def _kind(kind: StopKind) -> Callable[[Stop], bool]:
    return lambda stop: stop.kind is kind


def _shifted(seconds: int) -> Fault:
    def later(stop: Stop) -> Stop:
        return replace(
            stop,
            arrive_s=stop.arrive_s + seconds,
            begin_s=stop.begin_s + seconds,
            depart_s=stop.depart_s + seconds,
        )

    return lambda tour: _with_day(
        tour, lambda day: replace(day, stops=tuple(later(stop) for stop in day.stops))
    )


def _leave_later(seconds: int) -> Fault:
    """Let the last visit last longer; only the way home comes later."""

    def change(day: Day) -> Day:
        *rest, visit, end = day.stops
        visit = replace(visit, depart_s=visit.depart_s + seconds)
        end = replace(
            end,
            arrive_s=end.arrive_s + seconds,
            begin_s=end.begin_s + seconds,
            depart_s=end.depart_s + seconds,
        )
        return replace(day, stops=(*rest, visit, end))

    return lambda tour: _with_day(tour, change)


def _leg(**values: Any) -> Fault:
    return lambda tour: _with_day(
        tour, lambda day: replace(day, legs=(with_ways(day.legs[0], **values), *day.legs[1:]))
    )


def _stay(place_id: str, seconds: int) -> Fault:
    """Begin a visit later or earlier; it still ends when it did."""

    def fault(tour: Tour) -> Tour:
        stop = next(stop for day in tour.days for stop in day.stops if stop.place_id == place_id)
        begin_s = stop.begin_s + seconds
        return _stop(_is(place_id), arrive_s=min(stop.arrive_s, begin_s), begin_s=begin_s)(tour)

    return fault


def _same(tour: Tour) -> Tour:
    return tour


LUNCH: Final = Break(11 * HOUR, 12 * HOUR, HOUR)
INN_LUNCH: Final = replace(LUNCH, place_ids=(INN,))
FREE_DAYS: Final = {"dates": (SATURDAY, SUNDAY)}

CASES: Final = (
    Case("dates", lambda t: replace(t, days=(replace(t.days[0], date=SATURDAY + timedelta(1)),))),
    Case("anchor", _in_request(start=Anchor(*at(5, 5), "Khác"))),
    Case("anchor", _in_request(end=Anchor(*at(5, 5), "Khác"))),
    Case("anchor", _in_request(nights=(Anchor(*at(5, 5), "Khác"),)), FREE_DAYS),
    Case("day_start", _in_request(day_start_s=9 * HOUR)),
    Case("day_end", _in_request(day_end_s=11 * HOUR)),
    Case("day_end", _in_request(days=(DayRule(day=0, end_s=11 * HOUR),))),
    Case("continuity", _stop(_kind(StopKind.END), arrive_s=15 * HOUR, begin_s=15 * HOUR, depart_s=15 * HOUR)),
    Case("max_travel", _in_request(max_travel_s=50 * 60)),
    Case("max_walk", _in_request(max_walk_m=1000), {"mode": TravelMode.FOOT}),
    Case("not_before", _stop(_is("b"), not_before_s=16 * HOUR)),
    Case("mode", _in_request(mode=TravelMode.CAR)),
    Case("mode", _in_request(days=(DayRule(day=0, mode=TravelMode.CAR),))),
    Case("leg_duration", _leg(duration_s=60), side=frozenset({"continuity"})),
    Case("leg_distance", _leg(distance_m=60.0)),
    Case("unknown_place", _stop(_is("b"), place_id=PlaceId("gone")), side=frozenset({"score"})),
    Case("repeated", _stop(_is("b"), place_id=A), side=frozenset({"spot", "closed"})),
    Case("never", _in_request(never=(B,))),
    Case("not_candidate", _in_request(candidates=CandidateFilter(place_ids=(A, C)))),
    Case("must", _in_request(must=(SPARE,))),
    Case("closed", _in_request(hours=(HoursChange(A, SATURDAY, SATURDAY),))),
    Case(
        "closed",
        _in_request(festivals=FestivalRules(usual=FestivalRule(effect=FestivalEffect.CLOSE))),
        places={"a": {"festivals": (FESTIVAL,)}},
    ),
    Case(
        "closed",
        _in_request(festivals=FestivalRules(usual=FestivalRule(0, FestivalEffect.REPLACE, "19:00-21:00"))),
        places={"a": {"festivals": (FESTIVAL,)}},
    ),
    Case(
        "closed",
        _in_request(festivals=FestivalRules()),
        {
            "festivals": FestivalRules(usual=FestivalRule(0, FestivalEffect.EXTEND, "08:00-16:00")),
            "must": (A,),
        },
        {"a": {"festivals": (FESTIVAL,), "opening_hours": "19:00-21:00"}},
    ),
    Case("stay", _in_request(default_visit_minutes=90), side=frozenset({"length"})),
    Case(
        "stay",
        _in_request(visits=VisitRule(by_place={A: VisitRange(65, 70, 80)})),
        side=frozenset({"length"}),
    ),
    Case("stay_long", _leave_later(1800), side=frozenset({"length"})),
    Case("length", _in_request(visits=VisitRule(by_place={A: VisitRange(50, 70, 80)}))),
    Case(
        "slots",
        _in_request(has_slots=False),
        {"group_size": 45},
        {"b": {"capacity": 30}},
        frozenset({"length", "stay_long"}),
    ),
    Case("slots", _in_request(group_size=45, capacities={B: 30}), side=frozenset({"stay", "length"})),
    Case("boarding", _in_request(boarding_minutes=0), {"boarding_minutes": 5}),
    Case("break", _in_request(breaks=()), {"breaks": (LUNCH,)}),
    Case(
        "break",
        _in_request(breaks=(LUNCH, Break(15 * HOUR, 16 * HOUR, 600, BreakKind.REST))),
        {"breaks": (LUNCH,)},
    ),
    Case(
        "break_time",
        _in_request(breaks=(replace(LUNCH, earliest_s=8 * HOUR, latest_s=9 * HOUR),)),
        {"breaks": (LUNCH,)},
    ),
    Case("break_length", _in_request(breaks=(replace(LUNCH, duration_s=2 * HOUR),)), {"breaks": (LUNCH,)}),
    Case("break_place", _in_request(breaks=(INN_LUNCH,)), {"breaks": (LUNCH,)}),
    Case("break_place", _in_request(breaks=(LUNCH,)), {"breaks": (INN_LUNCH,)}),
    Case(
        "break_place",
        _in_request(breaks=(replace(LUNCH, categories=(Category.FOOD_MARKET,)),)),
        {"breaks": (LUNCH,)},
    ),
    Case(
        "break_closed", _in_request(hours=(HoursChange(INN, SATURDAY, SATURDAY),)), {"breaks": (INN_LUNCH,)}
    ),
    Case("unit_minimum", _in_request(unit_minimum={UnitId("w"): 2})),
    Case(
        "unit_minimum",
        _in_request(cover_units=(UnitId("w"),), candidates=CandidateFilter(place_ids=(A, B))),
        {"candidates": CandidateFilter(place_ids=(A, B))},
    ),
    Case("unit_maximum", _in_request(unit_maximum={UnitId("u"): 1})),
    Case("category_minimum", _in_request(category_limits=(CategoryLimit((Category.RELIC,), 4),))),
    Case("category_maximum", _in_request(category_limits=(CategoryLimit((Category.RELIC,), 0, 2),))),
    Case("alternatives_maximum", _in_request(alternatives=(AlternativesGroup((A, B)),))),
    Case("alternatives_minimum", _in_request(alternatives=(AlternativesGroup((SPARE, INN), 1),))),
    Case("first", _in_request(pins=Pins(first=B))),
    Case("last", _in_request(pins=Pins(last=B))),
    Case("first_of_day", _in_request(pins=Pins(first_of_day={0: B}))),
    Case("last_of_day", _in_request(pins=Pins(last_of_day={0: B}))),
    Case("before", _in_request(pins=Pins(before=((C, A),))), {"pins": Pins(before=((A, C),))}),
    Case(
        "fixed_day", _in_request(pins=Pins(fixed_days={A: 1})), {**FREE_DAYS, "pins": Pins(fixed_days={A: 0})}
    ),
    Case("sequence", _in_request(pins=Pins(sequences=((A, C),))), {"pins": Pins(first=A, last=C)}),
    Case("budget", _in_request(budget=Budget(limit_vnd=15_000))),
    Case("budget", _in_request(budget=Budget(limit_vnd=500_000, guide_day_vnd=490_000))),
    Case("budget", _in_request(budget=Budget(limit_vnd=500_000, vehicle_day_vnd=490_000))),
    Case("budget", _in_request(budget=Budget(limit_vnd=500_000, vehicle_km_vnd=20_000))),
    Case("budget", _in_request(budget=Budget(limit_vnd=500_000, vehicle_hour_vnd=150_000))),
    Case("budget", _in_request(budget=Budget(limit_vnd=500_000), group_size=30)),
    Case("score", lambda t: replace(t, score=t.score + 1)),
    Case("score", _in_request(scores=ScoreRule(weights={A: 2.0}))),
    Case("score", _in_request(scores=ScoreRule(fairness_points=7))),
    Case(
        "score",
        _in_request(festivals=FestivalRules(usual=FestivalRule(bonus=5))),
        places={"b": {"festivals": (FESTIVAL,)}},
    ),
)


@pytest.mark.parametrize("case", CASES, ids=[f"{number}-{case.code}" for number, case in enumerate(CASES)])
def test_a_fault_put_in_is_found_and_no_other(case: Case) -> None:
    register = _register(**case.places or {})
    asked = _asked(**case.wishes or {})
    routers = {mode: PlainRouter(mode) for mode in TravelMode}
    tour = best_tour(register, asked, routers.__getitem__, is_tight=case.is_tight)
    assert _codes(tour, register, routers.__getitem__) == set()
    assert _codes(case.fault(tour), register, routers.__getitem__) - case.side == {case.code}


CHECKED: Final[Mapping[str, str]] = {
    "start": "anchor",
    "end": "anchor",
    "nights": "anchor",
    "dates": "dates",
    "day_start_s": "day_start",
    "day_end_s": "day_end",
    "mode": "mode",
    "days": "day_end",
    "breaks": "break",
    "candidates": "not_candidate",
    "must": "must",
    "never": "never",
    "cover_units": "unit_minimum",
    "unit_minimum": "unit_minimum",
    "unit_maximum": "unit_maximum",
    "category_limits": "category_maximum",
    "alternatives": "alternatives_maximum",
    "pins": "first",
    "scores": "score",
    "festivals": "closed",
    "hours": "closed",
    "visits": "stay",
    "default_visit_minutes": "stay",
    "max_travel_s": "max_travel",
    "max_walk_m": "max_walk",
    "group_size": "budget",
    "has_slots": "slots",
    "capacities": "slots",
    "transfer": "transfer",
    "boarding_minutes": "boarding",
    "is_time_dependent": "leg_duration",
    "budget": "budget",
}
"""Code that a tour gets which breaks the field of the request."""

EXEMPT: Final[Mapping[str, str]] = {
    "title_vi": "words, no demand",
    "title_en": "words, no demand",
    "clauses": "which clauses the tour serves: a record, no demand on the tour",
    "seed": "how to search, not what to find",
    "seconds": "how to search, not what to find",
}


def test_every_field_of_a_request_is_checked_or_exempt_for_a_reason() -> None:
    known = {field.name for field in fields(TourRequest)}
    assert known == {*CHECKED, *EXEMPT}
    assert not {*CHECKED} & {*EXEMPT}
    tested = {case.code for case in CASES} | {"transfer"}
    assert set(CHECKED.values()) <= tested


@dataclass(frozen=True)
class MixedPlain(PlainRouter):
    """The last ``walk_m`` metres of every way are walked, the rest is driven."""

    walk_m: float = 300.0

    def route(self, points: Any, **options: Any) -> Route:
        """Return the straight way in two parts."""
        route = super().route(points, **options)
        walked = min(self.walk_m, route.distance_m)
        walk_s = round(route.duration_s * walked / max(route.distance_m, 1.0))
        middle = route.geometry.interpolate(1 - walked / max(route.distance_m, 1.0), normalized=True)
        ends = (Point(route.geometry.coords[0]), middle, Point(route.geometry.coords[-1]))
        parts = (
            RoutePart(
                self.mode,
                route.distance_m - walked,
                route.duration_s - walk_s,
                LineString(ends[:2]),
            ),
            RoutePart(TravelMode.FOOT, walked, walk_s, LineString(ends[1:])),
        )
        return replace(route, parts=parts)

    def matrix(self, points: Any, **options: Any) -> Matrix:
        """Return all pairs with the part on foot."""
        matrix = super().matrix(points, **options)
        walk_m = np.minimum(self.walk_m, np.where(np.isfinite(matrix.distance_m), matrix.distance_m, 0.0))
        return replace(matrix, walk_m=walk_m, walk_s=(walk_m / 10).astype(np.int32))


def test_a_walk_from_the_vehicle_that_is_too_long_is_found() -> None:
    register, router = _register(), MixedPlain()
    tour = best_tour(register, _asked(transfer=Transfer(max_walk_m=300)), router)
    assert _codes(tour, register, router) == set()
    assert _codes(_in_request(transfer=Transfer(max_walk_m=200))(tour), register, router) == {"transfer"}
    assert _codes(_in_request(max_walk_m=1000)(tour), register, router) == {"max_walk"}
    driven = PlainRouter()
    assert _codes(tour, register, driven) == {"leg_walk"}


@dataclass(frozen=True)
class RushHour(PlainRouter):
    """From nine to ten in the morning every way takes twice as long."""

    def route(self, points: Any, *, depart_s: int | None = None, **options: Any) -> Route:
        """Return the straight way at that time."""
        route = super().route(points, **options)
        return replace(route, duration_s=route.duration_s * _slow(depart_s))

    def matrix(self, points: Any, *, depart_s: int | None = None, **options: Any) -> Matrix:
        """Return all pairs at that time."""
        matrix = super().matrix(points, **options)
        return replace(matrix, duration_s=matrix.duration_s * _slow(depart_s))


def _slow(depart_s: int | None) -> int:
    return 2 if depart_s is not None and 8.5 * HOUR <= depart_s < 11 * HOUR else 1


def test_times_that_forget_the_rush_hour_are_found() -> None:
    register, router = _register(), RushHour()
    tour = best_tour(register, _asked(is_time_dependent=True), router)
    assert _codes(tour, register, router) == set()
    assert _codes(tour, register, PlainRouter()) == {"leg_duration"}
    plain = best_tour(register, _asked(), router)
    assert _codes(_in_request(is_time_dependent=True)(plain), register, router) == {"leg_duration"}


def test_a_place_that_has_become_unvisitable_is_found() -> None:
    tour = best_tour(_register(), _asked(), ROUTER)
    assert "not_visitable" in _codes(tour, _register(b={"visit_minutes": 0}))


def test_a_leg_without_road_is_found() -> None:
    tour = best_tour(_register(), _asked(), ROUTER)
    assert _codes(tour, _register(), PlainRouter(unreachable=frozenset({at(2, 0)}))) == {"no_route"}


def test_a_stop_away_from_its_place_is_found() -> None:
    moved = _register(b={}).with_places([_moved(_register().place("b"))])
    tour = best_tour(_register(), _asked(), ROUTER)
    assert _codes(tour, moved) == {"spot"}


def _moved(one: Place) -> Place:
    return replace(one, geometry=Point(*at(2, 0.5)))


def test_a_minute_of_rounding_is_tolerated() -> None:
    tour = best_tour(_register(), _asked(), ROUTER)
    assert _codes(_shifted(-60)(tour), _register()) == set()
    assert "day_start" in _codes(_shifted(-120)(tour), _register())


def test_who_lengthens_or_adds_a_visit_by_hand_may_do_so() -> None:
    register = _register()
    tour = best_tour(register, _asked(), ROUTER)
    longer = _leave_later(1800)(tour)
    assert "stay_long" not in _codes(_stop(_kind(StopKind.VISIT), is_stay_fixed=True)(longer), register)
    narrow = _in_request(candidates=CandidateFilter(place_ids=(A, C)))(tour)
    assert _codes(_stop(_is("b"), is_added=True)(narrow), register) == set()


def test_a_shortened_visit_is_sound_and_says_so() -> None:
    asked = _asked(visits=VisitRule(shortest_share=0.5), day_end_s=11 * HOUR)
    tour = best_tour(_register(), asked, ROUTER, is_tight=True)
    assert set(tour.visited) == {A, B, C}
    assert any(stop.is_tight for stop in tour.days[0].visits)
    assert _codes(tour, _register()) == set()


def test_modes_with_a_driver_are_the_ones_that_are_boarded() -> None:
    asked = _asked(boarding_minutes=5, mode=TravelMode.BICYCLE)
    tour = best_tour(_register(), asked, PlainRouter(TravelMode.BICYCLE))
    assert TravelMode.BICYCLE not in HIRED
    assert {stop.boarding_s for stop in tour.days[0].stops} == {0}
    assert _codes(tour, _register(), PlainRouter(TravelMode.BICYCLE)) == set()


def test_a_violation_can_be_said_in_both_languages() -> None:
    tour = best_tour(_register(), _asked(), ROUTER)
    violation = check_tour(_register(), replace(tour, score=1), ROUTER)[0]
    assert (
        violation.as_error().in_language("en") == "The score is said to be 1, but the visits sum up to 210."
    )
    assert "Điểm số ghi là 1" in violation.as_error().in_language("vi")

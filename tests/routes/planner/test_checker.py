"""The checker sees each kind of fault put into a sound tour."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from data.language.formats import time_range
from data.model.demands.times import Break
from data.model.place import PlaceId
from data.model.tour import Day, Stop, StopKind, Tour
from data.model.units import UnitId
from routes.planner.checker import check_tour
from routes.planner.plan import plan_tour
from tests.routes.planner.world import PlainRouter, at, place, project, request, unit
from tests.samples import with_ways

ROUTER = PlainRouter()
REGISTER = project(
    place("a", 1, opening_hours="08:00-10:00", unit_after=UnitId("u")),
    place("b", 2),
    place("c", 3, visit_minutes=None),
    place("spare", 4),
    units=(unit("u"),),
)
REQUEST = request(
    breaks=(Break(11 * 3600, 12 * 3600, 3600),),
    must=(PlaceId("a"), PlaceId("b")),
    never=(PlaceId("spare"),),
    cover_units=(UnitId("u"),),
    max_travel_s=2 * 3600,
)


@pytest.fixture(scope="module")
def tour() -> Tour:
    return plan_tour(REGISTER, REQUEST, ROUTER)


def _codes(tour: Tour, register: object = REGISTER, router: PlainRouter = ROUTER) -> set[str]:
    return {violation.code for violation in check_tour(register, tour, router)}  # type: ignore[arg-type]


def _with_day(tour: Tour, change: Callable[[Day], Day]) -> Tour:
    return replace(tour, days=(change(tour.days[0]), *tour.days[1:]))


def _with_stop(tour: Tour, is_meant: Callable[[Stop], bool], **fields: object) -> Tour:
    def change(day: Day) -> Day:
        stops = tuple(replace(s, **fields) if is_meant(s) else s for s in day.stops)  # type: ignore[arg-type]
        return replace(day, stops=stops)

    return _with_day(tour, change)


def _is(place_id: str) -> Callable[[Stop], bool]:
    return lambda stop: stop.place_id == place_id


def _is_kind(kind: StopKind) -> Callable[[Stop], bool]:
    return lambda stop: stop.kind is kind


def _shifted(tour: Tour, seconds: int) -> Tour:
    def change(day: Day) -> Day:
        stops = tuple(
            replace(
                stop,
                arrive_s=stop.arrive_s + seconds,
                begin_s=stop.begin_s + seconds,
                depart_s=stop.depart_s + seconds,
            )
            for stop in day.stops
        )
        return replace(day, stops=stops)

    return _with_day(tour, change)


def _without_visit(tour: Tour, place_id: str) -> Tour:
    def change(day: Day) -> Day:
        index = next(i for i, stop in enumerate(day.stops) if stop.place_id == place_id)
        stops, legs = list(day.stops), list(day.legs)
        del stops[index], legs[index]
        return replace(day, stops=tuple(stops), legs=tuple(legs))

    return _with_day(tour, change)


def test_a_planned_tour_is_sound(tour: Tour) -> None:
    assert set(tour.visited) == {"a", "b", "c"}
    assert _codes(tour) == set()


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        (lambda t: replace(t, days=(replace(t.days[0], date=t.days[0].date + timedelta(1)),)), "dates"),
        (lambda t: _with_stop(t, _is_kind(StopKind.START), lon=at(5, 5)[0]), "anchor"),
        (lambda t: _shifted(t, -3600), "day_start"),
        (lambda t: _shifted(t, 5 * 3600), "day_end"),
        (lambda t: _shifted(t, 3 * 3600), "closed"),
        (lambda t: _shifted(t, 3 * 3600), "lunch_time"),
        (lambda t: _with_stop(t, _is("b"), place_id=PlaceId("a")), "repeated"),
        (lambda t: _with_stop(t, _is("b"), place_id=PlaceId("spare")), "never"),
        (lambda t: _with_stop(t, _is("b"), place_id=PlaceId("gone")), "unknown_place"),
        (lambda t: _with_stop(t, _is("b"), place_id=PlaceId("spare")), "must"),
        (lambda t: _with_stop(t, _is("b"), lon=at(2.5, 0)[0]), "spot"),
        (lambda t: _with_stop(t, _is_kind(StopKind.LUNCH), depart_s=11 * 3600 + 600), "lunch_length"),
        (lambda t: _without_visit(t, "a"), "must"),
        (lambda t: _without_visit(t, "a"), "unit_minimum"),
        (lambda t: _without_visit(t, "a"), "continuity"),
        (lambda t: _without_visit(t, "c"), "score"),
        (lambda t: replace(t, request=replace(t.request, max_travel_s=600)), "max_travel"),
        (lambda t: replace(t, request=replace(t.request, breaks=())), "lunch"),
        (lambda t: replace(t, request=replace(t.request, default_visit_minutes=90)), "stay"),
        (lambda t: replace(t, score=t.score + 1), "score"),
        (
            lambda t: _with_day(
                t, lambda d: replace(d, legs=(with_ways(d.legs[0], duration_s=60), *d.legs[1:]))
            ),
            "leg_duration",
        ),
        (
            lambda t: _with_day(
                t, lambda d: replace(d, legs=(with_ways(d.legs[0], distance_m=60.0), *d.legs[1:]))
            ),
            "leg_distance",
        ),
    ],
)
def test_a_fault_put_in_is_found(tour: Tour, fault: Callable[[Tour], Tour], code: str) -> None:
    assert code in _codes(fault(tour))


def test_a_place_that_has_become_unvisitable_is_found(tour: Tour) -> None:
    changed = REGISTER.with_places([replace(REGISTER.place("b"), visit_minutes=0)])
    assert "not_visitable" in _codes(tour, changed)


@pytest.mark.parametrize(("opens_late_s", "closes_early_s"), [(600, 0), (0, 600)])
def test_a_visit_that_is_only_partly_in_the_opening_hours_is_found(
    tour: Tour, opens_late_s: int, closes_early_s: int
) -> None:
    stop = next(stop for stop in tour.days[0].stops if stop.place_id == "a")
    hours = time_range(stop.begin_s + opens_late_s, stop.depart_s - closes_early_s).replace("–", "-")
    changed = REGISTER.with_places([replace(REGISTER.place("a"), opening_hours=hours)])
    assert _codes(tour, changed) == {"closed"}


def test_a_leg_without_road_is_found(tour: Tour) -> None:
    assert "no_route" in _codes(tour, router=PlainRouter(unreachable=frozenset({at(2, 0)})))


def test_a_minute_of_rounding_is_tolerated(tour: Tour) -> None:
    assert _codes(_shifted(tour, -60)) == set()


def test_a_violation_can_be_said_in_both_languages(tour: Tour) -> None:
    violation = check_tour(REGISTER, replace(tour, score=1), ROUTER)[0]
    assert (
        violation.as_error().in_language("en") == "The score is said to be 1, but the visits sum up to 210."
    )
    assert "Điểm số ghi là 1" in violation.as_error().in_language("vi")

"""Planning anew keeps every decision made by hand."""

from dataclasses import replace

import pytest

from data.errors import InfeasibleRequestError
from data.model.demands.times import Break
from data.model.place import PlaceId
from data.model.tour import StopKind, Tour, TourId
from routes.planner.editing.edits import (
    At,
    InsertVisit,
    MoveStop,
    RemoveStop,
    SetLock,
    SetNotBefore,
    SetStay,
    SetVia,
    find_visit,
)
from routes.planner.editing.reoptimise import decided_request, is_undecided, reoptimise
from routes.planner.editing.warnings import warnings_of
from tests.routes.planner.hand import LUNCH, desk_of, tour_of
from tests.routes.planner.world import SATURDAY, SUNDAY, PlainRouter, place, project, request
from tests.routes.planner.world import at as spot

REGISTER = project(*(place(f"p{i}", i + 1) for i in range(6)), place("poor", 1, 1))
DESK = desk_of(REGISTER)
REQUEST = request(dates=(SATURDAY, SUNDAY), breaks=(Break(),), day_end_s=15 * 3600)
TOUR = tour_of(DESK, REQUEST, ["p5", "p1", LUNCH, "p2"], ["p3", "p0", LUNCH])


def _again(tour: Tour) -> Tour:
    return reoptimise(REGISTER, tour, PlainRouter(), seconds=1.0, is_deterministic=True)


def _order(tour: Tour, *names: str) -> list[At]:
    return [find_visit(tour, PlaceId(name)) for name in names]


def test_locked_visits_keep_their_day_and_order() -> None:
    locks = [SetLock(at) for at in _order(TOUR, "p5", "p1", "p3")]
    again = _again(DESK.edited(TOUR, *locks))
    p5, p1, p3 = _order(again, "p5", "p1", "p3")
    assert (p5.day, p1.day, p3.day) == (0, 0, 1)
    assert p5.index < p1.index
    assert all(again.days[at.day].stops[at.index].is_locked for at in (p5, p1, p3))
    assert not any(one.is_broken for one in warnings_of(DESK, again))
    assert again.score >= TOUR.score


def test_what_was_taken_out_stays_out_and_what_was_put_in_stays_in() -> None:
    edited = DESK.edited(
        TOUR, RemoveStop(find_visit(TOUR, PlaceId("p0"))), InsertVisit(PlaceId("poor"), At(0, 1))
    )
    again = _again(edited)
    assert "p0" not in again.visited
    assert "poor" in again.visited
    at = find_visit(again, PlaceId("poor"))
    assert again.days[at.day].stops[at.index].is_added
    assert "p0" in [one.place_id for one in again.dropped]


def test_a_stay_and_an_earliest_begin_are_kept() -> None:
    at = find_visit(TOUR, PlaceId("p1"))
    edited = DESK.edited(TOUR, SetStay(at, 5400), SetNotBefore(at, 13 * 3600), SetLock(at))
    again = _again(edited)
    at = find_visit(again, PlaceId("p1"))
    stop = again.days[at.day].stops[at.index]
    assert stop.stay_s == 5400
    assert stop.begin_s >= 13 * 3600
    assert stop.not_before_s == 13 * 3600


def test_a_way_shaped_by_hand_is_kept_where_its_ends_still_follow_each_other() -> None:
    only = replace(TOUR, request=replace(REQUEST, never=(PlaceId("p4"), PlaceId("poor"))))
    locks = [SetLock(at) for at in _order(only, "p5", "p1", "p2", "p3", "p0")]
    shaped = DESK.edited(only, *locks, SetVia(find_visit(only, PlaceId("p3")), (spot(2, 1),)))
    assert not is_undecided(shaped)
    again = _again(shaped)
    (kept,) = [leg for leg in again.days[1].legs if leg.via]
    assert kept.via == (spot(2, 1),)
    assert kept.geometry is not None
    assert spot(2, 1) in kept.geometry.coords


def test_a_break_set_by_hand_keeps_its_time_and_length() -> None:
    index = next(i for i, stop in enumerate(TOUR.days[0].stops) if stop.kind is StopKind.LUNCH)
    edited = DESK.edited(TOUR, SetNotBefore(At(0, index), 12 * 3600, 2700))
    breaks = decided_request(REGISTER, edited).breaks
    assert {(rule.earliest_s, rule.duration_s, rule.days) for rule in breaks} == {
        (12 * 3600, 2700, (0,)),
        (11 * 3600 + 1800, 3600, (1,)),
    }


def test_identity_request_and_scenario_stay() -> None:
    named = replace(TOUR, scenario="B", base=TourId("goc"), title_vi="Tên riêng")
    again = _again(named)
    assert (again.id, again.scenario, again.base, again.title_vi) == (TOUR.id, "B", "goc", "Tên riêng")
    assert again.request == REQUEST


def test_proof_holds_for_the_request_only_when_nothing_was_decided() -> None:
    assert is_undecided(TOUR)
    locked = DESK.edited(TOUR, SetLock(At(0, 1)))
    assert not is_undecided(locked)
    again = _again(locked)
    assert not again.is_proven
    assert again.bound is None


def test_an_undecided_tour_asks_for_nothing_more() -> None:
    assert decided_request(REGISTER, TOUR) == REQUEST


def test_decisions_that_leave_no_tour_are_named() -> None:
    request_ = replace(REQUEST, day_end_s=11 * 3600, breaks=())
    tour = tour_of(DESK, request_, ["p0"], ["p1"])
    crowded = DESK.edited(
        tour, *(InsertVisit(PlaceId(name), At(0, 1)) for name in ("p2", "p3", "p4", "p5", "poor"))
    )
    with pytest.raises(InfeasibleRequestError) as refused:
        _again(crowded)
    assert refused.value.details


def test_better_tours_are_shown_with_their_marks() -> None:
    shown: list[Tour] = []
    locked = DESK.edited(TOUR, SetLock(At(0, 1)), MoveStop(At(1, 1), At(0, 1)))
    reoptimise(REGISTER, locked, PlainRouter(), seconds=1.0, is_deterministic=True, on_better=shown.append)
    assert shown
    assert all(tour.request == REQUEST and tour.id == TOUR.id for tour in shown)

"""Any edits in any order: the tour stays whole, and what is undone is as it was."""

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.errors import BadInputError, UnknownIdError
from data.model.demands.times import Break
from data.model.place import PlaceId
from data.model.tour import StopKind, Tour, VisitLength
from routes.planner.checker import check_tour
from routes.planner.editing.edits import (
    At,
    InsertBreak,
    InsertVisit,
    MoveStop,
    RemoveStop,
    SetDayStart,
    SetLock,
    SetNotBefore,
    SetStay,
    SetVia,
    SwapDays,
    TourEdit,
    find_visit,
)
from routes.planner.editing.warnings import timing_warnings, warnings_of
from routes.planner.verdicts import REMOVED_BY_HAND
from tests.routes.planner.hand import LUNCH, desk_of, tour_of
from tests.routes.planner.world import SATURDAY, SUNDAY, PlainRouter, place, project, request
from tests.routes.planner.world import at as spot

HOURS = "Mo-Su 08:00-11:30,13:30-17:00"
REGISTER = project(*(place(f"p{i}", i % 4 + 0.5, i // 4, opening_hours=HOURS) for i in range(8)))
REQUEST = request(dates=(SATURDAY, SUNDAY), breaks=(Break(),))
DESK = desk_of(REGISTER)
ASIDE, FAR_ASIDE = spot(1, 3), spot(3, 4)
TOUR = tour_of(DESK, REQUEST, ["p0", "p1", LUNCH, "p3", "p2"], ["p4", "p5", LUNCH, "p7"])


@st.composite
def edits(draw: st.DrawFn, tour: Tour) -> TourEdit:
    """Draw an edit that the tour can take."""
    day = draw(st.integers(0, len(tour.days) - 1))
    stops = tour.days[day].stops
    gap = At(day, draw(st.integers(1, len(stops) - 1)))
    absent = sorted(set(REGISTER.places) - set(tour.visited))
    choices: list[TourEdit] = [
        SetDayStart(day, 60 * draw(st.integers(300, 720))),
        SwapDays(day, draw(st.integers(0, len(tour.days) - 1))),
        InsertBreak(StopKind.LUNCH, gap, 1800),
        SetVia(At(day, gap.index - 1), draw(st.sampled_from([(), (ASIDE,), (ASIDE, FAR_ASIDE)]))),
    ]
    if absent:
        choices.append(InsertVisit(draw(st.sampled_from(absent)), gap))
    if len(stops) > 2:
        at = At(day, draw(st.integers(1, len(stops) - 2)))
        other = draw(st.integers(0, len(tour.days) - 1))
        most = len(tour.days[other].stops) - (2 if other == day else 1)
        choices += [
            RemoveStop(at),
            MoveStop(at, At(other, draw(st.integers(1, most)))),
            SetStay(at, 60 * draw(st.integers(1, 180))),
            SetNotBefore(at, 60 * draw(st.integers(360, 1200))),
            SetLock(at, is_locked=draw(st.booleans())),
        ]
    return draw(st.sampled_from(choices))


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_after_any_edits_the_times_follow_each_other_and_the_checker_agrees(data: st.DataObject) -> None:
    tour = TOUR
    for _ in range(data.draw(st.integers(1, 6))):
        tour = DESK.edited(tour, data.draw(edits(tour)))
    for day in tour.days:
        assert day.stops[0].kind is StopKind.START
        assert day.stops[-1].kind is StopKind.END
        for (before, after), leg in zip(pairwise(day.stops), day.legs, strict=True):
            assert before.depart_s + leg.duration_s == after.arrive_s
            assert after.begin_s >= (after.not_before_s or 0)
    violations = check_tour(REGISTER, tour, PlainRouter())
    broken = [warning for warning in warnings_of(DESK, tour) if warning.is_broken]
    assert bool(violations) == bool(broken)
    assert {"leg_duration", "leg_distance", "continuity", "score", "spot"}.isdisjoint(
        violation.code for violation in violations
    )


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_moving_there_and_back_restores_the_tour(data: st.DataObject) -> None:
    day = data.draw(st.integers(0, 1))
    at = At(day, data.draw(st.integers(1, len(TOUR.days[day].stops) - 2)))
    other = data.draw(st.integers(0, 1))
    to = At(other, data.draw(st.integers(1, len(TOUR.days[other].stops) - (2 if other == day else 1))))
    there = DESK.edited(TOUR, MoveStop(at, to))
    assert DESK.edited(there, MoveStop(to, at)).days == TOUR.days


def test_removing_and_putting_back_restores_the_days_but_for_the_mark_of_the_hand() -> None:
    at = find_visit(TOUR, PlaceId("p1"))
    removed = DESK.edited(TOUR, RemoveStop(at))
    assert [(one.place_id, one.reason) for one in removed.dropped] == [("p1", REMOVED_BY_HAND)]
    assert removed.score == TOUR.score - 70
    back = DESK.edited(removed, InsertVisit(PlaceId("p1"), at))
    stop = back.days[at.day].stops[at.index]
    assert stop.is_added
    assert replace(stop, is_added=False) == TOUR.days[at.day].stops[at.index]
    assert back.score == TOUR.score
    assert back.dropped == ()


def test_a_way_shaped_by_hand_takes_longer_and_lasts_while_both_ends_follow_each_other() -> None:
    at = find_visit(TOUR, PlaceId("p3"))
    shaped = DESK.edited(TOUR, SetVia(at, (ASIDE,)))
    leg, plain = shaped.days[0].legs[at.index], TOUR.days[0].legs[at.index]
    assert leg.via == (ASIDE,)
    assert leg.geometry is not None
    assert ASIDE in leg.geometry.coords
    assert leg.duration_s > plain.duration_s
    assert shaped.days[0].end_s > TOUR.days[0].end_s
    elsewhere = DESK.edited(shaped, SetStay(At(0, 1), 1800), SwapDays(0, 1))
    assert [one.via for one in elsewhere.days[1].legs if one.via] == [(ASIDE,)]
    broken = DESK.edited(shaped, RemoveStop(find_visit(shaped, PlaceId("p2"))))
    assert not any(one.via for one in broken.days[0].legs)
    assert DESK.edited(shaped, SetVia(at, ())).days == TOUR.days


def test_a_way_past_a_point_outside_vietnam_or_from_the_end_of_a_day_is_refused() -> None:
    with pytest.raises(BadInputError):
        DESK.edited(TOUR, SetVia(At(0, 0), ((2.35, 48.86),)))
    with pytest.raises(BadInputError, match="last stop of day 1"):
        DESK.edited(TOUR, SetVia(At(0, len(TOUR.days[0].stops) - 1), (ASIDE,)))


def test_swapping_days_twice_restores_the_tour() -> None:
    swapped = DESK.edited(TOUR, SwapDays(0, 1))
    assert [stop.place_id for stop in swapped.days[0].visits] == ["p4", "p5", "p7"]
    assert swapped.days[0].date == SATURDAY
    assert DESK.edited(swapped, SwapDays(0, 1)).days == TOUR.days


def test_a_lock_changes_no_time() -> None:
    locked = DESK.edited(TOUR, SetLock(At(0, 1)))
    assert locked.days[0].stops[1].is_locked
    assert DESK.edited(locked, SetLock(At(0, 1), is_locked=False)).days == TOUR.days


def test_an_edit_takes_proof_and_bound_away() -> None:
    proven = replace(TOUR, is_proven=True, bound=TOUR.score)
    edited = DESK.edited(proven, RemoveStop(At(0, 1)))
    assert not edited.is_proven
    assert edited.bound is None


def test_a_stay_says_whether_it_is_short_or_long() -> None:
    short = DESK.edited(TOUR, SetStay(At(0, 1), 1800)).days[0].stops[1]
    assert (short.stay_s, short.length, short.is_stay_fixed) == (1800, VisitLength.SHORTENED, True)
    long = DESK.edited(TOUR, SetStay(At(0, 1), 7200)).days[0].stops[1]
    assert long.length is VisitLength.LENGTHENED


def test_leaving_earlier_than_asked_for_changes_the_request_of_that_day_alone() -> None:
    early = DESK.edited(TOUR, SetDayStart(1, 7 * 3600))
    assert early.request.day(1).start_s == 7 * 3600
    assert early.request.day(0).start_s == REQUEST.day_start_s
    assert early.days[1].start_s == 7 * 3600
    late = DESK.edited(TOUR, SetDayStart(0, 9 * 3600))
    assert late.request == REQUEST


def test_a_break_on_the_spot_moves_with_the_group() -> None:
    moved = DESK.edited(TOUR, MoveStop(At(0, 3), At(0, 1)))
    lunch = moved.days[0].stops[1]
    assert lunch.kind is StopKind.LUNCH
    assert (lunch.lon, lunch.lat) == (moved.days[0].stops[0].lon, moved.days[0].stops[0].lat)


def test_a_visit_waits_for_the_afternoon_but_never_for_the_next_morning() -> None:
    at = find_visit(TOUR, PlaceId("p2"))
    late = DESK.edited(TOUR, SetNotBefore(At(0, 4), 17 * 3600))
    stop = late.days[at.day].stops[at.index]
    assert stop.begin_s == stop.arrive_s
    assert [warning.code for warning in timing_warnings(DESK, late) if warning.at == at] == ["late"]


@pytest.mark.parametrize(
    ("edit", "error"),
    [
        (RemoveStop(At(0, 0)), BadInputError),
        (RemoveStop(At(0, 99)), BadInputError),
        (RemoveStop(At(7, 1)), BadInputError),
        (InsertVisit(PlaceId("p6"), At(0, 0)), BadInputError),
        (InsertVisit(PlaceId("p6"), At(0, 99)), BadInputError),
        (InsertVisit(PlaceId("nowhere"), At(0, 1)), UnknownIdError),
        (SetStay(At(0, 1), 0), BadInputError),
        (SetStay(At(0, 1), 25 * 3600), BadInputError),
        (SetDayStart(0, 49 * 3600), BadInputError),
        (SwapDays(0, 2), BadInputError),
        (MoveStop(At(0, 1), At(1, 99)), BadInputError),
    ],
)
def test_an_edit_of_what_is_not_there_is_refused(edit: TourEdit, error: type[BadInputError]) -> None:
    with pytest.raises(error) as refused:
        DESK.edited(TOUR, edit)
    assert refused.value.remedy


def test_a_place_that_the_tour_does_not_visit_is_not_found() -> None:
    with pytest.raises(UnknownIdError):
        find_visit(TOUR, PlaceId("p6"))


def test_boarding_counts_after_visits_of_days_with_a_vehicle() -> None:
    boarding = replace(TOUR, request=replace(REQUEST, boarding_minutes=5))
    retimed = DESK.retimed(boarding)
    visit = retimed.days[0].stops[1]
    assert visit.boarding_s == 300
    assert visit.depart_s == visit.begin_s + visit.stay_s + 300
    assert retimed.days[0].stops[2].arrive_s == TOUR.days[0].stops[2].arrive_s + 300


def test_the_hours_of_the_day_itself_count() -> None:
    """A place closed on Sundays is warned about when its visit moves to Sunday."""
    register = project(place("a", 1, opening_hours="Mo-Sa 08:00-17:00"), place("b", 2))
    desk = desk_of(register)
    asked = request(dates=(SATURDAY, SATURDAY + timedelta(days=1)))
    tour = tour_of(desk, asked, ["a"], ["b"])
    assert timing_warnings(desk, tour) == ()
    moved = desk.edited(tour, MoveStop(At(0, 1), At(1, 1)))
    assert [warning.code for warning in timing_warnings(desk, moved)] == ["closed"]

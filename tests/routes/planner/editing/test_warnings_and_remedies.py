"""What is wrong with a tour is said with figures, and every remedy offered helps."""

from dataclasses import replace

from data.edits import MergePlaces
from data.model.demands.means import Budget
from data.model.demands.times import Break, VisitRule
from data.model.place import PlaceId
from data.model.tour import StopKind, Tour
from routes.planner.editing.desk import EditingDesk
from routes.planner.editing.edits import At, InsertVisit, MoveStop, RemoveStop, SetStay
from routes.planner.editing.remedies import remedies_of
from routes.planner.editing.warnings import TourWarning, timing_warnings, warnings_of
from tests.routes.planner.hand import LUNCH, desk_of, tour_of
from tests.routes.planner.world import SATURDAY, SUNDAY, place, project, request

REGISTER = project(
    place("a", 1),
    place("b", 2, opening_hours="Mo-Su 08:00-12:00"),
    place("c", 3, visit_minutes=120),
    place("d", 4, fee_vnd=100_000),
)
DESK = desk_of(REGISTER)


def _said(warnings: tuple[TourWarning, ...], language: str) -> list[str]:
    return [warning.said(language) for warning in warnings]


def _has(desk: EditingDesk, tour: Tour, code: str) -> bool:
    return any(warning.code == code for warning in timing_warnings(desk, tour))


def test_a_visit_cut_by_closing_time_says_how_much_is_left() -> None:
    tour = tour_of(DESK, request(), ["c", "a", "b"])
    (late,) = timing_warnings(DESK, tour)
    assert (late.code, late.at, late.is_broken) == ("late", At(0, 3), True)
    assert late.said("vi") == "b: đến 12:00, nhưng đã đóng cửa lúc 12:00."
    earlier = DESK.edited(tour, SetStay(At(0, 1), 5400))
    late, short = sorted(timing_warnings(DESK, earlier), key=lambda one: one.code)
    assert short.said("vi") == "c: tham quan 90 phút, cần ít nhất 120 phút."
    assert late.said("vi") == "b: đến 11:30, đóng cửa 12:00, còn 30 phút (nên 60)."


def test_every_remedy_of_a_late_visit_mends_it_and_breaks_nothing() -> None:
    asked = request(dates=(SATURDAY, SUNDAY), visits=VisitRule(shortest_share=0.5))
    tour = tour_of(DESK, asked, ["c", "a", "b"], ["d"])
    (late,) = timing_warnings(DESK, tour)
    remedies = remedies_of(DESK, tour, late)
    assert [remedy.said("vi") for remedy in remedies] == [
        "Rút ngắn tham quan c 60 phút",
        "Ngày 1 xuất phát lúc 07:00",
        "Ghé b sớm hơn trong ngày",
        "Chuyển b sang ngày 2",
    ]
    for remedy in remedies:
        assert not any(one.is_broken for one in timing_warnings(DESK, DESK.edited(tour, remedy.edit)))


def test_a_locked_or_demanded_visit_is_never_offered_to_be_left_out() -> None:
    asked = request(day_end_s=12 * 3600, must=(PlaceId("c"),))
    tour = tour_of(DESK, asked, ["a", "c", "d"])
    locked = replace(
        tour,
        days=(
            replace(
                tour.days[0],
                stops=tuple(replace(stop, is_locked=stop.place_id == "a") for stop in tour.days[0].stops),
            ),
        ),
    )
    (late,) = (one for one in timing_warnings(DESK, locked) if one.code == "day_end")
    dropped = [
        locked.days[0].stops[remedy.edit.at.index].place_id
        for remedy in remedies_of(DESK, locked, late)
        if isinstance(remedy.edit, RemoveStop)
    ]
    assert dropped == ["d"]


def test_a_missing_lunch_is_put_back_in_its_window() -> None:
    tour = tour_of(DESK, request(breaks=(Break(),)), ["a", LUNCH, "d"])
    assert timing_warnings(DESK, tour) == ()
    without = DESK.edited(tour, RemoveStop(At(0, 2)))
    (missing,) = timing_warnings(DESK, without, "en")
    assert missing.said("en") == "Day 1 has no break for Lunch."
    remedies = remedies_of(DESK, without, missing, "en")
    assert remedies
    mended = DESK.edited(without, remedies[0].edit)
    assert timing_warnings(DESK, mended) == ()
    assert [stop.kind for stop in mended.days[0].stops].count(StopKind.LUNCH) == 1


def test_a_missing_lunch_at_a_food_place_is_put_back_there() -> None:
    asked = request(breaks=(Break(place_ids=(PlaceId("b"),)),))
    tour = tour_of(DESK, asked, ["a", "d"])
    (missing,) = timing_warnings(DESK, tour)
    remedy, *_ = remedies_of(DESK, tour, missing)
    mended = DESK.edited(tour, remedy.edit)
    (lunch,) = (stop for stop in mended.days[0].stops if stop.kind is StopKind.LUNCH)
    assert lunch.place_id == "b"
    assert {one.code for one in warnings_of(DESK, mended)} <= {"break_closed"}


def test_a_late_lunch_can_be_taken_earlier() -> None:
    tour = tour_of(DESK, request(breaks=(Break(),)), ["a", "c", "d", LUNCH])
    (late,) = timing_warnings(DESK, tour)
    assert late.code == "break_late"
    kinds = {type(remedy.edit) for remedy in remedies_of(DESK, tour, late)}
    assert MoveStop in kinds


def test_a_must_see_that_is_missing_can_be_added() -> None:
    tour = tour_of(DESK, request(must=(PlaceId("d"),)), ["a"])
    (missing,) = timing_warnings(DESK, tour)
    assert missing.said("vi") == "d là điểm phải đến nhưng chưa có trong tuyến."
    (remedy,) = remedies_of(DESK, tour, missing)
    assert isinstance(remedy.edit, InsertVisit)
    assert not _has(DESK, DESK.edited(tour, remedy.edit), "must")


def test_too_short_a_visit_can_be_given_its_time() -> None:
    tour = DESK.edited(tour_of(DESK, request(), ["a"]), SetStay(At(0, 1), 1200))
    (short,) = timing_warnings(DESK, tour)
    assert short.said("en") == "a: the visit takes 20 minutes; at least 60 are needed."
    (remedy,) = remedies_of(DESK, tour, short, "en")
    assert remedy.said("en") == "Visit a for 60 minutes"


def test_little_time_to_spare_is_tight_and_not_broken() -> None:
    tour = tour_of(DESK, request(day_start_s=10 * 3600 + 1860), ["b"])
    (tight,) = timing_warnings(DESK, tour)
    assert (tight.code, tight.is_broken) == ("tight", False)
    assert tight.said("en") == "b: only 9 minutes to spare before it closes."


def test_what_only_the_checker_knows_is_said_in_its_words() -> None:
    asked = request(budget=Budget(limit_vnd=50_000), never=(PlaceId("a"),))
    tour = tour_of(DESK, asked, ["a", "d"])
    codes = {warning.code for warning in warnings_of(DESK, tour)}
    assert {"budget", "never"} <= codes
    assert timing_warnings(DESK, tour) == ()
    never = next(one for one in warnings_of(DESK, tour) if one.code == "never")
    assert never.said("en").startswith("2026-11-28, a: ")


def test_a_sound_tour_has_no_warning() -> None:
    assert _said(warnings_of(DESK, tour_of(DESK, request(), ["a", "d"])), "vi") == []


def test_a_place_visited_twice_after_a_merge_is_left_out_once_by_either_remedy() -> None:
    tour = tour_of(DESK, request(), ["a", "c", "d"])
    merged = MergePlaces(REGISTER.place(PlaceId("a")), PlaceId("d")).apply(REGISTER.with_tour(tour)).project
    desk, twice = desk_of(merged), merged.tours[tour.id]
    spot, repeated = timing_warnings(desk, twice)
    assert (spot.code, spot.at, repeated.code, repeated.at) == ("spot", At(0, 3), "repeated", At(0, 3))
    assert repeated.said("vi") == "a được thăm lần thứ hai."
    later, earlier = remedies_of(desk, twice, repeated)
    assert desk.edited(twice, later.edit).visited == ("a", "c")
    once = desk.edited(twice, earlier.edit)
    assert once.visited == ("c", "a")
    assert once.dropped == ()


def test_a_stop_follows_its_place_to_where_it_lies_now() -> None:
    tour = tour_of(DESK, request(), ["a", "c"])
    moved = project(place("a", 1.5), *(one for one in REGISTER.places.values() if one.id != "a"))
    desk = desk_of(moved)
    (spot,) = timing_warnings(desk, tour)
    assert spot.said("vi") == "a không còn nằm ở chỗ tuyến dừng."
    (remedy,) = remedies_of(desk, tour, spot)
    mended = desk.edited(tour, remedy.edit)
    stop, there = mended.days[0].stops[1], moved.place(PlaceId("a"))
    assert (stop.lon, stop.lat) == (there.lon, there.lat)
    assert warnings_of(desk, mended) == ()

"""Whole plans in a small world: what is visited, when, and what is said about the rest."""

import multiprocessing
import pickle
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from data.errors import BadInputError, CancelledError, InfeasibleRequestError, UnknownIdError
from data.model.demands.times import Break
from data.model.place import Category, Place, PlaceId
from data.model.request import Anchor, CandidateFilter
from data.model.tour import StopKind, Tour
from data.model.units import UnitId
from routes.planner import verdicts
from routes.planner.checker import check_tour
from routes.planner.plan import plan_tour
from tests.routes.planner.world import (
    HOME,
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


def _reason(tour: Tour, name: str) -> str:
    return next(dropped.reason for dropped in tour.dropped if dropped.place_id == name)


def test_everything_that_fits_is_visited_on_the_shortest_round() -> None:
    register = project(place("a", 1), place("b", 2), place("c", 3))
    tour = plan_tour(register, request(), ROUTER)
    assert set(tour.visited) == {"a", "b", "c"}
    assert tour.travel_s == 60 * 60
    assert tour.score == 3 * 70
    assert tour.is_proven
    assert tour.dropped == ()
    assert check_tour(register, tour, ROUTER) == ()


def test_the_group_leaves_at_the_start_of_the_day_and_waits_for_opening() -> None:
    late = place("late", 1, opening_hours="10:00-12:00")
    day = plan_tour(project(late), request(), ROUTER).days[0]
    start, visit, end = day.stops
    assert (start.depart_s, visit.arrive_s, visit.begin_s) == (8 * 3600, 8 * 3600 + 600, 10 * 3600)
    assert visit.wait_s == 6600
    assert end.arrive_s == 11 * 3600 + 600


def test_a_place_with_two_windows_is_visited_inside_one_of_them() -> None:
    split = place("split", 3, opening_hours="08:00-08:50,13:30-17:00")
    visit = plan_tour(project(split), request(), ROUTER).days[0].visits[0]
    assert visit.begin_s == 13 * 3600 + 1800


def test_lunch_is_taken_in_its_window_where_the_group_is() -> None:
    rule = Break(11 * 3600, 12 * 3600, 3600)
    register = project(*(place(name, 1, y) for y, name in enumerate("abcde")))
    tour = plan_tour(register, request(breaks=(rule,)), ROUTER)
    stops = tour.days[0].stops
    index = next(i for i, stop in enumerate(stops) if stop.kind is StopKind.LUNCH)
    assert 11 * 3600 <= stops[index].begin_s <= 12 * 3600
    assert stops[index].stay_s == 3600
    assert (stops[index].lon, stops[index].lat) == (stops[index - 1].lon, stops[index - 1].lat)


def test_a_day_that_begins_after_the_lunch_window_has_no_lunch() -> None:
    evening = request(day_start_s=18 * 3600, day_end_s=22 * 3600, breaks=(Break(),))
    tour = plan_tour(project(place("a", 1)), evening, ROUTER)
    assert [stop.kind for stop in tour.days[0].stops] == [StopKind.START, StopKind.VISIT, StopKind.END]


def test_a_night_market_is_visited_after_midnight() -> None:
    market = place("market", 1, opening_hours="Sa 22:30-26:00", category=Category.FOOD_MARKET)
    show = place("show", 2, opening_hours="20:00-23:10", visit_minutes=160)
    night = request(day_start_s=20 * 3600, day_end_s=26 * 3600)
    tour = plan_tour(project(market, show), night, ROUTER)
    assert tour.visited == ("show", "market")
    assert tour.days[0].visits[1].depart_s > 24 * 3600


def test_two_days_start_and_end_at_the_hotel_between_them() -> None:
    hotel = Anchor(*at(20, 0), "Khách sạn")
    near, far = place("near", 1, visit_minutes=300), place("far", 21, visit_minutes=300)
    asked = request(dates=(SATURDAY, SUNDAY), nights=(hotel,))
    tour = plan_tour(project(near, far), asked, ROUTER)
    first, second = tour.days
    assert (first.stops[-1].lon, second.stops[0].lon) == (hotel.lon, hotel.lon)
    assert {first.visits[0].place_id, second.visits[0].place_id} == {"near", "far"}
    assert check_tour(project(near, far), tour, ROUTER) == ()


def test_each_date_has_its_own_opening_hours() -> None:
    sunday = place("sunday", 1, opening_hours="Su 08:00-17:00")
    tour = plan_tour(project(sunday), request(dates=(SATURDAY, SUNDAY)), ROUTER)
    assert [len(day.visits) for day in tour.days] == [0, 1]


def test_a_must_see_of_no_score_drives_out_better_places() -> None:
    must, better = place("must", 1, visit_minutes=400), place("better", 2, visit_minutes=400)
    asked = request(must=(PlaceId("must"),), scores=scores(must=0, better=500))
    tour = plan_tour(project(must, better), asked, ROUTER)
    assert tour.visited == ("must",)


def test_a_must_see_outside_the_filter_is_visited() -> None:
    asked = request(must=(PlaceId("other"),), candidates=CandidateFilter(place_ids=(PlaceId("a"),)))
    tour = plan_tour(project(place("a", 1), place("other", 2), place("third", 3)), asked, ROUTER)
    assert set(tour.visited) == {"a", "other"}


def test_a_place_never_to_be_visited_is_left_out_without_a_word() -> None:
    tour = plan_tour(project(place("a", 1), place("b", 1)), request(never=(PlaceId("b"),)), ROUTER)
    assert tour.visited == ("a",)
    assert tour.dropped == ()


def test_stations_and_hotels_are_visited_only_when_the_request_names_them() -> None:
    hub, relic = place("hub", 1, category=Category.TRANSPORT_HUB), place("relic", 1)
    assert plan_tour(project(hub, relic), request(), ROUTER).visited == ("relic",)
    named = request(candidates=CandidateFilter(categories=(Category.TRANSPORT_HUB,)))
    assert plan_tour(project(hub, relic), named, ROUTER).visited == ("hub",)


def test_every_unit_to_cover_gets_a_visit_though_others_score_more() -> None:
    poor = place("poor", 3, unit_after=UnitId("p"), visit_minutes=200)
    rich = [place(f"rich{i}", i, 1, unit_after=UnitId("r"), visit_minutes=200) for i in range(3)]
    asked = request(cover_units=(UnitId("p"), UnitId("r")), scores=scores(poor=1))
    register = project(poor, *rich, units=(unit("p"), unit("r")))
    tour = plan_tour(register, asked, ROUTER)
    assert "poor" in tour.visited
    assert len(tour.visited) == 2
    assert check_tour(register, tour, ROUTER) == ()


def test_two_places_on_one_spot_have_no_way_between_them() -> None:
    tour = plan_tour(project(place("a", 2), place("b", 2)), request(), ROUTER)
    assert sorted(leg.duration_s for leg in tour.days[0].legs) == [0, 1200, 1200]


def test_walking_from_the_road_to_the_place_takes_time() -> None:
    router = PlainRouter(access_m={at(1, 0): 400.0})
    day = plan_tour(project(place("a", 1)), request(), router).days[0]
    assert day.legs[0].duration_s == 600 + 360
    assert day.visits[0].access_m == 400.0


def test_a_travel_limit_is_kept_and_named_as_the_reason() -> None:
    near, far = place("near", 1), place("far", 4)
    tour = plan_tour(project(near, far), request(max_travel_s=85 * 60, must=(PlaceId("near"),)), ROUTER)
    assert set(tour.visited) == {"near", "far"}
    tight = request(max_travel_s=80 * 60, must=(PlaceId("near"),), scores=scores(far=5))
    wide = place("far", 4, 0.5)
    tour = plan_tour(project(near, wide), tight, ROUTER)
    assert tour.visited == ("near",)
    assert _reason(tour, "far") == verdicts.TRAVEL_TOO_LONG


@pytest.mark.parametrize(
    ("left_out", "reason"),
    [
        (place("x", 1, opening_hours="Mo 08:00-17:00"), verdicts.CLOSED_ON_DATES),
        (place("x", 1, opening_hours="18:00-20:00"), verdicts.CLOSED_DURING_DAY),
        (place("x", 1, opening_hours="closed"), verdicts.CLOSED_ON_DATES),
        (place("x", 1, visit_minutes=0), verdicts.NOT_VISITABLE),
        (place("x", 30), verdicts.DAY_TOO_SHORT),
        (place("x", 9, 9), verdicts.UNREACHABLE),
    ],
)
def test_what_can_never_be_visited_is_left_out_with_its_reason(left_out: Place, reason: str) -> None:
    router = PlainRouter(unreachable=frozenset({at(9, 9)}))
    tour = plan_tour(project(place("a", 1), left_out), request(), router)
    assert tour.visited == ("a",)
    assert _reason(tour, "x") == reason


def test_a_full_day_says_how_many_minutes_and_points_are_at_stake() -> None:
    first, second = place("first", 1, visit_minutes=300), place("second", 1, visit_minutes=280)
    tour = plan_tour(project(first, second), request(scores=scores(first=90, second=50)), ROUTER)
    dropped = tour.dropped[0]
    assert (dropped.place_id, dropped.reason) == ("second", verdicts.DAY_FULL_AND_COSTS)
    assert dropped.facts == {"minutes": 300 + 280 + 20 - 540, "points": 40}


def test_a_place_open_only_while_the_group_is_elsewhere_says_so() -> None:
    early = place("early", 1, opening_hours="08:00-09:30")
    must = place("must", -1, opening_hours="08:00-09:30")
    tour = plan_tour(project(early, must), request(must=(PlaceId("must"),)), ROUTER)
    assert tour.visited == ("must",)
    assert _reason(tour, "early") in {verdicts.HOURS_UNREACHABLE, verdicts.HOURS_CLASH}


def test_no_candidates_at_all_is_said() -> None:
    with pytest.raises(InfeasibleRequestError, match=r"None of the candidates can be visited \(1\)"):
        plan_tour(project(place("a", 1, opening_hours="Mo 08:00-17:00")), request(), ROUTER)
    with pytest.raises(InfeasibleRequestError, match="No place passes the filter"):
        plan_tour(project(), request(), ROUTER)


def test_a_closed_must_see_is_named_with_its_reason() -> None:
    closed = place("Đình Chèm", 1, opening_hours="Mo 08:00-17:00")
    with pytest.raises(InfeasibleRequestError) as raised:
        plan_tour(project(closed, place("a", 1)), request(must=(closed.id,)), ROUTER)
    assert "Đình Chèm: It is closed on every date of the tour." in str(raised.value)


def test_must_sees_too_many_for_the_day_are_named_with_the_minutes_missing() -> None:
    places = [place(name, 1, visit_minutes=200) for name in ("a", "b", "c")]
    with pytest.raises(InfeasibleRequestError) as raised:
        plan_tour(project(*places), request(must=tuple(one.id for one in places)), ROUTER)
    assert "the day is 80 minutes too short" in str(raised.value)
    assert "once one of these demands is given up: a, b, c" in str(raised.value)


def test_a_unit_without_candidates_is_named() -> None:
    asked = request(cover_units=(UnitId("p"),))
    with pytest.raises(
        InfeasibleRequestError,
        match="Phường p, Hà Nội: Visits demanded there: 1; candidates that can be visited: 0",
    ):
        plan_tour(project(place("a", 1), units=(unit("p"),)), asked, ROUTER)


def test_a_place_far_from_every_road_is_left_out_with_its_distance() -> None:
    router = PlainRouter(access_m={at(2, 0): 25_000.0})
    tour = plan_tour(project(place("a", 1), place("remote", 2)), request(), router)
    assert tour.visited == ("a",)
    assert _reason(tour, "remote") == verdicts.OFF_NETWORK
    assert tour.dropped[0].facts == {"km": 25}


def test_a_start_far_from_every_road_is_refused_by_name() -> None:
    router = PlainRouter(access_m={at(0, 0): 25_000.0})
    with pytest.raises(BadInputError, match="Nhà: It is 25 km from the nearest road"):
        plan_tour(project(place("a", 1)), request(), router)


def test_times_and_ways_add_up_in_whole_minutes() -> None:
    register = project(place("a", 1.03), place("b", 2.51, 0.37), place("c", 3.33, 1.11))
    day = plan_tour(register, request(), ROUTER).days[0]
    assert all(leg.duration_s % 60 == 0 for leg in day.legs)
    assert all(stop.arrive_s % 60 == stop.depart_s % 60 == 0 for stop in day.stops)


def test_an_unknown_place_in_the_request_is_named() -> None:
    with pytest.raises(UnknownIdError, match="no-such-place"):
        plan_tour(project(place("a", 1)), request(must=(PlaceId("no-such-place"),)), ROUTER)


def test_a_search_stopped_on_the_way_gives_its_best_plan_checked_and_examines_no_reasons() -> None:
    seen: list[Tour] = []
    register = project(*_crowd())
    tour = plan_tour(
        register, request(), ROUTER, seconds=20, is_stopped=lambda: bool(seen), on_better=seen.append
    )
    assert tour.score >= seen[0].score
    assert check_tour(register, tour, ROUTER) == ()
    assert {*tour.visited, *(lost.place_id for lost in tour.dropped)} == set(register.places)
    assert {lost.reason for lost in tour.dropped} == {verdicts.NOT_EXAMINED}


def test_a_search_stopped_before_its_first_plan_gives_none() -> None:
    with pytest.raises(CancelledError):
        plan_tour(project(place("a", 1)), request(), ROUTER, is_stopped=lambda: True)


def test_a_progress_that_stops_the_job_stops_the_search() -> None:
    def stop(done: float, message: str = "") -> None:
        if message == "Choosing and ordering the stops":
            raise CancelledError

    with pytest.raises(CancelledError):
        plan_tour(project(*_crowd()), request(), ROUTER, progress=stop)


def test_better_plans_are_reported_as_checked_tours_on_the_way() -> None:
    seen: list[Tour] = []
    register = project(*_crowd())
    tour = plan_tour(register, request(), ROUTER, seconds=2, on_better=seen.append)
    assert seen[-1].visited == tour.visited
    assert [one.score for one in seen] == sorted(one.score for one in seen)
    assert all(check_tour(register, one, ROUTER) == () for one in seen)


def test_a_deterministic_plan_comes_out_the_same_twice() -> None:
    asked = request(dates=(SATURDAY, SUNDAY, MONDAY), breaks=(Break(),))
    register = project(*_crowd())
    one, other = (
        plan_tour(register, asked, ROUTER, seconds=1, seed=3, is_deterministic=True) for _ in range(2)
    )
    assert one == other


def test_request_tour_and_errors_survive_another_process() -> None:
    register = project(place("a", 1), place("b", 2))
    impossible = request(must=(PlaceId("a"),), day_end_s=8 * 3600 + 1800)
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        tour = pool.submit(plan_tour, register, request(), ROUTER).result()
        failed = pool.submit(plan_tour, register, impossible, ROUTER).exception()
    assert set(tour.visited) == {"a", "b"}
    assert isinstance(failed, InfeasibleRequestError)
    assert "Even on its own it does not fit" in str(failed)
    assert "một mình" in failed.in_language("vi")
    assert pickle.loads(pickle.dumps(tour)) == tour


def test_the_record_names_network_and_credits() -> None:
    tour = plan_tour(project(place("a", 1)), request(), ROUTER, network="Mạng thử 2026")
    assert tour.network == "Mạng thử 2026"
    assert tour.attribution == ("Nguồn thử",)
    assert tour.id == "thu"


def test_days_far_apart_keep_their_dates() -> None:
    later = SATURDAY + timedelta(days=5)
    asked = replace(request(), dates=(SATURDAY, later))
    tour = plan_tour(project(place("a", 1, opening_hours="Th 08:00-17:00")), asked, ROUTER)
    assert [day.date for day in tour.days] == [SATURDAY, later]
    assert tour.days[1].visits[0].place_id == "a"
    assert (tour.days[0].stops[0].lon, tour.days[0].travel_s) == (HOME.lon, 0)


def _crowd() -> list[Place]:
    return [place(f"p{x}{y}", x, y, visit_minutes=20 + 7 * x) for x in range(4) for y in range(4)]


def test_no_time_to_search_still_gives_a_plan() -> None:
    assert plan_tour(project(place("a", 1)), request(seconds=0), ROUTER).visited == ("a",)


def test_scores_that_are_all_zero_are_said_to_be_the_trouble() -> None:
    with pytest.raises(InfeasibleRequestError, match="No candidate scores any points"):
        plan_tour(project(place("a", 1)), request(scores=scores(a=0)), ROUTER)


def test_scores_too_large_for_the_solvers_are_refused() -> None:
    with pytest.raises(BadInputError, match="scores: The scores are too large"):
        plan_tour(project(place("a", 1)), request(scores=scores(a=10**15)), ROUTER)


def test_opening_hours_that_cannot_be_read_name_the_place() -> None:
    with pytest.raises(BadInputError, match="Chùa Lạ: The opening hours '8h' cannot be read"):
        plan_tour(project(place("Chùa Lạ", 1, opening_hours="8h")), request(), ROUTER)


def test_a_week_of_many_places_is_planned_within_its_budget_soundly() -> None:
    places = [place(f"p{i}", i % 7 - 3, i // 7 - 3, visit_minutes=30 + i % 5 * 10) for i in range(49)]
    asked = request(dates=tuple(SATURDAY + timedelta(days=day) for day in range(3)), breaks=(Break(),))
    register = project(*places)
    tour = plan_tour(register, asked, ROUTER, seconds=2)
    assert check_tour(register, tour, ROUTER) == ()
    assert len(tour.visited) + len(tour.dropped) == 49
    assert all("minutes" in dropped.facts for dropped in tour.dropped)


def test_a_travel_limit_beyond_any_day_limits_nothing() -> None:
    register = project(place("a", 1), place("b", 2))
    assert set(plan_tour(register, request(max_travel_s=10**300), ROUTER).visited) == {"a", "b"}


def test_the_credit_of_the_roads_stands_beside_those_of_the_places_once() -> None:
    register = project(place("a", 1))
    roads = "© OpenStreetMap contributors (ODbL 1.0)"
    for known in (("Nguồn thử",), ("Nguồn thử", roads)):
        tour = plan_tour(replace(register, attribution=known), request(), ROUTER, network_credit=roads)
        assert tour.attribution == ("Nguồn thử", roads)

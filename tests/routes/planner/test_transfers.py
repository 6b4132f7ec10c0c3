"""A coach that cannot reach a temple stops on the main road; the group walks the lane and all adds up."""

from dataclasses import replace
from functools import cache

from shapely import Point

from data.model.demands.means import Transfer
from data.model.place import CoachAccess
from data.model.project import Project
from data.model.request import Anchor, TourRequest
from data.model.travel_mode import TravelMode
from routes.backends import open_router
from routes.planner import verdicts
from routes.planner.checker import check_tour
from routes.planner.routers import RouterOf
from routes.planner.transfers import with_transfer
from routes.planner.translate import translate
from routes.router import Router
from tests.routes.planner.trying import best_tour
from tests.routes.planner.world import place, project, request
from tests.routes.test_mixed import STATION, TEMPLE, village

NETWORK = village()
HOME = Anchor(*STATION, "Ga")


@cache
def _router_of(mode: TravelMode) -> Router:
    return open_router(NETWORK, mode)


def _world(
    max_walk_m: int, access: CoachAccess = CoachAccess.UNKNOWN
) -> tuple[Project, TourRequest, RouterOf]:
    temple = replace(place("temple", 0), geometry=Point(*TEMPLE), coach_access=access)
    register = project(temple)
    asked = request(start=HOME, end=HOME, transfer=Transfer(max_walk_m=max_walk_m), max_walk_m=20_000)
    return register, asked, with_transfer(_router_of, register, asked, NETWORK)


def test_the_group_walks_from_where_the_coach_may_stop_and_the_plan_is_sound() -> None:
    register, asked, routers = _world(1500)
    tour = best_tour(register, asked, routers)
    there, back = tour.days[0].legs
    modes = [part.mode for part in there.parts if part.distance_m > 1]
    assert modes == [TravelMode.COACH, TravelMode.FOOT]
    assert there.duration_s == sum(part.duration_s for part in there.parts)
    assert min(there.walk_m, back.walk_m) > 1000
    assert check_tour(register, tour, routers) == ()


def test_a_walk_beyond_the_limit_leaves_the_place_out() -> None:
    register, asked, routers = _world(500)
    (lost,) = translate(register, asked, routers).excluded
    assert lost.reason == verdicts.NO_STOP_NEAR
    assert lost.facts == {"metres": 500}


def test_without_a_transfer_nothing_changes() -> None:
    register, asked, _ = _world(1500)
    plain = replace(asked, transfer=None)
    assert with_transfer(_router_of, register, plain, NETWORK) is _router_of
    mixed = with_transfer(_router_of, register, asked, NETWORK)
    assert mixed(TravelMode.FOOT) is _router_of(TravelMode.FOOT)
    assert mixed(TravelMode.COACH) is not _router_of(TravelMode.COACH)

"""Mixed legs: the vehicle stops where it may, the walk stays within its limit, matrix and route agree."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from data.errors import BadInputError, NoRouteError
from data.model.place import CoachAccess
from data.model.travel_mode import TravelMode
from routes.backends import open_router
from routes.directions.steps import directions
from routes.directions.turns import Maneuver
from routes.mixed import MixedRouter
from routes.mixed_stops import AT_THE_DOOR_M, legal_stops
from routes.modes import MODE_BIT, EdgeFlag, RoadClass
from routes.network.store import RoadNetwork
from routes.router import UNREACHABLE_S, LonLat
from tests.routes.network.roads import Road, grid_point, network_of, networks

WALKERS = MODE_BIT[TravelMode.FOOT]


def mixed(
    network: RoadNetwork,
    max_walk_m: float = 1500,
    drive: TravelMode = TravelMode.COACH,
    walk: TravelMode = TravelMode.FOOT,
    **options: dict[LonLat, CoachAccess],
) -> MixedRouter:
    return MixedRouter(
        open_router(network, drive),
        open_router(network, walk),
        network=network,
        max_walk_m=max_walk_m,
        **options,
    )


def village() -> RoadNetwork:
    """A main road along y = 0, a lane from its middle to a temple at (5, 1), a bridge from x = 8 on."""
    return network_of(
        [(0, 0), (5, 0), (8, 0), (10, 0), (5, 1), (10, 1)],
        [Road(0, 1, RoadClass.PRIMARY, name="QL"), Road(1, 2, RoadClass.PRIMARY, name="QL"),
         Road(2, 3, RoadClass.PRIMARY, flags=EdgeFlag.BRIDGE),
         Road(1, 4, RoadClass.FOOTWAY, WALKERS, WALKERS), Road(3, 5, RoadClass.RESIDENTIAL)],
    )  # fmt: skip


STATION, TEMPLE = grid_point(0.5, 0), grid_point(5, 1)


def test_the_coach_waits_at_the_main_road_and_the_group_walks_the_lane() -> None:
    router = mixed(village())
    route = router.route([STATION, TEMPLE])
    assert [part.mode for part in route.parts] == [TravelMode.COACH, TravelMode.FOOT]
    assert route.parts[1].distance_m == pytest.approx(1110, abs=15)
    assert route.duration_s == sum(part.duration_s for part in route.parts)
    back = router.route([TEMPLE, STATION])
    assert [part.mode for part in back.parts] == [TravelMode.FOOT, TravelMode.COACH]
    assert route.parts[0].geometry.coords[-1] == pytest.approx(back.parts[1].geometry.coords[0])
    assert [step.maneuver for step in directions(village(), route)].count(Maneuver.ALIGHT) == 1


def test_the_coach_passes_a_point_without_anybody_walking_there() -> None:
    router = mixed(village())
    past = router.passing(STATION, [grid_point(7, 0)], TEMPLE)
    assert [part.mode for part in past.parts] == [TravelMode.COACH, TravelMode.FOOT]
    assert past.distance_m > router.route([STATION, TEMPLE]).distance_m + 3000
    assert len(past.snaps) == 2


def test_a_place_known_to_be_reached_by_coach_asks_no_walk() -> None:
    beyond = grid_point(10, 0.9)
    for doors, modes in (
        ({}, [TravelMode.COACH, TravelMode.FOOT]),
        ({beyond: CoachAccess.NO}, [TravelMode.COACH, TravelMode.FOOT]),
        ({beyond: CoachAccess.YES}, [TravelMode.COACH]),
    ):
        route = mixed(village(), 4000, doors=doors).route([STATION, beyond])
        assert [part.mode for part in route.parts] == modes


def test_a_walk_beyond_the_limit_is_refused_with_the_nearest_stop() -> None:
    router = mixed(village(), max_walk_m=800)
    with pytest.raises(NoRouteError, match=r"at most 800 m on foot.* is 11\d\d m away"):
        router.route([STATION, TEMPLE])
    matrix = router.matrix([STATION, TEMPLE])
    assert matrix.duration_s.tolist() == [[0, UNREACHABLE_S], [UNREACHABLE_S, 0]]
    assert matrix.walk_s is not None
    assert matrix.walk_s.max() == 0


def test_the_electric_cart_goes_on_where_walking_is_not_meant() -> None:
    network = network_of(
        [(0, 0), (5, 0), (5, 1)],
        [Road(0, 1, RoadClass.PRIMARY), Road(1, 2, RoadClass.LIVING_STREET)],
    )
    router = mixed(network, walk=TravelMode.ELECTRIC_CART)
    points = [STATION, grid_point(5, 1)]
    assert [part.mode for part in router.route(points).parts] == [TravelMode.COACH, TravelMode.ELECTRIC_CART]
    matrix = router.matrix(points)
    assert matrix.walk_s is not None
    assert matrix.walk_s.max() == 0
    assert matrix.duration_s[0, 1] == router.route(points).duration_s


def test_places_near_each_other_are_walked_between() -> None:
    router = mixed(village())
    near = grid_point(5, 0.6)
    assert [part.mode for part in router.route([TEMPLE, near]).parts] == [TravelMode.FOOT]
    assert router.matrix([TEMPLE, near]).duration_s[0, 1] == router.route([TEMPLE, near]).duration_s


def test_nobody_is_let_off_on_bridges_slip_roads_expressways_or_narrow_streets() -> None:
    kinds = [(RoadClass.PRIMARY, 0, True), (RoadClass.PRIMARY, EdgeFlag.BRIDGE, False),
             (RoadClass.PRIMARY, EdgeFlag.ROUNDABOUT, False), (RoadClass.PRIMARY_LINK, 0, False),
             (RoadClass.MOTORWAY, 0, False), (RoadClass.SERVICE, 0, False)]  # fmt: skip
    nodes = [(float(x), 0.0) for x in range(len(kinds) + 1)]
    network = network_of(
        nodes, [Road(at, at + 1, kind, flags=flag) for at, (kind, flag, _) in enumerate(kinds)]
    )
    assert legal_stops(network, TravelMode.COACH).tolist() == [expected for *_, expected in kinds]
    assert legal_stops(network, TravelMode.CAR)[5]


def test_closures_change_where_the_vehicle_drives_and_keep_the_doors() -> None:
    network = network_of(
        [(0, 0), (5, 0), (5, 2), (0, 2)],
        [Road(0, 1, RoadClass.PRIMARY), Road(1, 2, RoadClass.PRIMARY), Road(2, 3, RoadClass.PRIMARY),
         Road(3, 0, RoadClass.PRIMARY)],
    )  # fmt: skip
    begin, end = grid_point(0, 0.1), grid_point(5, 0.5)
    router = mixed(network, doors={end: CoachAccess.YES})
    changed = router.with_changes(closures=[grid_point(2.5, 0)])
    assert changed.route([begin, end]).distance_m > router.route([begin, end]).distance_m
    assert router.mode is changed.mode is TravelMode.COACH


def test_a_negative_limit_is_refused() -> None:
    with pytest.raises(BadInputError, match="negative"):
        mixed(village(), max_walk_m=-1)


CELL = st.tuples(st.floats(0, 6), st.floats(0, 6))


@given(
    network=networks(), cells=st.lists(CELL, min_size=2, max_size=4, unique=True), limit=st.floats(0, 4000)
)
def test_matrix_and_routes_agree_and_obey_mode_and_limit(
    network: RoadNetwork, cells: list[tuple[float, float]], limit: float
) -> None:
    assume(len(network.edges_of(TravelMode.CAR)) and len(network.edges_of(TravelMode.FOOT)))
    router = mixed(network, limit, drive=TravelMode.CAR)
    points = [grid_point(*cell) for cell in cells]
    matrix = router.matrix(points)
    legal = legal_stops(network, TravelMode.CAR)
    forward, backward = network.access(TravelMode.CAR)
    assert matrix.walk_m is not None
    for i, j in np.ndindex(matrix.duration_s.shape):
        if i == j:
            continue
        if matrix.duration_s[i, j] == UNREACHABLE_S:
            with pytest.raises(NoRouteError):
                router.route([points[i], points[j]])
            continue
        route = router.route([points[i], points[j]])
        assert route.duration_s == matrix.duration_s[i, j]
        assert route.distance_m == pytest.approx(matrix.distance_m[i, j], abs=0.02)
        walks = [part for part in route.parts if part.mode is TravelMode.FOOT]
        assert all(part.distance_m <= max(limit, AT_THE_DOOR_M) + 0.01 for part in walks)
        assert sum(part.distance_m for part in walks) == pytest.approx(matrix.walk_m[i, j], abs=0.02)
        for part in route.parts:
            if part.mode is TravelMode.CAR and part.trace is not None:
                ahead = part.trace.end >= part.trace.begin
                assert np.where(ahead, forward[part.trace.edge], backward[part.trace.edge]).all()
                assert legal[part.trace.edge[[0, -1]]].all()


CHANGES = {Maneuver.DEPART, Maneuver.ALIGHT, Maneuver.BOARD, Maneuver.VIA, Maneuver.ARRIVE}


def test_directions_of_several_mixed_legs_stop_at_each_point() -> None:
    steps = directions(village(), mixed(village()).route([STATION, TEMPLE, STATION]))
    assert [step.maneuver for step in steps if step.maneuver in CHANGES] == [
        Maneuver.DEPART, Maneuver.ALIGHT, Maneuver.VIA, Maneuver.BOARD, Maneuver.ARRIVE
    ]  # fmt: skip
    assert [step.point for step in steps if step.point >= 0] == [0, 1, 2]

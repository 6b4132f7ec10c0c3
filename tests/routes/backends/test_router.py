"""What a router answers, whatever its backend."""

import gc
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.errors import BadInputError, NoRouteError
from data.model.travel_mode import TravelMode
from routes.backends import Backend, open_router
from routes.modes import ALL_MODES, MODE_BIT, RoadClass
from routes.network.lengths import segment_lengths_m
from routes.network.starter import starter_network
from routes.network.store import RoadNetwork
from routes.network.weights import edge_costs
from routes.router import UNREACHABLE_S, Route, Router
from tests.routes.network.roads import Point, Road, grid_point, network_of, networks

BACKENDS: tuple[Backend, ...] = ("cch", "scipy", "networkx")
FOOT = MODE_BIT[TravelMode.FOOT]
KM = 1039.5
"""A grid step west to east at 21° N, metres."""


@pytest.fixture(params=BACKENDS)
def backend(request: pytest.FixtureRequest) -> Backend:
    chosen: Backend = request.param
    return chosen


def car(network: RoadNetwork, backend: Backend) -> Router:
    return open_router(network, TravelMode.CAR, backend)


def line(route: Route) -> np.ndarray:
    return np.asarray(route.geometry.coords)


def test_a_route_along_one_edge_is_cut_at_both_ends(backend: Backend) -> None:
    network = network_of([(0, 0), (4, 0)], [Road(0, 1, RoadClass.PRIMARY, via=((2, 0),))])
    route = car(network, backend).route([grid_point(1, 0.1), grid_point(3, -0.1)])
    assert line(route) == pytest.approx(
        np.array([grid_point(1, 0), grid_point(2, 0), grid_point(3, 0)]), abs=1e-7
    )
    assert route.distance_m == pytest.approx(2 * KM, rel=1e-3)
    assert route.duration_s == pytest.approx(2 * KM / 50 * 3.6, abs=1)
    assert [round(snap.access_m) for snap in route.snaps] == [111, 111]


def test_backwards_along_one_edge_the_line_is_turned(backend: Backend) -> None:
    network = network_of([(0, 0), (4, 0)], [Road(0, 1, via=((2, 0),))])
    route = car(network, backend).route([grid_point(3, 0), grid_point(1, 0)])
    assert line(route) == pytest.approx(
        np.array([grid_point(3, 0), grid_point(2, 0), grid_point(1, 0)]), abs=1e-7
    )


def one_way_block() -> RoadNetwork:
    """A one-way street 0 → 1 and the way back round a block."""
    return network_of(
        [(0, 0), (4, 0), (4, 1), (0, 1)],
        [Road(0, 1, RoadClass.PRIMARY, ALL_MODES, FOOT), Road(1, 2), Road(2, 3), Road(3, 0)],
    )


def test_against_a_one_way_street_the_route_goes_round_the_block(backend: Backend) -> None:
    network = one_way_block()
    ahead = car(network, backend).route([grid_point(1, 0), grid_point(3, 0)])
    round_the_block = car(network, backend).route([grid_point(3, 0), grid_point(1, 0)])
    assert ahead.distance_m == pytest.approx(2 * KM, rel=1e-3)
    assert round_the_block.distance_m == pytest.approx(6 * KM + 2 * 1107, rel=1e-2)
    corners = [grid_point(x, y) for x, y in ((3, 0), (4, 0), (4, 1), (0, 1), (0, 0), (1, 0))]
    assert line(round_the_block) == pytest.approx(np.array(corners), abs=1e-7)


def test_walkers_go_against_the_one_way_street(backend: Backend) -> None:
    walk = open_router(one_way_block(), TravelMode.FOOT, backend)
    assert walk.route([grid_point(3, 0), grid_point(1, 0)]).distance_m == pytest.approx(2 * KM, rel=1e-3)


def test_a_shortcut_off_the_edge_may_beat_the_edge_itself(backend: Backend) -> None:
    crawl = Road(0, 1, RoadClass.SERVICE, via=((2, 3),))
    network = network_of([(0, 0), (4, 0)], [crawl, Road(0, 1, RoadClass.PRIMARY)])
    route = car(network, backend).route([grid_point(0.2, 0.3), grid_point(3.8, 0.3)])
    assert route.distance_m < 6 * KM


def test_of_parallel_roads_the_faster_is_taken_and_the_shorter_on_request(backend: Backend) -> None:
    network = network_of(
        [(0, 0), (1, 0), (5, 0), (6, 0)],
        [
            Road(0, 1, RoadClass.PRIMARY),
            Road(1, 2, RoadClass.RESIDENTIAL, name="Ngắn"),
            Road(1, 2, RoadClass.MOTORWAY, name="Nhanh", via=((3, 1),)),
            Road(2, 3, RoadClass.PRIMARY),
        ],
    )
    ends = [grid_point(0, 0), grid_point(6, 0)]
    assert car(network, backend).route(ends).roads == ("Nhanh",)
    assert car(network, backend).route(ends, shortest=True).roads == ("Ngắn",)


def test_on_a_loop_road_both_ways_round_are_weighed(backend: Backend) -> None:
    ring = Road(1, 1, via=((2, 1), (3, 0), (2, -1)))
    network = network_of([(0, 0), (1, 0)], [Road(0, 1), ring])
    router = car(network, backend)
    up, down = (
        router.route([grid_point(0, 0), grid_point(2, 1)]),
        router.route([grid_point(0, 0), grid_point(2, -1)]),
    )
    assert up.distance_m == pytest.approx(down.distance_m, rel=1e-3)
    across = router.route([grid_point(1.5, 0.5), grid_point(1.5, -0.5)])
    assert across.distance_m == pytest.approx(2 * 759, rel=2e-2)


def test_roads_are_named_in_order_with_metres_on_each(backend: Backend) -> None:
    network = network_of(
        [(0, 0), (1, 0), (2, 0), (3, 0), (4, 0)],
        [
            Road(0, 1, name="Nguyễn Văn Linh", ref="QL5"),
            Road(1, 2, name="Nguyễn Văn Linh", ref="QL5"),
            Road(2, 3),
            Road(4, 3, ref="QL37"),
        ],
    )
    route = car(network, backend).route([grid_point(0, 0), grid_point(4, 0)])
    assert route.roads == ("QL5 / Nguyễn Văn Linh", "QL37")
    assert route.road_lengths_m == pytest.approx((2 * KM, KM), rel=1e-3)
    assert route.distance_m == pytest.approx(4 * KM, rel=1e-3)


def test_points_between_are_passed_in_order(backend: Backend) -> None:
    network = network_of([(0, 0), (4, 0)], [Road(0, 1)])
    route = car(network, backend).route([grid_point(x, 0) for x in (0, 3, 1, 4)])
    assert route.distance_m == pytest.approx(8 * KM, rel=1e-3)
    assert len(route.snaps) == 4


def test_a_route_to_where_one_is_has_no_length(backend: Backend) -> None:
    route = car(starter_network(), backend).route([(106.33, 20.94), (106.33, 20.94)])
    assert (route.distance_m, route.duration_s) == (0, 0)
    assert len(route.geometry.coords) == 2


def test_fewer_than_two_points_are_no_route(backend: Backend) -> None:
    with pytest.raises(NoRouteError, match="at least two points"):
        car(starter_network(), backend).route([(106.33, 20.94)])


def test_an_island_is_named(backend: Backend) -> None:
    nodes = [(0, 0), (1, 0), (2, 0), (5, 5), (6, 5)]
    network = network_of(nodes, [Road(0, 1), Road(1, 2), Road(3, 4)])
    with pytest.raises(
        NoRouteError, match=r"105\.86000, 21\.05000 lies on a part .* \(2 junctions\)"
    ) as caught:
        car(network, backend).route([grid_point(0, 0), grid_point(6, 5)])
    assert "Ô tô con" in caught.value.in_language("vi")


def test_a_one_way_trap_is_unreachable_backwards_only(backend: Backend) -> None:
    network = network_of([(0, 0), (1, 0), (2, 0)], [Road(0, 1), Road(1, 2, forward=ALL_MODES, backward=0)])
    router = car(network, backend)
    begin, end = grid_point(0, 0), grid_point(1.5, 0)
    assert router.route([begin, end]).distance_m == pytest.approx(1.5 * KM, rel=1e-3)
    with pytest.raises(NoRouteError, match="There is no way from"):
        router.route([end, begin])
    matrix = router.matrix([begin, end])
    assert matrix.duration_s[1, 0] == np.iinfo(np.int32).max
    assert np.isinf(matrix.distance_m[1, 0])
    assert np.isfinite(matrix.distance_m[0, 1])


def test_a_matrix_agrees_with_routes(backend: Backend) -> None:
    router = car(starter_network(), backend)
    points = [(106.33, 20.94), (106.38, 21.15), (105.8358, 21.0278), (105.8360, 21.0280)]
    matrix = router.matrix(points)
    assert np.all(np.diag(matrix.duration_s) == 0)
    for i, begin in enumerate(points):
        for j, end in enumerate(points):
            if i != j:
                route = router.route([begin, end])
                assert matrix.duration_s[i, j] == route.duration_s
                assert matrix.distance_m[i, j] == pytest.approx(route.distance_m)
    quick = router.matrix(points, distances=False)
    assert np.array_equal(quick.duration_s, matrix.duration_s)
    assert np.all(np.isnan(quick.distance_m))


def test_no_points_make_an_empty_matrix(backend: Backend) -> None:
    matrix = car(starter_network(), backend).matrix([])
    assert matrix.duration_s.shape == matrix.distance_m.shape == (0, 0)


def test_threads_may_share_a_router(backend: Backend) -> None:
    router = car(starter_network(), backend)
    ends = [[(105.6 + step / 20, 20.9), (106.4 - step / 40, 21.1)] for step in range(16)]
    expected = [router.route(pair).duration_s for pair in ends]
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda pair: router.route(pair).duration_s, ends * 3))
    assert found == expected * 3


def test_a_router_made_by_one_thread_is_used_and_dropped_by_another(backend: Backend) -> None:
    ends = [(105.6, 20.9), (106.4, 21.1)]

    def made() -> tuple[Router, int]:
        router = car(starter_network(), backend)
        return router, router.route(ends).duration_s

    with ThreadPoolExecutor(1) as pool:
        router, there = pool.submit(made).result()
        assert router.route(ends).duration_s == there
        del router
        gc.collect()
        assert pool.submit(made).result()[1] == there


def test_an_unknown_backend_is_a_clear_error() -> None:
    with pytest.raises(BadInputError, match="'teleport' is unknown or not installed"):
        open_router(starter_network(), TravelMode.CAR, "teleport")  # type: ignore[arg-type]


grid_points = st.builds(grid_point, st.floats(0, 6), st.floats(0, 6))


@given(network=networks(), begin=grid_points, end=grid_points, mode=st.sampled_from(TravelMode))
def test_the_line_follows_open_edges_and_is_as_long_as_the_route(
    network: RoadNetwork, begin: Point, end: Point, mode: TravelMode
) -> None:
    if mode not in network.modes:
        return
    try:
        route = open_router(network, mode).route([begin, end])
    except NoRouteError:
        return
    places = line(route)
    first, last = route.snaps
    assert places[0] == pytest.approx((first.lon, first.lat), abs=1e-7)
    assert places[-1] == pytest.approx((last.lon, last.lat), abs=1e-7)
    # Edges here are as long as they are drawn.
    assert segment_lengths_m(places).sum() == pytest.approx(route.distance_m, rel=1e-3, abs=0.5)


@given(network=networks(), mode=st.sampled_from(TravelMode))
def test_closed_directions_cost_infinity_and_open_ones_at_least_one(
    network: RoadNetwork, mode: TravelMode
) -> None:
    costs = edge_costs(network, mode)
    bit = MODE_BIT[mode]
    assert not np.any((network.access_forward & bit == 0) & (costs.forward < 2**31 - 1))
    assert costs.forward.min() >= 1
    assert costs.backward.max() <= 2**31 - 1


@pytest.mark.parametrize("shortest", [False, True])
def test_a_road_slower_than_any_route_is_closed_and_breaks_no_backend(
    backend: Backend, shortest: bool
) -> None:
    slow = Road(0, 1, RoadClass.PRIMARY, maxspeed_kph=0.0001)
    network = network_of([(0, 0), (2, 0), (1, 1)], [slow, Road(0, 2), Road(2, 1)])
    route = car(network, backend).route([grid_point(0, 0.01), grid_point(2, 0.01)], shortest=shortest)
    assert np.isfinite(route.duration_s)


def test_nobody_drives_round_the_block_to_where_he_is(backend: Backend) -> None:
    router = car(one_way_block(), backend)
    point = grid_point(2, 0.1)
    assert router.route([point, point]).distance_m == 0
    assert router.matrix([point, point]).duration_s.max() == 0


def test_back_along_a_one_way_street_without_a_way_round_there_is_no_route(backend: Backend) -> None:
    router = car(network_of([(0, 0), (4, 0)], [Road(0, 1, RoadClass.PRIMARY, ALL_MODES, 0)]), backend)
    ahead, back = grid_point(1, 0), grid_point(3, 0)
    assert router.route([ahead, back]).distance_m == pytest.approx(2 * KM, rel=1e-3)
    with pytest.raises(NoRouteError):
        router.route([back, ahead])
    assert router.matrix([ahead, back]).duration_s[1, 0] == UNREACHABLE_S

"""All backends give exactly the same costs, on any network."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.errors import NoRouteError
from data.model.travel_mode import TravelMode
from routes.backends import Backend
from routes.backends.cch_engine import CchEngine
from routes.backends.metrics import EngineMaker
from routes.backends.network_router import NetworkRouter
from routes.backends.networkx_engine import NetworkXEngine
from routes.backends.scipy_engine import ScipyEngine
from routes.network.starter import starter_network
from routes.network.store import RoadNetwork
from routes.router import UNREACHABLE_S
from tests.routes.network.roads import grid_point, networks

MAKERS: dict[Backend, EngineMaker] = {"cch": CchEngine, "scipy": ScipyEngine, "networkx": NetworkXEngine}
POINTS = st.lists(st.builds(grid_point, st.floats(-0.5, 6.5), st.floats(-0.5, 6.5)), min_size=2, max_size=5)


def routers(network: RoadNetwork, mode: TravelMode) -> list[NetworkRouter]:
    return [NetworkRouter(network, mode, make) for make in MAKERS.values()]


@settings(max_examples=150)
@given(network=networks(), points=POINTS, mode=st.sampled_from(TravelMode), shortest=st.booleans())
def test_costs_are_equal_on_any_small_network(
    network: RoadNetwork, points: list[tuple[float, float]], mode: TravelMode, shortest: bool
) -> None:
    try:
        cch, scipy, oracle = routers(network, mode)
    except NoRouteError:
        assert mode not in network.modes
        return
    for begin, end in itertools.permutations(points, 2):
        expected = oracle.cost(begin, end, shortest=shortest)
        assert cch.cost(begin, end, shortest=shortest) == expected
        assert scipy.cost(begin, end, shortest=shortest) == expected


@given(network=networks(), points=POINTS, mode=st.sampled_from(TravelMode))
def test_matrices_are_equal_and_agree_with_single_routes(
    network: RoadNetwork, points: list[tuple[float, float]], mode: TravelMode
) -> None:
    if mode not in network.modes:
        return
    matrices = [router.matrix(points) for router in routers(network, mode)]
    oracle = routers(network, mode)[-1]
    for matrix in matrices:
        assert np.array_equal(matrix.duration_s, matrices[-1].duration_s)
        assert np.array_equal(np.isinf(matrix.distance_m), matrix.duration_s == UNREACHABLE_S)
    for i, j in itertools.product(range(len(points)), repeat=2):
        cost = oracle.cost(points[i], points[j])
        expected = UNREACHABLE_S if cost is None else -(-cost // 1000)
        assert matrices[0].duration_s[i, j] == expected


@pytest.mark.parametrize("mode", starter_network().modes)
def test_costs_are_equal_on_the_starter_network(mode: TravelMode) -> None:
    network = starter_network()
    random = np.random.default_rng(7)
    west, south, east, north = network.bbox
    points = np.column_stack([random.uniform(west, east, 24), random.uniform(south, north, 24)])
    asked = [(float(lon), float(lat)) for lon, lat in points]
    cch, scipy, oracle = routers(network, mode)
    for begin, end in itertools.pairwise(asked):
        for shortest in (False, True):
            expected = oracle.cost(begin, end, shortest=shortest)
            assert expected is not None or mode is TravelMode.ELECTRIC_CART
            assert cch.cost(begin, end, shortest=shortest) == expected
            assert scipy.cost(begin, end, shortest=shortest) == expected
    tables = [router.matrix(asked, distances=False).duration_s for router in (cch, scipy, oracle)]
    assert np.array_equal(tables[0], tables[2])
    assert np.array_equal(tables[1], tables[2])


@pytest.mark.parametrize("mode", starter_network().modes)
def test_going_through_a_third_point_is_never_faster(mode: TravelMode) -> None:
    network = starter_network()
    random = np.random.default_rng(11)
    number = random.integers(0, network.node_count, 30)
    points = [(float(network.node_lon[i]), float(network.node_lat[i])) for i in number]
    time = NetworkRouter(network, mode, CchEngine).matrix(points, distances=False).duration_s.astype(np.int64)
    through = time[:, :, None] + time[None, :, :]
    # Each entry is rounded up to whole seconds.
    assert np.all(time[:, None, :] <= through + 1)

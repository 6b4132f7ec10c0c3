"""Turn restrictions and turning round: by hand, and all engines against the oracle on random networks."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.errors import NoRouteError
from data.model.travel_mode import TravelMode
from routes.backends import Backend, open_router
from routes.backends.cch_engine import CchEngine
from routes.backends.engine import End
from routes.backends.metrics import EngineMaker
from routes.backends.network_router import NetworkRouter
from routes.backends.networkx_engine import NetworkXEngine
from routes.backends.scipy_engine import ScipyEngine
from routes.backends.trees import TreeSearch
from routes.backends.turn_expansion import expanded_graph, search_graph
from routes.modes import ALL_MODES, MODE_BIT, U_TURN_S, RoadClass
from routes.network.store import RoadNetwork
from routes.network.turns import TurnRestrictions
from routes.network.weights import edge_costs
from tests.routes.network.roads import Road, grid_point, network_of, networks

MAKERS: dict[Backend, EngineMaker] = {"cch": CchEngine, "scipy": ScipyEngine, "networkx": NetworkXEngine}
BACKENDS: tuple[Backend, ...] = ("cch", "scipy", "networkx")
CAR, FOOT = TravelMode.CAR, TravelMode.FOOT
VEHICLES = ALL_MODES & ~MODE_BIT[FOOT] & ~MODE_BIT[TravelMode.WHEELCHAIR]

Ban = tuple[tuple[int, ...], bool]
"""Arcs of a restriction in order, and whether it allows nothing else."""


def with_bans(network: RoadNetwork, bans: Sequence[Ban], modes: int = VEHICLES) -> RoadNetwork:
    """Return the network with turn restrictions."""
    heads = np.column_stack([network.edge_v, network.edge_u]).ravel()
    between = [arcs[1:-1] for arcs, _ in bans]
    turns = TurnRestrictions(
        from_arc=np.array([arcs[0] for arcs, _ in bans], np.int32),
        via_node=np.array([heads[arcs[0]] for arcs, _ in bans], np.int32),
        to_arc=np.array([arcs[-1] for arcs, _ in bans], np.int32),
        is_only=np.array([is_only for _, is_only in bans], np.uint8),
        modes=np.full(len(bans), modes, np.uint16),
        via_offset=np.concatenate([[0], np.cumsum([len(arcs) for arcs in between])]).astype(np.int64),
        via_arc=np.array([arc for arcs in between for arc in arcs], np.int32),
    )
    return replace(network, turns=turns)


def cross() -> RoadNetwork:
    """Four streets that meet at node 0: west, north, east and south of it."""
    nodes = [(2.0, 2.0), (1.0, 2.0), (2.0, 3.0), (3.0, 2.0), (2.0, 1.0)]
    return network_of(nodes, [Road(0, arm, RoadClass.RESIDENTIAL) for arm in (1, 2, 3, 4)])


WEST, NORTH, EAST, SOUTH = (grid_point(*at) for at in ((1.2, 2), (2, 2.8), (2.8, 2), (2, 1.2)))
TO_CENTRE = {"west": 1, "north": 3, "east": 5, "south": 7}
FROM_CENTRE = {name: arc - 1 for name, arc in TO_CENTRE.items()}


def metres(
    network: RoadNetwork, begin: tuple[float, float], end: tuple[float, float], backend: Backend
) -> float:
    return open_router(network, CAR, backend).route([begin, end]).distance_m


@pytest.mark.parametrize("backend", BACKENDS)
def test_a_forbidden_turn_is_not_made(backend: Backend) -> None:
    free = cross()
    banned = with_bans(free, [((TO_CENTRE["west"], FROM_CENTRE["north"]), False)])
    direct = metres(free, WEST, NORTH, backend)
    assert metres(banned, WEST, SOUTH, backend) == metres(free, WEST, SOUTH, backend)
    # Beyond the crossing and back: the nearest place to turn round is the end of a street.
    assert metres(banned, WEST, NORTH, backend) > direct + 1500


@pytest.mark.parametrize("backend", BACKENDS)
def test_turning_round_costs_its_time(backend: Backend) -> None:
    banned = with_bans(cross(), [((TO_CENTRE["west"], FROM_CENTRE["north"]), False)])
    router = NetworkRouter(banned, CAR, MAKERS[backend])
    way = router.route([WEST, NORTH])
    assert way.parts[0].trace is not None
    driven = router.costs().by_arc[2 * way.parts[0].trace.edge]
    assert way.duration_s * 1000 - driven.sum() <= U_TURN_S[CAR] * 1000
    straight = NetworkRouter(cross(), CAR, MAKERS[backend]).cost(WEST, NORTH)
    assert straight is not None
    detour = 2 * int(router.costs().by_arc[FROM_CENTRE["east"]]) + round(U_TURN_S[CAR] * 1000)
    assert router.cost(WEST, NORTH) == straight + detour


@pytest.mark.parametrize("backend", BACKENDS)
def test_where_only_one_turn_is_allowed_no_other_is_made(backend: Backend) -> None:
    only = with_bans(cross(), [((TO_CENTRE["west"], FROM_CENTRE["east"]), True)])
    assert metres(only, WEST, EAST, backend) == metres(cross(), WEST, EAST, backend)
    assert metres(only, WEST, NORTH, backend) > metres(cross(), WEST, NORTH, backend) + 1500


@pytest.mark.parametrize("backend", BACKENDS)
def test_walkers_are_not_bound_by_restrictions_of_vehicles(backend: Backend) -> None:
    banned = with_bans(cross(), [((TO_CENTRE["west"], FROM_CENTRE["north"]), False)])
    walk = open_router(banned, FOOT, backend).route([WEST, NORTH])
    assert walk.distance_m == open_router(cross(), FOOT, backend).route([WEST, NORTH]).distance_m


@pytest.mark.parametrize("backend", BACKENDS)
def test_a_restriction_over_a_via_way_binds_only_who_came_all_the_way(backend: Backend) -> None:
    # From the north one may turn where from the west one may not.
    nodes = [(1.0, 1.0), (2.0, 1.0), (3.0, 1.0), (4.0, 1.0), (2.0, 2.0), (3.0, 2.0)]
    roads = [Road(0, 1), Road(1, 2), Road(2, 3), Road(1, 4), Road(2, 5)]
    free = network_of(nodes, roads)
    banned = with_bans(free, [((0, 2, 8), False)])
    west, north, goal = grid_point(1.2, 1), grid_point(2, 1.8), grid_point(3, 1.8)
    assert metres(banned, north, goal, backend) == metres(free, north, goal, backend)
    assert metres(banned, west, goal, backend) > metres(free, west, goal, backend) + 500


@pytest.mark.parametrize("backend", BACKENDS)
def test_a_place_behind_a_forbidden_turn_on_a_one_way_street_is_not_reached(backend: Backend) -> None:
    nodes = [(0.0, 0.0), (1.0, 0.0), (2.0, 0.0)]
    roads = [Road(0, 1, RoadClass.PRIMARY, ALL_MODES, 0), Road(1, 2, RoadClass.PRIMARY, ALL_MODES, 0)]
    router = open_router(with_bans(network_of(nodes, roads), [((0, 2), False)]), CAR, backend)
    with pytest.raises(NoRouteError):
        router.route([grid_point(0.5, 0), grid_point(1.5, 0)])


@st.composite
def restricted(draw: st.DrawFn) -> RoadNetwork:
    """Draw a small network with turn restrictions, some over one or two arcs between."""
    drawn = draw(networks())
    # Short edges, on which turning round costs more than driving on to the next junction, and long ones.
    network = replace(drawn, length_m=drawn.length_m * draw(st.sampled_from([1.0, 0.05, 0.005])))
    ends = np.column_stack([network.edge_u, network.edge_v]).ravel()
    bans: list[Ban] = []
    for _ in range(draw(st.integers(1, 4))):
        arcs = [draw(st.integers(0, len(ends) - 1))]
        for _ in range(draw(st.integers(1, 3))):
            following = np.flatnonzero(ends == ends[arcs[-1] ^ 1]).tolist()
            arcs.append(draw(st.sampled_from(following)))
        bans.append((tuple(arcs), draw(st.booleans())))
    return with_bans(network, bans, draw(st.sampled_from([VEHICLES, ALL_MODES, MODE_BIT[CAR]])))


POINTS = st.lists(st.builds(grid_point, st.floats(-1, 7), st.floats(-1, 7)), min_size=2, max_size=4)


@given(
    network=restricted(),
    points=POINTS,
    mode=st.sampled_from([CAR, TravelMode.COACH, FOOT]),
    shortest=st.booleans(),
)
def test_engines_agree_with_the_oracle_under_any_restrictions(
    network: RoadNetwork, points: list[tuple[float, float]], mode: TravelMode, shortest: bool
) -> None:
    try:
        oracle = NetworkRouter(network, mode, NetworkXEngine)
    except NoRouteError:
        return
    for engine in (CchEngine, ScipyEngine):
        router = NetworkRouter(network, mode, engine)
        for begin, end in pairwise(points):
            assert router.cost(begin, end, shortest=shortest) == oracle.cost(begin, end, shortest=shortest)


@given(network=restricted(), points=POINTS)
def test_matrices_under_restrictions_are_those_of_the_oracle(
    network: RoadNetwork, points: list[tuple[float, float]]
) -> None:
    try:
        tables = [
            NetworkRouter(network, CAR, one).matrix(points)
            for one in (CchEngine, ScipyEngine, NetworkXEngine)
        ]
    except NoRouteError:
        return
    for table in tables[:2]:
        assert table.duration_s.tolist() == tables[2].duration_s.tolist()
        assert (np.isinf(table.distance_m) == np.isinf(tables[2].distance_m)).all()


@given(network=restricted(), data=st.data())
def test_splitting_every_junction_would_change_no_cost(network: RoadNetwork, data: st.DataObject) -> None:
    costs = edge_costs(network, CAR)
    edge = data.draw(st.integers(0, network.edge_count - 1))
    start = [End(2 * edge, 0, 0), End(2 * edge + 1, 0, 0)]
    few, every = search_graph(network), expanded_graph(network, np.ones(network.node_count, dtype=bool))
    trees = [TreeSearch(graph, costs).tree(start).node_cost() for graph in (few, every)]
    assert few.node_count <= every.node_count
    assert np.array_equal(trees[0], trees[1])

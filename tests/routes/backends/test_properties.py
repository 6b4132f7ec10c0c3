"""What must hold of routes on any network, with one-ways, loops, dead ends, islands and restrictions."""

import itertools

import numpy as np
from hypothesis import assume, given
from hypothesis import strategies as st

from data.errors import NoRouteError
from data.model.travel_mode import TravelMode
from routes.backends import open_router
from routes.backends.engine import End
from routes.backends.network_router import NetworkRouter
from routes.modes import ALL_MODES, MODE_BIT
from routes.network.lengths import GEOD
from routes.network.store import RoadNetwork
from routes.network.weights import lengths_cm
from routes.router import UNREACHABLE_S, LonLat, Route, Trace
from tests.routes.backends.test_turns import restricted
from tests.routes.network.roads import Road, grid_point, network_of, networks

POINT = st.builds(grid_point, st.floats(-0.5, 6.5), st.floats(-0.5, 6.5))
MODES = st.sampled_from([TravelMode.CAR, TravelMode.BICYCLE, TravelMode.FOOT])


def router_of(network: RoadNetwork, mode: TravelMode) -> NetworkRouter:
    assume(len(network.edges_of(mode)) > 0)
    return open_router(network, mode)


def route_or_none(router: NetworkRouter, points: list[LonLat], *, shortest: bool = False) -> Route | None:
    try:
        return router.route(points, shortest=shortest)
    except NoRouteError:
        return None


def trace_of(route: Route) -> Trace:
    (part,) = route.parts
    assert part.trace is not None
    return part.trace


def arcs_of(trace: Trace) -> list[int]:
    moving = trace.begin != trace.end
    arcs: list[int] = (2 * trace.edge + (trace.end < trace.begin))[moving].tolist()
    return arcs


@given(network=networks(), points=st.tuples(POINT, POINT, POINT), mode=MODES, shortest=st.booleans())
def test_no_detour_over_a_third_point_is_shorter(
    network: RoadNetwork, points: tuple[LonLat, LonLat, LonLat], mode: TravelMode, shortest: bool
) -> None:
    router = router_of(network, mode)
    first, middle, last = points
    parts = [router.cost(*pair, shortest=shortest) for pair in ((first, middle), (middle, last))]
    assume(None not in parts)
    whole = router.cost(first, last, shortest=shortest)
    # Positions within an edge are rounded once for each of the two parts.
    assert whole is not None
    assert whole <= sum(part for part in parts if part is not None) + 2


@st.composite
def two_way(draw: st.DrawFn) -> RoadNetwork:
    """Draw a network in which every road goes both ways."""
    nodes = draw(
        st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), min_size=2, max_size=8, unique=True)
    )
    number = st.integers(0, len(nodes) - 1)
    ends = draw(
        st.lists(st.tuples(number, number).filter(lambda pair: pair[0] != pair[1]), min_size=1, max_size=14)
    )
    return network_of(nodes, [Road(u, v) for u, v in ends])


@given(network=two_way(), begin=POINT, end=POINT, mode=MODES)
def test_where_all_roads_go_both_ways_the_way_back_costs_the_same(
    network: RoadNetwork, begin: LonLat, end: LonLat, mode: TravelMode
) -> None:
    router = router_of(network, mode)
    assert router.cost(begin, end) == router.cost(end, begin)


@given(network=networks(), begin=POINT, end=POINT, mode=MODES, shortest=st.booleans())
def test_every_part_of_a_cheapest_way_is_a_cheapest_way(
    network: RoadNetwork, begin: LonLat, end: LonLat, mode: TravelMode, shortest: bool
) -> None:
    router = router_of(network, mode)
    route = route_or_none(router, [begin, end], shortest=shortest)
    assume(route is not None)
    assert route is not None
    costs = router.costs(shortest=shortest)
    whole = [
        arc
        for arc, piece in zip(arcs_of(trace_of(route)), _pieces(trace_of(route)), strict=True)
        if piece == 1
    ]
    heads = np.column_stack([network.edge_v, network.edge_u]).ravel()
    tails = np.column_stack([network.edge_u, network.edge_v]).ravel()
    for i, j in itertools.combinations(range(len(whole)), 2):
        driven = int(costs.by_arc[whole[i : j + 1]].sum())
        assert driven == _node_cost(router, int(tails[whole[i]]), int(heads[whole[j]]), shortest=shortest)


def _pieces(trace: Trace) -> list[float]:
    share = np.abs(trace.end - trace.begin)
    pieces: list[float] = share[share > 0].tolist()
    return pieces


def _node_cost(router: NetworkRouter, begin: int, end: int, *, shortest: bool) -> int:
    network, finder = router.network, router.finder(shortest=shortest)
    graph_arcs = range(2 * network.edge_count)
    heads = np.column_stack([network.edge_v, network.edge_u]).ravel()
    tails = np.column_stack([network.edge_u, network.edge_v]).ravel()
    if begin == end:
        return 0
    source = [End(arc, 0, 0) for arc in graph_arcs if heads[arc] == begin]
    target = [End(arc, 0, 0) for arc in graph_arcs if tails[arc] == end]
    path = finder.engine.path(source, target)
    assert path is not None
    return path.cost


@given(network=restricted(), begin=POINT, end=POINT, mode=MODES)
def test_no_route_goes_against_a_one_way_street_or_makes_a_forbidden_turn(
    network: RoadNetwork, begin: LonLat, end: LonLat, mode: TravelMode
) -> None:
    route = route_or_none(router_of(network, mode), [begin, end])
    assume(route is not None)
    assert route is not None
    arcs = arcs_of(trace_of(route))
    forward, backward = network.access(mode)
    assert all((backward if arc & 1 else forward)[arc >> 1] for arc in arcs)
    turns = network.turns
    for i in np.flatnonzero(turns.modes & MODE_BIT[mode]).tolist():
        between = turns.via_arc[turns.via_offset[i] : turns.via_offset[i + 1]].tolist()
        before = [int(turns.from_arc[i]), *between]
        for at in range(len(arcs) - len(before)):
            if arcs[at : at + len(before)] == before:
                assert (arcs[at + len(before)] == turns.to_arc[i]) == bool(turns.is_only[i])


@given(network=networks(), points=st.lists(POINT, min_size=2, max_size=4), mode=MODES)
def test_the_line_follows_the_edges_and_is_as_long_as_they_are(
    network: RoadNetwork, points: list[LonLat], mode: TravelMode
) -> None:
    route = route_or_none(router_of(network, mode), points)
    assume(route is not None)
    assert route is not None
    trace = trace_of(route)
    whole = lengths_cm(network)[trace.edge]
    cm = np.abs(np.rint(trace.end * whole) - np.rint(trace.begin * whole)).sum()
    assert route.distance_m == round(cm / 100, 2)
    drawn = GEOD.geometry_length(route.geometry)
    # Cut edges are cut on a projection, whose scale drifts by a thousandth over the test grid.
    assert abs(drawn - route.distance_m) <= 0.002 * drawn + 0.5


@given(network=networks(), points=st.lists(POINT, min_size=2, max_size=5), mode=MODES)
def test_a_matrix_holds_seconds_and_metres_of_the_single_routes(
    network: RoadNetwork, points: list[LonLat], mode: TravelMode
) -> None:
    router = router_of(network, mode)
    matrix = router.matrix(points)
    measured = router.measure([(begin, end) for begin in points for end in points])
    for found, seconds, metres in zip(
        measured, matrix.duration_s.ravel(), matrix.distance_m.ravel(), strict=True
    ):
        if found is None:
            assert seconds == UNREACHABLE_S
            assert np.isinf(metres)
        else:
            assert seconds == found.duration_s
            # Equally fast ways may differ in length; the matrix then has the shorter one.
            assert metres <= found.distance_m + 0.01


@given(network=networks(), points=st.lists(POINT, min_size=3, max_size=5), mode=MODES)
def test_a_way_over_points_is_no_faster_than_its_legs_and_no_slower_than_turning_at_each(
    network: RoadNetwork, points: list[LonLat], mode: TravelMode
) -> None:
    router = router_of(network, mode)
    whole = route_or_none(router, points)
    legs = [router.cost(*pair) for pair in itertools.pairwise(points)]
    assert (whole is None) == (None in legs)
    if whole is not None:
        alone = sum(leg for leg in legs if leg is not None)
        turning = router.costs().u_turn * (len(points) - 2)
        assert alone <= 1000 * whole.duration_s
        assert whole.duration_s <= -(-(alone + turning) // 1000)


@given(network=networks(), begin=POINT, end=POINT, closed=POINT)
def test_closing_a_road_makes_no_way_faster_and_keeps_off_it(
    network: RoadNetwork, begin: LonLat, end: LonLat, closed: LonLat
) -> None:
    router = router_of(network, TravelMode.CAR)
    (shut,) = router.snap([closed])
    changed = router.with_changes(closures=[closed])
    if len(network.edges_of(TravelMode.CAR)) == 1:
        return
    route = route_or_none(changed, [begin, end])
    if route is not None:
        assert shut.edge not in trace_of(route).edge
    ends = [router.snap([point])[0].edge for point in (begin, end)]
    free = router.cost(begin, end)
    if shut.edge not in ends:
        after = changed.cost(begin, end)
        assert after is None or (free is not None and after >= free)
    assert router.cost(begin, end) == free


@given(
    network=networks(),
    begin=POINT,
    end=POINT,
    factors=st.lists(st.sampled_from([1.0, 1.5, 4.0]), min_size=16, max_size=16),
)
def test_slowed_roads_cost_what_a_network_of_slow_roads_would(
    network: RoadNetwork, begin: LonLat, end: LonLat, factors: list[float]
) -> None:
    slow = np.array((factors * network.edge_count)[: network.edge_count])
    costs = [
        open_router(network, TravelMode.CAR, backend).with_slowness(slow).cost(begin, end)
        for backend in ("cch", "scipy", "networkx")
        if len(network.edges_of(TravelMode.CAR))
    ]
    assert len(set(costs)) <= 1


def test_all_modes_have_a_bit() -> None:
    assert sum(MODE_BIT.values()) == ALL_MODES == 2 ** len(TravelMode) - 1

"""Alternatives: the fastest route first, others different from it and reasonable by themselves."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from data.errors import NoRouteError
from data.model.travel_mode import TravelMode
from routes.alternatives import LOCALLY_OPTIMAL, MOST_SHARED, MOST_STRETCH, Alternative, alternatives
from routes.backends import Backend, open_router
from routes.backends.engine import End
from routes.backends.network_router import NetworkRouter
from routes.modes import RoadClass
from routes.network.starter import starter_network
from routes.network.store import RoadNetwork
from routes.router import LonLat, Trace
from tests.routes.network.roads import Road, grid_point, network_of, networks

HA_NOI, HAI_DUONG, CON_SON = (105.8525, 21.0288), (106.33, 20.94), (106.4007, 21.1555)


def costs_of(router: NetworkRouter, trace: Trace) -> np.ndarray:
    whole = router.finder().costs.by_arc[arcs_of(trace)]
    costs: np.ndarray = np.abs(np.rint(trace.end * whole) - np.rint(trace.begin * whole)).astype(np.int64)
    return costs


def arcs_of(trace: Trace) -> np.ndarray:
    return 2 * trace.edge + (trace.end < trace.begin)


def trace_of(found: Alternative) -> Trace:
    (part,) = found.route.parts
    assert part.trace is not None
    return part.trace


def check(router: NetworkRouter, found: tuple[Alternative, ...]) -> None:
    """Hold a result against the three bounds, by point-to-point searches that know nothing of plateaus."""
    best = trace_of(found[0])
    total = costs_of(router, best).sum()
    shown = set(arcs_of(best).tolist())
    for other in found[1:]:
        trace = trace_of(other)
        costs, arcs = costs_of(router, trace), arcs_of(trace)
        assert other.stretch <= MOST_STRETCH + 1e-9
        assert other.stretch >= 1
        assert other.route.geometry.coords[0] == pytest.approx(found[0].route.geometry.coords[0])
        assert other.route.geometry.coords[-1] == pytest.approx(found[0].route.geometry.coords[-1])
        common = np.isin(arcs, list(shown))
        assert costs[common].sum() <= MOST_SHARED * total
        assert len(np.unique(trace.edge)) == len(trace.edge)
        shown |= set(arcs.tolist())
        run = np.cumsum(costs)
        for first in range(len(arcs)):
            last = int(np.searchsorted(run, run[first] + LOCALLY_OPTIMAL * total, side="right")) - 1
            if last > first:
                found_path = router.finder().engine.path(
                    [End(int(arcs[first]), 0, 0)], [End(int(arcs[last]), int(costs[last]), 0)]
                )
                assert found_path is not None
                assert found_path.cost == run[last] - run[first]


@pytest.mark.parametrize(
    ("begin", "end"), [(HA_NOI, HAI_DUONG), (HAI_DUONG, CON_SON), (HA_NOI, CON_SON), (CON_SON, HA_NOI)]
)
@pytest.mark.parametrize("backend", ["cch", "scipy"])
def test_alternatives_between_real_places_obey_their_bounds(
    begin: LonLat, end: LonLat, backend: Backend
) -> None:
    router = open_router(starter_network(), TravelMode.CAR, backend)
    found = alternatives(router, begin, end)
    assert len(found) <= 3
    assert len(found) > 1 or {begin, end} == {HAI_DUONG, CON_SON}
    assert found[0].route.duration_s == router.route([begin, end]).duration_s
    assert (found[0].stretch, found[0].shared) == (1.0, 1.0)
    check(router, found)


def ladder() -> RoadNetwork:
    """Three ways from west to east: along the middle, by the north, and a far one by the south."""
    return network_of(
        [(0, 0), (1, 0), (5, 0), (6, 0), (3, 0.9), (3, -6)],
        [Road(0, 1, RoadClass.PRIMARY), Road(1, 2, RoadClass.PRIMARY), Road(2, 3, RoadClass.PRIMARY),
         Road(1, 4, RoadClass.PRIMARY), Road(4, 2, RoadClass.PRIMARY), Road(0, 5, RoadClass.PRIMARY),
         Road(5, 3, RoadClass.PRIMARY)],
    )  # fmt: skip


def test_a_way_round_is_offered_and_a_far_one_is_not() -> None:
    router = open_router(ladder(), TravelMode.CAR)
    found = alternatives(router, grid_point(0.01, 0), grid_point(5.99, 0))
    assert len(found) == 2
    assert found[1].route.distance_m > found[0].route.distance_m
    assert found[1].shared == pytest.approx(0.31, abs=0.03)


def test_closing_the_fastest_way_makes_the_other_one_the_first() -> None:
    router = open_router(ladder(), TravelMode.CAR).with_changes(closures=[grid_point(3, 0)])
    assert len(alternatives(router, grid_point(0.01, 0), grid_point(5.99, 0))) == 1


def test_no_more_are_given_than_asked_for() -> None:
    router = open_router(starter_network(), TravelMode.CAR)
    assert len(alternatives(router, HA_NOI, HAI_DUONG, most=1)) == 1
    assert len(alternatives(router, HA_NOI, HAI_DUONG, most=2)) == 2


def test_the_same_point_twice_has_one_route() -> None:
    router = open_router(ladder(), TravelMode.CAR)
    assert len(alternatives(router, grid_point(2, 0), grid_point(2, 0))) == 1


CELL = st.tuples(st.floats(0, 6), st.floats(0, 6))


@given(network=networks(), begin=CELL, end=CELL)
def test_bounds_hold_on_any_network(
    network: RoadNetwork, begin: tuple[float, float], end: tuple[float, float]
) -> None:
    assume(len(network.edges_of(TravelMode.CAR)))
    router = open_router(network, TravelMode.CAR)
    try:
        found = alternatives(router, grid_point(*begin), grid_point(*end))
    except NoRouteError:
        return
    check(router, found)

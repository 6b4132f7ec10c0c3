"""Isochrones over small networks: nested, valid, and holding exactly what is reached."""

from itertools import pairwise

import numpy as np
import pytest
import shapely
from hypothesis import assume, given
from hypothesis import strategies as st

from data.errors import BadInputError
from data.model.place import Category, Rank
from data.model.travel_mode import TravelMode
from data.starter import load_starter
from routes.backends import open_router
from routes.backends.network_router import NetworkRouter
from routes.isochrones.area import Isochrone, isochrones
from routes.isochrones.places import summarise
from routes.modes import EdgeFlag, RoadClass
from routes.network.starter import starter_network
from routes.network.store import RoadNetwork
from routes.network.weights import edge_costs
from routes.router import LonLat
from routes.search_trees import tree_search
from tests.routes.network.roads import Road, grid_point, network_of, networks


def reach(
    network: RoadNetwork, origins: list[LonLat], *budgets_s: int, mode: TravelMode = TravelMode.CAR
) -> tuple[Isochrone, ...]:
    return isochrones(router_of(network, mode), origins, budgets_s)


def router_of(network: RoadNetwork, mode: TravelMode = TravelMode.CAR) -> NetworkRouter:
    return open_router(network, mode)


@given(network=networks(), at=st.tuples(st.floats(0, 6), st.floats(0, 6)))
def test_areas_are_valid_nested_and_hold_every_node_in_reach(
    network: RoadNetwork, at: tuple[float, float]
) -> None:
    assume(len(network.edges_of(TravelMode.CAR)))
    found = reach(network, [grid_point(*at)], 120, 400, 900)
    finder = router_of(network).finder()
    tree = tree_search(network, finder).tree([end for snap in found[0].snaps for end in finder.leaving(snap)])
    seconds = tree.node_cost() / 1000
    for area in found:
        assert area.area.is_valid
        node = np.flatnonzero(seconds <= area.budget_s)
        inside = shapely.contains_xy(area.area, network.node_lon[node], network.node_lat[node])
        assert inside.all()
        assert shapely.contains_xy(area.area, found[0].snaps[0].lon, found[0].snaps[0].lat)
    for small, large in pairwise(found):
        assert large.area.contains_properly(small.area)
        assert small.road_m <= large.road_m
        assert small.area_km2 < large.area_km2


def straight(**road: object) -> RoadNetwork:
    return network_of([(0, 0), (10, 0)], [Road(0, 1, RoadClass.PRIMARY, **road)])  # type: ignore[arg-type]


def test_an_edge_reached_in_part_counts_by_that_part() -> None:
    network = straight()
    (found,) = reach(network, [grid_point(5, 0)], 240)
    speed_mps = 1000 * network.length_m[0] / edge_costs(network, TravelMode.CAR).forward[0]
    # The origin lies on the edge, so its node is not reached and the edge is entered from the middle.
    east = grid_point(5, 0)[0] + 240 * speed_mps / network.length_m[0] * 0.1
    assert found.area.contains(shapely.Point(east - 0.0001, 21.0))
    assert found.area.bounds[2] - east < 2 * found.cell_m / 100_000
    assert found.area.bounds[2] > east


def test_road_lengths_add_up_the_reached_share_of_each_edge() -> None:
    network = network_of([(0, 0), (1, 0), (9, 0)], [Road(0, 1), Road(1, 2)])
    speed_mps = 1000 * network.length_m[1] / edge_costs(network, TravelMode.CAR).forward[1]
    (found,) = reach(network, [grid_point(0, 0)], 600)
    assert found.road_m == pytest.approx(600 * speed_mps, rel=1e-4)


def test_a_one_way_road_is_reached_only_the_way_it_runs() -> None:
    network = network_of([(0, 0), (3, 0), (6, 0)], [Road(1, 0, backward=0), Road(1, 2)])
    (found,) = reach(network, [grid_point(4, 0)], 300)
    assert found.area.contains(shapely.Point(grid_point(2.8, 0)))
    (from_dead_end,) = reach(network, [grid_point(2, 0)], 300)
    assert not from_dead_end.area.contains(shapely.Point(grid_point(2.5, 0)))
    assert from_dead_end.area.contains(shapely.Point(grid_point(1.5, 0)))


def test_nobody_steps_off_a_bridge() -> None:
    beside = shapely.Point(grid_point(2.0, 0.15))
    (road,) = reach(straight(), [grid_point(2, 0), grid_point(0, 0)], 600)
    assert road.area.contains(beside)
    bridge = network_of(
        [(0, 0), (1, 0), (10, 0)], [Road(0, 1), Road(1, 2, RoadClass.PRIMARY, flags=EdgeFlag.BRIDGE)]
    )
    (over,) = reach(bridge, [grid_point(0, 0)], 600)
    assert over.area.contains(shapely.Point(grid_point(2.0, 0)))
    assert not over.area.contains(beside)


def test_several_origins_reach_what_each_of_them_reaches() -> None:
    network = straight()
    together = reach(network, [grid_point(1, 0), grid_point(8, 0)], 120)[0]
    for origin in (grid_point(1, 0), grid_point(8, 0)):
        assert together.area.contains(reach(network, [origin], 120)[0].area.buffer(-0.0005))
    assert len(together.area.geoms) == 2


def test_walkers_reach_less_than_drivers() -> None:
    network = straight()
    drive, walk = (reach(network, [grid_point(5, 0)], 600, mode=mode)[0]
                   for mode in (TravelMode.CAR, TravelMode.FOOT))  # fmt: skip
    assert walk.area_km2 < drive.area_km2 / 3


@pytest.mark.parametrize("budgets", [(), (0,), (-60,), (7 * 3600,), tuple(range(60, 1400, 60))])
def test_budgets_out_of_range_are_refused_with_a_remedy(budgets: tuple[int, ...]) -> None:
    with pytest.raises(BadInputError, match="at most"):
        reach(straight(), [grid_point(5, 0)], *budgets)


def test_an_isochrone_without_origin_is_refused() -> None:
    with pytest.raises(BadInputError, match="origin"):
        reach(straight(), [], 600)


@pytest.mark.parametrize("off_road_m", [-1.0, 2000.0, float("nan")])
def test_walking_beside_the_roads_has_its_limits(off_road_m: float) -> None:
    with pytest.raises(BadInputError, match="between 0 and 1000 m"):
        isochrones(router_of(straight()), [grid_point(5, 0)], [600], off_road_m=off_road_m)


def test_closed_roads_are_not_reached() -> None:
    router = router_of(network_of([(0, 0), (2, 0), (4, 0)], [Road(0, 1), Road(1, 2)]))
    closed = router.with_changes(closures=[grid_point(3, 0)])
    beyond = shapely.Point(grid_point(2.5, 0))
    for asked, expected in ((router, True), (closed, False)):
        (found,) = isochrones(asked, [grid_point(1, 0)], [900])
        assert found.area.contains(beyond) is expected


def test_places_and_communes_inside_are_counted() -> None:
    project = load_starter()
    near, far = (summarise(area, project) for area in reach(starter_network(), [(106.33, 20.94)], 600, 2400))
    assert 0 < len(near.place_ids) < len(far.place_ids)
    assert set(near.place_ids) < set(far.place_ids)
    assert sum(far.by_category.values()) == sum(far.by_rank.values()) == len(far.place_ids)
    assert far.by_category[Category.RELIC] > 0
    assert far.by_rank[Rank.SPECIAL_NATIONAL] > 0
    assert 0 < len(near.unit_ids) < len(far.unit_ids)
    assert all(not project.units[unit].is_former for unit in far.unit_ids)

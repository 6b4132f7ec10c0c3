import numpy as np
import pytest
from shapely import MultiPolygon, Polygon, box

from data.errors import BadInputError, CancelledError
from data.model.travel_mode import TravelMode
from routes.backends import open_router
from routes.network.clipping import clip_network
from routes.network.finish import clip_and_finish
from routes.network.starter import starter_network
from tests.routes.network.roads import Road, grid_point, network_of


def area(west: float, south: float, east: float, north: float) -> Polygon:
    return box(*grid_point(west, south), *grid_point(east, north))


def test_roads_that_touch_the_area_are_kept_whole() -> None:
    network = network_of([(0, 0), (1, 0), (3, 0), (5, 0)], [Road(0, 1), Road(1, 2), Road(2, 3)])
    clipped = clip_network(network, area(-1, -1, 1.5, 1))
    assert clipped.way_id.tolist() == [500, 501]
    assert clipped.node_id.tolist() == [100, 101, 102]


def test_a_road_that_only_passes_through_is_kept_and_one_beside_a_bent_outline_is_not() -> None:
    network = network_of([(0, 0), (4, 0), (0, 2), (4, 2)], [Road(0, 1), Road(2, 3)])
    bent = Polygon([grid_point(*at) for at in ((1, -1), (3, -1), (3, 1), (1, 1))])
    assert clip_network(network, bent).way_id.tolist() == [500]
    two = MultiPolygon([bent, area(1, 1.5, 2, 3)])
    assert clip_network(network, two).edge_count == 2


def test_a_clipped_network_routes_and_says_what_it_was_clipped_to() -> None:
    west, south, east, north = starter_network().bbox
    half = clip_and_finish(starter_network(), box(west, south, (west + east) / 2, north), area_name="Nửa tây")
    assert half.meta.area == "Nửa tây"
    assert half.edge_count < starter_network().edge_count
    assert sorted(half.cch_order.tolist()) == list(range(half.node_count))
    router = open_router(half, TravelMode.CAR)
    first, last = (
        (float(half.node_lon[at]), float(half.node_lat[at]))
        for at in (
            half.edge_u[half.edges_of(TravelMode.CAR)[0]],
            half.edge_v[half.edges_of(TravelMode.CAR)[-1]],
        )
    )
    assert np.isfinite(router.route([first, last]).distance_m)


@pytest.mark.parametrize(
    ("outline", "said"),
    [
        (area(50, 50, 51, 51), "no roads in this area"),
        (Polygon(), "not an outline"),
        (Polygon([(0, 0), (1, 1), (1, 0), (0, 1)]), "not an outline"),
    ],
)
def test_an_area_that_cannot_serve_is_a_clear_error(outline: Polygon, said: str) -> None:
    with pytest.raises(BadInputError, match=said):
        clip_network(network_of([(0, 0), (1, 0)], [Road(0, 1)]), outline)


def test_clipping_can_be_cancelled() -> None:
    def stop(done: float, message: str = "") -> None:
        raise CancelledError

    with pytest.raises(CancelledError):
        clip_and_finish(starter_network(), box(*starter_network().bbox), progress=stop)

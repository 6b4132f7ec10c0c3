import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod

from data.errors import BadInputError, NoRouteError
from data.model.travel_mode import TravelMode
from routes.modes import MODE_BIT, RoadClass
from routes.network.snapping import EdgeIndex
from routes.network.starter import starter_network
from tests.routes.network.roads import Road, grid_point, network_of

LINE = network_of([(0, 0), (2, 0)], [Road(0, 1)])


def test_a_point_snaps_along_the_edge_with_its_distance_on_the_ground() -> None:
    (snap,) = EdgeIndex(LINE, TravelMode.CAR).snap([grid_point(0.5, 0.1)])
    assert snap.edge == 0
    assert snap.fraction == pytest.approx(0.25, abs=1e-6)
    assert (snap.lon, snap.lat) == pytest.approx(grid_point(0.5, 0), abs=1e-9)
    assert snap.access_m == pytest.approx(110.7, abs=0.2)


@pytest.mark.parametrize("y", [0, 1300])
def test_the_distance_is_that_on_the_ground_at_both_ends_of_a_long_country(y: int) -> None:
    network = network_of([(0, 0), (1, 0), (0, 1300), (1, 1300)], [Road(0, 1), Road(2, 3), Road(0, 2)])
    asked = grid_point(0.5, y + 0.1)
    (snap,) = EdgeIndex(network, TravelMode.CAR).snap([asked])
    _, _, metres = Geod(ellps="WGS84").inv(*asked, *grid_point(0.5, y))
    assert snap.access_m == pytest.approx(metres, rel=1e-3)


def test_a_point_beyond_the_end_snaps_to_the_end() -> None:
    before, after = EdgeIndex(LINE, TravelMode.CAR).snap([grid_point(-1, 0), grid_point(3, 0)])
    assert (before.fraction, after.fraction) == (0.0, 1.0)


def test_only_edges_of_the_mode_are_snapped_to() -> None:
    network = network_of(
        [(0, 0), (1, 0), (0, 1), (1, 1)],
        [
            Road(0, 1, RoadClass.STEPS, MODE_BIT[TravelMode.FOOT], MODE_BIT[TravelMode.FOOT]),
            Road(2, 3, RoadClass.PRIMARY),
        ],
    )
    point = grid_point(0.5, 0.1)
    assert EdgeIndex(network, TravelMode.FOOT).snap([point])[0].edge == 0
    assert EdgeIndex(network, TravelMode.CAR).snap([point])[0].edge == 1


def test_a_network_without_roads_for_the_mode_says_so() -> None:
    network = network_of([(0, 0), (1, 0)], [Road(0, 1, RoadClass.STEPS, 16, 16)])
    with pytest.raises(NoRouteError, match=r"no road for this travel mode \(Coach\)"):
        EdgeIndex(network, TravelMode.COACH)


def test_no_points_give_no_snaps() -> None:
    assert EdgeIndex(LINE, TravelMode.CAR).snap([]) == ()


def test_an_edge_of_no_length_can_be_snapped_to() -> None:
    network = network_of([(0, 0), (0, 0)], [Road(0, 1)])
    (snap,) = EdgeIndex(network, TravelMode.CAR).snap([grid_point(1, 0)])
    assert snap.fraction == 0.0


@given(st.tuples(st.floats(105.3, 106.6), st.floats(20.55, 21.35)))
def test_no_edge_is_nearer_than_the_one_snapped_to(point: tuple[float, float]) -> None:
    network = starter_network()
    (snap,) = EdgeIndex(network, TravelMode.CAR).snap([point])
    edges = network.edges_of(TravelMode.CAR)
    # Independent of the index: distances to every edge in a plane centred on the point itself.
    east, north = (
        Geod(ellps="WGS84").inv(*point, point[0] + dx, point[1] + dy)[2] for dx, dy in ((1e-3, 0), (0, 1e-3))
    )
    plane = (network.shape_lonlat - point) * 1000 * np.array([east, north])
    number = np.repeat(np.arange(network.edge_count), np.diff(network.shape_offset))
    distance = shapely.distance(shapely.linestrings(plane, indices=number)[edges], shapely.Point(0, 0))
    assert snap.access_m <= distance.min() * 1.01 + 0.5


@pytest.mark.parametrize("away", [0.05, 0.5, 5.0, 40.0])
def test_a_point_far_outside_snaps_to_the_nearest_side_of_the_network(away: float) -> None:
    network = starter_network()
    west, south, east, north = network.bbox
    middle = (west + east) / 2, (south + north) / 2
    for point in (
        (west - away, middle[1]),
        (east + away, middle[1]),
        (middle[0], south - away),
        (middle[0], north + away),
    ):
        (snap,) = EdgeIndex(network, TravelMode.CAR).snap([point])
        _, _, metres = Geod(ellps="WGS84").inv(*point, snap.lon, snap.lat)
        lon, lat = (np.full(network.node_count, at) for at in point)
        _, _, ends = Geod(ellps="WGS84").inv(lon, lat, network.node_lon, network.node_lat)
        assert snap.access_m == pytest.approx(metres)
        # Beyond some hundred kilometres the plane about the point is not true any more.
        assert snap.access_m <= ends.min() * (1.001 if away < 1 else 1.6)


@given(st.tuples(st.floats(105.3, 106.6), st.floats(20.55, 21.35)))
def test_snapping_agrees_within_a_centimetre_with_a_projection_of_the_whole_network(
    point: tuple[float, float],
) -> None:
    network = starter_network()
    (snap,) = EdgeIndex(network, TravelMode.CAR).snap([point])
    line = network.lines(np.array([snap.edge]))[0]
    asked = shapely.Point(*network.projection.transform(*point))
    along = shapely.line_locate_point(line, asked, normalized=True)
    assert snap.fraction * line.length == pytest.approx(along * line.length, abs=0.01)
    x, y = network.projection.transform(snap.lon, snap.lat)
    assert shapely.line_interpolate_point(line, along, normalized=True).distance(
        shapely.Point(x, y)
    ) == pytest.approx(0, abs=0.01)


def test_a_road_across_a_whole_country_is_found_from_anywhere_beside_it() -> None:
    network = network_of(
        [(0, 0), (900, 1200), (0, 1), (1, 1), (1, 0)], [Road(0, 1), Road(0, 2), Road(2, 3), Road(3, 4)]
    )
    index = EdgeIndex(network, TravelMode.CAR)
    for share in (0.1, 0.5, 0.9):
        (snap,) = index.snap([grid_point(900 * share + 0.5, 1200 * share)])
        assert snap.edge == 0


@pytest.mark.parametrize("point", [(float("nan"), 21.0), (105.8, float("inf")), (21.0, 105.8), (200.0, 21.0)])
def test_a_point_that_is_not_on_the_globe_is_refused(point: tuple[float, float]) -> None:
    with pytest.raises(BadInputError, match="on the globe"):
        EdgeIndex(LINE, TravelMode.CAR).snap([point])

"""Forty trips in Hà Nội and Hải Dương against lengths known from elsewhere; engines agree on real roads."""

from typing import Final

import numpy as np
import pytest

from data.model.travel_mode import TravelMode
from routes.backends import open_router
from routes.backends.cch_engine import CchEngine
from routes.backends.metrics import EngineMaker
from routes.backends.network_router import NetworkRouter
from routes.backends.networkx_engine import NetworkXEngine
from routes.backends.scipy_engine import ScipyEngine
from routes.network.lengths import GEOD
from routes.network.store import RoadNetwork

pytestmark = [pytest.mark.real_data, pytest.mark.slow]

AT: Final = {
    "Hồ Gươm": (105.8525, 21.0288),
    "Văn Miếu": (105.8356, 21.0287),
    "Lăng Bác": (105.8347, 21.0368),
    "Nội Bài": (105.8040, 21.2187),
    "Sơn Tây": (105.5040, 21.1390),
    "Đường Lâm": (105.4735, 21.1560),
    "chùa Thầy": (105.6410, 21.0240),
    "chùa Tây Phương": (105.5830, 21.0190),
    "Cổ Loa": (105.8730, 21.1140),
    "Bát Tràng": (105.9130, 20.9760),
    "Vạn Phúc": (105.7770, 20.9790),
    "Hà Đông": (105.7760, 20.9715),
    "Sóc Sơn": (105.8480, 21.2580),
    "Thường Tín": (105.8620, 20.8710),
    "Phú Xuyên": (105.9060, 20.7330),
    "Vân Đình": (105.7700, 20.7380),
    "Xuân Mai": (105.5790, 20.8990),
    "Hòa Lạc": (105.5260, 20.9930),
    "Phùng": (105.6630, 21.0910),
    "Trâu Quỳ": (105.9370, 21.0190),
    "Hải Dương": (106.3146, 20.9373),
    "Hải Dương, phía đông": (106.33, 20.94),
    "Sao Đỏ": (106.3930, 21.1060),
    "Côn Sơn": (106.3990, 21.1500),
    "Kiếp Bạc": (106.3290, 21.1530),
    "Kinh Môn": (106.5010, 20.9930),
    "Nam Sách": (106.3350, 20.9900),
    "Thanh Hà": (106.4270, 20.8970),
    "Tứ Kỳ": (106.4010, 20.8180),
    "Gia Lộc": (106.3010, 20.8670),
    "Thanh Miện": (106.2380, 20.7880),
    "Kẻ Sặt": (106.1460, 20.9160),
    "Lai Cách": (106.2540, 20.9430),
    "Phú Thái": (106.5090, 20.9640),
    "Ninh Giang": (106.390593, 20.735034),
    "Mao Điền": (106.2030, 20.9100),
}
"""Centres of towns and gates of sites, WGS84 degrees, to some hundred metres."""

# From, to, kilometres of the shortest way by car, tolerance in percent.
# The lengths that the notes of the real data give, found there by an independent reader of the same file.
CHECKED: Final[list[tuple[str, str, float, float]]] = [
    ("Hải Dương, phía đông", "Ninh Giang", 28.5, 2),
    ("Văn Miếu", "Hải Dương, phía đông", 58.1, 2),
    ("Văn Miếu", "Sơn Tây", 38.9, 3),
    ("Hải Dương, phía đông", "Côn Sơn", 31.7, 8),
]
# Round figures that guide books and the towns themselves give from the lake or from Hải Dương's centre.
PUBLISHED: Final[list[tuple[str, str, float, float]]] = [
    ("Hồ Gươm", "Nội Bài", 27, 12),
    ("Hồ Gươm", "Sơn Tây", 42, 12),
    ("Hồ Gươm", "Đường Lâm", 46, 12),
    ("Hồ Gươm", "chùa Thầy", 25, 20),
    ("Hồ Gươm", "chùa Tây Phương", 35, 15),
    ("Hồ Gươm", "Cổ Loa", 16, 15),
    ("Hồ Gươm", "Bát Tràng", 14, 15),
    ("Hồ Gươm", "Vạn Phúc", 11, 15),
    ("Hồ Gươm", "Thường Tín", 19, 12),
    ("Hồ Gươm", "Phú Xuyên", 36, 12),
    ("Hồ Gươm", "Xuân Mai", 34, 10),
    ("Hồ Gươm", "Phùng", 22, 12),
    ("Hồ Gươm", "Hải Dương", 57, 8),
    ("Hải Dương", "Ninh Giang", 29, 8),
    ("Hải Dương", "Gia Lộc", 10, 15),
    ("Hải Dương", "Nam Sách", 8, 20),
]
# Nothing but geography: a road is no shorter than the flight, and in the delta, where bridges are rare, at
# most 1.6 times as long.
FLIGHT: Final = [
    ("Hồ Gươm", "Sóc Sơn"),
    ("Hồ Gươm", "Vân Đình"),
    ("Hồ Gươm", "Hòa Lạc"),
    ("Hồ Gươm", "Trâu Quỳ"),
    ("Hồ Gươm", "Lăng Bác"),
    ("Hà Đông", "Xuân Mai"),
    ("Hà Đông", "Vân Đình"),
    ("Sơn Tây", "Xuân Mai"),
    ("Sơn Tây", "Hòa Lạc"),
    ("Nội Bài", "Hải Dương"),
    ("Hải Dương", "Sao Đỏ"),
    ("Hải Dương", "Kiếp Bạc"),
    ("Hải Dương", "Kinh Môn"),
    ("Hải Dương", "Thanh Hà"),
    ("Hải Dương", "Tứ Kỳ"),
    ("Hải Dương", "Thanh Miện"),
    ("Hải Dương", "Kẻ Sặt"),
    ("Hải Dương", "Mao Điền"),
    ("Sao Đỏ", "Côn Sơn"),
    ("Gia Lộc", "Ninh Giang"),
]
MAKERS: Final[dict[str, EngineMaker]] = {"scipy": ScipyEngine, "networkx": NetworkXEngine}


@pytest.fixture(scope="module")
def car(full: RoadNetwork) -> NetworkRouter:
    return open_router(full, TravelMode.CAR)


@pytest.mark.parametrize(("begin", "end", "km", "percent"), CHECKED + PUBLISHED)
def test_a_known_trip_has_its_known_length(
    car: NetworkRouter, begin: str, end: str, km: float, percent: float
) -> None:
    there = car.route([AT[begin], AT[end]], shortest=True).distance_m / 1000
    assert there == pytest.approx(km, rel=percent / 100)


@pytest.mark.parametrize(("begin", "end"), FLIGHT)
def test_a_road_is_a_little_longer_than_the_flight(car: NetworkRouter, begin: str, end: str) -> None:
    route = car.route([AT[begin], AT[end]], shortest=True)
    ends = route.snaps
    _, _, flight = GEOD.inv(ends[0].lon, ends[0].lat, ends[1].lon, ends[1].lat)
    assert 1.0 < route.distance_m / flight < 1.6


@pytest.mark.parametrize(("begin", "end"), FLIGHT)
def test_cars_are_neither_crawling_nor_racing(car: NetworkRouter, begin: str, end: str) -> None:
    route = car.route([AT[begin], AT[end]])
    assert 18 < 3.6 * route.distance_m / route.duration_s < 75


def test_forty_trips_are_known() -> None:
    assert len(CHECKED) + len(PUBLISHED) + len(FLIGHT) == 40


@pytest.mark.parametrize("mode", TravelMode)
def test_engines_agree_on_inner_hanoi_to_the_millisecond(inner_hanoi: RoadNetwork, mode: TravelMode) -> None:
    random = np.random.default_rng(31)
    edge = random.choice(inner_hanoi.edges_of(mode), 24)
    node = inner_hanoi.edge_u[edge]
    places = np.column_stack([inner_hanoi.node_lon[node], inner_hanoi.node_lat[node]])
    points = [(float(lon), float(lat)) for lon, lat in places + random.normal(0, 0.0003, places.shape)]
    for shortest in (False, True):
        finder = NetworkRouter(inner_hanoi, mode, CchEngine).finder(shortest=shortest)
        snaps = NetworkRouter(inner_hanoi, mode, CchEngine).snap(points)
        ends = [finder.leaving(snap) for snap in snaps[:4]], [finder.arriving(snap) for snap in snaps[4:]]
        expected = finder.engine.table(*ends)
        for make in MAKERS.values():
            other = NetworkRouter(inner_hanoi, mode, make).finder(shortest=shortest)
            assert np.array_equal(other.engine.table(*ends), expected)

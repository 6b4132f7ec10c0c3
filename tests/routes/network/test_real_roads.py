"""The full roads of Hà Nội and Hải Dương: known lengths, agreement of backends, the starter beside them."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from data.model.travel_mode import TravelMode
from data.starter import load_starter
from routes.backends import open_router
from routes.backends.cch_engine import CchEngine
from routes.backends.network_router import NetworkRouter
from routes.backends.networkx_engine import NetworkXEngine
from routes.backends.scipy_engine import ScipyEngine
from routes.modes import MODE_BIT, RoadClass
from routes.network.osm import build_network
from routes.network.starter import starter_network
from routes.network.store import RoadNetwork

pytestmark = [pytest.mark.real_data, pytest.mark.slow]

HAI_DUONG = (106.33, 20.94)
NINH_GIANG = (106.390593, 20.735034)
"""The town's label on the map; the starter's place of that name is its cake shops, a kilometre on."""


def place(key: str) -> tuple[float, float]:
    found = load_starter().place(key)
    return found.lon, found.lat


def shortest_km(network: RoadNetwork, begin: tuple[float, float], end: tuple[float, float]) -> float:
    return open_router(network, TravelMode.CAR).route([begin, end], shortest=True).distance_m / 1000


@pytest.mark.parametrize(
    ("begin", "end", "km"),
    [
        (HAI_DUONG, "khu-di-tich-con-son", 31.7),
        (HAI_DUONG, NINH_GIANG, 28.5),
        ("van-mieu-quoc-tu-giam", "thanh-co-son-tay-va-pho-di-bo", 38.9),
        ("van-mieu-quoc-tu-giam", HAI_DUONG, 58.1),
        # An independent reader of the same file (no snapping to edges) gives 11.5 between these two.
        ("van-mieu-quoc-tu-giam", "dinh-chem", 11.5),
    ],
)
def test_known_lengths_by_road_without_ferries(
    full: RoadNetwork, begin: str | tuple[float, float], end: str | tuple[float, float], km: float
) -> None:
    ends = [place(point) if isinstance(point, str) else point for point in (begin, end)]
    assert shortest_km(full, ends[0], ends[1]) == pytest.approx(km, rel=0.02)


def test_the_network_has_the_size_that_is_known(full: RoadNetwork) -> None:
    assert full.node_count == pytest.approx(350_000, rel=0.05)
    assert full.length_m.sum() / 1000 == pytest.approx(47_000, rel=0.05)
    # Nothing is tagged for wheelchairs in this extract, and unknown never counts as passable.
    assert {*full.modes} == {*TravelMode} - {TravelMode.WHEELCHAIR}
    lost = full.meta.cut["car"] / (full.length_m.sum() / 1000)
    assert lost < 0.01


def test_ferries_are_there_for_the_map_and_open_to_nobody(full: RoadNetwork) -> None:
    ferry = full.road_class == RoadClass.FERRY
    assert ferry.any()
    assert not (full.access_forward | full.access_backward)[ferry].any()


@pytest.mark.parametrize("mode", [TravelMode.CAR, TravelMode.MOTORBIKE, TravelMode.FOOT])
def test_backends_agree_to_the_millisecond(full: RoadNetwork, mode: TravelMode) -> None:
    random = np.random.default_rng(5)
    node = random.integers(0, full.node_count, (12, 2))
    pairs = [[(float(full.node_lon[i]), float(full.node_lat[i])) for i in pair] for pair in node]
    cch, scipy = (NetworkRouter(full, mode, make) for make in (CchEngine, ScipyEngine))
    costs = [cch.cost(*pair) for pair in pairs]
    assert None not in costs
    assert costs == [scipy.cost(*pair) for pair in pairs]
    if mode is TravelMode.CAR:
        oracle = NetworkRouter(full, mode, NetworkXEngine)
        assert costs[:3] == [oracle.cost(*pair) for pair in pairs[:3]]


def distances(network: RoadNetwork, points: Sequence[tuple[float, float]]) -> np.ndarray:
    return open_router(network, TravelMode.CAR).matrix(points).distance_m / 1000


def test_the_starter_network_is_close_to_the_full_one(full: RoadNetwork) -> None:
    places = [row for row in load_starter().places.values() if not row.is_approximate][::4]
    points = [(row.lon, row.lat) for row in places]
    coarse, fine = distances(starter_network(), points), distances(full, points)
    far = fine > 5
    error = np.abs(coarse - fine)[far] / fine[far]
    print(
        f"\n{far.sum()} pairs: median {np.median(error):.1%}, 95th percentile {np.percentile(error, 95):.1%}"
    )
    assert np.median(error) < 0.05
    assert np.percentile(error, 95) < 0.25


def test_real_tags_of_inner_hanoi_are_honoured(real_data: Path) -> None:
    network = build_network(real_data / "roads" / "hanoi_inner_osm_2025-05.osm.pbf")
    stairs = network.road_class == RoadClass.STEPS
    foot = MODE_BIT[TravelMode.FOOT]
    assert stairs.any()
    assert set((network.access_forward | network.access_backward)[stairs].tolist()) <= {foot}
    assert (network.maxspeed_kph > 0).any()
    lake, temple = (105.8523, 21.0289), (105.8356, 21.0287)
    walk = open_router(network, TravelMode.FOOT).route([lake, temple], shortest=True)
    drive = open_router(network, TravelMode.CAR).route([lake, temple], shortest=True)
    assert walk.distance_m <= drive.distance_m
    assert walk.distance_m == pytest.approx(2200, rel=0.15)

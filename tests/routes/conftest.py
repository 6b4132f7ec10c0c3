"""Fixtures of the tests of routes."""

from pathlib import Path

import pytest

from routes.network.file import load_network, save_network
from routes.network.osm import build_network
from routes.network.store import RoadNetwork


@pytest.fixture(scope="session")
def full(real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> RoadNetwork:
    """Give all roads of Hà Nội and Hải Dương, saved and read back."""
    built = build_network(real_data / "roads" / "hanoi_haiduong_osm_2021-08.osm.pbf")
    path = tmp_path_factory.mktemp("network") / "full.htnet"
    save_network(built, path)
    return load_network(path)


@pytest.fixture(scope="session")
def inner_hanoi(real_data: Path) -> RoadNetwork:
    """Give all roads of inner Hà Nội with all their tags."""
    return build_network(real_data / "roads" / "hanoi_inner_osm_2025-05.osm.pbf")

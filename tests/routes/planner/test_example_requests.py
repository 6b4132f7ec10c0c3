"""The three example requests are planned on the starter network, and on a real one where it is there."""

from pathlib import Path

import pytest

from data.model.place import Category
from data.readers.request_toml import read_request
from data.search.filters import places_of_unit
from data.starter import load_starter
from routes.backends import open_router
from routes.network.osm import build_network
from routes.network.starter import starter_network
from routes.planner.checker import check_tour
from routes.planner.plan import plan_tour

REQUESTS = sorted((Path(__file__).resolve().parents[3] / "resources" / "requests").glob("*.toml"))


@pytest.mark.slow
@pytest.mark.parametrize("path", REQUESTS, ids=lambda path: path.stem)
def test_an_example_is_planned_soundly_on_the_starter_network(path: Path) -> None:
    register = load_starter()
    request = read_request(path, register)
    router = open_router(starter_network(), request.mode)
    tour = plan_tour(register, request, router, seconds=4)
    assert check_tour(register, tour, router) == ()
    assert set(request.must) <= set(tour.visited)
    assert all(leg.geometry is not None for day in tour.days for leg in day.legs if leg.distance_m)
    for unit in request.cover_units:
        assert {place.id for place in places_of_unit(register, unit)} & set(tour.visited)


@pytest.mark.slow
def test_the_day_in_bac_tu_liem_joins_relics_crafts_and_nature() -> None:
    register = load_starter()
    path = next(path for path in REQUESTS if path.stem == "bac-tu-liem-1-ngay")
    request = read_request(path, register)
    tour = plan_tour(register, request, open_router(starter_network(), request.mode), seconds=3)
    visited = {register.place(place_id).category for place_id in tour.visited}
    assert {Category.RELIC, Category.CRAFT_VILLAGE, Category.ECO_SITE} <= visited


@pytest.mark.slow
@pytest.mark.real_data
def test_hai_duong_is_planned_soundly_on_all_its_real_roads(real_data: Path) -> None:
    network = build_network(real_data / "roads" / "haiduong_osm_2021-08.osm.pbf")
    register = load_starter()
    path = next(path for path in REQUESTS if path.stem == "hai-duong-2-ngay")
    request = read_request(path, register)
    router = open_router(network, request.mode)
    tour = plan_tour(register, request, router, seconds=6)
    assert check_tour(register, tour, router) == ()
    assert set(request.must) <= set(tour.visited)

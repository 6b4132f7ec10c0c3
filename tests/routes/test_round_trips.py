"""Round trips: closed, about as long as wished, past heritage, seldom over the same road twice."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import Point

from data.errors import BadInputError, NoRouteError
from data.model.place import Place
from data.model.travel_mode import TravelMode
from data.starter import load_starter
from routes.backends import open_router
from routes.network.starter import starter_network
from routes.round_trip_choice import Choice, choose
from routes.round_trips import TOLERANCE, RoundTrip, Wish, round_trip
from tests.routes.network.roads import Road, grid_point, network_of

HAI_DUONG = (106.33, 20.94)


def starter_loop(wish: Wish, mode: TravelMode = TravelMode.CAR) -> RoundTrip:
    places = list(load_starter().places.values())
    return round_trip(open_router(starter_network(), mode), HAI_DUONG, places, wish)


@pytest.mark.parametrize("wish", [Wish(distance_m=60_000), Wish(duration_s=7200)])
def test_a_loop_is_closed_and_near_the_wish_and_passes_its_stops(wish: Wish) -> None:
    trip = starter_loop(wish)
    line = trip.route.geometry.coords
    assert line[0] == pytest.approx(line[-1])
    assert abs(trip.deviation) <= TOLERANCE
    assert wish.of(trip.route) == pytest.approx(wish.amount * (1 + trip.deviation))
    assert trip.stop_ids
    assert len(set(trip.stop_ids)) == len(trip.stop_ids)
    assert trip.score > 0
    assert 0 <= trip.twice <= 1


def test_the_same_seed_gives_the_same_loop() -> None:
    one, two = (starter_loop(Wish(distance_m=40_000)) for _ in range(2))
    assert (one.stop_ids, one.route.distance_m) == (two.stop_ids, two.route.distance_m)


def square() -> list[Road]:
    return [Road(0, 1), Road(1, 2), Road(2, 3), Road(3, 0)]


def place_at(x: float, y: float) -> Place:
    some = next(iter(load_starter().places.values()))
    lon, lat = grid_point(x, y)
    return replace(some, geometry=Point(lon, lat), coord_precision_m=10)


def test_the_way_back_takes_other_roads_where_it_can() -> None:
    network = network_of([(0, 0), (4, 0), (4, 1), (0, 1)], square())
    trip = round_trip(
        open_router(network, TravelMode.CAR), grid_point(0, 0), [place_at(4, 0)], Wish(distance_m=10_000)
    )
    assert trip.twice == pytest.approx(0, abs=0.02)
    assert trip.route.distance_m == pytest.approx(10_500, rel=0.03)


def test_a_loop_without_heritage_is_still_a_loop() -> None:
    network = network_of([(0, 0), (4, 0), (4, 4), (0, 4)], square())
    trip = round_trip(open_router(network, TravelMode.CAR), grid_point(0, 0), [], Wish(distance_m=17_000))
    assert trip.stop_ids == trip.along_ids == ()
    assert abs(trip.deviation) <= TOLERANCE


def test_no_loop_where_no_road_comes_back_in_time() -> None:
    network = network_of([(0, 0), (9, 0), (9, 9), (0, 9)], [replace(road, backward=0) for road in square()])
    with pytest.raises(NoRouteError, match="No round trip"):
        round_trip(open_router(network, TravelMode.CAR), grid_point(1, 0), [], Wish(distance_m=4_000))


@pytest.mark.parametrize(
    "wish", [{}, {"distance_m": 1e4, "duration_s": 3600.0}, {"distance_m": 10.0}, {"duration_s": 1e6},
             {"distance_m": float("nan")}]
)  # fmt: skip
def test_impossible_wishes_are_refused(wish: dict[str, float]) -> None:
    with pytest.raises(BadInputError, match="round trip"):
        Wish(**wish)


@given(seed=st.integers(0, 100), count=st.integers(1, 9), wish=st.floats(2, 30))
def test_a_choice_never_exceeds_its_length_or_passes_a_point_twice(
    seed: int, count: int, wish: float
) -> None:
    random = np.random.default_rng(seed)
    at = random.uniform(0, 5, (count + 1, 2))
    table = np.hypot(*(at[:, None] - at[None]).transpose(2, 0, 1))
    choice = Choice(table, np.r_[0, random.integers(0, 4, count)].astype(float), wish, 0.1)
    order = choose(choice, seed)
    assert len(set(order)) == len(order)
    assert 0 not in order
    if order:
        assert choice.length(order) <= choice.longest + 1e-9


@pytest.mark.parametrize("wish", [{"distance_m": 0.0}, {"duration_s": 0.0}, {"distance_m": float("nan")}])
def test_a_round_trip_of_no_length_is_refused(wish: dict[str, float]) -> None:
    with pytest.raises(BadInputError, match=r"between 0\.5 and 500 km"):
        Wish(**wish)

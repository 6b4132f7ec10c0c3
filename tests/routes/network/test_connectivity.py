import pytest

from data.model.travel_mode import TravelMode
from routes.modes import MODE_BIT
from routes.network.connectivity import REPORTED_PARTS, keep_main_parts, strong_parts
from routes.network.report import part_count
from tests.routes.network.roads import Road, network_of

CAR, CART = MODE_BIT[TravelMode.CAR], MODE_BIT[TravelMode.ELECTRIC_CART]


def test_a_car_keeps_the_largest_part_and_an_electric_cart_every_quarter() -> None:
    nodes = [(0, 0), (2, 0), (5, 0), (6, 0), (9, 0), (9.1, 0)]
    islands = [Road(0, 1), Road(2, 3), Road(4, 5)]
    network = keep_main_parts(network_of(nodes, islands))
    assert (network.access_forward & CAR > 0).tolist() == [True, False]
    assert (network.access_forward & CART > 0).tolist() == [True, True]
    assert part_count(network, TravelMode.ELECTRIC_CART) == 2
    assert part_count(network, TravelMode.CAR) == 1
    assert network.meta.cut["car"] == pytest.approx(1.14, abs=0.01)
    assert network.meta.cut["electric_cart"] == pytest.approx(0.10, abs=0.01)
    assert network.meta.cut_count["car"] == 2


def test_the_longest_pieces_are_named_with_their_place() -> None:
    nodes = [(0, 0), (9, 0)] + [(x, 3) for x in range(20)]
    pieces = [Road(2 * number, 2 * number + 1, name=f"Đảo {number}") for number in range(1, 11)]
    network = keep_main_parts(network_of(nodes, [Road(0, 1), *pieces]))
    cars = [part for part in network.meta.cut_parts if part.mode == "car"]
    assert len(cars) == REPORTED_PARTS
    assert all(part.road.startswith("Đảo") and part.lat == pytest.approx(21.03) for part in cars)


def test_two_parts_that_lead_to_each_other_one_way_only_are_not_one() -> None:
    roads = [Road(0, 1), Road(0, 4), Road(1, 2, backward=0), Road(2, 3)]
    network = network_of([(0, 0), (2, 0), (3, 0), (4, 0), (0, 1)], roads)
    part = strong_parts(network, TravelMode.CAR)
    assert part[0] == part[1] != part[2] == part[3]
    kept = keep_main_parts(network)
    assert kept.way_id[kept.access_forward & CAR > 0].tolist() == [500, 501]

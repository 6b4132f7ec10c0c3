from dataclasses import replace

import numpy as np

from routes.modes import RoadClass
from routes.network.built_up import DENSE_KM, SPARSE_KM, road_density_km, with_built_up
from routes.network.tags import BUILT_UP
from tests.routes.network.roads import Road, network_of

NO, YES = BUILT_UP.index("no"), BUILT_UP.index("yes")


def town_and_field() -> tuple[list[tuple[float, float]], list[Road]]:
    """Return a town of streets 60 m apart with a main road through it, and the same road 20 km on."""
    nodes: list[tuple[float, float]] = []
    roads: list[Road] = []
    for row in range(20):
        nodes += [(0, row * 0.06), (1.2, row * 0.06)]
        roads.append(Road(2 * row, 2 * row + 1, RoadClass.UNCLASSIFIED))
    nodes += [(0.6, 0.3), (0.6, 0.8), (20, 0), (22, 0)]
    roads += [Road(40, 41, RoadClass.PRIMARY), Road(42, 43, RoadClass.PRIMARY)]
    return nodes, roads


def test_a_main_road_is_built_up_where_streets_are_dense_and_not_among_fields() -> None:
    network = with_built_up(network_of(*town_and_field()))
    density = road_density_km(network)
    assert density[20] > DENSE_KM
    assert density[21] < SPARSE_KM
    assert network.built_up[[20, 21]].tolist() == [YES, NO]


def test_tags_come_before_the_neighbourhood() -> None:
    plain = network_of(*town_and_field())
    tagged = np.zeros(plain.edge_count, np.uint8)
    tagged[20], tagged[21] = NO, YES
    assert with_built_up(replace(plain, built_up=tagged)).built_up[[20, 21]].tolist() == [NO, YES]


def test_class_decides_for_residential_streets_and_motorways() -> None:
    nodes = [(0.0, 0.0), (2.0, 0.0), (4.0, 0.0)]
    network = with_built_up(
        network_of(nodes, [Road(0, 1, RoadClass.RESIDENTIAL), Road(1, 2, RoadClass.MOTORWAY)])
    )
    assert network.built_up.tolist() == [YES, NO]


def test_roads_scattered_over_half_the_globe_are_left_unknown() -> None:
    nodes = [(0.0, 0.0), (1.0, 0.0), (-10_000.0, 3_000.0), (-9_999.0, 3_000.0)]
    network = network_of(nodes, [Road(0, 1, RoadClass.PRIMARY), Road(2, 3, RoadClass.PRIMARY)])
    assert with_built_up(network).built_up.tolist() == [0, 0]

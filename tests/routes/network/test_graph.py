from dataclasses import replace

import networkx as nx
import numpy as np
import osmnx
import pytest
from hypothesis import given
from shapely import LineString

from data.errors import BadInputError
from data.model.travel_mode import TravelMode
from routes.modes import MODE_BIT, RoadClass
from routes.network.checks import ARRAYS
from routes.network.graph import from_networkx, to_networkx
from routes.network.starter import starter_network
from routes.network.store import RoadNetwork
from tests.routes.network.roads import Road, grid_point, network_of, networks


def assert_same(one: RoadNetwork, other: RoadNetwork) -> None:
    for name in ARRAYS:
        if name not in {"name_id", "ref_id"}:
            assert np.array_equal(
                getattr(one, name), getattr(other, name), equal_nan=name == "incline_percent"
            ), name
    for edge in range(one.edge_count):
        assert one.names[one.name_id[edge]] == other.names[other.name_id[edge]]
        assert one.names[one.ref_id[edge]] == other.names[other.ref_id[edge]]
    assert one.meta == other.meta


@given(network=networks())
def test_nothing_is_lost_on_the_way_to_networkx_and_back(network: RoadNetwork) -> None:
    assert_same(from_networkx(to_networkx(network)), network)


def test_the_starter_network_survives_the_way_to_networkx_and_back() -> None:
    assert_same(from_networkx(to_networkx(starter_network())), starter_network())


def test_a_one_way_road_is_one_arc_with_osmnx_attributes() -> None:
    car = MODE_BIT[TravelMode.CAR]
    network = network_of(
        [(0, 0), (1, 0)],
        [
            Road(
                0,
                1,
                RoadClass.PRIMARY,
                car,
                0,
                name="Phố Huế",
                ref="QL1A",
                maxspeed_kph=40,
                via=((0.5, 0.5),),
            )
        ],
    )
    graph = to_networkx(network, TravelMode.CAR)
    ((u, v, data),) = graph.edges(data=True)
    assert (u, v) == (100, 101)
    assert data["osmid"] == 500
    assert (data["highway"], data["name"], data["ref"], data["maxspeed"]) == (
        "primary",
        "Phố Huế",
        "QL1A",
        "40.0",
    )
    assert (data["oneway"], data["reversed"]) == (True, False)
    assert data["speed_kph"] == 32.0
    assert data["travel_time"] == pytest.approx(data["length"] / 32 * 3.6, abs=0.001)
    assert graph.graph["crs"] == "epsg:4326"
    assert graph.nodes[100] == {"x": grid_point(0, 0)[0], "y": grid_point(0, 0)[1]}


def test_the_geometry_of_each_arc_runs_in_driving_direction() -> None:
    graph = to_networkx(starter_network())
    for u, v, data in graph.edges(data=True):
        line = data["geometry"].coords
        assert line[0] == (graph.nodes[u]["x"], graph.nodes[u]["y"])
        assert line[-1] == (graph.nodes[v]["x"], graph.nodes[v]["y"])


def test_a_graph_of_one_mode_holds_only_what_the_mode_may_use() -> None:
    walk = to_networkx(starter_network(), TravelMode.FOOT)
    assert not any(data["highway"] == "motorway" for *_, data in walk.edges(data=True))
    assert nx.is_strongly_connected(walk.subgraph([node for node, degree in walk.degree() if degree]))


def test_osmnx_takes_the_graph() -> None:
    nodes, edges = osmnx.convert.graph_to_gdfs(to_networkx(starter_network(), TravelMode.CAR))
    assert len(nodes) == 989
    assert edges.crs == "epsg:4326"
    way = osmnx.routing.shortest_path(to_networkx(starter_network(), TravelMode.CAR), 1, 500)
    assert way is not None
    assert (way[0], way[-1]) == (1, 500)


def test_a_graph_that_osmnx_made_can_be_imported() -> None:
    graph: nx.MultiDiGraph[int] = nx.MultiDiGraph(crs="epsg:4326")
    for node, (x, y) in {7: (0.0, 0.0), 8: (1.0, 0.0), 9: (1.0, 1.0)}.items():
        lon, lat = grid_point(x, y)
        graph.add_node(node, x=lon, y=lat)
    both = {"osmid": [1, 2], "highway": ["residential", "service"], "oneway": False, "length": 1040.0}
    bent = LineString([grid_point(0, 0), grid_point(0.5, 0.2), grid_point(1, 0)])
    graph.add_edge(7, 8, **both, geometry=bent, reversed=False, maxspeed="50")
    graph.add_edge(8, 7, **both, geometry=bent.reverse(), reversed=True, maxspeed="50")
    graph.add_edge(8, 9, osmid=3, highway="primary", oneway=True, length=1110.0, name="Phố Huế", bridge="yes")
    network = from_networkx(graph)
    car, foot = MODE_BIT[TravelMode.CAR], MODE_BIT[TravelMode.FOOT]
    assert network.edge_count == 2
    assert network.node_id.tolist() == [7, 8, 9]
    assert network.road_class.tolist() == [RoadClass.RESIDENTIAL, RoadClass.PRIMARY]
    assert (network.access_backward & car).tolist() == [car, 0]
    assert (network.access_backward & foot).tolist() == [foot, foot]
    assert network.maxspeed_kph.tolist() == [50.0, 0.0]
    assert network.road_label(1) == "Phố Huế"
    assert network.flags.tolist() == [0, 1]
    assert len(network.coordinates(0)) == 3


@pytest.mark.parametrize(
    ("graph", "said"),
    [
        (nx.MultiDiGraph(), "no roads"),
        (nx.MultiDiGraph(crs="epsg:32648"), "not in WGS84"),
        (nx.MultiDiGraph([(1, 2)]), "lacks what a road network needs"),
    ],
)
def test_a_graph_that_cannot_serve_is_a_clear_error(graph: "nx.MultiDiGraph[int]", said: str) -> None:
    with pytest.raises(BadInputError, match=said):
        from_networkx(graph)


def test_node_ids_that_occur_twice_are_refused() -> None:
    network = starter_network()
    twice = replace(network, node_id=np.zeros(network.node_count, np.int64))
    with pytest.raises(BadInputError, match="not unique"):
        to_networkx(twice)

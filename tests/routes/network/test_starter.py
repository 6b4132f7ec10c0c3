from dataclasses import asdict

import pytest

from data.errors import BadInputError
from data.model.travel_mode import TravelMode
from routes.modes import RoadClass
from routes.network.connectivity import LOCAL_MODES, strong_parts
from routes.network.lengths import line_lengths_m
from routes.network.starter import network_from_tables, starter_network

JUNCTIONS = [
    {"id": "A", "lon": "105.80", "lat": "21.00"},
    {"id": "B", "lon": "105.81", "lat": "21.00"},
]
LINK = {
    "from": "A",
    "to": "B",
    "name": "Phố Huế",
    "ref": "",
    "road_class": "primary",
    "length_km": "1.50",
    "oneway": "0",
    "via": "105.805 21.001",
}


def test_the_starter_network_serves_every_mode() -> None:
    network = starter_network()
    # What a wheelchair can pass is tagged nowhere in the tables, and unknown never counts as passable.
    assert set(network.modes) == set(TravelMode) - {TravelMode.WHEELCHAIR}
    assert network.node_count == 989
    assert network.meta.source == "starter"
    assert "OpenStreetMap" in network.meta.attribution


@pytest.mark.parametrize("mode", sorted({*starter_network().modes} - LOCAL_MODES))
def test_every_edge_of_a_mode_is_connected_both_ways_with_every_other(mode: TravelMode) -> None:
    network = starter_network()
    part = strong_parts(network, mode)
    edges = network.edges_of(mode)
    assert len({*part[network.edge_u[edges]].tolist(), *part[network.edge_v[edges]].tolist()}) == 1


def test_routing_lengths_are_those_of_the_table_not_of_the_drawing() -> None:
    network = network_from_tables(JUNCTIONS, [LINK])
    assert network.length_m.tolist() == [1500.0]
    drawn = line_lengths_m(network.shape_lonlat, network.shape_offset)
    assert drawn[0] == pytest.approx(1063, abs=2)
    assert len(network.coordinates(0)) == 3


def test_local_roads_are_minor_roads() -> None:
    network = network_from_tables(JUNCTIONS, [{**LINK, "road_class": "local"}])
    assert network.road_class.tolist() == [RoadClass.UNCLASSIFIED]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"to": "Z"}, "no junction 'Z'"),
        ({"road_class": "canal"}, "road class 'canal'"),
        ({"length_km": "long"}, "length 'long'"),
        ({"via": "105.8"}, "'105.8' is not a longitude"),
    ],
)
def test_a_wrong_row_is_named(change: dict[str, str], said: str) -> None:
    with pytest.raises(BadInputError, match=said) as caught:
        network_from_tables(JUNCTIONS, [{**LINK, **change}])
    assert "links.csv" in str(caught.value)


def test_the_same_network_is_given_each_time() -> None:
    assert starter_network() is starter_network()
    assert asdict(starter_network().meta)["built"] == "2021-08"

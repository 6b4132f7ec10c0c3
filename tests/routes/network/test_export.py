"""Exports, read back by the programs they are for."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import geopandas
import networkx as nx
import osmnx
import pyogrio
import pytest

from data.errors import BadInputError, CancelledError, StorageError
from data.model.travel_mode import TravelMode
from routes.network.export import export_network
from routes.network.graph import from_networkx, to_networkx
from routes.network.osm import build_network
from routes.network.store import RoadNetwork
from tests.routes.network.roads import osm_xml, same

NODES = {1: (0, 1), 2: (2, 1), 3: (1, 2), 4: (1, 0), 5: (1, 1)}
WAYS = [
    (10, [1, 5], {"highway": "residential", "name": "Phố Huế", "surface": "asphalt", "width": "5.5"}),
    (11, [5, 2], {"highway": "primary", "ref": "QL1A", "maxspeed": "40", "oneway": "yes", "incline": "0%"}),
    (12, [5, 3], {"highway": "residential", "bridge": "yes", "lanes": "2", "maxweight": "2.5"}),
    (14, [1, 3, 2, 4, 1], {"highway": "residential", "sidewalk": "both", "wheelchair": "yes"}),
]
TURN = (
    9,
    [("way", 10, "from"), ("node", 5, "via"), ("way", 12, "to")],
    {"type": "restriction", "restriction": "no_left_turn"},
)


@pytest.fixture
def network(tmp_path: Path) -> RoadNetwork:
    path = tmp_path / "city.osm"
    path.write_text(osm_xml(NODES, WAYS, node_tags={4: {"barrier": "bollard"}}, relations=[TURN]))
    return build_network(path)


@pytest.fixture
def target(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "out"
    folder.mkdir()
    yield folder
    assert not [path for path in folder.iterdir() if path.name.startswith(".")], "something was left behind"


def test_every_detail_survives_the_way_to_networkx_and_back(network: RoadNetwork) -> None:
    assert len(network.turns) == 1
    assert network.barrier.any()
    kept = replace(network, saved={"turn_order": network.cch_order.copy()})
    assert same(from_networkx(to_networkx(kept)), kept)


def test_graphml_that_osmnx_reads_is_the_same_network(network: RoadNetwork, target: Path) -> None:
    export_network(network, target / "n.graphml")
    graph = osmnx.load_graphml(target / "n.graphml")
    assert graph.graph["crs"] == "epsg:4326"
    data = next(data for *_, data in graph.edges(data=True) if data.get("name") == "Phố Huế")
    assert (data["highway"], data["surface"], data["width"]) == ("residential", "asphalt", "5.5")
    assert isinstance(data["length"], float)
    assert same(from_networkx(graph), network)


def test_a_geopackage_gives_osmnx_its_graph_back(network: RoadNetwork, target: Path) -> None:
    export_network(network, target / "n.gpkg", mode=TravelMode.CAR)
    layers = {str(name) for name, _ in pyogrio.list_layers(target / "n.gpkg")}
    assert layers == {"nodes", "edges", "turn_restrictions"}
    nodes = geopandas.read_file(target / "n.gpkg", layer="nodes").set_index("osmid")
    edges = geopandas.read_file(target / "n.gpkg", layer="edges").set_index(["u", "v", "key"])
    assert nodes.crs == edges.crs == "epsg:4326"
    graph = osmnx.convert.graph_from_gdfs(nodes, edges)
    ours = to_networkx(network, TravelMode.CAR)
    assert {*graph.edges(keys=True)} == {*ours.edges(keys=True)}
    assert nx.shortest_path_length(graph, 1, 2, "travel_time") == pytest.approx(
        nx.shortest_path_length(ours, 1, 2, "travel_time")
    )


def test_turn_restrictions_are_a_layer_of_points(network: RoadNetwork, target: Path) -> None:
    export_network(network, target / "n.gpkg")
    (turn,) = geopandas.read_file(target / "n.gpkg", layer="turn_restrictions").to_dict("records")
    assert (turn["from_osmid"], turn["via_node"], turn["to_osmid"], turn["kind"]) == (10, 5, 12, "no")
    assert "car" in turn["modes"].split(",")


def test_another_suffix_is_refused_with_those_that_serve(network: RoadNetwork, target: Path) -> None:
    with pytest.raises(BadInputError, match=r"\.gpkg, \.graphml"):
        export_network(network, target / "n.shp")


@pytest.mark.parametrize("name", ["n.gpkg", "n.graphml"])
def test_an_export_that_fails_or_is_cancelled_leaves_the_old_file(
    network: RoadNetwork, target: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = target / name
    path.write_bytes(b"old")

    def stop(done: float, message: str = "") -> None:
        if done > 0.4:
            raise CancelledError

    with pytest.raises(CancelledError):
        export_network(network, path, progress=stop)

    def full_disk(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("routes.network.export.os.fsync", full_disk)
    with pytest.raises(StorageError, match="No space left"):
        export_network(network, path)
    assert path.read_bytes() == b"old"
    assert list(target.iterdir()) == [path]

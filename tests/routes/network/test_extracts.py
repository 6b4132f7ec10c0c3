"""Extract files as they come: PBF with metadata and dense nodes, cut, unsorted, clipped, from elsewhere."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import osmium
import pytest
from osmium.osm import mutable
from shapely import box

from data.errors import BadInputError, CancelledError
from data.model.travel_mode import TravelMode
from routes.backends import open_router
from routes.network import order
from routes.network.file import load_network, save_network
from routes.network.osm import build_network
from routes.network.report import lies_in_vietnam
from tests.routes.network.roads import grid_point, osm_xml

NODES = {1: (0, 0), 2: (1, 0), 3: (1, 1), 4: (0, 1), 5: (2, 0), 6: (3, 0), 7: (3, 1)}
WAYS = [
    (10, [1, 2, 3, 4, 1], {"highway": "residential", "name": "Phố Khối", "surface": "asphalt"}),
    (11, [2, 5, 6, 7, 3], {"highway": "primary", "ref": "QL5", "maxheight": "4.5"}),
]
TURN = {"type": "restriction", "restriction": "no_left_turn"}


def write_pbf(path: Path, nodes: Mapping[int, tuple[float, float]], *, is_dense: bool = True) -> Path:
    """Write what Geofabrik writes: header with box and date, dense nodes, metadata, no history."""
    header = osmium.io.Header()
    header.set("generator", "osmium/1.16.0")
    header.set("osmosis_replication_timestamp", "2026-03-04T20:21:22Z")
    header.add_box(osmium.osm.Box(105.7, 20.9, 106.0, 21.2))
    file = osmium.io.File(str(path), f"pbf,pbf_dense_nodes={str(is_dense).lower()},add_metadata=all")
    with osmium.SimpleWriter(file, header=header) as writer:
        facts: dict[str, Any] = {
            "version": 3,
            "changeset": 7,
            "timestamp": "2026-03-01T00:00:00Z",
            "uid": 5,
            "user": "người vẽ",
        }
        for node, at in nodes.items():
            tags = {"barrier": "bollard"} if node == 5 else {}
            writer.add_node(mutable.Node(id=node, location=grid_point(*at), tags=tags, visible=True, **facts))
        for way, refs, named in WAYS:
            writer.add_way(mutable.Way(id=way, nodes=refs, tags=named, visible=True, **facts))
        members = [("w", 10, "from"), ("n", 2, "via"), ("w", 11, "to")]
        writer.add_relation(mutable.Relation(id=1, members=members, tags=TURN, visible=True, **facts))
    return path


@pytest.fixture(params=[True, False], ids=["dense", "plain"])
def extract(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    return write_pbf(tmp_path / "vietnam-latest.osm.pbf", NODES, is_dense=request.param)


def test_an_extract_with_metadata_dense_nodes_and_a_header_box_is_read(extract: Path) -> None:
    network = build_network(extract)
    assert network.meta.data_date == "2026-03-04"
    assert network.meta.source == "vietnam-latest.osm.pbf"
    assert {2, 3, 5} <= {*network.node_id.tolist()}
    assert np.count_nonzero(network.barrier) == 1
    assert (network.maxheight_m > 0).any()
    assert (network.surface > 0).any()


def test_a_truncated_extract_is_a_clear_error_at_every_length(extract: Path) -> None:
    whole = extract.read_bytes()
    for kept in range(0, len(whole) - 1, max(len(whole) // 9, 1)):
        extract.write_bytes(whole[:kept])
        with pytest.raises(BadInputError) as caught:
            build_network(extract)
        assert "vietnam-latest.osm.pbf" in str(caught.value)


def test_the_old_network_stays_when_a_build_fails_or_is_cancelled(extract: Path, tmp_path: Path) -> None:
    target = tmp_path / "old.htnet"
    save_network(build_network(extract), target)
    before = target.read_bytes()
    extract.write_bytes(extract.read_bytes()[:-20])
    with pytest.raises(BadInputError):
        save_network(build_network(extract), target)
    assert target.read_bytes() == before
    assert load_network(target).edge_count


PHASES = (
    "Reading the roads",
    "Joining the roads",
    "Looking for built-up areas",
    "Looking for roads that are cut off",
    "Ordering the junctions for fast routes",
)


@pytest.mark.parametrize("phase", PHASES)
def test_a_build_can_be_cancelled_in_every_phase(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, phase: str
) -> None:
    monkeypatch.setattr(order, "AT_ONCE", 0)
    path = write_pbf(tmp_path / "city.osm.pbf", NODES)

    def stop(done: float, message: str = "") -> None:
        if message == phase:
            raise CancelledError

    with pytest.raises(CancelledError):
        build_network(path, progress=stop)
    assert list(tmp_path.iterdir()) == [path]


def test_roads_of_another_continent_are_built_and_said_to_lie_elsewhere(tmp_path: Path) -> None:
    away = {node: (x - 10_300, y + 2_700) for node, (x, y) in NODES.items()}
    network = build_network(write_pbf(tmp_path / "berlin.osm.pbf", away))
    assert not lies_in_vietnam(network)
    at = [(float(network.node_lon[node]), float(network.node_lat[node])) for node in (0, -1)]
    assert open_router(network, TravelMode.FOOT).route(at).distance_m > 0
    assert lies_in_vietnam(build_network(write_pbf(tmp_path / "hanoi.osm.pbf", NODES)))


def test_only_roads_that_touch_the_area_are_kept(extract: Path) -> None:
    whole = build_network(extract)
    area = box(*grid_point(-0.5, -0.5), *grid_point(0.5, 1.5))
    part = build_network(extract, area=area, area_name="Phường Thử")
    assert part.meta.area == "Phường Thử"
    assert {*part.way_id.tolist()} == {10}
    assert part.length_m.sum() < whole.length_m.sum()


def test_an_area_far_away_is_a_clear_error(extract: Path) -> None:
    with pytest.raises(BadInputError, match="no roads"):
        build_network(extract, area=box(103, 10, 104, 11))


def xml(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "city.osm"
    path.write_text(text, encoding="utf-8")
    return path


def test_nodes_in_any_order_are_found(tmp_path: Path) -> None:
    nodes = {9: (0, 0), 4: (1, 0), 7: (1, 1), 2: (0, 1)}
    network = build_network(xml(tmp_path, osm_xml(nodes, [(1, [9, 4, 7, 2, 9], {"highway": "primary"})])))
    assert network.length_m.sum() == pytest.approx(4294, abs=10)


def test_ways_before_their_nodes_are_a_clear_error(tmp_path: Path) -> None:
    lines = osm_xml(NODES, WAYS).splitlines()
    head, nodes, ways = lines[:2], lines[2 : 2 + len(NODES)], lines[2 + len(NODES) : -1]
    with pytest.raises(BadInputError, match="does not hold their nodes before them"):
        build_network(xml(tmp_path, "\n".join([*head, *ways, *nodes, "</osm>"])))


def test_nodes_never_uploaded_are_not_found(tmp_path: Path) -> None:
    # Editors number drafts below zero; the index of pyosmium holds ids of the server only.
    drafts = {-1: (0, 0), -2: (1, 0)}
    with pytest.raises(BadInputError, match="does not hold their nodes"):
        build_network(xml(tmp_path, osm_xml(drafts, [(1, [-1, -2], {"highway": "primary"})])))


def test_isolated_nodes_and_ways_of_one_node_do_no_harm(tmp_path: Path) -> None:
    nodes = {**NODES, 50: (9, 9), 51: (9, 8)}
    ways = [*WAYS, (20, [50], {"highway": "primary"}), (21, [51, 51], {"highway": "primary"})]
    network = build_network(xml(tmp_path, osm_xml(nodes, ways)))
    assert not {50, 51} & {*network.node_id.tolist()}


def test_edges_of_no_length_can_be_travelled(tmp_path: Path) -> None:
    nodes = {**NODES, 8: (1, 0), 9: (1, 0)}
    ways = [
        (10, [1, 2], {"highway": "residential"}),
        (12, [2, 8], {"highway": "primary", "name": "Không dài"}),
        (13, [8, 9, 5], {"highway": "residential"}),
    ]
    network = build_network(xml(tmp_path, osm_xml(nodes, ways)))
    assert network.length_m.min() == 0
    path = tmp_path / "n.htnet"
    save_network(network, path)
    for mode in (TravelMode.CAR, TravelMode.FOOT):
        route = open_router(load_network(path), mode).route([grid_point(0, 0), grid_point(2, 0)])
        assert route.distance_m == pytest.approx(2079, abs=2)
        assert open_router(network, mode).snap([grid_point(1, 0)])[0].access_m < 0.1


@pytest.mark.parametrize("bad", ["NaN", "nan", "inf", "", "200"])
def test_coordinates_that_are_no_numbers_are_a_clear_error(tmp_path: Path, bad: str) -> None:
    text = osm_xml(NODES, WAYS)
    start = text.index('lat="')
    text = f'{text[:start]}lat="{bad}"{text[text.index(chr(34), start + 5) + 1 :]}'
    with pytest.raises(BadInputError, match=r"city\.osm"):
        build_network(xml(tmp_path, text))


@pytest.fixture(autouse=True)
def nothing_left_running() -> Iterator[None]:
    yield
    import multiprocessing  # noqa: PLC0415 - only to look

    assert not multiprocessing.active_children()

from pathlib import Path

import numpy as np
import pytest

from data.errors import BadInputError, CancelledError
from data.model.travel_mode import TravelMode
from routes.modes import MODE_BIT, EdgeFlag, RoadClass
from routes.network.osm import build_network
from routes.network.store import RoadNetwork
from tests.routes.network.roads import osm_xml

CAR, FOOT = MODE_BIT[TravelMode.CAR], MODE_BIT[TravelMode.FOOT]
SQUARE = {1: (0, 0), 2: (1, 0), 3: (1, 1), 4: (0, 1), 5: (2, 0), 6: (3, 0)}
BLOCK = (10, [1, 2, 3, 4, 1], {"highway": "residential", "name": "Phố Khối"})


def write(folder: Path, text: str, name: str = "city.osm") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def edges_by_label(network: RoadNetwork) -> dict[str, int]:
    return {network.road_label(edge): edge for edge in range(network.edge_count)}


def test_ways_are_cut_where_they_touch(tmp_path: Path) -> None:
    crossing = (11, [5, 2, 3], {"highway": "residential", "name": "Phố Ngang"})
    network = build_network(write(tmp_path, osm_xml(SQUARE, [BLOCK, crossing])))
    assert sorted(network.node_id.tolist()) == [2, 3, 5]
    assert network.edge_count == 4
    assert network.meta.name == "city"
    assert network.meta.built


def test_pieces_of_equal_kind_are_joined_and_keep_their_shape(tmp_path: Path) -> None:
    ways = [
        (1, [1, 2], {"highway": "primary", "ref": "QL5"}),
        (2, [5, 2], {"highway": "primary", "ref": "QL5"}),
        (3, [5, 6], {"highway": "primary", "ref": "QL5"}),
    ]
    network = build_network(write(tmp_path, osm_xml(SQUARE, ways)))
    assert network.edge_count == 1
    assert sorted(network.node_id.tolist()) == [1, 6]
    assert len(network.coordinates(0)) == 4
    # 3 steps of 0.01 degrees of longitude at 21° N, 1,039.5 m each on the ellipsoid.
    assert network.length_m[0] == pytest.approx(3 * 1039.5, rel=1e-3)


def test_a_change_of_name_or_class_stays_a_node(tmp_path: Path) -> None:
    ways = [
        (1, [1, 2], {"highway": "primary", "name": "A"}),
        (2, [2, 5], {"highway": "primary", "name": "B"}),
        (3, [5, 6], {"highway": "tertiary", "name": "B"}),
    ]
    network = build_network(write(tmp_path, osm_xml(SQUARE, ways)))
    assert sorted(network.node_id.tolist()) == [1, 2, 5, 6]


def test_one_way_roads_drawn_either_way_round_are_joined_in_driving_direction(tmp_path: Path) -> None:
    ways = [
        BLOCK,
        (2, [1, 5], {"highway": "primary", "oneway": "yes", "name": "Một chiều"}),
        (3, [6, 5], {"highway": "primary", "oneway": "-1", "name": "Một chiều"}),
        (4, [6, 3], {"highway": "primary", "name": "Về"}),
    ]
    network = build_network(write(tmp_path, osm_xml(SQUARE, ways)))
    edge = edges_by_label(network)["Một chiều"]
    ids = [int(network.node_id[network.edge_u[edge]]), int(network.node_id[network.edge_v[edge]])]
    along, against = int(network.access_forward[edge]), int(network.access_backward[edge])
    if ids == [6, 1]:
        along, against = against, along
    assert len(network.coordinates(edge)) == 3
    assert along & CAR
    assert not against & CAR
    assert against & FOOT


def test_opposing_one_way_pieces_are_not_joined(tmp_path: Path) -> None:
    ways = [
        BLOCK,
        (2, [1, 5], {"highway": "primary", "oneway": "yes"}),
        (3, [6, 5], {"highway": "primary", "oneway": "yes"}),
        (4, [3, 6], {"highway": "primary"}),
    ]
    network = build_network(write(tmp_path, osm_xml(SQUARE, ways)))
    assert 5 in network.node_id


def test_an_isolated_ring_becomes_one_loop(tmp_path: Path) -> None:
    network = build_network(write(tmp_path, osm_xml(SQUARE, [BLOCK])))
    assert network.edge_count == 1
    assert network.edge_u[0] == network.edge_v[0]


def test_roads_cut_off_are_left_out_and_reported(tmp_path: Path) -> None:
    nodes = {**SQUARE, 7: (5, 5), 8: (6, 5)}
    ways = [
        BLOCK,
        (2, [2, 5], {"highway": "primary", "oneway": "yes", "name": "Ngõ cụt một chiều"}),
        (3, [7, 8], {"highway": "primary", "name": "Đảo"}),
    ]
    network = build_network(write(tmp_path, osm_xml(nodes, ways)))
    labels = edges_by_label(network)
    assert "Đảo" not in labels
    dead_end = labels["Ngõ cụt một chiều"]
    assert not network.access_forward[dead_end] & CAR
    assert network.access_forward[dead_end] & FOOT
    assert network.meta.cut["car"] == pytest.approx(2.08, abs=0.01)
    assert network.meta.cut["foot"] == pytest.approx(1.04, abs=0.01)


def test_a_ferry_is_kept_for_the_map_and_used_by_nobody(tmp_path: Path) -> None:
    ferry = (2, [3, 6], {"route": "ferry", "name": "Đò Bầu", "motor_vehicle": "yes"})
    network = build_network(write(tmp_path, osm_xml(SQUARE, [BLOCK, ferry])))
    edge = edges_by_label(network)["Đò Bầu"]
    assert network.road_class[edge] == RoadClass.FERRY
    assert network.flags[edge] & EdgeFlag.FERRY
    assert network.access_forward[edge] == network.access_backward[edge] == 0


def test_a_node_that_is_not_in_the_file_splits_the_way(tmp_path: Path) -> None:
    ways = [BLOCK, (2, [3, 5, 99, 6], {"highway": "primary", "name": "Đường ra biên"})]
    network = build_network(write(tmp_path, osm_xml(SQUARE, ways)))
    assert len(network.coordinates(edges_by_label(network)["Đường ra biên"])) == 2


def test_a_node_repeated_within_a_way_does_no_harm(tmp_path: Path) -> None:
    ways = [BLOCK, (2, [3, 5, 5, 6], {"highway": "primary", "name": "Lặp"})]
    network = build_network(write(tmp_path, osm_xml(SQUARE, ways)))
    assert np.all(network.length_m > 0)


def test_control_characters_in_names_are_dropped(tmp_path: Path) -> None:
    ways = [(1, [1, 2], {"highway": "primary", "name": "Phố&#9;Huế&#10; "})]
    network = build_network(write(tmp_path, osm_xml(SQUARE, ways)))
    assert network.road_label(0).strip() == network.road_label(0)


def test_progress_runs_from_zero_to_one_without_going_back(tmp_path: Path) -> None:
    shares: list[float] = []
    build_network(
        write(tmp_path, osm_xml(SQUARE, [BLOCK])), progress=lambda done, message="": shares.append(done)
    )
    assert shares[0] == 0
    assert shares[-1] == 1
    assert shares == sorted(shares)


def test_a_build_can_be_cancelled(tmp_path: Path) -> None:
    def stop(done: float, message: str = "") -> None:
        raise CancelledError

    with pytest.raises(CancelledError):
        build_network(write(tmp_path, osm_xml(SQUARE, [BLOCK])), progress=stop)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("gone.osm", None, "no such file"),
        ("notes.txt", b"<osm/>", "not an OpenStreetMap file by its name"),
        ("empty.osm", b"", "cannot be read"),
        ("empty.osm.pbf", b"", "cannot be read"),
        ("html.osm", b"<html><body>404</body></html>", "cannot be read"),
        ("text.osm.pbf", b"this is not a protocol buffer, not at all", "cannot be read"),
        ("cut.osm", b'<osm version="0.6"><node id="1" lat="21" lon="105"', "cannot be read"),
        ("nothing.osm", b'<osm version="0.6"></osm>', "no roads"),
        ("house.osm", b'<osm version="0.6"><way id="1"><tag k="building" v="yes"/></way></osm>', "no roads"),
        (
            "lat.osm",
            b'<osm version="0.6"><node id="1" version="1" lat="x" lon="105"/></osm>',
            "cannot be read",
        ),
    ],
)
def test_a_file_that_cannot_serve_is_a_clear_error(
    tmp_path: Path, name: str, content: bytes | None, said: str
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(BadInputError, match=said) as caught:
        build_network(path)
    assert name in str(caught.value)


def test_xml_entities_are_refused(tmp_path: Path) -> None:
    bomb = (
        '<?xml version="1.0"?><!DOCTYPE osm [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'
        '<osm version="0.6"><way id="1"><tag k="name" v="&b;"/></way></osm>'
    )
    with pytest.raises(BadInputError, match="cannot be read"):
        build_network(write(tmp_path, bomb))


def test_one_way_roads_that_lead_nowhere_are_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match=r"city\.osm: No road .* can be left and come back to"):
        build_network(write(tmp_path, osm_xml(SQUARE, [(1, [1, 2, 5], {"highway": "motorway"})])))


def test_roads_open_to_nobody_are_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match="open to any travel mode"):
        build_network(write(tmp_path, osm_xml(SQUARE, [(1, [1, 2], {"route": "ferry"})])))


def test_swapped_coordinates_name_the_file_and_what_to_do(tmp_path: Path) -> None:
    nodes = '<node id="1" lat="105.8" lon="21.0"/><node id="2" lat="105.8" lon="21.01"/>'
    way = '<way id="5"><nd ref="1"/><nd ref="2"/><tag k="highway" v="primary"/></way>'
    path = write(tmp_path, f'<osm version="0.6">{nodes}{way}</osm>')
    with pytest.raises(BadInputError, match=r"city\.osm: .*longitude and latitude may be swapped.*WGS84"):
        build_network(path)


def test_a_folder_is_not_said_to_be_missing(tmp_path: Path) -> None:
    folder = tmp_path / "city.osm"
    folder.mkdir()
    with pytest.raises(BadInputError, match="This is a folder, not a file"):
        build_network(folder)

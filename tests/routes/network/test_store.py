import json
import struct
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given

from data.errors import NewerFormatError, StorageError
from routes.modes import RoadClass
from routes.network.checks import ARRAYS
from routes.network.container import write_container
from routes.network.file import FORMAT, FORMAT_VERSION, load_network, save_network
from routes.network.starter import starter_network
from routes.network.store import RoadNetwork
from routes.network.turns import TURN_ARRAYS
from tests.routes.network.roads import Road, network_of, networks, same


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    path = tmp_path / "roads.htnet"
    save_network(starter_network(), path)
    return path


def rewritten(path: Path, **changes: Any) -> Path:
    """Write the starter network with arrays changed, past the checks of RoadNetwork."""
    network = starter_network()
    arrays = {name: getattr(network, name) for name in ARRAYS}
    arrays |= {f"turns.{name}": getattr(network.turns, name) for name in TURN_ARRAYS}
    header = {"meta": {}, "names": list(network.names), "saved": {}}
    write_container(path, FORMAT, FORMAT_VERSION, header, arrays | changes)
    return path


def test_a_saved_network_comes_back_equal(saved: Path) -> None:
    assert same(load_network(saved), starter_network())


@given(network=networks())
def test_any_network_comes_back_equal(network: RoadNetwork, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("store") / "n.htnet"
    save_network(network, path)
    assert same(load_network(path), network)


def test_equal_networks_make_equal_files(saved: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.htnet"
    save_network(load_network(saved), again)
    assert again.read_bytes() == saved.read_bytes()


@pytest.mark.parametrize("kept", [0, 1, 100, 5_000, -1])
def test_a_truncated_file_is_refused(saved: Path, kept: int) -> None:
    saved.write_bytes(saved.read_bytes()[:kept])
    with pytest.raises(StorageError, match="truncated, damaged, or not"):
        load_network(saved)


def test_a_flipped_byte_anywhere_is_noticed(saved: Path) -> None:
    whole = saved.read_bytes()
    for place in range(0, len(whole), len(whole) // 40):
        broken = bytearray(whole)
        broken[place] ^= 0xFF
        saved.write_bytes(bytes(broken))
        try:
            network = load_network(saved)
        except StorageError:
            continue
        # Only fields of the zip that carry no content (times, attributes) may change unnoticed.
        assert same(network, starter_network()), place


def test_a_file_that_is_no_network_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "song.htnet"
    path.write_text("not a network")
    with pytest.raises(StorageError, match=r"song\.htnet is truncated, damaged, or not"):
        load_network(path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match=r"gone\.htnet: There is no such file"):
        load_network(tmp_path / "gone.htnet")


def test_a_network_of_a_newer_version_says_so(tmp_path: Path) -> None:
    path = tmp_path / "new.htnet"
    write_container(path, FORMAT, FORMAT_VERSION + 1, {}, {})
    with pytest.raises(NewerFormatError, match=r"newer version \(format 3"):
        load_network(path)


def test_a_member_with_a_forged_size_is_refused_before_it_is_allocated(saved: Path) -> None:
    whole = bytearray(saved.read_bytes())
    central = whole.rindex(b"PK\x01\x02")
    struct.pack_into("<II", whole, central + 20, 0xFFFFFFF0, 0xFFFFFFF0)
    saved.write_bytes(bytes(whole))
    with pytest.raises(StorageError):
        load_network(saved)


def test_a_compressed_member_is_refused(saved: Path, tmp_path: Path) -> None:
    bomb = tmp_path / "bomb.htnet"
    with zipfile.ZipFile(saved) as source, zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(name, source.read(name))
    with pytest.raises(StorageError):
        load_network(bomb)


def test_an_array_of_python_objects_is_never_unpickled(saved: Path, tmp_path: Path) -> None:
    evil = tmp_path / "evil.htnet"
    with zipfile.ZipFile(saved) as source, zipfile.ZipFile(evil, "w") as target:
        for name in source.namelist():
            if name == "edge_u.npy":
                with target.open(name, "w") as member:
                    np.lib.format.write_array(member, np.array([{}], dtype=object), allow_pickle=True)
            else:
                target.writestr(name, source.read(name))
    with pytest.raises(StorageError):
        load_network(evil)


def test_an_extra_or_missing_member_is_refused(saved: Path) -> None:
    with zipfile.ZipFile(saved, "a") as archive:
        archive.writestr("extra.npy", b"")
    with pytest.raises(StorageError):
        load_network(saved)


@pytest.mark.parametrize(
    "header", [[], {"format": "other", "version": 1}, {"format": FORMAT, "version": "x"}]
)
def test_a_strange_header_is_refused(tmp_path: Path, header: object) -> None:
    path = tmp_path / "n.htnet"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("header.json", json.dumps(header))
    with pytest.raises(StorageError):
        load_network(path)


@pytest.mark.parametrize(
    ("array", "value", "problem"),
    [
        ("edge_u", 10**6, "names a node"),
        ("edge_v", -1, "names a node"),
        ("name_id", 10**6, "names a road name"),
        ("road_class", 200, "unknown road class"),
        ("shape_offset", 10**7, "geometry does not fit"),
        ("length_m", np.nan, "length is negative"),
        ("length_m", -1.0, "length is negative"),
        ("node_lon", np.nan, "not on the globe"),
        ("shape_lonlat", 500.0, "not on the globe"),
        ("maxspeed_kph", -5.0, "speed limit"),
        ("access_forward", 1 << 14, "unknown travel mode"),
    ],
)
def test_bad_contents_are_named(tmp_path: Path, array: str, value: float, problem: str) -> None:
    changed = getattr(starter_network(), array).copy()
    changed[len(changed) // 2] = value
    with pytest.raises(StorageError, match=problem):
        load_network(rewritten(tmp_path / "bad.htnet", **{array: changed}))


def test_arrays_of_different_length_are_refused(tmp_path: Path) -> None:
    short = starter_network().length_m[:-1]
    with pytest.raises(StorageError, match="differ in length"):
        load_network(rewritten(tmp_path / "bad.htnet", length_m=short))


def test_a_node_order_with_a_node_twice_is_refused(tmp_path: Path) -> None:
    order = np.zeros(starter_network().node_count, np.uint32)
    with pytest.raises(StorageError, match="not an order"):
        load_network(rewritten(tmp_path / "bad.htnet", cch_order=order))


def test_an_array_of_another_type_is_refused() -> None:
    network = starter_network()
    with pytest.raises(StorageError, match="wrong type"):
        replace(network, edge_u=network.edge_u.astype(np.int64))


def test_a_failed_save_leaves_the_old_file_and_nothing_beside_it(
    saved: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = saved.read_bytes()

    def full_disk(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("routes.network.container.os.fsync", full_disk)
    with pytest.raises(StorageError, match="No space left"):
        save_network(starter_network(), saved)
    assert saved.read_bytes() == before
    assert list(saved.parent.iterdir()) == [saved]


def test_a_folder_that_is_not_there_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="could not be written"):
        save_network(starter_network(), tmp_path / "no" / "n.htnet")


def test_arrays_cannot_be_changed() -> None:
    with pytest.raises(ValueError, match="read-only"):
        starter_network().length_m[0] = 1.0


def test_lines_for_drawing_are_those_of_the_classes_asked_for() -> None:
    network = network_of(
        [(0, 0), (1, 0), (2, 0)],
        [Road(0, 1, RoadClass.PRIMARY, name="A", via=((0.5, 1),)), Road(1, 2, RoadClass.PATH, ref="B")],
    )
    lines = network.edge_lines([RoadClass.PATH])
    assert lines.edge.tolist() == [1]
    assert lines.offset.tolist() == [0, 2]
    assert np.array_equal(lines.lonlat, network.coordinates(1))
    assert network.names[lines.ref_id[0]] == "B"
    every = network.edge_lines()
    assert np.array_equal(every.lonlat, network.shape_lonlat)
    assert network.edge_lines([RoadClass.STEPS]).lonlat.shape == (0, 2)


def test_a_road_label_is_ref_and_name() -> None:
    network = network_of(
        [(0, 0), (1, 0)],
        [
            Road(0, 1, ref="QL5", name="Nguyễn Văn Linh"),
            Road(0, 1, ref="CT.03;QL1A"),
            Road(0, 1, name="Ngõ 1"),
        ],
    )
    labels = [network.road_label(edge) for edge in range(3)]
    assert labels == ["QL5 / Nguyễn Văn Linh", "CT.03, QL1A", "Ngõ 1"]


def test_a_file_in_place_of_the_folder_is_one_clear_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageError, match="could not be written: Not a directory") as caught:
        save_network(starter_network(), tmp_path / "file" / "a.htnet")
    assert ".part" not in str(caught.value)
    assert "directory" not in caught.value.in_language("vi")


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="only Unix has endless devices")
def test_an_endless_device_is_refused_unread() -> None:
    with pytest.raises(StorageError, match="This is a device or a pipe, not a file"):
        load_network(Path("/dev/zero"))

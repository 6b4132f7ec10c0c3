"""The network file: versions, what format 2 added, files from strangers, disks that are full."""

import errno
import io
import json
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any, Self

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.errors import CancelledError, HanhTrinhError, NewerFormatError, StorageError
from data.model.travel_mode import TravelMode
from routes.modes import MODE_BIT, RoadClass
from routes.network.checks import ARRAYS, DETAILS
from routes.network.container import write_container
from routes.network.file import FORMAT, FORMAT_VERSION, load_network, save_network
from routes.network.meta import CutPart, NetworkMeta
from routes.network.store import RoadNetwork
from routes.network.turns import TURN_ARRAYS, TurnRestrictions
from tests.routes.network.roads import Road, network_of, same


def full_network() -> RoadNetwork:
    """Return a network that uses every field."""
    plain = network_of(
        [(0, 0), (1, 0), (2, 0)],
        [Road(0, 1, name="Phố Huế"), Road(1, 2, RoadClass.PRIMARY), Road(0, 2, RoadClass.MOTORWAY, 3, 0)],
    )
    return replace(
        plain,
        width_m=np.array([5.5, 0, 7], np.float32),
        maxweight_t=np.array([0, 3.5, 0], np.float32),
        incline_percent=np.array([np.nan, 0, 8], np.float32),
        lanes=np.array([2, 0, 4], np.uint8),
        surface=np.array([2, 0, 3], np.uint8),
        built_up=np.array([2, 1, 0], np.uint8),
        barrier=np.array([0, 2, 0], np.uint8),
        turns=TurnRestrictions(
            from_arc=np.array([0, 1], np.int32),
            via_node=np.array([1, 0], np.int32),
            to_arc=np.array([2, 5], np.int32),
            is_only=np.array([0, 1], np.uint8),
            modes=np.array([3, 1], np.uint16),
            via_offset=np.array([0, 0, 1], np.int64),
            via_arc=np.array([4], np.int32),
        ),
        cch_order=np.array([2, 0, 1], np.uint32),
        saved={"turn_order": np.arange(6, dtype=np.uint32), "grid": np.zeros((2, 3), np.float32)},
        meta=NetworkMeta(
            name="đủ",
            data_date="2026-01-02",
            area="Tây Tựu",
            cut={"car": 1.5},
            cut_count={"car": 2},
            cut_parts=(CutPart(mode="car", km=1.0, lon=105.8, lat=21.0, road="QL5"),),
            skipped={"x": 1},
        ),
    )


def version_1(path: Path, **changes: Any) -> Path:
    """Write a file as the first version of the product did."""
    network = full_network()
    arrays = {name: getattr(network, name) for name in ARRAYS if name not in {*DETAILS, "barrier"}}
    header = {"meta": {"name": "cũ", "cut": {"car": 2.0}}, "names": list(network.names)}
    write_container(path, FORMAT, 1, header, arrays | changes)
    return path


def test_every_field_comes_back(tmp_path: Path) -> None:
    path = tmp_path / "n.htnet"
    save_network(full_network(), path)
    assert same(load_network(path), full_network())


def test_a_file_of_version_1_is_read_without_what_it_lacks(tmp_path: Path) -> None:
    old, network = load_network(version_1(tmp_path / "old.htnet")), full_network()
    assert np.array_equal(old.length_m, network.length_m)
    assert np.array_equal(old.cch_order, network.cch_order)
    assert np.isnan(old.incline_percent).all()
    assert not old.width_m.any()
    assert len(old.turns) == 0
    assert (old.meta.name, old.meta.cut) == ("cũ", {"car": 2.0})


def test_newer_modes_may_use_the_roads_of_cars_in_a_file_of_version_1(tmp_path: Path) -> None:
    car, coach = MODE_BIT[TravelMode.CAR], MODE_BIT[TravelMode.COACH]
    minibus, wheelchair = MODE_BIT[TravelMode.MINIBUS], MODE_BIT[TravelMode.WHEELCHAIR]
    along = np.array([car, coach, car], np.uint16)
    against = np.array([car, coach, 0], np.uint16)
    old = load_network(version_1(tmp_path / "old.htnet", access_forward=along, access_backward=against))
    assert (old.access_forward & minibus > 0).tolist() == [True, False, True]
    assert (old.access_backward & minibus > 0).tolist() == [True, False, False]
    assert not (old.access_forward & wheelchair).any()
    assert not old.access_forward[2] & MODE_BIT[TravelMode.ELECTRIC_CART], "no cart on a motorway"


def test_a_file_of_version_1_with_arrays_of_version_2_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="damaged"):
        load_network(version_1(tmp_path / "odd.htnet", width_m=np.zeros(3, np.float32)))


@pytest.mark.parametrize("version", [FORMAT_VERSION + 1, 10**9])
def test_a_newer_version_is_refused_in_words(tmp_path: Path, version: int) -> None:
    path = tmp_path / "new.htnet"
    write_container(path, FORMAT, version, {}, {})
    with pytest.raises(NewerFormatError, match="written by a newer version") as caught:
        load_network(path)
    assert "phiên bản mới hơn" in caught.value.in_language("vi")


@pytest.mark.parametrize("version", [0, -1, True, 1.5, "2", None])
def test_a_version_that_is_no_version_is_refused(tmp_path: Path, version: Any) -> None:
    path = tmp_path / "odd.htnet"
    write_container(path, FORMAT, version, {}, {})
    with pytest.raises(StorageError, match="truncated, damaged"):
        load_network(path)


def rewritten(path: Path, header: dict[str, Any] | None = None, **changes: Any) -> Path:
    """Write the full network with arrays changed (underscore for the dot), past the checks of RoadNetwork."""
    network = full_network()
    arrays = {name: getattr(network, name) for name in ARRAYS}
    arrays |= {f"turns.{name}": getattr(network.turns, name) for name in TURN_ARRAYS}
    arrays |= {f"saved.{name}": array for name, array in network.saved.items()}
    kinds = {name: array.dtype.name for name, array in network.saved.items()}
    said = {"meta": {}, "names": list(network.names), "saved": kinds, **(header or {})}
    write_container(path, FORMAT, FORMAT_VERSION, said, {**arrays, **changes})
    return path


@pytest.mark.parametrize(
    ("array", "value", "problem"),
    [
        ("width_m", np.nan, "width, height or weight"),
        ("maxweight_t", -1.0, "width, height or weight"),
        ("incline_percent", -3.0, "incline"),
        ("incline_percent", np.inf, "incline"),
        ("surface", 250, "property that is not known"),
        ("barrier", 250, "property that is not known"),
        ("turns.from_arc", 99, "names a road that is not there"),
        ("turns.to_arc", -1, "names a road that is not there"),
        ("turns.via_arc", 99, "names a road that is not there"),
        ("turns.via_node", 99, "names a road that is not there"),
        ("turns.is_only", 2, "names a road that is not there"),
        ("turns.modes", 1 << 15, "unknown travel mode"),
        ("turns.via_offset", 77, "do not fit together"),
        ("turns.via_node", 2, "do not fit together"),
    ],
)
def test_bad_contents_of_format_2_are_named(tmp_path: Path, array: str, value: float, problem: str) -> None:
    network = full_network()
    owner, _, name = array.rpartition(".")
    changed = getattr(network.turns if owner else network, name).copy()
    changed[0] = value
    with pytest.raises(StorageError, match=problem):
        load_network(rewritten(tmp_path / "bad.htnet", **{array: changed}))


@pytest.mark.parametrize(
    "saved",
    [
        [],
        {"turn_order": "object"},
        {"../evil": "uint32"},
        {"turn_order": "uint32"},
        {"turn_order": "float32", "grid": "float32"},
        {"turn_order": 7, "grid": "float32"},
    ],
)
def test_a_header_that_lies_about_saved_arrays_is_refused(tmp_path: Path, saved: Any) -> None:
    with pytest.raises(StorageError):
        load_network(rewritten(tmp_path / "bad.htnet", {"saved": saved}))


def test_meta_data_of_strangers_never_hurt(tmp_path: Path) -> None:
    meta = {
        "name": 7,
        "source": "x",
        "cut": {"car": "far", "foot": float("nan"), "coach": 2},
        "cut_parts": [
            3,
            {"mode": "car"},
            {"mode": "car", "km": 1, "lon": 105, "lat": 21, "road": "a", "z": 1},
        ],
        "skipped": [1],
        "unheard": {},
    }
    found = load_network(rewritten(tmp_path / "odd.htnet", {"meta": meta})).meta
    assert (found.name, found.source, found.cut, found.skipped) == ("", "x", {"coach": 2.0}, {})
    assert [part.km for part in found.cut_parts] == [1]


@given(data=st.data())
def test_no_damage_ever_brings_more_than_a_clear_error(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("fuzz") / "n.htnet"
    save_network(full_network(), path)
    whole = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 8))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    path.write_bytes(bytes(whole[: data.draw(st.integers(0, len(whole)))]))
    try:
        network = load_network(path)
    except HanhTrinhError:
        return
    assert same(network, full_network())


@given(data=st.data())
def test_arrays_of_any_content_with_right_checksums_are_read_or_refused(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("fuzz") / "n.htnet"
    save_network(full_network(), path)
    with zipfile.ZipFile(path) as source:
        members = {name: source.read(name) for name in source.namelist()}
    victim = data.draw(st.sampled_from(sorted(members)))
    if victim.endswith(".npy"):
        array = np.load(io.BytesIO(members[victim]))
        raw = data.draw(st.binary(min_size=array.nbytes, max_size=array.nbytes))
        stream = io.BytesIO()
        np.save(stream, np.frombuffer(raw, array.dtype).reshape(array.shape))
        members[victim] = stream.getvalue()
    else:
        value = data.draw(st.recursive(st.none() | st.integers() | st.text(), st.lists))
        header = json.loads(members[victim])
        header[data.draw(st.sampled_from(sorted(header)))] = value
        members[victim] = json.dumps(header).encode()
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    try:
        network = load_network(path)
    except HanhTrinhError:
        return
    assert network.edge_count == 3


class _FullDisk:
    """A file that takes so many bytes and then says what a full disk says."""

    def __init__(self, stream: Any, room: int) -> None:
        self._stream = stream
        self._room = room

    def write(self, content: bytes) -> int:
        self._room -= len(content)
        if self._room < 0:
            raise OSError(errno.ENOSPC, "No space left on device")
        return int(self._stream.write(content))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self._stream.close()


@pytest.mark.parametrize("room", [0, 300, 5_000])
def test_a_disk_that_fills_up_while_saving_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, room: int
) -> None:
    path = tmp_path / "n.htnet"
    save_network(full_network(), path)
    before = path.read_bytes()
    true_open = Path.open

    def small(self: Path, mode: str = "r", *more: Any, **named: Any) -> Any:
        stream = true_open(self, mode, *more, **named)
        return _FullDisk(stream, room) if mode == "wb" else stream

    monkeypatch.setattr(Path, "open", small)
    with pytest.raises(StorageError, match="No space left on device"):
        save_network(full_network().with_meta(name="mới"), path)
    monkeypatch.undo()
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_cancelling_in_the_middle_of_saving_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "n.htnet"
    path.write_bytes(b"old")

    def stop(done: float, message: str = "") -> None:
        if done > 0.5:
            raise CancelledError

    with pytest.raises(CancelledError):
        save_network(full_network(), path, progress=stop)
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_saved_array_of_another_kind_is_refused() -> None:
    with pytest.raises(StorageError, match="saved array"):
        replace(full_network(), saved={"Turn Order": np.zeros(1, np.uint32)})
    with pytest.raises(StorageError, match="saved array"):
        replace(full_network(), saved={"words": np.array(["a"])})

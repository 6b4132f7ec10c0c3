"""Files from strangers: each is one clear error that names the file, and nothing in them runs."""

import sqlite3
import struct
from contextlib import suppress
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pyogrio
import pytest
from geopandas import GeoDataFrame
from hypothesis import given
from hypothesis import strategies as st
from shapely import Point, to_wkb

from data.errors import NewerFormatError, StorageError
from data.storage import guard
from data.storage.blob import from_blob, to_blob
from data.storage.gpkg import open_project, save_project
from tests.data.storage.projects import full_project


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "lạ.gpkg"
    save_project(full_project(), path)
    return path


def spoil(path: Path, *statements: str) -> None:
    db = sqlite3.connect(path, isolation_level=None)
    db.create_function("ST_IsEmpty", 1, lambda _: 0)
    for name in ("ST_MinX", "ST_MaxX", "ST_MinY", "ST_MaxY"):
        db.create_function(name, 1, lambda _: 0.0)
    for statement in statements:
        db.execute(statement)
    db.close()


def refusal(path: Path) -> str:
    with pytest.raises(StorageError) as caught:
        open_project(path)
    message = str(caught.value)
    assert str(path) in message
    assert caught.value.in_language("vi") != message
    return message


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    assert "no such file" in refusal(tmp_path / "không có.gpkg")


@pytest.mark.parametrize(
    "content",
    [b"", b"\x00" * 4096, b"<html>", b"SQLite format 3\x00", b"SQLite format 3\x00" + b"\xff" * 5000],
)
def test_what_is_no_database_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "lạ.gpkg"
    path.write_bytes(content)
    refusal(path)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.999])
def test_a_truncated_file_is_refused(path: Path, share: float) -> None:
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * share)])
    refusal(path)


def test_a_damaged_page_is_refused(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[4096 * 3 : 4096 * 6] = b"\xa5" * 4096 * 3
    path.write_bytes(content)
    refusal(path)


def test_a_plain_database_is_no_project(tmp_path: Path) -> None:
    path = tmp_path / "lạ.gpkg"
    spoil(path, "CREATE TABLE places (id)")
    assert "no GeoPackage" in refusal(path)


def test_a_geopackage_of_somebody_else_is_no_project(tmp_path: Path) -> None:
    path = tmp_path / "lạ.gpkg"
    frame = GeoDataFrame({"id": ["a"]}, geometry=[Point(105.8, 21.0)], crs=4326)
    pyogrio.write_dataframe(frame, path, layer="places")
    assert "no project of this product" in refusal(path)


def test_a_newer_file_says_which_version_it_needs(path: Path) -> None:
    spoil(path, "UPDATE project_metadata SET value = '999' WHERE key = 'schema_version'")
    with pytest.raises(NewerFormatError, match="999"):
        open_project(path)


@pytest.mark.parametrize("version", ["0", "-1", "x", ""])
def test_a_senseless_version_is_refused(path: Path, version: str) -> None:
    spoil(path, f"UPDATE project_metadata SET value = '{version}' WHERE key = 'schema_version'")
    refusal(path)


@pytest.mark.parametrize(
    "statements",
    [
        ("DROP TABLE stops",),
        ("ALTER TABLE places DROP COLUMN rank",),
        ("ALTER TABLE places RENAME TO other", "CREATE VIEW places AS SELECT * FROM other"),
        ("CREATE TRIGGER evil AFTER INSERT ON places BEGIN DELETE FROM tours; END",),
        ("DROP TABLE plans", "CREATE VIRTUAL TABLE plans USING fts5(id, title_vi, title_en, issued)"),
        ("CREATE VIRTUAL TABLE leak USING fts5(a)",),
        (
            "DROP TABLE plans",
            "CREATE TABLE plans (fid INTEGER, id, title_vi, title_en, issued AS (hex(zeroblob(9))))",
        ),
    ],
)
def test_false_tables_are_refused(path: Path, statements: tuple[str, ...]) -> None:
    spoil(path, *statements)
    refusal(path)


def test_triggers_that_gdal_makes_are_no_reason_to_refuse(path: Path) -> None:
    spoil(
        path,
        "CREATE TRIGGER trigger_insert_feature_count_places AFTER INSERT ON places BEGIN SELECT 1; END",
        "CREATE TABLE layer_styles (id INTEGER PRIMARY KEY, styleQML TEXT)",
        "ALTER TABLE places ADD COLUMN my_own_remark TEXT",
    )
    assert open_project(path) == full_project()


def text_of(geometry: bytes) -> str:
    return "X'" + geometry.hex() + "'"


NAN = (
    struct.pack("<2sBBi", b"GP", 0, 1, 4326)
    + to_wkb(Point(105.0, 21.0))[:5]
    + struct.pack("<2d", float("nan"), 21.0)
)
INFINITE = NAN[:-16] + struct.pack("<2d", float("inf"), 21.0)


@pytest.mark.parametrize(
    ("blob", "said"),
    [
        (NAN, "fid 1"),
        (INFINITE, "damaged"),
        (b"GP\x00\x01" + struct.pack("<i", 3405) + to_wkb(Point(105.0, 21.0)), "3405"),
        (b"GP\x00\x01", "damaged"),
        (b"PK\x03\x04" + b"\x00" * 40, "damaged"),
        (b"GP\x00\x0f" + struct.pack("<i", 4326) + to_wkb(Point(105.0, 21.0)), "damaged"),
        (b"GP\x00\x21" + struct.pack("<i", 4326) + to_wkb(Point(105.0, 21.0)), "damaged"),
        (b"GP\x00\x01" + struct.pack("<i", 4326) + b"\x01\x02\x00\x00\x00\xff\xff\xff\x7f", "damaged"),
        (b"GP\x00\x01" + struct.pack("<i", 4326) + to_wkb(Point(21.0, 105.0)), "swapped"),
        (b"GP\x00\x01" + struct.pack("<i", 4326) + to_wkb(Point(2.3, 48.8)), "outside Vietnam"),
    ],
)
def test_a_bad_geometry_names_its_row(path: Path, blob: bytes, said: str) -> None:
    spoil(path, f"UPDATE places SET geom = {text_of(blob)} WHERE fid = 1")
    message = refusal(path)
    assert "places, fid 1" in message
    assert said in message


@pytest.mark.parametrize(
    ("statement", "where"),
    [
        ("UPDATE places SET category = 'castle' WHERE fid = 2", "places, fid 2"),
        ("UPDATE places SET visit_minutes = -5 WHERE fid = 2", "places, fid 2"),
        ("UPDATE places SET visit_minutes = 'long' WHERE fid = 2", "places, fid 2"),
        ("UPDATE places SET name_vi = x'c3' WHERE fid = 2", "places, fid 2"),
        ("UPDATE places SET surveyed = 'yesterday' WHERE fid = 2", "places, fid 2"),
        ("UPDATE place_festivals SET rules = 'lunar 99/1-1/1' WHERE fid = 1", "place_festivals, fid 1"),
        (
            "INSERT INTO place_lines (place_id, geom) SELECT place_id, geom FROM place_lines",
            "place_lines, fid 2",
        ),
        ("UPDATE stops SET arrive_s = 99999 WHERE fid = 2", "stops, fid 2"),
        ("DELETE FROM stops WHERE fid = 1", "tours, fid 1"),
        ("DELETE FROM tour_requests", "tours, fid 1"),
        ("UPDATE tour_requests SET request = '[]' WHERE fid = 1", "tour_requests, fid 1"),
        (
            "UPDATE tour_requests SET request = replace(request, 'coach', 'rocket') WHERE fid = 1",
            "tour_requests, fid 1",
        ),
        ("UPDATE leg_parts SET roads = '{}' WHERE fid = 1", "leg_parts, fid 1"),
        ("UPDATE leg_parts SET distance_m = -1 WHERE fid = 1", "leg_parts, fid 1"),
        ("UPDATE dropped SET remedies = '[{	ext: 1}]'", "dropped, fid 1"),
        ("UPDATE stops SET slots = 0 WHERE fid = 2", "stops, fid 2"),
        ("UPDATE legs SET mode = 'rocket' WHERE fid = 1", "legs, fid 1"),
        ("UPDATE dropped SET facts = '[1]' WHERE fid = 1", "dropped, fid 1"),
        ("UPDATE project_metadata SET value = '3' WHERE key = 'attribution'", "project_metadata"),
    ],
)
def test_a_bad_value_names_its_row(path: Path, statement: str, where: str) -> None:
    spoil(path, statement)
    assert where in refusal(path)


def test_two_places_with_one_key_are_refused(path: Path) -> None:
    spoil(
        path,
        "CREATE TABLE copy AS SELECT * FROM places",
        "UPDATE copy SET id = (SELECT id FROM places WHERE fid = 2) WHERE fid = 1",
        *(
            f'DROP TRIGGER "rtree_places_geom_{name}"'
            for name in ("insert", "delete", "update2", "update4", "update5", "update6", "update7")
        ),
        "DROP TABLE places",
        "ALTER TABLE copy RENAME TO places",
    )
    assert "Two rows have the key" in refusal(path)


def test_a_file_that_is_too_large_is_refused(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "MOST_BYTES", 2**20 // 8)
    assert "larger" in refusal(path)


def test_a_table_that_is_too_long_is_refused(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "MOST_ROWS", 3)
    assert "rows" in refusal(path)


def test_rows_that_qgis_left_empty_read_as_unknown(path: Path) -> None:
    columns = ("name_en", "rank", "coach_access", "wheelchair", "status", "note", "source", "visit_minutes")
    spoil(path, *(f"UPDATE places SET {column} = NULL WHERE fid = 1" for column in columns))
    place = next(iter(open_project(path).places.values()))
    assert (place.name_en, place.note, place.source, place.visit_minutes) == ("", "", "", None)
    assert {place.rank.value, place.coach_access.value, place.wheelchair.value} == {"unknown"}
    assert place.status.value == "draft"


@given(st.binary(max_size=80))
def test_no_bytes_break_the_geometry_reader(content: bytes) -> None:
    for blob in (content, struct.pack("<2sBBi", b"GP", 0, 1, 4326) + content):
        with suppress(StorageError):
            from_blob(blob)


@given(st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), min_size=1, max_size=20))
def test_no_flipped_bytes_break_the_opening(flips: list[tuple[float, int]]) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "p.gpkg"
        content = bytearray(sound_bytes())
        for share, value in flips:
            content[int(share * len(content))] = value
        path.write_bytes(content)
        with suppress(StorageError):
            open_project(path)


@cache
def sound_bytes() -> bytes:
    with TemporaryDirectory() as folder:
        save_project(full_project(), Path(folder) / "p.gpkg")
        return (Path(folder) / "p.gpkg").read_bytes()


def test_a_point_survives_the_geometry_format_bit_by_bit() -> None:
    point = Point(105.83, 21.03)
    blob = to_blob(point)
    assert blob is not None
    assert blob[:8] == b"GP\x00\x03" + struct.pack("<i", 4326)
    assert struct.unpack("<4d", blob[8:40]) == (105.83, 105.83, 21.03, 21.03)
    assert from_blob(blob) == point
    assert from_blob(to_blob(None)) is None


def test_a_folder_is_not_said_to_be_missing(tmp_path: Path) -> None:
    assert "This is a folder, not a file." in refusal(tmp_path)


def test_what_sqlite_says_is_said_in_the_users_language(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])
    with pytest.raises(StorageError) as caught:
        open_project(path)
    assert "malformed" in str(caught.value)
    assert "cấu trúc bên trong tệp bị hỏng" in caught.value.in_language("vi")

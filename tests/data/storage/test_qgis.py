"""What QGIS and QField see: GDAL opens the file, shows every layer, and can edit it."""

import sqlite3
from pathlib import Path

import pyogrio
import pytest
import shapely
from geopandas import GeoDataFrame

from data.model.place import Category
from data.starter import load_starter
from data.storage.gpkg import open_project, save_project
from data.storage.schema import TABLES
from tests.data.storage.projects import full_project


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("qgis") / "dự án.gpkg"
    save_project(full_project(), path)
    return path


def test_gdal_lists_every_layer_with_its_geometry(path: Path) -> None:
    listed = {name: (kind or "").upper() for name, kind in pyogrio.list_layers(path)}
    assert listed == {table.name: table.geometry_type for table in TABLES.values()}


def test_gdal_reads_the_places_with_diacritics_dates_and_nulls(path: Path) -> None:
    frame = pyogrio.read_dataframe(path, layer="places")
    assert frame.crs.to_epsg() == 4326
    project = full_project()
    assert list(frame["id"]) == list(project.places)
    assert list(frame["name_vi"]) == [place.name_vi for place in project.places.values()]
    zero, unknown = frame[frame["id"] == "khong"].iloc[0], frame[frame["id"] == "chua-ro"].iloc[0]
    assert zero["visit_minutes"] == 0
    assert unknown["visit_minutes"] != unknown["visit_minutes"]
    assert unknown["coach_access"] == "unknown"


def test_lines_and_areas_are_layers_of_their_own(path: Path) -> None:
    lines = pyogrio.read_dataframe(path, layer="place_lines")
    areas = pyogrio.read_dataframe(path, layer="place_areas")
    assert list(lines["place_id"]) == ["pho"]
    assert set(areas.geometry.geom_type) == {"MultiPolygon"}
    legs = pyogrio.read_dataframe(path, layer="legs")
    assert set(legs.geometry.dropna().geom_type) == {"LineString"}
    parts = pyogrio.read_dataframe(path, layer="leg_parts")
    assert set(parts.geometry.dropna().geom_type) == {"LineString"}
    assert set(parts["leg"]) <= set(legs["leg"])
    assert legs["distance_m"].sum() == pytest.approx(parts["distance_m"].sum())


def test_titles_and_aliases_are_vietnamese(path: Path) -> None:
    assert pyogrio.read_info(path, layer="places")["layer_metadata"]["IDENTIFIER"] == "Địa điểm"
    db = sqlite3.connect(path)
    aliases = dict(
        db.execute("SELECT column_name, name FROM gpkg_data_columns WHERE table_name = 'places'").fetchall()
    )
    assert aliases["rank"] == "Cấp xếp hạng"
    assert set(aliases) == {column.name for column in TABLES["places"].columns}
    choices = dict(
        db.execute(
            "SELECT value, description FROM gpkg_data_column_constraints WHERE constraint_name = 'category'"
        ).fetchall()
    )
    assert set(choices) == {category.value for category in Category}
    assert choices["craft_village"] == "Làng nghề"
    db.close()


def test_the_file_is_a_geopackage_by_the_letter(path: Path) -> None:
    db = sqlite3.connect(path)
    assert db.execute("PRAGMA application_id").fetchone() == (0x47504B47,)
    assert db.execute("PRAGMA user_version").fetchone() == (10400,)
    assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert db.execute("PRAGMA foreign_key_check").fetchall() == []
    contents = {row[0] for row in db.execute("SELECT table_name FROM gpkg_contents")}
    assert contents == set(TABLES)
    srs = {row[0] for row in db.execute("SELECT srs_id FROM gpkg_spatial_ref_sys")}
    assert srs >= {4326, 0, -1}
    indexed = {
        row[0]
        for row in db.execute(
            "SELECT table_name FROM gpkg_extensions WHERE extension_name = 'gpkg_rtree_index'"
        )
    }
    assert indexed == {table.name for table in TABLES.values() if table.geometry_type}
    db.close()


def test_the_spatial_index_holds_every_geometry(path: Path) -> None:
    db = sqlite3.connect(path)
    (places,) = db.execute("SELECT count(*) FROM places").fetchone()
    assert db.execute("SELECT count(*) FROM rtree_places_geom").fetchone() == (places,)
    assert db.execute("SELECT rtreecheck('rtree_places_geom')").fetchone() == ("ok",)
    db.close()
    some = pyogrio.read_dataframe(path, layer="places", bbox=(105.79, 20.99, 105.82, 21.02))
    everything = pyogrio.read_dataframe(path, layer="places")
    box = shapely.box(105.79, 20.99, 105.82, 21.02)
    assert set(some["id"]) == set(everything[everything.intersects(box)]["id"])


def test_a_place_added_with_gdal_is_opened(tmp_path: Path) -> None:
    path = tmp_path / "p.gpkg"
    save_project(load_starter(), path)
    added = GeoDataFrame(
        {"id": ["giếng-mới"], "name_vi": ["Giếng Mới"], "category": ["relic"]},
        geometry=[shapely.Point(105.8, 21.05)],
        crs=4326,
    )
    pyogrio.write_dataframe(added, path, layer="places", append=True)
    project = open_project(path)
    assert len(project.places) == 295
    assert project.place("giếng-mới").name_vi == "Giếng Mới"
    assert project.place("giếng-mới").visit_minutes is None
    save_project(project, path)
    assert open_project(path) == project


def test_styles_and_projects_saved_by_qgis_survive_a_save(tmp_path: Path) -> None:
    path = tmp_path / "p.gpkg"
    save_project(full_project(), path)
    db = sqlite3.connect(path, isolation_level=None)
    db.execute(
        'CREATE TABLE "layer_styles" ( "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, "styleQML" TEXT)'
    )
    db.execute("INSERT INTO layer_styles (id, styleQML) VALUES (7, '<qgis/>')")
    db.execute(
        "INSERT INTO gpkg_contents (table_name, data_type, identifier) "
        "VALUES ('layer_styles', 'attributes', 'layer_styles')"
    )
    db.execute("CREATE TABLE qgis_projects(name TEXT PRIMARY KEY, metadata BLOB, content BLOB)")
    db.execute("INSERT INTO qgis_projects VALUES ('bản đồ', NULL, x'00ff')")
    db.close()
    for _ in range(2):
        save_project(full_project(), path)
    assert open_project(path) == full_project()
    db = sqlite3.connect(path)
    assert db.execute("SELECT * FROM layer_styles").fetchall() == [(7, "<qgis/>")]
    assert db.execute("SELECT * FROM qgis_projects").fetchall() == [("bản đồ", None, b"\x00\xff")]
    db.close()
    assert "layer_styles" in [name for name, _ in pyogrio.list_layers(path)]


def test_a_damaged_file_can_be_saved_over(tmp_path: Path) -> None:
    path = tmp_path / "p.gpkg"
    path.write_bytes(b"SQLite format 3\x00" + b"\xff" * 9000)
    save_project(full_project(), path)
    assert open_project(path) == full_project()


def test_accents_do_not_matter_to_the_search_column(path: Path) -> None:
    db = sqlite3.connect(path)
    (found,) = db.execute("SELECT count(*) FROM places WHERE search LIKE '%dong giao%'").fetchone()
    assert found >= 1
    db.close()


def test_a_table_of_qgis_that_cannot_be_taken_over_leaves_nothing_half(tmp_path: Path) -> None:
    path = tmp_path / "p.gpkg"
    save_project(full_project(), path)
    db = sqlite3.connect(path, isolation_level=None)
    (ours,) = db.execute("SELECT identifier FROM gpkg_contents WHERE table_name = 'places'").fetchone()
    db.execute("UPDATE gpkg_contents SET identifier = 'renamed in QGIS' WHERE table_name = 'places'")
    db.execute("CREATE TABLE layer_styles (id INTEGER PRIMARY KEY, styleQML TEXT)")
    db.executemany("INSERT INTO layer_styles (styleQML) VALUES (?)", [("x" * 5000,)] * 50)
    db.execute(
        "INSERT INTO gpkg_contents (table_name, data_type, identifier) "
        "VALUES ('layer_styles', 'attributes', ?)",
        (ours,),
    )
    db.close()
    save_project(full_project(), path)
    assert open_project(path) == full_project()
    db = sqlite3.connect(path)
    assert db.execute("SELECT name FROM sqlite_schema WHERE name = 'layer_styles'").fetchall() == []
    db.close()

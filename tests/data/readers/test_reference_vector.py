"""Reference layers from vector files made here: formats, coordinate systems, encodings, damaged files."""

import json
from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import numpy as np
import pyogrio
import pytest
import shapely
from shapely import LineString, Point, box

from data.errors import BadInputError, CancelledError
from data.readers.crs import UnknownSystemError, to_wgs84, vn2000
from data.readers.reference_vector import layers_in, read_vector
from data.readers.vn2000 import transformer

HANOI = (105.85, 21.03)
NAMES = ["Chùa Trấn Quốc", "Đền Ngọc Sơn", "Văn Miếu"]


def frame() -> gpd.GeoDataFrame:
    points = [Point(105.836, 21.048), Point(105.852, 21.031), Point(105.835, 21.028)]
    return gpd.GeoDataFrame({"ten": NAMES, "hang": [3, 3, 4]}, geometry=points, crs="EPSG:4326")


def without_projection(path: Path) -> None:
    path.with_suffix(".prj").unlink(missing_ok=True)


@pytest.mark.parametrize("ending", [".gpkg", ".geojson", ".shp", ".kml"])
def test_a_layer_is_read_with_its_attributes(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"ditich{ending}"
    source = frame()
    if ending == ".kml":
        source = source.rename(columns={"ten": "Name"})
    source.to_file(path, engine="pyogrio", driver="KML" if ending == ".kml" else None)
    found = read_vector(path)
    name = "Name" if ending == ".kml" else "ten"
    assert list(found.columns[name]) == NAMES
    np.testing.assert_allclose(shapely.get_coordinates(found.geometries)[0], (105.836, 21.048), atol=1e-7)


def test_plane_coordinates_of_vn2000_are_shifted_by_the_official_parameters(tmp_path: Path) -> None:
    path = tmp_path / "thua-dat.shp"
    east, north = transformer(105.0, 3).transform(*HANOI, direction="INVERSE")
    wkt = (
        'PROJCS["VN_2000_HaNoi",GEOGCS["GCS_VN_2000",DATUM["D_Vietnam_2000",SPHEROID["WGS_1984",6378137.0,'
        '298.257223563]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],'
        'PROJECTION["Transverse_Mercator"],PARAMETER["False_Easting",500000.0],'
        'PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",105.0],PARAMETER["Scale_Factor",0.9999],'
        'PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]'
    )
    gpd.GeoDataFrame({"so": [1]}, geometry=[Point(east, north)], crs=wkt).to_file(path, engine="pyogrio")
    found = read_vector(path)
    np.testing.assert_allclose(shapely.get_coordinates(found.geometries)[0], HANOI, atol=2e-8)


def test_plane_coordinates_without_a_system_are_asked_for_and_then_read(tmp_path: Path) -> None:
    path = tmp_path / "khong-prj.shp"
    east, north = transformer(105.75, 3).transform(*HANOI, direction="INVERSE")
    gpd.GeoDataFrame({"so": [1]}, geometry=[Point(east, north)], crs="EPSG:3405").to_file(
        path, engine="pyogrio"
    )
    without_projection(path)
    with pytest.raises(UnknownSystemError, match="khong-prj"):
        read_vector(path)
    found = read_vector(path, crs=vn2000(105.75))
    np.testing.assert_allclose(shapely.get_coordinates(found.geometries)[0], HANOI, atol=2e-8)


def test_degrees_without_a_system_are_taken_as_they_are(tmp_path: Path) -> None:
    path = tmp_path / "do.shp"
    frame().to_file(path, engine="pyogrio")
    without_projection(path)
    assert len(read_vector(path)) == 3


def test_an_unknown_system_and_exchanged_coordinates_are_told() -> None:
    spots = np.array([Point(21.03, 105.85)], dtype=object)
    with pytest.raises(BadInputError, match="exchanged"):
        to_wgs84(spots, "")
    with pytest.raises(BadInputError, match="EPSG:999999"):
        to_wgs84(spots, "EPSG:999999")


def write_texts(path: Path, texts: list[str], encoding: str) -> None:
    """Write a Shapefile with ``texts`` in an encoding that nothing in it tells."""
    stored = [text.encode(encoding).decode("latin-1") for text in texts]
    spots = [Point(105 + n / 10, 21) for n in range(len(texts))]
    source = gpd.GeoDataFrame({"ten": stored}, geometry=spots, crs="EPSG:4326")
    source.to_file(path, engine="pyogrio", encoding="ISO-8859-1")
    path.with_suffix(".cpg").unlink()
    content = bytearray(path.with_suffix(".dbf").read_bytes())
    content[29] = 0
    path.with_suffix(".dbf").write_bytes(content)


@pytest.mark.parametrize(("encoding", "page"), [("UTF-8", ""), ("CP1258", ""), ("CP1258", "1258")])
def test_texts_of_a_shapefile_are_read_in_their_encoding(tmp_path: Path, encoding: str, page: str) -> None:
    path = tmp_path / "ten.shp"
    # Windows-1258 writes most tone marks as letters of their own.
    write_texts(path, ["\u0110i\u0300nh Yên", "\u0110ông Nga\u0300n"], encoding)
    if page:
        path.with_suffix(".cpg").write_text(page)
    assert list(read_vector(path).columns["ten"]) == ["Đình Yên", "Đông Ngàn"]


def test_the_code_page_beside_a_shapefile_is_believed(tmp_path: Path) -> None:
    path = tmp_path / "ten.shp"
    write_texts(path, ["Caf\u00e9 ph\u1ed1"], "UTF-8")
    path.with_suffix(".cpg").write_text("ISO-8859-1")
    assert list(read_vector(path).columns["ten"]) != ["Caf\u00e9 ph\u1ed1"]


def test_texts_in_an_old_font_encoding_are_told_and_the_layer_is_still_shown(tmp_path: Path) -> None:
    path = tmp_path / "abc.shp"
    texts = ["\xa7\xd2n \xae\xd7nh", "Ch\xb7u V\xb8n", "\xae\xd6n th\xea \xae\xa7", "ph\xb7 \xae\xbea"]
    write_texts(path, texts, "latin-1")
    found = read_vector(path)
    assert len(found) == 4
    assert "TCVN3" in str(found.notes[0])
    assert "abc.shp" in str(found.notes[0])


def test_layers_of_a_gpx_file_that_are_empty_are_not_offered(tmp_path: Path) -> None:
    path = tmp_path / "tuyen.gpx"
    path.write_text(
        '<?xml version="1.0"?><gpx version="1.1" creator="t" xmlns="http://www.topografix.com/GPX/1/1">'
        '<wpt lat="21.03" lon="105.85"><name>Hồ Gươm</name></wpt>'
        '<trk><name>Đi bộ</name><trkseg><trkpt lat="21.03" lon="105.85"/><trkpt lat="21.04" lon="105.86"/>'
        "</trkseg></trk></gpx>",
        encoding="utf-8",
    )
    assert layers_in(path) == ("waypoints", "tracks")
    assert list(read_vector(path, "tracks").columns["name"]) == ["Đi bộ"]


@pytest.mark.parametrize(
    ("text", "crs"),
    [
        ("ten;Kinh độ;Vĩ độ\nHồ Gươm;105,85;21,03\nkhông có;;\n", ""),
        ("name,lat,lon\nHồ Gươm,21.03,105.85\n,,\nx,?,?\n", ""),
        ("Tên,X,Y\nHồ Gươm,{north:.3f},{east:.3f}\nsai,,\n", vn2000(105.0)),
    ],
)
def test_a_table_with_coordinates_is_read_and_rows_without_them_counted(
    tmp_path: Path, text: str, crs: str
) -> None:
    path = tmp_path / "diem.csv"
    east, north = transformer(105.0, 3).transform(*HANOI, direction="INVERSE")
    path.write_text(text.format(east=east, north=north) if "{" in text else text, encoding="utf-8")
    found = read_vector(path, crs=crs)
    np.testing.assert_allclose(shapely.get_coordinates(found.geometries), [HANOI], atol=2e-8)
    assert "1 features without a position" in str(found.notes[0])


def _empty(path: Path) -> None:
    path.write_text('{"type": "FeatureCollection", "features": []}')


def _truncated(path: Path) -> None:
    frame().to_file(path, engine="pyogrio")
    path.write_bytes(path.read_bytes()[:200])


def _positionless(path: Path) -> None:
    feature = {"type": "Feature", "properties": {"a": 1}, "geometry": None}
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (_empty, "empty"),
        (_truncated, "cannot be read"),
        (_positionless, "position|geometries"),
        (lambda path: path.write_bytes(b""), "cannot be read"),
        (lambda path: path.write_bytes(b"\x00\xff" * 500), "cannot be read"),
    ],
)
def test_a_damaged_file_is_told_with_its_name(
    tmp_path: Path, make: Callable[[Path], object], said: str
) -> None:
    path = tmp_path / "hong.geojson"
    make(path)
    with pytest.raises(BadInputError, match=said) as caught:
        read_vector(path)
    assert "hong.geojson" in str(caught.value)


def test_a_table_without_coordinates_is_told(tmp_path: Path) -> None:
    path = tmp_path / "bang.csv"
    path.write_text("ten,dia chi\na,b\n")
    with pytest.raises(BadInputError, match="lon and lat"):
        read_vector(path)


def test_reading_can_be_stopped(tmp_path: Path) -> None:
    path = tmp_path / "lon.gpkg"
    frame().to_file(path, engine="pyogrio")

    def stop(done: float, message: str = "") -> None:
        if done > 0:
            raise CancelledError

    with pytest.raises(CancelledError):
        read_vector(path, progress=stop)


def test_every_layer_of_a_geopackage_can_be_read(tmp_path: Path) -> None:
    path = tmp_path / "nhieu.gpkg"
    frame().to_file(path, layer="diem", engine="pyogrio")
    shapes = gpd.GeoDataFrame(
        {"a": [1, 2]},
        geometry=[LineString([(105, 21), (106, 21)]), box(105, 21, 105.5, 21.5)],
        crs="EPSG:4326",
    )
    shapes.to_file(path, layer="hinh", engine="pyogrio")
    pyogrio.write_dataframe(frame().drop(columns="geometry"), path, layer="bang")
    assert layers_in(path) == ("diem", "hinh")
    assert len(read_vector(path, "hinh")) == 2


def test_a_file_of_another_kind_is_never_handed_to_gdal(tmp_path: Path) -> None:
    path = tmp_path / "xa.vrt"
    path.write_text("<OGRVRTDataSource/>")
    with pytest.raises(BadInputError, match=r"'\.vrt'"):
        read_vector(path)

"""Files in the dialects of other programs become places and drawn routes; hostile ones are refused in words.

The texts are made here after the dialects of OsmAnd, gpx.studio, Google My Maps, Google Earth and QGIS.
"""

import io
import json
import struct
import unicodedata
import zipfile
from datetime import date
from pathlib import Path

import pytest

from data.errors import BadInputError
from data.model.place import Category, Status
from data.model.project import Project
from data.model.tour import StopKind
from data.model.travel_mode import TravelMode
from data.readers.tour_import import Assumed, TourImport
from data.readers.tours import import_tours
from tests.samples import sample_project

ASSUMED = Assumed(category=Category.FOOD_MARKET, mode=TravelMode.BICYCLE, day=date(2026, 12, 5))

OSMAND = """<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>
<gpx version="1.1" creator="OsmAnd Maps 4.7" xmlns="http://www.topografix.com/GPX/1/1"
 xmlns:osmand="https://osmand.net/docs/technical/osmand-file-formats/osmand-gpx">
 <metadata><name>Phố cổ</name><time>2026-11-21T01:00:00Z</time></metadata>
 <wpt lat="21.0340" lon="105.8500"><ele>9</ele><name>Chợ Đồng Xuân</name><desc>Chợ lớn</desc>
  <type>Chợ</type><extensions><osmand:color>#eecc22</osmand:color></extensions></wpt>
 <wpt lat="21.0500" lon="105.9000"><name>Xa tuyến</name></wpt>
 <trk><name>Sáng thứ Bảy</name><trkseg>
  <trkpt lat="21.0300" lon="105.8500"><ele>8</ele><time>2026-11-21T01:10:00Z</time></trkpt>
  <trkpt lat="21.0345" lon="105.8501"><time>2026-11-21T01:20:00Z</time></trkpt>
  </trkseg><trkseg>
  <trkpt lat="21.0345" lon="105.8501"><time>2026-11-21T01:25:00Z</time></trkpt>
  <trkpt lat="21.0400" lon="105.8520"><time>2026-11-21T01:40:00Z</time></trkpt>
 </trkseg></trk>
</gpx>"""

GPX_STUDIO = """<?xml version="1.0" encoding="UTF-8"?>
<gpx version="1.1" creator="https://gpx.studio" xmlns="http://www.topografix.com/GPX/1/1">
 <metadata><name>new</name><author><name>gpx.studio</name></author></metadata>
 <trk><name>Ngày 1</name><type>cycling</type>
  <trkseg><trkpt lat="21.0" lon="105.8"/><trkpt lat="21.01" lon="105.81"/></trkseg></trk>
 <trk><name>Ngày 2</name>
  <trkseg><trkpt lat="21.01" lon="105.81"/><trkpt lat="21.02" lon="105.8"/></trkseg></trk>
</gpx>"""

ROUTE_OF_GPX_1_0 = """<gpx version="1.0" creator="Garmin" xmlns="http://www.topografix.com/GPX/1/0">
 <rte><name>Về nguồn</name><rtept lat="21.0" lon="105.8"><name>Cổng</name></rtept>
 <rtept lat="21.005" lon="105.805"/><rtept lat="21.01" lon="105.81"><name>Đền</name></rtept></rte></gpx>"""

MY_MAPS = """<?xml version="1.0" encoding="UTF-8"?>
<kml xmlns="http://www.opengis.net/kml/2.2"><Document><name>Tour gốm</name>
 <Folder><name>Lớp 1</name>
  <Placemark><name>Làng gốm Bát Tràng</name>
   <description><![CDATA[<img src="https://example.invalid/a.jpg" height="200"/><br>
Làng <b>gốm</b> &amp; lò bầu<script>alert(1)
</script>]]></description>
   <styleUrl>#icon-1899</styleUrl>
   <ExtendedData><Data name="gx_media_links"><value>x</value></Data></ExtendedData>
   <Point><coordinates>
     105.9128,20.9757,0
   </coordinates></Point></Placemark>
  <Placemark><name>Khu lò</name><Polygon><outerBoundaryIs><LinearRing><tessellate>1</tessellate><coordinates>
    105.91,20.97,0 105.92,20.97,0 105.92,20.98,0 105.91,20.97,0
    </coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark>
 </Folder>
 <Folder><name>Đường đi</name><Placemark>
  <name>Chỉ đường</name><LineString><tessellate>1</tessellate><coordinates>
   105.9000,20.9800,0
   105.9128,20.9760,0
   105.9300,20.9700,0
 </coordinates></LineString></Placemark></Folder>
</Document></kml>"""

EARTH_TRACK = """<kml xmlns="http://earth.google.com/kml/2.1" xmlns:gx="http://www.google.com/kml/ext/2.2">
<Document><NetworkLink><Link><href>https://example.invalid/x.kml</href></Link></NetworkLink>
<Placemark><name>Đi bộ</name><gx:Track><when>2026-11-21T01:10:00Z</when><when>2026-11-21T01:20:00Z</when>
<gx:coord>105.80 21.00 5</gx:coord><gx:coord>105.81 21.01 5</gx:coord>
</gx:Track></Placemark></Document></kml>"""

QGIS = {
    "type": "FeatureCollection",
    "name": "diem",
    "crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}},
    "features": [
        {
            "type": "Feature",
            "properties": {"fid": 1, "name": "Quán trà", "rank": None, "fee_vnd": 20000, "id": "7"},
            "geometry": {"type": "Point", "coordinates": [105.8, 21.0005, 3.0]},
        },
        {
            "type": "Feature",
            "properties": {"name": "Tuyến vẽ"},
            "geometry": {
                "type": "MultiLineString",
                "coordinates": [[[105.8, 21.0], [105.8, 21.01]], [[105.8, 21.01], [105.81, 21.01]]],
            },
        },
    ],
}


def read(folder: Path, name: str, content: str | bytes, project: Project | None = None) -> TourImport:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return import_tours(path, project if project is not None else Project(), ASSUMED)


def test_a_recorded_track_becomes_a_tour_that_visits_the_points_beside_it(tmp_path: Path) -> None:
    found = read(tmp_path, "osmand.gpx", OSMAND)
    assert not found.is_own
    assert [place.name_vi for place in found.places] == ["Chợ Đồng Xuân", "Xa tuyến"]
    assert {place.status for place in found.places} == {Status.DRAFT}
    assert found.places[0].description_vi == "Chợ lớn"
    (tour,) = found.tours
    (day,) = tour.days
    assert tour.title_vi == "Sáng thứ Bảy"
    assert day.date == date(2026, 11, 21)
    assert day.start_s == 8 * 3600 + 10 * 60
    assert [stop.kind for stop in day.stops] == [StopKind.START, StopKind.VISIT, StopKind.END]
    assert tour.visited == (found.places[0].id,)
    assert 1100 < day.distance_m < 1200
    assert "15 km/h" not in str(found.warnings[-1])
    assert "13 km/h" in str(found.warnings[-1])


def test_every_track_becomes_a_tour_on_a_day_of_its_own(tmp_path: Path) -> None:
    found = read(tmp_path, "studio.gpx", GPX_STUDIO)
    assert [tour.title_vi for tour in found.tours] == ["Ngày 1", "Ngày 2"]
    assert [tour.days[0].date for tour in found.tours] == [date(2026, 12, 5), date(2026, 12, 6)]
    assert len({tour.id for tour in found.tours}) == 2
    assert found.tours[0].days[0].legs[0].mode is TravelMode.BICYCLE


def test_a_route_of_gpx_1_0_visits_its_named_points(tmp_path: Path) -> None:
    found = read(tmp_path, "garmin.gpx", ROUTE_OF_GPX_1_0)
    (tour,) = found.tours
    assert [place.name_vi for place in found.places] == ["Cổng", "Đền"]
    assert tour.visited == tuple(place.id for place in found.places)
    # The way passes the point without a name.
    lines = [leg.geometry for leg in tour.days[0].legs if leg.geometry is not None]
    assert [len(line.coords) for line in lines] == [3]


def test_my_maps_gives_places_without_markup_and_its_line_as_a_tour(tmp_path: Path) -> None:
    found = read(tmp_path, "my-maps.kml", MY_MAPS)
    village, kilns = found.places
    assert village.name_vi == "Làng gốm Bát Tràng"
    assert village.description_vi == "Làng gốm & lò bầu"
    assert village.category is Category.FOOD_MARKET
    assert kilns.geometry.geom_type == "Polygon"  # type: ignore[attr-defined]
    (tour,) = found.tours
    assert tour.visited == (village.id, kilns.id)


def test_a_track_of_google_earth_is_read_and_its_link_is_not_followed(tmp_path: Path) -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("files/a.png", b"x")
        archive.writestr("doc.kml", EARTH_TRACK)
    found = read(tmp_path, "earth.kmz", content.getvalue())
    assert [tour.title_vi for tour in found.tours] == ["Đi bộ"]
    assert "were not fetched" in str(found.warnings[0])


def test_lines_of_qgis_become_tours_and_columns_keep_their_meaning(tmp_path: Path) -> None:
    found = read(tmp_path, "qgis.geojson", json.dumps(QGIS))
    (place,) = found.places
    assert (place.name_vi, place.fee_vnd, place.id) == ("Quán trà", 20000, "quan-tra")
    (tour,) = found.tours
    assert tour.visited == (place.id,)


def test_a_point_that_is_in_the_register_is_not_added_again(tmp_path: Path) -> None:
    name = unicodedata.normalize("NFD", "văn miếu Mao Điền")
    point = f'<wpt lat="20.9336" lon="106.1826"><name>{name}</name></wpt>'
    line = (
        '<trk><trkseg><trkpt lat="20.93" lon="106.1825"/><trkpt lat="20.94" lon="106.1825"/></trkseg></trk>'
    )
    found = read(tmp_path, "a.gpx", f'<gpx version="1.1">{point}{line}</gpx>', sample_project())
    assert found.places == ()
    assert found.tours[0].visited == ("van-mieu-mao-dien",)


def kmz_of(size: int) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("doc.kml", b" " * size)
    return content.getvalue()


BOMB = (
    '<!DOCTYPE gpx [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
    '<gpx version="1.1"><wpt lat="21" lon="105"><name>&b;</name></wpt></gpx>'
)
OUTSIDE = (
    '<!DOCTYPE kml [<!ENTITY a SYSTEM "../secret.txt">]><kml><Placemark><name>&a;</name></Placemark></kml>'
)
AT = "<kml><Placemark><Point><coordinates>%s</coordinates></Point></Placemark></kml>"
LINE = '{"type":"Feature","properties":{},"geometry":{"type":"LineString","coordinates":%s}}'


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("bomb.gpx", BOMB, "DOCTYPE"),
        ("outside.kml", OUTSIDE, "DOCTYPE"),
        ("utf16.gpx", BOMB.encode("utf-16"), "DOCTYPE"),
        ("cut.gpx", OSMAND[:900], "no valid XML"),
        ("empty.kml", "", "no valid XML"),
        ("deep.kml", "<Folder>" * 90 + "</Folder>" * 90, "no valid XML"),
        ("page.gpx", "<html></html>", "no valid GPX"),
        ("page.kml", "<html></html>", "no KML; its root is 'html'"),
        ("nothing.kml", "<kml><Document/></kml>", "neither points nor lines"),
        ("letters.kml", AT % "a,b", "'a,b' is no coordinate"),
        ("huge.kml", AT % "1e300,21", "outside Vietnam"),
        ("nan.kml", AT % "nan,21", "not numbers"),
        ("swapped.gpx", '<gpx version="1.1"><wpt lat="89" lon="21"/></gpx>', "outside Vietnam"),
        ("lat.gpx", '<gpx version="1.1"><wpt lat="x" lon="21"/></gpx>', "no valid GPX"),
        ("metres.geojson", LINE % "[[587000,2325000],[587100,2325000]]", "outside Vietnam"),
        (
            "vn2000.geojson",
            '{"type":"FeatureCollection","crs":{"properties":{"name":"EPSG:3405"}},"features":[]}',
            "not in WGS84",
        ),
        ("still.geojson", LINE % "[[105,21],[105,21]]", "not valid"),
        ("plain.kmz", b"no zip", "cannot be unpacked"),
        ("large.kmz", kmz_of(70 * 2**20), "larger than 64 MB"),
        ("map.shp", b"", "Known endings"),
    ],
)  # fmt: skip
def test_a_hostile_or_broken_file_is_refused_with_its_name(
    name: str, content: str | bytes, said: str, tmp_path: Path
) -> None:
    with pytest.raises(BadInputError, match=said) as caught:
        read(tmp_path, name, content)
    assert name in str(caught.value)
    assert caught.value.remedy


def test_a_kmz_without_document_is_refused(tmp_path: Path) -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("a.txt", "x")
    with pytest.raises(BadInputError, match="holds no KML document"):
        read(tmp_path, "a.kmz", content.getvalue())


def test_a_line_too_long_for_a_day_is_refused_by_its_name(tmp_path: Path) -> None:
    line = json.dumps([[105.8, 8.0], [105.8, 22.0]])
    with pytest.raises(BadInputError, match="too long for one day: 15"):
        read(tmp_path, "long.geojson", LINE % line)


@pytest.mark.parametrize(("field", "value"), [(16, 900), (12, 0xFFFF)])
def test_a_kmz_whose_directory_lies_is_refused_in_words(field: int, value: int, tmp_path: Path) -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("doc.kml", EARTH_TRACK)
    damaged = bytearray(content.getvalue())
    # Fields of the record that ends the archive: offset and size of its directory.
    end = damaged.rindex(b"PK\x05\x06")
    struct.pack_into("<I", damaged, end + field, value)
    with pytest.raises(BadInputError, match=r"cannot be unpacked|no KML document|no valid XML"):
        read(tmp_path, "earth.kmz", bytes(damaged))

import zipfile
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

import fastkml
import pyogrio
import pytest
import xmlschema

from data.model.tour import StopKind
from data.writers import kml
from tests.samples import HOSTILE_HTML, hostile, sample_project, sample_tour

KML = {"kml": kml.NAMESPACE}
COLORS = ("#B3123B", "#0F7BBE")
ICON = b"\x89PNG not drawn here"


@pytest.fixture(scope="module")
def schema() -> xmlschema.XMLSchema:
    # The schemas of OGC 07-147r2, as the library ships them.
    return xmlschema.XMLSchema(Path(fastkml.__file__).parent / "schema" / "ogckml22.xsd")


def document(language: str = "vi") -> ET.Element:
    return ET.fromstring(kml.document(sample_project(), sample_tour(), language, day_colors=COLORS))


def test_the_document_equals_its_golden_file(golden: Callable[[str, str], None]) -> None:
    golden("writers/tour.kml", kml.document(sample_project(), sample_tour(), day_colors=COLORS))


@pytest.mark.parametrize("language", ["vi", "en"])
def test_it_is_valid_kml_2_2(schema: xmlschema.XMLSchema, language: str) -> None:
    text = kml.document(sample_project(), sample_tour(), language, day_colors=COLORS)
    schema.validate(text)


def test_hostile_texts_stay_valid_and_are_never_markup(schema: xmlschema.XMLSchema) -> None:
    text = kml.document(*hostile(), day_colors=COLORS)
    schema.validate(text)
    said = [element.text or "" for element in ET.fromstring(text).iterfind(".//kml:description", KML)]
    assert any("&lt;script&gt;" in one for one in said)
    assert not any(HOSTILE_HTML in one for one in said)


def test_every_stop_and_every_way_is_there_in_its_day() -> None:
    folders = document().findall(".//kml:Folder", KML)
    tour = sample_tour()
    assert len(folders) == len(tour.days)
    for folder, day in zip(folders, tour.days, strict=True):
        assert len(folder.findall(".//kml:Point", KML)) == len(day.stops)
        moved = [leg for leg in day.legs if leg.geometry is not None and leg.geometry.length > 0]
        assert len(folder.findall(".//kml:LineString", KML)) == len(moved)


def test_visits_carry_their_number_and_times_in_vietnam() -> None:
    visits = [stop for day in sample_tour().days for stop in day.stops if stop.kind is StopKind.VISIT]
    names = [element.text or "" for element in document().iterfind(".//kml:Placemark/kml:name", KML)]
    assert sum(name.split(".")[0].isdigit() for name in names) == len(visits)
    begins = [element.text or "" for element in document().iterfind(".//kml:begin", KML)]
    assert all(moment.endswith("+07:00") for moment in begins)


def test_the_colour_of_a_day_is_turned_round_as_kml_wants() -> None:
    style = document().find(".//kml:Style[@id='day-1']/kml:LineStyle/kml:color", KML)
    assert style is not None
    assert style.text == "ff3b12b3"


def test_a_kmz_holds_the_icons_that_its_document_names(tmp_path: Path) -> None:
    icons = {(1, 2): ICON, (2, 2): ICON}
    kml.write_kmz(sample_project(), sample_tour(), tmp_path / "t.kmz", day_colors=COLORS, icons=icons)
    with zipfile.ZipFile(tmp_path / "t.kmz") as archive:
        assert archive.namelist()[0] == "doc.kml"
        assert archive.read("files/stop-1-2.png") == ICON
        root = ET.fromstring(archive.read("doc.kml"))
    named = {element.text for element in root.iterfind(".//kml:href", KML)}
    assert named == {"files/stop-1-2.png", "files/stop-2-2.png"}


def test_the_same_tour_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a.kmz", "b.kmz"):
        kml.write_kmz(sample_project(), sample_tour(), tmp_path / name, icons={(1, 2): ICON})
    assert (tmp_path / "a.kmz").read_bytes() == (tmp_path / "b.kmz").read_bytes()


def test_gdal_reads_stops_and_ways(tmp_path: Path) -> None:
    kml.write(sample_project(), sample_tour(), tmp_path / "t.kml")
    layers = pyogrio.list_layers(tmp_path / "t.kml")
    count = sum(pyogrio.read_info(tmp_path / "t.kml", layer=name)["features"] for name, _ in layers)
    tour = sample_tour()
    moved = sum(leg.geometry is not None and leg.geometry.length > 0 for day in tour.days for leg in day.legs)
    assert count == sum(len(day.stops) for day in tour.days) + moved

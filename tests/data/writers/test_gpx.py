import json
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import gpxpy
import pytest
import xmlschema
from shapely import LineString

from data.model.tour import Leg, Tour
from data.writers import gpx
from tests.samples import CHU_DAU, HOSTILE_HTML, hostile, sample_project, sample_tour, with_ways

MADE = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
SCHEMA = Path(__file__).parents[2] / "schemas" / "gpx-1.1.xsd"


@pytest.fixture(scope="module")
def schema() -> xmlschema.XMLSchema:
    return xmlschema.XMLSchema(SCHEMA)


@pytest.fixture(scope="module")
def document() -> str:
    return gpx.document(sample_project(), sample_tour(), made=MADE)


def without_geometry(tour: Tour) -> Tour:
    still = [replace(day, legs=tuple(with_ways(leg, geometry=None) for leg in day.legs)) for day in tour.days]
    return replace(tour, days=tuple(still))


def test_the_document_equals_its_golden_file(document: str, golden: Callable[[str, str], None]) -> None:
    golden("writers/tour.gpx", document)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_it_is_valid_gpx_1_1(schema: xmlschema.XMLSchema, language: str) -> None:
    schema.validate(gpx.document(sample_project(), sample_tour(), language, made=MADE))


def test_hostile_texts_stay_valid_gpx(schema: xmlschema.XMLSchema) -> None:
    document = gpx.document(*hostile(), made=MADE)
    schema.validate(document)
    name = gpxpy.parse(document).waypoints[0].name
    assert name is not None
    assert name.startswith("Đình <script>")
    assert name == unicodedata.normalize("NFC", name)
    author = gpxpy.parse(document).copyright_author
    assert author is not None
    assert HOSTILE_HTML in author


def test_the_schema_refuses_elements_out_of_order(schema: xmlschema.XMLSchema, document: str) -> None:
    swapped = document.replace("<name>Ga Hải Dương</name>", "", 1).replace(
        "<type>Đầu mối giao thông</type>", "<type>x</type><name>Ga Hải Dương</name>", 1
    )
    assert not schema.is_valid(swapped)


def test_every_place_is_one_waypoint(document: str) -> None:
    names = [point.name for point in gpxpy.parse(document).waypoints]
    tour_places = {stop.place_id for day in sample_tour().days for stop in day.stops if stop.place_id}
    assert len(names) == len(set(names)) == len(tour_places) == 7


def test_each_day_is_a_route_of_its_stops_and_a_track_along_the_roads(document: str) -> None:
    read = gpxpy.parse(document)
    assert [len(route.points) for route in read.routes] == [len(day.stops) for day in sample_tour().days]
    assert [len(track.segments) for track in read.tracks] == [1, 1]
    first = read.tracks[0].segments[0].points
    assert (first[0].longitude, first[0].latitude) == (106.33003, 20.94732)
    assert read.tracks[1].name == "Ngày 2 – Chủ Nhật, 29/11/2026"


def test_consecutive_legs_share_their_joint_once() -> None:
    day = sample_tour().days[1]
    corner = (106.35, 21.0)
    ways = (LineString([(106.314, 20.93), corner]), LineString([corner, (106.33003, 20.94732)]))
    legs = tuple(
        Leg.of_one_part(mode=leg.mode, distance_m=1, duration_s=0, geometry=way)
        for leg, way in zip(day.legs, ways, strict=True)
    )
    tour = replace(sample_tour(), days=(replace(day, legs=legs),))
    points = gpxpy.parse(gpx.document(sample_project(), tour)).tracks[0].segments[0].points
    assert [(point.longitude, point.latitude) for point in points].count(corner) == 1


def test_metadata_names_tour_licence_moment_and_bounds(document: str) -> None:
    read = gpxpy.parse(document)
    assert read.name == "Làng nghề xứ Đông & đền Kiếp Bạc"
    assert read.time == MADE
    assert read.copyright_author is not None
    assert "OpenStreetMap" in read.copyright_author
    assert read.copyright_license == gpx.LICENSE_URL
    assert read.bounds is not None
    assert (read.bounds.min_longitude, read.bounds.max_latitude) == (106.174, 21.151314)


def test_extensions_hold_key_and_precision_of_a_place(document: str) -> None:
    point = next(
        point
        for point in gpxpy.parse(document).waypoints
        if any(element.text == CHU_DAU for element in point.extensions)
    )
    said = {
        element.tag.removeprefix(f"{{{gpx.EXTENSION_NAMESPACE}}}"): element.text
        for element in point.extensions
    }
    register = json.loads(said.pop("place") or "")
    assert register["name_en"] == "Chu Dau pottery village"
    assert not {"note", "contacts"} & set(register)
    assert said == {
        "place_id": CHU_DAU,
        "category": "craft_village",
        "rank": "national",
        "coord_precision_m": "1200",
        "approximate": "true",
    }


def test_a_tour_without_movement_still_is_valid_gpx(schema: xmlschema.XMLSchema) -> None:
    schema.validate(gpx.document(sample_project(), without_geometry(sample_tour()), made=MADE))

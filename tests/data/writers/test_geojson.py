import json
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pyogrio
import pytest
from shapely import LineString

from data.writers import geojson
from tests.samples import CHU_DAU, DAO_CO, XUAN_NEO, hostile, sample_project, sample_tour, with_ways

COLORS = ("#B3123B", "#2785C9")


@pytest.fixture(scope="module")
def document() -> Any:
    return json.loads(geojson.document(sample_project(), sample_tour(), day_colors=COLORS))


def of_kind(document: Any, kind: str) -> list[Any]:
    return [feature for feature in document["features"] if feature["properties"]["feature"] == kind]


def numbers(value: Any) -> list[float]:
    return [number for inner in value for number in numbers(inner)] if isinstance(value, list) else [value]


def test_the_document_equals_its_golden_file(golden: Callable[[str, str], None]) -> None:
    golden("writers/tour.geojson", geojson.document(sample_project(), sample_tour(), day_colors=COLORS))


def test_it_is_a_feature_collection_in_wgs84_without_a_crs_member(document: Any) -> None:
    assert document["type"] == "FeatureCollection"
    assert "crs" not in document
    west, south, east, north = document["bbox"]
    for feature in document["features"]:
        for lon, lat in zip(*[iter(numbers(feature["geometry"]["coordinates"]))] * 2, strict=True):
            assert west <= lon <= east
            assert south <= lat <= north


def test_coordinates_have_at_most_seven_decimals(document: Any) -> None:
    for feature in document["features"]:
        for number in numbers(feature["geometry"]["coordinates"]):
            assert round(number, 7) == number


def test_every_stop_is_a_point_with_times_in_vietnam(document: Any) -> None:
    stops = of_kind(document, "stop")
    assert len(stops) == sum(len(day.stops) for day in sample_tour().days)
    for feature in stops:
        arrive, begin, depart = (
            datetime.fromisoformat(feature["properties"][key]) for key in ("arrive", "begin", "depart")
        )
        assert arrive.utcoffset() == timedelta(hours=7)
        assert begin - arrive == timedelta(seconds=feature["properties"]["wait_s"])
        assert depart - begin == timedelta(seconds=feature["properties"]["stay_s"])


def test_visits_are_numbered_through_all_days(document: Any) -> None:
    visits = [f["properties"] for f in of_kind(document, "stop") if f["properties"]["kind"] == "visit"]
    assert [visit["number"] for visit in visits] == [1, 2, 3, 4, 5]
    assert [visit["day"] for visit in visits] == [1, 1, 1, 1, 2]


def test_approximate_places_say_so(document: Any) -> None:
    approximate = {
        f["properties"]["place_id"] for f in of_kind(document, "stop") if f["properties"]["approximate"]
    }
    assert approximate == {CHU_DAU, "lang-cham-khac-go-dong-giao"}
    chu_dau = next(
        f["properties"] for f in of_kind(document, "stop") if f["properties"]["place_id"] == CHU_DAU
    )
    assert chu_dau["coord_precision_m"] == 1200
    assert "sai số khoảng 1,2 km" in chu_dau["note"]


def test_legs_follow_the_roads_and_a_lunch_on_the_spot_has_none(document: Any) -> None:
    legs = of_kind(document, "leg")
    moving = [leg for day in sample_tour().days for leg in day.legs if leg.geometry is not None]
    assert [len(f["geometry"]["coordinates"]) for f in legs] == [
        len(leg.geometry.coords) for leg in moving if leg.geometry
    ]
    assert [f["properties"]["distance_m"] for f in legs] == [leg.distance_m for leg in moving]


def test_a_way_without_length_is_no_leg() -> None:
    tour = sample_tour()
    day = tour.days[1]
    still = with_ways(day.legs[1], geometry=LineString([(106.33, 20.947), (106.33, 20.947)]))
    tour = replace(tour, days=(replace(day, legs=(day.legs[0], still)),))
    assert len(of_kind(json.loads(geojson.document(sample_project(), tour)), "leg")) == 1


def test_dropped_places_come_with_their_reasons(document: Any) -> None:
    assert [one["place_id"] for one in document["dropped"]] == [XUAN_NEO, DAO_CO]
    assert "35" in document["dropped"][0]["reason"]


def test_simplestyle_colours_tell_the_days_apart(document: Any) -> None:
    assert {(f["properties"]["day"], f["properties"]["stroke"]) for f in of_kind(document, "leg")} == {
        (1, COLORS[0]),
        (2, COLORS[1]),
    }
    assert of_kind(document, "stop")[1]["properties"]["marker-symbol"] == "1"


def test_without_colours_no_style_is_written() -> None:
    assert "marker-color" not in geojson.document(sample_project(), sample_tour())


def test_gdal_reads_back_every_feature(tmp_path: Path) -> None:
    path = tmp_path / "tour.geojson"
    geojson.write(sample_project(), sample_tour(), path)
    frame = pyogrio.read_dataframe(path)
    assert frame.crs == "EPSG:4326"
    assert sorted(frame.geometry.geom_type.value_counts().items()) == [("LineString", 7), ("Point", 10)]
    assert frame["name_vi"].dropna().iloc[1] == "Văn miếu Mao Điền"


def test_decomposed_names_are_written_in_nfc_and_markup_stays_text() -> None:
    document = json.loads(geojson.document(*hostile()))
    name = of_kind(document, "stop")[0]["properties"]["name_vi"]
    assert name == unicodedata.normalize("NFC", name)
    assert name.startswith("Đình <script>")


def test_reasons_and_notes_follow_the_language() -> None:
    document = json.loads(geojson.document(sample_project(), sample_tour(), "en"))
    note = of_kind(document, "stop")[1]["properties"]["note"]
    assert note == "Wait 10 min before the visit. Opening hours: daily 08:00–17:00."
    assert document["name"] == "Craft villages of the East & Kiep Bac temple"

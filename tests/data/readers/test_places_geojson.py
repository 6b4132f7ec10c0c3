import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import Point, Polygon

from data.errors import BadInputError
from data.model.place import Category
from data.readers.place_import import PlaceImport
from data.readers.places import read_places
from data.starter import load_starter

STARTER = load_starter()
POINT = {"type": "Point", "coordinates": [105.8, 21.0]}


def feature(geometry: Any = POINT, **properties: Any) -> dict[str, Any]:
    return {
        "type": "Feature",
        "geometry": geometry,
        "properties": {"name_vi": "Đình", "category": "relic", **properties},
    }


def read(tmp_path: Path, document: Any) -> PlaceImport:
    path = tmp_path / "điểm.geojson"
    path.write_text(document if isinstance(document, str) else json.dumps(document), encoding="utf-8")
    return read_places(path, STARTER)


def collection(*features: Any, **members: Any) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": list(features), **members}


def test_features_become_places(tmp_path: Path) -> None:
    square = [[[105.8, 21.0], [105.9, 21.0], [105.9, 21.1], [105.8, 21.0]]]
    found = read(
        tmp_path,
        collection(
            {**feature(visit_minutes=45, fee_vnd=None, wheelchair=True, coord_precision_m=12.5), "id": 7},
            feature(
                {"type": "Polygon", "coordinates": square},
                **{"Loại hình": "Làng nghề", "id": "làng"},
                category=None,
            ),
            feature({"type": "Point", "coordinates": [105.7, 21.0, 14.0]}, name_vi="Có độ cao"),
        ),
    )
    first, second, third = found.places
    assert (first.id, first.visit_minutes, first.fee_vnd, first.wheelchair) == ("7", 45, None, "yes")
    assert first.coord_precision_m == 12.5
    assert (second.id, second.geometry) == ("làng", Polygon(square[0]))
    assert third.geometry == Point(105.7, 21.0)


def test_one_feature_alone_is_read(tmp_path: Path) -> None:
    (place,) = read(tmp_path, feature()).places
    assert place.category is Category.RELIC


@pytest.mark.parametrize(
    "geometry",
    [
        None,
        {"type": "Circle", "coordinates": [1, 2]},
        {"type": "GeometryCollection", "geometries": []},
        {"type": "Point"},
        {"type": "Point", "coordinates": []},
        {"type": "Point", "coordinates": ["105", "21"]},
        {"type": "Point", "coordinates": [True, 21.0]},
        {"type": "Point", "coordinates": [10**400, 21]},
        {"type": "Point", "coordinates": [21.0, 105.8]},
        {"type": "Point", "coordinates": [1051234.0, 2323456.0]},
        {"type": "LineString", "coordinates": [[105.8, 21.0]]},
        {"type": "LineString", "coordinates": [[105.8, 21.0], [105.8]]},
        {"type": "Polygon", "coordinates": [[[105.8, 21.0], [105.9, 21.0], [105.9, 21.1], [105.7, 21.1]]]},
        {"type": "Polygon", "coordinates": [[[105, 21], [105.1, 21.1], [105.1, 21], [105, 21.1], [105, 21]]]},
        {"type": "Polygon", "coordinates": []},
        {"type": "Polygon", "coordinates": {}},
    ],
)
def test_a_bad_geometry_is_a_fault_of_its_feature(tmp_path: Path, geometry: Any) -> None:
    found = read(tmp_path, collection(feature(name_vi="Tốt"), feature(geometry)))
    assert [place.name_vi for place in found.places] == ["Tốt"]
    assert len(found.errors) == 1
    assert str(found.errors[0]).startswith("feature 2")


@pytest.mark.parametrize(
    "bad", ["x", None, 5, {"type": "Point"}, {"type": "Feature", "geometry": POINT, "properties": [1]}]
)
def test_what_is_no_feature_is_a_fault(tmp_path: Path, bad: Any) -> None:
    assert str(read(tmp_path, collection(bad)).errors[0]).startswith("feature 1")


def test_values_are_checked_as_in_a_table(tmp_path: Path) -> None:
    found = read(tmp_path, collection(feature(rank="royal", visit_minutes=-5, name_vi="")))
    text = "\n".join(str(error) for error in found.errors)
    assert "feature 1, 'rank': 'royal' is not allowed" in text
    assert "feature 1, 'visit_minutes': '-5' is negative" in text
    assert "đối tượng 1, “rank”" in found.errors[1].in_language("vi") + found.errors[2].in_language("vi")


@pytest.mark.parametrize(
    ("document", "message"),
    [
        ("", "no valid JSON"),
        ("{", "no valid JSON"),
        ('{"type": "FeatureCollection", "features": [NaN]}', "NaN"),
        ('{"type": "FeatureCollection", "features": [1e999, -Infinity]}', "Infinity"),
        ("[" * 100_000, "nested too deeply"),
        ("[1]", "no GeoJSON"),
        ('{"type": "Topology"}', "no GeoJSON"),
        ('{"type": "FeatureCollection", "features": {}}', "no GeoJSON"),
        (collection(feature(), crs={"type": "name", "properties": {"name": "EPSG:3405"}}), "not in WGS84"),
    ],
)
def test_a_file_that_is_no_geojson_is_refused_as_a_whole(tmp_path: Path, document: Any, message: str) -> None:
    with pytest.raises(BadInputError, match=message) as caught:
        read(tmp_path, document)
    assert "điểm.geojson" in str(caught.value)


@pytest.mark.parametrize("name", ["urn:ogc:def:crs:OGC:1.3:CRS84", "urn:ogc:def:crs:EPSG::4326"])
def test_the_old_way_to_name_wgs84_is_accepted(tmp_path: Path, name: str) -> None:
    found = read(tmp_path, collection(feature(), crs={"type": "name", "properties": {"name": name}}))
    assert len(found.places) == 1


JSON = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["type", "coordinates", "name_vi", "lon"]), inner, max_size=3)
    ),
    max_leaves=12,
)


@given(JSON, JSON)
def test_no_json_breaks_the_reader(
    tmp_path_factory: pytest.TempPathFactory, geometry: Any, properties: Any
) -> None:
    odd = {"type": "Feature", "geometry": geometry, "properties": properties}
    found = read(tmp_path_factory.mktemp("fuzz"), collection(odd))
    assert len(found.places) + len(found.errors) >= 1


def test_half_a_character_is_refused_with_its_feature(tmp_path: Path) -> None:
    document = json.dumps(collection(feature(), feature())).replace("\\u0110", "\\ud800", 1)
    found = read(tmp_path, document)
    assert [str(fault) for fault in found.errors] == [
        "feature 1: A text holds half a character (\\ud800). Type that text again."
    ]


def test_a_cut_off_file_is_told_with_its_line_in_the_users_language(tmp_path: Path) -> None:
    with pytest.raises(BadInputError) as caught:
        read(tmp_path, json.dumps(collection(feature()), indent=1)[:60])
    said = caught.value.in_language("vi")
    assert "dòng" in said
    assert "cột" in said
    assert "line" not in said


def test_only_the_first_faults_are_listed_and_the_rest_counted(tmp_path: Path) -> None:
    found = read(tmp_path, collection(*[feature({"type": "Point", "coordinates": [21, 105.8]})] * 100))
    with pytest.raises(BadInputError) as caught:
        found.require_sound("điểm.geojson")
    lines = str(caught.value).splitlines()
    assert "Faults in the file: 100" in lines[0]
    assert len(lines) == 32
    assert lines[-1] == "– … and 70 more faults."

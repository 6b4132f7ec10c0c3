"""Every GeoJSON that leaves the house keeps the rules of RFC 7946."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from shapely import LinearRing

from data.storage.places_export import places_geojson
from data.writers import geojson
from tests.data.storage.projects import full_project
from tests.samples import hostile, sample_project, sample_tour
from tests.tours import tour_with

GEOMETRY_DEPTH = {
    "Point": 0,
    "MultiPoint": 1,
    "LineString": 1,
    "MultiLineString": 2,
    "Polygon": 2,
    "MultiPolygon": 3,
}
RESERVED = {"coordinates", "geometries", "geometry", "properties"}
"""Names that a FeatureCollection must not bear (section 7.1)."""


def positions(coordinates: Any, depth: int) -> Iterator[list[float]]:
    if depth == 0:
        yield coordinates
        return
    for part in coordinates:
        yield from positions(part, depth - 1)


def rings(geometry: dict[str, Any]) -> Iterator[tuple[int, list[list[float]]]]:
    polygons = {"Polygon": [geometry["coordinates"]], "MultiPolygon": geometry["coordinates"]}
    for polygon in polygons.get(geometry["type"], []):
        yield from enumerate(polygon)


def check(text: str) -> int:
    """Check a document and return how many rings it has."""
    document = json.loads(text, parse_constant=pytest.fail)
    assert document["type"] == "FeatureCollection"
    assert "crs" not in document
    assert not RESERVED & set(document)
    seen: list[list[float]] = []
    counted = 0
    for feature in document["features"]:
        assert feature["type"] == "Feature"
        assert isinstance(feature["properties"], dict)
        assert isinstance(feature["id"], (str, int))
        geometry = feature["geometry"]
        found = list(positions(geometry["coordinates"], GEOMETRY_DEPTH[geometry["type"]]))
        assert geometry["type"] != "LineString" or len(found) >= 2
        seen += found
        for index, ring in rings(geometry):
            counted += 1
            assert len(ring) >= 4
            assert ring[0] == ring[-1]
            # Outer rings run counterclockwise, holes clockwise (section 3.1.6).
            assert LinearRing(ring).is_ccw is (index == 0)
    for position in seen:
        assert len(position) == 2
        assert -180 <= position[0] <= 180
        assert -90 <= position[1] <= 90
    if "bbox" in document:
        west, south, east, north = document["bbox"]
        lons, lats = zip(*seen, strict=True)
        assert (west, south, east, north) == (min(lons), min(lats), max(lons), max(lats))
    return counted


@pytest.mark.parametrize("language", ["vi", "en"])
def test_tours(language: str) -> None:
    for project, tour in ((sample_project(), sample_tour()), hostile(), tour_with(1), tour_with(40, days=4)):
        text = geojson.document(project, tour, language, day_colors=["#B3123B"])
        check(text)
        assert "bbox" in json.loads(text)


def test_registers_with_points_lines_and_areas() -> None:
    project = full_project()
    assert check(places_geojson(project, project.places.values())) > 0

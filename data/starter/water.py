"""Rivers, lakes and canals of the starter map."""

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from shapely import Geometry
from shapely.geometry import shape


@dataclass(frozen=True, slots=True, kw_only=True)
class WaterArea:
    """A lake, river or canal as drawn at 1:200,000.

    Parameters
    ----------
    name_vi
        Name; empty when unknown.
    kind
        "lake", "river" or "canal".
    geometry
        Polygon or MultiPolygon, WGS84 degrees.
    name_source
        Where the name comes from when it still has to be verified.
    """

    name_vi: str
    kind: str
    geometry: Geometry
    name_source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WaterLine:
    """Centre line of a river, for its label.

    Parameters
    ----------
    name_vi, kind
        As in ``WaterArea``.
    geometry
        LineString or MultiLineString, WGS84 degrees.
    length_m
        Length, metres.
    """

    name_vi: str
    kind: str
    geometry: Geometry
    length_m: float


@cache
def starter_water() -> tuple[WaterArea, ...]:
    """Return the 97 water areas of the starter data."""
    return tuple(
        WaterArea(
            name_vi=row["properties"]["name_vi"] or "",
            kind=row["properties"]["kind"],
            geometry=shape(row["geometry"]),
            name_source=row["properties"].get("name_src", ""),
        )
        for row in read_features("water.geojson")
    )


@cache
def starter_water_lines() -> tuple[WaterLine, ...]:
    """Return the 32 centre lines of the starter data."""
    return tuple(
        WaterLine(
            name_vi=row["properties"]["name_vi"] or "",
            kind=row["properties"]["kind"],
            geometry=shape(row["geometry"]),
            length_m=row["properties"]["length_km"] * 1000.0,
        )
        for row in read_features("water_lines.geojson")
    )


def read_features(name: str) -> list[dict[str, Any]]:
    """Return the GeoJSON features of one starter file."""
    text = (files("data") / "starter" / name).read_text(encoding="utf-8")
    found: list[dict[str, Any]] = json.loads(text)["features"]
    return found

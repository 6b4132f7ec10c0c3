"""Background of the web page, cut to the tour: water, ward outlines and main roads, small enough to mail."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import Geometry, LineString, MultiLineString

from data.model.project import Project
from data.model.tour import Tour
from data.starter import starter_water
from data.writers.itinerary import bounds, clean
from layers.basemap import Basemap
from layers.lines import LineSet
from layers.style import RoadClass
from layers.viewport import from_mercator, to_mercator

MARGIN_SHARE: Final = 1.0
"""Background beyond the tour on every side, as a share of its larger extent: room to pan."""

LEAST_MARGIN_DEG: Final = 0.03
DETAIL: Final = 4000
"""Simplification: the frame's larger extent is divided by this, about a third of a pixel on first sight."""

ROAD_VERTEX_BUDGET: Final = 30_000
"""About 0.6 MB of page. The least important class that no longer fits is left out, with all below it."""

ROAD_CLASSES: Final = (
    RoadClass.MOTORWAY,
    RoadClass.TRUNK,
    RoadClass.PRIMARY,
    RoadClass.SECONDARY,
    RoadClass.TERTIARY,
    RoadClass.PEDESTRIAN,
    RoadClass.RESIDENTIAL,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedShape:
    """A geometry (WGS84 degrees) with its names, which may be empty."""

    geometry: Geometry
    name_vi: str = ""
    name_en: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WebBasemap:
    """Background layers in WGS84 degrees.

    Parameters
    ----------
    water, units
        Areas of water; commune-level units of today, for their names.
    boundaries
        Borders between units, each once.
    roads
        Lines of each road class, most important first.
    """

    water: tuple[NamedShape, ...] = ()
    units: tuple[NamedShape, ...] = ()
    boundaries: Geometry = field(default_factory=MultiLineString)
    roads: tuple[tuple[RoadClass, Geometry], ...] = ()


def web_basemap(project: Project, tour: Tour, basemap: Basemap | None = None) -> WebBasemap:
    """Return the background around ``tour``.

    Parameters
    ----------
    project
        Gives the outlines of wards and communes.
    basemap
        Gives the roads, the same that window and print draw; ``None`` draws none.
    """
    west, south, east, north = bounds(tour)
    extent = max(east - west, north - south)
    margin = max(extent * MARGIN_SHARE, LEAST_MARGIN_DEG)
    frame = shapely.box(west - margin, south - margin, east + margin, north + margin)
    tolerance = (extent + 2 * margin) / DETAIL
    water = [NamedShape(geometry=area.geometry, name_vi=clean(area.name_vi)) for area in starter_water()]
    units = [
        NamedShape(geometry=unit.geometry, name_vi=clean(unit.name_vi), name_en=clean(unit.name_en))
        for unit in project.units.values()
        if unit.geometry is not None and not unit.is_former
    ]
    return WebBasemap(
        water=tuple(_cut(water, frame, tolerance)),
        units=tuple(_cut(units, frame, tolerance)),
        boundaries=_boundaries(units, frame, tolerance),
        roads=tuple(_cut_roads(basemap, frame, tolerance)) if basemap is not None else (),
    )


def _cut(shapes: Iterable[NamedShape], frame: Geometry, tolerance: float) -> Iterator[NamedShape]:
    shapely.prepare(frame)
    for shape in shapes:
        if not shapely.intersects(frame, shape.geometry):
            continue
        part = shapely.simplify(shapely.intersection(shapely.make_valid(shape.geometry), frame), tolerance)
        if not part.is_empty:
            yield NamedShape(geometry=part, name_vi=shape.name_vi, name_en=shape.name_en)


def _boundaries(units: Iterable[NamedShape], frame: Geometry, tolerance: float) -> Geometry:
    """Return shared borders once (drawn twice, dashes would fill up) and without the frame's own edge."""
    borders = [shapely.boundary(unit.geometry) for unit in units if shapely.intersects(frame, unit.geometry)]
    merged = shapely.line_merge(shapely.union_all(borders))
    return shapely.simplify(shapely.intersection(merged, frame), tolerance)


def _cut_roads(basemap: Basemap, frame: Geometry, tolerance: float) -> Iterator[tuple[RoadClass, Geometry]]:
    left = ROAD_VERTEX_BUDGET
    for road_class in ROAD_CLASSES:
        if road_class not in basemap.roads:
            continue
        near = _lines_near(basemap.roads[road_class].full, frame)
        # Merged and simplified, a line still keeps about one vertex: a class of so many lines cannot fit.
        if len(near) > ROAD_VERTEX_BUDGET:
            return
        clipped = shapely.clip_by_rect(near, *shapely.bounds(frame))
        parts = [part for part in shapely.get_parts(clipped) if isinstance(part, LineString)]
        drawn = shapely.simplify(shapely.line_merge(MultiLineString(parts)), tolerance)
        left -= int(shapely.get_num_coordinates(drawn))
        if left < 0:
            return
        if not shapely.is_empty(drawn):
            yield road_class, drawn


def _lines_near(lines: LineSet, frame: Geometry) -> NDArray[np.object_]:
    """Return the lines (Web Mercator metres) whose boxes meet ``frame``, in degrees as ``frame`` is."""
    west, south, east, north = shapely.bounds(frame)
    (left, bottom), (right, top) = to_mercator([west, east], [south, north])
    near = lines.take(lines.within((left, bottom, right, top)))
    lon_lat = from_mercator(near.xy[:, 0], near.xy[:, 1])
    number = np.repeat(np.arange(len(near)), np.diff(near.offsets))
    return np.asarray(shapely.linestrings(lon_lat, indices=number))


def feature_collection(geometries: Iterable[Geometry], decimals: int = 5) -> dict[str, Any]:
    """Return geometries as a GeoJSON mapping with rounded coordinates (5 decimals are about a metre)."""
    return {
        "type": "FeatureCollection",
        "features": [
            {"type": "Feature", "properties": {}, "geometry": _rounded(geometry, decimals)}
            for geometry in geometries
        ],
    }


def _rounded(geometry: Geometry, decimals: int) -> dict[str, Any]:
    mapping = json.loads(shapely.to_geojson(geometry))

    def round_all(value: Any) -> Any:
        return [round_all(inner) for inner in value] if isinstance(value, list) else round(value, decimals)

    if mapping["type"] == "GeometryCollection":
        return {**mapping, "geometries": [_rounded(part, decimals) for part in shapely.get_parts(geometry)]}
    return {"type": mapping["type"], "coordinates": round_all(mapping["coordinates"])}

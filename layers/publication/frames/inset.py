"""Insets: where stops crowd on a map, a window at a larger scale in a corner that shows nothing else."""

from dataclasses import replace
from itertools import combinations
from typing import Final, NamedTuple

import networkx as nx
import numpy as np
import shapely

from data.language import formats
from data.model.tour import Day, StopKind
from layers.page import Covered, Item, MapFrame, Rectangle, Text, TextSetter
from layers.publication.fitting import FINEST_SCALE, bounds_map
from layers.publication.matter import INK, TINY
from layers.publication.template import Area
from layers.style import WHITE
from layers.viewport import PRINT_PIXEL_MM, Bounds, bounds_of

CROWDED_MM: Final = 6.0
"""Badges closer than this touch each other."""

LEAST_STOPS: Final = 3
_LEAST_GAIN: Final = 2.0
_SHARE: Final = 0.34
_LEAST_MM: Final = 30.0
_EDGE_MM: Final = 2.0
_ARROW_MM: Final = 12.0
_BAR_MM: Final = 12.0
_CREDIT_MM: Final = 4.0
_PLATE_MM: Final = 3.4


class _Spot(NamedTuple):
    lon: float
    lat: float
    x: float
    y: float


def with_inset(made: MapFrame, days: tuple[Day, ...], setter: TextSetter, language: str) -> tuple[Item, ...]:
    """Return a map with its inset: both frames, and the rectangle that the inset enlarges.

    Without a crowd, or without an empty corner, the map alone.
    """
    crowd = _crowd(made, days)
    area = _corner(made, days) if crowd else None
    if area is None:
        return (made,)
    bounds = bounds_of([(spot.lon, spot.lat) for spot in crowd])
    enlarge = made.viewport.scale_denominator / made.denominator
    inset = bounds_map([bounds], area, FINEST_SCALE, enlarge)
    if made.denominator < _LEAST_GAIN * inset.denominator:
        return (made,)
    said = f"1:{formats.number(inset.denominator, language)}"
    width = setter.width_mm(said, TINY) + 1.6
    plate = Area(area.left, area.bottom - _PLATE_MM, width, _PLATE_MM)
    covered = Covered(area.left - made.left, area.top - made.top, area.width, area.height)
    on_inset = Covered(0.0, area.height - _PLATE_MM, width, _PLATE_MM)
    return (
        replace(made, covered=(*made.covered, covered)),
        _outline(made, inset.viewport.bounds),
        Rectangle(area.left - 0.8, area.top - 0.8, area.width + 1.6, area.height + 1.6, fill=WHITE),
        replace(inset, covered=(on_inset,), has_furniture=False),
        Rectangle(plate.left, plate.top, plate.width, plate.height, fill=WHITE),
        Text(plate.left + 0.8, plate.bottom - 0.9, said, TINY, INK),
    )


def _spots(made: MapFrame, days: tuple[Day, ...]) -> list[_Spot]:
    """Return the visited points with their places on paper, millimetres from the map's corner."""
    points = {(stop.lon, stop.lat) for day in days for stop in day.stops if stop.kind is StopKind.VISIT}
    return [
        _Spot(lon, lat, *(side * PRINT_PIXEL_MM for side in made.viewport.point_px(lon, lat)))
        for lon, lat in sorted(points)
    ]


def _crowd(made: MapFrame, days: tuple[Day, ...]) -> list[_Spot]:
    """Return the largest group of stops that touch each other, empty if there is none worth an inset."""
    spots = _spots(made, days)
    near: nx.Graph[int] = nx.Graph()
    near.add_edges_from(
        (one, other)
        for one, other in combinations(range(len(spots)), 2)
        if np.hypot(spots[one].x - spots[other].x, spots[one].y - spots[other].y) < CROWDED_MM
    )
    largest = max(nx.connected_components(near), key=len, default=set())
    return [spots[number] for number in sorted(largest)] if len(largest) >= LEAST_STOPS else []


def _corner(made: MapFrame, days: tuple[Day, ...]) -> Area | None:
    """Return the corner of the map that no stop or way enters; ``None`` when all are taken."""
    width, height = max(_LEAST_MM, _SHARE * made.width), max(_LEAST_MM, _SHARE * made.height)
    right, bottom = made.left + made.width, made.top + made.height
    corners = (
        Area(made.left + _EDGE_MM, made.top + _EDGE_MM, width, height),
        Area(right - width - _EDGE_MM, bottom - height - _CREDIT_MM, width, height),
        Area(made.left + _EDGE_MM, bottom - height - _BAR_MM, width, height),
        Area(right - width - _EDGE_MM, made.top + _ARROW_MM, width, height),
    )
    taken = [(made.left + spot.x, made.top + spot.y) for spot in _spots(made, days)]
    for day in days:
        for leg in day.legs:
            if leg.geometry is not None:
                lon_lat = shapely.get_coordinates(leg.geometry)
                way = made.viewport.to_px(lon_lat[:, 0], lon_lat[:, 1]) * PRINT_PIXEL_MM
                taken += [(made.left + x, made.top + y) for x, y in way.tolist()]
    return next((area for area in corners if not any(_holds(area, x, y) for x, y in taken)), None)


def _holds(area: Area, x: float, y: float) -> bool:
    return (
        area.left - _EDGE_MM <= x <= area.right + _EDGE_MM
        and area.top - _EDGE_MM <= y <= area.bottom + _EDGE_MM
    )


def _outline(made: MapFrame, bounds: Bounds) -> Rectangle:
    west, south, east, north = bounds
    left, top = (side * PRINT_PIXEL_MM for side in made.viewport.point_px(west, north))
    right, bottom = (side * PRINT_PIXEL_MM for side in made.viewport.point_px(east, south))
    return Rectangle(made.left + left, made.top + top, right - left, bottom - top, edge=INK, edge_mm=0.35)

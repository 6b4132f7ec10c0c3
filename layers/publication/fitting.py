"""Fitting a map to what it shows: everything inside with a margin, at a round scale."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

import shapely

from data.model.place import Place
from data.model.tour import Day
from layers.page import MapFrame
from layers.publication.template import Area
from layers.scale_bar import round_scale
from layers.viewport import PRINT_PIXEL_MM, Bounds, Viewport, bounds_of

FINEST_SCALE: Final = 4_000
"""Even a single spot is shown with its surroundings."""

_MARGIN_SHARE: Final = 0.14
_MARGIN_MOST_PX: Final = 70.0


def days_bounds(days: Iterable[Day]) -> Bounds:
    """Return the bounds of all stops and ways, degrees: west, south, east, north."""
    points: list[tuple[float, float]] = []
    for day in days:
        points += [(stop.lon, stop.lat) for stop in day.stops]
        for leg in day.legs:
            if leg.geometry is not None:
                west, south, east, north = shapely.bounds(leg.geometry)
                points += [(west, south), (east, north)]
    return bounds_of(points)


def place_bounds(place: Place) -> Bounds:
    """Return the bounds of a place, degrees."""
    west, south, east, north = shapely.bounds(place.geometry)
    return float(west), float(south), float(east), float(north)


def fitted_map(days: Iterable[Day], area: Area) -> MapFrame:
    """Return a frame that shows ``days`` whole, at the finest round scale that has room for the names."""
    return bounds_map([days_bounds(days)], area)


def bounds_map(
    bounds: Sequence[Bounds], area: Area, finest: int = FINEST_SCALE, enlarge: float = 1.0
) -> MapFrame:
    """Return a frame that shows all ``bounds`` (degrees) at the finest round scale from ``finest`` on.

    Parameters
    ----------
    enlarge
        How much larger the page is printed than ``area``: the scale is round, and true, on the print.
    """
    whole = bounds_of(
        [corner for west, south, east, north in bounds for corner in ((west, south), (east, north))]
    )
    width_px, height_px = area.width / PRINT_PIXEL_MM, area.height / PRINT_PIXEL_MM
    fitted = Viewport.fit(
        whole,
        width_px,
        height_px,
        margin_px=min(_MARGIN_MOST_PX, _MARGIN_SHARE * min(width_px, height_px)),
        max_zoom=20,
        pixel_mm=PRINT_PIXEL_MM,
    )
    denominator = round_scale(max(fitted.scale_denominator / enlarge, finest))
    viewport = Viewport.on_paper(fitted.lon, fitted.lat, area.width, area.height, denominator * enlarge)
    return MapFrame(area.left, area.top, viewport, denominator)


def at_scale(made: MapFrame, denominator: int, enlarge: float) -> MapFrame:
    """Return a map about the same centre at another scale, true on the print."""
    seen = made.viewport
    viewport = Viewport.on_paper(seen.lon, seen.lat, made.width, made.height, denominator * enlarge)
    return replace(made, viewport=viewport, denominator=denominator)


def shows_all(made: MapFrame, bounds: Bounds) -> bool:
    """Return whether a map shows bounds (degrees: west, south, east, north) whole."""
    west, south, east, north = bounds
    corners = [made.viewport.point_px(lon, lat) for lon in (west, east) for lat in (south, north)]
    width, height = made.viewport.width_px, made.viewport.height_px
    return all(0 <= x <= width and 0 <= y <= height for x, y in corners)

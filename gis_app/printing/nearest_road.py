"""The nearest named road of a place, from the roads of the basemap."""

from typing import Final

import numpy as np
import shapely

from layers.basemap import Basemap
from layers.lines import LineSet
from layers.style import RoadClass
from layers.viewport import to_mercator

FARTHEST_M: Final = 3_000.0
"""A road further away says nothing about how to get there."""

_NOT_DRIVEN: Final = frozenset({RoadClass.FERRY, RoadClass.PATH})


class RoadFinder:
    """Finds the nearest named road; made once for a publication, cheap until first asked."""

    def __init__(self, basemap: Basemap) -> None:
        self._basemap = basemap

    def __call__(self, lon: float, lat: float) -> tuple[str, float] | None:
        """Return name and distance (metres) of the nearest named road of a point (WGS84 degrees)."""
        at = to_mercator([lon], [lat])[0]
        stretch = 1 / float(np.cos(np.radians(lat)))
        found = (
            near
            for kind, lines in self._basemap.roads.items()
            if kind not in _NOT_DRIVEN
            if (near := _nearest(lines.full, at[0], at[1], FARTHEST_M * stretch)) is not None
        )
        best = min(found, default=None)
        return None if best is None else (best[1], best[0] / stretch)


def _nearest(lines: LineSet, east: float, north: float, reach: float) -> tuple[float, str] | None:
    near = lines.within((east - reach, north - reach, east + reach, north + reach))
    near = near[(lines.name_ids[near] > 0) | (lines.ref_ids[near] > 0)]
    if not len(near):
        return None
    kept = lines.take(near)
    number = np.repeat(np.arange(len(kept)), np.diff(kept.offsets))
    ways = shapely.linestrings(kept.xy, indices=number)
    away = np.atleast_1d(shapely.distance(ways, shapely.Point(east, north)))
    closest = int(np.argmin(away))
    if away[closest] > reach:
        return None
    name = kept.name_ids[closest] or kept.ref_ids[closest]
    return float(away[closest]), kept.names[name]

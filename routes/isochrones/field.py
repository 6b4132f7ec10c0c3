"""The field of arrival times: a grid over the reached roads and the ground beside them."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import MultiPolygon

from routes.isochrones.contours import contour
from routes.isochrones.reach import METRES_A_DEGREE, RoadPoints

OFF_ROAD_PACE_S_PER_M: Final = 1.2
"""Walking beside the roads: 3 km/h over yards and field paths."""

_BORDER: Final = 2
# Grid points beyond the outermost allowance, so that every contour closes.


@dataclass(frozen=True, slots=True)
class Field:
    """Arrival times on a grid of points.

    Parameters
    ----------
    value
        Seconds, shape (rows, columns), rows from south to north; ``ceiling`` where nothing is reached.
    west, south
        Position of the first grid point, WGS84 degrees.
    step
        Degrees between columns and between rows.
    cell_m
        The same in metres.
    """

    value: NDArray[np.float64]
    west: float
    south: float
    step: tuple[float, float]
    cell_m: float

    def area_within(self, budget_s: float, smallest_hole_m2: float) -> MultiPolygon:
        """Return the area reached within a budget, WGS84 degrees; holes smaller than the limit are filled."""
        drawn = contour(self.value, budget_s, smallest_hole_m2 / self.cell_m**2)
        scale, origin = np.array(self.step), np.array([self.west, self.south])
        area: MultiPolygon = shapely.transform(drawn, lambda grid: grid * scale + origin)
        return area


def field_of(points: RoadPoints, *, cell_m: float, off_road_m: float, ceiling_s: float) -> Field:
    """Return the field around road points: their own time, and on foot beside the roads.

    The four grid points around a road point count as reached with it, so that every reached piece of road
    lies inside its contour; from there one may walk up to ``off_road_m`` where the road can be left.

    Parameters
    ----------
    points
        Road points, costs in seconds.
    cell_m
        Distance between grid points, metres.
    off_road_m
        How far one may leave the roads.
    ceiling_s
        Value where nothing is reached; above every budget.
    """
    west, south = points.lonlat.min(axis=0)
    _, north = points.lonlat.max(axis=0)
    step = (
        cell_m / (METRES_A_DEGREE * np.cos(np.radians((south + north) / 2))),
        cell_m / METRES_A_DEGREE,
    )
    reach = int(off_road_m // cell_m)
    pad = reach + _BORDER
    origin = np.array([west, south]) - pad * np.array(step)
    place = (points.lonlat - origin) / step
    column, row = np.floor(place).astype(np.int64).T
    shape = (int(row.max()) + pad + 2, int(column.max()) + pad + 2)
    left, kept = np.full((2, *shape), ceiling_s)
    first = row * shape[1] + column
    for shift in (0, 1, shape[1], shape[1] + 1):
        for grid, here in ((left, points.is_open), (kept, ~points.is_open)):
            np.minimum.at(grid.reshape(-1), first[here] + shift, points.cost[here])
    value = np.minimum(_walked(left, reach, cell_m, off_road_m), kept)
    return Field(value, float(origin[0]), float(origin[1]), step, cell_m)


def _walked(value: NDArray[np.float64], reach: int, cell_m: float, off_road_m: float) -> NDArray[np.float64]:
    """Return the least of value + walk over all grid points within ``off_road_m``."""
    out = value.copy()
    rows, columns = value.shape
    for down in range(-reach, reach + 1):
        for right in range(-reach, reach + 1):
            metres = cell_m * float(np.hypot(down, right))
            if not 0 < metres <= off_road_m:
                continue
            to = _window(rows, down), _window(columns, right)
            source = _window(rows, -down), _window(columns, -right)
            np.minimum(out[to], value[source] + metres * OFF_ROAD_PACE_S_PER_M, out=out[to])
    return out


def _window(size: int, shift: int) -> slice:
    return slice(max(shift, 0), size + min(shift, 0))

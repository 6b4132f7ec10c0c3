"""Distances and areas measured on the map: on the WGS84 ellipsoid, not on the projected plane."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from data.model.distances import wgs84

Point = tuple[float, float]


@dataclass(frozen=True)
class Measure:
    """A line that somebody drew, or an area.

    Parameters
    ----------
    points
        Longitude and latitude, WGS84 degrees.
    is_closed
        Whether the line goes back to where it began and bounds an area.
    """

    points: tuple[Point, ...] = ()
    is_closed: bool = False

    @cached_property
    def legs_m(self) -> tuple[float, ...]:
        """Geodesic metres from point to point, back to the first where it is closed."""
        ring = (*self.points, self.points[0]) if self.is_closed else self.points
        if len(ring) < 2:
            return ()
        lon, lat = np.array(ring, dtype=np.float64).T
        return tuple(float(metres) for metres in wgs84().line_lengths(lon, lat))

    @property
    def total_m(self) -> float:
        """Metres of the whole line: the perimeter of an area."""
        return sum(self.legs_m)

    @cached_property
    def area_m2(self) -> float:
        """Square metres bounded; 0 where it is not closed."""
        if not self.is_closed or len(self.points) < 3:
            return 0.0
        lon, lat = np.array(self.points, dtype=np.float64).T
        return abs(float(wgs84().polygon_area_perimeter(lon, lat)[0]))

    def with_point(self, point: Point) -> "Measure":
        """Return the line drawn on to another point."""
        return Measure((*self.points, point))

    def without_last(self) -> "Measure":
        """Return the line without its last point; a closed one is opened first."""
        return Measure(self.points if self.is_closed else self.points[:-1])

    def closed(self) -> "Measure":
        """Return the area that the line bounds when it goes back to its first point."""
        return Measure(self.points, is_closed=len(self.points) > 2)

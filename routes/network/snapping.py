"""Snapping: the nearest point of the nearest edge that a travel mode may use."""

from collections.abc import Sequence
from math import cos, inf, radians, sin, tan
from typing import Final, NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from data.errors import BadInputError, NoRouteError
from data.language.catalogue import N_
from data.language.terms import term
from data.model.travel_mode import TravelMode
from routes.network.lengths import GEOD
from routes.network.store import RoadNetwork
from routes.router import LonLat, Side, Snap

ON_ROAD_M: Final = 2.0
"""Nearer to the drawn line than this a point is on the road, on neither side."""

_FLATTENING: Final = 1 / 298.257223563
_EQUATOR_M: Final = 6_378_137.0
_ECCENTRICITY_2: Final = _FLATTENING * (2 - _FLATTENING)
# Of WGS84.
_REACHES: Final = (1, 3, 9)
# Cells to all sides that are looked at, one after the other, until nothing outside can be nearer.
_SAMPLE: Final = 20_000
_STEP_M: Final = 0.5
# Direction of a road at a point: from so far before it to so far after it.


class EdgeIndex:
    """Finds the nearest edge of a mode, in about 0.04 ms a point. All modes share one grid of segments.

    Parameters
    ----------
    network
        Roads.
    mode
        Travel mode.

    Raises
    ------
    NoRouteError
        If the network has no edge for the mode.
    """

    def __init__(self, network: RoadNetwork, mode: TravelMode) -> None:
        self._network = network
        forward, backward = network.access(mode)
        self._is_usable = forward | backward
        if not self._is_usable.any():
            raise NoRouteError(
                N_("The road network '{network}' has no road for this travel mode ({mode})."),
                network=network.meta.name,
                mode=term(mode, "en"),
            )

    def snap(self, points: Sequence[LonLat], allowed: NDArray[np.bool_] | None = None) -> tuple[Snap, ...]:
        """Snap points (lon, lat in degrees) to edges; ``fraction`` runs along the drawn line.

        Of edges equally near, as at a junction, always the same one is taken.

        Parameters
        ----------
        points
            Longitude and latitude, WGS84 degrees.
        allowed
            Edges of the network that may be snapped to, shape (m,); None for all of the mode.

        Raises
        ------
        BadInputError
            If a point is not on the globe.
        NoRouteError
            If no edge is allowed.
        """
        for lon, lat in points:
            # Written so that NaN fails too.
            if not (-180 <= lon <= 180 and -85 <= lat <= 85):
                raise BadInputError(
                    N_("There is no position {lon}, {lat} on the globe."),
                    remedy=N_("Give longitude and latitude in decimal degrees (WGS84)."),
                    lon=lon,
                    lat=lat,
                )
        is_open = self._is_usable
        if allowed is not None:
            is_open = is_open & allowed
            if not is_open.any():
                raise NoRouteError(N_("All roads of this travel mode are closed."))
        return tuple(self._snap(_Plane.about(lon, lat), is_open) for lon, lat in points)

    def edges_in(self, area: BaseGeometry) -> NDArray[np.int64]:
        """Return the edges of the mode that touch an area, WGS84 degrees; lines are straight in degrees."""
        network = self._network
        edge = np.unique(network.edge_of_vertex[network.segments.in_box(*area.bounds)]).astype(np.int64)
        edge = edge[self._is_usable[edge]]
        offset, vertex = network.vertices_of(edge)
        lines = shapely.linestrings(
            network.shape_lonlat[vertex], indices=np.repeat(np.arange(len(edge)), np.diff(offset))
        )
        shapely.prepare(area)
        return edge[shapely.intersects(area, lines)]

    def _snap(self, plane: "_Plane", is_open: NDArray[np.bool_]) -> Snap:
        segment, share = self._nearest(plane, is_open)
        edge = int(self._network.edge_of_vertex[segment])
        first = int(self._network.shape_offset[edge])
        x, y = plane.metres(self._network.coordinates(edge).T)
        steps = np.hypot(x[1:] - x[:-1], y[1:] - y[:-1]).tolist()
        at = segment - first
        before_m, total_m = sum(steps[:at]) + share * steps[at], sum(steps)
        east, north = x.tolist(), y.tolist()
        away = (
            east[at] + share * (east[at + 1] - east[at]),
            north[at] + share * (north[at + 1] - north[at]),
        )
        lon, lat = plane.degrees(*away)
        _, _, access_m = GEOD.inv(plane.lon, plane.lat, lon, lat)
        side = Side.ON
        if access_m >= ON_ROAD_M:
            begin = _along(east, north, steps, max(before_m - _STEP_M, 0.0))
            end = _along(east, north, steps, min(before_m + _STEP_M, total_m))
            # The asked point is the origin of the plane.
            cross = (end[0] - begin[0]) * -away[1] - (end[1] - begin[1]) * -away[0]
            side = Side.LEFT if cross > 0 else Side.RIGHT if cross < 0 else Side.ON
        fraction = min(before_m / total_m, 1.0) if total_m else 0.0
        return Snap(edge, fraction, lon, lat, access_m, side)

    def _nearest(self, plane: "_Plane", is_open: NDArray[np.bool_]) -> tuple[int, float]:
        """Return the nearest segment of the open edges and the share of it before its nearest point."""
        grid = self._network.segments
        column, row = grid.cell_of(plane.lon, plane.lat)
        for reach in _REACHES:
            block = (column - reach, row - reach, column + reach, row + reach)
            found = self._nearest_of(grid.in_block(*block), plane, is_open)
            if found and found.away_m <= plane.distance_to_edge(*grid.bounds(*block)):
                return found.segment, found.share
        # Far from every open road: none is nearer than it, so none lies outside the box it gives.
        box = plane.box(self._at_most_m(plane, is_open))
        everything = (0, 0, grid.columns, grid.rows)
        for block in ((*grid.cell_of(*box[:2]), *grid.cell_of(*box[2:])), everything):
            found = self._nearest_of(grid.in_block(*block), plane, is_open)
            if found:
                # On other continents, where the plane is not true, the box may be too small.
                break
        else:
            raise AssertionError("snap() asks only where an edge is open")
        return found.segment, found.share

    def _nearest_of(
        self, segment: NDArray[np.int32], plane: "_Plane", is_open: NDArray[np.bool_]
    ) -> "_Nearest | None":
        """Return the nearest of some segments, None if none of them is of an open edge."""
        # take() and compress() need a third of the time of indexing, and this is done for every point.
        network = self._network
        segment = segment.compress(is_open.take(network.edge_of_vertex.take(segment)))
        count = len(segment)
        if not count:
            return None
        ends = network.shape_lonlat.take(np.concatenate([segment, segment + 1]), axis=0)
        east, north = plane.metres(ends.T)
        x, y = east[:count], north[:count]
        dx, dy = east[count:] - x, north[count:] - y
        # A segment of no length is its own nearest point.
        share = -(x * dx + y * dy) / np.maximum(dx * dx + dy * dy, 1e-18)
        share = np.minimum(np.maximum(share, 0.0), 1.0)
        x += share * dx
        y += share * dy
        away_2 = x * x + y * y
        best = int(away_2.argmin())
        return _Nearest(int(segment[best]), float(share[best]), float(away_2[best]) ** 0.5)

    def _at_most_m(self, plane: "_Plane", is_open: NDArray[np.bool_]) -> float:
        """Return a distance within which there is an open road: that of the nearest of some of their ends."""
        edge = np.flatnonzero(is_open)
        node = self._network.edge_u[edge[:: 1 + len(edge) // _SAMPLE]]
        x, y = plane.metres(np.stack([self._network.node_lon[node], self._network.node_lat[node]]))
        return float(np.hypot(x, y).min())


class _Nearest(NamedTuple):
    """A segment, the share of it before its nearest point, and how far that is, metres."""

    segment: int
    share: float
    away_m: float


class _Plane(NamedTuple):
    """Mercator about a point, metres there: conformal, so the nearest on it is the nearest on the ground.

    Parameters
    ----------
    lon, lat
        The point, WGS84 degrees: the origin of the plane.
    east
        Metres for a degree of longitude.
    north
        Taylor series of the northing in degrees of latitude from the point: within a millimetre of the
        ellipsoidal Mercator as far as 20 km away.
    """

    lon: float
    lat: float
    east: float
    north: tuple[float, float, float]

    @classmethod
    def about(cls, lon: float, lat: float) -> "_Plane":
        """Return the plane about a point in WGS84 degrees."""
        phi, degree = radians(lat), radians(1)
        squeezed = 1 - _ECCENTRICITY_2 * sin(phi) ** 2
        # Scaled by the radius of the parallel, so that the plane is true at the point.
        parallel = _EQUATOR_M / squeezed**0.5 * cos(phi)
        first = (1 - _ECCENTRICITY_2) / (squeezed * cos(phi))
        second = first * (tan(phi) + 2 * _ECCENTRICITY_2 * sin(phi) * cos(phi) / squeezed)
        # As on the sphere: the ellipsoid changes it by a 150th.
        third = first * (1 + 2 * tan(phi) ** 2)
        north = first * degree, second * degree**2 / 2, third * degree**3 / 6
        return cls(
            lon, lat, parallel * degree, (parallel * north[0], parallel * north[1], parallel * north[2])
        )

    def metres(self, lonlat: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return easting and northing of longitudes and latitudes, shape (2, k) → two of (k,)."""
        first, second, third = self.north
        up = lonlat[1] - self.lat
        return (lonlat[0] - self.lon) * self.east, up * (first + up * (second + up * third))

    def northing(self, lat: float) -> float:
        """Return the northing of a latitude."""
        first, second, third = self.north
        up = lat - self.lat
        return up * (first + up * (second + up * third))

    def degrees(self, x: float, y: float) -> LonLat:
        """Return longitude and latitude of a point of the plane."""
        first, second, third = self.north
        up = y / first
        # Newton: the second step is below a micrometre at 20 km.
        for _ in range(2):
            up -= (up * (first + up * (second + up * third)) - y) / (
                first + up * (2 * second + 3 * up * third)
            )
        return self.lon + x / self.east, self.lat + up

    def box(self, metres: float) -> tuple[float, float, float, float]:
        """Return west, south, east, north, degrees, of a box that holds all within a distance."""
        # Mercator stretches away from the equator: a latitude nearer to it needs a little more.
        up = 1.1 * metres / self.north[0]
        right = metres / self.east
        return self.lon - right, self.lat - up, self.lon + right, self.lat + up

    def distance_to_edge(self, west: float, south: float, east: float, north: float) -> float:
        """Return how far the nearest side of a box around the point is, metres; sides may be endless."""
        return min(
            (self.lon - west) * self.east,
            (east - self.lon) * self.east,
            inf if south == -inf else -self.northing(south),
            inf if north == inf else self.northing(north),
        )


def _along(
    east: Sequence[float], north: Sequence[float], steps: Sequence[float], metres: float
) -> tuple[float, float]:
    """Return the point so many metres along a line, of which the lengths of the segments are given."""
    for i, step in enumerate(steps):
        if metres <= step and step:
            share = metres / step
            return east[i] + share * (east[i + 1] - east[i]), north[i] + share * (north[i + 1] - north[i])
        metres -= step
    return east[-1], north[-1]

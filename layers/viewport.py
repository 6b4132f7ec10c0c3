"""Viewport: longitude and latitude ↔ Web Mercator ↔ logical pixels, on screen and on paper.

One rule for both: a map is drawn in logical pixels and the painter is scaled. On screen a logical pixel is
1/96 inch; on paper it is ``PRINT_PIXEL_MM``, because paper is read closer and printed finer.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

EARTH_RADIUS_M: Final = 6_378_137.0
"""Radius of the sphere of Web Mercator (EPSG:3857), metres."""
HALF_WORLD_M: Final = float(np.pi * EARTH_RADIUS_M)
MAX_LATITUDE: Final = 85.051_128_779_806_59
TILE_PX: Final = 256
"""Zoom 0 shows the world in 256 logical pixels (the convention of OSM tiles)."""
MIN_ZOOM: Final = 4.0
MAX_ZOOM: Final = 20.0
SCREEN_PIXEL_MM: Final = 25.4 / 96
PRINT_PIXEL_MM: Final = 0.2
"""Side of a logical pixel on paper: 11 px text is 2.2 mm, 6.2 pt."""

Bounds = tuple[float, float, float, float]
"""West, south, east, north (degrees or Mercator metres, as said)."""


def to_mercator(lon: ArrayLike, lat: ArrayLike) -> NDArray[np.float64]:
    """Project WGS84 degrees to Web Mercator (EPSG:3857).

    Returns
    -------
    ndarray
        Shape (n, 2), metres east and north; latitudes beyond ±85.05° are clamped.
    """
    longitude = np.atleast_1d(np.asarray(lon, dtype=np.float64))
    latitude = np.clip(np.atleast_1d(np.asarray(lat, dtype=np.float64)), -MAX_LATITUDE, MAX_LATITUDE)
    east = np.radians(longitude) * EARTH_RADIUS_M
    north = np.arctanh(np.sin(np.radians(latitude))) * EARTH_RADIUS_M
    return np.stack((east, north), axis=-1)


def from_mercator(east_m: ArrayLike, north_m: ArrayLike) -> NDArray[np.float64]:
    """Return WGS84 degrees, shape (n, 2), longitude first, of Web Mercator metres."""
    east = np.atleast_1d(np.asarray(east_m, dtype=np.float64))
    north = np.atleast_1d(np.asarray(north_m, dtype=np.float64))
    lon = np.degrees(east / EARTH_RADIUS_M)
    lat = np.degrees(np.arcsin(np.tanh(north / EARTH_RADIUS_M)))
    return np.stack((lon, lat), axis=-1)


def bounds_of(points: Iterable[tuple[float, float]]) -> Bounds:
    """Return the bounds of points; they must not be empty."""
    array = np.array(list(points), dtype=np.float64)
    (west, south), (east, north) = array.min(axis=0), array.max(axis=0)
    return float(west), float(south), float(east), float(north)


@dataclass(frozen=True, slots=True)
class Viewport:
    """What part of the world a rectangle of logical pixels shows.

    Parameters
    ----------
    lon, lat
        Centre, WGS84 degrees.
    zoom
        Fractional zoom; one more halves the ground shown.
    width_px, height_px
        Size, logical pixels.
    pixel_mm
        Side of a logical pixel on the medium, millimetres; only scales depend on it.
    bearing
        Direction that points upwards, degrees clockwise from north; the screen always has 0.
    """

    lon: float
    lat: float
    zoom: float
    width_px: float
    height_px: float
    pixel_mm: float = SCREEN_PIXEL_MM
    bearing: float = 0.0

    @classmethod
    def fit(
        cls,
        bounds: Bounds,
        width_px: float,
        height_px: float,
        *,
        margin_px: float = 32.0,
        max_zoom: float = 17.0,
        pixel_mm: float = SCREEN_PIXEL_MM,
    ) -> Self:
        """Return the viewport that shows ``bounds`` (degrees) with a margin on every side."""
        west, south, east, north = bounds
        corners = to_mercator([west, east], [south, north])
        centre = corners.mean(axis=0)
        span_m = np.maximum(corners[1] - corners[0], 1e-6)
        room_px = np.maximum((width_px - 2 * margin_px, height_px - 2 * margin_px), 1.0)
        zoom = _zoom_of(float((span_m / room_px).max()))
        lon, lat = from_mercator(*centre)[0]
        zoom = min(max(zoom, MIN_ZOOM), max_zoom)
        return cls(float(lon), float(lat), zoom, width_px, height_px, pixel_mm)

    @classmethod
    def on_paper(
        cls,
        lon: float,
        lat: float,
        width_mm: float,
        height_mm: float,
        denominator: float,
        *,
        bearing: float = 0.0,
    ) -> Self:
        """Return the viewport of a map frame on paper at scale 1:``denominator``, true at its centre."""
        resolution = denominator * PRINT_PIXEL_MM / 1000 / np.cos(np.radians(lat))
        width_px, height_px = width_mm / PRINT_PIXEL_MM, height_mm / PRINT_PIXEL_MM
        return cls(lon, lat, _zoom_of(float(resolution)), width_px, height_px, PRINT_PIXEL_MM, bearing)

    @property
    def resolution(self) -> float:
        """Web Mercator metres a logical pixel."""
        return float(2 * HALF_WORLD_M / (TILE_PX * 2.0**self.zoom))

    @property
    def ground_resolution_m(self) -> float:
        """True metres a logical pixel at the centre (Mercator stretches by 1/cos latitude)."""
        return float(self.resolution * np.cos(np.radians(self.lat)))

    @property
    def scale_denominator(self) -> float:
        """N of the scale 1:N at the centre."""
        return self.ground_resolution_m * 1000 / self.pixel_mm

    @property
    def centre_m(self) -> tuple[float, float]:
        """Centre in Web Mercator metres."""
        east, north = to_mercator(self.lon, self.lat)[0]
        return float(east), float(north)

    @property
    def bounds_m(self) -> Bounds:
        """Bounds in Web Mercator metres; of a turned view those of the box around it."""
        east, north = self.centre_m
        turned = np.radians(self.bearing)
        across, along = abs(float(np.cos(turned))), abs(float(np.sin(turned)))
        half_width = (self.width_px * across + self.height_px * along) / 2 * self.resolution
        half_height = (self.width_px * along + self.height_px * across) / 2 * self.resolution
        return east - half_width, north - half_height, east + half_width, north + half_height

    @property
    def bounds(self) -> Bounds:
        """Bounds in degrees."""
        west, south, east, north = self.bounds_m
        (lon0, lat0), (lon1, lat1) = from_mercator([west, east], [south, north])
        return float(lon0), float(lat0), float(lon1), float(lat1)

    def mercator_to_px(self, metres: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return logical pixels, shape (n, 2), y down from the top left corner, of Web Mercator metres."""
        if self.bearing:
            return (metres - self.centre_m) / self.resolution @ self._turn + self._middle_px
        west, _, _, north = self.bounds_m
        return (metres - (west, north)) * (1 / self.resolution, -1 / self.resolution)

    @property
    def _turn(self) -> NDArray[np.float64]:
        """Matrix from metres east and north to pixels right and down, for row vectors."""
        turned = np.radians(self.bearing)
        cosine, sine = np.cos(turned), np.sin(turned)
        return np.array([[cosine, -sine], [-sine, -cosine]])

    @property
    def _middle_px(self) -> tuple[float, float]:
        return self.width_px / 2, self.height_px / 2

    def to_px(self, lon: ArrayLike, lat: ArrayLike) -> NDArray[np.float64]:
        """Return logical pixels, shape (n, 2), of WGS84 degrees."""
        return self.mercator_to_px(to_mercator(lon, lat))

    def point_px(self, lon: float, lat: float) -> tuple[float, float]:
        """Return the logical pixel of one point in degrees."""
        x, y = self.to_px(lon, lat)[0]
        return float(x), float(y)

    def to_lon_lat(self, x_px: float, y_px: float) -> tuple[float, float]:
        """Return WGS84 degrees of a logical pixel."""
        if self.bearing:
            # The matrix is a reflection: its own inverse.
            aside = (np.array([x_px, y_px]) - self._middle_px) * self.resolution @ self._turn
            lon, lat = from_mercator(*(np.array(self.centre_m) + aside))[0]
            return float(lon), float(lat)
        west, _, _, north = self.bounds_m
        lon, lat = from_mercator(west + x_px * self.resolution, north - y_px * self.resolution)[0]
        return float(lon), float(lat)

    def panned(self, dx_px: float, dy_px: float) -> "Viewport":
        """Return the view after the map was dragged by so many pixels."""
        lon, lat = self.to_lon_lat(self.width_px / 2 - dx_px, self.height_px / 2 - dy_px)
        return replace(self, lon=lon, lat=lat)

    def zoomed(self, steps: float, x_px: float | None = None, y_px: float | None = None) -> "Viewport":
        """Return the view zoomed by ``steps`` levels; the given pixel (default: the centre) stays put."""
        x = self.width_px / 2 if x_px is None else x_px
        y = self.height_px / 2 if y_px is None else y_px
        anchor = self.to_lon_lat(x, y)
        closer = replace(self, zoom=min(max(self.zoom + steps, MIN_ZOOM), MAX_ZOOM))
        moved_x, moved_y = closer.point_px(*anchor)
        return closer.panned(x - moved_x, y - moved_y)

    def resized(self, width_px: float, height_px: float) -> "Viewport":
        """Return the view in a rectangle of another size, centre and zoom kept."""
        return replace(self, width_px=width_px, height_px=height_px)


def _zoom_of(resolution: float) -> float:
    return float(np.log2(2 * HALF_WORLD_M / (TILE_PX * resolution)))

"""Distances on the ellipsoid."""

from typing import Final

from pyproj import Geod

WGS84: Final = Geod(ellps="WGS84")


def metres_between(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Return the distance of two points (longitude, latitude in WGS84 degrees) on the ellipsoid, metres."""
    _, _, metres = WGS84.inv(*one, *other)
    return float(metres)

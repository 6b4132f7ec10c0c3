"""Distances on the ellipsoid."""

from functools import cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pyproj import Geod

METRES_A_DEGREE: Final = 111_320.0
"""A degree along the equator or a meridian, rounded: for nearness, never for lengths that are told."""


@cache
def wgs84() -> "Geod":
    """Return the ellipsoid of WGS84."""
    from pyproj import Geod  # noqa: PLC0415 - loading it takes long, and the window opens without it

    return Geod(ellps="WGS84")


def metres_between(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Return the distance of two points (longitude, latitude in WGS84 degrees) on the ellipsoid, metres."""
    _, _, metres = wgs84().inv(*one, *other)
    return float(metres)

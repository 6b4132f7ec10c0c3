"""Argument checks shared by the constructors of the model. Each raises BadInputError naming the field."""

import math
import re
import unicodedata

from shapely import Geometry, get_coordinates, has_z

from data.errors import BadInputError
from data.language.catalogue import N_

VIETNAM_BOUNDS = (102.0, 7.0, 118.0, 24.0)
"""West, south, east, north in degrees: mainland and the two archipelagos, with a margin."""


def normal_text(value: str) -> str:
    """Return ``value`` in Unicode NFC without surrounding white space or control characters."""
    return _CONTROLS.sub("", unicodedata.normalize("NFC", value)).strip()


_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def require_text(value: str, field: str, owner: str) -> None:
    """Refuse an empty ``value``."""
    if not value.strip():
        raise BadInputError(N_("{field} is empty."), where=owner, remedy=N_("Give it a value."), field=field)


def require_at_least(value: float | None, least: float, field: str, owner: str) -> None:
    """Refuse a number below ``least`` or not finite; ``None`` (unknown) passes."""
    if value is not None and (not math.isfinite(value) or value < least):
        raise BadInputError(
            N_("{field} is {value}, but must be at least {least}."),
            where=owner,
            remedy=N_("Correct the number."),
            field=field,
            value=value,
            least=least,
        )


def require_geometry_type(geometry: Geometry, allowed: tuple[str, ...], owner: str) -> None:
    """Refuse a geometry of another simple-feature type than ``allowed``, or one with heights."""
    found = type(geometry).__name__ + (" Z" if has_z(geometry) else "")
    if found not in allowed:
        raise BadInputError(
            N_("The geometry is a {found}; here it must be one of: {allowed}, without heights."),
            where=owner,
            remedy=N_("Draw it again as a point, a line or an area."),
            found=found,
            allowed=", ".join(allowed),
        )


def require_in_vietnam(geometry: Geometry, owner: str) -> None:
    """Refuse empty, non-finite, swapped or far-away coordinates (degrees, longitude first)."""
    points = get_coordinates(geometry)
    if len(points) == 0:
        raise BadInputError(
            N_("The geometry is empty."), where=owner, remedy=N_("Give longitude and latitude.")
        )
    for lon, lat in points:
        require_lon_lat(float(lon), float(lat), owner)


def require_lon_lat(lon: float, lat: float, owner: str) -> None:
    """Refuse a point outside Vietnam; says so when longitude and latitude look swapped."""
    if not (math.isfinite(lon) and math.isfinite(lat)):
        raise BadInputError(
            N_("The coordinates are not numbers ({lon}, {lat})."),
            where=owner,
            remedy=N_("Give longitude and latitude in decimal degrees (WGS84)."),
            lon=lon,
            lat=lat,
        )
    if _inside(lon, lat):
        return
    remedy = (
        N_("Longitude and latitude look swapped: write longitude first.")
        if _inside(lat, lon)
        else N_("Give longitude and latitude in decimal degrees (WGS84).")
    )
    raise BadInputError(
        N_("The point {lon}, {lat} is outside Vietnam."), where=owner, remedy=remedy, lon=lon, lat=lat
    )


def _inside(lon: float, lat: float) -> bool:
    west, south, east, north = VIETNAM_BOUNDS
    return west <= lon <= east and south <= lat <= north

"""A position in whatever spelling somebody pastes: degrees, VN-2000, plus code, or a link of a map."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from urllib.parse import parse_qs, unquote, urlsplit

from pluscodes.openlocationcode import openlocationcode

from data.errors import BadInputError
from data.language.catalogue import N_
from data.model.checks import VIETNAM_BOUNDS, require_lon_lat
from data.readers.positions import number_parts, parse_dms, parse_vn2000

_PLANE_FROM_M: Final = 1_000.0
"""Larger numbers are metres of a plane, never degrees."""

_PLUS_CODE: Final = re.compile(
    r"(?<![0-9A-Z])([23456789CFGHJMPQRVWX]{2,8}\+[23456789CFGHJMPQRVWX]{0,7})(?![0-9A-Z])", re.IGNORECASE
)
_PAIR: Final = r"(-?\d{1,3}\.\d+)\s*,\s*\+?(-?\d{1,3}(?:\.\d+)?)"
_IN_PATHS: Final = (
    # Google Maps: the place itself, then what was searched for, then the middle of the map.
    re.compile(r"!3d(-?\d+\.?\d*)!4d(-?\d+\.?\d*)"),
    re.compile(rf"/(?:place|search|dir)/(?:[^/]*/)*?{_PAIR}(?=[/?]|$)"),
    re.compile(rf"@{_PAIR}"),
    # OpenStreetMap: #map=zoom/lat/lon.
    re.compile(r"#map=[\d.]+/(-?\d+\.?\d*)/(-?\d+\.?\d*)"),
)
_PAIR_KEYS: Final = ("q", "query", "ll", "destination", "daddr", "center", "sll")
_SPLIT_KEYS: Final = (("mlat", "mlon"), ("lat", "lon"), ("lat", "lng"))
_SHORT_HOSTS: Final = frozenset({"goo.gl", "maps.app.goo.gl", "g.co", "osm.org"})


class PositionKind(StrEnum):
    """How a position was written; the value is a msgid."""

    DEGREES = N_("degrees")
    DMS = N_("degrees, minutes, seconds")
    PLANE = N_("VN-2000")
    PLUS_CODE = N_("plus code")
    LINK = N_("link of a map")


@dataclass(frozen=True, slots=True)
class Understood:
    """A position as it was understood.

    Parameters
    ----------
    lon, lat
        WGS84 degrees.
    kind
        How it was written.
    is_exchanged
        Whether longitude was written before latitude: as written the point would lie outside Vietnam.
    """

    lon: float
    lat: float
    kind: PositionKind
    is_exchanged: bool = False


def understand_position(
    text: str, *, meridian_deg: float | None = None, near: tuple[float, float] | None = None
) -> Understood:
    """Return the position that ``text`` means.

    Parameters
    ----------
    text
        '20.9409, 106.3330', '20°56'27"N 106°19'59"E', VN-2000 X and Y in metres, a plus code, or a link of
        Google Maps, OpenStreetMap or ``geo:``.
    meridian_deg
        Central meridian of VN-2000 coordinates, zone of 3°.
    near
        Longitude and latitude near which a short plus code lies.

    Raises
    ------
    BadInputError
        If it means no position, more must be known (meridian, neighbourhood), or it lies outside Vietnam.
    """
    plain = text.strip()
    if re.match(r"(https?|geo):", plain, re.IGNORECASE) or re.match(
        r"(?=[^/]*[a-z])[\w.-]+\.\w+/", plain, re.IGNORECASE
    ):
        return _in_vietnam(_of_link(plain))
    code = _PLUS_CODE.search(plain)
    if code is not None:
        lon, lat = _of_plus_code(code[1].upper(), near)
        return _in_vietnam(Understood(lon, lat, PositionKind.PLUS_CODE))
    if "°" in plain:
        first, second = parse_dms(plain)
        return _in_vietnam(_in_order(first, second, PositionKind.DMS))
    first, second = (float(part) for part in number_parts(plain))
    if min(first, second) < _PLANE_FROM_M:
        return _in_vietnam(_in_order(first, second, PositionKind.DEGREES))
    if meridian_deg is None:
        raise BadInputError(
            N_("These are metres of VN-2000, but the province of the map is not chosen."),
            remedy=N_("Choose it beside the field: each province has its own meridian."),
        )
    lon, lat = parse_vn2000(plain, meridian_deg)
    return _in_vietnam(Understood(lon, lat, PositionKind.PLANE))


def is_plane(text: str) -> bool:
    """Whether a text is two numbers in metres, for which a meridian must be chosen."""
    try:
        return min(float(part) for part in number_parts(text.strip())) >= _PLANE_FROM_M
    except BadInputError:
        return False


def _in_order(first: float, second: float, kind: PositionKind) -> Understood:
    """Return latitude and longitude as written, or exchanged where only that lies in Vietnam."""
    if not _is_vietnam(second, first) and _is_vietnam(first, second):
        return Understood(first, second, kind, is_exchanged=True)
    return Understood(second, first, kind)


def _is_vietnam(lon: float, lat: float) -> bool:
    west, south, east, north = VIETNAM_BOUNDS
    return west <= lon <= east and south <= lat <= north


def _in_vietnam(found: Understood) -> Understood:
    try:
        require_lon_lat(found.lon, found.lat, "")
    except BadInputError:
        raise BadInputError(
            N_("{lat}, {lon} is outside Vietnam."),
            remedy=N_("Check the numbers: latitudes here are 7 to 24, longitudes 102 to 118."),
            lat=round(found.lat, 5),
            lon=round(found.lon, 5),
        ) from None
    return found


def _of_plus_code(code: str, near: tuple[float, float] | None) -> tuple[float, float]:
    if not openlocationcode.isValid(code):
        raise BadInputError(
            N_("'{code}' is no plus code."),
            remedy=N_("A whole one looks like 7PH73Q46+7J."),
            code=code,
        )
    if openlocationcode.isShort(code):
        if near is None:
            raise BadInputError(
                N_("'{code}' is the end of a plus code; the beginning depends on where it is."),
                remedy=N_("Write the whole code, such as 7PH73Q46+7J."),
                code=code,
            )
        code = openlocationcode.recoverNearest(code, near[1], near[0])
    area = openlocationcode.decode(code)
    return float(area.longitudeCenter), float(area.latitudeCenter)


def _of_link(text: str) -> Understood:
    for lat, lon in _pairs_of(text):
        if abs(lat) <= 180 and abs(lon) <= 180:
            return _in_order(lat, lon, PositionKind.LINK)
    parts = urlsplit(text if ":" in text.split("/", maxsplit=1)[0] else f"https://{text}")
    if (parts.hostname or "").removeprefix("www.") in _SHORT_HOSTS:
        raise BadInputError(
            N_("A shortened link does not say where it leads."),
            remedy=N_("Open it in a browser and copy the address from there."),
        )
    raise BadInputError(
        N_("The link holds no position."),
        remedy=N_("In the map, click the place and copy the numbers or the address then."),
    )


def _pairs_of(text: str) -> Iterator[tuple[float, float]]:
    """Yield pairs of numbers of a link, the most exact first; latitude first as the makers of links write."""
    plain = unquote(text)
    geo = re.match(r"geo:(-?\d+\.?\d*),(-?\d+\.?\d*)", plain, re.IGNORECASE)
    if geo is not None and (float(geo[1]), float(geo[2])) != (0.0, 0.0):
        yield float(geo[1]), float(geo[2])
    # geo:0,0?q=… says the position in its query.
    query = parse_qs(urlsplit(text).query)
    for pattern in _IN_PATHS[:1]:
        yield from _found(pattern, plain)
    for key in _PAIR_KEYS:
        for value in query.get(key, ()):
            yield from _found(re.compile(rf"^(?:loc:)?\s*{_PAIR}"), value)
    for lat_key, lon_key in _SPLIT_KEYS:
        if lat_key in query and lon_key in query:
            yield from _found(re.compile(_PAIR), f"{query[lat_key][0]},{query[lon_key][0]}")
    for pattern in _IN_PATHS[1:]:
        yield from _found(pattern, plain)


def _found(pattern: re.Pattern[str], text: str) -> Iterator[tuple[float, float]]:
    match = pattern.search(text)
    if match is not None:
        yield float(match[1]), float(match[2])

"""Positions as people write them: decimal degrees, degrees with minutes and seconds, VN-2000 X and Y."""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from data.errors import BadInputError
from data.language.catalogue import N_
from data.readers.vn2000 import to_wgs84

MERIDIANS_DEG: Final[Mapping[str, float]] = MappingProxyType(
    {
        "An Giang": 104.75,
        "Bà Rịa – Vũng Tàu": 107.75,
        "Bạc Liêu": 105.0,
        "Bắc Giang": 107.0,
        "Bắc Kạn": 106.5,
        "Bắc Ninh": 105.5,
        "Bến Tre": 105.75,
        "Bình Dương": 105.75,
        "Bình Định": 108.25,
        "Bình Phước": 106.25,
        "Bình Thuận": 108.5,
        "Cà Mau": 104.5,
        "Cao Bằng": 105.75,
        "Cần Thơ": 105.0,
        "Đà Nẵng": 107.75,
        "Đắk Lắk": 108.5,
        "Đắk Nông": 108.5,
        "Điện Biên": 103.0,
        "Đồng Nai": 107.75,
        "Đồng Tháp": 105.0,
        "Gia Lai": 108.5,
        "Hà Giang": 105.5,
        "Hà Nam": 105.0,
        "Hà Nội": 105.0,
        "Hà Tĩnh": 105.5,
        "Hải Dương": 105.5,
        "Hải Phòng": 105.75,
        "Hậu Giang": 105.0,
        "Hoà Bình": 106.0,
        "Hưng Yên": 105.5,
        "Khánh Hoà": 108.25,
        "Kiên Giang": 104.5,
        "Kon Tum": 107.5,
        "Lai Châu": 103.0,
        "Lạng Sơn": 107.25,
        "Lào Cai": 104.75,
        "Lâm Đồng": 107.75,
        "Long An": 105.75,
        "Nam Định": 105.5,
        "Nghệ An": 104.75,
        "Ninh Bình": 105.0,
        "Ninh Thuận": 108.25,
        "Phú Thọ": 104.75,
        "Phú Yên": 108.5,
        "Quảng Bình": 106.0,
        "Quảng Nam": 107.75,
        "Quảng Ngãi": 108.0,
        "Quảng Ninh": 107.75,
        "Quảng Trị": 106.25,
        "Sóc Trăng": 105.5,
        "Sơn La": 104.0,
        "Tây Ninh": 105.5,
        "Thái Bình": 105.5,
        "Thái Nguyên": 106.5,
        "Thanh Hoá": 105.0,
        "Thành phố Hồ Chí Minh": 105.75,
        "Thừa Thiên Huế": 107.0,
        "Tiền Giang": 105.75,
        "Trà Vinh": 105.5,
        "Tuyên Quang": 106.0,
        "Vĩnh Long": 105.5,
        "Vĩnh Phúc": 105.0,
        "Yên Bái": 104.75,
    }
)
"""Central meridian of the 3° zone of each province until 30 June 2025, degrees.

Source: annex 2 of Circular 973/2001/TT-TCĐC of the General Department of Land Administration, kept by later
circulars. The list names the provinces of that time, because maps and decisions from before the merger do.
"""

_DMS: Final = re.compile(
    r"""(?P<before>[NSEWĐB])?\s*
    (?P<deg>\d{1,3}(?:[.,]\d+)?)\s*°\s*
    (?:(?P<min>\d{1,2}(?:[.,]\d+)?)\s*['’′]\s*)?
    (?:(?P<sec>\d{1,2}(?:[.,]\d+)?)\s*(?:["”″]|''|’’)\s*)?
    (?(before)|(?P<after>[NSEWĐB])?)""",
    re.VERBOSE | re.IGNORECASE,
)
_DECIMAL: Final = re.compile(r"-?\d+(?:\.\d+)?")
_COMMA_DECIMAL: Final = re.compile(r"(-?\d+),(\d+)")
_EAST_WEST: Final = frozenset("EĐW")
_NEGATIVE: Final = frozenset("SW")
_LEAST_LON: Final = 90.0
"""No latitude of Vietnam is as large and no longitude as small: the order of the two never matters."""


def parse_lon_lat(text: str) -> tuple[float, float]:
    """Read a position in WGS84: '20.9409, 106.3330', '20,9409 106,3330' or '20°56'27"N 106°19'59"E'.

    Latitude first, as maps on telephones show it; the larger number is the longitude whatever the order.
    The letters B and Đ (bắc, đông) stand for N and E.

    Returns
    -------
    tuple of float
        Longitude and latitude, degrees.

    Raises
    ------
    BadInputError
        If the text is no position.
    """
    numbers = parse_dms(text) if "°" in text else _decimals(text)
    lat, lon = sorted(numbers)
    if lon < _LEAST_LON:
        raise _no_position(text)
    return lon, lat


def parse_dms(text: str) -> tuple[float, float]:
    """Return the two angles of a text with degree signs, in the order written, southern and western below 0.

    Raises
    ------
    BadInputError
        If it is not two angles, one to the north or south and one to the east or west.
    """
    numbers, end = list[tuple[float, str]](), 0
    for match in _DMS.finditer(text):
        minutes, seconds = (float((match[part] or "0").replace(",", ".")) for part in ("min", "sec"))
        if minutes >= 60 or seconds >= 60 or text[end : match.start()].strip(" ,;"):
            raise _no_position(text)
        letter = (match["before"] or match["after"] or "").upper()
        degrees = float(match["deg"].replace(",", ".")) + minutes / 60 + seconds / 3600
        numbers.append((-degrees if letter in _NEGATIVE else degrees, letter))
        end = match.end()
    if text[end:].strip(" ,;") or len(numbers) != 2:
        raise _no_position(text)
    (first, first_letter), (second, second_letter) = numbers
    if not first_letter and not second_letter:
        return first, second
    if (first_letter in _EAST_WEST) is (second_letter in _EAST_WEST):
        raise _no_position(text)
    # Letters say which is which, whatever stands first.
    lat, lon = (second, first) if first_letter in _EAST_WEST else (first, second)
    if abs(lat) > 90:
        raise _no_position(text)
    return lat, lon


def _decimals(text: str) -> list[float]:
    return [float(part) for part in number_parts(text)]


def number_parts(text: str) -> list[str]:
    """Return the two numbers of a text, whether a comma parts them or stands for the decimal point.

    Raises
    ------
    BadInputError
        If it is not two numbers.
    """
    plain = text.strip().strip("()")
    if len(_COMMA_DECIMAL.findall(plain)) == 2 and "." not in plain:
        plain = _COMMA_DECIMAL.sub(r"\1.\2", plain)
    parts = [part for part in re.split(r"[,;\s]+", plain) if part]
    if len(parts) != 2 or not all(_DECIMAL.fullmatch(part) for part in parts):
        raise _no_position(text)
    return parts


def parse_vn2000(text: str, meridian_deg: float) -> tuple[float, float]:
    """Read a position in VN-2000, zone of 3°: X (northing) and Y (easting) in metres, in either order.

    Returns
    -------
    tuple of float
        Longitude and latitude, degrees WGS84.

    Raises
    ------
    BadInputError
        If the text is no two numbers.
    """
    try:
        first, second = (float(part) for part in number_parts(text))
    except BadInputError:
        raise BadInputError(
            N_("'{text}' is no VN-2000 position."),
            remedy=N_("Write X and Y in metres, for example 2315478.12 586231.40."),
            text=text,
        ) from None
    return to_wgs84(first, second, meridian_deg)


def _no_position(text: str) -> BadInputError:
    return BadInputError(
        N_("'{text}' is no position."),
        remedy=N_("Write latitude and longitude, for example 20.9409, 106.3330 or 20°56'27\"N 106°19'59\"E."),
        text=text,
    )

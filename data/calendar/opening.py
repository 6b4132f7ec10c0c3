"""When a place is open on a date: OSM ``opening_hours`` evaluated by opening-hours-py.

Times are seconds after midnight of the date, Vietnamese time (UTC+7, no daylight saving). Public holidays
(``PH``) are those of Vietnam. A window that runs past midnight ends beyond 86 400.
"""

import re
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from opening_hours import OpeningHours, ParserError, State  # type: ignore[attr-defined]  # not in its stub

from data.errors import BadInputError
from data.language.catalogue import N_
from data.model.clock import DAY_S

COUNTRY: Final = "VN"
TIMEZONE: Final = ZoneInfo("Asia/Ho_Chi_Minh")
HANOI_LON_LAT: Final = (105.85, 21.03)
"""Where the sun is taken from (``sunrise-sunset``) when no place is given."""

Windows = tuple[tuple[int, int], ...]
"""Open times as (begin_s, end_s), ascending and apart."""


_ONLY_A_COMMENT: Final = re.compile(r'\s*"[^"]*"\s*')
"""``"by appointment"``: a comment without a rule says nothing about times, whatever a parser thinks."""


@lru_cache(maxsize=4096)
def open_windows(
    opening_hours: str,
    day: date,
    *,
    lon_lat: tuple[float, float] = HANOI_LON_LAT,
    until_s: int = DAY_S,
    where: str = "",
) -> Windows | None:
    """Return when a place is open on ``day``.

    Parameters
    ----------
    opening_hours
        OSM ``opening_hours``; white space, or a comment, only means unknown.
    day
        Date in Vietnam.
    lon_lat
        Where the place is, WGS84 degrees, for sunrise and sunset.
    until_s
        Windows that begin at or after this time of ``day`` are left out; above 86 400 for tours that go on
        after midnight.
    where
        Name of the place, for the error message.

    Returns
    -------
    tuple of (begin_s, end_s), or None
        Seconds after midnight of ``day``; ends go up to 172 800. Empty when closed; ``None`` when unknown.

    Raises
    ------
    BadInputError
        If the text is not valid; names the place.
    """
    if not opening_hours.strip() or _ONLY_A_COMMENT.fullmatch(opening_hours):
        return None
    midnight = datetime.combine(day, time(), tzinfo=TIMEZONE)
    spans = _parse(opening_hours, lon_lat, where).intervals(midnight, midnight + timedelta(days=2))
    windows: list[tuple[int, int]] = []
    is_unknown = False
    for begin, end, state, _ in spans:
        begin_s, end_s = (round((moment - midnight).total_seconds()) for moment in (begin, end))
        is_unknown = is_unknown or (state is State.UNKNOWN and begin_s < until_s)
        if state is not State.OPEN or begin_s >= until_s:
            continue
        if windows and windows[-1][1] == begin_s:
            begin_s = windows.pop()[0]
        windows.append((begin_s, end_s))
    return None if is_unknown and not windows else tuple(windows)


def check_opening_hours(opening_hours: str, where: str = "") -> None:
    """Refuse text that is not OSM ``opening_hours``; empty text passes.

    Raises
    ------
    BadInputError
        Names ``where`` and shows the text.
    """
    if opening_hours.strip():
        _parse(opening_hours, HANOI_LON_LAT, where)


@lru_cache(maxsize=1024)
def _parse(opening_hours: str, lon_lat: tuple[float, float], where: str) -> OpeningHours:
    lon, lat = lon_lat
    try:
        return OpeningHours(opening_hours, timezone=TIMEZONE, country=COUNTRY, coords=(lat, lon))
    except ParserError:
        raise BadInputError(
            N_("The opening hours '{hours}' cannot be read."),
            where=where,
            remedy=N_("Write them in the OSM way, for example 'Tu-Su 08:00-11:30,13:30-17:00'."),
            hours=opening_hours,
        ) from None

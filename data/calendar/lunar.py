"""Vietnamese lunisolar calendar at UTC+7: festival rules become dates of any year (by lunar-vn).

A rule counts in the regular month: a leap month repeats a month without its festivals, but a season that
begins before it and ends after it goes on through it (as that of the Perfume Pagoda did in 2023). A 30th in a
month of 29 days is its last day (as New Year's Eve, written 30/12).
"""

from calendar import monthrange
from datetime import date, timedelta
from functools import lru_cache
from typing import Final, NamedTuple

import lunar_vn

from data.errors import BadInputError
from data.language.catalogue import N_
from data.model.festival import Calendar, DateRule, Festival
from data.model.place import Place

UTC_OFFSET_HOURS: Final = 7.0
_FESTIVAL_YEARS_KEPT: Final = 16_384
_FIRST_YEAR, _LAST_YEAR = lunar_vn.SUPPORTED_YEAR_RANGE


class LunarDate(NamedTuple):
    """A day of the lunar calendar; ``is_leap`` tells the repeated month from the regular one."""

    day: int
    month: int
    year: int
    is_leap: bool

    def __str__(self) -> str:
        return f"{self.day}/{self.month}{'+' if self.is_leap else ''}"


def lunar_date(day: date) -> LunarDate:
    """Return the lunar date of a solar one.

    Raises
    ------
    BadInputError
        If the year is outside the range of the calendar (1900–2100).
    """
    _require_year(day.year)
    found = lunar_vn.solar_to_lunar(day, UTC_OFFSET_HOURS)
    return LunarDate(found.day, found.month, found.year, found.leap)


@lru_cache(maxsize=_FESTIVAL_YEARS_KEPT)
def festival_dates(festival: Festival, year: int) -> tuple[tuple[date, date], ...]:
    """Return the first and last day of each time the festival is held in the solar ``year``.

    Times that only reach into the year count too. Festivals without rules give nothing.

    Raises
    ------
    BadInputError
        If the year is outside the range of the calendar (1900–2100).
    """
    _require_year(year)
    times = (_held(rule, of_year) for rule in festival.rules for of_year in (year - 1, year))
    held = {time for time in times if time is not None and time[0].year <= year <= time[1].year}
    return tuple(sorted(held))


def festival_days(place: Place, first: date, last: date) -> tuple[date, ...]:
    """Return the days from ``first`` to ``last`` on which a festival of ``place`` is held, ascending.

    Raises
    ------
    BadInputError
        If a year is outside the range of the calendar (1900–2100).
    """
    days: set[date] = set()
    for festival in place.festivals:
        for year in range(first.year, last.year + 1):
            for begin, end in festival_dates(festival, year):
                begin, end = max(begin, first), min(end, last)  # noqa: PLW2901 - the part asked for
                days.update(begin + timedelta(days=day) for day in range((end - begin).days + 1))
    return tuple(sorted(days))


def is_held(festival: Festival, day: date) -> bool:
    """Return whether the festival is held on ``day``."""
    return any(first <= day <= last for first, last in festival_dates(festival, day.year))


def _held(rule: DateRule, year: int) -> tuple[date, date] | None:
    """Return when a rule holds in a year of its calendar, cut at the ends of the calendar's range."""
    convert = _lunar_day if rule.calendar is Calendar.LUNAR else _solar_day
    first = convert(rule.start_day, rule.start_month, year)
    ends_next_year = (rule.end_month, rule.end_day) < (rule.start_month, rule.start_day)
    last = convert(rule.end_day, rule.end_month, year + 1 if ends_next_year else year)
    if first is None and last is None:
        return None
    return first or date(_FIRST_YEAR, 1, 1), last or date(_LAST_YEAR, 12, 31)


def _solar_day(day: int, month: int, year: int) -> date | None:
    return date(year, month, min(day, monthrange(year, month)[1]))


@lru_cache(maxsize=4096)
def _lunar_day(day: int, month: int, year: int) -> date | None:
    """Return the solar date of a lunar one, ``None`` when it lies outside the calendar's range."""
    try:
        first: date = lunar_vn.convert_lunar_to_solar(1, month, year, 0, UTC_OFFSET_HOURS)
        wished = first + timedelta(days=day - 1)
        found = lunar_vn.solar_to_lunar(wished, UTC_OFFSET_HOURS)
    except ValueError:
        return None
    return wished if found.month == month and not found.leap else first + timedelta(days=28)


def _require_year(year: int) -> None:
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise BadInputError(
            N_("The lunar calendar is known from {first} to {last} only, not for {year}."),
            where="year",
            remedy=N_("Choose a year in this range."),
            first=_FIRST_YEAR,
            last=_LAST_YEAR,
            year=str(year),
        )

"""Vietnamese lunisolar calendar at UTC+7: festival rules become dates of any year (by lunar-vn).

A rule counts in the regular month: a leap month repeats a month without its festivals. A 30th in a month of
29 days is its last day (as New Year's Eve, written 30/12).
"""

from calendar import monthrange
from datetime import date, timedelta
from typing import Final, NamedTuple

import lunar_vn

from data.errors import BadInputError
from data.language.catalogue import N_
from data.model.festival import Calendar, DateRule, Festival

UTC_OFFSET_HOURS: Final = 7.0
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


def festival_dates(festival: Festival, year: int) -> tuple[tuple[date, date], ...]:
    """Return the first and last day of each time the festival is held in the solar ``year``.

    Times that only reach into the year count too. Festivals without rules give nothing.

    Raises
    ------
    BadInputError
        If the year is outside the range of the calendar (1901–2099).
    """
    _require_year(year - 1)
    _require_year(year + 1)
    held = {
        (first, last)
        for rule in festival.rules
        for first, last in (_held(rule, of_year) for of_year in (year - 1, year))
        if first.year <= year <= last.year
    }
    return tuple(sorted(held))


def is_held(festival: Festival, day: date) -> bool:
    """Return whether the festival is held on ``day``."""
    return any(first <= day <= last for first, last in festival_dates(festival, day.year))


def _held(rule: DateRule, year: int) -> tuple[date, date]:
    convert = _lunar_day if rule.calendar is Calendar.LUNAR else _solar_day
    first = convert(rule.start_day, rule.start_month, year)
    ends_next_year = (rule.end_month, rule.end_day) < (rule.start_month, rule.start_day)
    last = convert(rule.end_day, rule.end_month, year + 1 if ends_next_year else year)
    return first, last


def _solar_day(day: int, month: int, year: int) -> date:
    return date(year, month, min(day, monthrange(year, month)[1]))


def _lunar_day(day: int, month: int, year: int) -> date:
    first = lunar_vn.convert_lunar_to_solar(1, month, year, 0, UTC_OFFSET_HOURS)
    wished: date = first + timedelta(days=day - 1)
    found = lunar_vn.solar_to_lunar(wished, UTC_OFFSET_HOURS)
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

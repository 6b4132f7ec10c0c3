"""Moments of this computer's clock in words."""

import time
from datetime import date

from data.language.formats import day_date, time_of_day


def moment(at_s: float, language: str) -> str:
    """Write seconds since 1970 (UTC) as local time and date: '10:42, 22/11/2026'."""
    local = time.localtime(at_s)
    day = date(local.tm_year, local.tm_mon, local.tm_mday)
    return f"{time_of_day(local.tm_hour * 3600 + local.tm_min * 60)}, {day_date(day, language)}"

"""Festivals by lunar or solar date.

OSM ``opening_hours`` cannot say lunar dates, so a festival has rules of its own.
"""

from dataclasses import dataclass
from enum import StrEnum

from data.errors import BadInputError
from data.language.catalogue import N_


class Calendar(StrEnum):
    """Calendar a date is counted in; lunar means the Vietnamese lunisolar calendar at UTC+7."""

    LUNAR = "lunar"
    SOLAR = "solar"


@dataclass(frozen=True, slots=True)
class DateRule:
    """Days of every year, first and last included; may run over the end of the year.

    Parameters
    ----------
    calendar
        Calendar the four numbers are counted in.
    start_month, start_day, end_month, end_day
        Months 1–12; days 1–30 (lunar) or 1–31 (solar).
    """

    calendar: Calendar
    start_month: int
    start_day: int
    end_month: int
    end_day: int

    def __post_init__(self) -> None:
        longest = 30 if self.calendar is Calendar.LUNAR else 31
        months_fit = 1 <= self.start_month <= 12 and 1 <= self.end_month <= 12
        days_fit = 1 <= self.start_day <= longest and 1 <= self.end_day <= longest
        if not (months_fit and days_fit):
            raise BadInputError(
                N_("There is no day {day}/{month} in that calendar."),
                remedy=N_("Write festival days as day/month, for example 14-16/5."),
                day=f"{self.start_day}–{self.end_day}",
                month=f"{self.start_month}–{self.end_month}",
            )


@dataclass(frozen=True, slots=True)
class Festival:
    """A festival of a place: its source text, and the rules read from it.

    Parameters
    ----------
    text
        The words of the source, kept as they are ("14–16/5 âm lịch (hội đình Chèm)").
    rules
        Dates of every year. Empty when the text names no certain day: shown, but never computed with.
    """

    text: str
    rules: tuple[DateRule, ...] = ()

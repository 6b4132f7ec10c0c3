"""What the days of a calendar bring: festivals of places, weekends and public holidays."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from data.calendar.coming import next_festival
from data.calendar.lunar import festival_dates, lunar_date
from data.calendar.opening import open_windows
from data.errors import BadInputError
from data.model.place import Place, PlaceId

LONGEST_FESTIVAL_DAYS = 31


@dataclass(frozen=True, slots=True)
class FestivalTime:
    """One time that a festival is held.

    Parameters
    ----------
    first, last
        Its days, both included.
    place_id
        Where.
    text
        The words of the source.
    """

    first: date
    last: date
    place_id: PlaceId
    text: str

    @property
    def is_season(self) -> bool:
        """Whether it goes on for more than a month: a season rather than a festival."""
        return (self.last - self.first).days > LONGEST_FESTIVAL_DAYS


@lru_cache(maxsize=4096)
def is_public_holiday(day: date) -> bool:
    """Return whether ``day`` is a public holiday of Vietnam (Labour Code 2019, article 112).

    Solar ones are those that ``opening_hours`` knows. Of the five days of the lunar new year the last day of
    the year and the first three of the next are certain; the government sets the fifth each year.
    """
    if open_windows("PH 00:00-24:00", day):
        return True
    try:
        today, tomorrow = lunar_date(day), lunar_date(day + timedelta(days=1))
    except BadInputError:
        return False
    if today.is_leap:
        return False
    is_eve = (tomorrow.day, tomorrow.month) == (1, 1)
    return is_eve or (today.month == 1 and today.day <= 3) or (today.day, today.month) == (10, 3)


def festivals_by_day(
    places: Iterable[Place], first: date, last: date
) -> dict[date, tuple[FestivalTime, ...]]:
    """Return the festivals held on each day from ``first`` to ``last``, the shortest first.

    Days without any are left out.
    Years outside the range of the lunar calendar (1900–2100) have none.
    """
    found: dict[date, list[FestivalTime]] = {}
    for time in _times(places, first, last):
        for number in range((min(time.last, last) - max(time.first, first)).days + 1):
            found.setdefault(max(time.first, first) + timedelta(days=number), []).append(time)
    return {
        day: tuple(sorted(times, key=lambda time: time.last - time.first)) for day, times in found.items()
    }


def _times(places: Iterable[Place], first: date, last: date) -> Iterable[FestivalTime]:
    for place in places:
        for festival in place.festivals:
            held: set[tuple[date, date]] = set()
            for year in range(first.year, last.year + 1):
                try:
                    held.update(festival_dates(festival, year))
                except BadInputError:
                    continue
            for begin, end in sorted(held):
                if begin <= last and end >= first:
                    yield FestivalTime(begin, end, place.id, festival.text)


def coming_festivals(places: Iterable[Place], today: date) -> tuple[FestivalTime, ...]:
    """Return the next time of every festival, those under way included, the soonest first."""
    found = []
    for place in places:
        for festival in place.festivals:
            held = next_festival(festival, today)
            if held is not None:
                found.append(FestivalTime(*held, place.id, festival.text))
    return tuple(sorted(found, key=lambda time: (time.first, time.last, time.place_id)))

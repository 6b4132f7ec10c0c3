"""When a festival is held next."""

from datetime import date

from data.calendar.lunar import festival_dates
from data.errors import BadInputError
from data.model.festival import Festival


def next_festival(festival: Festival, today: date) -> tuple[date, date] | None:
    """Return first and last day of the next time the festival is held, a running one included.

    ``None`` when its rules name no certain day or the calendar ends before.
    """
    try:
        held = [
            days
            for year in (today.year, today.year + 1)
            for days in festival_dates(festival, year)
            if days[1] >= today
        ]
    except BadInputError:
        return None
    return min(held, default=None)

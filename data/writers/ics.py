"""iCalendar (RFC 5545): an event for each day and one for each visit and break, in Vietnam's time zone.

The zone is written into the file (``VTIMEZONE``), so that a calendar abroad shows the right moments.
"""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

import icalendar

from data.language import formats
from data.language.catalogue import N_, translate
from data.model.project import Project
from data.model.tour import StopKind, Tour
from data.writers.atomic import write_atomically
from data.writers.itinerary import Row, clean, credits_of, degrees, notes, rows, title

ZONE: Final = "Asia/Ho_Chi_Minh"
PRODUCT: Final = "-//Hành Trình//Tour//VI"
_OFFSET: Final = timedelta(hours=7)


def write(
    project: Project, tour: Tour, path: Path, language: str = "vi", *, made: datetime | None = None
) -> None:
    """Write the tour to ``path`` atomically. See ``document`` for the arguments.

    Raises
    ------
    StorageError
        If the file cannot be written.
    """
    write_atomically(path, document(project, tour, language, made=made))


def document(project: Project, tour: Tour, language: str = "vi", *, made: datetime | None = None) -> bytes:
    """Return the tour as an iCalendar object, UTF-8.

    Importing it again replaces the events of the same tour instead of adding them: the keys are made from
    the tour's key, the day and the order.

    Parameters
    ----------
    language
        Language of the texts.
    made
        Moment of writing (``DTSTAMP``); now when ``None``.
    """
    calendar = icalendar.Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("name", title(tour, language))
    calendar.add("x-wr-calname", title(tour, language))
    calendar.add("x-wr-timezone", ZONE)
    calendar.add_component(_zone())
    stamp = (made or datetime.now(UTC)).astimezone(UTC).replace(microsecond=0)
    itinerary = rows(project, tour)
    for number in range(1, len(tour.days) + 1):
        of_day = [row for row in itinerary if row.day == number]
        calendar.add_component(_day_event(project, tour, of_day, language, stamp))
        for row in of_day:
            if row.stop.kind not in {StopKind.START, StopKind.END}:
                calendar.add_component(_stop_event(project, tour, row, language, stamp))
    return bytes(calendar.to_ical())


def _zone() -> icalendar.Timezone:
    zone = icalendar.Timezone()
    zone.add("tzid", ZONE)
    standard = icalendar.TimezoneStandard()
    # Vietnam has kept UTC+7 since 13 June 1975; no summer time.
    standard.add("dtstart", datetime(1975, 6, 13))  # noqa: DTZ001 # local time by RFC 5545
    standard.add("tzoffsetfrom", _OFFSET)
    standard.add("tzoffsetto", _OFFSET)
    standard.add("tzname", "+07")
    zone.add_component(standard)
    return zone


def _event(tour: Tour, row: Row, key: str, span: tuple[int, int], stamp: datetime) -> icalendar.Event:
    event = icalendar.Event()
    event.add("uid", f"{clean(tour.id)}-{key}@hanh-trinh")
    event.add("dtstamp", stamp)
    for name, seconds in zip(("dtstart", "dtend"), span, strict=True):
        # Local time with the zone's name; an aware value would be written with a name of Python's.
        event.add(name, row.moment(seconds).replace(tzinfo=None), parameters={"TZID": ZONE})
    return event


def _day_event(
    project: Project, tour: Tour, of_day: list[Row], language: str, stamp: datetime
) -> icalendar.Event:
    first, last = of_day[0], of_day[-1]
    event = _event(tour, first, f"{first.day}", (first.stop.depart_s, last.stop.arrive_s), stamp)
    named = translate(language, N_("Day {day}: {title}"), day=first.day, title=title(tour, language))
    event.add("summary", named)
    programme = [
        f"{formats.time_range(row.stop.begin_s, row.stop.depart_s, language)}  {row.name(language)}"
        for row in of_day
    ]
    event.add("description", "\n".join([*programme, "", *credits_of(project, tour)]))
    event.add("location", first.name(language))
    # The visits take the time; the day itself must not show the guide as busy twice.
    event.add("transp", "TRANSPARENT")
    return event


def _stop_event(project: Project, tour: Tour, row: Row, language: str, stamp: datetime) -> icalendar.Event:
    event = _event(tour, row, f"{row.day}-{row.order}", (row.stop.begin_s, row.stop.depart_s), stamp)
    numbered = f"{row.number}. {row.name(language)}" if row.number is not None else row.name(language)
    event.add("summary", numbered)
    event.add("geo", (degrees(row.stop.lat), degrees(row.stop.lon)))
    if row.place is not None:
        where = (row.name(language), clean(project.unit_label(row.place.unit_after, language)))
        event.add("location", ", ".join(part for part in where if part))
        calls = [f"{contact.name} {contact.phone}".strip() for contact in row.place.contacts]
        lines = [*notes(row, tour.request.mode, language), *(clean(call) for call in calls if call)]
        event.add("description", "\n".join(lines))
    return event

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta

import icalendar
import pytest

from data.model.tour import StopKind
from data.writers import ics
from data.writers.itinerary import VIETNAM_TIME
from tests.samples import hostile, sample_project, sample_tour

MADE = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)


def events(language: str = "vi") -> list[icalendar.Event]:
    read = icalendar.Calendar.from_ical(ics.document(sample_project(), sample_tour(), language, made=MADE))
    return [event for event in read.walk("VEVENT") if isinstance(event, icalendar.Event)]


def test_the_calendar_equals_its_golden_file(golden: Callable[[str, str], None]) -> None:
    golden("writers/tour.ics", ics.document(sample_project(), sample_tour(), made=MADE).decode())


def test_there_is_an_event_for_every_day_visit_and_break() -> None:
    tour = sample_tour()
    held = [stop for day in tour.days for stop in day.stops if stop.kind in {StopKind.VISIT, StopKind.LUNCH}]
    assert len(events()) == len(tour.days) + len(held)


def test_moments_carry_vietnams_zone_and_that_zone_is_in_the_file() -> None:
    text = ics.document(sample_project(), sample_tour(), made=MADE).decode()
    assert "BEGIN:VTIMEZONE" in text
    first = events()[0]
    assert first["DTSTART"].params["TZID"] == ics.ZONE
    begins = first.decoded("dtstart")
    assert begins.utcoffset() == timedelta(hours=7)
    assert (begins.hour, begins.minute) == (7, 30)


def test_keys_are_unique_and_do_not_change_when_it_is_written_again() -> None:
    keys = [str(event["UID"]) for event in events()]
    assert len(set(keys)) == len(keys)
    assert keys == [str(event["UID"]) for event in events("en")]


def test_days_do_not_make_the_guide_busy_twice() -> None:
    free = [event for event in events() if event.get("TRANSP") == "TRANSPARENT"]
    assert len(free) == len(sample_tour().days)


def test_lines_are_no_longer_than_the_standard_allows() -> None:
    document = ics.document(sample_project(), sample_tour(), made=MADE)
    assert max(len(line) for line in document.split(b"\r\n")) <= 75


@pytest.mark.parametrize("language", ["vi", "en"])
def test_hostile_texts_cannot_add_lines_of_their_own(language: str) -> None:
    read = icalendar.Calendar.from_ical(ics.document(*hostile(), language, made=MADE))
    names = {component.name for component in read.walk()}
    assert names == {"VCALENDAR", "VTIMEZONE", "STANDARD", "VEVENT"}
    assert len(read.walk("VEVENT")) == len(events())


def unfolded(content: bytes) -> list[tuple[str, dict[str, str], str]]:
    """Read content lines by the letter of RFC 5545, 3.1: name, parameters, value."""
    lines = content.decode().replace("\r\n ", "").split("\r\n")
    read = []
    for line in lines[:-1]:
        head, _, value = line.partition(":")
        name, *parameters = head.split(";")
        read.append((name, dict(one.split("=", 1) for one in parameters), value))
    assert lines[-1] == ""
    return read


def test_a_second_reader_finds_every_visit_at_its_moment() -> None:
    lines = unfolded(ics.document(sample_project(), sample_tour()))
    offset = next(value for name, _, value in lines if name == "TZOFFSETTO")
    zones = [value for name, _, value in lines if name == "TZID"]
    assert (offset, zones) == ("+0700", [ics.ZONE])
    begins = [
        datetime.strptime(f"{value}{offset}", "%Y%m%dT%H%M%S%z").astimezone(UTC)
        for name, parameters, value in lines
        if name == "DTSTART" and parameters.get("TZID") == ics.ZONE
    ]
    visits = {
        datetime.combine(day.date, time(), VIETNAM_TIME).astimezone(UTC) + timedelta(seconds=stop.begin_s)
        for day in sample_tour().days
        for stop in day.stops
        if stop.kind not in {StopKind.START, StopKind.END}
    }
    assert visits <= set(begins)
    opened = [(name, value) for name, _, value in lines if name in {"BEGIN", "END"}]
    nested: list[str] = []
    for name, value in opened:
        assert name == "BEGIN" or nested.pop() == value
        if name == "BEGIN":
            nested.append(value)
    assert nested == []

"""Opening hours of places become seconds of the day."""

from datetime import date

import pytest

from data.calendar.opening import check_opening_hours, open_windows
from data.errors import BadInputError
from data.starter import load_starter

HOUR = 3600
FRIDAY = date(2026, 11, 27)
SATURDAY = date(2026, 11, 28)
MONDAY = date(2026, 11, 30)
NATIONAL_DAY = date(2026, 9, 2)


@pytest.mark.parametrize(
    ("hours", "day", "windows"),
    [
        ("Tu-Su 08:00-17:00", SATURDAY, ((8 * HOUR, 17 * HOUR),)),
        ("Tu-Su 08:00-17:00", MONDAY, ()),
        ("08:00-11:30,13:30-17:00", MONDAY, ((8 * HOUR, 11.5 * HOUR), (13.5 * HOUR, 17 * HOUR))),
        ('Mo-Su 08:00-12:00 "A", Mo-Su 12:00-17:00 "B"', MONDAY, ((8 * HOUR, 17 * HOUR),)),
        ("24/7", MONDAY, ((0, 48 * HOUR),)),
        ("closed", MONDAY, ()),
        ("08:00-17:00; PH off", NATIONAL_DAY, ()),
        ("Nov 08:00-12:00; Dec-Oct off", MONDAY, ((8 * HOUR, 12 * HOUR),)),
    ],
)
def test_hours_of_a_date(hours: str, day: date, windows: tuple[tuple[float, float], ...]) -> None:
    assert open_windows(hours, day) == windows


def test_a_street_open_from_friday_night_to_sunday_is_one_window_past_midnight() -> None:
    assert open_windows("Fr 19:00-24:00; Sa 00:00-24:00", FRIDAY) == ((19 * HOUR, 48 * HOUR),)


def test_a_night_market_closes_the_next_morning() -> None:
    assert open_windows("18:00-01:00", FRIDAY) == ((0, HOUR), (18 * HOUR, 25 * HOUR))


def test_windows_of_the_next_day_appear_only_when_asked_for() -> None:
    assert open_windows("Sa 08:00-17:00", FRIDAY) == ()
    assert open_windows("Sa 08:00-17:00", FRIDAY, until_s=36 * HOUR) == ((32 * HOUR, 41 * HOUR),)


def test_unknown_hours_are_unknown_and_not_open() -> None:
    assert open_windows("", MONDAY) is None
    assert open_windows("  ", MONDAY) is None
    assert open_windows("24/7 unknown", MONDAY) is None


def test_sunset_is_that_of_the_place() -> None:
    north, south = (
        open_windows("sunrise-sunset", MONDAY, lon_lat=lon_lat) for lon_lat in ((105.85, 21.03), (105.1, 8.7))
    )
    assert north is not None
    assert south is not None
    assert 17 * HOUR < north[0][1] < south[0][1] < 18.5 * HOUR


def test_hours_that_cannot_be_read_name_the_place() -> None:
    with pytest.raises(BadInputError) as raised:
        open_windows("8h đến 17h", MONDAY, where="Đình Chèm")
    assert str(raised.value).startswith("Đình Chèm: The opening hours '8h đến 17h' cannot be read.")
    with pytest.raises(BadInputError):
        check_opening_hours("Thứ 2")


def test_all_hours_of_the_starter_register_can_be_read() -> None:
    hours = {place.opening_hours for place in load_starter().places.values()}
    for text in hours:
        check_opening_hours(text)
    assert len(hours) > 5

"""Opening hours of places become seconds of the day."""

import contextlib
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.calendar.opening import check_opening_hours, open_windows
from data.errors import BadInputError
from data.model.clock import DAY_S
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
        ("Apr-Oct 07:00-18:00; Nov-Mar 07:30-17:00", MONDAY, ((7.5 * HOUR, 17 * HOUR),)),
        ("Dec 20-Jan 10 08:00-10:00", date(2027, 1, 5), ((8 * HOUR, 10 * HOUR),)),
        ("08:00-17:00; 2026 Nov 20-2026 Dec 10 off", MONDAY, ()),
        ("2026 Nov 30 08:00-10:00", MONDAY, ((8 * HOUR, 10 * HOUR),)),
        ("2025 Nov 30 08:00-10:00", MONDAY, ()),
        ("Mo-Su 08:00-17:00; Mo[-1] off", MONDAY, ()),
        ("Mo-Fr 08:00-17:00; PH 09:00-11:00", NATIONAL_DAY, ((9 * HOUR, 11 * HOUR),)),
        ("Sa 18:00-01:00", SATURDAY, ((18 * HOUR, 25 * HOUR),)),
        ("Sa 18:00-01:00", SATURDAY + timedelta(days=1), ((0, HOUR),)),
        ("08:00-26:00", MONDAY, ((0, 2 * HOUR), (8 * HOUR, 26 * HOUR))),
        ("24/7; Mo off", MONDAY, ()),
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
    assert open_windows('"theo lịch hẹn"', MONDAY) is None
    assert open_windows("Mo-Fr 08:00-17:00; Sa unknown", SATURDAY) is None


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


@pytest.mark.parametrize(
    "hours",
    ["\x00", "Mo 25:00", "Mo-", "08:00-17:00;;", "08:00-17:00; " * 2000, "x" * 10_000, "🕗", "-1:00-2:00"],
)
def test_hours_that_mean_nothing_are_explained(hours: str) -> None:
    with pytest.raises(BadInputError, match="cannot be read") as raised:
        open_windows(hours, MONDAY, where="Chợ đêm")
    assert raised.value.remedy


_PIECES = [
    *("Mo", "Sa-Su", "PH", "SH", "Feb", "Nov 20-Dec 3", "2026", "week 1-53/2", "08:00-11:30", "18:00-01:00"),
    *("sunrise-sunset", "(sunset-01:00)-24:00", "off", "unknown", ";", ",", "||", '"hẹn"', "Su[5]", "easter"),
    *("00:00-48:00", "+", "-", "24/7", "Feb 29", "2020-2030/4"),
]
_TEXTS = st.lists(st.sampled_from(_PIECES), max_size=6).map(" ".join) | st.text(max_size=20)


@given(_TEXTS, st.dates(date(1900, 1, 1), date(2100, 1, 1)))
def test_any_text_gives_hours_within_two_days_or_an_explanation(hours: str, day: date) -> None:
    with contextlib.suppress(BadInputError):
        for begin_s, end_s in open_windows(hours, day, where="X") or ():
            assert 0 <= begin_s < DAY_S
            assert begin_s < end_s <= 2 * DAY_S


def test_all_hours_of_the_starter_register_can_be_read() -> None:
    hours = {place.opening_hours for place in load_starter().places.values()}
    for text in hours:
        check_opening_hours(text)
    assert len(hours) > 5

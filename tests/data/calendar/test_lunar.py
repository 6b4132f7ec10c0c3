"""Festivals by lunar rule become dates of any year at UTC+7."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.calendar.lunar import festival_dates, festival_days, is_held, lunar_date
from data.errors import BadInputError
from data.model.festival import Calendar, DateRule, Festival
from data.starter import load_starter


def _festival(first: tuple[int, int], last: tuple[int, int], calendar: Calendar = Calendar.LUNAR) -> Festival:
    return Festival("thử", (DateRule(calendar, first[1], first[0], last[1], last[0]),))


@pytest.mark.parametrize(
    ("solar", "lunar"),
    [
        # Tết and full moons as printed in Vietnamese calendars.
        (date(2024, 2, 10), "1/1"),
        (date(2025, 1, 29), "1/1"),
        (date(2026, 2, 17), "1/1"),
        (date(2026, 9, 25), "15/8"),
        (date(1985, 1, 21), "1/1"),  # China celebrated a month later: Vietnam counts at UTC+7
        (date(2025, 8, 1), "8/6+"),
    ],
)
def test_lunar_dates_are_those_of_the_vietnamese_calendar(solar: date, lunar: str) -> None:
    assert str(lunar_date(solar)) == lunar


def test_the_autumn_festival_of_kiep_bac_moves_with_the_moon() -> None:
    autumn = _festival((16, 8), (20, 8))
    assert festival_dates(autumn, 2025) == ((date(2025, 10, 7), date(2025, 10, 11)),)
    assert festival_dates(autumn, 2026) == ((date(2026, 9, 26), date(2026, 9, 30)),)


def test_a_leap_month_repeats_no_festival() -> None:
    sixth = _festival((10, 6), (12, 6))
    assert festival_dates(sixth, 2025) == ((date(2025, 7, 4), date(2025, 7, 6)),)


def test_a_30th_of_a_short_month_is_its_last_day_and_not_in_the_leap_month_after_it() -> None:
    # The regular sixth month of 2017 had 29 days; the leap one began on 23 July.
    assert festival_dates(_festival((30, 6), (30, 6)), 2017) == ((date(2017, 7, 22), date(2017, 7, 22)),)


def test_a_festival_over_the_new_year_counts_in_the_year_it_falls_in() -> None:
    new_year = _festival((28, 12), (3, 1))
    assert festival_dates(new_year, 2026) == ((date(2026, 2, 15), date(2026, 2, 19)),)


def test_the_thirtieth_of_a_short_month_is_its_last_day() -> None:
    eve = _festival((30, 12), (30, 12))
    # The twelfth month before Tết 2026 has 29 days.
    assert festival_dates(eve, 2026) == ((date(2026, 2, 16), date(2026, 2, 16)),)


def test_a_winter_festival_may_fall_twice_or_never_in_a_solar_year() -> None:
    winter = _festival((20, 11), (20, 11))
    assert festival_dates(winter, 2025) == ()
    assert [first.month for first, _ in festival_dates(winter, 2026)] == [1, 12]


def test_solar_rules_stay_on_their_days() -> None:
    assert festival_dates(_festival((30, 2), (30, 2), Calendar.SOLAR), 2026) == (
        (date(2026, 2, 28), date(2026, 2, 28)),
    )
    assert festival_dates(_festival((30, 12), (2, 1), Calendar.SOLAR), 2026) == (
        (date(2025, 12, 30), date(2026, 1, 2)),
        (date(2026, 12, 30), date(2027, 1, 2)),
    )


def test_a_festival_without_rules_has_no_dates() -> None:
    assert festival_dates(Festival("phiên chợ"), 2026) == ()


def test_a_year_beyond_the_calendar_is_refused() -> None:
    with pytest.raises(BadInputError, match="from 1900 to 2100"):
        lunar_date(date(2150, 1, 1))
    with pytest.raises(BadInputError):
        festival_dates(_festival((1, 1), (1, 1)), 2101)


def test_festivals_reach_to_both_ends_of_the_calendar() -> None:
    new_year = _festival((1, 1), (3, 1))
    assert festival_dates(new_year, 1900) == ((date(1900, 1, 31), date(1900, 2, 2)),)
    assert festival_dates(new_year, 2100) == ((date(2100, 2, 9), date(2100, 2, 11)),)
    # The eleventh month of the lunar year 1899 lies before the calendar, the twelfth in January 1900.
    assert festival_dates(_festival((25, 11), (3, 12)), 1900)[0] == (date(1900, 1, 1), date(1900, 1, 3))
    assert festival_dates(_festival((1, 12), (30, 12)), 2100)[-1] == (date(2100, 12, 31), date(2100, 12, 31))


@given(st.integers(1900, 2100), st.integers(1, 12), st.integers(1, 29))
def test_every_festival_of_any_year_falls_on_its_lunar_day(year: int, month: int, day: int) -> None:
    for first, last in festival_dates(_festival((day, month), (day, month)), year):
        lunar = lunar_date(first)
        assert first == last
        assert (lunar.day, lunar.month, lunar.is_leap) == (day, month, False)


def test_a_season_goes_on_through_the_leap_month_inside_it() -> None:
    # Perfume Pagoda: from the 2nd of the first month to the end of the third; 2023 had a leap second month.
    ((first, last),) = festival_dates(_festival((2, 1), (30, 3)), 2023)
    assert (first, last) == (date(2023, 1, 23), date(2023, 5, 18))


def test_the_festival_days_of_a_place_are_those_of_all_its_festivals_in_the_range() -> None:
    place = replace(
        load_starter().place("dinh-chem"),
        festivals=(_festival((14, 5), (16, 5)), _festival((1, 6), (2, 6), Calendar.SOLAR)),
    )
    assert festival_days(place, date(2026, 6, 2), date(2026, 6, 29)) == (
        date(2026, 6, 2),
        date(2026, 6, 28),
        date(2026, 6, 29),
    )
    assert len(festival_days(place, date(2026, 1, 1), date(2027, 12, 31))) == 10
    assert festival_days(place, date(2026, 7, 1), date(2026, 12, 31)) == ()


@given(st.dates(date(1950, 1, 1), date(2080, 12, 31)))
def test_each_regular_lunar_day_is_the_day_of_its_festival(day: date) -> None:
    lunar = lunar_date(day)
    festival = _festival((lunar.day, lunar.month), (lunar.day, lunar.month))
    assert is_held(festival, day) is not lunar.is_leap or lunar.day == 30
    assert lunar_date(day + timedelta(days=1)).day in {lunar.day + 1, 1}

"""What days bring: festivals by day, festivals to come, public holidays."""

from datetime import date

import pytest
from shapely import Point

from data.calendar.almanac import coming_festivals, festivals_by_day, is_public_holiday
from data.model.festival import Calendar, DateRule, Festival
from data.model.place import Category, Place, PlaceId


def _place(key: str, *festivals: Festival) -> Place:
    return Place(
        id=PlaceId(key),
        name_vi=key,
        category=Category.RELIC,
        geometry=Point(105.8, 21.0),
        festivals=festivals,
    )


def _lunar(begin: tuple[int, int], end: tuple[int, int], text: str = "hội") -> Festival:
    return Festival(text, (DateRule(Calendar.LUNAR, begin[1], begin[0], end[1], end[0]),))


CHEM = _place("dinh-chem", _lunar((14, 5), (16, 5)))
SEASON = _place("mua", _lunar((1, 9), (30, 11)))


@pytest.mark.parametrize(
    "day",
    [
        date(2026, 9, 2),
        date(2027, 4, 30),
        date(2026, 2, 16),  # the last day of the lunar year
        date(2026, 2, 19),  # 3/1
        date(2026, 4, 26),  # 10/3, the kings' day
    ],
)
def test_public_holidays_are_known_solar_and_lunar_ones(day: date) -> None:
    assert is_public_holiday(day)


@pytest.mark.parametrize("day", [date(2026, 2, 15), date(2026, 2, 21), date(2026, 11, 22), date(1850, 1, 1)])
def test_other_days_and_years_outside_the_calendar_are_no_holidays(day: date) -> None:
    assert not is_public_holiday(day)


def test_each_day_lists_its_festivals_the_shortest_first() -> None:
    found = festivals_by_day([SEASON, CHEM], date(2026, 6, 1), date(2026, 12, 31))
    assert [time.place_id for time in found[date(2026, 6, 29)]] == ["dinh-chem"]
    assert date(2026, 7, 1) not in found
    both = festivals_by_day(
        [SEASON, _place("ngan", _lunar((20, 10), (20, 10)))], date(2026, 11, 1), date(2026, 11, 30)
    )
    assert [time.place_id for time in both[date(2026, 11, 28)]] == ["ngan", "mua"]
    assert both[date(2026, 11, 28)][1].is_season
    assert not both[date(2026, 11, 28)][0].is_season


def test_a_festival_under_way_counts_among_those_to_come() -> None:
    times = coming_festivals([SEASON, CHEM, _place("none", Festival("chưa rõ"))], date(2026, 6, 29))
    assert [(time.place_id, time.first) for time in times] == [
        ("dinh-chem", date(2026, 6, 28)),
        ("mua", date(2026, 10, 10)),
    ]


def test_years_outside_the_calendar_have_no_festivals() -> None:
    assert festivals_by_day([CHEM], date(2150, 1, 1), date(2150, 12, 31)) == {}

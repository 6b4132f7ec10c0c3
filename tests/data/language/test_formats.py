from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.language import formats
from data.model.clock import DAY_S

LANGUAGES = st.sampled_from(["vi", "en"])


@pytest.mark.parametrize(
    ("time_s", "text"),
    [(0, "00:00"), (60_000, "16:40"), (86_399, "23:59"), (88_800, "00:40 (+1)"), (-60, "23:59 (-1)")],
)
def test_a_time_of_day_says_when_it_belongs_to_another_day(time_s: int, text: str) -> None:
    assert formats.time_of_day(time_s) == text


@given(st.lists(st.integers(0, DAY_S - 1), min_size=2, max_size=2))
def test_times_in_order_are_written_in_order(times: list[int]) -> None:
    earlier, later = sorted(times)
    assert formats.time_of_day(earlier) <= formats.time_of_day(later)


def test_a_moment_is_no_range() -> None:
    assert formats.time_range(27_000, 27_000) == "07:30"
    assert formats.time_range(28_800, 34_200) == "08:00–09:30"


@pytest.mark.parametrize(
    ("duration_s", "vi", "en"),
    [
        (0, "0 phút", "0 min"),
        (20, "< 1 phút", "< 1 min"),
        (600, "10 phút", "10 min"),
        (3570, "1 giờ", "1 h"),
        (9600, "2 giờ 40 phút", "2 h 40 min"),
        (3660, "1 giờ 01 phút", "1 h 01 min"),
    ],
)
def test_a_duration_is_rounded_to_minutes(duration_s: int, vi: str, en: str) -> None:
    assert (formats.duration(duration_s, "vi"), formats.duration(duration_s, "en")) == (vi, en)


@pytest.mark.parametrize(
    ("distance_m", "vi", "en"),
    [
        (0, "0 m", "0 m"),
        (7.4, "7 m", "7 m"),
        (852, "850 m", "850 m"),
        (996, "1 km", "1 km"),
        (12_480, "12,5 km", "12.5 km"),
        (125_400, "125 km", "125 km"),
        (1_234_567, "1.235 km", "1,235 km"),
    ],
)
def test_a_distance_is_no_finer_than_a_traveller_can_use(distance_m: float, vi: str, en: str) -> None:
    assert (formats.distance(distance_m, "vi"), formats.distance(distance_m, "en")) == (vi, en)


@given(st.floats(0, 1e7), LANGUAGES)
def test_a_written_distance_is_within_a_twentieth_or_half_a_unit(distance_m: float, language: str) -> None:
    digits, unit = formats.distance(distance_m, language).split(" ")
    plain = digits.replace("." if language == "vi" else ",", "").replace(",", ".")
    metres = float(plain) * (1000 if unit == "km" else 1)
    step = 1 if distance_m < 99.5 else 10 if distance_m < 995 else 100 if distance_m < 99_950 else 1000
    assert abs(metres - distance_m) <= step / 2 + 1e-6


def test_money_groups_thousands_as_the_language_does() -> None:
    assert formats.money(1_250_000, "vi") == "1.250.000 ₫"
    assert formats.money(1_250_000, "en") == "1,250,000 ₫"


def test_an_unknown_fee_is_not_a_free_one() -> None:
    assert [formats.fee(fee, "vi") for fee in (None, 0, 50_000)] == ["chưa rõ", "miễn phí", "50.000 ₫"]


def test_dates_name_the_weekday_in_the_language() -> None:
    day = date(2026, 11, 28)
    assert formats.weekday_date(day, "vi") == "Thứ Bảy, 28/11/2026"
    assert formats.weekday_date(day, "en") == "Saturday, 28 Nov 2026"
    assert formats.day_date(date(2026, 1, 5), "vi") == "05/01/2026"


def test_a_span_of_one_day_is_that_day() -> None:
    first, last = date(2026, 11, 28), date(2026, 11, 29)
    assert formats.date_span([last, first], "vi") == "28/11/2026 – 29/11/2026"
    assert formats.date_span([first], "en") == "Saturday, 28 Nov 2026"


def test_coordinates_say_latitude_first_with_the_letters_of_the_language() -> None:
    assert formats.coordinates(105.8542, 21.0285, "vi") == "21,02850° B; 105,85420° Đ"
    assert formats.coordinates(-0.5, -33.25, "en", decimals=2) == "33.25° S, 0.50° W"


def test_a_lunar_date_says_that_it_is_lunar() -> None:
    assert formats.lunar_date(15, 8, "vi") == "15/8 âm lịch"
    assert formats.lunar_date(2, 6, "vi", is_leap=True) == "2/6 (tháng nhuận) âm lịch"
    assert formats.lunar_date(15, 8, "en") == "15/8, lunar calendar"


def test_a_precision_note_gives_the_error_or_says_it_is_unknown() -> None:
    assert formats.precision_note(1200, "vi") == "≈ vị trí gần đúng, sai số khoảng 1,2 km"
    assert formats.precision_note(None, "en") == "≈ approximate position, error unknown"


@pytest.mark.parametrize(
    ("osm", "vi", "en"),
    [
        ("Mo-Su 08:00-17:00", "hằng ngày 08:00–17:00", "daily 08:00–17:00"),
        ("Tu-Fr 08:00-11:30; Mo off", "T3–T6 08:00–11:30, T2 nghỉ", "Tue–Fri 08:00–11:30, Mon closed"),
        ("24/7", "cả ngày đêm", "around the clock"),
        ("<b>x</b>", "<b>x</b>", "<b>x</b>"),
    ],
)
def test_opening_hours_are_said_in_words(osm: str, vi: str, en: str) -> None:
    assert (formats.opening_hours(osm, "vi"), formats.opening_hours(osm, "en")) == (vi, en)


@given(st.floats(-1e9, 1e9), LANGUAGES, st.integers(0, 3))
def test_no_number_is_a_negative_zero(value: float, language: str, decimals: int) -> None:
    assert formats.number(value, language, decimals) not in {"-0", "-0,0", "-0.0"}


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2026, 2, 5), "ngày 05 tháng 02 năm 2026"),
        (date(2026, 3, 5), "ngày 05 tháng 3 năm 2026"),
        (date(2026, 11, 22), "ngày 22 tháng 11 năm 2026"),
    ],
)
def test_dates_of_letters_take_zeros_as_the_decree_wants(day: date, said: str) -> None:
    assert formats.letter_date(day, "vi") == said


def test_dates_of_english_letters_spell_the_month() -> None:
    assert formats.letter_date(date(2026, 2, 5), "en") == "5 February 2026"


def test_coordinates_in_minutes_and_seconds_round_to_tenths_and_carry_over() -> None:
    assert formats.coordinates_dms(105.854200, 21.028500, "vi") == "21°01′42,6″ B; 105°51′15,1″ Đ"
    assert formats.coordinates_dms(105.854200, 21.028500, "en") == "21°01′42.6″ N, 105°51′15.1″ E"
    assert formats.coordinates_dms(106.0, 20.99999999, "vi").startswith("21°00′00,0″")


def test_plane_coordinates_name_their_axes_northing_first() -> None:
    assert formats.plane_coordinates(2325689.44, 588754.1, "vi") == "X 2.325.689,4 m; Y 588.754,1 m"
    assert formats.plane_coordinates(2325689.44, 588754.1, "en") == "X 2,325,689.4 m, Y 588,754.1 m"

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.errors import BadInputError
from data.model.festival import Calendar, DateRule
from data.readers.festival_text import parse_festivals, parse_rules, rules_text

LUNAR, SOLAR = Calendar.LUNAR, Calendar.SOLAR


def days(text: str) -> list[str]:
    return [rules_text(festival.rules) for festival in parse_festivals(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("14–16/5 âm lịch", ["lunar 14/5-16/5"]),
        ("14-16/5 âm lịch (hội đình Chèm)", ["lunar 14/5-16/5"]),
        ("hội xuân 16–22/1 âm lịch; hội thu 16–20/8 âm lịch", ["lunar 16/1-22/1", "lunar 16/8-20/8"]),
        ("6/1 – 3/3 âm lịch", ["lunar 6/1-3/3"]),
        ("26/2–6/3", ["lunar 26/2-6/3"]),
        ("29/10–1/11 âm lịch", ["lunar 29/10-1/11"]),
        ("rằm tháng Giêng – 22/1 âm lịch", ["lunar 15/1-22/1"]),
        ("mùng 5 tháng Giêng âm lịch", ["lunar 5/1-5/1"]),
        ("15/1 và 15/8 âm lịch", ["lunar 15/1-15/1; lunar 15/8-15/8"]),
        ("10–20/2 âm lịch; 25/5; 22/8 âm lịch", ["lunar 10/2-20/2; lunar 25/5-25/5; lunar 22/8-22/8"]),
        ("16–20/8 âm lịch (chính hội 20/8)", ["lunar 16/8-20/8"]),
        ("9–11/3 âm lịch (bơi Đăm, hội lớn 5 năm/lần)", ["lunar 9/3-11/3"]),
        ("27/7 dương lịch", ["solar 27/7-27/7"]),
        ("mùa vải tháng 5–6 dương lịch", ["solar 1/5-30/6"]),
        ("mùa rươi tháng 9–11 âm lịch", ["lunar 1/9-30/11"]),
        ("Giáng sinh", ["solar 25/12-25/12"]),
        ("từ 10 đến 12/3 âm lịch", ["lunar 10/3-12/3"]),
        ("từ ngày 10 đến ngày 12/3 âm lịch", ["lunar 10/3-12/3"]),
        ("từ mùng 6 đến mùng 10 tháng Giêng", ["lunar 6/1-10/1"]),
        ("từ ngày 28 tháng Chạp tới mùng 3 tháng Giêng", ["lunar 28/12-3/1"]),
        ("hội làng 10-12 tháng Giêng", ["lunar 10/1-12/1"]),
        ("khách thập phương đến lễ 10/3 âm lịch", ["lunar 10/3-10/3"]),
    ],
)
def test_certain_days_become_rules(text: str, expected: list[str]) -> None:
    assert days(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "tháng 3 âm lịch",
        "tháng 3 âm lịch (ngày cần kiểm)",
        "mùa vải tháng 5–6",
        "ngập tháng 6–11 âm lịch",
        "phiên chợ ngày 4 và 10 âm lịch",
        "khai trương 28/4/2023",
        "Lễ hội Thiết kế sáng tạo 11/2023",
        "từ 1/9/2016",
        "10/3 - 12/3/2025 âm lịch",
        "10 đến 12/3/2025 âm lịch",
        "từ mùng 6 tháng Giêng đến hết tháng 3 âm lịch",
        "từ đầu năm đến ngày 15/3 âm lịch",
        "hội 5 năm/lần, 3 ngày",
        "sự kiện theo năm",
        "31/2 âm lịch",
        "14–16/3 âm lịch (ngày cần kiểm)",
        "10/3 âm lịch, 3 năm một lần",
    ],
)
def test_what_is_not_certain_stays_text(text: str) -> None:
    (festival,) = parse_festivals(text)
    assert festival.text == text
    assert festival.rules == ()


def test_no_text_is_no_festival() -> None:
    assert parse_festivals("  ") == ()


def test_decomposed_letters_are_read_too() -> None:
    assert days(unicodedata.normalize("NFD", "rằm tháng Giêng – 22/1 âm lịch")) == ["lunar 15/1-22/1"]


RULES = st.builds(
    DateRule,
    st.sampled_from(Calendar),
    *(st.integers(1, 12), st.integers(1, 30)),
    st.integers(1, 12),
    st.integers(1, 30),
)


@given(st.lists(RULES, max_size=4))
def test_rules_survive_being_stored(rules: list[DateRule]) -> None:
    assert parse_rules(rules_text(tuple(rules))) == tuple(rules)


@given(st.text(max_size=60))
def test_no_text_breaks_the_reader(text: str) -> None:
    for festival in parse_festivals(text):
        assert festival.text


def test_a_rule_nobody_wrote_is_refused() -> None:
    with pytest.raises(BadInputError, match="no festival rule"):
        parse_rules("every monday")
    with pytest.raises(BadInputError):
        parse_rules("lunar 31/1-31/1")

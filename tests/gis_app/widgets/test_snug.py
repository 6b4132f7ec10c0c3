"""Numbers and times as people type them."""

import pytest
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from gis_app.i18n import Words
from gis_app.widgets.snug import ClockEdit, NumberEdit


@pytest.mark.parametrize(
    ("language", "decimals", "typed", "value"),
    [
        ("vi", 0, "18.000.000", 18_000_000),
        ("vi", 0, "18000000", 18_000_000),
        ("vi", 0, "1 200", 1200),
        ("en", 0, "1,200", 1200),
        ("vi", 3, "1,5", 1.5),
        ("vi", 3, "1.5", 1.5),
        ("vi", 3, "1.500", 1500),
        ("en", 3, "1.500", 1.5),
        ("en", 3, "1,500.25", 1500.25),
        ("vi", 0, "", None),
        ("vi", 0, "nhiều", None),
        ("vi", 3, "-2", None),
        ("vi", 0, "9" * 20, None),
    ],
)
def test_numbers_are_read_the_way_they_are_typed(
    qtbot: QtBot, language: str, decimals: int, typed: str, value: float | None
) -> None:
    words = Words(language)
    field = NumberEdit(words, decimals, "000")
    qtbot.addWidget(field)
    QTest.keyClicks(field, typed) if typed.isascii() else field.setText(typed)
    assert field.value == value
    assert field.is_wrong is (value is None and bool(typed))
    words.remove()


@pytest.mark.parametrize(
    ("typed", "time_s", "shown"),
    [
        ("8h30", 30_600, "08:30"),
        ("830", 30_600, "08:30"),
        ("0830", 30_600, "08:30"),
        ("8:5", 29_100, "08:05"),
        ("25:00", 90_000, "25:00"),
        ("8", 28_800, "08:00"),
        ("12:75", None, "12:75"),
        ("", None, ""),
    ],
)
def test_times_are_read_the_way_they_are_typed(
    qtbot: QtBot, typed: str, time_s: int | None, shown: str
) -> None:
    field = ClockEdit()
    qtbot.addWidget(field)
    QTest.keyClicks(field, typed)
    assert field.time_s == time_s
    assert field.is_wrong is (time_s is None and bool(typed))
    if time_s is not None:
        field.set_time(field.time_s)
    assert field.text() == shown

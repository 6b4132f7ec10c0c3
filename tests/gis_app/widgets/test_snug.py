"""Numbers and times as people type them."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from gis_app.i18n import Words
from gis_app.widgets.fields import FieldManners
from gis_app.widgets.snug import ClockEdit, DayEdit, NumberEdit, SnugSpin, SnugTime


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


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("28/11/2026", date(2026, 11, 28)),
        ("5/12/2026", date(2026, 12, 5)),
        ("05.12.26", date(2026, 12, 5)),
        ("5-12", date(2026, 12, 5)),
        ("05122026", date(2026, 12, 5)),
        ("1/3/2027", date(2027, 3, 1)),
        ("31/11/2026", date(2026, 11, 29)),
        ("5/12/2811", date(2026, 11, 29)),
        ("mai", date(2026, 11, 29)),
        ("", date(2026, 11, 29)),
    ],
)
def test_dates_are_read_the_way_they_are_typed(qtbot: QtBot, typed: str, meant: date) -> None:
    field = DayEdit(date(2026, 11, 29))
    qtbot.addWidget(field)
    field.selectAll()
    QTest.keyClicks(field, typed) if typed else field.clear()
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert field.day == meant
    assert field.text() == f"{meant:%d/%m/%Y}"


def test_a_date_typed_in_full_counts_before_the_field_is_left(qtbot: QtBot) -> None:
    field = DayEdit(date(2026, 11, 29))
    qtbot.addWidget(field)
    told: list[date] = []
    field.day_changed.connect(told.append)
    field.selectAll()
    QTest.keyClicks(field, "5/12/2026")
    assert told == [date(2026, 12, 5)]
    field.selectAll()
    QTest.keyClicks(field, "31/11/2026")
    assert field.property("wrong")
    assert told == [date(2026, 12, 5)]


def test_arrows_change_a_date_by_days_and_pages_by_weeks(qtbot: QtBot) -> None:
    field = DayEdit(date(2026, 11, 29))
    qtbot.addWidget(field)
    QTest.keyClick(field, Qt.Key.Key_Down)
    assert field.day == date(2026, 11, 28)
    QTest.keyClick(field, Qt.Key.Key_PageUp)
    assert field.day == date(2026, 12, 5)


def test_the_click_that_enters_a_field_lets_typing_replace_its_value(qtbot: QtBot) -> None:
    spin, day = SnugSpin(1, 5000), DayEdit(date(2026, 11, 29))
    spin.setValue(30)
    FieldManners(spin)
    window = QWidget()
    column = QVBoxLayout(window)
    qtbot.addWidget(window)
    for field in (spin, day):
        column.addWidget(field)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    spin.setFocus()
    QTest.mouseClick(day, Qt.MouseButton.LeftButton, pos=day.rect().center())
    QTest.keyClicks(day, "28/11/2026")
    assert day.day == date(2026, 11, 28)
    line = spin.lineEdit()
    QTest.mouseClick(line, Qt.MouseButton.LeftButton, pos=line.rect().center())
    qtbot.waitUntil(lambda: line.selectedText() == "30")
    QTest.keyClicks(spin, "45")
    assert spin.value() == 45


def test_one_tab_leaves_a_time_and_selects_the_next_whole(qtbot: QtBot) -> None:
    first, second = SnugTime(), SnugTime()
    window = QWidget()
    column = QVBoxLayout(window)
    qtbot.addWidget(window)
    for field in (first, second):
        FieldManners(field)
        column.addWidget(field)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    first.setFocus()
    QTest.keyClick(first, Qt.Key.Key_Tab)
    assert second.hasFocus()
    qtbot.waitUntil(lambda: second.lineEdit().selectedText() == "00:00")
    QTest.keyClicks(second, "1630")
    assert (second.time().hour(), second.time().minute()) == (16, 30)
    QTest.keyClick(second, Qt.Key.Key_Backtab)
    assert first.hasFocus()

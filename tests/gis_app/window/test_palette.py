"""The command palette by keyboard and mouse."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gis_app.actions import Act
from gis_app.command_search import Choice, Group, Match, find, ranked
from gis_app.dialogs.command_palette import CommandPalette
from gis_app.main_window import MainWindow
from tests.gis_app.window.conftest import type_text, wait_until_quiet


def open_palette(window: MainWindow, qtbot: QtBot) -> CommandPalette:
    window.activateWindow()
    window.places.search.setFocus()
    qtbot.waitUntil(window.isActiveWindow)
    QTest.keyClick(window.places.search, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    palette = window.commanding.palette
    assert palette is not None
    assert palette.isVisible()
    return palette


def shown(palette: CommandPalette, group: Group) -> list[Choice]:
    return [row for row in palette.model.rows if isinstance(row, Choice) and row.group is group]


def press(palette: CommandPalette, key: Qt.Key) -> None:
    QTest.keyClick(palette.field, key)
    QApplication.processEvents()


def test_a_command_is_found_without_accents_and_done(window: MainWindow, qtbot: QtBot) -> None:
    palette = open_palette(window, qtbot)
    type_text(qtbot, palette.field, "toan man hinh")
    first = shown(palette, Group.COMMAND)[0]
    assert (first.title, first.shortcut) == ("Toàn màn hình", "F11")
    press(palette, Qt.Key.Key_Return)
    qtbot.waitUntil(window.menus.acts[Act.FULL_SCREEN].isChecked)
    assert window.commanding.palette is None


def test_what_cannot_be_done_now_is_listed_with_its_reason_and_stays_undone(
    window: MainWindow, qtbot: QtBot
) -> None:
    palette = open_palette(window, qtbot)
    type_text(qtbot, palette.field, "so sanh phuong an")
    first = shown(palette, Group.COMMAND)[0]
    assert not first.is_enabled
    assert first.note.endswith("cần có một tuyến")
    press(palette, Qt.Key.Key_Return)
    assert palette.isVisible()
    press(palette, Qt.Key.Key_Escape)
    assert window.commanding.palette is None


def test_the_palette_closes_once_and_leaves_no_window_blocked(window: MainWindow, qtbot: QtBot) -> None:
    palette = open_palette(window, qtbot)
    ends: list[int] = []
    palette.finished.connect(ends.append)
    # X11 tells a window that it is no longer the active one while it is being hidden.
    palette.finished.connect(lambda _: QApplication.sendEvent(palette, QEvent(QEvent.Type.ActivationChange)))
    press(palette, Qt.Key.Key_Escape)
    QApplication.processEvents()
    assert len(ends) == 1
    assert QGuiApplication.modalWindow() is None


def test_using_the_window_closes_the_palette(window: MainWindow, qtbot: QtBot) -> None:
    open_palette(window, qtbot)
    assert QGuiApplication.modalWindow() is None
    window.activateWindow()
    qtbot.waitUntil(lambda: window.commanding.palette is None)


def test_a_mistyped_place_is_found_and_shown_on_the_map(window: MainWindow, qtbot: QtBot) -> None:
    palette = open_palette(window, qtbot)
    type_text(qtbot, palette.field, "dinh chemm")
    place = shown(palette, Group.PLACE)[0]
    assert place.title == "Đình Chèm"
    press(palette, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.selection.place == place.key)


def test_a_ward_is_zoomed_to(window: MainWindow, qtbot: QtBot) -> None:
    palette = open_palette(window, qtbot)
    type_text(qtbot, palette.field, "phường Tây Tựu")
    ward = shown(palette, Group.UNIT)[0]
    before = window.canvas.view
    press(palette, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.canvas.view.zoom > before.zoom)
    wait_until_quiet(qtbot, window)
    assert ward.title == "Phường Tây Tựu"


def test_recent_choices_come_first_and_arrows_walk_past_headings(window: MainWindow, qtbot: QtBot) -> None:
    palette = open_palette(window, qtbot)
    type_text(qtbot, palette.field, "Đình Chèm")
    press(palette, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.selection.place is not None)
    again = open_palette(window, qtbot)
    assert [choice.title for choice in shown(again, Group.PLACE)] == ["Đình Chèm"]
    row = again.list.currentIndex().row()
    assert again.model.rows[row] is shown(again, Group.PLACE)[0]
    press(again, Qt.Key.Key_Down)
    chosen = again.model.rows[again.list.currentIndex().row()]
    assert isinstance(chosen, Choice)
    press(again, Qt.Key.Key_Up)
    assert again.list.currentIndex().row() == row


def test_a_click_chooses(window: MainWindow, qtbot: QtBot) -> None:
    palette = open_palette(window, qtbot)
    type_text(qtbot, palette.field, "English")
    index = palette.model.index(palette.model.next_row(-1, 1), 0)
    QTest.mouseClick(
        palette.list.viewport(),
        Qt.MouseButton.LeftButton,
        pos=palette.list.visualRect(index).center(),
    )
    qtbot.waitUntil(lambda: window.words.language == "en")


def test_nothing_found_says_so(window: MainWindow, qtbot: QtBot) -> None:
    palette = open_palette(window, qtbot)
    type_text(qtbot, palette.field, "qqqqxxxx")
    assert palette.model.rows == []
    assert palette.nothing.isVisible()


@pytest.mark.parametrize("text", ["xuat ban", "XUẤT BẢN", "xuat bann"])
def test_a_title_is_meant_by_any_spelling(text: str) -> None:
    choice = Choice(group=Group.COMMAND, key="export", title="Xuất bản tuyến…", run=lambda: None)
    assert [found.choice for found in find([choice], text)] == [choice]


def test_better_matches_lead_whatever_their_group() -> None:
    def choice(group: Group, title: str) -> Choice:
        return Choice(group=group, key=title, title=title, run=lambda: None)

    command, tour = choice(Group.COMMAND, "Lưu thành tên khác"), choice(Group.TOUR, "Lưu")
    found = find([command, tour], "lưu")
    assert [one.match for one in found] == [Match.START, Match.EXACT]
    assert ranked(found, (), 5) == [tour, command]


def test_recent_choices_lead_among_equals() -> None:
    first, second = (
        Choice(group=Group.COMMAND, key=key, title=f"Mở {key}", run=lambda: None) for key in ("a", "b")
    )
    assert ranked(find([first, second], "mo"), (second.name,), 5) == [second, first]

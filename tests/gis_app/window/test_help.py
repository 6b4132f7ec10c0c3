"""Help: the guide at the panel in use, the sheet of shortcuts, tooltips with keys, the report."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from data.language.catalogue import LANGUAGES
from gis_app.action_list import actions_of
from gis_app.actions import Act
from gis_app.dialogs.help import guide, topics
from gis_app.main_window import MainWindow
from tests.gis_app.window.conftest import type_text


def press(
    widget: QWidget, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    QTest.keyClick(widget, key, modifier)


def test_both_guides_explain_the_same_topics() -> None:
    texts = [guide(language).read_text(encoding="utf-8") for language in LANGUAGES]
    vietnamese, english = map(topics, texts)
    assert vietnamese == english
    assert {"window", "map", "places", "request", "reshape", "publish", "safety"} <= set(vietnamese)


def test_headings_in_code_are_no_headings() -> None:
    text = "# A\n```sh\n# no heading\n```\n<!-- topic: b -->\n## B\n"
    assert topics(text) == {"b": 1}


def test_every_panel_has_its_topic_in_the_guide(window: MainWindow) -> None:
    known = topics(guide("vi").read_text(encoding="utf-8"))
    assert set(window._topics().values()) <= set(known)


def test_f1_explains_the_panel_in_use(window: MainWindow, qtbot: QtBot) -> None:
    window.places.search.setFocus()
    press(window.places.search, Qt.Key.Key_F1)
    shown = window.helping.guide
    assert shown is not None
    assert shown.isVisible()
    assert shown.heading == "Danh mục địa điểm"
    shown.close()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.canvas.setFocus()
    press(window.canvas, Qt.Key.Key_F1)
    assert shown.heading == "Bản đồ"
    window.speak("en")
    assert shown.heading == "The map"
    assert shown.windowTitle() == "User guide"


def test_the_guide_is_searched(window: MainWindow, qtbot: QtBot) -> None:
    window.helping.show_guide()
    shown = window.helping.guide
    assert shown is not None
    type_text(qtbot, shown.search, "VN-2000")
    press(shown.search, Qt.Key.Key_Return)
    assert shown.pages.textCursor().selectedText() == "VN-2000"
    assert not shown.missing.isVisible()
    shown.search.setText("qqqxxx")
    press(shown.search, Qt.Key.Key_Return)
    assert shown.missing.isVisible()


def test_every_shortcut_is_on_a_sheet_to_print(window: MainWindow, tmp_path: Path) -> None:
    QTest.keyClick(window, Qt.Key.Key_Slash, Qt.KeyboardModifier.ControlModifier)
    sheet = window.helping.sheet
    assert sheet is not None
    said = sheet.page.toPlainText()
    for listed in actions_of(window, but=window.menus.recent):
        if listed.shortcut:
            assert listed.shortcut in said
            assert listed.title.removesuffix("…") in said
    sheet.write(tmp_path / "keys.pdf")
    assert (tmp_path / "keys.pdf").read_bytes().startswith(b"%PDF")


def test_no_shortcut_is_given_twice(window: MainWindow) -> None:
    given: dict[str, list[str]] = {}
    for listed in actions_of(window, but=window.menus.recent):
        if listed.shortcut:
            given.setdefault(listed.shortcut, []).append(listed.title)
    assert {keys: titles for keys, titles in given.items() if len(titles) > 1} == {}


@pytest.mark.parametrize("act", [Act.NEW_TOUR, Act.OPEN, Act.SAVE, Act.EXPORT])
def test_tooltips_of_the_toolbar_name_the_keys(window: MainWindow, act: Act) -> None:
    action = window.menus.acts[act]
    assert action.toolTip().endswith(f"({action.shortcut().toString()})")
    assert "&" not in action.toolTip()


def test_the_report_is_copied(window: MainWindow) -> None:
    window.menus.acts[Act.REPORT].trigger()
    assert QGuiApplication.clipboard().text().startswith("Hành Trình")

"""Dialogs and panels in both languages, with larger text: nothing clipped, foreign, mute or out of reach."""

from collections.abc import Callable, Iterator

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QSlider,
    QTextEdit,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from data.errors import StorageError
from data.model.layer_style import Symbol
from data.model.place import PlaceId
from gis_app.dialogs.layer_classes import LayerClasses
from gis_app.dialogs.messages import ask_to_save, show_about, show_error
from gis_app.main_window import MainWindow
from gis_app.theme import dress
from layers.style import LIGHT
from routes.planner.editing.edits import At
from tests.gis_app.window.conftest import forget_deleted, wait_until_quiet
from tests.gis_app.window.test_window_language import clipped, english_left, plan_template

INTERACTIVE = (
    QAbstractButton,
    QComboBox,
    QAbstractSpinBox,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QSlider,
    QAbstractItemView,
)

Open = Callable[[MainWindow], object]


def first_place(window: MainWindow) -> PlaceId:
    return next(iter(window.session.project.places))


@pytest.fixture(autouse=True)
def _own_looks(dressed: QApplication) -> Iterator[None]:
    """Give the next test the size of text it expects."""
    yield
    dress(dressed, LIGHT.interface)


def spoiled(window: MainWindow) -> object:
    error = StorageError("The project was not saved ({detail}). The file before is unchanged.", detail="x")
    return show_error(window, window.words, error, "Traceback", "report")


def bulk(window: MainWindow) -> None:
    window.register.dock.show()
    window.register.table.selectAll()
    window.register.ask_bulk()


def classes(window: MainWindow) -> None:
    columns = {"số": np.array([1.0, 2.0, np.nan])}
    LayerClasses(window.words, columns, Symbol(), window).open()


DIALOGS: dict[str, Open] = {
    "welcome": lambda window: window.welcoming.show_page(),
    "area": lambda window: window.welcoming.ask_area(),
    "palette": lambda window: window.commanding.open(),
    "shortcuts": lambda window: window.helping.show_shortcuts(),
    "guide": lambda window: window.helping.show_guide(),
    "place": lambda window: window.register.desk.edit(first_place(window)),
    "new place": lambda window: window.register.desk.add(),
    "publish": lambda window: window.exports.ask_export(window.tours.shown),
    "tiles": lambda window: window.layering.add_tiles.trigger(),
    "map service": lambda window: window.layering.add_wms.trigger(),
    "colours by attribute": classes,
    "name of a scenario": lambda window: window.design.ask_name(),
    "bulk edit": bulk,
    "another place instead": lambda window: window.ways.ask_replacement(At(0, 1)),
    "about": lambda window: show_about(window, window.words, ("OpenStreetMap",)),
    "save?": lambda window: ask_to_save(window, window.words, "x", lambda: None, lambda: None),
    "error": spoiled,
}
"""What opens each dialog; message boxes are made alike, three stand for all."""


def widgets(top: QWidget) -> Iterator[QWidget]:
    yield from (child for child in top.findChildren(QWidget) if child.isVisible())


def is_inner(widget: QWidget) -> bool:
    """Whether Qt made the widget as a part of another one that speaks for it."""
    parent = widget.parentWidget()
    return widget.objectName().startswith("qt_") or isinstance(
        parent, (QComboBox, QAbstractSpinBox, QLineEdit, QAbstractItemView)
    )


def name_of(widget: QWidget) -> str:
    """Return what a screen reader says: the name given, a text of its own, or the label that points at it."""
    if widget.accessibleName():
        return widget.accessibleName()
    if isinstance(widget, QAbstractButton) and widget.text():
        return widget.text()
    top = widget.window()
    labels = (label for label in top.findChildren(QLabel) if label.buddy() is widget)
    return next(
        (label.text() for label in labels), widget.toolTip() if isinstance(widget, QToolButton) else ""
    )


def mute(top: QWidget) -> list[str]:
    """Return interactive widgets without a name for screen readers."""
    return [
        f"{type(widget).__name__} {widget.objectName()} in {type(widget.parentWidget()).__name__}"
        for widget in widgets(top)
        if isinstance(widget, INTERACTIVE) and not is_inner(widget) and not name_of(widget)
    ]


def out_of_reach(top: QWidget) -> list[str]:
    """Return enabled controls that Tab never comes to."""
    reached, widget = set(), top.nextInFocusChain()
    while widget is not None and widget is not top:
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            reached.add(widget)
        widget = widget.nextInFocusChain()
    return [
        f"{type(widget).__name__} '{name_of(widget)}'"
        for widget in widgets(top)
        if isinstance(widget, INTERACTIVE)
        and not is_inner(widget)
        and widget.isEnabled()
        and widget.focusPolicy() is not Qt.FocusPolicy.NoFocus
        and widget not in reached
    ]


def new_windows(window: MainWindow) -> list[QDialog]:
    return [dialog for dialog in window.findChildren(QDialog) if dialog.isVisible()]


def close_all(window: MainWindow) -> None:
    for dialog in new_windows(window):
        dialog.close()
    forget_deleted()


@pytest.fixture
def planned(window: MainWindow, qtbot: QtBot) -> MainWindow:
    plan_template(window, qtbot)
    window.desk.settings.keep("toured", "1")
    return window


@pytest.mark.parametrize("name", DIALOGS)
def test_a_dialog_is_whole_in_both_languages(planned: MainWindow, qtbot: QtBot, name: str) -> None:
    for language, percent in (("vi", 100), ("en", 100), ("vi", 150), ("en", 150)):
        planned.appearance.choose_text(percent)
        planned.speak(language)
        DIALOGS[name](planned)
        qtbot.waitUntil(lambda: bool(new_windows(planned)))
        wait_until_quiet(qtbot, planned)
        for dialog in new_windows(planned):
            assert (list(clipped(dialog)), language, percent) == ([], language, percent)
            assert mute(dialog) == []
            assert out_of_reach(dialog) == []
            assert dialog.height() <= 768
            assert dialog.width() <= 1366
            assert language == "en" or english_left(dialog) == set()
        close_all(planned)


def test_every_control_of_the_window_has_a_name_and_is_reached_by_tab(planned: MainWindow) -> None:
    planned.designer.show_request()
    QApplication.processEvents()
    assert mute(planned) == []
    assert out_of_reach(planned) == []


def doubled(menu: QMenu) -> Iterator[str]:
    """Give mnemonics that two lines of ``menu``, or of one below it, share."""
    seen: dict[str, str] = {}
    for action in menu.actions():
        text = action.text().replace("&&", "")
        letter = text.partition("&")[2][:1].casefold()
        if letter and letter in seen:
            yield f"{menu.title()}: {seen[letter]} / {text}"
        seen.setdefault(letter, text)
        below = action.menu()
        if isinstance(below, QMenu):
            yield from doubled(below)


def test_no_mnemonic_is_doubled_in_a_menu(window: MainWindow) -> None:
    for language in ("vi", "en"):
        window.speak(language)
        titles = [action.text() for action in window.menuBar().actions()]
        letters = [text.partition("&")[2][:1].casefold() for text in titles if "&" in text]
        assert len(letters) == len(set(letters)), titles
        menus = [menu for action in window.menuBar().actions() if isinstance(menu := action.menu(), QMenu)]
        assert [line for menu in menus for line in doubled(menu)] == []

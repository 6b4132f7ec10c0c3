"""The window speaks one language at a time, completely, and fits its smallest screen."""

from collections.abc import Iterator
from dataclasses import replace

from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QDialogButtonBox,
    QLabel,
    QLineEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from data.language.catalogue import _messages
from gis_app.actions import Act
from gis_app.docks.templates import template_requests
from gis_app.main_window import MainWindow
from tests.gis_app.window.conftest import PATIENCE_MS, MakeWindow, forget_deleted, wait_until_quiet
from tests.gis_app.window.test_window_planning import press_plan
from tests.gis_app.window.tours import settle

SAME_IN_BOTH = {"English", "Tiếng Việt", "Hành Trình", "×"}


def texts_of(widget: QWidget) -> Iterator[str]:
    """Give every text that ``widget`` and its children show or speak."""
    for child in (widget, *widget.findChildren(QWidget)):
        yield child.toolTip()
        yield child.accessibleName()
        if isinstance(child, (QLabel, QAbstractButton)):
            yield child.text()
        if isinstance(child, QLineEdit):
            yield child.placeholderText()
        if isinstance(child, QComboBox):
            yield from (child.itemText(row) for row in range(child.count()))
    for action in widget.findChildren(QAction):
        yield from (action.text(), action.toolTip(), action.iconText())


def english_left(window: QWidget) -> set[str]:
    """Return texts of the window that are English words of the catalogue."""
    catalogue = _messages("vi")
    english = {key.rpartition("|")[2] for key, said in catalogue.items() if key.rpartition("|")[2] != said}
    english -= set(catalogue.values())
    bare = {text.replace("&", "") for text in english}
    return {text for text in texts_of(window) if text and text.replace("&", "") in bare} - SAME_IN_BOTH


def plan_template(window: MainWindow, qtbot: QtBot) -> None:
    request = template_requests(window.session.project)[-1]
    window.designer.form.load(replace(request, must=()))
    press_plan(window, qtbot)
    assert window.tours.shown is not None
    window.selection.choose_place(window.tours.shown.visited[0])


def test_no_english_is_left_in_the_vietnamese_window(window: MainWindow, qtbot: QtBot) -> None:
    plan_template(window, qtbot)
    assert english_left(window) == set()


def test_switching_to_english_and_back_leaves_nothing_behind(window: MainWindow, qtbot: QtBot) -> None:
    plan_template(window, qtbot)
    settle(window, qtbot)
    forget_deleted()
    vietnamese = sorted(set(texts_of(window)))
    window.speak("en")
    settle(window, qtbot)
    forget_deleted()
    assert window.menus.acts[next(iter(window.menus.acts))].text() == "&New project"
    assert "Undo: plan" in window.menus.undo.text()
    assert window.designer.plan.text() == "Plan the tour"
    window.speak("vi")
    settle(window, qtbot)
    forget_deleted()
    assert english_left(window) == set()
    assert sorted(set(texts_of(window))) == vietnamese


def test_every_msgid_the_window_says_is_in_the_catalogue(window: MainWindow, qtbot: QtBot) -> None:
    plan_template(window, qtbot)
    known = _messages("vi")
    assert {msgid for msgid in window.words.bound_msgids if msgid not in known} <= SAME_IN_BOTH


def test_the_language_is_remembered(window: MainWindow, make_window: MakeWindow) -> None:
    window.speak("en")
    window.close()
    assert make_window().designer.plan.text() == "Plan the tour"


def test_buttons_of_qt_are_vietnamese(window: MainWindow, qtbot: QtBot) -> None:
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel | QDialogButtonBox.StandardButton.Save)
    qtbot.addWidget(box)
    assert {button.text().replace("&", "") for button in box.buttons()} == {"Hủy", "Lưu"}


def test_nothing_is_clipped_on_the_smallest_screen(window: MainWindow, qtbot: QtBot) -> None:
    plan_template(window, qtbot)
    for language in ("vi", "en"):
        window.speak(language)
        forget_deleted()
        settle(window, qtbot)
        assert (window.width(), window.height()) == (1366, 768)
        # Cards that were built anew take their height when the event loop comes round to them.
        qtbot.waitUntil(lambda: list(clipped(window)) == [], timeout=PATIENCE_MS)


def clipped(window: QWidget) -> Iterator[str]:
    """Give the labels and buttons whose text has less room than it needs."""
    for child in window.findChildren(QWidget):
        # A panel behind another tab counts as visible, but nothing of it is seen or laid out.
        is_seen = child.isVisible() and not child.visibleRegion().isEmpty()
        if not is_seen or not isinstance(child, (QLabel, QAbstractButton)) or not child.text():
            continue
        if isinstance(child, QLabel) and child.wordWrap():
            needed, has = child.heightForWidth(child.width()), child.height()
        else:
            needed, has = child.minimumSizeHint().width(), child.width()
        if has < needed - 1:
            yield f"{type(child).__name__} {child.text()!r}: {has} of {needed}"


def test_everything_can_be_reached_by_tab(window: MainWindow, qtbot: QtBot) -> None:
    wait_until_quiet(qtbot, window)
    window.places.search.setFocus()
    seen: list[QWidget] = []
    widget = window.places.search.nextInFocusChain()
    while widget is not None and widget is not window.places.search and len(seen) < 1000:
        seen.append(widget)
        widget = widget.nextInFocusChain()
    form = window.designer.form
    for field in (
        form.title,
        form.start,
        form.must_picker,
        window.designer.plan,
        window.canvas,
        window.timeline,
    ):
        assert field in seen
        assert field.accessibleName() or isinstance(field, QAbstractButton)


def test_the_language_in_use_is_checked_in_the_menu(window: MainWindow) -> None:
    window.words.switch("en")
    assert window.menus.acts[Act.ENGLISH].isChecked()
    assert not window.menus.acts[Act.VIETNAMESE].isChecked()

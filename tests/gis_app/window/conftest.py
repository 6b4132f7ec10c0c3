"""A window on the starter data, drawn and quiet, and closed without leftovers."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from data.model.place import Place
from gis_app.app import begin
from gis_app.dialogs.publish import PublishDialog
from gis_app.main_window import MainWindow
from gis_app.planning import Planner
from gis_app.render.fonts import load_fonts
from gis_app.settings import Settings
from gis_app.theme import dress
from layers.page import Text
from layers.style import LIGHT
from tests.gis_app.window import planners
from tests.samples import sample_tour

PATIENCE_MS = 30_000

MakeWindow = Callable[..., MainWindow]


@pytest.fixture(scope="session")
def dressed(qapp: QApplication) -> QApplication:
    """Return the application with the product's fonts and looks."""
    load_fonts()
    dress(qapp, LIGHT.interface)
    return qapp


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Return empty settings in a folder of the test."""
    return Settings(tmp_path / "window.ini")


@pytest.fixture
def make_window(qtbot: QtBot, dressed: QApplication, settings: Settings) -> Iterator[MakeWindow]:
    """Return ``make_window(planner)``: a shown window on the starter data, 1366 × 768."""
    made: list[MainWindow] = []

    def make(planner: Planner = planners.quick) -> MainWindow:
        window = MainWindow(settings, planner)
        made.append(window)
        window.setWindowState(window.windowState().WindowNoState)
        window.resize(1366, 768)
        window.show()
        begin(window)
        wait_until_quiet(qtbot, window)
        return window

    yield make
    for window in made:
        window.session.stack.setClean()
        window.close()
        window.deleteLater()
    dressed.processEvents()


@pytest.fixture
def window(make_window: MakeWindow) -> MainWindow:
    """Return a window with the quick planner."""
    return make_window()


def wait_until_quiet(qtbot: QtBot, window: MainWindow) -> None:
    """Wait until nothing runs and everything is drawn."""

    def is_quiet() -> bool:
        window.canvas.repaint()
        is_building = window.designer.cards.is_building
        return not (
            window.desk.jobs.running or window.scene.is_busy or window.canvas.is_moving or is_building
        )

    qtbot.waitUntil(lambda: not window.desk.jobs.running, timeout=PATIENCE_MS)
    QApplication.processEvents()
    qtbot.waitUntil(is_quiet, timeout=PATIENCE_MS)


def type_text(qtbot: QtBot, widget: QWidget, text: str) -> None:
    """Type ``text``: keys for ASCII, committed input for Vietnamese letters as input methods send them."""
    for letter in text:
        if letter.isascii():
            QTest.keyClicks(widget, letter)
        else:
            event = QInputMethodEvent()
            event.setCommitString(letter)
            QApplication.sendEvent(widget, event)


def forget_deleted() -> None:
    """Delete what waits to be deleted, as the running application does."""
    QApplication.processEvents()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def spot_of(window: MainWindow, place: Place) -> QPoint:
    """Return the pixel of a place on the canvas."""
    x, y = window.scene.sheets.position(place, window.canvas.view)
    return QPoint(round(x), round(y))


Open = Callable[[], PublishDialog]


@pytest.fixture
def open_dialog(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> Iterator[Open]:
    """Return ``open_dialog()``: the dialog on the sample tour, its pages drawn."""
    made: list[PublishDialog] = []

    def begin() -> PublishDialog:
        window.desk.settings.folder = tmp_path
        dialog = window.exports.ask_export(sample_tour())
        assert dialog is not None
        made.append(dialog)
        rest(dialog, qtbot)
        return dialog

    yield begin
    for dialog in made:
        dialog.close()
    wait_until_quiet(qtbot, window)


def rest(dialog: PublishDialog, qtbot: QtBot) -> None:
    """Wait until the pages of the latest choice are drawn; small pictures of templates may still come."""
    qtbot.waitUntil(lambda: not (dialog.proofs.is_busy or dialog.preview.behind.text()), timeout=PATIENCE_MS)
    QApplication.processEvents()
    qtbot.waitUntil(lambda: not dialog.proofs.is_busy, timeout=PATIENCE_MS)


def texts(dialog: PublishDialog) -> str:
    """Return every text of the pages shown."""
    proof = dialog.proofs.proof
    assert proof is not None
    return "\n".join(
        item.text
        for sheet in proof.sheets
        for placed in sheet.pages
        for item in placed.page.items
        if isinstance(item, Text)
    )


def wait_until_written(dialog: PublishDialog, qtbot: QtBot) -> None:
    """Wait until nothing is being written."""
    qtbot.waitUntil(dialog.form.isEnabled, timeout=PATIENCE_MS)

"""Errors nobody caught: told in words with a report, and the window goes on."""

import sys
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from data.edits import SetTitle
from gis_app.crashes import MOST_SHOWN, Crashes
from gis_app.main_window import MainWindow
from gis_app.reports import reports_folder
from gis_app.settings import Settings
from tests.gis_app.window.conftest import forget_deleted, wait_until_quiet

SECRET = "Đình Chèm /srv/users/an 0912345678"


@pytest.fixture
def watched(window: MainWindow) -> Iterator[MainWindow]:
    """Return a window whose uncaught errors are told."""
    with Crashes(window.desk).watching():
        yield window


def boxes(window: MainWindow) -> list[QMessageBox]:
    return [box for box in window.findChildren(QMessageBox) if box.isVisible()]


def fail(message: str = SECRET) -> None:
    """Fail as a slot should not; the interpreter hands it to the hook, as PySide does."""
    try:
        dict[str, str]()[message]
    except KeyError as error:
        sys.excepthook(type(error), error, error.__traceback__)


def press(box: QMessageBox, text: str) -> None:
    QTest.mouseClick(next(b for b in box.buttons() if b.text() == text), Qt.MouseButton.LeftButton)


def test_an_error_in_a_slot_is_told_and_the_window_goes_on(
    watched: MainWindow, qtbot: QtBot, settings: Settings
) -> None:
    watched.session.do(SetTitle("Sửa"), "Set the title")
    QTimer.singleShot(0, fail)
    qtbot.waitUntil(lambda: bool(boxes(watched)))
    (box,) = boxes(watched)
    assert "lỗi ngoài dự kiến" in box.text()
    press(box, "Chi tiết")
    assert "KeyError" in box.informativeText()
    press(box, "Sao chép báo cáo")
    copied = QGuiApplication.clipboard().text()
    assert "KeyError" in copied
    assert "action: Set the title" in copied
    assert not any(word in copied for word in SECRET.split())
    (report,) = reports_folder(settings.state).glob("report-*.txt")
    assert report.read_text(encoding="utf-8").strip() == copied
    press(box, "Đóng")
    forget_deleted()
    watched.menus.undo.trigger()
    assert not watched.session.is_dirty
    wait_until_quiet(qtbot, watched)


def test_an_error_on_a_thread_is_told_in_the_window(watched: MainWindow, qtbot: QtBot) -> None:
    thread = threading.Thread(target=lambda: 1 // 0)
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: bool(boxes(watched)))
    press(boxes(watched)[0], "Đóng")


def test_an_error_that_comes_back_is_told_once_and_others_do_not_fill_the_screen(
    watched: MainWindow, qtbot: QtBot
) -> None:
    for _ in range(5):
        QTimer.singleShot(0, fail)
    for kind in range(5):
        code = compile("\n" * kind + "raise ValueError", f"part{kind}.py", "exec")
        QTimer.singleShot(0, lambda code=code: _run(code))
    qtbot.waitUntil(lambda: len(boxes(watched)) >= MOST_SHOWN)
    QTest.qWait(100)
    assert len(boxes(watched)) == MOST_SHOWN
    for box in boxes(watched):
        box.close()


def _run(code: object) -> None:
    try:
        exec(code)  # type: ignore[arg-type]
    except ValueError as error:
        sys.excepthook(type(error), error, error.__traceback__)


@pytest.mark.parametrize(("language", "words"), [("vi", "bị dừng do lỗi nặng"), ("en", "ended by a fault")])
def test_a_fault_of_the_last_time_is_told_at_the_start(
    window: MainWindow, qtbot: QtBot, settings: Settings, language: str, words: str
) -> None:
    window.speak(language)
    folder = reports_folder(settings.state)
    folder.mkdir(parents=True)
    fault = (
        'Fatal Python error: Aborted\n\nThread 0x1:\n  File "/srv/users/an/gis_app/app.py", line 3 in run\n'
    )
    (folder / "fault-1.txt").write_text(fault, encoding="utf-8")
    with Crashes(window.desk).watching():
        qtbot.waitUntil(lambda: bool(boxes(window)))
        (box,) = boxes(window)
        assert words in box.text()
        box.close()
    (report,) = folder.glob("report-*.txt")
    assert "gis_app/app.py:3 run" in report.read_text(encoding="utf-8")
    assert not list(folder.glob("fault-*"))

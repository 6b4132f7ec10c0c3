"""Nothing unsaved is lost: the journal, what is said of it, and restoring after a crash."""

import errno
import os
import time
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from data.edits import SetTitle
from data.model.project import Project
from data.starter import load_starter
from data.storage import journal as journal_module
from data.storage.gpkg import open_project, save_project
from data.storage.journal import ChangeNote, Journal, Origin, read_leftover, restore, stamp_of
from gis_app.actions import Act
from gis_app.desk.safety import journal_folder
from gis_app.dialogs.recovery import RecoveryDialog
from gis_app.dialogs.welcome import WelcomePage
from gis_app.main_window import MainWindow
from gis_app.settings import Settings
from tests.gis_app.window.conftest import MakeWindow, forget_deleted, wait_until_quiet


def change(window: MainWindow, qtbot: QtBot, title: str = "Dự án thử") -> None:
    """Make an undoable change and wait until the journal has it."""
    window.session.do(SetTitle(title), "Set the title")
    settle(window, qtbot)


def settle(window: MainWindow, qtbot: QtBot) -> None:
    wait_until_quiet(qtbot, window)
    qtbot.waitUntil(lambda: not window.safety.is_busy, timeout=30_000)


def journals(settings: Settings) -> list[Path]:
    return sorted(journal_folder(settings.state).glob("*.journal"))


def leave_behind(
    settings: Settings,
    project: Project,
    origin: Origin | None = None,
    title: str = "Đã sửa",
    at_s: float = 0.0,
) -> Path:
    """Leave a journal as a session does that dies with one unsaved change."""
    journal = Journal(journal_folder(settings.state) / f"{title}.journal")
    note = ChangeNote(at_s or time.time(), 3, "Import {name}", {"name": "quán.csv"})
    journal.write(origin or Origin(None, "", project.title), project, replace(project, title=title), note)
    journal.close()
    return journal.path


def dialog_of(window: MainWindow, qtbot: QtBot) -> RecoveryDialog:
    def shown() -> list[RecoveryDialog]:
        return [one for one in window.findChildren(RecoveryDialog) if one.isVisible()]

    qtbot.waitUntil(lambda: bool(shown()), timeout=30_000)
    return shown()[0]


def click(button: QPushButton) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def box_of(window: MainWindow) -> QMessageBox:
    return next(box for box in window.findChildren(QMessageBox) if box.isVisible())


def press(box: QMessageBox, text: str) -> None:
    QTest.mouseClick(next(b for b in box.buttons() if b.text() == text), Qt.MouseButton.LeftButton)


def test_a_change_is_in_the_journal_and_the_status_bar_says_when(
    window: MainWindow, qtbot: QtBot, settings: Settings
) -> None:
    assert window.status.safety.text() == "Chưa có thay đổi"
    change(window, qtbot)
    (path,) = journals(settings)
    assert restore(read_leftover(path)).project == window.session.project
    assert window.status.safety.text().startswith("Chưa lưu · đã ghi dự phòng ")
    window.speak("en")
    assert window.status.safety.text().startswith("Not saved · backup ")


def test_undo_and_redo_are_journalled_too(window: MainWindow, qtbot: QtBot, settings: Settings) -> None:
    change(window, qtbot, "một")
    change(window, qtbot, "hai")
    window.menus.undo.trigger()
    settle(window, qtbot)
    (path,) = journals(settings)
    found = read_leftover(path)
    assert restore(found).project.title == "một"
    assert found.last.is_undone
    assert found.last.count == 3


def test_a_save_removes_the_journal_and_says_when(
    window: MainWindow, qtbot: QtBot, settings: Settings, tmp_path: Path
) -> None:
    change(window, qtbot)
    window.files.save_to(tmp_path / "a.gpkg")
    settle(window, qtbot)
    assert not journals(settings)
    assert window.status.safety.text().startswith("Đã lưu ")


def test_undoing_everything_removes_the_journal(window: MainWindow, qtbot: QtBot, settings: Settings) -> None:
    change(window, qtbot)
    window.menus.undo.trigger()
    settle(window, qtbot)
    assert not journals(settings)
    window.menus.redo.trigger()
    settle(window, qtbot)
    assert len(journals(settings)) == 1


def test_a_closed_window_leaves_no_journal(window: MainWindow, qtbot: QtBot, settings: Settings) -> None:
    change(window, qtbot)
    window.close()
    press(box_of(window), "Không lưu")
    assert not journals(settings)


def test_a_journal_that_cannot_be_written_is_said_and_the_change_stays(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        change(window, qtbot)
    assert "không ghi được dự phòng" in window.status.safety.text()
    assert window.session.project.title == "Dự án thử"
    change(window, qtbot, "Sau đó")
    assert window.status.safety.text().startswith("Chưa lưu · đã ghi dự phòng ")


def test_after_a_crash_the_next_start_restores_a_new_project(
    make_window: MakeWindow, qtbot: QtBot, settings: Settings
) -> None:
    left = leave_behind(settings, load_starter())
    window = make_window()
    window.welcoming.greet()
    dialog = dialog_of(window, qtbot)
    assert "3 thay đổi" in dialog.list.item(0).text()
    assert "Nhập quán.csv" in dialog.list.item(0).text()
    click(dialog.restore)
    settle(window, qtbot)
    assert window.session.project.title == "Đã sửa"
    assert window.welcoming.page is None
    assert not any(page.isVisible() for page in window.findChildren(WelcomePage))
    assert window.session.is_dirty
    assert window.session.path is None
    assert window.menus.undo.text() == "Hoàn tác: khôi phục thay đổi chưa lưu"
    # The old journal went only when the new one held the same.
    (path,) = journals(settings)
    assert path != left
    assert restore(read_leftover(path)).project == window.session.project
    window.menus.undo.trigger()
    assert window.session.project.title == load_starter().title


def test_a_saved_project_is_restored_into_its_file(
    make_window: MakeWindow, qtbot: QtBot, settings: Settings, tmp_path: Path
) -> None:
    path = tmp_path / "tuyến.gpkg"
    project = replace(load_starter(), title="Đã lưu trước")
    save_project(project, path)
    leave_behind(settings, project, Origin(path, stamp_of(path), "tuyến"))
    window = make_window()
    dialog = dialog_of(window, qtbot)
    QTest.keyClick(dialog.list, Qt.Key.Key_Return)
    settle(window, qtbot)
    assert window.session.path == path
    assert window.session.is_dirty
    window.menus.acts[Act.SAVE].trigger()
    settle(window, qtbot)
    assert open_project(path).title == "Đã sửa"
    assert not journals(settings)


def test_a_file_changed_since_is_explained_and_never_written_over(
    make_window: MakeWindow, qtbot: QtBot, settings: Settings, tmp_path: Path
) -> None:
    path = tmp_path / "tuyến.gpkg"
    project = load_starter()
    save_project(project, path)
    leave_behind(settings, project, Origin(path, stamp_of(path), "tuyến"))
    save_project(replace(project, title="Người khác sửa"), path)
    window = make_window()
    dialog = dialog_of(window, qtbot)
    assert "đã được sửa từ sau đó" in dialog.note.text()
    click(dialog.restore)
    settle(window, qtbot)
    assert window.session.project.title == "Đã sửa"
    assert window.session.path is None
    assert open_project(path).title == "Người khác sửa"


def test_what_was_saved_before_the_crash_is_not_offered(
    make_window: MakeWindow, settings: Settings, tmp_path: Path
) -> None:
    path = tmp_path / "tuyến.gpkg"
    project = load_starter()
    save_project(project, path)
    leave_behind(settings, project, Origin(path, stamp_of(path), "tuyến"))
    save_project(replace(project, title="Đã sửa"), path)
    window = make_window()
    assert not window.findChildren(RecoveryDialog)
    assert not journals(settings)


def test_declined_changes_are_kept_and_offered_again_from_the_menu(
    make_window: MakeWindow, qtbot: QtBot, settings: Settings
) -> None:
    left = leave_behind(settings, load_starter())
    window = make_window()
    click(dialog_of(window, qtbot).later)
    forget_deleted()
    assert left.exists()
    window.menus.acts[Act.RECOVER].trigger()
    assert dialog_of(window, qtbot).list.count() == 1


def test_thrown_away_changes_need_two_presses_and_are_gone(
    make_window: MakeWindow, qtbot: QtBot, settings: Settings
) -> None:
    older = leave_behind(settings, load_starter(), title="Cũ", at_s=1000.0)
    newer = leave_behind(settings, load_starter(), title="Mới", at_s=2000.0)
    window = make_window()
    dialog = dialog_of(window, qtbot)
    click(dialog.drop)
    assert newer.exists()
    click(dialog.drop)
    assert not newer.exists()
    assert older.exists()
    assert dialog.list.currentRow() == 1
    click(dialog.drop)
    click(dialog.drop)
    assert not dialog.isVisible()
    assert not journals(settings)


def test_changes_kept_by_a_newer_version_are_explained_and_not_restored(
    make_window: MakeWindow, qtbot: QtBot, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(journal_module, "JOURNAL_VERSION", 99)
        left = leave_behind(settings, load_starter())
    window = make_window()
    dialog = dialog_of(window, qtbot)
    assert not dialog.restore.isEnabled()
    assert "mới hơn" in dialog.note.text()
    click(dialog.later)
    assert left.exists()


def test_without_leftovers_the_menu_says_so(window: MainWindow, qtbot: QtBot) -> None:
    window.menus.acts[Act.RECOVER].trigger()
    wait_until_quiet(qtbot, window)
    assert window.statusBar().currentMessage() == "Không có thay đổi chưa lưu nào để khôi phục."


@pytest.mark.parametrize("language", ["vi", "en"])
def test_no_text_of_the_dialog_is_clipped(
    make_window: MakeWindow, qtbot: QtBot, settings: Settings, language: str
) -> None:
    leave_behind(settings, load_starter())
    settings.language = language
    dialog = dialog_of(make_window(), qtbot)
    for widget in (*dialog.findChildren(QPushButton), *dialog.findChildren(QLabel)):
        if isinstance(widget, QLabel) and widget.wordWrap():
            assert widget.height() >= widget.heightForWidth(widget.width())
        else:
            assert widget.width() >= widget.sizeHint().width()


def test_a_failed_save_says_what_was_kept_and_offers_another_place(
    window: MainWindow, qtbot: QtBot, settings: Settings, tmp_path: Path
) -> None:
    change(window, qtbot)
    window.files.save_to(tmp_path / "không có" / "a.gpkg")
    settle(window, qtbot)
    box = box_of(window)
    assert "Không có thư mục này" in box.text()
    assert "vẫn còn trong cửa sổ này" in box.informativeText()
    assert {"Lưu thành…", "Thử lại"} <= {button.text() for button in box.buttons()}
    assert window.session.is_dirty
    assert len(journals(settings)) == 1
    box.close()


def test_a_full_disk_warns_keeps_everything_in_memory_and_saves_once_there_is_room(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "đầy.gpkg"
    window.files.save_to(path)
    settle(window, qtbot)
    before = path.read_bytes()
    change(window, qtbot)
    project = window.session.project

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as crowded:
        crowded.setattr(os, "fsync", full)
        window.menus.acts[Act.SAVE].trigger()
        settle(window, qtbot)
        box = box_of(window)
        assert "hết chỗ" in box.text() or "đầy" in box.text()
        assert "vẫn còn trong cửa sổ này" in box.informativeText()
        assert path.read_bytes() == before
        assert window.session.project is project
        states = [window.session.is_dirty]
    press(box, "Thử lại")
    settle(window, qtbot)
    assert [*states, window.session.is_dirty] == [True, False]
    assert open_project(path) == project

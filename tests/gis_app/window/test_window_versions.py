"""Earlier versions, recent files, and projects that somebody else works on."""

import subprocess
import sys
import textwrap
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from data.edits import SetTitle
from data.starter import load_starter
from data.storage.generations import generations
from data.storage.gpkg import open_project, save_project
from gis_app.actions import Act
from gis_app.dialogs.versions import VersionsDialog
from gis_app.main_window import MainWindow
from gis_app.settings import Settings
from tests.gis_app.window.conftest import MakeWindow, wait_until_quiet

HOLD = textwrap.dedent(
    """
    import sys
    from pathlib import Path
    from data.storage.holding import ProjectHold

    hold = ProjectHold(Path(sys.argv[1]))
    print("held", flush=True)
    sys.stdin.read()
    """
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return a project saved three times."""
    file = tmp_path / "tuyến.gpkg"
    starter = load_starter()
    first = next(iter(starter.places))
    less = replace(starter, places={key: one for key, one in starter.places.items() if key != first})
    for project in (less, replace(starter, title="hai"), starter):
        save_project(project, file)
    return file


@pytest.fixture
def held(path: Path) -> Iterator[Path]:
    """Return a project that another process holds."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == b"held\n"
        yield path
        child.communicate(b"")


def opened(window: MainWindow, qtbot: QtBot, path: Path) -> None:
    window.files.open(path)
    wait_until_quiet(qtbot, window)


def versions_of(window: MainWindow, qtbot: QtBot) -> VersionsDialog:
    window.menus.acts[Act.VERSIONS].trigger()
    wait_until_quiet(qtbot, window)
    return next(one for one in window.findChildren(VersionsDialog) if one.isVisible())


def box_of(window: MainWindow) -> QMessageBox:
    return next(box for box in window.findChildren(QMessageBox) if box.isVisible())


def press(box: QMessageBox, text: str) -> None:
    QTest.mouseClick(next(b for b in box.buttons() if b.text() == text), Qt.MouseButton.LeftButton)


def click(button: QPushButton) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_versions_tell_what_has_changed_since(window: MainWindow, qtbot: QtBot, path: Path) -> None:
    opened(window, qtbot, path)
    dialog = versions_of(window, qtbot)
    assert dialog.list.count() == 2
    QTest.keyClick(dialog.list, Qt.Key.Key_Down)
    assert "+1 điểm" in dialog.preview.toPlainText()
    assert next(iter(load_starter().places.values())).name_vi in dialog.preview.toPlainText()


def test_a_version_is_restored_as_a_change_that_can_be_undone(
    window: MainWindow, qtbot: QtBot, path: Path
) -> None:
    opened(window, qtbot, path)
    now = window.session.project
    dialog = versions_of(window, qtbot)
    click(dialog.restore)
    assert window.session.project.title == "hai"
    assert window.session.is_dirty
    assert window.menus.undo.text().startswith("Hoàn tác: khôi phục phiên bản ")
    window.menus.undo.trigger()
    assert window.session.project is now


def test_a_version_is_saved_under_another_name(
    window: MainWindow, qtbot: QtBot, path: Path, tmp_path: Path
) -> None:
    opened(window, qtbot, path)
    click(versions_of(window, qtbot).elsewhere)
    dialog = next(one for one in window.findChildren(QFileDialog) if one.isVisible())
    dialog.fileSelected.emit(str(tmp_path / "cũ.gpkg"))
    dialog.close()
    wait_until_quiet(qtbot, window)
    assert open_project(tmp_path / "cũ.gpkg").title == "hai"
    assert window.session.path == path


def test_a_damaged_version_cannot_be_restored(window: MainWindow, qtbot: QtBot, path: Path) -> None:
    generations(path)[0].write_bytes(b"x")
    opened(window, qtbot, path)
    dialog = versions_of(window, qtbot)
    assert not dialog.restore.isEnabled()
    assert "không đọc được" in dialog.list.item(0).text()


def test_a_project_never_saved_has_no_versions_and_is_told_so(window: MainWindow) -> None:
    window.menus.acts[Act.VERSIONS].trigger()
    assert "chưa từng được lưu" in window.statusBar().currentMessage()


@pytest.mark.parametrize("language", ["vi", "en"])
def test_no_button_of_the_versions_is_clipped(
    make_window: MakeWindow, qtbot: QtBot, settings: Settings, path: Path, language: str
) -> None:
    settings.language = language
    window = make_window()
    opened(window, qtbot, path)
    for button in versions_of(window, qtbot).findChildren(QPushButton):
        assert button.width() >= button.sizeHint().width()


def test_a_project_in_use_says_who_and_opens_for_reading(
    window: MainWindow, qtbot: QtBot, held: Path
) -> None:
    opened(window, qtbot, held)
    box = box_of(window)
    assert "Dự án đang mở ở cửa sổ khác" in box.text()
    assert " trên máy " in box.text()
    press(box, "Mở chỉ để đọc")
    wait_until_quiet(qtbot, window)
    assert window.windowTitle() == "tuyến [Chỉ đọc] — Hành Trình"
    assert window.status.safety.text() == "Chỉ đọc"
    window.session.do(SetTitle("Sửa"), "Set the title")
    window.menus.acts[Act.SAVE].trigger()
    box = box_of(window)
    assert "đang mở chỉ để đọc" in box.text()
    press(box, "Lưu thành…")
    dialog = next(one for one in window.findChildren(QFileDialog) if one.isVisible())
    other = held.with_name("bản sao.gpkg")
    dialog.fileSelected.emit(str(other))
    dialog.close()
    wait_until_quiet(qtbot, window)
    assert open_project(other).title == "Sửa"
    assert window.windowTitle() == "bản sao — Hành Trình"
    assert not window.session.is_dirty


def test_a_project_that_is_open_is_refused_to_another_process_until_it_is_closed(
    window: MainWindow, qtbot: QtBot, path: Path
) -> None:
    save = (
        "import sys; from data.errors import *; from data.model.project import Project;"
        "from data.storage.gpkg import save_project\n"
        "try: save_project(Project(), sys.argv[1])\n"
        "except ProjectInUseError: sys.exit(3)"
    )
    opened(window, qtbot, path)
    assert subprocess.run([sys.executable, "-c", save, str(path)], check=False).returncode == 3
    window.files.new()
    wait_until_quiet(qtbot, window)
    assert subprocess.run([sys.executable, "-c", save, str(path)], check=False).returncode == 0
    assert not path.with_name(f".{path.name}.owner").exists()


def test_recent_files_that_are_gone_are_grey_and_can_be_cleared(
    make_window: MakeWindow, qtbot: QtBot, settings: Settings, path: Path, tmp_path: Path
) -> None:
    settings.remember_file(tmp_path / "đã mất.gpkg")
    settings.remember_file(path)
    window = make_window()
    here, gone, _, clear = window.menus.recent.actions()
    name = here.text()
    assert here.isEnabled()
    assert not gone.isEnabled()
    assert "không tìm thấy" in gone.text()
    clear.trigger()
    assert [action.text() for action in window.menus.recent.actions()] == [name]
    assert settings.recent == (path,)

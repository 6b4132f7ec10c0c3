"""The register written for Excel from the window and read back through the preview."""

from pathlib import Path

from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from gis_app.dialogs.import_preview import CHANGED, UNCHANGED, ImportPreview
from gis_app.main_window import MainWindow
from tests.gis_app.window.conftest import wait_until_quiet
from tests.samples import CHU_DAU, sample_project


def test_the_table_goes_to_excel_and_comes_back_with_what_was_changed_there(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    window.session.open(sample_project(), None)
    files = window.register.files
    files.opens_outside = False
    path = tmp_path / "bảng.xlsx"
    files.write(path)
    wait_until_quiet(qtbot, window)
    book = load_workbook(path)
    sheet = book.active
    assert sheet is not None
    titles = [cell.value for cell in sheet[1]]
    (row,) = (cells[0].row for cells in sheet.iter_rows() if cells[0].value == CHU_DAU)
    sheet.cell(row, titles.index("Giờ mở cửa") + 1).value = "08:00-17:00"
    book.save(path)
    window.imports.read(path)
    wait_until_quiet(qtbot, window)
    (preview,) = window.findChildren(ImportPreview)
    assert preview.model.count(CHANGED) == 1
    assert preview.model.count(UNCHANGED) == len(sample_project().places) - 1
    assert "Giờ mở cửa → Mở cửa" in preview.columns.text()
    window.words.switch("en")
    assert preview.take.text() == "Import"
    assert "Columns understood" in preview.columns.text()
    QTest.mouseClick(preview.take, Qt.MouseButton.LeftButton)
    assert window.session.project.places[CHU_DAU].opening_hours == "08:00-17:00"
    window.session.stack.undo()
    assert window.session.project.places == sample_project().places


def test_a_file_that_changes_nothing_cannot_be_imported(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    window.session.open(sample_project(), None)
    window.register.files.opens_outside = False
    window.register.files.write(tmp_path / "a.xlsx")
    wait_until_quiet(qtbot, window)
    window.imports.read(tmp_path / "a.xlsx")
    wait_until_quiet(qtbot, window)
    (preview,) = window.findChildren(ImportPreview)
    assert not preview.take.isEnabled()
    assert "không thay đổi gì" in preview.about.text()

"""The dialog 'Publish' by mouse and keyboard: choosing, looking, checking, writing, failing, stopping."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinterInfo
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QMessageBox,
    QWidget,
)
from pytestqt.qtbot import QtBot

from gis_app.dialogs.publish_choice import FORMAT_WORDS, kept_choice
from gis_app.main_window import MainWindow
from gis_app.outputs import OUTPUT_NAMES
from gis_app.settings import Settings
from gis_app.widgets.thumb_list import THUMB_PX
from tests.gis_app.window.conftest import (
    PATIENCE_MS,
    Open,
    rest,
    texts,
    type_text,
    wait_until_written,
)

OVERFLOWING = """
schema = 1
[name]
vi = "Chật"
en = "Narrow"
[paper]
size = "A6"
[[page]]
frame = [ { kind = "title", area = [5, 5, 90, 60] } ]
[[page]]
frame = [ { kind = "text", area = [5, 5, 20, 2], vi = "Quá dài cho khung này", en = "Too long for it" } ]
"""


def test_every_format_has_plain_words() -> None:
    assert set(FORMAT_WORDS) == set(OUTPUT_NAMES)


def test_all_pages_are_listed_and_the_page_keys_turn_them(open_dialog: Open, qtbot: QtBot) -> None:
    dialog = open_dialog()
    assert dialog.preview.pages.count() == 2
    assert dialog.preview.where.text() == "Trang 1 / 2"
    QTest.keyClick(dialog, Qt.Key.Key_PageDown)
    assert dialog.preview.where.text() == "Trang 2 / 2"
    QTest.keyClick(dialog, Qt.Key.Key_PageDown)
    assert dialog.preview.page == 1, "there is no third page"
    QTest.keyClick(dialog, Qt.Key.Key_PageUp)
    assert dialog.preview.page == 0
    rest(dialog, qtbot)
    assert all(dialog.proofs.thumb(number) is not None for number in range(2))


def test_templates_in_sight_are_painted_small_even_when_a_choice_interrupts(
    open_dialog: Open, qtbot: QtBot
) -> None:
    dialog = open_dialog()
    listed = dialog.form.templates

    def is_painted(row: int) -> bool:
        image = listed.item(row).icon().pixmap(THUMB_PX, THUMB_PX).toImage()
        return image.pixelColor(image.rect().center()).alpha() > 0

    seen = listed.rows_in_sight()
    assert 0 < len(seen) < listed.count(), "those out of sight wait"
    dialog.form.language.setCurrentIndex(1)
    qtbot.waitUntil(lambda: all(map(is_painted, seen)), timeout=PATIENCE_MS)
    assert not is_painted(listed.count() - 1)


def test_zooming_paints_the_page_larger(open_dialog: Open, qtbot: QtBot) -> None:
    dialog = open_dialog()
    whole = dialog.preview.paper.width()
    QTest.keyClick(dialog, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    QTest.mouseClick(dialog.preview.larger, Qt.MouseButton.LeftButton)
    rest(dialog, qtbot)
    assert dialog.preview.paper.width() > 1.4 * whole
    QTest.keyClick(dialog, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert dialog.preview.paper.width() == whole


def test_a_title_of_the_print_is_shown_and_taken_back_with_undo(open_dialog: Open, qtbot: QtBot) -> None:
    dialog = open_dialog()
    title = dialog.form.title_vi
    title.setFocus()
    type_text(qtbot, title, "Về miền gốm")
    rest(dialog, qtbot)
    assert "Về miền gốm" in texts(dialog)
    while title.isUndoAvailable():
        QTest.keyClick(title, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    rest(dialog, qtbot)
    assert "Về miền gốm" not in texts(dialog)


def test_the_language_of_the_print_is_not_that_of_the_window(open_dialog: Open, qtbot: QtBot) -> None:
    dialog = open_dialog()
    assert "Ngày 1" in texts(dialog)
    dialog.form.language.setFocus()
    QTest.keyClick(dialog.form.language, Qt.Key.Key_Down)
    rest(dialog, qtbot)
    assert "Day 1" in texts(dialog)
    assert "Ngày 1" not in texts(dialog)
    assert dialog.preview.where.text() == "Trang 1 / 2"


def test_the_arrow_keys_choose_another_publication(open_dialog: Open, qtbot: QtBot) -> None:
    dialog = open_dialog()
    before = dialog.preview.size_label.text()
    assert dialog.form.templates.hasFocus()
    QTest.keyClick(dialog.form.templates, Qt.Key.Key_Left)
    rest(dialog, qtbot)
    assert dialog.form.template.key == "a3-poster"
    assert dialog.preview.size_label.text() != before


def test_crop_marks_make_the_sheet_larger_than_the_page(open_dialog: Open, qtbot: QtBot) -> None:
    dialog = open_dialog()
    QTest.keyClick(dialog.form.setup.marks, Qt.Key.Key_Space)
    rest(dialog, qtbot)
    proof = dialog.proofs.proof
    assert proof is not None
    assert proof.sheets[0].width > 297
    assert proof.sheets[0].marks


def test_what_is_ticked_is_written_by_keyboard_and_the_folder_offered(
    open_dialog: Open, qtbot: QtBot
) -> None:
    dialog = open_dialog()
    dialog.form.tabs.button(2).click()
    for key, box in dialog.form.formats.items():
        if box.isChecked() != (key in {"gpx", "csv"}):
            QTest.keyClick(box, Qt.Key.Key_Space)
    QTest.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert dialog.stop.isVisible()
    wait_until_written(dialog, qtbot)
    assert {file.name for file in dialog.folder.iterdir()} == {"tour.gpx", "itinerary.csv", "a4-leaflet.pdf"}
    assert dialog.said.text() == "Đã ghi 3 tệp."
    assert dialog.open_folder.isVisible()
    asked: list[object] = []
    dialog.folder_asked.disconnect()
    dialog.folder_asked.connect(asked.append)
    QTest.keyClick(dialog.open_folder, Qt.Key.Key_Return)
    assert asked == [dialog.folder]


def test_a_folder_that_cannot_be_written_is_said_and_the_dialog_stays(
    open_dialog: Open, qtbot: QtBot
) -> None:
    dialog = open_dialog()
    dialog.folder.write_text("a file", encoding="utf-8")
    QTest.mouseClick(dialog.write, Qt.MouseButton.LeftButton)
    wait_until_written(dialog, qtbot)
    box = dialog.findChild(QMessageBox)
    assert box is not None
    assert dialog.folder.name in box.text()
    assert dialog.folder.read_text(encoding="utf-8") == "a file"
    assert dialog.isVisible()
    assert dialog.write.isEnabled()
    box.close()


def test_stopping_leaves_nothing_behind(open_dialog: Open, qtbot: QtBot) -> None:
    dialog = open_dialog()
    QTest.mouseClick(dialog.write, Qt.MouseButton.LeftButton)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    wait_until_written(dialog, qtbot)
    assert dialog.isVisible(), "Escape stops first and closes later"
    assert dialog.said.text() == "Đã dừng: không có gì thay đổi."
    assert not dialog.folder.exists()


def test_enter_in_a_title_writes_nothing(open_dialog: Open) -> None:
    dialog = open_dialog()
    dialog.form.title_vi.setFocus()
    QTest.keyClick(dialog.form.title_vi, Qt.Key.Key_Return)
    assert dialog.form.isEnabled()
    assert not dialog.folder.exists()


def test_nothing_chosen_means_nothing_to_write(open_dialog: Open) -> None:
    dialog = open_dialog()
    for box in (*dialog.form.formats.values(), dialog.form.has_print):
        box.setChecked(False)
    assert not dialog.write.isEnabled()
    dialog.form.formats["gpx"].click()
    assert dialog.write.isEnabled()


def test_findings_say_page_and_remedy_and_lead_to_the_page(
    open_dialog: Open, qtbot: QtBot, tmp_path: Path
) -> None:
    dialog = open_dialog()
    file = tmp_path / "chat.toml"
    file.write_text(OVERFLOWING, encoding="utf-8")
    dialog.use_template(file)
    rest(dialog, qtbot)
    assert dialog.form.template.key == "chat"
    assert "1 điều cần xem" in dialog.check.text()
    item = dialog.notes.item(0)
    assert item.text().startswith("Trang 2: ")
    assert "Rút gọn chữ" in item.text()
    spot = dialog.notes.visualItemRect(item).center()
    QTest.mouseClick(dialog.notes.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert dialog.preview.page == 1


def test_a_template_with_faults_is_refused_with_its_name(open_dialog: Open, tmp_path: Path) -> None:
    dialog = open_dialog()
    file = tmp_path / "hong.toml"
    file.write_text("schema = 1\n[paper]\nsize = 'B9'\n", encoding="utf-8")
    dialog.use_template(file)
    box = dialog.findChild(QMessageBox)
    assert box is not None
    assert "hong.toml" in box.text()
    assert dialog.form.template.key == "a4-leaflet"
    box.close()


def test_the_choice_is_kept_for_the_next_time(
    open_dialog: Open, qtbot: QtBot, settings: Settings, tmp_path: Path
) -> None:
    dialog = open_dialog()
    file = tmp_path / "chat.toml"
    file.write_text(OVERFLOWING, encoding="utf-8")
    dialog.use_template(file)
    dialog.form.office.setText("Sở Du lịch")
    dialog.form.title_vi.setText("Chỉ lần này")
    for key, box in dialog.form.formats.items():
        box.setChecked(key == "ics")
    QTest.mouseClick(dialog.write, Qt.MouseButton.LeftButton)
    wait_until_written(dialog, qtbot)
    choice, kept_file = kept_choice(settings)
    assert choice.formats == ("ics",)
    assert choice.office == "Sở Du lịch"
    assert choice.printed.title_vi == ""
    assert (choice.printed.template.key, kept_file) == ("chat", file)
    file.unlink()
    assert kept_choice(settings)[0].printed.template.key == "a4-leaflet"


def test_the_sheet_of_qr_codes_leads_to_the_address_of_the_web_page(
    open_dialog: Open, qtbot: QtBot, settings: Settings, tmp_path: Path
) -> None:
    dialog = open_dialog()
    dialog.form.has_print.setChecked(False)
    for key, box in dialog.form.formats.items():
        box.setChecked(key == "qr")
    QTest.keyClicks(dialog.form.web_link, "dulich.haiphong.gov.vn/t")
    assert dialog.form.choice.page == "https://dulich.haiphong.gov.vn/t"
    QTest.mouseClick(dialog.write, Qt.MouseButton.LeftButton)
    wait_until_written(dialog, qtbot)
    (sheet,) = tmp_path.rglob("*.svg")
    assert "https://dulich.haiphong.gov.vn/t" in sheet.read_text(encoding="utf-8")
    assert kept_choice(settings)[0].web_link == ""


def test_a_computer_without_printers_is_told_in_words(
    open_dialog: Open, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QPrinterInfo, "availablePrinters", list)
    dialog = open_dialog()
    QTest.keyClick(dialog, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    wait_until_written(dialog, qtbot)
    box = dialog.findChild(QMessageBox)
    assert box is not None
    assert "chưa cài máy in" in box.text()
    assert "PDF" in box.informativeText()
    box.close()


def test_the_language_of_the_window_is_switched_while_the_dialog_is_open(
    window: MainWindow, open_dialog: Open
) -> None:
    dialog = open_dialog()
    kinds = (QAbstractButton, QLabel)
    window.words.switch("en")
    said = "\n".join(
        [widget.text() for widget in dialog.findChildren(QWidget) if isinstance(widget, kinds)]
        + [dialog.form.templates.item(row).text() for row in range(dialog.form.templates.count())]
        + [dialog.preview.pages.item(row).text() for row in range(dialog.preview.pages.count())]
        + [box.itemText(row) for box in dialog.findChildren(QComboBox) for row in range(box.count())]
    )
    left = {
        word for word in ("Xuất", "Trang", "Thư mục", "Khổ", "Tự động", "Tờ gấp", "nhà in") if word in said
    }
    assert left == set()
    assert dialog.windowTitle().startswith("Publish")


@pytest.mark.parametrize("language", ["vi", "en"])
def test_everything_that_takes_the_focus_has_a_name_in_the_language(
    window: MainWindow, open_dialog: Open, language: str
) -> None:
    window.words.switch(language)
    dialog = open_dialog()
    labels = {label.buddy() for label in dialog.findChildren(QLabel)}
    kinds = (QAbstractButton, QLineEdit, QComboBox)
    nameless = [
        widget
        for widget in dialog.findChildren(QWidget)
        if isinstance(widget, kinds)
        and not widget.objectName().startswith("qt_")
        and not isinstance(widget.parent(), QLineEdit)
        and not (widget.accessibleName() or getattr(widget, "text", str)() or widget in labels)
    ]
    assert nameless == []
    shown = {True: "Xuất bản", False: "Write the files"}[language == "vi"]
    assert dialog.write.text().replace("&", "") == shown


@pytest.mark.parametrize("language", ["vi", "en"])
def test_no_text_is_clipped_at_the_size_of_an_office_screen(
    window: MainWindow, open_dialog: Open, language: str
) -> None:
    window.words.switch(language)
    dialog = open_dialog()
    assert dialog.width() <= 1366
    assert dialog.height() <= 700
    for number in range(3):
        dialog.form.tabs.button(number).click()
        QApplication.processEvents()
        for widget in dialog.findChildren(QAbstractButton):
            if widget.isVisible() and widget.text():
                assert widget.width() >= widget.sizeHint().width(), widget.text()

"""The dialog 'Publish': paper, scale, parts, inks, kind of file, and undo over all choices."""

from dataclasses import replace
from pathlib import Path

import pikepdf
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QComboBox,
    QMessageBox,
)
from pytestqt.qtbot import QtBot

from gis_app.dialogs.publish import PublishDialog
from gis_app.dialogs.publish_choice import keep_choice, kept_choice
from gis_app.settings import Settings
from layers.page import MapFrame
from layers.publication.appearance import Appearance, Part
from layers.publication.template_file import builtin_template
from tests.gis_app.window.conftest import Open, rest, texts, type_text, wait_until_written


def choose(box: QComboBox, data: object) -> None:
    """Choose an entry by what it stands for."""
    assert box.findData(data) >= 0, data
    box.setCurrentIndex(box.findData(data))


def map_of(dialog: PublishDialog) -> MapFrame:
    """Return the first map of the pages shown."""
    proof = dialog.proofs.proof
    assert proof is not None
    items = (item for sheet in proof.sheets for placed in sheet.pages for item in placed.page.items)
    return next(item for item in items if isinstance(item, MapFrame))


def undo(dialog: PublishDialog, *, again: bool = False) -> None:
    """Take the last choice back by the keyboard, or make it again."""
    modifiers = Qt.KeyboardModifier.ControlModifier
    if again:
        modifiers |= Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(dialog, Qt.Key.Key_Z, modifiers)


def test_paper_scale_and_parts_are_seen_at_once_and_taken_back_one_by_one(
    open_dialog: Open, qtbot: QtBot
) -> None:
    dialog = open_dialog()
    setup, automatic = dialog.form.setup, map_of(dialog).denominator
    choose(setup.paper, "A3")
    choose(setup.scale, 250_000)
    setup.parts[Part.LEGEND].click()
    rest(dialog, qtbot)
    assert dialog.preview.size_label.text() == "420 × 297 mm"
    assert map_of(dialog).denominator == 250_000
    assert "Ranh giới phường, xã" not in texts(dialog)
    undo(dialog)
    rest(dialog, qtbot)
    assert "Ranh giới phường, xã" in texts(dialog)
    undo(dialog)
    undo(dialog)
    undo(dialog)
    rest(dialog, qtbot)
    assert dialog.preview.size_label.text() == "297 × 210 mm"
    assert map_of(dialog).denominator == automatic
    undo(dialog, again=True)
    rest(dialog, qtbot)
    assert dialog.preview.size_label.text() == "420 × 297 mm"


def test_undo_in_a_title_goes_through_all_choices(open_dialog: Open, qtbot: QtBot) -> None:
    dialog = open_dialog()
    title = dialog.form.title_vi
    title.setFocus()
    type_text(qtbot, title, "Gốm")
    dialog.form.bilingual.click()
    title.setFocus()
    for kept, is_bilingual in (("Gốm", True), ("", True)):
        QTest.keyClick(title, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        assert (title.text(), dialog.form.bilingual.isChecked()) == (kept, is_bilingual)
    QTest.keyClick(
        title, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    )
    assert title.text() == "Gốm"


def test_a_template_that_cannot_change_its_size_says_so(open_dialog: Open) -> None:
    dialog = open_dialog()
    setup = dialog.form.setup
    setup.show_template(builtin_template("banner-85x200"))
    assert not setup.paper.isEnabled()
    assert "ISO" in setup.paper_note.text()
    setup.show_template(builtin_template("field-sheet"))
    assert setup.paper.isEnabled()
    assert not setup.scale.isEnabled()
    assert setup.scale_note.text()
    assert setup.parts[Part.QR].isHidden()


def test_inks_name_their_profile_dull_the_preview_and_are_written(open_dialog: Open, qtbot: QtBot) -> None:
    dialog = open_dialog()
    setup = dialog.form.setup

    def page() -> QImage:
        found = dialog.proofs.any_of(0)
        assert found is not None
        return found

    before = page()
    setup.color.setCurrentIndex(1)
    assert "FOGRA39" in setup.profile.text()
    rest(dialog, qtbot)
    assert page() != before
    for box in dialog.form.formats.values():
        box.setChecked(False)
    QTest.mouseClick(dialog.write, Qt.MouseButton.LeftButton)
    wait_until_written(dialog, qtbot)
    with pikepdf.open(dialog.folder / "a4-leaflet.pdf") as document:
        assert len(document.Root.OutputIntents) == 1


def test_a_profile_that_is_none_of_a_press_is_refused(open_dialog: Open) -> None:
    dialog = open_dialog()
    dialog.use_profile(Path(__file__))
    box = dialog.findChild(QMessageBox)
    assert box is not None
    assert "ICC" in box.text()
    assert dialog.form.setup.icc is None
    box.close()


def test_pictures_are_always_rgb_and_report_what_the_pdf_reports(open_dialog: Open, qtbot: QtBot) -> None:
    dialog = open_dialog()
    setup = dialog.form.setup
    choose(setup.dpi, 150)
    choose(setup.file, "png")
    assert not setup.color.isEnabled()
    assert "RGB" in setup.profile.text()
    choose(setup.scale, 5_000)
    for box in dialog.form.formats.values():
        box.setChecked(False)
    QTest.mouseClick(dialog.write, Qt.MouseButton.LeftButton)
    wait_until_written(dialog, qtbot)
    names = sorted(file.name for file in dialog.folder.iterdir())
    assert names == ["a4-leaflet-1.png", "a4-leaflet-2.png"]
    notes = [dialog.notes.item(row).text() for row in range(dialog.notes.count())]
    assert any("1:5.000" in note for note in notes)


def test_how_it_is_printed_is_kept_but_the_scale_belongs_to_the_tour(
    open_dialog: Open, settings: Settings
) -> None:
    dialog = open_dialog()
    setup = dialog.form.setup
    choose(setup.paper, "A5")
    choose(setup.scale, 100_000)
    choose(setup.dpi, 600)
    setup.color.setCurrentIndex(1)
    setup.parts[Part.ROAD_NAMES].click()
    keep_choice(settings, dialog.form.choice, None)
    printed = kept_choice(settings)[0].printed
    assert printed == replace(
        dialog.form.choice.printed, appearance=Appearance("A5", hidden=frozenset({Part.ROAD_NAMES}))
    )

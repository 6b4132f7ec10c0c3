"""Dialog 'Publish': what to hand out, how it will look, what to check, and where to write it."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from data.errors import HanhTrinhError
from data.language.catalogue import N_
from data.search.folding import slug
from gis_app.dialogs.folder import FolderDialog
from gis_app.dialogs.messages import error_text, show_error
from gis_app.dialogs.publish_choice import keep_choice, kept_choice
from gis_app.dialogs.publish_form import PublishForm
from gis_app.dialogs.publish_proofs import Proofs, Source
from gis_app.dialogs.publish_view import PreviewPane
from gis_app.i18n import Words
from gis_app.jobs import Job, Jobs
from gis_app.settings import Settings
from gis_app.theme import window_size
from gis_app.workers import Failed
from layers.publication.notes import Note, NoteKind
from layers.publication.template_file import read_template
from layers.style import Theme

_SIZE: Final = (1220, 690)
_NOTES_HEIGHT: Final = 76
_SCALE: Final = 1000

REMEDIES: Final = {
    NoteKind.TEXT_OVERFLOW: N_("Shorten the text, or choose a larger publication."),
    NoteKind.TEXT_SMALL: N_("Choose a larger publication."),
    NoteKind.MISSING_GLYPH: N_("Write the word with other letters."),
    NoteKind.FALLBACK_FONT: N_("Nothing, if the page looks right."),
    NoteKind.MISSING_PHOTO: N_("Put the photo beside the project file, or take it off the place."),
    NoteKind.QR_SMALL: N_("Choose a larger publication."),
    NoteKind.LOW_RESOLUTION: N_("Use a larger photo, or leave it out of the print."),
    NoteKind.UNPLACED_LABEL: N_("Choose a larger publication; the list names the place."),
    NoteKind.MAP_CUT: N_("Choose a coarser scale, or let the map choose."),
    NoteKind.INK_LIMIT: N_("Ask the print shop for the profile of its paper."),
    NoteKind.LEFT_OUT: N_("Nothing; save a second tour or a scenario to compare it."),
    NoteKind.RGB_OBJECT: N_("Ask the print shop whether it converts colours itself."),
}
"""What to do about each kind of finding."""


@dataclass(frozen=True, slots=True)
class PublishDesk:
    """What the dialog needs of the window."""

    settings: Settings
    words: Words
    theme: Theme
    jobs: Jobs


class PublishDialog(QDialog):
    """Chooses and shows; writing and printing are done by whoever listens.

    ``write_asked`` carries choice and folder, ``print_asked`` the proof to print.
    """

    write_asked = Signal(object, object)
    print_asked = Signal(object)
    folder_asked = Signal(object)

    def __init__(self, parent: QWidget | None, desk: PublishDesk, source: Source) -> None:
        super().__init__(parent)
        self._desk, self._words, self._source = desk, desk.words, source
        self._job: Job | None = None
        self._written: Path | None = None
        self._noted: tuple[Note, ...] | None = None
        self._found: tuple[Note, ...] = ()
        choice, file = kept_choice(desk.settings)
        self.folder = desk.settings.folder / slug(source.tour.title_vi)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(window_size(*_SIZE))
        self.proofs = Proofs(desk.jobs, self._words, source, self.devicePixelRatioF(), self)
        self.form = PublishForm(self._words, desk.theme, source.tour, (choice, file))
        self.preview = PreviewPane(self._words, desk.theme, self.proofs)
        self._make()
        self._connect()
        self._say_again()
        self._change()
        self.form.templates.setFocus()

    @property
    def _title(self) -> str:
        return " ".join(self._source.tour.title(self._words.language).split())

    # Putting together

    def _make(self) -> None:
        right = QVBoxLayout()
        right.setSpacing(8)
        right.addWidget(self.preview, 1)
        right.addLayout(self._check_row())
        upper = QHBoxLayout()
        upper.setSpacing(16)
        upper.addWidget(self.form)
        upper.addLayout(right, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setSpacing(10)
        layout.addLayout(upper, 1)
        layout.addLayout(self._folder_row())
        layout.addLayout(self._buttons())

    def _check_row(self) -> QVBoxLayout:
        self.check = QLabel()
        self.check.setObjectName("heading")
        self.notes = QListWidget()
        self.notes.setObjectName("notes")
        self.notes.setWordWrap(True)
        self.notes.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.notes.setFixedHeight(_NOTES_HEIGHT)
        self._words.bind(self.notes.setAccessibleName, N_("Check before printing"))
        row = QVBoxLayout()
        row.setSpacing(4)
        row.addWidget(self.check)
        row.addWidget(self.notes)
        return row

    def _folder_row(self) -> QHBoxLayout:
        label = QLabel()
        self._words.bind(label.setText, N_("Folder:"))
        self.folder_label = QLabel()
        self.folder_label.setTextFormat(Qt.TextFormat.PlainText)
        self.folder_label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.choose = self._button(N_("C&hange…"), self._ask_folder)
        self._words.bind(self.choose.setAccessibleName, N_("Change the folder"))
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(label)
        row.addWidget(self.folder_label)
        row.addWidget(self.choose)
        row.addStretch()
        self._say_folder()
        return row

    def _buttons(self) -> QHBoxLayout:
        self.said = QLabel()
        self.said.setTextFormat(Qt.TextFormat.PlainText)
        self.said.setWordWrap(True)
        self.bar = QProgressBar()
        self.bar.setRange(0, _SCALE)
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(220)
        self._words.bind(self.bar.setAccessibleName, N_("Progress"))
        self.stop = self._button(N_("&Stop"), self._stop)
        self.open_folder = self._button(N_("Open the fol&der"), self._open_folder)
        self.close_button = self._button(N_("Close"), self.reject)
        self.print = self._button(N_("P&rint…"), self._ask_print)
        self.write = self._button(N_("&Write the files"), self._ask_write)
        self.write.setObjectName("primary")
        self.write.setToolTip(QKeySequence("Ctrl+Enter").toString(QKeySequence.SequenceFormat.NativeText))
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.bar)
        row.addWidget(self.said, 1)
        for button in (self.stop, self.open_folder, self.close_button, self.print, self.write):
            row.addWidget(button)
        for widget in (self.bar, self.stop, self.open_folder):
            widget.hide()
        return row

    def _button(self, text: str, slot: object) -> QPushButton:
        button = QPushButton()
        self._words.bind(button.setText, text)
        # Enter in a title must not write anything.
        button.setAutoDefault(False)
        button.clicked.connect(slot)
        return button

    def _connect(self) -> None:
        self.form.changed.connect(self._change)
        self.form.other_template_asked.connect(self._ask_template)
        self.form.setup.profile_asked.connect(self._ask_profile)
        self._words.changed.connect(self._say_again)
        self.proofs.composed.connect(self._show_notes)
        self.proofs.page_painted.connect(lambda _: self._show_notes())
        self.proofs.thumbs_painted.connect(self._show_notes)
        self.proofs.template_painted.connect(self.form.show_thumb)
        self.form.templates.seen.connect(lambda: self.proofs.want_templates(self.form.templates_in_sight))
        self.proofs.failed.connect(self._show_preview_failure)
        self.notes.itemClicked.connect(self._go_to)
        self.notes.itemActivated.connect(self._go_to)
        for keys, slot in (
            ("PgUp", lambda: self.preview.turn_by(-1)),
            ("PgDown", lambda: self.preview.turn_by(1)),
            ("Ctrl++", self.preview.larger.click),
            ("Ctrl+=", self.preview.larger.click),
            ("Ctrl+-", self.preview.out.click),
            ("Ctrl+0", self.preview.fit_page),
            ("Ctrl+Z", self.form.undo),
            ("Ctrl+Shift+Z", self.form.redo),
            ("Ctrl+Y", self.form.redo),
            ("Ctrl+P", self.print.click),
            ("Ctrl+Return", self.write.click),
            ("Ctrl+Enter", self.write.click),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(slot)

    # Choosing

    def _change(self) -> None:
        choice = self.form.choice
        self._found = ()
        self.proofs.show(choice.printed)
        self.preview.say_behind()
        self._allow()

    def _allow(self) -> None:
        is_free = self._job is None
        self.write.setEnabled(is_free and not self.form.choice.is_empty)
        self.print.setEnabled(is_free and self.proofs.proof is not None)

    def _ask_template(self) -> None:
        say = self._words.say
        dialog = QFileDialog(
            self,
            say(N_("Choose a template")),
            str(self._desk.settings.folder),
            say(N_("Templates (*.toml)")),
        )
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda chosen: self.use_template(Path(chosen)))
        dialog.open()

    def use_template(self, path: Path) -> None:
        """Choose the template of a file; one with faults is refused with all of them named."""
        try:
            template = read_template(path)
        except HanhTrinhError as error:
            show_error(self, self._words, error)
            return
        self.form.add_template(template, path)

    def _ask_profile(self) -> None:
        say = self._words.say
        profiles = say(N_("ICC profiles (*.icc *.icm)"))
        dialog = QFileDialog(
            self, say(N_("Choose an ICC profile")), str(self._desk.settings.folder), profiles
        )
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda chosen: self.use_profile(Path(chosen)))
        dialog.open()

    def use_profile(self, path: Path) -> None:
        """Print in the inks of a profile; a file that is none of a press is refused."""
        # Colours load when first needed: the dialog opens without.
        from gis_app.printing.cmyk import PressProfile  # noqa: PLC0415

        try:
            PressProfile.read(path)
        except HanhTrinhError as error:
            show_error(self, self._words, error)
            return
        self.form.setup.use_profile(path)

    def _ask_folder(self) -> None:
        title = self._words.say(N_("Choose the folder for the documents of the tour"))
        dialog = FolderDialog(self, title, self.folder.parent)
        dialog.fileSelected.connect(lambda chosen: self.use_folder(Path(chosen)))
        dialog.open()

    def use_folder(self, folder: Path) -> None:
        """Write into a folder of the tour inside ``folder``."""
        self.folder = folder / slug(self._source.tour.title_vi)
        self._say_folder()

    def _say_folder(self) -> None:
        room = self.width() - 320
        metrics = self.folder_label.fontMetrics()
        text = metrics.elidedText(str(self.folder), Qt.TextElideMode.ElideMiddle, room)
        self.folder_label.setText(text)
        self.folder_label.setToolTip(str(self.folder))

    def _say_again(self) -> None:
        self.setWindowTitle(self._words.say(N_("Publish: {title}"), title=self._title))
        self.said.setText("")
        self._noted = None
        self._show_notes()

    # Checking

    def _show_notes(self) -> None:
        proof = self.proofs.proof
        seen: tuple[Note, ...] = () if proof is None else proof.notes
        notes = (*seen, *(note for note in self._found if note not in seen))
        self._allow()
        if notes == self._noted:
            return
        self._noted = notes
        self.notes.clear()
        for note in notes:
            item = QListWidgetItem(self._note_text(note), self.notes)
            item.setData(Qt.ItemDataRole.UserRole, note.page)
        words = self._words
        self.check.setText(
            words.count(
                N_("Check before printing: {count} thing to look at"),
                N_("Check before printing: {count} things to look at"),
                len(notes),
            )
            if notes
            else words.say(N_("Check before printing: nothing to correct"))
        )
        self.notes.setVisible(bool(notes))

    def _note_text(self, note: Note) -> str:
        say = self._words.say
        where = say(N_("Page {number}"), number=note.page) if note.page else say(N_("Everywhere"))
        remedy = REMEDIES.get(note.kind)
        return f"{where}: {say(note.message, **note.facts)}" + (f" → {say(remedy)}" if remedy else "")

    def _go_to(self, item: QListWidgetItem) -> None:
        number = item.data(Qt.ItemDataRole.UserRole)
        if number:
            self.preview.turn_to(number - 1)

    def _show_preview_failure(self, failed: Failed) -> None:
        self.preview.say_behind()
        self._noted = None
        self.notes.clear()
        self.notes.show()
        QListWidgetItem(error_text(failed.error, self._words), self.notes)
        self.check.setText(self._words.say(N_("The preview cannot be drawn")))

    # Writing and printing

    def _ask_write(self) -> None:
        choice = self.form.choice
        self._keep()
        self._desk.settings.folder = self.folder.parent
        self.write_asked.emit(choice, self.folder)

    def _ask_print(self) -> None:
        if self.proofs.proof is not None:
            self._keep()
            self.print_asked.emit(self.proofs.proof)

    def _keep(self) -> None:
        keep_choice(self._desk.settings, self.form.choice, self.form.template_file)

    def follow(self, job: Job) -> None:
        """Show progress of writing or printing, with a button to stop it."""
        self._job = job
        self._show_running(is_running=True)
        self.said.setText("")
        job.progressed.connect(self._show_progress)
        job.stopped.connect(lambda: self._end(self._words.say(N_("Stopped: nothing was changed."))))
        job.failed.connect(self._show_failure)

    def show_written(self, folder: Path, count: int, notes: tuple[Note, ...] = ()) -> None:
        """Say what was written and what preflight found in it, and offer the folder."""
        self._written, self._found = folder, notes
        self._show_notes()
        words = self._words
        self._end(words.count(N_("{count} file was written."), N_("{count} files were written."), count))
        self.open_folder.show()
        self.open_folder.setFocus()

    def show_printed(self, printer: str) -> None:
        """Say that the printer has it."""
        self._end(self._words.say(N_("Sent to the printer '{printer}'."), printer=printer))

    def end_job(self) -> None:
        """Show that what was followed is at its end, with nothing to say."""
        self._end("")

    def _show_progress(self, done: float, message: str) -> None:
        self.bar.setValue(round(done * _SCALE))
        if message:
            self.said.setText(self._words.say(message))

    def _show_failure(self, failed: Failed) -> None:
        self._end("")
        show_error(self, self._words, failed.error, failed.details)

    def _end(self, text: str) -> None:
        self._job = None
        self._show_running(is_running=False)
        self.said.setText(text)

    def _show_running(self, *, is_running: bool) -> None:
        self.bar.setValue(0)
        self.bar.setVisible(is_running)
        self.stop.setVisible(is_running)
        self.open_folder.hide()
        self.form.setEnabled(not is_running)
        self.choose.setEnabled(not is_running)
        self._allow()
        if is_running:
            self.stop.setFocus()

    def _stop(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def _open_folder(self) -> None:
        if self._written is not None:
            self.folder_asked.emit(self._written)

    # End

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press the button that has the focus with Enter; Enter elsewhere does nothing."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            focus = self.focusWidget()
            if isinstance(focus, QPushButton):
                focus.click()
            return
        super().keyPressEvent(event)

    def reject(self) -> None:
        """Stop what is being written; close when nothing is."""
        if self._job is not None:
            self._stop()
            return
        self.proofs.close()
        super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stop drawing."""
        self._stop()
        self.proofs.close()
        super().closeEvent(event)

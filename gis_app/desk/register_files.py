"""The register in Excel: written as a workbook and opened there; the import reads it back."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog

from data.language.catalogue import N_
from data.model.place import Place
from gis_app.desk.core import Desk
from gis_app.workers import TaskContext


class RegisterFiles(QObject):
    """Writes the places shown.

    Parameters
    ----------
    shown
        Gives the places that search and filters let pass.
    """

    said = Signal(str)

    def __init__(self, desk: Desk, shown: Callable[[], Sequence[Place]], parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._shown = desk, shown
        self.opens_outside = True

    def ask_open_in_excel(self) -> None:
        """Ask where the workbook goes, write it, and open it."""
        desk, say = self._desk, self._desk.words.say
        folder = desk.settings.folder if desk.session.path is None else desk.session.path.parent
        dialog = QFileDialog(
            desk.window, say(N_("Open the table in Excel")), str(folder), say(N_("Excel workbooks (*.xlsx)"))
        )
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("xlsx")
        dialog.selectFile(f"{desk.session.name}.xlsx")
        dialog.fileSelected.connect(lambda file: self.write(Path(file)))
        dialog.open()

    def write(self, path: Path) -> None:
        """Write the places shown to ``path``, and open it in the program for workbooks."""
        from data.storage.places_xlsx import write_places_xlsx  # noqa: PLC0415 - the window opens without it

        desk = self._desk
        project, places, language = desk.session.project, tuple(self._shown()), desk.words.language

        def work(context: TaskContext) -> int:
            context.note(0.1, N_("Writing the workbook"))
            write_places_xlsx(project, places, path, language)
            return len(places)

        job = desk.jobs.on_thread(desk.words.say(N_("Writing {name}"), name=path.name), work)
        job.finished.connect(lambda count: self._written(path, count))
        desk.tell_failures(job)

    def _written(self, path: Path, count: int) -> None:
        self.said.emit(
            self._desk.words.count(
                N_("{count} place written to {name}; File → Import reads it back."),
                N_("{count} places written to {name}; File → Import reads it back."),
                count,
                name=path.name,
            )
        )
        if self.opens_outside:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))

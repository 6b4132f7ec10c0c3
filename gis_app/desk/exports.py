"""Exports: all documents of a tour into one folder, on a thread."""

from pathlib import Path

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices

from data.language.catalogue import N_
from data.model.tour import Tour
from data.search.folding import slug
from gis_app.desk.core import Desk
from gis_app.desk.roads import Roads
from gis_app.dialogs.folder import FolderDialog
from gis_app.dialogs.messages import show_done
from gis_app.workers import TaskContext


class TourExports(QObject):
    """Writes the documents of a tour."""

    def __init__(self, desk: Desk, roads: Roads, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._roads = desk, roads

    def ask_export(self, tour: Tour | None) -> None:
        """Ask for a folder and write the documents of ``tour`` into a folder of its own there."""
        if tour is None:
            return
        title = self._desk.words.say(N_("Choose the folder for the documents of the tour"))
        dialog = FolderDialog(self._desk.window, title, self._desk.settings.folder)
        dialog.fileSelected.connect(lambda chosen: self.export(tour, Path(chosen) / slug(tour.title_vi)))
        dialog.open()

    def export(self, tour: Tour, folder: Path) -> None:
        """Write the documents of ``tour`` into ``folder``."""
        project, network = self._desk.session.project, self._roads.network
        language, saved = self._desk.words.language, self._desk.session.path
        photos = None if saved is None else saved.parent

        def write(context: TaskContext) -> list[Path]:
            # Writers of sheets, web pages and print are imported when first needed: the window opens without.
            from gis_app.outputs import Edition, write_outputs  # noqa: PLC0415

            context.note(0.1, N_("Writing the documents"))
            return write_outputs(Edition(project, tour, language, network, photos), folder)

        job = self._desk.jobs.on_thread(self._desk.words.say(N_("Exporting the tour")), write)
        job.finished.connect(lambda files: self._done(folder, len(files)))
        self._desk.tell_failures(job)

    def _done(self, folder: Path, files: int) -> None:
        words, window = self._desk.words, self._desk.window
        self._desk.settings.folder = folder.parent
        if window is None:
            return
        text = words.count(
            N_("{count} document written to:\n{folder}"),
            N_("{count} documents written to:\n{folder}"),
            files,
            folder=str(folder),
        )
        show_done(window, words, text, words.say(N_("Open the folder")), lambda: _open_folder(folder))


def _open_folder(folder: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))

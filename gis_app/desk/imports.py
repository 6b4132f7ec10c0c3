"""Import of places and tours from files, each file as one undoable change."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog

from data.edits import Batch, PutPlace
from data.language.catalogue import N_
from data.readers import places, tours
from data.readers.place_import import PlaceImport
from data.readers.tour_import import Assumed, TourImport
from gis_app.desk.core import Desk
from gis_app.dialogs.assumptions import AssumptionsDialog
from gis_app.dialogs.import_preview import ImportPreview
from gis_app.workers import TaskContext

_READABLE = tuple(dict.fromkeys((*places.READABLE, *tours.READABLE)))


class Imports(QObject):
    """Reads files of places and tours into the project."""

    said = Signal(str)

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk

    def ask_import(self) -> None:
        """Ask for a file and import what it holds."""
        words = self._desk.words
        patterns = " ".join(f"*{ending}" for ending in _READABLE)
        kinds = words.say(N_("Tables, tours, tracks and maps ({patterns})"), patterns=patterns)
        title = words.say(N_("Import places or tours"))
        dialog = QFileDialog(self._desk.window, title, str(self._desk.settings.folder), kinds)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda file: self.read(Path(file)))
        dialog.open()

    def read(self, path: Path, assumed: Assumed | None = None) -> None:
        """Import what ``path`` holds: all of it, or nothing when there is a fault.

        Places are shown before they are taken over. A file of another program asks first for what it does
        not say, unless ``assumed`` does.
        """
        project = self._desk.session.project

        def work(context: TaskContext) -> PlaceImport | TourImport:
            context.note(0.1, N_("Reading the file"))
            if tours.holds_tours(path):
                return tours.import_tours(path, project, assumed)
            return places.read_places(path, project)

        job = self._desk.jobs.on_thread(self._desk.words.say(N_("Importing {name}"), name=path.name), work)
        put = partial(self._put, path=path, is_asked=assumed is not None)
        job.finished.connect(self._desk.session.while_open(put))
        self._desk.tell_failures(job)

    def _put(self, found: PlaceImport | TourImport, *, path: Path, is_asked: bool) -> None:
        if isinstance(found, TourImport):
            if found.is_own or is_asked:
                self._put_tours(found, path)
            else:
                dialog = AssumptionsDialog(self._desk.words, path, found, self._desk.window)
                dialog.chosen.connect(lambda assumed: self.read(path, assumed))
                dialog.open()
            return
        desk = self._desk
        preview = ImportPreview(desk.words, desk.theme, path, found, desk.session.project, parent=desk.window)
        preview.accepted.connect(lambda: self._put_places(found, path))
        preview.again_asked.connect(lambda: self.read(path))
        preview.open()

    def _put_places(self, found: PlaceImport, path: Path) -> None:
        edit = Batch(tuple(PutPlace(place) for place in found.places))
        self._desk.session.do(edit, N_("Import {name}"), name=path.name)
        words = self._desk.words
        said = words.count(N_("{count} place imported"), N_("{count} places imported"), len(found.places))
        self._say(said, found)

    def _put_tours(self, found: TourImport, path: Path) -> None:
        self._desk.session.do(found.edit, N_("Import {name}"), name=path.name)
        words = self._desk.words
        parts = [
            words.count(N_("{count} tour imported"), N_("{count} tours imported"), len(found.tours)),
            words.count(N_("{count} new place"), N_("{count} new places"), len(found.places)),
        ]
        if found.tours:
            self._desk.selection.choose_tour(found.tours[0].id)
        self._say(" · ".join(parts), found)

    def _say(self, said: str, found: PlaceImport | TourImport) -> None:
        words = self._desk.words
        if found.warnings:
            doubts = words.count(N_("{count} doubt"), N_("{count} doubts"), len(found.warnings))
            said = f"{said} · {doubts}: {found.warnings[0].in_language(words.language)}"
        self.said.emit(said)

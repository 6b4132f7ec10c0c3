"""Import of places from tables and GeoJSON, as one undoable change."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog

from data.edits import Batch, PutPlace
from data.language.catalogue import N_
from data.readers.place_import import PlaceImport
from data.readers.places import READABLE, read_places
from gis_app.desk.core import Desk
from gis_app.workers import TaskContext


class PlaceImports(QObject):
    """Reads files of places into the project."""

    said = Signal(str)

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk

    def ask_import(self) -> None:
        """Ask for a file and import its places."""
        words = self._desk.words
        patterns = " ".join(f"*{ending}" for ending in READABLE)
        kinds = words.say(N_("Tables and GeoJSON ({patterns})"), patterns=patterns)
        title = words.say(N_("Import places"))
        dialog = QFileDialog(self._desk.window, title, str(self._desk.settings.folder), kinds)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda file: self.read(Path(file)))
        dialog.open()

    def read(self, path: Path) -> None:
        """Import the places of ``path``: all of them, or none when a row has a fault."""
        project = self._desk.session.project

        def work(context: TaskContext) -> PlaceImport:
            context.note(0.1, N_("Reading the places"))
            found = read_places(path, project)
            found.require_sound(path)
            return found

        job = self._desk.jobs.on_thread(self._desk.words.say(N_("Importing {name}"), name=path.name), work)
        job.finished.connect(lambda found: self._put(found, path))
        self._desk.tell_failures(job)

    def _put(self, found: PlaceImport, path: Path) -> None:
        edit = Batch(tuple(PutPlace(place) for place in found.places))
        self._desk.session.do(edit, N_("Import {name}"), name=path.name)
        words = self._desk.words
        said = words.count(N_("{count} place imported"), N_("{count} places imported"), len(found.places))
        if found.warnings:
            doubts = words.count(N_("{count} doubt"), N_("{count} doubts"), len(found.warnings))
            said = f"{said} · {doubts}: {found.warnings[0].in_language(words.language)}"
        self.said.emit(said)

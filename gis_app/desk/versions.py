"""Earlier versions of the open project: shown, restored as an undoable change, or saved elsewhere."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from data.edits import ReplaceProject
from data.language.catalogue import N_
from data.model.project import Project
from data.storage.gpkg import save_project
from data.storage.versions import compare, version_in, versions
from gis_app.desk.core import Desk
from gis_app.desk.files import SUFFIX, save_dialog
from gis_app.dialogs.moments import moment
from gis_app.dialogs.versions import VersionItem, VersionsDialog


class Versions(QObject):
    """Browses the five files before the present one."""

    said = Signal(str)

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk

    def look(self) -> None:
        """Read the versions on a thread and show them."""
        session, say = self._desk.session, self._desk.words.say
        path, project = session.path, session.project
        if path is None:
            self.said.emit(say(N_("The project was never saved: it has no earlier versions.")))
            return

        def read(_: object) -> list[VersionItem]:
            return [
                VersionItem(one, None if one.project is None else compare(one.project, project))
                for one in versions(path)
            ]

        job = self._desk.jobs.on_thread(say(N_("Reading earlier versions")), read)
        job.finished.connect(self._desk.session.while_open(self._show))
        self._desk.tell_failures(job)

    def look_at(self, path: Path) -> None:
        """Show what another program left in ``path``, compared with what is open."""
        say, project = self._desk.words.say, self._desk.session.project

        def read(_: object) -> list[VersionItem]:
            one = version_in(path)
            return [VersionItem(one, None if one.project is None else compare(one.project, project))]

        job = self._desk.jobs.on_thread(say(N_("Reading the project")), read)
        job.finished.connect(self._desk.session.while_open(self._show))
        self._desk.tell_failures(job)

    def restore(self, item: VersionItem) -> None:
        """Put a version in place of the present state; can be undone."""
        if item.version.project is None:
            return
        at = moment(item.version.saved_s, self._desk.words.language)
        self._desk.session.do(
            ReplaceProject(item.version.project), N_("Restore the version of {time}"), time=at
        )

    def ask_save(self, item: VersionItem) -> None:
        """Ask for a file and save a version there."""
        project = item.version.project
        if project is None:
            return
        dialog = save_dialog(self._desk, N_("Save the version as"))
        dialog.selectFile(f"{self._desk.session.name}-{item.version.path.stem}{SUFFIX}")
        dialog.fileSelected.connect(lambda file: self.save(project, Path(file)))
        dialog.open()

    def save(self, project: Project, path: Path) -> None:
        """Save a version as ``path`` on a thread."""
        say = self._desk.words.say
        job = self._desk.jobs.on_thread(
            say(N_("Saving {name}"), name=path.name), lambda _: save_project(project, path)
        )
        job.finished.connect(lambda _: self.said.emit(say(N_("Saved to {path}"), path=str(path))))
        self._desk.tell_failures(job)

    def _show(self, items: list[VersionItem]) -> None:
        words, window = self._desk.words, self._desk.window
        if not items or window is None:
            self.said.emit(
                words.say(N_("There is no earlier version yet: each save keeps the file before it."))
            )
            return
        dialog = VersionsDialog(window, words, self._desk.session.name, items)
        dialog.restore_asked.connect(lambda row: self.restore(items[row]))
        dialog.save_asked.connect(lambda row: self.ask_save(items[row]))
        dialog.open()

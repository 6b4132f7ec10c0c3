"""What sessions that ended without saving left behind: found at the start, restored on request."""

from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from data.edits import ReplaceProject
from data.errors import StorageError
from data.language.catalogue import N_
from data.storage.gpkg import open_project
from data.storage.holding import ProjectHold
from data.storage.journal import Leftover, Restored, forget, leftovers, restore, stamp_of
from gis_app.desk.core import Desk
from gis_app.desk.files import ProjectFiles
from gis_app.desk.opening import IN_USE
from gis_app.desk.safety import Safety, journal_folder
from gis_app.dialogs.recovery import RecoveryDialog, RecoveryItem
from gis_app.session import ProjectFile


class Fate(Enum):
    """What became of the project file since the journal was written."""

    NEW = auto()
    SAME = auto()
    CHANGED = auto()
    GONE = auto()


NOTES = {
    Fate.NEW: N_("The project was never saved: it opens as a new project with these changes."),
    Fate.SAME: N_("The project opens with these changes, not saved yet."),
    Fate.CHANGED: N_(
        "The file has been changed since and stays as it is; what is restored opens as a new project."
    ),
    Fate.GONE: N_("The file cannot be found. What is restored opens as a new project."),
}


@dataclass(frozen=True, slots=True)
class Found:
    """A leftover and what became of its file."""

    leftover: Leftover
    fate: Fate


@dataclass(frozen=True, slots=True)
class _Ready:
    """A project restored off the window, and its file if it is still the same."""

    restored: Restored
    file: ProjectFile | None


class Recovery(QObject):
    """Finds and restores unsaved changes of sessions that have ended; ``restored`` when it has."""

    said = Signal(str)
    restored = Signal()

    def __init__(self, desk: Desk, files: ProjectFiles, safety: Safety, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._files, self._safety = desk, files, safety
        self._folder = journal_folder(desk.settings.state)

    def look(self, *, is_asked: bool = False) -> None:
        """Look for leftovers on a thread and show them; say so if there are none and the user asked."""
        folder = self._folder
        if not is_asked and not folder.is_dir():
            return
        title = self._desk.words.say(N_("Looking for unsaved changes"))
        job = self._desk.jobs.on_thread(title, lambda _: find(folder))
        job.finished.connect(lambda found: self._show(found, is_asked=is_asked))
        self._desk.tell_failures(job)

    def restore(self, found: Found) -> None:
        """Open the project with its unsaved changes, as one change that can be undone."""
        title = self._desk.words.say(N_("Restoring unsaved changes"))
        job = self._desk.jobs.on_thread(title, lambda _: _make_ready(found))
        job.finished.connect(lambda ready: self._open(found, ready))
        self._desk.tell_failures(job)

    def forget(self, found: Found) -> None:
        """Remove a leftover that is not wanted."""
        try:
            forget(found.leftover)
        except OSError as error:
            self._desk.tell(error)

    # Inside

    def _show(self, found: tuple[Found, ...], *, is_asked: bool) -> None:
        if not found or self._desk.window is None:
            if is_asked:
                self.said.emit(self._desk.words.say(N_("There are no unsaved changes to restore.")))
            return
        dialog = RecoveryDialog(self._desk.window, self._desk.words, [_item(one) for one in found])
        dialog.restore_asked.connect(lambda number: self._files.guarded(lambda: self.restore(found[number])))
        dialog.forget_asked.connect(lambda number: self.forget(found[number]))
        dialog.open()

    def _open(self, found: Found, ready: _Ready) -> None:
        session = self._desk.session
        session.open(ready.restored.base, ready.file)
        session.do(ReplaceProject(ready.restored.project), N_("Restore unsaved changes"))
        # Only when the journal of this session holds it all may the old one go.
        self._safety.supersede(lambda: self.forget(found))
        self.restored.emit()
        self.said.emit(self._desk.words.say(N_("Restored. Save the project to keep it.")))


def find(folder: Path) -> tuple[Found, ...]:
    """Return what can be restored, the latest first; what turns out to be saved already is removed."""
    found = [Found(leftover, _fate(leftover)) for leftover in leftovers(folder)]
    for one in found:
        if one.fate is Fate.CHANGED and _is_saved(one.leftover):
            forget(one.leftover)
    return tuple(one for one in found if one.leftover.journal.exists())


def _fate(leftover: Leftover) -> Fate:
    path = leftover.origin.path
    if path is None:
        return Fate.NEW
    if not path.is_file():
        return Fate.GONE
    return Fate.SAME if stamp_of(path) == leftover.origin.stamp else Fate.CHANGED


def _is_saved(leftover: Leftover) -> bool:
    """Return whether the file holds what the journal does: the session died between saving and tidying up."""
    path = leftover.origin.path
    if leftover.problem is not None or path is None:
        return False
    try:
        return open_project(path) == restore(leftover).project
    except StorageError:
        return False


def _make_ready(found: Found) -> _Ready:
    restored = restore(found.leftover)
    path, stamp = found.leftover.origin.path, found.leftover.origin.stamp
    if path is None or found.fate is not Fate.SAME:
        return _Ready(restored, None)
    try:
        return _Ready(restored, ProjectFile(path, stamp, ProjectHold(path)))
    except StorageError:
        return _Ready(restored, ProjectFile(path, stamp, None, IN_USE))


def _item(found: Found) -> RecoveryItem:
    leftover = found.leftover
    path = leftover.origin.path
    return RecoveryItem(
        name=leftover.origin.name,
        path=str(path) if path else "",
        at_s=leftover.last.at_s,
        count=leftover.last.count,
        change=leftover.last.message,
        facts=leftover.last.facts,
        is_undone=leftover.last.is_undone,
        is_whole=leftover.is_whole,
        note=NOTES[found.fate],
        problem=leftover.problem,
    )

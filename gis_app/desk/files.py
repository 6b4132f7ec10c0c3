"""Project files: new, open, save, import; never losing what is not saved."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog

from data.errors import FileChangedError, ProjectInUseError
from data.language.catalogue import N_
from data.model.project import Project
from data.starter import load_starter
from data.storage.gpkg import save_project
from data.storage.holding import ProjectHold
from data.storage.journal import stamp_of
from gis_app.desk.core import Desk
from gis_app.desk.opening import IN_USE, OpenedFile, open_file
from gis_app.desk.photo_carrying import offer_to_carry
from gis_app.dialogs.files import ask_about_changed, ask_for_reading, show_read_only, show_save_failure
from gis_app.dialogs.messages import ask_to_save
from gis_app.session import ProjectFile
from gis_app.workers import Failed, TaskContext

SUFFIX: Final = ".gpkg"


class ProjectFiles(QObject):
    """Opens and saves the project of a desk."""

    recent_changed = Signal()
    refused = Signal()
    """A file could not be opened, and the message that says why has been read."""
    look_asked = Signal(Path)
    """The user wants to see what another program left in the file."""
    said = Signal(str)

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._is_saving = False
        self.missing: frozenset[Path] = frozenset()

    def new(self, then: Callable[[], None] | None = None) -> None:
        """Begin an empty project that keeps the units of the starter, after asking about unsaved changes.

        ``then`` is called once it is open.
        """
        self.guarded(lambda: self._open_made(_empty_project, then))

    def begin(self, make: Callable[[], Project]) -> None:
        """Open what ``make`` returns on a thread, after asking about unsaved changes."""
        self.guarded(lambda: self._open_made(make))

    def open_starter(self) -> None:
        """Open the starter data, after asking about unsaved changes."""
        self.guarded(lambda: self._open_made(load_starter))

    def ask_open(self) -> None:
        """Ask for a file and open it."""
        self.guarded(self._choose_open)

    def open(self, path: Path, *, read_only: str = "") -> None:
        """Open ``path`` on a thread; for reading only when ``read_only`` says why (a msgid)."""

        def read(context: TaskContext) -> OpenedFile:
            context.note(0.1, N_("Reading the project"))
            return open_file(path, read_only)

        job = self._desk.jobs.on_thread(self._desk.words.say(N_("Opening {name}"), name=path.name), read)
        job.finished.connect(self._opened)
        job.failed.connect(lambda failed: self._not_opened(path, failed))

    def save(self, then: Callable[[], None] | None = None) -> None:
        """Save to the project's file; the first time, and when it is open for reading only, ask for one."""
        file = self._desk.session.file
        if file is None:
            self.ask_save_as(then)
        elif file.read_only:
            show_read_only(
                self._desk.window,
                self._desk.words,
                file.path.name,
                file.read_only,
                lambda: self.ask_save_as(then),
            )
        else:
            self.save_to(file.path, then)

    def ask_save_as(self, then: Callable[[], None] | None = None) -> None:
        """Ask for a file and save there."""
        dialog = save_dialog(self._desk, N_("Save the project as"))
        dialog.selectFile(self._desk.session.name + SUFFIX)
        dialog.fileSelected.connect(lambda file: self.save_to(Path(file), then))
        dialog.open()

    def save_to(self, path: Path, then: Callable[[], None] | None = None, *, is_sure: bool = False) -> None:
        """Save to ``path`` on a thread; ``then`` is called once it is saved.

        When another program changed the file since it was read, this asks first, unless ``is_sure``.
        """
        if self._is_saving:
            return
        session = self._desk.session
        project, at, before = session.project, session.stack.index(), session.file

        def write(context: TaskContext) -> ProjectFile:
            context.note(0.1, N_("Writing the project"))
            return _write(project, path, before, is_sure=is_sure)

        self._is_saving = True
        job = self._desk.jobs.on_thread(self._desk.words.say(N_("Saving {name}"), name=path.name), write)
        job.finished.connect(lambda file: self._saved(project, file, at, then))
        if before is not None:
            old = before.path.parent
            job.finished.connect(lambda file: offer_to_carry(self._desk, project, old, file.path.parent))
        job.failed.connect(lambda failed: self._not_saved(path, failed, then))
        job.ended.connect(self._end_saving)

    def look_for_recent(self) -> None:
        """Find out on a thread which recent files are gone: a share that sleeps must not stop the window."""
        recent = self._desk.settings.recent
        if not recent:
            self._found_recent(frozenset())
            return
        title = self._desk.words.say(N_("Looking for recent files"))
        job = self._desk.jobs.on_thread(
            title, lambda _: frozenset(path for path in recent if not path.is_file())
        )
        job.finished.connect(self._found_recent)

    def forget_missing(self) -> None:
        """Take the files that were not found off the list."""
        for path in self.missing:
            self._desk.settings.forget_file(path)
        self._found_recent(frozenset())

    def guarded(self, action: Callable[[], None]) -> None:
        """Do ``action`` once unsaved changes are saved or given up."""
        session = self._desk.session
        if not session.is_dirty or self._desk.window is None:
            action()
            return
        ask_to_save(self._desk.window, self._desk.words, session.name, lambda: self.save(action), action)

    # Inside

    def _open_made(self, make: Callable[[], Project], then: Callable[[], None] | None = None) -> None:
        """Open a project that is made of the starter data, on a thread."""
        title = self._desk.words.say(N_("Reading the project"))
        job = self._desk.jobs.on_thread(title, lambda _: make())
        job.finished.connect(lambda project: self._desk.session.open(project, None))
        if then is not None:
            job.finished.connect(lambda _: then())
        self._desk.tell_failures(job)

    def _opened(self, opened: OpenedFile) -> None:
        self._desk.session.open(opened.project, opened.file)
        self._remember(opened.file.path)

    def _not_opened(self, path: Path, failed: Failed) -> None:
        if isinstance(failed.error, ProjectInUseError) and self._desk.window is not None:
            asked = ask_for_reading(
                self._desk.window,
                self._desk.words,
                failed.error,
                on_read=lambda: self.open(path, read_only=IN_USE),
                on_again=lambda: self.open(path),
            )
            asked.rejected.connect(self.refused)
            return
        self._desk.tell(failed.error, failed.details).finished.connect(lambda _: self.refused.emit())

    def _saved(self, project: Project, file: ProjectFile, at: int, then: Callable[[], None] | None) -> None:
        self._desk.session.saved(project, file, at)
        self._remember(file.path)
        self.said.emit(self._desk.words.say(N_("Saved to {path}"), path=str(file.path)))
        if then is not None:
            then()

    def _not_saved(self, path: Path, failed: Failed, then: Callable[[], None] | None) -> None:
        if isinstance(failed.error, FileChangedError):
            ask_about_changed(
                self._desk.window,
                self._desk.words,
                failed.error,
                on_elsewhere=lambda: self.ask_save_as(then),
                on_replace=lambda: self.save_to(path, then, is_sure=True),
                on_look=lambda: self.look_asked.emit(path),
            )
            return
        show_save_failure(
            self._desk.window,
            self._desk.words,
            failed,
            on_again=lambda: self.save_to(path, then),
            on_elsewhere=lambda: self.ask_save_as(then),
        )

    def _end_saving(self) -> None:
        self._is_saving = False

    def _remember(self, path: Path) -> None:
        self._desk.settings.remember_file(path)
        self._found_recent(self.missing - {path})

    def _found_recent(self, missing: frozenset[Path]) -> None:
        self.missing = missing
        self.recent_changed.emit()

    def _choose_open(self) -> None:
        dialog = _dialog(self._desk, N_("Open a project"), QFileDialog.AcceptMode.AcceptOpen)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda file: self.open(Path(file)))
        dialog.open()


def save_dialog(desk: Desk, title: str) -> QFileDialog:
    """Return a dialog that asks where to save a project; ``title`` is a msgid."""
    dialog = _dialog(desk, title, QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(SUFFIX)
    return dialog


def _dialog(desk: Desk, title: str, mode: QFileDialog.AcceptMode) -> QFileDialog:
    kind = desk.words.say(N_("Projects (*.gpkg)"))
    dialog = QFileDialog(desk.window, desk.words.say(title), str(desk.settings.folder), kind)
    dialog.setAcceptMode(mode)
    return dialog


def _write(project: Project, path: Path, before: ProjectFile | None, *, is_sure: bool) -> ProjectFile:
    """Save ``project`` and return its file, held for this session.

    Raises
    ------
    FileChangedError
        If the file is not as this session read or saved it last, unless ``is_sure``.
    """
    ours_before = before if before is not None and before.path == path else None
    if ours_before is not None and not is_sure:
        _require_unchanged(ours_before)
    hold = None if ours_before is None else ours_before.hold
    ours = ProjectHold(path) if hold is None else hold
    try:
        save_project(project, path)
    except BaseException:
        if hold is None:
            ours.release()
        raise
    return ProjectFile(path, stamp_of(path), ours)


def _require_unchanged(file: ProjectFile) -> None:
    found = stamp_of(file.path)
    # A file that is gone is written anew; one that cannot be read refuses the save itself.
    if file.stamp and found and found != file.stamp:
        raise FileChangedError(
            N_("Another program has changed '{name}' since it was opened here."),
            source=file.path,
            remedy=N_("Save under another name, or replace the file: it is kept among the earlier versions."),
            name=file.path.name,
        )


def _empty_project() -> Project:
    starter = load_starter()
    return Project(units=starter.units, successions=starter.successions, attribution=starter.attribution)

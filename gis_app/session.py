"""Session: the open project and its undo stack, the only mutable hub of the window."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoStack

from data.edits import Applied, Edit
from data.language.catalogue import N_
from data.model.map_layers import LayerStack
from data.model.project import Project
from data.storage.holding import ProjectHold
from gis_app.commands import EditCommand
from gis_app.i18n import Words


@dataclass(frozen=True, slots=True)
class ProjectFile:
    """The file of a project as it was read or saved.

    Parameters
    ----------
    path
        Where.
    stamp
        ``data.storage.journal.stamp_of`` it then.
    hold
        The right to save it; None when it is open for reading only.
    read_only
        Why it is open for reading only (a msgid); '' when it is not.
    """

    path: Path
    stamp: str = ""
    hold: ProjectHold | None = None
    read_only: str = ""


@dataclass(frozen=True, slots=True)
class LastChange:
    """The change made last: how many there were since the project was opened or saved, and its name."""

    count: int = 0
    msgid: str = ""
    facts: Mapping[str, object] = field(default_factory=dict)
    is_undone: bool = False


class Session(QObject):
    """The open project.

    Every change goes through ``do``, so that it has a name and can be undone.
    """

    project_changed = Signal(object)
    opened = Signal()
    state_changed = Signal()
    looked = Signal()
    """Layers are looked at in another way; nothing else of the project is another."""

    def __init__(self, words: Words, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._project = self._base = Project()
        self._file: ProjectFile | None = None
        self._last = LastChange()
        self._tried: tuple[Project, Edit, Applied] | None = None
        self._openings = 0
        self.saved_at_s: float | None = None
        self.stack = QUndoStack(self)
        self.stack.cleanChanged.connect(lambda _: self.state_changed.emit())
        words.changed.connect(self._say_commands)

    @property
    def project(self) -> Project:
        """The project as it stands now."""
        return self._project

    @property
    def base(self) -> Project:
        """The project as it was last opened or saved."""
        return self._base

    @property
    def file(self) -> ProjectFile | None:
        """File of the project; None for one that was never saved (the starter)."""
        return self._file

    @property
    def path(self) -> Path | None:
        """Path of the project's file; None for one that was never saved."""
        return self._file.path if self._file else None

    @property
    def last_change(self) -> LastChange:
        """The change made last."""
        return self._last

    @property
    def is_open(self) -> bool:
        """Whether a project has been opened at all."""
        return self._openings > 0

    @property
    def is_dirty(self) -> bool:
        """Whether there are changes that are not saved."""
        return not self.stack.isClean()

    @property
    def name(self) -> str:
        """Name of the file, or of a project that has none yet."""
        if self._file is not None:
            return self._file.path.stem
        return self._project.title or self._words.say(N_("New project"))

    def while_open(self, take: Callable[[Any], object]) -> Callable[[Any], None]:
        """Return what hands a value on to ``take`` as long as the project open now is the one open.

        What was read or computed for one project is no concern of the next one.
        """
        asked_in = self._openings

        def hand_on(value: object) -> None:
            if self._openings == asked_in:
                take(value)

        return hand_on

    def open(self, project: Project, file: ProjectFile | None) -> None:
        """Work on ``project``, read from ``file`` (None: not saved yet); the undo stack starts anew."""
        self._openings += 1
        self._take(file)
        self._project = self._base = project
        self._last, self.saved_at_s = LastChange(), None
        self.stack.clear()
        self.opened.emit()
        self.project_changed.emit(project)
        self.state_changed.emit()

    def saved(self, project: Project, file: ProjectFile, at: int) -> None:
        """Note that ``project`` was saved as ``file``, as it was after command number ``at``."""
        self._take(file)
        self._base, self.saved_at_s = project, time.time()
        self._last = LastChange(0, self._last.msgid, self._last.facts, self._last.is_undone)
        if self.stack.index() == at:
            self.stack.setClean()
        else:
            # What was saved is not a step of the stack any more, or another one: all of it is unsaved.
            self._last = LastChange(1, self._last.msgid, self._last.facts, self._last.is_undone)
            self.stack.resetClean()
        self.state_changed.emit()

    def do(self, edit: Edit, msgid: str, **facts: object) -> None:
        """Change the project; the change is named by ``msgid`` and can be undone.

        Raises
        ------
        BadInputError
            If the edit does not fit the project; nothing has changed then.
        """
        # Tried here first: an error must not pass through Qt, which calls the command.
        self._tried = self._project, edit, edit.apply(self._project)
        self.stack.push(EditCommand(self._apply, edit, self._words, msgid, facts))

    def look(self, layers: LayerStack) -> None:
        """Keep which layers are shown and how strongly: no step to undo, saved with the next save."""
        self._project = replace(self._project, layers=layers)
        self.looked.emit()

    def close(self) -> None:
        """Say nothing more: the window and its stack are about to be deleted."""
        self.stack.blockSignals(True)  # noqa: FBT003 - Qt's signature
        self._take(None)

    def _take(self, file: ProjectFile | None) -> None:
        hold = self._file.hold if self._file else None
        if hold is not None and (file is None or file.hold is not hold):
            hold.release()
        self._file = file

    def _apply(self, edit: Edit, command: EditCommand, *, is_undone: bool) -> Edit:
        # A large import is applied once, not twice.
        tried, self._tried = self._tried, None
        if tried is not None and tried[0] is self._project and tried[1] is edit:
            applied = tried[2]
        else:
            applied = edit.apply(self._project)
        self._project = applied.project
        self._last = LastChange(self._last.count + 1, command.msgid, command.facts, is_undone)
        self.project_changed.emit(applied.project)
        return applied.inverse

    def _say_commands(self) -> None:
        for number in range(self.stack.count()):
            command = self.stack.command(number)
            if isinstance(command, EditCommand):
                command.say()
        self.state_changed.emit()

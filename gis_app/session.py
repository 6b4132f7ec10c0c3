"""Session: the open project and its undo stack, the only mutable hub of the window."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoStack

from data.edits import Edit
from data.language.catalogue import N_
from data.model.project import Project
from gis_app.commands import EditCommand
from gis_app.i18n import Words


class Session(QObject):
    """The open project.

    Every change goes through ``do``, so that it has a name and can be undone.
    """

    project_changed = Signal(object)
    opened = Signal()
    state_changed = Signal()

    def __init__(self, words: Words, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._project = Project()
        self._path: Path | None = None
        self.stack = QUndoStack(self)
        self.stack.cleanChanged.connect(lambda _: self.state_changed.emit())
        words.changed.connect(self._say_commands)

    @property
    def project(self) -> Project:
        """The project as it stands now."""
        return self._project

    @property
    def path(self) -> Path | None:
        """File of the project; None for one that was never saved (the starter)."""
        return self._path

    @property
    def is_dirty(self) -> bool:
        """Whether there are changes that are not saved."""
        return not self.stack.isClean()

    @property
    def name(self) -> str:
        """Name of the file, or of a project that has none yet."""
        if self._path is not None:
            return self._path.stem
        return self._project.title or self._words.say(N_("New project"))

    def open(self, project: Project, path: Path | None) -> None:
        """Work on ``project``, read from ``path`` (None: not saved yet); the undo stack starts anew."""
        self._project, self._path = project, path
        self.stack.clear()
        self.opened.emit()
        self.project_changed.emit(project)
        self.state_changed.emit()

    def saved(self, path: Path, at: int) -> None:
        """Note that the project was saved to ``path`` as it was after command number ``at``."""
        self._path = path
        if self.stack.index() == at:
            self.stack.setClean()
        self.state_changed.emit()

    def do(self, edit: Edit, msgid: str, **facts: object) -> None:
        """Change the project; the change is named by ``msgid`` and can be undone.

        Raises
        ------
        BadInputError
            If the edit does not fit the project; nothing has changed then.
        """
        # Tried here first: an error must not pass through Qt, which calls the command.
        edit.apply(self._project)
        self.stack.push(EditCommand(self._apply, edit, self._words, msgid, facts))

    def close(self) -> None:
        """Say nothing more: the window and its stack are about to be deleted."""
        self.stack.blockSignals(True)  # noqa: FBT003 - Qt's signature

    def _apply(self, edit: Edit) -> Edit:
        applied = edit.apply(self._project)
        self._project = applied.project
        self.project_changed.emit(applied.project)
        return applied.inverse

    def _say_commands(self) -> None:
        for number in range(self.stack.count()):
            command = self.stack.command(number)
            if isinstance(command, EditCommand):
                command.say()
        self.state_changed.emit()

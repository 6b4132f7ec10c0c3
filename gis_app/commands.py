"""The one undo command: an edit of the project, with its name."""

from collections.abc import Mapping
from typing import Protocol

from PySide6.QtGui import QUndoCommand

from data.edits import Edit
from gis_app.i18n import Words


class Apply(Protocol):
    """Applies an edit of a command to the open project and returns its inverse."""

    def __call__(self, edit: Edit, command: "EditCommand", *, is_undone: bool) -> Edit:
        """Apply ``edit``; ``is_undone`` tells whether it takes the command back."""


class EditCommand(QUndoCommand):
    """Applies an edit; undo and redo are the same call with whichever edit is next."""

    def __init__(
        self, apply: Apply, edit: Edit, words: Words, msgid: str, facts: Mapping[str, object]
    ) -> None:
        super().__init__()
        self._apply, self._next = apply, edit
        self._words = words
        self.msgid, self.facts = msgid, dict(facts)
        self.say()

    def say(self) -> None:
        """Name the command in the language in use."""
        self.setText(self._words.say(self.msgid, **self.facts))

    def redo(self) -> None:
        """Apply the edit."""
        self._next = self._apply(self._next, self, is_undone=False)

    def undo(self) -> None:
        """Apply its inverse."""
        self._next = self._apply(self._next, self, is_undone=True)

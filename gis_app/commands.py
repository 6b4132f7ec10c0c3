"""The one undo command: an edit of the project, with its name."""

from collections.abc import Callable, Mapping

from PySide6.QtGui import QUndoCommand

from data.edits import Edit
from gis_app.i18n import Words

Apply = Callable[[Edit], Edit]
"""Applies an edit to the open project and returns its inverse."""


class EditCommand(QUndoCommand):
    """Applies an edit; undo and redo are the same call with whichever edit is next."""

    def __init__(
        self, apply: Apply, edit: Edit, words: Words, msgid: str, facts: Mapping[str, object]
    ) -> None:
        super().__init__()
        self._apply, self._next = apply, edit
        self._words, self._msgid, self._facts = words, msgid, dict(facts)
        self.say()

    def say(self) -> None:
        """Name the command in the language in use."""
        self.setText(self._words.say(self._msgid, **self._facts))

    def redo(self) -> None:
        """Apply the edit."""
        self._next = self._apply(self._next)

    def undo(self) -> None:
        """Apply its inverse."""
        self._next = self._apply(self._next)

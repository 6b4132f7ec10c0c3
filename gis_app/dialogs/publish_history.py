"""Choices taken back and made again inside the dialog 'Publish'."""

from dataclasses import fields

from gis_app.dialogs.publish_choice import PublishChoice

_TEXTS = ("title_vi", "title_en", "office", "parent_office", "place", "web_link")


class ChoiceHistory:
    """The choices made since the dialog opened; typing on in one field is one step.

    Parameters
    ----------
    choice
        What the dialog began with.
    """

    def __init__(self, choice: PublishChoice) -> None:
        self._made = [choice]
        self._at = 0
        self._typed = ""

    @property
    def can_undo(self) -> bool:
        """Whether there is a choice to take back."""
        return self._at > 0

    @property
    def can_redo(self) -> bool:
        """Whether a choice was taken back."""
        return self._at < len(self._made) - 1

    def note(self, choice: PublishChoice) -> None:
        """Remember a choice that was just made."""
        before = self._made[self._at]
        if choice == before:
            return
        typed = _typing(before, choice)
        if typed and typed == self._typed and self.can_undo:
            self._made[self._at :] = [choice]
        else:
            self._made[self._at + 1 :] = [choice]
            self._at += 1
        self._typed = typed

    def undo(self) -> PublishChoice:
        """Return the choice before; the first one when there is none."""
        self._at, self._typed = max(self._at - 1, 0), ""
        return self._made[self._at]

    def redo(self) -> PublishChoice:
        """Return the choice that was taken back last."""
        self._at, self._typed = min(self._at + 1, len(self._made) - 1), ""
        return self._made[self._at]


def _typing(before: PublishChoice, after: PublishChoice) -> str:
    """Return the one text field that grew or shrank, with its direction; empty for any other change."""
    changed = [
        (field.name, getattr(old, field.name), getattr(new, field.name))
        for old, new in ((before, after), (before.printed, after.printed))
        for field in fields(new)
        if field.name != "printed" and getattr(old, field.name) != getattr(new, field.name)
    ]
    if len(changed) != 1 or changed[0][0] not in _TEXTS:
        return ""
    name, old, new = changed[0]
    return f"{name} {'+' if len(new) > len(old) else '-'}"

"""Heading that folds what is below it: a sign that turns, and words that may take several lines."""

from PySide6.QtWidgets import QWidget

from gis_app.widgets.wrapped_button import WrappedButton


class FoldButton(WrappedButton):
    """Checkable heading; checked means unfolded."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.setObjectName("fold")
        self.setCheckable(True)
        font = self.font()
        font.setBold(True)
        self.setFont(font)

    def say(self, title: str, note: str = "") -> None:
        """Show ``title``, and ``note`` after it."""
        noted = f"{title} · {note}" if note else title
        self.setText(f"{'▾' if self.isChecked() else '▸'} {noted}")
        self.setAccessibleName(noted)

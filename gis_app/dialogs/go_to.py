"""Look at a position, in whatever spelling it was received."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QVBoxLayout, QWidget

from data.language.catalogue import N_
from gis_app.i18n import Words
from gis_app.widgets.position_edit import PositionEdit


class GoTo(QDialog):
    """Asks for a position; ``asked`` gives its longitude and latitude (WGS84 degrees)."""

    asked = Signal(float, float)

    def __init__(self, words: Words, near: tuple[float, float], province: str, parent: QWidget) -> None:
        super().__init__(parent)
        words.bind(self.setWindowTitle, N_("Go to a position"))
        self.position = PositionEdit(words)
        self.position.near = near
        self.position.suggest_province(province)
        told = QLabel(wordWrap=True)
        told.setObjectName("muted")
        words.bind(
            told.setText, N_("Paste a position as it came: from a letter, a phone, a decision or a map.")
        )
        buttons = QDialogButtonBox()
        self.go = buttons.addButton(QDialogButtonBox.StandardButton.Ok)
        close = buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
        words.bind(self.go.setText, N_("Go there"))
        words.bind(close.setText, N_("Close"))
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(10)
        layout.addWidget(told)
        layout.addWidget(self.position)
        layout.addWidget(buttons)
        self.setMinimumWidth(460)
        self.position.changed.connect(self._judge)
        self._judge()

    def accept(self) -> None:
        """Look there, if it is a position."""
        if self.position.say(is_asked=True):
            self.asked.emit(*self.position.position())
            super().accept()

    def _judge(self) -> None:
        self.go.setEnabled(bool(self.position.line.text().strip()))

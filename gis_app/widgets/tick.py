"""A box to tick whose words may take several lines."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QWidget


class Tick(QWidget):
    """Box and words; a click on either ticks."""

    toggled = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.box = QCheckBox()
        self.words = QLabel()
        self.words.setWordWrap(True)
        self.words.installEventFilter(self)
        self.box.toggled.connect(self.toggled)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        line.addWidget(self.box, alignment=Qt.AlignmentFlag.AlignTop)
        line.addWidget(self.words, 1)

    def set_text(self, text: str) -> None:
        """Say what is ticked."""
        self.words.setText(text)
        self.box.setAccessibleName(text)

    def set_checked(self, is_checked: bool) -> None:
        """Tick or untick."""
        self.box.setChecked(is_checked)

    @property
    def is_checked(self) -> bool:
        """Whether it is ticked."""
        return self.box.isChecked()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let a click on the words tick."""
        if watched is self.words and event.type() is QEvent.Type.MouseButtonRelease and self.isEnabled():
            self.box.setFocus(Qt.FocusReason.MouseFocusReason)
            self.box.toggle()
            return True
        return super().eventFilter(watched, event)

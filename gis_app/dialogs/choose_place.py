"""A small dialog that asks for one place of the register, by typing."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QVBoxLayout, QWidget

from gis_app.widgets.place_picker import Describe, PlacePicker, Search

_WIDTH_PX = 420


class ChoosePlace(QDialog):
    """Asks for a place; ``chosen`` gives it.

    Parameters
    ----------
    title, question
        In the language of the window.
    search, describe
        As for ``PlacePicker``.
    """

    chosen = Signal(object)

    def __init__(
        self, title: str, question: str, search: Search, describe: Describe, parent: QWidget | None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.setMinimumWidth(_WIDTH_PX)
        layout = QVBoxLayout(self)
        label = QLabel(question)
        label.setWordWrap(True)
        layout.addWidget(label)
        self.picker = PlacePicker(search, describe)
        self.picker.setAccessibleName(question)
        label.setBuddy(self.picker)
        layout.addWidget(self.picker)
        buttons = QDialogButtonBox.StandardButton
        box = QDialogButtonBox(buttons.Ok | buttons.Cancel)
        self.ok = box.button(buttons.Ok)
        self.ok.setEnabled(False)
        box.accepted.connect(self.accept)
        box.rejected.connect(self.reject)
        layout.addWidget(box)
        self.picker.picked.connect(lambda _: self.ok.setEnabled(True))
        self.picker.picked.connect(lambda _: self.ok.setFocus())
        self.picker.cleared.connect(lambda: self.ok.setEnabled(False))

    def accept(self) -> None:
        """Hand over the place chosen."""
        anchor = self.picker.anchor
        if anchor is not None and anchor.place_id is not None:
            super().accept()
            self.chosen.emit(anchor.place_id)

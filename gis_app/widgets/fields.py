"""Manners of fields in a form that is scrolled: no value changes by accident, and typing replaces it."""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractSpinBox, QComboBox, QDateTimeEdit, QLineEdit


class FieldManners(QObject):
    """Watches one field.

    The wheel scrolls the form and not the value, unless the field has the focus. A click into a time or date
    selects the part under it, and a digit typed over the whole begins at the first part: Qt itself refuses
    digits in a field that is full.

    Parameters
    ----------
    field
        The field, which also owns this object.
    """

    def __init__(self, field: QAbstractSpinBox | QComboBox) -> None:
        super().__init__(field)
        self._field = field
        self._line = field.findChild(QLineEdit)
        field.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        field.installEventFilter(self)
        if self._line is not None:
            self._line.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Hold the wheel back; select what a click or a key is about."""
        kind, field = event.type(), self._field
        if kind is QEvent.Type.Wheel and not field.hasFocus():
            event.ignore()
            return True
        if isinstance(field, QDateTimeEdit):
            if kind is QEvent.Type.MouseButtonRelease and watched is self._line:
                # After Qt has put the cursor where the click fell.
                QTimer.singleShot(0, self, self._select_section)
            elif kind is QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.text().isdigit():
                self._begin_anew(field)
        return False

    def _select_section(self) -> None:
        field = self._field
        if isinstance(field, QDateTimeEdit) and not field.lineEdit().hasSelectedText():
            field.setSelectedSection(field.currentSection())

    @staticmethod
    def _begin_anew(field: QDateTimeEdit) -> None:
        line = field.lineEdit()
        if line.hasSelectedText() and line.selectedText() == line.text():
            field.setSelectedSection(field.sectionAt(0))

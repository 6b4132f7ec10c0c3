"""Manners of fields in a form that is scrolled: no value changes by accident, and typing replaces it."""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractSpinBox, QComboBox, QDateTimeEdit, QLineEdit

_BY_TAB = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)


class FieldManners(QObject):
    """Watches one field.

    The wheel scrolls the form and not the value, unless the field has the focus. The click that gives the
    focus selects the whole, so that what is typed next replaces it; in a time, a further click selects the
    part under it. A digit typed over the whole of a time begins at the hours: Qt itself refuses digits in a
    field that is full.

    Parameters
    ----------
    field
        The field, which also owns this object.
    """

    def __init__(self, field: QAbstractSpinBox | QComboBox) -> None:
        super().__init__(field)
        self._field = field
        self._line = field.findChild(QLineEdit)
        self._is_entered = False
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
        if kind is QEvent.Type.FocusIn and isinstance(event, QFocusEvent) and watched is field:
            self._is_entered = event.reason() is Qt.FocusReason.MouseFocusReason
            if event.reason() in _BY_TAB:
                QTimer.singleShot(0, self, self._select_all)
        elif kind is QEvent.Type.MouseButtonRelease and watched is self._line:
            # After Qt has put the cursor where the click fell.
            QTimer.singleShot(0, self, self._select_whole if self._is_entered else self._select_section)
            self._is_entered = False
        elif isinstance(event, QKeyEvent) and kind is QEvent.Type.KeyPress and event.text().isdigit():
            self._begin_anew()
        return False

    def _select_whole(self) -> None:
        field = self._field
        if isinstance(field, QAbstractSpinBox) and not field.lineEdit().hasSelectedText():
            field.selectAll()

    def _select_all(self) -> None:
        if isinstance(self._field, QAbstractSpinBox):
            self._field.selectAll()

    def _select_section(self) -> None:
        field = self._field
        if isinstance(field, QDateTimeEdit) and not field.lineEdit().hasSelectedText():
            field.setSelectedSection(field.currentSection())

    def _begin_anew(self) -> None:
        field = self._field
        if isinstance(field, QDateTimeEdit) and field.lineEdit().selectedText() == field.text():
            field.setSelectedSection(field.sectionAt(0))

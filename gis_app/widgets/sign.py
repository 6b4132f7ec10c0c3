"""A small picture beside text that keeps to the theme in use."""

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from gis_app.icons import icon


class Sign(QWidget):
    """Icon ``name`` in the colour of a role, ``size_px`` wide; says nothing by itself."""

    def __init__(self, name: str, colour: str, size_px: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = icon(name, colour, size=size_px)
        self._size_px = size_px
        self.setFixedSize(size_px, size_px)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Draw the picture in the middle."""
        room = QRect(0, 0, self._size_px, self._size_px)
        room.moveCenter(self.rect().center())
        with QPainter(self) as painter:
            self._icon.paint(painter, room)

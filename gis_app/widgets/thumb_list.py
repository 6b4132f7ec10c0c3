"""A list of small pictures that tells which of them are in sight, so that only those need be painted."""

from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QIcon, QImage, QPixmap, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QListWidget, QWidget

THUMB_PX: Final = 96
"""Longer side of a small picture, logical pixels."""


class ThumbList(QListWidget):
    """Small pictures with their names below; ``seen`` tells that others may have come into sight."""

    seen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("thumbs")
        self.setViewMode(QListWidget.ViewMode.IconMode)
        self.setMovement(QListWidget.Movement.Static)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalScrollBar().valueChanged.connect(lambda _: self.seen.emit())

    def rows_in_sight(self) -> tuple[int, ...]:
        """Return the rows that can be seen, from the top; none while the list itself is hidden."""
        if not self.isVisible():
            return ()
        shown = self.viewport().rect()
        return tuple(
            row for row in range(self.count()) if shown.intersects(self.visualItemRect(self.item(row)))
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Tell that others may be in sight, once the rows have found their places."""
        super().resizeEvent(event)
        QTimer.singleShot(0, self, self.seen.emit)

    def showEvent(self, event: QShowEvent) -> None:
        """Tell that the list is in sight."""
        super().showEvent(event)
        QTimer.singleShot(0, self, self.seen.emit)


def thumb_icon(image: QImage | None = None) -> QIcon:
    """Return a small page as an icon that looks the same when chosen; an empty one while there is none."""
    pixmap = QPixmap(THUMB_PX, THUMB_PX) if image is None else QPixmap.fromImage(image)
    if image is None:
        pixmap.fill(Qt.GlobalColor.transparent)
    made = QIcon()
    for mode in (QIcon.Mode.Normal, QIcon.Mode.Selected):
        made.addPixmap(pixmap, mode)
    return made

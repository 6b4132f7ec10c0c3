"""The whole region, small, with a frame where the map looks; a click or a drag moves the map there."""

from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from gis_app.theme import qcolor
from layers.style import Theme
from layers.viewport import Viewport

WIDTH_PX: Final = 168
HEIGHT_PX: Final = 126
STEP_PX: Final = 8
"""How far an arrow key moves the frame."""

_LEAST_FRAME_PX: Final = 7.0
_MOST_SHARE: Final = 0.995


class Overview(QWidget):
    """A picture of the region drawn once, and over it the frame of ``look``.

    ``moved`` says where the map shall look (longitude, latitude, WGS84 degrees).
    """

    moved = Signal(float, float)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._picture: tuple[Viewport, QImage] | None = None
        self._look: Viewport | None = None
        self.setFixedSize(WIDTH_PX, HEIGHT_PX)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_region(self, view: Viewport, picture: QImage) -> None:
        """Show ``picture`` of the region ``view``."""
        self._picture = view, picture
        self.update()

    def look(self, view: Viewport) -> None:
        """Frame what the map shows."""
        self._look = view
        self.update()

    def frame(self) -> QRectF | None:
        """Return the frame, pixels of this widget; ``None`` where it would hold all of the region."""
        if self._picture is None or self._look is None:
            return None
        region = self._picture[0]
        west, south, east, north = self._look.bounds
        left, top = region.point_px(west, north)
        right, bottom = region.point_px(east, south)
        middle = QPointF((left + right) / 2, (top + bottom) / 2)
        width, height = max(right - left, _LEAST_FRAME_PX), max(bottom - top, _LEAST_FRAME_PX)
        if width > self.width() * _MOST_SHARE and height > self.height() * _MOST_SHARE:
            return None
        return QRectF(middle.x() - width / 2, middle.y() - height / 2, width, height)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Draw the region and the frame."""
        interface = self._theme.interface
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), qcolor(self._theme.map.land))
            if self._picture is not None:
                painter.drawImage(QRectF(self.rect()), self._picture[1])
            frame = self.frame()
            if frame is not None:
                painter.setPen(QPen(qcolor(interface.accent), 1.5))
                painter.setBrush(qcolor(interface.accent.with_alpha(40)))
                painter.drawRect(frame)
            border = interface.focus if self.hasFocus() else interface.border
            painter.setPen(QPen(qcolor(border), 2 if self.hasFocus() else 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Look there."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._ask(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag the frame along."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._ask(event.position())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move the frame."""
        steps = {
            Qt.Key.Key_Left: (-STEP_PX, 0),
            Qt.Key.Key_Right: (STEP_PX, 0),
            Qt.Key.Key_Up: (0, -STEP_PX),
            Qt.Key.Key_Down: (0, STEP_PX),
        }
        step = steps.get(Qt.Key(event.key()))
        if step is None or self._picture is None or self._look is None:
            super().keyPressEvent(event)
            return
        x, y = self._picture[0].point_px(self._look.lon, self._look.lat)
        self._ask(QPointF(x + step[0], y + step[1]))

    def _ask(self, spot: QPointF) -> None:
        if self._picture is not None:
            x = min(max(spot.x(), 0.0), float(self.width()))
            y = min(max(spot.y(), 0.0), float(self.height()))
            self.moved.emit(*self._picture[0].to_lon_lat(x, y))

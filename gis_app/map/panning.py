"""The hand that moves the map: what a press does when no tool takes it."""

from typing import Final

from PySide6.QtCore import QPointF, Qt, Signal

from gis_app.map.tools import MapTool, Pointer

_GLIDE_FROM_PX: Final = 6.0
_CLICK_SLACK_PX: Final = 4


class PanTool(MapTool):
    """Drags the map; a press that stays on its spot is a click.

    ``panned`` gives the pixels to move by, ``let_go`` the speed (pixels a move) at which a drag ended.
    """

    panned = Signal(float, float)
    let_go = Signal(QPointF)
    clicked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._pressed_at = self._last_at = self._speed = QPointF()
        self._is_panning = False

    @property
    def is_panning(self) -> bool:
        """Whether the map is being dragged."""
        return self._is_panning

    @property
    def cursor(self) -> Qt.CursorShape | None:
        """A closed hand while the map is dragged."""
        return Qt.CursorShape.ClosedHandCursor if self._is_panning else None

    def press(self, at: Pointer) -> bool:
        """Begin a click or a drag."""
        self._pressed_at = self._last_at = at.spot
        self._speed = QPointF()
        self._is_panning = False
        return True

    def drag(self, at: Pointer) -> None:
        """Drag the map once the pointer has left its spot."""
        if not self._is_panning:
            if (at.spot - self._pressed_at).manhattanLength() <= _CLICK_SLACK_PX:
                return
            self._is_panning = True
            self.changed.emit()
        moved = at.spot - self._last_at
        self._last_at = at.spot
        self._speed = self._speed * 0.4 + moved * 0.6
        self.panned.emit(moved.x(), moved.y())

    def release(self, at: Pointer) -> bool:
        """End a drag, or click."""
        was_panning, self._is_panning = self._is_panning, False
        self.changed.emit()
        if not was_panning:
            self.clicked.emit(at)
        elif self._speed.manhattanLength() > _GLIDE_FROM_PX:
            self.let_go.emit(self._speed)
        return True

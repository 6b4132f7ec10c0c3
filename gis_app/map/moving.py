"""Moving a place on the map by dragging its symbol, with a tool of its own: nothing moves by accident."""

from typing import Final

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter

from data.language.catalogue import N_
from data.model.place import Place
from gis_app.i18n import Words
from gis_app.map.canvas import MapCanvas
from gis_app.map.symbols import SIDE_PX, place_symbol
from gis_app.map.tools import MapTool, Pointer
from layers.viewport import Viewport

GRAB_PX: Final = 18.0
_KEY_STEP_PX: Final = 1.0


class MoveTool(MapTool):
    """Lets one place be dragged; the map keeps every other press.

    ``moved`` gives the place and its new position (WGS84 degrees). Arrows move by a pixel and Enter sets the
    place down; Escape leaves it where it was.
    """

    moved = Signal(object, float, float)

    def __init__(self, canvas: MapCanvas, words: Words) -> None:
        super().__init__(canvas)
        self._canvas, self._words = canvas, words
        self._place: Place | None = None
        self._at = (0.0, 0.0)
        self._grip: QPointF | None = None

    @property
    def is_active(self) -> bool:
        """Whether a place can be dragged."""
        return self._canvas.tools.active is self

    @property
    def cursor(self) -> Qt.CursorShape | None:
        """A closed hand while the place is dragged."""
        return Qt.CursorShape.ClosedHandCursor if self._grip is not None else None

    @property
    def hint(self) -> str:
        """How the place is moved."""
        if self._place is None:
            return ""
        return self._words.say(N_("Drag the symbol, or move it by arrow keys; Enter sets it down."))

    def start(self, place: Place) -> None:
        """Let ``place`` be dragged."""
        self._canvas.tools.put_away()
        self._place, self._at = place, (place.lon, place.lat)
        self._canvas.tools.take(self)

    def end(self) -> None:
        """Leave the place where it was."""
        self._place = self._grip = None

    def press(self, at: Pointer) -> bool:
        """Grab the symbol."""
        offset = at.spot - self._spot(at.view)
        if offset.manhattanLength() > GRAB_PX:
            return False
        self._grip = offset
        return True

    def drag(self, at: Pointer) -> None:
        """Carry the symbol along."""
        if self._grip is not None:
            self._put(at.spot - self._grip, at.view)

    def release(self, at: Pointer) -> bool:
        """Set the place down."""
        del at
        self._set_down()
        return True

    def key(self, event: QKeyEvent, view: Viewport) -> bool:
        """Move by a pixel, or set the place down."""
        steps = {
            Qt.Key.Key_Left: QPointF(-_KEY_STEP_PX, 0),
            Qt.Key.Key_Right: QPointF(_KEY_STEP_PX, 0),
            Qt.Key.Key_Up: QPointF(0, -_KEY_STEP_PX),
            Qt.Key.Key_Down: QPointF(0, _KEY_STEP_PX),
        }
        key = Qt.Key(event.key())
        if key in steps:
            self._put(self._spot(view) + steps[key], view)
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._set_down()
        else:
            return False
        return True

    def cancel(self) -> bool:
        """Leave the place where it was."""
        self.ended.emit()
        return True

    def paint(self, painter: QPainter, view: Viewport) -> None:
        """Draw the symbol where it would be set down."""
        if self._place is not None:
            symbol = place_symbol(self._place, painter.device().devicePixelRatioF())
            painter.drawPixmap(self._spot(view) - QPointF(SIDE_PX / 2, SIDE_PX / 2), symbol)

    def _set_down(self) -> None:
        place, at = self._place, self._at
        self.ended.emit()
        if place is not None:
            self.moved.emit(place.id, *at)

    def _spot(self, view: Viewport) -> QPointF:
        return QPointF(*view.point_px(*self._at))

    def _put(self, spot: QPointF, view: Viewport) -> None:
        self._at = view.to_lon_lat(spot.x(), spot.y())
        self.changed.emit()

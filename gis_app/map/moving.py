"""Moving a place on the map by dragging its symbol, in a mode of its own: nothing moves by accident."""

from typing import Final

from PySide6.QtCore import QEvent, QObject, QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QLabel

from data.language.catalogue import N_
from data.model.place import Place
from gis_app.i18n import Words
from gis_app.map.canvas import MapCanvas
from gis_app.map.symbols import place_symbol

GRAB_PX: Final = 18.0
_KEY_STEP_PX: Final = 1.0


class MoveTool(QObject):
    """Lets one place be dragged; the canvas keeps every other press.

    ``moved`` gives the place and its new position (WGS84 degrees). Arrows move by a pixel and Enter sets the
    place down; Escape leaves it where it was.
    """

    moved = Signal(object, float, float)
    ended = Signal()

    def __init__(self, canvas: MapCanvas, words: Words) -> None:
        super().__init__(canvas)
        self._canvas, self._words = canvas, words
        self._place: Place | None = None
        self._grip: QPointF | None = None
        self._spot = QPointF()
        self._ghost = QLabel(canvas)
        self._ghost.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._ghost.hide()
        canvas.view_changed.connect(lambda _: self._follow())

    @property
    def is_active(self) -> bool:
        """Whether a place can be dragged."""
        return self._place is not None

    def begin(self, place: Place) -> None:
        """Let ``place`` be dragged."""
        self._end()
        self._place, self._grip = place, None
        self._ghost.setPixmap(place_symbol(place, self._canvas.devicePixelRatioF()))
        self._ghost.setAccessibleName(self._words.say(N_("Place being moved")))
        self._ghost.adjustSize()
        self._follow()
        self._ghost.show()
        self._canvas.installEventFilter(self)
        self._canvas.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the presses on the symbol, and the keys that move it."""
        if self._place is None or watched is not self._canvas:
            return False
        if isinstance(event, QMouseEvent):
            return self._take_mouse(event)
        return event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and self._take_key(event)

    def _take_mouse(self, event: QMouseEvent) -> bool:
        kind, spot = event.type(), event.position()
        if kind is QEvent.Type.MouseButtonPress and event.button() is Qt.MouseButton.LeftButton:
            if (spot - self._spot).manhattanLength() > GRAB_PX:
                return False
            self._grip = spot - self._spot
            return True
        if self._grip is None:
            return False
        if kind is QEvent.Type.MouseMove:
            self._put(spot - self._grip)
            return True
        if kind is QEvent.Type.MouseButtonRelease:
            self._set_down()
            return True
        return False

    def _take_key(self, event: QKeyEvent) -> bool:
        steps = {
            Qt.Key.Key_Left: QPointF(-_KEY_STEP_PX, 0),
            Qt.Key.Key_Right: QPointF(_KEY_STEP_PX, 0),
            Qt.Key.Key_Up: QPointF(0, -_KEY_STEP_PX),
            Qt.Key.Key_Down: QPointF(0, _KEY_STEP_PX),
        }
        key = Qt.Key(event.key())
        if key in steps:
            self._put(self._spot + steps[key])
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._set_down()
        elif key is Qt.Key.Key_Escape:
            self._end()
        else:
            return False
        return True

    def _set_down(self) -> None:
        place, spot = self._place, self._spot
        self._end()
        if place is not None:
            self.moved.emit(place.id, *self._canvas.view.to_lon_lat(spot.x(), spot.y()))

    def _end(self) -> None:
        if self._place is None:
            return
        self._place = self._grip = None
        self._ghost.hide()
        self._canvas.removeEventFilter(self)
        self.ended.emit()

    def _follow(self) -> None:
        """Keep the symbol on its ground while the map moves under it."""
        if self._place is not None and self._grip is None:
            x, y = self._canvas.view.point_px(self._place.lon, self._place.lat)
            self._put(QPointF(x, y))

    def _put(self, spot: QPointF) -> None:
        self._spot = spot
        size = self._ghost.size()
        self._ghost.move(round(spot.x() - size.width() / 2), round(spot.y() - size.height() / 2))

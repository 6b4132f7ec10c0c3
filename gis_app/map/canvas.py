"""The map widget: shows tiles and overlay, hands mouse and keys to its tools, and moves the view."""

from dataclasses import replace
from typing import Final, Protocol

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt, QVariantAnimation, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QRegion,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from data.model.place import PlaceId
from gis_app.map.panning import PanTool
from gis_app.map.tiles import LEVELS_PER_ZOOM, TileStore, level_of, tiles_in
from gis_app.map.tools import Pointer, ToolBelt
from layers.viewport import Bounds, Viewport

WHEEL_NOTCH: Final = 120
ZOOM_A_NOTCH: Final = 0.5
ZOOM_MS: Final = 160
GLIDE_MS: Final = 420
KEY_PAN_PX: Final = 96
LEAST_ZOOM: Final = 7.5
MOST_ZOOM: Final = 18.0


class Overlay(Protocol):
    """What is drawn over the tiles at every frame, and can be pointed at."""

    def paint(self, painter: QPainter, view: Viewport, *, is_moving: bool) -> None:
        """Draw on ``painter``, logical pixels of ``view``."""

    def place_at(self, view: Viewport, x_px: float, y_px: float) -> PlaceId | None:
        """Return the place whose symbol or number is at a pixel."""

    def cluster_at(self, view: Viewport, x_px: float, y_px: float) -> Bounds | None:
        """Return the bounds (degrees) of the places gathered in the cluster at a pixel."""

    def tip(self, place_id: PlaceId) -> str:
        """Return what the tooltip of a place says, as rich text."""


class MapCanvas(QWidget):
    """The map. It knows where it looks; what it shows comes from ``tiles`` and ``overlay``.

    ``tools`` are what pointer and keys do besides moving the map and selecting places.
    """

    view_changed = Signal(object)
    pointed_at = Signal(float, float)
    place_hovered = Signal(object)
    place_clicked = Signal(object)
    place_opened = Signal(object)
    menu_asked = Signal(object, float, float, QPoint)

    def __init__(
        self, tiles: TileStore, overlay: Overlay, background: QColor, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._tiles, self._overlay, self._background = tiles, overlay, background
        self._view = Viewport(105.9, 21.05, 10.0, 640, 480)
        self._hovered: PlaceId | None = None
        self._zoom_goal: tuple[float, QPointF] | None = None
        self._animation = QVariantAnimation(self)
        self._animation.valueChanged.connect(self._animate)
        self._animation.finished.connect(self._settle)
        self._tiles.changed.connect(self.update)
        self._hand = PanTool()
        self._hand.setParent(self)
        self._hand.panned.connect(self.pan_by)
        self._hand.let_go.connect(lambda speed: self._run(speed, QPointF(0, 0), GLIDE_MS))
        self._hand.clicked.connect(self._click)
        self.tools = ToolBelt(self._hand, self)
        self._hand.changed.connect(self.tools.changed)
        self.tools.changed.connect(self._show_tools)
        self.tools.taken.connect(lambda tool: self.setFocus() if tool is not None else None)
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(320, 240)

    @property
    def view(self) -> Viewport:
        """What the widget shows."""
        return self._view

    @property
    def is_moving(self) -> bool:
        """Whether the view is being dragged or animated."""
        return self._hand.is_panning or self._animation.state() is QVariantAnimation.State.Running

    def show_background(self, color: QColor) -> None:
        """Show ``color`` where there is no tile yet."""
        self._background = color
        self.update()

    def look_at(self, view: Viewport) -> None:
        """Move to ``view`` at once; its size is adapted to the widget."""
        self._animation.stop()
        self._zoom_goal = None
        zoom = min(max(view.zoom, LEAST_ZOOM), MOST_ZOOM)
        self._show(Viewport(view.lon, view.lat, zoom, max(self.width(), 1), max(self.height(), 1)))

    def show_bounds(self, bounds: Bounds, *, margin_px: float = 48.0, max_zoom: float = 16.0) -> None:
        """Show all of ``bounds`` (west, south, east, north in degrees)."""
        fit = Viewport.fit(bounds, self.width(), self.height(), margin_px=margin_px, max_zoom=max_zoom)
        whole = int(fit.zoom * LEVELS_PER_ZOOM) / LEVELS_PER_ZOOM
        self.look_at(Viewport(fit.lon, fit.lat, whole, fit.width_px, fit.height_px))

    def show_point(self, lon: float, lat: float, *, zoom: float | None = None) -> None:
        """Move the centre to a point (degrees)."""
        self.look_at(Viewport(lon, lat, zoom or self._view.zoom, self.width(), self.height()))

    def zoom_by(self, steps: float, anchor: QPointF | None = None) -> None:
        """Zoom smoothly by ``steps`` levels around ``anchor`` (default: the centre)."""
        spot = anchor or QPointF(self.width() / 2, self.height() / 2)
        start = self._zoom_goal[0] if self._zoom_goal else self._view.zoom
        goal = round((start + steps) * LEVELS_PER_ZOOM) / LEVELS_PER_ZOOM
        goal = min(max(goal, LEAST_ZOOM), MOST_ZOOM)
        self._zoom_goal = (goal, spot)
        self._run(self._view.zoom, goal, ZOOM_MS)

    def pan_by(self, dx_px: float, dy_px: float) -> None:
        """Move the map by so many pixels."""
        self._show(self._view.panned(dx_px, dy_px))

    # What is drawn

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Draw tiles, what stands in for missing ones, and the overlay."""
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), self._background)
            self._paint_tiles(painter)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._overlay.paint(painter, self._view, is_moving=self.is_moving)
            self.tools.paint(painter, self._view)

    def _paint_tiles(self, painter: QPainter) -> None:
        level = level_of(self._zoom_goal[0] if self._zoom_goal else self._view.zoom)
        keys = list(tiles_in(self._view, level))
        self._tiles.want(keys, self.devicePixelRatioF())
        ready = [(key, image) for key in keys if (image := self._tiles.image(key)) is not None]
        is_exact = abs(self._view.zoom - level / LEVELS_PER_ZOOM) < 1e-9
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, not is_exact)
        if len(ready) < len(keys):
            # Only where a tile is missing: those of five levels may lie over each other.
            there = {key for key, _ in ready}
            gaps = QRegion()
            for key in keys:
                if key not in there:
                    gaps += _on_pixels(key.place_in(self._view)).toAlignedRect()
            painter.setClipRegion(gaps)
            for key, image in self._tiles.stand_ins(self._view, level):
                painter.drawImage(_on_pixels(key.place_in(self._view)), image)
            painter.setClipping(False)
        for key, image in ready:
            painter.drawImage(_on_pixels(key.place_in(self._view)), image)

    # How the view moves

    def _show(self, view: Viewport) -> None:
        self._view = view
        self.update()
        self.view_changed.emit(view)

    def _run(self, begin: object, end: object, duration_ms: int) -> None:
        self._animation.stop()
        self._animation.setStartValue(begin)
        self._animation.setEndValue(end)
        self._animation.setDuration(duration_ms)
        self._animation.start()

    def _animate(self, value: object) -> None:
        if isinstance(value, QPointF):
            self.pan_by(value.x(), value.y())
        elif isinstance(value, float) and self._zoom_goal is not None:
            spot = self._zoom_goal[1]
            self._show(self._view.zoomed(value - self._view.zoom, spot.x(), spot.y()))

    def _settle(self) -> None:
        self._zoom_goal = None
        self.update()

    def _stop_moving(self) -> None:
        if self._animation.state() is QVariantAnimation.State.Running:
            self._animation.stop()
            if self._zoom_goal is not None:
                goal, spot = self._zoom_goal
                self._show(self._view.zoomed(goal - self._view.zoom, spot.x(), spot.y()))
            self._settle()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the centre where it is."""
        size = event.size()
        self._show(self._view.resized(max(size.width(), 1), max(size.height(), 1)))

    # Mouse, wheel, keys

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a click or a drag."""
        self._stop_moving()
        if event.button() is Qt.MouseButton.LeftButton:
            self.tools.press(self._pointer(event))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Let the tools follow, or tell what is under the pointer."""
        at = self._pointer(event)
        self.pointed_at.emit(*at.lon_lat)
        is_taken = self.tools.move(at)
        self._hover(None if is_taken else self._overlay.place_at(self._view, at.x, at.y))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End a click or a drag."""
        if event.button() is Qt.MouseButton.LeftButton:
            self.tools.release(self._pointer(event))

    def _pointer(self, event: QMouseEvent) -> Pointer:
        spot = event.position()
        return Pointer(spot.x(), spot.y(), self._view, event.globalPosition().toPoint(), event.modifiers())

    def _click(self, at: Pointer) -> None:
        """Give a click to the tools, or select what is there."""
        if self.tools.click(at):
            return
        cluster = self._overlay.cluster_at(self._view, at.x, at.y)
        if cluster is None:
            self.place_clicked.emit(self._overlay.place_at(self._view, at.x, at.y))
        else:
            self._open_cluster(cluster)

    def _open_cluster(self, bounds: Bounds) -> None:
        closer = self._view.zoom + 1
        self.show_bounds(bounds, margin_px=80.0, max_zoom=MOST_ZOOM)
        if self._view.zoom < closer:
            self.look_at(replace(self._view, zoom=closer))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open a place, or zoom in on the ground."""
        at, position = self._pointer(event), event.position()
        if event.button() is not Qt.MouseButton.LeftButton or self.tools.double_click(at):
            return
        place = self._overlay.place_at(self._view, position.x(), position.y())
        if place is not None:
            self.place_opened.emit(place)
        else:
            self.zoom_by(1.0, position)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom around the pointer."""
        notches = event.angleDelta().y() / WHEEL_NOTCH
        if notches:
            steps = ZOOM_A_NOTCH * (max(notches, 1.0) if notches > 0 else min(notches, -1.0))
            self.zoom_by(steps, event.position())
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Give a key to the tools; arrows move the map, + and - zoom, Escape lets go of the selection."""
        if self.tools.key(event, self._view):
            return
        moves = {
            Qt.Key.Key_Left: (KEY_PAN_PX, 0),
            Qt.Key.Key_Right: (-KEY_PAN_PX, 0),
            Qt.Key.Key_Up: (0, KEY_PAN_PX),
            Qt.Key.Key_Down: (0, -KEY_PAN_PX),
        }
        key = Qt.Key(event.key())
        if key in moves:
            self.pan_by(*moves[key])
        elif key in {Qt.Key.Key_Plus, Qt.Key.Key_Equal}:
            self.zoom_by(1.0)
        elif key in {Qt.Key.Key_Minus, Qt.Key.Key_Underscore}:
            self.zoom_by(-1.0)
        elif key is Qt.Key.Key_Escape:
            self.place_clicked.emit(None)
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Answer pinches of a touchpad and show tooltips."""
        if isinstance(event, QNativeGestureEvent):
            if event.gestureType() is Qt.NativeGestureType.ZoomNativeGesture:
                self._pinch(event)
            elif event.gestureType() is Qt.NativeGestureType.EndNativeGesture:
                self.zoom_by(0.0, event.position())
            return True
        if isinstance(event, QHelpEvent):
            at = Pointer(event.x(), event.y(), self._view, event.globalPos())
            tip = self.tools.tip(at) or (self._overlay.tip(self._hovered) if self._hovered else "")
            QToolTip.showText(event.globalPos(), tip, self)
            return True
        return super().event(event)

    def _pinch(self, event: QNativeGestureEvent) -> None:
        self._stop_moving()
        spot = event.position()
        steps = event.value() * 1.4
        steps = min(max(self._view.zoom + steps, LEAST_ZOOM), MOST_ZOOM) - self._view.zoom
        self._show(self._view.zoomed(steps, spot.x(), spot.y()))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu of the place or ground under the pointer."""
        x, y = event.pos().x(), event.pos().y()
        if self.tools.ask_menu(Pointer(x, y, self._view, event.globalPos(), event.modifiers())):
            return
        lon, lat = self._view.to_lon_lat(x, y)
        self.menu_asked.emit(self._overlay.place_at(self._view, x, y), lon, lat, event.globalPos())

    def leaveEvent(self, event: QEvent) -> None:
        """Forget what was under the pointer."""
        self._hover(None)
        self.tools.leave()
        super().leaveEvent(event)

    def _hover(self, place: PlaceId | None) -> None:
        if place != self._hovered:
            self._hovered = place
            self._show_cursor()
            self.place_hovered.emit(place)

    def _show_tools(self) -> None:
        self._show_cursor()
        self.update()

    def _show_cursor(self) -> None:
        pointing = self._hovered is not None
        of_place = Qt.CursorShape.PointingHandCursor if pointing else Qt.CursorShape.ArrowCursor
        of_tool = self.tools.cursor
        self.setCursor(of_place if of_tool is None else of_tool)


def _on_pixels(rect: QRectF) -> QRectF:
    """Return ``rect`` with its edges on whole pixels, so that neighbouring tiles meet without a seam."""
    left, top = round(rect.left()), round(rect.top())
    return QRectF(left, top, round(rect.right()) - left, round(rect.bottom()) - top)

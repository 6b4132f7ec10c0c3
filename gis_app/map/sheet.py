"""The sheet over the tiles: names, places and the tour of the whole view, drawn on a thread of its own.

Names must not collide and cross the edges of tiles, so they are placed for the view as a whole. That takes
tens of milliseconds; while the map moves, the last sheet moves with it, and a new one follows when drawn.
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, replace
from math import hypot
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QRectF, QRunnable, Qt, QThreadPool, Signal
from PySide6.QtGui import QImage, QPainter

from data.model.place import Place, PlaceId
from layers.marks import STOP_RADIUS_PX, PlaceMark, StopMark
from layers.viewport import Viewport

_SAME_ZOOM: Final = 1e-6

MARGIN_PX: Final = 96
"""Drawn beyond each edge of the view, so that a drag does not uncover bare ground at once."""

_REACH_PX: Final = 4.0


@dataclass(frozen=True, slots=True)
class Marks:
    """Where stops, places and the ends of days are on a sheet, in its own pixels."""

    stops: tuple[StopMark, ...] = ()
    places: tuple[PlaceMark, ...] = ()
    anchors: tuple[tuple[PlaceId, float, float], ...] = ()

    def stop_at(self, x_px: float, y_px: float) -> StopMark | None:
        """Return the number at a pixel."""
        reach = STOP_RADIUS_PX + _REACH_PX
        near = [(hypot(stop.x - x_px, stop.y - y_px), number) for number, stop in enumerate(self.stops)]
        distance, nearest = min(near, default=(reach + 1, -1))
        return self.stops[nearest] if distance <= reach else None

    def at(self, x_px: float, y_px: float, reach_px: float = _REACH_PX) -> tuple[PlaceId, ...]:
        """Return the place at most ``reach_px`` beside a pixel, or all of a cluster; nothing if none is."""
        stop = self.stop_at(x_px, y_px)
        if stop is not None and stop.stop.place_id:
            return (stop.stop.place_id,)
        for place, x, y in self.anchors:
            if hypot(x - x_px, y - y_px) <= STOP_RADIUS_PX:
                return (place,)
        near = [
            (hypot(mark.x - x_px, mark.y - y_px) - mark.radius_px, number)
            for number, mark in enumerate(self.places)
        ]
        distance, nearest = min(near, default=(reach_px + 1, -1))
        return tuple(place.id for place in self.places[nearest].places) if distance <= reach_px else ()

    def of(self, place_id: PlaceId) -> tuple[float, float] | None:
        """Return where a place is drawn: its number moved aside, its symbol, or its cluster."""
        for stop in self.stops:
            if stop.stop.place_id == place_id:
                return stop.x, stop.y
        for mark in self.places:
            if any(place.id == place_id for place in mark.places):
                return mark.x, mark.y
        return None


PaintSheet = Callable[[QPainter, Viewport], Marks]
"""Draws everything that lies over the tiles and says where; called on a thread."""


@dataclass(frozen=True, slots=True)
class _Wish:
    """What a sheet shows: the view, the pixel ratio and the version of the content."""

    view: Viewport
    ratio: float
    version: Hashable


class _Drawing(QRunnable):
    """Draws one sheet."""

    def __init__(self, sheets: "SheetStore", wish: _Wish, paint: PaintSheet) -> None:
        super().__init__()
        self._sheets, self._wish, self._paint = sheets, wish, paint

    def run(self) -> None:
        """Draw and hand over."""
        view, ratio = self._wish.view, self._wish.ratio
        image = QImage(
            round(view.width_px * ratio),
            round(view.height_px * ratio),
            QImage.Format.Format_ARGB32_Premultiplied,
        )
        image.setDevicePixelRatio(ratio)
        image.fill(Qt.GlobalColor.transparent)
        with QPainter(image) as painter:
            painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
            marks = self._paint(painter, view)
        self._sheets.hand_over(self._wish, image, marks)


class SheetStore(QObject):
    """The last sheet drawn, and the next one under way; ``changed`` says that a new one is ready."""

    changed = Signal()
    _drawn = Signal(object, QImage, object)

    def __init__(self, paint: PaintSheet, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._paint = paint
        self._version = 0
        self._shown: tuple[_Wish, QImage, Marks] | None = None
        self._wanted: _Wish | None = None
        self._under_way: _Wish | None = None
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._drawn.connect(self._keep)

    @property
    def is_busy(self) -> bool:
        """Whether a sheet is being drawn."""
        return self._under_way is not None

    @property
    def marks(self) -> Marks:
        """Where things are on the last sheet."""
        return self._shown[2] if self._shown else Marks()

    def restart(self, paint: PaintSheet) -> None:
        """Draw with ``paint`` from now on; the old sheet is shown until the new one is ready."""
        self._paint = paint
        self._version += 1
        self.changed.emit()

    def close(self) -> None:
        """Wait for the thread."""
        self._wanted = None
        self._pool.clear()
        self._pool.waitForDone()

    def want(self, view: Viewport, ratio: float) -> None:
        """Ask for the sheet of ``view``; only the last wish is drawn after the one under way."""
        wide = replace(view, width_px=view.width_px + 2 * MARGIN_PX, height_px=view.height_px + 2 * MARGIN_PX)
        self._wanted = _Wish(wide, ratio, self._version)
        self._start()

    def paint(self, painter: QPainter, view: Viewport) -> None:
        """Draw the last sheet where it belongs in ``view``; scaled while the zoom differs."""
        if self._shown is None:
            return
        wish, image, _ = self._shown
        left, top = view.mercator_to_px(_corner(wish.view))
        scale = wish.view.resolution / view.resolution
        if abs(scale - 1) < 1e-9:
            painter.drawImage(QRectF(round(left), round(top), wish.view.width_px, wish.view.height_px), image)
            return
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(QRectF(left, top, wish.view.width_px * scale, wish.view.height_px * scale), image)

    def covers(self, view: Viewport) -> bool:
        """Whether the last sheet covers ``view`` at its zoom."""
        if self._shown is None:
            return False
        drawn = self._shown[0].view
        if abs(drawn.zoom - view.zoom) > _SAME_ZOOM:
            return True  # it is being zoomed: a new sheet follows when the zoom has settled
        west, south, east, north = view.bounds_m
        left, bottom, right, top = drawn.bounds_m
        return left <= west and bottom <= south and east <= right and north <= top

    def places_at(
        self, view: Viewport, x_px: float, y_px: float, reach_px: float = _REACH_PX
    ) -> tuple[PlaceId, ...]:
        """Return the place, or the places of the cluster, at a pixel of ``view``."""
        if self._shown is None:
            return ()
        wish, _, marks = self._shown
        return marks.at(*wish.view.point_px(*view.to_lon_lat(x_px, y_px)), reach_px)

    def stops_in(self, view: Viewport) -> tuple[StopMark, ...]:
        """Return the numbers where they are in ``view``."""
        if self._shown is None:
            return ()
        wish, _, marks = self._shown
        found = []
        for mark in marks.stops:
            x, y = view.point_px(*wish.view.to_lon_lat(mark.x, mark.y))
            found.append(replace(mark, x=x, y=y))
        return tuple(found)

    def stop_at(self, view: Viewport, x_px: float, y_px: float) -> StopMark | None:
        """Return the number at a pixel of ``view``."""
        if self._shown is None:
            return None
        wish, _, marks = self._shown
        return marks.stop_at(*wish.view.point_px(*view.to_lon_lat(x_px, y_px)))

    def position(self, place: Place, view: Viewport) -> tuple[float, float]:
        """Return where a place is drawn in ``view``."""
        if self._shown is not None:
            wish, _, marks = self._shown
            spot = marks.of(place.id)
            if spot is not None and abs(wish.view.zoom - view.zoom) <= _SAME_ZOOM:
                return view.point_px(*wish.view.to_lon_lat(*spot))
        return view.point_px(place.lon, place.lat)

    def hand_over(self, wish: _Wish, image: QImage, marks: Marks) -> None:
        """Give a finished sheet to the GUI thread; called on the drawing thread."""
        self._drawn.emit(wish, image, marks)

    def _start(self) -> None:
        wish = self._wanted
        if self._under_way is not None or wish is None or (self._shown and self._shown[0] == wish):
            return
        self._under_way = wish
        self._pool.start(_Drawing(self, wish, self._paint))

    def _keep(self, wish: _Wish, image: QImage, marks: Marks) -> None:
        self._under_way = None
        self._shown = (wish, image, marks)
        self._start()
        self.changed.emit()


def _corner(view: Viewport) -> NDArray[np.float64]:
    west, _, _, north = view.bounds_m
    return np.array((west, north))

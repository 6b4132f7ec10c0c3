"""Several ways between two stops on the map: look at them, take one."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import shapely
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPolygonF
from shapely import LineString, MultiLineString, Point

from data.language.catalogue import N_
from data.language.formats import distance, duration
from gis_app.i18n import Words
from gis_app.map.scene import MapScene
from gis_app.map.tools import MapTool, Pointer
from gis_app.map.trial import more_time
from gis_app.render.tool_painter import paint_line, paint_tag, pixels_of
from layers.style import Theme, day_color, text_on
from layers.viewport import Viewport

MOST_WAYS: Final = 3
_REACH_PX: Final = 9.0
_LINE_PX: Final = 4.0
_CHOSEN_PX: Final = 7.0
_FADED: Final = 0.55
_SAMPLES: Final = 40
_TAG_PX: Final = 8.0


@dataclass(frozen=True, slots=True)
class OfferedWay:
    """A way that could be taken.

    Parameters
    ----------
    line
        WGS84 degrees.
    road
        Its main road; '' where roads have no names.
    distance_m, duration_s
        Of the whole way between the stops.
    via
        Points that make the way this one; none for the fastest.
    is_taken
        Whether the tour takes it now.
    """

    line: LineString
    road: str
    distance_m: float
    duration_s: int
    via: tuple[tuple[float, float], ...]
    is_taken: bool


class WaysTool(MapTool):
    """Shows ways, the one under the pointer in full, and takes the one clicked.

    ``chosen`` gives the way taken. Keys 1 to 3 and the arrows choose, Enter takes.
    """

    chosen = Signal(object)

    def __init__(self, scene: MapScene, words: Words, theme: Theme) -> None:
        super().__init__(scene)
        self._scene, self._words, self._theme = scene, words, theme
        self._ways: tuple[OfferedWay, ...] = ()
        self._under: int | None = None
        self._tags: list[QRectF] = []

    @property
    def ways(self) -> tuple[OfferedWay, ...]:
        """The ways offered, the fastest first."""
        return self._ways

    @property
    def cursor(self) -> Qt.CursorShape | None:
        """A pointing hand over a way."""
        return Qt.CursorShape.PointingHandCursor if self._under is not None else None

    @property
    def hint(self) -> str:
        """How a way is taken."""
        return self._words.say(N_("Click the way to take, or press its number. Escape: leave it."))

    def offer(self, ways: Sequence[OfferedWay]) -> None:
        """Show these ways from now on."""
        self._ways = tuple(ways)
        self._under = next((number for number, way in enumerate(ways) if way.is_taken), None)
        self.changed.emit()

    def said(self, number: int) -> str:
        """Return what a way is in words: 'QL5: 42 phút, 31 km; +4 phút'."""
        way, language = self._ways[number], self._words.language
        facts = f"{duration(way.duration_s, language)}, {distance(way.distance_m, language)}"
        more_s = way.duration_s - self._ways[0].duration_s
        more = f"; {more_time(more_s, language)}" if number else ""
        head = f"{number + 1} · {way.road}: " if way.road else f"{number + 1} · "
        mark = " ✓" if way.is_taken else ""
        return f"{head}{facts}{more}{mark}"

    def end(self) -> None:
        """Forget the ways."""
        self._ways, self._under, self._tags = (), None, []

    def hover(self, at: Pointer) -> bool:
        """Show the way under the pointer in full."""
        under = self._way_at(at)
        if under is not None and under != self._under:
            self._under = under
            self.changed.emit()
        return under is not None

    def click(self, at: Pointer) -> bool:
        """Take the way clicked."""
        under = self._way_at(at)
        if under is not None:
            self._take(under)
        return under is not None

    def key(self, event: QKeyEvent, view: Viewport) -> bool:
        """Choose by number or arrows, take by Enter."""
        del view
        count, key = len(self._ways), event.key()
        if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self._under is not None:
            self._take(self._under)
        elif key in {Qt.Key.Key_Up, Qt.Key.Key_Down} and count:
            step = 1 if key == Qt.Key.Key_Down else -1
            self._under = ((-1 if self._under is None else self._under) + step) % count
            self.changed.emit()
        elif Qt.Key.Key_1 <= key < Qt.Key.Key_1 + count:
            self._take(key - Qt.Key.Key_1)
        else:
            return False
        return True

    def paint(self, painter: QPainter, view: Viewport) -> None:
        """Draw the ways with their times; the one pointed at on top."""
        lines = [pixels_of(way.line, view) for way in self._ways]
        order = sorted(range(len(lines)), key=lambda number: number == self._under)
        for number in order:
            is_under = number == self._under
            painter.setOpacity(1.0 if is_under or self._under is None else _FADED)
            width = _CHOSEN_PX if is_under else _LINE_PX
            paint_line(painter, lines[number], day_color(number), self._theme.map.route_casing, width)
        painter.setOpacity(1.0)
        self._scene.paint_numbers(painter, view)
        self._tags = [QRectF() for _ in lines]
        for number in order:
            color = day_color(number)
            at = _apart(lines, number, view) + QPointF(_TAG_PX, 0)
            surface = self._theme.interface.surface
            ink, ground = (text_on(color), color) if number == self._under else (color, surface)
            self._tags[number] = paint_tag(painter, at, self.said(number), ink, ground)

    def _take(self, number: int) -> None:
        way = self._ways[number]
        self.ended.emit()
        self.chosen.emit(way)

    def _way_at(self, at: Pointer) -> int | None:
        tagged = next((number for number, box in enumerate(self._tags) if box.contains(at.spot)), None)
        if tagged is not None:
            return tagged
        here, best, nearest = Point(at.x, at.y), None, _REACH_PX
        for number, way in enumerate(self._ways):
            line = LineString(at.view.to_px(*shapely.get_coordinates(way.line).T))
            apart = line.distance(here)
            if apart < nearest or (apart <= nearest and number == self._under):
                best, nearest = number, apart
        return best


def _apart(lines: Sequence[QPolygonF], number: int, view: Viewport) -> QPointF:
    """Return the spot of a line that is seen and farthest from the other lines."""
    shapes = [_shape(line) for line in lines]
    own = shapes[number]
    others = MultiLineString([shape for other, shape in enumerate(shapes) if other != number])
    spots = shapely.get_coordinates(
        own.interpolate(np.linspace(0.2, 0.8, _SAMPLES).tolist(), normalized=True)
    )
    seen = (spots > 0).all(axis=1) & (spots[:, 0] < view.width_px * 0.75) & (spots[:, 1] < view.height_px)
    shown = spots[seen] if seen.any() else spots
    apart = shapely.distance(shapely.points(shown), others) if len(lines) > 1 else np.zeros(len(shown))
    x, y = shown[int(np.argmax(apart))] if apart.any() else shown[len(shown) // 2]
    return QPointF(float(x), float(y))


def _shape(line: QPolygonF) -> LineString:
    return LineString([(line.at(number).x(), line.at(number).y()) for number in range(line.count())])

"""The tool that measures: a line is drawn by clicks, an area by closing it."""

from dataclasses import dataclass
from math import hypot
from typing import Final

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter, QPen, QPolygonF

from data.language.catalogue import N_
from data.language.formats import area, distance, duration
from gis_app.i18n import Words
from gis_app.map.tools import MapTool, Pointer
from gis_app.render.tool_painter import paint_grip, paint_line, paint_said
from gis_app.theme import qcolor
from layers.measure import Measure
from layers.style import Theme
from layers.viewport import Viewport

CLOSE_PX: Final = 10.0
_GRIP_PX: Final = 4.0
_AREA_ALPHA: Final = 50


@dataclass(frozen=True, slots=True)
class ByRoad:
    """The same points by road.

    Parameters
    ----------
    mode
        Name of the travel mode in the language of the window.
    distance_m, duration_s
        Along the roads.
    """

    mode: str
    distance_m: float
    duration_s: int


class MeasureTool(MapTool):
    """Measures along clicks.

    A click adds a point, one on the first point closes an area, a double click ends the line; Backspace takes
    the last point off, Ctrl+C is ``copy_asked``. ``measured`` gives every new ``Measure``.
    """

    measured = Signal(object)
    copy_asked = Signal(str)

    def __init__(self, words: Words, theme: Theme) -> None:
        super().__init__()
        self._words, self._theme = words, theme
        self._measure = Measure()
        self._is_ended = False
        self._pointer: tuple[float, float] | None = None
        self._by_road: ByRoad | None = None

    @property
    def measure(self) -> Measure:
        """What has been drawn."""
        return self._measure

    @property
    def cursor(self) -> Qt.CursorShape | None:
        """A cross."""
        return Qt.CursorShape.CrossCursor

    @property
    def hint(self) -> str:
        """How to measure."""
        if self._is_ended:
            return self._words.say(N_("Ctrl+C copies the measure. Click: measure anew. Escape: leave."))
        return self._words.say(N_("Click from point to point; double click: end. Backspace: one back."))

    @property
    def lines(self) -> tuple[str, ...]:
        """What was measured, line by line, in the language of the window."""
        language, say = self._words.language, self._words.say
        shown = self._shown()
        if not shown.legs_m:
            return ()
        total = distance(shown.total_m, language)
        if shown.is_closed:
            said = [
                say(N_("Area: {area}"), area=area(shown.area_m2, language)),
                say(N_("Perimeter: {distance}"), distance=total),
            ]
        else:
            said = [say(N_("Distance: {distance}"), distance=total)]
            if len(shown.legs_m) > 1:
                said.append(say(N_("Last piece: {distance}"), distance=distance(shown.legs_m[-1], language)))
        if self._by_road is not None:
            road = self._by_road
            facts = {
                "distance": distance(road.distance_m, language),
                "duration": duration(road.duration_s, language),
                "mode": road.mode,
            }
            said.append(say(N_("By road ({mode}): {distance}, {duration}"), **facts))
        return tuple(said)

    def show_by_road(self, measure: Measure, found: ByRoad | None) -> None:
        """Show what ``measure`` is by road, unless it is out of date."""
        if measure == self._measure:
            self._by_road = found
            self.changed.emit()

    def end(self) -> None:
        """Forget what was measured."""
        self._measure, self._is_ended, self._pointer, self._by_road = Measure(), False, None, None

    def hover(self, at: Pointer) -> bool:
        """Draw the next piece as far as the pointer."""
        self._pointer = at.lon_lat
        self.changed.emit()
        return True

    def leave(self) -> None:
        """Draw no further than the last point."""
        self._pointer = None

    def click(self, at: Pointer) -> bool:
        """Add a point, or close the area."""
        if self._is_ended:
            self.end()
        if len(self._measure.points) > 2 and self._is_first(at):
            self._take(self._measure.closed())
            self._is_ended = True
        else:
            self._take(self._measure.with_point(at.lon_lat))
        return True

    def double_click(self, at: Pointer) -> bool:
        """End the line: the click before has added its last point."""
        del at
        self._is_ended = len(self._measure.points) > 1
        self.changed.emit()
        return True

    def key(self, event: QKeyEvent, view: Viewport) -> bool:
        """Backspace takes the last point off, Enter ends, Ctrl+C copies."""
        del view
        if event.matches(QKeySequence.StandardKey.Copy):
            self._pointer = None
            self.copy_asked.emit("\n".join(self.lines))
            return True
        key = event.key()
        if key in {Qt.Key.Key_Backspace, Qt.Key.Key_Delete}:
            self._is_ended = False
            self._take(self._measure.without_last())
            return True
        if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._is_ended = len(self._measure.points) > 1
            self.changed.emit()
            return True
        return False

    def cancel(self) -> bool:
        """Wipe what was drawn; with nothing drawn the tool is put away."""
        was_drawn = bool(self._measure.points)
        self.end()
        return was_drawn

    def paint(self, painter: QPainter, view: Viewport) -> None:
        """Draw the line, its points, and what it measures."""
        shown = self._shown()
        if not shown.points:
            return
        spots = [QPointF(*view.point_px(*point)) for point in shown.points]
        color = self._theme.interface.accent
        if shown.is_closed:
            soft = qcolor(color)
            soft.setAlpha(_AREA_ALPHA)
            painter.setPen(QPen(Qt.PenStyle.NoPen))
            painter.setBrush(soft)
            painter.drawPolygon(QPolygonF(spots))
        ring = [*spots, spots[0]] if shown.is_closed else spots
        paint_line(painter, QPolygonF(ring), color, self._theme.map.route_casing, 2.4)
        for spot in spots[: len(self._measure.points)]:
            paint_grip(painter, spot, _GRIP_PX, color)
        paint_said(painter, spots[-1], self.lines, self._theme, view)

    def _shown(self) -> Measure:
        """Return what is drawn, on to the pointer while the line goes on."""
        if self._is_ended or self._pointer is None or not self._measure.points:
            return self._measure
        return self._measure.with_point(self._pointer)

    def _is_first(self, at: Pointer) -> bool:
        x, y = at.view.point_px(*self._measure.points[0])
        return hypot(x - at.x, y - at.y) <= CLOSE_PX

    def _take(self, measure: Measure) -> None:
        self._measure, self._by_road = measure, None
        self.measured.emit(measure)
        self.changed.emit()

"""Dragging the line of the route: to a place, which is then visited, or past a point of the road."""

from dataclasses import dataclass, replace
from html import escape
from typing import Final

from PySide6.QtCore import QPoint, QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPen
from shapely import LineString

from data.language.catalogue import N_
from data.model.place import PlaceId
from data.model.tour import Tour
from gis_app.i18n import Words
from gis_app.map.route_lines import Grip, RouteLines
from gis_app.map.scene import MapScene
from gis_app.map.tools import MapTool, Pointer
from gis_app.map.trial import OntoRoad, Trial, Try
from gis_app.render.tool_painter import paint_grip, paint_line, paint_said, paint_target, pixels_of
from gis_app.theme import qcolor
from layers.style import Theme, day_color
from layers.viewport import Viewport
from routes.planner.editing.edits import At, InsertVisit, SetVia, TourEdit, leg_at

SNAP_PX: Final = 16.0
_SLACK_PX: Final = 5.0
_VIA_PX: Final = 4.5
_GRIP_PX: Final = 6.0
_TARGET_PX: Final = 16.0


@dataclass(frozen=True, slots=True)
class _Drag:
    grip: Grip
    begin: QPointF
    spot: QPointF | None = None
    place: PlaceId | None = None
    edits: tuple[TourEdit, ...] = ()
    trial: Trial | None = None
    lines: tuple[LineString, ...] = ()


class RouteDragTool(MapTool):
    """Lets ways be led past a point or to a place by dragging their line.

    ``edits_asked`` gives the edits of a drag that was let go, ``leg_clicked`` the way clicked and where on
    the screen, ``via_clicked`` also the number of the point on it, ``via_removed`` the point to take off.
    """

    edits_asked = Signal(object)
    leg_clicked = Signal(object, QPoint)
    via_clicked = Signal(object, int, QPoint)
    via_removed = Signal(object, int)

    def __init__(
        self, scene: MapScene, words: Words, theme: Theme, try_out: Try, onto_road: OntoRoad
    ) -> None:
        super().__init__(scene)
        self._scene, self._words, self._theme = scene, words, theme
        self._try, self._onto_road = try_out, onto_road
        self._lines: RouteLines | None = None
        self._grip: Grip | None = None
        self._drag: _Drag | None = None

    @property
    def trial(self) -> Trial | None:
        """What the drag under way would do."""
        return self._drag.trial if self._drag is not None else None

    @property
    def cursor(self) -> Qt.CursorShape | None:
        """A hand over what can be dragged."""
        if self._drag is not None and self._drag.spot is not None:
            return Qt.CursorShape.ClosedHandCursor
        return Qt.CursorShape.OpenHandCursor if self._grip is not None else None

    @property
    def hint(self) -> str:
        """What letting go does."""
        if self._drag is None or self._drag.spot is None:
            return ""
        return self._words.say(N_("Let go over a place: visit it. Elsewhere: pass there. Escape: leave it."))

    def show_tour(self, tour: Tour | None) -> None:
        """Let the ways of ``tour`` be dragged; ``None`` for none."""
        if (self._lines.tour if self._lines is not None else None) is not tour:
            self._lines = RouteLines(tour) if tour is not None else None
            self._grip = self._drag = None
            self.changed.emit()

    def grip_at(self, view: Viewport, x: float, y: float) -> Grip | None:
        """Return what can be dragged at a pixel of ``view``; symbols and numbers come first."""
        if self._lines is None or self._scene.place_at(view, x, y) is not None:
            return None
        return self._lines.grip_at(view, x, y)

    def hover(self, at: Pointer) -> bool:
        """Show a grip where the line can be grabbed; symbols and numbers come first."""
        before, self._grip = self._grip, self._grip_at(at)
        if self._grip != before:
            self.changed.emit()
        return self._grip is not None

    def leave(self) -> None:
        """Hide the grip."""
        self._grip = None

    def press(self, at: Pointer) -> bool:
        """Grab the line, or a point on the way."""
        self._grip = self._grip_at(at)
        if self._grip is None:
            return False
        self._drag = _Drag(self._grip, at.spot)
        return True

    def drag(self, at: Pointer) -> None:
        """Lead the way past the pointer, or to the place under it."""
        drag = self._drag
        if drag is None:
            return
        if drag.spot is None and (at.spot - drag.begin).manhattanLength() <= _SLACK_PX:
            return
        place = self._scene.place_near(at.view, at.x, at.y, SNAP_PX)
        if place in self._scene.visited:
            place = None
        if place is not None and place == drag.place:
            self._drag = replace(drag, spot=at.spot)
        else:
            edits = self._edits(drag.grip, place, at.lon_lat)
            trial = self._try(edits)
            lines = tuple(leg.geometry for _, leg in trial.new_legs) if trial is not None else ()
            drawn = tuple(line for line in lines if line is not None)
            self._drag = _Drag(drag.grip, drag.begin, at.spot, place, edits, trial, drawn)
        self.changed.emit()

    def release(self, at: Pointer) -> bool:
        """Make the edit, if there is a way."""
        del at
        drag = self._drag
        self._drag = self._grip = None
        if drag is None or drag.spot is None:
            return False
        if drag.trial is not None and drag.trial.after is not None:
            self.edits_asked.emit(drag.edits)
        return True

    def cancel(self) -> bool:
        """Leave the way as it is."""
        was_busy, self._drag = self._drag is not None, None
        return was_busy

    def click(self, at: Pointer) -> bool:
        """Tell which way was clicked."""
        grip = self._grip_at(at)
        return grip is not None and self._tell(grip, at.screen)

    def ask_menu(self, at: Pointer) -> bool:
        """Tell which way the menu is for."""
        return self.click(at)

    def key(self, event: QKeyEvent, view: Viewport) -> bool:
        """Delete takes the point under the pointer off the way."""
        del view
        if self._grip is None or not self._grip.is_via:
            return False
        if event.key() not in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}:
            return False
        grip, self._grip = self._grip, None
        self.via_removed.emit(grip.at, grip.slot)
        return True

    def tip(self, at: Pointer) -> str:
        """Say what the line can be dragged for."""
        grip = self._grip_at(at)
        if grip is None or self._lines is None:
            return ""
        say = self._words.say
        one, other = (escape(self._scene.stop_name(stop)) for stop in self._lines.ends_of(grip.at))
        what = (
            say(N_("Drag the point to lead the way elsewhere; Delete takes it off."))
            if grip.is_via
            else say(N_("Drag the line to a place or past a road; click for other ways."))
        )
        return f"<b>{one} – {other}</b><br><i>{what}</i>"

    def paint(self, painter: QPainter, view: Viewport) -> None:
        """Draw the points on the way, the grip, and the new way while it is dragged."""
        if self._lines is None:
            return
        for at, _, (lon, lat) in self._lines.vias():
            paint_grip(painter, QPointF(*view.point_px(lon, lat)), _VIA_PX, day_color(at.day))
        if self._drag is not None and self._drag.spot is not None:
            self._paint_drag(painter, view, self._drag, self._drag.spot)
        elif self._grip is not None:
            spot = QPointF(self._grip.x, self._grip.y)
            paint_grip(painter, spot, _GRIP_PX, day_color(self._grip.at.day))

    def _paint_drag(self, painter: QPainter, view: Viewport, drag: _Drag, spot: QPointF) -> None:
        colors, trial = self._theme.interface, drag.trial
        for line in drag.lines:
            paint_line(painter, pixels_of(line, view), colors.accent, self._theme.map.route_casing)
        if drag.place is not None:
            x, y = self._scene.position_of(drag.place, view)
            paint_target(painter, QPointF(x, y), _TARGET_PX, colors.accent)
        self._scene.paint_numbers(painter, view)
        self._paint_held(painter, view, drag, spot)
        is_bad = trial is not None and trial.after is None
        paint_said(painter, spot, self._said(drag), self._theme, view, is_bad=is_bad)

    def _paint_held(self, painter: QPainter, view: Viewport, drag: _Drag, spot: QPointF) -> None:
        """Draw the point that the way will pass, joined to the pointer where that is off the road."""
        color = day_color(drag.grip.at.day)
        if drag.place is None:
            (edit,) = drag.edits
            assert isinstance(edit, SetVia)
            held = QPointF(*view.point_px(*edit.points[drag.grip.slot]))
            painter.setPen(QPen(qcolor(color), 1.6, Qt.PenStyle.DotLine))
            painter.drawLine(held, spot)
            spot = held
        paint_grip(painter, spot, _GRIP_PX, color)

    def _said(self, drag: _Drag) -> list[str]:
        say = self._words.say
        if drag.trial is None:
            return [say(N_("The ways of the tour are still being looked up."))]
        cost = drag.trial.cost(self._words)
        if drag.place is None:
            return [cost]
        name = self._scene.name_of(drag.place)
        return [say(N_("Add {place} on day {day}"), place=name, day=drag.grip.at.day + 1), cost]

    def _edits(self, grip: Grip, place: PlaceId | None, lon_lat: tuple[float, float]) -> tuple[TourEdit, ...]:
        assert self._lines is not None
        if place is not None:
            return (InsertVisit(place, At(grip.at.day, grip.at.index + 1)),)
        points = list(leg_at(self._lines.tour, grip.at).via)
        points[grip.slot : grip.slot + int(grip.is_via)] = [self._onto_road(grip.at, lon_lat)]
        return (SetVia(grip.at, tuple(points)),)

    def _grip_at(self, at: Pointer) -> Grip | None:
        return self.grip_at(at.view, at.x, at.y)

    def _tell(self, grip: Grip, screen: QPoint) -> bool:
        if grip.is_via:
            self.via_clicked.emit(grip.at, grip.slot, screen)
        else:
            self.leg_clicked.emit(grip.at, screen)
        return True

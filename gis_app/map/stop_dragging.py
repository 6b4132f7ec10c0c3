"""Dragging the number of a stop onto another place: that place is visited instead."""

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QPainter

from data.language.catalogue import N_
from data.model.place import PlaceId
from data.model.tour import Stop
from gis_app.i18n import Words
from gis_app.map.scene import MapScene
from gis_app.map.tools import MapTool, Pointer
from gis_app.map.trial import Trial, Try
from gis_app.render.tool_painter import paint_said, paint_target
from gis_app.render.tour_painter import paint_badge
from layers.marks import STOP_RADIUS_PX
from layers.style import Theme, day_color
from layers.viewport import Viewport
from routes.planner.editing.edits import At, InsertVisit, RemoveStop

SNAP_PX: Final = 22.0
_SLACK_PX: Final = 5.0
_GHOST_OPACITY: Final = 0.85
_TARGET_PX: Final = 16.0


@dataclass(frozen=True, slots=True)
class _Held:
    at: At
    stop: Stop
    number: int
    begin: QPointF


class StopDragTool(MapTool):
    """Lets visits be moved to another place by their number.

    ``replace_asked`` gives the address of the visit and the place to visit instead.
    """

    replace_asked = Signal(object, object)

    def __init__(self, scene: MapScene, words: Words, theme: Theme, try_out: Try) -> None:
        super().__init__(scene)
        self._scene, self._words, self._theme, self._try = scene, words, theme, try_out
        self._held: _Held | None = None
        self._spot: QPointF | None = None
        self._target: PlaceId | None = None
        self._trial: Trial | None = None

    @property
    def cursor(self) -> Qt.CursorShape | None:
        """A closed hand while a number is dragged."""
        return Qt.CursorShape.ClosedHandCursor if self._spot is not None else None

    @property
    def hint(self) -> str:
        """What letting go does."""
        if self._spot is None:
            return ""
        return self._words.say(N_("Drop the number on the place to visit instead; Escape leaves it."))

    def press(self, at: Pointer) -> bool:
        """Grab the number under the pointer."""
        found = self._scene.stop_at(at.view, at.x, at.y)
        if found is None:
            return False
        address, mark = found
        self._held = _Held(address, mark.stop, mark.number, at.spot)
        return True

    def drag(self, at: Pointer) -> None:
        """Carry the number along, and look what lies under it."""
        held = self._held
        if held is None:
            return
        if self._spot is None and (at.spot - held.begin).manhattanLength() <= _SLACK_PX:
            return
        self._spot = at.spot
        target = self._scene.place_near(at.view, at.x, at.y, SNAP_PX)
        if target == held.stop.place_id:
            target = None
        if target != self._target:
            self._target = target
            self._trial = self._tried(held, target)
        self.changed.emit()

    def release(self, at: Pointer) -> bool:
        """Visit the place under the number, if there is one."""
        del at
        held, target, was_dragged = self._held, self._target, self._spot is not None
        is_possible = held is not None and target is not None and not self._refusal(held, target)
        self.cancel()
        if held is not None and is_possible:
            self.replace_asked.emit(held.at, target)
        return was_dragged

    def cancel(self) -> bool:
        """Let the number go back."""
        was_busy = self._held is not None
        self._held = self._spot = self._target = self._trial = None
        return was_busy

    def tip(self, at: Pointer) -> str:
        """Say what a number can be dragged for."""
        found = self._scene.stop_at(at.view, at.x, at.y)
        if found is None or found[1].stop.place_id is None:
            return ""
        how = self._words.say(N_("Drag the number onto another place to visit that instead."))
        return f"{self._scene.tip(found[1].stop.place_id)}<br><i>{how}</i>"

    def paint(self, painter: QPainter, view: Viewport) -> None:
        """Draw the number under the pointer, the place it would land on, and what would change."""
        held, spot = self._held, self._spot
        if held is None or spot is None:
            return
        refusal = self._refusal(held, self._target) if self._target is not None else ""
        if self._target is not None:
            colors = self._theme.interface
            x, y = self._scene.position_of(self._target, view)
            paint_target(painter, QPointF(x, y), _TARGET_PX, colors.danger if refusal else colors.accent)
        painter.setOpacity(_GHOST_OPACITY)
        paint_badge(
            painter, (spot.x(), spot.y()), STOP_RADIUS_PX + 2, str(held.number), day_color(held.at.day)
        )
        painter.setOpacity(1.0)
        lines = self._said(held, refusal)
        if lines:
            is_bad = bool(refusal) or (self._trial is not None and self._trial.after is None)
            paint_said(painter, spot, lines, self._theme, view, is_bad=is_bad)

    def _tried(self, held: _Held, target: PlaceId | None) -> Trial | None:
        if target is None or self._refusal(held, target):
            return None
        return self._try((RemoveStop(held.at), InsertVisit(target, held.at)))

    def _refusal(self, held: _Held, target: PlaceId) -> str:
        """Return why a place cannot take the stop's turn; '' if it can."""
        say = self._words.say
        if held.stop.is_locked:
            return say(N_("This stop is locked: unlock it to move it."))
        if target in self._scene.visited:
            return say(N_("The tour visits this place already."))
        return ""

    def _said(self, held: _Held, refusal: str) -> list[str]:
        if self._target is None:
            return []
        if refusal:
            return [refusal]
        what = self._words.say(
            N_("Visit {place} instead of {other}"),
            place=self._scene.name_of(self._target),
            other=self._scene.name_of(held.stop.place_id) if held.stop.place_id else held.stop.label,
        )
        return [what, self._trial.cost(self._words) if self._trial is not None else ""]

"""Places near the route on the map: hollow rings, each with the time that a visit adds on the way."""

from collections.abc import Sequence
from html import escape
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPen

from data.language.catalogue import N_
from data.language.formats import duration, time_of_day
from gis_app.docks.reviews import NearPlace
from gis_app.i18n import Words
from gis_app.map.scene import MapScene
from gis_app.map.tools import MapTool, Pointer
from gis_app.map.trial import more_time
from gis_app.render.tool_painter import paint_tag, tag_width_px
from gis_app.theme import qcolor
from layers.style import Theme
from layers.viewport import Viewport

_RING_PX: Final = 13.0
_TAG_PX: Final = 22.0
_HALF_PX: Final = 10.0
_EDGE_PX: Final = 4.0
_LEAST_S: Final = 30
"""A shorter detour would be said as none."""


class NearLayer(MapTool):
    """Marks places that could be visited on the way; a click on the time of one is ``add_asked``."""

    add_asked = Signal(object)

    def __init__(self, scene: MapScene, words: Words, theme: Theme) -> None:
        super().__init__(scene)
        self._scene, self._words, self._theme = scene, words, theme
        self._near: tuple[NearPlace, ...] = ()
        self._tags: list[tuple[QRectF, NearPlace]] = []
        self._is_over = False

    @property
    def near(self) -> tuple[NearPlace, ...]:
        """The places marked."""
        return self._near

    @property
    def cursor(self) -> Qt.CursorShape | None:
        """A pointing hand over the time of a place."""
        return Qt.CursorShape.PointingHandCursor if self._is_over else None

    def show_near(self, near: Sequence[NearPlace]) -> None:
        """Mark these places."""
        self._near, self._tags, self._is_over = tuple(near), [], False
        self._scene.note(frozenset(one.place_id for one in self._near))
        self.changed.emit()

    @property
    def tags(self) -> tuple[tuple[QRectF, NearPlace], ...]:
        """What the map says about places, and where, as it was painted last."""
        return tuple(self._tags)

    def tag_of(self, one: NearPlace) -> QPointF | None:
        """Return the middle of what the map says about a place, as it was painted last."""
        return next((box.center() for box, other in self._tags if other is one), None)

    def hover(self, at: Pointer) -> bool:
        """Tell whether a time is under the pointer."""
        self._is_over = self._at(at) is not None
        return self._is_over

    def leave(self) -> None:
        """Forget the pointer."""
        self._is_over = False

    def click(self, at: Pointer) -> bool:
        """Ask for the place whose time was clicked."""
        one = self._at(at)
        if one is not None:
            self.add_asked.emit(one)
        return one is not None

    def tip(self, at: Pointer) -> str:
        """Say what a visit costs."""
        one = self._at(at)
        if one is None:
            return ""
        language, say = self._words.language, self._words.say
        cost = say(
            N_("+{detour} on the way, visit {stay}; day {day} then ends at {end}"),
            detour=duration(one.detour_s, language),
            stay=duration(one.stay_s, language),
            end=time_of_day(one.day_end_s, language),
            day=one.day + 1,
        )
        lines = [f"<b>{escape(self._scene.name_of(one.place_id))}</b>", cost]
        if not one.fits:
            lines.append(say(N_("Something else would no longer fit.")))
        how = say(N_("Click to add it to the tour."))
        lines.append(f"<i>{how}</i>")
        return "<br>".join(lines)

    def paint(self, painter: QPainter, view: Viewport) -> None:
        """Draw rings and times, those that fit first; not in clusters, nor where one would cover another."""
        self._tags = []
        colors = self._theme.interface
        frame = QRectF(0, 0, view.width_px, view.height_px)
        for one in sorted(self._near, key=lambda near: (not near.fits, near.detour_s)):
            spot = QPointF(*self._scene.position_of(one.place_id, view))
            is_alone = self._scene.place_near(view, spot.x(), spot.y(), 1.0) == one.place_id
            if not is_alone or not frame.contains(spot):
                continue
            ink = colors.accent if one.fits else colors.text_muted
            text = self._cost(one)
            width = tag_width_px(text)
            at = _beside(spot, width, frame)
            box = QRectF(at.x(), at.y() - _HALF_PX, width, 2 * _HALF_PX)
            if any(box.intersects(other) for other, _ in self._tags):
                continue
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(qcolor(ink), 2.0, Qt.PenStyle.DashLine))
            painter.drawEllipse(spot, _RING_PX, _RING_PX)
            self._tags.append((paint_tag(painter, at, text, ink, colors.surface), one))

    def _cost(self, one: NearPlace) -> str:
        if one.detour_s < _LEAST_S:
            return self._words.say(N_("on the way"))
        return more_time(one.detour_s, self._words.language)

    def _at(self, at: Pointer) -> NearPlace | None:
        reach = (-_EDGE_PX, -_EDGE_PX, _EDGE_PX, _EDGE_PX)
        return next((one for box, one in self._tags if box.adjusted(*reach).contains(at.spot)), None)


def _beside(spot: QPointF, width: float, frame: QRectF) -> QPointF:
    """Return the left end of a tag's middle line: below the symbol, above it at the map's foot, never cut."""
    down = _TAG_PX if spot.y() + _TAG_PX + _HALF_PX <= frame.bottom() else -_TAG_PX
    left = min(max(spot.x() - width / 2, frame.left()), frame.right() - width)
    return QPointF(left, spot.y() + down)

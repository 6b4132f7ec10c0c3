"""Which places a request may visit: a ring around each, while the request is being written."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPen, QPixmap

from data.model.place import Place
from gis_app.map.tools import MapTool
from gis_app.theme import qcolor
from layers.style import Theme
from layers.viewport import Viewport

_RING_PX: Final = 22
_LINE_PX: Final = 2.0


class CandidateMarks(MapTool):
    """Draws the rings; it takes no clicks."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._lon_lat = np.empty((0, 2))
        self.is_shown = False
        self._ring = QPixmap()
        self._ring_of: tuple[str, float] | None = None

    @property
    def count(self) -> int:
        """How many places have a ring."""
        return len(self._lon_lat) if self.is_shown else 0

    def show_places(self, places: Sequence[Place]) -> None:
        """Mark other places."""
        self._lon_lat = np.array([(place.lon, place.lat) for place in places]).reshape(-1, 2)
        self.changed.emit()

    def show(self, *, is_shown: bool) -> None:
        """Draw the rings, or none for now."""
        if is_shown != self.is_shown:
            self.is_shown = is_shown
            self.changed.emit()

    def paint(self, painter: QPainter, view: Viewport) -> None:
        """Draw the rings in sight: one picture many times, for there may be thousands."""
        if not self.count:
            return
        spots = view.to_px(self._lon_lat[:, 0], self._lon_lat[:, 1]) - _RING_PX / 2
        is_near = (spots > -_RING_PX) & (spots < (view.width_px, view.height_px))
        ring = self._picture(painter.device().devicePixelRatioF())
        for x, y in spots[is_near.all(axis=1)].tolist():
            painter.drawPixmap(QPointF(x, y), ring)

    def _picture(self, ratio: float) -> QPixmap:
        ink = self._theme.interface.accent
        if self._ring_of != (ink.hex, ratio):
            side = round(_RING_PX * ratio)
            self._ring, self._ring_of = QPixmap(side, side), (ink.hex, ratio)
            self._ring.setDevicePixelRatio(ratio)
            self._ring.fill(Qt.GlobalColor.transparent)
            with QPainter(self._ring) as painter:
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                painter.setPen(QPen(qcolor(ink), _LINE_PX))
                radius = (_RING_PX - _LINE_PX) / 2
                painter.drawEllipse(QPointF(_RING_PX / 2, _RING_PX / 2), radius, radius)
        return self._ring

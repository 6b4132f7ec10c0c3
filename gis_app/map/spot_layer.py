"""A cross on the map where somebody asked to look; Escape, or the next spot, takes it away."""

from typing import Final

from PySide6.QtCore import QLineF, QPointF, Qt
from PySide6.QtGui import QPainter, QPen

from gis_app.map.tools import MapTool
from gis_app.render.tool_painter import paint_tag, tag_width_px
from gis_app.theme import qcolor
from layers.style import Theme
from layers.viewport import Viewport

_RING_PX: Final = 9.0
_ARM_PX: Final = 17.0
_TAG_PX: Final = 28.0


class SpotLayer(MapTool):
    """Marks one point (WGS84 degrees) with a few words."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._spot: tuple[float, float] | None = None
        self._text = ""

    @property
    def spot(self) -> tuple[float, float] | None:
        """The point marked: longitude and latitude."""
        return self._spot

    def mark(self, lon: float, lat: float, text: str) -> None:
        """Mark a point."""
        self._spot, self._text = (lon, lat), text
        self.changed.emit()

    def clear(self) -> None:
        """Mark nothing."""
        self._spot = None
        self.changed.emit()

    def cancel(self) -> bool:
        """Take the mark away (Escape)."""
        was_marked = self._spot is not None
        self.clear()
        return was_marked

    def paint(self, painter: QPainter, view: Viewport) -> None:
        """Draw a ring with four arms and the words below."""
        if self._spot is None:
            return
        spot = QPointF(*view.point_px(*self._spot))
        interface = self._theme.interface
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for color, width in ((interface.surface, 5.0), (interface.accent, 2.2)):
            painter.setPen(QPen(qcolor(color), width))
            painter.drawEllipse(spot, _RING_PX, _RING_PX)
            for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1)):
                inner = spot + QPointF(dx, dy) * (_RING_PX - 4)
                painter.drawLine(QLineF(inner, spot + QPointF(dx, dy) * _ARM_PX))
        at = spot + QPointF(-tag_width_px(self._text) / 2, _TAG_PX)
        paint_tag(painter, at, self._text, interface.text, interface.surface)

"""Small pictures of symbols, for the list of layers and its legend."""

from typing import Final

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPen, QPixmap

from data.model.layer_style import Symbol
from gis_app.render.paths import area_path
from gis_app.theme import qcolor
from layers.reference.markers import marker_shape
from layers.style import Color

SIDE_PX: Final = 18
_RATIO: Final = 2.0
_MOST_WIDTH_PX: Final = 4.0
_MOST_SIZE_PX: Final = 13.0


def swatch(symbol: Symbol, kinds: tuple[bool, bool, bool]) -> QIcon:
    """Return a symbol as an icon; ``kinds`` tells whether it stands for points, lines, areas."""
    pixmap = QPixmap(round(SIDE_PX * _RATIO), round(SIDE_PX * _RATIO))
    pixmap.setDevicePixelRatio(_RATIO)
    pixmap.fill(Qt.GlobalColor.transparent)
    color = qcolor(Color.of(symbol.color))
    has_points, has_lines, has_areas = kinds
    pen = QPen(color, min(max(symbol.width_px, 1.0), _MOST_WIDTH_PX))
    if symbol.is_dashed:
        pen.setDashPattern([2.0, 1.5])
    with QPainter(pixmap) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if has_areas:
            fill = qcolor(Color.of(symbol.fill, round(255 * symbol.fill_opacity))) if symbol.fill else None
            painter.setPen(pen)
            painter.setBrush(fill if fill is not None else Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(2.5, 3.5, SIDE_PX - 5, SIDE_PX - 7))
        elif has_lines:
            painter.setPen(pen)
            painter.drawLine(2, SIDE_PX - 4, SIDE_PX - 2, 4)
        if has_points:
            side = min(symbol.size_px, _MOST_SIZE_PX) / 2
            ring = marker_shape(symbol.marker) * side + SIDE_PX / 2
            painter.setPen(QPen(Qt.GlobalColor.white, 0.8))
            painter.setBrush(color)
            painter.drawPath(area_path([np.asarray(ring)]))
    return QIcon(pixmap)

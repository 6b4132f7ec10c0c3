"""What tools draw over the map: lines, grips, rings and sentences beside the pointer."""

from collections.abc import Iterable
from typing import Final

import numpy as np
import shapely
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF
from shapely import LineString

from gis_app.render.fonts import metrics_of
from gis_app.render.text import draw_text, qcolor
from layers.style import Color, TextStyle, Theme
from layers.viewport import Viewport

SAID_TEXT: Final = TextStyle(12, 500)
_PAD_X, _PAD_Y, _ROUND_PX = 9.0, 5.0, 6.0
_BESIDE_PX: Final = 16.0
_SIMPLIFY_PX: Final = 0.7


def pixels_of(line: LineString, view: Viewport) -> QPolygonF:
    """Return a line (WGS84 degrees) as logical pixels, without vertices nobody could see."""
    xy = view.to_px(*shapely.get_coordinates(line).T)
    if len(xy) > 2:
        xy = shapely.get_coordinates(shapely.simplify(LineString(xy), _SIMPLIFY_PX))
    return QPolygonF([QPointF(float(x), float(y)) for x, y in xy])


def paint_line(
    painter: QPainter,
    line: QPolygonF,
    color: Color,
    casing: Color,
    width_px: float = 4.0,
) -> None:
    """Paint a line with a casing."""
    for pen_color, width in ((casing, width_px + 3.0), (color, width_px)):
        pen = QPen(qcolor(pen_color), width)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(line)


def paint_grip(painter: QPainter, at: QPointF, radius_px: float, color: Color) -> None:
    """Paint a small white disc with a coloured rim: something that can be dragged."""
    painter.setPen(QPen(qcolor(color), 2.2))
    painter.setBrush(QColor(Qt.GlobalColor.white))
    painter.drawEllipse(at, radius_px, radius_px)


def paint_target(painter: QPainter, at: QPointF, radius_px: float, color: Color) -> None:
    """Paint a ring around what the thing being dragged would land on."""
    soft = qcolor(color)
    soft.setAlpha(50)
    painter.setPen(QPen(qcolor(color), 2.6))
    painter.setBrush(soft)
    painter.drawEllipse(at, radius_px, radius_px)


def paint_said(
    painter: QPainter,
    beside: QPointF,
    lines: Iterable[str],
    theme: Theme,
    view: Viewport,
    *,
    is_bad: bool = False,
) -> QRectF:
    """Paint sentences in a small box beside a spot, within the view; return the box."""
    said = [line for line in lines if line]
    metrics = metrics_of(SAID_TEXT)
    width = max((metrics.horizontalAdvance(line) for line in said), default=0.0) + 2 * _PAD_X
    height = len(said) * metrics.height() + 2 * _PAD_Y
    left, top = beside.x() + _BESIDE_PX, beside.y() + _BESIDE_PX
    if left + width > view.width_px - 4:
        left = beside.x() - _BESIDE_PX - width
    if top + height > view.height_px - 4:
        top = beside.y() - _BESIDE_PX - height
    box = QRectF(max(left, 4.0), max(top, 4.0), width, height)
    colors = theme.interface
    painter.setPen(QPen(qcolor(colors.danger if is_bad else colors.border), 1.0))
    painter.setBrush(qcolor(colors.surface))
    painter.drawRoundedRect(box, _ROUND_PX, _ROUND_PX)
    for number, line in enumerate(said):
        base = box.top() + _PAD_Y + number * metrics.height() + metrics.ascent()
        color = colors.danger if is_bad else colors.text
        draw_text(painter, (box.left() + _PAD_X, base), line, SAID_TEXT, color)
    return box


def tag_width_px(text: str) -> float:
    """Return how wide ``paint_tag`` makes a text, logical pixels."""
    return metrics_of(SAID_TEXT).horizontalAdvance(text) + 10.0


def paint_tag(painter: QPainter, at: QPointF, text: str, ink: Color, ground: Color) -> QRectF:
    """Paint a short text on a rounded ground, its left edge at ``at``, centred in height; return the box."""
    metrics = metrics_of(SAID_TEXT)
    width, height = tag_width_px(text), metrics.height() + 2.0
    box = QRectF(at.x(), at.y() - height / 2, width, height)
    painter.setPen(QPen(qcolor(ink), 1.0))
    painter.setBrush(qcolor(ground))
    painter.drawRoundedRect(box, height / 2, height / 2)
    draw_text(painter, (box.left() + 5.0, box.top() + 1.0 + metrics.ascent()), text, SAID_TEXT, ink)
    return box


def middle_of(line: QPolygonF, view: Viewport) -> QPointF:
    """Return the vertex in the middle of what is seen of a line; its middle vertex if nothing is."""
    frame = QRectF(0, 0, view.width_px, view.height_px)
    spots = [line.at(number) for number in range(line.count())]
    seen = [spot for spot in spots if frame.contains(spot)] or spots
    return seen[len(seen) // 2] if seen else QPointF(float(np.nan), float(np.nan))

"""The map inside its frame on a page: ground, tour, places and names, with scale bar and north arrow."""

from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from data.language.formats import number
from gis_app.printing.content import Content
from gis_app.render.drawing import Drawing
from gis_app.render.furniture import (
    attribution_box,
    north_arrow_box,
    paint_attribution,
    paint_north_arrow,
    paint_scale_bar,
    scale_bar_box,
)
from gis_app.render.map_painter import paint_map
from gis_app.render.text import qcolor
from layers.labels import Box
from layers.page import MapFrame
from layers.style import LIGHT
from layers.viewport import PRINT_PIXEL_MM

MAP_CREDIT: Final = "© OpenStreetMap contributors (ODbL)"
_PX_PER_MM: Final = 1 / PRINT_PIXEL_MM
_INSET_PX: Final = 10.0
_BAR_PX: Final = 200.0
_SMALL_MM: Final = 60.0


def paint_map_frame(painter: QPainter, item: MapFrame, content: Content) -> None:
    """Paint a map on a painter whose unit is one print pixel."""
    painter.save()
    painter.translate(item.left * _PX_PER_MM, item.top * _PX_PER_MM)
    drawing = Drawing.on(painter, item.viewport, LIGHT, content.language, with_leaders=True)
    for covered in item.covered:
        left, top = covered.left * _PX_PER_MM, covered.top * _PX_PER_MM
        box = Box(left, top, left + covered.width * _PX_PER_MM, top + covered.height * _PX_PER_MM)
        drawing.labels.block(box)
    if item.has_furniture:
        _block_furniture(drawing, item)
    paint_map(
        drawing,
        content.basemap,
        content.project,
        content.tour,
        days={item.day - 1} if item.day else None,
        places=[content.project.place(key) for key in item.places],
        selected=item.selected,
        hidden=content.hidden,
        unit=item.unit,
        stretch=item.stretch,
    )
    scale = number(item.denominator, content.language)
    content.unplaced.extend((name, scale) for name in drawing.unplaced)
    if item.has_furniture:
        _paint_furniture(drawing, item)
    painter.setPen(QPen(qcolor(LIGHT.map.frame), 1.2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(QRectF(0, 0, item.viewport.width_px, item.viewport.height_px))
    painter.restore()


def _corner(item: MapFrame) -> tuple[float, float, float]:
    """Return the right and lower edge for furniture, and the longest scale bar."""
    longest = _BAR_PX if item.width >= _SMALL_MM else item.viewport.width_px / 3
    return item.viewport.width_px - _INSET_PX, item.viewport.height_px - _INSET_PX, longest


def _block_furniture(drawing: Drawing, item: MapFrame) -> None:
    right, bottom, longest = _corner(item)
    bar = scale_bar_box(drawing, _INSET_PX, bottom, longest_px=longest, denominator=item.denominator)
    for box in (bar, north_arrow_box(right, _INSET_PX), attribution_box(drawing, MAP_CREDIT)):
        drawing.labels.block(box)


def _paint_furniture(drawing: Drawing, item: MapFrame) -> None:
    right, bottom, longest = _corner(item)
    paint_scale_bar(drawing, _INSET_PX, bottom, longest_px=longest, denominator=item.denominator)
    paint_north_arrow(drawing, right, _INSET_PX)
    paint_attribution(drawing, MAP_CREDIT)

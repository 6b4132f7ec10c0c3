"""Places: category symbols, rank rings, dashed halos for approximate positions, clusters and names."""

from collections.abc import Collection, Sequence
from typing import Final

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPen

from data.model.place import Category, Place, PlaceId, Rank
from gis_app.render.drawing import Drawing
from gis_app.render.paths import area_path
from gis_app.render.text import draw_centred, draw_label, qcolor
from layers.labels import Box
from layers.marks import PlaceMark, short_name
from layers.style import (
    ACCENT,
    CATEGORY_COLORS,
    CLUSTER_TEXT,
    PLACE_TEXT,
    RANK_RINGS,
    WHITE,
    Color,
)
from layers.symbols import GLYPH_SHARE, SYMBOLS

_NAME_ZOOM: Final = {Rank.SPECIAL_NATIONAL: 10.5, Rank.NATIONAL: 11.8, Rank.PROVINCIAL: 12.5}
_OTHER_NAME_ZOOM: Final = 13.2
_HALO_GAP_PX: Final = 4.0


def paint_places(
    drawing: Drawing, marks: Sequence[PlaceMark], selected: Collection[PlaceId] = (), *, names: bool = True
) -> None:
    """Paint the marks that ``layers.marks.mark_places`` arranged, least important first.

    Parameters
    ----------
    selected
        Places drawn with an accent ring, their names always tried first.
    names
        Whether to write names where there is room.
    """
    with drawing.clipped():
        block_marks(drawing, marks)
        for mark in reversed(marks):
            if mark.is_cluster:
                _paint_cluster(drawing, mark)
            else:
                _paint_place(drawing, mark, is_selected=mark.places[0].id in selected)
        if names:
            _paint_place_names(drawing, marks, selected)


def block_marks(drawing: Drawing, marks: Sequence[PlaceMark]) -> None:
    """Keep names off the symbols of places."""
    for mark in marks:
        drawing.labels.block(Box(mark.x, mark.y, mark.x, mark.y).grown(mark.radius_px + 1))


def paint_symbol(
    painter: QPainter, at: tuple[float, float], radius_px: float, category: Category, *, edge: Color = WHITE
) -> None:
    """Paint a category's disc and glyph, as on map and legend."""
    x, y = at
    painter.setBrush(qcolor(CATEGORY_COLORS[category]))
    painter.setPen(QPen(qcolor(edge), 1.3))
    painter.drawEllipse(QPointF(x, y), radius_px, radius_px)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(qcolor(WHITE))
    size = radius_px * GLYPH_SHARE
    painter.drawPath(area_path([polygon * size + (x, y) for polygon in SYMBOLS[category]]))


def paint_rank_rings(
    painter: QPainter, at: tuple[float, float], radius_px: float, rank: Rank, color: Color
) -> None:
    """Paint one ring for a national and two for a special national relic around a disc."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(qcolor(color), 1.2))
    for ring in range(RANK_RINGS.get(rank, 0)):
        radius = radius_px + 2.0 + 2.4 * ring
        painter.drawEllipse(QPointF(*at), radius, radius)


def paint_halo(painter: QPainter, at: tuple[float, float], radius_px: float, color: Color) -> None:
    """Paint the dashed halo that says 'somewhere around here'."""
    pen = QPen(qcolor(color), 1.2)
    pen.setDashPattern([2.6, 2.2])
    painter.setPen(pen)
    painter.setBrush(qcolor(color.with_alpha(26)))
    painter.drawEllipse(QPointF(*at), radius_px + _HALO_GAP_PX, radius_px + _HALO_GAP_PX)


def _paint_place(drawing: Drawing, mark: PlaceMark, *, is_selected: bool) -> None:
    painter, place, at = drawing.painter, mark.places[0], (mark.x, mark.y)
    color = CATEGORY_COLORS[place.category]
    if place.is_approximate:
        paint_halo(painter, at, mark.radius_px + (3.5 if place.rank in RANK_RINGS else 0), color)
    if is_selected:
        painter.setPen(QPen(qcolor(ACCENT), 2.6))
        painter.setBrush(qcolor(drawing.theme.map.halo))
        radius = reach_px(mark) + 2
        painter.drawEllipse(QPointF(*at), radius, radius)
    paint_rank_rings(painter, at, mark.radius_px, place.rank, color)
    paint_symbol(painter, at, mark.radius_px, place.category, edge=drawing.theme.map.halo)


def _paint_cluster(drawing: Drawing, mark: PlaceMark) -> None:
    painter = drawing.painter
    color = CATEGORY_COLORS[mark.places[0].category]
    painter.setPen(QPen(qcolor(color), 2.0))
    painter.setBrush(qcolor(drawing.theme.interface.surface))
    painter.drawEllipse(QPointF(mark.x, mark.y), mark.radius_px, mark.radius_px)
    draw_centred(painter, (mark.x, mark.y), str(len(mark.places)), CLUSTER_TEXT, drawing.theme.map.text)


def _paint_place_names(drawing: Drawing, marks: Sequence[PlaceMark], selected: Collection[PlaceId]) -> None:
    single = [mark for mark in marks if not mark.is_cluster]
    for mark in sorted(single, key=lambda mark: mark.places[0].id not in selected):
        place = mark.places[0]
        if place.id not in selected and drawing.viewport.zoom < _name_zoom(place):
            continue
        label = drawing.labels.place_at_point(
            (mark.x, mark.y), reach_px(mark), short_name(place.name(drawing.language)), PLACE_TEXT
        )
        if label:
            align = 0.0 if label.x > mark.x else 1.0 if label.x + label.width < mark.x else 0.5
            draw_label(
                drawing.painter, label, drawing.theme.map.text, halo=drawing.theme.map.halo, align=align
            )


def reach_px(mark: PlaceMark) -> float:
    """Return how far a mark reaches from its centre, rings and halo included."""
    place = mark.places[0]
    rings = RANK_RINGS.get(place.rank, 0)
    ring_px = 2.4 * rings + 1.0 if rings else 0.0
    return mark.radius_px + ring_px + (_HALO_GAP_PX if place.is_approximate else 0.0)


def _name_zoom(place: Place) -> float:
    return _NAME_ZOOM.get(place.rank, _OTHER_NAME_ZOOM)

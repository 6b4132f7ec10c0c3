"""Symbols of places as small pictures, the same as on the map, for lists and cards."""

from functools import cache

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPixmap

from data.model.place import Category, Place, Rank
from gis_app.render.place_painter import paint_halo, paint_rank_rings, paint_symbol
from layers.style import CATEGORY_COLORS, RANK_RINGS

SIDE_PX = 36
_RADIUS_PX = 10.0


def place_symbol(place: Place, ratio: float) -> QPixmap:
    """Return the symbol of a place: category, rings of its rank, dashed halo when approximate."""
    return _symbol(place.category, place.rank, ratio, is_rough=place.is_approximate)


@cache
def _symbol(category: Category, rank: Rank, ratio: float, *, is_rough: bool) -> QPixmap:
    made = QPixmap(round(SIDE_PX * ratio), round(SIDE_PX * ratio))
    made.setDevicePixelRatio(ratio)
    made.fill(Qt.GlobalColor.transparent)
    centre = (SIDE_PX / 2, SIDE_PX / 2)
    color = CATEGORY_COLORS[category]
    with QPainter(made) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if is_rough:
            paint_halo(painter, centre, _RADIUS_PX + (3.0 if rank in RANK_RINGS else 0.0), color)
        paint_rank_rings(painter, centre, _RADIUS_PX, rank, color)
        paint_symbol(painter, centre, _RADIUS_PX, category)
    return made

"""The ground of the map: land, water, unit borders, roads and reference layers, in the order of the stack.

No text, so tiles of it join without a seam.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainterPath, QPen

from data.model.map_layers import OwnLayer
from gis_app.render.drawing import Drawing
from gis_app.render.feature_painter import paint_features
from gis_app.render.paths import area_path, line_paths
from gis_app.render.raster_painter import paint_tiles
from gis_app.render.text import qcolor
from layers.basemap import Basemap
from layers.ground import DrawnLayer
from layers.lines import LineSet
from layers.reference.rules import StyledFeatures
from layers.style import Color

_EDGE_PX: Final = 16.0
_BORDER_ZOOM: Final = 9.0
_ROUND_CAP_ZOOM: Final = 13.5


def paint_ground(drawing: Drawing, basemap: Basemap) -> None:
    """Paint the land, then the layers of ``basemap.ground`` from the lowest to the uppermost."""
    with drawing.clipped() as painter:
        frame = QRectF(0, 0, drawing.viewport.width_px, drawing.viewport.height_px)
        painter.fillRect(frame, qcolor(drawing.theme.map.land))
        _paint_provinces(drawing, basemap)
        for drawn in reversed(basemap.ground):
            if drawn.is_shown(drawing.viewport):
                with drawing.faded(drawn.layer.opacity) as faded:
                    _paint_layer(faded, basemap, drawn)


def _paint_layer(drawing: Drawing, basemap: Basemap, drawn: DrawnLayer) -> None:
    own = drawn.layer.own
    if own in _OWN:
        _OWN[own](drawing, basemap)
    elif isinstance(drawn.content, StyledFeatures):
        paint_features(drawing, drawn.content)
    elif drawn.content is not None:
        paint_tiles(drawing, drawn.content)


def _paint_provinces(drawing: Drawing, basemap: Basemap) -> None:
    """Paint what lies beyond the provinces of the project darker, and the line between."""
    provinces, colors = basemap.provinces, drawing.theme.map
    if not len(provinces):
        return
    viewport, bounds = drawing.viewport, drawing.bounds_m(_EDGE_PX)
    rings = provinces.rings(provinces.within(bounds), bounds, viewport.resolution * 0.4)
    drawing.painter.fillRect(QRectF(0, 0, viewport.width_px, viewport.height_px), qcolor(colors.beyond))
    drawing.painter.setBrush(qcolor(colors.land))
    drawing.painter.setPen(QPen(qcolor(colors.unit_outline.with_alpha(170)), 1.1))
    drawing.painter.drawPath(area_path([viewport.mercator_to_px(ring) for ring in rings]))


def _paint_water(drawing: Drawing, basemap: Basemap) -> None:
    bounds = drawing.bounds_m(_EDGE_PX)
    rings = basemap.water.rings(basemap.water.within(bounds), bounds, drawing.viewport.resolution * 0.4)
    drawing.painter.setBrush(qcolor(drawing.theme.map.water))
    drawing.painter.setPen(QPen(qcolor(drawing.theme.map.water), 0.6))
    drawing.painter.drawPath(area_path([drawing.viewport.mercator_to_px(ring) for ring in rings]))


def _paint_borders(drawing: Drawing, basemap: Basemap) -> None:
    viewport = drawing.viewport
    if viewport.zoom < _BORDER_ZOOM:
        return
    pen = QPen(qcolor(drawing.theme.map.unit_outline.with_alpha(150)), 0.9 if viewport.zoom < 13 else 1.2)
    pen.setDashPattern([6, 2.5, 1.2, 2.5])
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    _stroke(drawing, _paths_in(basemap.unit_borders.at(viewport.resolution), drawing), pen)


def _paint_roads(drawing: Drawing, basemap: Basemap) -> None:
    viewport = drawing.viewport
    shown = [
        (style, _paths_in(basemap.roads[road_class].at(viewport.resolution), drawing))
        for road_class, style in drawing.theme.roads.items()
        if road_class in basemap.roads and viewport.zoom >= style.min_zoom
    ]
    # All edges lie under all fills, so that roads join at crossings instead of crossing each other out.
    for style, paths in shown:
        if viewport.zoom >= style.casing_zoom:
            edge = 1.6 if viewport.zoom >= 13 else 1.2
            _stroke(drawing, paths, _pen(style.casing, style.width_at(viewport.zoom) + edge, viewport.zoom))
    for style, paths in shown:
        color = style.fill if viewport.zoom >= style.casing_zoom else style.uncased
        pen = _pen(color, style.width_at(viewport.zoom), viewport.zoom)
        if style.dash:
            pen.setDashPattern(list(style.dash))
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        _stroke(drawing, paths, pen)


def _pen(color: Color, width_px: float, zoom: float) -> QPen:
    pen = QPen(qcolor(color), width_px)
    rounded = zoom >= _ROUND_CAP_ZOOM or width_px > 2
    pen.setCapStyle(Qt.PenCapStyle.RoundCap if rounded else Qt.PenCapStyle.FlatCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin if rounded else Qt.PenJoinStyle.BevelJoin)
    return pen


def _stroke(drawing: Drawing, paths: list[QPainterPath], pen: QPen) -> None:
    for path in paths:
        drawing.painter.strokePath(path, pen)


def _paths_in(lines: LineSet, drawing: Drawing) -> list[QPainterPath]:
    seen = lines.within(drawing.bounds_m(_EDGE_PX))
    if not len(seen):
        return []
    chosen = lines.take(seen)
    return line_paths(drawing.viewport.mercator_to_px(chosen.xy), chosen.offsets)


_OWN: Final[Mapping[OwnLayer | None, Callable[[Drawing, Basemap], None]]] = MappingProxyType(
    {OwnLayer.WATER: _paint_water, OwnLayer.BORDERS: _paint_borders, OwnLayer.ROADS: _paint_roads}
)
"""What paints our own layers of the ground; those above it are painted with the names."""

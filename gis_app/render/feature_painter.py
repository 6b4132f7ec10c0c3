"""Features of reference layers: areas, lines and points of each rule, in batches that draw quickly."""

from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainterPath, QPen

from data.model.layer_style import Symbol
from gis_app.render.drawing import Drawing
from gis_app.render.paths import line_paths, path_of
from gis_app.render.text import qcolor
from layers.lines import LineSet
from layers.reference.features import Parts
from layers.reference.markers import marker_shape
from layers.reference.rules import StyledFeatures
from layers.style import Color

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

_EDGE_PX: Final = 40.0
_SPECK_PX: Final = 0.9
"""Smaller shapes are drawn as pixels: thousands of them cost what one picture costs."""
_RINGS_A_PATH: Final = 128
_MARKERS_A_PATH: Final = 256
_CROWD: Final = 0.4
"""Markers nearer than this share of their size are drawn once; where there are thousands, twice it."""
_THOUSANDS: Final = 3000
_DASH: Final = (4.0, 2.5)


def paint_features(drawing: Drawing, styled: StyledFeatures) -> None:
    """Paint all features in the view: areas, then lines, then points; the first rule on top."""
    features, bounds = styled.features, drawing.bounds_m(_EDGE_PX)
    for number in reversed(range(len(styled.style.rules))):
        symbol = styled.style.rules[number].symbol
        rings = _of_rule(features.rings, styled, number, drawing)
        if rings is not None:
            _paint_areas(drawing, rings, symbol)
    for number in reversed(range(len(styled.style.rules))):
        symbol = styled.style.rules[number].symbol
        lines = _of_rule(features.lines, styled, number, drawing)
        if lines is not None:
            _paint_lines(drawing, lines, symbol)
    west, south, east, north = bounds
    x, y = features.points[:, 0], features.points[:, 1]
    seen = np.flatnonzero((x >= west) & (x <= east) & (y >= south) & (y <= north))
    if len(seen):
        rule = styled.rule[features.point_owner[seen]]
        for number in reversed(range(len(styled.style.rules))):
            spots = drawing.viewport.mercator_to_px(features.points[seen[rule == number]])
            if len(spots):
                _paint_markers(drawing, spots, styled.style.rules[number].symbol)


def _of_rule(parts: Parts, styled: StyledFeatures, number: int, drawing: Drawing) -> LineSet | None:
    if not len(parts):
        return None
    lines = parts.levels.at(drawing.viewport.resolution)
    seen = lines.within(drawing.bounds_m(_EDGE_PX))
    seen = seen[styled.rule[parts.owner[seen]] == number]
    return lines.take(seen) if len(seen) else None


def _paint_areas(drawing: Drawing, rings: LineSet, symbol: Symbol) -> None:
    fill = _color(symbol.fill, symbol.fill_opacity) if symbol.fill else None
    rings, specks = _apart(rings, drawing)
    if fill is not None:
        _paint_specks(drawing, specks, fill)
    painter = drawing.painter
    pen = _pen(symbol) if symbol.width_px > 0 else QPen(Qt.PenStyle.NoPen)
    xy = drawing.viewport.mercator_to_px(rings.xy)
    for begin in range(0, len(rings), _RINGS_A_PATH):
        offsets = rings.offsets[begin : begin + _RINGS_A_PATH + 1]
        path = _path(xy[offsets[0] : offsets[-1]], offsets - offsets[0])
        # Overlapping areas fill alike; holes turn the other way.
        path.setFillRule(Qt.FillRule.WindingFill)
        if fill is not None:
            painter.fillPath(path, fill)
        if symbol.width_px > 0:
            painter.strokePath(path, pen)


def _paint_lines(drawing: Drawing, lines: LineSet, symbol: Symbol) -> None:
    lines, specks = _apart(lines, drawing)
    _paint_specks(drawing, specks, _color(symbol.color, 1.0))
    pen = _pen(symbol)
    for path in line_paths(drawing.viewport.mercator_to_px(lines.xy), lines.offsets):
        drawing.painter.strokePath(path, pen)


def _paint_markers(drawing: Drawing, spots: FloatArray, symbol: Symbol) -> None:
    cell = max(symbol.size_px * _CROWD, 1.0)
    spots = _thinned(spots, cell)
    if len(spots) > _THOUSANDS:
        spots = _thinned(spots, 2 * cell)
    shape = marker_shape(symbol.marker) * (symbol.size_px / 2)
    painter = drawing.painter
    painter.setBrush(_color(symbol.color, 1.0))
    painter.setPen(QPen(qcolor(drawing.theme.map.halo), 1.0))
    for begin in range(0, len(spots), _MARKERS_A_PATH):
        chosen = spots[begin : begin + _MARKERS_A_PATH]
        xy = (chosen[:, None, :] + shape[None, :, :]).reshape(-1, 2)
        path = _path(xy, np.arange(len(chosen) + 1) * len(shape))
        path.setFillRule(Qt.FillRule.WindingFill)
        painter.drawPath(path)


def _thinned(spots: FloatArray, cell_px: float) -> FloatArray:
    """Return one of the spots in each square of ``cell_px``, the first."""
    cells = np.floor(spots / cell_px).astype(np.int64)
    # One number a square sorts many times faster than pairs.
    _, first = np.unique(cells[:, 0] * (1 << 32) + cells[:, 1], return_index=True)
    kept: FloatArray = spots[np.sort(first)]
    return kept


def _apart(lines: LineSet, drawing: Drawing) -> tuple[LineSet, FloatArray]:
    """Return the lines large enough to be drawn, and the centres of the others (pixels)."""
    sizes = (lines.boxes[:, 2:] - lines.boxes[:, :2]) / drawing.viewport.resolution
    is_speck = (sizes < _SPECK_PX).all(axis=1)
    centres = (lines.boxes[is_speck, :2] + lines.boxes[is_speck, 2:]) / 2
    return lines.take(np.flatnonzero(~is_speck)), drawing.viewport.mercator_to_px(centres)


def _paint_specks(drawing: Drawing, spots: FloatArray, color: QColor) -> None:
    """Set the pixels of shapes smaller than one."""
    width, height = int(drawing.viewport.width_px), int(drawing.viewport.height_px)
    cells = np.floor(spots).astype(np.int64)
    inside = (cells >= 0).all(axis=1) & (cells[:, 0] < width) & (cells[:, 1] < height)
    if not inside.any():
        return
    shares = np.zeros((height, width), dtype=np.uint8)
    shares[cells[inside, 1], cells[inside, 0]] = color.alpha()
    pixels = np.empty((height, width, 4), dtype=np.uint8)
    pixels[..., 0], pixels[..., 1], pixels[..., 2] = color.red(), color.green(), color.blue()
    pixels[..., 3] = shares
    image = QImage(pixels.data, width, height, 4 * width, QImage.Format.Format_RGBA8888)
    drawing.painter.drawImage(QRectF(0, 0, width, height), image)


def _path(xy: FloatArray, offsets: IntArray) -> QPainterPath:
    starts = np.zeros(len(xy), dtype=np.bool_)
    starts[offsets[:-1]] = True
    return path_of(xy, starts)


def _pen(symbol: Symbol) -> QPen:
    pen = QPen(_color(symbol.color, 1.0), symbol.width_px)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap if symbol.is_dashed else Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    if symbol.is_dashed:
        pen.setDashPattern(list(_DASH))
    return pen


def _color(hexadecimal: str, opacity: float) -> QColor:
    return qcolor(Color.of(hexadecimal, round(255 * opacity)))

"""Labels of reference layers, wherever more important names have left room."""

from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray

from data.model.layer_style import Symbol
from gis_app.render.drawing import Drawing
from gis_app.render.text import draw_label
from layers.labels import PlacedLabel, longest_first
from layers.reference.rules import NO_RULE, StyledFeatures
from layers.style import Color, TextStyle

MOST_LABELS: Final = 150
MOST_TRIED: Final = 700
"""Among more features than this, an even choice is labelled: nobody reads a thousand names at once."""

_WRAP_PX: Final = 110
_LEAST_LENGTH_PX: Final = 40.0
_LINES: Final = (shapely.GeometryType.LINESTRING, shapely.GeometryType.MULTILINESTRING)
_POINT: Final = shapely.GeometryType.POINT


def paint_feature_names(drawing: Drawing, styled: StyledFeatures, denominator: float) -> None:
    """Paint the labels of the features in the view at scale 1:``denominator``."""
    style, features = styled.style, styled.features
    if style.label not in features.columns or (style.label_from and denominator > style.label_from):
        return
    seen = features.within(drawing.viewport.bounds_m)
    seen = seen[styled.rule[seen] != NO_RULE]
    if len(seen) > MOST_TRIED:
        seen = seen[:: -(-len(seen) // MOST_TRIED)]
    text = TextStyle(style.label_size_px, 500)
    kinds = shapely.get_type_id(features.geometries[seen])
    placed = 0
    for index, kind in zip(seen, kinds, strict=True):
        said = styled.label(int(index)).strip()
        if not said:
            continue
        symbol = style.rules[styled.rule[index]].symbol
        label = _room(drawing, features.geometries[index], said, text, symbol)
        if label is None:
            continue
        color = _readable(drawing, symbol)
        is_centred = kind != _POINT
        draw_label(
            drawing.painter, label, color, halo=drawing.theme.map.halo, align=0.5 if is_centred else 0.0
        )
        placed += 1
        if placed >= MOST_LABELS:
            return


def _room(
    drawing: Drawing, geometry: shapely.Geometry, said: str, text: TextStyle, symbol: Symbol
) -> PlacedLabel | None:
    view, labels, kind = drawing.viewport, drawing.labels, shapely.get_type_id(geometry)
    if kind == _POINT:
        x, y = view.mercator_to_px(shapely.get_coordinates(geometry))[0]
        return labels.place_at_point((float(x), float(y)), symbol.size_px / 2, said, text)
    if kind in _LINES:
        lines = [view.mercator_to_px(shapely.get_coordinates(line)) for line in shapely.get_parts(geometry)]
        longest = longest_first(lines)[0]
        return labels.place_on_line(longest, said, text) if _length(longest) > _LEAST_LENGTH_PX else None
    inside = shapely.point_on_surface(geometry)
    x, y = view.mercator_to_px(shapely.get_coordinates(inside))[0]
    return labels.place_centred(float(x), float(y), said, text, max_width_px=_WRAP_PX)


def _length(xy: NDArray[np.float64]) -> float:
    return float(np.hypot(*np.diff(xy, axis=0).T).sum())


def _readable(drawing: Drawing, symbol: Symbol) -> Color:
    """Return the colour of the symbol if it reads on the ground, the colour of names otherwise."""
    color = Color.of(symbol.color)
    contrast = color.contrast(drawing.theme.map.halo)
    return color if contrast >= 4.5 else drawing.theme.map.text

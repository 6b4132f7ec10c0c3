"""The names on the ground: road shields, units, waters, roads. Painted for the whole view, not by tile."""

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPen

from data.model.map_layers import OwnLayer
from gis_app.render.drawing import Drawing
from gis_app.render.feature_names import paint_feature_names
from gis_app.render.fonts import measure
from gis_app.render.text import draw_centred, draw_label, qcolor
from layers.basemap import AreaSet, Basemap
from layers.ground import nominal_denominator
from layers.labels import Box, cut_up, joined, longest_first
from layers.lines import LineSet
from layers.reference.rules import StyledFeatures
from layers.style import PROVINCE_TEXT, ROAD_TEXT, SHIELD_TEXT, UNIT_TEXT, WATER_TEXT, Color, RoadClass

FloatArray = NDArray[np.float64]

_UNIT_NAME_ZOOM: Final = 10.4
_SHIELD_ZOOM: Final = 9.5
_SHIELD_SPACING_PX: Final = 170.0
_ROAD_NAME_LIMIT: Final = 60
_PRINTED_NAME_LIMIT: Final = 180
_USUAL_VIEW_PX: Final = 1_000_000
_NAME_SPACING_PX: Final = 520.0
_SHIELD_CLASSES: Final = (RoadClass.MOTORWAY, RoadClass.TRUNK, RoadClass.PRIMARY, RoadClass.SECONDARY)


def paint_names(
    drawing: Drawing, basemap: Basemap, *, with_units: bool = True, with_roads: bool = True
) -> None:
    """Paint shields, names and labels of reference layers wherever ``drawing.labels`` still has room.

    Call it after everything that matters more (stops, places) has claimed its room.

    Parameters
    ----------
    with_units
        Whether provinces and communes are named.
    with_roads
        Whether roads have their names and shields.
    """
    has_names = basemap.opacity(OwnLayer.NAMES, drawing.viewport) > 0
    with_units, with_roads = with_units and has_names, with_roads and has_names
    with drawing.clipped():
        if with_units and drawing.viewport.zoom < _UNIT_NAME_ZOOM:
            _paint_province_names(drawing, basemap)
        elif with_units:
            _paint_unit_names(drawing, basemap)
        _paint_reference_names(drawing, basemap)
        if with_roads:
            _paint_shields(drawing, basemap)
        if has_names:
            _paint_water_names(drawing, basemap)
        if with_roads:
            _paint_road_names(drawing, basemap)


def _paint_reference_names(drawing: Drawing, basemap: Basemap) -> None:
    for drawn in basemap.ground:
        if isinstance(drawn.content, StyledFeatures) and drawn.is_shown(drawing.viewport):
            paint_feature_names(drawing, drawn.content, nominal_denominator(drawing.viewport))


def _paint_province_names(drawing: Drawing, basemap: Basemap) -> None:
    provinces, colors = basemap.provinces, drawing.theme.map
    for index in provinces.within(drawing.viewport.bounds_m):
        name = provinces.name(int(index), drawing.language).upper()
        for x, y in drawing.viewport.mercator_to_px(provinces.spots(int(index))):
            label = drawing.labels.place_centred(float(x), float(y), name, PROVINCE_TEXT, max_width_px=120)
            if label:
                draw_label(drawing.painter, label, colors.unit_text, halo=colors.halo, align=0.5)
                break


def _paint_unit_names(drawing: Drawing, basemap: Basemap) -> None:
    units = basemap.units
    for index in units.within(drawing.viewport.bounds_m):
        x, y = _anchor(drawing, units, index)
        name = units.name(int(index), drawing.language)
        label = drawing.labels.place_centred(x, y, name, UNIT_TEXT, max_width_px=90)
        if label:
            draw_label(
                drawing.painter, label, drawing.theme.map.unit_text, halo=drawing.theme.map.halo, align=0.5
            )


def _anchor(drawing: Drawing, areas: AreaSet, index: int) -> tuple[float, float]:
    x, y = drawing.viewport.mercator_to_px(areas.anchors[index][None, :])[0]
    return float(x), float(y)


def _visible(drawing: Drawing, lines: LineSet) -> Iterator[tuple[int, FloatArray]]:
    for index in lines.within(drawing.viewport.bounds_m):
        yield int(index), drawing.viewport.mercator_to_px(lines.line(int(index)))


def _named_lines(drawing: Drawing, lines: LineSet) -> dict[str, list[FloatArray]]:
    """Return the visible lines by name, consecutive ones joined into longer ones."""
    by_name: dict[str, list[FloatArray]] = {}
    for index, xy in _visible(drawing, lines):
        name = lines.names[lines.name_ids[index]]
        if not name:
            continue
        joined = by_name.setdefault(name, [])
        if joined and np.array_equal(joined[-1][-1], xy[0]):
            joined[-1] = np.concatenate((joined[-1], xy[1:]))
        else:
            joined.append(xy)
    return by_name


def _paint_water_names(drawing: Drawing, basemap: Basemap) -> None:
    rivers = _named_lines(drawing, basemap.water_lines)
    for name, lines in rivers.items():
        _place_along(drawing, longest_first(lines)[:4], name)
    water = basemap.water
    for index in water.within(drawing.viewport.bounds_m):
        name = water.name(int(index), drawing.language)
        if not name or name in rivers or not _is_roomy(drawing, water.geometries[index].bounds):
            continue
        x, y = _anchor(drawing, water, index)
        label = drawing.labels.place_centred(x, y, name, WATER_TEXT, max_width_px=80)
        if label:
            draw_label(
                drawing.painter, label, drawing.theme.map.water_text, halo=drawing.theme.map.water, align=0.5
            )


def _is_roomy(drawing: Drawing, bounds: tuple[float, float, float, float]) -> bool:
    west, south, east, north = bounds
    resolution = drawing.viewport.resolution
    return (east - west) / resolution > 46 and (north - south) / resolution > 14


def _place_along(drawing: Drawing, lines: Sequence[FloatArray], name: str) -> None:
    for xy in lines:
        label = drawing.labels.place_on_line(xy, name, WATER_TEXT)
        if label:
            draw_label(drawing.painter, label, drawing.theme.map.water_text, halo=drawing.theme.map.water)
            return


def _paint_road_names(drawing: Drawing, basemap: Basemap) -> None:
    viewport, theme = drawing.viewport, drawing.theme
    # Paper is looked at closely: there are names wherever they find room.
    limit = _PRINTED_NAME_LIMIT if drawing.with_leaders else _ROAD_NAME_LIMIT
    most = limit * max(1.0, viewport.width_px * viewport.height_px / _USUAL_VIEW_PX)
    placed = 0
    for road_class in reversed(list(theme.roads)):
        style = theme.roads[road_class]
        if road_class not in basemap.roads or viewport.zoom < style.label_zoom:
            continue
        halo = theme.map.halo if style.dash else style.fill
        lines_by_name = _named_lines(drawing, basemap.roads[road_class].at(viewport.resolution))
        for name, lines in lines_by_name.items():
            placed += _write_along(drawing, lines, name, halo)
            if placed >= most:
                return


def _write_along(drawing: Drawing, lines: Sequence[FloatArray], name: str, halo: Color) -> int:
    """Write a road's name along it, on paper again and again where it is long; returns how often."""
    if not drawing.with_leaders:
        found = [longest_first(lines)[0]]
    else:
        frame = shapely.box(0, 0, drawing.viewport.width_px, drawing.viewport.height_px)
        found = [piece for xy in joined(lines, frame) for piece in cut_up(xy, _NAME_SPACING_PX)]
    written: list[tuple[float, float]] = []
    for xy in found:
        x, y = xy[len(xy) // 2]
        if any(np.hypot(x - a, y - b) < _NAME_SPACING_PX / 2 for a, b in written):
            continue
        label = drawing.labels.place_on_line(xy, name, ROAD_TEXT, follows_bends=drawing.with_leaders)
        if label:
            draw_label(drawing.painter, label, drawing.theme.map.road_text, halo=halo)
            written.append((label.x, label.y))
    return len(written)


def _paint_shields(drawing: Drawing, basemap: Basemap) -> None:
    viewport = drawing.viewport
    if viewport.zoom < _SHIELD_ZOOM:
        return
    taken: dict[str, list[tuple[float, float]]] = {}
    for road_class in _SHIELD_CLASSES:
        if (
            road_class not in basemap.roads
            or viewport.zoom < drawing.theme.roads[road_class].label_zoom - 1.5
        ):
            continue
        lines = basemap.roads[road_class].at(viewport.resolution)
        for index, xy in _visible(drawing, lines):
            ref = lines.names[lines.ref_ids[index]].split(";")[0]
            if ref:
                _place_shield(drawing, xy[len(xy) // 2], ref, taken.setdefault(ref, []))


def _place_shield(drawing: Drawing, at: FloatArray, ref: str, taken: list[tuple[float, float]]) -> None:
    x, y = float(at[0]), float(at[1])
    if any(np.hypot(x - a, y - b) < _SHIELD_SPACING_PX for a, b in taken):
        return
    width, height = measure(ref, SHIELD_TEXT)
    box = Box(x - width / 2 - 3, y - height / 2, x + width / 2 + 3, y + height / 2)
    if not drawing.labels.is_free(box):
        return
    drawing.labels.block(box)
    taken.append((x, y))
    colors = drawing.theme.map
    drawing.painter.setBrush(qcolor(colors.shield_fill))
    drawing.painter.setPen(QPen(qcolor(colors.shield_edge), 0.8))
    drawing.painter.drawRoundedRect(
        QRectF(box.left, box.top, box.right - box.left, box.bottom - box.top), 2.5, 2.5
    )
    draw_centred(drawing.painter, (x, y), ref, SHIELD_TEXT, colors.road_text)

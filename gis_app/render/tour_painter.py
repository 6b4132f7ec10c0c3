"""The tour: its way along the roads in day colours with direction arrows, and its numbered stops."""

from collections.abc import Collection, Sequence
from itertools import pairwise
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from data.model.project import Project
from data.model.tour import Day, Tour
from gis_app.render.drawing import Drawing
from gis_app.render.paths import line_paths
from gis_app.render.place_painter import paint_halo
from gis_app.render.text import draw_centred, draw_label, qcolor
from layers.labels import Box, PlacedLabel
from layers.marks import STOP_RADIUS_PX, StopMark, anchors_of, short_name, stop_name
from layers.style import PLACE_TEXT, STOP_NUMBER_TEXT, STOP_TEXT, Color, TextStyle, Theme, day_color, text_on

FloatArray = NDArray[np.float64]

ROUTE_PX: Final = 3.6
CASING_PX: Final = 6.2
_ARROW_SPACING_PX: Final = 95.0
_ARROW_PX: Final = 5.6
_SIMPLIFY_PX: Final = 0.5
_FADED_ALPHA: Final = 70
_TRACKS: Final = 3
_LOCK_ASIDE_PX: Final = 9.0
_LOCK_PX: Final = 6.5
_LEADERS_PX: Final = (30.0, 48.0, 70.0, 95.0)


def paint_route(
    drawing: Drawing,
    tour: Tour,
    emphasised: Collection[int] | None = None,
    stretch: shapely.LineString | None = None,
) -> None:
    """Paint the legs of all days on the right-hand side of the road, as traffic goes.

    So the way there and the way back, and the days that share a road, run side by side.

    Parameters
    ----------
    emphasised
        Days (from 0) drawn in full colour, the others faded; ``None`` for all.
    stretch
        The only part of the emphasised day in full colour, WGS84 degrees; ``None`` for the whole.
    """
    lines = [_day_lines(drawing, day, route_offset_px(number)) for number, day in enumerate(tour.days)]
    with drawing.clipped():
        for day_lines in lines:
            _stroke(drawing, day_lines, drawing.theme.map.route_casing.with_alpha(225), CASING_PX)
        for number in reversed(range(len(lines))):
            _paint_access(drawing, tour.days[number], day_color(number))
            is_faded = stretch is not None or (emphasised is not None and number not in emphasised)
            color = day_color(number).with_alpha(_FADED_ALPHA) if is_faded else day_color(number)
            _stroke(drawing, lines[number], color, ROUTE_PX)
            if not is_faded:
                _paint_arrows(drawing, lines[number], color)
        for number in () if stretch is None else emphasised or ():
            part = _beside(drawing, shapely.get_coordinates(stretch), route_offset_px(number))
            _stroke(drawing, part, drawing.theme.map.route_casing, CASING_PX)
            _stroke(drawing, part, day_color(number), ROUTE_PX)
            _paint_arrows(drawing, part, day_color(number))
    for xy in (xy for day_lines in lines for xy in day_lines):
        drawing.labels.block_line(xy, CASING_PX)


def route_offset_px(number: int) -> float:
    """Return how far right of the road day ``number`` is drawn, logical pixels."""
    return ROUTE_PX * (0.55 + number % _TRACKS)


def _day_lines(drawing: Drawing, day: Day, offset_px: float) -> list[FloatArray]:
    """Return the day's way in logical pixels, moved sideways by ``offset_px``."""
    found: list[FloatArray] = []
    for leg, (before, after) in zip(day.legs, pairwise(day.stops), strict=True):
        if leg.geometry is None and (before.lon, before.lat) == (after.lon, after.lat):
            continue
        lon_lat = (
            np.array([(before.lon, before.lat), (after.lon, after.lat)])
            if leg.geometry is None
            else shapely.get_coordinates(leg.geometry)
        )
        found += _beside(drawing, lon_lat, offset_px)
    return found


def _beside(drawing: Drawing, lon_lat: FloatArray, offset_px: float) -> list[FloatArray]:
    """Return a way (degrees) in logical pixels, moved to its right-hand side."""
    line: shapely.Geometry = shapely.simplify(
        shapely.LineString(drawing.viewport.to_px(lon_lat[:, 0], lon_lat[:, 1])), _SIMPLIFY_PX
    )
    # Pixels count downwards, so shapely's left is the right-hand side here.
    line = shapely.offset_curve(line, offset_px, join_style="round", quad_segs=4)
    parts = [shapely.get_coordinates(part) for part in shapely.get_parts(line)]
    return [xy for xy in parts if len(xy) > 1]


def _paint_access(drawing: Drawing, day: Day, color: Color) -> None:
    """Dot the way between a stop and the road where the route ends."""
    pen = QPen(qcolor(color), 1.8)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setDashPattern([0.1, 2.2])
    drawing.painter.setPen(pen)
    for leg, (before, after) in zip(day.legs, pairwise(day.stops), strict=True):
        if leg.geometry is None:
            continue
        ends = shapely.get_coordinates(leg.geometry)[[0, -1]]
        for stop, (lon, lat) in zip((before, after), ends, strict=True):
            a = drawing.viewport.point_px(stop.lon, stop.lat)
            b = drawing.viewport.point_px(float(lon), float(lat))
            if np.hypot(a[0] - b[0], a[1] - b[1]) > CASING_PX:
                drawing.painter.drawLine(QPointF(*a), QPointF(*b))


def _stroke(drawing: Drawing, lines: Sequence[FloatArray], color: Color, width_px: float) -> None:
    if not lines:
        return
    pen = QPen(qcolor(color), width_px)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    offsets = np.cumsum([0, *map(len, lines)]).astype(np.int64)
    for path in line_paths(np.concatenate(lines), offsets):
        drawing.painter.strokePath(path, pen)


def _paint_arrows(drawing: Drawing, lines: Sequence[FloatArray], color: Color) -> None:
    painter = drawing.painter
    painter.setPen(QPen(qcolor(drawing.theme.map.route_casing), 1.1))
    painter.setBrush(qcolor(color))
    for xy in lines:
        steps = np.hypot(*np.diff(xy, axis=0).T)
        travelled = np.concatenate(([0.0], np.cumsum(steps)))
        stations = np.arange(_ARROW_SPACING_PX / 2, travelled[-1], _ARROW_SPACING_PX)
        for station in stations:
            ahead, behind = (_at(xy, travelled, station + d) for d in (3.0, -3.0))
            _paint_arrow(painter, (ahead + behind) / 2, ahead - behind)


def _at(xy: FloatArray, travelled: FloatArray, station: float) -> FloatArray:
    return np.array([np.interp(station, travelled, xy[:, 0]), np.interp(station, travelled, xy[:, 1])])


def _paint_arrow(painter: QPainter, at: FloatArray, direction: FloatArray) -> None:
    length = float(np.hypot(*direction))
    if length < 1e-6:
        return
    along = direction / length * _ARROW_PX
    across = np.array([-along[1], along[0]]) * 0.72
    corners = (at + along, at - along * 0.7 + across, at - along * 0.3, at - along * 0.7 - across)
    painter.drawPolygon(QPolygonF([QPointF(float(x), float(y)) for x, y in corners]))


def paint_stops(
    drawing: Drawing,
    project: Project,
    tour: Tour,
    marks: Sequence[StopMark],
    selected: Collection[int] = (),
    *,
    names: bool = True,
    numbers: bool = True,
) -> None:
    """Paint numbered badges, leader lines and names of the stops that ``layers.marks.mark_stops`` arranged.

    Parameters
    ----------
    selected
        Numbers of the stops drawn larger.
    names
        Whether to write names where there is room; badges are drawn always.
    numbers
        Whether the badges are numbered.
    """
    with drawing.clipped():
        _paint_anchors(drawing, tour)
        for mark in marks:
            drawing.labels.block(Box(mark.x, mark.y, mark.x, mark.y).grown(STOP_RADIUS_PX + 1))
        for mark in marks:
            if mark.is_displaced:
                _paint_leader(drawing, mark)
        for mark in marks:
            said = str(mark.number) if numbers else ""
            _paint_badge(drawing, project, mark, said, is_selected=mark.number in selected)
        if names:
            for mark in marks:
                _paint_stop_name(drawing, project, mark)
            _paint_anchor_names(drawing, project, tour, marks)


def _paint_anchors(drawing: Drawing, tour: Tour) -> None:
    for stop in anchors_of(tour):
        x, y = drawing.viewport.point_px(stop.lon, stop.lat)
        paint_anchor(drawing.painter, (x, y), drawing.theme)
        drawing.labels.block(Box(x, y, x, y).grown(7))


def paint_anchor(painter: QPainter, at: tuple[float, float], theme: Theme) -> None:
    """Paint the square where a day starts or ends."""
    painter.setPen(QPen(qcolor(theme.map.text), 2.0))
    painter.setBrush(qcolor(theme.map.route_casing))
    painter.drawRect(QRectF(at[0] - 5, at[1] - 5, 10, 10))


def _paint_anchor_names(drawing: Drawing, project: Project, tour: Tour, marks: Sequence[StopMark]) -> None:
    written = {short_name(stop_name(project, mark.stop, drawing.language)) for mark in marks}
    for stop in anchors_of(tour):
        name = short_name(stop_name(project, stop, drawing.language))
        if name and name not in written:
            _paint_name(drawing, drawing.viewport.point_px(stop.lon, stop.lat), 7.0, name, PLACE_TEXT)


def _paint_leader(drawing: Drawing, mark: StopMark) -> None:
    painter, color = drawing.painter, qcolor(day_color(mark.day))
    ends = QPointF(mark.true_x, mark.true_y), QPointF(mark.x, mark.y)
    painter.setPen(QPen(qcolor(drawing.theme.map.route_casing), 3.2))
    painter.drawLine(*ends)
    painter.setPen(QPen(color, 1.4))
    painter.drawLine(*ends)
    painter.setPen(QPen(qcolor(drawing.theme.map.route_casing), 1.0))
    painter.setBrush(color)
    painter.drawEllipse(ends[0], 3.2, 3.2)


def _paint_badge(drawing: Drawing, project: Project, mark: StopMark, said: str, *, is_selected: bool) -> None:
    place = project.places.get(mark.stop.place_id) if mark.stop.place_id else None
    radius = STOP_RADIUS_PX + (2.5 if is_selected else 0)
    if place is not None and place.is_approximate:
        paint_halo(drawing.painter, (mark.x, mark.y), radius, day_color(mark.day))
    paint_badge(drawing.painter, (mark.x, mark.y), radius, said, day_color(mark.day))


def paint_badge(
    painter: QPainter, at: tuple[float, float], radius_px: float, number: str, color: Color
) -> None:
    """Paint a stop's number on a disc in its day's colour, as on map, list and timetable."""
    text_color = text_on(color)
    painter.setPen(QPen(Qt.GlobalColor.white, 1.8))
    painter.setBrush(qcolor(color))
    painter.drawEllipse(QPointF(*at), radius_px, radius_px)
    draw_centred(painter, at, number, STOP_NUMBER_TEXT, text_color)


def paint_locks(painter: QPainter, marks: Sequence[StopMark], theme: Theme) -> None:
    """Paint a small lock beside the number of each stop that planning anew keeps where it is."""
    ink, ground = qcolor(theme.interface.text), qcolor(theme.interface.surface)
    for mark in (one for one in marks if one.stop.is_locked):
        x, y = mark.x + _LOCK_ASIDE_PX, mark.y - _LOCK_ASIDE_PX
        painter.setPen(QPen(ink, 0.8))
        painter.setBrush(ground)
        painter.drawEllipse(QPointF(x, y), _LOCK_PX, _LOCK_PX)
        painter.setPen(QPen(ink, 1.2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawArc(QRectF(x - 1.8, y - 4.0, 3.6, 4.6), 0, 180 * 16)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink)
        painter.drawRoundedRect(QRectF(x - 2.9, y - 1.3, 5.8, 4.4), 0.8, 0.8)


def _paint_stop_name(drawing: Drawing, project: Project, mark: StopMark) -> None:
    name = short_name(stop_name(project, mark.stop, drawing.language))
    _paint_name(drawing, (mark.x, mark.y), STOP_RADIUS_PX + 3, name, STOP_TEXT)


def _is_inside(drawing: Drawing, at: tuple[float, float]) -> bool:
    return 0 <= at[0] <= drawing.viewport.width_px and 0 <= at[1] <= drawing.viewport.height_px


def _paint_name_leader(
    drawing: Drawing, at: tuple[float, float], radius_px: float, label: PlacedLabel
) -> None:
    """Join a name that stands further off to the rim of its stop, so that no line crosses the number."""
    box = label.box
    end = QPointF(min(max(at[0], box.left), box.right), min(max(at[1], box.top), box.bottom))
    length = float(np.hypot(end.x() - at[0], end.y() - at[1])) or 1.0
    begin = QPointF(*at) + (end - QPointF(*at)) * min(1.0, radius_px / length)
    for color, width in ((drawing.theme.map.halo, 2.4), (drawing.theme.map.text, 0.8)):
        drawing.painter.setPen(QPen(qcolor(color), width))
        drawing.painter.drawLine(begin, end)


def _paint_name(
    drawing: Drawing, at: tuple[float, float], radius_px: float, name: str, style: TextStyle
) -> None:
    place = drawing.labels.place_at_point
    label = place(at, radius_px, name, style, max_width_px=130) or place(
        at, radius_px, name, style, max_width_px=130, over_lines=True
    )
    if label is None and drawing.with_leaders and _is_inside(drawing, at):
        further = (place(at, far, name, style, max_width_px=130, over_lines=True) for far in _LEADERS_PX)
        label = next((found for found in further if found is not None), None)
        if label is not None:
            _paint_name_leader(drawing, at, radius_px, label)
    if label is None and _is_inside(drawing, at):
        drawing.unplaced.append(name)
    elif label is not None:
        align = 0.0 if label.x > at[0] else 1.0 if label.x + label.width < at[0] else 0.5
        draw_label(drawing.painter, label, drawing.theme.map.text, halo=drawing.theme.map.halo, align=align)

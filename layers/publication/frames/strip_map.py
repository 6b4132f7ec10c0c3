"""A strip of a day's way: window, match lines, distance marks, and the stops in it as a list below."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray

from data.language import formats
from data.language.catalogue import N_
from data.model.tour import StopKind
from data.writers.itinerary import Row
from layers.marks import STOP_RADIUS_PX, mark_stops, short_name
from layers.page import Badge, Covered, MapFrame, NorthArrow, Rectangle, Rule, Text
from layers.publication.flow import Block, Movable
from layers.publication.frames.base import Frame
from layers.publication.matter import INK, MUTED, SMALL, STRONG, TINY
from layers.publication.notes import NoteKind
from layers.publication.strips import DayWay, Room, Strip, strips_of, way_of
from layers.style import WHITE, TextStyle, day_color
from layers.tags import HEADING_TAG
from layers.viewport import PRINT_PIXEL_MM, Viewport, from_mercator

FloatArray = NDArray[np.float64]

MOST_STRIPS: Final = 6
"""Usual most strips of a day: two pages of three."""

_LIST_MM: Final = 42.0
_HEAD_MM: Final = 9.4
_LEAST_MAP_MM: Final = 40.0
_MARGIN_MM: Final = (7.0, 9.0)
_NAME_MM: Final = 14.2
_ROW_GAP_MM: Final = 0.9
_BADGE_MM: Final = 1.7
_MATCH_MM: Final = 13.0
_TICK_MM: Final = 1.5
_MARKS_APART_MM: Final = 14.0
_MARK_STEPS_M: Final = (100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000)
_ARROW_MM: Final = 8.0
_ARROW_OFF_MM: Final = 5.4
_TAG_MM: Final = 3.4


@dataclass(frozen=True, slots=True)
class _Day:
    """What the strips of one day share; ``number`` from 1."""

    frame: Frame
    number: int
    way: DayWay
    rows: tuple[Row, ...]
    denominator: int
    count: int

    @property
    def metre_mm(self) -> float:
        """True metres a millimetre of the page as it is laid out."""
        return self.denominator * self.frame.matter.enlarge / 1000


def strip_blocks(frame: Frame) -> tuple[Block, ...]:
    """Return a block as high as the area for each strip of each day: one fills one frame."""
    if frame.area.height < _HEAD_MM + _LEAST_MAP_MM + _list_mm(frame):
        frame.note(NoteKind.TEXT_OVERFLOW, N_("A strip map needs a higher frame."))
        return ()
    blocks: list[Block] = []
    for number, day in enumerate(frame.matter.days, start=1):
        if frame.day not in {0, number}:
            continue
        rows = tuple(row for row in frame.matter.rows if row.day == number)
        heights = tuple(_row(frame, row)[1] for row in rows) if _list_mm(frame) else (0.0,) * len(rows)
        way = way_of(day)
        room = Room(
            frame.area.width - 2 * _MARGIN_MM[0], _map_mm(frame) - 2 * _MARGIN_MM[1], _list_mm(frame) - 2.0
        )
        scale = int(frame.number("scale", 0)) or None
        most = max(1, int(frame.number("most", MOST_STRIPS)))
        is_turned = not frame.is_on("north_up", default=False)
        denominator, strips = strips_of(
            way,
            room,
            heights,
            most=most,
            scale=scale,
            is_turned=is_turned,
            enlarge=frame.matter.enlarge,
        )
        shared = _Day(frame, number, way, rows, denominator, len(strips))
        blocks += [_block(shared, strip, position) for position, strip in enumerate(strips)]
    return tuple(blocks)


def _list_mm(frame: Frame) -> float:
    return frame.number("list", _LIST_MM)


def _map_mm(frame: Frame) -> float:
    return frame.area.height - _HEAD_MM - _list_mm(frame)


def _block(day: _Day, strip: Strip, position: int) -> Block:
    frame = day.frame
    items: list[Movable] = _head(day, strip, position)
    drawn = _Window.over(day, strip)
    drawn.add_marks()
    drawn.add_match_lines(position)
    middle = (frame.area.width - _ARROW_OFF_MM, _HEAD_MM + _ARROW_OFF_MM)
    made = MapFrame(
        0.0,
        _HEAD_MM,
        drawn.viewport,
        day.denominator,
        day=day.number,
        covered=tuple(drawn.covered),
        has_furniture=False,
        stretch=shapely.LineString(_lon_lat(day.way.part(strip.begin_m, strip.end_m))),
    )
    items += [made, *drawn.items, NorthArrow(*middle, _ARROW_MM, strip.bearing, has_plate=True)]
    if _list_mm(frame):
        items += _list(day, strip)
    return Block(tuple(items), frame.area.height, f"strip-{day.number}-{position}")


def _lon_lat(xy: FloatArray) -> FloatArray:
    return from_mercator(xy[:, 0], xy[:, 1])


def _head(day: _Day, strip: Strip, position: int) -> list[Movable]:
    """Set which strip it is, the kilometres it shows and its scale."""
    setter, matter, language = day.frame.setter, day.frame.matter, day.frame.matter.language
    begin, end = (formats.number(at / 1000, language, 1) for at in (strip.begin_m, strip.end_m))
    said = matter.say(N_("Strip {number} of {count}"), number=position + 1, count=day.count)
    scale = matter.say(N_("Scale 1:{scale}"), scale=formats.number(day.denominator, language))
    items: list[Movable] = []
    lines, style = setter.shrunk(said, STRONG, day.frame.area.width, most_lines=1, least_px=9)
    bottom = setter.block(items, (0.0, 0.0), lines, style, day_color(day.number - 1), tag=HEADING_TAG)
    below = f"km {begin}–{end} · {scale}"
    lines, style = setter.shrunk(below, SMALL, day.frame.area.width, most_lines=1, least_px=9)
    setter.block(items, (0.0, bottom), lines, style, MUTED)
    return items


def _list(day: _Day, strip: Strip) -> list[Movable]:
    top = _HEAD_MM + _map_mm(day.frame) + 2.0
    items: list[Movable] = []
    for stop in strip.stops:
        row, height = _row(day.frame, day.rows[stop])
        items += [_down(item, top) for item in row]
        top += height
    if top > day.frame.area.height + 1e-6:
        message = N_("The stops of a strip do not fit below it; give the option 'list' more height.")
        day.frame.note(NoteKind.TEXT_OVERFLOW, message)
    return items


def _down(item: Text | Badge | Rectangle, top: float) -> Text | Badge | Rectangle:
    return replace(item, top=item.top + top) if isinstance(item, Rectangle) else replace(item, y=item.y + top)


def _row(frame: Frame, row: Row) -> tuple[list[Text | Badge | Rectangle], float]:
    """Return number, time and name of a stop, and how high they are."""
    setter, language = frame.setter, frame.matter.language
    line = setter.line_mm(SMALL)
    name = short_name(frame.matter.name(row))
    lines, style = setter.shrunk(name, SMALL, frame.area.width - _NAME_MM, most_lines=2, least_px=9)
    moment = row.stop.arrive_s if row.stop.kind is StopKind.END else row.stop.begin_s
    moment = row.stop.depart_s if row.stop.kind is StopKind.START else moment
    color = day_color(row.day - 1)
    mark: Badge | Rectangle
    if row.number is not None:
        mark = Badge(_BADGE_MM, line / 2, _BADGE_MM, str(row.number), color, row.is_approximate)
    elif row.stop.kind in {StopKind.START, StopKind.END}:
        mark = Rectangle(_BADGE_MM - 1.0, line / 2 - 1.0, 2.0, 2.0, fill=WHITE, edge=INK, edge_mm=0.4)
    else:
        mark = Rectangle(_BADGE_MM - 0.8, line / 2 - 0.8, 1.6, 1.6, fill=color, radius_mm=0.8)
    texts: list[Text] = [Text(5.0, 0.76 * line, formats.time_of_day(moment, language), SMALL, MUTED)]
    bottom = setter.block(texts, (_NAME_MM, 0.0), lines, style, INK)
    return [mark, *texts], max(bottom, 2 * _BADGE_MM) + _ROW_GAP_MM


@dataclass(slots=True)
class _Window:
    """The window of a strip with what is written over it, millimetres from its upper left corner."""

    day: _Day
    strip: Strip
    viewport: Viewport
    items: list[Movable]
    covered: list[Covered]
    taken: shapely.Geometry
    line: shapely.LineString

    @classmethod
    def over(cls, day: _Day, strip: Strip) -> "_Window":
        """Return the window with the badges of its stops and the north arrow taken."""
        area = day.frame.area
        size = (area.width, _map_mm(day.frame))
        viewport = Viewport.on_paper(strip.lon, strip.lat, *size, day.metre_mm * 1000, bearing=strip.bearing)
        way = viewport.mercator_to_px(day.way.xy) * PRINT_PIXEL_MM
        tour = day.frame.matter.tour
        marks = mark_stops(viewport, tour, {day.number - 1}) if tour else ()
        badges = [
            shapely.Point(mark.x * PRINT_PIXEL_MM, mark.y * PRINT_PIXEL_MM).buffer(
                (STOP_RADIUS_PX + 2) * PRINT_PIXEL_MM
            )
            for mark in marks
        ]
        corner = area.width - 2 * _ARROW_OFF_MM
        arrow = Covered(corner, 0.0, 2 * _ARROW_OFF_MM, 2 * _ARROW_OFF_MM)
        badges.append(shapely.box(corner, 0.0, area.width, 2 * _ARROW_OFF_MM))
        line = shapely.LineString(way)
        return cls(day, strip, viewport, [], [arrow], shapely.union_all(badges), line)

    def _at(self, at_m: float) -> tuple[FloatArray, FloatArray]:
        """Return the point at so many metres, and the direction of the way there (unit vector), on paper."""
        reach = 2.0 * self.day.metre_mm
        length = self.day.way.length_m
        stations = np.array([max(0.0, at_m - reach), at_m, min(length, at_m + reach)])
        before, here, after = self.viewport.mercator_to_px(self.day.way.points(stations)) * PRINT_PIXEL_MM
        along = after - before
        size = float(np.hypot(*along))
        return here, along / size if size else np.array([0.0, -1.0])

    def add_marks(self) -> None:
        """Add a tick with its distance wherever a round one is reached and has room."""
        apart_m = _MARKS_APART_MM * self.day.metre_mm
        step = next((step for step in _MARK_STEPS_M if step >= apart_m), _MARK_STEPS_M[-1])
        first = int(self.strip.begin_m // step + 1) * step
        for at_m in np.arange(first, self.strip.end_m, step):
            self._add_mark(float(at_m))

    def _add_mark(self, at_m: float) -> None:
        here, along = self._at(at_m)
        across = np.array([-along[1], along[0]])
        if shapely.intersects(self.taken, shapely.Point(*here).buffer(_TICK_MM)):
            return
        a, b = here - across * _TICK_MM, here + across * _TICK_MM
        said = formats.distance(at_m, self.day.frame.matter.language)
        spots = [here + sign * across * (_TICK_MM + 1.2) for sign in (1, -1)]
        if self._add_tag(said, [(*spot, 0.5 - 0.5 * np.sign(spot[0] - here[0])) for spot in spots]):
            self.items.append(Rule(a[0], _HEAD_MM + a[1], b[0], _HEAD_MM + b[1], INK, 0.45, (), WHITE, 1.0))

    def add_match_lines(self, position: int) -> None:
        """Add the lines where the way comes from the strip before and goes on in the next."""
        if position:
            self._add_match_line(self.strip.begin_m, N_("from strip {number}"), position)
        if position < self.day.count - 1:
            self._add_match_line(self.strip.end_m, N_("to strip {number}"), position + 2)

    def _add_match_line(self, at_m: float, text: str, number: int) -> None:
        here, along = self._at(at_m)
        across = np.array([-along[1], along[0]])
        frame = shapely.box(0, 0, self.day.frame.area.width, _map_mm(self.day.frame))
        ends = shapely.LineString([here - across * _MATCH_MM, here + across * _MATCH_MM])
        (x0, y0), (x1, y1) = shapely.get_coordinates(shapely.intersection(ends, frame))[[0, -1]]
        said = self.day.frame.matter.say(text, number=number)
        self.items.append(Rule(x0, _HEAD_MM + y0, x1, _HEAD_MM + y1, INK, 0.4, (5.0, 2.5), WHITE, 1.1))
        beyond = along * (2.6 if at_m == self.strip.end_m else -2.6)
        spots = [
            (float(x + beyond[0]), float(y + beyond[1]), 0.5)
            for share in (0.85, 0.15, 0.7, 0.3, 0.5)
            for x, y in [(x0 + share * (x1 - x0), y0 + share * (y1 - y0))]
        ]
        if not self._add_tag(said, spots):
            self._add_tag(said, spots[:1], is_forced=True)

    def _add_tag(
        self, said: str, spots: Sequence[tuple[float, float, float]], *, is_forced: bool = False
    ) -> bool:
        """Write a text on a plate at the first spot with room; spots are x, middle and alignment."""
        setter = self.day.frame.setter
        width = setter.width_mm(said, TINY) + 1.2
        wide, high = self.day.frame.area.width, _map_mm(self.day.frame)
        for x, y, align in spots:
            left = min(max(x - align * width, 0.5), wide - width - 0.5)
            top = min(max(y - _TAG_MM / 2, 0.5), high - _TAG_MM - 0.5)
            plate = shapely.box(left, top, left + width, top + _TAG_MM)
            if is_forced or not shapely.intersects([self.taken, self.line], plate).any():
                break
        else:
            return False
        self.taken = shapely.union(self.taken, plate.buffer(0.6))
        self.covered.append(Covered(left, top, width, _TAG_MM))
        self.items += [
            Rectangle(left, _HEAD_MM + top, width, _TAG_MM, WHITE.with_alpha(225), radius_mm=0.6),
            Text(left + 0.6, _HEAD_MM + top + 0.76 * _TAG_MM, said, TextStyle(TINY.size_px, 600), INK),
        ]
        return True

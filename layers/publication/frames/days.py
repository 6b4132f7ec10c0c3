"""The days of the tour: headings, stops with their times, ways between; and each day as a bar of time."""

from itertools import pairwise
from typing import Final

from data.language import formats
from data.language.catalogue import N_
from data.model.tour import Day, StopKind
from data.writers.itinerary import Row
from layers.page import Badge, Item, Rectangle, Text
from layers.publication.flow import Block, Movable
from layers.publication.frames.base import Frame
from layers.publication.matter import (
    BODY,
    INK,
    LINE,
    MUTED,
    SMALL,
    SMALL_ITALIC,
    STRONG,
    SUBHEADING,
    TINY,
    one_line,
)
from layers.style import WHITE, Color, day_color
from layers.tags import HEADING_TAG

_BADGE_MM: Final = 2.1
_NAME_LEFT_MM: Final = 6.2
_TIME_MM: Final = 20.0
_NARROW_MM: Final = 80.0
_BAR_MM: Final = 4.6
_HOUR_S: Final = 3600
_ROADS_SHOWN: Final = 3


def day_blocks(frame: Frame) -> tuple[Block, ...]:
    """Return a heading for each day and a block for each stop; option ``ways`` adds the way to each stop."""
    blocks: list[Block] = []
    for number, _ in enumerate(frame.matter.days):
        if frame.day not in {0, number + 1}:
            continue
        blocks.append(_heading(frame, number, continued=False))
        again = _heading(frame, number, continued=True)
        of_day = [row for row in frame.matter.rows if row.day == number + 1]
        for position, row in enumerate(of_day):
            items, height = _stop(frame, row)
            key = f"stop-{row.day}-{row.order}"
            # The end of a day never stands alone in the next frame.
            keeps = position == len(of_day) - 2
            blocks.append(Block(items, height, key, keeps, again if position else None))
    return tuple(blocks)


def _heading(frame: Frame, number: int, *, continued: bool) -> Block:
    setter, matter, width = frame.setter, frame.matter, frame.area.width
    said = matter.day_heading(number)
    if continued:
        said = matter.say(N_("{heading} (continued)"), heading=said)
    items: list[Movable] = []
    lines, style = setter.shrunk(said, SUBHEADING, width - 4, most_lines=2, least_px=10)
    bottom = setter.block(items, (3.4, 0.8), lines, style, INK, tag=HEADING_TAG)
    facts, style = setter.shrunk(matter.day_facts(number), SMALL, width - 4, most_lines=2, least_px=9)
    bottom = setter.block(items, (3.4, bottom), facts, style, MUTED)
    items.append(Rectangle(0, 1.2, 1.4, bottom - 1.2, fill=day_color(number), radius_mm=0.5))
    key, bookmark = ("", "") if continued else (f"day-{number}", said)
    return Block(tuple(items), bottom + 1.8, key, keeps_with_next=True, bookmark=bookmark)


def _stop(frame: Frame, row: Row) -> tuple[tuple[Movable, ...], float]:
    setter, matter, width = frame.setter, frame.matter, frame.area.width
    items: list[Movable] = []
    top = _way(frame, row, items) if frame.is_on("ways", default=True) else 0.0
    is_narrow = width < _NARROW_MM
    name_left = _NAME_LEFT_MM if is_narrow else _NAME_LEFT_MM + _TIME_MM
    time = _time(row, matter.language)
    first_y = top + 0.4 + 0.76 * setter.line_mm(SMALL if is_narrow else BODY)
    items.append(Text(_NAME_LEFT_MM, first_y, time, SMALL if is_narrow else BODY, MUTED))
    name_top = top + 0.4 + (setter.line_mm(SMALL) if is_narrow else 0.0)
    style = STRONG if row.number is not None else BODY
    lines = setter.lines(matter.name(row), style, width - name_left)
    bottom = setter.block(items, (name_left, name_top), lines, style, INK)
    second = matter.second_name(row)
    if second:
        lines = setter.lines(second, SMALL_ITALIC, width - name_left)
        bottom = setter.block(items, (name_left, bottom), lines, SMALL_ITALIC, MUTED)
    _mark(items, row, name_top + setter.line_mm(style) / 2)
    return tuple(items), bottom + 1.0


def _time(row: Row, language: str) -> str:
    stop = row.stop
    if stop.kind in {StopKind.START, StopKind.END}:
        return formats.time_of_day(stop.depart_s if stop.kind is StopKind.START else stop.arrive_s, language)
    return formats.time_range(stop.begin_s, stop.depart_s, language)


def _mark(items: list[Movable], row: Row, y: float) -> None:
    color = day_color(row.day - 1)
    if row.number is not None:
        items.append(
            Badge(_BADGE_MM, y, _BADGE_MM, str(row.number), color, is_approximate=row.is_approximate)
        )
    elif row.stop.kind in {StopKind.START, StopKind.END}:
        items.append(Rectangle(_BADGE_MM - 1.1, y - 1.1, 2.2, 2.2, fill=WHITE, edge=INK, edge_mm=0.4))
    else:
        items.append(Rectangle(_BADGE_MM - 0.8, y - 0.8, 1.6, 1.6, fill=color, radius_mm=0.8))


def _way(frame: Frame, row: Row, items: list[Movable]) -> float:
    leg = row.leg
    if leg is None or leg.distance_m <= 0:
        return 0.0
    language = frame.matter.language
    roads = ", ".join(list(dict.fromkeys(one_line(road) for road in leg.roads))[:_ROADS_SHOWN])
    parts = [formats.distance(leg.distance_m, language), formats.duration(leg.duration_s, language), roads]
    said = " · ".join(part for part in parts if part)
    lines = frame.setter.lines(said, TINY, frame.area.width - _NAME_LEFT_MM)
    bottom = frame.setter.block(items, (_NAME_LEFT_MM, 0.2), lines, TINY, MUTED)
    bar = Rectangle(_BADGE_MM - 0.3, 0.0, 0.6, bottom, fill=day_color(row.day - 1))
    items.append(bar)
    return bottom


def fill_day_bars(frame: Frame) -> tuple[Item, ...]:
    """Draw one bar a day over a common scale of hours: way, visit, break; what is empty is waiting."""
    days, area, setter = frame.matter.days, frame.area, frame.setter
    if not days:
        return ()
    begin_s = min(day.start_s for day in days) // _HOUR_S * _HOUR_S
    end_s = -(-max(day.end_s for day in days) // _HOUR_S) * _HOUR_S
    left, width = area.left + 14.0, area.width - 14.0
    items: list[Item] = _hours(frame, begin_s, end_s, left, width)
    top = area.top + setter.line_mm(TINY) + 1.0
    step = min(_BAR_MM + 2.0, (area.bottom - top) / len(days))
    for number, day in enumerate(days):
        y = top + number * step
        said = frame.matter.say(N_("Day {number}"), number=number + 1)
        items.append(Text(area.left, y + step / 2 + 0.6, said, TINY, INK))
        height = min(_BAR_MM, step * 0.7)
        for span, color in _pieces(day, day_color(number)):
            x0, x1 = (left + width * (moment - begin_s) / (end_s - begin_s) for moment in span)
            items.append(Rectangle(x0, y + (step - height) / 2, max(x1 - x0, 0.15), height, fill=color))
    return tuple(items)


def _pieces(day: Day, color: Color) -> list[tuple[tuple[int, int], Color]]:
    """Return the spans of a day: ways pale, visits in the day's colour, breaks grey."""
    ways = zip(day.legs, pairwise(day.stops), strict=True)
    pale = color.with_alpha(90)
    pieces = [((before.depart_s, after.arrive_s), pale) for leg, (before, after) in ways if leg.duration_s]
    stays = ((stop, color if stop.kind is StopKind.VISIT else LINE) for stop in day.stops if stop.stay_s)
    return pieces + [((stop.begin_s, stop.depart_s), shade) for stop, shade in stays]


def _hours(frame: Frame, begin_s: int, end_s: int, left: float, width: float) -> list[Item]:
    setter, language = frame.setter, frame.matter.language
    hours = (end_s - begin_s) // _HOUR_S
    label_mm = setter.width_mm("00:00 ", TINY)
    every = next(step for step in (1, 2, 3, 4, 6, 12, 24, 48) if width / hours * step >= 1.5 * label_mm)
    y = frame.area.top + 0.76 * setter.line_mm(TINY)
    return [
        Text(
            left + width * hour / hours,
            y,
            formats.time_of_day(begin_s + hour * _HOUR_S, language),
            TINY,
            MUTED,
            0.0 if hour == 0 else 1.0 if hour == hours else 0.5,
        )
        for hour in range(0, hours + 1, every)
    ]

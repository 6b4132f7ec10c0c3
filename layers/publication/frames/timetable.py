"""The timetable in full width: times, stay, kind, commune and notes of every stop, and every way between."""

from typing import Final

from data.language import formats
from data.language.catalogue import N_
from data.language.terms import term
from data.model.place import Category
from data.model.tour import StopKind
from data.writers.itinerary import Row, notes
from layers.page import Badge, Rectangle, Rule, SymbolItem, Text
from layers.publication.flow import Block, Movable
from layers.publication.frames.base import Frame
from layers.publication.matter import BODY, HEADING, INK, LINE, MUTED, SMALL, SMALL_ITALIC, STRONG, Matter
from layers.style import WHITE, Color, day_color
from layers.tags import HEADING_TAG

_TIME_MM: Final = 26.0
_BADGE_X_MM: Final = _TIME_MM + 3.5
_NAME_X_MM: Final = _BADGE_X_MM + 6.5
_STAY_MM: Final = 27.0
_PADDING_MM: Final = 1.3
_RADIUS_MM: Final = 2.6
_ROADS_SHOWN: Final = 4
_GLYPH_MM: Final = 1.35
_INDENT_MM: Final = 3.8
_BETWEEN_DAYS_MM: Final = 4.0


def timetable_blocks(frame: Frame) -> tuple[Block, ...]:
    """Return a heading for each day and a block for each stop with the way to it."""
    blocks: list[Block] = []
    for number, _ in enumerate(frame.matter.days):
        if frame.day not in {0, number + 1}:
            continue
        blocks.append(_heading(frame, number, continued=False, gap=_BETWEEN_DAYS_MM if blocks else 0.0))
        again = _heading(frame, number, continued=True)
        of_day = [row for row in frame.matter.rows if row.day == number + 1]
        for position, row in enumerate(of_day):
            items, height = _row(frame, row)
            key = f"stop-{row.day}-{row.order}"
            blocks.append(Block(items, height, key, again=again if position else None))
    return tuple(blocks)


def _heading(frame: Frame, number: int, *, continued: bool, gap: float = 0.0) -> Block:
    setter, matter, width = frame.setter, frame.matter, frame.area.width
    said = matter.day_heading(number)
    if continued:
        said = matter.say(N_("{heading} (continued)"), heading=said)
    items: list[Movable] = []
    lines, style = setter.shrunk(said, HEADING, width - 8, most_lines=1, least_px=10)
    bottom = setter.block(items, (4.0, gap + 0.6), lines, style, INK, tag=HEADING_TAG)
    facts, style = setter.shrunk(matter.day_facts(number), BODY, width - 8, most_lines=1, least_px=9)
    bottom = setter.block(items, (4.0, bottom), facts, style, MUTED)
    items.append(Rectangle(0.0, gap + 0.8, 1.8, bottom - gap - 0.6, fill=day_color(number), radius_mm=0.6))
    key, bookmark = ("", "") if continued else (f"day-{number}", said)
    return Block(tuple(items), bottom + 2.4, key, keeps_with_next=True, bookmark=bookmark)


def _row(frame: Frame, row: Row) -> tuple[tuple[Movable, ...], float]:
    setter, matter, width = frame.setter, frame.matter, frame.area.width
    items: list[Movable] = []
    top = _way(items, frame, row) if row.leg is not None and row.leg.distance_m > 0 else 0.0
    items.append(Rule(0.0, top, width, top, LINE, 0.2))
    top += _PADDING_MM
    first_line = setter.line_mm(STRONG)
    baseline = top + 0.76 * first_line
    items.append(Text(0.0, baseline, _times(matter, row), STRONG, INK))
    _mark(items, row, top + first_line / 2, day_color(row.day - 1))
    if row.stop.stay_s and (row.stop.kind is StopKind.VISIT or row.stop.kind.is_break):
        stay = formats.duration(row.stop.stay_s, matter.language)
        items.append(Text(width, baseline, stay, BODY, INK, 1.0))
    bottom = _words(items, frame, row, top)
    return tuple(items), bottom + _PADDING_MM


def _times(matter: Matter, row: Row) -> str:
    stop = row.stop
    if stop.kind is StopKind.START:
        return formats.time_of_day(stop.depart_s, matter.language)
    if stop.kind is StopKind.END:
        return formats.time_of_day(stop.arrive_s, matter.language)
    return formats.time_range(stop.begin_s, stop.depart_s, matter.language)


def _mark(items: list[Movable], row: Row, y: float, color: Color) -> None:
    if row.number is not None:
        items.append(Badge(_BADGE_X_MM, y, _RADIUS_MM, str(row.number), color))
    elif row.stop.kind.is_break:
        items.append(SymbolItem(_BADGE_X_MM, y, _RADIUS_MM, Category.FOOD_MARKET))
    else:
        items.append(Rectangle(_BADGE_X_MM - 1.4, y - 1.4, 2.8, 2.8, fill=WHITE, edge=INK, edge_mm=0.5))


def _words(items: list[Movable], frame: Frame, row: Row, top: float) -> float:
    setter, matter = frame.setter, frame.matter
    width = frame.area.width - _NAME_X_MM - _STAY_MM - 3.0
    lines = setter.lines(matter.name(row), STRONG, width)
    bottom = setter.block(items, (_NAME_X_MM, top), lines, STRONG, INK)
    second = matter.second_name(row)
    if second:
        lines = setter.lines(second, SMALL_ITALIC, width)
        bottom = setter.block(items, (_NAME_X_MM, bottom), lines, SMALL_ITALIC, MUTED)
    if row.place is not None and row.stop.kind is StopKind.VISIT:
        kind = term(row.place.category, matter.language)
        said = " · ".join(part for part in (kind, _unit(matter, row)) if part)
        lines = setter.lines(said, SMALL, width - _INDENT_MM)
        y = bottom + 0.25 + setter.line_mm(SMALL) / 2
        items.append(SymbolItem(_NAME_X_MM + _GLYPH_MM, y, _GLYPH_MM, row.place.category))
        bottom = setter.block(items, (_NAME_X_MM + _INDENT_MM, bottom + 0.25), lines, SMALL, MUTED)
    for said in _details(matter, row):
        bottom = setter.block(items, (_NAME_X_MM, bottom), setter.lines(said, SMALL, width), SMALL, MUTED)
    return bottom


def _unit(matter: Matter, row: Row) -> str:
    unit = matter.project.units.get(row.place.unit_after) if row.place and row.place.unit_after else None
    return ", ".join(part for part in (unit.name(matter.language), unit.province) if part) if unit else ""


def _details(matter: Matter, row: Row) -> list[str]:
    said: list[str] = []
    if row.stop.kind in {StopKind.START, StopKind.END}:
        said.append(term(row.stop.kind, matter.language) if row.place is None else _unit(matter, row))
    if not row.stop.kind.is_break or row.place is not None:
        sentences = notes(row, matter.mode, matter.language)
        said.append(" · ".join(sentence.removesuffix(".") for sentence in sentences))
    return [text for text in said if text]


def _way(items: list[Movable], frame: Frame, row: Row) -> float:
    leg, language = row.leg, frame.matter.language
    if leg is None:
        return 0.0
    parts = [
        formats.distance(leg.distance_m, language),
        formats.duration(leg.duration_s, language),
        term(leg.mode, language),
    ]
    if leg.roads:
        parts.append(", ".join(leg.roads[:_ROADS_SHOWN]) + ("…" if len(leg.roads) > _ROADS_SHOWN else ""))
    lines = frame.setter.lines(" · ".join(parts), SMALL, frame.area.width - _NAME_X_MM)
    bottom = frame.setter.block(items, (_NAME_X_MM, 0.7), lines, SMALL, MUTED) + 0.7
    items.append(Rule(_BADGE_X_MM, 0.3, _BADGE_X_MM, bottom - 0.3, day_color(row.day - 1), 0.9))
    return bottom

"""Timetable pages of the brochure: every stop with its times, every way between, day by day."""

from dataclasses import dataclass, replace
from typing import Final

from data.language import formats
from data.language.catalogue import N_
from data.language.terms import term
from data.model.place import Category
from data.model.tour import StopKind
from data.writers.itinerary import Row, notes
from layers.brochure.frame import BOTTOM_MM, CONTENT_MM, MARGIN_MM, add_footer
from layers.page import A4_MM, Badge, Item, Page, Rectangle, Rule, SymbolItem, Text, TextSetter
from layers.publication.matter import BODY, HEADING, INK, LINE, MUTED, SMALL, SMALL_ITALIC, STRONG, Matter
from layers.style import ACCENT, WHITE, Color, day_color

_TOP_MM: Final = 11.0
_TIME_MM: Final = 26.0
_BADGE_X_MM: Final = MARGIN_MM + _TIME_MM + 3.5
_NAME_X_MM: Final = _BADGE_X_MM + 6.5
_STAY_MM: Final = 27.0
_NAME_MM: Final = A4_MM[0] - MARGIN_MM - _STAY_MM - _NAME_X_MM - 3.0
_PADDING_MM: Final = 1.3
_RADIUS_MM: Final = 2.6
_ROADS_SHOWN: Final = 4
_GLYPH_MM: Final = 1.35
_INDENT_MM: Final = 3.8


_Movable = Text | Rectangle | Rule | Badge | SymbolItem


@dataclass(frozen=True, slots=True)
class _Block:
    """Items that stay together, placed relative to their own top."""

    items: tuple[_Movable, ...]
    height: float
    is_approximate: bool = False


def timetable_pages(matter: Matter, setter: TextSetter, first_page: int) -> tuple[Page, ...]:
    """Return the timetable as pages numbered from ``first_page``."""
    pages: list[Page] = []
    flow = _Flow(matter, setter, first_page)
    for number in range(len(matter.days)):
        flow.add_day(number)
    pages.extend(flow.finished())
    return tuple(pages)


class _Flow:
    """Fills page after page with blocks, repeating the day's heading where a day goes on."""

    def __init__(self, matter: Matter, setter: TextSetter, first_page: int) -> None:
        self._matter, self._setter = matter, setter
        self._page = first_page
        self._pages: list[Page] = []
        self._begin_page()

    def _begin_page(self) -> None:
        self._items: list[Item] = []
        self._approximate = False
        self._y = _add_running_title(self._items, self._matter, self._setter)

    def _end_page(self) -> None:
        add_footer(self._items, self._matter, self._setter, self._page, says_approximate=self._approximate)
        self._pages.append(Page(*A4_MM, tuple(self._items)))
        self._page += 1

    def finished(self) -> list[Page]:
        self._end_page()
        return self._pages

    def add_day(self, number: int) -> None:
        heading = _heading_block(self._matter, self._setter, number, continued=False)
        blocks = [
            _row_block(self._matter, self._setter, row) for row in self._matter.rows if row.day == number + 1
        ]
        if self._y + heading.height + blocks[0].height > BOTTOM_MM:
            self._end_page()
            self._begin_page()
        self._place(heading)
        for block in blocks:
            if self._y + block.height > BOTTOM_MM:
                self._end_page()
                self._begin_page()
                self._place(_heading_block(self._matter, self._setter, number, continued=True))
            self._place(block)
        self._y += 4.0

    def _place(self, block: _Block) -> None:
        self._items.extend(_moved(item, self._y) for item in block.items)
        self._approximate |= block.is_approximate
        self._y += block.height


def _moved(item: _Movable, down: float) -> Item:
    if isinstance(item, Rule):
        return replace(item, y0=item.y0 + down, y1=item.y1 + down)
    if isinstance(item, Rectangle):
        return replace(item, top=item.top + down)
    return replace(item, y=item.y + down)


def _add_running_title(items: list[Item], matter: Matter, setter: TextSetter) -> float:
    items.append(Rectangle(0, 0, A4_MM[0], 3.0, fill=ACCENT))
    lines, style = setter.shrunk(
        matter.title(matter.language), STRONG, CONTENT_MM - 40, most_lines=2, least_px=9
    )
    items.append(Text(A4_MM[0] - MARGIN_MM, _TOP_MM - 2.4, matter.say(N_("Timetable")), STRONG, ACCENT, 1.0))
    return setter.block(items, (MARGIN_MM, _TOP_MM - 5.0), lines, style, MUTED) + 3.0


def _heading_block(matter: Matter, setter: TextSetter, number: int, *, continued: bool) -> _Block:
    color = day_color(number)
    said = matter.day_heading(number)
    if continued:
        said = matter.say(N_("{heading} (continued)"), heading=said)
    items: list[_Movable] = []
    lines, style = setter.shrunk(said, HEADING, CONTENT_MM - 8, most_lines=1, least_px=10)
    bottom = setter.block(items, (MARGIN_MM + 4, 0.6), lines, style, INK)
    facts, style = setter.shrunk(matter.day_facts(number), BODY, CONTENT_MM - 8, most_lines=1, least_px=9)
    bottom = setter.block(items, (MARGIN_MM + 4, bottom), facts, style, MUTED)
    items.append(Rectangle(MARGIN_MM, 0.8, 1.8, bottom - 0.6, fill=color, radius_mm=0.6))
    return _Block(tuple(items), bottom + 2.4)


def _row_block(matter: Matter, setter: TextSetter, row: Row) -> _Block:
    items: list[_Movable] = []
    top = _add_way(items, matter, setter, row) if row.leg is not None and row.leg.distance_m > 0 else 0.0
    items.append(Rule(MARGIN_MM, top, A4_MM[0] - MARGIN_MM, top, LINE, 0.2))
    top += _PADDING_MM
    first_line = setter.line_mm(STRONG)
    baseline = top + 0.76 * first_line
    items.append(Text(MARGIN_MM, baseline, _times(matter, row), STRONG, INK))
    _add_mark(items, row, top + first_line / 2, day_color(row.day - 1))
    if row.stop.stay_s and (row.stop.kind is StopKind.VISIT or row.stop.kind.is_break):
        stay = formats.duration(row.stop.stay_s, matter.language)
        items.append(Text(A4_MM[0] - MARGIN_MM, baseline, stay, BODY, INK, 1.0))
    bottom = _add_words(items, matter, setter, row, top)
    return _Block(tuple(items), bottom + _PADDING_MM, row.is_approximate)


def _times(matter: Matter, row: Row) -> str:
    stop = row.stop
    if stop.kind is StopKind.START:
        return formats.time_of_day(stop.depart_s, matter.language)
    if stop.kind is StopKind.END:
        return formats.time_of_day(stop.arrive_s, matter.language)
    return formats.time_range(stop.begin_s, stop.depart_s, matter.language)


def _add_mark(items: list[_Movable], row: Row, y: float, color: Color) -> None:
    if row.number is not None:
        items.append(Badge(_BADGE_X_MM, y, _RADIUS_MM, str(row.number), color))
    elif row.stop.kind.is_break:
        items.append(SymbolItem(_BADGE_X_MM, y, _RADIUS_MM, Category.FOOD_MARKET))
    else:
        items.append(Rectangle(_BADGE_X_MM - 1.4, y - 1.4, 2.8, 2.8, fill=WHITE, edge=INK, edge_mm=0.5))


def _add_words(items: list[_Movable], matter: Matter, setter: TextSetter, row: Row, top: float) -> float:
    lines = setter.lines(matter.name(row), STRONG, _NAME_MM)
    bottom = setter.block(items, (_NAME_X_MM, top), lines, STRONG, INK)
    second = matter.second_name(row)
    if second:
        lines = setter.lines(second, SMALL_ITALIC, _NAME_MM)
        bottom = setter.block(items, (_NAME_X_MM, bottom), lines, SMALL_ITALIC, MUTED)
    if row.place is not None and row.stop.kind is StopKind.VISIT:
        kind = term(row.place.category, matter.language)
        said = " · ".join(part for part in (kind, _unit(matter, row)) if part)
        lines = setter.lines(said, SMALL, _NAME_MM - _INDENT_MM)
        y = bottom + 0.25 + setter.line_mm(SMALL) / 2
        items.append(SymbolItem(_NAME_X_MM + _GLYPH_MM, y, _GLYPH_MM, row.place.category))
        bottom = setter.block(items, (_NAME_X_MM + _INDENT_MM, bottom + 0.25), lines, SMALL, MUTED)
    for said in _details(matter, row):
        bottom = setter.block(items, (_NAME_X_MM, bottom), setter.lines(said, SMALL, _NAME_MM), SMALL, MUTED)
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


def _add_way(items: list[_Movable], matter: Matter, setter: TextSetter, row: Row) -> float:
    leg = row.leg
    if leg is None:
        return 0.0
    parts = [
        formats.distance(leg.distance_m, matter.language),
        formats.duration(leg.duration_s, matter.language),
        term(leg.mode, matter.language),
    ]
    if leg.roads:
        parts.append(", ".join(leg.roads[:_ROADS_SHOWN]) + ("…" if len(leg.roads) > _ROADS_SHOWN else ""))
    lines = setter.lines(" · ".join(parts), SMALL, CONTENT_MM - (_NAME_X_MM - MARGIN_MM))
    bottom = setter.block(items, (_NAME_X_MM, 0.7), lines, SMALL, MUTED) + 0.7
    color = day_color(row.day - 1)
    items.append(Rule(_BADGE_X_MM, 0.3, _BADGE_X_MM, bottom - 0.3, color, 0.9))
    return bottom

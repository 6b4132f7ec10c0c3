"""First page of the brochure: title, map, days with their stops, legend."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from data.language import formats
from data.language.catalogue import N_
from data.model.tour import StopKind
from data.writers.itinerary import Row
from layers.brochure.frame import BOTTOM_MM, CONTENT_MM, MARGIN_MM, add_footer
from layers.legend import LegendRow, legend_rows
from layers.page import (
    A4_MM,
    Badge,
    Item,
    Page,
    QrItem,
    Rectangle,
    Rule,
    Text,
    TextSetter,
)
from layers.publication.fitting import fitted_map
from layers.publication.frames.legend import add_legend_row
from layers.publication.matter import (
    BODY,
    FACTS,
    INK,
    LINE,
    MUTED,
    SMALL,
    SUBHEADING,
    SUBTITLE,
    TINY,
    TITLE,
    Matter,
)
from layers.publication.template import Area
from layers.style import ACCENT, WHITE, TextStyle, day_color

_BAND_PADDING_MM: Final = 7.0
_BAND_LEAST_MM: Final = 30.5
_GAP_MM: Final = 5.0
_MAP_LEAST_MM: Final = 128.0
_LEGEND_MM: Final = 60.0
_LEGEND_ROW_MM: Final = 4.7
_STOP_ROW_MM: Final = 5.6
_BADGE_MM: Final = 2.1
_NAME_LEFT_MM: Final = 15.0
_ONE_COLUMN: Final = 7
_LEAST_PX: Final = 11
_QR_MM: Final = 20.0


def overview_page(matter: Matter, setter: TextSetter) -> Page:
    """Return the first page."""
    items: list[Item] = []
    band_bottom = _add_title_band(items, matter, setter)
    legend = legend_rows(matter.project, matter.tour)
    index = _Index(matter, setter)
    legend_height = 8.0 + len(legend) * _LEGEND_ROW_MM
    room = BOTTOM_MM - band_bottom - 2 * _GAP_MM - _MAP_LEAST_MM
    with_stops = index.height(with_stops=True) <= room
    below = max(index.height(with_stops=with_stops), min(legend_height, room))
    map_height = BOTTOM_MM - band_bottom - 2 * _GAP_MM - below
    _add_map(items, matter, band_bottom + _GAP_MM, map_height)
    top = band_bottom + 2 * _GAP_MM + map_height
    index.add(items, top, with_stops=with_stops)
    _add_legend(items, matter, setter, legend, top)
    approximate = any(row.is_approximate for row in matter.rows)
    add_footer(items, matter, setter, 1, says_approximate=approximate)
    return Page(*A4_MM, tuple(items))


def _add_title_band(items: list[Item], matter: Matter, setter: TextSetter) -> float:
    width = CONTENT_MM - _QR_MM - 8.0
    title, title_style = setter.shrunk(matter.title(matter.language), TITLE, width, most_lines=2, least_px=20)
    second, second_style = setter.shrunk(matter.second_title(), SUBTITLE, width, most_lines=2, least_px=12)
    facts, facts_style = setter.shrunk(matter.tour_facts(), FACTS, width, most_lines=2, least_px=11)
    content: list[Item] = []
    bottom = setter.block(content, (MARGIN_MM, _BAND_PADDING_MM), title, title_style, WHITE)
    if matter.second_title():
        bottom = setter.block(content, (MARGIN_MM, bottom), second, second_style, WHITE)
    bottom = setter.block(content, (MARGIN_MM, bottom + 1.2), facts, facts_style, WHITE) + 4.0
    _add_qr(content, matter, setter)
    bottom = max(bottom, _BAND_LEAST_MM)
    items.append(Rectangle(0, 0, A4_MM[0], bottom, fill=ACCENT))
    items.extend(content)
    return bottom


def _add_qr(items: list[Item], matter: Matter, setter: TextSetter) -> None:
    start = matter.days[0].stops[0]
    left, top = A4_MM[0] - MARGIN_MM - _QR_MM, 4.5
    items.append(Rectangle(left, top, _QR_MM, _QR_MM, fill=WHITE, radius_mm=1.0))
    items.append(QrItem(left, top, _QR_MM, f"geo:{start.lat:.6f},{start.lon:.6f}"))
    lines, style = setter.shrunk(
        matter.say(N_("Scan: starting point")), TINY, _QR_MM + 6, most_lines=1, least_px=7
    )
    items.append(Text(left + _QR_MM / 2, top + _QR_MM + 2.6, lines[0], style, WHITE, 0.5))


def _add_map(items: list[Item], matter: Matter, top: float, height: float) -> None:
    items.append(fitted_map(matter.days, Area(MARGIN_MM, top, CONTENT_MM, height)))


@dataclass(frozen=True, slots=True)
class _Entry:
    """One visit of the index: its name as set, and the height it takes."""

    row: Row
    lines: tuple[str, ...]
    style: TextStyle
    height: float


@dataclass(frozen=True, slots=True)
class _Index:
    """Days with their numbered stops, in two columns where one day's list is long."""

    matter: Matter
    setter: TextSetter

    @property
    def width(self) -> float:
        return CONTENT_MM - _LEGEND_MM - 6.0

    def height(self, *, with_stops: bool) -> float:
        return sum(self._day_height(number, with_stops=with_stops) for number in range(len(self.matter.days)))

    def _day_height(self, number: int, *, with_stops: bool) -> float:
        head = self.setter.line_mm(SUBHEADING) + self.setter.line_mm(SMALL) + 3.0
        return head + (self._list_height(number) if with_stops else 0.0)

    def _visits(self, number: int) -> list[Row]:
        return [row for row in self.matter.rows if row.day == number + 1 and row.stop.kind is StopKind.VISIT]

    def _columns(self, number: int) -> list[list[_Entry]]:
        """Return the day's visits as one or two columns of entries."""
        visits = self._visits(number)
        count = 2 if len(visits) > _ONE_COLUMN else 1
        share = max(1, -(-len(visits) // count))
        room = self.width / count - _NAME_LEFT_MM - 2.0
        entries = [self._entry(row, room) for row in visits]
        return [entries[begin : begin + share] for begin in range(0, len(entries), share)]

    def _entry(self, row: Row, room: float) -> _Entry:
        lines, style = self.setter.shrunk(self.matter.name(row), BODY, room, most_lines=1, least_px=_LEAST_PX)
        return _Entry(row, lines, style, max(_STOP_ROW_MM, len(lines) * self.setter.line_mm(style) + 1.2))

    def _list_height(self, number: int) -> float:
        columns = self._columns(number)
        return max((sum(entry.height for entry in column) for column in columns), default=0.0)

    def add(self, items: list[Item], top: float, *, with_stops: bool) -> None:
        for number in range(len(self.matter.days)):
            self._add_day(items, top, number, with_stops=with_stops)
            top += self._day_height(number, with_stops=with_stops)

    def _add_day(self, items: list[Item], top: float, number: int, *, with_stops: bool) -> None:
        setter, matter = self.setter, self.matter
        heading, style = setter.shrunk(
            matter.day_heading(number), SUBHEADING, self.width - 4, most_lines=1, least_px=10
        )
        bottom = setter.block(items, (MARGIN_MM + 3.4, top), heading, style, INK)
        facts, style = setter.shrunk(
            matter.day_facts(number), SMALL, self.width - 4, most_lines=1, least_px=8
        )
        bottom = setter.block(items, (MARGIN_MM + 3.4, bottom), facts, style, MUTED)
        bar = Rectangle(MARGIN_MM, top + 0.8, 1.4, bottom - top - 1.2, fill=day_color(number), radius_mm=0.5)
        items.append(bar)
        if with_stops:
            self._add_stops(items, bottom + 0.8, number)

    def _add_stops(self, items: list[Item], top: float, number: int) -> None:
        columns = self._columns(number)
        for position, column in enumerate(columns):
            left, y = MARGIN_MM + position * self.width / len(columns), top
            for entry in column:
                self._add_entry(items, entry, left, y + entry.height / 2)
                y += entry.height

    def _add_entry(self, items: list[Item], entry: _Entry, left: float, y: float) -> None:
        row = entry.row
        items.append(Badge(left + _BADGE_MM, y, _BADGE_MM, str(row.number), day_color(row.day - 1)))
        time = formats.time_of_day(row.stop.begin_s, self.matter.language)
        items.append(Text(left + 6.0, y + 0.95, time, SMALL, MUTED))
        height = self.setter.line_mm(entry.style)
        first = y - len(entry.lines) * height / 2
        self.setter.block(items, (left + _NAME_LEFT_MM, first - 0.05), entry.lines, entry.style, INK)


def _add_legend(
    items: list[Item], matter: Matter, setter: TextSetter, legend: Sequence[LegendRow], top: float
) -> None:
    left = A4_MM[0] - MARGIN_MM - _LEGEND_MM
    items.append(Rule(left - 3.5, top + 0.8, left - 3.5, BOTTOM_MM - 1, LINE, 0.2))
    bottom = setter.block(items, (left, top), (matter.say(N_("Legend")),), SUBHEADING, INK) + 0.8
    shown = min(len(legend), int((BOTTOM_MM - bottom) / (_LEGEND_ROW_MM / 2)))
    columns = 1 if bottom + shown * _LEGEND_ROW_MM <= BOTTOM_MM else 2
    per_column = -(-shown // columns)
    for position, row in enumerate(legend[:shown]):
        x = left + (position // per_column) * _LEGEND_MM / columns
        y = bottom + (position % per_column + 0.5) * _LEGEND_ROW_MM
        add_legend_row(items, matter, setter, row, (x, y, _LEGEND_MM / columns))

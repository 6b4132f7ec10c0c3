"""The days with their stops in short: number, time and name, in two columns where a day is long."""

from dataclasses import dataclass
from typing import Final

from data.language import formats
from data.model.tour import StopKind
from data.writers.itinerary import Row
from layers.page import Badge, Item, Rectangle, Text, TextSetter
from layers.publication.frames.base import Frame
from layers.publication.matter import BODY, INK, MUTED, SMALL, SUBHEADING, Matter
from layers.style import TextStyle, day_color
from layers.tags import HEADING_TAG

_STOP_ROW_MM: Final = 5.6
_BADGE_MM: Final = 2.1
_NAME_LEFT_MM: Final = 15.0
_ONE_COLUMN: Final = 7
_LEAST_PX: Final = 11


def fill_day_list(frame: Frame) -> tuple[Item, ...]:
    """Return the days with their stops; the days alone where the area has no room for the stops."""
    items: list[Item] = []
    index = _index(frame)
    index.add(items, frame.area.top, with_stops=index.height(with_stops=True) <= frame.area.height + 1e-6)
    return tuple(items)


def day_list_mm(frame: Frame) -> float:
    """Return the height that the list needs: that of the days alone where the stops have no room."""
    index = _index(frame)
    whole = index.height(with_stops=True)
    return whole if whole <= frame.area.height else index.height(with_stops=False)


def _index(frame: Frame) -> "_Index":
    return _Index(frame.matter, frame.setter, frame.area.left, frame.area.width)


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
    left: float
    width: float

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
        bottom = setter.block(items, (self.left + 3.4, top), heading, style, INK, tag=HEADING_TAG)
        facts, style = setter.shrunk(
            matter.day_facts(number), SMALL, self.width - 4, most_lines=1, least_px=9
        )
        bottom = setter.block(items, (self.left + 3.4, bottom), facts, style, MUTED)
        bar = Rectangle(self.left, top + 0.8, 1.4, bottom - top - 1.2, fill=day_color(number), radius_mm=0.5)
        items.append(bar)
        if with_stops:
            self._add_stops(items, bottom + 0.8, number)

    def _add_stops(self, items: list[Item], top: float, number: int) -> None:
        columns = self._columns(number)
        for position, column in enumerate(columns):
            left, y = self.left + position * self.width / len(columns), top
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

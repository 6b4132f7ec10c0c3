"""Page model: what stands where on a sheet of paper, in millimetres from its top left corner.

A page is a plain list of items, so that the same page goes to PDF, picture, printer and preview. Text sizes
are print pixels (``layers.viewport.PRINT_PIXEL_MM``), as on the map.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Protocol

from shapely import LineString

from data.model.place import Category, PlaceId, Rank
from data.model.units import UnitId
from layers.labels import Measure, wrap
from layers.style import Color, TextStyle
from layers.tags import PARAGRAPH, Tag
from layers.viewport import PRINT_PIXEL_MM, Viewport

A4_MM: Final = (210.0, 297.0)
_MEASURED: Final = 65_536
NORTH_ARROW_MM: Final = 9.2
"""Height of a north arrow as maps have it."""
SCALE_BAR_MM: Final = 9.0
"""Height of a scale bar with its scale in words."""


@dataclass(frozen=True, slots=True)
class Text:
    """A line on the baseline ``y``; ``align`` 0, 0.5 or 1 sets its left, middle or right end at ``x``.

    Parameters
    ----------
    tag
        What it is to whoever has the page read aloud.
    continues
        Whether it goes on with the text before it, broken into lines.
    """

    x: float
    y: float
    text: str
    style: TextStyle
    color: Color
    align: float = 0.0
    tag: Tag = PARAGRAPH
    continues: bool = False


@dataclass(frozen=True, slots=True)
class Rectangle:
    """A filled or outlined rectangle."""

    left: float
    top: float
    width: float
    height: float
    fill: Color | None = None
    edge: Color | None = None
    edge_mm: float = 0.2
    radius_mm: float = 0.0


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line; ``dash`` in line widths, ``casing`` drawn wider underneath."""

    x0: float
    y0: float
    x1: float
    y1: float
    color: Color
    width_mm: float = 0.2
    dash: tuple[float, ...] = ()
    casing: Color | None = None
    casing_mm: float = 0.0


@dataclass(frozen=True, slots=True)
class Badge:
    """A stop's number on its day's colour."""

    x: float
    y: float
    radius_mm: float
    text: str
    color: Color
    is_approximate: bool = False
    tag: Tag = PARAGRAPH


@dataclass(frozen=True, slots=True)
class SymbolItem:
    """A category symbol with its rank rings."""

    x: float
    y: float
    radius_mm: float
    category: Category
    rank: Rank = Rank.UNKNOWN


@dataclass(frozen=True, slots=True)
class QrItem:
    """A QR code of ``content``."""

    left: float
    top: float
    size: float
    content: str


@dataclass(frozen=True, slots=True)
class PhotoItem:
    """A photo file of the project, filling its rectangle; what is wider or higher is cut off evenly."""

    left: float
    top: float
    width: float
    height: float
    path: str


@dataclass(frozen=True, slots=True)
class Covered:
    """A rectangle on a map that other items cover, millimetres from the map's corner: names keep off it."""

    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class MapFrame:
    """The map of the tour, with scale bar and north arrow inside.

    Parameters
    ----------
    denominator
        N of the scale 1:N at its centre.
    day
        The only day shown, from 1; 0 for the whole tour.
    places
        Places shown as symbols besides the tour.
    selected
        Those of them that the page is about.
    covered
        What other items cover.
    has_furniture
        Whether scale bar, north arrow and credit are painted inside.
    unit
        The commune that the page is about; ``None`` where it is about something else.
    stretch
        The only part of the way in full colour, WGS84 degrees; ``None`` for all that ``day`` shows.
    """

    left: float
    top: float
    viewport: Viewport
    denominator: int
    day: int = 0
    places: tuple[PlaceId, ...] = ()
    selected: tuple[PlaceId, ...] = ()
    covered: tuple[Covered, ...] = ()
    has_furniture: bool = True
    unit: UnitId | None = None
    stretch: LineString | None = None

    @property
    def width(self) -> float:
        """Width, millimetres."""
        return self.viewport.width_px * PRINT_PIXEL_MM

    @property
    def height(self) -> float:
        """Height, millimetres."""
        return self.viewport.height_px * PRINT_PIXEL_MM


@dataclass(frozen=True, slots=True)
class NorthArrow:
    """The north arrow of a map, with the letter of the language; ``x``, ``y`` is its middle."""

    x: float
    y: float
    height: float = NORTH_ARROW_MM
    bearing: float = 0.0
    has_plate: bool = False


@dataclass(frozen=True, slots=True)
class ScaleBarItem:
    """The scale bar of a map at 1:``denominator``, no longer than ``width``, with the scale in words.

    Parameters
    ----------
    ground_m
        True metres a print pixel of the page as it is laid out.
    """

    left: float
    top: float
    width: float
    ground_m: float
    denominator: int


Item = (
    Text | Rectangle | Rule | Badge | SymbolItem | QrItem | PhotoItem | MapFrame | NorthArrow | ScaleBarItem
)


@dataclass(frozen=True, slots=True)
class Page:
    """One sheet; items are painted in order, ``bookmarks`` name it in the outline of a PDF."""

    width: float
    height: float
    items: tuple[Item, ...]
    bookmarks: tuple[str, ...] = ()

    @property
    def texts(self) -> tuple[str, ...]:
        """Every text of the page, in painting order."""
        return tuple(item.text for item in self.items if isinstance(item, Text))


class TakesText(Protocol):
    """A list that may hold texts."""

    def append(self, item: Text, /) -> None:
        """Add a text."""


class TextSetter:
    """Sets text into a width: breaks lines, shrinks what must fit on few lines, never cuts.

    Parameters
    ----------
    measure
        Measures texts in print pixels.
    """

    def __init__(self, measure: Measure) -> None:
        # Breaking lines evenly measures the same words again and again.
        self._measure = lru_cache(maxsize=_MEASURED)(measure)

    def width_mm(self, text: str, style: TextStyle) -> float:
        """Return the width of a line of text."""
        return self._measure(text, style)[0] * PRINT_PIXEL_MM

    def line_mm(self, style: TextStyle) -> float:
        """Return the height of a line of text."""
        return self._measure("Ệg", style)[1] * PRINT_PIXEL_MM

    def lines(self, text: str, style: TextStyle, width_mm: float) -> tuple[str, ...]:
        """Break a text into lines of at most ``width_mm``; a longer word is broken inside."""
        found: list[str] = []
        for line in wrap(text, lambda part: self.width_mm(part, style), width_mm):
            found.extend(self._broken(line, style, width_mm))
        return tuple(found)

    def _broken(self, line: str, style: TextStyle, width_mm: float) -> list[str]:
        pieces, rest = [], line
        while self.width_mm(rest, style) > width_mm and len(rest) > 1:
            fits = len(rest) - 1
            while fits > 1 and self.width_mm(rest[:fits], style) > width_mm:
                fits -= 1
            pieces.append(rest[:fits])
            rest = rest[fits:]
        return [*pieces, rest]

    def shrunk(
        self, text: str, style: TextStyle, width_mm: float, *, most_lines: int, least_px: int
    ) -> tuple[tuple[str, ...], TextStyle]:
        """Return lines and the largest size, from ``least_px``, at which they are within ``most_lines``."""
        for size_px in range(style.size_px, least_px - 1, -1):
            smaller = TextStyle(size_px, style.weight, style.italic)
            lines = self.lines(text, smaller, width_mm)
            if len(lines) <= most_lines:
                return lines, smaller
        smallest = TextStyle(least_px, style.weight, style.italic)
        return self.lines(text, smallest, width_mm), smallest

    def block(
        self,
        items: TakesText,
        at: tuple[float, float],
        lines: tuple[str, ...],
        style: TextStyle,
        color: Color,
        *,
        tag: Tag = PARAGRAPH,
    ) -> float:
        """Add the lines of one text flush left below the point ``at``; returns the lower edge."""
        left, top = at
        height = self.line_mm(style)
        for number, line in enumerate(lines):
            y = top + (number + 0.76) * height
            items.append(Text(left, y, line, style, color, tag=tag, continues=number > 0))
        return top + len(lines) * height

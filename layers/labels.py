"""Label placement: greedy, by priority, from fixed candidates, never over an obstacle or another label.

Candidates and their order follow Imhof's rules for point names (E. Imhof, "Positioning names on maps",
1975): right before left, above before below. Labels along lines take the straightest stretch of the line
that can hold the text, upright; where none is straight enough they follow the line word by word, as long as
it bends gently. Whole words are set straight, so that text copied from a PDF stays text.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, product
from typing import Final, NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.ops import substring

from layers.style import TextStyle

Measure = Callable[[str, TextStyle], tuple[float, float]]
"""Width and height of a text in logical pixels."""

# No-break spaces do not break.
_WORD_BREAKS: Final = re.compile(r"[ \t\n]+(?![–-](?:\s|$))")
"""A line never begins with a dash between words."""
_CELL_PX: Final = 64.0
_STRAIGHT: Final = 0.985
_STEPS: Final = 12
_STRAIGHT_WORD: Final = 0.97
_MOST_BEND: Final = 26.0
_MOST_TURN: Final = 110.0


class Box(NamedTuple):
    """An upright rectangle, logical pixels, y down."""

    left: float
    top: float
    right: float
    bottom: float

    def grown(self, margin: float) -> "Box":
        """Return the box with ``margin`` added on each side."""
        return Box(self.left - margin, self.top - margin, self.right + margin, self.bottom + margin)

    def meets(self, other: "Box") -> bool:
        """Whether the two boxes share more than an edge."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def contains(self, other: "Box") -> bool:
        """Whether ``other`` lies inside."""
        return (
            self.left <= other.left
            and self.top <= other.top
            and self.right >= other.right
            and self.bottom >= other.bottom
        )


class PlacedWord(NamedTuple):
    """One word of a label that follows a bending line: its centre and its angle, as of the whole label."""

    text: str
    x: float
    y: float
    width: float
    angle: float


@dataclass(frozen=True, slots=True)
class PlacedLabel:
    """A label that found room.

    Parameters
    ----------
    lines
        The text, one line or more.
    style
        Its type.
    x, y
        Left end of the middle line of the box for upright labels, centre for rotated ones; logical pixels.
    width, height
        Size of the whole label.
    angle
        Degrees clockwise, 0 for upright labels, within ±90.
    words
        The words of a label that follows a bend; empty for all others.
    """

    lines: tuple[str, ...]
    style: TextStyle
    x: float
    y: float
    width: float
    height: float
    angle: float = 0.0
    words: tuple[PlacedWord, ...] = ()

    @property
    def box(self) -> Box:
        """Box of an upright label."""
        return Box(self.x, self.y - self.height / 2, self.x + self.width, self.y + self.height / 2)


class LabelPlacer:
    """Keeps what is taken on one map and finds room for more.

    Parameters
    ----------
    area
        Labels stay inside it.
    measure
        Measures texts.
    gap_px
        Least distance between labels.
    core
        Part of ``area`` whose edge no label crosses: what is seen now of a map drawn with a margin.
    """

    def __init__(self, area: Box, measure: Measure, gap_px: float = 2.0, *, core: Box | None = None) -> None:
        self._area = area
        self._core = core
        self._measure = measure
        self._gap_px = gap_px
        self._cells: dict[tuple[int, int], list[Box]] = defaultdict(list)
        self._lines: dict[tuple[int, int], list[Box]] = defaultdict(list)

    def block(self, box: Box) -> None:
        """Keep labels away from ``box``."""
        for cell in _cells(box):
            self._cells[cell].append(box)

    def block_line(self, xy: NDArray[np.float64], width_px: float) -> None:
        """Keep labels away from a line of the given width; ``xy`` in logical pixels, shape (n, 2)."""
        for x, y in _along(xy, width_px):
            box = Box(x, y, x, y).grown(width_px / 2)
            for cell in _cells(box):
                self._lines[cell].append(box)

    def is_free(self, box: Box, *, over_lines: bool = False) -> bool:
        """Whether ``box`` lies inside the map and on nothing taken; lines may be allowed under it."""
        if not self._area.contains(box) or self._is_cut(box):
            return False
        wide = box.grown(self._gap_px)
        taken = (self._cells,) if over_lines else (self._cells, self._lines)
        return not any(
            wide.meets(other) for kept in taken for cell in _cells(wide) for other in kept.get(cell, ())
        )

    def _is_cut(self, box: Box) -> bool:
        return self._core is not None and self._core.meets(box) and not self._core.contains(box)

    def place_at_point(
        self,
        at: tuple[float, float],
        radius_px: float,
        text: str,
        style: TextStyle,
        *,
        max_width_px: float = 150.0,
        over_lines: bool = False,
    ) -> PlacedLabel | None:
        """Place a name beside a symbol of ``radius_px`` at a point; ``None`` when there is no room."""
        lines, width, height = self.wrapped(text, style, max_width_px)
        for left, middle in _around(*at, radius_px, width, height):
            label = PlacedLabel(lines, style, left, middle, width, height)
            if self.is_free(label.box, over_lines=over_lines):
                self.block(label.box)
                return label
        return None

    def place_centred(
        self, x: float, y: float, text: str, style: TextStyle, *, max_width_px: float = 150.0
    ) -> PlacedLabel | None:
        """Place the name of an area centred on a point; ``None`` when there is no room."""
        lines, width, height = self.wrapped(text, style, max_width_px)
        label = PlacedLabel(lines, style, x - width / 2, y, width, height)
        if not self.is_free(label.box):
            return None
        self.block(label.box)
        return label

    def place_on_line(
        self, xy: NDArray[np.float64], text: str, style: TextStyle, *, follows_bends: bool = False
    ) -> PlacedLabel | None:
        """Place a name along the straightest free stretch of a line (logical pixels, shape (n, 2)).

        Parameters
        ----------
        follows_bends
            Whether the words may follow a gentle bend where no straight stretch is free.
        """
        width, height = self._measure(text, style)
        for stretch in straight_stretches(xy, width * 1.1):
            boxes = [Box(px, py, px, py).grown(height / 2) for px, py in stretch.samples(width, height)]
            if all(self.is_free(box) for box in boxes):
                for box in boxes:
                    self.block(box)
                return PlacedLabel((text,), style, stretch.x, stretch.y, width, height, stretch.angle)
        return self._placed_on_bend(xy, text, style, height) if follows_bends else None

    def _placed_on_bend(
        self, xy: NDArray[np.float64], text: str, style: TextStyle, height: float
    ) -> PlacedLabel | None:
        widths = [self._measure(word, style)[0] for word in text.split()]
        if len(widths) < 2:
            return None
        for words in bent_stretches(xy, text.split(), widths, self._measure(" ", style)[0]):
            boxes = [
                Box(px, py, px, py).grown(height / 2)
                for word in words
                for px, py in Stretch(word.x, word.y, word.angle).samples(word.width, height)
            ]
            if all(self.is_free(box) for box in boxes):
                for box in boxes:
                    self.block(box)
                first = words[0]
                return PlacedLabel((text,), style, first.x, first.y, sum(widths), height, first.angle, words)
        return None

    def wrapped(
        self, text: str, style: TextStyle, max_width_px: float
    ) -> tuple[tuple[str, ...], float, float]:
        """Break a text into lines no wider than ``max_width_px`` where words allow; give width and height."""
        lines = wrap(text, lambda part: self._measure(part, style)[0], max_width_px)
        width = max(self._measure(line, style)[0] for line in lines)
        return lines, width, self._measure(text, style)[1] * len(lines)


def wrap(text: str, width_of: Callable[[str], float], max_width: float) -> tuple[str, ...]:
    """Break ``text`` into the fewest lines within ``max_width``, as even as a greedy break allows.

    A word wider than ``max_width`` stays whole on a line of its own.
    """
    full = _greedy(text, width_of, max_width)
    if len(full) < 2:
        return full
    # The narrowest width with the same number of lines gives lines of similar length.
    low, high = max_width / 2, max_width
    for _ in range(6):
        middle = (low + high) / 2
        if len(_greedy(text, width_of, middle)) > len(full):
            low = middle
        else:
            high = middle
    return _greedy(text, width_of, high)


def _greedy(text: str, width_of: Callable[[str], float], max_width: float) -> tuple[str, ...]:
    lines: list[str] = []
    for word in _WORD_BREAKS.split(text):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width_of(longer) <= max_width:
            lines[-1] = longer
        else:
            lines.append(word)
    return tuple(lines)


def _around(x: float, y: float, radius: float, width: float, height: float) -> Iterator[tuple[float, float]]:
    """Yield left edge and middle line of the candidates around a symbol, best first."""
    for further in (0.0, 0.7 * height):
        reach, slant, rise = radius + 3 + further, radius * 0.75 + 2, radius * 0.6 + height / 2 + further
        yield x + reach, y
        yield x - reach - width, y
        yield x + slant, y - rise
        yield x + slant, y + rise
        yield x - slant - width, y - rise
        yield x - slant - width, y + rise
        yield x - width / 2, y - radius - height / 2 - 2 - further
        yield x - width / 2, y + radius + height / 2 + 2 + further


@dataclass(frozen=True, slots=True)
class Stretch:
    """A nearly straight piece of a line: its centre and its direction (degrees clockwise, within ±90)."""

    x: float
    y: float
    angle: float

    def samples(self, length: float, spacing: float) -> list[tuple[float, float]]:
        """Return points along the stretch, no further apart than ``spacing``."""
        count = max(2, int(np.ceil(length / spacing)) + 1)
        along = np.linspace(-length / 2, length / 2, count)
        radians = np.radians(self.angle)
        return [(self.x + float(a * np.cos(radians)), self.y + float(a * np.sin(radians))) for a in along]


def straight_stretches(xy: NDArray[np.float64], length: float) -> list[Stretch]:
    """Return stretches of ``length`` along a line that bend little, straightest and most central first."""
    steps = np.hypot(*np.diff(xy, axis=0).T)
    travelled = np.concatenate(([0.0], np.cumsum(steps)))
    total = float(travelled[-1])
    if total < length:
        return []
    begins = np.linspace(0, total - length, _STEPS)
    first = np.stack([np.interp(begins, travelled, xy[:, axis]) for axis in (0, 1)], axis=-1)
    middle = np.stack([np.interp(begins + length / 2, travelled, xy[:, axis]) for axis in (0, 1)], axis=-1)
    last = np.stack([np.interp(begins + length, travelled, xy[:, axis]) for axis in (0, 1)], axis=-1)
    across = last - first
    chord = np.hypot(*across.T)
    straightness = chord / length
    centre = (first + last) / 2 * 0.5 + middle * 0.5
    angle = np.degrees(np.arctan2(across[:, 1], across[:, 0]))
    angle = np.where(angle > 90, angle - 180, np.where(angle < -90, angle + 180, angle))
    off_centre = np.abs(begins - (total - length) / 2) / max(total, 1.0)
    good = np.flatnonzero(straightness >= _STRAIGHT)
    order = good[np.argsort(-(straightness - 0.02 * off_centre)[good], kind="stable")]
    return [Stretch(float(centre[i, 0]), float(centre[i, 1]), float(angle[i])) for i in order]


def bent_stretches(
    xy: NDArray[np.float64], words: Sequence[str], widths: Sequence[float], space: float
) -> Iterator[tuple[PlacedWord, ...]]:
    """Yield the words of a name laid along a line wherever it bends gently enough, most central first."""
    travelled = np.concatenate(([0.0], np.cumsum(np.hypot(*np.diff(xy, axis=0).T))))
    starts = np.concatenate(([0.0], np.cumsum(np.asarray(widths) + space)[:-1]))
    length = float(starts[-1] + widths[-1])
    total = float(travelled[-1])
    if total < length * 1.05:
        return
    begins = np.linspace(0, total - length, 2 * _STEPS)
    for begin in sorted(begins.tolist(), key=lambda begin: abs(begin - (total - length) / 2)):
        line = xy, travelled
        first, last = _at(line, begin), _at(line, begin + length)
        # Text never stands on its head: it runs against the line where that leads to the left.
        if last[0] < first[0]:
            line = xy[::-1], total - travelled[::-1]
        first_px = begin if line[0] is xy else total - begin - length
        placed = _laid(line, [first_px + start for start in starts], words, widths)
        if placed is not None:
            yield placed


_Line = tuple[NDArray[np.float64], NDArray[np.float64]]


def _at(line: _Line, station: float) -> NDArray[np.float64]:
    xy, travelled = line
    return np.array([np.interp(station, travelled, xy[:, 0]), np.interp(station, travelled, xy[:, 1])])


def _laid(
    line: _Line, starts: Sequence[float], words: Sequence[str], widths: Sequence[float]
) -> tuple[PlacedWord, ...] | None:
    """Return the words along a line, ``None`` where it bends too much for them."""
    placed: list[PlacedWord] = []
    for text, start, width in zip(words, starts, widths, strict=True):
        a, middle, b = (_at(line, start + share * width) for share in (0.0, 0.5, 1.0))
        along = b - a
        if np.hypot(*along) < _STRAIGHT_WORD * width:
            return None
        angle = float(np.degrees(np.arctan2(along[1], along[0])))
        if placed and abs(_difference(angle, placed[-1].angle)) > _MOST_BEND:
            return None
        x, y = (a + b) / 4 + middle / 2
        placed.append(PlacedWord(text, float(x), float(y), width, angle))
    turn = _difference(placed[-1].angle, placed[0].angle)
    return tuple(placed) if abs(turn) <= _MOST_TURN else None


def _difference(angle: float, other: float) -> float:
    return (angle - other + 180) % 360 - 180


def joined(lines: Sequence[NDArray[np.float64]], frame: shapely.Polygon) -> list[NDArray[np.float64]]:
    """Return the parts of lines inside a frame, those that touch at their ends as one, longest first."""
    seen = shapely.clip_by_rect(shapely.MultiLineString([xy for xy in lines if len(xy) > 1]), *frame.bounds)
    pieces = [part for part in shapely.get_parts(seen) if part.geom_type == "LineString" and part.length]
    parts = shapely.get_parts(shapely.line_merge(shapely.MultiLineString(pieces)))
    return longest_first([shapely.get_coordinates(part) for part in parts])


def cut_up(xy: NDArray[np.float64], length: float) -> list[NDArray[np.float64]]:
    """Return a line in pieces of about ``length``, for names that are repeated along it."""
    line = shapely.LineString(xy)
    count = max(1, round(line.length / length))
    ends = np.linspace(0, line.length, count + 1)
    return [shapely.get_coordinates(substring(line, a, b)) for a, b in pairwise(ends)]


def _along(xy: NDArray[np.float64], spacing: float) -> Iterator[tuple[float, float]]:
    travelled = np.concatenate(([0.0], np.cumsum(np.hypot(*np.diff(xy, axis=0).T))))
    stations = np.linspace(0, travelled[-1], max(2, int(travelled[-1] / spacing) + 1))
    for x, y in zip(
        np.interp(stations, travelled, xy[:, 0]), np.interp(stations, travelled, xy[:, 1]), strict=True
    ):
        yield float(x), float(y)


def _cells(box: Box) -> Iterator[tuple[int, int]]:
    columns = range(int(box.left // _CELL_PX), int(box.right // _CELL_PX) + 1)
    rows = range(int(box.top // _CELL_PX), int(box.bottom // _CELL_PX) + 1)
    return product(columns, rows)


def longest_first(lines: Sequence[NDArray[np.float64]]) -> list[NDArray[np.float64]]:
    """Return lines by falling length."""
    return sorted(lines, key=lambda xy: -float(np.hypot(*np.diff(xy, axis=0).T).sum()))

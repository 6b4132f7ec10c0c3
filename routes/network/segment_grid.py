"""SegmentGrid: every straight piece of every road, found by where it lies.

A uniform grid in degrees, packed into two arrays: it is built in a tenth of a second for 1.4 million segments
and needs 4 bytes an entry, where a tree of line objects needs half a second and some hundred bytes.
"""

from math import floor, sqrt
from typing import Final

import numpy as np
from numpy.typing import NDArray

_SEGMENTS_IN_CELL: Final = 1.5
# On average over the whole box; streets of a city centre have some twenty times as many.
_MOST_CELLS: Final = 2**22
_SMALLEST_DEG: Final = 1e-6
_AT_ONCE: Final = 2**16
# Vertices worked on together: what is made on the way stays in the processor's cache.
_LONGEST_CELLS: Final = 64
# Segments whose box covers more cells than this are kept apart and looked at by every question.


class SegmentGrid:
    """Cells of a grid, each with the segments whose box touches it.

    A segment has the number of its first vertex: segment i joins vertices i and i + 1.

    Parameters
    ----------
    offset
        Vertices of line e are ``lonlat[offset[e]:offset[e + 1]]``, at least two, shape (m + 1,).
    lonlat
        WGS84 degrees, shape (p, 2).
    box
        West, south, east, north of all vertices, degrees.
    """

    def __init__(
        self,
        offset: NDArray[np.int64],
        lonlat: NDArray[np.float64],
        box: tuple[float, float, float, float],
    ) -> None:
        west, south, east, north = box
        self._west, self._south = west, south
        self._side = _cell_side(east - west, north - south, len(lonlat) - len(offset) + 1)
        self.columns = int((east - west) / self._side) + 1
        self.rows = int((north - south) / self._side) + 1
        is_segment = np.ones(len(lonlat), dtype=bool)
        is_segment[offset[1:] - 1] = False
        parts = [
            self._entries(lonlat, begin, is_segment[begin : begin + _AT_ONCE])
            for begin in range(0, len(lonlat), _AT_ONCE)
        ]
        # One sort of packed numbers is several times as fast as an argsort, and keeps segments in order.
        packed = np.concatenate([entries for entries, _ in parts])
        packed.sort()
        self._long = np.concatenate([long for _, long in parts])
        self._entry = packed.astype(np.int32)
        packed >>= 32
        filled = np.bincount(packed, minlength=self.columns * self.rows)
        self._offset = np.concatenate([[0], np.cumsum(filled)]).astype(np.int32)

    def _entries(
        self, lonlat: NDArray[np.float64], begin: int, is_segment: NDArray[np.bool_]
    ) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
        """Return cells and segments packed: where the box of each segment lies; and the long segments."""
        vertices = lonlat[begin : begin + len(is_segment) + 1]
        column = ((vertices[:, 0] - self._west) / self._side).astype(np.int32)
        row = ((vertices[:, 1] - self._south) / self._side).astype(np.int32)
        segment = np.flatnonzero(is_segment)
        wide = np.abs(column[segment + 1] - column[segment]) + 1
        high = np.abs(row[segment + 1] - row[segment]) + 1
        is_long = wide.astype(np.int64) * high > _LONGEST_CELLS
        long = segment[is_long]
        segment, wide, high = segment[~is_long], wide[~is_long], high[~is_long]
        first = np.minimum(row[segment], row[segment + 1]).astype(np.int64) * self.columns
        first += np.minimum(column[segment], column[segment + 1])
        times = wide * high
        within = np.arange(times.sum()) - np.repeat(np.cumsum(times) - times, times)
        up, right = np.divmod(within, np.repeat(wide, times))
        cell = np.repeat(first, times) + up * self.columns + right
        return (cell << 32) | np.repeat(segment + begin, times), (long + begin).astype(np.int32)

    def cell_of(self, lon: float, lat: float) -> tuple[int, int]:
        """Return column and row of a point, beyond the grid for points outside it."""
        return floor((lon - self._west) / self._side), floor((lat - self._south) / self._side)

    def bounds(self, west: int, south: int, east: int, north: int) -> tuple[float, float, float, float]:
        """Return west, south, east, north of a block of cells, degrees; endless where it leaves the grid."""
        return (
            self._west + west * self._side if west > 0 else -np.inf,
            self._south + south * self._side if south > 0 else -np.inf,
            self._west + (east + 1) * self._side if east < self.columns - 1 else np.inf,
            self._south + (north + 1) * self._side if north < self.rows - 1 else np.inf,
        )

    def in_block(self, west: int, south: int, east: int, north: int) -> NDArray[np.int32]:
        """Return the segments in a block of cells (columns and rows, both ends included), some repeatedly.

        Every segment that has a point in the block is among them.
        """
        west, east = max(west, 0), min(east, self.columns - 1)
        south, north = max(south, 0), min(north, self.rows - 1)
        if west > east or south > north:
            return self._long
        found = [self._long] if len(self._long) else []
        for row in range(south, north + 1):
            first = row * self.columns
            found.append(self._entry[self._offset[first + west] : self._offset[first + east + 1]])
        return np.concatenate(found)

    def in_box(self, west: float, south: float, east: float, north: float) -> NDArray[np.int32]:
        """Return each segment that may have a point in a box of degrees, once."""
        return np.unique(self.in_block(*self.cell_of(west, south), *self.cell_of(east, north)))


def _cell_side(width: float, height: float, segments: int) -> float:
    """Return the side of a cell, degrees, for about so many segments in each."""
    cells = min(max(segments / _SEGMENTS_IN_CELL, 1.0), _MOST_CELLS)
    # A network along one line has no area: its box is as long as the longer side, one cell wide.
    return max(sqrt(width * height / cells), max(width, height) / cells, _SMALLEST_DEG)

"""Contour polygons of a grid of values: marching squares, vectorised.

Lorensen, Cline: Marching Cubes, SIGGRAPH 1987, in two dimensions; the two saddle cases are decided by the
mean of the corners. Contours of one grid at rising levels lie strictly inside one another.
"""

from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import MultiPolygon, Polygon

# Sides of a cell: bottom, right, top, left. Corners by bit, from bottom left counter-clockwise: 1, 2, 4, 8.
_B, _R, _T, _L = range(4)
_SEGMENTS: Final[dict[int, tuple[tuple[int, int], ...]]] = {
    1: ((_B, _L),), 2: ((_R, _B),), 3: ((_R, _L),), 4: ((_T, _R),), 6: ((_T, _B),), 7: ((_T, _L),),
    8: ((_L, _T),), 9: ((_B, _T),), 11: ((_R, _T),), 12: ((_L, _R),), 13: ((_B, _R),), 14: ((_L, _B),),
    5: ((_B, _L), (_T, _R)), 10: ((_R, _B), (_L, _T)),
    # Saddles whose middle is inside.
    16 + 5: ((_B, _R), (_T, _L)), 16 + 10: ((_L, _B), (_R, _T)),
}  # fmt: skip
"""Directed segments from side to side by case, the inside on their left."""

_MARGIN: Final = 0.02
# Crossings keep this share of a cell away from grid points, so that rings never touch themselves there.


def contour(grid: NDArray[np.float64], level: float, smallest_hole: float) -> MultiPolygon:
    """Return the area where a grid is at most ``level``, in grid units (x = column, y = row).

    Parameters
    ----------
    grid
        Values at grid points, shape (rows, columns); the outermost rows and columns must exceed ``level``.
    level
        Level of the contour.
    smallest_hole
        Holes of a smaller area, in square cells, are filled.
    """
    start, end, xy = _segments(grid, level)
    if not len(start):
        return MultiPolygon()
    ring, offset = _rings(start, end)
    return _polygons(xy[ring], offset, smallest_hole)


def _segments(
    grid: NDArray[np.float64], level: float
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    """Return, for each segment, the number of the next one, and where each begins.

    Every crossing of a grid line begins one segment and ends one.
    """
    inside = grid <= level
    case = inside[:-1, :-1] + 2 * inside[:-1, 1:] + 4 * inside[1:, 1:] + 8 * inside[1:, :-1]
    row, column = np.nonzero((case > 0) & (case < 15))
    case = case[row, column].astype(np.int64)
    middle = (
        grid[row, column] + grid[row, column + 1] + grid[row + 1, column] + grid[row + 1, column + 1]
    ) / 4
    case[np.isin(case, (5, 10)) & (middle <= level)] += 16
    start, end = [], []
    for number, segments in _SEGMENTS.items():
        here = np.flatnonzero(case == number)
        for first, last in segments:
            start.append(_side(grid.shape, row[here], column[here], first))
            end.append(_side(grid.shape, row[here], column[here], last))
    begins, ends = np.concatenate(start), np.concatenate(end)
    order = np.argsort(begins)
    begins, ends = begins[order], ends[order]
    return begins, np.searchsorted(begins, ends), _crossings(grid, level, begins)


def _side(
    shape: tuple[int, ...], row: NDArray[np.int64], column: NDArray[np.int64], side: int
) -> NDArray[np.int64]:
    """Return the number of a side of each cell; horizontal grid lines first, then vertical ones."""
    rows, columns = shape
    if side in {_B, _T}:
        return (row + (side == _T)) * columns + column
    return rows * columns + row * columns + column + (side == _R)


def _crossings(grid: NDArray[np.float64], level: float, side: NDArray[np.int64]) -> NDArray[np.float64]:
    size, columns = grid.size, grid.shape[1]
    upright = side >= size
    row, column = np.divmod(np.where(upright, side - size, side), columns)
    one, other = grid[row, column], grid[row + upright, column + ~upright]
    share = _MARGIN + (1 - 2 * _MARGIN) * (level - one) / (other - one)
    return np.column_stack([column + np.where(upright, 0, share), row + np.where(upright, share, 0)])


def _rings(
    start: NDArray[np.int64], following: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the segments in order, ring after ring, each closed, and where each ring begins."""
    after = following.tolist()
    done = bytearray(len(start))
    order: list[int] = []
    offset = [0]
    for first in range(len(after)):
        if done[first]:
            continue
        at = first
        while not done[at]:
            done[at] = 1
            order.append(at)
            at = after[at]
        order.append(first)
        offset.append(len(order))
    return np.array(order), np.array(offset)


def _polygons(xy: NDArray[np.float64], offset: NDArray[np.int64], smallest_hole: float) -> MultiPolygon:
    """Return rings as polygons: counter-clockwise ones are outlines, clockwise ones holes."""
    cross = xy[:-1, 0] * xy[1:, 1] - xy[1:, 0] * xy[:-1, 1]
    # Between two rings there is no segment.
    cross[offset[1:-1] - 1] = 0
    area = np.add.reduceat(cross, offset[:-1]) / 2
    numbers = np.repeat(np.arange(len(area)), np.diff(offset))
    rings: NDArray[np.object_] = np.asarray(shapely.linearrings(xy, indices=numbers))
    faces: NDArray[np.object_] = np.asarray(shapely.polygons(rings))
    point: NDArray[np.object_] = np.asarray(shapely.points(xy[offset[:-1]]))
    outlines, holes = np.flatnonzero(area > 0), np.flatnonzero(-area >= smallest_hole)
    filled = np.flatnonzero((area < 0) & (-area < smallest_hole))
    # What stands within a filled hole goes with it.
    islands, _ = shapely.STRtree(faces[filled]).query(point[outlines], predicate="within")
    outlines = np.delete(outlines, np.unique(islands))
    own: dict[int, list[int]] = {outline: [] for outline in outlines.tolist()}
    hole, outline = shapely.STRtree(faces[outlines]).query(point[holes], predicate="within")
    # The smallest outline around a hole is its own.
    order = np.lexsort((area[outlines[outline]], hole))
    _, first = np.unique(hole[order], return_index=True)
    for pair in order[first].tolist():
        own[int(outlines[outline[pair]])].append(int(holes[hole[pair]]))
    return MultiPolygon([Polygon(rings[outline], list(rings[inner])) for outline, inner in own.items()])

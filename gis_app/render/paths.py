"""Arrays → QPainterPath, through the byte stream Qt reads paths from: ten times faster than ``lineTo``."""

import struct
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QByteArray, QDataStream, QIODevice
from PySide6.QtGui import QPainterPath

FloatArray = NDArray[np.float64]

CHUNK_SEGMENTS: Final = 24
"""Segments in one stroked path. Stroking one huge antialiased path is an order of magnitude slower."""

_ELEMENT: Final = np.dtype([("kind", ">i4"), ("x", ">f8"), ("y", ">f8")])
_MOVE, _LINE = 0, 1
_ODD_EVEN: Final = 0


def path_of(xy: FloatArray, starts: NDArray[np.bool_]) -> QPainterPath:
    """Return one path through points; ``starts`` marks the points where a new part begins.

    Parameters
    ----------
    xy
        Shape (n, 2), painter units.
    starts
        Shape (n,); the first must be true.
    """
    path = QPainterPath()
    if len(xy) == 0:
        return path
    elements = np.empty(len(xy), dtype=_ELEMENT)
    elements["kind"] = np.where(starts, _MOVE, _LINE)
    elements["x"], elements["y"] = xy[:, 0], xy[:, 1]
    tail = struct.pack(">ii", int(np.flatnonzero(starts)[-1]), _ODD_EVEN)
    # The stream reads the bytes where they lie: they must outlive it.
    content = QByteArray(struct.pack(">i", len(xy)) + elements.tobytes() + tail)
    stream = QDataStream(content, QIODevice.OpenModeFlag.ReadOnly)
    stream >> path
    return path


def area_path(rings: Sequence[FloatArray]) -> QPainterPath:
    """Return one path of closed rings, to be filled by the odd-even rule."""
    if not rings:
        return QPainterPath()
    starts = np.zeros(sum(map(len, rings)), dtype=np.bool_)
    starts[np.cumsum([0, *map(len, rings[:-1])])] = True
    return path_of(np.concatenate(rings), starts)


def line_paths(xy: FloatArray, offsets: NDArray[np.int64]) -> list[QPainterPath]:
    """Return lines as paths of about ``CHUNK_SEGMENTS`` segments each, long lines broken up.

    Parameters
    ----------
    xy
        Vertices of all lines, shape (p, 2), painter units.
    offsets
        Line i has the vertices ``xy[offsets[i]:offsets[i + 1]]``; shape (m + 1,).
    """
    if len(xy) == 0:
        return []
    place_in_line = np.arange(len(xy)) - np.repeat(offsets[:-1], np.diff(offsets))
    is_last = np.zeros(len(xy), dtype=np.bool_)
    is_last[offsets[1:] - 1] = True
    breaks = (place_in_line > 0) & (place_in_line % CHUNK_SEGMENTS == 0) & ~is_last
    # A vertex at a break ends one piece and begins the next.
    copies = np.where(breaks, 2, 1)
    points = np.repeat(xy, copies, axis=0)
    starts = np.repeat(place_in_line == 0, copies)
    starts[np.cumsum(copies)[breaks] - 1] = True
    begins = np.flatnonzero(starts)
    chosen = [int(begins[0])]
    for begin in begins[1:]:
        if begin - chosen[-1] >= CHUNK_SEGMENTS:
            chosen.append(int(begin))
    return [
        path_of(points[a:b], starts[a:b]) for a, b in zip(chosen, [*chosen[1:], len(points)], strict=True)
    ]

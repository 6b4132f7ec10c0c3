"""Lines of the map as flat arrays in Web Mercator metres, with coarser copies for coarser zooms."""

from dataclasses import dataclass, field
from threading import Lock
from typing import Final, Self

import numpy as np
import shapely
from numpy.typing import NDArray

from layers.viewport import Bounds

FloatArray = NDArray[np.float64]

_LEVEL_STEP: Final = 4.0
_FINEST_LEVEL_M: Final = 6.0
_CELL_PX: Final = 0.8
_TOLERANCE_PX: Final = 0.35
_EXACT_VERTICES: Final = 150_000


@dataclass(frozen=True, slots=True)
class LineSet:
    """Lines as flat arrays; line i has the vertices ``xy[offsets[i]:offsets[i + 1]]``.

    Parameters
    ----------
    xy
        Web Mercator metres, shape (p, 2).
    offsets
        Shape (m + 1,).
    name_ids, ref_ids
        Index of each line's name and ref in ``names``, shape (m,); 0 is no name.
    names
        String table.
    """

    xy: FloatArray
    offsets: NDArray[np.int64]
    name_ids: NDArray[np.int32]
    ref_ids: NDArray[np.int32]
    names: tuple[str, ...] = ("",)
    boxes: FloatArray = field(init=False, repr=False)

    def __post_init__(self) -> None:
        if len(self):
            low = np.minimum.reduceat(self.xy, self.offsets[:-1])
            high = np.maximum.reduceat(self.xy, self.offsets[:-1])
            object.__setattr__(self, "boxes", np.hstack((low, high)))
        else:
            object.__setattr__(self, "boxes", np.empty((0, 4)))

    def __len__(self) -> int:
        return len(self.offsets) - 1

    def line(self, index: int) -> FloatArray:
        """Return the vertices of one line."""
        return self.xy[self.offsets[index] : self.offsets[index + 1]]

    def within(self, bounds: Bounds) -> NDArray[np.int64]:
        """Return the indices of the lines whose boxes meet ``bounds`` (Web Mercator metres)."""
        west, south, east, north = bounds
        boxes = self.boxes
        hit = (boxes[:, 0] <= east) & (boxes[:, 2] >= west) & (boxes[:, 1] <= north) & (boxes[:, 3] >= south)
        return np.flatnonzero(hit)

    def take(self, indices: NDArray[np.int64]) -> "LineSet":
        """Return the chosen lines as a set of their own."""
        sizes = np.diff(self.offsets)[indices]
        offsets = np.concatenate(([0], np.cumsum(sizes))).astype(np.int64)
        vertices = np.arange(offsets[-1]) + np.repeat(self.offsets[indices] - offsets[:-1], sizes)
        return LineSet(self.xy[vertices], offsets, self.name_ids[indices], self.ref_ids[indices], self.names)

    def clustered(self, cell_m: float) -> "LineSet":
        """Return the lines with one vertex for every run of vertices in the same ``cell_m`` square.

        Ends stay where they are. Much faster on whole networks than Douglas–Peucker, and no different to the
        eye while a cell is smaller than a pixel (vertex clustering, Rossignac & Borrel 1993).
        """
        if not len(self):
            return self
        cells = np.floor(self.xy / cell_m).astype(np.int64)
        keep = np.ones(len(self.xy), dtype=np.bool_)
        keep[1:] = (cells[1:] != cells[:-1]).any(axis=1)
        keep[self.offsets[:-1]] = True
        keep[self.offsets[1:] - 1] = True
        counted = np.concatenate(([0], np.cumsum(keep)))
        offsets = counted[self.offsets].astype(np.int64)
        return LineSet(self.xy[keep], offsets, self.name_ids, self.ref_ids, self.names)

    def simplified(self, tolerance_m: float) -> "LineSet":
        """Return the lines without the vertices that deviate less than ``tolerance_m`` (Douglas–Peucker)."""
        if not len(self):
            return self
        number = np.repeat(np.arange(len(self)), np.diff(self.offsets))
        whole = np.asarray(shapely.linestrings(self.xy, indices=number), dtype=object)
        lines = np.asarray(shapely.simplify(whole, tolerance_m), dtype=object)
        vanished = shapely.is_empty(lines)
        lines[vanished] = whole[vanished]
        xy, index = shapely.get_coordinates(lines, return_index=True)
        offsets = np.searchsorted(index, np.arange(len(self) + 1)).astype(np.int64)
        return LineSet(xy, offsets, self.name_ids, self.ref_ids, self.names)

    @classmethod
    def of_geometries(cls, geometries: NDArray[np.object_], names: tuple[str, ...] = ()) -> Self:
        """Return the line parts of geometries (Web Mercator metres), each named as its geometry."""
        parts, owner = shapely.get_parts(geometries, return_index=True)
        xy, index = shapely.get_coordinates(parts, return_index=True)
        offsets = np.searchsorted(index, np.arange(len(parts) + 1)).astype(np.int64)
        table = ("", *sorted(set(names) - {""}))
        number = {name: i for i, name in enumerate(table)}
        name_ids = np.array([number[names[i]] if names else 0 for i in owner], dtype=np.int32)
        return cls(xy, offsets, name_ids, np.zeros(len(parts), dtype=np.int32), table)

    @classmethod
    def empty(cls) -> Self:
        """Return no lines."""
        none = np.empty(0, dtype=np.int32)
        return cls(np.empty((0, 2)), np.zeros(1, dtype=np.int64), none, none)


class LevelledLines:
    """Lines with coarser copies for coarser zooms, made when first asked for and then kept.

    The full set of a large network is simplified once a level, not once a tile. Safe to use from several
    threads.
    """

    def __init__(self, full: LineSet) -> None:
        self.full = full
        self._levels: dict[int, LineSet] = {}
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self.full)

    def at(self, resolution: float) -> LineSet:
        """Return the lines for a map of ``resolution`` Mercator metres a pixel."""
        if resolution < _FINEST_LEVEL_M:
            return self.full
        level = int(np.log(resolution / _FINEST_LEVEL_M) // np.log(_LEVEL_STEP))
        with self._lock:
            if level not in self._levels:
                self._levels[level] = self._coarser(_FINEST_LEVEL_M * _LEVEL_STEP**level)
            return self._levels[level]

    def _coarser(self, resolution: float) -> LineSet:
        coarse = self.full.clustered(resolution * _CELL_PX)
        # Whole nets of lanes would keep the first view waiting for seconds.
        if len(coarse.xy) > _EXACT_VERTICES:
            return coarse
        return coarse.simplified(resolution * _TOLERANCE_PX)

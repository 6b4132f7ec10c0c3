"""Basemap: water, units and roads as plain arrays in Web Mercator metres, ready to be drawn at any zoom."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from threading import Lock
from typing import Final, Self

import numpy as np
import shapely
from numpy.typing import NDArray

from layers.style import RoadClass
from layers.viewport import Bounds

FloatArray = NDArray[np.float64]

_LEVEL_STEP: Final = 4.0
_FINEST_LEVEL_M: Final = 6.0
_CELL_PX: Final = 0.8
_TOLERANCE_PX: Final = 0.35
_EXACT_VERTICES: Final = 150_000
_SPOTS_A_SIDE: Final = 17


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
        lines = shapely.simplify(shapely.linestrings(self.xy, indices=number), tolerance_m)
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


@dataclass(frozen=True, slots=True)
class AreaSet:
    """Areas with names.

    Parameters
    ----------
    geometries
        Polygons and multipolygons, Web Mercator metres, shape (m,).
    names_vi, names_en
        Names; the English one may be empty.
    keys
        Ids of the things shown, for highlighting.
    """

    geometries: NDArray[np.object_]
    names_vi: tuple[str, ...]
    names_en: tuple[str, ...]
    keys: tuple[str, ...]
    tree: shapely.STRtree = field(init=False, repr=False, compare=False)
    anchors: FloatArray = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "tree", shapely.STRtree(self.geometries))
        inside = shapely.get_coordinates(shapely.point_on_surface(self.geometries))
        object.__setattr__(self, "anchors", inside)

    def __len__(self) -> int:
        return len(self.geometries)

    def within(self, bounds: Bounds) -> NDArray[np.int64]:
        """Return the indices of the areas whose boxes meet ``bounds`` (Web Mercator metres), ascending."""
        return np.sort(self.tree.query(shapely.box(*bounds)))

    def name(self, index: int, language: str) -> str:
        """Return the name of one area in ``language``, falling back to Vietnamese."""
        return (self.names_en[index] or self.names_vi[index]) if language == "en" else self.names_vi[index]

    def spots(self, index: int) -> FloatArray:
        """Return points inside one area where its name may stand, the middle first, shape (k, 2)."""
        west, south, east, north = self.geometries[index].bounds
        steps = (np.arange(_SPOTS_A_SIDE) + 0.5) / _SPOTS_A_SIDE
        xs, ys = np.meshgrid(west + steps * (east - west), south + steps * (north - south))
        grid = np.column_stack((xs.ravel(), ys.ravel()))
        inside = grid[shapely.contains_xy(self.geometries[index], grid)]
        middle = shapely.get_coordinates(shapely.centroid(self.geometries[index]))[0]
        nearest_first = inside[np.argsort(np.hypot(*(inside - middle).T))]
        return np.vstack((nearest_first, self.anchors[index]))

    def rings(self, indices: NDArray[np.int64], bounds: Bounds, tolerance_m: float) -> list[FloatArray]:
        """Return outer and inner rings of the chosen areas, cut to ``bounds`` and simplified.

        Fill them together with the odd-even rule.
        """
        cut = shapely.clip_by_rect(self.geometries[indices], *bounds)
        parts = shapely.get_parts(shapely.simplify(cut, tolerance_m))
        rings = shapely.get_rings(parts[shapely.get_type_id(parts) == shapely.GeometryType.POLYGON])
        return _split(rings)

    @classmethod
    def empty(cls) -> Self:
        """Return no areas."""
        return cls(np.empty(0, dtype=object), (), (), ())


def _split(lines: NDArray[np.object_]) -> list[FloatArray]:
    xy, index = shapely.get_coordinates(lines, return_index=True)
    return np.split(xy, np.flatnonzero(np.diff(index)) + 1) if len(xy) else []


@dataclass(frozen=True, slots=True, kw_only=True)
class Basemap:
    """What lies under the places: water, administrative units and roads.

    Built by ``gis_app.render.sources``; never changed afterwards, so that worker threads may share it.
    """

    water: AreaSet = field(default_factory=AreaSet.empty)
    water_lines: LineSet = field(default_factory=LineSet.empty)
    units: AreaSet = field(default_factory=AreaSet.empty)
    provinces: AreaSet = field(default_factory=AreaSet.empty)
    unit_borders: LevelledLines = field(default_factory=lambda: LevelledLines(LineSet.empty()))
    roads: Mapping[RoadClass, LevelledLines] = field(default_factory=dict)
    attribution: tuple[str, ...] = ()

    @property
    def road_count(self) -> int:
        """Number of road lines of all classes."""
        return sum(len(lines) for lines in self.roads.values())

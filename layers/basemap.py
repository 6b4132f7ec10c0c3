"""Basemap: water, units and roads as plain arrays in Web Mercator metres, ready to be drawn at any zoom."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Self

import numpy as np
import shapely
from numpy.typing import NDArray

from data.model.map_layers import OwnLayer
from layers.ground import DEFAULT_GROUND, DrawnLayer, nominal_denominator
from layers.lines import LevelledLines, LineSet
from layers.style import RoadClass
from layers.viewport import Bounds, Viewport

FloatArray = NDArray[np.float64]

_SPOTS_A_SIDE: Final = 17


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
    """What lies under the places: water, administrative units, roads, and the layers of the user.

    ``ground`` gives the order of all of them, the uppermost first, and how each is shown.

    Built by ``gis_app.render.sources``; never changed afterwards, so that worker threads may share it.
    """

    water: AreaSet = field(default_factory=AreaSet.empty)
    water_lines: LineSet = field(default_factory=LineSet.empty)
    units: AreaSet = field(default_factory=AreaSet.empty)
    provinces: AreaSet = field(default_factory=AreaSet.empty)
    unit_borders: LevelledLines = field(default_factory=lambda: LevelledLines(LineSet.empty()))
    roads: Mapping[RoadClass, LevelledLines] = field(default_factory=dict)
    attribution: tuple[str, ...] = ()
    ground: tuple[DrawnLayer, ...] = DEFAULT_GROUND

    def opacity(self, own: OwnLayer, viewport: Viewport) -> float:
        """Return how strongly a layer of ours is shown in ``viewport``, 0 hidden to 1 solid."""
        layer = next(drawn.layer for drawn in self.ground if drawn.layer.own is own)
        return layer.opacity if layer.is_shown_at(nominal_denominator(viewport)) else 0.0

    @property
    def road_count(self) -> int:
        """Number of road lines of all classes."""
        return sum(len(lines) for lines in self.roads.values())

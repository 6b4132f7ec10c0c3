"""Features of a vector layer as arrays in Web Mercator metres, with coarser copies for coarser zooms."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Self

import numpy as np
import shapely
from numpy.typing import NDArray

from data.readers.reference_vector import VectorTable
from layers.lines import LevelledLines, LineSet
from layers.viewport import Bounds, from_mercator, to_mercator

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

_TYPE: Final = shapely.GeometryType
_POINTS: Final = (_TYPE.POINT,)
_LINES: Final = (_TYPE.LINESTRING, _TYPE.LINEARRING)
_AREAS: Final = (_TYPE.POLYGON,)


@dataclass(frozen=True, slots=True)
class Parts:
    """Lines, or rings of areas, at every level of detail; ``owner`` gives the feature of each, shape (m,)."""

    levels: LevelledLines
    owner: IntArray

    def __len__(self) -> int:
        return len(self.owner)

    @classmethod
    def of(cls, geometries: NDArray[np.object_], owner: IntArray) -> Self:
        """Return the parts of lines or linear rings in Web Mercator metres."""
        xy, index = shapely.get_coordinates(geometries, return_index=True)
        offsets = np.searchsorted(index, np.arange(len(geometries) + 1)).astype(np.int64)
        none = np.zeros(len(geometries), dtype=np.int32)
        return cls(LevelledLines(LineSet(xy, offsets, none, none)), owner)


@dataclass(frozen=True, slots=True)
class Features:
    """Features of one layer; never changed, so that threads may share them.

    Parameters
    ----------
    geometries
        Web Mercator metres, shape (n,).
    columns
        Attributes by name, each of shape (n,).
    points, point_owner
        Points, shape (k, 2), and the feature of each, shape (k,).
    lines, rings
        Lines, and rings of areas: outer ones anticlockwise, holes clockwise.
    """

    geometries: NDArray[np.object_]
    columns: Mapping[str, NDArray[Any]]
    points: FloatArray
    point_owner: IntArray
    lines: Parts
    rings: Parts
    tree: shapely.STRtree = field(repr=False, compare=False)

    def __len__(self) -> int:
        return len(self.geometries)

    @property
    def bounds(self) -> Bounds:
        """Bounds in degrees."""
        west, south, east, north = shapely.total_bounds(self.geometries)
        (lon0, lat0), (lon1, lat1) = from_mercator([west, east], [south, north])
        return float(lon0), float(lat0), float(lon1), float(lat1)

    @property
    def kinds(self) -> tuple[bool, bool, bool]:
        """Whether there are points, lines and areas."""
        return len(self.points) > 0, len(self.lines) > 0, len(self.rings) > 0

    @classmethod
    def of(cls, table: VectorTable) -> Self:
        """Return the features of what a file gave."""
        geometries = np.asarray(
            shapely.transform(table.geometries, lambda lon_lat: to_mercator(lon_lat[:, 0], lon_lat[:, 1])),
            dtype=object,
        )
        # Twice: members of a collection may be of many parts themselves.
        parts, outer = shapely.get_parts(geometries, return_index=True)
        parts, inner = shapely.get_parts(parts, return_index=True)
        owner = outer[inner].astype(np.int64)
        kind = shapely.get_type_id(parts)
        spots, tracks, areas = (np.isin(kind, wanted) for wanted in (_POINTS, _LINES, _AREAS))
        rings, ring_of = shapely.get_rings(
            np.asarray(shapely.orient_polygons(parts[areas]), dtype=object), return_index=True
        )
        return cls(
            geometries=geometries,
            columns=table.columns,
            points=shapely.get_coordinates(parts[spots]),
            point_owner=owner[spots],
            lines=Parts.of(parts[tracks], owner[tracks]),
            rings=Parts.of(rings, owner[areas][ring_of]),
            tree=shapely.STRtree(geometries),
        )

    def within(self, bounds: Bounds) -> IntArray:
        """Return the features whose boxes meet ``bounds`` (Web Mercator metres), ascending."""
        return np.sort(self.tree.query(shapely.box(*bounds))).astype(np.int64)

    def near(self, x_m: float, y_m: float, reach_m: float) -> IntArray:
        """Return the features within ``reach_m`` of a point (Web Mercator metres), smallest first."""
        spot = shapely.Point(x_m, y_m)
        found = self.tree.query(spot, predicate="dwithin", distance=reach_m)
        areas = shapely.area(self.geometries[found])
        return found[np.lexsort((-found, areas))].astype(np.int64)

    def attributes(self, index: int) -> dict[str, object]:
        """Return the attributes of one feature."""
        return {name: column[index] for name, column in self.columns.items()}

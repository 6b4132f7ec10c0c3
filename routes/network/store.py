"""RoadNetwork: a road network as plain arrays."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import Transformer

from data.errors import StorageError
from data.language.catalogue import N_
from data.model.travel_mode import TravelMode
from routes.modes import MODE_BIT, RoadClass, speeds_kph
from routes.network.checks import ARRAYS, DETAILS, DTYPES, first_problem
from routes.network.meta import NetworkMeta
from routes.network.segment_grid import SegmentGrid
from routes.network.turns import TurnRestrictions


@dataclass(frozen=True, slots=True)
class EdgeLines:
    """Geometry of a choice of edges, for drawing.

    Parameters
    ----------
    edge
        Numbers of the edges in the network, shape (k,).
    offset
        Vertices of line i are ``lonlat[offset[i]:offset[i + 1]]``, shape (k + 1,).
    lonlat
        WGS84 degrees, shape (p, 2).
    road_class, flags
        ``RoadClass`` code and ``EdgeFlag`` bits of each line, shape (k,).
    name_id, ref_id
        Index into ``RoadNetwork.names`` (0 is the empty name), shape (k,).
    """

    edge: NDArray[np.int64]
    offset: NDArray[np.int64]
    lonlat: NDArray[np.float64]
    road_class: NDArray[np.uint8]
    flags: NDArray[np.uint16]
    name_id: NDArray[np.int32]
    ref_id: NDArray[np.int32]


@dataclass(frozen=True, kw_only=True, eq=False)
class RoadNetwork:
    """Roads as a graph of n nodes and m undirected edges with access by direction. Arrays are read-only.

    Parameters
    ----------
    node_lon, node_lat
        WGS84 degrees, shape (n,), float64.
    node_id
        OSM node ids (or numbers of the source), shape (n,), int64.
    edge_u, edge_v
        First and last node of each edge, shape (m,), int32.
    way_id
        OSM id of the (first) way, shape (m,), int64.
    length_m
        Routing length, metres, shape (m,), float64; may exceed the drawn line's where that is generalised.
    road_class
        ``RoadClass`` codes, shape (m,), uint8.
    flags
        ``EdgeFlag`` bits, shape (m,), uint16.
    access_forward, access_backward
        ``MODE_BIT`` bits of the modes that may go u → v and v → u, shape (m,), uint16.
    maxspeed_kph
        Tagged limit, 0 where unknown, shape (m,), float32.
    name_id, ref_id
        Index into ``names``, shape (m,), int32; 0 is the empty name.
    shape_offset
        Vertices of edge e are ``shape_lonlat[shape_offset[e]:shape_offset[e + 1]]``, u first; shape (m + 1,).
    shape_lonlat
        WGS84 degrees, shape (p, 2), float64.
    width_m, maxwidth_m, maxheight_m, maxweight_t, lanes, incline_percent
        Tagged measures, shape (m,), float32 (``lanes`` uint8); 0 where not tagged (incline: NaN).
        See ``routes.network.tags.EdgeDetails``.
    surface, smoothness, wheelchair, sidewalk, built_up
        Codes of the tables of that name in ``routes.network.tags``, shape (m,), uint8; 0 where unknown.
    barrier
        Code of ``routes.network.tags.BARRIERS`` of each node, shape (n,), uint8; 0 where there is none.
        Routers need not look at it: the two metres of road about a barrier are edges of their own, closed to
        the modes that cannot pass.
    turns
        Turn restrictions.
    cch_order
        Contraction order of the nodes for customizable contraction hierarchies, shape (n,), uint32;
        shape (0,) if it was not computed.
    saved
        Further arrays computed once from this network and kept with it, by name (``[a-z][a-z0-9_]*``), of
        one of ``SAVED_TYPES``, any shape: a router may keep the order of its edge-expanded graph here. They
        vanish when the edges change; whoever reads one checks it, since files come from strangers.
    names
        String table of road names and refs.
    meta
        Origin and attribution.

    Raises
    ------
    StorageError
        If the arrays do not fit together.
    """

    node_lon: NDArray[np.float64]
    node_lat: NDArray[np.float64]
    node_id: NDArray[np.int64]
    edge_u: NDArray[np.int32]
    edge_v: NDArray[np.int32]
    way_id: NDArray[np.int64]
    length_m: NDArray[np.float64]
    road_class: NDArray[np.uint8]
    flags: NDArray[np.uint16]
    access_forward: NDArray[np.uint16]
    access_backward: NDArray[np.uint16]
    maxspeed_kph: NDArray[np.float32]
    name_id: NDArray[np.int32]
    ref_id: NDArray[np.int32]
    shape_offset: NDArray[np.int64]
    shape_lonlat: NDArray[np.float64]
    width_m: NDArray[np.float32] = field(default_factory=lambda: np.zeros(0, np.float32))
    maxwidth_m: NDArray[np.float32] = field(default_factory=lambda: np.zeros(0, np.float32))
    maxheight_m: NDArray[np.float32] = field(default_factory=lambda: np.zeros(0, np.float32))
    maxweight_t: NDArray[np.float32] = field(default_factory=lambda: np.zeros(0, np.float32))
    lanes: NDArray[np.uint8] = field(default_factory=lambda: np.zeros(0, np.uint8))
    incline_percent: NDArray[np.float32] = field(default_factory=lambda: np.zeros(0, np.float32))
    surface: NDArray[np.uint8] = field(default_factory=lambda: np.zeros(0, np.uint8))
    smoothness: NDArray[np.uint8] = field(default_factory=lambda: np.zeros(0, np.uint8))
    wheelchair: NDArray[np.uint8] = field(default_factory=lambda: np.zeros(0, np.uint8))
    sidewalk: NDArray[np.uint8] = field(default_factory=lambda: np.zeros(0, np.uint8))
    built_up: NDArray[np.uint8] = field(default_factory=lambda: np.zeros(0, np.uint8))
    barrier: NDArray[np.uint8] = field(default_factory=lambda: np.zeros(0, np.uint8))
    turns: TurnRestrictions = field(default_factory=TurnRestrictions)
    cch_order: NDArray[np.uint32] = field(default_factory=lambda: np.zeros(0, np.uint32))
    saved: Mapping[str, NDArray[Any]] = field(default_factory=dict)
    names: tuple[str, ...] = ("",)
    meta: NetworkMeta = field(default_factory=NetworkMeta)

    def __post_init__(self) -> None:
        self._fill_unknown()
        for name in ARRAYS:
            getattr(self, name).flags.writeable = False
        for value in self.saved.values():
            value.flags.writeable = False
        problem = first_problem(self)
        if problem:
            raise StorageError(N_("The road network is damaged: {problem}."), problem=problem)

    def _fill_unknown(self) -> None:
        """Give every detail its full shape where it was left out."""
        for name, count in (*((key, self.edge_count) for key in DETAILS), ("barrier", self.node_count)):
            if not len(getattr(self, name)):
                unknown = np.nan if name == "incline_percent" else 0
                object.__setattr__(self, name, np.full(count, unknown, DTYPES[name]))

    @property
    def node_count(self) -> int:
        """Number of nodes."""
        return len(self.node_lon)

    @property
    def edge_count(self) -> int:
        """Number of undirected edges."""
        return len(self.edge_u)

    @cached_property
    def bbox(self) -> tuple[float, float, float, float]:
        """West, south, east, north of all vertices, WGS84 degrees."""
        # Column by column: four times as fast as a reduction over rows of two.
        lon, lat = self.shape_lonlat[:, 0], self.shape_lonlat[:, 1]
        return float(lon.min()), float(lat.min()), float(lon.max()), float(lat.max())

    @property
    def modes(self) -> tuple[TravelMode, ...]:
        """Modes that have at least one usable edge."""
        return tuple(mode for mode in TravelMode if len(self.edges_of(mode)))

    def access(self, mode: TravelMode) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """Return whether a mode may go u → v and v → u, each of shape (m,)."""
        able = speeds_kph(mode)[self.road_class] > 0
        bit = MODE_BIT[mode]
        return able & ((self.access_forward & bit) != 0), able & ((self.access_backward & bit) != 0)

    def edges_of(self, mode: TravelMode) -> NDArray[np.int64]:
        """Return the numbers of the edges a mode may use in at least one direction."""
        forward, backward = self.access(mode)
        return np.flatnonzero(forward | backward)

    def coordinates(self, edge: int) -> NDArray[np.float64]:
        """Return the vertices of one edge from u to v, WGS84 degrees, shape (k, 2)."""
        return self.shape_lonlat[self.shape_offset[edge] : self.shape_offset[edge + 1]]

    def vertices_of(self, edge: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return where each of some edges begins among their vertices, and the rows of ``shape_lonlat``.

        Returns
        -------
        tuple
            Offsets, shape (k + 1,), and row numbers, shape (offsets[-1],).
        """
        size = np.diff(self.shape_offset)[edge]
        offset = np.concatenate([[0], np.cumsum(size)]).astype(np.int64)
        return offset, np.arange(offset[-1]) + np.repeat(self.shape_offset[edge] - offset[:-1], size)

    def road_label(self, edge: int) -> str:
        """Return 'ref / name' of an edge, what there is of it, '' if nothing ('QL5 / Nguyễn Văn Linh')."""
        ref = self.names[self.ref_id[edge]].replace(";", ", ")
        return " / ".join(part for part in (ref, self.names[self.name_id[edge]]) if part)

    def edge_lines(self, classes: Iterable[RoadClass] | None = None) -> EdgeLines:
        """Return the geometry of all edges, or of those of ``classes``, for drawing."""
        edge = np.arange(self.edge_count, dtype=np.int64)
        if classes is not None:
            edge = edge[np.isin(self.road_class, [int(road_class) for road_class in classes])]
        offset, vertex = self.vertices_of(edge)
        return EdgeLines(
            edge=edge,
            offset=offset,
            lonlat=self.shape_lonlat[vertex],
            road_class=self.road_class[edge],
            flags=self.flags[edge],
            name_id=self.name_id[edge],
            ref_id=self.ref_id[edge],
        )

    @cached_property
    def projection(self) -> Transformer:
        """WGS84 degrees → metres: ellipsoidal Mercator, true to scale at the network's middle latitude.

        Mercator is conformal, so the nearest road on it is the nearest on the ground; its scale drifts by
        0.3 % over half a degree here, which is why distances are measured on the ellipsoid afterwards.
        """
        _, south, _, north = self.bbox
        target = f"+proj=merc +lat_ts={(south + north) / 2:.4f} +ellps=WGS84 +units=m"
        return Transformer.from_crs("OGC:CRS84", target, always_xy=True)

    @cached_property
    def segments(self) -> SegmentGrid:
        """The straight pieces of all edges, found by where they lie."""
        return SegmentGrid(self.shape_offset, self.shape_lonlat, self.bbox)

    @cached_property
    def edge_of_vertex(self) -> NDArray[np.int32]:
        """Edge that each vertex of ``shape_lonlat`` belongs to, shape (p,)."""
        return np.repeat(np.arange(self.edge_count, dtype=np.int32), np.diff(self.shape_offset))

    def lines(self, edge: NDArray[np.int64]) -> NDArray[np.object_]:
        """Return some edges, shape (k,), as shapely LineStrings on ``projection``, shape (k,)."""
        offset, vertex = self.vertices_of(edge)
        lonlat = self.shape_lonlat[vertex]
        x, y = self.projection.transform(lonlat[:, 0], lonlat[:, 1])
        number = np.repeat(np.arange(len(edge)), np.diff(offset))
        lines: NDArray[np.object_] = np.asarray(shapely.linestrings(x, y, indices=number))
        return lines

    def with_meta(self, **changes: Any) -> "RoadNetwork":
        """Return the network with changed ``meta`` fields."""
        return replace(self, meta=replace(self.meta, **changes))

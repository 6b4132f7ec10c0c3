"""RoadNetwork: a road network as plain arrays, and the one file that keeps it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import Transformer

from data.errors import StorageError
from data.language.catalogue import N_
from data.model.travel_mode import TravelMode
from routes.modes import ALL_MODES, MODE_BIT, RoadClass, speeds_kph
from routes.network.container import read_container, write_container

FORMAT: Final = "hanh-trinh-network"
FORMAT_VERSION: Final = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkMeta:
    """Where a network comes from.

    Parameters
    ----------
    name
        What to call it.
    source
        File, service or table it was built from.
    built
        ISO 8601 date of the build, or ''.
    attribution
        Credit that every map and export must show.
    cut
        Kilometres left out per mode because they hang on no two-way connection to the main part.
    """

    name: str = ""
    source: str = ""
    built: str = ""
    attribution: str = ""
    cut: Mapping[str, float] = field(default_factory=dict)


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
    cch_order
        Contraction order of the nodes for customizable contraction hierarchies, shape (n,), uint32;
        shape (0,) if it was not computed.
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
    cch_order: NDArray[np.uint32] = field(default_factory=lambda: np.zeros(0, np.uint32))
    names: tuple[str, ...] = ("",)
    meta: NetworkMeta = field(default_factory=NetworkMeta)

    def __post_init__(self) -> None:
        for name in ARRAYS:
            value = getattr(self, name)
            value.flags.writeable = False
        problem = _first_problem(self)
        if problem:
            raise StorageError(N_("The road network is damaged: {problem}."), problem=problem)

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
        west, south = self.shape_lonlat.min(axis=0)
        east, north = self.shape_lonlat.max(axis=0)
        return float(west), float(south), float(east), float(north)

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
    def lines(self) -> NDArray[np.object_]:
        """One shapely LineString per edge on ``projection``, shape (m,)."""
        x, y = self.projection.transform(self.shape_lonlat[:, 0], self.shape_lonlat[:, 1])
        edge = np.repeat(np.arange(self.edge_count), np.diff(self.shape_offset))
        lines: NDArray[np.object_] = np.asarray(shapely.linestrings(x, y, indices=edge))
        return lines

    def with_meta(self, **changes: Any) -> "RoadNetwork":
        """Return the network with changed ``meta`` fields."""
        return replace(self, meta=replace(self.meta, **changes))


_DTYPES: Final[Mapping[str, type[np.generic]]] = {
    "node_lon": np.float64,
    "node_lat": np.float64,
    "node_id": np.int64,
    "edge_u": np.int32,
    "edge_v": np.int32,
    "way_id": np.int64,
    "length_m": np.float64,
    "road_class": np.uint8,
    "flags": np.uint16,
    "access_forward": np.uint16,
    "access_backward": np.uint16,
    "maxspeed_kph": np.float32,
    "name_id": np.int32,
    "ref_id": np.int32,
    "shape_offset": np.int64,
    "shape_lonlat": np.float64,
    "cch_order": np.uint32,
}
ARRAYS: Final = tuple(_DTYPES)
"""Names of the array fields of a RoadNetwork."""


def save_network(network: RoadNetwork, path: Path) -> None:
    """Write a network to one file, whole or not at all.

    Raises
    ------
    StorageError
        If the file cannot be written; an older file at ``path`` is then untouched.
    """
    meta = {item.name: getattr(network.meta, item.name) for item in fields(NetworkMeta)}
    header = {"meta": {**meta, "cut": dict(network.meta.cut)}, "names": list(network.names)}
    arrays = {name: getattr(network, name) for name in ARRAYS}
    write_container(path, FORMAT, FORMAT_VERSION, header, arrays)


def load_network(path: Path) -> RoadNetwork:
    """Read a network that ``save_network`` wrote. Safe for files from strangers: nothing in it is executed.

    Raises
    ------
    NewerFormatError
        If a newer version of the product wrote it.
    StorageError
        If it is missing, truncated, damaged, or not a network.
    """
    header, arrays = read_container(path, FORMAT, FORMAT_VERSION, _DTYPES)
    names, meta = header.get("names"), header.get("meta")
    known = {item.name for item in fields(NetworkMeta)}
    if not isinstance(names, list) or not isinstance(meta, dict) or not all(map(_is_text, names)):
        raise StorageError(N_("{path}: the header of the network file is damaged."), path=str(path))
    cut = meta.pop("cut", {})
    said = {key: value for key, value in meta.items() if key in known and _is_text(value)}
    try:
        return RoadNetwork(**arrays, names=tuple(names), meta=NetworkMeta(**said, cut=_kilometres(cut)))
    except StorageError as error:
        raise StorageError(
            N_("{path}: the road network is damaged: {problem}. Build it again, or ask for the file again."),
            path=str(path),
            problem=error.facts["problem"],
        ) from error


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _kilometres(value: object) -> dict[str, float]:
    pairs = value.items() if isinstance(value, dict) else ()
    return {str(mode): float(km) for mode, km in pairs if isinstance(km, int | float)}


def _first_problem(network: RoadNetwork) -> str:
    """Return what is wrong with the arrays, as marked text, or ''."""
    return _shape_problem(network) or _index_problem(network) or _value_problem(network)


def _shape_problem(network: RoadNetwork) -> str:
    for name, dtype in _DTYPES.items():
        if getattr(network, name).dtype != dtype:
            return N_("an array has the wrong type")
    n, m = len(network.node_lon), len(network.edge_u)
    per_node = (network.node_lat, network.node_id)
    per_edge = (network.edge_v, network.way_id, network.length_m, network.road_class, network.flags,
                network.access_forward, network.access_backward, network.maxspeed_kph, network.name_id,
                network.ref_id)  # fmt: skip
    points = network.shape_lonlat
    agree = (
        all(array.shape == (n,) for array in (network.node_lon, *per_node))
        and all(array.shape == (m,) for array in (network.edge_u, *per_edge))
        and network.shape_offset.shape == (m + 1,)
        and points.ndim == 2
        and points.shape[1] == 2
        and network.cch_order.shape in {(0,), (n,)}
    )
    if not agree:
        return N_("its arrays differ in length")
    return "" if n and m else N_("it has no roads")


def _index_problem(network: RoadNetwork) -> str:
    def outside(array: NDArray[Any], size: int) -> bool:
        return bool(array.min() < 0 or array.max() >= size)

    n, offset = network.node_count, network.shape_offset
    if outside(network.edge_u, n) or outside(network.edge_v, n):
        return N_("an edge names a node that is not there")
    if outside(network.name_id, len(network.names)) or outside(network.ref_id, len(network.names)):
        return N_("an edge names a road name that is not there")
    if outside(network.road_class, len(RoadClass)):
        return N_("an edge has an unknown road class")
    if offset[0] != 0 or offset[-1] != len(network.shape_lonlat) or np.diff(offset).min() < 2:
        return N_("the geometry does not fit the edges")
    order = network.cch_order
    if len(order) and (outside(order, n) or np.bincount(order, minlength=n).max() != 1):
        return N_("the saved node order is not an order")
    return ""


def _value_problem(network: RoadNetwork) -> str:
    lon, lat = network.shape_lonlat[:, 0], network.shape_lonlat[:, 1]
    for east, north in ((network.node_lon, network.node_lat), (lon, lat)):
        # Written so that NaN fails too.
        if not (np.abs(east).max() <= 180 and np.abs(north).max() <= 85):
            return N_("a coordinate is not on the globe")
    if not (network.length_m.min() >= 0 and network.length_m.max() < 1e7):
        return N_("a length is negative or not a number")
    if not (network.maxspeed_kph.min() >= 0 and network.maxspeed_kph.max() < 1000):
        return N_("a speed limit is negative or not a number")
    if int(np.bitwise_or.reduce(network.access_forward | network.access_backward)) & ~ALL_MODES:
        return N_("an edge is open to an unknown travel mode")
    return ""

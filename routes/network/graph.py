"""The NetworkX view of a network, in OSMnx conventions, and the way back."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

import networkx as nx
import numpy as np
from numpy.typing import NDArray
from shapely import LineString, get_coordinates, linestrings

from data.errors import BadInputError
from data.language.catalogue import N_
from data.model.travel_mode import TravelMode
from routes.modes import MODE_BIT, EdgeFlag, RoadClass, default_access, edge_speeds_kph, road_class_of
from routes.network.lengths import GEOD
from routes.network.meta import NetworkMeta
from routes.network.store import RoadNetwork
from routes.network.weights import FORBIDDEN, edge_costs

CRS: Final = "epsg:4326"
_META: Final = ("name", "source", "built", "attribution", "cut")
_FLAG_TAGS: Final = {
    EdgeFlag.BRIDGE: ("bridge", "yes"),
    EdgeFlag.TUNNEL: ("tunnel", "yes"),
    EdgeFlag.FERRY: ("route", "ferry"),
    EdgeFlag.ROUNDABOUT: ("junction", "roundabout"),
    EdgeFlag.DESTINATION_ONLY: ("access", "destination"),
    EdgeFlag.TOLL: ("toll", "yes"),
}


def to_networkx(network: RoadNetwork, mode: TravelMode | None = None) -> "nx.MultiDiGraph[int]":
    """Return the network as a MultiDiGraph that OSMnx functions take.

    Parameters
    ----------
    network
        Roads.
    mode
        Keep only what this mode may use and add ``speed_kph`` and ``travel_time``; None keeps everything.

    Returns
    -------
    networkx.MultiDiGraph
        Nodes by OSM id with ``x``, ``y`` (degrees). One edge per open direction with ``osmid``, ``highway``,
        ``name``, ``ref``, ``oneway``, ``reversed``, ``length`` (m), ``geometry`` (LineString, degrees, in
        driving direction), ``maxspeed``, ``bridge``, ``tunnel``, ``junction``, ``toll`` as in OSM, and of
        our own ``edge`` (number in the arrays) and ``access`` bits of the modes (``modes``). With a mode also
        ``speed_kph`` and ``travel_time`` (s, whole milliseconds). ``graph['crs']`` is 'epsg:4326'.

    Raises
    ------
    BadInputError
        If node ids are not unique.
    """
    ids = network.node_id.tolist()
    if len(set(ids)) != len(ids):
        raise BadInputError(N_("The network's node ids are not unique."))
    graph: nx.MultiDiGraph[int] = nx.MultiDiGraph(
        crs=CRS, **{key: getattr(network.meta, key) for key in _META}, cch_order=network.cch_order
    )
    places = zip(ids, network.node_lon.tolist(), network.node_lat.tolist(), strict=True)
    graph.add_nodes_from((node, {"x": lon, "y": lat}) for node, lon, lat in places)
    u, v = network.node_id[network.edge_u].tolist(), network.node_id[network.edge_v].tolist()
    for edge, (along, against) in enumerate(_directions(network, mode)):
        if along is not None:
            graph.add_edge(u[edge], v[edge], **along)
        if against is not None:
            graph.add_edge(v[edge], u[edge], **against)
    return graph


def from_networkx(graph: "nx.MultiDiGraph[int]") -> RoadNetwork:
    """Return the network of a MultiDiGraph: ours without loss, or one that OSMnx made.

    Graphs of OSMnx hold no access by mode, so each road is opened to whom its class is open to. Where
    OSMnx joined several values into a list the first is taken.

    Raises
    ------
    BadInputError
        If the graph has no roads, another coordinate system than WGS84, or lacks ``x``, ``y`` or ``length``.
    """
    if str(graph.graph.get("crs", CRS)).lower() not in {CRS, "ogc:crs84"}:
        raise BadInputError(
            N_("The graph is not in WGS84 (EPSG:4326)."), remedy=N_("Project it back before importing.")
        )
    try:
        network = _collect(graph)
    except (KeyError, TypeError, ValueError) as error:
        raise BadInputError(
            N_("The graph lacks what a road network needs ({missing})."), missing=repr(error)
        ) from error
    return network


def _directions(
    network: RoadNetwork, mode: TravelMode | None
) -> Iterator[tuple[dict[str, Any] | None, dict[str, Any] | None]]:
    """Yield, per edge, the attributes of its two arcs; None where an arc is not in the graph."""
    bits = MODE_BIT[mode] if mode is not None else np.uint16(0xFFFF)
    forward, backward = network.access_forward & bits, network.access_backward & bits
    neither = (forward == 0) & (backward == 0) & (mode is None)
    along, against = ((forward != 0) | neither).tolist(), (backward != 0).tolist()
    timed = _times(network, mode)
    number = np.repeat(np.arange(network.edge_count), np.diff(network.shape_offset))
    lines: NDArray[np.object_] = np.asarray(linestrings(network.shape_lonlat, indices=number))
    open_to = list(zip(network.access_forward.tolist(), network.access_backward.tolist(), strict=True))
    for edge in range(network.edge_count):
        if not (along[edge] or against[edge]):
            yield None, None
            continue
        shared = _attributes(network, edge)
        shared["oneway"] = along[edge] != against[edge]
        ahead, back = timed(edge)
        line = lines[edge]
        yield (
            {**shared, "reversed": False, "modes": open_to[edge][0], "geometry": line, **ahead}
            if along[edge]
            else None,
            {**shared, "reversed": True, "modes": open_to[edge][1], "geometry": line.reverse(), **back}
            if against[edge]
            else None,
        )


def _attributes(network: RoadNetwork, edge: int) -> dict[str, Any]:
    found: dict[str, Any] = {
        "edge": edge,
        "osmid": int(network.way_id[edge]),
        "highway": RoadClass(network.road_class[edge]).osm,
        "length": float(network.length_m[edge]),
    }
    for key, index in (("name", network.name_id[edge]), ("ref", network.ref_id[edge])):
        if index:
            found[key] = network.names[index]
    if network.maxspeed_kph[edge]:
        found["maxspeed"] = str(float(network.maxspeed_kph[edge]))
    flags = int(network.flags[edge])
    found.update(tag for flag, tag in _FLAG_TAGS.items() if flags & flag)
    return found


def _times(network: RoadNetwork, mode: TravelMode | None) -> Any:
    """Return a function edge → (attributes along, attributes against) with speed and travel time."""
    if mode is None:
        return lambda _: ({}, {})
    speed = edge_speeds_kph(mode, network.road_class, network.flags, network.maxspeed_kph).tolist()
    costs = edge_costs(network, mode)
    forward, backward = costs.forward.tolist(), costs.backward.tolist()

    def attributes(edge: int) -> tuple[dict[str, float], dict[str, float]]:
        along, against = (
            {"speed_kph": speed[edge], "travel_time": cost / 1000} if cost < FORBIDDEN else {}
            for cost in (forward[edge], backward[edge])
        )
        return along, against

    return attributes


class _Road:
    """One undirected edge while it is gathered from the arcs of a graph."""

    __slots__ = ("backward", "data", "forward", "line", "u", "v")

    def __init__(self, u: int, v: int, data: Mapping[str, Any], line: NDArray[np.float64]) -> None:
        self.u, self.v, self.data, self.line = u, v, data, line
        self.forward = self.backward = 0


def _collect(graph: "nx.MultiDiGraph[int]") -> RoadNetwork:
    number = {node: index for index, node in enumerate(graph.nodes)}
    x = np.array([data["x"] for _, data in graph.nodes(data=True)], dtype=np.float64)
    y = np.array([data["y"] for _, data in graph.nodes(data=True)], dtype=np.float64)
    roads = list(_roads(graph, number, np.column_stack([x, y])))
    if not roads:
        raise BadInputError(N_("The graph has no roads."))
    names = ("", *sorted({_text(road.data, key) for road in roads for key in ("name", "ref")} - {""}))
    name_id = {name: index for index, name in enumerate(names)}
    return RoadNetwork(
        node_lon=x,
        node_lat=y,
        node_id=np.array([_node_id(node, index) for node, index in number.items()], np.int64),
        edge_u=np.array([road.u for road in roads], np.int32),
        edge_v=np.array([road.v for road in roads], np.int32),
        way_id=np.array([int(_first(road.data.get("osmid", 0))) for road in roads], np.int64),
        length_m=np.array([_length_m(road) for road in roads], np.float64),
        road_class=np.array([_class(road.data) for road in roads], np.uint8),
        flags=np.array([_flags(road.data) for road in roads], np.uint16),
        access_forward=np.array([road.forward for road in roads], np.uint16),
        access_backward=np.array([road.backward for road in roads], np.uint16),
        maxspeed_kph=np.array([_maxspeed(road.data) for road in roads], np.float32),
        name_id=np.array([name_id[_text(road.data, "name")] for road in roads], np.int32),
        ref_id=np.array([name_id[_text(road.data, "ref")] for road in roads], np.int32),
        shape_offset=np.concatenate([[0], np.cumsum([len(road.line) for road in roads])]).astype(np.int64),
        shape_lonlat=np.concatenate([road.line for road in roads]),
        cch_order=np.asarray(graph.graph.get("cch_order", ()), np.uint32),
        names=names,
        meta=NetworkMeta(**{key: graph.graph[key] for key in _META if key in graph.graph}),
    )


def _roads(
    graph: "nx.MultiDiGraph[int]", number: Mapping[int, int], lonlat: NDArray[np.float64]
) -> list[_Road]:
    """Pair the two arcs of each road; those of our own graphs carry its number."""
    found: dict[object, _Road] = {}
    for tail, head, data in graph.edges(data=True):
        u, v = number[tail], number[head]
        turned = data.get("reversed") is True and "edge" in data
        key: object = data["edge"] if "edge" in data else _twin_key(u, v, data)
        if key not in found:
            line = get_coordinates(data["geometry"]) if "geometry" in data else lonlat[[u, v]]
            ends = (v, u, data, line[::-1]) if turned else (u, v, data, line)
            found[key] = _Road(*ends)
        road = found[key]
        forward, backward = _open_to(data)
        against = turned or (u, v) != (road.u, road.v)
        road.forward |= backward if against else forward
        road.backward |= forward if against else backward
    ordered = sorted(found) if all(isinstance(key, int) for key in found) else list(found)  # type: ignore[type-var]
    return [found[key] for key in ordered]


def _twin_key(u: int, v: int, data: Mapping[str, Any]) -> object:
    return (min(u, v), max(u, v), str(data.get("osmid")), round(float(data["length"]), 3))


def _open_to(data: Mapping[str, Any]) -> tuple[int, int]:
    if "modes" in data:
        return int(data["modes"]), 0
    # Walkers may go against a one-way road, which such graphs do not hold as an arc.
    return default_access(RoadClass(_class(data)), oneway=True)


def _first(value: Any) -> Any:
    return value[0] if isinstance(value, list) else value


def _node_id(node: object, index: int) -> int:
    # Graphs of other makers may name their nodes by anything.
    return node if isinstance(node, int) else index


def _text(data: Mapping[str, Any], key: str) -> str:
    return str(_first(data.get(key, "")))


def _class(data: Mapping[str, Any]) -> RoadClass:
    road_class = road_class_of(str(_first(data.get("highway", ""))))
    return RoadClass.UNCLASSIFIED if road_class is None else road_class


def _flags(data: Mapping[str, Any]) -> int:
    flags = EdgeFlag(0)
    for flag, (key, value) in _FLAG_TAGS.items():
        said = _first(data.get(key))
        if said == value or (key in {"bridge", "tunnel"} and said not in {None, "no"}):
            flags |= flag
    return int(flags)


def _maxspeed(data: Mapping[str, Any]) -> float:
    try:
        return float(_first(data.get("maxspeed", 0)))
    except (TypeError, ValueError):
        return 0.0


def _length_m(road: _Road) -> float:
    if "length" in road.data:
        return float(road.data["length"])
    return float(GEOD.geometry_length(LineString(road.line)))

"""The NetworkX view of a network, in OSMnx conventions, and the way back."""

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

import networkx as nx
import numpy as np
from numpy.typing import NDArray
from shapely import LineString, get_coordinates, linestrings

from data.errors import BadInputError
from data.language.catalogue import N_
from data.model.travel_mode import TravelMode
from routes.modes import MODE_BIT, default_access, edge_speeds_kph
from routes.network.attributes import class_of, detail_arrays, edge_attributes, first, flags_of
from routes.network.attributes import number as number_of
from routes.network.lengths import GEOD
from routes.network.meta import meta_document, read_meta
from routes.network.store import RoadNetwork
from routes.network.tags import BARRIERS, barrier_code
from routes.network.turns import TURN_DTYPES, TurnRestrictions
from routes.network.weights import FORBIDDEN, edge_costs

CRS: Final = "epsg:4326"


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
        Nodes by OSM id with ``x``, ``y`` (degrees) and ``barrier``. One edge per open direction with
        ``osmid``, ``highway``, ``name``, ``ref``, ``oneway``, ``reversed``, ``length`` (m), ``geometry``
        (LineString, degrees, in driving direction), ``maxspeed``, ``bridge``, ``tunnel``, ``junction``,
        ``toll``, ``width``, ``lanes``, ``surface`` and the other details as in OSM, and of our own ``edge``
        (number in the arrays), ``modes`` (access bits) and ``built_up``. With a mode also ``speed_kph`` and
        ``travel_time`` (s, whole milliseconds). ``graph['crs']`` is 'epsg:4326'; ``graph['turns']`` holds the
        turn restrictions as in ``TurnRestrictions``, ``graph['meta']`` the origin, ``graph['cch_order']`` and
        ``graph['saved']`` what was computed.

    Raises
    ------
    BadInputError
        If node ids are not unique.
    """
    ids = network.node_id.tolist()
    if len(set(ids)) != len(ids):
        raise BadInputError(N_("The network's node ids are not unique."))
    graph: nx.MultiDiGraph[int] = nx.MultiDiGraph(crs=CRS, name=network.meta.name, **_graph_data(network))
    places = zip(ids, network.node_lon.tolist(), network.node_lat.tolist(), strict=True)
    graph.add_nodes_from((node, {"x": lon, "y": lat}) for node, lon, lat in places)
    for place in np.flatnonzero(network.barrier).tolist():
        graph.nodes[ids[place]]["barrier"] = BARRIERS[network.barrier[place]]
    u, v = network.node_id[network.edge_u].tolist(), network.node_id[network.edge_v].tolist()
    for edge, (along, against) in enumerate(_directions(network, mode)):
        if along is not None:
            graph.add_edge(u[edge], v[edge], **along)
        if against is not None:
            graph.add_edge(v[edge], u[edge], **against)
    return graph


def _graph_data(network: RoadNetwork) -> dict[str, Any]:
    """Return what belongs to no node and no edge."""
    return {
        "meta": meta_document(network.meta),
        "turns": {name: getattr(network.turns, name) for name in TURN_DTYPES},
        "cch_order": network.cch_order,
        "saved": dict(network.saved),
        "names": network.names,
    }


def from_networkx(graph: "nx.MultiDiGraph[int]") -> RoadNetwork:
    """Return the network of a MultiDiGraph: ours without loss, or one that OSMnx made or read from GraphML.

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
    attributes = edge_attributes(network)
    open_to = list(zip(network.access_forward.tolist(), network.access_backward.tolist(), strict=True))
    for edge in range(network.edge_count):
        if not (along[edge] or against[edge]):
            yield None, None
            continue
        shared = attributes[edge]
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


def _times(network: RoadNetwork, mode: TravelMode | None) -> Any:
    """Return a function edge → (attributes along, attributes against) with speed and travel time."""
    if mode is None:
        return lambda _: ({}, {})
    speed = edge_speeds_kph(network, mode).tolist()
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
    data = [road.data for road in roads]
    names = _names(graph, data)
    name_id = {name: index for index, name in enumerate(names)}
    return RoadNetwork(
        node_lon=x,
        node_lat=y,
        node_id=np.array([_node_id(node, index) for node, index in number.items()], np.int64),
        barrier=np.array([_barrier(found) for _, found in graph.nodes(data=True)], np.uint8),
        edge_u=np.array([road.u for road in roads], np.int32),
        edge_v=np.array([road.v for road in roads], np.int32),
        way_id=np.array([int(first(found.get("osmid", 0))) for found in data], np.int64),
        length_m=np.array([_length_m(road) for road in roads], np.float64),
        road_class=np.array([class_of(found) for found in data], np.uint8),
        flags=np.array([flags_of(found) for found in data], np.uint16),
        access_forward=np.array([road.forward for road in roads], np.uint16),
        access_backward=np.array([road.backward for road in roads], np.uint16),
        maxspeed_kph=np.array([number_of(first(found.get("maxspeed"))) for found in data], np.float32),
        name_id=np.array([name_id[_text(found, "name")] for found in data], np.int32),
        ref_id=np.array([name_id[_text(found, "ref")] for found in data], np.int32),
        shape_offset=np.concatenate([[0], np.cumsum([len(road.line) for road in roads])]).astype(np.int64),
        shape_lonlat=np.concatenate([road.line for road in roads]),
        **detail_arrays(data),
        names=names,
        **_read_graph_data(graph.graph),
    )


def _names(graph: "nx.MultiDiGraph[int]", data: list[Mapping[str, Any]]) -> tuple[str, ...]:
    said = {_text(found, key) for found in data for key in ("name", "ref")} - {""}
    known = tuple(map(str, _decoded(graph.graph.get("names", ()))))
    return (
        known
        if known[:1] == ("",) and said <= {*known} and len({*known}) == len(known)
        else ("", *sorted(said))
    )


def _read_graph_data(found: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of a RoadNetwork that belong to no node and no edge; graphs of others have none."""
    turns, meta = _decoded(found.get("turns", {})), _decoded(found.get("meta", {}))
    saved: Mapping[str, NDArray[Any]] = {
        name: np.asarray(values) for name, values in _decoded(found.get("saved", {})).items()
    }
    name = {"name": str(found["name"])} if found.get("name") else {}
    return {
        "turns": TurnRestrictions(**{key: np.array(turns[key], TURN_DTYPES[key]) for key in turns}),
        "meta": read_meta({**name, **meta}),
        "cch_order": np.array(_decoded(found.get("cch_order", ())), np.uint32),
        "saved": saved,
    }


def _decoded(value: Any) -> Any:
    # GraphML holds nothing but texts.
    return json.loads(value) if isinstance(value, str) else value


def _barrier(data: Mapping[str, Any]) -> int:
    return barrier_code(str(data["barrier"])) if data.get("barrier") else 0


def _roads(
    graph: "nx.MultiDiGraph[int]", number: Mapping[int, int], lonlat: NDArray[np.float64]
) -> list[_Road]:
    """Pair the two arcs of each road; those of our own graphs carry its number."""
    found: dict[object, _Road] = {}
    for tail, head, data in graph.edges(data=True):
        u, v = number[tail], number[head]
        turned = data.get("reversed") is True and "edge" in data
        key: object = int(data["edge"]) if "edge" in data else _twin_key(u, v, data)
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
    return default_access(class_of(data), oneway=True)


def _node_id(node: object, index: int) -> int:
    # Graphs of other makers may name their nodes by anything.
    return node if isinstance(node, int) else index


def _text(data: Mapping[str, Any], key: str) -> str:
    return str(first(data.get(key, "")))


def _length_m(road: _Road) -> float:
    if "length" in road.data:
        return float(road.data["length"])
    return float(GEOD.geometry_length(LineString(road.line)))

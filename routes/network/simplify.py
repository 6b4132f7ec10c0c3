"""From ways to a graph: edges run from junction to junction and keep their shape.

Ways are cut where they touch; pieces of equal kind that meet at a node of nothing else are joined again
(mappers and extracts split ways at will). Nodes where name, class or access changes stay nodes, so that
nothing about a road is lost.
"""

from collections import Counter
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from routes.network.checks import DTYPES
from routes.network.lengths import line_lengths_m
from routes.network.meta import NetworkMeta
from routes.network.restrictions import EdgeEnds, resolve_restrictions
from routes.network.store import RoadNetwork
from routes.network.tags import EdgeDetails
from routes.network.turns import TurnRestrictions
from routes.network.ways import WayTable

_NONE = -1


class _Pieces(NamedTuple):
    """Stretches of ways between nodes where ways touch.

    ``first`` and ``last`` are positions in the way table's node list, ``u`` and ``v`` the nodes there.
    """

    first: NDArray[np.int64]
    last: NDArray[np.int64]
    u: NDArray[np.int64]
    v: NDArray[np.int64]
    way: NDArray[np.int64]
    kind: NDArray[np.int64]


class _Chains(NamedTuple):
    """Pieces in driving order, chain after chain; ``turned`` where a piece is followed from v to u."""

    piece: NDArray[np.int64]
    turned: NDArray[np.bool_]
    offset: NDArray[np.int64]


def network_of_ways(ways: WayTable, meta: NetworkMeta) -> RoadNetwork:
    """Return the network of a non-empty way table; nothing is cut off yet.

    Nodes with a barrier, via nodes of turn restrictions and the ends of their via ways stay nodes.
    """
    known, node = np.unique(ways.node_id, return_inverse=True)
    kept = np.isin(known, _places_to_keep(ways))
    pieces = _cut(ways, node, kept)
    chains = _chain(pieces, ways, kept)
    vertex, offset = _vertices(pieces, chains)
    ends = np.column_stack([vertex[offset[:-1]], vertex[offset[1:] - 1]])
    used, place, renumbered = np.unique(node[ends], return_index=True, return_inverse=True)
    at = ends.ravel()[place]
    end_node = renumbered.reshape(-1, 2)
    head = chains.piece[chains.offset[:-1]]
    backward = chains.turned[chains.offset[:-1]]
    kind = np.where(backward, ways.turned[pieces.kind[head]], pieces.kind[head])
    names, name_of, ref_of = _name_table(ways)
    skipped = Counter(ways.skipped)
    network = RoadNetwork(
        node_lon=ways.lonlat[at, 0],
        node_lat=ways.lonlat[at, 1],
        node_id=known[used],
        barrier=_barriers(ways, known[used]),
        edge_u=end_node[:, 0].astype(np.int32),
        edge_v=end_node[:, 1].astype(np.int32),
        way_id=ways.way_id[pieces.way[head]],
        length_m=line_lengths_m(ways.lonlat[vertex], offset),
        **_kind_arrays(ways, kind),
        name_id=name_of[kind],
        ref_id=ref_of[kind],
        shape_offset=offset,
        shape_lonlat=ways.lonlat[vertex],
        names=names,
        meta=meta,
    )
    turns = _turns(ways, network, pieces, chains, skipped)
    return replace(network, turns=turns).with_meta(skipped=dict(skipped))


def _places_to_keep(ways: WayTable) -> NDArray[np.int64]:
    """Return the ids of nodes that must not vanish inside an edge."""
    via = [item.via_node for item in ways.restrictions if item.via_node is not None]
    over = np.array(sorted({way for item in ways.restrictions for way in item.via_ways}), np.int64)
    stop = np.cumsum(ways.size)
    named = np.isin(ways.way_id, over)
    ends = ways.node_id[np.concatenate([stop[named] - ways.size[named], stop[named] - 1])]
    return np.concatenate([np.array([*ways.barriers, *via], np.int64), ends])


def _barriers(ways: WayTable, node_id: NDArray[np.int64]) -> NDArray[np.uint8]:
    """Return the code of the barrier of each node."""
    codes = np.zeros(len(node_id), np.uint8)
    tagged = np.array(sorted(ways.barriers), np.int64)
    found = np.flatnonzero(np.isin(node_id, tagged))
    codes[found] = [ways.barriers[node] for node in node_id[found].tolist()]
    return codes


def _kind_arrays(ways: WayTable, kind: NDArray[np.int64]) -> dict[str, Any]:
    """Return the arrays that hold rules and details of each edge."""
    columns = ("road_class", "access_forward", "access_backward", "flags", "maxspeed_kph")
    rules = np.array([tuple(kind.rules) for kind in ways.kinds], dtype=np.float64)
    arrays = {name: rules[kind, column].astype(DTYPES[name]) for column, name in enumerate(columns)}
    details = np.array([tuple(kind.details) for kind in ways.kinds], dtype=np.float64)
    arrays |= {
        name: details[kind, column].astype(DTYPES[name]) for column, name in enumerate(EdgeDetails._fields)
    }
    incline = arrays["incline_percent"]
    incline[incline < 0] = np.nan
    return arrays


def _turns(
    ways: WayTable, network: RoadNetwork, pieces: _Pieces, chains: _Chains, skipped: "Counter[str]"
) -> TurnRestrictions:
    """Return the restrictions by arc."""
    if not ways.restrictions:
        return network.turns
    outer = chains.piece[np.column_stack([chains.offset[:-1], chains.offset[1:] - 1])]
    ends = EdgeEnds(
        node=np.column_stack([network.edge_u, network.edge_v]).astype(np.int64),
        way=ways.way_id[pieces.way[outer]],
        is_open=np.column_stack([network.access_forward, network.access_backward]) > 0,
    )
    via = np.array(
        sorted({item.via_node for item in ways.restrictions if item.via_node is not None}), np.int64
    )
    place = np.flatnonzero(np.isin(network.node_id, via)).tolist()
    number = {int(network.node_id[index]): index for index in place}
    return resolve_restrictions(ways.restrictions, number, ends, skipped)


def _name_table(ways: WayTable) -> tuple[tuple[str, ...], NDArray[np.int32], NDArray[np.int32]]:
    """Return the names, and the number of name and ref by kind."""
    said = {text for kind in ways.kinds for text in (kind.name, kind.ref)} - {""}
    names = ("", *sorted(said))
    number = {name: index for index, name in enumerate(names)}
    name_of = np.array([number[kind.name] for kind in ways.kinds], dtype=np.int32)
    ref_of = np.array([number[kind.ref] for kind in ways.kinds], dtype=np.int32)
    return names, name_of, ref_of


def _cut(ways: WayTable, node: NDArray[np.int64], kept: NDArray[np.bool_]) -> _Pieces:
    """Cut ways at their ends and wherever a node is used twice or must stay."""
    stop = np.cumsum(ways.size)
    end = np.zeros(len(node), dtype=bool)
    end[stop - 1] = True
    end[stop - ways.size] = True
    touched = (np.bincount(node) > 1) | kept
    cut = np.flatnonzero(end | touched[node])
    way = np.repeat(np.arange(len(ways.size)), ways.size)
    same = way[cut[:-1]] == way[cut[1:]]
    first, last = cut[:-1][same], cut[1:][same]
    # A node repeated at once within a way is no road.
    real = (node[first] != node[last]) | (last - first > 1)
    first, last = first[real], last[real]
    return _Pieces(first, last, node[first], node[last], way[first], ways.kind[way[first]])


def _chain(pieces: _Pieces, ways: WayTable, kept: NDArray[np.bool_]) -> _Chains:
    """Join pieces of equal kind end to end over nodes that only they touch."""
    partner = _partners(pieces, ways, kept).tolist()
    done = bytearray(len(pieces.first))
    order: list[int] = []
    offset = [0]
    # Half-edge 2p is piece p at its first node, 2p + 1 at its last. Open ends first, then rings; even halves
    # before odd ones, so that an edge runs the way its first piece was drawn where there is a choice.
    open_ends = [half for half, other in enumerate(partner) if other == _NONE]
    starts = [half for half in open_ends if half % 2 == 0] + [half for half in open_ends if half % 2]
    for start in (*starts, *range(0, len(partner), 2)):
        half = start
        while half != _NONE and not done[half >> 1]:
            done[half >> 1] = 1
            order.append(half)
            half = partner[half ^ 1]
        if len(order) > offset[-1]:
            offset.append(len(order))
    halves = np.array(order, dtype=np.int64)
    return _Chains(halves >> 1, (halves & 1).astype(bool), np.array(offset, dtype=np.int64))


def _partners(pieces: _Pieces, ways: WayTable, kept: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Return, for each half-edge, the half-edge that continues it, or -1."""
    at = np.column_stack([pieces.u, pieces.v]).ravel()
    order = np.argsort(at, kind="stable")
    degree = np.bincount(at, minlength=len(kept))
    begin = np.cumsum(degree) - degree
    double = begin[np.flatnonzero((degree == 2) & ~kept)]
    one, other = order[double], order[double + 1]
    turned = ways.turned[pieces.kind]
    outward = np.column_stack([pieces.kind, turned]).ravel()
    inward = np.column_stack([turned, pieces.kind]).ravel()
    joins = (inward[one] == outward[other]) & (one >> 1 != other >> 1)
    partner = np.full(len(at), _NONE, dtype=np.int64)
    partner[one[joins]], partner[other[joins]] = other[joins], one[joins]
    return partner


def _vertices(pieces: _Pieces, chains: _Chains) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the positions of all vertices, edge after edge, and where each edge begins."""
    first, last = pieces.first[chains.piece], pieces.last[chains.piece]
    start = np.where(chains.turned, last, first)
    step = np.where(chains.turned, -1, 1)
    follows = np.ones(len(start), dtype=np.int64)
    follows[chains.offset[:-1]] = 0
    # A piece that follows another leaves out the vertex they share.
    count = last - first + 1 - follows
    stop = np.cumsum(count)
    inside = np.arange(stop[-1]) - np.repeat(stop - count, count)
    vertex = np.repeat(start + step * follows, count) + np.repeat(step, count) * inside
    offset = np.concatenate([[0], stop])[chains.offset]
    return vertex, offset.astype(np.int64)

"""From ways to a graph: edges run from junction to junction and keep their shape.

Ways are cut where they touch; pieces of equal kind that meet at a node of nothing else are joined again
(mappers and extracts split ways at will). Nodes where name, class or access changes stay nodes, so that
nothing about a road is lost.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from routes.network.lengths import line_lengths_m
from routes.network.meta import NetworkMeta
from routes.network.store import RoadNetwork
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
    """Return the network of a non-empty way table; nothing is cut off yet."""
    _, node = np.unique(ways.node_id, return_inverse=True)
    pieces = _cut(ways, node)
    chains = _chain(pieces, ways)
    vertex, offset = _vertices(pieces, chains)
    ends = np.concatenate([node[vertex[offset[:-1]]], node[vertex[offset[1:] - 1]]])
    _, place, renumbered = np.unique(ends, return_index=True, return_inverse=True)
    at = np.concatenate([vertex[offset[:-1]], vertex[offset[1:] - 1]])[place]
    head = chains.piece[chains.offset[:-1]]
    backward = chains.turned[chains.offset[:-1]]
    kind = np.where(backward, ways.turned[pieces.kind[head]], pieces.kind[head])
    lonlat = ways.lonlat[vertex]
    m = len(head)
    names, name_of, ref_of = _name_table(ways)
    rules = np.array([tuple(kind.rules) for kind in ways.kinds], dtype=np.float64)[kind]
    return RoadNetwork(
        node_lon=ways.lonlat[at, 0],
        node_lat=ways.lonlat[at, 1],
        node_id=ways.node_id[at],
        edge_u=renumbered[:m].astype(np.int32),
        edge_v=renumbered[m:].astype(np.int32),
        way_id=ways.way_id[pieces.way[head]],
        length_m=line_lengths_m(lonlat, offset),
        road_class=rules[:, 0].astype(np.uint8),
        access_forward=rules[:, 1].astype(np.uint16),
        access_backward=rules[:, 2].astype(np.uint16),
        flags=rules[:, 3].astype(np.uint16),
        maxspeed_kph=rules[:, 4].astype(np.float32),
        name_id=name_of[kind],
        ref_id=ref_of[kind],
        shape_offset=offset,
        shape_lonlat=lonlat,
        names=names,
        meta=meta,
    )


def _name_table(ways: WayTable) -> tuple[tuple[str, ...], NDArray[np.int32], NDArray[np.int32]]:
    """Return the names, and the number of name and ref by kind."""
    said = {text for kind in ways.kinds for text in (kind.name, kind.ref)} - {""}
    names = ("", *sorted(said))
    number = {name: index for index, name in enumerate(names)}
    name_of = np.array([number[kind.name] for kind in ways.kinds], dtype=np.int32)
    ref_of = np.array([number[kind.ref] for kind in ways.kinds], dtype=np.int32)
    return names, name_of, ref_of


def _cut(ways: WayTable, node: NDArray[np.int64]) -> _Pieces:
    """Cut ways at their ends and wherever a node is used twice."""
    stop = np.cumsum(ways.size)
    end = np.zeros(len(node), dtype=bool)
    end[stop - 1] = True
    end[stop - ways.size] = True
    touched = np.bincount(node) > 1
    cut = np.flatnonzero(end | touched[node])
    way = np.repeat(np.arange(len(ways.size)), ways.size)
    same = way[cut[:-1]] == way[cut[1:]]
    first, last = cut[:-1][same], cut[1:][same]
    # A node repeated at once within a way is no road.
    real = (node[first] != node[last]) | (last - first > 1)
    first, last = first[real], last[real]
    return _Pieces(first, last, node[first], node[last], way[first], ways.kind[way[first]])


def _chain(pieces: _Pieces, ways: WayTable) -> _Chains:
    """Join pieces of equal kind end to end over nodes that only they touch."""
    partner = _partners(pieces, ways).tolist()
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


def _partners(pieces: _Pieces, ways: WayTable) -> NDArray[np.int64]:
    """Return, for each half-edge, the half-edge that continues it, or -1."""
    at = np.column_stack([pieces.u, pieces.v]).ravel()
    order = np.argsort(at, kind="stable")
    degree = np.bincount(at)
    begin = np.cumsum(degree) - degree
    double = begin[np.flatnonzero(degree == 2)]
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

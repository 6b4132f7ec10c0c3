"""SearchGraph: the graph that engines search, with a node for each state in which turns differ.

Without turn restrictions it is the road network itself. With them, the nodes near restricted junctions are
split: one copy for each arc that arrives, so that what may follow depends on where one comes from. Elsewhere
splitting would change nothing: a cheapest path through unsplit nodes never passes one twice, hence it neither
turns round nor goes round a block (docs/decisions/0007-turns-and-metrics.md).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from data.model.travel_mode import TravelMode
from routes.modes import MODE_BIT
from routes.network.store import RoadNetwork
from routes.network.weights import FORBIDDEN, EdgeCosts


@dataclass(frozen=True, kw_only=True, eq=False)
class SearchGraph:
    """Directed graph of k search arcs over the m edges (2m arcs) of a network.

    Parameters
    ----------
    node_count
        Number of search nodes; the first n are the network's own (without arcs where they are split).
    tail, head
        Search nodes, shape (k,), int64.
    arc
        Arc of the network that each search arc travels, shape (k,), int64. The turn onto it is part of the
        search arc; the turn at its end is not.
    is_u_turn
        Whether that turn is back onto the edge one came by, shape (k,).
    banned
        ``MODE_BIT`` bits of the modes that must not make that turn, shape (k,), uint16.
    arrival
        Search node reached by each arc of the network, whatever came before, shape (2m,), int64.
    base
        Node of the network that each search node is at, shape (node_count,), int64.
    is_plain
        Whether search nodes and arcs are simply those of the network.
    """

    node_count: int
    tail: NDArray[np.int64]
    head: NDArray[np.int64]
    arc: NDArray[np.int64]
    is_u_turn: NDArray[np.bool_]
    banned: NDArray[np.uint16]
    arrival: NDArray[np.int64]
    base: NDArray[np.int64]
    is_plain: bool = False

    def weights(self, costs: EdgeCosts) -> NDArray[np.int64]:
        """Return the cost of each search arc with its turn, ``FORBIDDEN`` where it is closed; shape (k,)."""
        weight = costs.by_arc[self.arc] + np.where(self.is_u_turn, costs.u_turn, 0)
        closed = (weight >= FORBIDDEN) | ((self.banned & MODE_BIT[costs.mode]) != 0)
        return np.where(closed, FORBIDDEN, weight)

    @cached_property
    def search_arcs_of(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Offsets (2m + 1,) and search arcs (k,) that travel each arc of the network."""
        order = np.argsort(self.arc, kind="stable")
        offset = np.concatenate([[0], np.cumsum(np.bincount(self.arc, minlength=len(self.arrival)))])
        return offset.astype(np.int64), order.astype(np.int64)

    def order(self, base_order: NDArray[np.uint32]) -> list[int]:
        """Return a contraction order of the search nodes: copies take the place of the node they copy."""
        if self.is_plain:
            unchanged: list[int] = base_order.tolist()
            return unchanged
        rank = np.empty(len(base_order), dtype=np.int64)
        rank[base_order] = np.arange(len(base_order))
        by_rank: list[int] = np.argsort(rank[self.base], kind="stable").tolist()
        return by_rank

    def entries(self, arc: int, mode: TravelMode, u_turn: int) -> Iterator[tuple[int, int]]:
        """Yield the search nodes from which an arc may be entered, each with the cost of the turn onto it."""
        if self.is_plain:
            yield int(self.tail[arc]), 0
            return
        offset, search_arcs = self.search_arcs_of
        bit = MODE_BIT[mode]
        for one in search_arcs[offset[arc] : offset[arc + 1]].tolist():
            if not int(self.banned[one]) & bit:
                yield int(self.tail[one]), u_turn if self.is_u_turn[one] else 0


def plain_graph(network: RoadNetwork) -> SearchGraph:
    """Return the network itself as a search graph: arc i is search arc i."""
    u, v = network.edge_u.astype(np.int64), network.edge_v.astype(np.int64)
    tail, head = np.column_stack([u, v]).ravel(), np.column_stack([v, u]).ravel()
    k = len(tail)
    return SearchGraph(
        node_count=network.node_count,
        tail=tail,
        head=head,
        arc=np.arange(k),
        is_u_turn=np.zeros(k, dtype=bool),
        banned=np.zeros(k, dtype=np.uint16),
        arrival=head,
        base=np.arange(network.node_count),
        is_plain=True,
    )

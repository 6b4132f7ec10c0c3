"""Splitting nodes where turns matter, so that plain shortest paths obey turn restrictions."""

from typing import NamedTuple
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from data.model.travel_mode import TravelMode
from routes.backends.search_graph import SearchGraph, plain_graph
from routes.modes import U_TURN_S
from routes.network.store import RoadNetwork
from routes.network.weights import FORBIDDEN, edge_costs

_graphs: "WeakKeyDictionary[RoadNetwork, SearchGraph]" = WeakKeyDictionary()


def search_graph(network: RoadNetwork) -> SearchGraph:
    """Return the search graph of a network, made once and shared by all modes."""
    if network not in _graphs:
        has_turns = len(network.turns) > 0
        _graphs[network] = (
            expanded_graph(network, _split_nodes(network)) if has_turns else plain_graph(network)
        )
    return _graphs[network]


def expanded_graph(network: RoadNetwork, split: NDArray[np.bool_]) -> SearchGraph:
    """Return a search graph in which the nodes marked in ``split``, shape (n,), have a copy for each arrival.

    Restrictions about sequences of three or more arcs get further copies, one for each beginning of such a
    sequence, as in the automaton of Aho and Corasick (1975): a copy remembers the longest beginning of any
    sequence that has just been driven.
    """
    plain = plain_graph(network)
    arriving = np.flatnonzero(split[plain.head])
    arrival = plain.head.copy()
    arrival[arriving] = network.node_count + np.arange(len(arriving))
    before, after = _turns_at(plain, arriving, split)
    free = np.flatnonzero(~split[plain.tail])
    banned = _Bans(network).of_pairs(before, after)
    graph = SearchGraph(
        node_count=network.node_count + len(arriving),
        tail=np.concatenate([plain.tail[free], arrival[before]]),
        head=np.concatenate([arrival[free], arrival[after]]),
        arc=np.concatenate([free, after]),
        is_u_turn=np.concatenate([np.zeros(len(free), dtype=bool), after == before ^ 1]),
        banned=np.concatenate([np.zeros(len(free), dtype=np.uint16), banned]),
        arrival=arrival,
        base=np.concatenate([np.arange(network.node_count), plain.head[arriving]]),
    )
    return _with_sequences(network, graph, plain)


def _turns_at(
    plain: SearchGraph, arriving: NDArray[np.int64], split: NDArray[np.bool_]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return all pairs of an arriving arc and an arc that leaves where it ends."""
    leaving = np.flatnonzero(split[plain.tail])
    leaving = leaving[np.argsort(plain.tail[leaving], kind="stable")]
    node = plain.tail[leaving]
    first = np.searchsorted(node, plain.head[arriving], side="left")
    count = np.searchsorted(node, plain.head[arriving], side="right") - first
    inside = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
    return np.repeat(arriving, count), leaving[np.repeat(first, count) + inside]


class _Bans:
    """Restrictions of two arcs, looked up for pairs of arcs."""

    def __init__(self, network: RoadNetwork) -> None:
        turns = network.turns
        short = np.flatnonzero(~turns.has_via_arcs)
        self._size = 2 * network.edge_count
        self._before = turns.from_arc[short].astype(np.int64)
        self._after = turns.to_arc[short].astype(np.int64)
        self._is_only = turns.is_only[short] != 0
        self._modes = turns.modes[short]

    def of_pairs(self, before: NDArray[np.int64], after: NDArray[np.int64]) -> NDArray[np.uint16]:
        """Return the bits of the modes that must not drive ``after`` next to ``before``, shape (q,)."""
        banned = np.zeros(len(before), dtype=np.uint16)
        order = np.argsort(before, kind="stable")
        known = before[order]
        for arc, to_arc, is_only, modes in zip(
            self._before.tolist(), self._after.tolist(), self._is_only.tolist(), self._modes, strict=True
        ):
            begin, end = np.searchsorted(known, [arc, arc + 1])
            pairs = order[begin:end]
            hit = pairs[(after[pairs] != to_arc) if is_only else (after[pairs] == to_arc)]
            banned[hit] |= modes
        return banned


def _split_nodes(network: RoadNetwork) -> NDArray[np.bool_]:
    """Return which nodes must be split so that restrictions hold and turning round is never free.

    Restricted nodes and their neighbours, and all nodes from which going back to those would take less than
    the cost of turning round: farther off, turning round at once is cheaper for every mode.
    """
    turns = network.turns
    ends = np.column_stack([network.edge_v, network.edge_u]).ravel()
    near = np.zeros(network.node_count, dtype=bool)
    near[turns.via_node] = True
    near[ends[turns.via_arc]] = True
    touched = near[network.edge_u] | near[network.edge_v]
    near[network.edge_u[touched]] = True
    near[network.edge_v[touched]] = True
    share = _share_of_u_turn(network)
    n = network.node_count
    open_edges = np.flatnonzero(np.isfinite(share))
    u, v = network.edge_u[open_edges], network.edge_v[open_edges]
    key = np.concatenate([u.astype(np.int64) * n + v, v.astype(np.int64) * n + u])
    cost = np.concatenate([share[open_edges]] * 2)
    least = np.lexsort((cost, key))
    first = np.ones(len(key), dtype=bool)
    first[1:] = np.diff(key[least]) != 0
    chosen = least[first]
    graph = csr_array((cost[chosen], (key[chosen] // n, key[chosen] % n)), shape=(n, n))
    reach = dijkstra(graph, indices=np.flatnonzero(near), min_only=True, limit=1.0)
    return np.isfinite(reach)


def _share_of_u_turn(network: RoadNetwork) -> NDArray[np.float64]:
    """Return how much of half a turning round each edge costs, the least over all modes; shape (m,)."""
    share = np.full(network.edge_count, np.inf)
    for mode in TravelMode:
        if U_TURN_S[mode] > 0:
            costs = edge_costs(network, mode)
            least = np.minimum(costs.forward, costs.backward)
            np.minimum(share, np.where(least < FORBIDDEN, least / (500 * U_TURN_S[mode]), np.inf), out=share)
    return share


class _Sequence(NamedTuple):
    """Arcs of a restriction with via ways; the last must not follow, or (``is_only``) nothing else may."""

    arcs: tuple[int, ...]
    is_only: bool
    modes: int

    def banned(self, driven: tuple[int, ...], arc: int) -> int:
        """Return the bits of the modes that must not go on by ``arc`` after ``driven``."""
        has_come = driven[-len(self.arcs) + 1 :] == self.arcs[:-1]
        return self.modes if has_come and (arc != self.arcs[-1]) == self.is_only else 0


def _sequences(network: RoadNetwork) -> list[_Sequence]:
    turns = network.turns
    found = []
    for i in np.flatnonzero(turns.has_via_arcs).tolist():
        between = turns.via_arc[turns.via_offset[i] : turns.via_offset[i + 1]].tolist()
        arcs = (int(turns.from_arc[i]), *between, int(turns.to_arc[i]))
        found.append(_Sequence(arcs, bool(turns.is_only[i]), int(turns.modes[i])))
    return found


def _with_sequences(network: RoadNetwork, graph: SearchGraph, plain: SearchGraph) -> SearchGraph:
    """Add a copy for each beginning, of two or more arcs, of a restricted sequence."""
    sequences = _sequences(network)
    if not sequences:
        return graph
    driven = sorted({one.arcs[:size] for one in sequences for size in range(2, len(one.arcs))})
    node = {arcs: graph.node_count + number for number, arcs in enumerate(driven)}
    by_tail = np.argsort(graph.tail, kind="stable")
    sorted_tail = graph.tail[by_tail]

    def turns_after(arc: int) -> list[int]:
        begin, end = np.searchsorted(sorted_tail, [graph.arrival[arc], graph.arrival[arc] + 1])
        return [int(one) for one in by_tail[begin:end]]

    def state(arcs: tuple[int, ...]) -> int:
        # The longest beginning of any sequence that has just been driven.
        found = (node[arcs[skip:]] for skip in range(len(arcs) - 1) if arcs[skip:] in node)
        return next(found, int(graph.arrival[arcs[-1]]))

    head = graph.head.copy()
    added: list[tuple[int, int, int, bool, int]] = []
    for first in sorted({arcs[0] for arcs in driven}):
        for one in turns_after(first):
            head[one] = state((first, int(graph.arc[one])))
    for arcs, tail in node.items():
        for one in turns_after(arcs[-1]):
            arc = int(graph.arc[one])
            banned = int(graph.banned[one])
            for sequence in sequences:
                banned |= sequence.banned(arcs, arc)
            added.append((tail, state((*arcs, arc)), arc, bool(graph.is_u_turn[one]), banned))
    more = np.array(added, dtype=np.int64).reshape(-1, 5)
    return SearchGraph(
        node_count=graph.node_count + len(driven),
        tail=np.concatenate([graph.tail, more[:, 0]]),
        head=np.concatenate([head, more[:, 1]]),
        arc=np.concatenate([graph.arc, more[:, 2]]),
        is_u_turn=np.concatenate([graph.is_u_turn, more[:, 3].astype(bool)]),
        banned=np.concatenate([graph.banned, more[:, 4].astype(np.uint16)]),
        arrival=graph.arrival,
        base=np.concatenate([graph.base, plain.head[[arcs[-1] for arcs in driven]]]),
    )

"""Dijkstra of scipy.sparse.csgraph: needs nothing compiled by us, always there, slow on large networks."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from routes.backends.engine import NO_PATH, End, FoundPath, cheapest_ends, join_ends, open_arcs
from routes.network.store import RoadNetwork
from routes.network.weights import EdgeCosts

_TREES_AT_ONCE: Final = 16
# Each tree costs 8 bytes a node; more at once would only cost memory.


class ScipyEngine:
    """Full Dijkstra trees. Costs are float64 inside scipy: whole numbers below 2**53 stay exact."""

    def __init__(self, network: RoadNetwork, costs: EdgeCosts) -> None:
        arcs = open_arcs(network, costs)
        n = network.node_count
        # scipy adds parallel entries up; open_arcs has left one arc per pair of nodes.
        self._graph = csr_array((arcs.cost.astype(np.float64), (arcs.tail, arcs.head)), shape=(n, n))
        self._arcs = arcs
        self._key = arcs.tail * n + arcs.head
        self._node_count = n

    def path(self, sources: Sequence[End], targets: Sequence[End]) -> FoundPath | None:
        """Return a cheapest path from any source to any target, or None."""
        best: tuple[int, int, int, int] | None = None
        begin, end = cheapest_ends(sources), cheapest_ends(targets)
        nodes = list(begin)
        if not nodes or not end:
            return None
        cost, before = dijkstra(self._graph, indices=nodes, return_predecessors=True)
        for row, source in enumerate(nodes):
            for target, last in end.items():
                if np.isfinite(cost[row, target]):
                    total = begin[source] + int(cost[row, target]) + last
                    best = min(best, (total, row, source, target)) if best else (total, row, source, target)
        if best is None:
            return None
        total, row, source, target = best
        return FoundPath(total, source, self._unwind(before[row], source, target), target)

    def table(self, sources: Sequence[Sequence[End]], targets: Sequence[Sequence[End]]) -> NDArray[np.int64]:
        """Return the cheapest costs from each group of ends to each, ``NO_PATH`` where there is none."""
        rows = sorted({node for group in sources for node, _ in group})
        columns = sorted({node for group in targets for node, _ in group})
        between = np.full((len(rows), len(columns)), NO_PATH, dtype=np.int64)
        for begin in range(0, len(rows), _TREES_AT_ONCE):
            tree = dijkstra(self._graph, indices=rows[begin : begin + _TREES_AT_ONCE])[:, columns]
            reached = np.isfinite(tree)
            between[begin : begin + _TREES_AT_ONCE][reached] = tree[reached].astype(np.int64)
        row = {node: index for index, node in enumerate(rows)}
        column = {node: index for index, node in enumerate(columns)}
        return join_ends(between, sources, targets, row, column)

    def _unwind(self, before: NDArray[np.int32], source: int, target: int) -> list[int]:
        nodes = [target]
        while nodes[-1] != source:
            nodes.append(int(before[nodes[-1]]))
        path = np.array(nodes[::-1], dtype=np.int64)
        place = np.searchsorted(self._key, path[:-1] * self._node_count + path[1:])
        arcs: list[int] = self._arcs.arc[place].tolist()
        return arcs

"""Dijkstra of scipy.sparse.csgraph: needs nothing compiled by us, always there, slow on large networks."""

from collections.abc import Sequence
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from routes.backends.engine import NO_PATH, Access, End, FoundPath, grouped, joined, stops
from routes.backends.trees import TreeSearch
from routes.backends.turn_expansion import search_graph
from routes.network.store import RoadNetwork
from routes.network.weights import EdgeCosts, lengths_cm

_TREES_AT_ONCE: Final = 16
# Each tree costs 12 bytes a node; more at once would only cost memory.


class ScipyEngine:
    """Full Dijkstra trees, one for each source.

    Parameters
    ----------
    network
        Roads.
    costs
        Costs of the arcs.
    """

    def __init__(self, network: RoadNetwork, costs: EdgeCosts) -> None:
        self._network = network
        self._graph = search_graph(network)
        self._search = TreeSearch(self._graph, costs)
        self._costs = costs
        self._length_cm = lengths_cm(network)

    def path(self, sources: Sequence[End], targets: Sequence[End]) -> FoundPath | None:
        """Return a cheapest path from any source to any target, or None."""
        end = stops(self._graph, targets, self._costs)
        if not sources or not end:
            return None
        tree = self._search.tree(sources)
        best = min(end.values(), key=lambda access: (tree.cost[access.node] + access.cost, access.node))
        if not np.isfinite(tree.cost[best.node]):
            return None
        cost = int(tree.cost[best.node]) + best.cost
        return FoundPath(cost, tree.access(best.node).arc, tree.arcs(best.node), best.arc)

    def table(self, sources: Sequence[Sequence[End]], targets: Sequence[Sequence[End]]) -> NDArray[np.int64]:
        """Return the cheapest costs from each group of ends to each, ``NO_PATH`` where there is none."""
        columns = grouped([stops(self._graph, group, self._costs) for group in targets])
        between = np.full((len(sources), len(columns.nodes)), NO_PATH, dtype=np.int64)
        for begin in range(0, len(sources), _TREES_AT_ONCE):
            cost, _, _ = self._search.trees(sources[begin : begin + _TREES_AT_ONCE])
            reached = np.isfinite(cost[:, columns.nodes])
            between[begin : begin + _TREES_AT_ONCE][reached] = cost[:, columns.nodes][reached].astype(
                np.int64
            )
        return joined(between, columns, columns.cost)

    def lengths_cm(
        self,
        sources: Sequence[Sequence[End]],
        targets: Sequence[Sequence[End]],
        table: NDArray[np.int64],
    ) -> NDArray[np.int64]:
        """Return the lengths of cheapest paths, ``NO_PATH`` where there is none; shape of ``table``."""
        lengths = np.full(table.shape, NO_PATH, dtype=np.int64)
        ends = [list(stops(self._graph, group, self._costs).values()) for group in targets]
        for i, source in enumerate(sources):
            cost, before, accesses = self._search.trees([source])
            known = {access.node: access.length_cm for access in accesses[0]}
            for j in np.flatnonzero(table[i] < NO_PATH).tolist():
                best = min(ends[j], key=lambda access: (cost[0, access.node] + access.cost, access.node))
                lengths[i, j] = self._length_to(best, before[0], known) + best.length_cm
        return lengths

    def changed(self, costs: EdgeCosts, arcs: NDArray[np.int64]) -> Self:
        """Return an engine with other costs."""
        del arcs
        return type(self)(self._network, costs)

    def _length_to(self, access: Access, before: NDArray[np.int32], known: dict[int, int]) -> int:
        """Return the length of the tree's path to a node; ``known`` gathers it for all nodes passed."""
        chain = [access.node]
        while chain[-1] not in known:
            chain.append(int(before[chain[-1]]))
        nodes = np.array(chain[::-1], dtype=np.int64)
        arcs = self._search.arcs_between(nodes[:-1], nodes[1:])
        passed = known[chain[-1]] + np.cumsum(self._length_cm[arcs >> 1])
        known.update(zip(chain[-2::-1], passed.tolist(), strict=True))
        return known[access.node]

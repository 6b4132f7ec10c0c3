"""SearchGraph: the arcs of one metric as a sparse matrix, for searches that want whole trees."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from routes.backends.engine import End, open_arcs
from routes.network.store import RoadNetwork
from routes.network.weights import EdgeCosts


class SearchGraph:
    """Limited Dijkstra trees of scipy over the open arcs of a network.

    Parameters
    ----------
    network
        Roads.
    costs
        Cost of each edge by direction; swapped, the searches run backwards.
    """

    def __init__(self, network: RoadNetwork, costs: EdgeCosts) -> None:
        arcs = open_arcs(network, costs)
        self.node_count = network.node_count
        self._head = arcs.head.astype(np.int32)
        self._cost = arcs.cost.astype(np.float64)
        counts = np.bincount(arcs.tail, minlength=network.node_count)
        self._begin = np.concatenate([[0], np.cumsum(counts)]).astype(np.int32)

    def costs_from(self, ends: Sequence[End], limit: float) -> NDArray[np.float64]:
        """Return the cost of each node from the cheapest end, ``inf`` beyond ``limit``; shape (n,)."""
        # scipy starts from nodes at no cost, so the ends hang on one more node. It takes an arc of cost 0 for
        # no arc, so these arcs cost one unit more, which is taken off again.
        node = np.array([node for node, _ in ends], dtype=np.int32)
        first = np.array([cost + 1.0 for _, cost in ends])
        order = np.argsort(first, kind="stable")[::-1]
        best = dict(zip(node[order].tolist(), first[order].tolist(), strict=True))
        size = self.node_count + 1
        graph = csr_array(
            (
                np.concatenate([self._cost, np.fromiter(best.values(), np.float64)]),
                np.concatenate([self._head, np.fromiter(best, np.int32)]),
                np.concatenate([self._begin, [self._begin[-1] + len(best)]]).astype(np.int32),
            ),
            shape=(size, size),
        )
        found = dijkstra(graph, indices=np.array([size - 1]), limit=limit + 1)
        return found[0, :-1] - 1

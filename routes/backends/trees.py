"""Shortest-path trees over a search graph by scipy: one to all, from many starts, with a limit, both ways.

For what needs the whole neighbourhood rather than one route: isochrones, alternatives, round trips.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from routes.backends.engine import Access, End, begins, open_arcs, stops
from routes.backends.search_graph import SearchGraph
from routes.network.weights import EdgeCosts


class Tree:
    """Cheapest paths from (or, reversed, to) some positions to all nodes.

    Attributes
    ----------
    cost
        Cost from the nearest start to each search node (reversed: from the node to the nearest stop), shape
        (search nodes,), float64 holding whole numbers; ``inf`` where it is not reached.
    before
        Node before each on its path (reversed: after it), shape (search nodes,): at the first the root, which
        is ``search nodes``; negative where it is not reached.
    """

    def __init__(
        self,
        search: "TreeSearch",
        accesses: Sequence[Access],
        cost: NDArray[np.float64],
        before: NDArray[np.int32],
    ) -> None:
        self._search = search
        self._access = {access.node: access for access in accesses}
        self.before = before
        self.cost = cost

    def node_cost(self) -> NDArray[np.float64]:
        """Return the least cost over the copies of each node of the network, shape (n,); ``inf`` if none."""
        graph = self._search.graph
        least = np.full(int(graph.base.max()) + 1, np.inf)
        np.minimum.at(least, graph.base, self.cost)
        return least

    def access(self, node: int) -> Access:
        """Return the start (reversed: the stop) at which the path of a reached search node begins (ends)."""
        return self._access[self._chain(node)[-1]]

    def arcs(self, node: int) -> list[int]:
        """Return the whole arcs of the network on the path of a reached search node, in driving order."""
        chain = np.array(self._chain(node), dtype=np.int64)
        if self._search.is_reversed:
            arcs = self._search.arcs_between(chain[:-1], chain[1:])
        else:
            arcs = self._search.arcs_between(chain[1:], chain[:-1])[::-1]
        return [int(arc) for arc in arcs]

    def _chain(self, node: int) -> list[int]:
        root = len(self.cost)
        chain = [node]
        before = self.before
        while (back := int(before[chain[-1]])) != root:
            chain.append(back)
        return chain


class TreeSearch:
    """Grows trees over one search graph and one set of costs; keeps the graph in scipy's form.

    Costs are float64 inside scipy: whole numbers below 2**53 stay exact.

    Parameters
    ----------
    graph
        What to search.
    costs
        Costs of the arcs of the network.
    is_reversed
        Grow trees against the direction of travel: to positions rather than from them.
    """

    def __init__(self, graph: SearchGraph, costs: EdgeCosts, *, is_reversed: bool = False) -> None:
        self.graph = graph
        self.is_reversed = is_reversed
        self._costs = costs
        self._open = open_arcs(graph, graph.weights(costs))
        n = graph.node_count
        self._key = self._open.tail * n + self._open.head
        # scipy adds parallel entries up; open_arcs has left one arc per pair of nodes.
        ends = (self._open.head, self._open.tail) if is_reversed else (self._open.tail, self._open.head)
        self._matrix = csr_array((self._open.cost.astype(np.float64), ends), shape=(n, n))
        self._matrix.sort_indices()

    def tree(self, ends: Sequence[End], limit: float = np.inf) -> Tree:
        """Return the tree of cheapest paths from the nearest of some ends (reversed: to it).

        Parameters
        ----------
        ends
            Ways to leave the origins (reversed: to arrive at the destinations).
        limit
            Nodes that cost more are left out.
        """
        (cost,), (before,), accesses = self.trees([ends], limit=limit)
        return Tree(self, accesses[0], cost, before)

    def trees(
        self, groups: Sequence[Sequence[End]], limit: float = np.inf
    ) -> tuple[NDArray[np.float64], NDArray[np.int32], list[list[Access]]]:
        """Return costs and predecessors, shape (groups, search nodes), and accesses of one tree a group.

        The predecessor of a node at which paths begin is ``search nodes + group``, that of one that is not
        reached is negative.
        """
        n = self.graph.node_count
        accesses = [list(self._accesses(ends).values()) for ends in groups]
        matrix = self._with_roots(accesses)
        roots = n + np.arange(len(groups))
        # A root is one unit from its nodes, since an arc of no cost is no arc to scipy.
        cost, before = dijkstra(matrix, indices=roots, return_predecessors=True, limit=limit + 1)
        return cost[:, :n] - 1, before[:, :n], accesses

    def arcs_between(self, tails: NDArray[np.int64], heads: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the cheapest arc of the network between neighbouring search nodes."""
        place = np.searchsorted(self._key, tails * self.graph.node_count + heads)
        return self.graph.arc[self._open.number[place]]

    def _accesses(self, ends: Sequence[End]) -> dict[int, Access]:
        return stops(self.graph, ends, self._costs) if self.is_reversed else begins(self.graph, ends)

    def _with_roots(self, accesses: Sequence[Sequence[Access]]) -> "csr_array[np.float64]":
        """Return the graph with a further node for each group, from which its accesses are reached."""
        size = self.graph.node_count + len(accesses)
        matrix = self._matrix
        column = [access.node for group in accesses for access in group]
        cost = [access.cost + 1.0 for group in accesses for access in group]
        stop = matrix.indptr[-1] + np.cumsum([len(group) for group in accesses])
        return csr_array(
            (
                np.concatenate([matrix.data, cost]),
                np.concatenate([matrix.indices, np.array(column, dtype=matrix.indices.dtype)]),
                np.concatenate([matrix.indptr, stop.astype(matrix.indptr.dtype)]),
            ),
            shape=(size, size),
        )

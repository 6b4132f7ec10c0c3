"""The oracle: plain NetworkX over the MultiDiGraph that people script against. Slow, obviously right."""

from collections.abc import Sequence
from itertools import pairwise

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from routes.backends.engine import NO_PATH, End, FoundPath
from routes.network.store import RoadNetwork
from routes.network.weights import FORBIDDEN, EdgeCosts


class NetworkXEngine:
    """Dijkstra of NetworkX, one pair of nodes at a time, on a multigraph with loops and parallel edges."""

    def __init__(self, network: RoadNetwork, costs: EdgeCosts) -> None:
        self._graph: nx.MultiDiGraph[int] = nx.MultiDiGraph()
        self._graph.add_nodes_from(range(network.node_count))
        ends = zip(network.edge_u.tolist(), network.edge_v.tolist(), strict=True)
        for edge, (u, v) in enumerate(ends):
            if costs.forward[edge] < FORBIDDEN:
                self._graph.add_edge(u, v, key=2 * edge, cost=int(costs.forward[edge]))
            if costs.backward[edge] < FORBIDDEN:
                self._graph.add_edge(v, u, key=2 * edge + 1, cost=int(costs.backward[edge]))

    def path(self, sources: Sequence[End], targets: Sequence[End]) -> FoundPath | None:
        """Return a cheapest path from any source to any target, or None."""
        best: FoundPath | None = None
        for source, first in sources:
            for target, last in targets:
                try:
                    cost, nodes = nx.bidirectional_dijkstra(self._graph, source, target, weight="cost")
                except nx.NetworkXNoPath:
                    continue
                total = first + int(cost) + last
                if best is None or total < best.cost:
                    best = FoundPath(total, source, self._arcs(nodes), target)
        return best

    def table(self, sources: Sequence[Sequence[End]], targets: Sequence[Sequence[End]]) -> NDArray[np.int64]:
        """Return the cheapest costs from each group of ends to each, ``NO_PATH`` where there is none."""
        table = np.full((len(sources), len(targets)), NO_PATH, dtype=np.int64)
        for i, group in enumerate(sources):
            for source, first in group:
                reached = nx.single_source_dijkstra_path_length(self._graph, source, weight="cost")
                for j, ends in enumerate(targets):
                    totals = [first + int(reached[node]) + last for node, last in ends if node in reached]
                    table[i, j] = min([table[i, j], *totals])
        return table

    def _arcs(self, nodes: Sequence[int]) -> list[int]:
        arcs = []
        for tail, head in pairwise(nodes):
            parallel = self._graph[tail][head]
            arcs.append(min((data["cost"], int(arc)) for arc, data in parallel.items())[1])
        return arcs

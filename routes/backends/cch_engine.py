"""Customizable contraction hierarchies by RoutingKit, through the ``routingkit-cch`` binding.

Dibbelt, Strasser, Wagner: Customizable Contraction Hierarchies, ACM JEA 21 (2016). The node order depends on
the roads alone, so it is computed once, kept in the network file, and shared by all modes.
"""

from collections.abc import Sequence
from typing import Final, Self
from weakref import WeakKeyDictionary

import numpy as np
import routingkit_cch
from numpy.typing import NDArray

from routes.backends.cch_metric import ChangedMetric, Metric, OwnMetric, SharedMetric, Weighted
from routes.backends.engine import NO_PATH, Access, End, FoundPath, Groups, begins, grouped, joined, stops
from routes.backends.search_graph import SearchGraph
from routes.backends.turn_expansion import search_graph
from routes.network.order import contraction_order
from routes.network.store import RoadNetwork
from routes.network.weights import FORBIDDEN, EdgeCosts, lengths_cm

_CM_PER_MS: Final = 4
# 144 km/h: hardly a route is longer than so many centimetres for each of its milliseconds.
_METRICS_KEPT: Final = 4
_PARTIAL_SHARE: Final = 0.05
# Of the arcs; customising everything anew is faster beyond.

_hierarchies: "WeakKeyDictionary[SearchGraph, routingkit_cch.CCH]" = WeakKeyDictionary()


class CchEngine:
    """Queries over one customised metric.

    Parameters
    ----------
    network
        Roads.
    costs
        Costs of the arcs.
    """

    def __init__(self, network: RoadNetwork, costs: EdgeCosts) -> None:
        self._graph = search_graph(network)
        self._hierarchy = _hierarchy(network, self._graph)
        self._length_cm = lengths_cm(network)
        self._costs = costs
        self._weights = self._graph.weights(costs)
        self._metric: Metric = OwnMetric(self._hierarchy, self._weights)
        self._original = self._weights
        self._shared: SharedMetric | None = None
        self._scaled: dict[int, OwnMetric] = {}

    def path(self, sources: Sequence[End], targets: Sequence[End]) -> FoundPath | None:
        """Return a cheapest path from any source to any target, or None."""
        begin, end = begins(self._graph, sources), stops(self._graph, targets, self._costs)
        if not begin or not end:
            return None
        found = self._metric.path(_weighted(begin), _weighted(end))
        if found is None:
            return None
        if found.arcs:
            source = int(self._graph.tail[found.arcs[0]])
            target = int(self._graph.head[found.arcs[-1]])
        else:
            source = target = min(
                begin.keys() & end.keys(), key=lambda node: begin[node].cost + end[node].cost
            )
        arcs = found.arcs if self._graph.is_plain else self._graph.arc[found.arcs].tolist()
        return FoundPath(found.cost, begin[source].arc, arcs, end[target].arc)

    def table(self, sources: Sequence[Sequence[End]], targets: Sequence[Sequence[End]]) -> NDArray[np.int64]:
        """Return the cheapest costs from each group of ends to each, ``NO_PATH`` where there is none."""
        rows, columns = self._groups(sources, targets)
        between = self._metric.rows([_weighted(group) for group in rows], columns.nodes.tolist())
        return joined(between, columns, columns.cost)

    def lengths_cm(
        self,
        sources: Sequence[Sequence[End]],
        targets: Sequence[Sequence[End]],
        table: NDArray[np.int64],
    ) -> NDArray[np.int64]:
        """Return the lengths of cheapest paths, ``NO_PATH`` where there is none; shape of ``table``.

        Most come from two more tables instead of from unpacked paths. Let A be the least cost of a pair and
        f(s) the least value of s·cost + length. g(s) = f(s) − s·A is the least of s·(cost − A) + length over
        all paths: concave in s, never falling, and equal to the length of the shortest among the cheapest
        paths once s is large. So where g is the same at two values of s it is that length, exactly. The
        scales are as large as 31 bits allow; the few other pairs are unpacked.
        """
        reached = table < NO_PATH
        lengths = np.where(reached, -1, NO_PATH)
        scale = _largest_scale(table[reached])
        if scale >= 2:
            rows, columns = self._groups(sources, targets)
            low, high = (self._excess(one, rows, columns, table) for one in (scale // 2, scale))
            proven = reached & (low == high) & (low >= 0) & (low < NO_PATH // 2)
            lengths[proven] = low[proven]
        for i, j in np.argwhere(lengths == -1).tolist():
            lengths[i, j] = self._length_of(sources[i], targets[j])
        return lengths

    def changed(self, costs: EdgeCosts, arcs: NDArray[np.int64]) -> Self:
        """Return an engine with other costs; few changes become a partial update of a shared metric."""
        if len(arcs) > _PARTIAL_SHARE * len(self._costs.by_arc):
            return self._with(costs, None)
        if self._shared is None:
            self._shared = SharedMetric(self._hierarchy, self._original)
        return self._with(costs, self._shared)

    def _with(self, costs: EdgeCosts, shared: SharedMetric | None) -> Self:
        other = object.__new__(type(self))
        other._graph, other._hierarchy = self._graph, self._hierarchy
        other._length_cm, other._costs = self._length_cm, costs
        other._weights = self._graph.weights(costs)
        other._scaled = {}
        if shared is None:
            other._metric, other._shared = OwnMetric(self._hierarchy, other._weights), None
            other._original = other._weights
        else:
            different = np.flatnonzero(other._weights != self._original)
            changes = dict(zip(different.tolist(), other._weights[different].tolist(), strict=True))
            other._metric, other._shared = ChangedMetric(shared, changes), shared
            other._original = self._original
        return other

    def _groups(
        self, sources: Sequence[Sequence[End]], targets: Sequence[Sequence[End]]
    ) -> tuple[list[dict[int, Access]], Groups]:
        rows = [begins(self._graph, group) for group in sources]
        return rows, grouped([stops(self._graph, group, self._costs) for group in targets])

    def _excess(
        self, scale: int, rows: Sequence[dict[int, Access]], columns: Groups, table: NDArray[np.int64]
    ) -> NDArray[np.int64]:
        """Return g(scale) of each pair (see ``lengths_cm``)."""
        scaled = [[(one.node, scale * one.cost + one.length_cm) for one in group.values()] for group in rows]
        begin = [[(node, cost) for node, cost in group if cost < FORBIDDEN] for group in scaled]
        between = self._metric_of(scale).rows(begin, columns.nodes.tolist())
        last = np.minimum(scale * np.minimum(columns.cost, FORBIDDEN) + columns.length_cm, NO_PATH)
        excess: NDArray[np.int64] = joined(between, columns, last) - scale * np.minimum(table, FORBIDDEN)
        return excess

    def _metric_of(self, scale: int) -> OwnMetric:
        if scale not in self._scaled:
            while len(self._scaled) >= _METRICS_KEPT:
                del self._scaled[next(iter(self._scaled))]
            value = scale * self._weights + self._length_cm[self._graph.arc >> 1]
            self._scaled[scale] = OwnMetric(self._hierarchy, np.minimum(value, FORBIDDEN))
        return self._scaled[scale]

    def _length_of(self, sources: Sequence[End], targets: Sequence[End]) -> int:
        path = self.path(sources, targets)
        if path is None:
            return NO_PATH
        first = next(end.length_cm for end in sources if end.arc == path.source)
        last = next(end.length_cm for end in targets if end.arc == path.target)
        return first + int(self._length_cm[np.array(path.arcs, dtype=np.int64) >> 1].sum()) + last


def _weighted(group: dict[int, Access]) -> Weighted:
    return [(access.node, access.cost) for access in group.values()]


def _largest_scale(costs: NDArray[np.int64]) -> int:
    """Return the largest power of two by which costs may be scaled, lengths added, below 2**31; 0 if none."""
    most = int(costs.max(initial=1))
    room = (FORBIDDEN - 1) // max(most, 1) - _CM_PER_MS
    return 1 << (min(room, 1 << 20).bit_length() - 1) if room >= 1 else 0


def _hierarchy(network: RoadNetwork, graph: SearchGraph) -> routingkit_cch.CCH:
    if graph not in _hierarchies:
        base = network.cch_order if len(network.cch_order) else contraction_order(network)
        ends = graph.tail.tolist(), graph.head.tolist()
        _hierarchies[graph] = routingkit_cch.CCH(graph.order(base), *ends, False)  # noqa: FBT003
    return _hierarchies[graph]

"""Customizable contraction hierarchies by RoutingKit, through the ``routingkit-cch`` binding.

Dibbelt, Strasser, Wagner: Customizable Contraction Hierarchies, ACM JEA 21 (2016). The node order depends on
the roads alone, so it is computed once, kept in the network file, and shared by all modes.
"""

import threading
from collections.abc import Sequence
from weakref import ReferenceType, WeakKeyDictionary, ref

import numpy as np
import routingkit_cch
from numpy.typing import NDArray

from routes.backends.engine import NO_PATH, End, FoundPath, cheapest_ends, join_ends
from routes.network.order import all_arcs, contraction_order
from routes.network.store import RoadNetwork
from routes.network.weights import EdgeCosts

_hierarchies: "WeakKeyDictionary[RoadNetwork, routingkit_cch.CCH]" = WeakKeyDictionary()


class CchEngine:
    """Queries over one customised metric, which threads share; each thread has a query object of its own."""

    def __init__(self, network: RoadNetwork, costs: EdgeCosts) -> None:
        weights = np.column_stack([costs.forward, costs.backward]).ravel().tolist()
        self._hierarchy = _hierarchy(network)
        self._metric = routingkit_cch.CCHMetric(self._hierarchy, weights)

    def path(self, sources: Sequence[End], targets: Sequence[End]) -> FoundPath | None:
        """Return a cheapest path from any source to any target, or None."""
        begin, end = cheapest_ends(sources), cheapest_ends(targets)
        query = _queries.of(self, self._metric)
        answer = query.run_multi(list(begin.items()), list(end.items()))
        cost, nodes, arcs = answer.distance, answer.node_path, answer.arc_path
        # The binding panics at the next run while an answer is alive.
        del answer
        return None if cost is None else FoundPath(int(cost), nodes[0], arcs, nodes[-1])

    def table(self, sources: Sequence[Sequence[End]], targets: Sequence[Sequence[End]]) -> NDArray[np.int64]:
        """Return the cheapest costs from each group of ends to each, ``NO_PATH`` where there is none."""
        if not sources or not targets:
            # The binding panics without them.
            return np.empty((len(sources), len(targets)), dtype=np.int64)
        columns = sorted({node for group in targets for node, _ in group})
        place = {node: index for index, node in enumerate(columns)}
        sweep = routingkit_cch.CCHOneToMany(self._metric, columns)
        between = np.full((len(sources), len(columns)), NO_PATH, dtype=np.int64)
        for row, group in enumerate(sources):
            found = sweep.distances_from_multi(list(cheapest_ends(group).items()))
            between[row] = [NO_PATH if cost is None else cost for cost in found]
        groups = [[(row, 0)] for row in range(len(sources))]
        return join_ends(between, groups, targets, dict(enumerate(range(len(sources)))), place)


class _ThreadQueries(threading.local):
    """Query objects of the current thread, by engine.

    The binding lets a query object be used and freed by the thread that made it only, and making one costs
    four times a query. So each thread keeps its own and frees those of vanished engines itself.
    """

    def __init__(self) -> None:
        self._by_engine: dict[int, tuple[ReferenceType[CchEngine], routingkit_cch.CCHQuery]] = {}

    def of(self, engine: CchEngine, metric: routingkit_cch.CCHMetric) -> routingkit_cch.CCHQuery:
        """Return this thread's query object for an engine."""
        for key in [key for key, (owner, _) in self._by_engine.items() if owner() is None]:
            del self._by_engine[key]
        if id(engine) not in self._by_engine:
            self._by_engine[id(engine)] = (ref(engine), routingkit_cch.CCHQuery(metric))
        return self._by_engine[id(engine)][1]


_queries = _ThreadQueries()


def _hierarchy(network: RoadNetwork) -> routingkit_cch.CCH:
    if network not in _hierarchies:
        order = network.cch_order if len(network.cch_order) else contraction_order(network)
        _hierarchies[network] = routingkit_cch.CCH(order.tolist(), *all_arcs(network), False)  # noqa: FBT003
    return _hierarchies[network]

"""Customizable contraction hierarchies by RoutingKit, through the ``routingkit-cch`` binding.

Dibbelt, Strasser, Wagner: Customizable Contraction Hierarchies, ACM JEA 21 (2016). The node order depends on
the roads alone, so it is computed once, kept in the network file, and shared by all modes.
"""

from collections.abc import Sequence
from weakref import WeakKeyDictionary

import numpy as np
import routingkit_cch
from numpy.typing import NDArray

from routes.backends.engine import NO_PATH, End, FoundPath, cheapest_ends, join_ends
from routes.network.order import all_arcs, contraction_order
from routes.network.store import RoadNetwork
from routes.network.weights import EdgeCosts

_hierarchies: "WeakKeyDictionary[RoadNetwork, routingkit_cch.CCH]" = WeakKeyDictionary()


class CchEngine:
    """Queries over one customised metric. Not for use by several threads at once."""

    def __init__(self, network: RoadNetwork, costs: EdgeCosts) -> None:
        weights = np.column_stack([costs.forward, costs.backward]).ravel().tolist()
        self._hierarchy = _hierarchy(network)
        self._metric = routingkit_cch.CCHMetric(self._hierarchy, weights)
        self._query = routingkit_cch.CCHQuery(self._metric)

    def path(self, sources: Sequence[End], targets: Sequence[End]) -> FoundPath | None:
        """Return a cheapest path from any source to any target, or None."""
        begin, end = cheapest_ends(sources), cheapest_ends(targets)
        answer = self._query.run_multi(list(begin.items()), list(end.items()))
        if answer.distance is None:
            return None
        nodes = answer.node_path
        return FoundPath(int(answer.distance), nodes[0], answer.arc_path, nodes[-1])

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


def _hierarchy(network: RoadNetwork) -> routingkit_cch.CCH:
    if network not in _hierarchies:
        order = network.cch_order if len(network.cch_order) else contraction_order(network)
        _hierarchies[network] = routingkit_cch.CCH(order.tolist(), *all_arcs(network), False)  # noqa: FBT003
    return _hierarchies[network]

"""The oracle: plain NetworkX over the roads themselves. Slow, obviously right."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any, NamedTuple, Self

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from routes.backends.engine import NO_PATH, End, FoundPath
from routes.modes import MODE_BIT
from routes.network.store import RoadNetwork
from routes.network.turns import TurnRestrictions
from routes.network.weights import FORBIDDEN, EdgeCosts, lengths_cm

_State = tuple[int, ...]
"""The arcs driven last, as many as the longest restriction looks back."""


class NetworkXEngine:
    """Dijkstra of NetworkX, one tree for each source.

    Without turn restrictions it searches a multigraph of the junctions with loops and parallel edges. With
    them a node of the searched graph is the sequence of arcs driven last, and each turn is looked up in the
    list of restrictions: nothing here knows how the other engines split junctions.

    Parameters
    ----------
    network
        Roads.
    costs
        Costs of the arcs.
    """

    def __init__(self, network: RoadNetwork, costs: EdgeCosts) -> None:
        self._network = network
        self._length_cm = lengths_cm(network)
        self._costs = costs
        self._roads: _Junctions | _States
        self._roads = _States(network, costs) if len(network.turns) else _Junctions(network, costs)

    def path(self, sources: Sequence[End], targets: Sequence[End]) -> FoundPath | None:
        """Return a cheapest path from any source to any target, or None."""
        best: FoundPath | None = None
        for source in sources:
            found: Any = nx.single_source_dijkstra(
                self._roads.graph, self._roads.begin(source.arc), weight="cost"
            )
            cost, paths = found
            for target in targets:
                for node, turn in self._roads.entries(target.arc, cost):
                    total = source.cost + int(cost[node]) + turn + target.cost
                    if best is None or total < best.cost:
                        best = FoundPath(total, source.arc, self._roads.arcs(paths[node]), target.arc)
        return best

    def table(self, sources: Sequence[Sequence[End]], targets: Sequence[Sequence[End]]) -> NDArray[np.int64]:
        """Return the cheapest costs from each group of ends to each, ``NO_PATH`` where there is none."""
        table = np.full((len(sources), len(targets)), NO_PATH, dtype=np.int64)
        for i, group in enumerate(sources):
            for source in group:
                begin = self._roads.begin(source.arc)
                cost = nx.single_source_dijkstra_path_length(self._roads.graph, begin, weight="cost")
                for j, ends in enumerate(targets):
                    totals = [
                        source.cost + int(cost[node]) + turn + end.cost
                        for end in ends
                        for node, turn in self._roads.entries(end.arc, cost)
                    ]
                    table[i, j] = min([table[i, j], *totals])
        return table

    def lengths_cm(
        self,
        sources: Sequence[Sequence[End]],
        targets: Sequence[Sequence[End]],
        table: NDArray[np.int64],
    ) -> NDArray[np.int64]:
        """Return the lengths of cheapest paths, ``NO_PATH`` where there is none; shape of ``table``."""
        lengths = np.full(table.shape, NO_PATH, dtype=np.int64)
        for i, j in np.argwhere(table < NO_PATH).tolist():
            path = self.path(sources[i], targets[j])
            if path is not None:
                first = next(end for end in sources[i] if end.arc == path.source)
                last = next(end for end in targets[j] if end.arc == path.target)
                whole = int(self._length_cm[np.array(path.arcs, dtype=np.int64) >> 1].sum())
                lengths[i, j] = first.length_cm + whole + last.length_cm
        return lengths

    def changed(self, costs: EdgeCosts, arcs: NDArray[np.int64]) -> Self:
        """Return an engine with other costs."""
        del arcs
        return type(self)(self._network, costs)


class _Junctions:
    """Junctions as nodes, arcs as edges: for networks without turn restrictions."""

    def __init__(self, network: RoadNetwork, costs: EdgeCosts) -> None:
        self.graph: nx.MultiDiGraph[Any] = nx.MultiDiGraph()
        self.graph.add_nodes_from(range(network.node_count))
        self._ends = np.column_stack([network.edge_u, network.edge_v]).ravel().tolist()
        for arc, cost in enumerate(costs.by_arc.tolist()):
            if cost < FORBIDDEN:
                self.graph.add_edge(self._ends[arc], self._ends[arc ^ 1], key=arc, cost=cost)

    def begin(self, arc: int) -> int:
        return int(self._ends[arc ^ 1])

    def entries(self, arc: int, reached: dict[Any, Any]) -> Iterator[tuple[int, int]]:
        if self._ends[arc] in reached:
            yield self._ends[arc], 0

    def arcs(self, nodes: Sequence[int]) -> list[int]:
        parallel = (self.graph[tail][head] for tail, head in pairwise(nodes))
        return [min((data["cost"], int(arc)) for arc, data in arcs.items())[1] for arcs in parallel]


class _Ban(NamedTuple):
    """A restriction: the arcs that lead to it, the arc it is about, and whether it allows nothing else."""

    before: _State
    arc: int
    is_only: bool

    def forbids(self, driven: _State, arc: int) -> bool:
        return driven[-len(self.before) :] == self.before and (arc != self.arc) == self.is_only


class _States:
    """Sequences of driven arcs as nodes, turns as edges."""

    def __init__(self, network: RoadNetwork, costs: EdgeCosts) -> None:
        self._costs = costs
        self._bans = _bans(network.turns, MODE_BIT[costs.mode])
        self._memory = max((len(ban.before) for ban in self._bans), default=1)
        ends = np.column_stack([network.edge_u, network.edge_v]).ravel().tolist()
        leaving: dict[int, list[int]] = {}
        for arc in np.flatnonzero(costs.by_arc < FORBIDDEN).tolist():
            leaving.setdefault(ends[arc], []).append(arc)
        self._next = {arc: leaving.get(ends[arc ^ 1], []) for arc in range(len(ends))}
        self.graph: nx.DiGraph[Any] = nx.DiGraph()
        waiting: list[_State] = [(arc,) for arc in range(len(ends))]
        self.graph.add_nodes_from(waiting)
        while waiting:
            driven = waiting.pop()
            for arc in self._next[driven[-1]]:
                after = (*driven, arc)[-self._memory :]
                turn = self._turn(driven, arc)
                if turn is not None:
                    if after not in self.graph:
                        waiting.append(after)
                    self.graph.add_edge(driven, after, cost=turn + int(costs.by_arc[arc]))

    def begin(self, arc: int) -> _State:
        return (arc,)

    def entries(self, arc: int, reached: dict[Any, Any]) -> Iterator[tuple[_State, int]]:
        for driven in reached:
            if arc in self._next[driven[-1]]:
                turn = self._turn(driven, arc)
                if turn is not None:
                    yield driven, turn

    def arcs(self, states: Sequence[_State]) -> list[int]:
        return [driven[-1] for driven in states[1:]]

    def _turn(self, driven: _State, arc: int) -> int | None:
        """Return the cost of a turn, None if it is forbidden."""
        if any(ban.forbids(driven, arc) for ban in self._bans):
            return None
        return self._costs.u_turn if arc == driven[-1] ^ 1 else 0


def _bans(turns: TurnRestrictions, bit: int) -> list[_Ban]:
    found = []
    for i in np.flatnonzero(turns.modes & bit).tolist():
        between = turns.via_arc[turns.via_offset[i] : turns.via_offset[i + 1]].tolist()
        found.append(_Ban((int(turns.from_arc[i]), *between), int(turns.to_arc[i]), bool(turns.is_only[i])))
    return found

"""Engine: shortest paths between nodes, the part in which backends differ.

Arcs are numbered ``2 * edge`` along an edge (u → v) and ``2 * edge + 1`` against it.
"""

from collections.abc import Mapping, Sequence
from itertools import product
from typing import Final, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from routes.network.store import RoadNetwork
from routes.network.weights import FORBIDDEN, EdgeCosts

NO_PATH: Final = np.iinfo(np.int64).max // 4
"""Cost where there is no path; a sum of two of them does not overflow."""

End = tuple[int, int]
"""A node and the cost between it and a snapped point."""


class FoundPath(NamedTuple):
    """A cheapest path: its cost with both ends, and its arcs in order."""

    cost: int
    source: int
    arcs: list[int]
    target: int


class Engine(Protocol):
    """Cheapest paths over one network with one set of integer costs."""

    def path(self, sources: Sequence[End], targets: Sequence[End]) -> FoundPath | None:
        """Return a cheapest path from any source to any target, or None."""

    def table(self, sources: Sequence[Sequence[End]], targets: Sequence[Sequence[End]]) -> NDArray[np.int64]:
        """Return the cheapest costs from each group of ends to each, ``NO_PATH`` where there is none."""


class ArcList(NamedTuple):
    """Open arcs, the cheapest of parallel ones only and no loops (they are on no cheapest path)."""

    tail: NDArray[np.int64]
    head: NDArray[np.int64]
    cost: NDArray[np.int64]
    arc: NDArray[np.int64]


def open_arcs(network: RoadNetwork, costs: EdgeCosts) -> ArcList:
    """Return the arcs of a network that are open and can be on a cheapest path, by tail and head."""
    u, v = network.edge_u.astype(np.int64), network.edge_v.astype(np.int64)
    tail, head = np.concatenate([u, v]), np.concatenate([v, u])
    cost = np.concatenate([costs.forward, costs.backward])
    arc = np.concatenate([2 * np.arange(len(u)), 2 * np.arange(len(u)) + 1])
    usable = np.flatnonzero((cost < FORBIDDEN) & (tail != head))
    usable = usable[np.lexsort((cost[usable], head[usable], tail[usable]))]
    tail, head, cost, arc = tail[usable], head[usable], cost[usable], arc[usable]
    first = np.ones(len(tail), dtype=bool)
    first[1:] = (tail[1:] != tail[:-1]) | (head[1:] != head[:-1])
    return ArcList(tail[first], head[first], cost[first], arc[first])


def cheapest_ends(ends: Sequence[End]) -> dict[int, int]:
    """Return the cost by node, the smaller one where a node appears twice (both ends of a loop)."""
    best: dict[int, int] = {}
    for node, cost in ends:
        best[node] = min(cost, best.get(node, cost))
    return best


def join_ends(
    between: NDArray[np.int64],
    sources: Sequence[Sequence[End]],
    targets: Sequence[Sequence[End]],
    row: Mapping[int, int],
    column: Mapping[int, int],
) -> NDArray[np.int64]:
    """Return group-to-group costs from node-to-node costs.

    Parameters
    ----------
    between
        Costs from node to node, ``NO_PATH`` where there is none.
    sources, targets
        Groups of one or two ends.
    row, column
        Row and column of ``between`` by node.

    Returns
    -------
    ndarray
        Shape (len(sources), len(targets)), ``NO_PATH`` where there is no path.
    """
    rows, first = _padded(sources, row)
    columns, last = _padded(targets, column)
    table = np.full((len(sources), len(targets)), NO_PATH, dtype=np.int64)
    for i, j in product(range(rows.shape[1]), range(columns.shape[1])):
        middle = between[np.ix_(rows[:, i], columns[:, j])]
        np.minimum(table, first[:, i, None] + middle + last[None, :, j], out=table)
    return table


def _padded(
    groups: Sequence[Sequence[End]], place: Mapping[int, int]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    # Groups of one end are filled up with that end again, which changes no minimum.
    width = max((len(group) for group in groups), default=0)
    full = [(*group, *(group[-1:] * (width - len(group)))) for group in map(tuple, groups)]
    shape = (len(groups), width)
    places = np.array([[place[node] for node, _ in group] for group in full], dtype=np.int64).reshape(shape)
    costs = np.array([[cost for _, cost in group] for group in full], dtype=np.int64).reshape(shape)
    return places, costs

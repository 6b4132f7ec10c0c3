"""Engine: cheapest paths between positions on roads, the part in which backends differ.

Arcs are numbered ``2 * edge`` along an edge (u → v) and ``2 * edge + 1`` against it.
"""

from collections.abc import Sequence
from typing import Final, NamedTuple, Protocol, Self

import numpy as np
from numpy.typing import NDArray

from routes.backends.search_graph import SearchGraph
from routes.network.weights import FORBIDDEN, EdgeCosts

NO_PATH: Final = np.iinfo(np.int64).max // 4
"""Cost where there is no path; a sum of two of them does not overflow."""


class End(NamedTuple):
    """One way to leave a position on a road, or to arrive at it.

    Parameters
    ----------
    arc
        Arc that is driven.
    cost
        Cost of the part driven: from the position to the arc's end, or from its begin to the position.
    length_cm
        Length of that part.
    """

    arc: int
    cost: int
    length_cm: int


class FoundPath(NamedTuple):
    """A cheapest path: its cost with both ends, the arcs at its ends, and the whole arcs between."""

    cost: int
    source: int
    arcs: list[int]
    target: int


class Engine(Protocol):
    """Cheapest paths over one search graph with one set of integer costs."""

    def path(self, sources: Sequence[End], targets: Sequence[End]) -> FoundPath | None:
        """Return a cheapest path from any source to any target, or None."""

    def table(self, sources: Sequence[Sequence[End]], targets: Sequence[Sequence[End]]) -> NDArray[np.int64]:
        """Return the cheapest costs from each group of ends to each, ``NO_PATH`` where there is none."""

    def lengths_cm(
        self,
        sources: Sequence[Sequence[End]],
        targets: Sequence[Sequence[End]],
        table: NDArray[np.int64],
    ) -> NDArray[np.int64]:
        """Return the lengths of cheapest paths, ``NO_PATH`` where there is none; shape of ``table``.

        Where several paths cost the least, the length of one of them.
        """

    def changed(self, costs: EdgeCosts, arcs: NDArray[np.int64]) -> Self:
        """Return an engine with other costs that differ from its own on ``arcs`` only; this one stays."""


class ArcList(NamedTuple):
    """Open search arcs, the cheapest of parallel ones only and no loops (they are on no cheapest path).

    ``number`` is the number of each in the search graph.
    """

    tail: NDArray[np.int64]
    head: NDArray[np.int64]
    cost: NDArray[np.int64]
    number: NDArray[np.int64]


def open_arcs(graph: SearchGraph, weights: NDArray[np.int64]) -> ArcList:
    """Return the arcs that are open and can be on a cheapest path, by tail and head."""
    usable = np.flatnonzero((weights < FORBIDDEN) & (graph.tail != graph.head))
    order = np.lexsort((weights[usable], graph.head[usable], graph.tail[usable]))
    usable = usable[order]
    tail, head = graph.tail[usable], graph.head[usable]
    first = np.ones(len(tail), dtype=bool)
    first[1:] = (tail[1:] != tail[:-1]) | (head[1:] != head[:-1])
    kept = usable[first]
    return ArcList(tail[first], head[first], weights[kept], kept)


class Access(NamedTuple):
    """A search node where a path may begin or end, the cost and length there, and the arc driven."""

    node: int
    cost: int
    length_cm: int
    arc: int


def begins(graph: SearchGraph, ends: Sequence[End]) -> dict[int, Access]:
    """Return where paths begin, by search node: the cheapest where a node appears twice (a loop)."""
    found: dict[int, Access] = {}
    for arc, cost, length_cm in ends:
        node = int(graph.arrival[arc])
        if node not in found or cost < found[node].cost:
            found[node] = Access(node, cost, length_cm, arc)
    return found


def stops(graph: SearchGraph, ends: Sequence[End], costs: EdgeCosts) -> dict[int, Access]:
    """Return where paths end, by search node, the cost of the last turn included."""
    found: dict[int, Access] = {}
    for arc, cost, length_cm in ends:
        for node, turn in graph.entries(arc, costs.mode, costs.u_turn):
            if node not in found or cost + turn < found[node].cost:
                found[node] = Access(node, cost + turn, length_cm, arc)
    return found


class Groups(NamedTuple):
    """Groups of accesses laid out as arrays, filled up to the same number by repeating the last.

    Parameters
    ----------
    nodes
        The different search nodes, sorted, shape (q,).
    column
        Position in ``nodes``, shape (groups, width).
    cost, length_cm
        Shape (groups, width); ``NO_PATH`` for groups without an access.
    """

    nodes: NDArray[np.int64]
    column: NDArray[np.int64]
    cost: NDArray[np.int64]
    length_cm: NDArray[np.int64]


def grouped(groups: Sequence[dict[int, Access]]) -> Groups:
    """Lay out groups of accesses."""
    width = max((len(group) for group in groups), default=0) or 1
    nowhere = Access(0, NO_PATH, 0, 0)
    full = []
    for group in groups:
        members = list(group.values()) or [nowhere]
        full.append(members + members[-1:] * (width - len(members)))
    values = np.array([[one[:3] for one in group] for group in full], dtype=np.int64)
    values = values.reshape(len(groups), width, 3)
    nodes, column = np.unique(values[:, :, 0], return_inverse=True)
    return Groups(nodes, column.reshape(len(groups), width), values[:, :, 1], values[:, :, 2])


def joined(between: NDArray[np.int64], targets: Groups, last: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return group-to-group costs.

    Parameters
    ----------
    between
        Costs from each source group to each of ``targets.nodes``, ``NO_PATH`` where there is none.
    targets
        Where to arrive.
    last
        Cost after each of them, shape of ``targets.column``.
    """
    table = np.full((len(between), len(targets.column)), NO_PATH, dtype=np.int64)
    for j in range(targets.column.shape[1]):
        np.minimum(table, between[:, targets.column[:, j]] + last[None, :, j], out=table)
    return table

"""Customised metrics of ``routingkit-cch``: one that is its own, one shared by routers with a few changes."""

import threading
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple, Protocol, TypeVar
from weakref import ReferenceType, ref

import numpy as np
import routingkit_cch
from numpy.typing import NDArray

from routes.backends.engine import NO_PATH

Weighted = Sequence[tuple[int, int]]
"""Search nodes, each with a cost before or after it."""
_Answer = TypeVar("_Answer")


class NodePath(NamedTuple):
    """A cheapest path between search nodes: its cost and its search arcs."""

    cost: int
    arcs: list[int]


class Metric(Protocol):
    """Customised weights to run queries on."""

    def path(self, sources: Weighted, targets: Weighted) -> NodePath | None:
        """Return a cheapest path from any source to any target, or None."""

    def cost(self, sources: Weighted, targets: Weighted) -> int | None:
        """Return its cost only."""

    def rows(self, sources: Sequence[Weighted], targets: Sequence[int]) -> NDArray[np.int64]:
        """Return costs from each group of sources to each target, ``NO_PATH`` where there is none."""


class OwnMetric:
    """A metric that never changes; threads share it, each with a query object of its own.

    Parameters
    ----------
    hierarchy
        Contraction hierarchy.
    weights
        Weight of each search arc, shape (k,).
    """

    def __init__(self, hierarchy: routingkit_cch.CCH, weights: NDArray[np.int64]) -> None:
        self._metric = routingkit_cch.CCHMetric(hierarchy, weights.tolist())

    def path(self, sources: Weighted, targets: Weighted) -> NodePath | None:
        """Return a cheapest path from any source to any target, or None."""
        return _path(_queries.of(self, self._metric), sources, targets)

    def cost(self, sources: Weighted, targets: Weighted) -> int | None:
        """Return its cost only."""
        return _cost(_queries.of(self, self._metric), sources, targets)

    def rows(self, sources: Sequence[Weighted], targets: Sequence[int]) -> NDArray[np.int64]:
        """Return costs from each group of sources to each target, ``NO_PATH`` where there is none."""
        return _rows(self._metric, sources, targets)


class SharedMetric:
    """A metric that is partially updated for whoever asks, and keeps the changes until somebody else asks.

    An update of 100 arcs takes a thousandth of customising all (the binding refuses it while query objects
    are alive, so they live for one question).
    """

    def __init__(self, hierarchy: routingkit_cch.CCH, weights: NDArray[np.int64]) -> None:
        self._metric = routingkit_cch.CCHMetric(hierarchy, weights.tolist())
        self._updater = routingkit_cch.CCHMetricPartialUpdater(hierarchy)
        self._weights = weights
        self._applied: Mapping[int, int] = {}
        self._lock = threading.Lock()

    def ask(
        self, changes: Mapping[int, int], question: Callable[[routingkit_cch.CCHMetric], _Answer]
    ) -> _Answer:
        """Return the answer to a question to the metric with these weights of some arcs."""
        with self._lock:
            if self._applied is not changes:
                undone = {arc: int(self._weights[arc]) for arc in self._applied if arc not in changes}
                self._updater.apply(self._metric, {**undone, **changes})
                self._applied = changes
            return question(self._metric)


class ChangedMetric:
    """A shared metric with some arcs changed.

    Parameters
    ----------
    shared
        Where the changes are applied when they are needed.
    changes
        New weight by search arc.
    """

    def __init__(self, shared: SharedMetric, changes: Mapping[int, int]) -> None:
        self._shared = shared
        self._changes = changes

    def path(self, sources: Weighted, targets: Weighted) -> NodePath | None:
        """Return a cheapest path from any source to any target, or None."""
        return self._shared.ask(
            self._changes, lambda metric: _path(routingkit_cch.CCHQuery(metric), sources, targets)
        )

    def cost(self, sources: Weighted, targets: Weighted) -> int | None:
        """Return its cost only."""
        return self._shared.ask(
            self._changes, lambda metric: _cost(routingkit_cch.CCHQuery(metric), sources, targets)
        )

    def rows(self, sources: Sequence[Weighted], targets: Sequence[int]) -> NDArray[np.int64]:
        """Return costs from each group of sources to each target, ``NO_PATH`` where there is none."""
        return self._shared.ask(self._changes, lambda metric: _rows(metric, sources, targets))


def _path(query: routingkit_cch.CCHQuery, sources: Weighted, targets: Weighted) -> NodePath | None:
    answer = query.run_multi(list(sources), list(targets))
    cost = answer.distance
    found = None if cost is None else NodePath(int(cost), answer.arc_path)
    # The binding panics at the next run while an answer is alive.
    del answer
    return found


def _cost(query: routingkit_cch.CCHQuery, sources: Weighted, targets: Weighted) -> int | None:
    answer = query.run_multi(list(sources), list(targets))
    cost = answer.distance
    del answer
    return None if cost is None else int(cost)


def _rows(
    metric: routingkit_cch.CCHMetric, sources: Sequence[Weighted], targets: Sequence[int]
) -> NDArray[np.int64]:
    rows = np.full((len(sources), len(targets)), NO_PATH, dtype=np.int64)
    if not rows.size:
        # The binding panics without targets.
        return rows
    sweep = routingkit_cch.CCHOneToMany(metric, list(targets))
    for row, group in zip(rows, sources, strict=True):
        if group:
            # None (no path) becomes NaN; weights are below 2**31, exact as floats.
            found = np.array(sweep.distances_from_multi(list(group)), dtype=np.float64)
            reached = ~np.isnan(found)
            row[reached] = found[reached].astype(np.int64)
    return rows


class _ThreadQueries(threading.local):
    """Query objects of the current thread, by metric.

    The binding lets a query object be used and freed by the thread that made it only, and making one costs
    four times a query. So each thread keeps its own and frees those of vanished metrics itself.
    """

    def __init__(self) -> None:
        self._by_metric: dict[int, tuple[ReferenceType[OwnMetric], routingkit_cch.CCHQuery]] = {}

    def of(self, owner: OwnMetric, metric: routingkit_cch.CCHMetric) -> routingkit_cch.CCHQuery:
        """Return this thread's query object for a metric."""
        known = self._by_metric.get(id(owner))
        if known is not None and known[0]() is owner:
            return known[1]
        for key in [key for key, (alive, _) in self._by_metric.items() if alive() is None]:
            del self._by_metric[key]
        query = routingkit_cch.CCHQuery(metric)
        self._by_metric[id(owner)] = (ref(owner), query)
        return query


_queries = _ThreadQueries()

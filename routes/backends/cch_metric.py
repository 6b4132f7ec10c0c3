"""Customised metrics of ``routingkit-cch``: one that is its own, one shared by routers with a few changes."""

import threading
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Generic, NamedTuple, Protocol, TypeVar
from weakref import ReferenceType, ref

import numpy as np
import routingkit_cch
from numpy.typing import NDArray

from routes.backends.engine import NO_PATH

Weighted = Sequence[tuple[int, int]]
"""Search nodes, each with a cost before or after it."""
_Kept = TypeVar("_Kept")


class NodePath(NamedTuple):
    """A cheapest path between search nodes: its cost and its search arcs."""

    cost: int
    arcs: list[int]


class Metric(Protocol):
    """Customised weights to run queries on."""

    def path(self, sources: Weighted, targets: Weighted) -> NodePath | None:
        """Return a cheapest path from any source to any target, or None."""

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

    def _new_query(self) -> routingkit_cch.CCHQuery:
        return routingkit_cch.CCHQuery(self._metric)

    def path(self, sources: Weighted, targets: Weighted) -> NodePath | None:
        """Return a cheapest path from any source to any target, or None."""
        return _path(_queries.of(self, self._new_query), sources, targets)

    def rows(self, sources: Sequence[Weighted], targets: Sequence[int]) -> NDArray[np.int64]:
        """Return costs from each group of sources to each target, ``NO_PATH`` where there is none."""
        return _rows(self._metric, sources, targets)


class SharedMetric:
    """Where metrics with a few changes are worked out: partially updated for whoever asks, thread by thread.

    An update of 100 arcs takes a hundredth of customising all, so routers with changes need no metric of
    their own: the last one asked finds its changes applied, another one has them exchanged.

    Parameters
    ----------
    hierarchy
        Contraction hierarchy.
    weights
        Unchanged weight of each search arc, shape (k,).
    """

    def __init__(self, hierarchy: routingkit_cch.CCH, weights: NDArray[np.int64]) -> None:
        self.hierarchy = hierarchy
        self.weights = weights

    def applied(self, changes: Mapping[int, int]) -> "_Scratch":
        """Return this thread's metric with these weights of some arcs."""
        scratch = _scratches.of(self, lambda: _Scratch(self))
        scratch.apply(changes)
        return scratch


class _Scratch:
    """A metric that one thread updates, with its query object."""

    def __init__(self, shared: SharedMetric) -> None:
        self.metric = routingkit_cch.CCHMetric(shared.hierarchy, shared.weights.tolist())
        self._updater = routingkit_cch.CCHMetricPartialUpdater(shared.hierarchy)
        self._weights = shared.weights
        self._applied: Mapping[int, int] = {}
        self._query: routingkit_cch.CCHQuery | None = None

    @property
    def query(self) -> routingkit_cch.CCHQuery:
        """Query object over the metric as it is."""
        if self._query is None:
            self._query = routingkit_cch.CCHQuery(self.metric)
        return self._query

    def apply(self, changes: Mapping[int, int]) -> None:
        """Exchange the changes applied before for these."""
        if self._applied is not changes:
            # The binding refuses to update a metric that a query object refers to.
            self._query = None
            undone = {arc: int(self._weights[arc]) for arc in self._applied if arc not in changes}
            self._updater.apply(self.metric, {**undone, **changes})
            self._applied = changes


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
        return _path(self._shared.applied(self._changes).query, sources, targets)

    def rows(self, sources: Sequence[Weighted], targets: Sequence[int]) -> NDArray[np.int64]:
        """Return costs from each group of sources to each target, ``NO_PATH`` where there is none."""
        return _rows(self._shared.applied(self._changes).metric, sources, targets)


def _path(query: routingkit_cch.CCHQuery, sources: Weighted, targets: Weighted) -> NodePath | None:
    answer = query.run_multi(list(sources), list(targets))
    cost = answer.distance
    found = None if cost is None else NodePath(int(cost), answer.arc_path)
    # The binding panics at the next run while an answer is alive.
    del answer
    return found


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


class _OfThread(threading.local, Generic[_Kept]):
    """What the current thread keeps for each owner.

    The binding lets a query object be used and freed by the thread that made it only, and making one costs
    a hundred times a query. So each thread keeps its own and frees those of vanished owners itself.
    """

    def __init__(self) -> None:
        self._by_owner: dict[int, tuple[ReferenceType[Any], _Kept]] = {}

    def of(self, owner: object, make: Callable[[], _Kept]) -> _Kept:
        """Return what this thread keeps for an owner, made when it is first asked for."""
        known = self._by_owner.get(id(owner))
        if known is not None and known[0]() is owner:
            return known[1]
        for key in [key for key, (alive, _) in self._by_owner.items() if alive() is None]:
            del self._by_owner[key]
        kept = make()
        self._by_owner[id(owner)] = (ref(owner), kept)
        return kept


_queries: _OfThread[routingkit_cch.CCHQuery] = _OfThread()
_scratches: _OfThread[_Scratch] = _OfThread()

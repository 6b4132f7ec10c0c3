"""Alternative routes by plateaus: few, reasonable by themselves, and meaningfully different.

Abraham, Delling, Goldberg, Werneck: Alternative Routes in Road Networks, ACM JEA 18 (2013). A route over a
via point is admissible if it shares little with the routes shown (limited sharing), has no needless detour in
any short stretch (local optimality), and is nowhere much longer than the fastest way (bounded stretch).
Candidates are plateaus (Camvit, 2005): chains on which the tree of fastest ways from the start and the one to
the end agree; a route over a plateau is locally optimal for the plateau's length.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from routes.backends.engine import End
from routes.backends.legs import Leg, LegFinder
from routes.backends.network_router import NetworkRouter
from routes.backends.tracing import length_cm, single, through
from routes.backends.trees import Tree
from routes.router import LonLat, Route, Snap, Trace
from routes.search_trees import tree_search

MOST_SHARED: Final = 0.8
"""Limited sharing: of the fastest route's time, at most so much is common with all routes shown before."""

LOCALLY_OPTIMAL: Final = 0.25
"""Every stretch shorter than this share of the fastest route is itself the fastest way between its ends."""

MOST_STRETCH: Final = 1.25
"""Neither the route nor its detour from the fastest one takes more than so many times as long."""

_TREE_SHARE: Final = 0.8
# Trees reach so far, in units of the fastest route. What lies nearer to one end only shares the rest.
_UNPACKED: Final = 30
_SPARSE: Final = 2_000
# With fewer nodes in reach, those on no plateau are tried as well.


@dataclass(frozen=True, slots=True)
class Alternative:
    """A route and how it compares with the fastest one.

    Parameters
    ----------
    route
        The way.
    stretch
        Its duration in units of the fastest route's, from 1.
    shared_m
        Metres that it shares with the fastest route (all of them for that one).
    """

    route: Route
    stretch: float
    shared_m: float

    @property
    def shared(self) -> float:
        """Share of its length that is common with the fastest route, 0–1."""
        return min(self.shared_m / self.route.distance_m, 1.0) if self.route.distance_m else 1.0


class _Candidate(NamedTuple):
    """A way over a plateau: its leg, its arcs, the position of the via point among them, and its plateau."""

    leg: Leg
    arcs: NDArray[np.int64]
    via: int
    plateau: float


def alternatives(
    router: NetworkRouter,
    begin: LonLat,
    end: LonLat,
    *,
    most: int = 3,
    depart_s: int | None = None,
    is_weekend: bool = False,
) -> tuple[Alternative, ...]:
    """Return the fastest route and up to ``most - 1`` others, best first.

    Between some points there is no other admissible way; then fewer are returned.

    Parameters
    ----------
    router
        Roads and travel mode; turn restrictions, closures and penalties count.
    begin, end
        Points (lon, lat), WGS84 degrees.
    most
        Routes wanted, the fastest included.
    depart_s, is_weekend
        Time of day whose usual congestion slows the roads.

    Raises
    ------
    NoRouteError
        If the points are not connected.
    """
    fastest = router.route([begin, end], depart_s=depart_s, is_weekend=is_weekend)
    finder = router.finder(depart_s=depart_s, is_weekend=is_weekend)
    first, last = fastest.snaps
    leg = finder.leg(first, last)
    best = Alternative(fastest, 1.0, fastest.distance_m)
    if leg is None or most < 2 or leg.cost == 0:
        return (best,)
    chosen = [leg]
    found = _candidates(router, finder, (first, last), leg)
    for candidate in _ranked(found, leg, finder):
        if len(chosen) == most:
            break
        if _is_admissible(candidate, chosen, finder):
            chosen.append(candidate.leg)
    return (best, *(_described(router, finder, (first, last), leg, other) for other in chosen[1:]))


def _described(
    router: NetworkRouter, finder: LegFinder, ends: tuple[Snap, Snap], fastest: Leg, leg: Leg
) -> Alternative:
    route = router.assembled([leg], ends, finder.costs)
    cm = length_cm(finder.length_cm, leg.trace)
    shared = np.isin(_arcs(leg.trace), _arcs(fastest.trace))
    return Alternative(route, leg.cost / fastest.cost, float(cm[shared].sum()) / 100)


def _candidates(
    router: NetworkRouter, finder: LegFinder, ends: tuple[Snap, Snap], fastest: Leg
) -> Iterator[_Candidate]:
    """Yield the ways over the most promising plateaus: short ways over long plateaus."""
    limit = _TREE_SHARE * fastest.cost
    out = tree_search(router.network, finder).tree(finder.leaving(ends[0]), limit)
    back = tree_search(router.network, finder, is_reversed=True).tree(finder.arriving(ends[1]), limit)
    via, plateau = _plateaus(out, back, MOST_STRETCH * fastest.cost)
    total = out.cost[via] + back.cost[via]
    known: set[float] = {float(fastest.cost)}
    for row in np.argsort(total - plateau, kind="stable").tolist():
        # Equal totals in milliseconds are the same way over two pieces of one plateau.
        if total[row] in known:
            continue
        known.add(float(total[row]))
        yield _over(ends, (out, back), int(via[row]), float(plateau[row]))
        if len(known) > _UNPACKED:
            return


def _plateaus(out: Tree, back: Tree, most: float) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Return a node in the middle of each plateau, and the cost along it.

    A node continues the plateau of its predecessor in the tree from the start if it is the successor of that
    in the tree to the end. Sparse networks have ways without any plateau: there every node counts as one.
    """
    total = out.cost + back.cost
    node = np.flatnonzero(total <= most)
    before = np.where(out.before[node] < len(total), out.before[node], -1)
    goes_on = (before >= 0) & (back.before[before] == node)
    head = np.arange(len(total))
    head[node[goes_on]] = before[goes_on]
    is_part = np.zeros(len(total), dtype=bool)
    is_part[node[goes_on]] = is_part[before[goes_on]] = True
    member = node[is_part[node]] if len(node) > _SPARSE else node
    while True:
        # Each round doubles the distance that is jumped along the chains.
        jumped = head[head[member]]
        if (jumped == head[member]).all():
            break
        head[member] = jumped
    member = member[np.lexsort((out.cost[member], head[member]))]
    start = np.flatnonzero(np.diff(head[member], prepend=-1))
    size = np.diff(start, append=len(member))
    return member[start + size // 2], out.cost[member[start + size - 1]] - out.cost[member[start]]


def _over(ends: tuple[Snap, Snap], trees: tuple[Tree, Tree], via: int, plateau: float) -> _Candidate:
    out, back = trees
    before, after = out.arcs(via), back.arcs(via)
    first, last = out.access(via).arc, back.access(via).arc
    trace = through(
        single(ends[0].edge, ends[0].fraction, 1.0 - (first & 1)),
        [*before, *after],
        single(ends[1].edge, float(last & 1), ends[1].fraction),
    )
    leg = Leg(int(out.cost[via] + back.cost[via]), trace, first, last)
    return _Candidate(leg, _arcs(trace), 1 + len(before), plateau)


def _ranked(found: Iterator[_Candidate], fastest: Leg, finder: LegFinder) -> list[_Candidate]:
    """Return candidates by the paper's objective: twice the cost, plus what is shared, less the plateau."""
    shown = [fastest]
    return sorted(
        found, key=lambda one: 2 * one.leg.cost + _shared_cost(one.leg.trace, shown, finder) - one.plateau
    )


def _is_admissible(candidate: _Candidate, chosen: Sequence[Leg], finder: LegFinder) -> bool:
    fastest = chosen[0]
    trace = candidate.leg.trace
    if len(np.unique(trace.edge)) < len(trace.edge):
        return False
    if _shared_cost(trace, chosen, finder) > MOST_SHARED * fastest.cost:
        return False
    if _detour_stretch(candidate, fastest, finder) > MOST_STRETCH:
        return False
    reach = LOCALLY_OPTIMAL * fastest.cost
    return candidate.plateau >= reach or _is_locally_optimal(candidate, finder, reach)


def _detour_stretch(candidate: _Candidate, fastest: Leg, finder: LegFinder) -> float:
    """Return how many times as long the way takes between where it leaves the fastest one and comes back."""
    costs, other = _costs(finder, candidate.leg.trace), _costs(finder, fastest.trace)
    arcs = _arcs(fastest.trace)
    n = min(len(arcs), len(candidate.arcs))
    same = candidate.arcs[:n] == arcs[:n]
    ahead = n if same.all() else int(np.argmin(same))
    same = candidate.arcs[::-1][:n] == arcs[::-1][:n]
    behind = min(n if same.all() else int(np.argmin(same)), n - ahead)
    detour, direct = costs[ahead : len(costs) - behind].sum(), other[ahead : len(other) - behind].sum()
    return float(detour / max(direct, 1))


def _is_locally_optimal(candidate: _Candidate, finder: LegFinder, reach: float) -> bool:
    """Return whether the stretch of ``reach`` to both sides of the via point is a fastest way (T-test)."""
    costs = _costs(finder, candidate.leg.trace)
    run = np.cumsum(costs)
    at = run[candidate.via - 1]
    first = max(int(np.searchsorted(run, at - reach, side="right")) - 1, 0)
    last = min(int(np.searchsorted(run, at + reach, side="left")), len(run) - 1)
    begin, end = int(candidate.arcs[first]), int(candidate.arcs[last])
    found = finder.engine.path([End(begin, 0, 0)], [End(end, int(costs[last]), 0)])
    return found is None or found.cost >= run[last] - run[first]


def _shared_cost(trace: Trace, shown: Sequence[Leg], finder: LegFinder) -> float:
    arcs = np.concatenate([_arcs(leg.trace) for leg in shown])
    return float(_costs(finder, trace)[np.isin(_arcs(trace), arcs)].sum())


def _costs(finder: LegFinder, trace: Trace) -> NDArray[np.int64]:
    """Return the cost of each piece of a trace, turns aside."""
    whole = finder.costs.by_arc[_arcs(trace)]
    costs: NDArray[np.int64] = np.abs(np.rint(trace.end * whole) - np.rint(trace.begin * whole)).astype(
        np.int64
    )
    return costs


def _arcs(trace: Trace) -> NDArray[np.int64]:
    return 2 * trace.edge + (trace.end < trace.begin)

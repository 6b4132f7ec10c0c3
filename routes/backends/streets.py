"""Passing through a street: the cheapest way that uses at least one edge of it."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from data.errors import BadInputError
from data.language.catalogue import N_
from data.model.distances import METRES_A_DEGREE
from data.search.folding import fold
from routes.backends.engine import NO_PATH, End
from routes.backends.legs import Leg, LegFinder
from routes.backends.tracing import cost_of, single, through
from routes.network.snapping import EdgeIndex
from routes.network.store import RoadNetwork
from routes.network.weights import FORBIDDEN
from routes.router import Snap, Through

_NEAR_M: Final = 5_000.0
# A street of that name farther off is another street.
_MOST_EDGES: Final = 60


def chain_through(
    network: RoadNetwork,
    index: EdgeIndex,
    finder: LegFinder,
    snaps: Sequence[Snap],
    streets: Sequence[Through],
) -> list[Leg] | int:
    """Return the legs through snapped points, some of which use given streets, or the first that cannot.

    Of each street one edge is driven from end to end, in either direction; nothing is asked of a leg that
    begins or ends on the street. Among all such ways a leg is the cheapest; turning back at the end of the
    edge is paid for, but not weighed in that choice.

    Raises
    ------
    BadInputError
        If there is no such street near the point, or no such leg.
    """
    legs = []
    for street in streets:
        if not 0 <= street.leg < len(snaps) - 1:
            raise BadInputError(
                N_("There is no leg {leg}: the route has {count}."), leg=street.leg, count=len(snaps) - 1
            )
    for number in range(len(snaps) - 1):
        begin, end = snaps[number], snaps[number + 1]
        wanted = [_edges_of(network, index, finder, one) for one in streets if one.leg == number]
        layers = [edges for edges in wanted if not np.isin([begin.edge, end.edge], edges).any()]
        leg = _leg_over(finder, begin, end, layers) if layers else finder.leg(begin, end)
        if leg is None:
            return number
        legs.append(leg)
    return legs


def _edges_of(
    network: RoadNetwork, index: EdgeIndex, finder: LegFinder, street: Through
) -> NDArray[np.int64]:
    """Return the open edges of a street, the nearest to its point first, at most ``_MOST_EDGES``."""
    costs = finder.costs
    is_open = np.minimum(costs.forward, costs.backward) < FORBIDDEN
    if street.name:
        asked = fold(street.name)
        known = [
            number
            for number, name in enumerate(network.names)
            if asked in {fold(part) for part in (name, *name.split(";"))}
        ]
        is_named = np.isin(network.name_id, known) | np.isin(network.ref_id, known)
    else:
        (snap,) = index.snap([(street.lon, street.lat)], allowed=is_open)
        name, ref = int(network.name_id[snap.edge]), int(network.ref_id[snap.edge])
        same = (network.name_id == name) if name else (network.ref_id == ref)
        is_named = same if name or ref else np.arange(network.edge_count) == snap.edge
    edges = np.flatnonzero(is_named & is_open)
    distance = _distance_m(network, edges, street)
    near = edges[np.argsort(distance, kind="stable")][: min(_MOST_EDGES, int((distance <= _NEAR_M).sum()))]
    if not len(near):
        raise BadInputError(
            N_("There is no street '{name}' for this travel mode near {lon}, {lat}."),
            remedy=N_("Write the name as it is on the map, or give a point on the street."),
            name=street.name,
            lon=street.lon,
            lat=street.lat,
        )
    return near


def _distance_m(network: RoadNetwork, edges: NDArray[np.int64], street: Through) -> NDArray[np.float64]:
    """Return about how far the nearer end of each edge is from the street's point, metres."""
    scale = METRES_A_DEGREE * np.array([np.cos(np.radians(street.lat)), 1.0])
    ends = [
        np.column_stack([network.node_lon[node], network.node_lat[node]])
        for node in (network.edge_u[edges], network.edge_v[edges])
    ]
    away = [np.hypot(*((lonlat - (street.lon, street.lat)) * scale).T) for lonlat in ends]
    nearer: NDArray[np.float64] = np.minimum(*away)
    return nearer


def _leg_over(finder: LegFinder, begin: Snap, end: Snap, layers: Sequence[NDArray[np.int64]]) -> Leg | None:
    """Return the cheapest way that drives an edge of each layer in turn, None if there is none."""
    arcs = [_open_arcs(finder, edges) for edges in layers]
    groups = [[finder.leaving(begin)], *([[_after(arc)] for arc in layer] for layer in arcs)]
    into = [*([[_whole(finder, arc)] for arc in layer] for layer in arcs), [finder.arriving(end)]]
    cost = np.zeros(1, dtype=np.int64)
    choices = []
    for sources, targets in zip(groups, into, strict=True):
        total = cost[:, None] + finder.engine.table(sources, targets)
        choices.append(total.argmin(axis=0))
        cost = np.minimum(total.min(axis=0), NO_PATH)
    if cost[0] >= NO_PATH:
        return None
    chosen = [0]
    for choice in reversed(choices):
        chosen.append(int(choice[chosen[-1]]))
    return _driven(finder, begin, end, [layer[at] for layer, at in zip(arcs, chosen[-2:0:-1], strict=True)])


def _driven(finder: LegFinder, begin: Snap, end: Snap, over: Sequence[int]) -> Leg | None:
    """Return the cheapest way that drives some arcs in turn."""
    sources = finder.leaving(begin)
    between: list[int] = []
    first: int | None = None
    for arc in over:
        path = finder.engine.path(sources, [_whole(finder, arc)])
        if path is None:
            return None
        first = path.source if first is None else first
        between += [*path.arcs, arc]
        sources = [_after(arc)]
    path = finder.engine.path(sources, finder.arriving(end))
    if path is None or first is None:
        return None
    trace = through(
        single(begin.edge, begin.fraction, 1.0 - (first & 1)),
        [*between, *path.arcs],
        single(end.edge, float(path.target & 1), end.fraction),
    )
    return Leg(cost_of(finder.costs, trace), trace, first, path.target)


def _open_arcs(finder: LegFinder, edges: NDArray[np.int64]) -> list[int]:
    arcs = np.column_stack([2 * edges, 2 * edges + 1]).ravel()
    return [int(arc) for arc in arcs[finder.costs.by_arc[arcs] < FORBIDDEN]]


def _after(arc: int) -> End:
    return End(arc, 0, 0)


def _whole(finder: LegFinder, arc: int) -> End:
    return End(arc, int(finder.costs.by_arc[arc]), int(finder.length_cm[arc >> 1]))

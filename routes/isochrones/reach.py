"""What is reached along the roads: times at the nodes, and points along every reached edge."""

from collections.abc import Sequence
from typing import NamedTuple
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from routes.modes import EdgeFlag, RoadClass
from routes.network.store import RoadNetwork
from routes.network.weights import FORBIDDEN, EdgeCosts
from routes.router import Snap


class RoadPoints(NamedTuple):
    """Points on the roads with the earliest cost at which they are reached.

    Parameters
    ----------
    lonlat
        WGS84 degrees, shape (k, 2).
    cost
        Shape (k,), in units of the metric; may exceed the budget at the far side of an edge.
    is_open
        Whether one may step off the road there: not from expressways, bridges, tunnels, ferries; shape (k,).
    """

    lonlat: NDArray[np.float64]
    cost: NDArray[np.float64]
    is_open: NDArray[np.bool_]


class Reached(NamedTuple):
    """Edges that are entered within a budget, and when.

    Parameters
    ----------
    edge
        Numbers of the edges, shape (k,).
    at_u, at_v
        Cost at which the edge is entered at either end, ``inf`` where it is not; shape (k,).
    along, against
        Cost of the whole edge in either direction, ``FORBIDDEN`` where it is closed; shape (k,).
    """

    edge: NDArray[np.int64]
    at_u: NDArray[np.float64]
    at_v: NDArray[np.float64]
    along: NDArray[np.float64]
    against: NDArray[np.float64]

    def cost_at(self, row: NDArray[np.int64], fraction: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the cost at fractions of reached edges given by their row."""
        ahead = self.at_u[row] + fraction * self.along[row]
        back = self.at_v[row] + (1 - fraction) * self.against[row]
        return np.minimum(ahead, back)

    def share(self, budget: float) -> NDArray[np.float64]:
        """Return the share of each edge that lies within a budget, exactly; shape (k,)."""
        ahead = np.clip((budget - self.at_u) / self.along, 0, 1)
        back = np.clip((budget - self.at_v) / self.against, 0, 1)
        return np.minimum(ahead + back, 1)


def reached_edges(
    network: RoadNetwork, costs: EdgeCosts, node_cost: NDArray[np.float64], limit: float
) -> Reached:
    """Return the edges that can be entered before ``limit`` from nodes with known costs, shape (n,)."""
    at_u, at_v = node_cost[network.edge_u], node_cost[network.edge_v]
    edge = np.flatnonzero(
        ((at_u < limit) & (costs.forward < FORBIDDEN)) | ((at_v < limit) & (costs.backward < FORBIDDEN))
    )
    along, against = costs.forward[edge].astype(np.float64), costs.backward[edge].astype(np.float64)
    # An edge closed in one direction is never entered at that end.
    return Reached(
        edge,
        np.where(along < FORBIDDEN, at_u[edge], np.inf),
        np.where(against < FORBIDDEN, at_v[edge], np.inf),
        along,
        against,
    )


def road_points(
    network: RoadNetwork, reached: Reached, node_cost: NDArray[np.float64], spacing_m: float
) -> RoadPoints:
    """Return all reached nodes, and points at most ``spacing_m`` apart along reached edges between them."""
    node = np.flatnonzero(np.isfinite(node_cost))
    nodes = np.column_stack([network.node_lon[node], network.node_lat[node]])
    is_open = open_sides(network, reached.edge)
    node_is_open = np.zeros(network.node_count, dtype=bool)
    for ends in (network.edge_u, network.edge_v):
        node_is_open[ends[reached.edge[is_open]]] = True
    pieces = np.ceil(_shapes(network).drawn_m[reached.edge] / spacing_m).astype(np.int64)
    inner = np.maximum(pieces - 1, 0)
    row = np.repeat(np.arange(len(inner)), inner)
    number = np.arange(len(row)) - np.repeat(np.cumsum(inner) - inner, inner)
    fraction = (number + 1) / pieces[row]
    between = positions(network, reached.edge[row], fraction)
    return RoadPoints(
        np.concatenate([nodes, between]),
        np.concatenate([node_cost[node], reached.cost_at(row, fraction)]),
        np.concatenate([node_is_open[node], is_open[row]]),
    )


def ends_of_reach(network: RoadNetwork, reached: Reached, budget: float) -> RoadPoints:
    """Return the points on edges where a budget is exactly used up."""
    ahead = (budget - reached.at_u) / reached.along
    back = 1 - (budget - reached.at_v) / reached.against
    # Where both directions meet within the budget, the edge is reached whole.
    part = ahead < back
    rows = [np.flatnonzero(part & (at > 0) & (at < 1)) for at in (ahead, back)]
    at = np.concatenate([ahead[rows[0]], back[rows[1]]])
    row = np.concatenate(rows)
    edge = reached.edge[row]
    return RoadPoints(
        positions(network, edge, at), np.full(len(row), float(budget)), open_sides(network, edge)
    )


def open_sides(network: RoadNetwork, edge: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Return which edges one can step off on foot: no expressways, bridges, tunnels or ferries."""
    fenced = np.isin(network.road_class[edge], (RoadClass.MOTORWAY, RoadClass.MOTORWAY_LINK))
    leaves: NDArray[np.bool_] = ~fenced & ((network.flags[edge] & _IN_THE_AIR) == 0)
    return leaves


def origin_points(
    network: RoadNetwork, costs: EdgeCosts, snaps: Sequence[Snap], spacing_m: float
) -> RoadPoints:
    """Return points along the edges that hold the origins, reached without passing a node."""
    lonlat, cost = [positions(network, *_places(snaps))], [np.zeros(len(snaps))]
    for snap in snaps:
        count = 2 + int(network.length_m[snap.edge] / spacing_m)
        for way, target in ((costs.forward, 1.0), (costs.backward, 0.0)):
            if way[snap.edge] < FORBIDDEN:
                at = np.linspace(snap.fraction, target, count)
                lonlat.append(positions(network, np.full(count, snap.edge), at))
                cost.append(np.abs(at - snap.fraction) * way[snap.edge])
    # Whoever starts there can walk.
    return RoadPoints(np.concatenate(lonlat), at := np.concatenate(cost), np.ones(len(at), dtype=bool))


def positions(
    network: RoadNetwork, edge: NDArray[np.int64], fraction: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return the points at fractions of edges, WGS84 degrees, shape (k, 2)."""
    shapes = _shapes(network)
    offset = network.shape_offset
    # Edge number plus fraction ascends over all vertices, so one search finds the segment of every point.
    place = np.searchsorted(shapes.key, edge + fraction * _LAST, side="right") - 1
    begin = np.clip(place, offset[edge], offset[edge + 1] - 2)
    low, high = shapes.fraction[begin], shapes.fraction[begin + 1]
    share = np.divide(fraction - low, high - low, out=np.zeros(len(edge)), where=high > low)
    return _mixed(network.shape_lonlat[begin], network.shape_lonlat[begin + 1], share[:, None])


def _places(snaps: Sequence[Snap]) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    return np.array([snap.edge for snap in snaps]), np.array([snap.fraction for snap in snaps])


_IN_THE_AIR = EdgeFlag.BRIDGE | EdgeFlag.TUNNEL | EdgeFlag.FERRY
_LAST = 0.999_999
# Keeps the end of one edge before the beginning of the next when both are one sorted key.


class _Shapes(NamedTuple):
    """Of each vertex its fraction along the drawn edge and a key ascending over all; the edges' lengths."""

    fraction: NDArray[np.float64]
    key: NDArray[np.float64]
    drawn_m: NDArray[np.float64]


_known: "WeakKeyDictionary[RoadNetwork, _Shapes]" = WeakKeyDictionary()


def _shapes(network: RoadNetwork) -> _Shapes:
    if network not in _known:
        _known[network] = _measured(network)
    return _known[network]


def _measured(network: RoadNetwork) -> _Shapes:
    lonlat, offset = network.shape_lonlat, network.shape_offset
    step = np.diff(lonlat, axis=0)
    middle = np.radians((lonlat[1:, 1] + lonlat[:-1, 1]) / 2)
    metres = METRES_A_DEGREE * np.hypot(step[:, 0] * np.cos(middle), step[:, 1])
    total = np.concatenate([[0.0], np.cumsum(metres)])
    drawn = total[offset[1:] - 1] - total[offset[:-1]]
    edge = np.repeat(np.arange(network.edge_count), np.diff(offset))
    run = total - total[offset[:-1]][edge]
    fraction = np.divide(run, drawn[edge], out=np.zeros(len(run)), where=drawn[edge] > 0)
    fraction[offset[1:] - 1] = 1.0
    return _Shapes(fraction, edge + fraction * _LAST, drawn)


METRES_A_DEGREE = 111_195.0
"""Of a great circle on the mean sphere: good to 0.5 %, enough to space points."""


def _mixed(
    begin: NDArray[np.float64], end: NDArray[np.float64], share: NDArray[np.float64]
) -> NDArray[np.float64]:
    mixed: NDArray[np.float64] = begin + (end - begin) * share
    return mixed

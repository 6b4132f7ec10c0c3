"""Why there is no route: which island a point is on, how large it is, and where the way goes on."""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from data.errors import NoRouteError
from data.language.catalogue import N_
from data.language.terms import term
from routes.network.snapping import EdgeIndex
from routes.network.store import RoadNetwork
from routes.network.weights import FORBIDDEN, EdgeCosts
from routes.router import LonLat, Snap


def no_route(
    network: RoadNetwork,
    index: EdgeIndex,
    costs: EdgeCosts,
    begin: tuple[LonLat, Snap],
    end: tuple[LonLat, Snap],
) -> NoRouteError:
    """Return the error that explains why no way leads from one point to another.

    Turn restrictions are left aside: they hardly ever cut off a road, and then nothing more is said.

    Parameters
    ----------
    network
        Roads.
    index
        Finds the nearest edge of the mode.
    costs
        Costs of the question, closures included.
    begin, end
        Each point as asked (WGS84 degrees) and where it was snapped to.
    """
    facts: dict[str, Any] = {
        "begin": said(begin[0]),
        "end": said(end[0]),
        "mode": term(costs.mode, "en"),
    }
    part = _strong_parts(network, costs)
    size = np.bincount(part)
    main = int(size.argmax())
    for point, snap in (begin, end):
        here = int(part[network.edge_u[snap.edge]])
        if here != main:
            is_open = np.minimum(costs.forward, costs.backward) < FORBIDDEN
            is_main = is_open & (part[network.edge_u] == main) & (part[network.edge_v] == main)
            (beyond,) = index.snap([point], allowed=is_main)
            return NoRouteError(
                N_(
                    "There is no way from {begin} to {end} ({mode}): {island} lies on a part of the road "
                    "network ({count} junctions) that is not connected both ways with the rest. The nearest "
                    "road of the rest is {metres} m away, at {there}."
                ),
                **facts,
                island=said(point),
                count=int(size[here]),
                metres=round(beyond.access_m),
                there=said((beyond.lon, beyond.lat)),
            )
    return NoRouteError(N_("There is no way from {begin} to {end} ({mode})."), **facts)


def said(point: LonLat) -> str:
    """Return a point as it is written in messages."""
    return f"{point[0]:.5f}, {point[1]:.5f}"


def _strong_parts(network: RoadNetwork, costs: EdgeCosts) -> NDArray[np.int32]:
    """Return the number of the strongly connected part of each node, shape (n,)."""
    forward, backward = np.flatnonzero(costs.forward < FORBIDDEN), np.flatnonzero(costs.backward < FORBIDDEN)
    tail = np.concatenate([network.edge_u[forward], network.edge_v[backward]])
    head = np.concatenate([network.edge_v[forward], network.edge_u[backward]])
    n = network.node_count
    graph = coo_array((np.ones(len(tail), np.int8), (tail, head)), shape=(n, n)).tocsr()
    _, part = connected_components(graph, directed=True, connection="strong")
    return np.asarray(part, dtype=np.int32)

"""Integer costs of the arcs of a network, so that every backend adds up to exactly the same.

Arc ``2 * edge`` runs along an edge (u → v), arc ``2 * edge + 1`` against it.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from data.model.travel_mode import TravelMode
from routes.modes import U_TURN_S, edge_speeds_kph
from routes.network.store import RoadNetwork

FORBIDDEN: Final = 2**31 - 1
"""Cost of a direction that is not open; the infinity of RoutingKit. Whole routes stay below it:
24 days in milliseconds, 21,000 km in centimetres."""


@dataclass(frozen=True, slots=True, eq=False)
class EdgeCosts:
    """Cost of each arc for one mode, ``FORBIDDEN`` where it is closed.

    Parameters
    ----------
    by_arc
        Shape (2m,), int64, from 1: milliseconds for the fastest route, centimetres for the shortest.
    u_turn
        Cost of turning round, in the same unit: 0 for the shortest route, which counts metres only.
    mode
        Whose costs they are.
    """

    by_arc: NDArray[np.int64]
    u_turn: int
    mode: TravelMode

    @property
    def forward(self) -> NDArray[np.int64]:
        """Cost of each edge from u to v, shape (m,)."""
        return self.by_arc[0::2]

    @property
    def backward(self) -> NDArray[np.int64]:
        """Cost of each edge from v to u, shape (m,)."""
        return self.by_arc[1::2]


def edge_costs(
    network: RoadNetwork,
    mode: TravelMode,
    *,
    shortest: bool = False,
    slowness: NDArray[np.float64] | None = None,
) -> EdgeCosts:
    """Return travel times (ms) or lengths (cm) of all arcs for a mode.

    Parameters
    ----------
    network
        Roads.
    mode
        Travel mode.
    shortest
        Lengths instead of times.
    slowness
        How many times as long each edge takes, shape (m,), from 1; ``inf`` closes it. Lengths are not
        stretched, but closed edges are closed for them too.
    """
    cost = lengths_cm(network) if shortest else _times_ms(network, mode, slowness)
    if slowness is not None:
        cost = np.where(np.isinf(slowness), FORBIDDEN, cost)
    by_arc = np.empty(2 * network.edge_count, dtype=np.int64)
    forward, backward = network.access(mode)
    by_arc[0::2] = np.where(forward, cost, FORBIDDEN)
    by_arc[1::2] = np.where(backward, cost, FORBIDDEN)
    return EdgeCosts(by_arc, 0 if shortest else round(1000 * U_TURN_S[mode]), mode)


def lengths_cm(network: RoadNetwork) -> NDArray[np.int64]:
    """Return the routing length of each edge in whole centimetres, from 1, shape (m,)."""
    return np.clip(np.rint(network.length_m * 100), 1, FORBIDDEN).astype(np.int64)


def _times_ms(
    network: RoadNetwork, mode: TravelMode, slowness: NDArray[np.float64] | None
) -> NDArray[np.int64]:
    speed = edge_speeds_kph(network, mode)
    never = np.full(network.edge_count, np.inf)
    seconds = np.divide(network.length_m * 3.6, speed, out=never, where=speed > 0)
    if slowness is not None:
        seconds = seconds * slowness
    # What takes longer than any whole route (a speed limit of 0.001 km/h in the tags) is as good as closed.
    times: NDArray[np.int64] = np.clip(np.rint(seconds * 1000), 1, FORBIDDEN).astype(np.int64)
    return times

"""Integer costs of the edges of a network, so that every backend adds up to exactly the same."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from data.model.travel_mode import TravelMode
from routes.modes import edge_speeds_kph
from routes.network.store import RoadNetwork

FORBIDDEN: Final = 2**31 - 1
"""Cost of a direction that is not open; the infinity of RoutingKit. Whole routes stay below it:
24 days in milliseconds, 21,000 km in centimetres."""


@dataclass(frozen=True, slots=True)
class EdgeCosts:
    """Cost of each edge by direction for one mode, ``FORBIDDEN`` where it is closed.

    Parameters
    ----------
    forward, backward
        From u to v and from v to u, shape (m,), int64, from 1: milliseconds for the fastest route,
        centimetres for the shortest.
    """

    forward: NDArray[np.int64]
    backward: NDArray[np.int64]


def edge_costs(network: RoadNetwork, mode: TravelMode, *, shortest: bool = False) -> EdgeCosts:
    """Return travel times (ms) or lengths (cm) of all edges for a mode."""
    speed = edge_speeds_kph(mode, network.road_class, network.flags, network.maxspeed_kph)
    seconds = np.divide(network.length_m * 3.6, speed, out=np.zeros(network.edge_count), where=speed > 0)
    exact = network.length_m * 100 if shortest else seconds * 1000
    # What takes longer than any whole route (a speed limit of 0.001 km/h in the tags) is as good as closed.
    cost = np.clip(np.rint(exact), 1, FORBIDDEN).astype(np.int64)
    forward, backward = network.access(mode)
    return EdgeCosts(forward=np.where(forward, cost, FORBIDDEN), backward=np.where(backward, cost, FORBIDDEN))

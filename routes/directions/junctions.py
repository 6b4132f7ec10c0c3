"""What a traveller sees at the junctions of a network: the branches and where they lead."""

from collections.abc import Iterator
from typing import Final, NamedTuple
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from data.model.travel_mode import TravelMode
from routes.modes import EdgeFlag
from routes.network.store import RoadNetwork

_SIGHT_M: Final = 25.0
# The direction of a road at a junction is where it has got to after so far: junctions are drawn with kinks.
_METRES_A_DEGREE: Final = 111_195.0


class Branch(NamedTuple):
    """A road that may be taken from a junction.

    Parameters
    ----------
    edge
        Edge of the network.
    is_forward
        Whether it is taken from its first node to its last.
    bearing_deg
        Where it leads, clockwise from north.
    """

    edge: int
    is_forward: bool
    bearing_deg: float


class Junctions:
    """Branches of a network's nodes for one mode.

    Parameters
    ----------
    network
        Roads.
    mode
        Only roads that it may leave the junction on are branches.
    """

    def __init__(self, network: RoadNetwork, mode: TravelMode) -> None:
        self.network = network
        self._arcs, self._begin = _incident(network)
        self._open = np.column_stack(network.access(mode)).ravel()

    def leaving(self, node: int) -> Iterator[Branch]:
        """Yield the branches that lead away from a node."""
        for arc in self._arcs[self._begin[node] : self._begin[node + 1]].tolist():
            if self._open[arc]:
                edge, is_forward = arc >> 1, not arc & 1
                yield Branch(edge, is_forward, bearing_away(self.network, edge, is_forward=is_forward))

    def has_exit(self, node: int) -> bool:
        """Return whether a roundabout can be left at one of its nodes."""
        arcs = self._arcs[self._begin[node] : self._begin[node + 1]]
        out = arcs[self._open[arcs]] >> 1
        return bool(((self.network.flags[out] & EdgeFlag.ROUNDABOUT) == 0).any())


def bearing_away(network: RoadNetwork, edge: int, *, is_forward: bool) -> float:
    """Return the direction in which an edge leaves its first node (its last one if not forward), degrees."""
    line = network.coordinates(edge)
    return _bearing(line if is_forward else line[::-1])


def bearing_in(network: RoadNetwork, edge: int, *, is_forward: bool) -> float:
    """Return the direction in which one arrives at the end of an edge, degrees."""
    line = network.coordinates(edge)
    return (_bearing(line[::-1] if is_forward else line) + 180.0) % 360.0


def turn_angle(before_deg: float, after_deg: float) -> float:
    """Return the change of direction, −180 < angle ≤ 180, to the right positive."""
    return 180.0 - (180.0 - (after_deg - before_deg)) % 360.0


def _bearing(line: NDArray[np.float64]) -> float:
    scale = np.array([np.cos(np.radians(line[0, 1])), 1.0]) * _METRES_A_DEGREE
    away = (line[1:] - line[0]) * scale
    seen = int(np.argmax(np.append(np.hypot(away[:-1, 0], away[:-1, 1]) >= _SIGHT_M, True)))
    east, north = away[seen]
    return float(np.degrees(np.arctan2(east, north)) % 360.0)


_known: "WeakKeyDictionary[RoadNetwork, tuple[NDArray[np.int64], NDArray[np.int64]]]" = WeakKeyDictionary()


def _incident(network: RoadNetwork) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the arcs (``2 * edge``, plus one against it) by node, and where each node begins."""
    if network not in _known:
        tail = np.column_stack([network.edge_u, network.edge_v]).ravel()
        begin = np.concatenate([[0], np.cumsum(np.bincount(tail, minlength=network.node_count))])
        _known[network] = np.argsort(tail, kind="stable"), begin
    return _known[network]

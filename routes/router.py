"""Router: the one protocol behind which every routing backend stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray
from shapely import LineString

from data.model.travel_mode import TravelMode

LonLat = tuple[float, float]

OFF_NETWORK_M: Final = 10_000.0
"""Farther than this from its roads a point belongs to another network."""

UNREACHABLE_S = np.iinfo(np.int32).max
"""Duration in a matrix where there is no route."""


@dataclass(frozen=True, slots=True)
class Snap:
    """Where a point meets the network.

    Parameters
    ----------
    edge
        Number of the edge in the network's arrays.
    fraction
        Position along the edge's geometry, 0 at its first node, 1 at its last.
    lon, lat
        The snapped point, WGS84 degrees.
    access_m
        Straight distance from the asked point to it, metres.
    """

    edge: int
    fraction: float
    lon: float
    lat: float
    access_m: float


@dataclass(frozen=True, slots=True)
class Route:
    """A way through all asked points.

    Parameters
    ----------
    distance_m, duration_s
        Along the network; ``duration_s`` is rounded up to whole seconds. Access is not included.
    geometry
        Line along the roads, WGS84 degrees.
    roads
        Roads used, in order, as 'ref / name' (what there is of it); unnamed pieces are passed over.
    snaps
        Where each asked point meets the network.
    road_lengths_m
        Metres on each of ``roads``; they add up to less than ``distance_m`` by the unnamed pieces.
    """

    distance_m: float
    duration_s: int
    geometry: LineString
    roads: tuple[str, ...]
    snaps: tuple[Snap, ...]
    road_lengths_m: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Matrix:
    """All pairs of n points.

    Parameters
    ----------
    duration_s
        Shape (n, n), int32 seconds rounded up, from row to column; ``UNREACHABLE_S`` where there is no route.
    distance_m
        Shape (n, n), float64 metres along a fastest route; ``inf`` where there is none, NaN if not asked for.
    snaps
        Where each point meets the network.
    """

    duration_s: NDArray[np.int32]
    distance_m: NDArray[np.float64]
    snaps: tuple[Snap, ...]


class Router(Protocol):
    """Routes of one travel mode over one network. Points are (lon, lat), WGS84 degrees."""

    @property
    def mode(self) -> TravelMode:
        """Travel mode the weights are for."""

    def snap(self, points: Sequence[LonLat]) -> tuple[Snap, ...]:
        """Snap each point to the nearest edge usable in this mode.

        Raises
        ------
        NoRouteError
            If the network has no edge for this mode.
        """

    def route(self, points: Sequence[LonLat], *, shortest: bool = False) -> Route:
        """Return the fastest (or shortest) way through the points in order.

        Raises
        ------
        NoRouteError
            If two consecutive points are not connected; names the pair.
        """

    def matrix(self, points: Sequence[LonLat], *, distances: bool = True) -> Matrix:
        """Return durations and distances between all pairs along the fastest routes.

        ``distances=False`` leaves ``distance_m`` at NaN (``inf`` where there is no route) and is much faster.
        """

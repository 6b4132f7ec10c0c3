"""Router: the one protocol behind which every routing backend stands."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, NamedTuple, Protocol, Self

import numpy as np
from numpy.typing import NDArray
from shapely import LineString, MultiPolygon, Polygon

from data.model.travel_mode import TravelMode

LonLat = tuple[float, float]

OFF_NETWORK_M: Final = 10_000.0
"""Farther than this from its roads a point belongs to another network."""

UNREACHABLE_S = np.iinfo(np.int32).max
"""Duration in a matrix where there is no route."""


class Side(StrEnum):
    """Which side of the road a place is on for who passes it.

    Vietnam drives on the right, so a place on the right is reached without crossing.
    """

    LEFT = "left"
    RIGHT = "right"
    ON = "on"

    @property
    def opposite(self) -> "Side":
        """The side seen by who passes the other way."""
        return {Side.LEFT: Side.RIGHT, Side.RIGHT: Side.LEFT, Side.ON: Side.ON}[self]


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
    side
        Side of the road the asked point is on, seen along the edge from its first node to its last.
    """

    edge: int
    fraction: float
    lon: float
    lat: float
    access_m: float
    side: Side = Side.ON


class Trace(NamedTuple):
    """Drives along edges one after another, each between two fractions of its edge.

    Parameters
    ----------
    edge
        Edge of each piece in the network's arrays, shape (k,).
    begin, end
        Fractions, shape (k,); a piece runs against its edge where ``end < begin``.
    """

    edge: NDArray[np.int64]
    begin: NDArray[np.float64]
    end: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class RoutePart:
    """A stretch of a route in one travel mode.

    Parameters
    ----------
    mode
        How it is travelled.
    distance_m, duration_s
        Along the network; ``duration_s`` is rounded up to whole seconds.
    geometry
        Line along the roads, WGS84 degrees.
    roads
        Roads used, in order, as 'ref / name' (what there is of it); unnamed pieces are passed over.
    road_lengths_m
        Metres on each of ``roads``.
    trace
        The edges in order, None where there are none (a straight walk to a place off the roads).
    stop_at
        Number of pieces of ``trace`` before each point on the way (not the first, not the last).
    """

    mode: TravelMode
    distance_m: float
    duration_s: int
    geometry: LineString
    roads: tuple[str, ...] = ()
    road_lengths_m: tuple[float, ...] = ()
    trace: Trace | None = field(default=None, compare=False, repr=False)
    stop_at: tuple[int, ...] = ()


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
    parts
        The route cut where the travel mode changes: one part for a route of one mode, several for mixed legs.
        Their distances and durations add up to those of the route.
    unknown_m
        Metres on roads of which the map does not say whether the vehicle fits (coach, minibus).
    sides
        Side of the road each point is on, seen in the direction of travel there; empty where not known.
    """

    distance_m: float
    duration_s: int
    geometry: LineString
    roads: tuple[str, ...]
    snaps: tuple[Snap, ...]
    road_lengths_m: tuple[float, ...] = ()
    parts: tuple[RoutePart, ...] = ()
    unknown_m: float = 0.0
    sides: tuple[Side, ...] = ()


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
    walk_s
        Shape (n, n), int32: the part of ``duration_s`` spent on foot; None where nobody leaves the vehicle.
    walk_m
        Shape (n, n), float64: the part of ``distance_m`` gone on foot; None like ``walk_s``.
    """

    duration_s: NDArray[np.int32]
    distance_m: NDArray[np.float64]
    snaps: tuple[Snap, ...]
    walk_s: NDArray[np.int32] | None = None
    walk_m: NDArray[np.float64] | None = None


@dataclass(frozen=True, slots=True)
class Through:
    """A street that a route must use on one of its legs.

    Parameters
    ----------
    lon, lat
        A point on or near the street, WGS84 degrees.
    name
        Name or ref of the street as on the map, in any case and with or without accents; '' takes the street
        of the nearest road.
    leg
        Number of the leg that passes it, from 0: between points ``leg`` and ``leg + 1``.
    """

    lon: float
    lat: float
    name: str = ""
    leg: int = 0


@dataclass(frozen=True, slots=True)
class Penalty:
    """Roads within an area take ``factor`` times as long (at least 1).

    Parameters
    ----------
    area
        WGS84 degrees.
    factor
        From 1; ``inf`` closes the roads.
    """

    area: Polygon | MultiPolygon
    factor: float


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

    def route(
        self,
        points: Sequence[LonLat],
        *,
        shortest: bool = False,
        through: Sequence[Through] = (),
        depart_s: int | None = None,
        is_weekend: bool = False,
    ) -> Route:
        """Return the fastest (or shortest) way through the points in order.

        Parameters
        ----------
        points
            Two or more; those between the first and the last are via points.
        shortest
            Least metres rather than least time.
        through
            Streets to be used on the way; several of one leg are passed in the order given.
        depart_s
            Seconds after local midnight; roads are as slow as they usually are then. None is free flow.
        is_weekend
            Whether the day is a Saturday or Sunday.

        Raises
        ------
        NoRouteError
            If two consecutive points are not connected; names the pair and what separates it.
        """

    def matrix(
        self,
        points: Sequence[LonLat],
        *,
        distances: bool = True,
        depart_s: int | None = None,
        is_weekend: bool = False,
    ) -> Matrix:
        """Return durations and distances between all pairs along the fastest routes.

        ``distances=False`` leaves ``distance_m`` at NaN (``inf`` where there is no route) and is faster.
        ``depart_s`` and ``is_weekend`` as in ``route``.
        """

    def with_changes(
        self,
        *,
        closures: Sequence[LonLat] = (),
        avoid: Sequence[Polygon | MultiPolygon] = (),
        penalties: Sequence[Penalty] = (),
    ) -> Self:
        """Return a router over the same roads with some of them closed or slowed; this one is unchanged.

        Parameters
        ----------
        closures
            Each closes the road nearest to it, junction to junction, in both directions.
        avoid
            Areas whose roads are closed: every edge that enters the area.
        penalties
            Areas whose roads take longer.

        Raises
        ------
        NoRouteError
            If nothing is left that this mode can use.
        """

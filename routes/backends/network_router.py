"""NetworkRouter: snapping, ends on edges, geometry and names around any engine."""

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray
from shapely import LineString, MultiPolygon, Polygon

from data.errors import NoRouteError
from data.language.catalogue import N_
from data.model.travel_mode import TravelMode
from routes.backends.changes import slowness
from routes.backends.engine import NO_PATH
from routes.backends.legs import Leg, LegFinder
from routes.backends.metrics import EngineMaker, Metrics, question
from routes.backends.streets import chain_through
from routes.backends.tracing import cost_of, joined, length_cm, line_through, roads_along
from routes.backends.unreachable import no_route
from routes.modes.suitability import Suitability, suitability
from routes.network.snapping import EdgeIndex
from routes.network.store import RoadNetwork
from routes.network.weights import EdgeCosts
from routes.router import (
    OFF_NETWORK_M,
    UNREACHABLE_S,
    LonLat,
    Matrix,
    Penalty,
    Route,
    RoutePart,
    Side,
    Snap,
    Through,
)


class Measure(NamedTuple):
    """Time and length of a route without its line."""

    duration_s: int
    distance_m: float


class NetworkRouter:
    """Router over a RoadNetwork; the engine is made at the first question that needs it.

    Parameters
    ----------
    network
        Roads.
    mode
        Travel mode.
    make_engine
        Makes the engine for a set of edge costs: for the fastest and the shortest routes and for bands of the
        day.

    Raises
    ------
    NoRouteError
        If the network has no road for the mode.
    """

    def __init__(self, network: RoadNetwork, mode: TravelMode, make_engine: EngineMaker) -> None:
        self._network = network
        self._mode = mode
        self._index = EdgeIndex(network, mode)
        self._metrics = Metrics(network, mode, make_engine)

    @property
    def mode(self) -> TravelMode:
        """Travel mode the weights are for."""
        return self._mode

    @property
    def network(self) -> RoadNetwork:
        """The roads."""
        return self._network

    def snap(self, points: Sequence[LonLat]) -> tuple[Snap, ...]:
        """Snap each point to the nearest edge usable in this mode and not closed."""
        return self._index.snap(points, self._allowed)

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

        At a point between the first and the last the vehicle goes on in the direction in which it came, or
        turns back at the cost of turning round (``routes.modes.U_TURN_S``; no metres). Directions of all legs
        are chosen together. The whole route is timed in the band of the day it begins in.

        Raises
        ------
        NoRouteError
            If there are fewer than two points, or two consecutive ones are not connected; names the pair.
        """
        if len(points) < 2:
            raise NoRouteError(N_("A route needs at least two points."))
        snaps = self.snap(points)
        asked = question(self._mode, shortest=shortest, depart_s=depart_s, is_weekend=is_weekend)
        finder = self._metrics.finder(asked)
        legs = self._legs(finder, snaps, through)
        if isinstance(legs, int):
            pairs = list(zip(points, snaps, strict=True))
            raise no_route(self._network, self._index, finder.costs, pairs[legs], pairs[legs + 1])
        timed = question(self._mode, depart_s=depart_s, is_weekend=is_weekend)
        times = finder.costs if not shortest else self._metrics.costs(timed)
        return self.assembled(legs, snaps, times)

    def matrix(
        self,
        points: Sequence[LonLat],
        *,
        distances: bool = True,
        depart_s: int | None = None,
        is_weekend: bool = False,
    ) -> Matrix:
        """Return durations and distances between all pairs along the fastest routes."""
        snaps = self.snap(points)
        finder = self._metrics.finder(question(self._mode, depart_s=depart_s, is_weekend=is_weekend))
        sources = [finder.leaving(snap) for snap in snaps]
        targets = [finder.arriving(snap) for snap in snaps]
        cost = finder.engine.table(sources, targets)
        whole_cm = finder.engine.lengths_cm(sources, targets, cost) if distances else None
        for i, j in _same_edge_pairs(snaps):
            leg = finder.direct(snaps[i], snaps[j])
            if leg is not None and leg.cost <= cost[i, j]:
                cost[i, j] = leg.cost
                if whole_cm is not None:
                    whole_cm[i, j] = length_cm(self._metrics.length_cm, leg.trace).sum()
        reached = cost < NO_PATH
        metres = np.full(cost.shape, np.nan) if whole_cm is None else whole_cm / 100
        seconds = np.where(reached, -(-cost // 1000), UNREACHABLE_S).astype(np.int32)
        return Matrix(duration_s=seconds, distance_m=np.where(reached, metres, np.inf), snaps=snaps)

    def measure(
        self,
        pairs: Sequence[tuple[LonLat, LonLat]],
        *,
        shortest: bool = False,
        depart_s: int | None = None,
        is_weekend: bool = False,
    ) -> list[Measure | None]:
        """Return time and length between the points of each pair, None where there is no route.

        As ``route`` says, but without lines and names: what tables and bulk questions need. Points farther
        than ``OFF_NETWORK_M`` from every road have no route.
        """
        snaps = self.snap([point for pair in pairs for point in pair])
        asked = question(self._mode, shortest=shortest, depart_s=depart_s, is_weekend=is_weekend)
        finder = self._metrics.finder(asked)
        timed = question(self._mode, depart_s=depart_s, is_weekend=is_weekend)
        times = finder.costs if not shortest else self._metrics.costs(timed)
        legs = (
            finder.leg(begin, end) if max(begin.access_m, end.access_m) <= OFF_NETWORK_M else None
            for begin, end in zip(snaps[0::2], snaps[1::2], strict=True)
        )
        return [None if leg is None else self._measured(leg, times, is_timed=not shortest) for leg in legs]

    def cost(self, begin: LonLat, end: LonLat, *, shortest: bool = False) -> int | None:
        """Return the exact integer cost between two points (ms or cm), None if they are not connected."""
        first, last = self.snap([begin, end])
        leg = self._metrics.finder(question(self._mode, shortest=shortest)).leg(first, last)
        return None if leg is None else leg.cost

    def costs(self, *, shortest: bool = False, depart_s: int | None = None) -> EdgeCosts:
        """Return the costs of all arcs, for searches of other kinds; changes of this router included."""
        return self._metrics.costs(question(self._mode, shortest=shortest, depart_s=depart_s))

    def finder(
        self, *, shortest: bool = False, depart_s: int | None = None, is_weekend: bool = False
    ) -> LegFinder:
        """Return the leg finder over those costs, for searches of other kinds."""
        return self._metrics.finder(
            question(self._mode, shortest=shortest, depart_s=depart_s, is_weekend=is_weekend)
        )

    def with_changes(
        self,
        *,
        closures: Sequence[LonLat] = (),
        avoid: Sequence[Polygon | MultiPolygon] = (),
        penalties: Sequence[Penalty] = (),
    ) -> Self:
        """Return a router over the same roads with some of them closed or slowed; this one is unchanged.

        Raises
        ------
        BadInputError
            If an area or a factor is wrong.
        """
        return self.with_slowness(
            slowness(self._network, self._index, closures=closures, avoid=avoid, penalties=penalties)
        )

    def with_slowness(self, factor: NDArray[np.float64]) -> Self:
        """Return a router on which each edge takes ``factor`` times as long, shape (m,); ``inf`` closes.

        Factors are from 1. Changes of this router stay. Few changed edges cost little (``Engine.changed``).
        """
        other = object.__new__(type(self))
        other._network, other._mode, other._index = self._network, self._mode, self._index
        other._metrics = self._metrics.changed(factor)
        return other

    @cached_property
    def _allowed(self) -> NDArray[np.bool_] | None:
        """Edges that are not closed by a change; None where nothing is."""
        factor = self._metrics.slowness
        return None if factor is None or not np.isinf(factor).any() else np.isfinite(factor)

    @cached_property
    def _is_unknown(self) -> NDArray[np.bool_]:
        forward, backward = self._network.access(self._mode)
        codes = suitability(self._network, self._mode, forward | backward)
        is_unknown: NDArray[np.bool_] = codes == Suitability.UNKNOWN
        return is_unknown

    def _legs(self, finder: LegFinder, snaps: Sequence[Snap], through: Sequence[Through]) -> list[Leg] | int:
        if not through:
            return finder.chain(snaps)
        return chain_through(self._network, self._index, finder, snaps, through)

    def _measured(self, leg: Leg, times: EdgeCosts, *, is_timed: bool) -> Measure:
        duration = leg.cost if is_timed else cost_of(times, leg.trace)
        return Measure(-(-duration // 1000), int(length_cm(self._metrics.length_cm, leg.trace).sum()) / 100)

    def assembled(self, legs: Sequence[Leg], snaps: tuple[Snap, ...], times: EdgeCosts) -> Route:
        """Return legs between snapped points as a route timed by some costs (ms)."""
        trace = joined([leg.trace for leg in legs])
        metres = length_cm(self._metrics.length_cm, trace) / 100
        roads, on_each = roads_along(self._network, trace, metres)
        part = RoutePart(
            mode=self._mode,
            distance_m=round(float(metres.sum()), 2),
            duration_s=-(-cost_of(times, trace) // 1000),
            geometry=LineString(line_through(self._network, trace)),
            roads=roads,
            road_lengths_m=on_each,
            trace=trace,
            stop_at=tuple(np.cumsum([len(leg.trace.edge) for leg in legs[:-1]]).tolist()),
        )
        return Route(
            distance_m=part.distance_m,
            duration_s=part.duration_s,
            geometry=part.geometry,
            roads=roads,
            snaps=snaps,
            road_lengths_m=on_each,
            parts=(part,),
            unknown_m=round(float(metres[self._is_unknown[trace.edge]].sum()), 2),
            sides=_sides(legs, snaps),
        )


def _sides(legs: Sequence[Leg], snaps: Sequence[Snap]) -> tuple[Side, ...]:
    """Return the side of each point for who departs from the first or arrives at the others."""
    arcs = [legs[0].first, *(leg.last for leg in legs)]
    return tuple(snap.side.opposite if arc & 1 else snap.side for arc, snap in zip(arcs, snaps, strict=True))


def _same_edge_pairs(snaps: Sequence[Snap]) -> Iterator[tuple[int, int]]:
    on_edge: dict[int, list[int]] = {}
    for number, snap in enumerate(snaps):
        on_edge.setdefault(snap.edge, []).append(number)
    return ((i, j) for group in on_edge.values() for i in group for j in group)

"""NetworkRouter: snapping, ends on edges, geometry and names around any engine."""

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from shapely import LineString

from data.errors import NoRouteError
from data.language.catalogue import N_
from data.language.terms import term
from data.model.travel_mode import TravelMode
from routes.backends.engine import NO_PATH, End, Engine
from routes.backends.tracing import (
    cost_of,
    joined,
    length_m,
    line_through,
    roads_along,
    single,
    through,
)
from routes.network.connectivity import strong_parts
from routes.network.snapping import EdgeIndex
from routes.network.store import RoadNetwork
from routes.network.weights import FORBIDDEN, EdgeCosts, edge_costs
from routes.router import UNREACHABLE_S, LonLat, Matrix, Route, RoutePart, Snap, Trace

EngineMaker = Callable[[RoadNetwork, EdgeCosts], Engine]


class _Leg(NamedTuple):
    cost: int
    trace: Trace


class _EdgeEnd(NamedTuple):
    """An end of an edge: its node, the cost between it and a point on the edge, its fraction (0 or 1)."""

    node: int
    cost: int
    fraction: float


class NetworkRouter:
    """Router over a RoadNetwork; the engine is made at the first question that needs it.

    Parameters
    ----------
    network
        Roads.
    mode
        Travel mode.
    make_engine
        Makes the engine for a set of edge costs: once for the fastest and once for the shortest routes.

    Raises
    ------
    NoRouteError
        If the network has no road for the mode.
    """

    def __init__(self, network: RoadNetwork, mode: TravelMode, make_engine: EngineMaker) -> None:
        self._network = network
        self._mode = mode
        self._make_engine = make_engine
        self._index = EdgeIndex(network, mode)
        self._prepared: dict[bool, tuple[EdgeCosts, Engine]] = {}

    @property
    def mode(self) -> TravelMode:
        """Travel mode the weights are for."""
        return self._mode

    @property
    def network(self) -> RoadNetwork:
        """The roads."""
        return self._network

    def snap(self, points: Sequence[LonLat]) -> tuple[Snap, ...]:
        """Snap each point to the nearest edge usable in this mode."""
        return self._index.snap(points)

    def route(self, points: Sequence[LonLat], *, shortest: bool = False) -> Route:
        """Return the fastest (or shortest) way through the points in order.

        Raises
        ------
        NoRouteError
            If there are fewer than two points, or two consecutive ones are not connected; names the pair.
        """
        if len(points) < 2:
            raise NoRouteError(N_("A route needs at least two points."))
        snaps = self.snap(points)
        traces: list[Trace] = []
        for number, (begin, end) in enumerate(pairwise(snaps)):
            leg = self._leg(begin, end, shortest=shortest)
            if leg is None:
                raise self._no_route(points[number], points[number + 1], begin, end)
            traces.append(leg.trace)
        trace = joined(traces)
        fastest, _ = self._engine(shortest=False)
        labels, lengths = roads_along(self._network, trace)
        part = RoutePart(
            mode=self._mode,
            distance_m=float(length_m(self._network, trace).sum()),
            duration_s=-(-cost_of(fastest, trace) // 1000),
            geometry=LineString(line_through(self._network, trace)),
            roads=labels,
            road_lengths_m=lengths,
            trace=trace,
            stop_at=tuple(np.cumsum([len(one.edge) for one in traces[:-1]]).tolist()),
        )
        return Route(
            distance_m=part.distance_m,
            duration_s=part.duration_s,
            geometry=part.geometry,
            roads=labels,
            snaps=snaps,
            road_lengths_m=lengths,
            parts=(part,),
        )

    def matrix(self, points: Sequence[LonLat], *, distances: bool = True) -> Matrix:
        """Return durations and distances between all pairs along the fastest routes."""
        snaps = self.snap(points)
        costs, engine = self._engine(shortest=False)
        sources = [_nodes(self._leaving(costs, snap)) for snap in snaps]
        targets = [_nodes(self._arriving(costs, snap)) for snap in snaps]
        cost = engine.table(sources, targets)
        for i, j in _same_edge_pairs(snaps):
            direct = _direct(costs, snaps[i], snaps[j])
            cost[i, j] = min(cost[i, j], NO_PATH if direct is None else direct.cost)
        reached = cost < NO_PATH
        length = np.where(reached, 0.0 if distances else np.nan, np.inf)
        if distances:
            for i, j in zip(*np.nonzero(reached), strict=True):
                leg = self._leg(snaps[i], snaps[j], shortest=False)
                length[i, j] = length_m(self._network, leg.trace).sum() if leg else np.inf
        seconds = np.where(reached, -(-cost // 1000), UNREACHABLE_S).astype(np.int32)
        return Matrix(duration_s=seconds, distance_m=length, snaps=snaps)

    def cost(self, begin: LonLat, end: LonLat, *, shortest: bool = False) -> int | None:
        """Return the exact integer cost between two points (ms or cm), None if they are not connected."""
        first, last = self.snap([begin, end])
        leg = self._leg(first, last, shortest=shortest)
        return None if leg is None else leg.cost

    def _engine(self, *, shortest: bool) -> tuple[EdgeCosts, Engine]:
        if shortest not in self._prepared:
            costs = edge_costs(self._network, self._mode, shortest=shortest)
            self._prepared[shortest] = (costs, self._make_engine(self._network, costs))
        return self._prepared[shortest]

    def _leg(self, begin: Snap, end: Snap, *, shortest: bool) -> _Leg | None:
        costs, engine = self._engine(shortest=shortest)
        out, into = self._leaving(costs, begin), self._arriving(costs, end)
        direct = _direct(costs, begin, end)
        found = engine.path(_nodes(out), _nodes(into))
        if found is None or (direct is not None and direct.cost <= found.cost):
            return direct
        first = single(begin.edge, begin.fraction, _chosen(out, found.source))
        last = single(end.edge, _chosen(into, found.target), end.fraction)
        return _Leg(found.cost, through(first, found.arcs, last))

    def _leaving(self, costs: EdgeCosts, snap: Snap) -> list[_EdgeEnd]:
        """Return the ends of the edge that can be driven to from a snapped point."""
        u, v = int(self._network.edge_u[snap.edge]), int(self._network.edge_v[snap.edge])
        ends = []
        if costs.forward[snap.edge] < FORBIDDEN:
            ends.append(_EdgeEnd(v, _part(costs.forward, snap.edge, snap.fraction, 1.0), 1.0))
        if costs.backward[snap.edge] < FORBIDDEN:
            ends.append(_EdgeEnd(u, _part(costs.backward, snap.edge, snap.fraction, 0.0), 0.0))
        return ends

    def _arriving(self, costs: EdgeCosts, snap: Snap) -> list[_EdgeEnd]:
        """Return the ends of the edge from which a snapped point can be driven to."""
        u, v = int(self._network.edge_u[snap.edge]), int(self._network.edge_v[snap.edge])
        ends = []
        if costs.forward[snap.edge] < FORBIDDEN:
            ends.append(_EdgeEnd(u, _part(costs.forward, snap.edge, 0.0, snap.fraction), 0.0))
        if costs.backward[snap.edge] < FORBIDDEN:
            ends.append(_EdgeEnd(v, _part(costs.backward, snap.edge, 1.0, snap.fraction), 1.0))
        return ends

    def _no_route(self, begin: LonLat, end: LonLat, first: Snap, last: Snap) -> NoRouteError:
        part = strong_parts(self._network, self._mode)
        size = np.bincount(part)
        for point, snap in ((begin, first), (end, last)):
            here = part[self._network.edge_u[snap.edge]]
            if size[here] < size.max():
                return NoRouteError(
                    N_(
                        "There is no way from {begin} to {end} ({mode}): {island} lies on a part of the road "
                        "network ({count} junctions) that is not connected both ways with the rest."
                    ),
                    begin=_said(begin),
                    end=_said(end),
                    mode=term(self._mode, "en"),
                    island=_said(point),
                    count=int(size[here]),
                )
        return NoRouteError(
            N_("There is no way from {begin} to {end} ({mode})."),
            begin=_said(begin),
            end=_said(end),
            mode=term(self._mode, "en"),
        )


def _said(point: LonLat) -> str:
    return f"{point[0]:.5f}, {point[1]:.5f}"


def _part(way: NDArray[np.int64], edge: int, begin: float, end: float) -> int:
    # As tracing.cost_of does for many.
    whole = int(way[edge])
    return abs(round(end * whole) - round(begin * whole))


def _direct(costs: EdgeCosts, begin: Snap, end: Snap) -> _Leg | None:
    """Return the way along one edge that both points lie on, if it is open in that direction."""
    if begin.edge != end.edge:
        return None
    ahead = end.fraction >= begin.fraction and costs.forward[begin.edge] < FORBIDDEN
    back = end.fraction <= begin.fraction and costs.backward[begin.edge] < FORBIDDEN
    if not (ahead or back):
        return None
    trace = single(begin.edge, begin.fraction, end.fraction)
    return _Leg(cost_of(costs, trace), trace)


def _nodes(ends: Sequence[_EdgeEnd]) -> list[End]:
    return [(end.node, end.cost) for end in ends]


def _chosen(ends: Sequence[_EdgeEnd], node: int) -> float:
    # A loop has the same node at both ends: the cheaper way round was taken.
    return min((end for end in ends if end.node == node), key=lambda end: end.cost).fraction


def _same_edge_pairs(snaps: Sequence[Snap]) -> Iterator[tuple[int, int]]:
    on_edge: dict[int, list[int]] = {}
    for number, snap in enumerate(snaps):
        on_edge.setdefault(snap.edge, []).append(number)
    return ((i, j) for group in on_edge.values() for i in group for j in group)

"""Legs: cheapest ways between snapped points, alone or one after another through points on the way."""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from routes.backends.engine import End, Engine
from routes.backends.tracing import cost_of, single, through
from routes.network.weights import FORBIDDEN, EdgeCosts
from routes.router import Snap, Trace


class Leg(NamedTuple):
    """A cheapest way between two snapped points.

    Parameters
    ----------
    cost
        Integer cost (ms or cm).
    trace
        Pieces of edges in order.
    first, last
        Arcs on which it begins and ends.
    """

    cost: int
    trace: Trace
    first: int
    last: int


class LegFinder:
    """Finds legs over one engine.

    Parameters
    ----------
    costs
        Costs the engine was made for.
    engine
        Searches between ends.
    length_cm
        Length of each edge, centimetres, shape (m,).
    """

    def __init__(self, costs: EdgeCosts, engine: Engine, length_cm: NDArray[np.int64]) -> None:
        self.costs = costs
        self.engine = engine
        self.length_cm = length_cm

    def leaving(self, snap: Snap) -> list[End]:
        """Return the ways to drive off from a snapped point: up to two, to the ends of its edge."""
        forward, backward = 2 * snap.edge, 2 * snap.edge + 1
        ends = []
        if self.costs.by_arc[forward] < FORBIDDEN:
            ends.append(self._end(forward, snap, snap.fraction, 1.0))
        if self.costs.by_arc[backward] < FORBIDDEN:
            ends.append(self._end(backward, snap, snap.fraction, 0.0))
        return ends

    def arriving(self, snap: Snap) -> list[End]:
        """Return the ways to arrive at a snapped point: up to two, from the ends of its edge."""
        forward, backward = 2 * snap.edge, 2 * snap.edge + 1
        ends = []
        if self.costs.by_arc[forward] < FORBIDDEN:
            ends.append(self._end(forward, snap, 0.0, snap.fraction))
        if self.costs.by_arc[backward] < FORBIDDEN:
            ends.append(self._end(backward, snap, 1.0, snap.fraction))
        return ends

    def leg(self, begin: Snap, end: Snap, first: int | None = None, last: int | None = None) -> Leg | None:
        """Return the cheapest way between two snapped points, None if there is none.

        Parameters
        ----------
        begin, end
            Where it begins and ends.
        first, last
            Arc on which it must begin or end (a direction of travel); None for either.
        """
        direct = self._direct(begin, end, first, last)
        out = [one for one in self.leaving(begin) if first in {None, one.arc}]
        into = [one for one in self.arriving(end) if last in {None, one.arc}]
        path = self.engine.path(out, into)
        if path is None or (direct is not None and direct.cost <= path.cost):
            return direct
        trace = through(
            single(begin.edge, begin.fraction, 1.0 - (path.source & 1)),
            path.arcs,
            single(end.edge, float(path.target & 1), end.fraction),
        )
        # A way that must begin in one direction may turn round at the next junction, which costs as well.
        cost = path.cost if first is None and last is None else cost_of(self.costs, trace)
        return Leg(cost, trace, path.source, path.target)

    def direct(self, begin: Snap, end: Snap) -> Leg | None:
        """Return the way along the one edge that both points lie on, None if it is not open that way."""
        return self._direct(begin, end, None, None)

    def chain(self, snaps: Sequence[Snap]) -> list[Leg] | int:
        """Return the legs through points on the way, or the number of the first that does not exist.

        Turning back at a point between costs ``costs.u_turn``; the directions of all legs are chosen
        together, so that the whole costs least.
        """
        free = []
        for number, (begin, end) in enumerate(pairwise(snaps)):
            leg = self.leg(begin, end)
            if leg is None:
                return number
            free.append(leg)
        if not self.costs.u_turn or all(one.last != two.first ^ 1 for one, two in pairwise(free)):
            # Free legs without turning back are a lower bound that is reached.
            return free
        return self._together(snaps)

    def _together(self, snaps: Sequence[Snap]) -> list[Leg]:
        """Choose the directions of all legs by dynamic programming over the arcs at the points between."""
        best: dict[int | None, tuple[int, list[Leg]]] = {None: (0, [])}
        for number, (begin, end) in enumerate(pairwise(snaps)):
            is_last = number == len(snaps) - 2
            arrivals: list[int | None] = [None] if is_last else [one.arc for one in self.arriving(end)]
            departures: list[int | None] = [None] if number == 0 else [one.arc for one in self.leaving(begin)]
            found: dict[int | None, tuple[int, list[Leg]]] = {}
            for first in departures:
                ways = {last: self.leg(begin, end, first, last) for last in arrivals}
                for before, (cost, legs) in best.items():
                    turn = self.costs.u_turn if first is not None and before == first ^ 1 else 0
                    for last, leg in ways.items():
                        if leg is not None and (last not in found or cost + turn + leg.cost < found[last][0]):
                            found[last] = (cost + turn + leg.cost, [*legs, leg])
            best = found
        return min(best.values(), key=lambda one: one[0])[1]

    def _end(self, arc: int, snap: Snap, begin: float, end: float) -> End:
        return End(
            arc,
            _part(int(self.costs.by_arc[arc]), begin, end),
            _part(int(self.length_cm[snap.edge]), begin, end),
        )

    def _direct(self, begin: Snap, end: Snap, first: int | None, last: int | None) -> Leg | None:
        if begin.edge != end.edge:
            return None
        found = None
        for arc, is_ahead in (
            (2 * begin.edge, end.fraction >= begin.fraction),
            (2 * begin.edge + 1, end.fraction <= begin.fraction),
        ):
            whole = int(self.costs.by_arc[arc])
            if is_ahead and whole < FORBIDDEN and first in {None, arc} and last in {None, arc}:
                cost = _part(whole, begin.fraction, end.fraction)
                if found is None or cost < found.cost:
                    found = Leg(cost, single(begin.edge, begin.fraction, end.fraction), arc, arc)
        return found


def _part(whole: int, begin: float, end: float) -> int:
    # As tracing.cost_of does for many.
    return abs(round(end * whole) - round(begin * whole))

"""Metrics: costs and engine of every question, made when first asked and kept."""

from collections import OrderedDict
from collections.abc import Callable
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from data.model.travel_mode import TravelMode
from routes.backends.engine import Engine
from routes.backends.legs import LegFinder
from routes.modes.congestion import Band, band, edge_factors, is_congestible
from routes.network.store import RoadNetwork
from routes.network.weights import EdgeCosts, edge_costs, lengths_cm

EngineMaker = Callable[[RoadNetwork, EdgeCosts], Engine]

_KEPT: Final = 6
# Fastest, shortest and some bands of the day; a metric of 330,000 junctions takes about 25 MB.


class Question(NamedTuple):
    """What is minimised: metres, or time on free roads (``band`` None) or in a band of the day."""

    shortest: bool = False
    band: Band | None = None


def question(
    mode: TravelMode, *, shortest: bool = False, depart_s: int | None = None, is_weekend: bool = False
) -> Question:
    """Return the question of a route; the shortest way is the same at any time."""
    if shortest or depart_s is None or not is_congestible(mode):
        return Question(shortest)
    now = band(depart_s, is_weekend=is_weekend)
    return Question(band=now if max(now.factors) > 1 else None)


class Metrics:
    """Leg finders of one mode over one network, by question.

    Parameters
    ----------
    network
        Roads.
    mode
        Travel mode.
    make_engine
        Makes the engine for a set of costs.
    slowness
        Times as long each edge takes because of closures and penalties, shape (m,); None for no changes.
    original
        The metrics without changes, whose engines are changed rather than made anew.
    """

    def __init__(
        self,
        network: RoadNetwork,
        mode: TravelMode,
        make_engine: EngineMaker,
        *,
        slowness: NDArray[np.float64] | None = None,
        original: "Metrics | None" = None,
    ) -> None:
        self._network = network
        self._mode = mode
        self._make_engine = make_engine
        self._original = original
        self._made: OrderedDict[Question, LegFinder] = OrderedDict()
        self.slowness = slowness
        self.length_cm: NDArray[np.int64] = lengths_cm(network) if original is None else original.length_cm

    def changed(self, slowness: NDArray[np.float64]) -> "Metrics":
        """Return metrics with further changes; they are partial updates of the unchanged ones."""
        both = slowness if self.slowness is None else slowness * self.slowness
        return Metrics(
            self._network,
            self._mode,
            self._make_engine,
            slowness=both,
            original=self if self._original is None else self._original,
        )

    def finder(self, asked: Question) -> LegFinder:
        """Return what answers a question."""
        found = self._made.get(asked)
        if found is None:
            while len(self._made) >= _KEPT:
                self._made.popitem(last=False)
            costs = self.costs(asked)
            found = LegFinder(costs, self._engine(asked, costs), self.length_cm)
            self._made[asked] = found
        return found

    def costs(self, asked: Question) -> EdgeCosts:
        """Return the costs of a question."""
        if asked in self._made:
            return self._made[asked].costs
        slowness = self.slowness
        if asked.band is not None:
            usual = edge_factors(self._network, self._mode, asked.band)
            slowness = usual if slowness is None else usual * slowness
        return edge_costs(self._network, self._mode, shortest=asked.shortest, slowness=slowness)

    def _engine(self, asked: Question, costs: EdgeCosts) -> Engine:
        if self._original is None or self.slowness is None:
            return self._make_engine(self._network, costs)
        edges = np.flatnonzero(self.slowness != 1)
        arcs = np.concatenate([2 * edges, 2 * edges + 1])
        return self._original.finder(asked).engine.changed(costs, arcs)

"""WayTable: ways as they are read from any source, before they become a graph."""

import math
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from data.model.checks import normal_text
from data.model.distances import METRES_A_DEGREE
from routes.modes import WayRules, way_rules
from routes.network.barriers import blocked_modes
from routes.network.restrictions import Member, RawRestriction, read_restriction
from routes.network.tags import EdgeDetails, barrier_code, edge_details

BARRIER_REACH_M: Final = 1.0
"""A barrier closes so much of the road on either side of it: the rest stays reachable from its own side."""

WayNode = tuple[int, float, float]
"""Node id, longitude and latitude (WGS84 degrees)."""


class EdgeKind(NamedTuple):
    """What must be equal for two stretches of road to become one edge."""

    rules: WayRules
    name: str
    ref: str
    details: EdgeDetails = EdgeDetails()

    def turned(self) -> "EdgeKind":
        """Return the same road seen from its other end."""
        rules = self.rules._replace(forward=self.rules.backward, backward=self.rules.forward)
        return self._replace(rules=rules)

    def closed_to(self, modes: int) -> "EdgeKind":
        """Return the road as it is where a barrier stops some modes."""
        rules = self.rules
        return self._replace(
            rules=rules._replace(forward=rules.forward & ~modes, backward=rules.backward & ~modes)
        )


@dataclass(frozen=True, slots=True)
class WayTable:
    """Ways as packed arrays: k ways with p node references in all.

    Parameters
    ----------
    node_id
        Node ids in order of the ways, shape (p,); negative where a barrier cuts a way.
    lonlat
        Their coordinates, WGS84 degrees, shape (p, 2).
    size
        Number of nodes of each way, at least 2, shape (k,).
    way_id
        Shape (k,).
    kind
        Index into ``kinds`` of each way, shape (k,).
    turned
        Index into ``kinds`` of the same kind seen from the other end, shape (len(kinds),).
    kinds
        The different kinds of road.
    barriers
        Code of ``routes.network.tags.BARRIERS`` by node id.
    restrictions
        Turn restrictions as read.
    skipped
        What could not be used, count by reason.
    """

    node_id: NDArray[np.int64]
    lonlat: NDArray[np.float64]
    size: NDArray[np.int64]
    way_id: NDArray[np.int64]
    kind: NDArray[np.int64]
    turned: NDArray[np.int64]
    kinds: tuple[EdgeKind, ...]
    barriers: Mapping[int, int] = field(default_factory=dict)
    restrictions: tuple[RawRestriction, ...] = ()
    skipped: Mapping[str, int] = field(default_factory=dict)


class WayCollector:
    """Gathers barriers, then ways, then restrictions into a WayTable; passes over ways nobody may use."""

    def __init__(self) -> None:
        self._node_id = array("q")
        self._lonlat = array("d")
        self._size = array("q")
        self._way_id = array("q")
        self._kind = array("q")
        self._kinds: dict[EdgeKind, int] = {}
        self._barriers: dict[int, int] = {}
        self._blocked: dict[int, int] = {}
        self._cuts = 0
        self._restrictions: list[RawRestriction] = []
        self._skipped: Counter[str] = Counter()

    def add_node(self, node_id: int, tags: Mapping[str, str]) -> None:
        """Take note of a node; only barriers matter. They must come before the ways."""
        if "barrier" in tags:
            self._barriers[node_id] = barrier_code(tags["barrier"])
        blocked = blocked_modes(tags)
        if blocked:
            self._blocked[node_id] = blocked

    def kind_of(self, tags: Mapping[str, str]) -> int | None:
        """Return the number of the kind of road these OSM tags describe, None if nobody may use it."""
        rules = way_rules(tags)
        if rules is None:
            return None
        return self._number(EdgeKind(rules, tags.get("name", ""), tags.get("ref", ""), edge_details(tags)))

    def add(self, way_id: int, kind: int, nodes: Iterable[WayNode | None]) -> None:
        """Add a way by its nodes; None (a node that is not in the file) splits it."""
        run: list[WayNode] = []
        for node in nodes:
            if node is None:
                self._add_run(way_id, kind, run)
                run = []
            else:
                run.append(node)
        self._add_run(way_id, kind, run)

    def add_restriction(self, tags: Mapping[str, str], members: Iterable[Member]) -> None:
        """Add a relation of ``type=restriction``."""
        self._restrictions += read_restriction(tags, members, self._skipped)

    def _number(self, kind: EdgeKind) -> int:
        return self._kinds.setdefault(kind, len(self._kinds))

    def _add_run(self, way_id: int, kind: int, run: Sequence[WayNode]) -> None:
        if len(run) < 2:
            return
        if self._blocked and not self._blocked.keys().isdisjoint(node[0] for node in run):
            for piece_kind, piece in self._around_barriers(kind, run):
                self._store(way_id, piece_kind, piece)
        else:
            self._store(way_id, kind, run)

    def _store(self, way_id: int, kind: int, run: Sequence[WayNode]) -> None:
        for node_id, lon, lat in run:
            self._node_id.append(node_id)
            self._lonlat.append(lon)
            self._lonlat.append(lat)
        self._size.append(len(run))
        self._way_id.append(way_id)
        self._kind.append(kind)

    def _around_barriers(self, kind: int, run: Sequence[WayNode]) -> Iterator[tuple[int, list[WayNode]]]:
        """Yield the pieces of a way: those up to a metre beside each barrier are closed to whom it stops."""
        road = next(known for known, number in self._kinds.items() if number == kind)
        piece = [run[0]]
        for index, node in enumerate(run):
            blocked = self._blocked.get(node[0], 0) & (road.rules.forward | road.rules.backward)
            if not blocked:
                piece += [node] if index else []
                continue
            closed = road.closed_to(blocked)
            narrow = self._number(closed) if closed.rules.forward | closed.rules.backward else None
            if index:
                before = self._beside(node, piece[-1])
                yield kind, [*piece, before]
                if narrow is not None:
                    yield narrow, [before, node]
            if index + 1 < len(run):
                after = self._beside(node, run[index + 1])
                if narrow is not None:
                    yield narrow, [node, after]
                piece = [after]
            else:
                piece = []
        if len(piece) > 1:
            yield kind, piece

    def _beside(self, node: WayNode, towards: WayNode) -> WayNode:
        """Return a new node a metre (at most half the way) from a node towards the next."""
        self._cuts += 1
        (_, lon, lat), (_, east, north) = node, towards
        metres = math.hypot((east - lon) * math.cos(math.radians(lat)), north - lat) * METRES_A_DEGREE
        share = min(0.5, BARRIER_REACH_M / metres) if metres else 0.5
        return -self._cuts, lon + share * (east - lon), lat + share * (north - lat)

    def table(self) -> WayTable:
        """Return everything gathered so far."""
        for kind in list(self._kinds):
            self._kinds.setdefault(kind.turned(), len(self._kinds))
        turned = np.array([self._kinds[kind.turned()] for kind in self._kinds], dtype=np.int64)
        clean = tuple(
            kind._replace(name=normal_text(kind.name), ref=normal_text(kind.ref)) for kind in self._kinds
        )
        return WayTable(
            node_id=np.array(self._node_id, dtype=np.int64),
            lonlat=np.array(self._lonlat, dtype=np.float64).reshape(-1, 2),
            size=np.array(self._size, dtype=np.int64),
            way_id=np.array(self._way_id, dtype=np.int64),
            kind=np.array(self._kind, dtype=np.int64),
            turned=turned,
            kinds=clean,
            barriers=self._barriers,
            restrictions=tuple(self._restrictions),
            skipped=dict(self._skipped),
        )

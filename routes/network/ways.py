"""WayTable: ways as they are read from any source, before they become a graph."""

from array import array
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from data.model.checks import normal_text
from routes.modes import WayRules, way_rules


class EdgeKind(NamedTuple):
    """What must be equal for two stretches of road to become one edge."""

    rules: WayRules
    name: str
    ref: str

    def turned(self) -> "EdgeKind":
        """Return the same road seen from its other end."""
        rules = self.rules._replace(forward=self.rules.backward, backward=self.rules.forward)
        return self._replace(rules=rules)


@dataclass(frozen=True, slots=True)
class WayTable:
    """Ways as packed arrays: k ways with p node references in all.

    Parameters
    ----------
    node_id
        Node ids in order of the ways, shape (p,).
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
    """

    node_id: NDArray[np.int64]
    lonlat: NDArray[np.float64]
    size: NDArray[np.int64]
    way_id: NDArray[np.int64]
    kind: NDArray[np.int64]
    turned: NDArray[np.int64]
    kinds: tuple[EdgeKind, ...]


class WayCollector:
    """Gathers ways one by one into a WayTable; ways that nobody may use are passed over."""

    def __init__(self) -> None:
        self._node_id = array("q")
        self._lonlat = array("d")
        self._size = array("q")
        self._way_id = array("q")
        self._kind = array("q")
        self._kinds: dict[EdgeKind, int] = {}

    def kind_of(self, tags: Mapping[str, str]) -> int | None:
        """Return the number of the kind of road these OSM tags describe, None if nobody may use it."""
        rules = way_rules(tags)
        if rules is None:
            return None
        kind = EdgeKind(rules, tags.get("name", ""), tags.get("ref", ""))
        return self._kinds.setdefault(kind, len(self._kinds))

    def add(self, way_id: int, kind: int, nodes: Iterable[tuple[int, float, float] | None]) -> None:
        """Add a way of (node id, longitude, latitude); None (a node that is not in the file) splits it."""
        size = 0
        for node in nodes:
            if node is None:
                self._close(way_id, kind, size)
                size = 0
                continue
            self._node_id.append(node[0])
            self._lonlat.append(node[1])
            self._lonlat.append(node[2])
            size += 1
        self._close(way_id, kind, size)

    def _close(self, way_id: int, kind: int, size: int) -> None:
        if size >= 2:
            self._size.append(size)
            self._way_id.append(way_id)
            self._kind.append(kind)
        elif size:
            self._node_id.pop()
            del self._lonlat[-2:]

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
        )

"""From the pieces of a route to its line and its road names."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray

from routes.network.store import RoadNetwork


class Piece(NamedTuple):
    """A drive along one edge between two fractions of it; against the edge where ``end < begin``."""

    edge: int
    begin: float
    end: float

    def length_m(self, network: RoadNetwork) -> float:
        """Return the routing length, metres."""
        return float(network.length_m[self.edge]) * abs(self.end - self.begin)


def whole_piece(arc: int) -> Piece:
    """Return the piece of a whole arc (``2 * edge``, plus one against it)."""
    return Piece(arc >> 1, float(arc & 1), float(1 - (arc & 1)))


def line_through(network: RoadNetwork, pieces: Iterable[Piece]) -> NDArray[np.float64]:
    """Return the vertices of a route, degrees, shape (k ≥ 2, 2); a route of no length repeats its point."""
    parts = [_vertices(network, piece) for piece in pieces]
    line = np.concatenate(parts)
    moved = np.ones(len(line), dtype=bool)
    moved[1:] = np.abs(np.diff(line, axis=0)).max(axis=1) > _SAME_POINT_DEG
    kept = line[moved]
    return kept if len(kept) > 1 else np.repeat(kept, 2, axis=0)


def roads_along(network: RoadNetwork, pieces: Iterable[Piece]) -> tuple[tuple[str, ...], tuple[float, ...]]:
    """Return the roads in order and the metres on each; unnamed pieces are passed over."""
    labels: list[str] = []
    metres: list[float] = []
    for piece in pieces:
        label = network.road_label(piece.edge)
        length = piece.length_m(network)
        if not label or length == 0:
            continue
        if labels and labels[-1] == label:
            metres[-1] += length
        else:
            labels.append(label)
            metres.append(length)
    return tuple(labels), tuple(metres)


_SAME_POINT_DEG = 1e-9
# 0.1 mm: where one piece ends and the next begins.


def _vertices(network: RoadNetwork, piece: Piece) -> NDArray[np.float64]:
    lonlat = network.coordinates(piece.edge)
    low, high = sorted((piece.begin, piece.end))
    if low > 0 or high < 1:
        lonlat = _between(network, piece.edge, low, high)
    return lonlat if piece.begin <= piece.end else lonlat[::-1]


def _between(network: RoadNetwork, edge: int, low: float, high: float) -> NDArray[np.float64]:
    # Fractions were measured on the projected line, so they are applied there.
    metric = shapely.get_coordinates(network.lines[edge])
    along = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(metric, axis=0).T))])
    cut = (low * along[-1], high * along[-1])
    inner = network.coordinates(edge)[(along > cut[0]) & (along < cut[1])]
    x, y = (np.interp(cut, along, metric[:, axis]) for axis in (0, 1))
    ends = np.column_stack(network.projection.transform(x, y, direction="INVERSE"))
    return np.concatenate([ends[:1], inner, ends[1:]])


def total_length_m(network: RoadNetwork, pieces: Sequence[Piece]) -> float:
    """Return the routing length of a route, metres."""
    edge = np.fromiter((piece.edge for piece in pieces), dtype=np.int64, count=len(pieces))
    share = np.fromiter(
        (abs(piece.end - piece.begin) for piece in pieces), dtype=np.float64, count=len(pieces)
    )
    return float((network.length_m[edge] * share).sum())

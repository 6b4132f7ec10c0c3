"""From the trace of a route to its length, its line and its road names."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from routes.network.store import RoadNetwork
from routes.network.weights import EdgeCosts
from routes.router import Trace

_SAME_POINT_DEG = 1e-9
# 0.1 mm: where one piece of a trace ends and the next begins.


def single(edge: int, begin: float, end: float) -> Trace:
    """Return the trace of one piece."""
    return Trace(np.array([edge]), np.array([begin]), np.array([end]))


def through(first: Trace, arcs: Sequence[int], last: Trace) -> Trace:
    """Return ``first``, whole arcs (``2 * edge``, plus one against it), then ``last``."""
    whole = np.array(arcs, dtype=np.int64)
    against = (whole & 1).astype(np.float64)
    middle = Trace(whole >> 1, against, 1 - against)
    return joined([first, middle, last])


def joined(traces: Sequence[Trace]) -> Trace:
    """Return traces one after another as one."""
    return Trace(*(np.concatenate(parts) for parts in zip(*traces, strict=True)))


def length_cm(network_cm: NDArray[np.int64], trace: Trace) -> NDArray[np.int64]:
    """Return the length of each piece in whole centimetres, from those of the edges, shape (m,)."""
    whole = network_cm[trace.edge]
    parts: NDArray[np.int64] = np.abs(np.rint(trace.end * whole) - np.rint(trace.begin * whole)).astype(
        np.int64
    )
    return parts


def cost_of(costs: EdgeCosts, trace: Trace) -> int:
    """Return the integer cost of a trace, exactly as the engines add it up.

    Each position is rounded from the start of its edge, so that the parts of an edge add up to the whole.
    Turning back onto the edge one came by costs ``costs.u_turn``.
    """
    is_ahead = trace.end >= trace.begin
    way = costs.by_arc[2 * trace.edge + ~is_ahead]
    driven = np.abs(np.rint(trace.end * way) - np.rint(trace.begin * way)).sum()
    moving = trace.end != trace.begin
    edge, ahead = trace.edge[moving], is_ahead[moving]
    turns = np.count_nonzero((edge[1:] == edge[:-1]) & (ahead[1:] != ahead[:-1]))
    return int(driven) + costs.u_turn * int(turns)


def line_through(network: RoadNetwork, trace: Trace) -> NDArray[np.float64]:
    """Return the vertices of a route, degrees, shape (k ≥ 2, 2); a route of no length repeats its point."""
    parts = []
    done = 0
    for cut in np.flatnonzero(np.abs(trace.end - trace.begin) < 1).tolist():
        parts.append(_whole(network, trace, done, cut))
        parts.append(_partial(network, trace, cut))
        done = cut + 1
    parts.append(_whole(network, trace, done, len(trace.edge)))
    line = np.concatenate(parts)
    moved = np.ones(len(line), dtype=bool)
    moved[1:] = np.abs(np.diff(line, axis=0)).max(axis=1) > _SAME_POINT_DEG
    kept = line[moved]
    return kept if len(kept) > 1 else np.repeat(kept, 2, axis=0)


def roads_along(
    network: RoadNetwork, trace: Trace, metres: NDArray[np.float64]
) -> tuple[tuple[str, ...], tuple[float, ...]]:
    """Return the roads in order and the metres on each; unnamed pieces are passed over.

    ``metres`` is the length of each piece of the trace, shape (k,).
    """
    name, ref = network.name_id[trace.edge], network.ref_id[trace.edge]
    said = np.flatnonzero(((name > 0) | (ref > 0)) & (metres > 0))
    if not len(said):
        return (), ()
    name, ref = name[said], ref[said]
    changes = np.flatnonzero((name[1:] != name[:-1]) | (ref[1:] != ref[:-1])) + 1
    head = np.concatenate([[0], changes])
    labels = tuple(network.road_label(edge) for edge in trace.edge[said[head]].tolist())
    return labels, tuple(np.add.reduceat(metres[said], head).tolist())


def _whole(network: RoadNetwork, trace: Trace, begin: int, end: int) -> NDArray[np.float64]:
    """Return the vertices of pieces ``begin`` to ``end`` that cover their edges."""
    edge = trace.edge[begin:end]
    first, stop = network.shape_offset[edge], network.shape_offset[edge + 1]
    size = stop - first
    inside = np.arange(size.sum()) - np.repeat(np.cumsum(size) - size, size)
    turned = trace.end[begin:end] < trace.begin[begin:end]
    start, step = np.where(turned, stop - 1, first), np.where(turned, -1, 1)
    vertices: NDArray[np.float64] = network.shape_lonlat[
        np.repeat(start, size) + np.repeat(step, size) * inside
    ]
    return vertices


def _partial(network: RoadNetwork, trace: Trace, piece: int) -> NDArray[np.float64]:
    """Return the vertices of a piece that covers part of its edge."""
    edge = int(trace.edge[piece])
    # Fractions were measured on the projected line, so they are applied there.
    lonlat = network.coordinates(edge)
    metric = np.column_stack(network.projection.transform(lonlat[:, 0], lonlat[:, 1]))
    along = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(metric, axis=0).T))])
    cut = np.array([trace.begin[piece], trace.end[piece]]) * along[-1]
    inner = lonlat[(along > cut.min()) & (along < cut.max())]
    x, y = (np.interp(cut, along, metric[:, axis]) for axis in (0, 1))
    ends = np.column_stack(network.projection.transform(x, y, direction="INVERSE"))
    return np.concatenate([ends[:1], inner if cut[1] >= cut[0] else inner[::-1], ends[1:]])

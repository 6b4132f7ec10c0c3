"""Connected parts of a network, per travel mode."""

from dataclasses import replace
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from data.errors import BadInputError
from data.language.catalogue import N_
from data.model.travel_mode import TravelMode
from routes.modes import MODE_BIT, EdgeFlag
from routes.network.meta import CutPart
from routes.network.selection import select_edges
from routes.network.store import RoadNetwork

LOCAL_MODES: Final = frozenset({TravelMode.ELECTRIC_CART, TravelMode.WHEELCHAIR})
"""Modes used within a quarter, between which people ride: they keep every part that is large enough."""

LOCAL_PART_M: Final = 300.0
"""Shorter parts are of no use even to those, metres."""

REPORTED_PARTS: Final = 5
"""So many of the longest parts that a mode lost are named in ``meta.cut_parts``."""


def strong_parts(network: RoadNetwork, mode: TravelMode) -> NDArray[np.int32]:
    """Return the number of the strongly connected part of each node for a mode, shape (n,)."""
    forward, backward = (np.flatnonzero(way) for way in network.access(mode))
    tail = np.concatenate([network.edge_u[forward], network.edge_v[backward]])
    head = np.concatenate([network.edge_v[forward], network.edge_u[backward]])
    return _components(network.node_count, tail, head, connection="strong")


def keep_main_parts(network: RoadNetwork) -> RoadNetwork:
    """Close to each mode what lies outside its largest strongly connected part; drop roads left without use.

    So every two points that snap to the network are connected both ways; ``LOCAL_MODES`` keep every
    strongly connected part of ``LOCAL_PART_M`` and more, and two points may lie on different ones. ``meta``
    says how many kilometres in how many pieces each mode lost, and where the longest of them are; ferries
    stay for drawing.

    Raises
    ------
    BadInputError
        If nothing is left: no mode can go anywhere and come back.
    """
    forward, backward = network.access_forward.copy(), network.access_backward.copy()
    cut: dict[str, float] = {}
    count: dict[str, int] = {}
    parts: list[CutPart] = []
    for mode in network.modes:
        bit = np.uint16(MODE_BIT[mode])
        part = strong_parts(network, mode)
        used = ((forward | backward) & bit) != 0
        outside = ~_inside(network, mode, part, used)
        lost = np.flatnonzero(used & outside)
        cut[mode.value] = round(float(network.length_m[lost].sum()) / 1000, 2)
        count[mode.value], longest = _pieces(network, mode, lost)
        parts += longest
        forward[outside] &= ~bit
        backward[outside] &= ~bit
    kept = ((forward | backward) != 0) | ((network.flags & EdgeFlag.FERRY) != 0)
    if not ((forward | backward) != 0).any():
        raise BadInputError(
            N_("No road of the network can be left and come back to."),
            source=network.meta.source,
            remedy=N_("Choose an extract that holds more than a few one-way roads."),
        )
    opened = replace(network, access_forward=forward, access_backward=backward)
    whole = select_edges(opened, np.flatnonzero(kept))
    return whole.with_meta(cut=cut, cut_count=count, cut_parts=tuple(parts))


def _inside(
    network: RoadNetwork, mode: TravelMode, part: NDArray[np.int32], used: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """Return which edges lie within a part that the mode keeps, shape (m,)."""
    at_u, at_v = part[network.edge_u], part[network.edge_v]
    within: NDArray[np.bool_] = (at_u == at_v) & used
    if mode in LOCAL_MODES:
        metres = np.bincount(at_u[within], weights=network.length_m[within], minlength=int(part.max()) + 1)
        within &= metres[at_u] >= LOCAL_PART_M
    else:
        ends = np.concatenate([at_u[used], at_v[used]])
        within &= at_u == np.bincount(ends).argmax()
    return within


def _pieces(network: RoadNetwork, mode: TravelMode, lost: NDArray[np.int64]) -> tuple[int, list[CutPart]]:
    """Return how many connected pieces some edges form, and the longest of these."""
    if not len(lost):
        return 0, []
    node, ends = np.unique(np.column_stack([network.edge_u[lost], network.edge_v[lost]]), return_inverse=True)
    ends = ends.reshape(-1, 2)
    part = _components(len(node), ends[:, 0], ends[:, 1], connection="weak")[ends[:, 0]]
    metres = np.bincount(part, weights=network.length_m[lost])
    longest = np.argsort(-metres, kind="stable")[:REPORTED_PARTS]
    return len(metres), [_cut_part(network, mode, lost[part == number]) for number in longest.tolist()]


def _cut_part(network: RoadNetwork, mode: TravelMode, edges: NDArray[np.int64]) -> CutPart:
    longest = int(edges[network.length_m[edges].argmax()])
    shape = network.coordinates(longest)
    lon, lat = shape[len(shape) // 2].round(5).tolist()
    km = round(float(network.length_m[edges].sum()) / 1000, 2)
    return CutPart(mode=mode.value, km=km, lon=lon, lat=lat, road=network.road_label(longest))


def _components(
    n: int, tail: NDArray[np.integer], head: NDArray[np.integer], *, connection: Literal["weak", "strong"]
) -> NDArray[np.int32]:
    # Loading these takes long; the window is shown meanwhile.
    from scipy.sparse import coo_array  # noqa: PLC0415
    from scipy.sparse.csgraph import connected_components  # noqa: PLC0415

    graph = coo_array((np.ones(len(tail), np.int8), (tail, head)), shape=(n, n)).tocsr()
    _, part = connected_components(graph, directed=True, connection=connection)
    return np.asarray(part, dtype=np.int32)

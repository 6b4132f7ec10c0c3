"""Connected parts of a network, per travel mode."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from data.errors import BadInputError
from data.language.catalogue import N_
from data.model.travel_mode import TravelMode
from routes.modes import MODE_BIT, EdgeFlag
from routes.network.selection import select_edges
from routes.network.store import RoadNetwork


def strong_parts(network: RoadNetwork, mode: TravelMode) -> NDArray[np.int32]:
    """Return the number of the strongly connected part of each node for a mode, shape (n,)."""
    forward, backward = (np.flatnonzero(way) for way in network.access(mode))
    tail = np.concatenate([network.edge_u[forward], network.edge_v[backward]])
    head = np.concatenate([network.edge_v[forward], network.edge_u[backward]])
    n = network.node_count
    graph = coo_array((np.ones(len(tail), np.int8), (tail, head)), shape=(n, n)).tocsr()
    _, part = connected_components(graph, directed=True, connection="strong")
    return np.asarray(part, dtype=np.int32)


def keep_main_parts(network: RoadNetwork) -> RoadNetwork:
    """Close to each mode what lies outside its largest strongly connected part; drop roads left without use.

    So every two points that snap to the network are connected both ways. ``meta.cut`` says how many
    kilometres each mode lost; ferries stay for drawing.

    Raises
    ------
    BadInputError
        If nothing is left: no mode can go anywhere and come back.
    """
    forward, backward = network.access_forward.copy(), network.access_backward.copy()
    cut: dict[str, float] = {}
    for mode in network.modes:
        bit = np.uint16(MODE_BIT[mode])
        part = strong_parts(network, mode)
        used = ((forward | backward) & bit) != 0
        ends = np.concatenate([part[network.edge_u[used]], part[network.edge_v[used]]])
        main = int(np.bincount(ends).argmax())
        outside = (part[network.edge_u] != main) | (part[network.edge_v] != main)
        cut[mode.value] = round(float(network.length_m[used & outside].sum()) / 1000, 2)
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
    return select_edges(opened, np.flatnonzero(kept)).with_meta(cut=cut)

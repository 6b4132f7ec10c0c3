"""Contraction order of a network: the slow part of customizable contraction hierarchies, done once.

It depends on the roads alone, so it is kept in the network file and shared by all modes.
"""

from importlib.util import find_spec

import numpy as np
from numpy.typing import NDArray

from routes.network.store import RoadNetwork


def contraction_order(network: RoadNetwork) -> NDArray[np.uint32]:
    """Compute the order by inertial nested dissection, shape (n,); shape (0,) without routingkit-cch.

    About 15 s CPU for 330,000 nodes.
    """
    if find_spec("routingkit_cch") is None:
        return np.zeros(0, np.uint32)
    from routingkit_cch import compute_order_inertial  # noqa: PLC0415 - no wheel for every platform

    tail, head = all_arcs(network)
    lat, lon = network.node_lat.tolist(), network.node_lon.tolist()
    return np.array(compute_order_inertial(network.node_count, tail, head, lat, lon), dtype=np.uint32)


def all_arcs(network: RoadNetwork) -> tuple[list[int], list[int]]:
    """Return tails and heads of both directions of every edge, open or not.

    Arc ``2 * edge`` runs along the edge, ``2 * edge + 1`` against it, for every mode alike.
    """
    ends = np.column_stack([network.edge_u, network.edge_v])
    return ends.ravel().tolist(), ends[:, ::-1].ravel().tolist()

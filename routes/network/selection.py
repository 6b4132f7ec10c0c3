"""A network of some edges of another."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from routes.network.checks import EDGE_ARRAYS, NODE_ARRAYS
from routes.network.store import RoadNetwork
from routes.network.turns import TurnRestrictions

_GONE = -1


def select_edges(network: RoadNetwork, edge: NDArray[np.int64]) -> RoadNetwork:
    """Return the network of some edges, in the order given, and the nodes they touch.

    Turn restrictions that name another edge vanish with it, and so do all saved arrays and the order.
    """
    offset, vertex = network.vertices_of(edge)
    node, ends = np.unique(np.concatenate([network.edge_u[edge], network.edge_v[edge]]), return_inverse=True)
    arrays = {name: getattr(network, name)[edge] for name in EDGE_ARRAYS}
    arrays |= {name: getattr(network, name)[node] for name in NODE_ARRAYS}
    arrays |= {"edge_u": ends[: len(edge)].astype(np.int32), "edge_v": ends[len(edge) :].astype(np.int32)}
    return replace(
        network,
        **arrays,
        shape_offset=offset,
        shape_lonlat=network.shape_lonlat[vertex],
        turns=_turns_of(network, edge, node),
        cch_order=np.zeros(0, np.uint32),
        saved={},
    )


def _turns_of(network: RoadNetwork, edge: NDArray[np.int64], node: NDArray[np.int64]) -> TurnRestrictions:
    old = network.turns
    new_arc = np.full(2 * network.edge_count, _GONE, np.int32)
    number = np.arange(len(edge), dtype=np.int32)
    new_arc[2 * edge], new_arc[2 * edge + 1] = 2 * number, 2 * number + 1
    new_node = np.full(network.node_count, _GONE, np.int32)
    new_node[node] = np.arange(len(node), dtype=np.int32)
    via = new_arc[old.via_arc]
    owner = np.repeat(np.arange(len(old)), np.diff(old.via_offset))
    kept = (new_arc[old.from_arc] != _GONE) & (new_arc[old.to_arc] != _GONE)
    kept[owner[via == _GONE]] = False
    size = np.diff(old.via_offset)[kept]
    return TurnRestrictions(
        from_arc=new_arc[old.from_arc[kept]],
        via_node=new_node[old.via_node[kept]],
        to_arc=new_arc[old.to_arc[kept]],
        is_only=old.is_only[kept],
        modes=old.modes[kept],
        via_offset=np.concatenate([[0], np.cumsum(size)]).astype(np.int64),
        via_arc=via[kept[owner]],
    )

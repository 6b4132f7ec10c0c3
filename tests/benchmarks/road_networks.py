"""Networks to measure on: files of real roads, and real roads tiled into something four times as large."""

from dataclasses import fields, replace
from itertools import product
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from routes.modes import ALL_MODES, RoadClass
from routes.network.lengths import line_lengths_m
from routes.network.order import contraction_order
from routes.network.store import RoadNetwork
from tests.conftest import REAL_DATA

ROADS: Final = REAL_DATA / "roads"
INNER: Final = ROADS / "hanoi_inner_osm_2025-05.osm.pbf"
HAI_DUONG: Final = ROADS / "haiduong_osm_2021-08.osm.pbf"
BOTH: Final = ROADS / "hanoi_haiduong_osm_2021-08.osm.pbf"

_LINKS: Final = 60
# Roads between neighbouring tiles: as many as there are roads across a provincial border.
_PER_NODE: Final = ("node_lon", "node_lat", "node_id", "barrier")
_GAP_DEG: Final = 0.01


def tiled(network: RoadNetwork) -> RoadNetwork:
    """Return the network four times, two by two, joined by roads between nodes near the seams."""
    west, south, east, north = network.bbox
    step = (east - west + _GAP_DEG, north - south + _GAP_DEG)
    n, p = network.node_count, len(network.shape_lonlat)
    arrays: dict[str, list[NDArray[Any]]] = {name: [] for name in _edge_and_node_arrays(network)}
    for number, (column, row) in enumerate(product(range(2), repeat=2)):
        shift = np.array([column * step[0], row * step[1]])
        for name, parts in arrays.items():
            parts.append(getattr(network, name))
        arrays["node_lon"][-1] = network.node_lon + shift[0]
        arrays["node_lat"][-1] = network.node_lat + shift[1]
        arrays["node_id"][-1] = network.node_id + number * (int(network.node_id.max()) + 1)
        arrays["edge_u"][-1] = network.edge_u + np.int32(number * n)
        arrays["edge_v"][-1] = network.edge_v + np.int32(number * n)
        arrays["shape_lonlat"][-1] = network.shape_lonlat + shift
        arrays["shape_offset"][-1] = network.shape_offset[1 if number else 0 :] + number * p
    whole: dict[str, Any] = {name: np.concatenate(parts) for name, parts in arrays.items()}
    joined = replace(network, **whole, cch_order=np.zeros(0, np.uint32), saved={})
    seams = [(0, 2, 0), (1, 3, 0), (0, 1, 1), (2, 3, 1)]
    linked = _with_roads(joined, np.concatenate([_seam(network, *seam) for seam in seams]))
    return replace(linked, cch_order=contraction_order(linked))


def _edge_and_node_arrays(network: RoadNetwork) -> list[str]:
    known = (item.name for item in fields(RoadNetwork) if item.name != "cch_order")
    return [name for name in known if isinstance(getattr(network, name), np.ndarray)]


def _seam(network: RoadNetwork, first: int, second: int, axis: int) -> NDArray[np.int64]:
    """Return pairs of nodes on both sides of a seam, shape (k, 2)."""
    across = (network.node_lon, network.node_lat)[axis]
    along = (network.node_lat, network.node_lon)[axis]
    order = np.argsort(across)
    pairs = []
    for tile, near in ((first, order[-_LINKS:]), (second, order[:_LINKS])):
        pairs.append(near[np.argsort(along[near])] + tile * network.node_count)
    return np.column_stack(pairs)


def _with_roads(network: RoadNetwork, pairs: NDArray[np.int64]) -> RoadNetwork:
    """Return the network with a straight primary road, open to all, between each pair of nodes."""
    k, p = len(pairs), len(network.shape_lonlat)
    lonlat = np.column_stack([network.node_lon[pairs], network.node_lat[pairs]])[:, [0, 2, 1, 3]].reshape(
        -1, 2
    )
    offset = np.arange(2, 2 * k + 1, 2, dtype=np.int64)
    new: dict[str, Any] = {
        "edge_u": pairs[:, 0],
        "edge_v": pairs[:, 1],
        "length_m": line_lengths_m(lonlat, np.concatenate([[0], offset])),
        "road_class": np.full(k, RoadClass.PRIMARY),
        "access_forward": np.full(k, ALL_MODES),
        "access_backward": np.full(k, ALL_MODES),
    }
    changed: dict[str, Any] = {
        "shape_lonlat": np.concatenate([network.shape_lonlat, lonlat]),
        "shape_offset": np.concatenate([network.shape_offset, offset + p]),
    }
    for name in _edge_and_node_arrays(network):
        old = getattr(network, name)
        if name not in changed and name not in _PER_NODE:
            added = np.asarray(new.get(name, np.zeros(k))).astype(old.dtype)
            changed[name] = np.concatenate([old, added])
    return replace(network, **changed)

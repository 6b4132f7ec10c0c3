"""Whether the arrays of a road network fit together: files come from strangers."""

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from data.language.catalogue import N_
from routes.modes import ALL_MODES, RoadClass
from routes.network.tags import BARRIERS, BUILT_UP, SIDEWALK, SMOOTHNESS, SURFACES, WHEELCHAIR
from routes.network.turns import TURN_DTYPES, TurnRestrictions

if TYPE_CHECKING:
    from routes.network.store import RoadNetwork

DTYPES: Final[Mapping[str, type[np.generic]]] = {
    "node_lon": np.float64,
    "node_lat": np.float64,
    "node_id": np.int64,
    "edge_u": np.int32,
    "edge_v": np.int32,
    "way_id": np.int64,
    "length_m": np.float64,
    "road_class": np.uint8,
    "flags": np.uint16,
    "access_forward": np.uint16,
    "access_backward": np.uint16,
    "maxspeed_kph": np.float32,
    "name_id": np.int32,
    "ref_id": np.int32,
    "shape_offset": np.int64,
    "shape_lonlat": np.float64,
    "cch_order": np.uint32,
    "width_m": np.float32,
    "maxwidth_m": np.float32,
    "maxheight_m": np.float32,
    "maxweight_t": np.float32,
    "lanes": np.uint8,
    "incline_percent": np.float32,
    "surface": np.uint8,
    "smoothness": np.uint8,
    "wheelchair": np.uint8,
    "sidewalk": np.uint8,
    "built_up": np.uint8,
    "barrier": np.uint8,
}
ARRAYS: Final = tuple(DTYPES)
"""Names of the array fields of a RoadNetwork."""

DETAILS: Final = (
    "width_m", "maxwidth_m", "maxheight_m", "maxweight_t", "lanes", "incline_percent", "surface",
    "smoothness", "wheelchair", "sidewalk", "built_up",
)  # fmt: skip
"""Those that may be unknown, one value for each edge."""

EDGE_ARRAYS: Final = (
    "edge_u", "edge_v", "way_id", "length_m", "road_class", "flags", "access_forward", "access_backward",
    "maxspeed_kph", "name_id", "ref_id", *DETAILS,
)  # fmt: skip
"""Those with one value for each edge."""

NODE_ARRAYS: Final = ("node_lon", "node_lat", "node_id", "barrier")
"""Those with one value for each node."""

SAVED_TYPES: Final = frozenset({"uint8", "int32", "uint32", "int64", "float32", "float64"})
"""Types of the arrays in ``RoadNetwork.saved``."""

SAVED_NAME: Final = re.compile(r"^[a-z][a-z0-9_]{0,60}$")

_TABLES: Final = {
    "surface": SURFACES,
    "smoothness": SMOOTHNESS,
    "wheelchair": WHEELCHAIR,
    "sidewalk": SIDEWALK,
    "built_up": BUILT_UP,
    "barrier": BARRIERS,
}
_LONGEST_M: Final = 1e7


def first_problem(network: "RoadNetwork") -> str:
    """Return what is wrong with the arrays, as marked text, or ''."""
    for check in (
        _shape_problem,
        _index_problem,
        _value_problem,
        _detail_problem,
        _turn_problem,
        _saved_problem,
    ):
        problem = check(network)
        if problem:
            return problem
    return ""


def _shape_problem(network: "RoadNetwork") -> str:
    arrays = {name: getattr(network, name) for name in DTYPES}
    turns = {name: getattr(network.turns, name) for name in TURN_DTYPES}
    if any(arrays[name].dtype != dtype for name, dtype in DTYPES.items()) or any(
        turns[name].dtype != dtype for name, dtype in TURN_DTYPES.items()
    ):
        return N_("an array has the wrong type")
    n, m = len(network.node_lon), len(network.edge_u)
    points = network.shape_lonlat
    agree = (
        all(arrays[name].shape == (n,) for name in NODE_ARRAYS)
        and all(arrays[name].shape == (m,) for name in EDGE_ARRAYS)
        and network.shape_offset.shape == (m + 1,)
        and points.ndim == 2
        and points.shape[1] == 2
        and network.cch_order.shape in {(0,), (n,)}
        and _turns_agree(network.turns)
    )
    if not agree:
        return N_("its arrays differ in length")
    return "" if n and m else N_("it has no roads")


def _turns_agree(turns: TurnRestrictions) -> bool:
    count = len(turns.from_arc)
    flat = (turns.via_node, turns.to_arc, turns.is_only, turns.modes)
    return (
        turns.from_arc.ndim == turns.via_arc.ndim == 1
        and all(array.shape == (count,) for array in flat)
        and turns.via_offset.shape == (count + 1,)
    )


def _outside(array: NDArray[Any], size: int) -> bool:
    return bool(len(array) and (array.min() < 0 or array.max() >= size))


def _index_problem(network: "RoadNetwork") -> str:
    n, offset = network.node_count, network.shape_offset
    if _outside(network.edge_u, n) or _outside(network.edge_v, n):
        return N_("an edge names a node that is not there")
    if _outside(network.name_id, len(network.names)) or _outside(network.ref_id, len(network.names)):
        return N_("an edge names a road name that is not there")
    if _outside(network.road_class, len(RoadClass)):
        return N_("an edge has an unknown road class")
    if offset[0] != 0 or offset[-1] != len(network.shape_lonlat) or np.diff(offset).min() < 2:
        return N_("the geometry does not fit the edges")
    order = network.cch_order
    if len(order) and (_outside(order, n) or np.bincount(order, minlength=n).max() != 1):
        return N_("the saved node order is not an order")
    return ""


def _value_problem(network: "RoadNetwork") -> str:
    lon, lat = network.shape_lonlat[:, 0], network.shape_lonlat[:, 1]
    for east, north in ((network.node_lon, network.node_lat), (lon, lat)):
        # Written so that NaN fails too; without abs(), which would copy the coordinates of a country.
        if not (-180 <= east.min() <= east.max() <= 180 and -85 <= north.min() <= north.max() <= 85):
            return N_("a coordinate is not on the globe")
    if not (network.length_m.min() >= 0 and network.length_m.max() < _LONGEST_M):
        return N_("a length is negative or not a number")
    if not (network.maxspeed_kph.min() >= 0 and network.maxspeed_kph.max() < 1000):
        return N_("a speed limit is negative or not a number")
    if int(np.bitwise_or.reduce(network.access_forward | network.access_backward)) & ~ALL_MODES:
        return N_("an edge is open to an unknown travel mode")
    return ""


def _detail_problem(network: "RoadNetwork") -> str:
    for name in ("width_m", "maxwidth_m", "maxheight_m", "maxweight_t"):
        measure = getattr(network, name)
        if not (measure.min() >= 0 and measure.max() < 1000):
            return N_("a width, height or weight is negative or not a number")
    incline = network.incline_percent
    if np.isinf(incline).any() or (np.nan_to_num(incline) < 0).any():
        return N_("an incline is negative or endless")
    if any(_outside(getattr(network, name), len(table)) for name, table in _TABLES.items()):
        return N_("an edge or a node has a property that is not known")
    return ""


def _turn_problem(network: "RoadNetwork") -> str:
    turns, arcs = network.turns, 2 * network.edge_count
    offset = turns.via_offset
    if offset[0] != 0 or offset[-1] != len(turns.via_arc) or (np.diff(offset) < 0).any():
        return N_("the turn restrictions do not fit together")
    if any(_outside(arc, arcs) for arc in (turns.from_arc, turns.to_arc, turns.via_arc)):
        return N_("a turn restriction names a road that is not there")
    if _outside(turns.via_node, network.node_count) or _outside(turns.is_only, 2):
        return N_("a turn restriction names a road that is not there")
    if int(np.bitwise_or.reduce(turns.modes, initial=0)) & ~ALL_MODES:
        return N_("a turn restriction binds an unknown travel mode")
    arrives = np.where(
        turns.from_arc & 1, network.edge_u[turns.from_arc >> 1], network.edge_v[turns.from_arc >> 1]
    )
    return "" if (arrives == turns.via_node).all() else N_("the turn restrictions do not fit together")


def _saved_problem(network: "RoadNetwork") -> str:
    named = all(SAVED_NAME.match(name) for name in network.saved)
    typed = all(array.dtype.name in SAVED_TYPES for array in network.saved.values())
    return "" if named and typed else N_("a saved array has a name or a type that is not known")

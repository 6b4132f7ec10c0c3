"""Edges of a network as attributes of a graph, named as in OSM, and back."""

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from routes.modes import EdgeFlag, RoadClass, road_class_of
from routes.network.checks import DETAILS, DTYPES
from routes.network.store import RoadNetwork
from routes.network.tags import BUILT_UP, SIDEWALK, SMOOTHNESS, SURFACES, WHEELCHAIR

FLAG_TAGS: Final = {
    EdgeFlag.BRIDGE: ("bridge", "yes"),
    EdgeFlag.TUNNEL: ("tunnel", "yes"),
    EdgeFlag.FERRY: ("route", "ferry"),
    EdgeFlag.ROUNDABOUT: ("junction", "roundabout"),
    EdgeFlag.DESTINATION_ONLY: ("access", "destination"),
    EdgeFlag.TOLL: ("toll", "yes"),
}


class _Detail(NamedTuple):
    """How an array of details is named in a graph, and its table of values if it has one."""

    key: str
    table: tuple[str, ...] = ()


_DETAILS: Final = {
    "width_m": _Detail("width"),
    "maxwidth_m": _Detail("maxwidth"),
    "maxheight_m": _Detail("maxheight"),
    "maxweight_t": _Detail("maxweight"),
    "lanes": _Detail("lanes"),
    "incline_percent": _Detail("incline"),
    "surface": _Detail("surface", SURFACES),
    "smoothness": _Detail("smoothness", SMOOTHNESS),
    "wheelchair": _Detail("wheelchair", WHEELCHAIR),
    "sidewalk": _Detail("sidewalk", SIDEWALK),
    "built_up": _Detail("built_up", BUILT_UP),
}


def edge_attributes(network: RoadNetwork) -> list[dict[str, Any]]:
    """Return, for each edge, what both its directions share; unknown attributes are left out."""
    classes = [road_class.osm for road_class in RoadClass]
    found = [
        {"edge": edge, "osmid": way, "highway": classes[road_class], "length": length_m}
        for edge, (way, road_class, length_m) in enumerate(
            zip(network.way_id.tolist(), network.road_class.tolist(), network.length_m.tolist(), strict=True)
        )
    ]
    for key, index in (("name", network.name_id), ("ref", network.ref_id)):
        _put(found, key, index, [network.names[number] for number in index.tolist()])
    _put(found, "maxspeed", network.maxspeed_kph, [str(value) for value in network.maxspeed_kph.tolist()])
    for flag, (key, tag) in FLAG_TAGS.items():
        _put(found, key, network.flags & flag, [tag] * network.edge_count)
    for name in DETAILS:
        values = getattr(network, name)
        key, table = _DETAILS[name]
        said = (
            [table[code] for code in values.tolist()] if table else [str(value) for value in values.tolist()]
        )
        known = ~np.isnan(values) if name == "incline_percent" else values
        _put(found, key, known, said)
    return found


def _put(found: list[dict[str, Any]], key: str, known: NDArray[Any], said: list[str]) -> None:
    for edge in np.flatnonzero(known).tolist():
        found[edge][key] = said[edge]


def detail_arrays(roads: list[Mapping[str, Any]]) -> dict[str, Any]:
    """Return the arrays of details of edges from their attributes, by the name of the array."""
    arrays: dict[str, NDArray[Any]] = {}
    for name in DETAILS:
        key, table = _DETAILS[name]
        unknown = np.nan if name == "incline_percent" else 0
        said = [first(road.get(key)) for road in roads]
        values = [_code(table, value) if table else number(value, unknown) for value in said]
        if DTYPES[name] is np.uint8:
            values = [value if 0 <= value < 256 else 0 for value in values]
        arrays[name] = np.array(values, DTYPES[name])
    return arrays


def flags_of(data: Mapping[str, Any]) -> int:
    """Return the ``EdgeFlag`` bits of the attributes of an edge."""
    flags = EdgeFlag(0)
    for flag, (key, value) in FLAG_TAGS.items():
        said = first(data.get(key))
        if said == value or (key in {"bridge", "tunnel"} and said not in {None, "no"}):
            flags |= flag
    return int(flags)


def class_of(data: Mapping[str, Any]) -> RoadClass:
    """Return the road class of the attributes of an edge; what is not known is a minor road."""
    road_class = road_class_of(str(first(data.get("highway", ""))))
    return RoadClass.UNCLASSIFIED if road_class is None else road_class


def first(value: Any) -> Any:
    """Return the first of several values that OSMnx joined into a list."""
    return value[0] if isinstance(value, list) else value


def number(value: Any, unknown: float = 0.0) -> float:
    """Return a tagged number that is not negative, ``unknown`` where there is none."""
    try:
        found = float(value)
    except (TypeError, ValueError):
        return unknown
    return found if 0 <= found < 1000 else unknown


def _code(table: tuple[str, ...], value: Any) -> int:
    return table.index(value) if value in table else 0

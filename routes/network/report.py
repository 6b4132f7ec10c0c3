"""What is in a network, in numbers: for 'network info' and the window."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

import numpy as np

from data.model.checks import VIETNAM_BOUNDS
from data.model.travel_mode import TravelMode
from routes.modes import EdgeFlag, RoadClass
from routes.network.checks import DETAILS
from routes.network.connectivity import strong_parts
from routes.network.meta import meta_document
from routes.network.store import RoadNetwork
from routes.network.tags import BARRIERS, BUILT_UP

_FLAGS: Final = {
    "bridge": EdgeFlag.BRIDGE,
    "tunnel": EdgeFlag.TUNNEL,
    "ferry": EdgeFlag.FERRY,
    "roundabout": EdgeFlag.ROUNDABOUT,
    "destination_only": EdgeFlag.DESTINATION_ONLY,
    "toll": EdgeFlag.TOLL,
}


def network_report(network: RoadNetwork, today: date) -> dict[str, Any]:
    """Return all counts of a network as what JSON takes, units in the keys.

    Parameters
    ----------
    network
        Roads.
    today
        Day from which ``age_days`` counts.

    Returns
    -------
    dict
        Origin (``meta`` fields), ``nodes``, ``edges``, lengths by class, mode, flag and tagged detail,
        ``parts_by_mode`` (strongly connected parts with any road), ``turn_restrictions``, ``barriers``,
        what was cut off and skipped, ``bbox``, ``in_vietnam``, ``age_days``, ``saved_arrays_bytes``.
    """
    meta = meta_document(network.meta)
    modes = network.modes
    return {
        **{key: meta[key] for key in ("name", "source", "built", "data_date", "attribution", "area")},
        "age_days": age_days(network, today),
        "nodes": network.node_count,
        "edges": network.edge_count,
        "length_km": _km(network.length_m.sum()),
        "length_km_by_class": {kind.osm: km for kind, km in km_by_class(network).items()},
        "modes": [mode.value for mode in modes],
        "length_km_by_mode": {
            mode.value: _km(network.length_m[network.edges_of(mode)].sum()) for mode in modes
        },
        "parts_by_mode": {mode.value: part_count(network, mode) for mode in modes},
        "length_km_by_flag": {
            name: _km(network.length_m[(network.flags & flag) != 0].sum()) for name, flag in _FLAGS.items()
        },
        "length_km_built_up": _built_up_km(network),
        "length_km_tagged": _tagged_km(network),
        "turn_restrictions": restriction_counts(network),
        "barriers": barrier_counts(network),
        "cut_off_km_by_mode": meta["cut"],
        "cut_off_parts_by_mode": meta["cut_count"],
        "cut_off_longest": meta["cut_parts"],
        "skipped": meta["skipped"],
        "bbox": [round(degrees, 5) for degrees in network.bbox],
        "in_vietnam": lies_in_vietnam(network),
        "fast_routing": bool(len(network.cch_order)),
        "saved_arrays_bytes": {name: int(array.nbytes) for name, array in network.saved.items()},
    }


def km_by_class(network: RoadNetwork) -> dict[RoadClass, float]:
    """Return the kilometres of each road class that there is."""
    metres = np.bincount(network.road_class, weights=network.length_m, minlength=len(RoadClass))
    return {kind: _km(metres[kind]) for kind in RoadClass if metres[kind] > 0}


def part_count(network: RoadNetwork, mode: TravelMode) -> int:
    """Return in how many strongly connected parts the roads of a mode lie."""
    edges = network.edges_of(mode)
    part = strong_parts(network, mode)
    return len(np.unique(np.concatenate([part[network.edge_u[edges]], part[network.edge_v[edges]]])))


def restriction_counts(network: RoadNetwork) -> dict[str, int]:
    """Return the number of turn restrictions: forbidding, commanding, and those over several roads."""
    turns = network.turns
    return {
        "no": int((turns.is_only == 0).sum()),
        "only": int((turns.is_only == 1).sum()),
        "over_ways": int(turns.has_via_arcs.sum()),
    }


def barrier_counts(network: RoadNetwork) -> dict[str, int]:
    """Return the number of barriers by OSM value."""
    count = np.bincount(network.barrier, minlength=len(BARRIERS))
    return {name: int(count[code]) for code, name in enumerate(BARRIERS) if code and count[code]}


def age_days(network: RoadNetwork, today: date) -> int | None:
    """Return how many days old the data (or, if that is unknown, the build) are, None if nobody knows.

    A month without a day counts from its first.
    """
    for said in (network.meta.data_date, network.meta.built):
        try:
            return (today - date.fromisoformat(said if len(said) != len("2021-08") else f"{said}-01")).days
        except ValueError:
            continue
    return None


def lies_in_vietnam(network: RoadNetwork) -> bool:
    """Return whether any road lies within the box of Vietnam: elsewhere no tour can be planned."""
    west, south, east, north = VIETNAM_BOUNDS
    lon, lat = network.node_lon, network.node_lat
    return bool(((lon >= west) & (lon <= east) & (lat >= south) & (lat <= north)).any())


def _built_up_km(network: RoadNetwork) -> Mapping[str, float]:
    metres = np.bincount(network.built_up, weights=network.length_m, minlength=len(BUILT_UP))
    return {name or "unknown": _km(metres[code]) for code, name in enumerate(BUILT_UP)}


def _tagged_km(network: RoadNetwork) -> Mapping[str, float]:
    details = {name: getattr(network, name) for name in (*DETAILS, "maxspeed_kph") if name != "built_up"}
    return {name: _km(network.length_m[np.nan_to_num(values) > 0].sum()) for name, values in details.items()}


def _km(metres: float) -> float:
    return round(float(metres) / 1000, 1)

"""NetworkMeta: where a network comes from and what was left out of it."""

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class CutPart:
    """A connected piece of road that one mode lost: it hangs on no two-way connection to the main part.

    Parameters
    ----------
    mode
        Value of the TravelMode.
    km
        Length, kilometres.
    lon, lat
        A point on its longest road, WGS84 degrees.
    road
        Label of that road, or ''.
    """

    mode: str
    km: float
    lon: float
    lat: float
    road: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkMeta:
    """Where a network comes from.

    Parameters
    ----------
    name
        What to call it.
    source
        File, service or table it was built from.
    built
        ISO 8601 date of the build, or ''.
    attribution
        Credit that every map and export must show.
    data_date
        ISO 8601 date of the data themselves, where the source says it, or ''.
    area
        What it was clipped to, or ''.
    cut
        Kilometres left out per mode because they hang on no two-way connection to the main part.
    cut_count
        Number of such pieces per mode.
    cut_parts
        The longest of them, longest first within each mode.
    skipped
        What the source holds and the network cannot: count by kind (``routes.network.osm`` names them).
    """

    name: str = ""
    source: str = ""
    built: str = ""
    attribution: str = ""
    data_date: str = ""
    area: str = ""
    cut: Mapping[str, float] = field(default_factory=dict)
    cut_count: Mapping[str, int] = field(default_factory=dict)
    cut_parts: tuple[CutPart, ...] = ()
    skipped: Mapping[str, int] = field(default_factory=dict)


_TEXTS = ("name", "source", "built", "attribution", "data_date", "area")


def meta_document(meta: NetworkMeta) -> dict[str, Any]:
    """Return the meta data as what JSON takes."""
    document = {item.name: getattr(meta, item.name) for item in fields(NetworkMeta)}
    counts = {key: dict(document[key]) for key in ("cut", "cut_count", "skipped")}
    return {**document, **counts, "cut_parts": [asdict(part) for part in meta.cut_parts]}


def read_meta(document: Mapping[str, Any]) -> NetworkMeta:
    """Return the meta data of a JSON document of a stranger: whatever is not as it should be is left out."""
    texts = {key: document[key] for key in _TEXTS if isinstance(document.get(key), str)}
    parts = document.get("cut_parts")
    return NetworkMeta(
        **texts,
        cut=_numbers(document.get("cut")),
        cut_count={key: int(value) for key, value in _numbers(document.get("cut_count")).items()},
        cut_parts=tuple(filter(None, map(_part, parts if isinstance(parts, list) else ()))),
        skipped={key: int(value) for key, value in _numbers(document.get("skipped")).items()},
    )


def _numbers(value: object) -> dict[str, float]:
    pairs = value.items() if isinstance(value, dict) else ()
    return {str(key): float(number) for key, number in pairs if _is_number(number)}


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and math.isfinite(value)


def _part(value: object) -> CutPart | None:
    if not isinstance(value, dict) or not all(_is_number(value.get(key)) for key in ("km", "lon", "lat")):
        return None
    if not all(isinstance(value.get(key), str) for key in ("mode", "road")):
        return None
    return CutPart(**{item.name: value[item.name] for item in fields(CutPart)})

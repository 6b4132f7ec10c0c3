"""What exchange files carry of a tour beyond what other programs understand, so that it can be read back.

GeoJSON, GPX and KML wrap the same three JSON values, documented in docs/outputs.md: ``tour`` (once), ``leg``
(with the stop that the way leads to) and ``place`` (with the first stop at a place); a stop has plain
properties of its own. ``data.readers.tour_parts`` puts them together again.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import Any, Final
from zlib import crc32

from shapely import LineString

from data.model.place import Place, PlaceId
from data.model.project import Project
from data.model.tour import DroppedPlace, Leg, Stop, Tour
from data.readers.request_plain import to_plain
from data.readers.tour_json import SCHEMA_VERSION
from data.storage.places_export import place_cells
from data.writers.itinerary import Row, degrees

Pair = tuple[float, float]
Span = tuple[int, int]

PLACE_COLUMNS: Final = (
    "name_vi", "name_en", "category", "rank", "heritage_type", "geometry_wkt", "coord_precision_m",
    "coord_source", "unit_before", "unit_after", "opening_hours", "visit_minutes", "festival",
    "festival_rules", "craft_product", "fee_vnd", "capacity", "coach_access", "wheelchair",
    "description_vi", "description_en", "decision_number", "decision_issued", "source", "surveyed",
    "plan_id", "status",
)  # fmt: skip
"""Columns of the register that leave the office with a tour: neither contacts nor internal remarks."""


def tour_facts(tour: Tour) -> dict[str, Any]:
    """Return what belongs to the tour as a whole, in the words of ``plan --json``."""
    return {
        "schema_version": SCHEMA_VERSION,
        "id": tour.id,
        "title_vi": tour.title_vi,
        "title_en": tour.title_en,
        "scenario": tour.scenario,
        "base": tour.base,
        "request": to_plain(tour.request),
        "dates": [day.date.isoformat() for day in tour.days],
        "score": tour.score,
        "bound": tour.bound,
        "proven": tour.is_proven,
        "dropped": [_dropped(one) for one in tour.dropped],
        "network": tour.network,
        "attribution": list(tour.attribution),
    }


def _dropped(one: DroppedPlace) -> dict[str, Any]:
    return {"place_id": one.place_id, "msgid": one.reason, "facts": dict(one.facts)}


def stop_facts(stop: Stop) -> dict[str, str | float]:
    """Return what a stop has beside kind, place, position and times; usual values are left out."""
    usual = Stop(kind=stop.kind, lon=stop.lon, lat=stop.lat, arrive_s=0, begin_s=0, depart_s=0)
    held: dict[str, tuple[str | float | None, str | float | None]] = {
        "label": (stop.label, usual.label),
        "boarding_s": (stop.boarding_s, usual.boarding_s),
        "slots": (stop.slots, usual.slots),
        "length": (stop.length.value, usual.length.value),
        "access_m": (round(stop.access_m, 1), usual.access_m),
        "locked": (stop.is_locked, usual.is_locked),
        "added": (stop.is_added, usual.is_added),
        "stay_fixed": (stop.is_stay_fixed, usual.is_stay_fixed),
        "not_before_s": (stop.not_before_s, usual.not_before_s),
    }
    return {key: value for key, (value, default) in held.items() if value is not None and value != default}


def line_check(points: Sequence[Pair]) -> str:
    """Return the checksum (CRC-32) of a line, by which an edited one is known; six decimals count."""
    return f"{crc32(';'.join(f'{lon:.6f},{lat:.6f}' for lon, lat in points).encode()):08x}"


def leg_facts(leg: Leg, spans: Sequence[Span | None]) -> dict[str, Any]:
    """Return the way to a stop.

    Parameters
    ----------
    spans
        First and last vertex of each part on the line that the file draws; ``None`` where it has none.
    """
    return {
        "mode": leg.mode.value,
        **({"check": line_check(points)} if (points := leg_line(leg)[0]) else {}),
        **({"via": [[degrees(lon), degrees(lat)] for lon, lat in leg.via]} if leg.via else {}),
        "parts": [
            {
                "mode": part.mode.value,
                "distance_m": round(part.distance_m, 1),
                "duration_s": part.duration_s,
                "roads": list(part.roads),
                "line": None if span is None else list(span),
            }
            for part, span in zip(leg.parts, spans, strict=True)
        ],
    }


def leg_line(leg: Leg) -> tuple[list[Pair], list[Span | None]]:
    """Return the line of one leg as it is drawn, and where its parts lie on it; see ``join_lines``."""
    return join_lines([part.geometry for part in leg.parts])


def join_lines(lines: Sequence[LineString | None]) -> tuple[list[Pair], list[Span | None]]:
    """Return lines drawn as one: vertices rounded for exchange, none twice in a row.

    Returns
    -------
    points
        Longitude and latitude, degrees; empty where nothing has a length.
    spans
        First and last index of each line among the points; ``None`` for a line without length.
    """
    points: list[Pair] = []
    spans: list[Span | None] = []
    for line in lines:
        vertices = [(degrees(lon), degrees(lat)) for lon, lat in line.coords] if line is not None else []
        apart = [*vertices[:1], *(after for before, after in pairwise(vertices) if after != before)]
        if len(apart) < 2:
            spans.append(None)
            continue
        touches = bool(points) and points[-1] == apart[0]
        first = len(points) - touches
        points += apart[touches:]
        spans.append((first, len(points) - 1))
    return points, spans


def first_stops(rows: Sequence[Row]) -> Mapping[PlaceId, Row]:
    """Return the first row of every place."""
    first: dict[PlaceId, Row] = {}
    for row in rows:
        if row.place is not None:
            first.setdefault(row.place.id, row)
    return first


def place_facts(project: Project, rows: Sequence[Row]) -> Callable[[Row], dict[str, Any] | None]:
    """Return a function that gives the register's facts for the row that carries them, else ``None``."""
    first = first_stops(rows)
    places: list[Place] = [row.place for row in first.values() if row.place is not None]
    cells = {
        place.id: {column: values[column] for column in PLACE_COLUMNS if values[column] not in {None, ""}}
        for place, values in zip(places, place_cells(project, places), strict=True)
    }

    def facts(row: Row) -> dict[str, Any] | None:
        if row.place is None or first[row.place.id] is not row:
            return None
        return cells[row.place.id]

    return facts


def packed(facts: Mapping[str, Any]) -> str:
    """Return facts as JSON text on one line, for formats whose values are texts."""
    return json.dumps(facts, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def plain(value: str | float) -> str:
    """Return the value of a stop as text: true and false in lower case, numbers with a decimal point."""
    return str(value).lower() if isinstance(value, bool) else str(value)

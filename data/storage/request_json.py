"""TourRequest as JSON text, loss-less, for the project file.

The keys are the field names of the model; times are seconds, dates ISO 8601. This is the stored form. What
people write is the TOML form (docs/request.md).
"""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from data.model.place import Category, PlaceId, Rank, Status
from data.model.request import Anchor, CandidateFilter, LunchRule, ScoreRule, TourRequest, TravelMode
from data.model.units import UnitId


def dump_request(request: TourRequest) -> str:
    """Return ``request`` as JSON text."""
    return json.dumps(_to_dict(request), ensure_ascii=False, allow_nan=False)


def load_request(text: str) -> TourRequest:
    """Return the request written by ``dump_request``.

    Raises
    ------
    ValueError, KeyError, TypeError
        If the text is not such a request; the caller names the row it came from.
    BadInputError
        If a value is impossible.
    """
    found = json.loads(text)
    if not isinstance(found, dict):
        message = "not a JSON object"
        raise TypeError(message)
    return _from_dict(found)


def _to_dict(request: TourRequest) -> dict[str, Any]:
    lunch = request.lunch
    return {
        "title_vi": request.title_vi,
        "title_en": request.title_en,
        "start": _anchor_dict(request.start),
        "end": _anchor_dict(request.end),
        "nights": [_anchor_dict(night) for night in request.nights],
        "dates": [day.isoformat() for day in request.dates],
        "day_start_s": request.day_start_s,
        "day_end_s": request.day_end_s,
        "mode": request.mode,
        "lunch": lunch
        and {
            "earliest_s": lunch.earliest_s,
            "latest_s": lunch.latest_s,
            "duration_s": lunch.duration_s,
        },
        "candidates": _filter_dict(request.candidates),
        "must": list(request.must),
        "never": list(request.never),
        "cover_units": list(request.cover_units),
        "unit_minimum": dict(request.unit_minimum),
        "scores": {
            "by_rank": dict(request.scores.by_rank),
            "by_category": dict(request.scores.by_category),
            "by_place": dict(request.scores.by_place),
        },
        "default_visit_minutes": request.default_visit_minutes,
        "max_travel_s": request.max_travel_s,
        "group_size": request.group_size,
        "clauses": list(request.clauses),
        "seed": request.seed,
        "seconds": request.seconds,
    }


def _anchor_dict(anchor: Anchor) -> dict[str, Any]:
    return {"lon": anchor.lon, "lat": anchor.lat, "label": anchor.label, "place_id": anchor.place_id}


def _filter_dict(wanted: CandidateFilter) -> dict[str, Any]:
    return {
        "place_ids": list(wanted.place_ids),
        "categories": list(wanted.categories),
        "ranks": list(wanted.ranks),
        "units": list(wanted.units),
        "districts": list(wanted.districts),
        "statuses": list(wanted.statuses),
        "text": wanted.text,
        "bbox": wanted.bbox and list(wanted.bbox),
        "max_precision_m": wanted.max_precision_m,
    }


def _from_dict(found: Mapping[str, Any]) -> TourRequest:
    lunch = found["lunch"]
    return TourRequest(
        title_vi=str(found["title_vi"]),
        title_en=str(found["title_en"]),
        start=_anchor(found["start"]),
        end=_anchor(found["end"]),
        nights=tuple(_anchor(night) for night in found["nights"]),
        dates=tuple(date.fromisoformat(day) for day in found["dates"]),
        day_start_s=int(found["day_start_s"]),
        day_end_s=int(found["day_end_s"]),
        mode=TravelMode(found["mode"]),
        lunch=None
        if lunch is None
        else LunchRule(int(lunch["earliest_s"]), int(lunch["latest_s"]), int(lunch["duration_s"])),
        candidates=_filter(found["candidates"]),
        must=tuple(PlaceId(item) for item in found["must"]),
        never=tuple(PlaceId(item) for item in found["never"]),
        cover_units=tuple(UnitId(item) for item in found["cover_units"]),
        unit_minimum={UnitId(unit): int(least) for unit, least in found["unit_minimum"].items()},
        scores=_scores(found["scores"]),
        default_visit_minutes=int(found["default_visit_minutes"]),
        max_travel_s=None if found["max_travel_s"] is None else int(found["max_travel_s"]),
        group_size=int(found["group_size"]),
        clauses=tuple(str(item) for item in found["clauses"]),
        seed=int(found["seed"]),
        seconds=found["seconds"],
    )


def _anchor(found: Mapping[str, Any]) -> Anchor:
    place_id = found["place_id"]
    return Anchor(
        float(found["lon"]),
        float(found["lat"]),
        str(found["label"]),
        None if place_id is None else PlaceId(place_id),
    )


def _filter(found: Mapping[str, Any]) -> CandidateFilter:
    bbox, precision = found["bbox"], found["max_precision_m"]
    return CandidateFilter(
        place_ids=tuple(PlaceId(item) for item in found["place_ids"]),
        categories=tuple(Category(item) for item in found["categories"]),
        ranks=tuple(Rank(item) for item in found["ranks"]),
        units=tuple(UnitId(item) for item in found["units"]),
        districts=tuple(str(item) for item in found["districts"]),
        statuses=tuple(Status(item) for item in found["statuses"]),
        text=str(found["text"]),
        bbox=None if bbox is None else _four(bbox),
        max_precision_m=None if precision is None else float(precision),
    )


def _four(numbers: list[float]) -> tuple[float, float, float, float]:
    west, south, east, north = (float(number) for number in numbers)
    return west, south, east, north


def _scores(found: Mapping[str, Any]) -> ScoreRule:
    return ScoreRule(
        by_rank={Rank(key): int(score) for key, score in found["by_rank"].items()},
        by_category={Category(key): int(score) for key, score in found["by_category"].items()},
        by_place={PlaceId(key): int(score) for key, score in found["by_place"].items()},
    )

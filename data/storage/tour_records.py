"""Tours, days, stops, legs and dropped places as rows of the project file, and back."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from shapely import Point

from data.language.catalogue import translate
from data.language.formats import time_of_day
from data.model.place import PlaceId
from data.model.project import Project
from data.model.remedy import Remedy, RemedyKind, remedy_in_words
from data.model.request import TourRequest
from data.model.tour import (
    Day,
    DroppedPlace,
    Leg,
    LegPart,
    Stop,
    StopKind,
    Tour,
    TourId,
    VisitLength,
)
from data.model.travel_mode import TravelMode
from data.readers.request_plain import to_plain
from data.readers.request_toml import from_plain
from data.storage.records import Row, row_errors, texts

_FILE_LANGUAGE = "vi"


def tour_rows(project: Project) -> Iterator[dict[str, Any]]:
    """Yield the rows of ``tours``."""
    for tour in project.tours.values():
        yield {
            "id": tour.id,
            "title_vi": tour.title_vi,
            "title_en": tour.title_en,
            "score": tour.score,
            "bound": tour.bound,
            "scenario": tour.scenario,
            "base": tour.base,
            "is_proven": tour.is_proven,
            "network": tour.network,
            "attribution": json.dumps(tour.attribution, ensure_ascii=False),
        }


def request_rows(project: Project) -> Iterator[dict[str, Any]]:
    """Yield the rows of ``tour_requests``."""
    for tour in project.tours.values():
        yield {"tour_id": tour.id, "request": _request_text(tour.request)}


def _request_text(request: TourRequest) -> str:
    return json.dumps(to_plain(request), ensure_ascii=False, allow_nan=False)


def _request_values(text: str) -> dict[str, object]:
    values = json.loads(text)
    if not isinstance(values, dict):
        message = "not a JSON object"
        raise TypeError(message)
    return values


def _numbered_days(project: Project) -> Iterator[tuple[dict[str, Any], Day]]:
    for tour in project.tours.values():
        for number, day in enumerate(tour.days, start=1):
            yield {"tour_id": tour.id, "day": number}, day


def day_rows(project: Project) -> Iterator[dict[str, Any]]:
    """Yield the rows of ``days``."""
    for key, day in _numbered_days(project):
        yield {**key, "date": day.date.isoformat()}


def stop_rows(project: Project) -> Iterator[dict[str, Any]]:
    """Yield the rows of ``stops``, in order."""
    for key, day in _numbered_days(project):
        for stop in day.stops:
            yield {
                **key,
                "geom": Point(stop.lon, stop.lat),
                "kind": stop.kind,
                "label": stop.label,
                "place_id": stop.place_id,
                "place_name": _place_name(project, stop.place_id),
                "arrive_s": stop.arrive_s,
                "begin_s": stop.begin_s,
                "depart_s": stop.depart_s,
                "arrive_time": time_of_day(stop.arrive_s),
                "depart_time": time_of_day(stop.depart_s),
                "boarding_s": stop.boarding_s,
                "slots": stop.slots,
                "length": stop.length,
                "access_m": stop.access_m,
                "is_locked": stop.is_locked,
                "is_added": stop.is_added,
                "is_stay_fixed": stop.is_stay_fixed,
                "not_before_s": stop.not_before_s,
            }


def _place_name(project: Project, place_id: PlaceId | None) -> str:
    place = project.places.get(place_id) if place_id else None
    return place.name_vi if place else ""


def leg_rows(project: Project) -> Iterator[dict[str, Any]]:
    """Yield the rows of ``legs``, in order."""
    for key, day in _numbered_days(project):
        for number, leg in enumerate(day.legs, start=1):
            yield {
                **key,
                "geom": leg.geometry,
                "leg": number,
                "mode": leg.mode,
                "distance_m": leg.distance_m,
                "walk_m": leg.walk_m,
                "duration_s": leg.duration_s,
                "roads": json.dumps(leg.roads, ensure_ascii=False),
                "via": _json(leg.via) if leg.via else "",
            }


def leg_part_rows(project: Project) -> Iterator[dict[str, Any]]:
    """Yield the rows of ``leg_parts``, in order."""
    for key, day in _numbered_days(project):
        for number, leg in enumerate(day.legs, start=1):
            for part in leg.parts:
                yield {
                    **key,
                    "geom": part.geometry,
                    "leg": number,
                    "mode": part.mode,
                    "distance_m": part.distance_m,
                    "duration_s": part.duration_s,
                    "roads": json.dumps(part.roads, ensure_ascii=False),
                }


def dropped_rows(project: Project) -> Iterator[dict[str, Any]]:
    """Yield the rows of ``dropped``."""
    for tour in project.tours.values():
        for dropped in tour.dropped:
            yield {
                "tour_id": tour.id,
                "place_id": dropped.place_id,
                "place_name": _place_name(project, dropped.place_id),
                "reason": dropped.reason,
                "facts": _json(dict(dropped.facts)),
                "remedies": _json(
                    [
                        {"kind": one.kind, "text": one.text, "facts": dict(one.facts)}
                        for one in dropped.remedies
                    ]
                ),
                "reason_text": translate(_FILE_LANGUAGE, dropped.reason, **dropped.facts),
                "remedies_text": " ".join(
                    translate(_FILE_LANGUAGE, one.text, **one.facts) for one in dropped.remedies
                ),
            }


def _json(values: object) -> str:
    return json.dumps(values, ensure_ascii=False, allow_nan=False)


class TourParts:
    """What the other tables say about each tour, by its key, in the order of their rows."""

    def __init__(self, rows: Mapping[str, Iterable[Row]]) -> None:
        self.requests: dict[str, TourRequest] = {}
        self.stops: defaultdict[tuple[str, int], list[Stop]] = defaultdict(list)
        self.legs: defaultdict[tuple[str, int], list[Leg]] = defaultdict(list)
        self._leg_parts: defaultdict[tuple[str, int, int], list[LegPart]] = defaultdict(list)
        self.days: defaultdict[str, list[Row]] = defaultdict(list)
        self.dropped: defaultdict[str, list[DroppedPlace]] = defaultdict(list)
        for row in rows["tour_requests"]:
            with row_errors("tour_requests", row):
                self.requests[row["tour_id"]] = from_plain(_request_values(row["request"]))
        for row in rows["stops"]:
            with row_errors("stops", row):
                self.stops[row["tour_id"], row["day"]].append(_stop(row))
        for row in rows["leg_parts"]:
            with row_errors("leg_parts", row):
                self._leg_parts[row["tour_id"], row["day"], row["leg"]].append(_leg_part(row))
        for row in rows["legs"]:
            with row_errors("legs", row):
                legs = self.legs[row["tour_id"], row["day"]]
                parts = self._leg_parts[row["tour_id"], row["day"], len(legs) + 1]
                legs.append(Leg(mode=TravelMode(row["mode"]), parts=tuple(parts), via=_via(row["via"])))
        for row in rows["days"]:
            self.days[row["tour_id"]].append(row)
        for row in rows["dropped"]:
            with row_errors("dropped", row):
                self.dropped[row["tour_id"]].append(_dropped(row))


def tour_of(row: Row, parts: TourParts) -> Tour:
    """Return the tour of a row of ``tours``.

    Raises
    ------
    KeyError
        If its request is missing.
    BadInputError
        If its days do not fit together.
    """
    key = row["id"]
    return Tour(
        id=TourId(key),
        title_vi=row["title_vi"],
        title_en=row["title_en"],
        request=parts.requests[key],
        days=tuple(
            Day(
                date=day["date"],
                stops=tuple(parts.stops[key, day["day"]]),
                legs=tuple(parts.legs[key, day["day"]]),
            )
            for day in parts.days[key]
        ),
        dropped=tuple(parts.dropped[key]),
        score=row["score"] or 0,
        bound=row["bound"],
        scenario=row["scenario"],
        base=TourId(row["base"]) if row["base"] else None,
        is_proven=bool(row["is_proven"]),
        network=row["network"],
        attribution=texts(row["attribution"]),
    )


def _stop(row: Row) -> Stop:
    return Stop(
        kind=StopKind(row["kind"]),
        lon=row["geom"].x,
        lat=row["geom"].y,
        label=row["label"],
        place_id=row["place_id"],
        arrive_s=row["arrive_s"],
        begin_s=row["begin_s"],
        depart_s=row["depart_s"],
        boarding_s=row["boarding_s"] or 0,
        slots=1 if row["slots"] is None else row["slots"],
        length=VisitLength(row["length"] or VisitLength.TYPICAL),
        access_m=row["access_m"] or 0.0,
        is_locked=bool(row["is_locked"]),
        is_added=bool(row["is_added"]),
        is_stay_fixed=bool(row["is_stay_fixed"]),
        not_before_s=row["not_before_s"],
    )


def _via(text: str) -> tuple[tuple[float, float], ...]:
    return tuple((float(lon), float(lat)) for lon, lat in json.loads(text)) if text else ()


def _leg_part(row: Row) -> LegPart:
    return LegPart(
        mode=TravelMode(row["mode"]),
        distance_m=row["distance_m"],
        duration_s=row["duration_s"],
        geometry=row["geom"],
        roads=texts(row["roads"]),
    )


def _dropped(row: Row) -> DroppedPlace:
    remedies = json.loads(row["remedies"]) if row["remedies"] else []
    return DroppedPlace(
        place_id=PlaceId(row["place_id"]),
        reason=row["reason"],
        facts=_facts(json.loads(row["facts"]) if row["facts"] else {}),
        remedies=tuple(remedy for one in remedies if (remedy := _remedy(one)) is not None),
    )


def _remedy(told: dict[str, object]) -> Remedy | None:
    """Return a remedy; earlier versions told it by its words alone, some by words no longer used."""
    facts = _facts(told["facts"])
    if "kind" in told:
        return Remedy(kind=RemedyKind(str(told["kind"])), facts=facts)
    return remedy_in_words(str(told["text"]), facts)


def _facts(facts: object) -> dict[str, str | int | float]:
    if not isinstance(facts, dict) or not all(isinstance(fact, (str, int, float)) for fact in facts.values()):
        message = "not a JSON object of texts and numbers"
        raise ValueError(message)
    return facts

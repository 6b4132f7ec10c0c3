"""A tour as JSON: what ``plan --json`` prints and ``check``, ``replan`` and ``compare`` read back.

The values that make the tour (times in seconds, coordinates, request) stand beside what a person or script
wants to read (names, clock times, reasons in words), which ``data.readers.tour_json`` passes over. Units are
in the keys. The schema version rises with every change that an older reader would misread; the JSON Schema is
docs/schemas/tour.schema.json.
"""

from collections.abc import Mapping
from typing import Any, Final

from data.costs.sheet import cost_sheet
from data.language.catalogue import translate
from data.language.terms import term
from data.model.project import Project
from data.model.remedy import facts_in
from data.model.tour import Day, DroppedPlace, Leg, LegPart, Stop, StopKind, Tour, VisitLength
from data.readers.request_plain import to_plain
from data.readers.tour_json import SCHEMA_VERSION
from data.writers.itinerary import degrees

_NO_CODES: Final[Mapping[str, str]] = {}


def tour_document(
    project: Project, tour: Tour, language: str, *, codes: Mapping[str, str] = _NO_CODES
) -> dict[str, Any]:
    """Return a tour as plain values that ``json.dumps`` takes.

    Parameters
    ----------
    language
        Language of names and reasons, 'vi' or 'en'.
    codes
        Stable code of each reason (msgid) for scripts.
    """
    return {
        "schema_version": SCHEMA_VERSION,
        "feasible": True,
        "id": tour.id,
        "title": tour.title(language),
        "title_vi": tour.title_vi,
        "title_en": tour.title_en,
        "scenario": tour.scenario,
        "base": tour.base,
        "request": to_plain(tour.request),
        "mode": tour.request.mode.value,
        "score": tour.score,
        "bound": tour.bound,
        "proven": tour.is_proven,
        "distance_m": round(tour.distance_m, 1),
        "travel_s": tour.travel_s,
        "walk_m": round(tour.walk_m, 1),
        "days": [_day(project, day, language) for day in tour.days],
        "dropped": [_dropped(project, dropped, language, codes) for dropped in tour.dropped],
        "clauses": [
            clause_document(project, tour, key, language)
            for key in tour.request.clauses
            if key in project.clauses
        ],
        **_money_and_carbon(project, tour, language),
        "network": tour.network,
        "attribution": list(tour.attribution),
    }


def _money_and_carbon(project: Project, tour: Tour, language: str) -> dict[str, Any]:
    sheet = cost_sheet(project, tour)
    return {
        "costs": {
            "total_vnd": sheet.total_vnd,
            "per_visitor_vnd": sheet.per_visitor_vnd,
            "limit_vnd": sheet.limit_vnd,
            "lines": [
                {
                    "kind": line.kind.value,
                    "quantity": round(line.quantity, 3),
                    "rate_vnd": round(line.rate_vnd, 2),
                    "amount_vnd": line.amount_vnd,
                }
                for line in sheet.costs
            ],
            "unknown_fees": list(sheet.unknown_fees),
        },
        "carbon": {
            "total_g": sheet.total_g,
            "per_visitor_g": sheet.per_visitor_g,
            "lines": [
                {
                    "mode": line.mode.value,
                    "vehicles": line.vehicles,
                    "distance_m": round(line.distance_m, 1),
                    "grams": line.grams,
                    "sources": [translate(language, source) for source in line.sources],
                }
                for line in sheet.carbon
            ],
        },
    }


def clause_document(project: Project, tour: Tour, key: str, language: str) -> dict[str, Any]:
    """Return how a tour serves one clause of the plans.

    Raises
    ------
    KeyError
        If the project does not have the clause.
    """
    clause = project.clauses[key]
    visited = set(tour.visited)
    is_english = language == "en" and clause.requirement_en
    return {
        "clause": key,
        "requirement": clause.requirement_en if is_english else clause.requirement_vi,
        "places_named": len(clause.place_ids),
        "places_visited": [place_id for place_id in clause.place_ids if place_id in visited],
    }


def stop_name(project: Project, stop: Stop, language: str) -> str:
    """Return what to call a stop: its place, its label, else its kind."""
    place = project.places.get(stop.place_id) if stop.place_id else None
    return place.name(language) if place else stop.label or term(stop.kind, language)


def _day(project: Project, day: Day, language: str) -> dict[str, Any]:
    return {
        "date": day.date.isoformat(),
        "distance_m": round(day.distance_m, 1),
        "travel_s": day.travel_s,
        "walk_m": round(day.walk_m, 1),
        "wait_s": day.wait_s,
        "stops": [_stop(project, stop, language) for stop in day.stops],
        "legs": [_leg(leg) for leg in day.legs],
    }


def _stop(project: Project, stop: Stop, language: str) -> dict[str, Any]:
    place = project.places.get(stop.place_id) if stop.place_id else None
    document: dict[str, Any] = {
        "kind": stop.kind.value,
        "place_id": stop.place_id,
        "name": stop_name(project, stop, language),
        "label": stop.label,
        "lon": degrees(stop.lon),
        "lat": degrees(stop.lat),
        "arrive": _clock(stop.arrive_s),
        "begin": _clock(stop.begin_s),
        "depart": _clock(stop.depart_s),
        "arrive_s": stop.arrive_s,
        "begin_s": stop.begin_s,
        "depart_s": stop.depart_s,
        "wait_s": stop.wait_s,
        "boarding_s": stop.boarding_s,
        "access_m": round(stop.access_m, 1),
        "locked": stop.is_locked,
        "added": stop.is_added,
        "stay_fixed": stop.is_stay_fixed,
        "not_before_s": stop.not_before_s,
    }
    if place is not None and stop.kind is StopKind.VISIT:
        document |= {
            "slots": stop.slots,
            "length": stop.length.value,
            "tight": stop.length is VisitLength.SHORTENED,
            "approximate": place.is_approximate,
            "hours_known": bool(place.opening_hours.strip()),
            "visit_minutes_known": place.visit_minutes is not None,
        }
    return document


def _leg(leg: Leg) -> dict[str, Any]:
    return {
        "mode": leg.mode.value,
        "distance_m": round(leg.distance_m, 1),
        "duration_s": leg.duration_s,
        "walk_m": round(leg.walk_m, 1),
        "roads": list(leg.roads),
        "via": [[degrees(lon), degrees(lat)] for lon, lat in leg.via],
        "parts": [_leg_part(part) for part in leg.parts],
    }


def _leg_part(part: LegPart) -> dict[str, Any]:
    return {
        "mode": part.mode.value,
        "distance_m": round(part.distance_m, 1),
        "duration_s": part.duration_s,
        "roads": list(part.roads),
    }


def _clock(time_s: int) -> str:
    return f"{time_s // 3600:02d}:{time_s % 3600 // 60:02d}"


def _dropped(
    project: Project, dropped: DroppedPlace, language: str, codes: Mapping[str, str]
) -> dict[str, Any]:
    place = project.places.get(dropped.place_id)
    facts = facts_in(language, dropped.facts, project.places)
    return {
        **facts,
        "place_id": dropped.place_id,
        "name": place.name(language) if place else dropped.place_id,
        "code": codes.get(dropped.reason, "other"),
        "reason": translate(language, dropped.reason, **facts),
        "remedies": [
            translate(language, remedy.text, **facts_in(language, remedy.facts, project.places))
            for remedy in dropped.remedies
        ],
        "remedy_facts": [{"kind": remedy.kind.value, **remedy.facts} for remedy in dropped.remedies],
        "msgid": dropped.reason,
        "facts": dict(dropped.facts),
    }

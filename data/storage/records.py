"""The register (places, units, plans) as rows of the project file, and back.

A row is a dictionary by column name; geometry columns hold Shapely geometries here and become blobs in the
writer. Reading functions get rows whose columns already have the Python type of their declared kind.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import Any

from shapely import Geometry, LineString, MultiLineString, MultiPolygon, Point, Polygon

from data.errors import BadInputError, StorageError
from data.language.catalogue import N_
from data.model.festival import Festival
from data.model.place import (
    Category,
    CoachAccess,
    Contact,
    HeritageDecision,
    Photo,
    Place,
    PlaceId,
    Rank,
    Status,
    Wheelchair,
)
from data.model.plans import Plan, PlanClause
from data.model.project import Project
from data.model.units import AdminUnit, UnitId, UnitSuccession
from data.readers.festival_text import parse_rules, rules_text
from data.search.filters import search_text
from data.search.folding import fold

Row = Mapping[str, Any]


@contextmanager
def row_errors(table: str, row: Row) -> Iterator[None]:
    """Turn whatever is wrong with a row into a StorageError naming table and row.

    Raises
    ------
    StorageError
        With ``where`` set; the caller adds the file.
    """
    where = f"{table}, fid {row['fid']}"
    try:
        yield
    except BadInputError as error:
        inner = f", {error.where}" if error.where else ""
        facts: dict[str, Any] = dict(error.facts)
        raise StorageError(
            error.message, where=where + inner, remedy=error.remedy, details=error.details, **facts
        ) from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise StorageError(
            N_("The row cannot be read ({detail})."),
            where=where,
            remedy=N_("Correct or delete the row in QGIS, or open an earlier version."),
            detail=str(error),
        ) from error


def place_rows(project: Project) -> Iterator[dict[str, Any]]:
    """Yield the rows of ``places``."""
    for place in project.places.values():
        decision = place.decision
        before, after = project.unit_label(place.unit_before), project.unit_label(place.unit_after)
        yield {
            "geom": place.point,
            "id": place.id,
            "name_vi": place.name_vi,
            "name_en": place.name_en,
            "category": place.category,
            "rank": place.rank,
            "heritage_type": place.heritage_type,
            "geometry_type": type(place.geometry).__name__,
            "coord_precision_m": place.coord_precision_m,
            "coord_source": place.coord_source,
            "unit_before": place.unit_before,
            "unit_before_name": before,
            "unit_after": place.unit_after,
            "unit_after_name": after,
            "opening_hours": place.opening_hours,
            "visit_minutes": place.visit_minutes,
            "craft_product": place.craft_product,
            "fee_vnd": place.fee_vnd,
            "capacity": place.capacity,
            "coach_access": place.coach_access,
            "wheelchair": place.wheelchair,
            "description_vi": place.description_vi,
            "description_en": place.description_en,
            "decision_number": None if decision is None else decision.number,
            "decision_issued": None if decision is None else iso(decision.issued),
            "source": place.source,
            "surveyed": iso(place.surveyed),
            "note": place.note,
            "plan_id": place.plan_id,
            "status": place.status,
            "search": search_text(project, place),
        }


def iso(day: date | None) -> str | None:
    """Return a date as ISO 8601 text, ``None`` for an unknown one."""
    return None if day is None else day.isoformat()


def place_line_rows(project: Project) -> Iterator[dict[str, Any]]:
    """Yield the rows of ``place_lines``."""
    for place in project.places.values():
        if isinstance(place.geometry, (LineString, MultiLineString)):
            yield {"geom": promoted(place.geometry), "place_id": place.id}


def place_area_rows(project: Project) -> Iterator[dict[str, Any]]:
    """Yield the rows of ``place_areas``."""
    for place in project.places.values():
        if isinstance(place.geometry, (Polygon, MultiPolygon)):
            yield {"geom": promoted(place.geometry), "place_id": place.id}


def promoted(geometry: Geometry) -> Geometry:
    """Return a line or area as its multi type, which a layer of both kinds must have."""
    if isinstance(geometry, LineString):
        return MultiLineString([geometry])
    return MultiPolygon([geometry]) if isinstance(geometry, Polygon) else geometry


def as_type(geometry: Geometry, geometry_type: str) -> Geometry:
    """Return the single part of a multi geometry when ``geometry_type`` names the single type."""
    if geometry_type in {"LineString", "Polygon"} and isinstance(geometry, (MultiLineString, MultiPolygon)):
        return geometry.geoms[0] if len(geometry.geoms) == 1 else geometry
    return geometry


def festival_rows(project: Project) -> Iterator[dict[str, Any]]:
    """Yield the rows of ``place_festivals``."""
    for place in project.places.values():
        for festival in place.festivals:
            yield {"place_id": place.id, "text": festival.text, "rules": rules_text(festival.rules)}


def contact_rows(project: Project) -> Iterator[dict[str, Any]]:
    """Yield the rows of ``place_contacts``."""
    for place in project.places.values():
        for contact in place.contacts:
            yield {
                "place_id": place.id,
                "name": contact.name,
                "phone": contact.phone,
                "email": contact.email,
                "website": contact.website,
            }


def photo_rows(project: Project) -> Iterator[dict[str, Any]]:
    """Yield the rows of ``place_photos``."""
    for place in project.places.values():
        for photo in place.photos:
            yield {
                "place_id": place.id,
                "path": photo.path,
                "caption_vi": photo.caption_vi,
                "caption_en": photo.caption_en,
                "credit": photo.credit,
            }


def unit_rows(project: Project) -> Iterator[dict[str, Any]]:
    """Yield the rows of ``units``."""
    for unit in project.units.values():
        outline = unit.geometry
        yield {
            "geom": None if outline is None else promoted(outline),
            "id": unit.id,
            "name_vi": unit.name_vi,
            "name_en": unit.name_en,
            "district": unit.district,
            "province": unit.province,
            "valid_from": iso(unit.valid_from),
            "valid_to": iso(unit.valid_to),
            "geometry_type": "" if outline is None else type(outline).__name__,
            "source": unit.source,
            "search": fold(f"{unit.name_vi} {unit.district} {unit.province}"),
        }


def succession_rows(project: Project) -> Iterator[dict[str, Any]]:
    """Yield the rows of ``unit_successions``."""
    for row in project.successions:
        yield {
            "old_id": row.old_id,
            "new_id": row.new_id,
            "is_whole": row.is_whole,
            "is_main": row.is_main,
            "source": row.source,
            "note": row.note,
        }


def plan_rows(project: Project) -> Iterator[dict[str, Any]]:
    """Yield the rows of ``plans``."""
    for plan in project.plans.values():
        yield {
            "id": plan.id,
            "title_vi": plan.title_vi,
            "title_en": plan.title_en,
            "issued": plan.issued,
        }


def clause_rows(project: Project) -> Iterator[dict[str, Any]]:
    """Yield the rows of ``plan_clauses``."""
    for clause in project.clauses.values():
        yield {
            "plan_id": clause.plan_id,
            "id": clause.id,
            "kind": clause.kind,
            "requirement_vi": clause.requirement_vi,
            "requirement_en": clause.requirement_en,
            "measured_by_vi": clause.measured_by_vi,
            "place_ids": json.dumps(clause.place_ids, ensure_ascii=False),
            "rule": clause.rule,
        }


class PlaceParts:
    """What other tables say about each place, by its key."""

    def __init__(
        self,
        shapes: Mapping[str, Iterable[Row]],
        festivals: Iterable[Row],
        contacts: Iterable[Row],
        photos: Iterable[Row],
    ) -> None:
        self.shapes: dict[str, Geometry] = {}
        for table, rows in shapes.items():
            for row in rows:
                with row_errors(table, row):
                    self._add_shape(row)
        self.festivals: dict[str, list[Festival]] = {}
        self.contacts: dict[str, list[Contact]] = {}
        self.photos: dict[str, list[Photo]] = {}
        for row in festivals:
            with row_errors("place_festivals", row):
                festival = Festival(row["text"], parse_rules(row["rules"]))
            self.festivals.setdefault(row["place_id"], []).append(festival)
        for row in contacts:
            contact = Contact(row["name"], row["phone"], row["email"], row["website"])
            self.contacts.setdefault(row["place_id"], []).append(contact)
        for row in photos:
            photo = Photo(row["path"], row["caption_vi"], row["caption_en"], row["credit"])
            self.photos.setdefault(row["place_id"], []).append(photo)

    def _add_shape(self, row: Row) -> None:
        key = row["place_id"]
        if key in self.shapes:
            raise BadInputError(
                N_("The place '{place}' has two shapes."), remedy=N_("Delete one of them in QGIS."), place=key
            )
        self.shapes[key] = row["geom"]


def place_of(row: Row, parts: PlaceParts) -> Place:
    """Return the place of a row of ``places``."""
    key = row["id"]
    geometry = parts.shapes.get(key, row["geom"])
    return Place(
        id=PlaceId(key),
        name_vi=row["name_vi"],
        name_en=row["name_en"],
        category=Category(row["category"]),
        rank=Rank(row["rank"] or Rank.UNKNOWN),
        heritage_type=row["heritage_type"],
        geometry=Point() if geometry is None else as_type(geometry, row["geometry_type"]),
        coord_precision_m=row["coord_precision_m"],
        coord_source=row["coord_source"],
        unit_before=row["unit_before"],
        unit_after=row["unit_after"],
        opening_hours=row["opening_hours"],
        visit_minutes=row["visit_minutes"],
        festivals=tuple(parts.festivals.get(key, ())),
        craft_product=row["craft_product"],
        fee_vnd=row["fee_vnd"],
        capacity=row["capacity"],
        coach_access=CoachAccess(row["coach_access"] or CoachAccess.UNKNOWN),
        wheelchair=Wheelchair(row["wheelchair"] or Wheelchair.UNKNOWN),
        contacts=tuple(parts.contacts.get(key, ())),
        description_vi=row["description_vi"],
        description_en=row["description_en"],
        photos=tuple(parts.photos.get(key, ())),
        decision=_decision(row),
        source=row["source"],
        surveyed=row["surveyed"],
        note=row["note"],
        plan_id=row["plan_id"],
        status=Status(row["status"] or Status.DRAFT),
    )


def _decision(row: Row) -> HeritageDecision | None:
    number, issued = row["decision_number"], row["decision_issued"]
    return None if number is None and issued is None else HeritageDecision(number or "", issued)


def unit_of(row: Row) -> AdminUnit:
    """Return the unit of a row of ``units``."""
    outline = row["geom"]
    return AdminUnit(
        id=UnitId(row["id"]),
        name_vi=row["name_vi"],
        name_en=row["name_en"],
        district=row["district"],
        province=row["province"],
        valid_from=row["valid_from"],
        valid_to=row["valid_to"],
        geometry=None if outline is None else as_type(outline, row["geometry_type"]),
        source=row["source"],
    )


def succession_of(row: Row) -> UnitSuccession:
    """Return the succession of a row of ``unit_successions``."""
    return UnitSuccession(
        old_id=UnitId(row["old_id"]),
        new_id=UnitId(row["new_id"]),
        is_whole=row["is_whole"],
        is_main=row["is_main"],
        source=row["source"],
        note=row["note"],
    )


def plan_of(row: Row) -> Plan:
    """Return the plan of a row of ``plans``."""
    return Plan(id=row["id"], title_vi=row["title_vi"], title_en=row["title_en"], issued=row["issued"])


def clause_of(row: Row) -> PlanClause:
    """Return the clause of a row of ``plan_clauses``."""
    return PlanClause(
        id=row["id"],
        plan_id=row["plan_id"],
        kind=row["kind"],
        requirement_vi=row["requirement_vi"],
        requirement_en=row["requirement_en"],
        measured_by_vi=row["measured_by_vi"],
        place_ids=tuple(PlaceId(item) for item in texts(row["place_ids"])),
        rule=row["rule"],
    )


def texts(json_text: str) -> tuple[str, ...]:
    """Read a JSON list of texts; an empty cell is an empty list.

    Raises
    ------
    ValueError
        If it is anything else.
    """
    found = json.loads(json_text) if json_text else []
    if not isinstance(found, list) or not all(isinstance(item, str) for item in found):
        message = "not a JSON list of texts"
        raise ValueError(message)
    return tuple(found)

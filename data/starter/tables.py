"""The starter tables as a Project."""

import csv
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Final

from shapely import Point
from shapely.geometry import shape

from data.errors import StorageError
from data.language.catalogue import N_
from data.model.place import Category, Place, PlaceId, Rank
from data.model.plans import Plan, PlanClause
from data.model.project import Project
from data.model.units import REFORM_DATE, AdminUnit, UnitId, UnitSuccession
from data.readers.festival_text import parse_festivals
from data.search.folding import canonical, slug
from data.starter.water import read_features

STARTER_SOURCE: Final = "starter"
"""``Project.source`` of the starter project."""

ATTRIBUTION: Final = (
    "© OpenStreetMap contributors (ODbL)",
    "© OpenMapTiles",
    "thanglequoc/vietnamese-provinces-database (MIT)",
    "vietnamadminunits (MIT)",
    "vietnam-address-converter (MIT)",
)

LAST_DAY_BEFORE_REFORM: Final[date] = REFORM_DATE - timedelta(days=1)

_Row = Mapping[str, str]
_UnitKey = tuple[str, str, str]


def folder() -> Traversable:
    """Return the folder of the starter tables."""
    return files("data") / "starter"


@cache
def load_starter() -> Project:
    """Return the starter project: places, units before and after the reform, plans and their clauses.

    Returns
    -------
    Project
        With ``source == "starter"``; read once and shared, since projects are immutable.

    Raises
    ------
    StorageError
        If an installed table is damaged.
    """
    try:
        return _assemble()
    except (OSError, KeyError, ValueError) as error:
        raise StorageError(
            N_("The starter data shipped with the product is damaged ({detail}). Install it again."),
            detail=str(error),
        ) from error


def _assemble() -> Project:
    new_units, old_units = _units_of_today(), _Former()
    by_name = {(canonical(unit.name_vi), canonical(unit.province)): unit.id for unit in new_units.values()}
    successions = _crosswalk(old_units, by_name)
    rows = _read("places.csv")
    places = [_place(row, old_units, by_name) for row in rows]
    successions += _seen_through_places(places, successions)
    plans, clauses = _plans({place.id for place in places})
    return Project(
        title="Hà Nội – Hải Dương",
        places={place.id: place for place in places},
        units=new_units | old_units.units,
        successions=tuple(successions),
        plans=plans,
        clauses=clauses,
        attribution=ATTRIBUTION,
        source=STARTER_SOURCE,
    )


def _read(name: str) -> list[dict[str, str]]:
    text = (folder() / name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines(keepends=True), strict=True))


def _units_of_today() -> dict[UnitId, AdminUnit]:
    found = {}
    for feature in read_features("units_2025.geojson"):
        facts = feature["properties"]
        unit = AdminUnit(
            id=UnitId(facts["code"]),
            name_vi=facts["name_vi"],
            name_en=facts["name_en"],
            province=facts["province"],
            valid_from=REFORM_DATE,
            geometry=shape(feature["geometry"]),
            source="thanglequoc/vietnamese-provinces-database",
        )
        found[unit.id] = unit
    return found


class _Former:
    """Units until 30 June 2025, each made the first time a table names it."""

    def __init__(self) -> None:
        self.units: dict[UnitId, AdminUnit] = {}
        self._ids: dict[_UnitKey, UnitId] = {}

    def id(self, name: str, district: str, province: str, source: str) -> UnitId:
        key = (canonical(name), canonical(district), canonical(province))
        if key not in self._ids:
            unit_id = UnitId("old/" + "/".join(slug(part) for part in (province, district, name)))
            if unit_id in self.units:
                message = f"{unit_id} names two units"
                raise ValueError(message)
            self._ids[key] = unit_id
            self.units[unit_id] = AdminUnit(
                id=unit_id,
                name_vi=name,
                name_en=_english_name(name),
                district=district,
                province=province,
                valid_to=LAST_DAY_BEFORE_REFORM,
                source=source,
            )
        return self._ids[key]


_KINDS_EN: Final = {"Phường": "Ward", "Xã": "Commune", "Thị trấn": "Town"}


def _english_name(name: str) -> str:
    """Return the name as officials write it in English: no diacritics, kind of unit last."""
    for kind, english in _KINDS_EN.items():
        if name.startswith(f"{kind} "):
            words = slug(name.removeprefix(kind)).split("-")
            return " ".join(word.capitalize() for word in (*words, english))
    return ""


def _crosswalk(former: _Former, by_name: Mapping[tuple[str, str], UnitId]) -> list[UnitSuccession]:
    return [
        UnitSuccession(
            old_id=former.id(row["old_unit"], row["old_district"], row["old_province"], row["source"]),
            new_id=by_name[canonical(row["new_unit"]), canonical(row["new_province"])],
            is_whole=row["split"] == "whole",
            is_main=row["main"] == "yes",
            source=row["source"],
            note=row["note"],
        )
        for row in _read("admin_units.csv")
    ]


def _seen_through_places(places: Iterable[Place], known: Iterable[UnitSuccession]) -> list[UnitSuccession]:
    """Return successions that no crosswalk lists but a place proves: some part went there."""
    listed = {row.old_id for row in known}
    pairs = dict.fromkeys((place.unit_before, place.unit_after) for place in places)
    return [
        UnitSuccession(
            old_id=old,
            new_id=new,
            is_whole=False,
            is_main=False,
            source="places.csv",
            note="biết qua các điểm trong danh mục; có thể chưa đủ",
        )
        for old, new in pairs
        if old and new and old not in listed
    ]


def _place(row: _Row, former: _Former, by_name: Mapping[tuple[str, str], UnitId]) -> Place:
    old_name, old_district, old_province = row["old_unit"].split(", ")
    new_name, new_province = row["new_unit"].rsplit(", ", 1)
    province = old_province.removeprefix("tỉnh ")
    return Place(
        id=PlaceId(row["id"]),
        name_vi=row["name_vi"],
        name_en=row["name_en"],
        category=Category(row["category"]),
        rank=Rank(row["rank"]),
        heritage_type=row["heritage_type"],
        geometry=Point(float(row["lon"]), float(row["lat"])),
        coord_precision_m=float(row["coord_precision_m"]) if row["coord_precision_m"] else None,
        coord_source=row["coord_source"],
        unit_before=former.id(old_name, old_district, province, "places.csv"),
        unit_after=by_name[canonical(new_name), canonical(new_province)],
        opening_hours=row["opening_hours"],
        visit_minutes=int(row["suggested_visit_min"]) if row["suggested_visit_min"] else None,
        festivals=parse_festivals(row["festival"]),
        craft_product=row["craft_product"],
        plan_id=row["plan"] or None,
        note=row["note"],
        source=row["source"],
    )


def _plans(place_ids: set[PlaceId]) -> tuple[dict[str, Plan], dict[str, PlanClause]]:
    english = {row["key"]: row["text_en"] for row in _read("plan_texts_en.csv")}
    plans = {
        row["id"]: Plan(
            id=row["id"], title_vi=row["title_vi"], title_en=english.get(row["id"], ""), issued=row["issued"]
        )
        for row in _read("plans.csv")
    }
    clauses = [_clause(row, english, place_ids) for row in _read("plan_clauses.csv")]
    return plans, {clause.key: clause for clause in clauses}


def _clause(row: _Row, english: Mapping[str, str], place_ids: set[PlaceId]) -> PlanClause:
    named = tuple(PlaceId(part.strip()) for part in row["places"].split(";") if part.strip())
    is_list = all(place_id in place_ids for place_id in named)
    return PlanClause(
        id=row["id"],
        plan_id=row["plan"],
        kind=row["kind"],
        requirement_vi=row["requirement_vi"],
        requirement_en=english.get(f"{row['plan']}/{row['id']}", ""),
        measured_by_vi=row["measured_by_vi"],
        place_ids=named if is_list else (),
        rule="" if is_list else row["places"],
    )

"""The register as CSV (for Excel) or GeoJSON; importing the file again gives equal places."""

import csv
import io
import json
from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Final

import shapely
from shapely import Geometry, Point

from data.csv_cells import defused
from data.errors import BadInputError
from data.language.catalogue import N_
from data.model.festival import Festival
from data.model.place import Contact, Photo, Place
from data.model.project import Project
from data.model.units import UnitId
from data.readers.festival_text import parse_festivals, rules_text
from data.readers.place_import import FESTIVAL_SEPARATOR
from data.search.names import UnitNames
from data.storage.records import iso
from data.writers.atomic import write_atomically

COLUMNS: Final = (
    "id", "name_vi", "name_en", "category", "rank", "heritage_type", "lon", "lat", "geometry_wkt",
    "coord_precision_m", "coord_source", "unit_before", "unit_after", "opening_hours", "visit_minutes",
    "festival", "festival_rules", "craft_product", "fee_vnd", "capacity", "coach_access", "wheelchair",
    "contacts", "description_vi", "description_en", "photos", "decision_number", "decision_issued",
    "source", "surveyed", "note", "plan_id", "status",
)  # fmt: skip
"""Columns of the export, in order; the import knows them under these names."""

_SEPARATORS: Final = {"vi": ";", "en": ","}
_DECIMAL_SIGNS: Final = {"vi": ",", "en": "."}

Cell = str | int | float | None


def place_cells(project: Project, places: Iterable[Place]) -> list[Mapping[str, Cell]]:
    """Return the cells of each place by the names of ``COLUMNS``; units by names that lead back to them."""
    label = _unit_labels(project)
    return [_values(place, label) for place in places]


def places_csv(project: Project, places: Iterable[Place], language: str = "vi") -> str:
    """Return the places as CSV text without byte order mark.

    Parameters
    ----------
    project
        For the names of units.
    places
        What to write.
    language
        'vi' separates by semicolon and writes a decimal comma, as Excel expects in Vietnam; 'en' by comma,
        with a decimal point.
    """
    stream = io.StringIO(newline="")
    table = csv.writer(stream, delimiter=_SEPARATORS[language], lineterminator="\r\n")
    table.writerow(COLUMNS)
    label = _unit_labels(project)
    for place in places:
        values = _values(place, label)
        table.writerow([_cell_text(values[column], language) for column in COLUMNS])
    return stream.getvalue()


def _cell_text(value: Cell, language: str) -> str:
    if isinstance(value, float):
        return _plain(value).replace(".", _DECIMAL_SIGNS[language])
    return defused(value) if isinstance(value, str) else "" if value is None else str(value)


def _plain(value: float) -> str:
    return str(int(value)) if value.is_integer() else repr(value)


def places_geojson(project: Project, places: Iterable[Place]) -> str:
    """Return the places as a GeoJSON FeatureCollection (RFC 7946, WGS84); unknown values are null."""
    label = _unit_labels(project)
    features = []
    for place in places:
        values = _values(place, label)
        properties = {
            column: _json_value(values[column])
            for column in COLUMNS
            if column not in {"lon", "lat", "geometry_wkt"}
        }
        features.append(
            {
                "type": "Feature",
                "id": place.id,
                "geometry": json.loads(shapely.to_geojson(_oriented(place.geometry))),
                "properties": properties,
            }
        )
    document = {
        "type": "FeatureCollection",
        "attribution": list(project.attribution),
        "features": features,
    }
    return json.dumps(document, ensure_ascii=False, allow_nan=False, indent=1) + "\n"


def _oriented(geometry: Geometry) -> Geometry:
    """Return an area with its rings as RFC 7946 asks, the outer ones counterclockwise."""
    return shapely.orient_polygons(geometry)


def _json_value(value: Cell) -> Cell:
    return None if value == "" else value


def _unit_labels(project: Project) -> Callable[[UnitId | None], str]:
    """Return a function giving the label of a unit, or its key where the label would not lead back to it."""
    known: dict[UnitId, str] = {}
    names = UnitNames(project)

    def label(unit_id: UnitId | None) -> str:
        if unit_id is None:
            return ""
        if unit_id not in known:
            text = project.unit_label(unit_id)
            known[unit_id] = text if text and _leads_back(names, text, unit_id) else unit_id
        return known[unit_id]

    return label


def _leads_back(names: UnitNames, text: str, unit_id: UnitId) -> bool:
    try:
        return names.resolve(text) == unit_id
    except BadInputError:
        return False


def _values(place: Place, label: Callable[[UnitId | None], str]) -> Mapping[str, Cell]:
    decision = place.decision
    festival, festival_rules = _festival_cells(place.festivals)
    return {
        "id": place.id,
        "name_vi": place.name_vi,
        "name_en": place.name_en,
        "category": place.category.value,
        "rank": place.rank.value,
        "heritage_type": place.heritage_type,
        "lon": place.lon,
        "lat": place.lat,
        "geometry_wkt": ""
        if isinstance(place.geometry, Point)
        else shapely.to_wkt(place.geometry, rounding_precision=-1),
        "coord_precision_m": place.coord_precision_m,
        "coord_source": place.coord_source,
        "unit_before": label(place.unit_before),
        "unit_after": label(place.unit_after),
        "opening_hours": place.opening_hours,
        "visit_minutes": place.visit_minutes,
        "festival": festival,
        "festival_rules": festival_rules,
        "craft_product": place.craft_product,
        "fee_vnd": place.fee_vnd,
        "capacity": place.capacity,
        "coach_access": place.coach_access.value,
        "wheelchair": place.wheelchair.value,
        "contacts": _listed([_contact(contact) for contact in place.contacts]),
        "description_vi": place.description_vi,
        "description_en": place.description_en,
        "photos": _listed([_photo(photo) for photo in place.photos]),
        "decision_number": decision.number if decision else "",
        "decision_issued": (iso(decision.issued) or "") if decision else "",
        "source": place.source,
        "surveyed": iso(place.surveyed) or "",
        "note": place.note,
        "plan_id": place.plan_id or "",
        "status": place.status.value,
    }


def _festival_cells(festivals: tuple[Festival, ...]) -> tuple[str, str]:
    """Return the texts, and the rules where reading the texts again would not give them."""
    plain = "; ".join(festival.text for festival in festivals)
    if parse_festivals(plain) == festivals:
        return plain, ""
    separator = f" {FESTIVAL_SEPARATOR} "
    rules = separator.join(rules_text(festival.rules) or "-" for festival in festivals)
    return separator.join(festival.text for festival in festivals), rules


def _contact(contact: Contact) -> dict[str, str]:
    return _filled(name=contact.name, phone=contact.phone, email=contact.email, website=contact.website)


def _photo(photo: Photo) -> dict[str, str]:
    return {
        "path": photo.path,
        **_filled(caption_vi=photo.caption_vi, caption_en=photo.caption_en, credit=photo.credit),
    }


def _filled(**texts: str) -> dict[str, str]:
    return {name: text for name, text in texts.items() if text}


def _listed(items: list[dict[str, str]]) -> str:
    return json.dumps(items, ensure_ascii=False) if items else ""


class ExportFormat(StrEnum):
    """Formats of the register; the value is the ending of the file."""

    CSV = "csv"
    GEOJSON = "geojson"


def write_places(project: Project, places: Iterable[Place], path: Path, language: str = "vi") -> None:
    """Write places to ``path``, whose ending chooses CSV (UTF-8 with byte order mark, for Excel) or GeoJSON.

    Raises
    ------
    BadInputError
        If the ending is neither .csv nor .geojson.
    StorageError
        If the file cannot be written; the one before is unchanged.
    """
    ending = path.suffix.lower().lstrip(".")
    if ending not in set(ExportFormat):
        raise BadInputError(
            N_("Files ending in '{ending}' are not written."),
            source=path,
            remedy=N_("Known endings: {known}."),
            ending=path.suffix,
            known=".csv, .geojson",
        )
    if ending == ExportFormat.CSV:
        content = places_csv(project, places, language).encode("utf-8-sig")
    else:
        content = places_geojson(project, places).encode()
    write_atomically(path, content)

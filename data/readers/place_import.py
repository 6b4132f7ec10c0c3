"""Places out of rows of cells, whatever file they come from: all faults and doubts in one report."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar

import shapely
from shapely import Geometry, Point

from data.calendar.opening import check_opening_hours
from data.errors import BadInputError, HanhTrinhError
from data.language.catalogue import N_
from data.model.checks import normal_text, require_lon_lat
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
from data.model.project import Project
from data.model.units import UnitId
from data.readers import place_fields as fields
from data.readers.festival_text import parse_festivals, parse_rules
from data.readers.vn2000 import to_wgs84
from data.search.folding import slug
from data.search.names import UnitNames

_Value = TypeVar("_Value")
MOST_FAULTS_SAID: Final = 30
"""More would hide the message above them; the rest is counted."""

_SAME_SPOT_DECIMALS: Final = 4
"""Coordinates that agree to about 11 m are one spot."""


@dataclass(frozen=True, slots=True)
class PlaceImport:
    """What a file of places holds.

    Parameters
    ----------
    places
        The places without fault, in the order of the file.
    errors, warnings
        Faults (the row is not among ``places``) and doubts, each naming row and column.
    ignored
        Columns of the file that mean nothing here.
    form
        Encoding and separator, for the report.
    rows
        Number of the row or feature of each of ``places``.
    columns
        Headings of the file that were understood, each with the column it means.
    """

    places: tuple[Place, ...]
    errors: tuple[BadInputError, ...] = ()
    warnings: tuple[BadInputError, ...] = ()
    ignored: tuple[str, ...] = ()
    form: str = ""
    rows: tuple[int, ...] = ()
    columns: tuple[tuple[str, str], ...] = ()

    def require_sound(self, source: object) -> tuple[Place, ...]:
        """Return the places if no row has a fault.

        Raises
        ------
        BadInputError
            With every fault of the file as a detail.
        """
        if self.errors:
            raise BadInputError(
                N_("Faults in the file: {faults}; nothing was imported."),
                source=source,
                remedy=N_("Correct them and import the file again."),
                details=(*self.errors[:MOST_FAULTS_SAID], *self._rest()),
                faults=len(self.errors),
            )
        return self.places

    def _rest(self) -> tuple[HanhTrinhError, ...]:
        rest = len(self.errors) - MOST_FAULTS_SAID
        return (HanhTrinhError(N_("… and {rest} more faults."), rest=rest),) if rest > 0 else ()


@dataclass(frozen=True, slots=True)
class Record:
    """One row: cells by column name, and where it stands (a msgid with its number).

    ``geometry`` is given where the file has real geometries; otherwise it is read from the cells.
    """

    where: str
    number: int
    cells: Mapping[str, str]
    geometry: Geometry | None = None
    key: str = ""


@dataclass(slots=True)
class _Reader:
    """Reads the cells of one record and keeps every fault."""

    record: Record
    faults: list[BadInputError] = field(default_factory=list)

    def text(self, column: str) -> str:
        return normal_text(self.record.cells.get(column, ""))

    def value(self, column: str, parse: Callable[[str], _Value], default: _Value) -> _Value:
        cell = self.text(column)
        if not cell:
            return default
        try:
            return parse(cell)
        except BadInputError as error:
            self.fault(error, column)
            return default

    def fault(self, error: BadInputError, column: str = "") -> None:
        facts: dict[str, Any] = {**error.facts, "row": self.record.number, "column": column}
        where = self.record.where
        if column:
            where = N_("row {row}, column '{column}'") if where == ROW else N_("feature {row}, '{column}'")
        self.faults.append(BadInputError(error.message, where=where, remedy=error.remedy, **facts))


ROW: Final = N_("row {row}")
FEATURE: Final = N_("feature {row}")


def read_records(records: Iterable[Record], project: Project) -> PlaceImport:
    """Turn records into places.

    Parameters
    ----------
    records
        Rows of the file, in order.
    project
        Where units are looked up, and with whose places spots are compared.

    Returns
    -------
    PlaceImport
        Without raising: the report holds every fault.
    """
    units = _Units(project)
    places: dict[PlaceId, Place] = {}
    rows: dict[PlaceId, int] = {}
    errors, warnings = list[BadInputError](), list[BadInputError]()
    spots = _Spots(project)
    for record in records:
        reader = _Reader(record)
        place = _place(reader, units, places)
        if place is not None and place.id in places:
            reader.fault(_same_id(place.id, rows[place.id]), "id")
        if reader.faults or place is None:
            errors += reader.faults
            continue
        places[place.id], rows[place.id] = place, record.number
        warnings += spots.doubts(place, reader)
    numbers = tuple(rows[key] for key in places)
    return PlaceImport(tuple(places.values()), tuple(errors), tuple(warnings), rows=numbers)


def _same_id(place_id: PlaceId, row: int) -> BadInputError:
    return BadInputError(
        N_("The key '{key}' stands in row {first} already."),
        remedy=N_("Give each place a key of its own."),
        key=place_id,
        first=row,
    )


class _Units:
    """Units by the text of a cell; registers repeat few of them many times."""

    def __init__(self, project: Project) -> None:
        self._names = UnitNames(project)
        self._found: dict[str, UnitId] = {}

    def __call__(self, text: str) -> UnitId:
        if text not in self._found:
            self._found[text] = self._names.resolve(text)
        return self._found[text]


class _Spots:
    """Warns of two places on one spot; approximate places share the centre of a commune by nature."""

    def __init__(self, project: Project) -> None:
        self._names: dict[tuple[float, float], tuple[PlaceId, str]] = {}
        for place in project.places.values():
            self._names.setdefault(_spot(place), (place.id, place.name_vi))

    def doubts(self, place: Place, reader: _Reader) -> list[BadInputError]:
        other_id, other_name = self._names.setdefault(_spot(place), (place.id, place.name_vi))
        if other_id == place.id:
            return []
        doubt = BadInputError(
            N_("'{name}' stands on the same spot as '{other}'."),
            remedy=N_("Check whether they are one place, or correct the coordinates."),
            name=place.name_vi,
            other=other_name,
        )
        noted = _Reader(reader.record)
        noted.fault(doubt)
        return noted.faults


def _spot(place: Place) -> tuple[float, float]:
    return round(place.lon, _SAME_SPOT_DECIMALS), round(place.lat, _SAME_SPOT_DECIMALS)


def _place(read: _Reader, units: _Units, taken: Mapping[PlaceId, Place]) -> Place | None:
    name = read.text("name_vi")
    if not name:
        read.fault(
            BadInputError(N_("{field} is empty."), remedy=N_("Give it a value."), field="name_vi"), "name_vi"
        )
    geometry = _geometry(read)
    category = read.value("category", lambda cell: fields.parse_term(Category, cell), None)
    if category is None and not read.text("category"):
        empty = BadInputError(
            N_("The category is missing."),
            remedy=N_("Allowed are: {allowed}."),
            allowed=fields.allowed_values(Category),
        )
        read.fault(empty, "category")
    values: dict[str, Any] = {**_texts(read), **_numbers(read), **_terms(read), **_others(read, units)}
    if read.faults or geometry is None or category is None:
        return None
    key = read.text("id") or read.record.key or _new_key(name, read.text("unit_after"), taken)
    try:
        return Place(id=PlaceId(key), name_vi=name, category=category, geometry=geometry, **values)
    except BadInputError as error:
        read.fault(error)
        return None


def _new_key(name: str, unit: str, taken: Mapping[PlaceId, Place]) -> str:
    """Return a key made of the name; a namesake gets its unit, then a number, added."""
    plain = slug(name) or "place"
    key = plain if plain not in taken else slug(f"{name} {unit}")
    number = 2
    while key in taken:
        key, number = f"{plain}-{number}", number + 1
    return key


def _geometry(read: _Reader) -> Geometry | None:
    if read.record.geometry is not None:
        return read.record.geometry
    if wkt := read.text("geometry_wkt"):
        return _from_wkt(read, wkt)
    if read.text("x_vn2000") and not read.text("lon"):
        return _from_vn2000(read)
    lon, lat = _angle(read, "lon"), _angle(read, "lat")
    if lon is None or lat is None:
        return None
    try:
        require_lon_lat(lon, lat, "")
    except BadInputError as error:
        read.fault(error, "lon, lat")
        return None
    return Point(lon, lat)


def _angle(read: _Reader, column: str) -> float | None:
    if not read.text(column):
        missing = BadInputError(
            N_("The coordinate is missing."),
            remedy=N_("Give longitude and latitude in decimal degrees (WGS84)."),
        )
        read.fault(missing, column)
        return None
    return read.value(column, lambda cell: fields.parse_float(cell.rstrip("°")), None)


def _from_wkt(read: _Reader, wkt: str) -> Geometry | None:
    try:
        geometry: Geometry = shapely.from_wkt(wkt)
    except shapely.errors.ShapelyError:
        bad = BadInputError(
            N_("The geometry '{value}' is no WKT."),
            remedy=N_("Write for example POINT (105.83 21.03)."),
            value=wkt[:40],
        )
        read.fault(bad, "geometry_wkt")
        return None
    if (error := fault_of_shape(geometry)) is not None:
        read.fault(error, "geometry_wkt")
        return None
    return shapely.force_2d(geometry)


def fault_of_shape(geometry: Geometry) -> BadInputError | None:
    """Return what is wrong with a line or area that crosses itself or has no extent, or ``None``."""
    if shapely.is_valid(geometry) and not shapely.is_empty(geometry):
        return None
    return BadInputError(
        N_("The shape is not valid ({detail})."),
        remedy=N_("Repair it in QGIS (Fix geometries) and export it again."),
        detail=str(shapely.is_valid_reason(geometry)),
    )


def _from_vn2000(read: _Reader) -> Geometry | None:
    northing = read.value("x_vn2000", fields.parse_float, None)
    easting = read.value("y_vn2000", fields.parse_float, None)
    meridian = read.value("meridian_vn2000", _meridian, None)
    zone = read.value("zone_vn2000", lambda cell: fields.parse_whole(cell.rstrip("° độ")), 3)
    if northing is None or easting is None or meridian is None:
        if not read.faults:
            missing = BadInputError(
                N_("VN-2000 coordinates need X, Y and the central meridian."),
                remedy=N_("Add a column 'kinh tuyến trục', for example 105.5."),
            )
            read.fault(missing, "x_vn2000")
        return None
    lon, lat = to_wgs84(northing, easting, meridian, zone)
    try:
        require_lon_lat(lon, lat, "")
    except BadInputError as error:
        read.fault(error, "x_vn2000, y_vn2000")
        return None
    return Point(round(lon, 8), round(lat, 8))


def _meridian(cell: str) -> float:
    """Read a central meridian: 105.75, 105,75 or 105°45'."""
    degrees, _, minutes = cell.replace("'", "").replace("′", "").partition("°")
    value = fields.parse_float(degrees.strip()) + (
        fields.parse_float(minutes.strip()) / 60 if minutes.strip() else 0
    )
    if not 102 <= value <= 110:
        raise BadInputError(
            N_("'{value}' is no central meridian of Vietnam."),
            remedy=N_("Hà Nội uses 105.0, the former Hải Dương 105.5, Hải Phòng 105.75."),
            value=cell,
        )
    return value


_TEXTS: Final = (
    "name_en",
    "heritage_type",
    "coord_source",
    "craft_product",
    "description_vi",
    "description_en",
    "source",
    "note",
)


def _texts(read: _Reader) -> dict[str, str]:
    return {column: read.text(column) for column in _TEXTS}


def _numbers(read: _Reader) -> dict[str, Any]:
    return {
        "coord_precision_m": read.value("coord_precision_m", _at_least_zero(fields.parse_float), None),
        "visit_minutes": read.value("visit_minutes", _at_least_zero(fields.parse_whole), None),
        "fee_vnd": read.value("fee_vnd", _at_least_zero(fields.parse_amount), None),
        "capacity": read.value("capacity", _at_least_zero(fields.parse_whole), None),
    }


def _at_least_zero(parse: Callable[[str], float]) -> Callable[[str], float]:
    def parsed(cell: str) -> float:
        value = parse(cell)
        if value < 0:
            raise BadInputError(
                N_("'{value}' is negative."), remedy=N_("Write 0 or more, or leave it empty."), value=cell
            )
        return value

    return parsed


def _terms(read: _Reader) -> dict[str, Any]:
    parse = fields.parse_term
    return {
        "rank": read.value("rank", lambda cell: parse(Rank, cell), Rank.UNKNOWN),
        "coach_access": read.value(
            "coach_access", lambda cell: parse(CoachAccess, cell), CoachAccess.UNKNOWN
        ),
        "wheelchair": read.value("wheelchair", lambda cell: parse(Wheelchair, cell), Wheelchair.UNKNOWN),
        "status": read.value("status", lambda cell: parse(Status, cell), Status.DRAFT),
    }


def _others(read: _Reader, units: _Units) -> dict[str, Any]:
    return {
        "unit_before": read.value("unit_before", units, None),
        "unit_after": read.value("unit_after", units, None),
        "opening_hours": read.value("opening_hours", _hours, ""),
        "festivals": _festivals(read),
        "contacts": _contacts(read),
        "photos": read.value("photos", fields.parse_photos, tuple[Photo, ...]()),
        "decision": _decision(read),
        "surveyed": read.value("surveyed", fields.parse_date, None),
        "plan_id": read.text("plan_id") or None,
    }


def _hours(cell: str) -> str:
    check_opening_hours(cell)
    return cell


def _contacts(read: _Reader) -> tuple[Contact, ...]:
    phone = read.text("contact_phone")
    return read.value("contacts", fields.parse_contacts, (Contact(phone=phone),) if phone else ())


def _decision(read: _Reader) -> HeritageDecision | None:
    number = read.text("decision_number")
    issued = read.value("decision_issued", fields.parse_date, None)
    return HeritageDecision(number, issued) if number or issued else None


def _festivals(read: _Reader) -> tuple[Festival, ...]:
    """Read the festivals: the text alone, or each text beside its rules, both joined by ' | '."""
    texts = read.text("festival")
    rules = read.text("festival_rules")
    if not rules:
        return parse_festivals(texts)
    pairs = (texts.split(FESTIVAL_SEPARATOR), rules.split(FESTIVAL_SEPARATOR))
    if len(pairs[0]) != len(pairs[1]):
        uneven = BadInputError(
            N_("There are {texts} festivals, but rules for {rules}."),
            remedy=N_("Write as many rules as festivals, joined by '|'; '-' where there is none."),
            texts=len(pairs[0]),
            rules=len(pairs[1]),
        )
        read.fault(uneven, "festival_rules")
        return ()
    found = []
    for text, rule in zip(*pairs, strict=True):
        try:
            found.append(Festival(text.strip(), parse_rules(rule.strip(" -"))))
        except BadInputError as error:
            read.fault(error, "festival_rules")
    return tuple(found)


FESTIVAL_SEPARATOR: Final = "|"
"""Between festivals, and between their rules, where the export has to write rules beside the texts."""

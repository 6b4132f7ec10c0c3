"""Tables of the project file, declared once: names, types, Vietnamese aliases, vocabularies.

A geometry column is always called ``geom`` and every key column ``fid``, as GDAL does. Rows are read in
the order of ``fid``, which is the order shown. Columns marked *derived* help people who open the file in
QGIS (names beside keys, clock times beside seconds, folded text to search in); they are written anew at
each save and never read.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from data.language.catalogue import N_
from data.model.place import Category, CoachAccess, Rank, Status, Wheelchair
from data.model.tour import StopKind, VisitLength
from data.model.travel_mode import TravelMode

SCHEMA_VERSION: Final = 4
"""Version written by this product; what older ones were is told by ``data.storage.migrations``."""


class Kind(StrEnum):
    """Storage type of a column; the value is its GeoPackage type."""

    TEXT = "TEXT"
    INTEGER = "INTEGER"
    REAL = "DOUBLE"
    BOOLEAN = "BOOLEAN"
    DATE = "DATE"


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    Parameters
    ----------
    name, alias, kind
        Name in SQL, msgid of the name shown, storage type.
    is_required
        NOT NULL.
    is_unique
        UNIQUE.
    keeps_null
        NULL is a value of its own (unknown); in other text columns it reads as an empty text.
    vocabulary
        Limits and explains the values in QGIS forms.
    is_derived
        Written for readers of the layer, never read back.
    """

    name: str
    alias: str
    kind: Kind = Kind.TEXT
    is_required: bool = False
    is_unique: bool = False
    keeps_null: bool = False
    vocabulary: type[StrEnum] | None = None
    is_derived: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """One layer (``geometry_type`` given) or attribute table."""

    name: str
    title: str
    description: str
    columns: tuple[Column, ...]
    geometry_type: str = ""

    @property
    def stored(self) -> tuple[Column, ...]:
        """Columns that are read back."""
        return tuple(column for column in self.columns if not column.is_derived)


def _key(name: str, alias: str) -> Column:
    return Column(name, alias, is_required=True)


def _id(alias: str) -> Column:
    return Column("id", alias, is_required=True, is_unique=True)


def _number(name: str, alias: str) -> Column:
    return Column(name, alias, Kind.INTEGER)


def _derived(name: str, alias: str) -> Column:
    return Column(name, alias, is_derived=True)


_PLACE_ID: Final = _key("place_id", N_("column|Place (key)"))
_TOUR_ID: Final = _key("tour_id", N_("column|Tour (key)"))
_DAY: Final = Column("day", N_("column|Day number"), Kind.INTEGER, is_required=True)
_SOURCE: Final = Column("source", N_("column|Source"))
_NOTE: Final = Column("note", N_("column|Note"))

PLACES: Final = Table(
    "places",
    N_("layer|Places"),
    N_("Register of cultural places; a place with a line or an area is shown here by its arrival point."),
    (
        _id(N_("column|Key")),
        _key("name_vi", N_("column|Name in Vietnamese")),
        Column("name_en", N_("column|Name in English")),
        Column("category", N_("column|Category"), is_required=True, vocabulary=Category),
        Column("rank", N_("column|Relic rank"), vocabulary=Rank),
        Column("heritage_type", N_("column|Heritage type")),
        Column("geometry_type", N_("column|Shape")),
        Column("coord_precision_m", N_("column|Coordinate precision (m)"), Kind.REAL),
        Column("coord_source", N_("column|Source of the coordinates")),
        Column("unit_before", N_("column|Unit until 30 June 2025 (key)"), keeps_null=True),
        _derived("unit_before_name", N_("column|Unit until 30 June 2025")),
        Column("unit_after", N_("column|Unit since 1 July 2025 (key)"), keeps_null=True),
        _derived("unit_after_name", N_("column|Unit since 1 July 2025")),
        Column("opening_hours", N_("column|Opening hours (OSM)")),
        _number("visit_minutes", N_("column|Length of a visit (minutes)")),
        Column("craft_product", N_("column|Craft or product")),
        _number("fee_vnd", N_("column|Entrance fee (VND)")),
        _number("capacity", N_("column|Visitors at one time")),
        Column("coach_access", N_("column|Coach access"), vocabulary=CoachAccess),
        Column("wheelchair", N_("column|Wheelchair access"), vocabulary=Wheelchair),
        Column("description_vi", N_("column|Description in Vietnamese")),
        Column("description_en", N_("column|Description in English")),
        Column("decision_number", N_("column|Ranking decision, number"), keeps_null=True),
        Column("decision_issued", N_("column|Ranking decision, date"), Kind.DATE),
        _SOURCE,
        Column("surveyed", N_("column|Survey date"), Kind.DATE),
        _NOTE,
        Column("plan_id", N_("column|Plan (key)"), keeps_null=True),
        Column("status", N_("column|Status"), vocabulary=Status),
        _derived("search", N_("column|Search text without accents")),
    ),
    "POINT",
)

PLACE_LINES: Final = Table(
    "place_lines",
    N_("layer|Places: lines"),
    N_("Shape of the places that are lines, such as walking streets."),
    (_PLACE_ID,),
    "MULTILINESTRING",
)

PLACE_AREAS: Final = Table(
    "place_areas",
    N_("layer|Places: areas"),
    N_("Shape of the places that are areas, such as relic zones."),
    (_PLACE_ID,),
    "MULTIPOLYGON",
)

PLACE_FESTIVALS: Final = Table(
    "place_festivals",
    N_("layer|Festivals"),
    N_("Festivals of the places; days as 'lunar 14/5-16/5', empty when the text names no certain day."),
    (_PLACE_ID, Column("text", N_("column|Festival")), Column("rules", N_("column|Days"))),
)

PLACE_CONTACTS: Final = Table(
    "place_contacts",
    N_("layer|Contacts"),
    N_("Whom a guide can call."),
    (
        _PLACE_ID,
        Column("name", N_("column|Name")),
        Column("phone", N_("column|Telephone")),
        Column("email", N_("column|E-mail")),
        Column("website", N_("column|Website")),
    ),
)

PLACE_PHOTOS: Final = Table(
    "place_photos",
    N_("layer|Photos"),
    N_("Photos of the places."),
    (
        _PLACE_ID,
        Column("path", N_("column|File")),
        Column("caption_vi", N_("column|Caption in Vietnamese")),
        Column("caption_en", N_("column|Caption in English")),
        Column("credit", N_("column|Credit")),
    ),
)

UNITS: Final = Table(
    "units",
    N_("layer|Administrative units"),
    N_("Commune-level units before and since 1 July 2025."),
    (
        _id(N_("column|Key")),
        _key("name_vi", N_("column|Name in Vietnamese")),
        Column("name_en", N_("column|Name in English")),
        Column("district", N_("column|Former district")),
        Column("province", N_("column|Province")),
        Column("valid_from", N_("column|In force from"), Kind.DATE),
        Column("valid_to", N_("column|In force until"), Kind.DATE),
        Column("geometry_type", N_("column|Shape")),
        _SOURCE,
        _derived("search", N_("column|Search text without accents")),
    ),
    "MULTIPOLYGON",
)

UNIT_SUCCESSIONS: Final = Table(
    "unit_successions",
    N_("layer|Former and present units"),
    N_("Which former unit went, whole or in part, to which unit of today."),
    (
        _key("old_id", N_("column|Former unit (key)")),
        _key("new_id", N_("column|Present unit (key)")),
        Column("is_whole", N_("column|Went as a whole"), Kind.BOOLEAN, is_required=True),
        Column("is_main", N_("column|Main heir"), Kind.BOOLEAN, is_required=True),
        _SOURCE,
        _NOTE,
    ),
)

PLANS: Final = Table(
    "plans",
    N_("layer|Official plans"),
    N_("Plans that ask for tours."),
    (
        _id(N_("column|Key")),
        Column("title_vi", N_("column|Title in Vietnamese")),
        Column("title_en", N_("column|Title in English")),
        Column("issued", N_("column|Issued")),
    ),
)

PLAN_CLAUSES: Final = Table(
    "plan_clauses",
    N_("layer|Clauses of the plans"),
    N_("What each clause asks for and how it is measured; places as a JSON list of keys."),
    (
        _key("plan_id", N_("column|Plan (key)")),
        _key("id", N_("column|Key")),
        Column("kind", N_("column|Kind")),
        Column("requirement_vi", N_("column|Requirement in Vietnamese")),
        Column("requirement_en", N_("column|Requirement in English")),
        Column("measured_by_vi", N_("column|Measured by")),
        Column("place_ids", N_("column|Places (keys)")),
        Column("rule", N_("column|Rule that selects places")),
    ),
)

TOURS: Final = Table(
    "tours",
    N_("layer|Tours"),
    N_("Planned tours; their stops and legs are layers of their own."),
    (
        _id(N_("column|Key")),
        Column("title_vi", N_("column|Title in Vietnamese")),
        Column("title_en", N_("column|Title in English")),
        _number("score", N_("column|Score")),
        _number("bound", N_("column|Most points possible")),
        Column("is_proven", N_("column|Proven best"), Kind.BOOLEAN),
        Column("scenario", N_("column|Scenario")),
        Column("base", N_("column|Tour of which it is a scenario (key)"), keeps_null=True),
        Column("network", N_("column|Road network")),
        Column("attribution", N_("column|Credits")),
    ),
)

TOUR_REQUESTS: Final = Table(
    "tour_requests",
    N_("layer|Tour requests"),
    N_("What was asked for, as JSON."),
    (_TOUR_ID, _key("request", N_("column|Request"))),
)

DAYS: Final = Table(
    "days",
    N_("layer|Days of the tours"),
    N_("Dates of the days."),
    (_TOUR_ID, _DAY, Column("date", N_("column|Date"), Kind.DATE, is_required=True)),
)

STOPS: Final = Table(
    "stops",
    N_("layer|Stops of the tours"),
    N_("Stops in order; times in seconds after midnight of the day."),
    (
        _TOUR_ID,
        _DAY,
        Column("kind", N_("column|Kind of stop"), is_required=True, vocabulary=StopKind),
        Column("label", N_("column|Name of a free point")),
        Column("place_id", N_("column|Place (key)"), keeps_null=True),
        _derived("place_name", N_("column|Place")),
        Column("arrive_s", N_("column|Arrival (s)"), Kind.INTEGER, is_required=True),
        Column("begin_s", N_("column|Begin (s)"), Kind.INTEGER, is_required=True),
        Column("depart_s", N_("column|Departure (s)"), Kind.INTEGER, is_required=True),
        _derived("arrive_time", N_("column|Arrival")),
        _derived("depart_time", N_("column|Departure")),
        _number("boarding_s", N_("column|Boarding (s)")),
        _number("slots", N_("column|Slots")),
        Column("length", N_("column|Length of the visit"), vocabulary=VisitLength),
        Column("access_m", N_("column|Distance to the road (m)"), Kind.REAL),
        Column("is_locked", N_("column|Locked"), Kind.BOOLEAN),
        Column("is_added", N_("column|Put in by hand"), Kind.BOOLEAN),
        Column("is_stay_fixed", N_("column|Length of stay fixed"), Kind.BOOLEAN),
        _number("not_before_s", N_("column|Not before (s)")),
    ),
    "POINT",
)

_LEG: Final = Column("leg", N_("column|Leg number"), Kind.INTEGER, is_required=True)

LEGS: Final = Table(
    "legs",
    N_("layer|Legs of the tours"),
    N_("Ways between the stops, along roads; what is read back are their parts."),
    (
        _TOUR_ID,
        _DAY,
        Column("leg", N_("column|Leg number"), Kind.INTEGER, is_derived=True),
        Column("mode", N_("column|Travel mode"), is_required=True, vocabulary=TravelMode),
        Column("distance_m", N_("column|Distance (m)"), Kind.REAL, is_derived=True),
        Column("walk_m", N_("column|On foot (m)"), Kind.REAL, is_derived=True),
        Column("duration_s", N_("column|Duration (s)"), Kind.INTEGER, is_derived=True),
        _derived("roads", N_("column|Roads")),
        Column("via", N_("column|Points on the way")),
    ),
    "LINESTRING",
)

LEG_PARTS: Final = Table(
    "leg_parts",
    N_("layer|Parts of the legs"),
    N_("Parts of each leg in order: the walk to the vehicle, the drive, the walk from it."),
    (
        _TOUR_ID,
        _DAY,
        _LEG,
        Column("mode", N_("column|Travel mode"), is_required=True, vocabulary=TravelMode),
        Column("distance_m", N_("column|Distance (m)"), Kind.REAL, is_required=True),
        Column("duration_s", N_("column|Duration (s)"), Kind.INTEGER, is_required=True),
        Column("roads", N_("column|Roads")),
    ),
    "LINESTRING",
)

DROPPED: Final = Table(
    "dropped",
    N_("layer|Places left out"),
    N_("Candidates that a tour does not visit, with the reason."),
    (
        _TOUR_ID,
        _PLACE_ID,
        _derived("place_name", N_("column|Place")),
        Column("reason", N_("column|Reason (msgid)")),
        Column("facts", N_("column|Facts of the reason")),
        Column("remedies", N_("column|What would help (msgids)")),
        _derived("reason_text", N_("column|Reason")),
        _derived("remedies_text", N_("column|What would help")),
    ),
)

PROJECT_METADATA: Final = Table(
    "project_metadata",
    N_("layer|Project"),
    N_("Title, credits and schema version of the project file."),
    (_key("key", N_("column|Key")), Column("value", N_("column|Value"))),
)

TABLES: Final[Mapping[str, Table]] = MappingProxyType(
    {
        table.name: table
        for table in (
            PLACES, PLACE_LINES, PLACE_AREAS, PLACE_FESTIVALS, PLACE_CONTACTS, PLACE_PHOTOS, UNITS,
            UNIT_SUCCESSIONS, PLANS, PLAN_CLAUSES, TOURS, TOUR_REQUESTS, DAYS, STOPS, LEGS, LEG_PARTS,
            DROPPED, PROJECT_METADATA,
        )
    }
)  # fmt: skip
"""Every table of the file, in the order QGIS lists them."""

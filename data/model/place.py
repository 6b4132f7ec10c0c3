"""Place: one entry of the register of cultural places."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final, NewType

from shapely import Geometry, LineString, MultiLineString, Point, line_interpolate_point, point_on_surface

from data.model.checks import require_at_least, require_geometry_type, require_in_vietnam, require_text
from data.model.festival import Festival
from data.model.units import UnitId

PlaceId = NewType("PlaceId", str)

GEOMETRY_TYPES: Final = ("Point", "LineString", "MultiLineString", "Polygon", "MultiPolygon")
"""Simple-feature types a place may have."""

APPROXIMATE_FROM_M: Final = 500
"""Coordinates coarser than this are commune-level: fit for a region map, not for turn-by-turn."""


class Category(StrEnum):
    """What a place is to a visitor; the values of ``category`` in every table."""

    RELIC = "relic"
    CRAFT_VILLAGE = "craft_village"
    MUSEUM_THEATRE = "museum_theatre"
    CREATIVE_SPACE = "creative_space"
    WALKING_SPACE = "walking_space"
    ECO_SITE = "eco_site"
    FESTIVAL_SITE = "festival_site"
    FOOD_MARKET = "food_market"
    LODGING_OR_SERVICE = "lodging_or_service"
    TRANSPORT_HUB = "transport_hub"


class Rank(StrEnum):
    """Relic rank under the heritage law; ``NONE`` is 'not ranked', ``UNKNOWN`` is 'we do not know'."""

    SPECIAL_NATIONAL = "special_national"
    NATIONAL = "national"
    PROVINCIAL = "provincial"
    INVENTORIED = "inventoried"
    NONE = "none"
    UNKNOWN = "unknown"


class CoachAccess(StrEnum):
    """Whether a coach can reach the place."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Wheelchair(StrEnum):
    """Wheelchair access with the values of the OSM key ``wheelchair``."""

    YES = "yes"
    LIMITED = "limited"
    NO = "no"
    UNKNOWN = "unknown"


class Status(StrEnum):
    """Whether somebody has checked the entry."""

    DRAFT = "draft"
    VERIFIED = "verified"


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom a guide can call. Every field may be empty."""

    name: str = ""
    phone: str = ""
    email: str = ""
    website: str = ""


@dataclass(frozen=True, slots=True)
class Photo:
    """A photo file beside the project or inside it, with its caption and credit."""

    path: str
    caption_vi: str = ""
    caption_en: str = ""
    credit: str = ""


@dataclass(frozen=True, slots=True)
class HeritageDecision:
    """The decision that ranked a relic; ``number`` or ``issued`` may be unknown."""

    number: str = ""
    issued: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One place of the register.

    Parameters
    ----------
    id
        Stable key, unique in the project.
    name_vi, name_en
        Names; ``name_en`` may be empty.
    category, rank
        Kind of place and relic rank.
    heritage_type
        Free words of the source ("đình", "làng nghề gốm").
    geometry
        Point, line or area, without heights; WGS84 degrees, longitude first.
    coord_precision_m
        Radius in which the true place should lie, metres; ``None`` when unknown.
    coord_source
        Where the coordinate comes from.
    unit_before, unit_after
        Commune-level unit until 30 June 2025 and since 1 July 2025; ``None`` when unknown.
    opening_hours
        OSM ``opening_hours`` syntax; empty when unknown.
    visit_minutes
        Suggested length of a visit; ``None`` when unknown, 0 when the place cannot be visited yet.
    festivals
        Festivals by lunar or solar rule.
    craft_product
        What is made or sold here.
    fee_vnd, capacity
        Entrance fee a person (0 is free) and visitors at one time; ``None`` when unknown.
    coach_access, wheelchair
        Access; unknown is a value of its own.
    decision
        Ranking decision, if any.
    source, surveyed
        Where the entry comes from and when somebody was there.
    note
        Remarks of the register, in Vietnamese.
    plan_id
        Official plan that names the place, if any.
    status
        Draft or verified.

    Raises
    ------
    BadInputError
        If a name is empty, a number negative, or the geometry empty, of another type or outside Vietnam.
    """

    id: PlaceId
    name_vi: str
    name_en: str = ""
    category: Category
    rank: Rank = Rank.UNKNOWN
    heritage_type: str = ""
    geometry: Geometry
    coord_precision_m: float | None = None
    coord_source: str = ""
    unit_before: UnitId | None = None
    unit_after: UnitId | None = None
    opening_hours: str = ""
    visit_minutes: int | None = None
    festivals: tuple[Festival, ...] = ()
    craft_product: str = ""
    fee_vnd: int | None = None
    capacity: int | None = None
    coach_access: CoachAccess = CoachAccess.UNKNOWN
    wheelchair: Wheelchair = Wheelchair.UNKNOWN
    contacts: tuple[Contact, ...] = ()
    description_vi: str = ""
    description_en: str = ""
    photos: tuple[Photo, ...] = ()
    decision: HeritageDecision | None = None
    source: str = ""
    surveyed: date | None = None
    note: str = ""
    plan_id: str | None = None
    status: Status = Status.DRAFT

    def __post_init__(self) -> None:
        require_text(self.id, "id", self.name_vi or "place")
        require_text(self.name_vi, "name_vi", self.id)
        require_geometry_type(self.geometry, GEOMETRY_TYPES, self.id)
        require_in_vietnam(self.geometry, self.id)
        require_at_least(self.coord_precision_m, 0, "coord_precision_m", self.id)
        require_at_least(self.visit_minutes, 0, "visit_minutes", self.id)
        require_at_least(self.fee_vnd, 0, "fee_vnd", self.id)
        require_at_least(self.capacity, 0, "capacity", self.id)

    @property
    def point(self) -> Point:
        """The place itself, or a point on its line or area, where routes arrive (WGS84)."""
        if isinstance(self.geometry, Point):
            return self.geometry
        if isinstance(self.geometry, (LineString, MultiLineString)):
            return line_interpolate_point(self.geometry, 0.5, normalized=True)
        return point_on_surface(self.geometry)

    @property
    def lon(self) -> float:
        """Longitude of ``point``, degrees."""
        return self.point.x

    @property
    def lat(self) -> float:
        """Latitude of ``point``, degrees."""
        return self.point.y

    @property
    def is_approximate(self) -> bool:
        """Whether the coordinate is only good for a region map (or of unknown precision)."""
        return self.coord_precision_m is None or self.coord_precision_m > APPROXIMATE_FROM_M

    def name(self, language: str) -> str:
        """Return the name in ``language``, falling back to Vietnamese."""
        return (self.name_en or self.name_vi) if language == "en" else self.name_vi

    def description(self, language: str) -> str:
        """Return the description in ``language``, falling back to Vietnamese."""
        return (self.description_en or self.description_vi) if language == "en" else self.description_vi

"""Travel modes: which roads each may use, in which direction, and how fast.

Pure functions and tables. Sources of the numbers:

* OSRM's stock profiles ``car.lua``, ``bicycle.lua`` and ``foot.lua`` (BSD-2-Clause): classes and free-flow
  speeds: motorway 90, trunk 85, primary 65, secondary 55, tertiary 40, unclassified and residential 25,
  living street 10, service 15 km/h; links about half; bicycle 15; walking 5; 80 % of a tagged limit.
* Legal upper bounds, Circular 38/2024/TT-BGTVT (a lead, read second-hand): built-up areas 50 km/h, 60 with
  divided carriageways; outside them cars 80/90, coaches above 28 seats 70/80, motorbikes 60/70;
  expressways at most 120.
* Damping, our own: Vietnamese trunk to tertiary roads run through towns in mixed traffic, so cars get about
  0.95 of OSRM's speed on motorways, 0.7 on trunk, 0.77 on primary and secondary, 0.85 on tertiary roads;
  coaches about 0.85 of the car, less on narrow roads; motorbikes lose less in towns; a guided group walks at
  0.9 of OSRM's 5 km/h and takes stairs at 2.5.
"""

from collections.abc import Mapping
from enum import IntEnum, IntFlag
from functools import lru_cache
from types import MappingProxyType
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from data.model.travel_mode import TravelMode


class RoadClass(IntEnum):
    """OpenStreetMap highway classes that are kept, and ferries. The numbers are stored: never renumber."""

    MOTORWAY = 0
    MOTORWAY_LINK = 1
    TRUNK = 2
    TRUNK_LINK = 3
    PRIMARY = 4
    PRIMARY_LINK = 5
    SECONDARY = 6
    SECONDARY_LINK = 7
    TERTIARY = 8
    TERTIARY_LINK = 9
    UNCLASSIFIED = 10
    RESIDENTIAL = 11
    LIVING_STREET = 12
    SERVICE = 13
    TRACK = 14
    PEDESTRIAN = 15
    CYCLEWAY = 16
    FOOTWAY = 17
    PATH = 18
    STEPS = 19
    FERRY = 20

    @property
    def osm(self) -> str:
        """Value of the OSM ``highway`` key ('ferry' for ferries)."""
        return self.name.lower()


class EdgeFlag(IntFlag):
    """Properties of an edge, stored as bits."""

    BRIDGE = 1
    TUNNEL = 2
    FERRY = 4
    ROUNDABOUT = 8
    DESTINATION_ONLY = 16
    TOLL = 32


MODE_BIT: Final[Mapping[TravelMode, int]] = MappingProxyType(
    {
        TravelMode.COACH: 1,
        TravelMode.CAR: 2,
        TravelMode.MOTORBIKE: 4,
        TravelMode.BICYCLE: 8,
        TravelMode.FOOT: 16,
        TravelMode.MINIBUS: 32,
        TravelMode.ELECTRIC_CART: 64,
        TravelMode.WHEELCHAIR: 128,
    }
)
"""Bit of each mode in the access arrays of a network. Stored: never renumber."""

ALL_MODES: Final = sum(MODE_BIT.values())

_COLUMNS: Final = (
    TravelMode.COACH,
    TravelMode.CAR,
    TravelMode.MOTORBIKE,
    TravelMode.BICYCLE,
    TravelMode.FOOT,
    TravelMode.MINIBUS,
    TravelMode.ELECTRIC_CART,
    TravelMode.WHEELCHAIR,
)

# km/h by class: coach, car, motorbike, bicycle, foot, minibus, cart, wheelchair; 0 = never.
_SPEEDS: Final[Mapping[RoadClass, tuple[float, ...]]] = MappingProxyType(
    {
        RoadClass.MOTORWAY: (80, 85, 0, 0, 0, 82, 0, 0),
        RoadClass.MOTORWAY_LINK: (35, 40, 0, 0, 0, 38, 0, 0),
        RoadClass.TRUNK: (52, 60, 50, 15, 4.5, 56, 0, 0),
        RoadClass.TRUNK_LINK: (30, 35, 32, 15, 4.5, 33, 0, 0),
        RoadClass.PRIMARY: (43, 50, 45, 15, 4.5, 47, 0, 3),
        RoadClass.PRIMARY_LINK: (25, 28, 27, 15, 4.5, 27, 0, 3),
        RoadClass.SECONDARY: (36, 42, 40, 15, 4.5, 39, 20, 3),
        RoadClass.SECONDARY_LINK: (21, 24, 24, 15, 4.5, 23, 18, 3),
        RoadClass.TERTIARY: (28, 34, 34, 15, 4.5, 31, 20, 3),
        RoadClass.TERTIARY_LINK: (17, 20, 20, 15, 4.5, 19, 18, 3),
        RoadClass.UNCLASSIFIED: (18, 25, 26, 15, 4.5, 22, 18, 3),
        RoadClass.RESIDENTIAL: (12, 20, 22, 14, 4.5, 17, 15, 3),
        RoadClass.LIVING_STREET: (8, 10, 12, 12, 4.5, 9, 10, 3),
        RoadClass.SERVICE: (8, 12, 15, 13, 4.5, 10, 10, 3),
        RoadClass.TRACK: (0, 10, 15, 12, 4.5, 0, 8, 0),
        RoadClass.PEDESTRIAN: (0, 6, 8, 6, 4.5, 0, 8, 3),
        RoadClass.CYCLEWAY: (0, 0, 10, 15, 4.5, 0, 0, 3),
        RoadClass.FOOTWAY: (0, 0, 8, 6, 4.5, 0, 0, 3),
        RoadClass.PATH: (0, 0, 10, 11, 4.5, 0, 0, 3),
        RoadClass.STEPS: (0, 0, 0, 0, 2.5, 0, 0, 0),
        RoadClass.FERRY: (0, 0, 0, 0, 0, 0, 0, 0),
    }
)

_COACH, _CAR, _MOTORBIKE, _BICYCLE, _FOOT, _MINIBUS, _CART, _WHEELCHAIR = (
    MODE_BIT[mode] for mode in _COLUMNS
)

# Who may use a class when no tag says otherwise; others need an explicit tag (motorcycle=yes on a path).
_OPEN_TO: Final[Mapping[RoadClass, int]] = MappingProxyType(
    {
        **dict.fromkeys(RoadClass, ALL_MODES & ~_WHEELCHAIR),
        RoadClass.MOTORWAY: _COACH | _CAR | _MINIBUS,
        RoadClass.MOTORWAY_LINK: _COACH | _CAR | _MINIBUS,
        RoadClass.LIVING_STREET: ALL_MODES & ~_COACH,
        RoadClass.TRACK: _MOTORBIKE | _BICYCLE | _FOOT,
        RoadClass.PEDESTRIAN: _FOOT,
        RoadClass.CYCLEWAY: _BICYCLE | _FOOT,
        RoadClass.FOOTWAY: _FOOT,
        RoadClass.PATH: _BICYCLE | _FOOT,
        RoadClass.STEPS: _FOOT,
        RoadClass.FERRY: 0,
    }
)

# OSM access keys from general to specific: the most specific one that is tagged decides.
_ACCESS_KEYS: Final[Mapping[TravelMode, tuple[str, ...]]] = MappingProxyType(
    {
        TravelMode.COACH: ("access", "vehicle", "motor_vehicle", "tourist_bus", "coach"),
        TravelMode.CAR: ("access", "vehicle", "motor_vehicle", "motorcar"),
        TravelMode.MOTORBIKE: ("access", "vehicle", "motor_vehicle", "motorcycle"),
        TravelMode.BICYCLE: ("access", "vehicle", "bicycle"),
        TravelMode.FOOT: ("access", "foot"),
        TravelMode.MINIBUS: ("access", "vehicle", "motor_vehicle", "minibus"),
        TravelMode.ELECTRIC_CART: ("access", "vehicle", "motor_vehicle", "golf_cart"),
        TravelMode.WHEELCHAIR: ("access", "foot", "wheelchair"),
    }
)
_ONEWAY_KEYS: Final[Mapping[TravelMode, tuple[str, ...]]] = MappingProxyType(
    {
        TravelMode.COACH: ("oneway:motor_vehicle", "oneway:tourist_bus"),
        TravelMode.CAR: ("oneway:motor_vehicle", "oneway:motorcar"),
        TravelMode.MOTORBIKE: ("oneway:motor_vehicle", "oneway:motorcycle"),
        TravelMode.BICYCLE: ("oneway:bicycle",),
        TravelMode.FOOT: ("oneway:foot",),
        TravelMode.MINIBUS: ("oneway:motor_vehicle", "oneway:minibus"),
        TravelMode.ELECTRIC_CART: ("oneway:motor_vehicle", "oneway:golf_cart"),
        TravelMode.WHEELCHAIR: ("oneway:foot",),
    }
)
_YES: Final = frozenset({"yes", "designated", "permissive", "public", "official"})
_NO: Final = frozenset(
    {"no", "private", "permit", "agricultural", "forestry", "military", "emergency", "employees", "residents",
     "use_sidepath", "dismount", "restricted"}
)  # fmt: skip
_DESTINATION: Final = frozenset({"destination", "customers", "delivery", "visitors"})

DESTINATION_ONLY_KPH: Final = 10.0
"""Vehicles are capped to this on ways for access only (``access=destination``), so that nothing drives
through them to save time, yet a place inside stays reachable. Ways that need a permit are not used."""

MAXSPEED_FACTOR: Final = 0.8
"""Share of a tagged limit that is really driven (OSRM's ``speed_reduction``)."""

COACH_HEIGHT_M: Final = 3.7
COACH_WIDTH_M: Final = 2.5
COACH_WEIGHT_T: Final = 16.0
"""A 45-seat coach (Hyundai Universe class): ways tagged with a smaller limit are closed to coaches."""

ROUTING_KEYS: Final = frozenset(
    {"highway", "route", "oneway", "junction", "area", "bridge", "tunnel", "toll", "motorroad", "cycleway",
     "maxspeed", "maxheight", "maxwidth", "maxweight"}
    | {key for keys in (*_ACCESS_KEYS.values(), *_ONEWAY_KEYS.values()) for key in keys}
)  # fmt: skip
"""Tags that decide access, direction or speed; all others are ignored (names aside)."""

_CLASS_OF: Final[Mapping[str, RoadClass]] = MappingProxyType(
    {
        **{road_class.osm: road_class for road_class in RoadClass},
        "road": RoadClass.UNCLASSIFIED,
        "local": RoadClass.UNCLASSIFIED,
    }
)


class WayRules(NamedTuple):
    """What one way is for the routers: class, access bits along and against its nodes, flags, limit."""

    road_class: RoadClass
    forward: int
    backward: int
    flags: int
    maxspeed_kph: float


def road_class_of(highway: str) -> RoadClass | None:
    """Return the class of an OSM ``highway`` value, or None if it is not routed at all.

    Under construction, proposed, raceways, corridors, bus guideways and bridleways are not routed.
    """
    return _CLASS_OF.get(highway)


def speeds_kph(mode: TravelMode) -> NDArray[np.float64]:
    """Return km/h by class code, shape (len(RoadClass),); 0 where the mode never goes."""
    column = _COLUMNS.index(mode)
    return np.array([_SPEEDS[road_class][column] for road_class in RoadClass], dtype=np.float64)


def edge_speeds_kph(
    mode: TravelMode,
    road_class: NDArray[np.uint8],
    flags: NDArray[np.uint16],
    maxspeed_kph: NDArray[np.float32],
) -> NDArray[np.float64]:
    """Return the speed of a mode on each edge, km/h, shape (m,).

    The class speed, never above ``MAXSPEED_FACTOR`` of a tagged limit (0 = not tagged); vehicles at most
    ``DESTINATION_ONLY_KPH`` on ways for access only. Walkers and cyclists ignore limits.
    """
    speed = speeds_kph(mode)[road_class]
    if mode in {TravelMode.COACH, TravelMode.MINIBUS, TravelMode.CAR, TravelMode.MOTORBIKE}:
        limit = MAXSPEED_FACTOR * maxspeed_kph.astype(np.float64)
        speed = np.where(limit > 0, np.minimum(speed, limit), speed)
    if mode not in {TravelMode.FOOT, TravelMode.WHEELCHAIR}:
        only = (flags & EdgeFlag.DESTINATION_ONLY) != 0
        speed = np.where(only, np.minimum(speed, DESTINATION_ONLY_KPH), speed)
    return speed


def default_access(road_class: RoadClass, *, oneway: bool) -> tuple[int, int]:
    """Return the access bits (forward, backward) of an untagged road: everybody its class is open to.

    Walkers go both ways on a one-way road.
    """
    bits = _usable(road_class) & _OPEN_TO[road_class]
    return bits, bits & _FOOT if oneway else bits


def way_rules(tags: Mapping[str, str]) -> WayRules | None:
    """Return the rules of an OSM way from its tags, or None if nobody may use it.

    * Ferries (``route=ferry``) are kept for drawing but open to no mode: timetables are unknown, so none is
      ever ridden for free.
    * The most specific access tag decides; ``no``, ``private`` and ``permit`` close, ``destination`` and
      ``customers`` open at ``DESTINATION_ONLY_KPH``. Stairs and footways carry walkers only, pedestrian
      streets likewise, unless a tag of the mode's own says otherwise.
    * One-way: ``oneway`` (``-1`` is against the nodes), implied on roundabouts and motorways;
      ``oneway:bicycle`` and the like override it; walkers ignore it. Reversible lanes are left out.
    * Coaches also heed ``maxheight``, ``maxwidth``, ``maxweight``, and never enter living streets, tracks,
      pedestrian streets, cycleways, footways or paths untagged; residential and service roads are open
      to them at a crawl, since their width is unknown.
    * Areas (``area=yes``) are walked along their outline only.
    """
    return _cached_rules(tuple(sorted((key, tags[key]) for key in ROUTING_KEYS if key in tags)))


@lru_cache(maxsize=100_000)
def _cached_rules(pairs: tuple[tuple[str, str], ...]) -> WayRules | None:
    # A city has 10⁵ ways but only some thousand combinations of these tags.
    tags = dict(pairs)
    ferry = tags.get("route") == "ferry"
    road_class = RoadClass.FERRY if ferry else road_class_of(tags.get("highway", ""))
    if road_class is None or (road_class is RoadClass.FERRY and not ferry):
        return None
    forward = backward = 0
    for mode in TravelMode:
        if _may_use(tags, mode, road_class):
            along, against = _directions(tags, mode, road_class)
            forward |= MODE_BIT[mode] * along
            backward |= MODE_BIT[mode] * against
    if not (forward or backward or ferry):
        return None
    return WayRules(road_class, forward, backward, _flags(tags), _maxspeed_kph(tags.get("maxspeed", "")))


def _usable(road_class: RoadClass) -> int:
    speeds = zip(_COLUMNS, _SPEEDS[road_class], strict=True)
    return sum(MODE_BIT[mode] for mode, speed in speeds if speed > 0)


def _may_use(tags: Mapping[str, str], mode: TravelMode, road_class: RoadClass) -> bool:
    bit = MODE_BIT[mode]
    if not bit & _usable(road_class) or (tags.get("area") == "yes" and mode is not TravelMode.FOOT):
        return False
    if mode is TravelMode.COACH and _too_small_for_coach(tags):
        return False
    general, *own = _ACCESS_KEYS[mode]
    said = [tags[key] for key in own if tags.get(key) in _YES | _NO | _DESTINATION]
    if said:
        return said[-1] in _YES or (said[-1] in _DESTINATION and bool(bit & _OPEN_TO[road_class]))
    motorroad = tags.get("motorroad") == "yes" and not bit & (_COACH | _CAR | _MINIBUS)
    return tags.get(general) not in _NO and bool(bit & _OPEN_TO[road_class]) and not motorroad


def _directions(tags: Mapping[str, str], mode: TravelMode, road_class: RoadClass) -> tuple[bool, bool]:
    said = [tags[key] for key in _ONEWAY_KEYS[mode] if key in tags]
    if mode in {TravelMode.FOOT, TravelMode.WHEELCHAIR} and not said:
        return True, True
    if mode is TravelMode.BICYCLE and tags.get("cycleway", "").startswith("opposite"):
        return True, True
    value = said[-1] if said else tags.get("oneway", "")
    if value in {"yes", "true", "1"}:
        return True, False
    if value in {"-1", "reverse"}:
        return False, True
    if value == "reversible":
        return False, False
    circle = tags.get("junction") in {"roundabout", "circular"}
    implied = value != "no" and (road_class is RoadClass.MOTORWAY or circle)
    return True, not implied


def _flags(tags: Mapping[str, str]) -> int:
    flags = EdgeFlag(0)
    if tags.get("bridge", "no") != "no":
        flags |= EdgeFlag.BRIDGE
    if tags.get("tunnel", "no") != "no":
        flags |= EdgeFlag.TUNNEL
    if tags.get("route") == "ferry":
        flags |= EdgeFlag.FERRY
    if tags.get("junction") in {"roundabout", "circular"}:
        flags |= EdgeFlag.ROUNDABOUT
    if tags.get("toll") == "yes":
        flags |= EdgeFlag.TOLL
    said = [tags[key] for key in _ACCESS_KEYS[TravelMode.CAR] if key in tags]
    if said and said[-1] in _DESTINATION:
        flags |= EdgeFlag.DESTINATION_ONLY
    return int(flags)


def _too_small_for_coach(tags: Mapping[str, str]) -> bool:
    limits = (("maxheight", COACH_HEIGHT_M), ("maxwidth", COACH_WIDTH_M), ("maxweight", COACH_WEIGHT_T))
    return any(0 < _number(tags.get(key, "")) < need for key, need in limits)


def _maxspeed_kph(text: str) -> float:
    zones = {"VN:urban": 50.0, "VN:rural": 80.0, "VN:motorway": 120.0, "walk": 5.0}
    value = zones.get(text, _number(text))
    return value * 1.609344 if text.endswith("mph") else value


def _number(text: str) -> float:
    # 0 stands for "not tagged or not a number": such a limit is unknown and limits nothing.
    head = text.replace(",", ".").split(maxsplit=1)[:1]
    digits = (head[0] if head else "").rstrip("abcdefghijklmnopqrstuvwxyz/'")
    try:
        value = float(digits)
    except ValueError:
        return 0.0
    return value if 0 < value < 1000 else 0.0

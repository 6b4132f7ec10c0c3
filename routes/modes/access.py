"""Which roads each travel mode may use, and in which direction, from the tags of OpenStreetMap.

Classes follow OSRM's stock profiles (BSD-2-Clause) and OSM's conventions for Vietnam; see ``vehicles`` for
sizes, ``wheelchair`` for what is passable to wheelchairs.
"""

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Final, NamedTuple

from data.model.travel_mode import TravelMode
from routes.modes.classes import ALL_MODES, MODE_BIT, EdgeFlag, RoadClass, road_class_of
from routes.modes.speeds import COLUMNS, ON_FOOT, SPEEDS
from routes.modes.vehicles import CART_HIGHEST_CLASS, CART_MOST_MAXSPEED_KPH, VEHICLES
from routes.modes.wheelchair import WHEELCHAIR_KEYS, can_roll

_COACH, _MINIBUS, _CAR, _MOTORBIKE, _BICYCLE, _CART, _FOOT, _WHEELCHAIR = (MODE_BIT[mode] for mode in COLUMNS)

# Who may use a class when no tag says otherwise; others need an explicit tag (motorcycle=yes on a path).
_ON_ROADS: Final = ALL_MODES & ~_WHEELCHAIR
_OPEN_TO: Final[Mapping[RoadClass, int]] = MappingProxyType(
    {
        **{kind: _ON_ROADS & ~(_CART if kind < CART_HIGHEST_CLASS else 0) for kind in RoadClass},
        RoadClass.MOTORWAY: _COACH | _MINIBUS | _CAR,
        RoadClass.MOTORWAY_LINK: _COACH | _MINIBUS | _CAR,
        RoadClass.LIVING_STREET: _ON_ROADS & ~_COACH,
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
        TravelMode.WHEELCHAIR: ("access", "foot"),
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

ROUTING_KEYS: Final = frozenset(
    {"highway", "route", "oneway", "junction", "area", "bridge", "tunnel", "toll", "motorroad", "cycleway",
     "maxspeed", "maxheight", "maxwidth", "maxweight", "width", "est_width"}
    | WHEELCHAIR_KEYS
    | {key for keys in (*_ACCESS_KEYS.values(), *_ONEWAY_KEYS.values()) for key in keys}
)  # fmt: skip
"""Tags that decide access, direction or speed; all others are ignored (names aside)."""


class WayRules(NamedTuple):
    """What one way is for the routers: class, access bits along and against its nodes, flags, limit."""

    road_class: RoadClass
    forward: int
    backward: int
    flags: int
    maxspeed_kph: float


def default_access(road_class: RoadClass, *, oneway: bool) -> tuple[int, int]:
    """Return the access bits (forward, backward) of an untagged road: everybody its class is open to.

    Walkers go both ways on a one-way road. Wheelchairs may go nowhere: nothing is known.
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
    * Coaches, minibuses, cars and carts heed ``maxheight``, ``maxwidth``, ``maxweight`` and a tagged
      ``width`` (``vehicles``). Coaches never enter living streets, tracks, pedestrian streets, cycleways,
      footways or paths untagged; residential and service roads are open to them at a crawl, since their width
      is unknown (``suitability`` says on how much of a route).
    * Electric carts keep to ``CART_HIGHEST_CLASS`` and below, away from fast traffic.
    * Wheelchairs go only where the map says that they can (``wheelchair``).
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
    speeds = zip(COLUMNS, SPEEDS[road_class], strict=True)
    return sum(MODE_BIT[mode] for mode, speed in speeds if speed > 0)


def _may_use(tags: Mapping[str, str], mode: TravelMode, road_class: RoadClass) -> bool:
    bit = MODE_BIT[mode]
    if not bit & _usable(road_class) or (tags.get("area") == "yes" and mode is not TravelMode.FOOT):
        return False
    if mode in VEHICLES and _is_too_small(tags, mode):
        return False
    if mode is TravelMode.WHEELCHAIR:
        return can_roll(tags, road_class) and _is_walkable(tags)
    if mode is TravelMode.ELECTRIC_CART and _maxspeed_kph(tags.get("maxspeed", "")) > CART_MOST_MAXSPEED_KPH:
        return False
    general, *own = _ACCESS_KEYS[mode]
    said = [tags[key] for key in own if tags.get(key) in _YES | _NO | _DESTINATION]
    if said:
        return said[-1] in _YES or (said[-1] in _DESTINATION and bool(bit & _OPEN_TO[road_class]))
    is_motorroad = tags.get("motorroad") == "yes" and not bit & (_COACH | _CAR | _MINIBUS)
    return tags.get(general) not in _NO and bool(bit & _OPEN_TO[road_class]) and not is_motorroad


def _directions(tags: Mapping[str, str], mode: TravelMode, road_class: RoadClass) -> tuple[bool, bool]:
    said = [tags[key] for key in _ONEWAY_KEYS[mode] if key in tags]
    if mode in ON_FOOT and not said:
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


def _is_too_small(tags: Mapping[str, str], mode: TravelMode) -> bool:
    vehicle = VEHICLES[mode]
    limits = (
        ("maxheight", vehicle.height_m),
        ("maxwidth", vehicle.width_m),
        ("maxweight", vehicle.weight_t),
        ("width" if "width" in tags else "est_width", vehicle.carriageway_m),
    )
    return any(0 < _number(tags.get(key, "")) < need for key, need in limits)


def _is_walkable(tags: Mapping[str, str]) -> bool:
    return tags.get("foot", tags.get("access")) not in _NO


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

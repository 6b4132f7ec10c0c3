"""Barriers on nodes: whom a bollard, gate or kerb stops.

The rule for gates is that of OSRM's ``car.lua`` (BSD-2-Clause): gate, lift gate, entrance, toll booth,
border control, sally port and cattle grid let everybody pass unless an access tag says otherwise; other
barriers stop vehicles with four wheels. Our own additions, for Vietnamese streets: motorbikes and bicycles
pass bollards and blocks, which stand there against cars; a height restrictor without a figure stops coach
and minibus; a kerb stops a wheelchair unless it is said to be flush or lowered, since unknown never counts
as passable.
"""

from collections.abc import Mapping
from typing import Final

from data.model.travel_mode import TravelMode
from routes.modes import ALL_MODES, COACH_HEIGHT_M, MODE_BIT
from routes.network.tags import metres

BARRIER_KEYS: Final = frozenset(
    {"barrier", "access", "vehicle", "motor_vehicle", "tourist_bus", "coach", "motorcar", "motorcycle",
     "bicycle", "foot", "wheelchair", "kerb", "maxheight", "maxwidth", "maxwidth:physical", "bollard"}
)  # fmt: skip
"""Tags of nodes that ``blocked_modes`` reads."""

MINIBUS_HEIGHT_M: Final = 2.8
"""A 16-seat van (Ford Transit class)."""

_TWO_WHEELS: Final = MODE_BIT[TravelMode.MOTORBIKE] | MODE_BIT[TravelMode.BICYCLE]
_ON_FOOT: Final = MODE_BIT[TravelMode.FOOT] | MODE_BIT[TravelMode.WHEELCHAIR]
_FOUR_WHEELS: Final = ALL_MODES & ~_TWO_WHEELS & ~_ON_FOOT
_WHEELCHAIR: Final = MODE_BIT[TravelMode.WHEELCHAIR]
_COACH, _MINIBUS = MODE_BIT[TravelMode.COACH], MODE_BIT[TravelMode.MINIBUS]

_BLOCKED: Final[Mapping[str, int]] = {
    **dict.fromkeys(
        ("no", "gate", "lift_gate", "swing_gate", "sliding_gate", "entrance", "toll_booth", "border_control",
         "sally_port", "cattle_grid", "kerb", "height_restrictor", "arch"),
        0,
    ),
    **dict.fromkeys(("bollard", "block", "jersey_barrier", "chain", "planter"), _FOUR_WHEELS),
    **dict.fromkeys(("cycle_barrier", "motorcycle_barrier"), _FOUR_WHEELS | MODE_BIT[TravelMode.MOTORBIKE]),
    **dict.fromkeys(
        ("stile", "turnstile", "kissing_gate", "full-height_turnstile"),
        ALL_MODES & ~MODE_BIT[TravelMode.FOOT],
    ),
    **dict.fromkeys(("wall", "fence", "hedge", "retaining_wall", "city_wall", "ditch"), ALL_MODES),
}  # fmt: skip
_OPEN: Final = frozenset(
    {"yes", "designated", "permissive", "public", "official", "destination", "customers"}
)
_CLOSED: Final = frozenset({"no", "private", "permit", "military", "emergency", "agricultural", "employees"})
_LOW_KERBS: Final = frozenset({"lowered", "flush", "no"})
# From general to specific; the most specific one that is tagged decides.
_KEYS: Final[Mapping[TravelMode, tuple[str, ...]]] = {
    TravelMode.COACH: ("access", "vehicle", "motor_vehicle", "tourist_bus", "coach"),
    TravelMode.MINIBUS: ("access", "vehicle", "motor_vehicle", "motorcar"),
    TravelMode.CAR: ("access", "vehicle", "motor_vehicle", "motorcar"),
    TravelMode.ELECTRIC_CART: ("access", "vehicle", "motor_vehicle", "motorcar"),
    TravelMode.MOTORBIKE: ("access", "vehicle", "motor_vehicle", "motorcycle"),
    TravelMode.BICYCLE: ("access", "vehicle", "bicycle"),
    TravelMode.FOOT: ("access", "foot"),
    TravelMode.WHEELCHAIR: ("access", "foot", "wheelchair"),
}


def blocked_modes(tags: Mapping[str, str]) -> int:
    """Return the ``MODE_BIT`` bits of the modes that a node with these OSM tags stops."""
    kind = tags.get("barrier", "")
    if kind in {"", "no"} or tags.get("bollard") == "removed":
        return 0
    blocked = _BLOCKED.get(kind, _FOUR_WHEELS)
    for mode, keys in _KEYS.items():
        said = [tags[key] for key in keys if tags.get(key) in _OPEN | _CLOSED]
        if said and said[-1] in _OPEN:
            blocked &= ~MODE_BIT[mode]
        elif said:
            blocked |= MODE_BIT[mode]
    return blocked | _too_high(tags) | _too_steep(tags)


def _too_high(tags: Mapping[str, str]) -> int:
    limit = metres(tags.get("maxheight", ""))
    if not limit:
        return _COACH | _MINIBUS if tags.get("barrier") == "height_restrictor" else 0
    return _COACH * (limit < COACH_HEIGHT_M) | _MINIBUS * (limit < MINIBUS_HEIGHT_M)


def _too_steep(tags: Mapping[str, str]) -> int:
    is_kerb = tags.get("barrier") == "kerb" or "kerb" in tags
    if not is_kerb or tags.get("wheelchair") in _OPEN:
        return 0
    return 0 if tags.get("kerb") in _LOW_KERBS else _WHEELCHAIR

"""Travel modes: which roads each may use, in which direction, how fast, and when they are congested."""

from routes.modes.access import (
    ROUTING_KEYS,
    WayRules,
    default_access,
    way_rules,
)
from routes.modes.classes import ALL_MODES, MODE_BIT, EdgeFlag, RoadClass, Roads, road_class_of
from routes.modes.speeds import (
    DESTINATION_ONLY_KPH,
    MAXSPEED_FACTOR,
    U_TURN_S,
    edge_speeds_kph,
    speeds_kph,
)
from routes.modes.vehicles import COACH_HEIGHT_M, MINIBUS_HEIGHT_M

__all__ = [
    "ALL_MODES",
    "COACH_HEIGHT_M",
    "DESTINATION_ONLY_KPH",
    "MAXSPEED_FACTOR",
    "MINIBUS_HEIGHT_M",
    "MODE_BIT",
    "ROUTING_KEYS",
    "U_TURN_S",
    "EdgeFlag",
    "RoadClass",
    "Roads",
    "WayRules",
    "default_access",
    "edge_speeds_kph",
    "road_class_of",
    "speeds_kph",
    "way_rules",
]

"""Travel modes: which roads each may use, in which direction, how fast, and when they are congested."""

from routes.modes.access import (
    COACH_HEIGHT_M,
    COACH_WEIGHT_T,
    COACH_WIDTH_M,
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

__all__ = [
    "ALL_MODES",
    "COACH_HEIGHT_M",
    "COACH_WEIGHT_T",
    "COACH_WIDTH_M",
    "DESTINATION_ONLY_KPH",
    "MAXSPEED_FACTOR",
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

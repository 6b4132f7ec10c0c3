"""How fast each travel mode goes, and what turning round costs it.

Sources of the numbers:

* OSRM's stock profiles ``car.lua``, ``bicycle.lua`` and ``foot.lua`` (BSD-2-Clause): classes and free-flow
  speeds: motorway 90, trunk 85, primary 65, secondary 55, tertiary 40, unclassified and residential 25,
  living street 10, service 15 km/h; links about half; bicycle 15; walking 5; 80 % of a tagged limit; 20
  seconds for a car to turn round.
* Legal upper bounds, Circular 38/2024/TT-BGTVT (a lead, read second-hand): built-up areas 50 km/h, 60 with
  divided carriageways; outside them cars 80/90, coaches above 28 seats 70/80, motorbikes 60/70;
  expressways at most 120. Four-wheeled electric carts 30 (a lead, see ``routes.modes.access``).
* Damping, our own: Vietnamese trunk to tertiary roads run through towns in mixed traffic, so cars get about
  0.95 of OSRM's speed on motorways, 0.7 on trunk, 0.77 on primary and secondary, 0.85 on tertiary roads;
  coaches about 0.85 of the car, less on narrow roads; minibuses between the two; motorbikes lose less in
  towns; a guided group walks at 0.9 of OSRM's 5 km/h and takes stairs at 2.5; a wheelchair is pushed at 3.
* Built-up areas, our own: where the network knows, motor vehicles go at ``BUILT_UP_FACTOR`` of these speeds
  inside them and at ``OPEN_FACTOR`` outside; where it does not, at the speeds themselves, which are between.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

import numpy as np
from numpy.typing import NDArray

from data.model.travel_mode import TravelMode
from routes.modes.classes import EdgeFlag, RoadClass, Roads

COLUMNS: Final = (
    TravelMode.COACH,
    TravelMode.MINIBUS,
    TravelMode.CAR,
    TravelMode.MOTORBIKE,
    TravelMode.BICYCLE,
    TravelMode.ELECTRIC_CART,
    TravelMode.FOOT,
    TravelMode.WHEELCHAIR,
)
"""Modes in the order of the columns of the speed table."""

# km/h by class in the order of COLUMNS; 0 = never, whatever the tags say.
SPEEDS: Final[Mapping[RoadClass, tuple[float, ...]]] = MappingProxyType(
    {
        #                          coach mini car  moto bike cart foot wheelchair
        RoadClass.MOTORWAY: (80, 82, 85, 0, 0, 0, 0, 0),
        RoadClass.MOTORWAY_LINK: (35, 38, 40, 0, 0, 0, 0, 0),
        RoadClass.TRUNK: (52, 56, 60, 50, 15, 0, 4.5, 3),
        RoadClass.TRUNK_LINK: (30, 33, 35, 32, 15, 0, 4.5, 3),
        RoadClass.PRIMARY: (43, 47, 50, 45, 15, 0, 4.5, 3),
        RoadClass.PRIMARY_LINK: (25, 27, 28, 27, 15, 0, 4.5, 3),
        RoadClass.SECONDARY: (36, 39, 42, 40, 15, 0, 4.5, 3),
        RoadClass.SECONDARY_LINK: (21, 23, 24, 24, 15, 0, 4.5, 3),
        RoadClass.TERTIARY: (28, 31, 34, 34, 15, 20, 4.5, 3),
        RoadClass.TERTIARY_LINK: (17, 19, 20, 20, 15, 18, 4.5, 3),
        RoadClass.UNCLASSIFIED: (18, 22, 25, 26, 15, 18, 4.5, 3),
        RoadClass.RESIDENTIAL: (12, 17, 20, 22, 14, 15, 4.5, 3),
        RoadClass.LIVING_STREET: (8, 9, 10, 12, 12, 10, 4.5, 3),
        RoadClass.SERVICE: (8, 10, 12, 15, 13, 10, 4.5, 3),
        RoadClass.TRACK: (0, 8, 10, 15, 12, 8, 4.5, 3),
        RoadClass.PEDESTRIAN: (0, 5, 6, 8, 6, 6, 4.5, 3),
        RoadClass.CYCLEWAY: (0, 0, 0, 10, 15, 8, 4.5, 3),
        RoadClass.FOOTWAY: (0, 0, 0, 8, 6, 6, 4.5, 3),
        RoadClass.PATH: (0, 0, 0, 10, 11, 6, 4.5, 3),
        RoadClass.STEPS: (0, 0, 0, 0, 0, 0, 2.5, 1),
        RoadClass.FERRY: (0, 0, 0, 0, 0, 0, 0, 0),
    }
)

BUILT_UP_FACTOR: Final[Mapping[RoadClass, float]] = MappingProxyType(
    {
        RoadClass.TRUNK: 0.75,
        RoadClass.PRIMARY: 0.8,
        RoadClass.SECONDARY: 0.85,
        RoadClass.TERTIARY: 0.9,
        RoadClass.UNCLASSIFIED: 0.9,
    }
)
"""Share of the speed of motor vehicles that is left in built-up areas, by class; others keep theirs."""

OPEN_FACTOR: Final[Mapping[RoadClass, float]] = MappingProxyType(
    {
        RoadClass.TRUNK: 1.15,
        RoadClass.PRIMARY: 1.12,
        RoadClass.SECONDARY: 1.1,
        RoadClass.TERTIARY: 1.1,
        RoadClass.UNCLASSIFIED: 1.1,
    }
)
"""The same outside built-up areas."""

DESTINATION_ONLY_KPH: Final = 10.0
"""Vehicles are capped to this on ways for access only (``access=destination``), so that nothing drives
through them to save time, yet a place inside stays reachable. Ways that need a permit are not used."""

MAXSPEED_FACTOR: Final = 0.8
"""Share of a tagged limit that is really driven (OSRM's ``speed_reduction``)."""

U_TURN_S: Final[Mapping[TravelMode, float]] = MappingProxyType(
    {
        TravelMode.COACH: 60.0,
        TravelMode.MINIBUS: 30.0,
        TravelMode.CAR: 20.0,
        TravelMode.MOTORBIKE: 5.0,
        TravelMode.BICYCLE: 3.0,
        TravelMode.ELECTRIC_CART: 15.0,
        TravelMode.FOOT: 0.0,
        TravelMode.WHEELCHAIR: 0.0,
    }
)
"""Seconds to turn round on the road: OSRM's 20 for a car, the others our own estimate."""

MOTOR: Final = frozenset({TravelMode.COACH, TravelMode.MINIBUS, TravelMode.CAR, TravelMode.MOTORBIKE})
"""Modes that heed tagged speed limits and go slower in built-up areas."""

ON_FOOT: Final = frozenset({TravelMode.FOOT, TravelMode.WHEELCHAIR})
"""Modes that go on foot: both ways on one-way roads, round on the spot."""

_BUILT_UP: Final = 2
# Codes of ``routes.network.tags.BUILT_UP``.


def speeds_kph(mode: TravelMode) -> NDArray[np.float64]:
    """Return km/h by class code, shape (len(RoadClass),); 0 where the mode never goes."""
    column = COLUMNS.index(mode)
    return np.array([SPEEDS[road_class][column] for road_class in RoadClass], dtype=np.float64)


def edge_speeds_kph(roads: Roads, mode: TravelMode) -> NDArray[np.float64]:
    """Return the free-flow speed of a mode on each edge, km/h, shape (m,).

    The class speed, higher or lower by ``OPEN_FACTOR`` and ``BUILT_UP_FACTOR`` for motor vehicles, never
    above ``MAXSPEED_FACTOR`` of a tagged limit (0 = not tagged); vehicles at most ``DESTINATION_ONLY_KPH``
    on ways for access only. Walkers and cyclists ignore limits.
    """
    speed = speeds_kph(mode)[roads.road_class]
    if mode in MOTOR:
        inside, outside = _by_class(BUILT_UP_FACTOR), _by_class(OPEN_FACTOR)
        factor = np.stack([np.ones(len(RoadClass)), outside, inside])
        speed = speed * factor[np.minimum(roads.built_up, _BUILT_UP), roads.road_class]
        limit = MAXSPEED_FACTOR * roads.maxspeed_kph.astype(np.float64)
        speed = np.where(limit > 0, np.minimum(speed, limit), speed)
    if mode not in ON_FOOT:
        only = (roads.flags & EdgeFlag.DESTINATION_ONLY) != 0
        speed = np.where(only, np.minimum(speed, DESTINATION_ONLY_KPH), speed)
    return speed


def _by_class(factors: Mapping[RoadClass, float]) -> NDArray[np.float64]:
    return np.array([factors.get(road_class, 1.0) for road_class in RoadClass])

"""Vehicles: their size, and the roads an electric cart may take."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

from data.model.travel_mode import TravelMode
from routes.modes.classes import RoadClass


class Vehicle(NamedTuple):
    """Size of a vehicle and the narrowest carriageway it is sent onto.

    Parameters
    ----------
    height_m, width_m, weight_t
        Ways tagged with a smaller limit are closed to it.
    carriageway_m
        Ways tagged with a smaller ``width`` are closed to it; ways of unknown width are not.
    """

    height_m: float
    width_m: float
    weight_t: float
    carriageway_m: float


VEHICLES: Final[Mapping[TravelMode, Vehicle]] = MappingProxyType(
    {
        TravelMode.COACH: Vehicle(height_m=3.7, width_m=2.5, weight_t=16.0, carriageway_m=3.5),
        TravelMode.MINIBUS: Vehicle(height_m=2.8, width_m=2.1, weight_t=4.0, carriageway_m=2.6),
        TravelMode.CAR: Vehicle(height_m=1.9, width_m=1.9, weight_t=2.5, carriageway_m=2.2),
        TravelMode.ELECTRIC_CART: Vehicle(height_m=2.1, width_m=1.6, weight_t=2.0, carriageway_m=1.8),
    }
)
"""A 45-seat coach (Hyundai Universe class), a 16-seat van (Ford Transit class), a 7-seat car, a 14-seat open
electric cart; carriageways are our own choice: the body and half a metre on either side, less for carts."""

COACH_HEIGHT_M: Final = VEHICLES[TravelMode.COACH].height_m
MINIBUS_HEIGHT_M: Final = VEHICLES[TravelMode.MINIBUS].height_m

CART_HIGHEST_CLASS: Final = RoadClass.TERTIARY
"""Electric carts take no road of a higher class (secondary and above) without a tag of their own.

A lead, not legal advice: Circular 86/2014/TT-BGTVT lets four-wheeled passenger carts run only within areas
and on routes that the provincial People's Committee lays down, slowly; what has followed it under the Law on
Road Traffic Order and Safety (36/2024/QH15) was not checked. No open map holds those routes, so class and
speed limit stand in for them: ask the province before promising a ride."""

CART_MOST_MAXSPEED_KPH: Final = 50.0
"""Nor roads where others may drive faster than this; where no limit is tagged, the class decides."""

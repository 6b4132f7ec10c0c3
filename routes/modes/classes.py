"""Road classes, edge flags and the bit of each travel mode: the vocabulary of a road network."""

from collections.abc import Mapping
from enum import IntEnum, IntFlag
from types import MappingProxyType
from typing import Final, Protocol

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

_CLASS_OF: Final[Mapping[str, RoadClass]] = MappingProxyType(
    {
        **{road_class.osm: road_class for road_class in RoadClass},
        "road": RoadClass.UNCLASSIFIED,
        "local": RoadClass.UNCLASSIFIED,
    }
)


class Roads(Protocol):
    """Arrays of a road network that decide speed and suitability, each of shape (m,).

    ``built_up`` is 0 where unknown, 1 outside and 2 inside built-up areas; measures are 0 where not tagged.
    """

    @property
    def road_class(self) -> NDArray[np.uint8]: ...  # noqa: D102 - named after what it is
    @property
    def flags(self) -> NDArray[np.uint16]: ...  # noqa: D102
    @property
    def maxspeed_kph(self) -> NDArray[np.float32]: ...  # noqa: D102
    @property
    def built_up(self) -> NDArray[np.uint8]: ...  # noqa: D102
    @property
    def width_m(self) -> NDArray[np.float32]: ...  # noqa: D102
    @property
    def lanes(self) -> NDArray[np.uint8]: ...  # noqa: D102


def road_class_of(highway: str) -> RoadClass | None:
    """Return the class of an OSM ``highway`` value, or None if it is not routed at all.

    Under construction, proposed, raceways, corridors, bus guideways and bridleways are not routed.
    """
    return _CLASS_OF.get(highway)

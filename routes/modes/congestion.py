"""Congestion by time of day: how many times as long a road takes as when it is free.

The table is **our own estimate**: we know of no measured profile of Hà Nội or Hải Dương that is openly
published. Its shape follows what is generally known: two peaks on working days, 6:30–8:30 and 16:30–19:00,
strongest in towns and on the roads into them; an even, milder load on weekend days; free roads at night. Its
height was chosen so that a car on a primary road in a built-up area falls from 40 to about 22 km/h in the
evening peak. Whoever has counts of their own changes the numbers here; nothing else depends on them.

Motorbikes filter through queues and lose a third of what cars lose; who rides a bicycle or an electric cart
or walks loses nothing.
"""

from collections.abc import Mapping
from enum import IntEnum
from types import MappingProxyType
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from data.model.travel_mode import TravelMode
from routes.modes.classes import RoadClass, Roads

DAY_S: Final = 86_400
_BUILT_UP: Final = 2
# Code of ``routes.network.tags.BUILT_UP``.


class RoadGroup(IntEnum):
    """Roads that are congested alike: columns of the table."""

    EXPRESSWAY = 0
    MAIN_OUTSIDE = 1
    """Trunk to secondary roads outside built-up areas, or where the network does not know."""
    MAIN_INSIDE = 2
    """The same in built-up areas."""
    LOCAL = 3


class Band(NamedTuple):
    """A part of the day.

    Parameters
    ----------
    begin_s
        First second after midnight; it lasts until the next band begins.
    factors
        Times as long as on a free road, from 1, by ``RoadGroup``.
    """

    begin_s: int
    factors: tuple[float, float, float, float]


_FREE: Final = (1.0, 1.0, 1.0, 1.0)

WEEKDAY: Final = (
    #                        expressway, main outside, main inside, local
    Band(0, _FREE),
    Band(5 * 3600 + 1800, (1.0, 1.05, 1.15, 1.05)),
    Band(6 * 3600 + 1800, (1.1, 1.3, 1.7, 1.3)),
    Band(8 * 3600 + 1800, (1.05, 1.1, 1.3, 1.15)),
    Band(11 * 3600, (1.05, 1.15, 1.4, 1.2)),
    Band(13 * 3600 + 1800, (1.05, 1.1, 1.3, 1.15)),
    Band(16 * 3600 + 1800, (1.15, 1.35, 1.8, 1.35)),
    Band(19 * 3600, (1.05, 1.1, 1.25, 1.1)),
    Band(21 * 3600, (1.0, 1.0, 1.1, 1.0)),
    Band(23 * 3600, _FREE),
)
"""Monday to Friday."""

WEEKEND: Final = (
    Band(0, _FREE),
    Band(6 * 3600 + 1800, (1.05, 1.1, 1.15, 1.05)),
    Band(8 * 3600 + 1800, (1.1, 1.15, 1.35, 1.15)),
    Band(11 * 3600, (1.05, 1.1, 1.3, 1.15)),
    Band(16 * 3600, (1.15, 1.25, 1.45, 1.2)),
    Band(19 * 3600 + 1800, (1.05, 1.1, 1.3, 1.1)),
    Band(22 * 3600, _FREE),
)
"""Saturday and Sunday; the way back into town is slowest from four in the afternoon."""

_SHARE: Final[Mapping[TravelMode, float]] = MappingProxyType(
    {TravelMode.COACH: 1.0, TravelMode.MINIBUS: 1.0, TravelMode.CAR: 1.0, TravelMode.MOTORBIKE: 1 / 3}
)
_GROUPS: Final[Mapping[RoadClass, RoadGroup]] = MappingProxyType(
    {
        RoadClass.MOTORWAY: RoadGroup.EXPRESSWAY,
        RoadClass.MOTORWAY_LINK: RoadGroup.EXPRESSWAY,
        **dict.fromkeys(
            (
                RoadClass.TRUNK,
                RoadClass.TRUNK_LINK,
                RoadClass.PRIMARY,
                RoadClass.PRIMARY_LINK,
                RoadClass.SECONDARY,
                RoadClass.SECONDARY_LINK,
            ),
            RoadGroup.MAIN_OUTSIDE,
        ),
    }
)


def is_congestible(mode: TravelMode) -> bool:
    """Return whether a mode is slower at some time of the day."""
    return mode in _SHARE


def band(time_s: int, *, is_weekend: bool = False) -> Band:
    """Return the band of the table that a time lies in.

    Parameters
    ----------
    time_s
        Seconds after local midnight; 86,400 and more are the next day, taken as a day of the same kind.
    is_weekend
        Whether the day is a Saturday or Sunday.
    """
    table = WEEKEND if is_weekend else WEEKDAY
    return next(one for one in reversed(table) if one.begin_s <= time_s % DAY_S)


def factor(
    mode: TravelMode,
    time_s: int,
    *,
    road_class: RoadClass,
    is_built_up: bool,
    is_weekend: bool = False,
) -> float:
    """Return how many times as long a mode takes on a road at a time, from 1."""
    group = _GROUPS.get(road_class, RoadGroup.LOCAL)
    if group is RoadGroup.MAIN_OUTSIDE and is_built_up:
        group = RoadGroup.MAIN_INSIDE
    slow = band(time_s, is_weekend=is_weekend).factors[group]
    return 1 + (slow - 1) * _SHARE.get(mode, 0.0)


def edge_factors(roads: Roads, mode: TravelMode, of: Band) -> NDArray[np.float64]:
    """Return how many times as long each edge takes in a band, from 1, shape (m,)."""
    groups = np.array([_GROUPS.get(road_class, RoadGroup.LOCAL) for road_class in RoadClass])
    group = groups[roads.road_class]
    inside = (group == RoadGroup.MAIN_OUTSIDE) & (roads.built_up == _BUILT_UP)
    group = np.where(inside, RoadGroup.MAIN_INSIDE, group)
    factors: NDArray[np.float64] = 1 + (np.array(of.factors) - 1) * _SHARE.get(mode, 0.0)
    by_edge: NDArray[np.float64] = factors[group]
    return by_edge

"""Whether the map knows that a large vehicle fits: known, unknown or forbidden, edge by edge."""

from collections.abc import Mapping
from enum import IntEnum
from types import MappingProxyType
from typing import Final

import numpy as np
from numpy.typing import NDArray

from data.model.travel_mode import TravelMode
from routes.modes.classes import RoadClass, Roads


class Suitability(IntEnum):
    """What the map says about a vehicle on a road."""

    FORBIDDEN = 0
    """Closed to it: by access, by a limit, or because the tagged carriageway is too narrow."""
    UNKNOWN = 1
    """Open, but neither class nor tags say that it fits."""
    KNOWN = 2
    """Open and wide enough by class or by tags."""


_BY_CLASS: Final[Mapping[TravelMode, RoadClass]] = MappingProxyType(
    {TravelMode.COACH: RoadClass.SECONDARY_LINK, TravelMode.MINIBUS: RoadClass.TERTIARY_LINK}
)
# Up to this class roads are built for the vehicle: lanes of 3.5 m (TCVN 4054, classes I to IV), our reading.

_ENOUGH_M: Final[Mapping[TravelMode, float]] = MappingProxyType(
    {TravelMode.COACH: 5.5, TravelMode.MINIBUS: 3.5}
)
# Carriageway on which the vehicle passes an oncoming motorbike or car, our own choice.
_ENOUGH_LANES: Final = 2


def suitability(roads: Roads, mode: TravelMode, is_open: NDArray[np.bool_]) -> NDArray[np.uint8]:
    """Return a ``Suitability`` code for each edge, shape (m,).

    Parameters
    ----------
    roads
        Road network.
    mode
        Travel mode; for all but coaches and minibuses what is open is known.
    is_open
        Whether the mode may use each edge in at least one direction, shape (m,).
    """
    if mode not in _BY_CLASS:
        return np.where(is_open, Suitability.KNOWN, Suitability.FORBIDDEN).astype(np.uint8)
    known = (
        (roads.road_class <= _BY_CLASS[mode])
        | (roads.width_m >= _ENOUGH_M[mode])
        | (roads.lanes >= _ENOUGH_LANES)
    )
    code = np.where(known, Suitability.KNOWN, Suitability.UNKNOWN)
    return np.where(is_open, code, Suitability.FORBIDDEN).astype(np.uint8)

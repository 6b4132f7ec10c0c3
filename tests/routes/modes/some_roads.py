"""Arrays of a few roads without a network."""

from collections.abc import Sequence

import numpy as np


class SomeRoads:
    """What ``routes.modes.Roads`` asks for, by default untagged."""

    def __init__(
        self,
        road_class: Sequence[int],
        flags: Sequence[int] = (),
        maxspeed_kph: Sequence[float] = (),
        *,
        built_up: Sequence[int] = (),
        width_m: Sequence[float] = (),
        lanes: Sequence[int] = (),
    ) -> None:
        count = len(road_class)
        self.road_class = np.array(road_class, np.uint8)
        self.flags = np.array(flags or [0] * count, np.uint16)
        self.maxspeed_kph = np.array(maxspeed_kph or [0] * count, np.float32)
        self.built_up = np.array(built_up or [0] * count, np.uint8)
        self.width_m = np.array(width_m or [0] * count, np.float32)
        self.lanes = np.array(lanes or [0] * count, np.uint8)

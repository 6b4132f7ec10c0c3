"""The way between a place and the road it was snapped to, walked in a straight line."""

from math import ceil
from typing import Final

ACCESS_SPEED_M_S: Final = 4.0 / 3.6
"""4 km/h, a group on foot; our own choice, on the slow side so that nobody comes late."""


def access_s(access_m: float) -> int:
    """Return the seconds of walking ``access_m`` metres, rounded up."""
    return ceil(access_m / ACCESS_SPEED_M_S)


def is_same_spot(one: tuple[float, float], other: tuple[float, float]) -> bool:
    """Return whether two points (WGS84 degrees) are one spot, to about 0.1 m: no way lies between them."""
    return all(abs(a - b) < 1e-6 for a, b in zip(one, other, strict=True))

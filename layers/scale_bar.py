"""Scale bar: a round length that fits, and how to divide it; round scales for paper."""

from dataclasses import dataclass
from typing import Final

import numpy as np

_NICE: Final = (1.0, 2.0, 5.0)
_PAPER_SCALES: Final = (1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 7.5, 8.0)


@dataclass(frozen=True, slots=True)
class ScaleBar:
    """A scale bar.

    Parameters
    ----------
    length_m
        Ground length of the whole bar, metres.
    length_px
        The same on the map, logical pixels.
    parts
        Number of equal parts it is divided into.
    """

    length_m: float
    length_px: float
    parts: int

    @property
    def labels(self) -> tuple[str, str]:
        """Number at the end of the bar and its unit, 'm' or 'km'."""
        if self.length_m < 1000:
            return f"{self.length_m:.0f}", "m"
        return f"{self.length_m / 1000:.0f}", "km"


def scale_bar(ground_resolution_m: float, longest_px: float) -> ScaleBar:
    """Return the longest bar of 1, 2 or 5 × 10ⁿ metres within ``longest_px``.

    Parameters
    ----------
    ground_resolution_m
        True metres a logical pixel (``Viewport.ground_resolution_m``).
    """
    room_m = ground_resolution_m * longest_px
    power = 10.0 ** np.floor(np.log10(room_m))
    leading = max(nice for nice in _NICE if nice * power <= room_m * (1 + 1e-9))
    length_m = float(leading * power)
    return ScaleBar(length_m, length_m / ground_resolution_m, 5 if leading == 5 else 4)


def round_scale(denominator: float) -> int:
    """Return the next coarser round scale: 1:23 817 → 1:25 000."""
    power = float(10.0 ** np.floor(np.log10(denominator)))
    for step in (*_PAPER_SCALES, 10.0):
        if step * power >= denominator * (1 - 1e-9):
            return round(step * power)
    return round(10 * power)

"""Shapes of point symbols as closed rings in the square from -1 to 1, y down."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

import numpy as np
from numpy.typing import NDArray

from data.model.layer_style import Marker

Ring = NDArray[np.float64]

_CIRCLE_CORNERS: Final = 20


def _corners(count: int, turn_deg: float, inner: float = 1.0) -> Ring:
    """Return a regular polygon, or a star whose inner corners lie at ``inner``; closed."""
    angle = np.radians(turn_deg) + np.arange(count) * 2 * np.pi / count
    radius = np.where(np.arange(count) % 2 == 0, 1.0, inner)
    ring = np.stack((radius * np.cos(angle), radius * np.sin(angle)), axis=-1)
    return np.vstack((ring, ring[:1]))


def _cross() -> Ring:
    arm = 0.34
    steps = [(-arm, -1), (arm, -1), (arm, -arm), (1, -arm), (1, arm), (arm, arm), (arm, 1), (-arm, 1)]
    rest = [(-arm, arm), (-1, arm), (-1, -arm), (-arm, -arm), (-arm, -1)]
    return np.array(steps + rest, dtype=np.float64)


_SHAPES: Final[Mapping[Marker, Ring]] = MappingProxyType(
    {
        Marker.CIRCLE: _corners(_CIRCLE_CORNERS, 0),
        Marker.SQUARE: _corners(4, 45),
        Marker.TRIANGLE: _corners(3, -90),
        Marker.DIAMOND: _corners(4, 0),
        Marker.STAR: _corners(10, -90, 0.42),
        Marker.CROSS: _cross(),
    }
)


def marker_shape(marker: Marker) -> Ring:
    """Return the closed ring of a marker, shape (n, 2)."""
    return _SHAPES[marker]

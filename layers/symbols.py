"""Category symbols: one family of simple vector shapes, white on a coloured disc.

Shapes are drawn in a square from -1 to 1, y down, so that any painter can scale them. Filled polygons only:
they print, shrink and convert (QPainterPath, SVG) alike.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

import numpy as np
from numpy.typing import NDArray

from data.model.place import Category

Polygon = NDArray[np.float64]
"""Closed ring, shape (n, 2), in the square from -1 to 1, y down."""


def _polygon(*points: tuple[float, float]) -> Polygon:
    return np.array(points, dtype=np.float64)


def _rectangle(left: float, top: float, right: float, bottom: float) -> Polygon:
    return _polygon((left, top), (right, top), (right, bottom), (left, bottom))


def _ellipse(x: float, y: float, rx: float, ry: float, turn: float = 0.0) -> Polygon:
    angle = np.linspace(0, 2 * np.pi, 24, endpoint=False)
    points = np.stack((rx * np.cos(angle), ry * np.sin(angle)), axis=-1)
    cosine, sine = np.cos(np.radians(turn)), np.sin(np.radians(turn))
    turned: Polygon = points @ np.array([[cosine, sine], [-sine, cosine]]) + (x, y)
    return turned


def _smooth(*points: tuple[float, float]) -> Polygon:
    """Return a closed Catmull–Rom curve through ``points``."""
    knots = np.array(points, dtype=np.float64)
    t = np.linspace(0, 1, 6, endpoint=False)[:, None]
    pieces = []
    for i in range(len(knots)):
        a, b, c, d = (knots[(i + k) % len(knots)] for k in (-1, 0, 1, 2))
        pieces.append(
            0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)
        )
    return np.concatenate(pieces)


def _star(points: int, inner: float, turn: float = -90.0) -> Polygon:
    angle = np.radians(turn) + np.arange(2 * points) * np.pi / points
    radius = np.where(np.arange(2 * points) % 2 == 0, 1.0, inner)
    return np.stack((radius * np.cos(angle), radius * np.sin(angle)), axis=-1)


_TEMPLE = (
    _polygon((-1, -0.22), (-0.72, -0.3), (-0.42, -0.74), (0.42, -0.74), (0.72, -0.3), (1, -0.22),
             (0.86, 0.0), (-0.86, 0.0)),
    _rectangle(-0.66, 0.1, -0.46, 0.6),
    _rectangle(-0.1, 0.1, 0.1, 0.6),
    _rectangle(0.46, 0.1, 0.66, 0.6),
    _rectangle(-0.82, 0.7, 0.82, 0.88),
)  # fmt: skip
_POT = (
    _rectangle(-0.42, -0.92, 0.42, -0.72),
    _smooth((-0.26, -0.62), (0.26, -0.62), (0.74, -0.1), (0.66, 0.42), (0.34, 0.84), (-0.34, 0.84),
            (-0.66, 0.42), (-0.74, -0.1)),
)  # fmt: skip
_MUSEUM = (
    _polygon((0, -0.92), (0.94, -0.34), (-0.94, -0.34)),
    *(_rectangle(x - 0.1, -0.2, x + 0.1, 0.52) for x in (-0.62, -0.21, 0.21, 0.62)),
    _rectangle(-0.92, 0.64, 0.92, 0.86),
)
_SPARK = (_star(4, 0.34),)
_FEET = (
    _ellipse(-0.36, 0.42, 0.27, 0.4, -8),
    _ellipse(-0.46, -0.16, 0.2, 0.16),
    _ellipse(0.36, -0.22, 0.27, 0.4, 8),
    _ellipse(0.46, -0.8, 0.2, 0.16),
)
_LEAF = (
    _smooth((0.8, -0.86), (0.86, -0.1), (0.4, 0.56), (-0.3, 0.6), (-0.62, 0.12), (-0.4, -0.46), (0.2, -0.76)),
    _polygon((-0.5, 0.3), (-0.36, 0.46), (-0.76, 0.92), (-0.92, 0.8)),
)
_LANTERN = (
    _rectangle(-0.3, -0.92, 0.3, -0.74),
    _ellipse(0, -0.1, 0.72, 0.54),
    _rectangle(-0.3, 0.52, 0.3, 0.66),
    _rectangle(-0.07, 0.7, 0.07, 0.98),
)
_BOWL = (
    _polygon((-0.92, -0.02), (0.92, -0.02), (0.72, 0.48), (0.4, 0.76), (-0.4, 0.76), (-0.72, 0.48)),
    _polygon((0.1, -0.18), (0.86, -0.92), (0.98, -0.8), (0.36, -0.18)),
    _smooth((-0.4, -0.2), (-0.52, -0.45), (-0.36, -0.62), (-0.42, -0.86), (-0.2, -0.6), (-0.32, -0.45)),
)
_BED = (
    _rectangle(-0.96, -0.6, -0.76, 0.7),
    _rectangle(-0.68, 0.1, 0.96, 0.42),
    _rectangle(0.76, 0.42, 0.96, 0.7),
    _ellipse(-0.4, -0.16, 0.22, 0.2),
    _polygon((-0.08, -0.3), (0.7, -0.3), (0.96, -0.04), (0.96, 0.02), (-0.08, 0.02)),
)
_BUS = (
    _polygon((-0.72, -0.86), (0.72, -0.86), (0.8, -0.74), (0.8, -0.62), (-0.8, -0.62), (-0.8, -0.74)),
    _rectangle(-0.8, -0.5, -0.66, 0.04),
    _rectangle(0.66, -0.5, 0.8, 0.04),
    _rectangle(-0.07, -0.5, 0.07, 0.04),
    _polygon((-0.8, 0.12), (0.8, 0.12), (0.8, 0.6), (-0.8, 0.6)),
    _rectangle(-0.66, 0.66, -0.34, 0.9),
    _rectangle(0.34, 0.66, 0.66, 0.9),
)

SYMBOLS: Final[Mapping[Category, tuple[Polygon, ...]]] = MappingProxyType(
    {
        Category.RELIC: _TEMPLE,
        Category.CRAFT_VILLAGE: _POT,
        Category.MUSEUM_THEATRE: _MUSEUM,
        Category.CREATIVE_SPACE: _SPARK,
        Category.WALKING_SPACE: _FEET,
        Category.ECO_SITE: _LEAF,
        Category.FESTIVAL_SITE: _LANTERN,
        Category.FOOD_MARKET: _BOWL,
        Category.LODGING_OR_SERVICE: _BED,
        Category.TRANSPORT_HUB: _BUS,
    }
)
"""Temple roof, pot, museum front, spark, footsteps, leaf, lantern, bowl, bed, bus."""

GLYPH_SHARE: Final = 0.62
"""Half the side of a glyph's square, as a share of its disc's radius."""

"""Tiles of raster layers in the XYZ scheme of web maps (Web Mercator, rows from the north)."""

import math
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from layers.viewport import HALF_WORLD_M, Bounds

TileContent = bytes | NDArray[np.uint8]
"""An encoded picture (PNG, JPEG, WebP), or its pixels: red, green, blue, alpha; shape (256, 256, 4)."""

MOST_ZOOM = 22


@dataclass(frozen=True, slots=True)
class TileSpot:
    """Which tile: zoom, column from the west, row from the north."""

    zoom: int
    x: int
    y: int

    @property
    def bounds_m(self) -> Bounds:
        """Bounds in Web Mercator metres."""
        side = 2 * HALF_WORLD_M / 2**self.zoom
        west, north = -HALF_WORLD_M + self.x * side, HALF_WORLD_M - self.y * side
        return west, north - side, west + side, north

    @property
    def parent(self) -> "TileSpot":
        """The tile of the next coarser zoom that covers it."""
        return TileSpot(self.zoom - 1, self.x // 2, self.y // 2)


@runtime_checkable
class TileSource(Protocol):
    """A raster layer; safe to use from several threads.

    ``key`` tells it from every other, also from an older state of the same file.
    """

    @property
    def key(self) -> str:
        """Identity for caches."""

    @property
    def zooms(self) -> tuple[int, int]:
        """Least and greatest zoom that has tiles."""

    @property
    def bounds(self) -> Bounds | None:
        """Bounds in degrees; None where they are not known."""

    @property
    def attribution(self) -> str:
        """Credit that the source itself gives, '' for none."""

    def read(self, spot: TileSpot) -> TileContent | None:
        """Return a tile that is at hand, None where there is none (yet)."""

    def close(self) -> None:
        """Let go of files."""


def spots_in(bounds_m: Bounds, zoom: int) -> list[TileSpot]:
    """Return the tiles of ``zoom`` that meet ``bounds_m`` (Web Mercator metres)."""
    west, south, east, north = bounds_m
    count = int(2**zoom)
    side: float = 2 * HALF_WORLD_M / count

    def clamp(value: float) -> int:
        return int(min(max(math.floor(value), 0), count - 1))

    columns = range(clamp((west + HALF_WORLD_M) / side), clamp((east + HALF_WORLD_M) / side) + 1)
    rows = range(clamp((HALF_WORLD_M - north) / side), clamp((HALF_WORLD_M - south) / side) + 1)
    return [TileSpot(zoom, x, y) for y in rows for x in columns]

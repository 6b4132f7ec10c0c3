"""Lengths on the WGS84 ellipsoid."""

from typing import Final

import numpy as np
from numpy.typing import NDArray
from pyproj import Geod

GEOD: Final = Geod(ellps="WGS84")


def segment_lengths_m(lonlat: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the geodesic lengths between consecutive vertices, metres; (p, 2) degrees → (p - 1,)."""
    start, end = lonlat[:-1], lonlat[1:]
    _, _, metres = GEOD.inv(start[:, 0], start[:, 1], end[:, 0], end[:, 1])
    return np.asarray(metres, dtype=np.float64)


def line_lengths_m(lonlat: NDArray[np.float64], offset: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return the geodesic lengths of lines packed one after another, metres.

    Parameters
    ----------
    lonlat
        Vertices, WGS84 degrees, shape (p, 2).
    offset
        Line i is ``lonlat[offset[i]:offset[i + 1]]`` and has at least two vertices; shape (k + 1,).
    """
    total = np.concatenate([[0.0], np.cumsum(segment_lengths_m(lonlat))])
    lengths: NDArray[np.float64] = total[offset[1:] - 1] - total[offset[:-1]]
    return lengths

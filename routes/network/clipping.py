"""Cutting a network to an area."""

from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import MultiPolygon, Polygon

from data.errors import BadInputError
from data.language.catalogue import N_
from routes.network.selection import select_edges
from routes.network.store import RoadNetwork

Area = Polygon | MultiPolygon
"""An outline, WGS84 degrees."""

_AT_ONCE: Final = 50_000


def clip_network(network: RoadNetwork, area: Area) -> RoadNetwork:
    """Return the roads that touch an area, each whole from junction to junction.

    Parts, orders and saved arrays are not computed anew (``routes.network.finish.clip_and_finish`` does).

    Raises
    ------
    BadInputError
        If no road touches the area, or the area is no outline.
    """
    if area.is_empty or not area.is_valid:
        raise BadInputError(
            N_("The area is not an outline."), remedy=N_("Give west,south,east,north in degrees.")
        )
    edge = np.flatnonzero(_touches(network, area))
    if not len(edge):
        raise BadInputError(
            N_("There are no roads in this area."),
            source=network.meta.source,
            remedy=N_("Choose an area that the data cover; 'network info' shows their extent."),
        )
    return select_edges(network, edge)


def _touches(network: RoadNetwork, area: Area) -> NDArray[np.bool_]:
    """Return whether each edge touches the area, shape (m,)."""
    west, south, east, north = area.bounds
    lon, lat = network.shape_lonlat[:, 0], network.shape_lonlat[:, 1]
    start = network.shape_offset[:-1]
    near = (
        (np.maximum.reduceat(lon, start) >= west)
        & (np.minimum.reduceat(lon, start) <= east)
        & (np.maximum.reduceat(lat, start) >= south)
        & (np.minimum.reduceat(lat, start) <= north)
    )
    shapely.prepare(area)
    for edges in np.array_split(np.flatnonzero(near), 1 + near.sum() // _AT_ONCE):
        offset, vertex = network.vertices_of(edges)
        number = np.repeat(np.arange(len(edges)), np.diff(offset))
        near[edges] = shapely.intersects(
            area, shapely.linestrings(network.shape_lonlat[vertex], indices=number)
        )
    return near

"""Closures, areas to avoid and penalties, as factors on edges."""

from collections.abc import Sequence

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import MultiPolygon, Polygon

from data.errors import BadInputError
from data.language.catalogue import N_
from routes.network.snapping import EdgeIndex
from routes.network.store import RoadNetwork
from routes.router import LonLat, Penalty


def slowness(
    network: RoadNetwork,
    index: EdgeIndex,
    *,
    closures: Sequence[LonLat] = (),
    avoid: Sequence[Polygon | MultiPolygon] = (),
    penalties: Sequence[Penalty] = (),
) -> NDArray[np.float64]:
    """Return how many times as long each edge takes, ``inf`` where it is closed, shape (m,).

    Penalties of several areas multiply. An edge is in an area when it touches its inside or edge.

    Raises
    ------
    BadInputError
        If an area is empty or not valid, or a factor is below 1 or not a number.
    """
    factor = np.ones(network.edge_count)
    for area in avoid:
        factor[_edges_in(index, area)] = np.inf
    for penalty in penalties:
        if not penalty.factor >= 1:
            raise BadInputError(
                N_("The factor of a penalty is {factor}; it must be at least 1."),
                remedy=N_("Give 2 for roads that take twice as long."),
                factor=penalty.factor,
            )
        factor[_edges_in(index, penalty.area)] *= penalty.factor
    for snap in index.snap(list(closures)):
        factor[snap.edge] = np.inf
    return factor


def _edges_in(index: EdgeIndex, area: Polygon | MultiPolygon) -> NDArray[np.int64]:
    if area.is_empty or not area.is_valid:
        raise BadInputError(
            N_("An area is empty or crosses itself: {reason}."),
            remedy=N_("Draw it anew without crossing lines."),
            reason=shapely.is_valid_reason(area),
        )
    return index.edges_in(area)

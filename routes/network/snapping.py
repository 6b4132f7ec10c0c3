"""Snapping: the nearest point of the nearest edge that a travel mode may use."""

from collections.abc import Sequence

import numpy as np
import shapely
from shapely import STRtree

from data.errors import NoRouteError
from data.language.catalogue import N_
from data.language.terms import term
from data.model.travel_mode import TravelMode
from routes.network.lengths import GEOD
from routes.network.store import RoadNetwork
from routes.router import LonLat, Snap


class EdgeIndex:
    """Finds the nearest edge of a mode. Built once (0.1 s per 10⁵ edges), then about 0.05 ms a point.

    Raises
    ------
    NoRouteError
        If the network has no edge for the mode.
    """

    def __init__(self, network: RoadNetwork, mode: TravelMode) -> None:
        self._network = network
        self._edges = network.edges_of(mode)
        if not len(self._edges):
            raise NoRouteError(
                N_("The road network '{network}' has no road for this travel mode ({mode})."),
                network=network.meta.name,
                mode=term(mode, "en"),
            )
        self._lines = network.lines[self._edges]
        self._tree = STRtree(self._lines)

    def snap(self, points: Sequence[LonLat]) -> tuple[Snap, ...]:
        """Snap points (lon, lat in degrees) to edges; ``fraction`` runs along the drawn line."""
        if not points:
            return ()
        lonlat = np.asarray(points, dtype=np.float64)
        x, y = self._network.projection.transform(lonlat[:, 0], lonlat[:, 1])
        asked = shapely.points(x, y)
        nearest = self._tree.nearest(asked)
        line = self._lines[nearest]
        fraction = shapely.line_locate_point(line, asked, normalized=True)
        snapped = shapely.get_coordinates(shapely.line_interpolate_point(line, fraction, normalized=True))
        lon, lat = self._network.projection.transform(snapped[:, 0], snapped[:, 1], direction="INVERSE")
        _, _, access_m = GEOD.inv(lonlat[:, 0], lonlat[:, 1], lon, lat)
        return tuple(
            Snap(edge=edge, fraction=at, lon=east, lat=north, access_m=metres)
            for edge, at, east, north, metres in zip(
                self._edges[nearest].tolist(),
                np.nan_to_num(fraction).tolist(),
                lon.tolist(),
                lat.tolist(),
                np.asarray(access_m).tolist(),
                strict=True,
            )
        )

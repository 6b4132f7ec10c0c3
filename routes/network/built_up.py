"""Whether an edge lies in a built-up area: what is tagged, else what class and neighbourhood say.

In order: tags (``VN:urban``, ``VN:rural``, ``VN:motorway`` in ``maxspeed``, ``maxspeed:type``,
``source:maxspeed`` or ``zone:traffic``); motorways lie outside; residential and living streets serve houses
by OSM's definition, so they lie inside; for the others the kilometres of road per square kilometre around
(cells of ``CELL_M``, three by three, weighted along the edge) decide: ``DENSE_KM`` and more inside,
``SPARSE_KM`` and less outside, between unknown. The two figures are our own, set on Hà Nội and Hải Dương,
where streets of towns and villages have 10 to 30 km/km² and fields 1 to 4. The sign at the roadside may say
otherwise: good for speeds, not for law.
"""

from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from data.model.distances import METRES_A_DEGREE
from routes.modes import RoadClass
from routes.network.store import RoadNetwork
from routes.network.tags import BUILT_UP

CELL_M: Final = 400.0
DENSE_KM: Final = 10.0
SPARSE_KM: Final = 4.0

_NO, _YES = BUILT_UP.index("no"), BUILT_UP.index("yes")
_MOST_CELLS: Final = 20_000_000


def with_built_up(network: RoadNetwork) -> RoadNetwork:
    """Return the network with ``built_up`` told wherever it can be."""
    said = network.built_up.copy()
    density = road_density_km(network)
    near = np.where(density >= DENSE_KM, _YES, np.where(density <= SPARSE_KM, _NO, 0))
    near[np.isin(network.road_class, [RoadClass.RESIDENTIAL, RoadClass.LIVING_STREET])] = _YES
    near[np.isin(network.road_class, [RoadClass.MOTORWAY, RoadClass.MOTORWAY_LINK, RoadClass.FERRY])] = _NO
    unknown = said == 0
    said[unknown] = near[unknown]
    return replace(network, built_up=said)


def road_density_km(network: RoadNetwork) -> NDArray[np.float64]:
    """Return kilometres of road per square kilometre around each edge, shape (m,)."""
    lonlat = network.shape_lonlat
    scale = np.array([np.cos(np.radians(lonlat[:, 1].mean())), 1.0]) * METRES_A_DEGREE
    start, stop = lonlat[:-1] * scale, lonlat[1:] * scale
    length_m = np.hypot(*(stop - start).T)
    # Between the last vertex of an edge and the first of the next there is no road.
    length_m[network.shape_offset[1:-1] - 1] = 0.0
    edge = np.repeat(np.arange(network.edge_count), np.diff(network.shape_offset))[:-1]
    around = _around((start + stop) / 2, length_m)
    weighted = np.bincount(edge, weights=around * length_m, minlength=network.edge_count)
    whole = np.bincount(edge, weights=length_m, minlength=network.edge_count)
    return np.divide(weighted, whole, out=np.zeros(network.edge_count), where=whole > 0)


def _around(middle_m: NDArray[np.float64], length_m: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return kilometres of road per square kilometre in the nine cells around each segment."""
    cell = np.floor(middle_m / CELL_M).astype(np.int64)
    cell -= cell.min(axis=0) - 1
    width, height = (int(size) + 2 for size in cell.max(axis=0))
    if width * height > _MOST_CELLS:
        # Scattered over half the globe: not worth a grid.
        return np.full(len(length_m), (DENSE_KM + SPARSE_KM) / 2)
    place = cell[:, 1] * width + cell[:, 0]
    grid = np.bincount(place, weights=length_m, minlength=width * height).reshape(height, width)
    rows = grid[:-2] + grid[1:-1] + grid[2:]
    nine = np.zeros_like(grid)
    nine[1:-1, 1:-1] = rows[:, :-2] + rows[:, 1:-1] + rows[:, 2:]
    density: NDArray[np.float64] = nine.ravel()[place] / 1000 / (9 * (CELL_M / 1000) ** 2)
    return density

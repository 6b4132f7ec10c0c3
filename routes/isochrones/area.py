"""Isochrones as values: areas by budget, nested, with what is within them."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray
from shapely import MultiPolygon

from data.errors import BadInputError
from data.language.catalogue import N_
from data.model.travel_mode import TravelMode
from routes.backends.network_router import NetworkRouter
from routes.isochrones.field import OFF_ROAD_PACE_S_PER_M, field_of
from routes.isochrones.reach import (
    METRES_A_DEGREE,
    Reached,
    RoadPoints,
    ends_of_reach,
    origin_points,
    reached_edges,
    road_points,
)
from routes.network.lengths import GEOD
from routes.network.store import RoadNetwork
from routes.router import LonLat, Snap
from routes.search_trees import tree_search

MOST_OFF_ROAD_M: Final = 1000.0
OFF_ROAD_M: Final = 200.0
"""How far beside a reached road a point still counts as reached, on foot at 3 km/h within the budget."""

SMALLEST_HOLE_M2: Final = 500_000.0
"""Holes below half a square kilometre are fields and ponds between roads, not places out of reach."""

FINEST_CELL_M: Final = 40.0
_CELLS_ACROSS: Final = 600
_LONGEST_BUDGET_S: Final = 6 * 3600
_MOST_BUDGETS: Final = 20


@dataclass(frozen=True)
class Isochrone:
    """The area within reach of the nearest of some origins.

    Parameters
    ----------
    budget_s
        Travel time, seconds.
    area
        Where one can be within it, WGS84 degrees; inside the area of every larger budget.
    road_m
        Length of the roads reached, partly reached ones by their reached part, metres; the road of an origin
        counts from where one of its ends is reached.
    cell_m
        Grid the outline was drawn on; it is exact to one cell.
    off_road_m
        Walking beside the roads that the outline allows for.
    mode
        Travel mode.
    snaps
        Where the origins meet the network.
    """

    budget_s: int
    area: MultiPolygon
    road_m: float
    cell_m: float
    off_road_m: float
    mode: TravelMode
    snaps: tuple[Snap, ...]

    @cached_property
    def area_km2(self) -> float:
        """Area on the ellipsoid, km²."""
        return abs(float(GEOD.geometry_area_perimeter(self.area)[0])) / 1e6


def isochrones(
    router: NetworkRouter,
    origins: Sequence[LonLat],
    budgets_s: Sequence[int],
    *,
    off_road_m: float = OFF_ROAD_M,
    depart_s: int | None = None,
) -> tuple[Isochrone, ...]:
    """Return one isochrone a budget, smallest first; each lies inside the next.

    Dijkstra's algorithm up to the largest budget gives the times at the nodes; edges reached in part count by
    that part exactly. Times are laid on a grid, walking beside the roads is added, and contours are drawn.

    Parameters
    ----------
    router
        Roads, travel mode and speeds; closures and penalties count.
    origins
        Points (lon, lat), at least one; several give the area in reach of the nearest.
    budgets_s
        Travel times, whole seconds.
    off_road_m
        Walking allowed beside the roads.
    depart_s
        Time of day whose usual congestion slows the roads; None is free flow.

    Raises
    ------
    BadInputError
        If there is no origin, no budget, or one out of range.
    """
    budgets = _checked(origins, budgets_s, off_road_m)
    network, finder = router.network, router.finder(depart_s=depart_s)
    snaps = router.snap(origins)
    longest = 1000.0 * budgets[-1]
    ends = [end for snap in snaps for end in finder.leaving(snap)]
    node_cost = tree_search(network, finder).tree(ends, limit=longest).node_cost()
    reached = reached_edges(network, finder.costs, node_cost, longest)
    cell_m = _cell_m(network, snaps, node_cost)
    parts = [
        road_points(network, reached, node_cost, cell_m),
        origin_points(network, finder.costs, snaps, cell_m),
        *(ends_of_reach(network, reached, 1000.0 * budget) for budget in budgets),
    ]
    # A little beyond the last budget, so that its contour finds where the roads go on.
    points = _within(parts, longest + 1000 * OFF_ROAD_PACE_S_PER_M * cell_m)
    field = field_of(points, cell_m=cell_m, off_road_m=off_road_m, ceiling_s=1.5 * budgets[-1])
    return tuple(
        Isochrone(
            budget,
            field.area_within(budget, SMALLEST_HOLE_M2),
            _road_m(network, reached, 1000.0 * budget),
            cell_m,
            off_road_m,
            router.mode,
            snaps,
        )
        for budget in budgets
    )


def _checked(origins: Sequence[LonLat], budgets_s: Sequence[int], off_road_m: float) -> list[int]:
    if not origins:
        raise BadInputError(N_("An isochrone needs at least one origin."))
    budgets = sorted(set(budgets_s))
    if not budgets or budgets[0] <= 0 or budgets[-1] > _LONGEST_BUDGET_S or len(budgets) > _MOST_BUDGETS:
        raise BadInputError(
            N_("Travel times have to lie between 1 and {most} minutes, at most {count} of them."),
            where=N_("minutes"),
            remedy=N_("Give for example 15 30 45."),
            most=_LONGEST_BUDGET_S // 60,
            count=_MOST_BUDGETS,
        )
    if not 0 <= off_road_m <= MOST_OFF_ROAD_M:
        raise BadInputError(
            N_("Walking beside the roads has to be between 0 and {most_m} m."),
            where="off_road_m",
            remedy=N_("Leave it out to allow 200 m."),
            most_m=round(MOST_OFF_ROAD_M),
        )
    return budgets


def _within(parts: Sequence[RoadPoints], most: float) -> RoadPoints:
    """Return the points of all parts up to a cost, costs in seconds."""
    lonlat, cost, is_open = (np.concatenate(column) for column in zip(*parts, strict=True))
    kept = cost <= most
    return RoadPoints(lonlat[kept], cost[kept] / 1000, is_open[kept])


def _cell_m(network: RoadNetwork, snaps: Sequence[Snap], node_cost: NDArray[np.float64]) -> float:
    """Return the grid size: 40 m, coarser where the reached roads span more than that many cells."""
    node = np.flatnonzero(np.isfinite(node_cost))
    lon = np.concatenate([network.node_lon[node], [snap.lon for snap in snaps]])
    lat = np.concatenate([network.node_lat[node], [snap.lat for snap in snaps]])
    across = max(np.ptp(lon) * np.cos(np.radians(lat.mean())), np.ptp(lat)) * METRES_A_DEGREE
    return max(FINEST_CELL_M, float(across) / _CELLS_ACROSS)


def _road_m(network: RoadNetwork, reached: Reached, budget: float) -> float:
    return float((network.length_m[reached.edge] * reached.share(budget)).sum())

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
from routes.isochrones.field import OFF_ROAD_PACE_S_PER_M, field_of
from routes.isochrones.reach import (
    METRES_A_DEGREE,
    Reached,
    RoadPoints,
    ends_leaving,
    ends_of_reach,
    origin_points,
    reached_edges,
    road_points,
)
from routes.network.lengths import GEOD
from routes.network.store import RoadNetwork
from routes.network.weights import EdgeCosts
from routes.router import Snap
from routes.search_graph import SearchGraph

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


@dataclass(frozen=True, slots=True, kw_only=True)
class ReachQuestion:
    """What is asked of ``isochrones``.

    Parameters
    ----------
    mode
        Travel mode the costs are for.
    snaps
        Where the origins meet the network, at least one.
    budgets_s
        Travel times, whole seconds.
    off_road_m
        Walking allowed beside the roads.

    Raises
    ------
    BadInputError
        If there is no origin, no budget, or one out of range.
    """

    mode: TravelMode
    snaps: tuple[Snap, ...]
    budgets_s: tuple[int, ...]
    off_road_m: float = OFF_ROAD_M

    def __post_init__(self) -> None:
        if not self.snaps:
            raise BadInputError(N_("An isochrone needs at least one origin."))
        budgets = tuple(sorted(set(self.budgets_s)))
        if not budgets or budgets[0] <= 0 or budgets[-1] > _LONGEST_BUDGET_S or len(budgets) > _MOST_BUDGETS:
            raise BadInputError(
                N_("Travel times have to lie between 1 and {most} minutes, at most {count} of them."),
                where=N_("minutes"),
                remedy=N_("Give for example 15 30 45."),
                most=_LONGEST_BUDGET_S // 60,
                count=_MOST_BUDGETS,
            )
        object.__setattr__(self, "budgets_s", budgets)


def isochrones(
    network: RoadNetwork, costs: EdgeCosts, graph: SearchGraph, question: ReachQuestion
) -> tuple[Isochrone, ...]:
    """Return one isochrone a budget, smallest first; each lies inside the next.

    Dijkstra's algorithm up to the largest budget gives the times at the nodes; edges reached in part count by
    that part exactly. Times are laid on a grid, walking beside the roads is added, and contours are drawn.

    Parameters
    ----------
    network
        Roads.
    costs
        Travel times of the mode, milliseconds.
    graph
        Search graph of these costs.
    question
        Origins, budgets and allowance.
    """
    longest = question.budgets_s[-1]
    ends = ends_leaving(network, costs, question.snaps)
    node_cost = graph.costs_from(ends, 1000.0 * longest)
    reached = reached_edges(network, costs, node_cost, 1000.0 * longest)
    cell_m = _cell_m(network, question.snaps, node_cost)
    points = _sampled(network, costs, question, (node_cost, reached), cell_m)
    field = field_of(points, cell_m=cell_m, off_road_m=question.off_road_m, ceiling_s=1.5 * longest)
    return tuple(
        Isochrone(
            budget,
            field.area_within(budget, SMALLEST_HOLE_M2),
            _road_m(network, reached, 1000.0 * budget),
            cell_m,
            question.off_road_m,
            question.mode,
            question.snaps,
        )
        for budget in question.budgets_s
    )


def _sampled(
    network: RoadNetwork,
    costs: EdgeCosts,
    question: ReachQuestion,
    found: tuple[NDArray[np.float64], Reached],
    cell_m: float,
) -> RoadPoints:
    """Return all road points that matter, costs in seconds."""
    node_cost, reached = found
    longest = 1000.0 * question.budgets_s[-1]
    parts = [
        road_points(network, reached, node_cost, cell_m),
        origin_points(network, costs, question.snaps, cell_m),
        *(ends_of_reach(network, reached, 1000.0 * budget) for budget in question.budgets_s),
    ]
    lonlat, cost, is_open = (np.concatenate(column) for column in zip(*parts, strict=True))
    # A little beyond the last budget, so that its contour finds where the roads go on.
    kept = cost <= longest + 1000 * OFF_ROAD_PACE_S_PER_M * cell_m
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

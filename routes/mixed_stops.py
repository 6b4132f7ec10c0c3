"""Where a vehicle may stop to let its group off, and which of these places serves a point best."""

from typing import Final, NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import STRtree

from data.errors import NoRouteError
from data.language.catalogue import N_
from data.language.terms import term
from data.model.travel_mode import TravelMode
from routes.modes import EdgeFlag, RoadClass
from routes.modes.suitability import Suitability, suitability
from routes.network.connectivity import strong_parts
from routes.network.store import RoadNetwork
from routes.router import LonLat, Router

AT_THE_DOOR_M: Final = 25.0
"""A vehicle that stops so near, or from where the walk is no longer, is at the door."""

_NEAREST: Final = 12
_SECTORS: Final = 8
_FROM_JUNCTION_M: Final = 5.0
_BETWEEN: Final = EdgeFlag.BRIDGE | EdgeFlag.TUNNEL | EdgeFlag.FERRY | EdgeFlag.ROUNDABOUT
_NEVER: Final = frozenset(
    {road_class for road_class in RoadClass if road_class.name.endswith("_LINK")}
    | {RoadClass.MOTORWAY, RoadClass.FERRY}
)


class StoppingPlace(NamedTuple):
    """Where the vehicle waits for a point, and the way on foot to the point and back.

    Parameters
    ----------
    at
        On a road where the vehicle may stop; the point itself where it reaches the door.
    there_s, back_s
        Seconds on foot, 0 at the door.
    there_m, back_m
        Metres on foot, 0 at the door.
    """

    at: LonLat
    there_s: int = 0
    back_s: int = 0
    there_m: float = 0.0
    back_m: float = 0.0

    @property
    def is_at_door(self) -> bool:
        """Whether nobody has to walk."""
        return not (self.there_m or self.back_m)


def legal_stops(network: RoadNetwork, mode: TravelMode) -> NDArray[np.bool_]:
    """Return the edges on which a vehicle may stop to let people off, shape (m,).

    Open to the mode, in its largest strongly connected part, wide enough (coach, minibus: known to be by
    ``routes.modes.suitability``, or at least a district road, ``tertiary``), and no expressway, slip road,
    bridge, tunnel, ferry or roundabout (Road Traffic Order and Safety Law 36/2024/QH15, article 18, forbids
    stopping there; a lead, read second-hand).
    """
    forward, backward = network.access(mode)
    part = strong_parts(network, mode)
    usable = forward | backward
    ends = np.concatenate([part[network.edge_u[usable]], part[network.edge_v[usable]]])
    main = np.bincount(ends).argmax() if len(ends) else -1
    fits = (suitability(network, mode, usable) == Suitability.KNOWN) | (
        usable & (network.road_class <= RoadClass.TERTIARY)
    )
    legal: NDArray[np.bool_] = (
        fits
        & (part[network.edge_u] == main)
        & (part[network.edge_v] == main)
        & ((network.flags & _BETWEEN) == 0)
        & ~np.isin(network.road_class, list(_NEVER))
    )
    return legal


class StopFinder:
    """Finds the stopping place of each point: of the legal ones near it the one that asks least walking.

    Candidates are the twelve nearest edges as the crow flies and the nearest in each of eight directions, so
    that a river does not hide the near side. Nothing but walking is compared, hence all routes to a place use
    the same stopping place.

    Parameters
    ----------
    network
        Roads.
    drive, walk
        Routers of the vehicle and of the way on from it.
    max_walk_m
        Longest way between vehicle and point, one way, the stretch between road and point included.
    """

    def __init__(self, network: RoadNetwork, drive: Router, walk: Router, max_walk_m: float) -> None:
        self._network = network
        self._drive = drive
        self._walk = walk
        self._max_walk_m = max_walk_m
        self._is_legal = legal_stops(network, drive.mode)
        self._edges = np.flatnonzero(self._is_legal)
        self._tree = STRtree(network.lines(self._edges))

    def stopping_place(self, point: LonLat) -> StoppingPlace | None:
        """Return where the vehicle waits for a point, None where no place is within the limit."""
        candidates, nearest_m = self._candidates(point)
        if not candidates:
            return None
        if nearest_m <= min(AT_THE_DOOR_M, self._max_walk_m):
            return StoppingPlace(candidates[0])
        ways = self._walk.matrix([point, *candidates])
        access_m = ways.snaps[0].access_m
        best: tuple[int, StoppingPlace] | None = None
        for number, at in enumerate(candidates, start=1):
            there_m, back_m = float(ways.distance_m[number, 0]), float(ways.distance_m[0, number])
            if max(there_m, back_m) + access_m > self._max_walk_m:
                continue
            there_s, back_s = int(ways.duration_s[number, 0]), int(ways.duration_s[0, number])
            if best is None or there_s + back_s < best[0]:
                best = there_s + back_s, StoppingPlace(at, there_s, back_s, there_m, back_m)
        if best is not None and max(best[1].there_m, best[1].back_m) <= AT_THE_DOOR_M:
            return StoppingPlace(best[1].at)
        return best[1] if best else None

    def too_far(self, point: LonLat) -> NoRouteError:
        """Return the error that says why a point has no stopping place."""
        here = self._projected(point)
        said, mode, limit_m = (
            f"{point[0]:.5f}, {point[1]:.5f}",
            term(self._drive.mode, "en"),
            self._max_walk_m,
        )
        if not len(self._edges):
            return NoRouteError(
                N_("No road of the network is one where a vehicle ({mode}) may stop near {point}."),
                mode=mode,
                point=said,
            )
        lines: NDArray[np.object_] = self._tree.geometries
        nearest_m = here.distance(lines[int(self._tree.nearest(here))])
        return NoRouteError(
            N_(
                "{point} cannot be reached with at most {limit_m} m on foot: the nearest road where the "
                "vehicle ({mode}) may stop is {nearest_m} m away as the crow flies. Allow a longer walk or "
                "another vehicle."
            ),
            point=said,
            mode=mode,
            limit_m=round(limit_m),
            nearest_m=round(float(nearest_m)),
        )

    def _projected(self, point: LonLat) -> shapely.Point:
        x, y = self._network.projection.transform(*point)
        return shapely.Point(x, y)

    def _candidates(self, point: LonLat) -> tuple[list[LonLat], float]:
        """Return places to stop, the nearest first, and how far that is as the crow flies."""
        here = self._projected(point)
        found = self._tree.query(here, predicate="dwithin", distance=self._max_walk_m)
        if not len(found):
            return [], np.inf
        lines = self._tree.geometries[found]
        along, length = shapely.line_locate_point(lines, here), shapely.length(lines)
        # Junctions belong to roads where stopping may be forbidden.
        margin = np.minimum(_FROM_JUNCTION_M, length / 2)
        places = shapely.get_coordinates(
            shapely.line_interpolate_point(lines, np.clip(along, margin, length - margin))
        )
        away = places - (here.x, here.y)
        chosen = _near_and_all_round(away)
        lon, lat = self._network.projection.transform(
            places[chosen, 0], places[chosen, 1], direction="INVERSE"
        )
        candidates = list(zip(lon.tolist(), lat.tolist(), strict=True))
        snaps = self._drive.snap(candidates)
        kept = [number for number, snap in enumerate(snaps) if self._is_legal[snap.edge]]
        nearest_m = float(np.hypot(*away[chosen[kept[0]]])) if kept else np.inf
        return [candidates[number] for number in kept], nearest_m


def _near_and_all_round(away: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return the rows of the nearest places and of the nearest in each direction, shape (k, 2) metres."""
    order = np.argsort(np.hypot(*away.T), kind="stable")
    sector = (np.degrees(np.arctan2(*away[order].T)) // (360 / _SECTORS)).astype(np.int64)
    _, first = np.unique(sector, return_index=True)
    return order[np.union1d(np.arange(min(_NEAREST, len(order))), first)]

"""Travel tables of a request from its routers, one for each travel mode (and kind of day where time matters).

To the way along the network come the walks between each place and its road. Where the time of day does not
matter durations are whole minutes, so that times and ways on paper add up; where it does, arrivals are.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from data.model.clock import DAY_S
from data.model.request import TourRequest
from data.model.tour import ON_FOOT
from data.model.travel_mode import TravelMode
from routes.modes.congestion import WEEKDAY, WEEKEND, is_congestible
from routes.planner.access import access_s
from routes.planner.routers import DayRouters
from routes.planner.travel import Travel
from routes.router import OFF_NETWORK_M, UNREACHABLE_S, LonLat, Matrix, Router

NO_WAY_S: Final = 365 * DAY_S
"""Travel time written where there is no route: longer than any tour."""

_SAME_SPOT_DEG: Final = 1e-6
_MINUTE_S: Final = 60


@dataclass(frozen=True, eq=False)
class Tables:
    """Tables of a request.

    Parameters
    ----------
    travels
        One for each mode and kind of day.
    by_day
        Number of the table of each day.
    access_m
        For each table, metres between each node and its road.
    """

    travels: tuple[Travel, ...]
    by_day: tuple[int, ...]
    access_m: tuple[tuple[float, ...], ...]

    def access_on(self, day: int, node: int) -> float:
        """Return the metres between a node and the road of the day's mode."""
        return self.access_m[self.by_day[day]][node]


def tables_of(request: TourRequest, routers: DayRouters, points: Sequence[LonLat]) -> Tables:
    """Return the travel tables over ``points`` for all days.

    Raises
    ------
    NoRouteError
        If the network has no road for a travel mode.
    """
    keys: list[tuple[TravelMode, bool]] = []
    for day, frame in enumerate(request.frames):
        keys.append((frame.mode, request.is_time_dependent and routers.is_weekend(day)))
    distinct = list(dict.fromkeys(keys))
    built = [_table(request, routers.of_mode(mode), points, is_weekend) for mode, is_weekend in distinct]
    return Tables(
        tuple(travel for travel, _ in built),
        tuple(distinct.index(key) for key in keys),
        tuple(access_m for _, access_m in built),
    )


def _table(
    request: TourRequest, router: Router, points: Sequence[LonLat], is_weekend: bool
) -> tuple[Travel, tuple[float, ...]]:
    starts_s = _bucket_starts_s(request, router.mode, is_weekend)
    departures_s = starts_s or (None,)
    needs_metres = bool(request.budget.vehicle_km_vnd) or any(
        frame.max_walk_m is not None for frame in request.frames
    )
    matrices = [
        router.matrix(
            points,
            distances=needs_metres,
            depart_s=depart_s,
            is_weekend=is_weekend,
        )
        for depart_s in departures_s
    ]
    same = _same_spots(points)
    access_m = np.array([snap.access_m for snap in matrices[0].snaps], dtype=np.float64)
    layers = [_durations(matrix, access_m, same) for matrix in matrices]
    whole_minutes = -(-layers[0] // _MINUTE_S) * _MINUTE_S
    duration_s = np.stack(layers) if len(layers) > 1 else whole_minutes
    if not needs_metres:
        travel = Travel(duration_s, starts_s or (0,), step_s=_MINUTE_S)
    else:
        # At other times of day the fastest way may be another one: limits hold for the longest.
        walks = [_walks(router.mode, matrix, access_m, same) for matrix in matrices]
        drives = [_driven(router.mode, matrix, same) for matrix in matrices]
        longest = np.maximum.reduce(walks), np.maximum.reduce(drives)
        travel = Travel(duration_s, starts_s or (0,), *longest, step_s=_MINUTE_S)
    return travel, tuple(float(metres) for metres in access_m)


def _bucket_starts_s(request: TourRequest, mode: TravelMode, is_weekend: bool) -> tuple[int, ...]:
    """Return when usual speeds change during the hours of the tour; none where they do not matter."""
    if not request.is_time_dependent or not is_congestible(mode):
        return ()
    first_s = min(frame.start_s for frame in request.frames)
    last_s = max(frame.end_s for frame in request.frames)
    bands = WEEKEND if is_weekend else WEEKDAY
    # The night after is like the night before, and no tour goes on into the next morning's peak.
    starts_s = [band.begin_s for band in bands]
    ends_s = [*starts_s[1:], 2 * DAY_S]
    met = [
        start_s
        for start_s, end_s in zip(starts_s, ends_s, strict=True)
        if first_s < end_s and start_s < last_s
    ]
    return tuple(met)


def _durations(matrix: Matrix, access_m: NDArray[np.float64], same: NDArray[np.bool_]) -> NDArray[np.int64]:
    walk_s = np.array([access_s(metres) for metres in access_m], dtype=np.int64)
    seconds = matrix.duration_s.astype(np.int64) + walk_s[:, None] + walk_s[None, :]
    far = access_m > OFF_NETWORK_M
    seconds[(matrix.duration_s == UNREACHABLE_S) | far[:, None] | far[None, :]] = NO_WAY_S
    seconds[same] = 0
    return seconds


def _same_spots(points: Sequence[LonLat]) -> NDArray[np.bool_]:
    where = np.array(points, dtype=np.float64)
    apart = np.abs(where[:, None, :] - where[None, :, :])
    return np.asarray((apart < _SAME_SPOT_DEG).all(axis=2))


def _walks(
    mode: TravelMode, matrix: Matrix, access_m: NDArray[np.float64], same: NDArray[np.bool_]
) -> NDArray[np.int64]:
    """Return the metres on foot, rounded up, with the walks between places and roads."""
    walk_m = access_m[:, None] + access_m[None, :]
    if mode in ON_FOOT:
        walk_m = walk_m + matrix.distance_m
    elif matrix.walk_m is not None:
        walk_m = walk_m + matrix.walk_m
    return _whole(walk_m, same)


def _driven(mode: TravelMode, matrix: Matrix, same: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Return the metres that the vehicle drives, rounded up."""
    if mode in ON_FOOT:
        return np.zeros(matrix.distance_m.shape, dtype=np.int64)
    return _whole(matrix.distance_m - (0.0 if matrix.walk_m is None else matrix.walk_m), same)


def _whole(metres: NDArray[np.float64], same: NDArray[np.bool_]) -> NDArray[np.int64]:
    found = np.ceil(np.where(np.isfinite(metres), metres, 0.0)).astype(np.int64)
    found[same] = 0
    return found

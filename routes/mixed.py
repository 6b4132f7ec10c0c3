"""MixedRouter: drive to the nearest legal stopping place, go on on foot or by electric cart, and back."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import chain, pairwise
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray
from shapely import LineString, MultiPolygon, Polygon, get_coordinates

from data.errors import BadInputError
from data.language.catalogue import N_
from data.model.place import CoachAccess
from data.model.travel_mode import TravelMode
from routes.directions.steps import ON_FOOT
from routes.mixed_stops import StopFinder, StoppingPlace
from routes.network.lengths import GEOD
from routes.network.store import RoadNetwork
from routes.router import UNREACHABLE_S, LonLat, Matrix, Penalty, Route, RoutePart, Router, Snap, Through


class _Tables(NamedTuple):
    """Seconds and metres of all pairs, driven or walked throughout; metres may be NaN."""

    seconds: NDArray[np.int64]
    metres: NDArray[np.float64]
    walk_s: NDArray[np.int64]
    walk_m: NDArray[np.float64]


class MixedRouter:
    """Routes that change from a vehicle to walking (or a cart) near each point. Implements ``Router``.

    The vehicle waits: one arrives and leaves at the same stopping place (``StopFinder`` says which). Two
    points within the limit of each other are walked between directly when that is no slower. Changing takes
    no time here; the planner adds boarding. An entry of the matrix equals the duration of the route.

    Parameters
    ----------
    drive
        Router of the vehicle.
    walk
        Router of the way on: foot, wheelchair or electric cart.
    network
        Roads of both.
    max_walk_m
        Longest way between vehicle and point, one way, metres.
    doors
        What is known of single points: the vehicle reaches the door (YES), or not (others, the default).

    Raises
    ------
    BadInputError
        If the limit is negative.
    """

    def __init__(
        self,
        drive: Router,
        walk: Router,
        *,
        network: RoadNetwork,
        max_walk_m: float,
        doors: Mapping[LonLat, CoachAccess] | None = None,
    ) -> None:
        if not max_walk_m >= 0:
            raise BadInputError(
                N_("The walking limit cannot be negative."),
                where="max_walk_m",
                remedy=N_("Give metres from 0."),
            )
        self._drive = drive
        self._walk = walk
        self._network = network
        self._max_walk_m = max_walk_m
        self._doors = {point for point, access in (doors or {}).items() if access is CoachAccess.YES}
        self._finder = StopFinder(network, drive, walk, max_walk_m)
        self._known: dict[LonLat, StoppingPlace | None] = {}

    @property
    def mode(self) -> TravelMode:
        """Travel mode of the vehicle."""
        return self._drive.mode

    def stopping_place(self, point: LonLat) -> StoppingPlace | None:
        """Return where the vehicle waits for a point, None where none is within the walking limit."""
        if point not in self._known:
            at_door = StoppingPlace(point) if point in self._doors else None
            self._known[point] = at_door or self._finder.stopping_place(point)
        return self._known[point]

    def snap(self, points: Sequence[LonLat]) -> tuple[Snap, ...]:
        """Snap each point where one gets to it: to the ways of the vehicle at the door, else of walking."""
        stops = [self.stopping_place(point) for point in points]
        at_door = [stop is not None and stop.is_at_door for stop in stops]
        waits = [stop.at if stop is not None else point for stop, point in zip(stops, points, strict=True)]
        found = zip(points, at_door, self._drive.snap(waits), self._walk.snap(points), strict=True)
        return tuple(
            replace(by_road, access_m=_metres(point, by_road)) if is_at_door else on_foot
            for point, is_at_door, by_road, on_foot in found
        )

    def route(
        self,
        points: Sequence[LonLat],
        *,
        shortest: bool = False,
        through: Sequence[Through] = (),
        depart_s: int | None = None,
        is_weekend: bool = False,
    ) -> Route:
        """Return the way through the points in order, in parts by mode; options apply to the driven parts.

        Raises
        ------
        NoRouteError
            If a point has no stopping place within the walking limit (says how far the nearest is), or two
            stopping places are not connected.
        """
        legs = []
        for number, (begin, end) in enumerate(pairwise(points)):
            streets = [Through(one.lon, one.lat, one.name) for one in through if one.leg == number]
            legs.append(
                self._parts(begin, end, shortest=shortest, through=streets,
                            depart_s=depart_s, is_weekend=is_weekend)
            )  # fmt: skip
        if not legs:
            return self._drive.route(points)
        return _joined(list(chain.from_iterable(legs)), self.snap(points))

    def passing(
        self,
        begin: LonLat,
        via: Sequence[LonLat],
        end: LonLat,
        *,
        depart_s: int | None = None,
        is_weekend: bool = False,
    ) -> Route:
        """Return the way from one point to another on which the vehicle passes ``via`` without stopping.

        Raises
        ------
        NoRouteError
            As ``route``.
        """
        parts = self._parts(begin, end, shortest=False, through=(), via=via,
                            depart_s=depart_s, is_weekend=is_weekend)  # fmt: skip
        return _joined(parts, self.snap([begin, end]))

    def matrix(
        self,
        points: Sequence[LonLat],
        *,
        distances: bool = True,
        depart_s: int | None = None,
        is_weekend: bool = False,
    ) -> Matrix:
        """Return durations and distances between all pairs, and what of them is walked.

        ``walk_s`` and ``walk_m`` are 0 where the way on is by cart. Points without a stopping place are
        unreachable, except on foot from points near by.
        """
        stops = [self.stopping_place(point) for point in points]
        driven = self._driven(points, stops, distances=distances, depart_s=depart_s, is_weekend=is_weekend)
        walked = self._walked(points)
        on_foot = (walked.seconds <= driven.seconds) & (walked.seconds < UNREACHABLE_S)
        seconds = np.where(on_foot, walked.seconds, driven.seconds)
        metres = np.where(on_foot, walked.metres, driven.metres)
        reached = seconds < UNREACHABLE_S
        counted = reached & (self._walk.mode in ON_FOOT)
        return Matrix(
            duration_s=np.where(reached, seconds, UNREACHABLE_S).astype(np.int32),
            distance_m=np.where(reached, metres if distances else np.nan, np.inf),
            snaps=self.snap(points),
            walk_s=np.where(counted, np.where(on_foot, walked.walk_s, driven.walk_s), 0).astype(np.int32),
            walk_m=np.where(counted, np.where(on_foot, walked.walk_m, driven.walk_m), 0.0),
        )

    def with_changes(
        self,
        *,
        closures: Sequence[LonLat] = (),
        avoid: Sequence[Polygon | MultiPolygon] = (),
        penalties: Sequence[Penalty] = (),
    ) -> Self:
        """Return a router whose vehicle heeds the changes; who walks passes a closed road."""
        drive = self._drive.with_changes(closures=closures, avoid=avoid, penalties=penalties)
        doors = dict.fromkeys(self._doors, CoachAccess.YES)
        return type(self)(drive, self._walk, network=self._network, max_walk_m=self._max_walk_m, doors=doors)

    def _driven(
        self,
        points: Sequence[LonLat],
        stops: Sequence[StoppingPlace | None],
        *,
        distances: bool,
        depart_s: int | None,
        is_weekend: bool,
    ) -> _Tables:
        """Return the tables of walking to the vehicle, driving, and walking from it."""
        known = [stop or StoppingPlace(point) for stop, point in zip(stops, points, strict=True)]
        there = np.array([(stop.there_s, stop.there_m) for stop in known]).reshape(-1, 2)
        back = np.array([(stop.back_s, stop.back_m) for stop in known]).reshape(-1, 2)
        found = self._drive.matrix(
            [stop.at for stop in known], distances=distances, depart_s=depart_s, is_weekend=is_weekend
        )
        walk = back[:, None] + there[None, :]
        without = np.array([stop is None for stop in stops], dtype=bool)
        lost = without[:, None] | without[None, :] | (found.duration_s == UNREACHABLE_S)
        seconds = np.where(lost, UNREACHABLE_S, found.duration_s + walk[..., 0]).astype(np.int64)
        return _Tables(seconds, found.distance_m + walk[..., 1], walk[..., 0].astype(np.int64), walk[..., 1])

    def _walked(self, points: Sequence[LonLat]) -> _Tables:
        """Return the tables of walking all the way, where it is within the limit; a point is where it is."""
        n = len(points)
        seconds, metres = np.full((n, n), UNREACHABLE_S, dtype=np.int64), np.full((n, n), np.inf)
        near = self._near(points)
        rows = np.flatnonzero(near.any(axis=1))
        if len(rows):
            found = self._walk.matrix([points[row] for row in rows.tolist()])
            within = near[np.ix_(rows, rows)] & (found.distance_m <= self._max_walk_m)
            seconds[np.ix_(rows, rows)] = np.where(within, found.duration_s, UNREACHABLE_S)
            metres[np.ix_(rows, rows)] = np.where(within, found.distance_m, np.inf)
        np.fill_diagonal(seconds, 0)
        np.fill_diagonal(metres, 0.0)
        return _Tables(seconds, metres, seconds, metres)

    def _near(self, points: Sequence[LonLat]) -> NDArray[np.bool_]:
        """Return which pairs are within the walking limit as the crow flies, shape (n, n)."""
        lonlat = np.array(points, dtype=np.float64).reshape(-1, 2)
        row, column = np.triu_indices(len(points), 1)
        _, _, metres = GEOD.inv(*lonlat[row].T, *lonlat[column].T)
        near = np.zeros((len(points), len(points)), dtype=bool)
        # Both points may lie beside their roads: their ways begin nearer to each other than they do.
        near[row, column] = np.asarray(metres) <= 2 * self._max_walk_m
        return near | near.T

    def _parts(
        self,
        begin: LonLat,
        end: LonLat,
        *,
        shortest: bool,
        through: Sequence[Through],
        via: Sequence[LonLat] = (),
        depart_s: int | None,
        is_weekend: bool,
    ) -> list[RoutePart]:
        first, last = self.stopping_place(begin), self.stopping_place(end)
        walked = self._walked([begin, end]).seconds[0, 1]
        if not through and not via and walked < UNREACHABLE_S:
            tables = self._driven([begin, end], [first, last], distances=False,
                                  depart_s=depart_s, is_weekend=is_weekend)  # fmt: skip
            if walked <= tables.seconds[0, 1]:
                return list(self._walk.route([begin, end]).parts)
        if first is None:
            raise self._finder.too_far(begin)
        if last is None:
            raise self._finder.too_far(end)
        parts: list[RoutePart] = []
        if not first.is_at_door:
            parts += self._walk.route([begin, first.at]).parts
        parts += self._drive.route(
            [first.at, *via, last.at],
            shortest=shortest,
            through=through,
            depart_s=depart_s,
            is_weekend=is_weekend,
        ).parts
        if not last.is_at_door:
            parts += self._walk.route([last.at, end]).parts
        return parts


def _metres(point: LonLat, snap: Snap) -> float:
    return float(GEOD.inv(*point, snap.lon, snap.lat)[2])


def _joined(parts: Sequence[RoutePart], snaps: tuple[Snap, ...]) -> Route:
    return Route(
        distance_m=round(sum(part.distance_m for part in parts), 2),
        duration_s=sum(part.duration_s for part in parts),
        geometry=LineString(np.concatenate([get_coordinates(part.geometry) for part in parts])),
        roads=tuple(chain.from_iterable(part.roads for part in parts)),
        snaps=snaps,
        road_lengths_m=tuple(chain.from_iterable(part.road_lengths_m for part in parts)),
        parts=tuple(parts),
    )

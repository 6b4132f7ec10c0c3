"""Round trips: a loop of about the wished length past the most heritage.

Which places are driven past is an orienteering problem (most score within a length), solved by insertion
with ruin and recreate (Schrimpf et al. 2000) in ``routes.round_trip_choice``. The roads between them are then
traced leg by leg, and a leg that would use roads of other legs again is led round them where the
wish allows it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray

from data.errors import BadInputError, NoRouteError
from data.language.catalogue import N_
from data.model.place import Place, PlaceId
from data.model.request import ScoreRule
from routes.backends.legs import Leg
from routes.backends.network_router import NetworkRouter
from routes.backends.tracing import cost_of, joined
from routes.network.lengths import GEOD
from routes.round_trip_choice import Choice, choose
from routes.router import UNREACHABLE_S, LonLat, Route, Snap, Trace

TOLERANCE: Final = 0.15
"""A loop may be so much shorter or longer than wished."""

ALONG_M: Final = 300.0
"""Heritage so near to the line counts as being along the way."""

_CHOSEN_WITHIN: Final = 0.1
# The rest of the tolerance is left for leading legs round roads already used.
_MOST_PLACES: Final = 60
_CELLS: Final = 25
_FASTEST_MPS: Final = 15.0
_OFF_ROAD_M: Final = 1000.0
_USED_AGAIN: Final = 4.0
# Roads of other legs are taken to be so many times as slow when a leg is led round them.
_ATTEMPTS: Final = 3
_TOO_OFTEN: Final = 0.3
# Other loops are tried while so much of the length is driven twice.
_DIRECTIONS: Final = 12
_RADII: Final = (0.12, 0.2, 0.3)
_METRES_A_DEGREE: Final = 111_195.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """How long the loop is meant to be: metres or seconds of travel, one of them.

    Raises
    ------
    BadInputError
        If both or none are given, or the value is out of range.
    """

    distance_m: float | None = None
    duration_s: float | None = None

    def __post_init__(self) -> None:
        if (self.distance_m is None) == (self.duration_s is None):
            raise BadInputError(
                N_("A round trip needs either a length or a duration."), remedy=N_("Give one of the two.")
            )
        least, most = (500, 500_000) if self.distance_m is not None else (300, 86_400)
        if not least <= self.amount <= most:
            raise BadInputError(
                N_("The round trip has to be between 0.5 and 500 km, or between 5 minutes and 24 hours."),
                remedy=N_("Choose a length in that range."),
            )

    @property
    def amount(self) -> float:
        """Metres or seconds wished."""
        return self.distance_m if self.distance_m is not None else float(self.duration_s or 0)

    def of(self, route: Route) -> float:
        """Return the metres or seconds of a route, as wished."""
        return route.distance_m if self.distance_m is not None else float(route.duration_s)


@dataclass(frozen=True, slots=True)
class RoundTrip:
    """A loop.

    Parameters
    ----------
    route
        From the origin back to it; ``route.snaps`` holds the origin, the points passed, and the origin.
    stop_ids
        Places the loop was led to, in order.
    along_ids
        All places within ``ALONG_M`` of the line, in the order of the register.
    score
        Sum of their scores.
    deviation
        Length of the loop in units of the wish, less one: −0.1 is a tenth too short.
    twice
        Share of the length on roads that are used more than once.
    """

    route: Route
    stop_ids: tuple[PlaceId, ...]
    along_ids: tuple[PlaceId, ...]
    score: int
    deviation: float
    twice: float


def round_trip(
    router: NetworkRouter,
    origin: LonLat,
    places: Sequence[Place],
    wish: Wish,
    *,
    scores: ScoreRule | None = None,
    seed: int = 1,
) -> RoundTrip:
    """Return a loop from a point past the most heritage.

    Parameters
    ----------
    router
        Roads and travel mode.
    origin
        Where it begins and ends (lon, lat), WGS84 degrees.
    places
        The register; those with an approximate position are not driven to.
    wish
        Length or duration; the loop keeps within ``TOLERANCE`` of it where the roads allow.
    scores
        Value of the places; the default scale if absent.
    seed
        Of the search; the same seed gives the same loop.

    Raises
    ------
    NoRouteError
        If no loop of that length begins at the origin.
    """
    rule = scores or ScoreRule()
    value = {place.id: rule.score(place.id, place.rank, place.category) for place in places}
    near = _near(origin, places, value, wish)
    points = [origin, *((place.lon, place.lat) for place in near), *_way_points(origin, wish)]
    matrix = router.matrix(points, distances=wish.distance_m is not None)
    table = matrix.distance_m if wish.distance_m is not None else matrix.duration_s.astype(np.float64)
    far = np.array([snap.access_m > _OFF_ROAD_M for snap in matrix.snaps])
    table = np.where((matrix.duration_s == UNREACHABLE_S) | far[:, None] | far[None, :], np.inf, table)
    worth = np.zeros(len(points))
    worth[1 : len(near) + 1] = [value[place.id] for place in near]
    made: list[tuple[float, list[int], Route]] = []
    for attempt in range(_ATTEMPTS):
        order = choose(Choice(table, worth, wish.amount, _CHOSEN_WITHIN), seed + attempt)
        if not order:
            raise NoRouteError(
                N_("No round trip of that length begins at {point}."),
                point=f"{origin[0]:.5f}, {origin[1]:.5f}",
            )
        route = _traced(router, tuple(matrix.snaps[number] for number in (0, *order, 0)), wish)
        twice = _twice(router, [route.parts[0].trace])
        made.append(((1 + worth[order].sum()) * (1 - twice), order, route))
        if twice <= _TOO_OFTEN:
            break
    _, order, route = max(made, key=lambda one: one[0])
    along = _along(route, places, value)
    return RoundTrip(
        route,
        tuple(near[number - 1].id for number in order if number <= len(near)),
        along,
        sum(value[place_id] for place_id in along),
        wish.of(route) / wish.amount - 1,
        _twice(router, [route.parts[0].trace]),
    )


def _near(origin: LonLat, places: Sequence[Place], value: dict[PlaceId, int], wish: Wish) -> list[Place]:
    """Return places that a loop of the wished length can reach, the worthiest of each neighbourhood."""
    radius_m = wish.amount / 2 * (1 if wish.distance_m is not None else _FASTEST_MPS)
    cell = radius_m / _CELLS / _METRES_A_DEGREE
    best: dict[tuple[int, int], Place] = {}
    for place in places:
        if value[place.id] <= 0 or place.is_approximate:
            continue
        if float(GEOD.inv(*origin, place.lon, place.lat)[2]) > radius_m:
            continue
        key = int(place.lon // cell), int(place.lat // cell)
        if key not in best or value[place.id] > value[best[key].id]:
            best[key] = place
    return sorted(best.values(), key=lambda place: -value[place.id])[:_MOST_PLACES]


def _way_points(origin: LonLat, wish: Wish) -> list[LonLat]:
    """Return points around the origin over which a loop can be lengthened where heritage is scarce."""
    metres = wish.amount * (1 if wish.distance_m is not None else _FASTEST_MPS / 2)
    shrink = np.cos(np.radians(origin[1]))
    return [
        (
            origin[0] + radius * metres * float(np.sin(angle)) / (_METRES_A_DEGREE * shrink),
            origin[1] + radius * metres * float(np.cos(angle)) / _METRES_A_DEGREE,
        )
        for radius in _RADII
        for angle in np.arange(_DIRECTIONS) * 2 * np.pi / _DIRECTIONS
    ]


def _traced(router: NetworkRouter, snaps: tuple[Snap, ...], wish: Wish) -> Route:
    """Return the loop along the roads, legs led round the roads of other legs where that is no too long."""
    finder = router.finder()
    legs = [leg for begin, end in pairwise(snaps) if (leg := finder.leg(begin, end)) is not None]
    best = router.assembled(legs, snaps, finder.costs)
    for number, (begin, end) in enumerate(pairwise(snaps)):
        others = [leg.trace for at, leg in enumerate(legs) if at != number]
        used = np.unique(joined(others).edge)
        if not np.isin(legs[number].trace.edge, used).any():
            continue
        slowness = np.ones(router.network.edge_count)
        slowness[used] = _USED_AGAIN
        other = router.with_slowness(slowness).finder().leg(begin, end)
        if other is None:
            continue
        changed = list(legs)
        changed[number] = Leg(cost_of(finder.costs, other.trace), *other[1:])
        route = router.assembled(changed, snaps, finder.costs)
        fits = wish.of(route) <= max((1 + TOLERANCE) * wish.amount, wish.of(best))
        if fits and _twice(router, [one.trace for one in changed]) < _twice(
            router, [leg.trace for leg in legs]
        ):
            legs, best = changed, route
    return best


def _twice(router: NetworkRouter, traces: Sequence[Trace | None]) -> float:
    """Return the share of the length on edges that are used more than once."""
    trace = joined([one for one in traces if one is not None])
    metres = router.network.length_m[trace.edge] * np.abs(trace.end - trace.begin)
    edge, place = np.unique(trace.edge, return_inverse=True)
    driven = np.bincount(place, weights=metres)
    again = np.maximum(driven - router.network.length_m[edge], 0)
    # An edge driven in part twice: what is over its longest single use.
    longest = np.zeros(len(edge))
    np.maximum.at(longest, place, metres)
    again = np.maximum(again, driven - longest)
    return float(2 * again.sum() / metres.sum()) if metres.sum() else 0.0


def _along(route: Route, places: Sequence[Place], value: dict[PlaceId, int]) -> tuple[PlaceId, ...]:
    """Return the places of worth within ``ALONG_M`` of a route."""
    scale: NDArray[np.float64] = np.array([np.cos(np.radians(route.snaps[0].lat)), 1.0]) * _METRES_A_DEGREE
    line = shapely.LineString(shapely.get_coordinates(route.geometry) * scale)
    shapely.prepare(line)
    return tuple(_within(line, places, value, scale))


def _within(
    line: shapely.LineString, places: Sequence[Place], value: dict[PlaceId, int], scale: NDArray[np.float64]
) -> Iterator[PlaceId]:
    for place in places:
        x, y = np.array([place.lon, place.lat]) * scale
        if value[place.id] > 0 and not place.is_approximate and line.dwithin(shapely.Point(x, y), ALONG_M):
            yield place.id

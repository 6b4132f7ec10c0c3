"""Legs of a tour from routes: the walk to the vehicle, the way, the walk from it, with times that add up."""

from collections.abc import Sequence
from typing import Final

from shapely import LineString

from data.model.tour import Leg, LegPart
from data.model.travel_mode import TravelMode
from routes.planner.access import access_s
from routes.router import LonLat, Route, RoutePart, Snap

_LEAST_WALK_M: Final = 1.0
"""Shorter walks between road and place are no part of their own."""

_MINUTE_S: Final = 60


def leg_of(mode: TravelMode, ends: tuple[LonLat, LonLat], route: Route, duration_s: int) -> Leg:
    """Return the leg along a route with the walks between its ends and the road.

    Parameters
    ----------
    mode
        Travel mode asked for.
    ends
        Where the leg starts and ends, WGS84 degrees.
    duration_s
        Seconds of the whole leg, as the timetable has them; shared among the parts in whole minutes where
        they are whole minutes themselves, else in seconds.
    """
    ways = route.parts or (RoutePart(mode, route.distance_m, route.duration_s, route.geometry, route.roads),)
    parts = [
        *_walk(ends[0], route.snaps[0], is_to_road=True),
        *(
            LegPart(
                mode=part.mode,
                distance_m=part.distance_m,
                duration_s=part.duration_s,
                geometry=part.geometry,
                roads=part.roads,
            )
            for part in ways
        ),
        *_walk(ends[1], route.snaps[-1], is_to_road=False),
    ]
    shares = shared(duration_s, [part.duration_s for part in parts])
    return Leg(mode=mode, parts=tuple(_timed(part, share) for part, share in zip(parts, shares, strict=True)))


def _walk(place: LonLat, snap: Snap, *, is_to_road: bool) -> list[LegPart]:
    if snap.access_m < _LEAST_WALK_M:
        return []
    road = (snap.lon, snap.lat)
    line = LineString((place, road) if is_to_road else (road, place))
    return [
        LegPart(
            mode=TravelMode.FOOT,
            distance_m=snap.access_m,
            duration_s=access_s(snap.access_m),
            geometry=line if line.length else None,
        )
    ]


def _timed(part: LegPart, duration_s: int) -> LegPart:
    return LegPart(
        mode=part.mode,
        distance_m=part.distance_m,
        duration_s=duration_s,
        geometry=part.geometry,
        roads=part.roads,
    )


def shared(total_s: int, weights: Sequence[int]) -> list[int]:
    """Return ``total_s`` shared in proportion to ``weights`` by largest remainder, so that it adds up."""
    unit_s = 1 if total_s % _MINUTE_S else _MINUTE_S
    units, weight = total_s // unit_s, sum(weights)
    exact = [units * one / weight if weight else units / len(weights) for one in weights]
    shares = [int(one) for one in exact]
    order = sorted(range(len(weights)), key=lambda i: (shares[i] - exact[i], -weights[i], i))
    for number in order[: units - sum(shares)]:
        shares[number] += 1
    return [unit_s * share for share in shares]

"""What the roads say about a leg, asked of the router leg by leg."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

from data.costs.sheet import HIRED
from data.errors import NoRouteError
from data.model.request import TourRequest
from data.model.tour import ON_FOOT, Stop
from data.model.travel_mode import TravelMode
from routes.planner.access import ACCESS_SPEED_M_S, is_same_spot
from routes.router import LonLat, Route, Router
from routes.shaping import route_via

_SAMPLE_S: Final = 15 * 60
_SATURDAY: Final = 5


@dataclass(frozen=True, slots=True)
class Way:
    """One way with the walks between places and road.

    Where the time of day matters it is looked at from departure to arrival: the true duration lies between
    the least and the most.

    Parameters
    ----------
    least_s, most_s
        Seconds.
    least_m, most_m
        Metres in all.
    least_walk_m, most_walk_m
        Metres on foot.
    hired_m
        Metres in a hired vehicle, the most of them.
    """

    least_s: float = 0.0
    most_s: float = 0.0
    least_m: float = 0.0
    most_m: float = 0.0
    least_walk_m: float = 0.0
    most_walk_m: float = 0.0
    hired_m: float = 0.0


@dataclass
class Ways:
    """Ways between the stops of a tour.

    Parameters
    ----------
    request
        What was asked for.
    source
        Router of all days, or what gives the router of a travel mode.
    """

    request: TourRequest
    source: Router | Callable[[TravelMode], Router]
    _routers: dict[TravelMode, Router] = field(default_factory=dict)
    _routes: dict[object, Route] = field(default_factory=dict)

    def of(self, number: int, one: Stop, other: Stop, via: Sequence[LonLat] = ()) -> Way | None:
        """Return the way between two stops of day ``number`` past ``via``; ``None`` where no road leads."""
        ends = ((one.lon, one.lat), (other.lon, other.lat))
        if is_same_spot(*ends):
            return Way()
        departures_s: list[int | None] = [None]
        if self.request.is_time_dependent:
            departures_s = [
                *range(one.depart_s, max(other.arrive_s, one.depart_s), _SAMPLE_S),
                other.arrive_s,
            ]
        try:
            routes = [self._route(number, ends, tuple(via), depart_s) for depart_s in departures_s]
        except NoRouteError:
            return None
        walked_m = [sum(snap.access_m for snap in route.snaps) for route in routes]
        seconds = [
            route.duration_s + metres / ACCESS_SPEED_M_S
            for route, metres in zip(routes, walked_m, strict=True)
        ]
        lengths_m = [route.distance_m + metres for route, metres in zip(routes, walked_m, strict=True)]
        mode = self.request.day(number).mode
        on_foot_m = [m + _in(route, mode, ON_FOOT) for route, m in zip(routes, walked_m, strict=True)]
        return Way(
            min(seconds),
            max(seconds),
            min(lengths_m),
            max(lengths_m),
            min(on_foot_m),
            max(on_foot_m),
            max(_in(route, mode, HIRED) for route in routes),
        )

    def _route(
        self, number: int, ends: tuple[LonLat, LonLat], via: tuple[LonLat, ...], depart_s: int | None
    ) -> Route:
        frame = self.request.day(number)
        if frame.mode not in self._routers:
            self._routers[frame.mode] = self.source(frame.mode) if callable(self.source) else self.source
        is_weekend = frame.date.weekday() >= _SATURDAY
        key = (frame.mode, ends, via, depart_s, is_weekend)
        if key not in self._routes:
            router = self._routers[frame.mode]
            self._routes[key] = route_via(router, ends, via, depart_s=depart_s, is_weekend=is_weekend)
        return self._routes[key]


def _in(route: Route, mode: TravelMode, modes: frozenset[TravelMode]) -> float:
    """Return the metres of a route that go by one of ``modes``."""
    if not route.parts:
        return route.distance_m if mode in modes else 0.0
    return sum(part.distance_m for part in route.parts if part.mode in modes)

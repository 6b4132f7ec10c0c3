"""Ways between stops of a tour reshaped by hand, looked up once and kept.

Times are those of the planner's travel tables, the time of departure included; lines and lengths come from
the router's route. A way shaped by hand is looked up each time: points dragged about would fill the memory.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from data.model.request import TourRequest
from data.model.tour import Leg, Stop
from data.model.travel_mode import TravelMode
from routes.planner.access import access_s, is_same_spot
from routes.planner.legs import leg_of
from routes.planner.routers import DayRouters, RouterOf
from routes.planner.tables import tables_of
from routes.planner.travel import Travel
from routes.router import LonLat, Route, Router
from routes.shaping import route_via

_MINUTE_S: Final = 60

_Kind = tuple[TravelMode, bool, bool]
"""Mode, whether the day is at the weekend, whether time of day matters: what a travel table is made for."""

_RouteKey = tuple[_Kind, LonLat, LonLat, int | None]


@dataclass(frozen=True)
class Ways:
    """Ways between stops.

    Parameters
    ----------
    source
        One router, when all days go by its mode, or what gives the router of a mode.
    """

    source: Router | RouterOf
    _travels: dict[tuple[_Kind, LonLat, LonLat], tuple[Travel, int, int]] = field(
        default_factory=dict, repr=False
    )
    _routes: dict[_RouteKey, Route] = field(default_factory=dict, repr=False)
    _access_m: dict[tuple[TravelMode, LonLat], float] = field(default_factory=dict, repr=False)
    _routers: dict[TravelMode, Router] = field(default_factory=dict, repr=False)

    def router(self, mode: TravelMode) -> Router:
        """Return the router of a mode."""
        if mode not in self._routers:
            self._routers[mode] = self.source(mode) if callable(self.source) else self.source
        return self._routers[mode]

    def learn(self, request: TourRequest, points: Sequence[LonLat]) -> None:
        """Look up the ways between all ``points`` at once.

        Raises
        ------
        NoRouteError
            If the network has no road for a travel mode of the request.
        """
        tables = tables_of(request, DayRouters(request, self.router), points)
        for number in range(len(request.dates)):
            kind, travel = _kind(request, number), tables.travels[tables.by_day[number]]
            for i, one in enumerate(points):
                for j, other in enumerate(points):
                    self._travels[kind, one, other] = travel, i, j

    def travel_s(self, request: TourRequest, number: int, one: LonLat, other: LonLat, depart_s: int) -> int:
        """Return the seconds from one point to another on day ``number``, leaving at ``depart_s``."""
        key = (_kind(request, number), one, other)
        if key not in self._travels:
            self.learn(request, (one, other))
        travel, i, j = self._travels[key]
        return travel.travel_s(i, j, depart_s)

    def leg(
        self,
        request: TourRequest,
        number: int,
        one: Stop,
        other: Stop,
        depart_s: int,
        *,
        via: tuple[LonLat, ...] = (),
    ) -> Leg:
        """Return the way from one stop past ``via`` to another on day ``number``, leaving at ``depart_s``.

        Raises
        ------
        NoRouteError
            If no road leads there.
        """
        mode = request.day(number).mode
        ends = ((one.lon, one.lat), (other.lon, other.lat))
        if is_same_spot(*ends):
            return Leg(mode=mode)
        if via:
            return self._shaped(request, number, ends, depart_s, via)
        route = self._route(request, number, ends, depart_s)
        return leg_of(mode, ends, route, self.travel_s(request, number, *ends, depart_s))

    def _shaped(
        self,
        request: TourRequest,
        number: int,
        ends: tuple[LonLat, LonLat],
        depart_s: int,
        via: tuple[LonLat, ...],
    ) -> Leg:
        mode, is_weekend, is_time_dependent = _kind(request, number)
        router = self.router(mode)
        if is_time_dependent:
            route = route_via(router, ends, via, depart_s=depart_s, is_weekend=is_weekend)
        else:
            route = route_via(router, ends, via)
        seconds = route.duration_s + sum(access_s(snap.access_m) for snap in route.snaps)
        # Where the time of day matters arrivals are whole minutes, else durations are.
        since_s = depart_s if is_time_dependent else 0
        arrive_s = -(-(since_s + seconds) // _MINUTE_S) * _MINUTE_S
        return replace(leg_of(mode, ends, route, arrive_s - since_s), via=via)

    def access_m(self, mode: TravelMode, point: LonLat) -> float:
        """Return the metres between a point and the road it is reached from."""
        if (mode, point) not in self._access_m:
            (snap,) = self.router(mode).snap([point])
            self._access_m[mode, point] = snap.access_m
        return self._access_m[mode, point]

    def _route(self, request: TourRequest, number: int, ends: tuple[LonLat, LonLat], depart_s: int) -> Route:
        kind = _kind(request, number)
        key: _RouteKey = (kind, *ends, depart_s if request.is_time_dependent else None)
        if key not in self._routes:
            router = self.router(kind[0])
            self._routes[key] = (
                router.route(ends, depart_s=depart_s, is_weekend=kind[1])
                if request.is_time_dependent
                else router.route(ends)
            )
        return self._routes[key]


def _kind(request: TourRequest, number: int) -> _Kind:
    is_weekend = request.is_time_dependent and request.dates[number].weekday() >= 5
    return request.day(number).mode, is_weekend, request.is_time_dependent

"""Ways between stops of a tour reshaped by hand, looked up once and kept.

Times are those of the planner's travel tables, the time of departure included; lines and lengths come from
the router's route.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from data.model.request import TourRequest
from data.model.tour import Leg, Stop
from data.model.travel_mode import TravelMode
from routes.planner.access import is_same_spot
from routes.planner.routers import DayRouters, RouterOf
from routes.planner.tables import tables_of
from routes.planner.travel import Travel
from routes.router import LonLat, Route, Router

_Kind = tuple[TravelMode, bool, bool]
"""Mode, whether the day is at the weekend, whether time of day matters: what a travel table is made for."""


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
    _routes: dict[tuple[TravelMode, LonLat, LonLat], Route] = field(default_factory=dict, repr=False)
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

    def leg(self, request: TourRequest, number: int, one: Stop, other: Stop, depart_s: int) -> Leg:
        """Return the way from one stop to another on day ``number``, leaving at ``depart_s``.

        Raises
        ------
        NoRouteError
            If no road leads there.
        """
        mode = request.day(number).mode
        ends = ((one.lon, one.lat), (other.lon, other.lat))
        if is_same_spot(*ends):
            return Leg(mode=mode)
        if (mode, *ends) not in self._routes:
            self._routes[mode, *ends] = self.router(mode).route(ends)
        route = self._routes[mode, *ends]
        return Leg.of_one_part(
            mode=mode,
            distance_m=route.distance_m + sum(snap.access_m for snap in route.snaps),
            duration_s=self.travel_s(request, number, *ends, depart_s),
            geometry=route.geometry,
            roads=route.roads,
        )


def _kind(request: TourRequest, number: int) -> _Kind:
    is_weekend = request.is_time_dependent and request.dates[number].weekday() >= 5
    return request.day(number).mode, is_weekend, request.is_time_dependent

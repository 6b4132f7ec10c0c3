"""From an order of sites to days with stops, times and legs on real roads.

The group leaves at the beginning of the day and waits only where a place is not open yet. Times follow the
travel-time matrix (rounded up, with the walk between road and place); geometry and length of each leg come
from the router.
"""

from dataclasses import dataclass, field
from itertools import pairwise

from data.errors import HanhTrinhError
from data.language.catalogue import N_
from data.model.request import Anchor, TourRequest
from data.model.tour import Day, Leg, Stop, StopKind
from routes.planner.access import is_same_spot
from routes.planner.problem import AXIS_DAY_S, DayOrder, Plan
from routes.planner.timing import DayTiming, time_day
from routes.planner.translate import Translation
from routes.router import LonLat, Route, Router


@dataclass
class Scheduler:
    """Makes days from plans; keeps routes, since one search reports many similar plans."""

    request: TourRequest
    translation: Translation
    router: Router
    _routes: dict[tuple[LonLat, LonLat], Route] = field(default_factory=dict)

    def days(self, plan: Plan) -> tuple[Day, ...]:
        """Return the days of a plan whose times fit.

        Raises
        ------
        HanhTrinhError
            If the times do not fit.
        """
        return tuple(self._day(number, order) for number, order in enumerate(plan))

    def _day(self, number: int, order: DayOrder) -> Day:
        timing = time_day(self.translation.problem, number, order)
        if timing is None:
            raise HanhTrinhError(N_("The order of stops cannot be timed."))
        start, end = self.request.day_anchors(number)
        edge = self.translation.problem.days[number]
        begin_s, end_s = edge.begin_s - number * AXIS_DAY_S, timing.end_s - number * AXIS_DAY_S
        stops = [
            self._anchor_stop(StopKind.START, start, edge.start_node, begin_s),
            *self._middle(number, order, timing),
            self._anchor_stop(StopKind.END, end, edge.end_node, end_s),
        ]
        for stop, times in reversed(list(zip(order.breaks, timing.breaks, strict=True))):
            stops.insert(stop.after + 1, self._lunch(number, stops[stop.after], times))
        legs = tuple(self._leg(one, other) for one, other in pairwise(stops))
        return Day(date=self.request.dates[number], stops=tuple(stops), legs=legs)

    def _anchor_stop(self, kind: StopKind, anchor: Anchor, node: int, clock_s: int) -> Stop:
        return Stop(
            kind=kind,
            lon=anchor.lon,
            lat=anchor.lat,
            label=anchor.label,
            place_id=anchor.place_id,
            arrive_s=clock_s,
            begin_s=clock_s,
            depart_s=clock_s,
            access_m=self.translation.access_m[node],
        )

    def _middle(self, number: int, order: DayOrder, timing: DayTiming) -> list[Stop]:
        midnight = number * AXIS_DAY_S
        stops = []
        for site_number, (arrive_s, begin_s, depart_s) in zip(order.sites, timing.visits, strict=True):
            place = self.translation.places[site_number]
            node = self.translation.problem.sites[site_number].node
            stops.append(
                Stop(
                    kind=StopKind.VISIT,
                    lon=place.lon,
                    lat=place.lat,
                    place_id=place.id,
                    arrive_s=arrive_s - midnight,
                    begin_s=begin_s - midnight,
                    depart_s=depart_s - midnight,
                    access_m=self.translation.access_m[node],
                )
            )
        return stops

    def _lunch(self, number: int, before: Stop, times: tuple[int, int, int]) -> Stop:
        arrive_s, begin_s, depart_s = (clock - number * AXIS_DAY_S for clock in times)
        return Stop(
            kind=StopKind.LUNCH,
            lon=before.lon,
            lat=before.lat,
            arrive_s=arrive_s,
            begin_s=begin_s,
            depart_s=depart_s,
            access_m=before.access_m,
        )

    def _leg(self, one: Stop, other: Stop) -> Leg:
        ends = ((one.lon, one.lat), (other.lon, other.lat))
        if is_same_spot(*ends):
            return Leg(mode=self.request.mode)
        if ends not in self._routes:
            self._routes[ends] = self.router.route(ends)
        route = self._routes[ends]
        return Leg.of_one_part(
            mode=self.request.mode,
            distance_m=route.distance_m + one.access_m + other.access_m,
            duration_s=other.arrive_s - one.depart_s,
            geometry=route.geometry,
            roads=route.roads,
        )

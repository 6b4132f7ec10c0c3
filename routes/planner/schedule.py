"""From an order of sites to days with stops, times and legs on real roads.

The group leaves at the beginning of the day and waits only where a place is not open yet; free time is spent
by visiting longer (``stretch``). Times follow the travel tables (whole minutes, with the walk between road
and place); geometry and length of each leg come from the router of the day.
"""

from dataclasses import dataclass, field
from itertools import pairwise

from data.errors import HanhTrinhError
from data.language.catalogue import N_
from data.model.request import Anchor, TourRequest
from data.model.tour import Day, Leg, Stop, StopKind, VisitLength
from routes.planner.access import is_same_spot
from routes.planner.legs import leg_of
from routes.planner.problem import AXIS_DAY_S, BreakStop, DayOrder, Plan
from routes.planner.stretch import stretched
from routes.planner.timing import DayTiming, Times, time_day
from routes.planner.translate import Translation
from routes.router import LonLat, Route

_RouteKey = tuple[object, ...]


@dataclass
class Scheduler:
    """Makes days from plans; keeps routes, since one search reports many similar plans."""

    translation: Translation
    _routes: dict[_RouteKey, Route] = field(default_factory=dict)

    def days(self, plan: Plan, *, is_stretched: bool = True) -> tuple[Day, ...]:
        """Return the days of a plan whose times fit.

        Parameters
        ----------
        is_stretched
            Whether free time is spent by visiting longer, where the request allows it.

        Raises
        ------
        HanhTrinhError
            If the times do not fit.
        """
        problem = self.translation.problem
        if any(time_day(problem, day, order) is None for day, order in enumerate(plan)):
            raise HanhTrinhError(N_("The order of stops cannot be timed."))
        longer_s = stretched(problem, plan) if is_stretched else tuple(() for _ in plan)
        timings = (time_day(problem, day, order, longer_s=longer_s[day]) for day, order in enumerate(plan))
        return tuple(
            _DayMaker(self, day, order, timing).day()
            for day, (order, timing) in enumerate(zip(plan, timings, strict=True))
            if timing is not None
        )

    @property
    def request(self) -> TourRequest:
        """The request of the translation."""
        return self.translation.draft.request

    def leg(self, day: int, one: Stop, other: Stop) -> Leg:
        """Return the way from one stop to the next."""
        mode = self.request.day(day).mode
        ends = ((one.lon, one.lat), (other.lon, other.lat))
        if is_same_spot(*ends):
            return Leg(mode=mode)
        return leg_of(mode, ends, self._route(day, ends, one.depart_s), other.arrive_s - one.depart_s)

    def _route(self, day: int, ends: tuple[LonLat, LonLat], depart_s: int) -> Route:
        routers = self.translation.draft.routers
        router = routers.of_day(day)
        if not self.request.is_time_dependent:
            key: _RouteKey = (router.mode, ends)
            if key not in self._routes:
                self._routes[key] = router.route(ends)
            return self._routes[key]
        key = (router.mode, ends, depart_s, routers.is_weekend(day))
        if key not in self._routes:
            is_weekend = routers.is_weekend(day)
            self._routes[key] = router.route(ends, depart_s=depart_s, is_weekend=is_weekend)
        return self._routes[key]


@dataclass(frozen=True)
class _DayMaker:
    scheduler: Scheduler
    number: int
    order: DayOrder
    timing: DayTiming

    @property
    def midnight(self) -> int:
        return self.number * AXIS_DAY_S

    def day(self) -> Day:
        frame = self.scheduler.request.day(self.number)
        edge = self.scheduler.translation.problem.days[self.number]
        stops = [self._anchor(StopKind.START, frame.start, edge.start_node, edge.begin_s)]
        breaks = list(zip(self.order.breaks, self.timing.breaks, strict=True))
        for position in range(len(self.order.sites) + 1):
            for stop, times in breaks:
                if stop.after == position:
                    stops.append(self._break(stop, times, stops[-1]))
            if position < len(self.order.sites):
                stops.append(self._visit(self.order.sites[position], self.timing.visits[position]))
        stops.append(self._anchor(StopKind.END, frame.end, edge.end_node, self.timing.end_s))
        legs = tuple(self.scheduler.leg(self.number, one, other) for one, other in pairwise(stops))
        return Day(date=frame.date, stops=tuple(stops), legs=legs)

    def _anchor(self, kind: StopKind, anchor: Anchor, node: int, clock: int) -> Stop:
        clock_s = clock - self.midnight
        return Stop(
            kind=kind,
            lon=anchor.lon,
            lat=anchor.lat,
            label=anchor.label,
            place_id=anchor.place_id,
            arrive_s=clock_s,
            begin_s=clock_s,
            depart_s=clock_s,
            access_m=self.scheduler.translation.access_m(self.number, node),
        )

    def _visit(self, number: int, times: Times) -> Stop:
        translation = self.scheduler.translation
        site, place = translation.problem.sites[number], translation.places[number]
        boarding_s = translation.problem.days[self.number].boarding_s
        arrive_s, begin_s, depart_s = (clock - self.midnight for clock in times)
        span = translation.draft.request.visit_range(place.id, place.visit_minutes)
        usual_s = 60 * site.slots * span.typical_minutes
        stay_s = depart_s - boarding_s - begin_s
        length = VisitLength.TYPICAL
        if stay_s != usual_s:
            length = VisitLength.SHORTENED if stay_s < usual_s else VisitLength.LENGTHENED
        return Stop(
            kind=StopKind.VISIT,
            lon=place.lon,
            lat=place.lat,
            place_id=place.id,
            arrive_s=arrive_s,
            begin_s=begin_s,
            depart_s=depart_s,
            boarding_s=boarding_s,
            slots=site.slots,
            length=length,
            access_m=translation.access_m(self.number, site.node),
        )

    def _break(self, stop: BreakStop, times: Times, before: Stop) -> Stop:
        translation = self.scheduler.translation
        pause = translation.problem.days[self.number].breaks[stop.number]
        arrive_s, begin_s, depart_s = (clock - self.midnight for clock in times)
        place = None if stop.node is None else translation.spot_places[stop.node]
        return Stop(
            kind=StopKind(pause.name),
            lon=before.lon if place is None else place.lon,
            lat=before.lat if place is None else place.lat,
            place_id=None if place is None else place.id,
            arrive_s=arrive_s,
            begin_s=begin_s,
            depart_s=depart_s,
            access_m=before.access_m if stop.node is None else translation.access_m(self.number, stop.node),
        )

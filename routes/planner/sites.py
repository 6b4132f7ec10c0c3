"""Sites of the problem: whether, when, for how long and for how many points each candidate may be visited."""

from collections.abc import Sequence
from dataclasses import dataclass

from data.calendar.opening import Windows
from data.model.clock import DAY_S
from data.model.place import Place, PlaceId
from data.model.request import TourRequest
from data.model.tour import DroppedPlace
from routes.planner import verdicts
from routes.planner.hours import hours_on, points_on
from routes.planner.problem import AXIS_DAY_S, Site, TourDay, Window
from routes.planner.tables import NO_WAY_S, Tables
from routes.router import OFF_NETWORK_M


def slots_of(request: TourRequest, place: Place) -> int:
    """Return in how many parts the group visits a place one after the other."""
    return request.slots_at(place.id, place.capacity)


def allowed_days(request: TourRequest, place_id: PlaceId) -> frozenset[int]:
    """Return the days (from 0) on which pins let a place be visited."""
    pins = request.pins
    days = set(range(len(request.dates)))
    if place_id in pins.fixed_days:
        days &= {pins.fixed_days[place_id]}
    for ends in (pins.first_of_day, pins.last_of_day):
        named = {day for day, pinned in ends.items() if pinned == place_id}
        days = days & named if named else days
    return frozenset(days)


@dataclass(frozen=True, eq=False)
class SiteJudge:
    """Decides for one place after the other whether it can be visited on any day of the tour.

    Parameters
    ----------
    is_tight
        Whether visits are as short as they may be.
    """

    request: TourRequest
    days: tuple[TourDay, ...]
    tables: Tables
    is_tight: bool = False

    def site(self, place: Place, node: int) -> Site | DroppedPlace:
        """Return the site of a place, or why it can never be visited."""
        allowed = sorted(allowed_days(self.request, place.id))
        if place.visit_minutes == 0:
            return DroppedPlace(place_id=place.id, reason=verdicts.NOT_VISITABLE)
        lost = self._no_way(place, node, allowed)
        if lost is not None:
            return lost
        hours = {day: self._hours(place, day) for day in allowed}
        if not any(hours.values()):
            is_fixed = len(allowed) < len(self.days)
            reason = verdicts.CLOSED_ON_FIXED_DAY if is_fixed else verdicts.CLOSED_ON_DATES
            return DroppedPlace(place_id=place.id, reason=reason)
        visit_s = self._visit_s(place)
        lost = self._too_long(place.id, node, visit_s, allowed) or self._too_dear(place)
        if lost is not None:
            return lost
        begins = tuple(
            Window(day, day * AXIS_DAY_S + opens_s, day * AXIS_DAY_S + closes_s - visit_s)
            for day, spans in hours.items()
            if self._way_s(day, node) < NO_WAY_S
            for opens_s, closes_s in spans
            if closes_s - visit_s >= opens_s
        )
        windows = tuple(window for begin in begins if (window := self._within_day(begin, node, visit_s)))
        if not windows:
            facts = {"visit_minutes": visit_s // 60}
            return DroppedPlace(place_id=place.id, reason=verdicts.CLOSED_DURING_DAY, facts=facts)
        return self._made(place, node, windows, begins)

    def _visit_s(self, place: Place) -> int:
        span = self.request.visit_range(place.id, place.visit_minutes)
        minutes = span.shortest_minutes if self.is_tight else span.typical_minutes
        return 60 * slots_of(self.request, place) * minutes

    def _made(self, place: Place, node: int, windows: tuple[Window, ...], begins: tuple[Window, ...]) -> Site:
        span = self.request.visit_range(place.id, place.visit_minutes)
        slots = slots_of(self.request, place)
        points = tuple(points_on(self.request, place, day) for day in self.request.dates)
        return Site(
            place.id,
            node,
            min(points),
            self._visit_s(place),
            windows,
            place.id in self.request.demanded,
            begins,
            points if len(set(points)) > 1 else (),
            60 * slots * span.shortest_minutes,
            60 * slots * span.longest_minutes,
            (place.fee_vnd or 0) * self.request.group_size,
            slots,
        )

    def _way_s(self, day: int, node: int) -> int:
        edge = self.days[day]
        rows = self.tables.travels[edge.travel].rows
        return rows[edge.start_node][node] + rows[node][edge.end_node]

    def _no_way(self, place: Place, node: int, allowed: Sequence[int]) -> DroppedPlace | None:
        away_m = min(self.tables.access_on(day, node) for day in allowed)
        if away_m > OFF_NETWORK_M:
            facts = {"km": round(away_m / 1000)}
            return DroppedPlace(place_id=place.id, reason=verdicts.OFF_NETWORK, facts=facts)
        if min(self._way_s(day, node) for day in allowed) < NO_WAY_S:
            return None
        transfer = self.request.transfer
        if transfer is not None:
            metres = {"metres": transfer.max_walk_m}
            return DroppedPlace(place_id=place.id, reason=verdicts.NO_STOP_NEAR, facts=metres)
        return DroppedPlace(place_id=place.id, reason=verdicts.UNREACHABLE)

    def _hours(self, place: Place, day: int) -> Windows:
        frame = self.request.day(day)
        hours = hours_on(self.request, place, frame.date, max(DAY_S, frame.end_s))
        return ((frame.start_s, AXIS_DAY_S),) if hours is None else hours

    def _too_long(
        self, place_id: PlaceId, node: int, visit_s: int, allowed: Sequence[int]
    ) -> DroppedPlace | None:
        """Return the reason when no day alone can hold the visit: its length, its travel or its walking."""
        over_s, over_travel_s, over_walk_m = [], [], []
        for day in allowed:
            edge, way_s = self.days[day], self._way_s(day, node)
            over_s.append(way_s + visit_s + edge.boarding_s + edge.breaks_s - edge.length_s)
            over_travel_s.append(0 if edge.max_travel_s is None else way_s - edge.max_travel_s)
            over_walk_m.append(self._over_walk_m(edge, node))
        if min(over_s) > 0:
            facts = {"minutes": -(-min(over_s) // 60)}
            return DroppedPlace(place_id=place_id, reason=verdicts.DAY_TOO_SHORT, facts=facts)
        if min(over_travel_s) > 0:
            facts = {"minutes": -(-min(over_travel_s) // 60)}
            return DroppedPlace(place_id=place_id, reason=verdicts.TRAVEL_TOO_LONG, facts=facts)
        if min(over_walk_m) > 0:
            facts = {"metres": min(over_walk_m)}
            return DroppedPlace(place_id=place_id, reason=verdicts.WALK_TOO_LONG, facts=facts)
        return None

    def _over_walk_m(self, edge: TourDay, node: int) -> int:
        rows = self.tables.travels[edge.travel].walk_rows
        if edge.max_walk_m is None or rows is None:
            return 0
        return rows[edge.start_node][node] + rows[node][edge.end_node] - edge.max_walk_m

    def _too_dear(self, place: Place) -> DroppedPlace | None:
        cost_vnd = (place.fee_vnd or 0) * self.request.group_size
        limit_vnd = self.request.budget.limit_vnd
        if limit_vnd is None or cost_vnd <= limit_vnd - sum(day.cost_vnd for day in self.days):
            return None
        return DroppedPlace(place_id=place.id, reason=verdicts.TOO_DEAR, facts={"cost_vnd": cost_vnd})

    def _within_day(self, begin: Window, node: int, visit_s: int) -> Window | None:
        edge, midnight = self.days[begin.day], begin.day * AXIS_DAY_S
        travel = self.tables.travels[edge.travel]
        if self._way_s(begin.day, node) >= NO_WAY_S:
            return None
        arrive_s = edge.begin_s + travel.travel_s(edge.start_node, node, edge.begin_s - midnight)
        leave_s = midnight + travel.latest_departure_s(node, edge.end_node, edge.end_s - midnight)
        latest_s = min(leave_s - visit_s - edge.boarding_s, begin.latest_s)
        window = Window(begin.day, max(arrive_s, begin.open_s), latest_s)
        return window if window.open_s <= window.latest_s else None

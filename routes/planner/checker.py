"""Independent check of a tour, from raw data: register, request and router.

It shares no code with the search (problem, timing, solvers), so that a mistake there cannot hide here. Times
may differ by ``TOLERANCE_S``, because travel times are rounded up to whole minutes.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from math import ceil
from typing import Any, Final

from data.calendar.opening import open_windows
from data.errors import BadInputError, NoRouteError, UnknownIdError
from data.language.catalogue import N_
from data.model.clock import DAY_S
from data.model.demands.times import Break
from data.model.place import Place
from data.model.project import Project
from data.model.request import TourRequest
from data.model.tour import Day, Leg, Stop, StopKind, Tour
from data.search.filters import places_of_unit
from routes.planner.access import ACCESS_SPEED_M_S, is_same_spot
from routes.router import Router

TOLERANCE_S: Final = 60
_ROUNDING_S: Final = 5
_TOLERANCE_M: Final = 50.0
_TOLERANCE_SHARE: Final = 0.01


@dataclass(frozen=True, slots=True)
class Violation:
    """One broken rule.

    Parameters
    ----------
    code
        Stable name of the rule, for scripts.
    message, facts
        Msgid and placeholders of the sentence.
    where
        Date and stop.
    """

    code: str
    message: str
    where: str = ""
    facts: Mapping[str, str | int | float] = field(default_factory=dict)

    def as_error(self) -> BadInputError:
        """Return the violation as an error that can be said in either language."""
        facts: dict[str, Any] = dict(self.facts)
        return BadInputError(self.message, where=self.where, **facts)


def check_tour(project: Project, tour: Tour, router: Router) -> tuple[Violation, ...]:
    """Return every rule that ``tour`` breaks; empty when it is sound.

    Parameters
    ----------
    project
        Register with the places of the tour.
    tour
        A planned tour or one edited by hand; ``tour.request`` says what was asked for.
    router
        Router of the request's travel mode.
    """
    request = tour.request
    found = list(_check_frame(request, tour))
    for number, day in enumerate(tour.days):
        check = _DayCheck(project, request, number, day)
        found += check.anchors()
        found += check.clock()
        found += check.visits()
        found += check.lunch()
        found += _check_legs(day, router)
    found += _check_demands(project, request, tour)
    found += _check_score(project, request, tour)
    return tuple(found)


def _check_frame(request: TourRequest, tour: Tour) -> Iterator[Violation]:
    if tuple(day.date for day in tour.days) != request.dates:
        yield Violation("dates", N_("The days of the tour are not the dates asked for."))
    visited = list(tour.visited)
    for place_id in sorted({one for one in visited if visited.count(one) > 1}):
        yield Violation("repeated", N_("The place is visited more than once."), place_id)


@dataclass(frozen=True)
class _DayCheck:
    project: Project
    request: TourRequest
    number: int
    day: Day

    def _at(self, stop: Stop) -> str:
        place = self.project.places.get(stop.place_id) if stop.place_id else None
        name = place.name_vi if place else stop.label or stop.kind.value
        return f"{self.day.date.isoformat()}, {name}"

    def anchors(self) -> Iterator[Violation]:
        """Yield where the day does not start or end where asked for."""
        if self.number >= len(self.request.dates):
            return
        ends = (self.day.stops[0], self.day.stops[-1])
        for stop, anchor in zip(ends, self.request.day_anchors(self.number), strict=True):
            if not is_same_spot((stop.lon, stop.lat), (anchor.lon, anchor.lat)):
                yield Violation("anchor", N_("The day starts or ends at the wrong point."), self._at(stop))

    def clock(self) -> Iterator[Violation]:
        """Yield where times do not follow each other or leave the day or the travel limit."""
        first, last, request = self.day.stops[0], self.day.stops[-1], self.request
        if first.depart_s < request.day_start_s - TOLERANCE_S:
            yield Violation("day_start", N_("The day begins too early."), self._at(first))
        if last.arrive_s > request.day_end_s + TOLERANCE_S:
            minutes = ceil((last.arrive_s - request.day_end_s) / 60)
            message = N_("The day ends {minutes} minutes late.")
            yield Violation("day_end", message, self._at(last), {"minutes": minutes})
        for index, leg in enumerate(self.day.legs):
            before, after = self.day.stops[index], self.day.stops[index + 1]
            if abs(before.depart_s + leg.duration_s - after.arrive_s) > TOLERANCE_S:
                message = N_("The arrival does not follow from the departure before it and the way.")
                yield Violation("continuity", message, self._at(after))
        limit_s = request.max_travel_s
        if limit_s is not None and self.day.travel_s > limit_s + TOLERANCE_S:
            minutes = ceil((self.day.travel_s - limit_s) / 60)
            message = N_("The travel of the day is {minutes} minutes over the limit.")
            yield Violation("max_travel", message, self.day.date.isoformat(), {"minutes": minutes})

    def visits(self) -> Iterator[Violation]:
        """Yield where a visit is not to a known, wanted, open place, at its spot and long enough."""
        for stop in self.day.visits:
            where = self._at(stop)
            try:
                place = self.project.place(stop.place_id or "")
            except UnknownIdError:
                yield Violation("unknown_place", N_("The project does not have this place."), where)
                continue
            if place.id in self.request.never:
                yield Violation("never", N_("The request says never to visit it."), where)
            if not is_same_spot((stop.lon, stop.lat), (place.lon, place.lat)):
                yield Violation("spot", N_("The stop is not where the place is."), where)
            yield from self._visit(stop, place, where)

    def _visit(self, stop: Stop, place: Place, where: str) -> Iterator[Violation]:
        known = place.visit_minutes
        if known == 0:
            yield Violation("not_visitable", N_("The place cannot be visited yet."), where)
        visit_s = 60 * (self.request.default_visit_minutes if known is None else known)
        if stop.stay_s < visit_s - TOLERANCE_S:
            message = N_("The visit is {minutes} minutes too short.")
            yield Violation("stay", message, where, {"minutes": ceil((visit_s - stop.stay_s) / 60)})
        hours = open_windows(
            place.opening_hours,
            self.day.date,
            lon_lat=(round(place.lon, 2), round(place.lat, 2)),
            until_s=2 * DAY_S,
            where=place.name_vi,
        )
        is_open = hours is None or any(
            opens_s - TOLERANCE_S <= stop.begin_s and stop.depart_s <= closes_s + TOLERANCE_S
            for opens_s, closes_s in hours
        )
        if not is_open:
            yield Violation("closed", N_("The place is closed during the visit."), where)

    def lunch(self) -> Iterator[Violation]:
        """Yield where a day with visits has not one lunch, in its window and long enough."""
        lunches = [stop for stop in self.day.stops if stop.kind is StopKind.LUNCH]
        rule = self.request.lunch
        wanted = int(rule is not None and bool(self.day.visits) and _has_room_for(rule, self.request))
        if len(lunches) != wanted:
            message = N_("The day has {count} lunches instead of {wanted}.")
            facts = {"count": len(lunches), "wanted": wanted}
            yield Violation("lunch", message, self.day.date.isoformat(), facts)
        if rule is None:
            return
        for stop in lunches:
            is_in_window = rule.earliest_s - TOLERANCE_S <= stop.begin_s <= rule.latest_s + TOLERANCE_S
            if not is_in_window:
                yield Violation("lunch_time", N_("Lunch begins outside its window."), self._at(stop))
            if stop.stay_s < rule.duration_s - TOLERANCE_S:
                yield Violation("lunch_length", N_("Lunch is too short."), self._at(stop))


def _has_room_for(rule: Break, request: TourRequest) -> bool:
    """Return whether a lunch can begin in its window and end within the day."""
    earliest_s = max(rule.earliest_s, request.day_start_s)
    return rule.duration_s > 0 and earliest_s <= min(rule.latest_s, request.day_end_s - rule.duration_s)


def _check_legs(day: Day, router: Router) -> Iterator[Violation]:
    for index, leg in enumerate(day.legs):
        before, after = day.stops[index], day.stops[index + 1]
        yield from _check_leg(f"{day.date.isoformat()}, {index + 1}", before, after, leg, router)


def _check_leg(where: str, before: Stop, after: Stop, leg: Leg, router: Router) -> Iterator[Violation]:
    ends = ((before.lon, before.lat), (after.lon, after.lat))
    duration_s, distance_m = 0.0, 0.0
    if not is_same_spot(*ends):
        try:
            route = router.route(ends)
        except NoRouteError:
            yield Violation("no_route", N_("No road leads along this leg."), where)
            return
        access_m = sum(snap.access_m for snap in route.snaps)
        duration_s = route.duration_s + access_m / ACCESS_SPEED_M_S
        distance_m = route.distance_m + access_m
    if abs(leg.duration_s - duration_s) > TOLERANCE_S + _ROUNDING_S:
        message = N_("The leg is said to take {said} minutes; on the network it takes {real}.")
        facts = {"said": round(leg.duration_s / 60), "real": round(duration_s / 60)}
        yield Violation("leg_duration", message, where, facts)
    if abs(leg.distance_m - distance_m) > max(_TOLERANCE_M, _TOLERANCE_SHARE * distance_m):
        message = N_("The leg is said to be {said} m long; on the network it is {real} m.")
        facts = {"said": round(leg.distance_m), "real": round(distance_m)}
        yield Violation("leg_distance", message, where, facts)


def _check_demands(project: Project, request: TourRequest, tour: Tour) -> Iterator[Violation]:
    visited = set(tour.visited)
    for place_id in request.must:
        if place_id not in visited:
            yield Violation("must", N_("The request demands this place, but it is not visited."), place_id)
    least = dict.fromkeys(request.cover_units, 1)
    least |= {unit: max(count, least.get(unit, 0)) for unit, count in request.unit_minimum.items()}
    for unit, count in least.items():
        reached = sum(place.id in visited for place in places_of_unit(project, unit))
        if reached < count:
            message = N_("Visits demanded there: {least}; visits made: {reached}.")
            facts = {"least": count, "reached": reached}
            yield Violation("unit_minimum", message, project.unit_label(unit), facts)


def _check_score(project: Project, request: TourRequest, tour: Tour) -> Iterator[Violation]:
    places = (project.places[key] for key in tour.visited if key in project.places)
    score = sum(request.scores.score(place.id, place.rank, place.category) for place in places)
    if score != tour.score:
        message = N_("The score is said to be {said}, but the visits sum up to {real}.")
        yield Violation("score", message, facts={"said": tour.score, "real": score})

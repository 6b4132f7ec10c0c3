"""Each visit: to a known, wanted, open place, at its spot, as long as it has to be."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from math import ceil

from data.calendar.lunar import is_held
from data.calendar.opening import Windows, open_windows
from data.costs.sheet import HIRED
from data.errors import UnknownIdError
from data.language.catalogue import N_
from data.model.clock import DAY_S
from data.model.demands.calendar import FestivalEffect
from data.model.place import Place
from data.model.project import Project
from data.model.request import TourRequest
from data.model.tour import Day, Stop, VisitLength
from routes.planner.access import is_same_spot
from routes.planner.checker.violation import TOLERANCE_S, Violation, at_stop


def check_visits(project: Project, request: TourRequest, number: int, day: Day) -> Iterator[Violation]:
    """Yield what is wrong with each visit of a day."""
    for stop in day.visits:
        where = at_stop(project, day, stop)
        try:
            place = project.place(stop.place_id or "")
        except UnknownIdError:
            yield Violation("unknown_place", N_("The project does not have this place."), where)
            continue
        if place.id in request.never:
            yield Violation("never", N_("The request says never to visit it."), where)
        if not is_same_spot((stop.lon, stop.lat), (place.lon, place.lat)):
            yield Violation("spot", N_("The stop is not where the place is."), where)
        check = _VisitCheck(request, number, day.date, stop, place, where)
        yield from check.length()
        yield from check.boarding()
        if not check.is_open():
            yield Violation("closed", N_("The place is closed during the visit."), where)


@dataclass(frozen=True)
class _VisitCheck:
    request: TourRequest
    number: int
    date: date
    stop: Stop
    place: Place
    where: str

    def length(self) -> Iterator[Violation]:
        """Yield where slots or length are not what register and request say."""
        place, stop = self.place, self.stop
        if place.visit_minutes == 0:
            yield Violation("not_visitable", N_("The place cannot be visited yet."), self.where)
        known = self.request.capacities.get(place.id, place.capacity)
        capacity = known if self.request.has_slots else None
        slots = ceil(self.request.group_size / capacity) if capacity else 1
        if stop.slots != slots:
            message = N_("The group has to visit in {wanted} slots, not in {said}.")
            yield Violation("slots", message, self.where, {"wanted": slots, "said": stop.slots})
        span = self.request.visit_range(place.id, place.visit_minutes)
        shortest_s = 60 * slots * span.shortest_minutes
        usual_s = 60 * slots * span.typical_minutes
        longest_s = 60 * slots * span.longest_minutes
        if stop.stay_s < shortest_s - TOLERANCE_S:
            minutes = ceil((shortest_s - stop.stay_s) / 60)
            message = N_("The visit is {minutes} minutes too short.")
            yield Violation("stay", message, self.where, {"minutes": minutes})
        # Who lengthens a visit by hand may do so.
        if stop.stay_s > longest_s + TOLERANCE_S and not stop.is_stay_fixed:
            minutes = ceil((stop.stay_s - longest_s) / 60)
            message = N_("The visit is {minutes} minutes too long.")
            yield Violation("stay_long", message, self.where, {"minutes": minutes})
        wanted = {
            VisitLength.TYPICAL: abs(stop.stay_s - usual_s) <= TOLERANCE_S,
            VisitLength.SHORTENED: stop.stay_s < usual_s,
            VisitLength.LENGTHENED: stop.stay_s > usual_s,
        }
        if not wanted[stop.length]:
            message = N_("The visit is said to be of usual, shorter or longer length, and is not.")
            yield Violation("length", message, self.where)

    def boarding(self) -> Iterator[Violation]:
        """Yield where the time to get on board is not what the request says."""
        is_boarded = self.request.day(self.number).mode in HIRED
        wanted_s = 60 * self.request.boarding_minutes if is_boarded else 0
        if self.stop.boarding_s != wanted_s:
            message = N_("Getting on board takes {said} minutes in the plan; the request gives {wanted}.")
            facts = {"said": self.stop.boarding_s // 60, "wanted": wanted_s // 60}
            yield Violation("boarding", message, self.where, facts)

    def is_open(self) -> bool:
        """Return whether the place is open for all of the visit."""
        leave_s = self.stop.depart_s - self.stop.boarding_s
        return is_open(self.request, self.place, self.date, self.stop.begin_s, leave_s)


def is_open(request: TourRequest, place: Place, day: date, begin_s: int, end_s: int) -> bool:
    """Return whether a place is open from ``begin_s`` to ``end_s`` after midnight of ``day``.

    Unknown hours count as open. Of several windows that touch, as at a festival, each is looked at joined.
    """
    spans = _spans(request, place, day)
    if spans is None:
        return True
    reached_s = begin_s + TOLERANCE_S
    for opens_s, closes_s in sorted(spans):
        if opens_s <= reached_s and closes_s >= begin_s:
            reached_s = max(reached_s, closes_s + TOLERANCE_S)
    return begin_s + TOLERANCE_S < reached_s and end_s <= reached_s


def _spans(request: TourRequest, place: Place, day: date) -> Windows | None:
    def said(hours: str) -> Windows | None:
        return open_windows(
            hours,
            day,
            lon_lat=(round(place.lon, 2), round(place.lat, 2)),
            until_s=2 * DAY_S,
            where=place.name_vi,
        )

    for change in reversed(request.hours):
        if change.place_id == place.id and change.first <= day <= change.last:
            return said(change.hours)
    usual = said(place.opening_hours)
    if not any(is_held(festival, day) for festival in place.festivals):
        return usual
    rule = request.festivals.of(place.id)
    match rule.effect:
        case FestivalEffect.CLOSE:
            return ()
        case FestivalEffect.REPLACE:
            return said(rule.hours)
        case FestivalEffect.EXTEND:
            extra = said(rule.hours)
            return None if usual is None or extra is None else (*usual, *extra)
        case FestivalEffect.KEEP:
            return usual

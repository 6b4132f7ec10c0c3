"""Each break of a day: taken once, in its window, long enough, where it may be taken."""

from collections.abc import Iterator, Sequence

from data.language.catalogue import N_
from data.model.demands.times import Break
from data.model.place import Place
from data.model.project import Project
from data.model.request import CandidateFilter, DayFrame, TourRequest
from data.model.tour import Day, Stop
from data.search.filters import select
from routes.planner.access import is_same_spot
from routes.planner.checker.violation import TOLERANCE_S, Violation, at_stop
from routes.planner.checker.visits import is_open


def check_breaks(project: Project, request: TourRequest, number: int, day: Day) -> Iterator[Violation]:
    """Yield where a day with visits has not each break once, or a break is not as asked for.

    Of several breaks of one kind the first stop answers to the first rule, and so on.
    """
    frame = request.day(number)
    rules = [rule for rule in frame.breaks if day.visits and _has_room(rule, frame)]
    stops = [stop for stop in day.stops if stop.kind.is_break]
    for kind in sorted({rule.kind.value for rule in rules} | {stop.kind.value for stop in stops}):
        asked = [rule for rule in rules if rule.kind.value == kind]
        taken = [stop for stop in stops if stop.kind.value == kind]
        if len(asked) != len(taken):
            message = N_("The day has {count} breaks of this kind instead of {wanted}.")
            facts = {"count": len(taken), "wanted": len(asked)}
            yield Violation("break", message, f"{day.date.isoformat()}, {kind}", facts)
        for rule, stop in zip(asked, taken, strict=False):
            yield from _check_times(project, day, rule, stop)
            yield from _check_place(project, request, day, rule, stop)


def _has_room(rule: Break, frame: DayFrame) -> bool:
    """Return whether a break can begin in its window and end within the day."""
    earliest_s = max(rule.earliest_s, frame.start_s)
    return earliest_s <= min(rule.latest_s, frame.end_s - rule.duration_s)


def _check_times(project: Project, day: Day, rule: Break, stop: Stop) -> Iterator[Violation]:
    if not rule.earliest_s - TOLERANCE_S <= stop.begin_s <= rule.latest_s + TOLERANCE_S:
        yield Violation("break_time", N_("The break begins outside its window."), at_stop(project, day, stop))
    if stop.stay_s < rule.duration_s - TOLERANCE_S:
        yield Violation("break_length", N_("The break is too short."), at_stop(project, day, stop))


def _check_place(
    project: Project, request: TourRequest, day: Day, rule: Break, stop: Stop
) -> Iterator[Violation]:
    where = at_stop(project, day, stop)
    if not rule.is_at_place:
        before = day.stops[day.stops.index(stop) - 1]
        if not is_same_spot((stop.lon, stop.lat), (before.lon, before.lat)):
            yield Violation("break_place", N_("The break is not where the group is."), where)
        return
    place = project.places.get(stop.place_id) if stop.place_id else None
    if place is None or place not in _allowed(project, request, rule):
        message = N_("The break is not at one of the places where it may be taken.")
        yield Violation("break_place", message, where)
        return
    if not is_same_spot((stop.lon, stop.lat), (place.lon, place.lat)):
        yield Violation("spot", N_("The stop is not where the place is."), where)
    if not is_open(request, place, day.date, stop.begin_s, stop.depart_s):
        yield Violation("break_closed", N_("The place is closed during the break."), where)


def _allowed(project: Project, request: TourRequest, rule: Break) -> Sequence[Place]:
    named = [place for place in project.places.values() if place.id in rule.place_ids]
    if rule.categories:
        asked = request.candidates
        area = CandidateFilter(units=asked.units, districts=asked.districts, bbox=asked.bbox)
        named += [place for place in select(project, area) if place.category in rule.categories]
    return [place for place in named if place.id not in request.never]

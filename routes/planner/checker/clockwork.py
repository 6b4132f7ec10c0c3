"""Days and their clocks: dates, anchors, times that follow each other, limits of a day."""

from collections.abc import Iterator
from math import ceil

from data.language.catalogue import N_
from data.model.project import Project
from data.model.request import TourRequest
from data.model.tour import Day, Tour
from routes.planner.access import is_same_spot
from routes.planner.checker.violation import TOLERANCE_M, TOLERANCE_S, Violation, at_stop


def check_frame(request: TourRequest, tour: Tour) -> Iterator[Violation]:
    """Yield where the days are not those asked for, or a place comes twice."""
    if tuple(day.date for day in tour.days) != request.dates:
        yield Violation("dates", N_("The days of the tour are not the dates asked for."))
    visited = list(tour.visited)
    for place_id in sorted({one for one in visited if visited.count(one) > 1}):
        yield Violation("repeated", N_("The place is visited more than once."), place_id)


def check_day(project: Project, request: TourRequest, number: int, day: Day) -> Iterator[Violation]:
    """Yield where a day starts or ends at the wrong point or time, or goes over a limit."""
    frame = request.day(number)
    first, last = day.stops[0], day.stops[-1]
    for stop, anchor in ((first, frame.start), (last, frame.end)):
        if not is_same_spot((stop.lon, stop.lat), (anchor.lon, anchor.lat)):
            message = N_("The day starts or ends at the wrong point.")
            yield Violation("anchor", message, at_stop(project, day, stop))
    if first.depart_s < frame.start_s - TOLERANCE_S:
        yield Violation("day_start", N_("The day begins too early."), at_stop(project, day, first))
    if last.arrive_s > frame.end_s + TOLERANCE_S:
        minutes = ceil((last.arrive_s - frame.end_s) / 60)
        message = N_("The day ends {minutes} minutes late.")
        yield Violation("day_end", message, at_stop(project, day, last), {"minutes": minutes})
    yield from _check_sequence_of_times(project, day)
    limit_s, when = frame.max_travel_s, day.date.isoformat()
    if limit_s is not None and day.travel_s > limit_s + TOLERANCE_S:
        minutes = ceil((day.travel_s - limit_s) / 60)
        message = N_("The travel of the day is {minutes} minutes over the limit.")
        yield Violation("max_travel", message, when, {"minutes": minutes})
    if frame.max_walk_m is not None and day.walk_m > frame.max_walk_m + TOLERANCE_M:
        metres = ceil(day.walk_m - frame.max_walk_m)
        message = N_("The walking of the day is {metres} m over the limit.")
        yield Violation("max_walk", message, when, {"metres": metres})


def _check_sequence_of_times(project: Project, day: Day) -> Iterator[Violation]:
    for index, leg in enumerate(day.legs):
        before, after = day.stops[index], day.stops[index + 1]
        if abs(before.depart_s + leg.duration_s - after.arrive_s) > TOLERANCE_S:
            message = N_("The arrival does not follow from the departure before it and the way.")
            yield Violation("continuity", message, at_stop(project, day, after))
    for stop in day.stops:
        if stop.not_before_s is not None and stop.begin_s < stop.not_before_s - TOLERANCE_S:
            message = N_("The stop begins before the time that was asked for.")
            yield Violation("not_before", message, at_stop(project, day, stop))

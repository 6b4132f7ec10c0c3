"""What request and register say about the stops of a tour: slots, break rules, boarding, points."""

from collections.abc import Sequence

from data.calendar.opening import Windows
from data.costs.sheet import HIRED
from data.model.clock import DAY_S
from data.model.demands.times import Break
from data.model.project import Project
from data.model.request import DayFrame, TourRequest
from data.model.tour import Stop, StopKind, Tour
from routes.planner.hours import hours_on, points_on


def stop_hours(project: Project, request: TourRequest, number: int, stop: Stop) -> Windows | None:
    """Return the opening hours of a stop on day ``number``; ``None`` when unknown or nowhere in particular.

    Raises
    ------
    BadInputError
        If opening hours cannot be read.
    """
    place = project.places.get(stop.place_id) if stop.place_id else None
    if place is None or stop.kind in {StopKind.START, StopKind.END}:
        return None
    frame = request.day(number)
    return hours_on(request, place, frame.date, max(DAY_S, frame.end_s))


def boarding_s_of(request: TourRequest, number: int) -> int:
    """Return the seconds of getting on board after a visit on day ``number``."""
    return 60 * request.boarding_minutes if request.day(number).mode in HIRED else 0


def rule_of_break(frame: DayFrame, stops: Sequence[Stop], index: int) -> Break | None:
    """Return the rule of the break at ``index``: the n-th break of a kind obeys the n-th rule of it."""
    kind = stops[index].kind.value
    before = sum(stop.kind.value == kind for stop in stops[:index])
    rules = [rule for rule in frame.breaks if rule.kind.value == kind]
    return rules[before] if before < len(rules) else None


def score_of(project: Project, tour: Tour) -> int:
    """Return the points of a tour: of each place once, and for each commune reached."""
    points: dict[str, int] = {}
    communes = set()
    for number, day in enumerate(tour.days):
        for stop in day.visits:
            place = project.places.get(stop.place_id) if stop.place_id else None
            if place is not None:
                points[place.id] = points_on(tour.request, place, tour.request.dates[number])
                communes.add(place.unit_after)
    communes.discard(None)
    return sum(points.values()) + tour.request.scores.fairness_points * len(communes)

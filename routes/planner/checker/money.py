"""Budget and points, added up anew from the register."""

from collections.abc import Iterator
from itertools import pairwise
from math import floor
from typing import Final

from data.calendar.lunar import is_held
from data.costs.sheet import HIRED
from data.language.catalogue import N_
from data.model.project import Project
from data.model.tour import Tour
from routes.planner.checker.violation import Violation
from routes.planner.checker.ways import Ways

_TOLERANCE_VND: Final = 1000
"""Ways are measured to the metre, hours to the minute."""


def check_budget(project: Project, tour: Tour, ways: Ways) -> Iterator[Violation]:
    """Yield when the tour costs more than it may."""
    limit_vnd = tour.request.budget.limit_vnd
    if limit_vnd is None:
        return
    cost_vnd = floor(_cost_vnd(project, tour, ways))
    if cost_vnd > limit_vnd + _TOLERANCE_VND:
        message = N_("The tour costs {cost_vnd} VND, {over_vnd} VND more than the budget.")
        yield Violation("budget", message, facts={"cost_vnd": cost_vnd, "over_vnd": cost_vnd - limit_vnd})


def _cost_vnd(project: Project, tour: Tour, ways: Ways) -> float:
    request, budget = tour.request, tour.request.budget
    places = [project.places[key] for key in tour.visited if key in project.places]
    total = float(sum((place.fee_vnd or 0) * request.group_size for place in places))
    for number, day in enumerate(tour.days[: len(request.dates)]):
        total += budget.guide_day_vnd
        if request.day(number).mode not in HIRED:
            continue
        hours = (day.stops[-1].arrive_s - day.stops[0].depart_s) / 3600
        found = (
            ways.of(number, one, other, leg.via)
            for leg, (one, other) in zip(day.legs, pairwise(day.stops), strict=True)
        )
        kilometres = sum(way.hired_m for way in found if way is not None) / 1000
        total += budget.vehicle_day_vnd + budget.vehicle_hour_vnd * hours + budget.vehicle_km_vnd * kilometres
    return total


def check_score(project: Project, tour: Tour) -> Iterator[Violation]:
    """Yield when the points said are not those of the visits."""
    request = tour.request
    score, communes = 0, set()
    for day in tour.days:
        for stop in day.visits:
            place = project.places.get(stop.place_id) if stop.place_id else None
            if place is None:
                continue
            score += request.scores.score(place.id, place.rank, place.category)
            if any(is_held(festival, day.date) for festival in place.festivals):
                score += request.festivals.of(place.id).bonus
            if place.unit_after is not None:
                communes.add(place.unit_after)
    score += request.scores.fairness_points * len(communes)
    if score != tour.score:
        message = N_("The score is said to be {said}, but the visits sum up to {real}.")
        yield Violation("score", message, facts={"said": tour.score, "real": score})

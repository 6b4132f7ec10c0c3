"""Demands on which places are visited: must-sees, candidates, units, categories, alternatives."""

from collections.abc import Iterator

from data.language.catalogue import N_
from data.language.terms import term
from data.model.place import Category, PlaceId
from data.model.project import Project
from data.model.request import TourRequest
from data.model.tour import Tour
from data.search.filters import places_of_unit, select
from routes.planner.checker.violation import Violation

_ONLY_WHEN_NAMED = frozenset({Category.LODGING_OR_SERVICE, Category.TRANSPORT_HUB})
_LEAST = N_("Visits demanded there: {least}; visits made: {reached}.")
_MOST = N_("Visits allowed there: {most}; visits made: {reached}.")


def check_choice(project: Project, tour: Tour) -> Iterator[Violation]:
    """Yield where places are missing that were demanded, or visited that were not asked for."""
    request, visited = tour.request, frozenset(tour.visited)
    for place_id in request.must:
        if place_id not in visited:
            yield Violation("must", N_("The request demands this place, but it is not visited."), place_id)
    yield from _check_candidates(project, tour)
    yield from _check_units(project, request, visited)
    yield from _check_categories(project, request, visited)
    for group in request.alternatives:
        reached = len(visited.intersection(group.place_ids))
        where = group.label or ", ".join(group.place_ids)
        yield from _bounds("alternatives", where, reached, group.least, group.most)


def _check_candidates(project: Project, tour: Tour) -> Iterator[Violation]:
    """Yield visits outside the filter that neither a demand nor a person put in."""
    request = tour.request
    asked = request.candidates
    found = {
        place.id
        for place in select(project, asked)
        if place.category not in _ONLY_WHEN_NAMED
        or place.category in asked.categories
        or place.id in asked.place_ids
    }
    found.update(request.demanded)
    for row in request.pins.sequences:
        if found.intersection(row):
            found.update(row)
    for day in tour.days:
        for stop in day.visits:
            is_known = stop.place_id in project.places and stop.place_id not in request.never
            if is_known and stop.place_id not in found and not (stop.is_added or stop.is_locked):
                message = N_("It is not one of the candidates of the request.")
                yield Violation("not_candidate", message, stop.place_id or "")


def _check_units(project: Project, request: TourRequest, visited: frozenset[PlaceId]) -> Iterator[Violation]:
    for unit in dict.fromkeys((*request.cover_units, *request.unit_minimum, *request.unit_maximum)):
        least = max(int(unit in request.cover_units), request.unit_minimum.get(unit, 0))
        reached = sum(place.id in visited for place in places_of_unit(project, unit))
        most = request.unit_maximum.get(unit)
        yield from _bounds("unit", project.unit_label(unit), reached, least, most)


def _check_categories(
    project: Project, request: TourRequest, visited: frozenset[PlaceId]
) -> Iterator[Violation]:
    kinds = [project.places[key].category for key in visited if key in project.places]
    for limit in request.category_limits:
        reached = sum(kind in limit.categories for kind in kinds)
        where = ", ".join(term(category, "vi") for category in limit.categories)
        yield from _bounds("category", where, reached, limit.least, limit.most)


def _bounds(code: str, where: str, reached: int, least: int, most: int | None) -> Iterator[Violation]:
    if reached < least:
        yield Violation(f"{code}_minimum", _LEAST, where, {"least": least, "reached": reached})
    if most is not None and reached > most:
        yield Violation(f"{code}_maximum", _MOST, where, {"most": most, "reached": reached})

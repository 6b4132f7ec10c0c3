"""Which places take part: candidates for visits, and places where breaks may be taken.

Of very many candidates only the most promising are planned with (``preselect``). Promising is a place that
brings many points for the time it costs: its visit and the straight way from the nearest start, end or night
and back. Places that a demand or a pin names are always kept, and so are the best of every unit, category
and group that demands visits.
"""

from collections.abc import Collection, Iterable, Sequence
from math import cos, hypot, radians
from typing import Final

from data.model.demands.times import Break
from data.model.place import Category, Place, PlaceId
from data.model.project import Project
from data.model.request import CandidateFilter, TourRequest
from data.search.filters import places_of_unit, select

MOST_CANDIDATES: Final = 400
"""Candidates that are planned with: twice what any tour of two weeks visits, and a matrix of seconds."""

_SPARE: Final = 5
"""Candidates kept for each demanded visit of a group, so that opening hours leave a choice."""

_STRAIGHT_KM_H: Final = 30.0
"""Speed along the straight line at which the way of a candidate is reckoned for preselection."""

_KM_PER_DEGREE: Final = 111.2
ONLY_WHEN_NAMED: Final = frozenset({Category.LODGING_OR_SERVICE, Category.TRANSPORT_HUB})
"""Categories that take part only when a request names them or one of their places."""


def candidate_places(project: Project, request: TourRequest) -> tuple[Place, ...]:
    """Return the places that may be visited, demanded ones among them, in the order of the project.

    Lodging, services and transport hubs take part only when the request names their category or the place.
    Of a locked sequence all places take part as soon as one does, for they are visited together.

    Raises
    ------
    UnknownIdError
        If the request names a place, unit or district that the project does not have.
    """
    wanted = request.candidates
    named = {*wanted.place_ids, *request.demanded}
    found = {
        place.id
        for place in select(project, wanted)
        if place.category not in ONLY_WHEN_NAMED or place.category in wanted.categories or place.id in named
    }
    found.update(project.place(key).id for key in request.demanded)
    for key in _named_places(request):
        project.place(key)
    for row in request.pins.sequences:
        if found.intersection(row):
            found.update(row)
    found.difference_update(project.place(key).id for key in request.never)
    return tuple(place for place in project.places.values() if place.id in found)


def _named_places(request: TourRequest) -> Iterable[PlaceId]:
    """Yield every place that the request names, so that a slip of the pen is found."""
    yield from request.pins.places
    for group in request.alternatives:
        yield from group.place_ids
    for rule in request.breaks:
        yield from rule.place_ids
    for change in request.hours:
        yield change.place_id
    for named in (
        request.visits.by_place,
        request.festivals.by_place,
        request.scores.by_place,
        request.scores.weights,
        request.capacities,
    ):
        yield from named


def preselect(
    project: Project, request: TourRequest, places: Sequence[Place], most: int = MOST_CANDIDATES
) -> tuple[Place, ...]:
    """Return at most about ``most`` of the candidates, all of them where there are not more."""
    if len(places) <= most:
        return tuple(places)
    worth = {place.id: _worth(request, place) for place in places}
    ranked = sorted(worth, key=lambda key: (-worth[key], key))
    kept = {*request.demanded, *request.pins.places}
    for members, least in _demanded_groups(project, request):
        inside = [key for key in ranked if key in members]
        kept.update(inside[: least + _SPARE if least else 0])
    kept.update(ranked[: max(0, most - len(kept))])
    return tuple(place for place in places if place.id in kept)


def _worth(request: TourRequest, place: Place) -> float:
    points = request.scores.score(place.id, place.rank, place.category)
    points += request.festivals.of(place.id).bonus if place.festivals else 0
    minutes = request.visit_range(place.id, place.visit_minutes).typical_minutes
    anchors = [anchor for day in range(len(request.dates)) for anchor in request.day_anchors(day)]
    away_km = min(
        _KM_PER_DEGREE * hypot((place.lon - anchor.lon) * cos(radians(place.lat)), place.lat - anchor.lat)
        for anchor in anchors
    )
    return points / (minutes + 2 * away_km / _STRAIGHT_KM_H * 60)


def _demanded_groups(project: Project, request: TourRequest) -> Iterable[tuple[Collection[PlaceId], int]]:
    for unit in {*request.cover_units, *request.unit_minimum}:
        inside = {place.id for place in places_of_unit(project, unit)}
        yield inside, max(int(unit in request.cover_units), request.unit_minimum.get(unit, 0))
    for limit in request.category_limits:
        kinds = frozenset(limit.categories)
        yield {place.id for place in project.places.values() if place.category in kinds}, limit.least
    for group in request.alternatives:
        yield group.place_ids, group.least


def break_places(project: Project, request: TourRequest, rule: Break) -> tuple[Place, ...]:
    """Return the places where a break may be taken, in the order of the project.

    Places of the categories count inside the area (units, districts, box) of the candidates.
    """
    found = set(rule.place_ids)
    if rule.categories:
        wanted = request.candidates
        area = CandidateFilter(
            categories=rule.categories, units=wanted.units, districts=wanted.districts, bbox=wanted.bbox
        )
        found.update(place.id for place in select(project, area))
    found.difference_update(request.never)
    return tuple(place for place in project.places.values() if place.id in found)

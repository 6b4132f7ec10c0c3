"""Groups, pins, precedences and sequences of the problem, in numbers of sites."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from data.model.place import Place, PlaceId
from data.model.project import Project
from data.model.request import TourRequest
from data.model.units import UnitId
from data.search.filters import places_of_unit
from routes.planner.problem import Group, GroupKind, Pin, Precedence


def unit_bounds(request: TourRequest) -> dict[UnitId, tuple[int, int | None]]:
    """Return the least and most visits of each unit that the request names."""
    least: dict[UnitId, int] = dict.fromkeys(request.cover_units, 1)
    for unit, minimum in request.unit_minimum.items():
        least[unit] = max(minimum, least.get(unit, 0))
    units = dict.fromkeys((*least, *request.unit_maximum))
    return {unit: (least.get(unit, 0), request.unit_maximum.get(unit)) for unit in units}


def groups_of(project: Project, request: TourRequest, places: Sequence[Place]) -> tuple[Group, ...]:
    """Return the groups over sites whose places, in order, are ``places``; those that bind nothing are not.

    Raises
    ------
    UnknownIdError
        If the request names a unit that the project does not have.
    """
    groups = [*_unit_groups(project, request, places), *_fairness_groups(request, places)]
    for limit in request.category_limits:
        numbers = frozenset(i for i, place in enumerate(places) if place.category in limit.categories)
        name = ",".join(limit.categories)
        groups.append(Group(name, limit.least, numbers, limit.most, kind=GroupKind.CATEGORY))
    for choice in request.alternatives:
        numbers = frozenset(i for i, place in enumerate(places) if place.id in choice.place_ids)
        name = choice.label or ", ".join(project.place(key).name_vi for key in choice.place_ids)
        groups.append(Group(name, choice.least, numbers, choice.most, kind=GroupKind.ALTERNATIVES))
    return tuple(group for group in groups if group.least or group.most is not None or group.first_bonus)


def _unit_groups(project: Project, request: TourRequest, places: Sequence[Place]) -> list[Group]:
    groups = []
    for unit, (least, most) in unit_bounds(request).items():
        inside = {place.id for place in places_of_unit(project, unit)}
        numbers = frozenset(i for i, place in enumerate(places) if place.id in inside)
        groups.append(Group(unit, least, numbers, most))
    return groups


def _fairness_groups(request: TourRequest, places: Sequence[Place]) -> list[Group]:
    """Return a group for each commune of today that has candidates, with the points for reaching it."""
    points = request.scores.fairness_points
    communes: defaultdict[UnitId, set[int]] = defaultdict(set)
    for number, place in enumerate(places):
        if points and place.unit_after is not None:
            communes[place.unit_after].add(number)
    return [
        Group(unit, 0, frozenset(numbers), first_bonus=points, kind=GroupKind.FAIRNESS)
        for unit, numbers in communes.items()
    ]


def pins_of(request: TourRequest, numbers: Mapping[PlaceId, int]) -> tuple[Pin, ...]:
    """Return the first and last visits of tour and days, of places that are sites."""
    pins = request.pins
    ends = [(pins.first, True, True), (pins.last, False, True)]
    ends += [(place_id, True, False) for place_id in pins.first_of_day.values()]
    ends += [(place_id, False, False) for place_id in pins.last_of_day.values()]
    return tuple(
        Pin(numbers[place_id], is_first, is_of_tour)
        for place_id, is_first, is_of_tour in ends
        if place_id is not None and place_id in numbers
    )


def precedences_of(request: TourRequest, numbers: Mapping[PlaceId, int]) -> tuple[Precedence, ...]:
    """Return what comes before what, of places that are sites."""
    return tuple(
        Precedence(numbers[before], numbers[after])
        for before, after in request.pins.before
        if before in numbers and after in numbers
    )


def sequences_of(request: TourRequest, numbers: Mapping[PlaceId, int]) -> tuple[tuple[int, ...], ...]:
    """Return the locked sequences whose places all are sites; of the others none may be."""
    rows = (row for row in request.pins.sequences if all(place_id in numbers for place_id in row))
    return tuple(tuple(numbers[place_id] for place_id in row) for row in rows)

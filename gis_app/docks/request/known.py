"""Values of the form without places and units that a project does not have."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from data.model.project import Project
from gis_app.docks.request.flat import Values


def known(values: Values, project: Project) -> Values:
    """Return ``values`` with only such places, units, districts and clauses as ``project`` has.

    Start, end and nights stay: they are points even when their place is gone.
    """
    has_place, has_unit = project.places.__contains__, project.units.__contains__
    left = dict(values)
    for key in ("must", "never", "candidates.place_ids", "lunch.place_ids"):
        left[key] = _only(values[key], has_place)
    for key in ("cover_units", "candidates.units"):
        left[key] = _only(values[key], has_unit)
    for key in ("unit_minimum", "unit_maximum"):
        left[key] = _mapped(values[key], has_unit)
    for key in (
        "capacities",
        "scores.by_place",
        "scores.weights",
        "festivals.by_place",
        "visits.by_place",
        "pins.fixed_days",
    ):
        left[key] = _mapped(values[key], has_place)
    for key in ("pins.first_of_day", "pins.last_of_day"):
        left[key] = {day: place for day, place in values[key].items() if has_place(place)}
    for key in ("pins.first", "pins.last"):
        left[key] = values[key] if has_place(values[key]) else None
    for key in ("pins.before", "pins.sequences"):
        left[key] = tuple(row for row in values[key] if all(map(has_place, row)))
    left["hours"] = tuple(change for change in values["hours"] if has_place(change.place_id))
    left["breaks"] = tuple(
        replace(rule, place_ids=_only(rule.place_ids, has_place)) for rule in values["breaks"]
    )
    groups = (replace_places(group, has_place) for group in values["alternatives"])
    left["alternatives"] = tuple(group for group in groups if group is not None)
    districts = {unit.district for unit in project.units.values()}
    left["candidates.districts"] = _only(values["candidates.districts"], districts.__contains__)
    left["clauses"] = _only(values["clauses"], project.clauses.__contains__)
    return left


def replace_places(group: Any, has_place: Callable[[Any], bool]) -> Any:
    """Return a group of alternatives with the places that are left, ``None`` when it is no group any more."""
    kept = _only(group.place_ids, has_place)
    return replace(group, place_ids=kept) if len(kept) > 1 else None


def _only(keys: Iterable[Any], has: Callable[[Any], bool]) -> tuple[Any, ...]:
    return tuple(key for key in keys if has(key))


def _mapped(mapping: Mapping[Any, Any], has: Callable[[Any], bool]) -> dict[Any, Any]:
    return {key: value for key, value in mapping.items() if has(key)}

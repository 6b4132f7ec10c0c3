"""Pins: first and last visits, what comes before what, fixed days, locked sequences."""

from collections.abc import Iterator

from data.language.catalogue import N_
from data.model.demands.order import Pins
from data.model.place import PlaceId
from data.model.project import Project
from data.model.tour import Tour
from routes.planner.checker.violation import Violation


def check_order(project: Project, tour: Tour) -> Iterator[Violation]:
    """Yield every pin that the order of the visits breaks."""
    rows = [[stop.place_id for stop in day.visits if stop.place_id] for day in tour.days]
    yield from _check_ends(project, tour.request.pins, rows)
    yield from _check_relations(project, tour.request.pins, rows)


def _name(project: Project, place_id: PlaceId) -> str:
    place = project.places.get(place_id)
    return place.name_vi if place else place_id


def _check_ends(project: Project, pins: Pins, rows: list[list[PlaceId]]) -> Iterator[Violation]:
    whole = [place_id for row in rows for place_id in row]
    if pins.first is not None and whole[:1] != [pins.first]:
        yield Violation("first", N_("It has to be the first visit of the tour."), _name(project, pins.first))
    if pins.last is not None and whole[-1:] != [pins.last]:
        yield Violation("last", N_("It has to be the last visit of the tour."), _name(project, pins.last))
    for number, place_id in pins.first_of_day.items():
        if number >= len(rows) or rows[number][:1] != [place_id]:
            message = N_("It has to be the first visit of day {day}.")
            yield Violation("first_of_day", message, _name(project, place_id), {"day": number + 1})
    for number, place_id in pins.last_of_day.items():
        if number >= len(rows) or rows[number][-1:] != [place_id]:
            message = N_("It has to be the last visit of day {day}.")
            yield Violation("last_of_day", message, _name(project, place_id), {"day": number + 1})


def _check_relations(project: Project, pins: Pins, rows: list[list[PlaceId]]) -> Iterator[Violation]:
    whole = [place_id for row in rows for place_id in row]
    day_of = {place_id: number for number, row in enumerate(rows) for place_id in row}
    for before, after in pins.before:
        if before in day_of and after in day_of and whole.index(before) > whole.index(after):
            message = N_("It has to be visited before {after}.")
            facts = {"after": _name(project, after)}
            yield Violation("before", message, _name(project, before), facts)
    for place_id, number in pins.fixed_days.items():
        if day_of.get(place_id, number) != number:
            message = N_("It has to be visited on day {day}.")
            yield Violation("fixed_day", message, _name(project, place_id), {"day": number + 1})
    for locked in pins.sequences:
        if not _is_kept(rows, list(locked)):
            message = N_(
                "These places have to be visited one right after the other, on one day, or not at all."
            )
            yield Violation("sequence", message, ", ".join(_name(project, one) for one in locked))


def _is_kept(rows: list[list[PlaceId]], locked: list[PlaceId]) -> bool:
    met = [row for row in rows if set(row) & set(locked)]
    if not met:
        return True
    row = met[0]
    starts = [index for index in range(len(row)) if row[index : index + len(locked)] == locked]
    return len(met) == 1 and len(starts) == 1

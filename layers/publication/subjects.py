"""What the pages of an atlas are about: a day of the tour, a commune or a place."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from data.errors import BadInputError
from data.language.catalogue import N_
from data.language.collation import vietnamese_key
from data.model.place import Category, Place
from data.model.project import Project
from data.model.tour import Tour
from data.model.units import UnitId

UNKNOWN_UNIT: Final = ""
"""Key of the page of places whose commune is not known."""


class SubjectKind(StrEnum):
    """What a page is made for again and again; the values of ``repeat_for`` in templates."""

    DAY = "day"
    UNIT = "unit"
    PLACE = "place"


@dataclass(frozen=True, slots=True)
class Subject:
    """What one page is about: the number of a day from 1, or the key of a unit or place."""

    kind: SubjectKind
    key: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A subject and its first page, from 1; 0 while pages are still being counted."""

    subject: Subject
    page: int


def places_of(
    project: Project,
    tour: Tour | None,
    *,
    whole_register: bool = False,
    units: Collection[UnitId] = (),
    categories: Collection[Category] = (),
) -> tuple[Place, ...]:
    """Return the places of an atlas: those the tour visits, in its order, or those of the register.

    Places of the register come by commune and name, in Vietnamese order.

    Parameters
    ----------
    whole_register
        Whether all places are taken though there is a tour.
    units, categories
        What to keep; everything when empty.

    Raises
    ------
    BadInputError
        If none is left.
    """
    if tour is None or whole_register:
        chosen = tuple(sorted(project.places.values(), key=lambda place: _order(project, place)))
    else:
        chosen = visited_places(project, tour)
    kept = tuple(
        place
        for place in chosen
        if (not units or place.unit_after in units) and (not categories or place.category in categories)
    )
    if not kept:
        raise BadInputError(
            N_("No place is left for the atlas."), remedy=N_("Choose other communes or categories.")
        )
    return kept


def visited_places(project: Project, tour: Tour) -> tuple[Place, ...]:
    """Return the places a tour visits, each once, in its order."""
    return tuple(project.place(key) for key in dict.fromkeys(tour.visited))


def _order(project: Project, place: Place) -> tuple[bool, object, object]:
    unit = project.unit_label(place.unit_after)
    return not unit, vietnamese_key(unit), vietnamese_key(place.name_vi)


def subjects_of(
    kind: SubjectKind, project: Project, tour: Tour | None, places: Collection[Place]
) -> tuple[Subject, ...]:
    """Return what the pages of one kind are about, in the order of the pages."""
    if kind is SubjectKind.DAY:
        return tuple(Subject(kind, str(number)) for number in range(1, len(tour.days) + 1 if tour else 1))
    if kind is SubjectKind.PLACE:
        return tuple(Subject(kind, place.id) for place in places)
    keys = {place.unit_after or UNKNOWN_UNIT for place in places}
    ordered = sorted(keys, key=lambda key: (not key, vietnamese_key(project.unit_label(UnitId(key)))))
    return tuple(Subject(kind, key) for key in ordered)

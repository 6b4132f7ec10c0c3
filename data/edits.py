"""Edits of a project: each is a value, and applying it returns the edit that undoes it.

An edit never changes the project it is given. Undo is applying the inverse, redo applying the inverse of the
inverse; ``Change`` says what was touched, so that a view refreshes only what it shows.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Protocol, Self, TypeVar

from data.errors import BadInputError
from data.language.catalogue import N_
from data.model.map_layers import LayerStack
from data.model.place import Place, PlaceId
from data.model.plans import PlanClause
from data.model.project import Project
from data.model.repointing import put_instead, repointed
from data.model.tour import Tour, TourId

_Key = TypeVar("_Key")
_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class Change:
    """What an edit touched."""

    places: frozenset[PlaceId] = frozenset()
    tours: frozenset[TourId] = frozenset()
    is_title: bool = False

    @classmethod
    def of(cls, changes: Sequence["Change"]) -> Self:
        """Return all of several changes."""
        return cls(
            frozenset().union(*(change.places for change in changes)),
            frozenset().union(*(change.tours for change in changes)),
            any(change.is_title for change in changes),
        )


class Edit(Protocol):
    """One step that can be undone."""

    def apply(self, project: Project) -> "Applied":
        """Return the project after the edit, the edit that undoes it, and what was touched.

        Raises
        ------
        BadInputError
            If the edit does not fit the project; nothing has changed then.
        """


@dataclass(frozen=True, slots=True)
class Applied:
    """Result of an edit."""

    project: Project
    inverse: Edit
    change: Change


@dataclass(frozen=True, slots=True)
class PutPlace:
    """Add a place, or replace the one with its key.

    ``position`` is where a new one goes in the register (the end by default); a replaced one stays.
    """

    place: Place
    position: int | None = None

    def apply(self, project: Project) -> Applied:
        """Apply the edit; see ``Edit``."""
        key = self.place.id
        before = project.places.get(key)
        inverse: Edit = DropPlace(key) if before is None else PutPlace(before)
        places = _put(project.places, key, self.place, self.position)
        return Applied(replace(project, places=places), inverse, Change(places=frozenset({key})))


@dataclass(frozen=True, slots=True)
class PutPlaces:
    """Replace many places that are there, at once: a field changed in thousands of them is one step.

    Raises
    ------
    UnknownIdError
        When applied, if one of them is not in the project.
    """

    places: tuple[Place, ...]

    def apply(self, project: Project) -> Applied:
        """Apply the edit; see ``Edit``."""
        before = PutPlaces(tuple(project.place(place.id) for place in self.places))
        touched = frozenset(place.id for place in self.places)
        return Applied(project.with_places(self.places), before, Change(places=touched))


@dataclass(frozen=True, slots=True)
class DropPlace:
    """Remove a place that is no stop of any tour."""

    place_id: PlaceId

    def apply(self, project: Project) -> Applied:
        """Apply the edit; see ``Edit``."""
        place = project.place(self.place_id)
        position = list(project.places).index(self.place_id)
        return Applied(
            project.without_place(self.place_id),
            PutPlace(place, position),
            Change(places=frozenset({self.place_id})),
        )


@dataclass(frozen=True, slots=True)
class MergePlaces:
    """Keep one of two entries of the same place; tours, requests and plans name it instead of the other.

    Parameters
    ----------
    kept
        The entry as it shall be; its key is in the register.
    dropped
        Key of the entry to remove.
    """

    kept: Place
    dropped: PlaceId

    def apply(self, project: Project) -> Applied:
        """Apply the edit; see ``Edit``.

        Raises
        ------
        BadInputError
            If the request of a tour cannot hold for one place instead of two.
        """
        project.place(self.kept.id)
        edits: list[Edit] = [PutPlace(self.kept)]
        for tour in project.tours.values():
            changed = _repointed(tour, self.dropped, self.kept.id)
            if changed is not tour:
                edits.append(PutTour(changed))
        clauses = put_instead(project.clauses, Mapping[str, PlanClause], self.dropped, self.kept.id)
        if clauses is not project.clauses:
            edits.append(PutClauses(clauses))
        return Batch((*edits, DropPlace(self.dropped))).apply(project)


@dataclass(frozen=True, slots=True)
class PutClauses:
    """Replace the clauses of the official plans."""

    clauses: Mapping[str, PlanClause]

    def apply(self, project: Project) -> Applied:
        """Apply the edit; see ``Edit``."""
        return Applied(replace(project, clauses=self.clauses), PutClauses(project.clauses), Change())


def _repointed(tour: Tour, old: PlaceId, new: PlaceId) -> Tour:
    try:
        return repointed(tour, old, new)
    except BadInputError as error:
        raise BadInputError(
            N_("The request of '{tour}' treats them as two places."),
            remedy=N_("Change that request first."),
            details=(error,),
            tour=tour.title_vi,
        ) from error


@dataclass(frozen=True, slots=True)
class PutTour:
    """Add a tour, or replace the one with its key; ``position`` as in ``PutPlace``."""

    tour: Tour
    position: int | None = None

    def apply(self, project: Project) -> Applied:
        """Apply the edit; see ``Edit``."""
        key = self.tour.id
        before = project.tours.get(key)
        inverse: Edit = DropTour(key) if before is None else PutTour(before)
        tours = _put(project.tours, key, self.tour, self.position)
        return Applied(replace(project, tours=tours), inverse, Change(tours=frozenset({key})))


@dataclass(frozen=True, slots=True)
class DropTour:
    """Remove a tour; removing one that is not there changes nothing."""

    tour_id: TourId

    def apply(self, project: Project) -> Applied:
        """Apply the edit; see ``Edit``."""
        tour = project.tours.get(self.tour_id)
        if tour is None:
            return Applied(project, Batch(), Change())
        position = list(project.tours).index(self.tour_id)
        return Applied(
            project.without_tour(self.tour_id),
            PutTour(tour, position),
            Change(tours=frozenset({self.tour_id})),
        )


@dataclass(frozen=True, slots=True)
class SetTitle:
    """Give the project another title."""

    title: str

    def apply(self, project: Project) -> Applied:
        """Apply the edit; see ``Edit``."""
        return Applied(replace(project, title=self.title), SetTitle(project.title), Change(is_title=True))


@dataclass(frozen=True, slots=True)
class SetLayers:
    """Give the map other layers, another order or other styles; what is shown of each stays as it is."""

    layers: LayerStack

    def apply(self, project: Project) -> Applied:
        """Apply the edit; see ``Edit``."""
        layers = self.layers.seen_as(project.layers)
        return Applied(replace(project, layers=layers), SetLayers(project.layers), Change())


@dataclass(frozen=True, slots=True)
class Batch:
    """Several edits as one step, such as an import: all of them happen, or none."""

    edits: tuple[Edit, ...] = field(default=())

    def apply(self, project: Project) -> Applied:
        """Apply the edits in order; see ``Edit``."""
        changes, inverses = list[Change](), list[Edit]()
        for is_of_places, run in groupby(self.edits, lambda edit: isinstance(edit, PutPlace | DropPlace)):
            if is_of_places:
                register = _Register(project)
                inverses += [register.apply(edit) for edit in run]
                project = register.changed()
                changes.append(Change(places=frozenset(register.touched)))
            else:
                for edit in run:
                    applied = edit.apply(project)
                    project = applied.project
                    changes.append(applied.change)
                    inverses.append(applied.inverse)
        return Applied(project, Batch(tuple(reversed(inverses))), Change.of(changes))


class _Register:
    """Places of a project being put in and taken out one by one, without a new project for each."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._places = dict(project.places)
        self._order = list(project.places)
        self._visited = {place for tour in project.tours.values() for place in tour.stop_places}
        self.touched: set[PlaceId] = set()

    def apply(self, edit: Edit) -> Edit:
        """Apply one edit; return its inverse."""
        if isinstance(edit, PutPlace):
            self.touched.add(edit.place.id)
            return self._put(edit.place, edit.position)
        assert isinstance(edit, DropPlace)
        self.touched.add(edit.place_id)
        return self._drop(edit.place_id)

    def changed(self) -> Project:
        """Return the project with the places as they are now."""
        return replace(self._project, places={key: self._places[key] for key in self._order})

    def _put(self, place: Place, position: int | None) -> Edit:
        before = self._places.get(place.id)
        self._places[place.id] = place
        if before is not None:
            return PutPlace(before)
        self._order.insert(len(self._order) if position is None else position, place.id)
        return DropPlace(place.id)

    def _drop(self, key: PlaceId) -> Edit:
        if key not in self._places or key in self._visited:
            # Refused in words.
            return DropPlace(key).apply(self.changed()).inverse
        is_last = self._order[-1] == key
        position = len(self._order) - 1 if is_last else self._order.index(key)
        del self._order[position]
        return PutPlace(self._places.pop(key), position)


@dataclass(frozen=True, slots=True)
class ReplaceProject:
    """Put another state of the project in place of the present one: a restored one, or an earlier version."""

    project: Project

    def apply(self, project: Project) -> Applied:
        """Apply the edit; see ``Edit``."""
        places = frozenset(project.places) | frozenset(self.project.places)
        tours = frozenset(project.tours) | frozenset(self.project.tours)
        is_title = project.title != self.project.title
        return Applied(self.project, ReplaceProject(project), Change(places, tours, is_title))


def _put(
    mapping: Mapping[_Key, _Value], key: _Key, value: _Value, position: int | None
) -> dict[_Key, _Value]:
    if key in mapping or position is None:
        return {**mapping, key: value}
    items = list(mapping.items())
    items.insert(position, (key, value))
    return dict(items)

"""Project: everything a planner keeps in one file, as one immutable value."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from data.errors import BadInputError, UnknownIdError
from data.language.catalogue import N_
from data.model.map_layers import DEFAULT_STACK, LayerStack
from data.model.place import Place, PlaceId
from data.model.plans import Plan, PlanClause
from data.model.tour import Tour, TourId
from data.model.units import AdminUnit, UnitId, UnitSuccession


@dataclass(frozen=True, kw_only=True)
class Project:
    """All places, units, plans and tours, each by its key.

    Parameters
    ----------
    title
        Name shown in the window's title.
    places, units, plans, clauses, tours
        Values by key; insertion order is the order shown.
    successions
        Crosswalk from former units to those of today.
    attribution
        Credits of the data, shown on every map and export.
    source
        Where the project came from ("starter"), for messages.
    layers
        Layers of the map.
    """

    title: str = ""
    places: Mapping[PlaceId, Place] = field(default_factory=dict)
    units: Mapping[UnitId, AdminUnit] = field(default_factory=dict)
    successions: tuple[UnitSuccession, ...] = ()
    plans: Mapping[str, Plan] = field(default_factory=dict)
    clauses: Mapping[str, PlanClause] = field(default_factory=dict)
    tours: Mapping[TourId, Tour] = field(default_factory=dict)
    attribution: tuple[str, ...] = ()
    source: str = ""
    layers: LayerStack = DEFAULT_STACK

    def place(self, place_id: str) -> Place:
        """Return a place by key.

        Raises
        ------
        UnknownIdError
            If there is none.
        """
        try:
            return self.places[PlaceId(place_id)]
        except KeyError:
            raise UnknownIdError(
                N_("There is no place '{place}' in the project."),
                remedy=N_("Look it up with 'places search'."),
                place=place_id,
            ) from None

    def unit(self, unit_id: str) -> AdminUnit:
        """Return a unit by key.

        Raises
        ------
        UnknownIdError
            If there is none.
        """
        try:
            return self.units[UnitId(unit_id)]
        except KeyError:
            raise UnknownIdError(
                N_("There is no administrative unit '{unit}' in the project."),
                remedy=N_("Use the full name, for example 'Phường Tây Tựu, Hà Nội'."),
                unit=unit_id,
            ) from None

    def unit_label(self, unit_id: UnitId | None, language: str = "vi") -> str:
        """Return 'unit, district, province' for display, or '' when unknown."""
        unit = self.units.get(unit_id) if unit_id else None
        return "" if unit is None else unit.full_name(language)

    @cached_property
    def heirs(self) -> Mapping[UnitId, frozenset[UnitId]]:
        """Units of today that received (part of) each former unit."""
        found: dict[UnitId, set[UnitId]] = {}
        for row in self.successions:
            found.setdefault(row.old_id, set()).add(row.new_id)
        return {old: frozenset(new) for old, new in found.items()}

    def with_places(self, places: Iterable[Place]) -> "Project":
        """Return the project with ``places`` added or replaced by key."""
        return replace(self, places={**self.places, **{place.id: place for place in places}})

    def without_place(self, place_id: PlaceId) -> "Project":
        """Return the project without one place.

        Raises
        ------
        BadInputError
            If it is a stop of a tour: a visit, or where a day starts or ends.
        """
        users = [tour.title_vi for tour in self.tours.values() if place_id in tour.stop_places]
        if users:
            raise BadInputError(
                N_("The place is a stop of: {tours}."),
                where=place_id,
                remedy=N_("Remove it from these tours first."),
                tours=", ".join(users),
            )
        return replace(self, places={key: place for key, place in self.places.items() if key != place_id})

    def with_tour(self, tour: Tour) -> "Project":
        """Return the project with ``tour`` added or replaced by key."""
        return replace(self, tours={**self.tours, tour.id: tour})

    def without_tour(self, tour_id: TourId) -> "Project":
        """Return the project without one tour."""
        return replace(self, tours={key: tour for key, tour in self.tours.items() if key != tour_id})

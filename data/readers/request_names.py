"""Looking up what a request names: places, units, districts, clauses."""

from collections.abc import Callable
from functools import cached_property, partial
from typing import TypeVar

from data.calendar.opening import check_opening_hours
from data.errors import BadInputError
from data.language.catalogue import N_
from data.model.place import PlaceId
from data.model.project import Project
from data.model.request import Anchor, CandidateFilter
from data.model.units import UnitId
from data.readers.request_fields import Table
from data.search.filters import select
from data.search.names import UnitNames

_Made = TypeVar("_Made")


def made(table: Table, key: str, make: Callable[[], _Made]) -> _Made | None:
    """Return what ``make`` makes, or note its complaint."""
    try:
        return make()
    except BadInputError as error:
        table.note(key, error)
        return None


class Names:
    """Names of a project; with none, every id is taken as it is."""

    def __init__(self, project: Project | None) -> None:
        self.project = project

    @cached_property
    def _unit_names(self) -> UnitNames | None:
        return UnitNames(self.project) if self.project is not None else None

    def has_place(self, table: Table, key: str, place_id: str) -> bool:
        """Return whether there is the place; notes it when not."""
        if self.project is None or place_id in self.project.places:
            return True
        table.unknown(key, place_id, self.project.places)
        return False

    def place(self, table: Table, key: str) -> PlaceId | None:
        """Return the one place of a key."""
        text = table.text(key)
        return PlaceId(text) if text and self.has_place(table, key, text) else None

    def places(self, table: Table, key: str) -> tuple[PlaceId, ...]:
        """Return the places of a key."""
        return tuple(PlaceId(one) for one in table.texts(key) if self.has_place(table, key, one))

    def place_rows(self, table: Table, key: str) -> tuple[tuple[PlaceId, ...], ...]:
        """Return lists of places, each complete or left out."""
        rows = []
        for row in table.rows(key):
            known = [self.has_place(table, key, place) for place in row]
            if all(known):
                rows.append(tuple(PlaceId(place) for place in row))
        return tuple(rows)

    def place_keys(self, table: Table) -> tuple[PlaceId, ...]:
        """Return the places that are keys of a table."""
        return tuple(PlaceId(key) for key in table.keys() if self.has_place(table, key, key))  # noqa: SIM118

    def anchor(self, table: Table, key: str, place_id: str) -> Anchor | None:
        """Return the place as start or end of a day."""
        if self.project is None:
            table.fault(key, N_("The point has no coordinates."), N_("Give its longitude and latitude."))
            return None
        if not self.has_place(table, key, place_id):
            return None
        place = self.project.place(place_id)
        return Anchor(place.lon, place.lat, place.name_vi, place.id)

    def visit_minutes(self, place_id: PlaceId) -> int | None:
        """Return the length of a visit that the register knows."""
        return self.project.place(place_id).visit_minutes if self.project else None

    def unit(self, table: Table, key: str, text: str) -> UnitId | None:
        """Return the unit of a name or code."""
        names = self._unit_names
        return UnitId(text) if names is None else made(table, key, lambda: names.resolve(text))

    def units(self, table: Table, key: str) -> tuple[UnitId, ...]:
        """Return the units of a key."""
        found = (self.unit(table, key, text) for text in table.texts(key))
        return tuple(dict.fromkeys(unit for unit in found if unit is not None))

    def unit_numbers(self, table: Table) -> dict[UnitId, int]:
        """Return a table of numbers by unit."""
        numbers: dict[UnitId, int] = {}
        for name in table.keys():  # noqa: SIM118 - a Table is no mapping
            unit, number = self.unit(table, name, name), table.integer(name, 0)
            if unit is not None:
                numbers[unit] = number
        return numbers

    def districts(self, table: Table, key: str) -> tuple[str, ...]:
        """Return former districts as they are written."""
        project, districts = self.project, table.texts(key)
        if project is not None:
            for district in districts:
                wanted = CandidateFilter(districts=(district,))
                made(table, key, partial(select, project, wanted))
        return districts

    def clauses(self, table: Table, key: str) -> tuple[str, ...]:
        """Return clauses of plans."""
        clauses = table.texts(key)
        for clause in clauses if self.project is not None else ():
            if self.project is not None and clause not in self.project.clauses:
                table.unknown(key, clause, self.project.clauses)
        return clauses

    def hours(self, table: Table, key: str, default: str = "") -> str:
        """Return OSM ``opening_hours``; checked when there is a project."""
        hours = table.text(key, default)
        if self.project is not None:
            made(table, key, lambda: check_opening_hours(hours))
        return hours

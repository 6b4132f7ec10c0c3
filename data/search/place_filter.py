"""Which places of the register are shown: conditions that can be kept under a name."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, Final

from data.calendar.lunar import festival_dates
from data.model.festival import Festival
from data.model.place import Category, CoachAccess, Place, Rank, Status
from data.model.project import Project
from data.model.request import CandidateFilter
from data.model.units import UnitId
from data.search.filters import select

MONTHS: Final = tuple(range(1, 13))


@dataclass(frozen=True, slots=True)
class PlaceFilter:
    """Conditions joined by *and*; an empty one lets everything pass.

    Parameters
    ----------
    categories, ranks, units, statuses
        As in ``CandidateFilter``; units of today or former ones.
    coach
        Coach access; unknown is a value of its own.
    festival_months
        Months of the solar calendar in which a festival begins, runs or ends in ``year``.
    text
        What is looked for; the search of the window reads it, not ``passing``.
    """

    categories: tuple[Category, ...] = ()
    ranks: tuple[Rank, ...] = ()
    units: tuple[UnitId, ...] = ()
    statuses: tuple[Status, ...] = ()
    coach: tuple[CoachAccess, ...] = ()
    festival_months: tuple[int, ...] = ()
    text: str = ""

    def passing(self, project: Project, year: int) -> tuple[Place, ...]:
        """Return the places that meet every condition, units that the project lacks aside.

        Parameters
        ----------
        project
            Where to look.
        year
            Solar year in which festival months are counted.
        """
        units = tuple(unit for unit in self.units if unit in project.units)
        wanted = CandidateFilter(
            categories=self.categories, ranks=self.ranks, units=units, statuses=self.statuses
        )
        coach, months = frozenset(self.coach), frozenset(self.festival_months)
        return tuple(
            place
            for place in select(project, wanted)
            if (not coach or place.coach_access in coach)
            and (not months or months & festival_months(place, year))
        )

    def plain(self) -> dict[str, list[str] | list[int] | str]:
        """Return the filter as JSON values; empty conditions are left out."""
        kept: dict[str, list[str] | list[int] | str] = {
            name: [str(value) for value in getattr(self, name)]
            for name in ("categories", "ranks", "units", "statuses", "coach")
        }
        kept["festival_months"] = list(self.festival_months)
        kept["text"] = self.text
        return {name: value for name, value in kept.items() if value}


def read_place_filter(plain: Mapping[str, Any]) -> PlaceFilter:
    """Read what ``PlaceFilter.plain`` gave; values that a later version may know are left out.

    Parameters
    ----------
    plain
        JSON values of a settings file, which a user may have edited: anything.
    """

    def values(name: str) -> list[Any]:
        found = plain.get(name)
        return found if isinstance(found, list) else []

    def members(name: str, kind: Any) -> tuple[Any, ...]:  # Any: one of four enumerations, told by ``kind``
        known = {str(member): member for member in kind}
        return tuple(known[str(value)] for value in values(name) if str(value) in known)

    text = plain.get("text", "")
    return PlaceFilter(
        categories=members("categories", Category),
        ranks=members("ranks", Rank),
        units=tuple(UnitId(value) for value in values("units") if isinstance(value, str)),
        statuses=members("statuses", Status),
        coach=members("coach", CoachAccess),
        festival_months=tuple(month for month in values("festival_months") if month in MONTHS),
        text=text if isinstance(text, str) else "",
    )


def festival_months(place: Place, year: int) -> frozenset[int]:
    """Return the months of solar ``year`` that a festival of ``place`` touches, by its rules."""
    return frozenset().union(*(_months(festival, year) for festival in place.festivals))


@lru_cache(maxsize=4096)
def _months(festival: Festival, year: int) -> frozenset[int]:
    first, last = date(year, 1, 1), date(year, 12, 31)
    return frozenset(
        month
        for begin, end in festival_dates(festival, year)
        for month in range(max(begin, first).month, min(end, last).month + 1)
    )

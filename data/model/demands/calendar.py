"""Demands tied to dates: changed opening hours, and what a festival means."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final

from data.errors import BadInputError
from data.language.catalogue import N_
from data.model.checks import require_at_least, require_text
from data.model.place import PlaceId

CLOSED: Final = "off"
"""OSM ``opening_hours`` of a place that is closed."""


@dataclass(frozen=True, slots=True)
class HoursChange:
    """Opening hours of one place from ``first`` to ``last`` instead of those of the register.

    Closures for repair, a festival season, an appointment that opens a locked gate. The last change that
    covers a date wins; a change goes before festivals too.

    Parameters
    ----------
    place_id
        The place.
    first, last
        First and last date.
    hours
        OSM ``opening_hours`` of these dates; 'off' for closed, '24/7' for open all the time.
    """

    place_id: PlaceId
    first: date
    last: date
    hours: str = CLOSED

    def __post_init__(self) -> None:
        require_text(self.hours, "hours", self.place_id)
        if self.last < self.first:
            raise BadInputError(
                N_("The change of opening hours ends before it begins."),
                where=self.place_id,
                remedy=N_("Write the earlier date under 'from'."),
            )


class FestivalEffect(StrEnum):
    """What festival days do to the opening hours of a place."""

    KEEP = "keep"
    EXTEND = "extend"
    REPLACE = "replace"
    CLOSE = "close"


@dataclass(frozen=True, slots=True)
class FestivalRule:
    """What the days of its festival mean for a place.

    Parameters
    ----------
    bonus
        Points added to the score of a visit on a festival day, whole number >= 0.
    effect
        Hours stay, are joined by ``hours``, are replaced by them, or the place is closed to tours.
    hours
        OSM ``opening_hours`` of festival days, for ``EXTEND`` and ``REPLACE``.
    """

    bonus: int = 0
    effect: FestivalEffect = FestivalEffect.KEEP
    hours: str = ""

    def __post_init__(self) -> None:
        require_at_least(self.bonus, 0, "bonus", "festivals")
        needs_hours = self.effect in {FestivalEffect.EXTEND, FestivalEffect.REPLACE}
        if needs_hours != bool(self.hours.strip()):
            raise BadInputError(
                N_("Festival hours go with the effects 'extend' and 'replace', and only with them."),
                where="festivals",
                remedy=N_("Write for example effect = 'extend' and hours = '06:00-21:00'."),
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class FestivalRules:
    """Festival rule of every place (``usual``) and of single places."""

    usual: FestivalRule = field(default_factory=FestivalRule)
    by_place: Mapping[PlaceId, FestivalRule] = field(default_factory=dict)

    def of(self, place_id: PlaceId) -> FestivalRule:
        """Return the rule of one place."""
        return self.by_place.get(place_id, self.usual)

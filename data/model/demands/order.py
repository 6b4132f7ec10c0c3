"""Demands on order: first and last stops, what comes before what, fixed days, locked sequences."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from data.model.place import PlaceId


@dataclass(frozen=True, slots=True, kw_only=True)
class Pins:
    """Where places stand in the itinerary.

    ``first``, ``last`` and the two ``…_of_day`` demand the visit. The other pins bind only places that are
    visited: ``before`` when both are, a fixed day when the place is; of a sequence either all places are
    visited, one right after the other on one day, or none.

    Parameters
    ----------
    first, last
        First and last visit of the tour.
    first_of_day, last_of_day
        First and last visit of a day, by day number (from 0).
    before
        Pairs (A, B): A is visited before B, on the same day or an earlier one.
    fixed_days
        Day number (from 0) of a place.
    sequences
        Places in this order with no other visit between them (breaks may be).
    """

    first: PlaceId | None = None
    last: PlaceId | None = None
    first_of_day: Mapping[int, PlaceId] = field(default_factory=dict)
    last_of_day: Mapping[int, PlaceId] = field(default_factory=dict)
    before: tuple[tuple[PlaceId, PlaceId], ...] = ()
    fixed_days: Mapping[PlaceId, int] = field(default_factory=dict)
    sequences: tuple[tuple[PlaceId, ...], ...] = ()

    @property
    def demanded(self) -> frozenset[PlaceId]:
        """Places that the pins demand to be visited."""
        ends = (self.first, self.last, *self.first_of_day.values(), *self.last_of_day.values())
        return frozenset(place for place in ends if place is not None)

    @property
    def places(self) -> frozenset[PlaceId]:
        """Every place that a pin names."""
        pairs = {place for pair in self.before for place in pair}
        rows = {place for row in self.sequences for place in row}
        return self.demanded | pairs | rows | frozenset(self.fixed_days)

    def within(self, days: int) -> "Pins":
        """Return the pins without those of days that a tour of ``days`` days does not have."""
        return Pins(
            first=self.first,
            last=self.last,
            first_of_day={day: place for day, place in self.first_of_day.items() if day < days},
            last_of_day={day: place for day, place in self.last_of_day.items() if day < days},
            before=self.before,
            fixed_days={place: day for place, day in self.fixed_days.items() if day < days},
            sequences=self.sequences,
        )

"""Demands on time: breaks, rules of single days, length of visits."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from data.errors import BadInputError
from data.language.catalogue import N_
from data.model.checks import require_at_least
from data.model.clock import DAY_S
from data.model.place import Category, PlaceId
from data.model.travel_mode import TravelMode


class BreakKind(StrEnum):
    """What a break is for; the values are those of the stops it becomes."""

    LUNCH = "lunch"
    DINNER = "dinner"
    REST = "rest"


@dataclass(frozen=True, slots=True)
class Break:
    """A break of every day, or of some days: begins within [earliest_s, latest_s], lasts duration_s.

    A day that is over before the window, or begins after it, and a day without visits have no such break.
    With neither places nor categories the break is taken where the group then is, without travel. With
    either, it is taken at one of these places, reached on the way, while that place is open for all of the
    break; it scores nothing and is no visit.

    Parameters
    ----------
    earliest_s, latest_s, duration_s
        Window of its begin in seconds after local midnight, and its length in seconds; 0 for none at all.
    kind
        Lunch, dinner or rest.
    place_ids
        Places where it may be taken, whatever the filter of candidates says.
    categories
        Kinds of places where it may be taken, inside the area (units, districts, box) of the candidates.
    days
        Days it applies to, counted from 0, ascending; empty for every day.
    """

    earliest_s: int = 11 * 3600 + 1800
    latest_s: int = 12 * 3600 + 1800
    duration_s: int = 3600
    kind: BreakKind = BreakKind.LUNCH
    place_ids: tuple[PlaceId, ...] = ()
    categories: tuple[Category, ...] = ()
    days: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        require_at_least(self.duration_s, 0, "minutes", self.kind.value)
        if not 0 <= self.earliest_s <= self.latest_s <= 2 * DAY_S:
            raise BadInputError(
                N_("The window of the break ends before it begins."),
                where=self.kind.value,
                remedy=N_("Write the earliest time first."),
            )

    @property
    def is_at_place(self) -> bool:
        """Whether it has to be taken at a place of the lists."""
        return bool(self.place_ids or self.categories)

    def is_on(self, day: int) -> bool:
        """Return whether it applies to day number ``day`` (from 0)."""
        return not self.days or day in self.days


@dataclass(frozen=True, slots=True, kw_only=True)
class DayRule:
    """What differs on one day; ``None`` keeps what the request says for all days.

    Parameters
    ----------
    day
        Number of the day, from 0.
    start_s, end_s
        When the group leaves and has to be back, seconds after local midnight.
    mode
        Travel mode of the day.
    max_travel_s
        Most travel time of the day, seconds.
    max_walk_m
        Most walking of the day, metres.
    """

    day: int
    start_s: int | None = None
    end_s: int | None = None
    mode: TravelMode | None = None
    max_travel_s: int | None = None
    max_walk_m: int | None = None

    def __post_init__(self) -> None:
        require_at_least(self.day, 0, "day", "days")
        require_at_least(self.max_travel_s, 0, "max_travel_s", "days")
        require_at_least(self.max_walk_m, 0, "max_walk_m", "days")


@dataclass(frozen=True, slots=True)
class VisitRange:
    """Shortest, usual and longest visit of a place, whole minutes."""

    shortest_minutes: int
    typical_minutes: int
    longest_minutes: int

    def __post_init__(self) -> None:
        require_at_least(self.shortest_minutes, 1, "shortest", "visits")
        if not self.shortest_minutes <= self.typical_minutes <= self.longest_minutes:
            raise BadInputError(
                N_("A visit needs shortest <= typical <= longest, not {shortest}, {typical}, {longest}."),
                where="visits",
                remedy=N_("Put the three lengths in order."),
                shortest=self.shortest_minutes,
                typical=self.typical_minutes,
                longest=self.longest_minutes,
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitRule:
    """How far visits may be shortened when demands do not fit otherwise, and lengthened in free time.

    Parameters
    ----------
    shortest_share, longest_share
        Shares of the usual length: 0 < shortest <= 1 <= longest. 1 and 1 keep every visit as it is.
    by_place
        Ranges of single places; they go before the register.
    """

    shortest_share: float = 1.0
    longest_share: float = 1.0
    by_place: Mapping[PlaceId, VisitRange] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not 0 < self.shortest_share <= 1 <= self.longest_share <= 10:
            raise BadInputError(
                N_("The shares of the visit length have to be 0 < shortest <= 1 <= longest <= 10."),
                where="visits",
                remedy=N_("Write for example shortest_share = 0.75 and longest_share = 1.5."),
            )

    def range_of(self, place_id: PlaceId, usual_minutes: int) -> VisitRange:
        """Return the range of one place, whose usual visit lasts ``usual_minutes`` (at least 1)."""
        if place_id in self.by_place:
            return self.by_place[place_id]
        # Rounded towards the usual length: a share is a limit.
        shortest = max(1, -int(-usual_minutes * self.shortest_share // 1))
        longest = int(usual_minutes * self.longest_share)
        return VisitRange(min(shortest, usual_minutes), usual_minutes, max(longest, usual_minutes))

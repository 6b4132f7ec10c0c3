"""TourRequest: what the planner asks for."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Final

from data.errors import BadInputError
from data.language.catalogue import N_
from data.model.checks import require_at_least, require_lon_lat
from data.model.place import Category, PlaceId, Rank, Status
from data.model.travel_mode import TravelMode
from data.model.units import UnitId

MOST_DAYS: Final = 14
"""Longest tour: what page, timeline and solver are made for."""

DAY_S: Final = 86_400
"""Seconds in a day; a tour day may end after midnight, so times of day run up to ``2 * DAY_S``."""

MOST_SEED: Final = 2**31 - 1
"""Solvers count seeds in 32 bits."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where a day starts or ends: a place of the register, or a free point with a name.

    Parameters
    ----------
    lon, lat
        WGS84 degrees.
    label
        What to call it in the itinerary.
    place_id
        The place, when it is one.
    """

    lon: float
    lat: float
    label: str = ""
    place_id: PlaceId | None = None

    def __post_init__(self) -> None:
        require_lon_lat(self.lon, self.lat, self.label or "start/end")


@dataclass(frozen=True, slots=True)
class LunchRule:
    """Lunch window: starts within [earliest_s, latest_s] of the day and lasts duration_s."""

    earliest_s: int = 11 * 3600 + 1800
    latest_s: int = 12 * 3600 + 1800
    duration_s: int = 3600

    def __post_init__(self) -> None:
        require_at_least(self.duration_s, 0, "lunch.minutes", "request")
        if not 0 <= self.earliest_s <= self.latest_s <= 2 * DAY_S:
            raise BadInputError(
                N_("The lunch window ends before it begins."),
                where="lunch",
                remedy=N_("Write the earliest time first."),
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateFilter:
    """Which places may be visited. Conditions are joined by *and*; an empty one lets everything pass.

    ``units`` may name units of today or former ones; ``districts`` names former districts; ``bbox`` is
    west, south, east, north in degrees; ``max_precision_m`` leaves coarser coordinates out.
    """

    place_ids: tuple[PlaceId, ...] = ()
    categories: tuple[Category, ...] = ()
    ranks: tuple[Rank, ...] = ()
    units: tuple[UnitId, ...] = ()
    districts: tuple[str, ...] = ()
    statuses: tuple[Status, ...] = ()
    text: str = ""
    bbox: tuple[float, float, float, float] | None = None
    max_precision_m: float | None = None

    def __post_init__(self) -> None:
        if self.bbox is None:
            return
        west, south, east, north = self.bbox
        require_lon_lat(west, south, "bbox")
        require_lon_lat(east, north, "bbox")
        if not (west < east and south < north):
            raise BadInputError(
                N_("The area is empty."), where="bbox", remedy=N_("Write west, south, east, north.")
            )


DEFAULT_RANK_SCORES: Final[Mapping[Rank, int]] = MappingProxyType(
    {
        Rank.SPECIAL_NATIONAL: 100,
        Rank.NATIONAL: 70,
        Rank.PROVINCIAL: 50,
        Rank.INVENTORIED: 35,
        Rank.NONE: 25,
        Rank.UNKNOWN: 25,
    }
)
"""Score of a place by relic rank: our own scale, stated so that a planner can change it."""

DEFAULT_CATEGORY_SCORES: Final[Mapping[Category, int]] = MappingProxyType(
    {
        Category.RELIC: 0,
        Category.CRAFT_VILLAGE: 45,
        Category.MUSEUM_THEATRE: 35,
        Category.CREATIVE_SPACE: 30,
        Category.WALKING_SPACE: 30,
        Category.ECO_SITE: 25,
        Category.FESTIVAL_SITE: 25,
        Category.FOOD_MARKET: 10,
        Category.LODGING_OR_SERVICE: 0,
        Category.TRANSPORT_HUB: 0,
    }
)
"""Added to the rank score: living heritage is seldom ranked, yet it is what the plans ask for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreRule:
    """Score of visiting a place = rank + category, or the override for that very place; unnamed is 0."""

    by_rank: Mapping[Rank, int] = field(default_factory=lambda: dict(DEFAULT_RANK_SCORES))
    by_category: Mapping[Category, int] = field(default_factory=lambda: dict(DEFAULT_CATEGORY_SCORES))
    by_place: Mapping[PlaceId, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        # Completed, so that rules that mean the same are equal.
        object.__setattr__(self, "by_rank", {rank: self.by_rank.get(rank, 0) for rank in Rank})
        categories = {category: self.by_category.get(category, 0) for category in Category}
        object.__setattr__(self, "by_category", categories)
        for score in (*self.by_rank.values(), *self.by_category.values(), *self.by_place.values()):
            require_at_least(score, 0, "score", "scores")

    def score(self, place_id: PlaceId, rank: Rank, category: Category) -> int:
        """Return the score of one place."""
        if place_id in self.by_place:
            return self.by_place[place_id]
        return self.by_rank[rank] + self.by_category[category]


@dataclass(frozen=True, slots=True, kw_only=True)
class TourRequest:
    """What the planner asks for.

    Parameters
    ----------
    title_vi, title_en
        Title of the tour.
    start, end
        Where the tour starts and ends.
    nights
        Where each night is spent, one fewer than ``dates``; empty: every day starts at ``start`` and ends
        at ``end``.
    dates
        Days of the tour, ascending.
    day_start_s, day_end_s
        Seconds after local midnight; ``day_end_s`` may pass midnight.
    mode
        Travel mode.
    lunch
        Lunch window, or ``None`` for no lunch break.
    candidates
        Places that may be visited.
    must, never
        Places that have to be, or must not be, visited.
    cover_units
        Units (today's or former) in which at least one place has to be visited.
    unit_minimum
        Least number of visited places by unit.
    scores
        How places are valued.
    default_visit_minutes
        Length of a visit where the register does not know it.
    max_travel_s
        Most travel time a day, seconds; ``None`` for no limit.
    group_size
        Visitors.
    clauses
        Keys of the plan clauses that the tour serves.
    seed, seconds
        Seed and time budget of the solver.

    Raises
    ------
    BadInputError
        If dates are missing or not ascending, the day is empty, the nights do not fit the days, or a number
        is out of its range.
    """

    title_vi: str = ""
    title_en: str = ""
    start: Anchor
    end: Anchor
    nights: tuple[Anchor, ...] = ()
    dates: tuple[date, ...]
    day_start_s: int = 7 * 3600 + 1800
    day_end_s: int = 17 * 3600
    mode: TravelMode = TravelMode.COACH
    lunch: LunchRule | None = field(default_factory=LunchRule)
    candidates: CandidateFilter = field(default_factory=CandidateFilter)
    must: tuple[PlaceId, ...] = ()
    never: tuple[PlaceId, ...] = ()
    cover_units: tuple[UnitId, ...] = ()
    unit_minimum: Mapping[UnitId, int] = field(default_factory=dict)
    scores: ScoreRule = field(default_factory=ScoreRule)
    default_visit_minutes: int = 30
    max_travel_s: int | None = None
    group_size: int = 1
    clauses: tuple[str, ...] = ()
    seed: int = 1
    seconds: float = 10.0

    def __post_init__(self) -> None:
        self._check_days()
        require_at_least(self.group_size, 1, "group_size", "request")
        require_at_least(self.default_visit_minutes, 1, "default_visit_minutes", "request")
        require_at_least(self.max_travel_s, 0, "max_travel_s", "request")
        require_at_least(self.seconds, 0, "seconds", "request")
        if not 0 <= self.seed <= MOST_SEED:
            raise BadInputError(
                N_("The seed has to be a whole number from 0 to 2147483647."),
                where="seed",
                remedy=N_("Give a number such as 1."),
            )
        for unit, least in self.unit_minimum.items():
            require_at_least(least, 0, "unit_minimum", unit)
        both = set(self.must) & set(self.never)
        if both:
            raise BadInputError(
                N_("{places} stand both under 'must' and under 'never'."),
                where="must, never",
                remedy=N_("Remove them from one of the two lists."),
                places=", ".join(sorted(both)),
            )

    def _check_days(self) -> None:
        if not self.dates or list(self.dates) != sorted(set(self.dates)):
            raise BadInputError(
                N_("The dates are missing, repeated or not in order."),
                where="dates",
                remedy=N_("Give at least one date, earliest first."),
            )
        if len(self.dates) > MOST_DAYS:
            raise BadInputError(
                N_("A tour has at most {most} days; this one has {days}."),
                where="dates",
                remedy=N_("Plan it as several tours."),
                most=MOST_DAYS,
                days=len(self.dates),
            )
        if not 0 <= self.day_start_s < self.day_end_s <= 2 * DAY_S:
            raise BadInputError(
                N_("The day ends before it begins."),
                where="day_start, day_end",
                remedy=N_("Write times as 07:30; hours after midnight as 25:00."),
            )
        if self.nights and len(self.nights) != len(self.dates) - 1:
            raise BadInputError(
                N_("{nights} nights do not fit {days} days."),
                where="nights",
                remedy=N_("Name one night fewer than days, or none."),
                nights=len(self.nights),
                days=len(self.dates),
            )

    def day_anchors(self, day: int) -> tuple[Anchor, Anchor]:
        """Return where day number ``day`` (from 0) starts and ends."""
        if not self.nights:
            return self.start, self.end
        first = self.start if day == 0 else self.nights[day - 1]
        last = self.end if day == len(self.dates) - 1 else self.nights[day]
        return first, last

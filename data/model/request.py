"""TourRequest: what the planner asks for."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType
from typing import Final

from data.errors import BadInputError
from data.language.catalogue import N_
from data.model.checks import require_at_least, require_lon_lat
from data.model.clock import DAY_S
from data.model.demands.calendar import FestivalRules, HoursChange
from data.model.demands.choice import AlternativesGroup, CategoryLimit
from data.model.demands.contradictions import contradictions
from data.model.demands.means import Budget, Transfer
from data.model.demands.order import Pins
from data.model.demands.times import Break, BreakKind, DayRule, VisitRange, VisitRule
from data.model.place import Category, PlaceId, Rank, Status
from data.model.travel_mode import TravelMode
from data.model.units import UnitId

MOST_DAYS: Final = 14
"""Longest tour: what page, timeline and solver are made for."""

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


MOST_SCORE: Final = 1_000_000
"""Most points of one place: sums over any tour then stay far inside the numbers of every solver."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreRule:
    """Score of visiting a place = (rank + category, or the override for that very place) x its weight.

    Parameters
    ----------
    by_rank, by_category
        Points; what is not named is 0.
    by_place
        Points of single places instead of rank + category.
    weights
        What the planner thinks of single places: 2.0 counts twice, 0.5 half; 1 when not named.
    fairness_points
        Points for each commune (of today) in which the tour visits at least one place, beside the scores.
    """

    by_rank: Mapping[Rank, int] = field(default_factory=lambda: dict(DEFAULT_RANK_SCORES))
    by_category: Mapping[Category, int] = field(default_factory=lambda: dict(DEFAULT_CATEGORY_SCORES))
    by_place: Mapping[PlaceId, int] = field(default_factory=dict)
    weights: Mapping[PlaceId, float] = field(default_factory=dict)
    fairness_points: int = 0

    def __post_init__(self) -> None:
        # Completed, so that rules that mean the same are equal.
        object.__setattr__(self, "by_rank", {rank: self.by_rank.get(rank, 0) for rank in Rank})
        categories = {category: self.by_category.get(category, 0) for category in Category}
        object.__setattr__(self, "by_category", categories)
        points = (*self.by_rank.values(), *self.by_category.values(), *self.by_place.values())
        for score in (*points, self.fairness_points):
            require_at_least(score, 0, "score", "scores")
            _require_countable(score)
        for place_id, weight in self.weights.items():
            require_at_least(weight, 0, "weight", place_id)
            _require_countable(weight)

    def score(self, place_id: PlaceId, rank: Rank, category: Category) -> int:
        """Return the score of one place, a whole number, at most ``MOST_SCORE``."""
        points = self.by_place.get(place_id)
        if points is None:
            points = self.by_rank[rank] + self.by_category[category]
        return min(round(points * self.weights.get(place_id, 1.0)), MOST_SCORE)


def _require_countable(score: float) -> None:
    if score > MOST_SCORE:
        raise BadInputError(
            N_("The scores are too large to compute with."),
            where="scores",
            remedy=N_("Use scores below one million."),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class DayFrame:
    """What holds on one day of a tour, rules of all days and of that day put together.

    Parameters
    ----------
    date
        The date.
    start, end
        Where the day starts and ends.
    start_s, end_s
        Seconds after local midnight; ``end_s`` may pass midnight.
    mode
        Travel mode.
    max_travel_s
        Most travel time, seconds, the walking part of mixed ways too; ``None`` for no limit.
    max_walk_m
        Most walking along ways, metres; ``None`` for no limit.
    breaks
        Breaks of the day, by their earliest begin.
    """

    date: date
    start: Anchor
    end: Anchor
    start_s: int
    end_s: int
    mode: TravelMode
    max_travel_s: int | None
    max_walk_m: int | None
    breaks: tuple[Break, ...]


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
        Seconds after local midnight; ``day_end_s`` may pass midnight. Days may differ: ask ``day``.
    mode
        Travel mode of the days that have none of their own.
    days
        What differs on single days; kept by day number, one rule a day.
    breaks
        Lunch and other breaks; kept by their earliest begin and kind.
    candidates
        Places that may be visited.
    must, never
        Places that have to be, or must not be, visited; every other candidate is optional.
    cover_units
        Units (today's or former) in which at least one place has to be visited.
    unit_minimum, unit_maximum
        Least and most number of visited places by unit.
    category_limits
        Least and most number of visits by category.
    alternatives
        Groups of places that stand for each other.
    pins
        First, last, before, fixed days, locked sequences.
    scores
        How places are valued, with weights and points for fairness between communes.
    festivals
        What festivals are worth and do to opening hours.
    hours
        Changed opening hours of single places in ranges of dates.
    visits
        How far visits may be shortened and lengthened.
    default_visit_minutes
        Length of a visit where the register does not know it.
    max_travel_s
        Most travel time a day, seconds; ``None`` for no limit.
    max_walk_m
        Most walking along the ways of a day, metres; ``None`` for no limit.
    group_size
        Visitors.
    has_slots
        Whether a group larger than the capacity of a place visits in ceil(size / capacity) slots one after
        the other; otherwise capacity is not looked at.
    capacities
        Visitors at one time at single places, instead of what the register says.
    transfer
        Coach access with a transfer on foot; ``None``: the vehicle goes as near as the network lets it, and
        the walk from there has no limit of its own.
    boarding_minutes
        Time to get on board after each visit on days with a vehicle.
    is_time_dependent
        Whether speeds depend on the time of departure (rush hours).
    budget
        Rates and limit of costs.
    clauses
        Keys of the plan clauses that the tour serves.
    seed, seconds
        Seed and time budget of the solver.

    Raises
    ------
    BadInputError
        If dates are missing or not ascending, the day is empty, the nights do not fit the days, a number is
        out of its range, or demands contradict each other (all contradictions at once, as details).
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
    days: tuple[DayRule, ...] = ()
    breaks: tuple[Break, ...] = (Break(),)
    candidates: CandidateFilter = field(default_factory=CandidateFilter)
    must: tuple[PlaceId, ...] = ()
    never: tuple[PlaceId, ...] = ()
    cover_units: tuple[UnitId, ...] = ()
    unit_minimum: Mapping[UnitId, int] = field(default_factory=dict)
    unit_maximum: Mapping[UnitId, int] = field(default_factory=dict)
    category_limits: tuple[CategoryLimit, ...] = ()
    alternatives: tuple[AlternativesGroup, ...] = ()
    pins: Pins = field(default_factory=Pins)
    scores: ScoreRule = field(default_factory=ScoreRule)
    festivals: FestivalRules = field(default_factory=FestivalRules)
    hours: tuple[HoursChange, ...] = ()
    visits: VisitRule = field(default_factory=VisitRule)
    default_visit_minutes: int = 30
    max_travel_s: int | None = None
    max_walk_m: int | None = None
    group_size: int = 1
    has_slots: bool = True
    capacities: Mapping[PlaceId, int] = field(default_factory=dict)
    transfer: Transfer | None = None
    boarding_minutes: int = 0
    is_time_dependent: bool = False
    budget: Budget = field(default_factory=Budget)
    clauses: tuple[str, ...] = ()
    seed: int = 1
    seconds: float = 10.0

    def __post_init__(self) -> None:
        # In one order, so that requests that mean the same are equal.
        object.__setattr__(self, "days", tuple(sorted(self.days, key=lambda rule: rule.day)))
        # By kind, too, so that requests that mean the same are equal.
        kinds = [*BreakKind]
        breaks = sorted(self.breaks, key=lambda rule: (rule.earliest_s, kinds.index(rule.kind), rule.days))
        object.__setattr__(self, "breaks", tuple(breaks))
        self._check_days()
        self._check_numbers()
        found = contradictions(self)
        if len(found) == 1:
            raise found[0]
        if found:
            raise BadInputError(N_("Demands contradict each other:"), details=found)

    def _check_numbers(self) -> None:
        require_at_least(self.group_size, 1, "group_size", "request")
        require_at_least(self.default_visit_minutes, 1, "default_visit_minutes", "request")
        require_at_least(self.max_travel_s, 0, "max_travel_s", "request")
        require_at_least(self.max_walk_m, 0, "max_walk_m", "request")
        require_at_least(self.boarding_minutes, 0, "boarding_minutes", "request")
        require_at_least(self.seconds, 0, "seconds", "request")
        if not 0 <= self.seed <= MOST_SEED:
            raise BadInputError(
                N_("The seed has to be a whole number from 0 to 2147483647."),
                where="seed",
                remedy=N_("Give a number such as 1."),
            )
        for unit, number in (*self.unit_minimum.items(), *self.unit_maximum.items()):
            require_at_least(number, 0, "unit_minimum, unit_maximum", unit)
        for place_id, visitors in self.capacities.items():
            require_at_least(visitors, 1, "capacity", place_id)

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
        for rule in (None, *self.days):
            self._check_times(rule)
        if self.nights and len(self.nights) != len(self.dates) - 1:
            raise BadInputError(
                N_("{nights} nights do not fit {days} days."),
                where="nights",
                remedy=N_("Name one night fewer than days, or none."),
                nights=len(self.nights),
                days=len(self.dates),
            )

    def _check_times(self, rule: DayRule | None) -> None:
        start_s = self.day_start_s if rule is None or rule.start_s is None else rule.start_s
        end_s = self.day_end_s if rule is None or rule.end_s is None else rule.end_s
        if not 0 <= start_s < end_s <= 2 * DAY_S:
            raise BadInputError(
                N_("The day ends before it begins."),
                where="day_start, day_end" if rule is None else f"days {rule.day + 1}",
                remedy=N_("Write times as 07:30; hours after midnight as 25:00."),
            )

    def day_anchors(self, day: int) -> tuple[Anchor, Anchor]:
        """Return where day number ``day`` (from 0) starts and ends."""
        if not self.nights:
            return self.start, self.end
        first = self.start if day == 0 else self.nights[day - 1]
        last = self.end if day == len(self.dates) - 1 else self.nights[day]
        return first, last

    def day(self, day: int) -> DayFrame:
        """Return what holds on day number ``day`` (from 0)."""
        rule = next((rule for rule in self.days if rule.day == day), DayRule(day=day))
        start, end = self.day_anchors(day)
        return DayFrame(
            date=self.dates[day],
            start=start,
            end=end,
            start_s=self.day_start_s if rule.start_s is None else rule.start_s,
            end_s=self.day_end_s if rule.end_s is None else rule.end_s,
            mode=rule.mode or self.mode,
            max_travel_s=self.max_travel_s if rule.max_travel_s is None else rule.max_travel_s,
            max_walk_m=self.max_walk_m if rule.max_walk_m is None else rule.max_walk_m,
            breaks=tuple(rule for rule in self.breaks if rule.is_on(day) and rule.duration_s > 0),
        )

    @property
    def frames(self) -> tuple[DayFrame, ...]:
        """What holds on each day, in order."""
        return tuple(self.day(day) for day in range(len(self.dates)))

    @property
    def modes(self) -> tuple[TravelMode, ...]:
        """Travel modes of the days, each once, in order."""
        return tuple(dict.fromkeys(frame.mode for frame in self.frames))

    @property
    def lunch(self) -> Break | None:
        """The first lunch break of all days, if any."""
        return next((rule for rule in self.breaks if rule.kind is BreakKind.LUNCH and not rule.days), None)

    @property
    def demanded(self) -> frozenset[PlaceId]:
        """Places that have to be visited: must-sees and those that pins demand."""
        return self.pins.demanded.union(self.must)

    def visit_range(self, place_id: PlaceId, visit_minutes: int | None) -> VisitRange:
        """Return the lengths of one visit of a place whose register entry says ``visit_minutes``."""
        return self.visits.range_of(place_id, visit_minutes or self.default_visit_minutes)

    def slots_at(self, place_id: PlaceId, capacity: int | None) -> int:
        """Return in how many slots the group visits a place of ``capacity`` in the register."""
        room = self.capacities.get(place_id, capacity)
        return -(-self.group_size // room) if self.has_slots and room else 1

    def on_dates(self, dates: tuple[date, ...], nights: tuple[Anchor, ...] = ()) -> "TourRequest":
        """Return the request for other dates; demands on days that there no longer are fall away."""
        count = len(dates)
        kept = (rule for rule in self.breaks if not rule.days or min(rule.days) < count)
        return replace(
            self,
            dates=dates,
            nights=nights,
            days=tuple(rule for rule in self.days if rule.day < count),
            breaks=tuple(replace(rule, days=tuple(day for day in rule.days if day < count)) for rule in kept),
            pins=self.pins.within(count),
        )

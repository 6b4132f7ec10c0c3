"""Requests drawn at random over every field, as hypothesis strategies."""

from datetime import date, timedelta
from typing import cast

from hypothesis import strategies as st

from data.errors import BadInputError
from data.model.clock import DAY_S
from data.model.demands.calendar import FestivalEffect, FestivalRule, FestivalRules, HoursChange
from data.model.demands.choice import AlternativesGroup, CategoryLimit
from data.model.demands.means import Budget, Transfer
from data.model.demands.order import Pins
from data.model.demands.times import Break, BreakKind, DayRule, VisitRange, VisitRule
from data.model.place import Category, PlaceId, Rank, Status
from data.model.request import Anchor, CandidateFilter, ScoreRule, TourRequest
from data.model.travel_mode import TravelMode
from data.model.units import UnitId

_IDS = st.text("abc-", min_size=1, max_size=5).map(PlaceId)
_UNITS = _IDS.map(UnitId)
_LISTS = st.lists(_IDS, unique=True, max_size=3).map(tuple)
_CATEGORIES = st.lists(st.sampled_from(Category), unique=True, max_size=3).map(tuple)
_WORDS = st.text(max_size=5).filter(lambda text: text == text.strip())
_SMALL = st.integers(0, 500)
_DATES = st.dates(date(2026, 1, 1), date(2030, 1, 1))
_ANCHORS = st.builds(Anchor, st.floats(103, 109), st.floats(9, 23), _WORDS, st.none() | _IDS)
_SCORES = st.builds(
    ScoreRule,
    by_rank=st.fixed_dictionaries(dict.fromkeys(Rank, _SMALL)),
    by_category=st.fixed_dictionaries(dict.fromkeys(Category, _SMALL)),
    by_place=st.dictionaries(_IDS, _SMALL, max_size=3),
    weights=st.dictionaries(_IDS, st.floats(0, 100), max_size=3),
    fairness_points=_SMALL,
)
_FILTERS = st.builds(
    CandidateFilter,
    place_ids=_LISTS,
    categories=_CATEGORIES,
    ranks=st.lists(st.sampled_from(Rank), unique=True, max_size=3).map(tuple),
    units=st.lists(_UNITS, unique=True, max_size=3).map(tuple),
    districts=_LISTS,
    statuses=st.lists(st.sampled_from(Status), unique=True).map(tuple),
    text=st.text(max_size=5),
    bbox=st.none() | st.just((105.0, 20.0, 107.5, 22.0)),
    max_precision_m=st.none() | st.floats(0, 5000),
)
_LIMITS = st.builds(
    CategoryLimit,
    _CATEGORIES.filter(bool),
    st.integers(0, 3),
    st.none() | st.integers(3, 9),
)
_ALTERNATIVES = st.builds(
    AlternativesGroup,
    st.lists(_IDS, unique=True, min_size=2, max_size=3).map(tuple),
    st.integers(0, 1),
    st.integers(1, 3),
    _WORDS,
)
_FESTIVAL = st.builds(
    FestivalRule, _SMALL, st.sampled_from([FestivalEffect.KEEP, FestivalEffect.CLOSE])
) | st.builds(
    FestivalRule,
    _SMALL,
    st.sampled_from([FestivalEffect.EXTEND, FestivalEffect.REPLACE]),
    st.just("06:00-21:00"),
)
_FESTIVALS = st.builds(FestivalRules, usual=_FESTIVAL, by_place=st.dictionaries(_IDS, _FESTIVAL, max_size=2))
_CHANGES = st.builds(
    HoursChange,
    _IDS,
    _DATES,
    _DATES.map(lambda day: day + timedelta(days=1500)),
    st.sampled_from(["off", "24/7"]),
)
_RANGES = st.builds(VisitRange, st.integers(1, 20), st.integers(20, 60), st.integers(60, 300))
_VISITS = st.builds(
    VisitRule,
    shortest_share=st.floats(0.1, 1),
    longest_share=st.floats(1, 10),
    by_place=st.dictionaries(_IDS, _RANGES, max_size=2),
)
_BUDGETS = st.builds(
    Budget,
    limit_vnd=st.none() | st.integers(0, 10**9),
    vehicle_km_vnd=_SMALL,
    vehicle_day_vnd=_SMALL,
    vehicle_hour_vnd=_SMALL,
    guide_day_vnd=_SMALL,
)
_TRANSFERS = st.builds(Transfer, _SMALL, st.sampled_from([TravelMode.FOOT, TravelMode.ELECTRIC_CART]))


def _days(count: int) -> st.SearchStrategy[int]:
    return st.integers(0, count - 1)


def _breaks(count: int) -> st.SearchStrategy[Break]:
    return st.builds(
        Break,
        st.integers(0, 40_000),
        st.integers(40_000, 2 * DAY_S),
        st.integers(0, 3000),
        st.sampled_from(BreakKind),
        _LISTS,
        _CATEGORIES,
        st.lists(_days(count), unique=True, max_size=2).map(sorted).map(tuple),
    )


def _rules(count: int) -> st.SearchStrategy[DayRule]:
    return st.builds(
        DayRule,
        day=_days(count),
        start_s=st.none() | st.integers(0, 40_000),
        end_s=st.none() | st.integers(DAY_S, 2 * DAY_S),
        mode=st.none() | st.sampled_from(TravelMode),
        max_travel_s=st.none() | _SMALL,
        max_walk_m=st.none() | _SMALL,
    )


def _pins(count: int) -> st.SearchStrategy[Pins]:
    # Letters of their own, so that few pins contradict each other.
    return st.builds(
        Pins,
        first=st.none() | st.just(PlaceId("first")),
        last=st.none() | st.just(PlaceId("last")),
        first_of_day=st.dictionaries(_days(count), st.just(PlaceId("morning")), max_size=1),
        last_of_day=st.dictionaries(_days(count), st.just(PlaceId("evening")), max_size=1),
        before=st.lists(st.just((PlaceId("a"), PlaceId("z"))), max_size=1).map(tuple),
        fixed_days=st.dictionaries(_IDS, _days(count), max_size=2),
        sequences=st.lists(st.just((PlaceId("x"), PlaceId("y"))), max_size=1).map(tuple),
    )


@st.composite
def requests(draw: st.DrawFn) -> TourRequest:
    """Return requests over every field; contradictory ones are drawn again."""
    days = draw(st.integers(1, 3))
    first = draw(_DATES)
    values = st.fixed_dictionaries(
        {
            "title_vi": st.text(max_size=9),
            "title_en": st.text(max_size=9),
            "start": _ANCHORS,
            "end": _ANCHORS,
            "nights": st.just(()) | st.tuples(*[_ANCHORS] * (days - 1)),
            "dates": st.just(tuple(first + timedelta(days=day) for day in range(days))),
            "day_start_s": st.integers(0, DAY_S - 1),
            "day_end_s": st.integers(DAY_S + 1, 2 * DAY_S),
            "mode": st.sampled_from(TravelMode),
            "days": st.lists(_rules(days), unique_by=lambda rule: rule.day, max_size=2).map(tuple),
            "breaks": st.lists(_breaks(days), max_size=3).map(tuple),
            "candidates": _FILTERS,
            "must": _LISTS,
            "never": st.lists(st.text("NO", min_size=1).map(PlaceId), unique=True, max_size=2).map(tuple),
            "cover_units": st.lists(_UNITS, unique=True, max_size=2).map(tuple),
            "unit_minimum": st.dictionaries(_UNITS, st.integers(0, 5), max_size=2),
            "unit_maximum": st.dictionaries(_UNITS, st.integers(5, 9), max_size=2),
            "category_limits": st.lists(_LIMITS, max_size=2).map(tuple),
            "alternatives": st.lists(_ALTERNATIVES, max_size=2).map(tuple),
            "pins": _pins(days),
            "scores": _SCORES,
            "festivals": _FESTIVALS,
            "hours": st.lists(_CHANGES, max_size=2).map(tuple),
            "visits": _VISITS,
            "default_visit_minutes": st.integers(1, 300),
            "max_travel_s": st.none() | st.integers(0, DAY_S),
            "max_walk_m": st.none() | _SMALL,
            "group_size": st.integers(1, 99),
            "has_slots": st.booleans(),
            "capacities": st.dictionaries(_IDS, st.integers(1, 99), max_size=2),
            "transfer": st.none() | _TRANSFERS,
            "boarding_minutes": st.integers(0, 30),
            "is_time_dependent": st.booleans(),
            "budget": _BUDGETS,
            "clauses": _LISTS,
            "seed": st.integers(0, 2**31 - 1),
            "seconds": st.floats(0, 60),
        }
    )
    made = values.map(_request).filter(lambda request: request is not None)
    return cast("TourRequest", draw(made))


def _request(values: dict[str, object]) -> TourRequest | None:
    try:
        return TourRequest(**values)  # type: ignore[arg-type] # typed by key
    except BadInputError:
        return None

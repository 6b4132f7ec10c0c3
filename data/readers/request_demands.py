"""Demands of a request, each read from its table (docs/request.md documents every key)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import TypeVar

from data.model.demands.calendar import CLOSED, FestivalEffect, FestivalRule, FestivalRules, HoursChange
from data.model.demands.choice import AlternativesGroup, CategoryLimit
from data.model.demands.means import Budget, Transfer
from data.model.demands.order import Pins
from data.model.demands.times import Break, BreakKind, DayRule, VisitRange, VisitRule
from data.model.place import Category, PlaceId, Rank
from data.model.request import DEFAULT_CATEGORY_SCORES, DEFAULT_RANK_SCORES, ScoreRule
from data.model.travel_mode import TravelMode
from data.readers.request_fields import Table
from data.readers.request_names import Names, made

_Key = TypeVar("_Key", bound=StrEnum)
_Item = TypeVar("_Item")


def _present(items: Iterable[_Item | None]) -> tuple[_Item, ...]:
    return tuple(item for item in items if item is not None)


def seconds_of(table: Table, key: str, default_s: int | None) -> int | None:
    """Return a length given in minutes, in whole seconds."""
    if table.raw(key) is None:
        return default_s
    return round(60 * table.number(key, 0.0))


def breaks_of(top: Table, names: Names, dates: Sequence[date]) -> tuple[Break, ...]:
    """Return lunch (``[lunch]``, or ``lunch = false``) and the other breaks (``[[breaks]]``)."""
    found = [] if top.raw("lunch") is False else [_break(top.table("lunch"), names, dates, BreakKind.LUNCH)]
    for table in top.tables("breaks"):
        kind = table.choice("kind", BreakKind, BreakKind.REST)
        found.append(_break(table, names, dates, kind))
    return _present(found)


def _break(table: Table, names: Names, dates: Sequence[date], kind: BreakKind) -> Break | None:
    usual = Break()
    earliest_s = table.clock("earliest", usual.earliest_s)
    latest_s = table.clock("latest", max(usual.latest_s, earliest_s))
    duration_s = seconds_of(table, "minutes", usual.duration_s) or 0
    places, categories = names.places(table, "places"), table.choices("categories", Category)
    days = table.days("days", dates)
    table.finish()
    return made(table, "", lambda: Break(earliest_s, latest_s, duration_s, kind, places, categories, days))


def day_rules_of(top: Table, dates: Sequence[date]) -> tuple[DayRule, ...]:
    """Return what differs on single days (``[[days]]``)."""
    return _present(_day_rule(table, dates) for table in top.tables("days"))


def _day_rule(table: Table, dates: Sequence[date]) -> DayRule | None:
    day = table.day("day", dates)
    values = {
        "start_s": None if table.raw("start") is None else table.clock("start", 0),
        "end_s": None if table.raw("end") is None else table.clock("end", 0),
        "mode": None if table.raw("mode") is None else table.choice("mode", TravelMode, TravelMode.COACH),
        "max_travel_s": seconds_of(table, "max_travel_minutes", None),
        "max_walk_m": table.optional_integer("max_walk_m"),
    }
    table.finish()
    if day is None:
        table.require("day")
        return None
    return made(table, "", lambda: DayRule(day=day, **values))  # type: ignore[arg-type] # typed by key


def limits_of(top: Table) -> tuple[CategoryLimit, ...]:
    """Return limits by category (``[[category_limits]]``)."""
    found = []
    for table in top.tables("category_limits"):
        categories = table.choices("categories", Category)
        least, most = table.integer("least", 0), table.optional_integer("most")
        table.finish()
        found.append(_limit(table, categories, least, most))
    return _present(found)


def _limit(
    table: Table, categories: tuple[Category, ...], least: int, most: int | None
) -> CategoryLimit | None:
    return made(table, "", lambda: CategoryLimit(categories, least, most))


def alternatives_of(top: Table, names: Names) -> tuple[AlternativesGroup, ...]:
    """Return groups of alternatives (``[[alternatives]]``)."""
    return _present(_alternatives(table, names) for table in top.tables("alternatives"))


def _alternatives(table: Table, names: Names) -> AlternativesGroup | None:
    before = len(table.faults)
    places, label = names.places(table, "places"), table.text("label")
    least, most = table.integer("least", 0), table.integer("most", 1)
    table.finish()
    if len(table.faults) > before:
        return None
    return made(table, "", lambda: AlternativesGroup(places, least, most, label))


def pins_of(table: Table, names: Names, dates: Sequence[date]) -> Pins:
    """Return pins (``[pins]``)."""
    fixed = table.table("fixed_days")
    days = {place: fixed.day(place, dates) for place in names.place_keys(fixed)}
    pairs = names.place_rows(table, "before")
    for pair in pairs:
        if len(pair) != 2:
            table.wrong_pair("before", pair)
    pins = Pins(
        first=names.place(table, "first"),
        last=names.place(table, "last"),
        first_of_day=_by_day(table.table("first_of_day"), names, dates),
        last_of_day=_by_day(table.table("last_of_day"), names, dates),
        before=tuple((pair[0], pair[1]) for pair in pairs if len(pair) == 2),
        fixed_days={place: day for place, day in days.items() if day is not None},
        sequences=names.place_rows(table, "sequences"),
    )
    table.finish()
    return pins


def _by_day(table: Table, names: Names, dates: Sequence[date]) -> dict[int, PlaceId]:
    found = {}
    for key in table.keys():  # noqa: SIM118 - a Table is no mapping
        day, place = table.day_key(key, dates), names.place(table, key)
        if day is not None and place is not None:
            found[day] = place
    return found


def scores_of(table: Table, names: Names) -> ScoreRule:
    """Return how places are valued (``[scores]``)."""
    by_place, weights = table.table("place"), table.table("weight")
    values = {
        "by_rank": _score_table(table.table("rank"), Rank, DEFAULT_RANK_SCORES),
        "by_category": _score_table(table.table("category"), Category, DEFAULT_CATEGORY_SCORES),
        "by_place": {place: by_place.integer(place, 0) for place in names.place_keys(by_place)},
        "weights": {place: weights.number(place, 1.0) for place in names.place_keys(weights)},
        "fairness_points": table.integer("fairness_points", 0),
    }
    table.finish()
    return made(table, "", lambda: ScoreRule(**values)) or ScoreRule()  # type: ignore[arg-type] # typed by key


def _score_table(table: Table, kind: type[_Key], usual: Mapping[_Key, int]) -> dict[_Key, int]:
    scores = {key: table.integer(key.value, usual[key]) for key in kind}
    table.finish()
    return scores


def festivals_of(table: Table, names: Names) -> FestivalRules:
    """Return what festivals mean (``[festivals]``)."""
    single = table.table("place")
    places = names.place_keys(single)
    by_place = {place: _festival(single.table(place), names) for place in places}
    return FestivalRules(usual=_festival(table, names), by_place=by_place)


def _festival(table: Table, names: Names) -> FestivalRule:
    bonus = table.integer("bonus", 0)
    effect = table.choice("effect", FestivalEffect, FestivalEffect.KEEP)
    hours = names.hours(table, "hours")
    table.finish()
    return made(table, "", lambda: FestivalRule(bonus, effect, hours)) or FestivalRule()


def hours_of(top: Table, names: Names) -> tuple[HoursChange, ...]:
    """Return changed opening hours (``[[hours]]``)."""
    return _present(_hours_change(table, names) for table in top.tables("hours"))


def _hours_change(table: Table, names: Names) -> HoursChange | None:
    place = names.place(table, "place")
    first, last = table.dates("from"), table.dates("to")
    hours = names.hours(table, "hours", CLOSED)
    table.finish()
    for key in ("place", "from"):
        table.require(key)
    if place is None or not first:
        return None
    return made(table, "", lambda: HoursChange(place, first[0], (last or first)[0], hours))


def visits_of(table: Table, names: Names, default_minutes: int) -> VisitRule:
    """Return how far visits may be shortened and lengthened (``[visits]``)."""
    single = table.table("place")
    ranges = {
        place: _range(single.table(place), names.visit_minutes(place) or default_minutes)
        for place in names.place_keys(single)
    }
    values = {
        "shortest_share": table.number("shortest_share", 1.0),
        "longest_share": table.number("longest_share", 1.0),
    }
    table.finish()
    known = {place: found for place, found in ranges.items() if found is not None}
    return made(table, "", lambda: VisitRule(**values, by_place=known)) or VisitRule()


def _range(table: Table, usual_minutes: int) -> VisitRange | None:
    shortest = table.optional_integer("shortest", 1)
    longest = table.optional_integer("longest", 1)
    within = min(max(usual_minutes, shortest or 1), longest or max(usual_minutes, shortest or 1))
    typical = table.integer("typical", within, 1)
    table.finish()
    return made(table, "", lambda: VisitRange(shortest or typical, typical, longest or typical))


def capacities_of(table: Table, names: Names) -> dict[PlaceId, int]:
    """Return visitors at one time by place (``[capacity]``)."""
    return {place: table.integer(place, 1, 1) for place in names.place_keys(table)}


def transfer_of(top: Table) -> Transfer | None:
    """Return the transfer from the coach (``[transfer]``, or ``transfer = true``)."""
    value = top.raw("transfer")
    if value is None or isinstance(value, bool):
        return Transfer() if value else None
    table, usual = top.table("transfer"), Transfer()
    max_walk_m = table.integer("max_walk_m", usual.max_walk_m)
    mode = table.choice("mode", TravelMode, usual.mode)
    table.finish()
    return made(table, "", lambda: Transfer(max_walk_m, mode))


def budget_of(table: Table) -> Budget:
    """Return rates and limit of costs (``[budget]``)."""
    rates = ("vehicle_km_vnd", "vehicle_day_vnd", "vehicle_hour_vnd", "guide_day_vnd")
    values = {rate: table.integer(rate, 0) for rate in rates}
    limit_vnd = table.optional_integer("limit_vnd")
    table.finish()
    return Budget(limit_vnd=limit_vnd, **values)

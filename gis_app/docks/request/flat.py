"""A tour request as single values by key, one for each blank of the form, and back.

Keys are the fields of ``TourRequest``; fields made of parts are split at a dot (``budget.limit_vnd``). What
``flat`` takes apart, ``joined`` puts together again: the same request, whatever it says.
"""

from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Any, Final

from data.model.demands.calendar import FestivalRule, FestivalRules
from data.model.demands.means import Budget, Transfer, usual_boarding_minutes
from data.model.demands.order import Pins
from data.model.demands.times import Break, VisitRule
from data.model.request import Anchor, CandidateFilter, ScoreRule, TourRequest

Values = dict[str, Any]

_PARTS: Final[Mapping[str, type]] = {
    "candidates": CandidateFilter,
    "pins": Pins,
    "scores": ScoreRule,
    "visits": VisitRule,
    "budget": Budget,
}
_LUNCH: Final = ("earliest_s", "latest_s", "duration_s", "place_ids", "categories")
_USUAL_GROUP: Final = 30
_SOMEWHERE: Final = Anchor(105.85, 21.03)


def flat(request: TourRequest) -> Values:
    """Return the values of ``request`` by key.

    Some keys are not those of the request: ``first_date``, ``day_count`` and ``gaps`` (idle days before a
    day, by its number from 0) stand for the dates; ``lunch`` tells whether there is one and ``breaks`` holds
    all others; ``transfer`` tells whether there is one. ``end`` is ``None`` where it is the start,
    ``boarding_minutes`` where it is the usual one of the group.
    """
    values = {field.name: getattr(request, field.name) for field in fields(request)}
    for name in _PARTS:
        part = values.pop(name)
        values |= _parts(name, part, [field.name for field in fields(part)])
    dates = values.pop("dates")
    gaps = {day: (late - early).days - 1 for day, (early, late) in enumerate(pairwise(dates), start=1)}
    values |= {
        "first_date": dates[0],
        "day_count": len(dates),
        "gaps": {day: gap for day, gap in gaps.items() if gap},
    }
    lunch = request.lunch
    # Of equal breaks only one is the lunch of the sentence.
    values["breaks"] = tuple(rule for rule in request.breaks if rule is not lunch)
    values |= {"lunch": lunch is not None, **_parts("lunch", lunch or Break(), _LUNCH)}
    festivals = values.pop("festivals")
    values |= _parts("festivals", festivals.usual, ("bonus", "effect", "hours"))
    values |= _parts("festivals", festivals, ("by_place",))
    transfer = request.transfer
    values |= {
        "transfer": transfer is not None,
        **_parts("transfer", transfer or Transfer(), ("max_walk_m", "mode")),
    }
    if request.end == request.start:
        values["end"] = None
    if request.boarding_minutes == usual_boarding_minutes(request.group_size):
        values["boarding_minutes"] = None
    return values


def joined(values: Values) -> TourRequest:
    """Return the request that ``values`` say; rules of days that it does not have fall away.

    Raises
    ------
    BadInputError
        If values are out of range or contradict each other.
    """
    left = dict(values)
    dates = dates_of(left.pop("first_date"), left.pop("day_count"), left.pop("gaps"))
    lunch = Break(**_taken(left, "lunch", _LUNCH))
    breaks = (lunch, *left["breaks"]) if left.pop("lunch") else left["breaks"]
    transfer = Transfer(**_taken(left, "transfer", ("max_walk_m", "mode")))
    usual = FestivalRule(**_taken(left, "festivals", ("bonus", "effect", "hours")))
    made = {
        name: kind(**_taken(left, name, [field.name for field in fields(kind)]))
        for name, kind in _PARTS.items()
    }
    made["pins"] = made["pins"].within(len(dates))
    made["festivals"] = FestivalRules(usual=usual, **_taken(left, "festivals", ("by_place",)))
    left["transfer"] = transfer if left["transfer"] else None
    left["end"] = left["end"] or left["start"]
    if left["boarding_minutes"] is None:
        left["boarding_minutes"] = usual_boarding_minutes(left["group_size"])
    left["days"] = tuple(rule for rule in left["days"] if rule.day < len(dates))
    left["breaks"] = tuple(
        replace(rule, days=tuple(day for day in rule.days if day < len(dates)))
        for rule in breaks
        if not rule.days or min(rule.days) < len(dates)
    )
    return TourRequest(**{**left, **made, "dates": dates})


def dates_of(first: date, count: int, gaps: Mapping[int, int]) -> tuple[date, ...]:
    """Return the dates of ``count`` days, with ``gaps`` idle days before some of them."""
    dates = [first]
    for day in range(1, count):
        dates.append(dates[-1] + timedelta(days=1 + gaps.get(day, 0)))
    return tuple(dates)


def usual_values(today: date) -> Values:
    """Return the values of a form that nobody has touched; the start point is still open (``None``)."""
    request = TourRequest(
        start=_SOMEWHERE, end=_SOMEWHERE, dates=(today + timedelta(days=7),), group_size=_USUAL_GROUP
    )
    return {**flat(request), "start": None, "boarding_minutes": None}


def filter_of(values: Values) -> CandidateFilter:
    """Return the conditions on candidates alone."""
    return CandidateFilter(
        **_taken(dict(values), "candidates", [field.name for field in fields(CandidateFilter)])
    )


def somewhere() -> Anchor:
    """Return a point that stands where a start is not known yet, so that the rest can be checked."""
    return _SOMEWHERE


def _parts(name: str, whole: Any, parts: Iterable[str]) -> Values:
    return {f"{name}.{part}": getattr(whole, part) for part in parts}


def _taken(values: Values, name: str, parts: Iterable[str]) -> Values:
    return {part: values.pop(f"{name}.{part}") for part in parts}

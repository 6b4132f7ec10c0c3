"""Tour requests as plain values (texts, numbers, lists and tables) in the format of request files."""

from collections.abc import Iterable, Mapping

from data.model.demands.calendar import FestivalRule, HoursChange
from data.model.demands.order import Pins
from data.model.demands.times import Break, DayRule
from data.model.request import Anchor, CandidateFilter, ScoreRule, TourRequest
from data.readers.request_fields import clock_text
from data.readers.request_toml import REQUEST_SCHEMA

Plain = dict[str, object]


def to_plain(request: TourRequest) -> Plain:
    """Return a request as plain values, as ``json`` and TOML writers take them.

    ``from_plain`` gives the same request back. Values that are empty or unset are left out.
    """
    return _without_empty(
        {"schema": REQUEST_SCHEMA, **_frame(request), **_demands(request), **_means(request)}
    )


def _frame(request: TourRequest) -> Plain:
    lunch = [rule for rule in request.breaks if rule == request.lunch]
    # One lunch of every day has a table of its own; it is what most requests say.
    others = [rule for rule in request.breaks if len(lunch) != 1 or rule != request.lunch]
    return {
        "title": request.title_vi,
        "title_en": request.title_en,
        "start": _anchor(request.start),
        "end": _anchor(request.end),
        "nights": [_anchor(anchor) for anchor in request.nights],
        "dates": [day.isoformat() for day in request.dates],
        "day": {"start": clock_text(request.day_start_s), "end": clock_text(request.day_end_s)},
        "mode": request.mode.value,
        "days": [_day_rule(rule) for rule in request.days],
        "lunch": _lunch(lunch[0]) if len(lunch) == 1 else False,
        "breaks": [{"kind": rule.kind.value, **_lunch(rule)} for rule in others],
        "clauses": list(request.clauses),
        "seed": request.seed,
        "seconds": request.seconds,
    }


def _demands(request: TourRequest) -> Plain:
    return {
        "candidates": _filter(request.candidates),
        "must": list(request.must),
        "never": list(request.never),
        "cover_units": list(request.cover_units),
        "unit_minimum": dict(request.unit_minimum),
        "unit_maximum": dict(request.unit_maximum),
        "category_limits": [
            _without_empty({"categories": _words(limit.categories), "least": limit.least, "most": limit.most})
            for limit in request.category_limits
        ],
        "alternatives": [
            _without_empty(
                {
                    "label": group.label,
                    "places": list(group.place_ids),
                    "least": group.least,
                    "most": group.most,
                }
            )
            for group in request.alternatives
        ],
        "pins": _pins(request.pins),
        "scores": _scores(request.scores),
        "festivals": {
            **_festival(request.festivals.usual),
            "place": {place: _festival(rule) for place, rule in request.festivals.by_place.items()},
        },
        "hours": [_hours_change(change) for change in request.hours],
        "visits": {
            "shortest_share": request.visits.shortest_share,
            "longest_share": request.visits.longest_share,
            "place": {
                place: {
                    "shortest": visit.shortest_minutes,
                    "typical": visit.typical_minutes,
                    "longest": visit.longest_minutes,
                }
                for place, visit in request.visits.by_place.items()
            },
        },
        "default_visit_minutes": request.default_visit_minutes,
    }


def _means(request: TourRequest) -> Plain:
    transfer, budget = request.transfer, request.budget
    return {
        "max_travel_minutes": _minutes(request.max_travel_s),
        "max_walk_m": request.max_walk_m,
        "group_size": request.group_size,
        "slots": request.has_slots,
        "capacity": dict(request.capacities),
        "transfer": transfer and {"max_walk_m": transfer.max_walk_m, "mode": transfer.mode.value},
        "boarding_minutes": request.boarding_minutes,
        "traffic": request.is_time_dependent,
        "budget": _without_empty(
            {
                "limit_vnd": budget.limit_vnd,
                "vehicle_km_vnd": budget.vehicle_km_vnd,
                "vehicle_day_vnd": budget.vehicle_day_vnd,
                "vehicle_hour_vnd": budget.vehicle_hour_vnd,
                "guide_day_vnd": budget.guide_day_vnd,
            }
        ),
    }


def _anchor(anchor: Anchor) -> Plain:
    return _without_empty(
        {"lon": anchor.lon, "lat": anchor.lat, "label": anchor.label, "place": anchor.place_id}
    )


def _lunch(rule: Break) -> Plain:
    return _without_empty(
        {
            "earliest": clock_text(rule.earliest_s),
            "latest": clock_text(rule.latest_s),
            "minutes": rule.duration_s / 60,
            "places": list(rule.place_ids),
            "categories": _words(rule.categories),
            "days": [day + 1 for day in rule.days],
        }
    )


def _day_rule(rule: DayRule) -> Plain:
    return _without_empty(
        {
            "day": rule.day + 1,
            "start": None if rule.start_s is None else clock_text(rule.start_s),
            "end": None if rule.end_s is None else clock_text(rule.end_s),
            "mode": rule.mode and rule.mode.value,
            "max_travel_minutes": _minutes(rule.max_travel_s),
            "max_walk_m": rule.max_walk_m,
        }
    )


def _pins(pins: Pins) -> Plain:
    return _without_empty(
        {
            "first": pins.first,
            "last": pins.last,
            "first_of_day": {str(day + 1): place for day, place in pins.first_of_day.items()},
            "last_of_day": {str(day + 1): place for day, place in pins.last_of_day.items()},
            "before": [list(pair) for pair in pins.before],
            "fixed_days": {place: day + 1 for place, day in pins.fixed_days.items()},
            "sequences": [list(row) for row in pins.sequences],
        }
    )


def _scores(scores: ScoreRule) -> Plain:
    return {
        "rank": {rank.value: points for rank, points in scores.by_rank.items()},
        "category": {category.value: points for category, points in scores.by_category.items()},
        "place": dict(scores.by_place),
        "weight": dict(scores.weights),
        "fairness_points": scores.fairness_points,
    }


def _festival(rule: FestivalRule) -> Plain:
    return _without_empty({"bonus": rule.bonus, "effect": rule.effect.value, "hours": rule.hours})


def _hours_change(change: HoursChange) -> Plain:
    return {
        "place": change.place_id,
        "from": change.first.isoformat(),
        "to": change.last.isoformat(),
        "hours": change.hours,
    }


def _filter(wanted: CandidateFilter) -> Plain:
    return _without_empty(
        {
            "places": list(wanted.place_ids),
            "categories": _words(wanted.categories),
            "ranks": _words(wanted.ranks),
            "units": list(wanted.units),
            "districts": list(wanted.districts),
            "statuses": _words(wanted.statuses),
            "text": wanted.text,
            "bbox": None if wanted.bbox is None else list(wanted.bbox),
            "max_precision_m": wanted.max_precision_m,
        }
    )


def _minutes(seconds: int | None) -> float | None:
    return None if seconds is None else seconds / 60


def _words(words: Iterable[str]) -> list[str]:
    return [str(word) for word in words]


def _without_empty(plain: Mapping[str, object]) -> Plain:
    # False is a value, and equal to 0: only emptiness counts.
    return {key: value for key, value in plain.items() if value is not None and value not in ("", [], {})}

"""Planning anew whatever somebody has not decided by hand.

The decisions become demands of the request: locked visits keep their day and their order among each other,
visits put in stay in, visits taken out stay out, stays and earliest begins that were set are kept, a locked
break begins within a quarter of an hour of its time. Everything else is free. The tour that comes back
carries the request as it was, and the marks of the decisions; a way shaped by hand is taken up again where
its two ends still follow each other.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import pairwise
from typing import Final

from data.model.clock import DAY_S
from data.model.demands.calendar import HoursChange
from data.model.demands.times import Break, VisitRange
from data.model.place import PlaceId
from data.model.project import Project
from data.model.request import TourRequest
from data.model.tour import Day, DroppedPlace, Stop, StopKind, Tour
from data.progress import Progress, silent
from routes.planner import verdicts
from routes.planner.editing.desk import EditingDesk
from routes.planner.editing.edits import At, SetVia
from routes.planner.editing.sketch import vias_of
from routes.planner.editing.ways import Ways
from routes.planner.facts import rule_of_break, stop_hours
from routes.planner.plan import OnBetter, plan_tour
from routes.planner.routers import RouterOf
from routes.router import Router

LOCKED_BREAK_S: Final = 15 * 60
"""A locked break begins at most this much earlier or later than it does now."""


def _never() -> bool:
    return False


def reoptimise(
    project: Project,
    tour: Tour,
    router: Router | RouterOf,
    *,
    seconds: float | None = None,
    seed: int | None = None,
    is_deterministic: bool = False,
    progress: Progress = silent,
    is_stopped: Callable[[], bool] = _never,
    on_better: OnBetter | None = None,
) -> Tour:
    """Return ``tour`` planned anew around what was decided by hand; see ``plan_tour`` for the arguments.

    Raises
    ------
    InfeasibleRequestError
        If the decisions leave no tour that keeps every rule; the details name what clashes.
    UnknownIdError, BadInputError, NoRouteError, CancelledError
        As ``plan_tour``.
    """
    decided = decided_request(project, tour)

    def dressed(planned: Tour) -> Tour:
        return _shaped(project, tour, _dressed(tour, planned), router)

    def show(planned: Tour) -> None:
        if on_better is not None:
            on_better(dressed(planned))

    planned = plan_tour(
        project,
        decided,
        router,
        seconds=seconds,
        seed=seed,
        is_deterministic=is_deterministic,
        network=tour.network,
        progress=progress,
        is_stopped=is_stopped,
        on_better=show if on_better is not None else None,
    )
    return dressed(planned)


def decided_request(project: Project, tour: Tour) -> TourRequest:
    """Return the request of a tour with what was decided by hand as demands."""
    request = tour.request
    visits = {
        stop.place_id: (number, stop)
        for number, day in enumerate(tour.days)
        for stop in day.visits
        if stop.place_id is not None
    }
    kept = {key for key, (_, stop) in visits.items() if stop.is_locked or stop.is_added}
    out = removed_by_hand(tour) - kept
    locked_days = {key: number for key, (number, stop) in visits.items() if stop.is_locked}
    pins = replace(
        request.pins,
        fixed_days={**request.pins.fixed_days, **locked_days},
        before=tuple(dict.fromkeys((*request.pins.before, *_locked_pairs(tour)))),
    )
    ranges = {key: _fixed_range(stop) for key, (_, stop) in visits.items() if stop.is_stay_fixed}
    return replace(
        request,
        must=(*(key for key in request.must if key not in out), *sorted(kept.difference(request.must))),
        never=(*(key for key in request.never if key not in kept), *sorted(out.difference(request.never))),
        pins=pins,
        visits=replace(request.visits, by_place={**request.visits.by_place, **ranges}),
        hours=(*request.hours, *_appointments(project, tour)),
        breaks=_decided_breaks(tour),
    )


def removed_by_hand(tour: Tour) -> set[PlaceId]:
    """Return the places that somebody took out of the tour."""
    return {one.place_id for one in tour.dropped if one.reason == verdicts.REMOVED_BY_HAND}


def _locked_pairs(tour: Tour) -> list[tuple[PlaceId, PlaceId]]:
    """Return each locked visit with the next locked one of its day."""
    pairs = []
    for day in tour.days:
        locked = [stop.place_id for stop in day.visits if stop.is_locked and stop.place_id is not None]
        pairs += list(pairwise(locked))
    return pairs


def _fixed_range(stop: Stop) -> VisitRange:
    minutes = max(1, round(stop.stay_s / 60 / stop.slots))
    return VisitRange(minutes, minutes, minutes)


def _appointments(project: Project, tour: Tour) -> list[HoursChange]:
    """Return opening hours cut to what comes after the earliest begin that somebody asked for."""
    changes = []
    for number, day in enumerate(tour.days):
        for stop in day.visits:
            if stop.not_before_s is None or stop.place_id is None:
                continue
            hours = stop_hours(project, tour.request, number, stop)
            spans = hours if hours is not None else ((0, max(DAY_S, tour.request.day(number).end_s)),)
            left = [
                (max(begin_s, stop.not_before_s), end_s)
                for begin_s, end_s in spans
                if end_s > stop.not_before_s
            ]
            text = ",".join(f"{_clock(begin_s)}-{_clock(end_s)}" for begin_s, end_s in left) or "off"
            changes.append(HoursChange(stop.place_id, day.date, day.date, text))
    return changes


def _clock(time_s: int) -> str:
    return f"{time_s // 3600:02d}:{time_s % 3600 // 60:02d}"


def _decided_breaks(tour: Tour) -> tuple[Break, ...]:
    """Return the breaks of the request, those decided by hand as rules of their own day."""
    request = tour.request
    own: dict[tuple[int, Break], Break] = {}
    for number, day in enumerate(tour.days):
        for index, stop in enumerate(day.stops):
            rule = rule_of_break(request.day(number), day.stops, index) if stop.kind.is_break else None
            if rule is not None and (stop.is_locked or stop.is_stay_fixed or stop.not_before_s is not None):
                own[number, rule] = _decided_break(rule, stop, number)
    breaks: list[Break] = []
    for rule in request.breaks:
        days = [day for day in range(len(request.dates)) if rule.is_on(day)]
        free = tuple(day for day in days if (day, rule) not in own)
        if len(free) == len(days):
            breaks.append(rule)
        elif free:
            breaks.append(replace(rule, days=free))
        breaks += [own[day, rule] for day in days if (day, rule) in own]
    return tuple(breaks)


def _decided_break(rule: Break, stop: Stop, day: int) -> Break:
    earliest_s, latest_s = rule.earliest_s, rule.latest_s
    if stop.is_locked:
        earliest_s, latest_s = max(0, stop.begin_s - LOCKED_BREAK_S), stop.begin_s + LOCKED_BREAK_S
    if stop.not_before_s is not None:
        earliest_s = max(earliest_s, stop.not_before_s)
    duration_s = stop.stay_s if stop.is_stay_fixed else rule.duration_s
    return replace(
        rule, earliest_s=earliest_s, latest_s=max(earliest_s, latest_s), duration_s=duration_s, days=(day,)
    )


def _dressed(tour: Tour, planned: Tour) -> Tour:
    """Return a plan under the identity, the request and the marks of the tour it was made from."""
    marks: dict[tuple[StopKind, PlaceId | None, int | None], Stop] = {}
    for number, day in enumerate(tour.days):
        for stop in day.stops:
            marks.setdefault(_mark_key(stop, number), stop)
    is_free = is_undecided(tour)
    removed = tuple(one for one in tour.dropped if one.reason == verdicts.REMOVED_BY_HAND)
    return replace(
        tour,
        days=tuple(_marked(day, number, marks) for number, day in enumerate(planned.days)),
        dropped=(*removed, *_others(planned.dropped, removed)),
        score=planned.score,
        bound=planned.bound if is_free else None,
        is_proven=planned.is_proven and is_free,
    )


def _shaped(project: Project, tour: Tour, planned: Tour, router: Router | RouterOf) -> Tour:
    """Return a plan with the ways shaped by hand whose ends still follow each other on the same day."""
    edits = [
        SetVia(At(number, index), via)
        for number, vias in enumerate(vias_of(tour))
        for index, (one, other) in enumerate(pairwise(planned.days[number].stops))
        if (via := vias.get(((one.lon, one.lat), (other.lon, other.lat))))
    ]
    return EditingDesk(project, Ways(router)).edited(planned, *edits) if edits else planned


def is_undecided(tour: Tour) -> bool:
    """Return whether nothing was decided by hand, so that proofs hold for the request itself."""
    stops = [stop for day in tour.days for stop in day.stops]
    has_marks = any(
        stop.is_locked or stop.is_added or stop.is_stay_fixed or stop.not_before_s is not None
        for stop in stops
    )
    return not has_marks and not removed_by_hand(tour) and not any(vias_of(tour))


def _mark_key(stop: Stop, number: int) -> tuple[StopKind, PlaceId | None, int | None]:
    """Return what tells a stop again: a visit by its place, a break by its day."""
    if stop.kind is StopKind.VISIT:
        return stop.kind, stop.place_id, None
    return stop.kind, None, number


def _marked(day: Day, number: int, marks: Mapping[tuple[StopKind, PlaceId | None, int | None], Stop]) -> Day:
    stops = []
    for stop in day.stops:
        mark = marks.get(_mark_key(stop, number))
        stops.append(stop if mark is None else _with_marks(stop, mark))
    return replace(day, stops=tuple(stops))


def _with_marks(stop: Stop, mark: Stop) -> Stop:
    return replace(
        stop,
        is_locked=mark.is_locked,
        is_added=mark.is_added,
        is_stay_fixed=mark.is_stay_fixed,
        not_before_s=mark.not_before_s,
    )


def _others(dropped: tuple[DroppedPlace, ...], removed: tuple[DroppedPlace, ...]) -> tuple[DroppedPlace, ...]:
    keys = {one.place_id for one in removed}
    return tuple(one for one in dropped if one.place_id not in keys)

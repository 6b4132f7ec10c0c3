"""What an edit does to the order of stops; times come later."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any, Final

from data.errors import BadInputError
from data.language.catalogue import N_
from data.model.checks import require_lon_lat
from data.model.clock import DAY_S
from data.model.demands.times import DayRule
from data.model.place import Place, PlaceId
from data.model.project import Project
from data.model.request import TourRequest
from data.model.tour import DroppedPlace, Stop, StopKind, Tour, VisitLength
from routes.planner import verdicts
from routes.planner.editing.edits import (
    At,
    FollowPlace,
    InsertBreak,
    InsertVisit,
    MoveStop,
    RemoveStop,
    SetDayStart,
    SetLock,
    SetNotBefore,
    SetStay,
    SetVia,
    SwapDays,
    TourEdit,
    leg_at,
    middle_stop_at,
    require_day,
)
from routes.planner.sites import slots_of

_MOST_STAY_S: Final = DAY_S

_Point = tuple[float, float]

Vias = Mapping[tuple[_Point, _Point], tuple[_Point, ...]]
"""Points (lon, lat; WGS84 degrees) that a way passes, by its two ends."""


@dataclass(frozen=True)
class Sketch:
    """A tour between an edit and its new times.

    Parameters
    ----------
    request
        Request, changed where the edit asks for it (a day that starts earlier than asked for).
    days
        Stops of each day in order, with times that need not fit.
    touched
        Days to be timed anew.
    dropped
        Places left out.
    vias
        For each day, the points that ways shaped by hand pass, by the two ends of the way. A way whose ends
        no longer follow each other is forgotten.
    """

    request: TourRequest
    days: tuple[tuple[Stop, ...], ...]
    touched: frozenset[int]
    dropped: tuple[DroppedPlace, ...]
    vias: tuple[Vias, ...]


def vias_of(tour: Tour) -> tuple[Vias, ...]:
    """Return the points that ways shaped by hand pass on each day."""
    return tuple(
        {
            ((one.lon, one.lat), (other.lon, other.lat)): leg.via
            for leg, (one, other) in zip(day.legs, pairwise(day.stops), strict=True)
            if leg.via
        }
        for day in tour.days
    )


def sketched(project: Project, tour: Tour, edit: TourEdit) -> Sketch:
    """Return the sketch of ``tour`` after ``edit``.

    Raises
    ------
    BadInputError
        If the edit names a stop, day or place that is not there, or a time that cannot be.
    """
    return _STEPS[type(edit)](project, tour, edit)


def _new_visit(project: Project, request: TourRequest, place: Place, stay_s: int | None) -> Stop:
    """Return a visit of the usual length, or of ``stay_s``, not timed yet."""
    slots = slots_of(request, place)
    usual_s = 60 * slots * request.visit_range(place.id, place.visit_minutes).typical_minutes
    length_s = usual_s if stay_s is None else stay_s
    visit = Stop(
        kind=StopKind.VISIT,
        lon=place.lon,
        lat=place.lat,
        place_id=place.id,
        arrive_s=0,
        begin_s=0,
        depart_s=length_s,
        slots=slots,
        is_added=True,
        is_stay_fixed=stay_s is not None,
    )
    return visit if stay_s is None else replace(visit, length=_length_of(project, request, visit, stay_s))


def _inserted(project: Project, tour: Tour, edit: InsertVisit) -> Sketch:
    place = project.place(edit.place_id)
    _require_stay(edit.stay_s)
    sketch = _with_stop(tour, _new_visit(project, tour.request, place, edit.stay_s), edit.at)
    return replace(sketch, dropped=tuple(one for one in tour.dropped if one.place_id != place.id))


def _paused(project: Project, tour: Tour, edit: InsertBreak) -> Sketch:
    _require_stay(edit.stay_s)
    require_day(tour, edit.at.day)
    # Where the group is then; the timetable moves it along with the group.
    here = tour.days[edit.at.day].stops[0] if edit.place_id is None else project.place(edit.place_id)
    pause = Stop(
        kind=edit.kind,
        lon=here.lon,
        lat=here.lat,
        place_id=edit.place_id,
        arrive_s=0,
        begin_s=0,
        depart_s=edit.stay_s,
    )
    return _with_stop(tour, pause, edit.at)


def _removed(project: Project, tour: Tour, edit: RemoveStop) -> Sketch:
    del project
    stop = middle_stop_at(tour, edit.at)
    sketch = _without_stop(tour, edit.at)
    if stop.kind is not StopKind.VISIT or stop.place_id is None or tour.visited.count(stop.place_id) > 1:
        return sketch
    lost = DroppedPlace(place_id=stop.place_id, reason=verdicts.REMOVED_BY_HAND)
    return replace(sketch, dropped=(lost, *sketch.dropped))


def _moved(project: Project, tour: Tour, edit: MoveStop) -> Sketch:
    del project
    stop = middle_stop_at(tour, edit.at)
    require_day(tour, edit.to.day)
    days = [list(day.stops) for day in tour.days]
    del days[edit.at.day][edit.at.index]
    _require_position(days[edit.to.day], edit.to)
    days[edit.to.day].insert(edit.to.index, stop)
    return _sketch(tour, days, {edit.at.day, edit.to.day})


def _with_stay(project: Project, tour: Tour, edit: SetStay) -> Sketch:
    _require_stay(edit.stay_s)
    stop = middle_stop_at(tour, edit.at)
    depart_s = stop.begin_s + edit.stay_s + stop.boarding_s
    length = _length_of(project, tour.request, stop, edit.stay_s)
    return _replaced(tour, edit.at, replace(stop, depart_s=depart_s, length=length, is_stay_fixed=True))


def _length_of(project: Project, request: TourRequest, stop: Stop, stay_s: int) -> VisitLength:
    place = project.places.get(stop.place_id) if stop.place_id else None
    if place is None or stop.kind is not StopKind.VISIT:
        return VisitLength.TYPICAL
    usual_s = 60 * stop.slots * request.visit_range(place.id, place.visit_minutes).typical_minutes
    if stay_s == usual_s:
        return VisitLength.TYPICAL
    return VisitLength.SHORTENED if stay_s < usual_s else VisitLength.LENGTHENED


def _with_not_before(project: Project, tour: Tour, edit: SetNotBefore) -> Sketch:
    if edit.time_s is not None:
        _require_time(edit.time_s)
    if edit.stay_s is None:
        return _replaced(tour, edit.at, replace(middle_stop_at(tour, edit.at), not_before_s=edit.time_s))
    sketch = _with_stay(project, tour, SetStay(edit.at, edit.stay_s))
    days = [list(day) for day in sketch.days]
    days[edit.at.day][edit.at.index] = replace(days[edit.at.day][edit.at.index], not_before_s=edit.time_s)
    return _sketch(tour, days, {edit.at.day})


def _following(project: Project, tour: Tour, edit: FollowPlace) -> Sketch:
    stop = middle_stop_at(tour, edit.at)
    place = project.place(stop.place_id or PlaceId(""))
    return _replaced(tour, edit.at, replace(stop, lon=place.lon, lat=place.lat))


def _with_lock(project: Project, tour: Tour, edit: SetLock) -> Sketch:
    del project
    sketch = _replaced(tour, edit.at, replace(middle_stop_at(tour, edit.at), is_locked=edit.is_locked))
    return replace(sketch, touched=frozenset({edit.at.day}))


def _with_day_start(project: Project, tour: Tour, edit: SetDayStart) -> Sketch:
    del project
    require_day(tour, edit.day)
    _require_time(edit.time_s)
    days = [list(day.stops) for day in tour.days]
    days[edit.day][0] = replace(
        days[edit.day][0], arrive_s=edit.time_s, begin_s=edit.time_s, depart_s=edit.time_s
    )
    sketch = _sketch(tour, days, {edit.day})
    if edit.time_s >= tour.request.day(edit.day).start_s:
        return sketch
    # Somebody decides to leave earlier than was asked for: the request follows.
    rules = {rule.day: rule for rule in tour.request.days}
    rule = replace(rules.get(edit.day, DayRule(day=edit.day)), start_s=edit.time_s)
    return replace(sketch, request=replace(tour.request, days=tuple({**rules, edit.day: rule}.values())))


def _swapped(project: Project, tour: Tour, edit: SwapDays) -> Sketch:
    del project
    require_day(tour, edit.one)
    require_day(tour, edit.other)
    days = [list(day.stops) for day in tour.days]
    one, other = days[edit.one][1:-1], days[edit.other][1:-1]
    days[edit.one][1:-1], days[edit.other][1:-1] = other, one
    sketch = _sketch(tour, days, {edit.one, edit.other})
    vias = list(sketch.vias)
    vias[edit.one], vias[edit.other] = vias[edit.other], vias[edit.one]
    return replace(sketch, vias=tuple(vias))


def _with_via(project: Project, tour: Tour, edit: SetVia) -> Sketch:
    del project
    leg_at(tour, edit.at)
    for lon, lat in edit.points:
        require_lon_lat(lon, lat, "via")
    one, other = tour.days[edit.at.day].stops[edit.at.index : edit.at.index + 2]
    ends = ((one.lon, one.lat), (other.lon, other.lat))
    sketch = _sketch(tour, [list(day.stops) for day in tour.days], {edit.at.day})
    vias = list(sketch.vias)
    vias[edit.at.day] = {**vias[edit.at.day], ends: edit.points}
    return replace(sketch, vias=tuple(vias))


_STEPS: Final[dict[type, Callable[[Project, Tour, Any], Sketch]]] = {
    InsertVisit: _inserted,
    InsertBreak: _paused,
    RemoveStop: _removed,
    MoveStop: _moved,
    SetStay: _with_stay,
    SetNotBefore: _with_not_before,
    FollowPlace: _following,
    SetLock: _with_lock,
    SetDayStart: _with_day_start,
    SetVia: _with_via,
    SwapDays: _swapped,
}


def _sketch(tour: Tour, days: list[list[Stop]], touched: set[int]) -> Sketch:
    return Sketch(
        tour.request, tuple(tuple(day) for day in days), frozenset(touched), tour.dropped, vias_of(tour)
    )


def _with_stop(tour: Tour, stop: Stop, at: At) -> Sketch:
    require_day(tour, at.day)
    days = [list(day.stops) for day in tour.days]
    _require_position(days[at.day], at)
    days[at.day].insert(at.index, stop)
    return _sketch(tour, days, {at.day})


def _without_stop(tour: Tour, at: At) -> Sketch:
    days = [list(day.stops) for day in tour.days]
    del days[at.day][at.index]
    return _sketch(tour, days, {at.day})


def _replaced(tour: Tour, at: At, stop: Stop) -> Sketch:
    days = [list(day.stops) for day in tour.days]
    days[at.day][at.index] = stop
    return _sketch(tour, days, {at.day})


def _require_position(stops: list[Stop], at: At) -> None:
    if not 1 <= at.index <= len(stops) - 1:
        raise BadInputError(
            N_("A stop cannot stand at position {position} of day {day}."),
            where=f"{at.day + 1}/{at.index}",
            remedy=N_("Give a position from 1 to {most}."),
            position=at.index,
            day=at.day + 1,
            most=len(stops) - 1,
        )


def _require_stay(stay_s: int | None) -> None:
    if stay_s is not None and not 60 <= stay_s <= _MOST_STAY_S:
        raise BadInputError(
            N_("A stay lasts from 1 minute to 24 hours, not {minutes} minutes."),
            where="stay",
            remedy=N_("Give its length in minutes, such as 45."),
            minutes=stay_s // 60,
        )


def _require_time(time_s: int) -> None:
    if not 0 <= time_s < 2 * DAY_S:
        raise BadInputError(
            N_("The time of day is outside the tour's day."),
            where="time",
            remedy=N_("Write times as 07:30; hours after midnight as 25:00."),
        )

"""What can be done to a tour by hand. An edit is a value; ``EditingDesk.edited`` carries it out.

Stops are addressed by day and position in ``Day.stops``, both from 0: position 0 is the start, the last the
end, and neither can be removed or moved.
"""

from dataclasses import dataclass

from data.errors import BadInputError, UnknownIdError
from data.language.catalogue import N_
from data.model.place import PlaceId
from data.model.tour import Leg, Stop, StopKind, Tour


@dataclass(frozen=True, slots=True, order=True)
class At:
    """Address of a stop: number of the day and position among its stops, from 0."""

    day: int
    index: int


@dataclass(frozen=True, slots=True)
class InsertVisit:
    """Visit a place; the new stop stands at ``at``, for ``stay_s`` seconds or as long as is usual."""

    place_id: PlaceId
    at: At
    stay_s: int | None = None


@dataclass(frozen=True, slots=True)
class InsertBreak:
    """Take a break of ``kind`` at ``at`` for ``stay_s`` seconds: at a place, or where the group then is."""

    kind: StopKind
    at: At
    stay_s: int
    place_id: PlaceId | None = None


@dataclass(frozen=True, slots=True)
class RemoveStop:
    """Leave out a visit or a break."""

    at: At


@dataclass(frozen=True, slots=True)
class MoveStop:
    """Move a visit or a break, so that it stands at ``to`` afterwards."""

    at: At
    to: At


@dataclass(frozen=True, slots=True)
class SetStay:
    """Give a visit or a break another length, seconds; planning anew keeps it."""

    at: At
    stay_s: int


@dataclass(frozen=True, slots=True)
class SetNotBefore:
    """Let a visit or a break begin no earlier than ``time_s`` (seconds after midnight); ``None`` frees it.

    ``stay_s`` gives it another length as well.
    """

    at: At
    time_s: int | None
    stay_s: int | None = None


@dataclass(frozen=True, slots=True)
class FollowPlace:
    """Stop where the place lies now: it was moved, or merged with another."""

    at: At


@dataclass(frozen=True, slots=True)
class SetLock:
    """Lock a stop, so that planning anew keeps it on its day and in its order, or unlock it."""

    at: At
    is_locked: bool = True


@dataclass(frozen=True, slots=True)
class SetDayStart:
    """Let a day leave at ``time_s``, seconds after midnight."""

    day: int
    time_s: int


@dataclass(frozen=True, slots=True)
class SetVia:
    """Make the way that leaves the stop at ``at`` pass ``points`` (lon, lat; WGS84 degrees) in order.

    Without points it is the fastest way again.
    """

    at: At
    points: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class SwapDays:
    """Exchange what happens on two days; dates, hotels and departures stay."""

    one: int
    other: int


TourEdit = (
    InsertVisit
    | InsertBreak
    | RemoveStop
    | MoveStop
    | SetStay
    | SetNotBefore
    | FollowPlace
    | SetLock
    | SetDayStart
    | SetVia
    | SwapDays
)


def find_visit(tour: Tour, place_id: PlaceId) -> At:
    """Return where a place is visited.

    Raises
    ------
    UnknownIdError
        If the tour does not visit it.
    """
    for number, day in enumerate(tour.days):
        for index, stop in enumerate(day.stops):
            if stop.kind is StopKind.VISIT and stop.place_id == place_id:
                return At(number, index)
    raise UnknownIdError(
        N_("The tour does not visit '{place}'."),
        where=tour.id,
        remedy=N_("Name one of its visits."),
        place=place_id,
    )


def stop_at(tour: Tour, at: At) -> Stop:
    """Return the stop at an address.

    Raises
    ------
    BadInputError
        If there is none.
    """
    require_day(tour, at.day)
    if not 0 <= at.index < len(tour.days[at.day].stops):
        raise _no_such_stop(at)
    return tour.days[at.day].stops[at.index]


def leg_at(tour: Tour, at: At) -> Leg:
    """Return the way that leaves the stop at an address.

    Raises
    ------
    BadInputError
        If there is none.
    """
    stop_at(tour, at)
    legs = tour.days[at.day].legs
    if at.index >= len(legs):
        raise BadInputError(
            N_("No way leaves the last stop of day {day}."),
            where=f"{at.day + 1}/{at.index}",
            remedy=N_("Name a stop before it."),
            day=at.day + 1,
        )
    return legs[at.index]


def middle_stop_at(tour: Tour, at: At) -> Stop:
    """Return the visit or break at an address.

    Raises
    ------
    BadInputError
        If there is none, or a start or end.
    """
    stop = stop_at(tour, at)
    if stop.kind in {StopKind.START, StopKind.END}:
        raise BadInputError(
            N_("Start and end of a day are part of the request and cannot be edited as stops."),
            where=f"{at.day + 1}/{at.index}",
            remedy=N_("Change where the day starts or ends in the request."),
        )
    return stop


def require_day(tour: Tour, day: int) -> None:
    """Refuse a day that the tour does not have.

    Raises
    ------
    BadInputError
        Names the day.
    """
    if not 0 <= day < len(tour.days):
        raise BadInputError(
            N_("The tour has no day {day}; it has {days}."),
            where=tour.id,
            remedy=N_("Days count from 1."),
            day=day + 1,
            days=len(tour.days),
        )


def _no_such_stop(at: At) -> BadInputError:
    return BadInputError(
        N_("Day {day} has no stop at position {position}."),
        where=f"{at.day + 1}/{at.index}",
        remedy=N_("Positions count from 1, after the start of the day."),
        day=at.day + 1,
        position=at.index,
    )

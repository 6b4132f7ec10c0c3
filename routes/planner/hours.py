"""Opening hours and points of a place on a date: register, changes of the request, festivals."""

from datetime import date

from data.calendar.lunar import is_held
from data.calendar.opening import Windows, open_windows
from data.model.clock import DAY_S
from data.model.demands.calendar import FestivalEffect
from data.model.place import Place
from data.model.request import TourRequest


def is_festival(place: Place, day: date) -> bool:
    """Return whether one of the festivals of a place is held on ``day``."""
    return any(is_held(festival, day) for festival in place.festivals)


def hours_on(request: TourRequest, place: Place, day: date, until_s: int = DAY_S) -> Windows | None:
    """Return when a place is open on a date as the request sees it.

    A change of hours in the request goes before everything, a festival before the register.

    Parameters
    ----------
    until_s
        Windows that begin at or after this time of the date are left out.

    Returns
    -------
    tuple of (begin_s, end_s), or None
        Seconds after midnight, ascending and apart; empty when closed, ``None`` when unknown.

    Raises
    ------
    BadInputError
        If hours cannot be read; names the place.
    """

    def windows(hours: str) -> Windows | None:
        lon_lat = (round(place.lon, 2), round(place.lat, 2))
        return open_windows(hours, day, lon_lat=lon_lat, until_s=until_s, where=place.name_vi)

    changes = [
        change
        for change in request.hours
        if change.place_id == place.id and change.first <= day <= change.last
    ]
    if changes:
        return windows(changes[-1].hours)
    usual = windows(place.opening_hours)
    rule = request.festivals.of(place.id)
    if rule.effect is FestivalEffect.KEEP or not is_festival(place, day):
        return usual
    if rule.effect is FestivalEffect.CLOSE:
        return ()
    special = windows(rule.hours)
    if rule.effect is FestivalEffect.REPLACE:
        return special
    return None if usual is None or special is None else _joined((*usual, *special))


def _joined(spans: Windows) -> Windows:
    found: list[tuple[int, int]] = []
    for begin_s, end_s in sorted(spans):
        if found and begin_s <= found[-1][1]:
            found[-1] = (found[-1][0], max(end_s, found[-1][1]))
        else:
            found.append((begin_s, end_s))
    return tuple(found)


def points_on(request: TourRequest, place: Place, day: date) -> int:
    """Return the points of a visit to a place on a date: its score and the bonus of its festival."""
    score = request.scores.score(place.id, place.rank, place.category)
    bonus = request.festivals.of(place.id).bonus
    return score + (bonus if bonus and is_festival(place, day) else 0)

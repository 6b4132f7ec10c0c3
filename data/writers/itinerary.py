"""A tour as the rows that every writer shows: numbered stops with their place, way and notes."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from typing import Final

from shapely import LineString

from data.calendar.lunar import is_held
from data.language import formats
from data.language.catalogue import N_, translate
from data.language.terms import term
from data.model.checks import normal_text
from data.model.place import Category, CoachAccess, Place, Rank
from data.model.project import Project
from data.model.remedy import facts_in
from data.model.tour import WALK_WORTH_SAYING_M, Leg, Stop, StopKind, Tour, VisitLength
from data.model.travel_mode import TravelMode

VIETNAM_TIME: Final = timezone(timedelta(hours=7))
"""Vietnam keeps UTC+7 all year."""

COORDINATE_DECIMALS: Final = 6
"""About 0.1 m: finer digits would only pretend (RFC 7946, section 11.2)."""

_UNWRITABLE: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")

ACCESS_WORTH_SAYING_M: Final = 100
"""From this distance between place and road a note tells the group to walk."""

_BACK_TO_VEHICLE: Final = N_("{mode}: {distance} back to the vehicle.")
_FROM_VEHICLE: Final = N_("{mode}: {distance} from the vehicle to the place.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One stop of the itinerary.

    Parameters
    ----------
    day, order
        Day of the tour and position in the day, both counted from 1.
    date
        Date of the day; times of day count from its midnight.
    number
        Number of the visit on maps (``Tour.visit_numbers``); ``None`` for start, lunch and end.
    stop, place
        The stop and its place; a lunch and a free point have no place.
    leg
        Way from the stop before; ``None`` at the start of the day.
    previous
        The row the way comes from; ``None`` at the start of the day.
    """

    day: int
    order: int
    date: date
    number: int | None
    stop: Stop
    place: Place | None
    leg: Leg | None
    previous: "Row | None"

    def name(self, language: str) -> str:
        """Return what to call the stop in ``language``."""
        if self.place is not None:
            return clean(self.place.name(language))
        return clean(self.stop.label) or term(self.stop.kind, language)

    @property
    def line(self) -> LineString | None:
        """The way here along the roads; ``None`` where the group does not move."""
        line = self.leg.geometry if self.leg is not None else None
        return line if line is not None and line.length > 0 else None

    @property
    def is_approximate(self) -> bool:
        """Whether the stop's coordinate is only good for a region map."""
        return self.place is not None and self.place.is_approximate

    def moment(self, time_s: int) -> datetime:
        """Return a time of day of this row (seconds after midnight) as a moment in Vietnam."""
        return datetime.combine(self.date, time(), VIETNAM_TIME) + timedelta(seconds=time_s)


def rows(project: Project, tour: Tour) -> tuple[Row, ...]:
    """Return every stop of the tour in order.

    Raises
    ------
    UnknownIdError
        If a stop names a place that the project does not have.
    """
    numbers = tour.visit_numbers
    made: list[Row] = []
    for day_index, day in enumerate(tour.days):
        for index, stop in enumerate(day.stops):
            made.append(
                Row(
                    day=day_index + 1,
                    order=index + 1,
                    date=day.date,
                    number=numbers.get((day_index, index)),
                    stop=stop,
                    place=project.place(stop.place_id) if stop.place_id else None,
                    leg=day.legs[index - 1] if index else None,
                    previous=made[-1] if index else None,
                )
            )
    return tuple(made)


def notes(row: Row, mode: TravelMode, language: str) -> tuple[str, ...]:
    """Return what a guide has to know about a stop, one sentence each."""
    said: list[str] = []
    if row.stop.wait_s >= 60:
        said.append(
            translate(
                language,
                N_("Wait {duration} before the visit."),
                duration=formats.duration(row.stop.wait_s, language),
            )
        )
    if row.place is not None and row.stop.kind is StopKind.VISIT:
        # Days may differ in their mode: the leg knows it.
        said.extend(_visit_notes(row.place, row.date, row.leg.mode if row.leg else mode, language))
    if row.place is not None and row.is_approximate:
        said.append(formats.place_precision_note(row.place, language))
    said.extend(_stop_notes(row.stop, language))
    walks = _walk_notes(row, language)
    said.extend(walks)
    if row.stop.access_m >= ACCESS_WORTH_SAYING_M and not walks:
        said.append(
            translate(
                language,
                N_("The place is about {distance} from the road."),
                distance=formats.distance(row.stop.access_m, language),
            )
        )
    return tuple(said)


def _stop_notes(stop: Stop, language: str) -> list[str]:
    said = []
    if stop.slots > 1:
        said.append(translate(language, N_("The group visits in {slots} slots."), slots=stop.slots))
    if stop.length is VisitLength.SHORTENED:
        said.append(translate(language, N_("The visit is shorter than usual.")))
    if stop.length is VisitLength.LENGTHENED:
        said.append(translate(language, N_("There is time for a longer visit than usual.")))
    return said


def _walk_notes(row: Row, language: str) -> list[str]:
    """Return the ways between vehicle and place that are no part of the drive, if worth saying."""
    parts = row.leg.parts if row.leg is not None else ()
    if row.leg is None or len(parts) < 2:
        return []
    said = []
    for part, message in ((parts[0], _BACK_TO_VEHICLE), (parts[-1], _FROM_VEHICLE)):
        if part.mode is not row.leg.mode and part.distance_m >= WALK_WORTH_SAYING_M:
            way = formats.distance(part.distance_m, language)
            said.append(translate(language, message, mode=term(part.mode, language), distance=way))
    return said


def _visit_notes(place: Place, day: date, mode: TravelMode, language: str) -> list[str]:
    said = [
        translate(language, N_("Festival on this day: {festival}."), festival=clean(festival.text))
        for festival in place.festivals
        if is_held(festival, day)
    ]
    said.append(_hours_note(place, language))
    if place.fee_vnd is not None:
        said.append(translate(language, N_("Entrance fee: {fee}."), fee=formats.fee(place.fee_vnd, language)))
    if mode is TravelMode.COACH and place.coach_access is CoachAccess.NO:
        said.append(term(CoachAccess.NO, language) + ".")
    return said


def _hours_note(place: Place, language: str) -> str:
    # Unknown is never 'open': the planner assumed that the place receives visitors, the guide has to ask.
    if not place.opening_hours.strip():
        return translate(language, N_("Opening hours unknown: ask before going."))
    hours = formats.opening_hours(clean(place.opening_hours), language)
    return translate(language, N_("Opening hours: {hours}."), hours=hours)


def kind_of_place(place: Place | None, language: str) -> tuple[str, str]:
    """Return category and relic rank in words; the rank is empty where nobody would ask for one."""
    if place is None:
        return "", ""
    is_ranked = place.rank not in {Rank.NONE, Rank.UNKNOWN} or place.category is Category.RELIC
    return term(place.category, language), term(place.rank, language) if is_ranked else ""


def title(tour: Tour, language: str) -> str:
    """Return the cleaned title of the tour, or a general one when it has none."""
    return clean(tour.title(language)) or translate(language, N_("Cultural tour"))


def credits_of(project: Project, tour: Tour) -> tuple[str, ...]:
    """Return the credits of project and tour, each once, the tour's first."""
    return tuple(dict.fromkeys(clean(line) for line in (*tour.attribution, *project.attribution) if line))


def dropped(project: Project, tour: Tour, language: str) -> tuple[tuple[Place, str], ...]:
    """Return the places left out, each with its reason in words.

    A place that has left the register since the tour was planned is passed over.
    """
    return tuple(
        (
            project.places[one.place_id],
            clean(translate(language, one.reason, **facts_in(language, one.facts, project.places))),
        )
        for one in tour.dropped
        if one.place_id in project.places
    )


def degrees(value: float) -> float:
    """Return a longitude or latitude rounded for exchange."""
    return round(value, COORDINATE_DECIMALS)


def bounds(tour: Tour) -> tuple[float, float, float, float]:
    """Return west, south, east, north of all stops and legs, WGS84 degrees rounded for exchange."""
    points = [(stop.lon, stop.lat) for day in tour.days for stop in day.stops]
    legs = [leg.geometry for day in tour.days for leg in day.legs if leg.geometry is not None]
    points += [(lon, lat) for leg in legs for lon, lat in leg.coords]
    lons, lats = zip(*points, strict=True)
    return degrees(min(lons)), degrees(min(lats)), degrees(max(lons)), degrees(max(lats))


def clean(text: str) -> str:
    """Return ``text`` in NFC without the characters that XML and spreadsheets cannot hold."""
    # Dropped before composing: a letter and its accent may stand on both sides of such a character.
    return normal_text(_UNWRITABLE.sub("", text))

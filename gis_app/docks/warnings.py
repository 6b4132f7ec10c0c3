"""Warnings of a tour, said in words: what is tight or uncertain, by how much, and where to look."""

from dataclasses import dataclass
from typing import Final

from data.language.catalogue import N_
from data.language.formats import distance, time_of_day
from data.model.place import CoachAccess, Place, PlaceId
from data.model.project import Project
from data.model.tour import Tour
from data.model.travel_mode import TravelMode
from gis_app.docks.blocks import place_of
from gis_app.i18n import Words
from routes.planner.editing.edits import At, TourEdit

LATE_END_S: Final = 15 * 60
"""A day that ends closer than this to its limit leaves no room for delays."""
FAR_ACCESS_M: Final = 300.0
"""From this far between a place and its road the last stretch has to be looked at."""

NAMES_SHOWN: Final = 3
"""Names told in one warning."""


@dataclass(frozen=True, slots=True)
class Remedied:
    """An edit that mends a warning, and what its button says."""

    text: str
    edit: TourEdit


@dataclass(frozen=True, slots=True)
class TourWarning:
    """One thing to look at before a tour is handed out.

    Parameters
    ----------
    text
        The sentence, in the language of the window.
    place_id
        Place to look at, if the warning is about places.
    at
        Address of the stop it is about, if it is about one.
    is_broken
        Whether a rule is broken; else it is only worth a look.
    remedies
        Edits that mend it, each tried already.
    """

    text: str
    place_id: PlaceId | None = None
    at: At | None = None
    is_broken: bool = False
    remedies: tuple[Remedied, ...] = ()


def tour_warnings(project: Project, tour: Tour, words: Words) -> tuple[TourWarning, ...]:
    """Return what a planner should look at before handing the tour out."""
    return (
        *_approximate(project, tour, words),
        *_unknown_hours(project, tour, words),
        *_no_coach(project, tour, words),
        *_far(project, tour, words),
        *_tight_days(tour, words),
    )


def _visited(project: Project, tour: Tour) -> list[Place]:
    found = (place_of(project, key) for key in tour.visited)
    return [place for place in found if place is not None]


def _names(places: list[Place], words: Words) -> str:
    """Return the first names; the cards of the days mark every place."""
    told = ", ".join(place.name(words.language) for place in places[:NAMES_SHOWN])
    rest = len(places) - NAMES_SHOWN
    if rest <= 0:
        return told
    return words.count(N_("{names} and {count} more"), N_("{names} and {count} more"), rest, names=told)


def _approximate(project: Project, tour: Tour, words: Words) -> list[TourWarning]:
    places = [place for place in _visited(project, tour) if place.is_approximate]
    if not places:
        return []
    said = words.count(
        N_("{count} stop has an approximate position: {names}."),
        N_("{count} stops have approximate positions: {names}."),
        len(places),
        names=_names(places, words),
    )
    return [TourWarning(said, places[0].id)]


def _unknown_hours(project: Project, tour: Tour, words: Words) -> list[TourWarning]:
    visited = _visited(project, tour)
    places = [place for place in visited if not place.opening_hours.strip()]
    if not places:
        return []
    said = words.say(
        N_("Opening hours are not known at {count} of {all} stops: ask before going."),
        count=len(places),
        all=len(visited),
    )
    return [TourWarning(said, places[0].id)]


def _no_coach(project: Project, tour: Tour, words: Words) -> list[TourWarning]:
    by_coach = {
        stop.place_id
        for day, frame in zip(tour.days, tour.request.frames, strict=False)
        for stop in day.visits
        if frame.mode is TravelMode.COACH
    }
    places = [
        place
        for place in _visited(project, tour)
        if place.id in by_coach and place.coach_access is CoachAccess.NO
    ]
    if not places:
        return []
    said = words.say(N_("A coach cannot reach: {names}."), names=_names(places, words))
    return [TourWarning(said, places[0].id)]


def _far(project: Project, tour: Tour, words: Words) -> list[TourWarning]:
    far = [
        (place, stop.access_m)
        for day in tour.days
        for stop in day.visits
        if stop.access_m >= FAR_ACCESS_M
        and (place := place_of(project, stop.place_id)) is not None
        and not place.is_approximate
    ]
    if not far:
        return []
    language = words.language
    told = ", ".join(f"{place.name(language)} ({distance(access_m, language)})" for place, access_m in far)
    return [TourWarning(words.say(N_("Off the roads of the network: {places}."), places=told), far[0][0].id)]


def _tight_days(tour: Tour, words: Words) -> list[TourWarning]:
    late = [
        (number, day.end_s, frame.end_s)
        for number, (day, frame) in enumerate(zip(tour.days, tour.request.frames, strict=False), start=1)
        if 0 <= frame.end_s - day.end_s < LATE_END_S
    ]
    tight = [
        words.say(N_("day {number} ends at {time}"), number=number, time=time_of_day(end_s, words.language))
        for number, end_s, _ in late
    ]
    if not tight:
        return []
    said = words.say(
        N_("Little time to spare: {days}, at the latest {limit}. Visit fewer places or end the day later."),
        days=", ".join(tight),
        limit=time_of_day(late[0][2], words.language),
    )
    return [TourWarning(said)]

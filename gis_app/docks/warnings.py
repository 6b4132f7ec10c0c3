"""Warnings of a tour, said in words: what is tight or uncertain, and by how much."""

from data.language.catalogue import N_
from data.language.formats import distance, duration, time_of_day
from data.model.place import CoachAccess
from data.model.project import Project
from data.model.request import TravelMode
from data.model.tour import Tour
from gis_app.docks.blocks import place_of
from gis_app.i18n import Words

LATE_END_S = 15 * 60
"""A day that ends closer than this to its limit leaves no room for delays."""
FAR_ACCESS_M = 300.0
"""From this far between a place and its road the last stretch has to be looked at."""


def tour_warnings(project: Project, tour: Tour, words: Words) -> tuple[str, ...]:
    """Return what a planner should look at before handing the tour out."""
    return (
        *_approximate(project, tour, words),
        *_no_coach(project, tour, words),
        *_far(project, tour, words),
        *_tight_days(tour, words),
    )


def _approximate(project: Project, tour: Tour, words: Words) -> tuple[str, ...]:
    names = [
        project.places[key].name(words.language)
        for key in tour.visited
        if key in project.places and project.places[key].is_approximate
    ]
    if not names:
        return ()
    said = words.count(
        N_("{count} stop has an approximate position: {names}."),
        N_("{count} stops have approximate positions: {names}."),
        len(names),
        names=", ".join(names),
    )
    return (said,)


def _no_coach(project: Project, tour: Tour, words: Words) -> tuple[str, ...]:
    if tour.request.mode is not TravelMode.COACH:
        return ()
    names = [
        project.places[key].name(words.language)
        for key in tour.visited
        if key in project.places and project.places[key].coach_access is CoachAccess.NO
    ]
    return (words.say(N_("A coach cannot reach: {names}."), names=", ".join(names)),) if names else ()


def _far(project: Project, tour: Tour, words: Words) -> tuple[str, ...]:
    language = words.language
    return tuple(
        words.say(
            N_("{name} lies {distance} from the road of the network."),
            name=place.name(language),
            distance=distance(stop.access_m, language),
        )
        for day in tour.days
        for stop in day.visits
        if stop.access_m >= FAR_ACCESS_M
        and (place := place_of(project, stop.place_id)) is not None
        and not place.is_approximate
    )


def _tight_days(tour: Tour, words: Words) -> tuple[str, ...]:
    limit = tour.request.day_end_s
    return tuple(
        words.say(
            N_("Day {number} ends at {time}, only {rest} before its limit."),
            number=number,
            time=time_of_day(day.end_s, words.language),
            rest=duration(limit - day.end_s, words.language),
        )
        for number, day in enumerate(tour.days, start=1)
        if 0 <= limit - day.end_s < LATE_END_S
    )

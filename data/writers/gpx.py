"""GPX 1.1: a waypoint for every place, a route and a track for every day (gpxpy underneath).

Navigation devices follow the track, which keeps to the roads; the route holds the bare order of stops.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from typing import Any, Final
from xml.etree.ElementTree import Element, SubElement, register_namespace

from gpxpy import gpx as gpxpy

from data.language import formats
from data.language.catalogue import N_, translate
from data.language.terms import term
from data.model.project import Project
from data.model.tour import Day, Tour
from data.writers.atomic import write_atomically
from data.writers.itinerary import Row, bounds, clean, credits_of, degrees, notes, rows, title
from data.writers.tour_facts import (
    Pair,
    Span,
    first_stops,
    join_lines,
    leg_facts,
    packed,
    place_facts,
    plain,
    stop_facts,
    tour_facts,
)

EXTENSION_NAMESPACE: Final = "urn:hanh-trinh:gpx:1"
"""Namespace of our extension elements, documented in docs/outputs.md."""

LICENSE_URL: Final = "https://opendatacommons.org/licenses/odbl/1-0/"
CREATOR: Final = "Hành Trình"


def write(
    project: Project, tour: Tour, path: Path, language: str = "vi", *, made: datetime | None = None
) -> None:
    """Write the tour to ``path`` atomically. See ``document`` for the arguments.

    Raises
    ------
    StorageError
        If the file cannot be written.
    """
    write_atomically(path, document(project, tour, language, made=made).encode())


def document(project: Project, tour: Tour, language: str = "vi", *, made: datetime | None = None) -> str:
    """Return the tour as GPX 1.1.

    Parameters
    ----------
    language
        Language of names and comments.
    made
        Moment written into the metadata; now when ``None``.
    """
    register_namespace("ht", EXTENSION_NAMESPACE)
    itinerary = rows(project, tour)
    made_gpx = gpxpy.GPX()
    made_gpx.nsmap = {"ht": EXTENSION_NAMESPACE}
    _fill_metadata(made_gpx, project, tour, language, made or datetime.now(UTC))
    made_gpx.waypoints = _waypoints(project, itinerary, tour, language)
    for number, day in enumerate(tour.days, start=1):
        of_day = [row for row in itinerary if row.day == number]
        lines = [part.geometry for leg in day.legs for part in leg.parts]
        points, spans = join_lines(lines)
        made_gpx.routes.append(_route(of_day, tour, language, spans))
        made_gpx.tracks.append(_track(day, of_day, tour, language, points))
    return str(made_gpx.to_xml(version="1.1", prettyprint=True)) + "\n"


def _fill_metadata(made_gpx: gpxpy.GPX, project: Project, tour: Tour, language: str, made: datetime) -> None:
    made_gpx.creator = CREATOR
    made_gpx.name = title(tour, language)
    made_gpx.description = _summary(tour, language)
    made_gpx.author_name = CREATOR
    # gpxpy writes this one as an attribute and does not escape it.
    made_gpx.copyright_author = escape("; ".join(credits_of(project, tour)) or CREATOR)
    made_gpx.copyright_year = str(made.year)
    made_gpx.copyright_license = LICENSE_URL
    made_gpx.time = made.astimezone(UTC).replace(microsecond=0)
    modes = dict.fromkeys(term(leg.mode, language) for day in tour.days for leg in day.legs)
    made_gpx.keywords = ", ".join((translate(language, N_("Cultural tour")), *modes))
    west, south, east, north = bounds(tour)
    made_gpx.bounds = gpxpy.GPXBounds(south, north, west, east)
    made_gpx.metadata_extensions = [_extension("tour", packed(tour_facts(tour)))]


def _summary(tour: Tour, language: str) -> str:
    return translate(
        language,
        N_("{dates}; {places} places; {distance}"),
        dates=formats.date_span((day.date for day in tour.days), language),
        places=formats.number(len(tour.visited), language),
        distance=formats.distance(tour.distance_m, language),
    )


def _waypoints(
    project: Project, itinerary: tuple[Row, ...], tour: Tour, language: str
) -> list[gpxpy.GPXWaypoint]:
    """Return every place once, at its first stop, and the free points that have a name."""
    register = place_facts(project, itinerary)
    shown = list(first_stops(itinerary).values())
    free: dict[object, Row] = {}
    for row in itinerary:
        if row.place is None and row.stop.label:
            free.setdefault((row.stop.lon, row.stop.lat, row.stop.label), row)
    in_order = sorted([*shown, *free.values()], key=lambda row: (row.day, row.order))
    return [_waypoint(row, tour, language, register(row)) for row in in_order]


def _waypoint(row: Row, tour: Tour, language: str, facts: Mapping[str, Any] | None) -> gpxpy.GPXWaypoint:
    place = row.place
    point = gpxpy.GPXWaypoint(
        latitude=degrees(row.stop.lat),
        longitude=degrees(row.stop.lon),
        name=row.name(language),
        comment=_when(row, language),
        description=_description(row, tour, language) or None,
        type=term(place.category, language) if place else None,
    )
    point.source = clean(place.source) or None if place else None
    if place is not None:
        precision = place.coord_precision_m
        point.extensions = [
            _extension("place_id", place.id),
            _extension("category", place.category.value),
            _extension("rank", place.rank.value),
            *([] if precision is None else [_extension("coord_precision_m", f"{precision:g}")]),
            _extension("approximate", "true" if place.is_approximate else "false"),
            _extension("place", packed(facts or {})),
        ]
    return point


def _description(row: Row, tour: Tour, language: str) -> str:
    said = [clean(row.place.description(language))] if row.place else []
    said += notes(row, tour.request.mode, language)
    return " ".join(part for part in said if part)


def _when(row: Row, language: str) -> str:
    return translate(
        language,
        N_("Day {day}, {date}, {times}"),
        day=row.day,
        date=formats.day_date(row.date, language),
        times=formats.time_range(row.stop.begin_s, row.stop.depart_s, language),
    )


def _route(of_day: list[Row], tour: Tour, language: str, spans: Sequence[Span | None]) -> gpxpy.GPXRoute:
    route = gpxpy.GPXRoute(
        name=_day_name(of_day[0], language), description=title(tour, language), number=of_day[0].day
    )
    done = 0
    for row in of_day:
        parts = len(row.leg.parts) if row.leg is not None else 0
        point = gpxpy.GPXRoutePoint(
            latitude=degrees(row.stop.lat),
            longitude=degrees(row.stop.lon),
            name=row.name(language),
            comment=_when(row, language),
            type=term(row.stop.kind, language),
        )
        point.extensions = _stop_extensions(row, spans[done : done + parts])
        route.points.append(point)
        done += parts
    return route


def _stop_extensions(row: Row, spans: Sequence[Span | None]) -> list[Element]:
    leg = row.leg
    return [
        _extension("kind", row.stop.kind.value),
        *([_extension("place_id", row.stop.place_id)] if row.stop.place_id else []),
        _extension("arrive", row.moment(row.stop.arrive_s).isoformat()),
        _extension("begin", row.moment(row.stop.begin_s).isoformat()),
        _extension("depart", row.moment(row.stop.depart_s).isoformat()),
        *(_extension(key, plain(value)) for key, value in stop_facts(row.stop).items()),
        *([_extension("leg", packed(leg_facts(leg, spans)))] if leg is not None else []),
    ]


def _track(day: Day, of_day: list[Row], tour: Tour, language: str, points: Sequence[Pair]) -> gpxpy.GPXTrack:
    """Return the way of a day as one segment, because devices take a new segment for lost reception."""
    track = gpxpy.GPXTrack(
        name=_day_name(of_day[0], language),
        description=formats.distance(day.distance_m, language),
        number=of_day[0].day,
    )
    track.source = clean(tour.network) or None
    track.type = term(tour.request.mode, language)  # type: ignore[assignment] # gpxpy starts it as None
    if points:
        track.segments.append(gpxpy.GPXTrackSegment([gpxpy.GPXTrackPoint(lat, lon) for lon, lat in points]))
    return track


def _day_name(row: Row, language: str) -> str:
    return translate(
        language, N_("Day {day} – {date}"), day=row.day, date=formats.weekday_date(row.date, language)
    )


def _extension(name: str, value: str) -> Element:
    # A parent of its own keeps the prefix short in every element.
    element = SubElement(Element("extensions"), f"{{{EXTENSION_NAMESPACE}}}{name}")
    # gpxpy writes the texts of extensions as they are.
    element.text = escape(clean(value), quote=False)
    return element

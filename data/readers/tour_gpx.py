"""Tours out of GPX: ours with all that its extensions carry, foreign ones as places and drawn routes."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final
from xml.etree.ElementTree import Element

from gpxpy import gpx as gpxpy
from gpxpy import parse
from shapely import LineString, MultiLineString, Point

from data.errors import BadInputError
from data.language.catalogue import N_
from data.model.checks import normal_text
from data.model.place import Category
from data.model.project import Project
from data.readers.drawn_routes import Drawn, import_drawn
from data.readers.edited_lines import legs_of_track
from data.readers.edited_names import language_of
from data.readers.place_fields import parse_term
from data.readers.tour_import import Assumed, TourImport
from data.readers.tour_parts import FoundStop, Pair, assemble, damaged, places_of, unpacked
from data.readers.xml_files import parse_xml
from data.writers.gpx import EXTENSION_NAMESPACE

FORM: Final = "GPX"
_KNOWN_EXTENSIONS: Final = frozenset({"leg", "place", "tour"})


def import_gpx(content: bytes, source: Path, project: Project, assumed: Assumed) -> TourImport:
    """Return what a GPX file holds.

    Raises
    ------
    BadInputError
        If it is no GPX, its tour is damaged, or a point lies outside Vietnam.
    """
    root = parse_xml(content, source)
    if not str(root.tag).endswith("gpx"):
        raise _no_gpx(source, "root")
    try:
        found = parse(content)
    except (gpxpy.GPXException, ValueError, TypeError, AttributeError) as error:
        raise _no_gpx(source, str(error)) from error
    head = _texts(found.metadata_extensions).get("tour")
    if head is not None:
        return _own(found, unpacked(head, "metadata"), project)
    return import_drawn(list(_drawn(found)), project, assumed, FORM)


def _no_gpx(source: Path, detail: str) -> BadInputError:
    return BadInputError(
        N_("The file is no valid GPX ({detail})."),
        source=source,
        remedy=N_("Export it again as GPX 1.1."),
        detail=detail[:200],
    )


def _texts(extensions: Iterable[Element]) -> dict[str, str]:
    """Return the texts of our extension elements by name."""
    prefix = f"{{{EXTENSION_NAMESPACE}}}"
    return {
        str(element.tag).removeprefix(prefix): element.text or ""
        for element in extensions
        if str(element.tag).startswith(prefix)
    }


def _own(found: gpxpy.GPX, head: Mapping[str, Any], project: Project) -> TourImport:
    register, names = {}, {}
    language = language_of(found.name or "", head)
    for point in found.waypoints:
        texts = _texts(point.extensions)
        if "place_id" in texts and "place" in texts:
            register[texts["place_id"]] = unpacked(texts["place"], point.name or "wpt")
            names[texts["place_id"]] = point.name or ""
    stops = [
        _stop(day, order, point, register, (language, names))
        for day, route in enumerate(found.routes, start=1)
        for order, point in enumerate(route.points, start=1)
    ]
    drawn = _legs(found, stops)
    doubts: list[BadInputError] = []
    tour = assemble(head, stops, lambda day, order: drawn.get((day, order), ()), doubts)
    places = places_of(stops, project)
    return TourImport(
        form=FORM,
        is_own=True,
        tours=(tour,),
        places=places.require_sound(""),
        warnings=(*doubts, *places.warnings),
    )


def _legs(found: gpxpy.GPX, stops: Sequence[FoundStop]) -> dict[tuple[int, int], Sequence[Pair]]:
    """Return the line of each leg, by day and order of the stop it leads to.

    Raises
    ------
    BadInputError
        If what the file carries of a leg is damaged.
    """
    drawn: dict[tuple[int, int], Sequence[Pair]] = {}
    for day, track in enumerate(found.tracks, start=1):
        reached = [stop for stop in stops if stop.day == day][1:]
        try:
            lines = legs_of_track(
                _vertices(track), [stop.leg for stop in reached], [(stop.lon, stop.lat) for stop in reached]
            )
        except (AttributeError, TypeError, ValueError) as error:
            raise damaged("trk") from error
        drawn |= {(day, stop.order): line for stop, line in zip(reached, lines, strict=True)}
    return drawn


def _stop(
    day: int,
    order: int,
    point: gpxpy.GPXRoutePoint,
    register: Mapping[str, Any],
    named: tuple[str, Mapping[str, str]],
) -> FoundStop:
    """Return a stop; ``named`` is the language of the file, and the names of its waypoints by place."""
    texts = _texts(point.extensions)
    facts = {key: text for key, text in texts.items() if key not in _KNOWN_EXTENSIONS}
    leg = unpacked(texts["leg"], point.name or "rtept") if "leg" in texts else None
    place = register.get(facts.get("place_id", ""))
    language, names = named
    shown = {language: names.get(facts.get("place_id", ""), point.name or "")}
    return FoundStop(day, order, point.longitude, point.latitude, facts, leg, place, shown)


def _vertices(track: gpxpy.GPXTrack) -> list[Pair]:
    return [(point.longitude, point.latitude) for segment in track.segments for point in segment.points]


def _drawn(found: gpxpy.GPX) -> Iterable[Drawn]:
    number = 0
    named = [point for route in found.routes for point in route.points if point.name]
    seen: set[tuple[str, float, float]] = set()
    points: list[gpxpy.GPXWaypoint | gpxpy.GPXRoutePoint] = [*found.waypoints, *named]
    for waypoint in points:
        key = (waypoint.name or "", round(waypoint.longitude, 4), round(waypoint.latitude, 4))
        if key in seen:
            continue
        seen.add(key)
        number += 1
        yield Drawn(number, Point(waypoint.longitude, waypoint.latitude), _cells(waypoint))
    for track in found.tracks:
        segments = [segment.points for segment in track.segments if len(segment.points) > 1]
        if segments:
            number += 1
            parts = [[(point.longitude, point.latitude) for point in segment] for segment in segments]
            times = [_aware(point.time) for segment in segments for point in segment if point.time]
            yield Drawn(number, MultiLineString(parts), {"name_vi": track.name or found.name or ""}, times)
    if any(track.segments for track in found.tracks):
        # A route beside tracks is the same way with fewer points.
        return
    for route in found.routes:
        if len(route.points) > 1:
            number += 1
            line = LineString([(point.longitude, point.latitude) for point in route.points])
            yield Drawn(number, line, {"name_vi": route.name or found.name or ""})


def _aware(moment: datetime) -> datetime:
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)


def _cells(point: gpxpy.GPXWaypoint | gpxpy.GPXRoutePoint) -> dict[str, str]:
    cells = {
        "name_vi": point.name or "",
        "description_vi": normal_text(point.description or point.comment or ""),
        "source": point.source or "",
    }
    with suppress(BadInputError):
        # Other programs have types of their own.
        cells["category"] = parse_term(Category, point.type or "").value
    return {column: cell for column, cell in cells.items() if cell}

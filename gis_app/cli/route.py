"""``hanh-trinh route FROM TO [VIA…]``: the way through two or more points."""

import argparse
import json
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from data.errors import BadInputError, NoRouteError
from data.language import formats
from data.language.catalogue import N_
from data.language.terms import term
from data.model.request import Anchor
from data.model.travel_mode import TravelMode
from gis_app.cli.common import Console, load_network, load_project, parse_point

if TYPE_CHECKING:
    from data.model.project import Project
    from routes.network.store import RoadNetwork
    from routes.router import Route, Snap

_SHOWN_FROM_M: Final = 100.0
_FAR_FROM_M: Final = 1000.0
"""Farther from every road, a point is not on this network and a way to it would be an invention."""

_SIGNED_POINT: Final = re.compile(r"^-\d[\d.,-]*$")


def add_parser(
    subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]", common: argparse.ArgumentParser
) -> None:
    """Add the parser of ``route``."""
    parser = subparsers.add_parser(
        "route",
        parents=[common],
        help=N_("find the way through two or more points"),
        description=N_(
            "Finds the fastest way along the roads. A point is the key of a place or lon,lat in degrees."
        ),
        epilog=N_("VIA points are visited in the order given, between FROM and TO."),
    )
    parser.add_argument("begin", metavar="FROM", help=N_("first point"))
    parser.add_argument("end", metavar="TO", help=N_("last point"))
    parser.add_argument("via", metavar="VIA", nargs="*", default=[], help=N_("points on the way"))
    parser.add_argument(
        "--mode",
        choices=[mode.value for mode in TravelMode],
        default=TravelMode.CAR.value,
        help=N_("how to travel (default car)"),
    )
    parser.add_argument("--shortest", action="store_true", help=N_("the shortest way, not the fastest"))
    parser.add_argument(
        "--format",
        choices=("text", "geojson", "gpx"),
        default="text",
        help=N_("form of the answer (default text)"),
    )
    take_signed_points(parser)


def take_signed_points(parser: argparse.ArgumentParser) -> None:
    """Let a parser take '-5.2,21' as a point, not as an option."""
    # argparse tells numbers from options by this pattern and has no public way to widen it.
    vars(parser)["_negative_number_matcher"] = _SIGNED_POINT


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Find the way and print it.

    Raises
    ------
    HanhTrinhError
        As the functions it calls; ``NoRouteError`` (exit 4) when the points are not connected.
    """
    from routes.backends import open_router

    if arguments.json and arguments.format != "text":
        raise BadInputError(
            N_("--json and --format {form} exclude each other."),
            remedy=N_("Leave one out."),
            form=arguments.format,
        )
    project = load_project(arguments)
    words = [arguments.begin, *arguments.via, arguments.end]
    points = [parse_point(word, project, console.language) for word in words]
    with console.progress() as progress:
        progress(0.0, N_("Reading the road network"))
        network = load_network(arguments)
        progress(0.6, N_("Finding the way"))
        router = open_router(network, TravelMode(arguments.mode))
        route = router.route([(point.lon, point.lat) for point in points], shortest=arguments.shortest)
    _require_near_roads(route.snaps, points, network, console)
    _warn_of_coarse_places(project, points, console)
    _warn_of_far_roads(route, points, console)
    written = {"geojson": _geojson, "gpx": _gpx, "text": _text}[arguments.format]
    text = written(route, points, network, TravelMode(arguments.mode), console)
    console.result(_document(route, points, network, arguments), text)
    return 0


def _require_near_roads(
    snaps: Sequence["Snap"], points: Sequence[Anchor], network: "RoadNetwork", console: Console
) -> None:
    from routes.router import OFF_NETWORK_M

    for point, snap in zip(points, snaps, strict=True):
        if snap.access_m > OFF_NETWORK_M:
            raise NoRouteError(
                N_(
                    "{place} is {distance} from the nearest road of '{network}'. Choose a network of that "
                    "area with --network."
                ),
                place=point.label,
                distance=formats.distance(snap.access_m, console.language),
                network=network.meta.name,
            )


def _warn_of_coarse_places(project: "Project", points: Sequence[Anchor], console: Console) -> None:
    for point in points:
        place = project.places[point.place_id] if point.place_id is not None else None
        if place is not None and place.is_approximate:
            console.warn(
                N_("The position of {place} is approximate, and so is the way to it."),
                place=place.name(console.language),
            )


def _warn_of_far_roads(route: "Route", points: Sequence[Anchor], console: Console) -> None:
    for point, snap in zip(points, route.snaps, strict=True):
        if snap.access_m >= _FAR_FROM_M:
            console.warn(
                N_("The nearest road to {place} is {distance} away."),
                place=point.label,
                distance=formats.distance(snap.access_m, console.language),
            )


def _document(
    route: "Route", points: Sequence[Anchor], network: "RoadNetwork", arguments: argparse.Namespace
) -> dict[str, Any]:
    return {
        "mode": arguments.mode,
        "optimised": "distance" if arguments.shortest else "time",
        "distance_m": round(route.distance_m, 1),
        "duration_s": route.duration_s,
        "roads": [
            {"name": name, "distance_m": round(metres, 1)}
            for name, metres in zip(route.roads, route.road_lengths_m, strict=True)
        ],
        "snaps": [
            {
                "label": point.label,
                "place_id": point.place_id,
                "asked": [point.lon, point.lat],
                "snapped": [round(snap.lon, 7), round(snap.lat, 7)],
                "access_m": round(snap.access_m, 1),
            }
            for point, snap in zip(points, route.snaps, strict=True)
        ],
        "geometry": {"type": "LineString", "coordinates": _positions(route)},
        "network": network.meta.name,
        "attribution": network.meta.attribution,
    }


def _positions(route: "Route") -> list[list[float]]:
    # Seven decimals are 1 cm, the resolution of OpenStreetMap.
    return [[round(lon, 7), round(lat, 7)] for lon, lat in route.geometry.coords]


def _title(points: Sequence[Anchor]) -> str:
    return " – ".join(point.label for point in points)


def _text(
    route: "Route", points: Sequence[Anchor], network: "RoadNetwork", mode: TravelMode, console: Console
) -> str:
    language = console.language
    lines = [
        _title(points),
        console.translate(
            N_("{mode}: {distance}, {duration}"),
            mode=term(mode, language),
            distance=formats.distance(route.distance_m, language),
            duration=formats.duration(route.duration_s, language),
        ),
        *_roads(route, console),
        "",
        console.translate(N_("From each point to the road, as the crow flies:")),
    ]
    lines += [
        f"  {formats.distance(snap.access_m, language):>9}  {point.label}"
        for point, snap in zip(points, route.snaps, strict=True)
    ]
    return "\n".join([*lines, "", network.meta.attribution])


def _roads(route: "Route", console: Console) -> list[str]:
    language = console.language
    shown = [
        (name, metres)
        for name, metres in zip(route.roads, route.road_lengths_m, strict=True)
        if metres >= _SHOWN_FROM_M
    ]
    lines = [f"  {formats.distance(metres, language):>9}  {name}" for name, metres in shown]
    rest = route.distance_m - sum(metres for _, metres in shown)
    if rest >= 1:
        other = console.translate(N_("unnamed roads and short stretches"))
        lines.append(f"  {formats.distance(rest, language):>9}  {other}")
    return ["", console.translate(N_("By road:")), *lines] if lines else []


def _geojson(
    route: "Route", points: Sequence[Anchor], network: "RoadNetwork", mode: TravelMode, console: Console
) -> str:
    del console
    line = {
        "type": "Feature",
        "geometry": {"type": "LineString", "coordinates": _positions(route)},
        "properties": {
            "mode": mode.value,
            "distance_m": round(route.distance_m, 1),
            "duration_s": route.duration_s,
            "roads": list(route.roads),
            "attribution": network.meta.attribution,
        },
    }
    stops = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [point.lon, point.lat]},
            "properties": {
                "label": point.label,
                "place_id": point.place_id,
                "access_m": round(snap.access_m, 1),
            },
        }
        for point, snap in zip(points, route.snaps, strict=True)
    ]
    document = {"type": "FeatureCollection", "features": [line, *stops]}
    return json.dumps(document, ensure_ascii=False, indent=1)


def _gpx(
    route: "Route", points: Sequence[Anchor], network: "RoadNetwork", mode: TravelMode, console: Console
) -> str:
    from gpxpy import gpx

    made = gpx.GPX()
    made.creator = "Hành Trình"
    made.name = _title(points)
    made.description = network.meta.attribution
    made.time = datetime.now(UTC).replace(microsecond=0)
    made.waypoints = [gpx.GPXWaypoint(point.lat, point.lon, name=point.label) for point in points]
    track = gpx.GPXTrack(name=made.name, description=term(mode, console.language))
    path = [gpx.GPXTrackPoint(lat, lon) for lon, lat in _positions(route)]
    track.segments.append(gpx.GPXTrackSegment(path))
    made.tracks.append(track)
    return str(made.to_xml(version="1.1"))

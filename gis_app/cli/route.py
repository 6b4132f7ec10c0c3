"""``hanh-trinh route FROM TO [VIA…]``: the way through two or more points, or many ways at once."""

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from data.errors import BadInputError, NoRouteError
from data.language import formats
from data.language.catalogue import N_
from data.model.request import Anchor
from data.model.travel_mode import TravelMode
from gis_app.cli.common import Console, load_network, load_project, parse_point
from gis_app.cli.number_table import read_positions, require_another_file, write_table
from gis_app.cli.routing_options import add_routing_options, depart_s, lon_lat, routing_router

if TYPE_CHECKING:
    from data.model.project import Project
    from routes.network.store import RoadNetwork
    from routes.router import Route, Snap, Through

_FAR_FROM_M: Final = 1000.0
"""Farther from every road, a point is not on this network and a way to it would be an invention."""


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
    parser.add_argument("begin", metavar="FROM", nargs="?", help=N_("first point"))
    parser.add_argument("end", metavar="TO", nargs="?", help=N_("last point"))
    parser.add_argument("via", metavar="VIA", nargs="*", default=[], help=N_("points on the way"))
    parser.add_argument("--shortest", action="store_true", help=N_("the shortest way, not the fastest"))
    parser.add_argument(
        "--through",
        metavar="[LEG:]NAME@LON,LAT",
        action="append",
        default=[],
        help=N_("pass through the street of that name near a point (on leg LEG, by default the first)"),
    )
    parser.add_argument(
        "--format",
        choices=("text", "geojson", "gpx"),
        default="text",
        help=N_("form of the answer (default text)"),
    )
    parser.add_argument("--directions", action="store_true", help=N_("say every turn"))
    parser.add_argument(
        "--pairs",
        type=Path,
        metavar="CSV",
        help=N_("many ways at once: lines lon1,lat1,lon2,lat2 without a header"),
    )
    parser.add_argument(
        "-o",
        "--output",
        type=Path,
        metavar="CSV",
        help=N_("where the answers to --pairs go: lines seconds,metres, empty where there is no route"),
    )
    add_routing_options(parser)


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Find the way and print it, or find all ways of a table and write theirs.

    Raises
    ------
    HanhTrinhError
        As the functions it calls; ``NoRouteError`` (exit 4) when the points are not connected.
    """
    if arguments.pairs is not None:
        return _run_pairs(arguments, console)
    if arguments.begin is None or arguments.end is None:
        raise BadInputError(
            N_("A route needs two points."), remedy=N_("Give FROM and TO, or a table with --pairs.")
        )
    if arguments.output is not None:
        raise BadInputError(N_("--output goes with --pairs."), remedy=N_("Leave it out, or give --pairs."))
    if arguments.json and arguments.format != "text":
        raise BadInputError(
            N_("--json and --format {form} exclude each other."),
            remedy=N_("Leave one out."),
            form=arguments.format,
        )
    return _run_one(arguments, console)


def _run_one(arguments: argparse.Namespace, console: Console) -> int:
    from gis_app.cli import route_answer

    project = load_project(arguments)
    words = [arguments.begin, *arguments.via, arguments.end]
    points = [parse_point(word, project, console.language) for word in words]
    streets = [_through(text) for text in arguments.through]
    departure = depart_s(arguments)
    with console.progress() as progress:
        progress(0.0, N_("Reading the road network"))
        network = load_network(arguments)
        progress(0.6, N_("Finding the way"))
        router = routing_router(arguments, network, project)
        route = router.route(
            [(point.lon, point.lat) for point in points],
            shortest=arguments.shortest,
            through=streets,
            depart_s=departure,
            is_weekend=arguments.weekend,
        )
    _require_near_roads(route.snaps, points, network, console)
    _warn_of_coarse_places(project, points, console)
    _warn_of_far_roads(route, points, console)
    written = {
        "geojson": route_answer.as_geojson,
        "gpx": route_answer.as_gpx,
        "text": route_answer.as_text,
    }[arguments.format]
    text = written(route, points, network, TravelMode(arguments.mode), console)
    document = route_answer.document(route, points, network, arguments)
    if arguments.directions:
        from gis_app.cli.directions_answer import directions_document, directions_text

        document["directions"] = directions_document(route, points, network, console.language)
        if arguments.format == "text":
            text = "\n".join([text, *directions_text(route, points, network, console)])
    console.result(document, text)
    return 0


def _run_pairs(arguments: argparse.Namespace, console: Console) -> int:
    if arguments.output is None or arguments.begin is not None or arguments.through:
        raise BadInputError(
            N_("--pairs takes an output file and no points or streets."),
            remedy=N_("Write: route --pairs IN.csv -o OUT.csv"),
        )
    require_another_file(arguments.output, arguments.pairs)
    lines = read_positions(arguments.pairs, 2)
    departure = depart_s(arguments)
    with console.progress() as progress:
        progress(0.0, N_("Reading the road network"))
        network = load_network(arguments)
        progress(0.6, N_("Finding the way"))
        router = routing_router(arguments, network, None)
        found = router.measure(
            [(line[0], line[1]) for line in lines],
            shortest=arguments.shortest,
            depart_s=departure,
            is_weekend=arguments.weekend,
        )
    rows = [("", "") if one is None else (str(one.duration_s), f"{one.distance_m:.1f}") for one in found]
    write_table(arguments.output, rows)
    missing = sum(one is None for one in found)
    document: dict[str, Any] = {
        "pairs": len(found),
        "without_route": missing,
        "mode": arguments.mode,
        "output": str(arguments.output),
    }
    said = N_("{count} routes written to {path}, {missing} of them without a way.")
    text = console.translate(said, count=len(found), path=arguments.output, missing=missing)
    console.result(document, text)
    return 0


def _through(text: str) -> "Through":
    from routes.router import Through

    name, is_placed, place = text.rpartition("@")
    leg, has_leg, rest = name.partition(":")
    number = int(leg) if has_leg and leg.isdecimal() else 1
    if not is_placed or number < 1:
        raise BadInputError(
            N_("'{text}' is not a street near a point."),
            remedy=N_("Write --through 'Phố Huế@105.851,21.015'."),
            text=text,
        )
    lon, lat = lon_lat(place)
    return Through(lon, lat, rest if has_leg and leg.isdecimal() else name, number - 1)


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

"""What the commands isochrone, alternatives and round-trip share: points, opened roads, GeoJSON answers."""

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import shapely

from data.errors import NoRouteError
from data.language import formats
from data.language.catalogue import N_
from data.model.request import Anchor
from gis_app.cli.common import Console, load_network, load_project, parse_point
from gis_app.cli.routing_options import routing_router

if TYPE_CHECKING:
    from data.model.project import Project
    from routes.backends.network_router import NetworkRouter
    from routes.router import Route, Snap

_DECIMALS = 7
# 1 cm, the resolution of OpenStreetMap.


def add_output(parser: argparse.ArgumentParser) -> None:
    """Add the option that names a GeoJSON file for the result."""
    parser.add_argument(
        "-o", "--output", type=Path, metavar="GEOJSON", help=N_("write the geometry to this GeoJSON file")
    )


def opened(
    arguments: argparse.Namespace, words: Sequence[str], console: Console
) -> "tuple[Project, NetworkRouter, list[Anchor]]":
    """Return the project, the router of the options, and the points that the words name.

    Raises
    ------
    HanhTrinhError
        As the functions it calls.
    """
    project = load_project(arguments)
    points = [parse_point(word, project, console.language) for word in words]
    with console.progress() as progress:
        progress(0.0, N_("Reading the road network"))
        network = load_network(arguments)
        router = routing_router(arguments, network, project)
    require_near(router.snap([(point.lon, point.lat) for point in points]), points, router, console)
    return project, router, points


def require_near(
    snaps: "Sequence[Snap]", points: Sequence[Anchor], router: "NetworkRouter", console: Console
) -> None:
    """Refuse points that belong to another network."""
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
                network=router.network.meta.name,
            )


def feature(geometry: shapely.Geometry, **properties: object) -> dict[str, Any]:
    """Return a GeoJSON feature, seven decimals."""
    return {
        "type": "Feature",
        "geometry": _rounded(json.loads(shapely.to_geojson(geometry))),
        "properties": properties,
    }


def route_facts(route: "Route") -> dict[str, Any]:
    """Return length and time of a route, units in the keys."""
    return {"distance_m": round(route.distance_m, 1), "duration_s": route.duration_s}


def give(
    arguments: argparse.Namespace,
    console: Console,
    features: Sequence[dict[str, Any]],
    lines: Sequence[str],
    attribution: str,
) -> int:
    """Write the file that was asked for and print the answer; the document is a FeatureCollection."""
    document = {
        "type": "FeatureCollection",
        "mode": arguments.mode,
        "attribution": attribution,
        "features": list(features),
    }
    said = [*lines, "", attribution]
    if arguments.output is not None:
        from data.writers.atomic import write_atomically

        content = json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False)
        write_atomically(arguments.output, content.encode())
        said.insert(-2, console.translate(N_("Written to {path}."), path=arguments.output))
    console.result(document, "\n".join(said))
    return 0


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, _DECIMALS)
    if isinstance(value, dict):
        return {key: _rounded(part) for key, part in value.items()}
    return [_rounded(part) for part in value] if isinstance(value, list | tuple) else value

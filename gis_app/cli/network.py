"""``hanh-trinh network build|fetch|clip|export|info``: make, cut, hand out and describe road networks."""

import argparse
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from data.errors import StorageError
from data.language.catalogue import N_
from data.model.travel_mode import TravelMode
from data.progress import Progress, part
from gis_app.cli.areas import AREA_HELP, area_to_fetch, require_area
from gis_app.cli.common import Console, load_network, load_project
from gis_app.cli.network_report import network_text
from gis_app.cli.routing_options import take_signed_points

if TYPE_CHECKING:
    from routes.network.store import RoadNetwork


def add_parser(
    subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]", common: argparse.ArgumentParser
) -> None:
    """Add the parser of ``network`` and its actions."""
    parser = subparsers.add_parser(
        "network",
        parents=[common],
        help=N_("build, fetch, clip, export or describe a road network"),
        description=N_("Makes road networks from OpenStreetMap data and says what is in one."),
    )
    actions = parser.add_subparsers(
        dest="action", required=True, metavar="build | fetch | clip | export | info"
    )
    build = actions.add_parser(
        "build", parents=[common], help=N_("build from an OpenStreetMap file (.osm.pbf, .osm)")
    )
    build.add_argument("file", type=Path, metavar="FILE", help=N_("OpenStreetMap file"))
    build.add_argument("--area", metavar="AREA", help=AREA_HELP)
    fetch = actions.add_parser(
        "fetch", parents=[common], help=N_("download an area from OpenStreetMap (needs the internet)")
    )
    fetch.add_argument(
        "area",
        metavar="AREA",
        help=N_("west,south,east,north in degrees, an administrative unit of the project, or a place name"),
    )
    clip = actions.add_parser(
        "clip", parents=[common], help=N_("cut an area out of the network that --network names")
    )
    clip.add_argument("area", metavar="AREA", help=AREA_HELP)
    export = actions.add_parser(
        "export", parents=[common], help=N_("write a network for other programs (.gpkg, .graphml)")
    )
    export.add_argument(
        "--mode",
        choices=[mode.value for mode in TravelMode],
        help=N_("only roads this mode may use, with speeds and travel times"),
    )
    info = actions.add_parser(
        "info", parents=[common], help=N_("describe a network: FILE, or the one that --network names")
    )
    for action in (export, info):
        action.add_argument(
            "file", type=Path, nargs="?", metavar="FILE", help=N_("network file; else that of --network")
        )
    for action in (build, fetch, clip):
        action.add_argument(
            "-o", "--output", type=Path, metavar="NETWORK", required=True, help=N_("network file to write")
        )
        take_signed_points(action)
    export.add_argument(
        "-o",
        "--output",
        type=Path,
        metavar="FILE",
        required=True,
        help=N_("file to write, .gpkg or .graphml"),
    )


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Do the action and describe the network.

    Raises
    ------
    HanhTrinhError
        As the functions it calls.
    """
    if arguments.action in {"info", "export"} and arguments.file is not None:
        arguments.network = arguments.file
    if arguments.action == "info":
        network = load_network(arguments)
    else:
        _check_output(arguments.output)
        with console.progress() as progress:
            network = (
                _export(arguments, progress) if arguments.action == "export" else _save(arguments, progress)
            )
        console.say(N_("Written: {path}"), path=str(arguments.output))
    _describe(network, console)
    return 0


def _describe(network: "RoadNetwork", console: Console) -> None:
    from routes.network.report import network_report

    document = network_report(network, datetime.now(UTC).date())
    if not document["in_vietnam"]:
        console.warn(
            N_("These roads lie outside Vietnam: they can be shown and exported, but no place is near.")
        )
    console.result(document, network_text(network, document, console))


def _check_output(path: Path) -> None:
    """Refuse at once what could not be written after the work of minutes."""
    if path.is_dir():
        raise StorageError(
            N_("This is a folder, not a file."), source=path, remedy=N_("Give the name of a file after -o.")
        )
    if not path.parent.is_dir():
        raise StorageError(
            N_("There is no folder {folder}."),
            source=path,
            remedy=N_("Make it first, or choose another after -o."),
            folder=str(path.parent),
        )


def _export(arguments: argparse.Namespace, progress: Progress) -> "RoadNetwork":
    from routes.network.export import export_network

    network = load_network(arguments)
    mode = TravelMode(arguments.mode) if arguments.mode else None
    export_network(network, arguments.output, mode=mode, progress=progress)
    return network


def _save(arguments: argparse.Namespace, progress: Progress) -> "RoadNetwork":
    from routes.network.file import save_network

    network = _make(arguments, part(progress, 0.0, 0.98))
    save_network(network, arguments.output, progress=part(progress, 0.98, 1.0))
    return network


def _make(arguments: argparse.Namespace, progress: Progress) -> "RoadNetwork":
    if arguments.action == "build":
        from routes.network.osm import build_network

        name = arguments.area or ""
        area = require_area(name, load_project(arguments)) if name else None
        return build_network(arguments.file, area=area, area_name=name, progress=progress)
    if arguments.action == "clip":
        from routes.network.finish import clip_and_finish

        area = require_area(arguments.area, load_project(arguments))
        return clip_and_finish(load_network(arguments), area, area_name=arguments.area, progress=progress)
    from routes.network.overpass import fetch_network

    area = area_to_fetch(arguments.area, load_project(arguments), progress)
    return fetch_network(area, name=arguments.area, progress=progress)

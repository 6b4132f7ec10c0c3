"""``hanh-trinh network build|fetch|info``: make and describe road networks."""

import argparse
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from shapely import MultiPolygon, Polygon, box

from data.errors import BadInputError, StorageError
from data.language import formats
from data.language.catalogue import N_
from data.language.terms import term
from data.model.checks import require_lon_lat
from data.progress import Progress, part
from gis_app.cli.common import Console, load_network, load_project
from gis_app.cli.route import take_signed_points
from routes.modes import RoadClass

if TYPE_CHECKING:
    from data.model.project import Project
    from routes.network.store import RoadNetwork

_CLASS_WORDS: Final = {
    RoadClass.MOTORWAY: N_("road|motorway"),
    RoadClass.MOTORWAY_LINK: N_("road|motorway ramp"),
    RoadClass.TRUNK: N_("road|trunk road"),
    RoadClass.TRUNK_LINK: N_("road|trunk road ramp"),
    RoadClass.PRIMARY: N_("road|primary road"),
    RoadClass.PRIMARY_LINK: N_("road|primary road ramp"),
    RoadClass.SECONDARY: N_("road|secondary road"),
    RoadClass.SECONDARY_LINK: N_("road|secondary road ramp"),
    RoadClass.TERTIARY: N_("road|tertiary road"),
    RoadClass.TERTIARY_LINK: N_("road|tertiary road ramp"),
    RoadClass.UNCLASSIFIED: N_("road|minor road"),
    RoadClass.RESIDENTIAL: N_("road|residential street"),
    RoadClass.LIVING_STREET: N_("road|living street"),
    RoadClass.SERVICE: N_("road|service road"),
    RoadClass.TRACK: N_("road|track"),
    RoadClass.PEDESTRIAN: N_("road|pedestrian street"),
    RoadClass.CYCLEWAY: N_("road|cycleway"),
    RoadClass.FOOTWAY: N_("road|footway"),
    RoadClass.PATH: N_("road|path"),
    RoadClass.STEPS: N_("road|stairs"),
    RoadClass.FERRY: N_("road|ferry (not ridden)"),
}
_BBOX: Final = re.compile(r"^[-\d.]+(,[-\d.]+)+$")


def add_parser(
    subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]", common: argparse.ArgumentParser
) -> None:
    """Add the parser of ``network`` and its actions."""
    parser = subparsers.add_parser(
        "network",
        parents=[common],
        help=N_("build, fetch or describe a road network"),
        description=N_("Makes road networks from OpenStreetMap data and says what is in one."),
    )
    actions = parser.add_subparsers(dest="action", required=True, metavar="build | fetch | info")
    build = actions.add_parser(
        "build", parents=[common], help=N_("build from an OpenStreetMap file (.osm.pbf, .osm)")
    )
    build.add_argument("file", type=Path, metavar="FILE", help=N_("OpenStreetMap file"))
    fetch = actions.add_parser(
        "fetch", parents=[common], help=N_("download an area from OpenStreetMap (needs the internet)")
    )
    fetch.add_argument(
        "area",
        metavar="AREA",
        help=N_("west,south,east,north in degrees, an administrative unit of the project, or a place name"),
    )
    take_signed_points(fetch)
    for action in (build, fetch):
        action.add_argument(
            "-o", "--output", type=Path, metavar="NETWORK", required=True, help=N_("network file to write")
        )
    actions.add_parser("info", parents=[common], help=N_("describe the network that --network names"))


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Do the action and describe the network.

    Raises
    ------
    HanhTrinhError
        As the functions it calls.
    """
    if arguments.action == "info":
        network = load_network(arguments)
    else:
        from routes.network.file import save_network

        _check_output(arguments.output)
        with console.progress() as progress:
            network = _make(arguments, part(progress, 0.0, 0.98))
            save_network(network, arguments.output)
        console.say(N_("Written: {path}"), path=str(arguments.output))
    console.result(_document(network), _text(network, console))
    return 0


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


def _make(arguments: argparse.Namespace, progress: Progress) -> "RoadNetwork":
    if arguments.action == "build":
        from routes.network.osm import build_network

        return build_network(arguments.file, progress=progress)
    from routes.network.overpass import fetch_network

    area = _area(arguments.area, load_project(arguments), progress)
    return fetch_network(area, name=arguments.area, progress=progress)


def _area(text: str, project: "Project", progress: Progress) -> Polygon | MultiPolygon:
    """Return the outline that a box, a unit of the project, or a place name stands for."""
    if _BBOX.match(text):
        return _box(text)
    wanted = text.casefold()
    for unit in project.units.values():
        names = {unit.name_vi, project.unit_label(unit.id), unit.name_en} - {""}
        outline = unit.geometry
        if isinstance(outline, Polygon | MultiPolygon) and wanted in {name.casefold() for name in names}:
            return outline
    from routes.network.overpass import geocode_area

    return geocode_area(text, progress=progress)


def _box(text: str) -> Polygon:
    try:
        west, south, east, north = (float(number) for number in text.split(","))
    except ValueError:
        raise BadInputError(
            N_("'{area}' is not a box."), remedy=N_("Write west,south,east,north in degrees."), area=text
        ) from None
    for lon, lat in ((west, south), (east, north)):
        require_lon_lat(lon, lat, text)
    if west >= east or south >= north:
        raise BadInputError(
            N_("The area is empty."), where=text, remedy=N_("Write west, south, east, north.")
        )
    return box(west, south, east, north)


def _km_by_class(network: "RoadNetwork") -> dict[RoadClass, float]:
    metres = np.bincount(network.road_class, weights=network.length_m, minlength=len(RoadClass))
    return {kind: round(float(metres[kind]) / 1000, 1) for kind in RoadClass if metres[kind] > 0}


def _document(network: "RoadNetwork") -> dict[str, Any]:
    meta = network.meta
    return {
        "name": meta.name,
        "source": meta.source,
        "built": meta.built,
        "attribution": meta.attribution,
        "nodes": network.node_count,
        "edges": network.edge_count,
        "length_km": round(float(network.length_m.sum()) / 1000, 1),
        "length_km_by_class": {kind.osm: km for kind, km in _km_by_class(network).items()},
        "modes": [mode.value for mode in network.modes],
        "cut_off_km_by_mode": dict(meta.cut),
        "bbox": [round(degrees, 5) for degrees in network.bbox],
        "fast_routing": bool(len(network.cch_order)),
    }


def _text(network: "RoadNetwork", console: Console) -> str:
    language, document = console.language, _document(network)

    def number(value: float, decimals: int = 0) -> str:
        return formats.number(value, language, decimals)

    lines = [
        " · ".join(word for word in (document["name"], document["source"], document["built"]) if word),
        console.translate(
            N_("{nodes} junctions, {edges} roads between them, {km} km"),
            nodes=number(document["nodes"]),
            edges=number(document["edges"]),
            km=number(document["length_km"]),
        ),
        console.translate(N_("West, south, east, north: {bbox}"), bbox=", ".join(map(str, document["bbox"]))),
        console.translate(
            N_("Travel modes: {modes}"),
            modes=", ".join(term(mode, language) for mode in network.modes),
        ),
        "",
    ]
    lengths = _km_by_class(network)
    lines += [
        f"  {number(km, 1):>10} km  {console.translate(_CLASS_WORDS[kind])}" for kind, km in lengths.items()
    ]
    cut = {mode: km for mode, km in document["cut_off_km_by_mode"].items() if km}
    if cut:
        lines += ["", console.translate(N_("Left out, because not connected both ways with the rest:"))]
        lines += [
            f"  {number(cut[mode.value], 1):>10} km  {term(mode, language)}"
            for mode in network.modes
            if mode.value in cut
        ]
    return "\n".join([*lines, "", network.meta.attribution])

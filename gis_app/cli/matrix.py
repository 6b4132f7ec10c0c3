"""``hanh-trinh matrix POINTS.csv``: travel times between all pairs of points."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from data.errors import BadInputError
from data.language.catalogue import N_
from gis_app.cli.common import Console, load_network
from gis_app.cli.number_table import read_positions, require_another_file, write_table
from gis_app.cli.routing_options import add_routing_options, depart_s, routing_router

if TYPE_CHECKING:
    from routes.router import Matrix


def add_parser(
    subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]", common: argparse.ArgumentParser
) -> None:
    """Add the parser of ``matrix``."""
    parser = subparsers.add_parser(
        "matrix",
        parents=[common],
        help=N_("travel times between all pairs of points"),
        description=N_(
            "Writes the seconds from each point to each as a square table, one row a line, empty where there "
            "is no route."
        ),
    )
    parser.add_argument(
        "points", metavar="POINTS", type=Path, help=N_("CSV with lines lon,lat without a header")
    )
    parser.add_argument("-o", "--output", type=Path, metavar="CSV", help=N_("where the table goes"))
    parser.add_argument("--metres", type=Path, metavar="CSV", help=N_("where a table of the metres goes"))
    add_routing_options(parser)


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Compute the tables and write them.

    Raises
    ------
    HanhTrinhError
        As the functions it calls.
    """
    if arguments.output is None and not arguments.json:
        raise BadInputError(N_("No output is named."), remedy=N_("Give -o OUT.csv, or --json."))
    for output in (arguments.output, arguments.metres):
        require_another_file(output, arguments.points)
    lines = read_positions(arguments.points, 1)
    departure = depart_s(arguments)
    wants_metres = arguments.metres is not None or arguments.json
    with console.progress() as progress:
        progress(0.0, N_("Reading the road network"))
        network = load_network(arguments)
        progress(0.6, N_("Computing travel times"))
        router = routing_router(arguments, network, None)
        matrix = router.matrix(
            [line[0] for line in lines],
            distances=wants_metres,
            depart_s=departure,
            is_weekend=arguments.weekend,
        )
    is_reached = _reached(matrix)
    if arguments.output is not None:
        write_table(arguments.output, _rows(matrix.duration_s.tolist(), is_reached))
    if arguments.metres is not None:
        write_table(arguments.metres, _rows(np.round(matrix.distance_m, 1).tolist(), is_reached))
    missing = int((~np.array(is_reached)).sum())
    said = N_("{count} × {count} travel times, {missing} pairs without a route.")
    document = _document(arguments, matrix, is_reached) if arguments.json else None
    console.result(document, console.translate(said, count=len(lines), missing=missing))
    return 0


def _reached(matrix: "Matrix") -> list[list[bool]]:
    from routes.router import OFF_NETWORK_M, UNREACHABLE_S

    is_near = np.array([snap.access_m <= OFF_NETWORK_M for snap in matrix.snaps])
    is_reached = (matrix.duration_s != UNREACHABLE_S) & is_near[:, None] & is_near[None, :]
    rows: list[list[bool]] = is_reached.tolist()
    return rows


def _rows(values: list[list[Any]], is_reached: list[list[bool]]) -> list[list[str]]:
    return [
        [str(value) if is_found else "" for value, is_found in zip(row, found, strict=True)]
        for row, found in zip(values, is_reached, strict=True)
    ]


def _document(
    arguments: argparse.Namespace, matrix: "Matrix", is_reached: list[list[bool]]
) -> dict[str, Any]:
    def known(values: list[list[Any]]) -> list[list[Any]]:
        return [
            [value if is_found else None for value, is_found in zip(row, found, strict=True)]
            for row, found in zip(values, is_reached, strict=True)
        ]

    return {
        "mode": arguments.mode,
        "depart": arguments.depart,
        "duration_s": known(matrix.duration_s.tolist()),
        "distance_m": known(np.round(matrix.distance_m, 1).tolist()),
        "snaps": [
            {"snapped": [round(snap.lon, 7), round(snap.lat, 7)], "access_m": round(snap.access_m, 1)}
            for snap in matrix.snaps
        ],
    }

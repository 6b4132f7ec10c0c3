"""``hanh-trinh plan REQUEST.toml -o DIR``: plan a tour and write every output."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from data.errors import CancelledError, InfeasibleRequestError
from data.language.catalogue import N_
from data.progress import part
from gis_app.cli.common import Console, load_network, load_project, photo_folder
from gis_app.cli.print_options import note_documents, warn_of
from gis_app.cli.tour_text import (
    check_output_folder,
    check_search_options,
    infeasible_document,
    itinerary_text,
    tour_result,
)

if TYPE_CHECKING:
    from layers.publication.notes import Note


def add_parser(
    subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]", common: argparse.ArgumentParser
) -> None:
    """Add the parser of ``plan``."""
    parser = subparsers.add_parser(
        "plan",
        parents=[common],
        help=N_("plan a tour from a request and write every output"),
        description=N_(
            "Chooses, orders and times the stops of a tour, checks it and writes GeoJSON, GPX, "
            "itinerary sheets, a web map and a brochure into one folder."
        ),
        epilog=N_("The request format is documented in docs/request.md; examples are in resources/requests."),
    )
    parser.add_argument("request", type=Path, metavar="REQUEST", help=N_("request file (TOML)"))
    parser.add_argument(
        "-o", "--output", type=Path, metavar="DIR", required=True, help=N_("folder for the outputs")
    )
    parser.add_argument(
        "--seconds", type=float, metavar="N", help=N_("time to search, at most 27; else that of the request")
    )
    parser.add_argument(
        "--seed", type=int, metavar="N", help=N_("seed of the search; else that of the request")
    )


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Plan, write the outputs, and print the itinerary.

    Ctrl-C ends the search: the best plan so far is written, and the exit code says that it was stopped.

    Raises
    ------
    HanhTrinhError
        As the functions it calls; ``InfeasibleRequestError`` (exit 5) when no plan can meet the request.
    """
    from data.readers.request_toml import read_request
    from gis_app.outputs import Edition, write_outputs
    from gis_app.planning import network_name, routers_of
    from routes.planner.plan import plan_tour
    from routes.planner.transfers import with_transfer

    check_search_options(arguments)
    check_output_folder(arguments)
    project = load_project(arguments)
    request = read_request(arguments.request, project)
    with console.progress() as progress:
        progress(0.0, N_("Reading the road network"))
        network = load_network(arguments)
        try:
            with console.hold() as is_stopped:
                tour = plan_tour(
                    project,
                    request,
                    with_transfer(routers_of(network), project, request, network),
                    seconds=arguments.seconds,
                    seed=arguments.seed,
                    network=network_name(network),
                    network_credit=network.meta.attribution,
                    progress=part(progress, 0.1, 0.9),
                    is_stopped=is_stopped,
                )
                was_stopped = is_stopped()
        except InfeasibleRequestError as error:
            if console.json:
                console.result(infeasible_document(error, console.language), "")
            raise
    notes: list[Note] = []
    with console.hold(), console.progress() as progress:
        progress(0.9, N_("Writing the outputs"))
        edition = Edition(project, tour, console.language, network, photo_folder(arguments))
        written = write_outputs(edition, arguments.output, note=notes.append)
    document = tour_result(project, tour, console.language)
    document["files"] = [str(path) for path in written]
    document["notes"] = note_documents(console, notes)
    console.result(document, itinerary_text(project, tour, console))
    warn_of(console, notes)
    console.say(N_("{count} files written to {folder}."), count=len(written), folder=arguments.output)
    if was_stopped:
        console.say(N_("The search was stopped: this is the best plan until then."))
    return CancelledError.exit_code if was_stopped else 0

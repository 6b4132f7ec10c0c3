"""``hanh-trinh replan FILE``: change a tour by hand, and plan anew what is left free."""

import argparse
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from data.errors import BadInputError, CancelledError, InfeasibleRequestError
from data.language.catalogue import N_
from data.model.tour import Tour
from data.progress import part
from gis_app.cli.common import Console, load_network, photo_folder
from gis_app.cli.edit_words import add_edit_options, carry_out
from gis_app.cli.print_options import note_documents, warn_of
from gis_app.cli.tour_files import TourFile, add_tour_option, read_one_tour
from gis_app.cli.tour_text import (
    check_output_folder,
    check_search_options,
    infeasible_document,
    itinerary_text,
    tour_result,
)

if TYPE_CHECKING:
    from layers.publication.notes import Note
    from routes.network.store import RoadNetwork
    from routes.planner.editing.desk import EditingDesk
    from routes.planner.editing.remedies import EditRemedy
    from routes.planner.editing.warnings import TourWarning


def add_parser(
    subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]", common: argparse.ArgumentParser
) -> None:
    """Add the parser of ``replan``."""
    parser = subparsers.add_parser(
        "replan",
        parents=[common],
        help=N_("change a tour by hand and plan the rest anew"),
        description=N_(
            "Carries edits out on a tour, then plans anew whatever is not locked. With --retime-only nothing "
            "is planned: the times are made anew, and what no longer fits is said with remedies."
        ),
    )
    parser.add_argument(
        "file", type=Path, metavar="FILE", help=N_("result of 'plan --json', or project file (GeoPackage)")
    )
    add_tour_option(parser)
    add_edit_options(parser)
    parser.add_argument(
        "--retime-only", action="store_true", help=N_("carry the edits out and make times anew, plan nothing")
    )
    parser.add_argument(
        "--scenario",
        metavar="NAME",
        help=N_("keep the result as a scenario of this name beside the tour; a project file is saved"),
    )
    parser.add_argument("-o", "--output", type=Path, metavar="DIR", help=N_("folder for the outputs"))
    parser.add_argument(
        "--seconds", type=float, metavar="N", help=N_("time to search, at most 27; else that of the request")
    )
    parser.add_argument(
        "--seed", type=int, metavar="N", help=N_("seed of the search; else that of the request")
    )


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Edit, perhaps plan anew, and print the tour with its warnings.

    Raises
    ------
    InfeasibleRequestError
        If what was decided by hand leaves no tour that keeps every rule (exit 5).
    BadInputError, StorageError, NoRouteError
        If a file cannot be read or written, or an edit names what is not there.
    """
    from gis_app.planning import routers_of
    from routes.planner.editing.desk import EditingDesk
    from routes.planner.editing.ways import Ways
    from routes.planner.transfers import with_transfer

    check_search_options(arguments)
    check_output_folder(arguments)
    found = read_one_tour(arguments.file, arguments)
    with console.progress() as progress:
        progress(0.0, N_("Reading the road network"))
        network = load_network(arguments)
        routers = with_transfer(routers_of(network), found.project, found.tour.request, network)
        desk = EditingDesk(found.project, Ways(routers))
        # Made anew at once: results of JSON have no lines, and the roads may be others.
        tour = carry_out(desk, desk.retimed(found.tour), arguments.edits)
        was_stopped = False
        if not arguments.retime_only:
            from routes.planner.editing.reoptimise import reoptimise

            try:
                with console.hold() as is_stopped:
                    tour = reoptimise(
                        found.project,
                        tour,
                        routers,
                        seconds=arguments.seconds,
                        seed=arguments.seed,
                        progress=part(progress, 0.1, 0.9),
                        is_stopped=is_stopped,
                    )
                    was_stopped = is_stopped()
            except InfeasibleRequestError as error:
                if console.json:
                    console.result(infeasible_document(error, console.language), "")
                raise
    if arguments.scenario is not None:
        tour = _as_scenario(found, tour, arguments.scenario)
    with console.hold():
        _hand_out(arguments, console, found, tour, desk=desk, network=network)
    if was_stopped:
        console.say(N_("The search was stopped: this is the best plan until then."))
    return CancelledError.exit_code if was_stopped else 0


def _hand_out(
    arguments: argparse.Namespace,
    console: Console,
    found: TourFile,
    tour: Tour,
    *,
    desk: "EditingDesk",
    network: "RoadNetwork",
) -> None:
    from routes.planner.editing.remedies import remedies_of
    from routes.planner.editing.warnings import warnings_of

    warned = [
        (warning, remedies_of(desk, tour, warning, console.language))
        for warning in warnings_of(desk, tour, console.language)
    ]
    document = tour_result(found.project, tour, console.language)
    document["warnings"] = [_warning_document(*one, console.language) for one in warned]
    notes: list[Note] = []
    document["files"] = _write(arguments, console, found, tour, network, notes=notes)
    document["notes"] = note_documents(console, notes)
    text = itinerary_text(found.project, tour, console)
    console.result(document, "\n".join([text, *_warning_lines(warned, console)]))
    warn_of(console, notes)


def _write(
    arguments: argparse.Namespace,
    console: Console,
    found: TourFile,
    tour: Tour,
    network: "RoadNetwork",
    *,
    notes: "list[Note]",
) -> list[str]:
    written: list[Path] = []
    if arguments.output is not None:
        from gis_app.outputs import Edition, write_outputs

        folder = found.path.parent if found.is_in_project else photo_folder(arguments)
        edition = Edition(found.project, tour, console.language, network, folder)
        written = list(write_outputs(edition, arguments.output, note=notes.append))
        console.say(N_("{count} files written to {folder}."), count=len(written), folder=arguments.output)
    if arguments.scenario is not None and found.is_in_project:
        _save(found, tour)
        console.say(N_("Scenario '{scenario}' saved in {path}."), scenario=tour.scenario, path=found.path)
    return [str(path) for path in written]


def _as_scenario(found: TourFile, tour: Tour, name: str) -> Tour:
    """Return the tour under a key of its own, as a scenario of the group it came from."""
    from gis_app.planning import with_new_id

    if not name.strip():
        raise BadInputError(
            N_("The scenario has no name."), where="--scenario", remedy=N_("Give a name such as 'B'.")
        )
    scenario = replace(tour, scenario=name.strip(), base=found.tour.group)
    return with_new_id(scenario, found.project) if found.is_in_project else scenario


def _save(found: TourFile, tour: Tour) -> None:
    from data.edits import PutTour
    from data.storage.gpkg import save_project
    from data.storage.holding import project_lock

    with project_lock(found.path):
        save_project(PutTour(tour).apply(found.project).project, found.path)


def _warning_document(
    warning: "TourWarning", remedies: "tuple[EditRemedy, ...]", language: str
) -> dict[str, Any]:
    return {
        "code": warning.code,
        "message": warning.said(language),
        "broken": warning.is_broken,
        "day": None if warning.day is None else warning.day + 1,
        "position": None if warning.at is None else warning.at.index,
        "remedies": [remedy.said(language) for remedy in remedies],
    }


def _warning_lines(warned: "list[tuple[TourWarning, tuple[EditRemedy, ...]]]", console: Console) -> list[str]:
    if not warned:
        return [console.translate(N_("Every rule is kept."))]
    lines = [console.translate(N_("To look at ({count}):"), count=len(warned))]
    for warning, remedies in warned:
        lines.append(f"  {'!' if warning.is_broken else '~'} {warning.said(console.language)}")
        lines += [f"      → {remedy.said(console.language)}" for remedy in remedies]
    return lines

"""``hanh-trinh check FILE``: whether a tour, planned or edited by hand, keeps every rule."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from data.language.catalogue import N_
from data.model.tour import Tour
from gis_app.cli.common import Console, load_network
from gis_app.cli.tour_files import add_tour_option, read_tours

if TYPE_CHECKING:
    from routes.planner.checker import Violation

EXIT_BROKEN: Final = 7
"""Exit code when a tour breaks a rule."""


def add_parser(
    subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]", common: argparse.ArgumentParser
) -> None:
    """Add the parser of ``check``."""
    parser = subparsers.add_parser(
        "check",
        parents=[common],
        help=N_("check tours against request, register and roads"),
        description=N_(
            "Works every time, way, opening hour, cost and demand of a tour out anew and says each rule that "
            "the tour breaks. Ends with 0 when every rule is kept, with 7 when one is broken."
        ),
    )
    parser.add_argument(
        "file", type=Path, metavar="FILE", help=N_("result of 'plan --json', or project file (GeoPackage)")
    )
    add_tour_option(parser)


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Check the tours of a file and print what they break.

    Raises
    ------
    BadInputError, StorageError
        If the file, the project or the road network cannot be read.
    """
    from gis_app.planning import routers_of
    from routes.planner.checker import check_tour
    from routes.planner.transfers import with_transfer

    found = read_tours([arguments.file], arguments)
    with console.progress() as progress:
        progress(0.0, N_("Reading the road network"))
        network = load_network(arguments)
        routers = routers_of(network)
        checked: list[tuple[Tour, tuple[Violation, ...]]] = []
        for number, one in enumerate(found):
            progress(0.3 + 0.7 * number / len(found), N_("Checking the plan"))
            ways = with_transfer(routers, one.project, one.tour.request, network)
            checked.append((one.tour, check_tour(one.project, one.tour, ways)))
    is_sound = not any(violations for _, violations in checked)
    document = {"sound": is_sound, "tours": [_document(*one, console.language) for one in checked]}
    console.result(document, "\n\n".join(_text(*one, console) for one in checked))
    return 0 if is_sound else EXIT_BROKEN


def _document(tour: Tour, violations: "tuple[Violation, ...]", language: str) -> dict[str, Any]:
    return {
        "id": tour.id,
        "title": tour.title(language),
        "scenario": tour.scenario,
        "sound": not violations,
        "violations": [
            {
                "code": violation.code,
                "where": violation.where,
                "message": violation.as_error().in_language(language),
                "facts": dict(violation.facts),
            }
            for violation in violations
        ],
    }


def _text(tour: Tour, violations: "tuple[Violation, ...]", console: Console) -> str:
    heading = tour.title(console.language) or tour.id
    if not violations:
        return console.translate(N_("{tour}: every rule is kept."), tour=heading)
    first = console.translate(N_("{tour}: {count} rules are broken."), tour=heading, count=len(violations))
    return "\n".join(
        [first, *(f"– {violation.as_error().in_language(console.language)}" for violation in violations)]
    )

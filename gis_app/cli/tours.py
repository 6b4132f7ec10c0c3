"""``hanh-trinh tours list|import``: the tours kept in a project file."""

import argparse
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from data.errors import BadInputError
from data.language import formats
from data.language.catalogue import N_
from data.model.place import Category
from data.model.travel_mode import TravelMode
from gis_app.cli.common import Console, load_project

if TYPE_CHECKING:
    from data.model.tour import Tour
    from data.readers.tour_import import Assumed


def add_parser(
    subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]", common: argparse.ArgumentParser
) -> None:
    """Add the parser of ``tours``."""
    parser = subparsers.add_parser(
        "tours",
        parents=[common],
        help=N_("list tours, or read them from other files"),
        description=N_("Lists the tours of the project, or reads tours from files into it."),
    )
    actions = parser.add_subparsers(title=N_("commands"), dest="action", required=True)
    actions.add_parser("list", parents=[common], help=N_("list the tours of the project"))
    _add_import(
        actions.add_parser(
            "import",
            parents=[common],
            help=N_("read tours from GeoJSON, GPX, KML, KMZ, JSON or a project file"),
            epilog=N_("What each format carries is told in docs/outputs.md."),
        )
    )


def _add_import(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "file", type=Path, metavar="FILE", help=N_("file of a tour, or a track of another program")
    )
    parser.add_argument(
        "-o",
        "--output",
        type=Path,
        metavar="PROJECT",
        help=N_("project file to write; the one of --project if absent"),
    )
    parser.add_argument("--check", action="store_true", help=N_("only check the file, write nothing"))
    parser.add_argument(
        "--category",
        default=Category.RELIC.value,
        metavar="C",
        help=N_("category of points that tell none (default: relic)"),
    )
    parser.add_argument(
        "--mode",
        default=TravelMode.CAR.value,
        metavar="M",
        help=N_("travel mode of drawn routes (default: car)"),
    )
    parser.add_argument(
        "--date", default="", metavar="D", help=N_("date of drawn routes without times (default: today)")
    )


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Run the chosen action.

    Raises
    ------
    HanhTrinhError
        As the functions it calls.
    """
    return _list(arguments, console) if arguments.action == "list" else _import(arguments, console)


def _list(arguments: argparse.Namespace, console: Console) -> int:
    tours = list(load_project(arguments).tours.values())
    document = {"count": len(tours), "tours": [_facts(tour) for tour in tours]}
    console.result(document, "\n".join(_line(tour, console.language) for tour in tours))
    console.say(N_("Tours: {count}."), count=len(tours))
    return 0


def _facts(tour: "Tour") -> dict[str, Any]:
    return {
        "id": tour.id,
        "title_vi": tour.title_vi,
        "title_en": tour.title_en or None,
        "dates": [day.date.isoformat() for day in tour.days],
        "visits": len(tour.visited),
        "distance_m": round(tour.distance_m, 1),
    }


def _line(tour: "Tour", language: str) -> str:
    dates = formats.date_span((day.date for day in tour.days), language)
    return f"{tour.id}  {tour.title(language)}  {dates}  {formats.distance(tour.distance_m, language)}"


def _import(arguments: argparse.Namespace, console: Console) -> int:
    from data.readers.tours import import_tours
    from data.storage.gpkg import save_project

    target: Path | None = arguments.output or arguments.project
    if target is None and not arguments.check:
        raise BadInputError(
            N_("There is no project file to write to."),
            remedy=N_("Name it with -o PROJECT.gpkg, or only check the file with --check."),
        )
    project = load_project(arguments)
    found = import_tours(arguments.file, project, _assumed(arguments))
    for warning in found.warnings:
        console.warn(warning.in_language(console.language))
    if target is not None and not arguments.check:
        save_project(found.edit.apply(project).project, target)
        console.say(N_("Written: {path}"), path=str(target))
    document = {
        "file": str(arguments.file),
        "form": found.form,
        "is_own": found.is_own,
        "tours": [{**_facts(tour), "replaces": tour.id in project.tours} for tour in found.tours],
        "places_added": [place.id for place in found.places],
        "warnings": [warning.in_language(console.language) for warning in found.warnings],
        "project": None if arguments.check else str(target),
    }
    said = console.translate(
        N_("Read ({form}): tours {tours}, new places {places}."),
        form=found.form,
        tours=len(found.tours),
        places=len(found.places),
    )
    console.result(document, "\n".join((said, *(_line(tour, console.language) for tour in found.tours))))
    return 0


def _assumed(arguments: argparse.Namespace) -> "Assumed":
    from data.readers.place_fields import parse_date, parse_term
    from data.readers.tour_import import Assumed

    return Assumed(
        category=parse_term(Category, arguments.category),
        mode=parse_term(TravelMode, arguments.mode),
        day=parse_date(arguments.date) if arguments.date else date.today(),  # noqa: DTZ011 - the user's own day
    )

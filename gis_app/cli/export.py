"""``hanh-trinh export TOUR -o DIR``: write a tour in other formats, or as a publication from a template."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from data.errors import BadInputError
from data.language.catalogue import N_
from data.model.tour import Tour
from gis_app.cli.common import Console, load_network, photo_folder
from gis_app.cli.print_options import (
    add_print_options,
    add_svg_option,
    chosen_options,
    chosen_template,
    report,
)
from gis_app.cli.tour_files import TourFile, add_tour_option, read_one_tour
from gis_app.cli.tour_text import check_output_folder

if TYPE_CHECKING:
    from data.model.project import Project
    from gis_app.outputs import Edition
    from layers.publication.notes import Note
    from layers.publication.template import Template
    from routes.network.store import RoadNetwork


def add_parser(
    subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]", common: argparse.ArgumentParser
) -> None:
    """Add the parser of ``export``."""
    parser = subparsers.add_parser(
        "export",
        parents=[common],
        help=N_("write a tour in other formats or as a leaflet, poster, booklet"),
        description=N_(
            "Writes a planned tour for other programs and for print. Without --format and --template it "
            "writes every usual file; a template makes a PDF, or pictures with --dpi."
        ),
        epilog=N_("Templates are described in docs/templates.md."),
    )
    parser.add_argument(
        "file",
        type=Path,
        metavar="FILE",
        nargs="?",
        help=N_("result of 'plan --json', or project file (GeoPackage)"),
    )
    parser.add_argument("-o", "--output", type=Path, metavar="DIR", help=N_("folder for the outputs"))
    parser.add_argument(
        "--format",
        action="append",
        default=[],
        metavar="NAME",
        help=N_("geojson, gpx, csv, xlsx, html, pdf, kml, kmz, gpkg, ics, qr or docx; may be repeated"),
    )
    parser.add_argument(
        "--template",
        action="append",
        default=[],
        metavar="NAME",
        help=N_("template of a publication, by name or file; may be given several times"),
    )
    parser.add_argument(
        "--templates", action="store_true", help=N_("list the templates that come with the product")
    )
    add_print_options(parser, N_("write publications as PNG pictures of this resolution"))
    add_svg_option(parser)
    parser.add_argument("--office", default="", metavar="NAME", help=N_("office that issues the programme"))
    parser.add_argument(
        "--parent-office", default="", metavar="NAME", help=N_("the office above it, for the letterhead")
    )
    parser.add_argument("--place", default="", metavar="NAME", help=N_("place of issue, for the letterhead"))
    parser.add_argument(
        "--web-link", default="", metavar="URL", help=N_("where the web page will lie, for the QR codes")
    )
    add_tour_option(parser)


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Write the files and say where they are.

    Raises
    ------
    HanhTrinhError
        If the tour, a template or the folder cannot be used.
    """
    if arguments.templates:
        return _list_templates(console)
    _check(arguments)
    templates = [chosen_template(name) for name in arguments.template]
    found = read_one_tour(arguments.file, arguments)
    with console.progress() as progress:
        progress(0.0, N_("Reading the road network"))
        edition = _edition(arguments, found, load_network(arguments), console.language)
        progress(0.3, N_("Writing the outputs"))
        files, notes = _write(arguments, edition, templates)
    report(console, files, notes)
    console.say(N_("{count} files written to {folder}."), count=len(files), folder=arguments.output)
    return 0


def _list_templates(console: Console) -> int:
    from layers.publication.template_file import builtin_keys, builtin_template

    templates = [builtin_template(key) for key in builtin_keys()]
    document = [
        {
            "template": one.key,
            "name_vi": one.name_vi,
            "name_en": one.name_en,
            "width_mm": round(one.width * one.enlarge, 1),
            "height_mm": round(one.height * one.enlarge, 1),
        }
        for one in templates
    ]
    console.result(document, "\n".join(f"{one.key:16} {one.name(console.language)}" for one in templates))
    return 0


def _check(arguments: argparse.Namespace) -> None:
    for value, name in ((arguments.file, "FILE"), (arguments.output, "-o")):
        if value is None:
            raise BadInputError(
                N_("{name} is missing."), where=name, remedy=N_("See 'export --help'."), name=name
            )
    chosen_options(arguments)
    check_output_folder(arguments)


def _edition(
    arguments: argparse.Namespace, found: TourFile, network: "RoadNetwork", language: str
) -> "Edition":
    from data.writers.programme_docx import Letterhead
    from gis_app.outputs import Edition

    letterhead = Letterhead(arguments.parent_office, arguments.office, arguments.place)
    photos = found.path.parent if found.is_in_project else photo_folder(arguments)
    tour = found.tour if found.has_lines else with_lines(found.project, found.tour, network)
    link: str = arguments.web_link
    return Edition(found.project, tour, language, network, photos, letterhead, link)


def with_lines(project: "Project", tour: Tour, network: "RoadNetwork") -> Tour:
    """Return the tour of a JSON result with its ways traced again: the file holds no lines."""
    from gis_app.planning import routers_of
    from routes.planner.editing.desk import EditingDesk
    from routes.planner.editing.ways import Ways

    return EditingDesk(project, Ways(routers_of(network))).retimed(tour)


def _write(
    arguments: argparse.Namespace, edition: "Edition", templates: "list[Template]"
) -> "tuple[list[Path], tuple[Note, ...]]":
    from gis_app.outputs import USUAL_FORMATS, write_outputs, write_publications

    files: list[Path] = []
    notes: list[Note] = []
    formats = arguments.format or (() if templates else USUAL_FORMATS)
    if formats:
        files += write_outputs(edition, arguments.output, formats=formats, note=notes.append)
    if not templates:
        return files, tuple(notes)
    written, found = write_publications(edition, templates, arguments.output, chosen_options(arguments))
    return [*files, *written], (*notes, *found)

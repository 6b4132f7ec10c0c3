"""``hanh-trinh atlas PROJECT|TOUR -o FILE.pdf``: a page for every place, commune or day."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from data.errors import BadInputError, UnknownIdError
from data.language.catalogue import N_
from data.model.place import Category
from data.progress import part
from gis_app.cli.common import Console, load_network, load_project, photo_folder
from gis_app.cli.print_options import (
    add_print_options,
    add_svg_option,
    chosen_options,
    chosen_template,
    report,
)
from gis_app.cli.tour_files import add_tour_option, is_project_file, read_one_tour

if TYPE_CHECKING:
    from data.model.place import Place
    from data.model.project import Project
    from data.model.tour import Tour
    from gis_app.printing.content import Content
    from layers.publication.template import Template

DEFAULT_TEMPLATE = "atlas-places"


def add_parser(
    subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]", common: argparse.ArgumentParser
) -> None:
    """Add the parser of ``atlas``."""
    parser = subparsers.add_parser(
        "atlas",
        parents=[common],
        help=N_("make an atlas: a page for every place, commune or day"),
        description=N_(
            "Makes a PDF with an overview, contents, a page for every place, commune or day, and an index. "
            "Without a file, or for a project without tours, it shows the whole register."
        ),
        epilog=N_("Templates are described in docs/templates.md."),
    )
    parser.add_argument(
        "file",
        type=Path,
        metavar="FILE",
        nargs="?",
        help=N_("result of 'plan --json', or project file (GeoPackage); the register if absent"),
    )
    parser.add_argument(
        "-o", "--output", type=Path, metavar="FILE", required=True, help=N_("PDF file to write")
    )
    parser.add_argument(
        "--template",
        default=DEFAULT_TEMPLATE,
        metavar="NAME",
        help=N_("atlas-places, atlas-wards, atlas-days or a file (default atlas-places)"),
    )
    parser.add_argument(
        "--register", action="store_true", help=N_("all places of the register, not those of the tour alone")
    )
    parser.add_argument(
        "--units", nargs="+", default=[], metavar="UNIT", help=N_("only these communes, by name or code")
    )
    parser.add_argument(
        "--categories", nargs="+", default=[], metavar="CATEGORY", help=N_("only these kinds of places")
    )
    add_print_options(parser, N_("write PNG pictures of this resolution beside FILE instead of a PDF"))
    add_svg_option(parser)
    add_tour_option(parser)


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Write the atlas and say where it is.

    Raises
    ------
    HanhTrinhError
        If the project, the choice, the template or the file cannot be used.
    """
    options = chosen_options(arguments)
    template = chosen_template(arguments.template)
    project, tour = _subject(arguments)
    _check(template, tour)
    places = _places(arguments, project, tour)
    with console.progress() as progress:
        progress(0.0, N_("Reading the road network"))
        content = _content(arguments, project, tour, console.language)
        from gis_app.printing.publishing import publish

        files, notes = publish(
            [_named(template, arguments.output)],
            content,
            arguments.output.parent,
            options,
            places=places,
            progress=part(progress, 0.1, 1.0),
        )
    report(console, files, notes, places=len(places))
    return 0


def _subject(arguments: argparse.Namespace) -> "tuple[Project, Tour | None]":
    """Return the project and its tour; a project without tours is an atlas of its register."""
    if arguments.file is None:
        return load_project(arguments), None
    if is_project_file(arguments.file) and not arguments.tour:
        from data.storage.gpkg import open_project

        project = open_project(arguments.file)
        if arguments.register or not project.tours:
            return project, None
    found = read_one_tour(arguments.file, arguments)
    return found.project, found.tour


def _check(template: "Template", tour: "Tour | None") -> None:
    from layers.publication.subjects import SubjectKind

    if not template.subject_kinds:
        raise BadInputError(
            N_("The template '{template}' is no atlas: no page has repeat_for."),
            where="--template",
            remedy=N_("Use 'export --template' for it."),
            template=template.key,
        )
    if tour is None and SubjectKind.DAY in template.subject_kinds:
        raise BadInputError(N_("An atlas of days needs a tour."), remedy=N_("Give a tour, not a register."))


def _places(arguments: argparse.Namespace, project: "Project", tour: "Tour | None") -> "tuple[Place, ...]":
    from data.search.names import UnitNames
    from layers.publication.subjects import places_of

    names = UnitNames(project)
    return places_of(
        project,
        tour,
        whole_register=arguments.register,
        units={names.resolve(text) for text in arguments.units},
        categories={_category(text) for text in arguments.categories},
    )


def _category(text: str) -> Category:
    try:
        return Category(text)
    except ValueError:
        raise UnknownIdError(
            N_("There is no category '{category}'."),
            where="--categories",
            remedy=N_("Choose from: {categories}."),
            category=text,
            categories=", ".join(Category),
        ) from None


def _content(
    arguments: argparse.Namespace, project: "Project", tour: "Tour | None", language: str
) -> "Content":
    from gis_app.printing.content import Content
    from gis_app.render.sources import build_basemap

    network = load_network(arguments)
    is_project = arguments.file is not None and is_project_file(arguments.file)
    if tour is not None and not is_project:
        from gis_app.cli.export import with_lines

        tour = with_lines(project, tour, network)
    photos = arguments.file.parent if is_project else photo_folder(arguments)
    return Content(project, tour, build_basemap(project, network, folder=photos), language, photos)


def _named(template: "Template", output: Path) -> "Template":
    """Return the template under the name of the file to write."""
    from dataclasses import replace

    return replace(template, key=output.stem)

"""``hanh-trinh print TOUR --template NAME``: a publication to a printer."""

import argparse
from pathlib import Path

from data.errors import BadInputError
from data.language.catalogue import N_
from data.progress import part
from gis_app.cli.common import Console, load_network, photo_folder
from gis_app.cli.print_options import chosen_template
from gis_app.cli.tour_files import add_tour_option, read_one_tour


def add_parser(
    subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]", common: argparse.ArgumentParser
) -> None:
    """Add the parser of ``print``."""
    parser = subparsers.add_parser(
        "print",
        parents=[common],
        help=N_("print a leaflet, poster or field sheet on a printer"),
        description=N_("Prints a publication on a printer of this computer."),
        epilog=N_("Templates are described in docs/templates.md."),
    )
    parser.add_argument(
        "file",
        type=Path,
        metavar="FILE",
        nargs="?",
        help=N_("result of 'plan --json', or project file (GeoPackage)"),
    )
    parser.add_argument(
        "--template", default="field-sheet", metavar="NAME", help=N_("template, by name or file")
    )
    parser.add_argument(
        "--printer", default="", metavar="NAME", help=N_("printer; the default one if absent")
    )
    parser.add_argument("--list", action="store_true", help=N_("list the printers"))
    parser.add_argument("--paper", default="", metavar="SIZE", help=N_("other ISO paper: A3, A4, A5 or A6"))
    parser.add_argument("--dpi", type=float, default=600.0, metavar="N", help=N_("resolution (default 600)"))
    parser.add_argument(
        "--marks",
        action="store_true",
        help=N_("for a print shop: bleed, crop and fold marks, booklets imposed"),
    )
    add_tour_option(parser)


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Print and say on which printer.

    Raises
    ------
    HanhTrinhError
        If the tour, the template or the printer cannot be used.
    """
    from gis_app.cli.print_options import check_dpi
    from gis_app.printing.printers import printer_called, printer_names

    if arguments.list:
        console.result(list(printer_names()), "\n".join(printer_names()))
        return 0
    if arguments.file is None:
        raise BadInputError(
            N_("{name} is missing."), where="FILE", remedy=N_("See 'print --help'."), name="FILE"
        )
    check_dpi(arguments.dpi)
    template = chosen_template(arguments.template)
    info = printer_called(arguments.printer)
    from gis_app.cli.export import with_lines
    from gis_app.printing.content import Content
    from gis_app.printing.printer import make_printer, paper_for, print_sheets
    from gis_app.printing.publication import compose_publication
    from gis_app.render.sources import build_basemap
    from layers.publication.sheets import sheets_of
    from layers.publication.template import on_paper

    found = read_one_tour(arguments.file, arguments)
    with console.progress() as progress:
        network = load_network(arguments)
        tour = found.tour if found.is_in_project else with_lines(found.project, found.tour, network)
        photos = found.path.parent if found.is_in_project else photo_folder(arguments)
        basemap = build_basemap(found.project, network)
        content = Content(found.project, tour, basemap, console.language, photos)
        fitted = on_paper(template, arguments.paper) if arguments.paper else template
        made = compose_publication(fitted, content)
        sheets = sheets_of(made, with_marks=arguments.marks)
        printer = make_printer(info, paper_for(info, sheets[0]), content.title)
        printer.setResolution(round(arguments.dpi))
        print_sheets(printer, sheets, content, part(progress, 0.2, 1.0))
    name = info.printerName()
    console.result({"printer": name, "sheets": len(sheets)}, name)
    for note in made.notes:
        console.warn(N_("Preflight: {note}"), note=console.translate(note.message, **note.facts))
    return 0

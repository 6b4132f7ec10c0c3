"""``hanh-trinh print TOUR --template NAME``: a publication to a printer."""

import argparse
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

from data.errors import BadInputError
from data.language.catalogue import N_
from data.progress import Progress, part
from gis_app.cli.common import Console, load_network, photo_folder
from gis_app.cli.print_options import (
    add_print_options,
    check_dpi,
    chosen_appearance,
    chosen_press,
    chosen_template,
)
from gis_app.cli.tour_files import TourFile, add_tour_option, read_one_tour

if TYPE_CHECKING:
    from gis_app.printing.cmyk import PressProfile
    from gis_app.printing.content import Content
    from layers.publication.compose import Composition
    from layers.publication.notes import Note

_USUAL_DPI: Final = 600.0


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
    add_print_options(parser, N_("resolution (default 600)"))
    add_tour_option(parser)


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Print and say on which printer.

    Raises
    ------
    HanhTrinhError
        If the tour, the template, an option or the printer cannot be used.
    """
    from gis_app.printing.printers import printer_called, printer_names

    if arguments.list:
        console.result(list(printer_names()), "\n".join(printer_names()))
        return 0
    if arguments.file is None:
        raise BadInputError(
            N_("{name} is missing."), where="FILE", remedy=N_("See 'print --help'."), name="FILE"
        )
    check_dpi(arguments.dpi)
    press = chosen_press(arguments)
    look = chosen_appearance(arguments)
    template = look.applied(chosen_template(arguments.template))
    info = printer_called(arguments.printer)
    from gis_app.printing.printer import PaperSetting, print_composition
    from gis_app.printing.publication import compose_publication
    from layers.publication.sheets import sheets_of

    found = read_one_tour(arguments.file, arguments)
    with console.progress() as progress:
        content = replace(_content(arguments, found, console.language), hidden=look.hidden)
        made = compose_publication(template, content, progress=part(progress, 0.1, 0.2))
        stage = part(progress, 0.2, 1.0)
        setting = PaperSetting(arguments.marks, arguments.dpi or _USUAL_DPI)
        notes = (
            _print_inks(arguments, info.printerName(), (made, content), press, stage)
            if press
            else print_composition(info, made, content, setting, stage)
        )
    name = info.printerName()
    said = [console.translate(note.message, **note.facts) for note in (*made.notes, *notes)]
    count = len(sheets_of(made, with_marks=arguments.marks))
    console.result({"printer": name, "sheets": count, "notes": said}, name)
    for text in said:
        console.warn(N_("Preflight: {note}"), note=text)
    return 0


def _content(arguments: argparse.Namespace, found: TourFile, language: str) -> "Content":
    from gis_app.cli.export import with_lines
    from gis_app.printing.content import Content
    from gis_app.render.sources import build_basemap

    network = load_network(arguments)
    tour = found.tour if found.is_in_project else with_lines(found.project, found.tour, network)
    photos = found.path.parent if found.is_in_project else photo_folder(arguments)
    return Content(
        found.project,
        tour,
        build_basemap(found.project, network, folder=photos),
        language,
        photos,
        network=network,
    )


def _print_inks(
    arguments: argparse.Namespace,
    printer: str,
    publication: "tuple[Composition, Content]",
    press: "PressProfile",
    progress: Progress,
) -> "tuple[Note, ...]":
    """Send a PDF/X-4 in inks to the queue as it is: only the press may touch its colours."""
    from gis_app.printing.pdf_queue import send_pdf
    from gis_app.printing.publication import write_publication
    from layers.publication.sheets import sheets_of

    made, content = publication
    with TemporaryDirectory() as aside:
        path = Path(aside) / f"{made.template.key}.pdf"
        notes = write_publication(
            made, content, path, with_marks=arguments.marks, progress=progress, press=press
        )
        sheet = sheets_of(made, with_marks=arguments.marks)[0]
        send_pdf(path, printer, content.title, (sheet.width, sheet.height))
    return notes

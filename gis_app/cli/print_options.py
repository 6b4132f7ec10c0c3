"""Options of every command that prints: template, paper, scale, parts, resolution, inks, marks."""

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from data.errors import BadInputError
from data.language.catalogue import N_
from gis_app.cli.common import Console

if TYPE_CHECKING:
    from gis_app.printing.cmyk import PressProfile
    from gis_app.printing.publishing import PrintOptions
    from layers.publication.appearance import Appearance
    from layers.publication.notes import Note
    from layers.publication.template import Template

TEMPLATE_ENDING: Final = ".toml"
FINEST_SCALE: Final = 500
LEAST_DPI: Final = 30.0
MOST_DPI: Final = 1200.0


def add_print_options(parser: argparse.ArgumentParser, dpi_help: str) -> None:
    """Add ``--paper``, ``--scale``, ``--hide``, ``--dpi``, ``--cmyk``, ``--icc`` and ``--marks``."""
    parser.add_argument("--paper", default="", metavar="SIZE", help=N_("other ISO paper: A0 to A6"))
    parser.add_argument(
        "--scale",
        type=int,
        default=0,
        metavar="N",
        help=N_("scale 1:N of the map; fitted to the tour if absent"),
    )
    parser.add_argument(
        "--hide",
        nargs="+",
        default=[],
        metavar="PART",
        help=N_(
            "leave out: stop-numbers, stop-names, other-places, ward-names, road-names, grid, inset, legend, "
            "photos, qr"
        ),
    )
    parser.add_argument("--dpi", type=float, metavar="N", help=dpi_help)
    parser.add_argument(
        "--cmyk", action="store_true", help=N_("PDF/X-4 in the inks of a press (offset on coated paper)")
    )
    parser.add_argument(
        "--icc", type=Path, metavar="FILE", help=N_("ICC profile of another press, for --cmyk")
    )
    parser.add_argument(
        "--marks",
        action="store_true",
        help=N_("for a print shop: bleed, crop and fold marks, booklets imposed"),
    )


def add_svg_option(parser: argparse.ArgumentParser) -> None:
    """Add ``--svg``, for commands that write files."""
    parser.add_argument("--svg", action="store_true", help=N_("write publications as SVG drawings"))


def check_dpi(dpi: float | None) -> None:
    """Refuse a resolution that nobody prints.

    Raises
    ------
    BadInputError
        If it is out of range.
    """
    if dpi is not None and not LEAST_DPI <= dpi <= MOST_DPI:
        raise BadInputError(
            N_("The resolution has to be from {least} to {most} dots an inch."),
            where="--dpi",
            least=LEAST_DPI,
            most=MOST_DPI,
        )


def chosen_template(name: str) -> "Template":
    """Return a template by its name, or from a file.

    Raises
    ------
    BadInputError
        If there is none, or it is wrong.
    """
    from layers.publication.template_file import builtin_template, read_template

    return read_template(Path(name)) if name.endswith(TEMPLATE_ENDING) else builtin_template(name)


def chosen_press(arguments: argparse.Namespace) -> "PressProfile | None":
    """Return the inks that ``--cmyk`` and ``--icc`` ask for.

    Raises
    ------
    BadInputError
        If the profile is not one of a press.
    """
    from gis_app.printing.cmyk import PressProfile

    if arguments.icc is not None:
        return PressProfile.read(arguments.icc)
    return PressProfile.built_in() if arguments.cmyk else None


def chosen_appearance(arguments: argparse.Namespace) -> "Appearance":
    """Return paper, scale and parts as they were asked for.

    Raises
    ------
    BadInputError
        If the scale or a part is not known.
    """
    from layers.publication.appearance import Appearance, Part

    if arguments.scale < 0 or 0 < arguments.scale < FINEST_SCALE:
        raise BadInputError(
            N_("The scale has to be 1:{least} or coarser."), where="--scale", least=FINEST_SCALE
        )
    unknown = sorted(set(arguments.hide) - set(Part))
    if unknown:
        raise BadInputError(
            N_("'{part}' is nothing that can be left out."),
            where="--hide",
            remedy=N_("Choose from: {parts}."),
            part=unknown[0],
            parts=", ".join(Part),
        )
    return Appearance(arguments.paper, arguments.scale, frozenset(map(Part, arguments.hide)))


def chosen_options(arguments: argparse.Namespace) -> "PrintOptions":
    """Return how ``export`` and ``atlas`` write: a PDF, PNG pictures with ``--dpi``, drawings with ``--svg``.

    Raises
    ------
    BadInputError
        If options are wrong or contradict each other.
    """
    from gis_app.printing.file_kind import FileKind
    from gis_app.printing.publishing import PrintOptions
    from layers.publication.frames.photo import LEAST_DPI as PHOTO_DPI

    check_dpi(arguments.dpi)
    kind = FileKind.PDF if arguments.dpi is None else FileKind.PNG
    return PrintOptions(
        arguments.marks,
        FileKind.SVG if arguments.svg else kind,
        PHOTO_DPI if arguments.dpi is None else arguments.dpi,
        chosen_press(arguments),
        chosen_appearance(arguments),
    )


def report(console: Console, files: Sequence[Path], notes: "Sequence[Note]", **more: object) -> None:
    """Say which files were written, and what preflight found."""
    document = {"files": [str(path) for path in files], "notes": note_documents(console, notes), **more}
    console.result(document, "\n".join(map(str, files)))
    warn_of(console, notes)


def note_documents(console: Console, notes: "Sequence[Note]") -> list[dict[str, object]]:
    """Return preflight notes as JSON says them."""
    return [
        {
            "kind": note.kind.value,
            "page": note.page,
            "note": console.translate(note.message, **note.facts),
        }
        for note in notes
    ]


def warn_of(console: Console, notes: "Sequence[Note]") -> None:
    """Say what preflight found."""
    for note in notes:
        console.warn(N_("Preflight: {note}"), note=console.translate(note.message, **note.facts))

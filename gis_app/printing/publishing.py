"""Publications written as the user asks: template, paper, inks, marks, PDF, pictures or drawings."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from data.errors import BadInputError
from data.language.catalogue import N_
from data.model.place import Place
from data.progress import Progress, part, silent
from data.writers.atomic import replace_together, writing_aside
from gis_app.printing.cmyk import PressProfile
from gis_app.printing.content import Content
from gis_app.printing.file_kind import FileKind
from gis_app.printing.publication import (
    compose_publication,
    painting_notes,
    sheet_image,
    write_png,
    write_publication,
)
from gis_app.printing.svg import write_svg
from layers.publication.appearance import Appearance
from layers.publication.compose import Composition
from layers.publication.frames.photo import LEAST_DPI
from layers.publication.notes import Note
from layers.publication.sheets import sheets_of
from layers.publication.template import Template

_COMPOSING = 0.2


@dataclass(frozen=True, slots=True)
class PrintOptions:
    """How publications are written.

    Parameters
    ----------
    with_marks
        For a print shop: bleed, crop and fold marks, booklets imposed.
    kind
        Kind of file.
    dpi
        Resolution of PNG pictures, and the finest one of photos in all files.
    press
        Inks of the press for PDF/X-4; ``None`` leaves the colours in RGB.
    appearance
        Paper, scale, and what is left out.

    Raises
    ------
    BadInputError
        If inks are asked for in a file that cannot hold them.
    """

    with_marks: bool = False
    kind: FileKind = FileKind.PDF
    dpi: float = LEAST_DPI
    press: PressProfile | None = None
    appearance: Appearance = field(default_factory=Appearance)

    def __post_init__(self) -> None:
        if self.press is not None and self.kind is not FileKind.PDF:
            raise BadInputError(
                N_("Pictures hold no inks of a press."),
                where="--cmyk",
                remedy=N_("Write a PDF, or leave the colours in RGB."),
            )


def publish(
    templates: Sequence[Template],
    content: Content,
    folder: Path,
    options: PrintOptions,
    *,
    places: tuple[Place, ...] | None = None,
    progress: Progress = silent,
) -> tuple[list[Path], tuple[Note, ...]]:
    """Write a publication from each template into ``folder``, which is made if needed.

    Parameters
    ----------
    places
        What an atlas shows; the places of the tour by default.
    progress
        Told after every page; may raise ``CancelledError``, and then nothing changes.

    Returns
    -------
    tuple
        The files, named after the templates, and a note for everything that is not as it should be.

    Raises
    ------
    BadInputError
        If a template does not go on the paper.
    StorageError
        If the folder cannot be written; the old files are all still there.
    """
    notes: list[Note] = []
    look = options.appearance
    content = replace(content, hidden=look.hidden, photo_dpi=options.dpi)
    with writing_aside(folder) as aside:
        drafts: list[Path] = []
        for number, template in enumerate(templates):
            share = part(progress, number / len(templates), (number + 1) / len(templates))
            made = compose_publication(look.applied(template), content, places, part(share, 0.0, _COMPOSING))
            files, found = _written(made, content, aside, options, part(share, _COMPOSING, 1.0))
            drafts += files
            notes += [*made.notes, *found]
        return replace_together(drafts, folder), tuple(notes)


def _written(
    made: Composition, content: Content, aside: Path, options: PrintOptions, progress: Progress
) -> tuple[list[Path], tuple[Note, ...]]:
    if options.kind is FileKind.PDF:
        path = aside / f"{made.template.key}.pdf"
        notes = write_publication(
            made, content, path, with_marks=options.with_marks, progress=progress, press=options.press
        )
        return [path], notes
    files, begin = [], len(content.unplaced)
    sheets = sheets_of(made, with_marks=options.with_marks)
    for number, sheet in enumerate(sheets, start=1):
        path = aside / f"{made.template.key}-{number}.{options.kind}"
        if options.kind is FileKind.SVG:
            write_svg(sheet, content, path)
        else:
            write_png(sheet_image(sheet, content, options.dpi), path)
        files.append(path)
        progress(number / len(sheets), N_("Painting pages"))
    return files, painting_notes(made, content.unplaced[begin:])

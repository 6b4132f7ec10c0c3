"""Publications written as the user asks: template, paper, inks, marks, PDF or pictures."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from data.model.place import Place
from data.progress import Progress, part, silent
from data.writers.atomic import replace_together, writing_aside
from gis_app.printing.cmyk import PressProfile
from gis_app.printing.content import Content
from gis_app.printing.publication import compose_publication, sheet_image, write_png, write_publication
from layers.publication.compose import Composition
from layers.publication.notes import Note
from layers.publication.sheets import sheets_of
from layers.publication.template import Template, on_paper

_COMPOSING = 0.2


@dataclass(frozen=True, slots=True)
class PrintOptions:
    """How publications are written.

    Parameters
    ----------
    with_marks
        For a print shop: bleed, crop and fold marks, booklets imposed.
    dpi
        Resolution of PNG pictures, one a page; ``None`` writes one PDF.
    press
        Inks of the press for PDF/X-4; ``None`` leaves the colours in RGB.
    paper
        ISO size of the trimmed page, "A3"; empty for the template's own.
    """

    with_marks: bool = False
    dpi: float | None = None
    press: PressProfile | None = None
    paper: str = ""


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
    with writing_aside(folder) as aside:
        drafts: list[Path] = []
        for number, template in enumerate(templates):
            share = part(progress, number / len(templates), (number + 1) / len(templates))
            fitted = on_paper(template, options.paper) if options.paper else template
            made = compose_publication(fitted, content, places, part(share, 0.0, _COMPOSING))
            files, found = _written(made, content, aside, options, part(share, _COMPOSING, 1.0))
            drafts += files
            notes += [*made.notes, *found]
        return replace_together(drafts, folder), tuple(notes)


def _written(
    made: Composition, content: Content, aside: Path, options: PrintOptions, progress: Progress
) -> tuple[list[Path], tuple[Note, ...]]:
    if options.dpi is None:
        path = aside / f"{made.template.key}.pdf"
        notes = write_publication(
            made, content, path, with_marks=options.with_marks, progress=progress, press=options.press
        )
        return [path], notes
    files = []
    sheets = sheets_of(made, with_marks=options.with_marks)
    for number, sheet in enumerate(sheets, start=1):
        path = aside / f"{made.template.key}-{number}.png"
        write_png(sheet_image(sheet, content, options.dpi), path)
        files.append(path)
        progress(number / len(sheets))
    return files, ()

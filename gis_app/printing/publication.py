"""Publications as files: a PDF for the office or the print shop, or pictures of the pages."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cache, partial
from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QImage, QImageWriter, QPainter

from data.errors import StorageError
from data.language.catalogue import N_
from data.model.place import Place
from data.progress import Progress, silent
from data.writers.comparison import ComparisonTable
from gis_app.printing.cmyk import PressProfile
from gis_app.printing.content import Content
from gis_app.printing.nearest_road import RoadFinder
from gis_app.printing.page_painter import paint_page, paint_rules
from gis_app.printing.pdf import PdfSheet, ensure_application, write_sheets
from gis_app.printing.preflight import glyph_notes, label_notes
from gis_app.printing.structure import pieces_of
from gis_app.render.fonts import measure
from layers.publication.compose import Composition, compose
from layers.publication.frames.table_content import COMPARISON
from layers.publication.matter import Matter
from layers.publication.notes import Note
from layers.publication.sheets import Sheet, sheets_of
from layers.publication.template import Template
from layers.publication.template_file import builtin_template
from layers.viewport import PRINT_PIXEL_MM

BROCHURE = "brochure"
"""Template of the output 'pdf'."""

_LEAST_COMPARED = 2
_CHECKED = "broken"
"""Row of a comparison that only the checker can fill."""


def compose_publication(
    template: Template,
    content: Content,
    places: tuple[Place, ...] | None = None,
    progress: Progress = silent,
) -> Composition:
    """Return the pages of a publication, set in the fonts of the product.

    Parameters
    ----------
    places
        What an atlas shows; the places of the tour by default.
    progress
        Told after every page; may raise ``CancelledError``.
    """
    ensure_application()
    tour = content.tour
    credits_ = _credits((*content.basemap.attribution, *(tour.attribution if tour else ())))
    matter = Matter.of(
        content.project,
        tour,
        content.language,
        credits_,
        is_bilingual=template.bilingual,
        places=places,
        today=None if tour else date.today(),  # noqa: DTZ011 - a festival is to come as seen from the reader's desk
        photo_folder=content.photo_folder,
        nearest_road=RoadFinder(content.basemap),
    )
    if any(frame.options.get("content") == COMPARISON for page in template.pages for frame in page.frames):
        matter = replace(matter, comparison=_comparison(content))
    return compose(template, matter, measure, progress)


def _credits(texts: Sequence[str]) -> tuple[str, ...]:
    """Return every credit once; '… (ODbL)' says nothing beside '… (ODbL 1.0)'."""
    found = tuple(dict.fromkeys(texts))
    return tuple(
        text
        for text in found
        if not any(other != text and other.startswith(text.removesuffix(")")) for other in found)
    )


def _comparison(content: Content) -> ComparisonTable | None:
    """Return the tours of the project side by side, the one printed first; ``None`` if it is alone.

    Each is checked independently on the network, as the command ``compare`` does.
    """
    from routes.backends import open_router  # noqa: PLC0415 - few publications need the planner
    from routes.planner.comparison import compare, rules_broken  # noqa: PLC0415 - as above
    from routes.planner.comparison_table import table_of  # noqa: PLC0415 - as above

    others = (tour for tour in content.project.tours.values() if content.tour and tour.id != content.tour.id)
    tours = [content.tour, *others] if content.tour else []
    if len(tours) < _LEAST_COMPARED:
        return None
    if content.network is None:
        table = table_of(content.project, compare(content.project, tours), content.language)
        return replace(table, rows=tuple(row for row in table.rows if row.key != _CHECKED))
    routers, network = cache(partial(open_router, content.network)), content.network
    broken = [rules_broken(content.project, tour, routers, network) for tour in tours]
    return table_of(content.project, compare(content.project, tours, broken=broken), content.language)


def write_publication(
    composition: Composition,
    content: Content,
    path: Path,
    *,
    with_marks: bool = False,
    progress: Progress = silent,
    press: PressProfile | None = None,
) -> tuple[Note, ...]:
    """Write a publication to a PDF file.

    Parameters
    ----------
    path
        File to write. Not atomic by itself: give a file aside and move it.
    with_marks
        For a print shop: bleed, marks, imposition, and exact trim and bleed boxes.
    progress
        Told after every sheet; may raise ``CancelledError``.
    press
        Inks of the press for a PDF/X-4 file; ``None`` leaves the colours in RGB.

    Returns
    -------
    tuple of Note
        What only painting shows: names without room, letters without glyphs, colours left in RGB.

    Raises
    ------
    StorageError
        If the file cannot be written.
    """
    sheets = sheets_of(composition, with_marks=with_marks)
    made = [_pdf_sheet(sheet, content) for sheet in sheets]
    begin = len(content.unplaced)
    notes = write_sheets(made, path, content, progress, press)
    return (*painting_notes(composition, content.unplaced[begin:]), *notes)


def write_brochure(content: Content, path: Path) -> tuple[Note, ...]:
    """Write the usual brochure of a tour to a PDF file; returns all that is not as it should be.

    Parameters
    ----------
    path
        File to write. Not atomic by itself: give a file aside and move it.

    Raises
    ------
    StorageError
        If the file or a font cannot be used.
    UnknownIdError
        If a stop names a place that the project does not have.
    """
    made = compose_publication(builtin_template(BROCHURE), content)
    return (*made.notes, *write_publication(made, content, path))


def painting_notes(composition: Composition, unplaced: Sequence[tuple[str, str]]) -> tuple[Note, ...]:
    """Return what only painting shows, the same for every kind of file.

    Parameters
    ----------
    unplaced
        Names without room that painting the pages left in ``Content.unplaced``.
    """
    return (*glyph_notes(composition.pages), *label_notes(unplaced))


def sheet_image(sheet: Sheet, content: Content, dpi: float) -> QImage:
    """Return a sheet as a picture with its resolution noted, for PNG files and the preview."""
    dots_per_mm = dpi / 25.4
    image = QImage(
        round(sheet.width * dots_per_mm), round(sheet.height * dots_per_mm), QImage.Format.Format_RGB32
    )
    image.setDotsPerMeterX(round(dots_per_mm * 1000))
    image.setDotsPerMeterY(round(dots_per_mm * 1000))
    image.fill(Qt.GlobalColor.white)
    shown = replace(content, photo_dpi=min(content.photo_dpi, dpi))
    with QPainter(image) as painter:
        paint_sheet(painter, sheet, shown, dots_per_mm)
    return image


def write_png(image: QImage, path: Path) -> None:
    """Write a picture with its resolution.

    Raises
    ------
    StorageError
        If it cannot be written.
    """
    writer = QImageWriter(str(path), QByteArray(b"PNG"))
    if not writer.write(image):
        raise StorageError(N_("{path} cannot be written. Choose another folder."), path=str(path))


def paint_sheet(painter: QPainter, sheet: Sheet, content: Content, dots_per_mm: float) -> None:
    """Paint a sheet on a painter whose unit is one dot."""
    # Photos are measured as the page is laid out.
    content = replace(content, photo_dpi=content.photo_dpi * sheet.enlarge)
    first = 0
    for placed in sheet.pages:
        painter.save()
        clip = placed.clip
        painter.setClipRect(
            QRectF(
                clip.left * dots_per_mm,
                clip.top * dots_per_mm,
                clip.width * dots_per_mm,
                clip.height * dots_per_mm,
            )
        )
        painter.translate(placed.left * dots_per_mm, placed.top * dots_per_mm)
        paint_page(painter, placed.page, content, dots_per_mm * sheet.enlarge, first)
        first += len(placed.page.items)
        painter.restore()
    painter.save()
    painter.scale(dots_per_mm * PRINT_PIXEL_MM, dots_per_mm * PRINT_PIXEL_MM)
    paint_rules(painter, sheet.marks)
    painter.restore()


def _pdf_sheet(sheet: Sheet, content: Content) -> PdfSheet:
    return PdfSheet(
        sheet.width,
        sheet.height,
        sheet.trim,
        sheet.bleed,
        lambda painter, dots_per_mm: paint_sheet(painter, sheet, content, dots_per_mm),
        tuple(said for placed in sheet.pages for said in placed.page.bookmarks),
        pieces_of(sheet, content),
    )

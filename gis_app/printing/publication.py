"""Publications as files: a PDF for the office or the print shop, or pictures of the pages."""

from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QImage, QImageWriter, QPainter

from data.errors import StorageError
from data.language.catalogue import N_
from data.model.project import Project
from data.model.tour import Tour
from gis_app.printing.page_painter import Content, paint_page, paint_rules
from gis_app.printing.pdf import PdfSheet, ensure_application, write_sheets
from gis_app.render.fonts import measure
from layers.basemap import Basemap
from layers.publication.compose import Composition, compose
from layers.publication.matter import Matter
from layers.publication.sheets import Sheet, sheets_of
from layers.publication.template import Template
from layers.viewport import PRINT_PIXEL_MM


def compose_publication(
    template: Template, project: Project, tour: Tour, basemap: Basemap, language: str
) -> Composition:
    """Return the pages of a publication, set in the fonts of the product."""
    ensure_application()
    credits_ = tuple(dict.fromkeys((*basemap.attribution, *tour.attribution)))
    matter = Matter.of(project, tour, language, credits_, is_bilingual=template.bilingual)
    return compose(template, matter, measure)


def write_publication(
    composition: Composition, content: Content, path: Path, *, with_marks: bool = False
) -> None:
    """Write a publication to a PDF file.

    Parameters
    ----------
    path
        File to write. Not atomic by itself: give a file aside and move it.
    with_marks
        For a print shop: bleed, marks, imposition, and exact trim and bleed boxes.

    Raises
    ------
    StorageError
        If the file cannot be written.
    """
    sheets = sheets_of(composition, with_marks=with_marks)
    write_sheets([_pdf_sheet(sheet, content) for sheet in sheets], path, _title(content), content.language)


def sheet_image(sheet: Sheet, content: Content, dpi: float) -> QImage:
    """Return a sheet as a picture with its resolution noted, for PNG files and the preview."""
    dots_per_mm = dpi / 25.4
    image = QImage(
        round(sheet.width * dots_per_mm), round(sheet.height * dots_per_mm), QImage.Format.Format_RGB32
    )
    image.setDotsPerMeterX(round(dots_per_mm * 1000))
    image.setDotsPerMeterY(round(dots_per_mm * 1000))
    image.fill(Qt.GlobalColor.white)
    with QPainter(image) as painter:
        paint_sheet(painter, sheet, content, dots_per_mm)
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
        paint_page(painter, placed.page, content, dots_per_mm * sheet.enlarge)
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
    )


def _title(content: Content) -> str:
    return content.tour.title(content.language)

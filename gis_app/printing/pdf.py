"""Pages → vector PDF with embedded fonts, selectable text and exact page boxes."""

import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pikepdf
from PySide6.QtCore import QMarginsF, QSizeF
from PySide6.QtGui import QGuiApplication, QPageSize, QPainter, QPdfWriter

from data.errors import StorageError
from data.language.catalogue import N_
from data.progress import Progress, silent
from gis_app.printing.cmyk import PressProfile, to_press
from gis_app.printing.content import Content
from gis_app.printing.pdf_fonts import mend_fonts
from gis_app.printing.press_pictures import convert_pictures, open_pdf
from gis_app.printing.structure import Piece
from gis_app.printing.tagging import tag_pages
from gis_app.render.fonts import load_fonts
from layers.publication.notes import Note
from layers.publication.template import Area

_DPI: Final = 1200
_POINTS_PER_MM: Final = 72 / 25.4
_CREATOR: Final = "Hành Trình"

_kept: list[QGuiApplication] = []


def ensure_application() -> None:
    """Create an application without windows if there is none yet, and load the fonts.

    The command line prints without a display: the offscreen platform needs none.
    """
    if QGuiApplication.instance() is None:
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        _kept.append(QGuiApplication(sys.argv[:1]))
    load_fonts()


@dataclass(frozen=True)
class PdfSheet:
    """One page of a PDF: its size, its boxes, and who paints it on a painter of so many dots a millimetre.

    Parameters
    ----------
    pieces
        What the items are that ``paint`` marks.
    """

    width: float
    height: float
    trim: Area
    bleed: Area
    paint: Callable[[QPainter, float], None]
    bookmarks: tuple[str, ...] = ()
    pieces: tuple[Piece, ...] = ()


def write_sheets(
    sheets: Sequence[PdfSheet],
    path: Path,
    content: Content,
    progress: Progress = silent,
    press: PressProfile | None = None,
) -> tuple[Note, ...]:
    """Write sheets to a PDF file one by one, each on paper of its own size.

    Parameters
    ----------
    path
        File to write. Not atomic by itself: give a file aside and move it.
    press
        Inks of the press for a PDF/X-4 file; ``None`` leaves the colours in RGB.
    progress
        Told after every sheet; may raise ``CancelledError``.

    Returns
    -------
    tuple of Note
        What is still in RGB though inks were asked for.

    Raises
    ------
    StorageError
        If the file cannot be written.
    """
    ensure_application()
    writer = QPdfWriter(str(path))
    writer.setResolution(_DPI)
    writer.setPageMargins(QMarginsF(0, 0, 0, 0))
    writer.setTitle(content.title)
    writer.setCreator(_CREATOR)
    # For a press, colours made of inks stay so: the rich black of large areas.
    writer.setColorModel(QPdfWriter.ColorModel.Auto if press else QPdfWriter.ColorModel.RGB)
    writer.setPageSize(_size_of(sheets[0]))
    painter = QPainter()
    if not painter.begin(writer):
        raise _unwritable(path)
    try:
        for number, sheet in enumerate(sheets):
            if number:
                writer.setPageSize(_size_of(sheet))
                writer.newPage()
            sheet.paint(painter, _DPI / 25.4)
            progress((number + 1) / len(sheets), N_("Painting pages"))
    finally:
        painter.end()
    try:
        return _finish(path, sheets, content, press)
    except (OSError, pikepdf.PdfError) as error:
        # Qt says nothing of a disk that is full: its file ends somewhere.
        raise _unwritable(path) from error


def _unwritable(path: Path) -> StorageError:
    return StorageError(N_("{path} cannot be written. Choose another folder."), path=str(path))


def _size_of(sheet: PdfSheet) -> QPageSize:
    return QPageSize(QSizeF(sheet.width, sheet.height), QPageSize.Unit.Millimeter)


def _finish(
    path: Path, sheets: Sequence[PdfSheet], content: Content, press: PressProfile | None
) -> tuple[Note, ...]:
    """Set language, title bar, outline, inks and exact boxes: Qt rounds page sizes to whole points."""
    title, language = content.title, content.language
    # Written beside: a file written over itself would be read into memory whole.
    finished = path.with_name(f".{path.name}.finished")
    pictures = convert_pictures(path, press) if press else ()
    with open_pdf(path) as document:
        document.Root.Lang = pikepdf.String(language)
        document.Root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
        with document.open_metadata(set_pikepdf_as_editor=False) as metadata:
            metadata["dc:title"] = title
            metadata["dc:language"] = [language]
            metadata["xmp:CreatorTool"] = _CREATOR
        for page, sheet in zip(document.pages, sheets, strict=True):
            # Qt's page is a whole number of points high; ours begins at its upper edge.
            top = float(page.mediabox[3])
            page.mediabox = page.cropbox = _box(Area(0, 0, sheet.width, sheet.height), top)
            page.trimbox, page.bleedbox = _box(sheet.trim, top), _box(sheet.bleed, top)
        with document.open_outline() as outline:
            for number, sheet in enumerate(sheets):
                outline.root.extend(pikepdf.OutlineItem(said, number) for said in sheet.bookmarks)
        notes = to_press(document, press, pictures) if press else ()
        mend_fonts(document)
        tag_pages(document, [sheet.pieces for sheet in sheets])
        document.save(finished, min_version="1.6" if press else "")
    finished.replace(path)
    return notes


def _box(area: Area, top: float) -> pikepdf.Array:
    """Return an area as a PDF box: points, upwards from below."""
    scale = _POINTS_PER_MM
    sides = (area.left * scale, top - area.bottom * scale, area.right * scale, top - area.top * scale)
    return pikepdf.Rectangle(*sides).as_array()

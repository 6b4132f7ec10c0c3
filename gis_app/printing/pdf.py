"""Pages → vector PDF with embedded fonts, selectable text and exact page boxes."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import pikepdf
from PySide6.QtCore import QMarginsF, QSizeF
from PySide6.QtGui import QGuiApplication, QPageSize, QPainter, QPdfWriter

from data.errors import StorageError
from data.language.catalogue import N_
from gis_app.printing.page_painter import Content, paint_page
from gis_app.render.fonts import load_fonts
from layers.page import Page

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


def write_pdf(pages: Sequence[Page], content: Content, path: Path) -> None:
    """Write pages to a PDF file.

    Parameters
    ----------
    path
        File to write. Not atomic by itself: give a file aside and move it.

    Raises
    ------
    StorageError
        If the file cannot be written.
    """
    ensure_application()
    title = content.tour.title(content.language)
    writer = QPdfWriter(str(path))
    writer.setResolution(_DPI)
    writer.setPageMargins(QMarginsF(0, 0, 0, 0))
    writer.setTitle(title)
    writer.setCreator(_CREATOR)
    writer.setPageSize(_size_of(pages[0]))
    painter = QPainter()
    if not painter.begin(writer):
        raise StorageError(N_("{path} cannot be written. Choose another folder."), path=str(path))
    try:
        for number, page in enumerate(pages):
            if number:
                writer.setPageSize(_size_of(page))
                writer.newPage()
            paint_page(painter, page, content, _DPI / 25.4)
    finally:
        painter.end()
    _finish(path, pages, title, content.language)


def _size_of(page: Page) -> QPageSize:
    return QPageSize(QSizeF(page.width, page.height), QPageSize.Unit.Millimeter)


def _finish(path: Path, pages: Sequence[Page], title: str, language: str) -> None:
    """Set language, title bar and exact boxes: Qt rounds page sizes to whole points."""
    with pikepdf.open(path, allow_overwriting_input=True) as document:
        document.Root.Lang = pikepdf.String(language)
        document.Root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
        with document.open_metadata(set_pikepdf_as_editor=False) as metadata:
            metadata["dc:title"] = title
            metadata["dc:language"] = [language]
            metadata["xmp:CreatorTool"] = _CREATOR
        for sheet, page in zip(document.pages, pages, strict=True):
            height = float(sheet.mediabox[3])
            box = pikepdf.Rectangle(
                0, height - page.height * _POINTS_PER_MM, page.width * _POINTS_PER_MM, height
            )
            sheet.mediabox = sheet.cropbox = sheet.trimbox = sheet.bleedbox = box.as_array()
        document.save(path)

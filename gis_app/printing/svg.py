"""A sheet → SVG 1.1: lines and areas for drawing programs, text as text, its letters inside the file."""

from pathlib import Path

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter
from PySide6.QtSvg import QSvgGenerator

from data.errors import StorageError
from data.language.catalogue import N_
from gis_app.printing.content import Content
from gis_app.printing.publication import paint_sheet
from gis_app.printing.svg_fonts import with_fonts
from layers.publication.sheets import Sheet

_DPI = 1270
# 50 dots a millimetre: sizes in whole millimetres stay exact.
_DOTS_PER_MM = _DPI / 25.4


def write_svg(sheet: Sheet, content: Content, path: Path) -> None:
    """Write a sheet in its size in millimetres.

    Raises
    ------
    StorageError
        If the file cannot be written.
    """
    width, height = round(sheet.width * _DOTS_PER_MM), round(sheet.height * _DOTS_PER_MM)
    writer = QSvgGenerator(QSvgGenerator.SvgVersion.Svg11)
    writer.setFileName(str(path))
    writer.setResolution(_DPI)
    writer.setSize(QSize(width, height))
    writer.setViewBox(QRectF(0, 0, width, height))
    writer.setTitle(content.title)
    painter = QPainter()
    if not painter.begin(writer):
        raise StorageError(N_("{path} cannot be written. Choose another folder."), path=str(path))
    try:
        paint_sheet(painter, sheet, content, _DOTS_PER_MM)
    finally:
        painter.end()
    try:
        path.write_text(with_fonts(path.read_text(encoding="utf-8")), encoding="utf-8")
    except OSError as error:
        raise StorageError(N_("{path} cannot be written. Choose another folder."), path=str(path)) from error

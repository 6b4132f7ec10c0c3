"""Sheets → a printer of this computer, each reduced if the printer has no paper as large."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QMarginsF, QSizeF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from data.errors import StorageError
from data.language.catalogue import N_
from data.progress import Progress, silent
from gis_app.printing.content import Content
from gis_app.printing.publication import paint_sheet, painting_notes
from layers.publication.compose import Composition
from layers.publication.notes import Note
from layers.publication.sheets import Sheet, sheets_of

_ROUND_MM: Final = 3.0
# Printers give their papers in whole points; nobody sees 3 mm.


def paper_for(printer: QPrinterInfo, sheet: Sheet) -> QPageSize:
    """Return the printer's smallest paper that holds the sheet, its usual paper if none does."""
    wanted = sorted((sheet.width, sheet.height))
    fitting = []
    for paper in printer.supportedPageSizes():
        size = paper.size(QPageSize.Unit.Millimeter)
        sides = sorted((size.width(), size.height()))
        if all(side + _ROUND_MM >= need for side, need in zip(sides, wanted, strict=True)):
            fitting.append((sides[0] * sides[1], paper))
    return min(fitting, key=lambda found: found[0])[1] if fitting else printer.defaultPageSize()


def reduction(sheet: Sheet, paper: QPageSize) -> float:
    """Return how much smaller the sheet is printed to go on the paper: 1 where it fits."""
    size = paper.size(QPageSize.Unit.Millimeter)
    (short, long), (width, height) = (
        sorted((size.width(), size.height())),
        sorted((sheet.width, sheet.height)),
    )
    share = min(short / width, long / height)
    return 1.0 if share >= 1 - _ROUND_MM / height else share


def make_printer(info: QPrinterInfo | None, paper: QPageSize, title: str, copies: int = 1) -> QPrinter:
    """Return a printer with the whole paper as its page.

    Parameters
    ----------
    info
        The printer; ``None`` prints to a file that the caller names.
    """
    mode = QPrinter.PrinterMode.HighResolution
    printer = QPrinter(mode) if info is None else QPrinter(info, mode)
    printer.setDocName(title)
    printer.setFullPage(True)
    printer.setPageSize(paper)
    printer.setCopyCount(copies)
    return printer


def print_sheets(
    printer: QPrinter, sheets: Sequence[Sheet], content: Content, progress: Progress = silent
) -> None:
    """Print sheets, turned as each needs it, in the middle of the paper. May run on a thread.

    Parameters
    ----------
    progress
        Told after every sheet; may raise ``CancelledError``: the printer is told to forget the rest.

    Raises
    ------
    StorageError
        If the printer does not take the print.
    """
    _turn(printer, sheets[0])
    painter = QPainter()
    if not painter.begin(printer):
        raise StorageError(
            N_("The printer '{printer}' does not take the print."),
            remedy=N_("See whether it is switched on and has paper, or write a PDF instead."),
            printer=printer.printerName(),
        )
    is_whole = False
    try:
        for number, sheet in enumerate(sheets):
            if number:
                _turn(printer, sheet)
                printer.newPage()
            _paint(painter, printer, sheet, content)
            progress((number + 1) / len(sheets), N_("Printing"))
        is_whole = True
    finally:
        if not is_whole:
            printer.abort()
        painter.end()


@dataclass(frozen=True, slots=True)
class PaperSetting:
    """How a publication is put on the paper of a printer: with a print shop's marks, how fine."""

    with_marks: bool
    dpi: float


def print_composition(
    info: QPrinterInfo,
    made: Composition,
    content: Content,
    setting: PaperSetting,
    progress: Progress = silent,
) -> tuple[Note, ...]:
    """Print a whole publication in the colours of the printer; see ``print_sheets``.

    Returns
    -------
    tuple of Note
        What only painting shows.
    """
    sheets = sheets_of(made, with_marks=setting.with_marks)
    printer = make_printer(info, paper_for(info, sheets[0]), content.title)
    printer.setResolution(round(setting.dpi))
    begin = len(content.unplaced)
    print_sheets(printer, sheets, content, progress)
    return painting_notes(made, content.unplaced[begin:])


def _turn(printer: QPrinter, sheet: Sheet) -> None:
    is_wide = sheet.width > sheet.height
    layout = printer.pageLayout()
    layout.setOrientation(QPageLayout.Orientation.Landscape if is_wide else QPageLayout.Orientation.Portrait)
    layout.setMargins(QMarginsF(0, 0, 0, 0))
    printer.setPageLayout(layout)


def _paint(painter: QPainter, printer: QPrinter, sheet: Sheet, content: Content) -> None:
    paper: QSizeF = printer.paperRect(QPrinter.Unit.Millimeter).size()
    dots_per_mm = printer.resolution() / 25.4
    share = reduction(sheet, printer.pageLayout().pageSize())
    left = (paper.width() - sheet.width * share) / 2
    top = (paper.height() - sheet.height * share) / 2
    painter.save()
    painter.translate(left * dots_per_mm, top * dots_per_mm)
    paint_sheet(painter, sheet, content, dots_per_mm * share)
    painter.restore()

"""Looks and printing of the itinerary workbook (openpyxl)."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.header_footer import HeaderFooterItem
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from data.language.catalogue import N_, translate


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula of ours, to be evaluated; plain text never is."""

    text: str


Value = str | int | float | Formula | None


@dataclass(frozen=True, slots=True)
class CellStyle:
    """Number format and alignment of the cells of one column."""

    number_format: str
    horizontal: str
    is_bold: bool = False


TEXT: Final = CellStyle("@", "left")
NAME: Final = CellStyle("@", "left", is_bold=True)
COUNT: Final = CellStyle("0", "center")
# A moment of the following day carries the mark that the other outputs use.
CLOCK: Final = CellStyle('[>=1]hh:mm" (+1)";hh:mm', "center")
SPAN: Final = CellStyle("[h]:mm", "center")
KILOMETRES: Final = CellStyle("#,##0.0", "right")

_FONT: Final = "Calibri"
_LINE_PT: Final = 15.0
_LONGEST_TEXT: Final = 32_767
_RULE: Final = Side(style="thin", color="FFD5CFC7")
_HEAVY_RULE: Final = Side(style="medium", color="FF4A433D")
_MUTED: Final = "FF6A625B"
_MARGIN_INCH: Final = 0.4


def headings(sheet: Worksheet, heading: str, subtitle: str, columns: int, color: str) -> None:
    """Write title and subtitle into rows 1 and 2 across all columns."""
    sizes = ((heading, 16.0, True, "FF" + color.removeprefix("#")), (subtitle, 11.0, False, _MUTED))
    for row, (text, size, is_bold, font_color) in enumerate(sizes, start=1):
        cell = _cell(sheet, row, 1)
        _set(cell, text)
        cell.font = Font(name=_FONT, size=size, bold=is_bold, color=font_color)
        cell.alignment = Alignment(vertical="center", wrap_text=True)
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=columns)


def header_row(sheet: Worksheet, row: int, texts: Sequence[str], color: str) -> None:
    """Write the column headers: white on ``color`` (``#RRGGBB``)."""
    for column, text in enumerate(texts, start=1):
        cell = _cell(sheet, row, column)
        _set(cell, text)
        cell.font = Font(name=_FONT, size=11, bold=True, color="FFFFFFFF")
        cell.fill = PatternFill("solid", fgColor="FF" + color.removeprefix("#"))
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    sheet.row_dimensions[row].height = 2 * _LINE_PT + 4


def data_row(
    sheet: Worksheet,
    row: int,
    values: Sequence[Value],
    styles: Sequence[CellStyle],
    *,
    is_muted: bool = False,
) -> None:
    """Write one row of the table; ``is_muted`` greys the stops that are not visits."""
    for column, (value, style) in enumerate(zip(values, styles, strict=True), start=1):
        cell = _styled(sheet, row, column, value, style)
        bold = style.is_bold and not is_muted
        cell.font = Font(name=_FONT, size=11, bold=bold, color=_MUTED if is_muted else None)
        cell.border = Border(bottom=_RULE)


def total_row(sheet: Worksheet, row: int, values: Sequence[Value], styles: Sequence[CellStyle]) -> None:
    """Write the totals below the table."""
    for column, (value, style) in enumerate(zip(values, styles, strict=True), start=1):
        cell = _styled(sheet, row, column, value, style)
        cell.font = Font(name=_FONT, size=11, bold=True)
        cell.border = Border(top=_HEAVY_RULE)


def remark(sheet: Worksheet, row: int, text: str, columns: int) -> None:
    """Write a remark across all columns."""
    cell = _cell(sheet, row, 1)
    _set(cell, text)
    cell.font = Font(name=_FONT, size=10, italic=True, color=_MUTED)
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=columns)


def finish(sheet: Worksheet, widths: Sequence[float], header: int, language: str) -> None:
    """Set widths and row heights, freeze the header and prepare printing on A4 landscape.

    Parameters
    ----------
    widths
        Column widths in characters.
    header
        Row of the column headers; it stays in sight and is repeated on every printed page.
    """
    for column, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    whole_width = [sum(widths)]
    # The title's letters are half as wide again as those of the table.
    sheet.row_dimensions[1].height = 1.5 * _height(sheet, 1, [whole_width[0] / 1.5])
    sheet.row_dimensions[2].height = _height(sheet, 2, whole_width)
    for row in range(header + 1, sheet.max_row + 1):
        sheet.row_dimensions[row].height = _height(sheet, row, widths)
    sheet.freeze_panes = f"A{header + 1}"
    sheet.sheet_view.showGridLines = False
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9  # A4
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = f"{header}:{header}"
    sheet.print_options.horizontalCentered = True
    for side in ("left", "right"):
        setattr(sheet.page_margins, side, _MARGIN_INCH)
    footer = sheet.oddFooter
    assert isinstance(footer, HeaderFooterItem)
    footer.left.text = "© OpenStreetMap contributors (ODbL)"
    footer.right.text = translate(language, N_("Page {page} of {pages}"), page="&P", pages="&N")


def _styled(sheet: Worksheet, row: int, column: int, value: Value, style: CellStyle) -> Cell:
    cell = _cell(sheet, row, column)
    _set(cell, value)
    # Text cells keep the general format: '@' would show a formula in them as text, and cut at 255 letters.
    cell.number_format = "General" if isinstance(value, str) else style.number_format
    cell.alignment = Alignment(horizontal=style.horizontal, vertical="center", wrap_text=True)
    return cell


def _cell(sheet: Worksheet, row: int, column: int) -> Cell:
    cell = sheet.cell(row, column)
    assert isinstance(cell, Cell)  # never called for the inside of a merged range
    return cell


def _set(cell: Cell, value: Value) -> None:
    if isinstance(value, Formula):
        cell.value = value.text
    elif isinstance(value, str):
        cell.value = value[:_LONGEST_TEXT]
        # openpyxl takes '=…' for a formula; the prefix keeps it text when somebody edits the cell.
        cell.data_type = "s"
        cell.quotePrefix = value.startswith(("=", "+", "-", "@"))
    else:
        cell.value = value


def _height(sheet: Worksheet, row: int, widths: Sequence[float]) -> float:
    """Return the height that the longest wrapped text of a row needs, points."""
    lines = 1
    for column, width in enumerate(widths, start=1):
        text = sheet.cell(row, column).value
        if isinstance(text, str) and not text.startswith("="):
            # Bold and wide letters take more room than the digits that Excel counts widths in.
            lines = max(lines, sum(math.ceil((len(part) + 1) * 1.1 / width) for part in text.split("\n")))
    return min(_LINE_PT * lines + 5, 409.0)

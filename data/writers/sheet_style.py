"""Looks and printing of the workbooks (XlsxWriter, which stores the value of a formula beside it).

Programs that show a workbook without computing it (previews, phones, scripts) see the stored values; Excel
and LibreOffice compute the formulas anew.
"""

import io
import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from data.language.catalogue import N_, translate


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula of ours, to be evaluated, and what it gives; plain text never is evaluated."""

    text: str
    value: float


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
_LONGEST_FOOTER: Final = 160
"""Header and footer hold 255 letters in all; a page number and codes need the rest."""

_RULE: Final = "#D5CFC7"
_HEAVY_RULE: Final = "#4A433D"
_MUTED: Final = "#6A625B"
_MARGIN_INCH: Final = 0.4
_FOOT_INCH: Final = 0.75
_A4: Final = 9
_THIN, _MEDIUM = 1, 2


class Book:
    """A workbook in the making.

    Parameters
    ----------
    title
        Title in its properties.
    made
        Moment written into its properties; now when ``None``.
    """

    def __init__(self, title: str, made: datetime | None = None) -> None:
        self._stream = io.BytesIO()
        self._book = xlsxwriter.Workbook(self._stream, {"in_memory": True})
        self._formats: dict[tuple[tuple[str, Any], ...], Format] = {}
        moment = (made or datetime.now(UTC)).replace(tzinfo=None)
        self._book.set_properties({"title": title, "author": "Hành Trình", "created": moment})

    def sheet(self, name: str, color: str = "") -> "Sheet":
        """Add a sheet; ``color`` (``#RRGGBB``) is that of its tab."""
        made = self._book.add_worksheet(name)
        if color:
            made.set_tab_color(color)
        return Sheet(made, self)

    def format(self, **properties: Any) -> Format:
        """Return a cell format; equal ones are one, as workbooks want it."""
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            self._formats[key] = self._book.add_format(
                {"font_name": _FONT, "font_size": 11, "valign": "vcenter", "text_wrap": True, **properties}
            )
        return self._formats[key]

    def content(self) -> bytes:
        """Close the workbook and return the file."""
        self._book.close()
        return self._stream.getvalue()


class Sheet:
    """One sheet; rows and columns count from 1."""

    def __init__(self, sheet: Worksheet, book: Book) -> None:
        self._sheet, self._book = sheet, book
        self._texts: dict[int, dict[int, str]] = {}
        self._last_row = 1

    def headings(self, heading: str, subtitle: str, columns: int, color: str) -> None:
        """Write title and subtitle into rows 1 and 2 across all columns."""
        looks = ((heading, 16, True, color), (subtitle, 11, False, _MUTED))
        for row, (text, size, is_bold, font_color) in enumerate(looks, start=1):
            style = self._book.format(font_size=size, bold=is_bold, font_color=font_color)
            self._across(row, text, columns, style)

    def header_row(self, row: int, texts: Sequence[str], color: str) -> None:
        """Write the column headers: white on ``color`` (``#RRGGBB``)."""
        style = self._book.format(bold=True, font_color="#FFFFFF", bg_color=color, align="center")
        for column, text in enumerate(texts, start=1):
            self._put(row, column, text, style)
        self._sheet.set_row(row - 1, 2 * _LINE_PT + 4)

    def data_row(
        self, row: int, values: Sequence[Value], styles: Sequence[CellStyle], *, is_muted: bool = False
    ) -> None:
        """Write one row of the table; ``is_muted`` greys the stops that are not visits."""
        for column, (value, style) in enumerate(zip(values, styles, strict=True), start=1):
            looks: dict[str, Any] = {"bold": style.is_bold and not is_muted, "bottom": _THIN}
            if is_muted:
                looks["font_color"] = _MUTED
            self._put(row, column, value, self._styled(value, style, bottom_color=_RULE, **looks))

    def total_row(self, row: int, values: Sequence[Value], styles: Sequence[CellStyle]) -> None:
        """Write the totals below the table."""
        for column, (value, style) in enumerate(zip(values, styles, strict=True), start=1):
            looks = self._styled(value, style, bold=True, top=_MEDIUM, top_color=_HEAVY_RULE)
            self._put(row, column, value, looks)

    def remark(self, row: int, text: str, columns: int) -> None:
        """Write a remark across all columns."""
        style = self._book.format(font_size=10, italic=True, font_color=_MUTED, valign="top")
        self._across(row, text, columns, style)

    def finish(self, widths: Sequence[float], header: int, language: str, credit: str) -> None:
        """Set widths and row heights, freeze the header and prepare printing on A4 landscape.

        Parameters
        ----------
        widths
            Column widths in characters.
        header
            Row of the column headers; it stays in sight and is repeated on every printed page.
        credit
            Whose data it is, at the foot of every page.
        """
        sheet, last = self._sheet, self._last_row
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        whole = sum(widths)
        # The title's letters are half as wide again as those of the table.
        sheet.set_row(0, 1.5 * self._height(1, [whole / 1.5]))
        sheet.set_row(1, self._height(2, [whole]))
        for row in range(header + 1, last + 1):
            # A remark stands alone in its row, across all columns.
            across = [whole] if list(self._texts.get(row, {})) == [1] else widths
            sheet.set_row(row - 1, self._height(row, across))
        sheet.freeze_panes(header, 0)
        sheet.hide_gridlines(2)
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(header - 1)
        sheet.print_area(0, 0, last - 1, len(widths) - 1)
        sheet.center_horizontally()
        sheet.set_margins(left=_MARGIN_INCH, right=_MARGIN_INCH, bottom=_FOOT_INCH)
        page = translate(language, N_("Page {page} of {pages}"), page="&P", pages="&N")
        said = credit if len(credit) <= _LONGEST_FOOTER else f"{credit[: _LONGEST_FOOTER - 1]}…"
        sheet.set_footer(f"&L&8{_plain(said)}&R&8{page}")

    def _styled(self, value: Value, style: CellStyle, **looks: Any) -> Format:
        # Texts keep the general format: '@' would show a formula in them as text, and cut at 255 letters.
        number_format = "General" if isinstance(value, str) else style.number_format
        if isinstance(value, str) and value.startswith(("=", "+", "-", "@")):
            # Keeps it text when somebody edits the cell.
            looks["quote_prefix"] = True
        return self._book.format(num_format=number_format, align=style.horizontal, **looks)

    def _put(self, row: int, column: int, value: Value, style: Format) -> None:
        self._last_row = max(self._last_row, row)
        at = (row - 1, column - 1)
        if isinstance(value, Formula):
            self._sheet.write_formula(*at, value.text, style, value.value)
        elif isinstance(value, str):
            self._texts.setdefault(row, {})[column] = value[:_LONGEST_TEXT]
            self._sheet.write_string(*at, value[:_LONGEST_TEXT], style)
        elif value is None:
            self._sheet.write_blank(*at, None, style)
        else:
            self._sheet.write_number(*at, value, style)

    def _across(self, row: int, text: str, columns: int, style: Format) -> None:
        self._put(row, 1, text, style)
        if columns > 1:
            self._sheet.merge_range(row - 1, 0, row - 1, columns - 1, "", style)
            self._sheet.write_string(row - 1, 0, text[:_LONGEST_TEXT], style)

    def _height(self, row: int, widths: Sequence[float]) -> float:
        """Return the height that the longest wrapped text of a row needs, points."""
        lines = 1
        for column, width in enumerate(widths, start=1):
            # Bold and wide letters take more room than the digits that Excel counts widths in.
            parts = self._texts.get(row, {}).get(column, "").split("\n")
            lines = max(lines, sum(math.ceil((len(part) + 1) * 1.1 / width) for part in parts))
        return min(_LINE_PT * lines + 5, 409.0)


def _plain(text: str) -> str:
    """Return text for a footer, where an ampersand begins a code and a digit would continue one."""
    plain = text.replace("&", "&&")
    return f" {plain}" if plain[:1].isdigit() else plain

"""Comparison of tours as an Excel sheet: real numbers with number formats, one page wide on A4 landscape."""

from datetime import datetime
from pathlib import Path
from typing import Final

from data.language.catalogue import N_, translate
from data.model.clock import DAY_S
from data.writers import sheet_style as style
from data.writers.atomic import write_atomically
from data.writers.comparison import ComparisonRow, ComparisonTable, Figure, Measure, figure_text
from data.writers.itinerary import clean
from data.writers.itinerary_xlsx import DEFAULT_COLOR

_HEADER_ROW: Final = 3
_CREDIT: Final = "© OpenStreetMap contributors (ODbL 1.0)"
_LABEL_WIDTH: Final = 34
_COLUMN_WIDTH: Final = 26

_STYLES: Final = {
    Measure.TEXT: style.TEXT,
    Measure.COUNT: style.CellStyle("#,##0", "right"),
    Measure.DURATION: style.CellStyle("[h]:mm", "right"),
    Measure.DISTANCE: style.CellStyle('#,##0.0" km"', "right"),
    Measure.MONEY: style.CellStyle('#,##0" ₫"', "right"),
    Measure.CARBON: style.CellStyle('#,##0.0" kg CO2e"', "right"),
    Measure.SHARE: style.CellStyle("0%", "right"),
}


def write(table: ComparisonTable, path: Path, language: str = "vi", *, made: datetime | None = None) -> None:
    """Write the workbook to ``path`` atomically; see ``document``.

    Raises
    ------
    StorageError
        If the file cannot be written.
    """
    write_atomically(path, document(table, language, made=made))


def document(table: ComparisonTable, language: str = "vi", *, made: datetime | None = None) -> bytes:
    """Return the workbook; ``made`` is the moment written into its properties, now when ``None``."""
    book = style.Book(clean(table.title), made)
    sheet = book.sheet(translate(language, N_("Comparison")))
    columns = 1 + len(table.columns)
    subtitle = translate(language, N_("Tours side by side"))
    sheet.headings(clean(table.title), subtitle, columns, DEFAULT_COLOR)
    heads = (translate(language, N_("Figure")), *(clean(column) for column in table.columns))
    sheet.header_row(_HEADER_ROW, heads, DEFAULT_COLOR)
    for index, row in enumerate(table.rows, start=_HEADER_ROW + 1):
        cells: list[style.Value] = [clean(row.label), *(_cell(one, row, language) for one in row.figures)]
        sheet.data_row(index, cells, [style.NAME, *[_STYLES[row.measure]] * len(row.figures)])
    for index, remark in enumerate(table.remarks, start=_HEADER_ROW + len(table.rows) + 2):
        sheet.remark(index, clean(remark), columns)
    widths = [_LABEL_WIDTH, *[_COLUMN_WIDTH] * len(table.columns)]
    sheet.finish(widths, _HEADER_ROW, language, _CREDIT)
    return book.content()


def _cell(figure: Figure, row: ComparisonRow, language: str) -> style.Value:
    if figure is None or isinstance(figure, str):
        return clean(figure) if figure else None
    if row.measure is Measure.DURATION:
        # Excel cannot show negative times; a slack that is used up is said in words.
        return figure / DAY_S if figure >= 0 else figure_text(figure, row.measure, language)
    return figure / 1000 if row.measure in {Measure.DISTANCE, Measure.CARBON} else figure

"""The register as an Excel workbook that people edit; importing it again gives equal places."""

import io
from collections.abc import Iterable, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Final

import xlsxwriter

from data.csv_cells import defused
from data.language.catalogue import N_, translate
from data.language.terms import term
from data.model.place import Category, CoachAccess, Place, Rank, Status, Wheelchair
from data.model.project import Project
from data.readers.place_fields import SPELLINGS
from data.storage.places_export import COLUMNS, Cell, place_cells
from data.writers.atomic import write_atomically

_VOCABULARIES: Final[Mapping[str, type[StrEnum]]] = {
    "category": Category,
    "rank": Rank,
    "coach_access": CoachAccess,
    "wheelchair": Wheelchair,
    "status": Status,
}
_WIDTHS: Final = {"name_vi": 42, "name_en": 34, "unit_before": 40, "unit_after": 32, "description_vi": 50}
_USUAL_WIDTH: Final = 16


def heading(column: str, language: str) -> str:
    """Return the heading of a column, one that the import knows."""
    if language != "vi":
        return column
    spelling = next(name for name in SPELLINGS[column] if not name.isascii())
    return spelling.capitalize().replace("tiếng anh", "tiếng Anh").replace("tiếng việt", "tiếng Việt")


def write_places_xlsx(project: Project, places: Iterable[Place], path: Path, language: str = "vi") -> None:
    """Write places to an Excel workbook with a frozen, filtered heading row.

    Parameters
    ----------
    project
        For the names of units.
    language
        Of headings and terms; the import reads either.

    Raises
    ------
    StorageError
        If the file cannot be written; the one before is unchanged.
    """
    stream = io.BytesIO()
    # No text becomes a formula, a number or a link: what was typed comes back as it was.
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(stream, options) as book:
        bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        sheet = book.add_worksheet(translate(language, N_("Places")))
        for number, column in enumerate(COLUMNS):
            sheet.write_string(0, number, heading(column, language), bold)
            sheet.set_column(number, number, _WIDTHS.get(column, _USUAL_WIDTH))
        rows = place_cells(project, places)
        for row, values in enumerate(rows, start=1):
            for number, column in enumerate(COLUMNS):
                _write(sheet, row, number, _said(column, values[column], language))
        sheet.freeze_panes(1, 2)
        sheet.autofilter(0, 0, max(len(rows), 1), len(COLUMNS) - 1)
    write_atomically(path, stream.getvalue())


def _said(column: str, value: Cell, language: str) -> Cell:
    kind = _VOCABULARIES.get(column)
    return value if kind is None else term(kind(str(value)), language)


def _write(sheet: xlsxwriter.worksheet.Worksheet, row: int, column: int, value: Cell) -> None:
    if isinstance(value, str) and value:
        sheet.write_string(row, column, defused(value))
    elif isinstance(value, (int, float)):
        sheet.write_number(row, column, value)

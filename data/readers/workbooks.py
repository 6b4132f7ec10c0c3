"""Rows of an Excel workbook, as text cells."""

import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Final

from data.errors import BadInputError, require_file, system_reason
from data.language.catalogue import N_
from data.readers.tables import MOST_ROWS, Table, make_table
from data.readers.text_encoding import MOST_BYTES

_MOST_UNPACKED_BYTES: Final = 512 * 2**20
NO_ARCHIVE: Final = N_("File is not a zip file")
"""What zipfile says of a file that is no workbook at all, to be said in the user's language."""


def read_xlsx(path: Path) -> Table:
    """Read the first sheet of an Excel workbook (.xlsx); formulas count with their last value.

    Raises
    ------
    BadInputError
        If it is no workbook, unreasonably large, or has no header.
    """
    # Loading these takes long, and few windows read a workbook.
    from openpyxl import load_workbook  # noqa: PLC0415
    from openpyxl.utils.exceptions import InvalidFileException  # noqa: PLC0415

    require_file(path)
    try:
        _check_archive(path)
        book = load_workbook(path, read_only=True, data_only=True, keep_links=False)
        try:
            sheet = book.worksheets[0]
            rows = sheet.iter_rows(values_only=True, max_row=MOST_ROWS + 2)
            lines = [(number, [_cell_text(cell) for cell in cells]) for number, cells in enumerate(rows, 1)]
        finally:
            book.close()
    except (
        OSError,
        zipfile.BadZipFile,
        InvalidFileException,
        KeyError,
        ValueError,
        IndexError,
        SyntaxError,
    ) as error:
        raise BadInputError(
            N_("The file is no Excel workbook that can be read ({detail})."),
            source=path,
            remedy=N_("Open it in Excel and save it as .xlsx or as CSV UTF-8."),
            detail=system_reason(error),
        ) from error
    return make_table(path, lines, "xlsx")


def _check_archive(path: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        unpacked = sum(item.file_size for item in archive.infolist())
    if path.stat().st_size > MOST_BYTES or unpacked > _MOST_UNPACKED_BYTES:
        message = f"{unpacked // 2**20} MB"
        raise ValueError(message)


def _cell_text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat() if not (cell.hour or cell.minute) else cell.isoformat(" ")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)

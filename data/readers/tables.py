"""Rows of a table (CSV here, Excel in ``workbooks``): text cells under their header, with row numbers."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from data.errors import BadInputError
from data.language.catalogue import N_
from data.readers.text_encoding import read_text
from data.search.folding import fold

MOST_ROWS: Final = 100_000
"""Most rows of one table."""

_DELIMITERS: Final = ",;\t|"
csv.field_size_limit(10**6)
REASONS: Final = (
    N_("unexpected end of data"),
    N_("field larger than field limit (1000000)"),
)
"""What the csv module says of broken quotation marks, to be said in the user's language."""


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row: ``number`` as a spreadsheet counts it, ``cells`` by folded header."""

    number: int
    cells: dict[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """A table: header cells as written, rows, faults of rows left out, how it was stored ("utf-8, ;")."""

    header: tuple[str, ...]
    rows: tuple[TableRow, ...]
    faults: tuple[BadInputError, ...]
    form: str


def header_key(cell: str) -> str:
    """Return the key of a column: folded, so that "Tên (VI)" and "ten_vi" are one."""
    return fold(cell.replace("_", " "))


def read_csv(path: Path) -> Table:
    """Read a CSV file: comma, semicolon, tab or bar; see ``text_encoding`` for encodings.

    Raises
    ------
    BadInputError
        If it cannot be decoded, is damaged or has no header.
    """
    found = read_text(path)
    text = found.text.removeprefix("\ufeff")
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = ","
    if first.lower().startswith("sep=") and len(first) == len("sep=") + 1:
        delimiter = first[-1]
        text = text.split("\n", 1)[1] if "\n" in text else ""
        skipped = 1
    else:
        delimiter = max(_DELIMITERS, key=lambda sign: _unquoted_count(first, sign))
        skipped = 0
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        lines = [(reader.line_num + skipped, cells) for cells in reader]
    except csv.Error as error:
        raise BadInputError(
            N_("The table is damaged ({detail})."),
            source=path,
            remedy=N_("Check the quotation marks, or save the table as CSV UTF-8 again."),
            detail=str(error),
        ) from error
    return make_table(path, lines, f"{found.encoding}, {'tab' if delimiter == chr(9) else delimiter}")


def _unquoted_count(line: str, sign: str) -> int:
    return sum(part.count(sign) for part in line.split('"')[::2])


def make_table(path: Path, lines: Iterable[tuple[int, list[str]]], form: str) -> Table:
    """Return the table of numbered lines of cells, the first filled one its header.

    Raises
    ------
    BadInputError
        If there is no header, it names a column twice, or there are too many rows.
    """
    filled = ((number, cells) for number, cells in lines if any(cell.strip() for cell in cells))
    header = next(filled, (0, []))[1]
    while header and not header[-1].strip():
        header.pop()
    if not header:
        raise BadInputError(
            N_("The table is empty."),
            source=path,
            remedy=N_("Give it a header row and a row for each place."),
        )
    keys = [header_key(cell) for cell in header]
    doubled = sorted({cell for cell, key in zip(header, keys, strict=True) if key and keys.count(key) > 1})
    if doubled:
        raise BadInputError(
            N_("The header names a column twice: {columns}."),
            source=path,
            remedy=N_("Rename or delete one of them."),
            columns=", ".join(doubled),
        )
    rows, faults = list[TableRow](), list[BadInputError]()
    for number, cells in filled:
        if len(rows) >= MOST_ROWS:
            raise BadInputError(
                N_("The table has more than {most} rows."),
                source=path,
                remedy=N_("Split it into smaller files."),
                most=MOST_ROWS,
            )
        if any(cell.strip() for cell in cells[len(keys) :]):
            faults.append(_surplus(number, len(cells), len(keys)))
        else:
            cells_by_key = {key: cell for key, cell in zip(keys, cells, strict=False) if key}
            rows.append(TableRow(number, cells_by_key))
    return Table(tuple(header), tuple(rows), tuple(faults), form)


def _surplus(number: int, found: int, wanted: int) -> BadInputError:
    return BadInputError(
        N_("The row has {found} cells, but the header {wanted}."),
        where=N_("row {row}"),
        remedy=N_("Put cells that contain the separator into quotation marks."),
        row=number,
        found=found,
        wanted=wanted,
    )

"""Cells of CSV files that no spreadsheet runs as a formula.

The rule is OWASP's against CSV injection: an apostrophe goes before a first character of ``= + - @``
(full-width ones too), tab or line break. The apostrophe itself is marked too, so that reading undoes it
exactly.
"""

from typing import Final

_FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "'")


def defused(cell: str) -> str:
    """Return a cell that no spreadsheet runs as a formula; ``restored`` undoes it."""
    return f"'{cell}" if cell.startswith(_FORMULA_STARTS) else cell


def restored(cell: str) -> str:
    """Return a cell without the apostrophe that ``defused`` put there."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_FORMULA_STARTS) else cell

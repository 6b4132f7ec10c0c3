"""Comparison of tours as CSV: one row a figure, its unit, one column a tour.

Encoding, separator and whole numbers as in ``data.writers.itinerary_csv``.
"""

import csv
import io
from pathlib import Path

from data.csv_cells import defused
from data.language.catalogue import N_, translate
from data.writers.atomic import write_atomically
from data.writers.comparison import ComparisonTable, unit_text, whole_figure
from data.writers.itinerary import clean
from data.writers.itinerary_csv import SEPARATORS


def write(table: ComparisonTable, path: Path, language: str = "vi") -> None:
    """Write the comparison to ``path`` atomically.

    Raises
    ------
    StorageError
        If the file cannot be written.
    """
    write_atomically(path, document(table, language).encode("utf-8-sig"))


def document(table: ComparisonTable, language: str = "vi") -> str:
    """Return the comparison as CSV text (without the byte order mark)."""
    stream = io.StringIO(newline="")
    out = csv.writer(stream, delimiter=SEPARATORS[language], lineterminator="\r\n")
    heads = (translate(language, N_("Figure")), translate(language, N_("Unit")), *table.columns)
    out.writerow([defused(clean(head)) for head in heads])
    for row in table.rows:
        cells = [whole_figure(figure, row.measure) for figure in row.figures]
        texts = [defused(clean(cell)) if isinstance(cell, str) else str(cell) for cell in cells]
        out.writerow([defused(clean(row.label)), unit_text(row.measure, language), *texts])
    return stream.getvalue()

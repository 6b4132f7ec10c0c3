"""Tables of numbers in and out: CSV without a header, as other routing tools exchange them."""

import math
from collections.abc import Iterable, Sequence
from pathlib import Path

from data.errors import BadInputError, require_file
from data.language.catalogue import N_
from data.writers.atomic import write_atomically


def read_positions(path: Path, count: int) -> list[tuple[tuple[float, float], ...]]:
    """Read lines of ``count`` positions each, lon,lat in WGS84 degrees; empty lines are passed over.

    Raises
    ------
    BadInputError
        If a line does not hold ``2 * count`` numbers, or one is not on the globe; names the line.
    """
    require_file(path)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadInputError(
            N_("The file is not text."), source=path, remedy=N_("Save it as CSV in UTF-8.")
        ) from error
    rows = []
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            rows.append(_positions(line, count, path, number))
    if not rows:
        raise BadInputError(
            N_("The table is empty."), source=path, remedy=N_("Write one line for each question.")
        )
    return rows


def _positions(line: str, count: int, path: Path, number: int) -> tuple[tuple[float, float], ...]:
    cells = line.split(",")
    try:
        values = [float(cell) for cell in cells]
    except ValueError:
        values = []
    if len(values) != 2 * count:
        raise BadInputError(
            N_("'{text}' is not {count} numbers with commas between."),
            source=path,
            where=N_("line {line}"),
            line=number,
            remedy=N_("Write longitudes and latitudes in decimal degrees without a header: 105.83,21.03."),
            text=line[:80],
            count=2 * count,
        )
    pairs = tuple(zip(values[0::2], values[1::2], strict=True))
    for lon, lat in pairs:
        # Written so that NaN fails too.
        if not (math.fabs(lon) <= 180 and math.fabs(lat) <= 85):
            raise BadInputError(
                N_("{lon}, {lat} is not on the map."),
                source=path,
                where=N_("line {line}"),
                line=number,
                remedy=N_("Write longitude first, then latitude."),
                lon=lon,
                lat=lat,
            )
    return pairs


def require_another_file(output: Path | None, read: Path) -> None:
    """Refuse an output that would replace the table it answers.

    Raises
    ------
    BadInputError
        If both are the same file.
    """
    if output is not None and output.exists() and read.exists() and output.samefile(read):
        raise BadInputError(
            N_("The output would replace the table that is read."),
            source=output,
            remedy=N_("Give another name with -o."),
        )


def write_table(path: Path, rows: Iterable[Sequence[str]]) -> None:
    """Write rows of cells with commas between, whole or not at all.

    Raises
    ------
    StorageError
        If the file cannot be written.
    """
    write_atomically(path, "".join(",".join(row) + "\n" for row in rows).encode())

"""Places from a table: CSV (any usual encoding and separator) or Excel."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from data.csv_cells import restored
from data.errors import BadInputError
from data.language.catalogue import N_
from data.model.project import Project
from data.readers.place_fields import column_names
from data.readers.place_import import ROW, PlaceImport, Record, read_records
from data.readers.tables import Table, header_key, read_csv
from data.readers.workbooks import read_xlsx


def read_places_csv(path: Path, project: Project) -> PlaceImport:
    """Read places from a CSV file.

    Parameters
    ----------
    path
        UTF-8, UTF-16 or Windows-1258; comma, semicolon, tab or bar; names of columns in either language.
    project
        Where units are looked up.

    Returns
    -------
    PlaceImport
        Places and every fault of a row.

    Raises
    ------
    BadInputError
        If the file as a whole cannot be read, or no column names or places the places.
    """
    return _read(path, read_csv(path), project)


def read_places_xlsx(path: Path, project: Project) -> PlaceImport:
    """Read places from the first sheet of an Excel workbook; otherwise as ``read_places_csv``."""
    return _read(path, read_xlsx(path), project)


def _read(path: Path, table: Table, project: Project) -> PlaceImport:
    meaning, ignored = _columns(path, table)
    records = [
        Record(ROW, row.number, {meaning[key]: restored(c) for key, c in row.cells.items() if key in meaning})
        for row in table.rows
    ]
    found = read_records(records, project)
    headings = [(cell, meaning[header_key(cell)]) for cell in table.header if header_key(cell) in meaning]
    return replace(
        found,
        errors=(*table.faults, *found.errors),
        ignored=ignored,
        form=table.form,
        columns=tuple(headings),
    )


def _columns(path: Path, table: Table) -> tuple[Mapping[str, str], tuple[str, ...]]:
    known = column_names()
    meaning: dict[str, str] = {}
    ignored = []
    for cell in table.header:
        column = known.get(header_key(cell))
        if column is None or column in meaning.values():
            ignored.append(cell)
        else:
            meaning[header_key(cell)] = column
    found = set(meaning.values())
    missing = [] if "name_vi" in found else ["name_vi"]
    if not found & {"geometry_wkt", "x_vn2000"}:
        missing += sorted({"lon", "lat"} - found)
    if missing:
        raise BadInputError(
            N_("The header lacks: {columns}. It has: {found}."),
            source=path,
            remedy=N_("Name the columns as 'places export' does: id, name_vi, category, lon, lat …"),
            columns=", ".join(missing),
            found=", ".join(table.header)[:300],
        )
    return meaning, tuple(ignored)

"""Reading a project out of a checked database."""

import sqlite3
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, Final, TypeVar

from data.errors import StorageError
from data.language.catalogue import N_
from data.model.project import Project
from data.storage import records, tour_records
from data.storage.blob import from_blob
from data.storage.guard import check_table
from data.storage.layer_records import stack_of
from data.storage.records import Row, row_errors
from data.storage.schema import TABLES, Column, Kind, Table

_Value = TypeVar("_Value")


def read_project(db: sqlite3.Connection) -> Project:
    """Return the project in ``db``, whose schema is of the present version.

    Raises
    ------
    StorageError
        Naming table, row and column of the first fault.
    """
    return project_of({name: _read_table(db, table) for name, table in TABLES.items()})


def project_of(rows: Mapping[str, list[dict[str, Any]]]) -> Project:
    """Return the project whose rows, by table, are ``rows``; every table of the schema is a key.

    Raises
    ------
    StorageError
        Naming table, row and column of the first fault.
    """
    facts = {row["key"]: row["value"] for row in rows["project_metadata"]}
    parts = records.PlaceParts(
        {table: rows[table] for table in ("place_lines", "place_areas")},
        rows["place_festivals"],
        rows["place_contacts"],
        rows["place_photos"],
    )
    tour_parts = tour_records.TourParts(rows)
    places = _values("places", rows["places"], lambda row: records.place_of(row, parts))
    tours = _values("tours", rows["tours"], lambda row: tour_records.tour_of(row, tour_parts))
    units = _values("units", rows["units"], records.unit_of)
    plans = _values("plans", rows["plans"], records.plan_of)
    clauses = _values("plan_clauses", rows["plan_clauses"], records.clause_of)
    with row_errors("project_metadata", {"fid": "attribution"}):
        attribution = records.texts(facts.get("attribution", ""))
    with row_errors("project_metadata", {"fid": "layers"}):
        layers = stack_of(facts.get("layers", ""))
    return Project(
        title=facts.get("title", ""),
        places=_by_key("places", places, lambda place: place.id),
        units=_by_key("units", units, lambda unit: unit.id),
        successions=tuple(_values("unit_successions", rows["unit_successions"], records.succession_of)),
        plans=_by_key("plans", plans, lambda plan: plan.id),
        clauses=_by_key("plan_clauses", clauses, lambda clause: clause.key),
        tours=_by_key("tours", tours, lambda tour: tour.id),
        attribution=attribution,
        source=facts.get("source", ""),
        layers=layers,
    )


_Key = TypeVar("_Key", bound=str)


def _values(table: str, rows: Iterable[Row], make: Callable[[Row], _Value]) -> list[_Value]:
    values = []
    for row in rows:
        with row_errors(table, row):
            values.append(make(row))
    return values


def _by_key(table: str, values: Iterable[_Value], key: Callable[[_Value], _Key]) -> dict[_Key, _Value]:
    found: dict[_Key, _Value] = {}
    for value in values:
        if key(value) in found:
            raise StorageError(
                N_("Two rows have the key '{key}'."),
                where=table,
                remedy=N_("Give one of them another key in QGIS."),
                key=key(value),
            )
        found[key(value)] = value
    return found


def _read_table(db: sqlite3.Connection, table: Table) -> list[dict[str, Any]]:
    check_table(db, table)
    columns = table.stored
    names = ["fid", *(column.name for column in columns)] + (["geom"] if table.geometry_type else [])
    selected = ", ".join(f'"{name}"' for name in names)
    cursor = db.execute(f'SELECT {selected} FROM "{table.name}" ORDER BY fid')  # noqa: S608 - schema's names
    rows = []
    for values in cursor:
        blob = values[-1] if table.geometry_type else None
        rows.append(typed_row(table, values[0], values[1:], blob))
    return rows


def typed_row(table: Table, fid: int, values: Iterable[object], blob: object) -> dict[str, Any]:
    """Return a row as the model wants it.

    Parameters
    ----------
    table
        Where it stands.
    fid
        Its number.
    values
        What is stored of it, in the order of ``table.stored``.
    blob
        Its geometry as GeoPackage binary, None without.

    Raises
    ------
    StorageError
        If a value is not of the kind of its column.
    """
    row: dict[str, Any] = {"fid": fid}
    with row_errors(table.name, row):
        for column, value in zip(table.stored, values, strict=False):
            row[column.name] = _decode(column, value)
        if table.geometry_type:
            row["geom"] = from_blob(blob)
    return row


_TYPES: Final[dict[Kind, tuple[type, ...]]] = {
    Kind.TEXT: (str,),
    Kind.INTEGER: (int,),
    Kind.REAL: (int, float),
    Kind.BOOLEAN: (int,),
    Kind.DATE: (str,),
}


def _decode(column: Column, value: object) -> object:
    if value is None:
        return "" if column.kind is Kind.TEXT and not column.keeps_null else None
    if not isinstance(value, _TYPES[column.kind]):
        message = f"{column.name}: {value!r:.80}"
        raise TypeError(message)
    if column.kind is Kind.BOOLEAN:
        return bool(value)
    if column.kind is Kind.DATE:
        return date.fromisoformat(str(value))
    return float(value) if column.kind is Kind.REAL and isinstance(value, int) else value

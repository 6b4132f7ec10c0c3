"""Writing a project into a new GeoPackage."""

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, Final

import shapely

from data.language.catalogue import translate
from data.language.terms import TERMS
from data.model.map_layers import DEFAULT_STACK
from data.model.project import Project
from data.storage import ogc, records, tour_records
from data.storage.blob import WGS84_SRS_ID, to_blob
from data.storage.carried import carry_over
from data.storage.layer_records import stack_text
from data.storage.schema import SCHEMA_VERSION, TABLES, Column, Table

_FILE_LANGUAGE: Final = "vi"
"""Aliases and titles are Vietnamese whatever the language of the window: the file is shared."""

_Rows = Callable[[Project], Iterable[dict[str, Any]]]


def _metadata_rows(project: Project) -> Iterator[dict[str, Any]]:
    yield {"key": "schema_version", "value": str(SCHEMA_VERSION)}
    yield {"key": "title", "value": project.title}
    yield {"key": "source", "value": project.source}
    yield {"key": "attribution", "value": json.dumps(project.attribution, ensure_ascii=False)}
    if project.layers != DEFAULT_STACK:
        yield {"key": "layers", "value": stack_text(project.layers)}


ROWS: Final[dict[str, _Rows]] = {
    "places": records.place_rows,
    "place_lines": records.place_line_rows,
    "place_areas": records.place_area_rows,
    "place_festivals": records.festival_rows,
    "place_contacts": records.contact_rows,
    "place_photos": records.photo_rows,
    "units": records.unit_rows,
    "unit_successions": records.succession_rows,
    "plans": records.plan_rows,
    "plan_clauses": records.clause_rows,
    "tours": tour_records.tour_rows,
    "tour_requests": tour_records.request_rows,
    "days": tour_records.day_rows,
    "stops": tour_records.stop_rows,
    "legs": tour_records.leg_rows,
    "leg_parts": tour_records.leg_part_rows,
    "dropped": tour_records.dropped_rows,
    "project_metadata": _metadata_rows,
}
"""What makes the rows of each table; derived columns among them."""


def write_geopackage(project: Project, path: Path, before: Path | None = None) -> None:
    """Write ``project`` into a new file at ``path``; the caller flushes and moves it into place.

    Parameters
    ----------
    project
        What to write.
    path
        A file that does not exist yet.
    before
        The file that will be replaced; what QGIS keeps in it for itself is taken over.

    Raises
    ------
    sqlite3.Error, OSError, ValueError, OverflowError
        If the file cannot be written or a value cannot be stored.
    """
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        # The file is thrown away after any failure, so a journal on disk would only cost time. One in memory
        # is needed: ``carry_over`` rolls back a table of QGIS that cannot be taken over.
        db.execute("PRAGMA journal_mode = MEMORY")
        db.execute("PRAGMA synchronous = OFF")
        db.execute("PRAGMA trusted_schema = OFF")
        db.execute(f"PRAGMA application_id = {ogc.APPLICATION_ID}")
        db.execute(f"PRAGMA user_version = {ogc.USER_VERSION}")
        db.execute("BEGIN")
        _write_ogc_tables(db)
        for name, table in TABLES.items():
            _write_table(db, table, list(ROWS[name](project)))
        if before is not None:
            carry_over(db, before)
        db.execute("COMMIT")


def _write_ogc_tables(db: sqlite3.Connection) -> None:
    for statement in ogc.OGC_TABLES:
        db.execute(statement)
    db.executemany("INSERT INTO gpkg_spatial_ref_sys VALUES (?, ?, ?, ?, ?, ?)", ogc.REFERENCE_SYSTEMS)
    db.executemany("INSERT INTO gpkg_extensions VALUES (?, ?, ?, ?, ?)", ogc.SCHEMA_EXTENSION)
    used = {column.vocabulary for table in TABLES.values() for column in table.columns if column.vocabulary}
    terms = [
        (_constraint(kind), "enum", member.value, translate(_FILE_LANGUAGE, TERMS[kind][member]))
        for kind in sorted(used, key=lambda kind: kind.__name__)
        for member in kind
    ]
    db.executemany(
        "INSERT INTO gpkg_data_column_constraints (constraint_name, constraint_type, value, description) "
        "VALUES (?, ?, ?, ?)",
        terms,
    )


def _constraint(vocabulary: type) -> str:
    return vocabulary.__name__.lower()


def _write_table(db: sqlite3.Connection, table: Table, rows: list[dict[str, Any]]) -> None:
    db.execute(_create_table(table))
    title = translate(_FILE_LANGUAGE, table.title)
    description = translate(_FILE_LANGUAGE, table.description)
    data_type = "features" if table.geometry_type else "attributes"
    srs_id = WGS84_SRS_ID if table.geometry_type else None
    db.execute(
        "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, srs_id) "
        "VALUES (?, ?, ?, ?, ?)",
        (table.name, data_type, title, description, srs_id),
    )
    db.executemany(
        "INSERT INTO gpkg_data_columns (table_name, column_name, name, title, constraint_name) "
        "VALUES (?, ?, ?, ?, ?)",
        [_alias(table, column) for column in table.columns],
    )
    if table.geometry_type:
        _write_features(db, table, rows)
    else:
        _insert(db, table, [column.name for column in table.columns], rows)


def _alias(table: Table, column: Column) -> tuple[str, str, str, str, str | None]:
    alias = translate(_FILE_LANGUAGE, column.alias)
    constraint = _constraint(column.vocabulary) if column.vocabulary else None
    return table.name, column.name, alias, alias, constraint


def _create_table(table: Table) -> str:
    columns = ['"fid" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL']
    if table.geometry_type:
        columns.append(f'"geom" {table.geometry_type}')
    for column in table.columns:
        required = " NOT NULL" if column.is_required else ""
        unique = " UNIQUE" if column.is_unique else ""
        columns.append(f'"{column.name}" {column.kind}{required}{unique}')
    return f'CREATE TABLE "{table.name}" ({", ".join(columns)})'


def _insert(db: sqlite3.Connection, table: Table, names: list[str], rows: list[dict[str, Any]]) -> None:
    columns = ", ".join(f'"{name}"' for name in names)
    values = ", ".join(f":{name}" for name in names)
    db.executemany(f'INSERT INTO "{table.name}" ({columns}) VALUES ({values})', rows)  # noqa: S608 - schema's names


def _write_features(db: sqlite3.Connection, table: Table, rows: list[dict[str, Any]]) -> None:
    geometries = [row["geom"] for row in rows]
    stored = [{**row, "geom": to_blob(geometry)} for row, geometry in zip(rows, geometries, strict=True)]
    _insert(db, table, ["geom", *(column.name for column in table.columns)], stored)
    db.execute(
        "INSERT INTO gpkg_geometry_columns VALUES (?, 'geom', ?, ?, 0, 0)",
        (table.name, table.geometry_type, WGS84_SRS_ID),
    )
    drawn = {fid: shape for fid, shape in enumerate(geometries, 1) if shape and not shapely.is_empty(shape)}
    bounds = {fid: [float(number) for number in shapely.bounds(shape)] for fid, shape in drawn.items()}
    if bounds:
        west, south, east, north = (float(number) for number in shapely.total_bounds([*drawn.values()]))
        db.execute(
            "UPDATE gpkg_contents SET min_x = ?, min_y = ?, max_x = ?, max_y = ? WHERE table_name = ?",
            (west, south, east, north, table.name),
        )
    db.execute(ogc.rtree_table(table.name))
    db.executemany(
        f'INSERT INTO "rtree_{table.name}_geom" VALUES (?, ?, ?, ?, ?)',  # noqa: S608 - schema's names
        [(fid, west, east, south, north) for fid, (west, south, east, north) in bounds.items()],
    )
    for statement in ogc.rtree_triggers(table.name):
        db.execute(statement)
    db.execute("INSERT INTO gpkg_extensions VALUES (?, ?, ?, ?, ?)", ogc.rtree_extension(table.name))

"""Checks a project file must pass before a row of it is read.

The file may come from a stranger. It is opened read-only with ``trusted_schema`` off, so nothing in it can
run; what is refused here could still mislead (views, triggers or generated columns in place of our tables)
or exhaust the machine.
"""

import re
import sqlite3
from pathlib import Path
from typing import Final

from data.errors import NewerFormatError, StorageError, require_file
from data.language.catalogue import N_
from data.storage.ogc import ACCEPTED_APPLICATION_IDS
from data.storage.schema import SCHEMA_VERSION, TABLES, Table

MOST_BYTES: Final = 512 * 2**20
"""Larger files are no register of places."""

MOST_ROWS: Final = 500_000
"""Most rows of one table."""

_SQLITE_MAGIC: Final = b"SQLite format 3\x00"
_STEPS_PER_CALL: Final = 1_000_000
_MOST_CALLS: Final = 5_000
_HARMLESS_TRIGGER: Final = re.compile(
    r"rtree_(?P<a>\w+)_geom_(?:insert|delete|update\d)|trigger_(?:insert|delete)_feature_count_(?P<b>\w+)"
)
_EARLIER: Final = N_("Open an earlier version of the file, or a copy.")


def open_read_only(path: Path) -> sqlite3.Connection:
    """Return a connection that can only read, after looking at the file from outside.

    Raises
    ------
    StorageError
        If there is no such file or it is no SQLite database.
    """
    _check_bytes(path)
    try:
        return _connect(path, "mode=ro")
    except sqlite3.OperationalError:
        # A file left in WAL mode on a read-only medium opens only so; without a -wal nobody writes to it.
        if path.with_name(f"{path.name}-wal").exists():
            raise
        return _connect(path, "immutable=1")


def _check_bytes(path: Path) -> None:
    require_file(path, StorageError)
    size = path.stat().st_size
    if size > MOST_BYTES:
        raise StorageError(
            N_("The file is larger than {most} MB."),
            source=path,
            remedy=N_("Choose a project file of this product."),
            most=MOST_BYTES // 2**20,
        )
    with path.open("rb") as stream:
        if stream.read(len(_SQLITE_MAGIC)) != _SQLITE_MAGIC:
            raise StorageError(
                N_("The file is empty or no GeoPackage."),
                source=path,
                remedy=N_("Choose a project file of this product."),
            )


def _connect(path: Path, mode: str) -> sqlite3.Connection:
    db = sqlite3.connect(f"{path.absolute().as_uri()}?{mode}", uri=True, isolation_level=None)
    try:
        db.execute("PRAGMA trusted_schema = OFF")
        db.execute("PRAGMA cell_size_check = ON")
        db.execute("SELECT count(*) FROM sqlite_schema")
    except (sqlite3.Error, UnicodeError):
        db.close()
        raise
    calls = iter(range(_MOST_CALLS))
    db.set_progress_handler(lambda: next(calls, None) is None, _STEPS_PER_CALL)
    return db


def check_database(db: sqlite3.Connection) -> None:
    """Refuse a database that is damaged, no GeoPackage, or booby-trapped.

    Raises
    ------
    StorageError
        Saying which.
    """
    (application_id,) = db.execute("PRAGMA application_id").fetchone()
    if application_id not in ACCEPTED_APPLICATION_IDS:
        raise StorageError(
            N_("The file is a database, but no GeoPackage."),
            remedy=N_("Choose a project file of this product."),
        )
    findings = db.execute("PRAGMA integrity_check(1)").fetchall()
    if findings != [("ok",)]:
        # SQLite puts a heading line before the finding.
        detail = str(findings[0][0]).rpartition("\n")[2]
        raise StorageError(N_("The file is damaged ({detail})."), remedy=_EARLIER, detail=detail)
    for kind, name, table, sql in db.execute("SELECT type, name, tbl_name, sql FROM sqlite_schema"):
        _check_object(kind, str(name), str(table), str(sql or ""))


def _check_object(kind: str, name: str, table: str, sql: str) -> None:
    is_ours = table.lower() in TABLES
    virtual = re.match(r"\s*CREATE\s+VIRTUAL\s+TABLE.*?\bUSING\s+(\w+)", sql, re.IGNORECASE | re.DOTALL)
    is_foreign_module = virtual is not None and (virtual[1].lower() != "rtree" or is_ours)
    is_false_table = is_ours and kind == "view"
    if (
        is_false_table
        or is_foreign_module
        or (is_ours and kind == "trigger" and not _is_harmless(name, table))
    ):
        raise StorageError(
            N_("The file contains a {kind} '{name}' that does not belong in a project file."),
            remedy=N_("Do not trust this file; ask its sender for a clean copy."),
            kind=kind,
            name=name,
        )


def _is_harmless(trigger: str, table: str) -> bool:
    match = _HARMLESS_TRIGGER.fullmatch(trigger)
    return match is not None and table in (match["a"], match["b"])


def schema_version(db: sqlite3.Connection) -> int:
    """Return the version of our schema in the file.

    Raises
    ------
    NewerFormatError
        If a newer product wrote it.
    StorageError
        If the file has no such version.
    """
    try:
        row = db.execute("SELECT value FROM project_metadata WHERE key = 'schema_version'").fetchone()
        version = int(row[0])
    except (sqlite3.OperationalError, TypeError, ValueError) as error:
        raise StorageError(
            N_("The file is a GeoPackage, but no project of this product."),
            remedy=N_("Open a project file, or import the places from CSV or GeoJSON."),
        ) from error
    if version > SCHEMA_VERSION:
        raise NewerFormatError(
            N_("The file was written by a newer version of this product (format {found}, known: {known})."),
            remedy=N_("Install the newer version; nothing was changed."),
            found=version,
            known=SCHEMA_VERSION,
        )
    if version < 1:
        raise StorageError(N_("The file is damaged ({detail})."), remedy=_EARLIER, detail=f"format {version}")
    return version


def check_table(db: sqlite3.Connection, table: Table) -> None:
    """Refuse a table that is missing, lacks a column, computes one, or is too long.

    Raises
    ------
    StorageError
        Naming table and column.
    """
    hidden = {row[1]: row[6] for row in db.execute(f"PRAGMA table_xinfo('{table.name}')")}
    wanted = ["fid", *(["geom"] if table.geometry_type else []), *(column.name for column in table.stored)]
    for name in wanted:
        if name not in hidden or hidden[name]:
            raise StorageError(
                N_("The file lacks '{column}' or holds something else in its place."),
                where=table.name,
                remedy=_EARLIER,
                column=f"{table.name}.{name}",
            )
    (count,) = db.execute(f'SELECT count(*) FROM "{table.name}"').fetchone()  # noqa: S608 - schema's names
    if count > MOST_ROWS:
        raise StorageError(
            N_("The table has {count} rows; at most {most} are read."),
            where=table.name,
            remedy=N_("Delete rows that do not belong to the register."),
            count=count,
            most=MOST_ROWS,
        )

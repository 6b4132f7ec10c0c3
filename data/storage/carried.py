"""What QGIS keeps in a project file for itself: layer styles and its own projects. A save keeps them too."""

import re
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final

from data.errors import StorageError
from data.storage.guard import MOST_ROWS, open_read_only

CARRIED: Final = ("layer_styles", "qgis_projects")
"""Tables that QGIS makes when somebody saves a style or a project into the file."""


def carry_over(db: sqlite3.Connection, old: Path) -> None:
    """Copy the tables of QGIS from the file that is about to be replaced.

    Parameters
    ----------
    db
        The new file, inside a transaction.
    old
        The file before; may be missing. A damaged one gives nothing and does not hinder the save.
    """
    if not old.is_file():
        return
    try:
        with closing(open_read_only(old)) as source:
            for name in CARRIED:
                _copy(source, db, name)
    except (StorageError, sqlite3.Error, UnicodeError):
        return


def _copy(source: sqlite3.Connection, db: sqlite3.Connection, name: str) -> None:
    found = source.execute(
        "SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = ?", (name,)
    ).fetchone()
    if found is None or not re.match(r'CREATE TABLE "?\w+"? ?\(', found[0]):
        return
    columns = source.execute("SELECT name, hidden FROM pragma_table_xinfo(?)", (name,)).fetchall()
    if any(hidden for _, hidden in columns):
        return
    rows = source.execute(f'SELECT * FROM "{name}" LIMIT {MOST_ROWS}').fetchall()  # noqa: S608 - names of CARRIED
    contents = source.execute(
        "SELECT table_name, data_type, identifier, description FROM gpkg_contents WHERE table_name = ?",
        (name,),
    ).fetchall()
    db.execute("SAVEPOINT carried")
    try:
        db.execute(found[0])
        marks = ", ".join("?" * len(columns))
        db.executemany(f'INSERT INTO "{name}" VALUES ({marks})', rows)  # noqa: S608 - names of CARRIED
        db.executemany(
            "INSERT INTO gpkg_contents (table_name, data_type, identifier, description) VALUES (?, ?, ?, ?)",
            contents,
        )
    except sqlite3.Error:
        db.execute("ROLLBACK TO carried")
    db.execute("RELEASE carried")

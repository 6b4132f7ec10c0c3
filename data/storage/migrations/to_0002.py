"""Version 2: the request of a tour moved from a column of ``tours`` to a table of its own.

A long JSON text in an ordinary layer made the attribute table of QGIS slow and tempted people to edit it.
"""

import sqlite3


def migrate(db: sqlite3.Connection) -> None:
    """Take a database of version 1 to version 2."""
    db.execute(
        "CREATE TABLE tour_requests (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, "
        "tour_id TEXT NOT NULL, request TEXT NOT NULL)"
    )
    db.execute("INSERT INTO tour_requests (tour_id, request) SELECT id, request FROM tours ORDER BY fid")
    db.execute("ALTER TABLE tours DROP COLUMN request")
    db.execute("UPDATE project_metadata SET value = '2' WHERE key = 'schema_version'")

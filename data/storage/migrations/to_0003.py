"""Version 3: legs in parts, each of one travel mode; what a richer planner says of stops and tours.

A leg of version 2 was one length, time and line, with the walk between road and place inside: it becomes a
leg of one part. A leg without any of the three was a lunch on the spot and has no parts.
"""

import sqlite3

_COLUMNS = (
    ("tours", "bound", "INTEGER"),
    ("tours", "scenario", "TEXT"),
    ("tours", "base", "TEXT"),
    ("stops", "boarding_s", "INTEGER"),
    ("stops", "slots", "INTEGER"),
    ("stops", "length", "TEXT"),
    ("stops", "is_locked", "BOOLEAN"),
    ("stops", "is_added", "BOOLEAN"),
    ("stops", "is_stay_fixed", "BOOLEAN"),
    ("stops", "not_before_s", "INTEGER"),
    ("dropped", "remedies", "TEXT"),
)


def migrate(db: sqlite3.Connection) -> None:
    """Take a database of version 2 to version 3."""
    for table, column, kind in _COLUMNS:
        db.execute(f'ALTER TABLE "{table}" ADD COLUMN "{column}" {kind}')
    db.execute(
        "CREATE TABLE leg_parts (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, geom LINESTRING, "
        "tour_id TEXT NOT NULL, day INTEGER NOT NULL, leg INTEGER NOT NULL, mode TEXT NOT NULL, "
        "distance_m DOUBLE NOT NULL, duration_s INTEGER NOT NULL, roads TEXT)"
    )
    db.execute(
        "INSERT INTO leg_parts (geom, tour_id, day, leg, mode, distance_m, duration_s, roads) "
        "SELECT geom, tour_id, day, leg, mode, distance_m, duration_s, roads FROM "
        "(SELECT *, ROW_NUMBER() OVER (PARTITION BY tour_id, day ORDER BY fid) AS leg FROM legs) "
        "WHERE geom IS NOT NULL OR distance_m > 0 OR duration_s > 0 ORDER BY fid"
    )
    db.execute("UPDATE project_metadata SET value = '3' WHERE key = 'schema_version'")

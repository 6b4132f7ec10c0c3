"""Version 4: points that somebody made a leg pass, as JSON; legs had none before."""

import sqlite3


def migrate(db: sqlite3.Connection) -> None:
    """Take a database of version 3 to version 4."""
    db.execute('ALTER TABLE "legs" ADD COLUMN "via" TEXT')
    db.execute("UPDATE project_metadata SET value = '4' WHERE key = 'schema_version'")

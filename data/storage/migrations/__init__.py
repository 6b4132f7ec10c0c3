"""Older versions of the schema brought up to date.

``MIGRATIONS[n - 1]`` takes a database of version n to n + 1. A migration speaks SQL only and imports nothing
of the product, so that it keeps its meaning while the product changes. It works on a copy in memory: the
file itself is only ever replaced by a save.
"""

import sqlite3
from collections.abc import Callable
from typing import Final

from data.storage.migrations import to_0002, to_0003, to_0004

MIGRATIONS: Final[tuple[Callable[[sqlite3.Connection], None], ...]] = (
    to_0002.migrate,
    to_0003.migrate,
    to_0004.migrate,
)
"""In order; the present version is one more than their number."""


def migrated_copy(db: sqlite3.Connection, version: int) -> sqlite3.Connection:
    """Return a copy of ``db`` in memory, brought from ``version`` to the present one.

    Raises
    ------
    sqlite3.Error
        If the database does not have the tables of its version.
    """
    copy = sqlite3.connect(":memory:", isolation_level=None)
    db.backup(copy)
    copy.execute("PRAGMA trusted_schema = OFF")
    # The triggers of a spatial index call functions that only GDAL has.
    for (name,) in copy.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall():
        copy.execute('DROP TRIGGER "{}"'.format(name.replace('"', '""')))
    for migrate in MIGRATIONS[version - 1 :]:
        migrate(copy)
    return copy

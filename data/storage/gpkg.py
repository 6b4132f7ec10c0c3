"""Opening and saving the project file."""

import sqlite3
from contextlib import closing
from pathlib import Path

from data.errors import StorageError, system_reason
from data.language.catalogue import N_
from data.model.project import Project
from data.storage.atomic import Step, no_step, replace_file
from data.storage.guard import check_database, open_read_only, schema_version
from data.storage.holding import project_lock
from data.storage.migrations import migrated_copy
from data.storage.reader import read_project
from data.storage.schema import SCHEMA_VERSION
from data.storage.writer import write_geopackage


def open_project(path: Path | str) -> Project:
    """Return the project in a GeoPackage. The file is not changed, whatever its version.

    Parameters
    ----------
    path
        A project file of this or an older version.

    Raises
    ------
    NewerFormatError
        If a newer product wrote the file.
    StorageError
        If it is missing, damaged, hostile or no project file; names file, table, row and remedy.
    """
    path = Path(path)
    try:
        with closing(open_read_only(path)) as db:
            check_database(db)
            return _read(db)
    except StorageError as error:
        error.source = error.source or path
        raise
    except (sqlite3.Error, OSError, UnicodeError) as error:
        # SQLite quotes damaged names in its own messages, which then are no UTF-8.
        raise StorageError(
            N_("The file cannot be read ({detail})."),
            source=path,
            remedy=N_("Open an earlier version of the file, or a copy."),
            detail=system_reason(error),
        ) from error


def _read(db: sqlite3.Connection) -> Project:
    version = schema_version(db)
    if version == SCHEMA_VERSION:
        return read_project(db)
    with closing(migrated_copy(db, version)) as copy:
        return read_project(copy)


def save_project(project: Project, path: Path | str, *, on_step: Step = no_step) -> None:
    """Save ``project`` as a GeoPackage at ``path``; the file before it is kept as a generation.

    The new file is written aside, flushed, read back and compared with ``project`` before it takes the place
    of the old one. A crash at any moment leaves either the old or the new file.

    Parameters
    ----------
    project
        What to save.
    path
        Where; the folder must exist.
    on_step
        See ``data.storage.atomic.replace_file``.

    Raises
    ------
    StorageError
        If the file is open elsewhere, the disk full, the folder read-only, or a value cannot be stored. The
        old file is unchanged then.
    """
    path = Path(path)
    with project_lock(path):
        _refuse_if_edited(path)
        try:
            replace_file(
                path,
                lambda aside: write_geopackage(project, aside, path),
                lambda aside: _verify(project, aside),
                on_step=on_step,
            )
        except (sqlite3.Error, OSError, ValueError, OverflowError) as error:
            raise _not_saved(path, error) from error


def _not_saved(path: Path, error: Exception) -> StorageError:
    return StorageError(
        N_("The project was not saved ({detail}). The file before is unchanged."),
        source=path,
        remedy=N_("Check free space and permission, or save under another name."),
        detail=system_reason(error),
    )


def _verify(project: Project, aside: Path) -> None:
    found = open_project(aside)
    if found != project or _orders(found) != _orders(project):
        message = "the file read back differs from the project"
        raise ValueError(message)


def _orders(project: Project) -> list[list[str]]:
    # Mappings are equal whatever their order, but their order is what the user sees.
    maps = (project.places, project.units, project.plans, project.clauses, project.tours)
    return [list(mapping) for mapping in maps]


def _refuse_if_edited(path: Path) -> None:
    """Refuse to replace a file that SQLite is writing: its log would be applied to the new one."""
    for ending in ("-wal", "-journal"):
        log = path.with_name(path.name + ending)
        if log.exists() and log.stat().st_size:
            raise StorageError(
                N_("Another program (QGIS?) has unsaved changes in the file."),
                source=path,
                remedy=N_("Close the file there, then save again."),
            )

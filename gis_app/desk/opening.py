"""Reading a project file into a session: held for it, or for reading only with the reason."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from data.language.catalogue import N_
from data.model.project import Project
from data.storage.gpkg import open_project
from data.storage.holding import ProjectHold, is_writable
from data.storage.journal import stamp_of
from gis_app.session import ProjectFile

IN_USE: Final = N_("The file is open in another window.")
READ_ONLY: Final = N_("The file or its folder is read-only.")


@dataclass(frozen=True, slots=True)
class OpenedFile:
    """A project and the file it was read from."""

    project: Project
    file: ProjectFile


def open_file(path: Path, read_only: str = "") -> OpenedFile:
    """Read the project in ``path``.

    Parameters
    ----------
    path
        The file.
    read_only
        Why it is not to be held (a msgid); '' holds it unless file or folder is read-only.

    Raises
    ------
    ProjectInUseError
        If another process holds it.
    StorageError
        If it cannot be read.
    """
    reason = read_only or ("" if not path.exists() or is_writable(path) else READ_ONLY)
    if reason:
        return OpenedFile(open_project(path), ProjectFile(path, stamp_of(path), None, reason))
    # Without this a mistyped name would leave a lock file behind.
    hold = ProjectHold(path) if path.exists() else None
    try:
        project = open_project(path)
    except BaseException:
        if hold is not None:
            hold.release()
        raise
    return OpenedFile(project, ProjectFile(path, stamp_of(path), hold))

"""Photo files taken into a project: into the folder beside the project file, under a path relative to it."""

import filecmp
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from data.errors import BadInputError, StorageError, system_reason
from data.language.catalogue import N_
from data.model.project import Project
from data.readers.photo_files import look_at_file
from data.readers.photos import photo_file
from data.search.folding import slug
from data.writers.atomic import replace_together, writing_aside

PHOTOS_FOLDER: Final = "photos"
"""Folder beside the project file that takes photos from elsewhere."""

_TRIAL_PX: Final = 16


@dataclass(frozen=True, slots=True)
class KeptPhoto:
    """A photo in the project: its ``Photo.path``, and whether a file was written for it."""

    path: str
    is_new: bool


def keep_photo(file: Path, folder: Path) -> KeptPhoto:
    """Return where a photo is in the project, after copying a file from elsewhere beside it.

    A file that lies in the folder of the project already stays where it is; the same file added twice is
    copied once. Another file of the same name gets a number.

    Parameters
    ----------
    file
        The photo.
    folder
        Folder of the project file.

    Returns
    -------
    KeptPhoto
        Its path is relative to ``folder``, with slashes.

    Raises
    ------
    BadInputError
        If it is no picture.
    StorageError
        If it cannot be copied.
    """
    fault = look_at_file(file, _TRIAL_PX).fault
    if fault:
        raise BadInputError(fault.value, source=file, remedy=N_("Choose another photo."))
    home = folder.resolve()
    try:
        if file.resolve().is_relative_to(home):
            return KeptPhoto(file.resolve().relative_to(home).as_posix(), is_new=False)
        target = _free_path(file, home / PHOTOS_FOLDER)
        is_new = _copy(file, target)
    except OSError as error:
        raise _not_copied(file, error) from error
    return KeptPhoto(target.relative_to(home).as_posix(), is_new)


def left_behind(project: Project, old: Path, new: Path) -> tuple[str, ...]:
    """Return the paths of photos that are found from folder ``old`` but not from ``new``, each once."""
    paths = dict.fromkeys(photo.path for place in project.places.values() for photo in place.photos)
    return tuple(path for path in paths if photo_file(path, old) and not photo_file(path, new))


def carry_photo(path: str, old: Path, new: Path) -> None:
    """Copy a photo from folder ``old`` to the same path in folder ``new``; the old file stays.

    A file that is there already is left as it is.

    Parameters
    ----------
    path
        As in ``Photo.path``; one that reaches outside the folder is passed over.

    Raises
    ------
    StorageError
        If it cannot be copied.
    """
    file = photo_file(path, old)
    if file is None:
        return
    target = new.resolve() / file.relative_to(old.resolve())
    try:
        _copy(file, target)
    except OSError as error:
        raise _not_copied(file, error) from error


def _copy(file: Path, target: Path) -> bool:
    """Copy a file whole or not at all; returns whether it was not there yet."""
    if target.exists():
        return False
    target.parent.mkdir(parents=True, exist_ok=True)
    with writing_aside(target.parent) as aside:
        draft = aside / target.name
        shutil.copyfile(file, draft)
        replace_together([draft], target.parent)
    return True


def _not_copied(file: Path, error: OSError) -> StorageError:
    return StorageError(
        N_("The photo '{name}' cannot be copied: {reason}."), name=file.name, reason=system_reason(error)
    )


def _free_path(file: Path, folder: Path) -> Path:
    """Return where a photo goes: a name that every system takes, free or of the very same file."""
    stem, ending = slug(file.stem) or "photo", file.suffix.lower()
    number, path = 1, folder / f"{stem}{ending}"
    while path.exists() and not filecmp.cmp(file, path, shallow=False):
        number += 1
        path = folder / f"{stem}-{number}{ending}"
    return path

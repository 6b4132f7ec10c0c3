"""Photo files taken into a project: into the folder beside the project file, under a path relative to it."""

import filecmp
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from data.errors import BadInputError, StorageError, system_reason
from data.language.catalogue import N_
from data.readers.photo_files import look_at_file
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
        is_new = not target.exists()
        if is_new:
            with writing_aside(target.parent) as aside:
                draft = aside / target.name
                shutil.copyfile(file, draft)
                replace_together([draft], target.parent)
    except OSError as error:
        raise StorageError(
            N_("The photo '{name}' cannot be copied: {reason}."), name=file.name, reason=system_reason(error)
        ) from error
    return KeptPhoto(target.relative_to(home).as_posix(), is_new)


def _free_path(file: Path, folder: Path) -> Path:
    """Return where a photo goes: a name that every system takes, free or of the very same file."""
    stem, ending = slug(file.stem) or "photo", file.suffix.lower()
    number, path = 1, folder / f"{stem}{ending}"
    while path.exists() and not filecmp.cmp(file, path, shallow=False):
        number += 1
        path = folder / f"{stem}-{number}{ending}"
    return path

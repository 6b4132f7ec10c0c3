"""The five files before the present one.

They stand in a folder beside the project: ``.tuyến.gpkg.versions/1.gpkg`` is the file before the present
one, ``5.gpkg`` the oldest kept. A generation is a hard link where the file system has them, so keeping it
costs no time, and it is complete at every moment: it is made under another name and moved into place, and
the present file is never moved away.
"""

import os
import shutil
from pathlib import Path
from typing import Final

KEPT: Final = 5
"""Generations kept beside the present file."""


def folder_of(path: Path) -> Path:
    """Return the folder of the generations of the project file ``path``."""
    return path.with_name(f".{path.name}.versions")


def generations(path: Path) -> tuple[Path, ...]:
    """Return the kept generations of ``path``, newest first."""
    candidates = (folder_of(path) / f"{number}{path.suffix}" for number in range(1, KEPT + 1))
    return tuple(candidate for candidate in candidates if candidate.is_file())


def keep_generation(path: Path) -> None:
    """Keep the present file as generation 1, the others one further; the oldest goes.

    Raises
    ------
    OSError
        If the folder cannot be written. The present file is untouched in any case.
    """
    if not path.exists():
        return
    folder = folder_of(path)
    folder.mkdir(exist_ok=True)
    numbered = [folder / f"{number}{path.suffix}" for number in range(1, KEPT + 1)]
    if numbered[0].exists() and numbered[0].samefile(path):
        return  # a save was cut short after this step
    new = folder / f"new{path.suffix}"
    new.unlink(missing_ok=True)
    try:
        os.link(path, new)
    except OSError:
        shutil.copy2(path, new)
    for older, newer in zip(reversed(numbered), reversed(numbered[:-1]), strict=False):
        if newer.exists():
            newer.replace(older)
    new.replace(numbered[0])

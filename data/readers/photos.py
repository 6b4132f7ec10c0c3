"""The photo files of a project, read from the folder it lies in and from nowhere else.

A project may come from a stranger: a photo's path must not reach outside the folder, or an export would carry
any file of this computer.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PureWindowsPath
from typing import Final

from data.model.place import Place

MOST_BYTES: Final = 40_000_000
"""Larger files are no photos from a camera or phone."""


@dataclass(frozen=True, slots=True)
class PhotoFiles:
    """What was found: bytes by ``Photo.path``, and the paths that could not be read."""

    found: dict[str, bytes]
    missing: tuple[str, ...]


def read_photos(places: Iterable[Place], folder: Path | None) -> PhotoFiles:
    """Return the photo files of ``places``.

    Parameters
    ----------
    folder
        Folder of the project file; ``None`` for a project that was never saved, which has no photos.
    """
    found: dict[str, bytes] = {}
    missing: list[str] = []
    for path in dict.fromkeys(photo.path for place in places for photo in place.photos):
        content = read_photo(path, folder)
        if content is None:
            missing.append(path)
        else:
            found[path] = content
    return PhotoFiles(found, tuple(missing))


def read_photo(path: str, folder: Path | None) -> bytes | None:
    """Return one photo file; ``None`` when it is not there or reaches outside the folder."""
    found = photo_file(path, folder)
    try:
        return None if found is None else found.read_bytes()
    except OSError:
        return None


def photo_file(path: str, folder: Path | None) -> Path | None:
    """Return where a photo lies; ``None`` when it is not there or reaches outside the folder."""
    # Windows paths mean the same on every system: 'anh\\dinh.jpg' is a file in the folder 'anh'.
    named = PureWindowsPath(path)
    if folder is None or not path.strip() or named.is_absolute() or named.drive:
        return None
    home = folder.resolve()
    try:
        wanted = (home / named.as_posix()).resolve()
        if not wanted.is_relative_to(home) or not wanted.is_file() or wanted.stat().st_size > MOST_BYTES:
            return None
    except (OSError, ValueError):
        return None
    return wanted

"""Replacing a file so that a crash at any moment leaves either the old or the new one."""

import os
from collections.abc import Callable
from pathlib import Path

from data.storage.generations import keep_generation

Step = Callable[[str], None]


def no_step(name: str) -> None:
    """Watch nothing."""


def replace_file(
    path: Path, write: Callable[[Path], None], verify: Callable[[Path], None], *, on_step: Step = no_step
) -> None:
    """Write aside in the same folder, flush, verify, keep the old file as a generation, replace.

    Parameters
    ----------
    path
        File to replace or create.
    write, verify
        Called with the file aside; ``verify`` raises if it is not what it should be.
    on_step
        Told the name of each step when it is done: "written", "flushed", "verified", "kept", "replaced",
        "settled". Tests cut the power there.

    Raises
    ------
    OSError
        If the disk is full or the folder read-only. ``path`` is unchanged then, and nothing is left beside.
    """
    aside = path.with_name(f".{path.name}.saving")
    aside.unlink(missing_ok=True)
    try:
        write(aside)
        on_step("written")
        _flush(aside)
        on_step("flushed")
        verify(aside)
        on_step("verified")
        keep_generation(path)
        on_step("kept")
        aside.replace(path)
        on_step("replaced")
    finally:
        aside.unlink(missing_ok=True)
    _flush_folder(path.parent)
    on_step("settled")


def _flush(path: Path) -> None:
    with path.open("rb+") as stream:
        os.fsync(stream.fileno())


def _flush_folder(folder: Path) -> None:
    if os.name == "nt":  # Windows has no handle for a folder; its rename is journalled
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

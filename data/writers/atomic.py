"""Files appear complete or not at all: written aside, flushed to disk, then moved into place."""

import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from data.errors import StorageError, system_reason
from data.language.catalogue import N_

_ASIDE: Final = ".hanh-trinh-"


def write_atomically(path: Path, content: bytes) -> None:
    """Write ``content`` to ``path``; a crash leaves either the old file or the new one.

    Raises
    ------
    StorageError
        If the folder cannot be written.
    """
    with writing_aside(path.parent) as aside:
        draft = aside / path.name
        draft.write_bytes(content)
        replace_together([draft], path.parent)


@contextmanager
def writing_aside(folder: Path) -> Iterator[Path]:
    """Make ``folder`` if needed and give a hidden folder inside it for drafts, removed at the end.

    A folder that was made for files that never arrived goes again.

    Raises
    ------
    StorageError
        If the folder cannot be made or a draft cannot be written.
    """
    is_new = not folder.exists()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        aside = Path(tempfile.mkdtemp(prefix=_ASIDE, dir=folder))
    except OSError as error:
        raise _cannot_write(folder, error) from error
    try:
        yield aside
    except OSError as error:
        raise _cannot_write(folder, error) from error
    finally:
        shutil.rmtree(aside, ignore_errors=True)
        if is_new:
            with suppress(OSError):
                # Only an empty folder can be removed so.
                folder.rmdir()


def replace_together(drafts: Sequence[Path], folder: Path) -> list[Path]:
    """Move ``drafts`` into ``folder`` under their own names, all of them or none.

    The files that stood there are kept aside until every draft has arrived; if one move fails they return.

    Parameters
    ----------
    drafts
        Finished files on the same file system as ``folder``, all in one folder of drafts.

    Returns
    -------
    list of Path
        The files now in place, in order.

    Raises
    ------
    OSError
        If a file cannot be moved; everything is then as it was before.
    """
    for draft in drafts:
        _flush(draft)
    targets = [folder / draft.name for draft in drafts]
    with tempfile.TemporaryDirectory(dir=drafts[0].parent) as kept:
        moved: list[tuple[Path, Path | None]] = []
        try:
            for draft, target in zip(drafts, targets, strict=True):
                old = _set_aside(target, Path(kept))
                moved.append((target, old))
                draft.replace(target)
        except OSError:
            _put_back(moved)
            raise
    _flush(folder)
    return targets


def _set_aside(target: Path, kept: Path) -> Path | None:
    """Keep a second link to the old file, so that the new one still replaces it in one step."""
    if not target.exists():
        return None
    old = kept / target.name
    try:
        os.link(target, old)
    except OSError:
        # File systems without hard links (exFAT on a memory stick).
        shutil.copy2(target, old)
    return old


def _put_back(moved: list[tuple[Path, Path | None]]) -> None:
    for target, old in reversed(moved):
        if old is None:
            target.unlink(missing_ok=True)
        else:
            old.replace(target)


def _flush(path: Path) -> None:
    # Windows cannot open folders, and needs write access to flush a file.
    if path.is_dir() and os.name == "nt":
        return
    descriptor = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _cannot_write(folder: Path, error: OSError) -> StorageError:
    named = str(error.filename2 or error.filename or folder)
    return StorageError(
        N_("Cannot write to {path}: {reason}. Nothing was changed."),
        # A draft is of no interest to the user.
        path=str(folder) if _ASIDE in named else named,
        reason=system_reason(error),
    )

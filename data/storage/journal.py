"""The journal: unsaved changes on disk within seconds, beside the user's data, one file for each session.

Its first record says whose project it is, the second holds the state last opened or saved, each further one
what has changed since the one before. It stands alone: it can be restored without the project file, which
may lie on a share that is gone, or may have been changed by somebody else since.
"""

import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from filelock import FileLock, Timeout

from data.errors import NewerFormatError, StorageError, system_reason
from data.language.catalogue import N_
from data.model.project import Project
from data.storage import journal_records as records
from data.storage.journal_frames import MAGIC, Frames, FrameWriter, read_frames
from data.storage.schema import SCHEMA_VERSION

JOURNAL_VERSION: Final = 1
"""Version of the format; a newer one is refused in words."""

SUFFIX: Final = ".journal"
MOST_GROWN_BYTES: Final = 32 * 2**20
"""A journal that grew by more is written anew, from the saved state and the present one."""

Facts = Mapping[str, str | int | float]


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a project came from.

    Parameters
    ----------
    path
        Its file; None for one that was never saved.
    stamp
        ``stamp_of`` its file when it was read or saved; '' without a file.
    name
        Name to show.
    """

    path: Path | None = None
    stamp: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class ChangeNote:
    """What is said about the last change in the journal.

    Parameters
    ----------
    at_s
        When it was made: seconds since 1970, UTC.
    count
        Changes since the project was opened or saved.
    message, facts
        Name of the change, as the undo stack says it: msgid and its facts.
    is_undone
        Whether the change named was undone rather than made.
    """

    at_s: float
    count: int
    message: str = ""
    facts: Facts = field(default_factory=dict)
    is_undone: bool = False


@dataclass(frozen=True, slots=True)
class Leftover:
    """A journal that a session left behind.

    Parameters
    ----------
    journal
        Its file.
    origin, last
        The project, and its last change.
    is_whole
        Whether nothing was torn off or damaged after ``last``.
    problem
        Why it cannot be restored; None if it can.
    """

    journal: Path
    origin: Origin = field(default_factory=Origin)
    last: ChangeNote = field(default_factory=lambda: ChangeNote(0.0, 0))
    is_whole: bool = True
    problem: StorageError | None = None


@dataclass(frozen=True, slots=True)
class Restored:
    """The states in a journal: as last opened or saved, and with its unsaved changes."""

    leftover: Leftover
    base: Project
    project: Project


def stamp_of(path: Path) -> str:
    """Return what tells one state of a file from another: SHA-256 of its bytes, '' if it cannot be read."""
    try:
        with path.open("rb") as stream:
            digest = sha256()
            while piece := stream.read(1 << 20):
                digest.update(piece)
    except OSError:
        return ""
    return digest.hexdigest()


class Journal:
    """The journal of one session. Not for two threads at a time.

    Parameters
    ----------
    path
        Its file, which is made with the first change.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = FileLock(_lock_of(path), timeout=0, thread_local=False)
        self._origin, self._base = Origin(), Project()
        self._written: Project | None = None
        self._frames = FrameWriter()
        self._begun_bytes = self._bytes = 0

    def write(self, origin: Origin, base: Project, project: Project, note: ChangeNote) -> None:
        """Put ``project`` on the disk; when this returns a power cut no longer takes it.

        Parameters
        ----------
        origin, base
            The project as last opened or saved; a new one begins the journal anew.
        project, note
            The state to keep, and the change that led to it.

        Raises
        ------
        OSError
            If the disk is full or the folder read-only. What was written before stays, and the next call
            writes everything anew.
        """
        has_grown = self._bytes - self._begun_bytes > MOST_GROWN_BYTES
        is_same = base is self._base and origin == self._origin
        if self._written is None or not is_same or has_grown:
            self._begin(origin, base, project, note)
        else:
            record = records.encode(asdict(note), records.difference(self._written, project))
            # Should writing fail half-way, the frames after the torn one could never be read.
            self._written = None
            self._append(self._frames.frame(record))
        self._written = project

    def discard(self) -> None:
        """Remove the journal: everything is saved, or given up.

        Raises
        ------
        OSError
            If the file cannot be removed.
        """
        self._written = None
        self.path.unlink(missing_ok=True)
        self.close()

    def close(self) -> None:
        """Let go of the journal; if it is still there it can be restored."""
        if not self._lock.is_locked:
            return
        self._lock.release()
        if not self.path.exists():
            with suppress(OSError):
                _lock_of(self.path).unlink(missing_ok=True)

    def _begin(self, origin: Origin, base: Project, project: Project, note: ChangeNote) -> None:
        self._written = None
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not self._lock.is_locked:
            self._lock.acquire()
        head = {
            "journal": JOURNAL_VERSION,
            "schema": SCHEMA_VERSION,
            "path": str(origin.path or ""),
            "stamp": origin.stamp,
            "name": origin.name,
        }
        started = ChangeNote(note.at_s, 0)
        self._frames = FrameWriter()
        frames = (
            self._frames.frame(record)
            for record in (
                records.head_only(head),
                records.encode(asdict(started), records.difference(Project(), base)),
                records.encode(asdict(note), records.difference(base, project)),
            )
        )
        content = MAGIC + b"".join(frames)
        aside = self.path.with_suffix(".new")
        aside.unlink(missing_ok=True)
        try:
            _write_through(aside, content, os.O_CREAT | os.O_EXCL)
            aside.replace(self.path)
        finally:
            aside.unlink(missing_ok=True)
        self._origin, self._base = origin, base
        self._begun_bytes = self._bytes = len(content)

    def _append(self, frame: bytes) -> None:
        _write_through(self.path, frame, os.O_APPEND)
        self._bytes += len(frame)


def leftovers(folder: Path) -> tuple[Leftover, ...]:
    """Return the journals in ``folder`` of sessions that have ended, the latest first.

    Empty ones, of a session that was cut off before its first change was written, are not among them.
    """
    found = (read_leftover(path) for path in folder.glob(f"*{SUFFIX}") if not _is_in_use(path))
    telling = [one for one in found if one.problem is not None or one.last.count]
    return tuple(sorted(telling, key=lambda one: one.last.at_s, reverse=True))


def read_leftover(path: Path) -> Leftover:
    """Return what a journal holds, without restoring it; problems are told, not raised."""
    try:
        return _leftover(path, _read(path))
    except StorageError as error:
        error.source = error.source or path.name
        return Leftover(path, last=ChangeNote(_modified_s(path), 0), problem=error)


def restore(leftover: Leftover) -> Restored:
    """Return the states in a journal.

    Raises
    ------
    StorageError
        If it is of a newer version, or cannot be read.
    """
    frames = _read(leftover.journal)
    known = _leftover(leftover.journal, frames)
    first, *changes = frames.records[1:]
    base = project = records.change_of(first).apply(Project())
    for record in changes:
        project = records.change_of(record).apply(project)
    return Restored(known, base, project)


def forget(leftover: Leftover) -> None:
    """Remove a journal that was restored or is not wanted.

    Raises
    ------
    OSError
        If it cannot be removed.
    """
    leftover.journal.unlink(missing_ok=True)
    with suppress(OSError):
        _lock_of(leftover.journal).unlink(missing_ok=True)


def _leftover(path: Path, frames: Frames) -> Leftover:
    head = records.head_of(frames.records[0])
    for key, known in (("journal", JOURNAL_VERSION), ("schema", SCHEMA_VERSION)):
        if head.get(key) != known:
            raise _other_version(is_newer=_number(head.get(key)) > known)
    if len(frames.records) < 2:
        return Leftover(path, is_whole=frames.is_whole)
    kept = Path(str(head["path"])) if head.get("path") else None
    origin = Origin(kept, str(head.get("stamp", "")), str(head.get("name", "")))
    return Leftover(path, origin, _note_of(records.head_of(frames.records[-1])), frames.is_whole)


def _note_of(head: Mapping[str, Any]) -> ChangeNote:
    try:
        return ChangeNote(**head)
    except TypeError as error:
        raise _damaged(str(error)) from error


def _read(path: Path) -> Frames:
    try:
        frames = read_frames(path.read_bytes())
    except OSError as error:
        raise _damaged(system_reason(error)) from error
    if not frames.records:
        raise _damaged("no record")
    return frames


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0


def _other_version(*, is_newer: bool) -> StorageError:
    if is_newer:
        return NewerFormatError(
            N_("These unsaved changes were kept by a newer version of Hành Trình."),
            remedy=N_("Start the newer version to restore them; they stay kept."),
        )
    return StorageError(
        N_("These unsaved changes were kept by an older version of Hành Trình."),
        remedy=N_("Start that version to restore and save them; they stay kept."),
    )


def _damaged(detail: str) -> StorageError:
    return StorageError(
        N_("The record of unsaved changes cannot be read ({detail})."),
        remedy=N_("Open the project file itself, or one of its earlier versions."),
        detail=detail,
    )


def _modified_s(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0


def _lock_of(path: Path) -> Path:
    return path.with_suffix(".lock")


def _is_in_use(path: Path) -> bool:
    lock = FileLock(_lock_of(path), timeout=0, thread_local=False)
    try:
        lock.acquire()
    except Timeout:
        return True
    except OSError:
        return False
    lock.release()
    return False


def _write_through(path: Path, content: bytes, flags: int) -> None:
    binary = getattr(os, "O_BINARY", 0)
    handle = os.open(path, os.O_WRONLY | binary | flags, 0o600)
    with os.fdopen(handle, "wb", closefd=True) as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())

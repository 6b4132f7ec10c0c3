"""Who works on a project file: one session may save it, others are told who and where.

The lock is a hidden file beside the project (``.tuyến.gpkg.lock``). It stays there, but holds nobody off once
its process has ended, however it ended. Beside it stands who holds it, for the message to others.
"""

import getpass
import json
import os
import platform
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from data.errors import ProjectInUseError, StorageError, system_reason
from data.language.catalogue import N_


class ProjectHold:
    """The right to save a project file, until it is released.

    Parameters
    ----------
    path
        The project file; it need not exist yet.

    Raises
    ------
    ProjectInUseError
        If another process holds it; says who, where and since when.
    StorageError
        If the folder is missing or read-only.
    """

    def __init__(self, path: Path) -> None:
        self.path = path.absolute()
        if not self.path.parent.is_dir():  # filelock would make it
            raise StorageError(
                N_("There is no such folder."),
                source=path.parent,
                remedy=N_("Check the name and the folder."),
            )
        self._lock = FileLock(
            self.path.with_name(f".{path.name}.lock"), timeout=0, thread_local=False, is_singleton=True
        )
        self._is_held = False
        try:
            self._lock.acquire()
        except Timeout as error:
            raise _in_use(path) from error
        except OSError as error:
            raise StorageError(
                N_("The project was not saved ({detail}). The file before is unchanged."),
                source=path,
                remedy=N_("Check free space and permission, or save under another name."),
                detail=system_reason(error),
            ) from error
        self._is_held = True
        if self._lock.lock_counter == 1:
            _sign(self.path)

    def release(self) -> None:
        """Let others save the file; a second call does nothing."""
        if not self._is_held:
            return
        self._is_held = False
        if self._lock.lock_counter == 1:
            with suppress(OSError):
                _signature(self.path).unlink(missing_ok=True)
        self._lock.release()


@contextmanager
def project_lock(path: Path | str) -> Iterator[None]:
    """Keep other processes from saving ``path`` while the block runs; may be nested.

    Raises
    ------
    StorageError
        See ``ProjectHold``.
    """
    hold = ProjectHold(Path(path))
    try:
        yield
    finally:
        hold.release()


def is_writable(path: Path) -> bool:
    """Return whether ``path`` may be replaced by a save: neither it nor its folder is read-only."""
    return os.access(path.parent, os.W_OK) and (not path.exists() or os.access(path, os.W_OK))


def _signature(path: Path) -> Path:
    return path.with_name(f".{path.name}.owner")


def _sign(path: Path) -> None:
    since = datetime.now(UTC).astimezone().strftime("%H:%M %d/%m/%Y")
    facts = {"user": _user(), "host": platform.node(), "since": since}
    # Without it the message to others is poorer, that is all.
    with suppress(OSError):
        _signature(path).write_text(json.dumps(facts), encoding="utf-8")


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return ""


def _in_use(path: Path) -> ProjectInUseError:
    remedy = N_("Close it there, open it here for reading only, or save under another name.")
    try:
        facts = json.loads(_signature(path).read_text(encoding="utf-8"))
        user, host, since = (str(facts[key])[:64] for key in ("user", "host", "since"))
    except (OSError, ValueError, KeyError, TypeError):
        return ProjectInUseError(
            N_("The project is open in another window or being saved by another program."),
            source=path,
            remedy=remedy,
        )
    return ProjectInUseError(
        N_("The project is open in another window: {user} on computer {host}, since {since}."),
        source=path,
        remedy=remedy,
        user=user,
        host=host,
        since=since,
    )

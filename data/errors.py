"""Errors that a user may see: what is wrong, where, and what to do about it.

The message is an English template (the msgid of the message catalogue) with named placeholders; the
facts stay beside it, so that the command line and the window can say it in the user's language.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from data.language.catalogue import N_, translate

SYSTEM_REASONS: Final = (
    N_("No such file or directory"),
    N_("Is a directory"),
    N_("Not a directory"),
    N_("Permission denied"),
    N_("Operation not permitted"),
    N_("No space left on device"),
    N_("Disk quota exceeded"),
    N_("Read-only file system"),
    N_("File name too long"),
    N_("File exists"),
    N_("Input/output error"),
    N_("database disk image is malformed"),
    N_("database or disk is full"),
    N_("attempt to write a readonly database"),
    N_("unable to open database file"),
    N_("database is locked"),
    N_("file is not a database"),
    N_("disk I/O error"),
)
"""Reasons an operating system (``OSError.strerror``) and SQLite give for a failed read or write; as facts
of an error they are said in the user's language."""


def system_reason(error: Exception) -> str:
    """Return the reason an error of system or library gives, without number and path where it can."""
    return (error.strerror if isinstance(error, OSError) else None) or str(error)


class HanhTrinhError(Exception):
    """Base of every error with a message meant for the user.

    Parameters
    ----------
    message
        English template with ``{placeholders}``, marked with ``N_`` where it is written.
    details
        The single faults or conflicts behind a summary, said one a line after it.
    **facts
        Values of the placeholders. A fact that is itself marked text is translated too.
    """

    exit_code = 1

    def __init__(self, message: str, *, details: Sequence["HanhTrinhError"] = (), **facts: object) -> None:
        super().__init__(message)
        self.message = message
        self.details = tuple(details)
        self.facts = facts

    def __str__(self) -> str:
        return self.in_language("en")

    def in_language(self, language: str) -> str:
        """Return the sentence in ``language`` ('vi' or 'en'), each detail on a line of its own after it."""
        return self._with_details(language, translate(language, self.message, **self.facts))

    def _with_details(self, language: str, said: str) -> str:
        return "\n".join((said, *(f"– {detail.in_language(language)}" for detail in self.details)))

    def __reduce__(self) -> tuple[object, ...]:
        # Errors cross the process boundary between planner and window.
        return (_rebuild, (type(self), self.message, {"details": self.details, **self.facts}))


def _rebuild(kind: type[HanhTrinhError], message: str, keywords: dict[str, Any]) -> HanhTrinhError:
    return kind(message, **keywords)


class BadInputError(HanhTrinhError):
    """A file, table or request that cannot be used as it is.

    Parameters
    ----------
    message
        What is wrong.
    source
        File (or other origin) the input came from; shown first.
    where
        Row, field, line or element inside it; shown second.
    remedy
        What the user can do; shown last.
    """

    exit_code = 2

    def __init__(
        self,
        message: str,
        *,
        source: object = "",
        where: object = "",
        remedy: str = "",
        details: Sequence[HanhTrinhError] = (),
        **facts: object,
    ) -> None:
        super().__init__(message, details=details, **facts)
        self.source = source
        self.where = where
        self.remedy = remedy

    def in_language(self, language: str) -> str:
        """Return 'source, where: what is wrong. Remedy.' in ``language``."""
        place = ", ".join(
            translate(language, str(part), **self.facts) for part in (self.source, self.where) if str(part)
        )
        sentence = translate(language, self.message, **self.facts)
        remedy = translate(language, self.remedy, **self.facts) if self.remedy else ""
        said = f"{place}: {sentence}" if place else sentence
        return self._with_details(language, f"{said} {remedy}".strip())

    def __reduce__(self) -> tuple[object, ...]:
        origin = {"source": str(self.source), "where": str(self.where), "remedy": self.remedy}
        return (_rebuild, (type(self), self.message, {**origin, "details": self.details, **self.facts}))


class UnknownIdError(BadInputError):
    """A request names a place, unit or clause that the project does not have."""


class StorageError(BadInputError):
    """A project or network file cannot be read or written; names file, place in it and remedy."""

    exit_code = 3


class ProjectInUseError(StorageError):
    """Another window or program holds the project file."""


class FileChangedError(StorageError):
    """Another program changed the project file after it was read."""


class NewerFormatError(StorageError):
    """The file was written by a newer version of the product."""


def require_file(path: Path, kind: type[BadInputError] = BadInputError) -> None:
    """Refuse a path where no file is.

    Raises
    ------
    BadInputError
        Of the given ``kind``, saying whether a folder, a device (which may never end) or nothing is there.
    """
    if path.is_file():
        return
    if path.is_dir():
        what = N_("This is a folder, not a file.")
    elif path.exists():
        what = N_("This is a device or a pipe, not a file.")
    else:
        what = N_("There is no such file.")
    raise kind(what, source=path, remedy=N_("Check the name and the folder."))


class NoRouteError(HanhTrinhError):
    """Two points are not connected for the chosen travel mode."""

    exit_code = 4


class InfeasibleRequestError(HanhTrinhError):
    """No plan can meet the demands of a tour request."""

    exit_code = 5


class NetworkUnavailableError(HanhTrinhError):
    """A download was asked for and the server could not be reached or did not answer properly."""

    exit_code = 6


class CancelledError(HanhTrinhError):
    """The user stopped a job; nothing was changed."""

    exit_code = 130

    def __init__(
        self,
        message: str = N_("Stopped at your request."),
        *,
        details: Sequence[HanhTrinhError] = (),
        **facts: object,
    ) -> None:
        super().__init__(message, details=details, **facts)

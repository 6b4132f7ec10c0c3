"""Problem reports without private data: versions, kinds of errors, modules and lines; no names, no paths.

The message of an error may quote a place, a telephone number or a folder with somebody's name in it, and so
may any line of a traceback that is not of our making. Only what is known to be harmless gets through.
"""

import faulthandler
import platform
import re
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final, TextIO

from filelock import FileLock, Timeout
from PySide6.QtCore import qVersion

from gis_app import __version__

MOST_REPORTS: Final = 10
"""Reports kept in the folder; older ones go."""

_FRAME: Final = re.compile(r'^ +File "(?P<path>[^"\n]*)", line (?P<line>\d+),? in (?P<name>[\w.<>]+)')
_KIND: Final = re.compile(
    r"^(?P<kind>[A-Za-z_][A-Za-z0-9_.]*(?:Error|Exception|Interrupt|Exit|Iteration))(?::|$)"
)
_FATAL: Final = re.compile(r"^(?:Fatal Python error|Windows fatal exception): [A-Za-z ]{1,60}")
_ROOTS: Final = frozenset({"gis_app", "layers", "routes", "data", "resources"})
_LIBRARIES: Final = "site-packages"


def report_text(details: str, action: str = "") -> str:
    """Return a report.

    Parameters
    ----------
    details
        A traceback as Python or ``faulthandler`` writes it.
    action
        What was done last: a msgid with its placeholders, never with what fills them.
    """
    versions = f"Hành Trình {__version__}, Qt {qVersion()}, Python {platform.python_version()}"
    system = f"{platform.system()} {platform.release()}, {platform.machine()}"
    return "\n".join((f"{versions}, {system}", f"action: {action or '-'}", *_harmless(details)))


def write_report(folder: Path, text: str) -> Path | None:
    """Write a report into ``folder`` and return its file; None if it cannot be written."""
    path = folder / f"report-{time.strftime('%Y%m%d-%H%M%S')}.txt"
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.write_text(text + "\n", encoding="utf-8")
        for old in sorted(folder.glob("report-*.txt"))[:-MOST_REPORTS]:
            old.unlink()
    except OSError:
        return None
    return path


class FaultFile:
    """Where Python writes its last words when the process is ended by a fault; removed after a clean end.

    Parameters
    ----------
    folder
        Folder of the reports.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / f"fault-{time.strftime('%Y%m%d-%H%M%S')}-{time.monotonic_ns()}.txt"
        self._lock = FileLock(self._path.with_suffix(".lock"), timeout=0)
        self._stream: TextIO | None = None

    def begin(self) -> None:
        """Write faults there from now on; without a folder to write to there is none."""
        with suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._lock.acquire()
            self._stream = self._path.open("w", encoding="utf-8")
            faulthandler.enable(self._stream)

    def end(self) -> None:
        """Write no more: the program ends as it should."""
        if self._stream is None:
            return
        faulthandler.disable()
        self._stream.close()
        self._stream = None
        self._lock.release()
        _remove(self._path)


def take_faults(folder: Path) -> tuple[str, ...]:
    """Return what faults of earlier processes left behind, oldest first, and remove it."""
    found = []
    for path in sorted(folder.glob("fault-*.txt")):
        lock = FileLock(path.with_suffix(".lock"), timeout=0)
        try:
            lock.acquire()
        except Timeout:
            continue  # of a window that is open
        except OSError:
            break
        with suppress(OSError):
            found.append(path.read_text(encoding="utf-8", errors="replace"))
        lock.release()
        _remove(path)
    return tuple(text for text in found if text.strip())


def reports_folder(state: Path) -> Path:
    """Return the folder of the reports in the user's state folder."""
    return state / "reports"


def _remove(path: Path) -> None:
    for file in (path, path.with_suffix(".lock")):
        with suppress(OSError):
            file.unlink(missing_ok=True)


def _harmless(details: str) -> Iterator[str]:
    may_be_kind = False
    for line in details.splitlines():
        if frame := _FRAME.match(line):
            yield f"  {_module(frame['path'])}:{frame['line']} {frame['name']}"
            may_be_kind = True
        elif fatal := _FATAL.match(line):
            yield fatal.group()
        elif may_be_kind and not line.startswith(" "):
            # The first line that is not indented names the error; what follows is its message.
            may_be_kind = False
            kind = _KIND.match(line)
            yield kind["kind"] if kind else "an error of another kind"


def _module(path: str) -> str:
    """Return a path from one of our packages on, else its last part: folders above may bear a user's name."""
    parts = path.replace("\\", "/").split("/")
    if _LIBRARIES in parts:
        return "/".join(parts[parts.index(_LIBRARIES) :])
    roots = [number for number, part in enumerate(parts) if part in _ROOTS]
    return "/".join(parts[roots[-1] :]) if roots else parts[-1]

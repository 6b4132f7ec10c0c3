"""Unsaved changes are safe: written to a journal on a thread, and said in the status bar."""

import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from data.errors import system_reason
from data.language.catalogue import N_
from data.language.formats import time_of_day
from data.model.project import Project
from data.storage.journal import SUFFIX, ChangeNote, Journal, Origin
from gis_app.desk.core import Desk
from gis_app.session import LastChange

LOOK_MS: Final = 150
"""Pause between two looks at what is to be written and what was: changes in between are one record."""

AGAIN_MS: Final = 15_000
"""Pause before a write that failed is tried again without a further change."""


@dataclass(frozen=True, slots=True)
class _Kept:
    """The state that is on the disk, and when it got there."""

    project: Project
    at_s: float


@dataclass(frozen=True, slots=True)
class _NotKept:
    """Why a state could not be written."""

    project: Project
    error: Exception


@dataclass(frozen=True, slots=True)
class _Gone:
    """The journal was removed: there is nothing to keep."""


_End = _Kept | _NotKept | _Gone


class Safety(QObject):
    """Keeps the journal of the session.

    The window's part of a write is to hand over the project, which is one immutable value, to a thread; how
    many places it has does not matter.
    """

    said = Signal(str, bool)
    """What the status bar says, and whether it is a warning."""

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._session = desk.session
        self._journal = Journal(journal_folder(desk.settings.state) / _session_file())
        self._ends: SimpleQueue[_End] = SimpleQueue()
        self._thread: Thread | None = None
        self._kept: _Kept | None = None
        self._trouble: _NotKept | None = None
        self._has_journal = False
        self._superseded: list[Callable[[], None]] = []
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self._look)
        self._again = QTimer(self, interval=AGAIN_MS, singleShot=True)
        self._again.timeout.connect(self._try_again)
        self._session.project_changed.connect(self._note)
        self._session.state_changed.connect(self._note)

    @property
    def is_busy(self) -> bool:
        """Whether a change is still on its way to the disk."""
        return self._timer.isActive()

    def supersede(self, action: Callable[[], None]) -> None:
        """Do ``action`` (forget a journal) once the journal of this session holds the present state."""
        self._superseded.append(action)
        self._note()

    def say(self) -> None:
        """Say again whether everything is safe."""
        self.said.emit(*self._state())

    def close(self) -> None:
        """Finish writing; what is unsaved and was given up by the user goes."""
        self._timer.stop()
        self._again.stop()
        if self._thread is not None:
            self._thread.join()
            self._thread = None
        try:
            self._journal.discard()
        except OSError:
            self._journal.close()

    # Inside

    def _note(self, _project: object = None) -> None:
        if not self._timer.isActive():
            self._timer.start()
        self.say()

    def _look(self) -> None:
        self._take_ends()
        if self._thread is not None:
            return
        session = self._session
        trouble = self._trouble
        if not session.is_dirty:
            if self._has_journal:
                self._start(self._discard)
                return
        elif self._kept is None or self._kept.project is not session.project:
            if trouble is not None and trouble.project is session.project:
                self._timer.stop()  # the next change tries again, or time does
                return
            self._start(self._writer())
            return
        self._timer.stop()

    def _try_again(self) -> None:
        self._trouble = None
        self._note()

    def _start(self, work: Callable[[], None]) -> None:
        self._thread = Thread(target=work, name="journal", daemon=True)
        self._thread.start()

    def _writer(self) -> Callable[[], None]:
        session = self._session
        file = session.file
        origin = Origin(file.path if file else None, file.stamp if file else "", session.name)
        base, project, note = session.base, session.project, _note_of(session.last_change)
        self._has_journal = True

        def write() -> None:
            try:
                self._journal.write(origin, base, project, note)
            except Exception as error:  # noqa: BLE001 - whatever stops the journal is said in the status bar
                self._ends.put(_NotKept(project, error))
            else:
                self._ends.put(_Kept(project, time.time()))

        return write

    def _discard(self) -> None:
        project = self._session.base
        try:
            self._journal.discard()
        except OSError as error:
            self._ends.put(_NotKept(project, error))
        else:
            self._ends.put(_Gone())

    def _take_ends(self) -> None:
        try:
            end = self._ends.get_nowait()
        except Empty:
            return
        if self._thread is not None:
            self._thread.join()
            self._thread = None
        if isinstance(end, _NotKept):
            self._trouble = end
            self._again.start()
        elif isinstance(end, _Gone):
            self._kept, self._trouble, self._has_journal = None, None, False
        else:
            self._kept, self._trouble = end, None
            for action in self._superseded:
                action()
            self._superseded.clear()
        self.say()

    def _state(self) -> tuple[str, bool]:
        words, session = self._desk.words, self._session
        if not session.is_dirty:
            if session.file is not None and session.file.read_only:
                return words.say(N_("Reading only")), False
            if session.saved_at_s is None:
                return words.say(N_("No changes")), False
            return words.say(N_("Saved {time}"), time=_clock(session.saved_at_s)), False
        if self._trouble is not None:
            reason = words.say(system_reason(self._trouble.error))
            return words.say(N_("Not saved · no backup ({reason})"), reason=reason), True
        if self._kept is None or self._kept.project is not session.project:
            return words.say(N_("Not saved · backing up…")), False
        return words.say(N_("Not saved · backup {time}"), time=_clock(self._kept.at_s)), False


def journal_folder(state: Path) -> Path:
    """Return the folder of the journals in the user's state folder."""
    return state / "journals"


def _session_file() -> str:
    return f"{time.strftime('%Y%m%d-%H%M%S')}-{os.getpid()}-{os.urandom(3).hex()}{SUFFIX}"


def _note_of(change: LastChange) -> ChangeNote:
    facts = {
        key: fact if isinstance(fact, (str, int, float)) else str(fact) for key, fact in change.facts.items()
    }
    return ChangeNote(time.time(), max(change.count, 1), change.msgid, facts, change.is_undone)


def _clock(at_s: float) -> str:
    local = time.localtime(at_s)
    return time_of_day(local.tm_hour * 3600 + local.tm_min * 60)

"""Long work off the GUI thread: reading and writing on a thread, solving in a process of its own.

A task takes a ``TaskContext`` and returns its result. Everything it reports becomes an event on a queue that
the window drains (``gis_app.jobs``). Pure-Python solving on a thread would take the interpreter lock from the
window for tens of milliseconds at a time; a child process does not.
"""

import multiprocessing
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from queue import SimpleQueue
from threading import Event
from typing import Final

from data.errors import CancelledError, HanhTrinhError
from data.language.catalogue import N_

STOP_PATIENCE_S: Final = 5.0
"""Time a child has to hand over its best result after it was asked to stop."""

_POLL_S: Final = 0.05
_STOP: Final = "stop"


@dataclass(frozen=True, slots=True)
class Progressed:
    """The share done, 0–1, and an English msgid saying what is going on."""

    done: float
    message: str


@dataclass(frozen=True, slots=True)
class Improved:
    """A better result than the one before; the work goes on."""

    value: object


@dataclass(frozen=True, slots=True)
class Finished:
    """The work ended with a result."""

    value: object


@dataclass(frozen=True, slots=True)
class Failed:
    """The work ended with an error; ``details`` is the traceback as text."""

    error: Exception
    details: str


@dataclass(frozen=True, slots=True)
class Stopped:
    """The work ended because the user asked for it."""


WorkEvent = Progressed | Improved | Finished | Failed | Stopped
Send = Callable[[WorkEvent], None]


@dataclass(frozen=True, slots=True)
class TaskContext:
    """What a task may do besides working: report, offer a better result, ask whether to stop."""

    send: Send
    is_cancelled: Callable[[], bool]

    def progress(self, done: float, message: str = "") -> None:
        """Report the share done (a ``data.progress.Progress``); raises CancelledError once stopped."""
        if self.is_cancelled():
            raise CancelledError
        self.send(Progressed(done, message))

    def note(self, done: float, message: str = "") -> None:
        """Report the share done and never raise: for tasks that hand over their best when stopped."""
        self.send(Progressed(done, message))

    def improved(self, value: object) -> None:
        """Offer a better result."""
        self.send(Improved(value))


Task = Callable[[TaskContext], object]


def run_task(task: Task, context: TaskContext) -> None:
    """Run ``task`` and send how it ended."""
    try:
        context.send(Finished(task(context)))
    except CancelledError:
        context.send(Stopped())
    except Exception as error:  # noqa: BLE001 - whatever happens is shown to the user, never lost on a thread
        context.send(failure_of(error))


def failure_of(error: Exception) -> Failed:
    """Return ``error`` as the end of a job."""
    return Failed(error, "".join(traceback.format_exception(error)))


@dataclass(frozen=True, slots=True)
class StopSignals:
    """``asked``: the user wants the best so far; ``at_once``: the window closes and nobody waits."""

    asked: Event = field(default_factory=Event)
    at_once: Event = field(default_factory=Event)


def run_in_child(task: Task, events: SimpleQueue[WorkEvent], stop: StopSignals) -> None:
    """Run a picklable ``task`` in a spawned process and pass its events on; call it on a thread.

    When ``stop.asked`` is set the child is told and has ``STOP_PATIENCE_S`` to end by itself; on
    ``stop.at_once`` it is ended. It also ends when this process does, because its end of the pipe closes.
    """
    spawn = multiprocessing.get_context("spawn")
    ours, theirs = spawn.Pipe()
    child = spawn.Process(target=_child_main, args=(theirs,), daemon=True)
    child.start()
    theirs.close()
    try:
        ours.send(task)
        end = _pump(ours, events, stop)
    except (EOFError, BrokenPipeError, ConnectionResetError) as error:
        end = Failed(HanhTrinhError(N_("The planning process ended unexpectedly.")), repr(error))
    finally:
        _end_child(child, ours, grace_s=0.0 if stop.at_once.is_set() else 1.0)
    # Told last, so that nobody who hears of the end has to wait for the process.
    events.put(end)


def _end_child(child: BaseProcess, ours: Connection, *, grace_s: float) -> None:
    ours.close()
    child.join(grace_s)
    if child.is_alive():
        child.kill()
        child.join()
    child.close()


def _pump(ours: Connection, events: SimpleQueue[WorkEvent], stop: StopSignals) -> WorkEvent:
    """Pass events on until the last one, which is returned."""
    give_up_at: float | None = None
    while not stop.at_once.is_set():
        if ours.poll(_POLL_S):
            event: WorkEvent = ours.recv()
            if isinstance(event, (Finished, Failed, Stopped)):
                return event
            events.put(event)
        if stop.asked.is_set() and give_up_at is None:
            ours.send(_STOP)
            give_up_at = time.monotonic() + STOP_PATIENCE_S
        if give_up_at is not None and time.monotonic() > give_up_at:
            break
    return Stopped()


def _child_main(pipe: Connection) -> None:
    task: Task = pipe.recv()
    run_task(task, TaskContext(send=_Sender(pipe), is_cancelled=_StopListener(pipe)))
    pipe.close()


class _Sender:
    """Sends events up the pipe; an event or error that cannot be pickled is sent as its words."""

    def __init__(self, pipe: Connection) -> None:
        self._pipe = pipe

    def __call__(self, event: WorkEvent) -> None:
        try:
            self._pipe.send(event)
        except (BrokenPipeError, ConnectionResetError):
            return
        except Exception as error:  # noqa: BLE001 - pickling runs code of the value and may raise anything
            reason = event.error if isinstance(event, Failed) else error
            self._pipe.send(Failed(RuntimeError(repr(reason)), failure_of(error).details))


class _StopListener:
    """Whether the window asked to stop, or is gone."""

    def __init__(self, pipe: Connection) -> None:
        self._pipe = pipe
        self._stopped = False

    def __call__(self) -> bool:
        if not self._stopped:
            try:
                self._stopped = self._pipe.poll() and self._pipe.recv() == _STOP
            except (EOFError, OSError):
                self._stopped = True
        return self._stopped

"""Jobs: handles of long work, with progress, best result so far, cancelling and a clean end."""

from queue import Empty, SimpleQueue
from threading import Thread
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from gis_app.workers import (
    Failed,
    Finished,
    Improved,
    Progressed,
    StopSignals,
    Task,
    TaskContext,
    WorkEvent,
    failure_of,
    run_in_child,
    run_task,
)

DRAIN_MS: Final = 60
"""Pause between two looks at the queue: about 16 a second, smooth to the eye and cheap."""


class Job(QObject):
    """One piece of long work.

    Exactly one of ``finished``, ``failed`` and ``stopped`` is emitted, then ``ended``.
    """

    progressed = Signal(float, str)
    improved = Signal(object)
    finished = Signal(object)
    failed = Signal(object)
    stopped = Signal()
    ended = Signal()

    def __init__(self, title: str, task: Task, *, in_process: bool, parent: QObject) -> None:
        super().__init__(parent)
        self.title = title
        self.best: object = None
        self._events: SimpleQueue[WorkEvent] = SimpleQueue()
        self._stop = StopSignals()
        self._thread = Thread(target=self._work, args=(task, in_process), name=f"job: {title}", daemon=True)
        self._timer = QTimer(self, interval=DRAIN_MS)
        self._timer.timeout.connect(self._drain)

    def start(self) -> None:
        """Begin; call once."""
        self._thread.start()
        self._timer.start()

    def cancel(self) -> None:
        """Ask the work to stop; it may still finish with its best result."""
        self._stop.asked.set()

    @property
    def is_cancelled(self) -> bool:
        """Whether the user asked to stop."""
        return self._stop.asked.is_set()

    def abandon(self) -> None:
        """Stop listening, ask to stop and wait for the thread to end: the window is closing."""
        self._timer.stop()
        self._stop.asked.set()
        self._stop.at_once.set()
        if self._thread.is_alive():
            self._thread.join()

    def _work(self, task: Task, in_process: bool) -> None:
        try:
            if in_process:
                run_in_child(task, self._events, self._stop)
            else:
                run_task(task, TaskContext(self._events.put, self._stop.asked.is_set))
        except Exception as error:  # noqa: BLE001 - a job whose process cannot start must still end
            self._events.put(failure_of(error))

    def _drain(self) -> None:
        """Tell the newest progress and the newest better result; older ones are out of date."""
        progress: Progressed | None = None
        better: Improved | None = None
        end: WorkEvent | None = None
        while end is None:
            try:
                event = self._events.get_nowait()
            except Empty:
                break
            if isinstance(event, Progressed):
                progress = event
            elif isinstance(event, Improved):
                better = event
            else:
                end = event
        if better is not None:
            self.best = better.value
            self.improved.emit(better.value)
        if end is not None:
            self._end(end)
        elif progress is not None:
            self.progressed.emit(progress.done, progress.message)

    def _end(self, event: WorkEvent) -> None:
        self._timer.stop()
        self._thread.join()
        if isinstance(event, Finished):
            self.finished.emit(event.value)
        elif isinstance(event, Failed):
            self.failed.emit(event)
        else:
            self.stopped.emit()
        self.ended.emit()


class Jobs(QObject):
    """All jobs that are running."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._running: list[Job] = []

    @property
    def running(self) -> tuple[Job, ...]:
        """Jobs under way, oldest first."""
        return tuple(self._running)

    def on_thread(self, title: str, task: Task) -> Job:
        """Start reading, writing or loading on a thread."""
        return self._start(Job(title, task, in_process=False, parent=self))

    def in_process(self, title: str, task: Task) -> Job:
        """Start computing in a process; ``task`` must be picklable."""
        return self._start(Job(title, task, in_process=True, parent=self))

    def close(self) -> None:
        """Stop everything and wait until no thread or process is left."""
        for job in self._running:
            job.cancel()
        for job in self._running:
            job.abandon()
        self._running.clear()

    def _start(self, job: Job) -> Job:
        self._running.append(job)
        job.ended.connect(lambda: self._forget(job))
        job.start()
        self.changed.emit()
        return job

    def _forget(self, job: Job) -> None:
        # What follows a finished job may close the window, which has let go of all jobs by then.
        if job not in self._running:
            return
        self._running.remove(job)
        job.deleteLater()
        self.changed.emit()

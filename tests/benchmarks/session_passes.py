"""How long every event of a window takes, noted while a scripted session is played."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import numpy as np
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication

LIMIT_MS: Final = 50.0


def started_s() -> float:
    """Return when this process began, on the clock of ``time.time`` (Linux)."""
    ticks = int(Path("/proc/self/stat").read_text(encoding="ascii").rpartition(")")[2].split()[19])
    boot = next(
        int(line.split()[1])
        for line in Path("/proc/stat").read_text(encoding="ascii").splitlines()
        if line.startswith("btime")
    )
    return boot + ticks / os.sysconf("SC_CLK_TCK")


class Passes:
    """How long each event kept the window from answering, by what was being done.

    Events inside events are part of the outermost; what the script calls directly counts like one.
    """

    def __init__(self) -> None:
        self.step = "start"
        self.found: list[tuple[str, float, float]] = []
        self._depth = 0

    def begin(self) -> tuple[float, float]:
        """Note that something begins; return the clocks, for ``end``."""
        self._depth += 1
        return time.perf_counter(), time.thread_time()

    def end(self, clocks: tuple[float, float]) -> None:
        """Note how long what began took, unless it is part of something else."""
        self._depth -= 1
        if not self._depth:
            took, used = time.perf_counter() - clocks[0], time.thread_time() - clocks[1]
            self.found.append((self.step, 1000 * took, 1000 * used))

    @property
    def is_within(self) -> bool:
        """Whether something is being timed."""
        return self._depth > 0

    @contextmanager
    def timed(self) -> Iterator[None]:
        """Note how long what is done meanwhile takes."""
        clocks = self.begin()
        try:
            yield
        finally:
            self.end(clocks)

    def longest(self, step: str) -> tuple[float, float]:
        """Return the longest event of a step, milliseconds by the clock and of the processor."""
        times = [found[1:] for found in self.found if found[0] == step]
        return round(max(took for took, _ in times), 1), round(max(used for _, used in times), 1)

    def summary(self) -> dict[str, object]:
        """Return figures of all events that took a millisecond or more, and the longest of each step.

        ``cpu``: what the window's thread worked itself; the rest of the time it waited for a processor or for
        the interpreter, which other threads (and other programs, on a busy machine) had meanwhile.
        """
        kept = [found for found in self.found if found[0] != "start" and found[1] >= 1.0]
        times = np.array([[took, used] for _, took, used in kept])
        steps = dict.fromkeys(step for step, _, _ in kept)
        p50, p99 = (np.percentile(times, share, axis=0).round(1).tolist() for share in (50, 99))
        return {
            "events": len(times),
            "p50_ms": p50[0],
            "p99_ms": p99[0],
            "p99_cpu_ms": p99[1],
            "longest_ms": round(float(times[:, 0].max()), 1),
            "longest_cpu_ms": round(float(times[:, 1].max()), 1),
            "over_50_ms": int((times[:, 0] > LIMIT_MS).sum()),
            "over_50_cpu_ms": int((times[:, 1] > LIMIT_MS).sum()),
            "longest_by_step_ms": {step: self.longest(step)[0] for step in steps},
            "longest_cpu_by_step_ms": {step: self.longest(step)[1] for step in steps},
        }


def make_application(passes: Passes) -> "QApplication":
    """Return an application that notes how long every event takes."""

    class TimedApplication(QApplication):
        def notify(self, receiver: QObject, event: QEvent) -> bool:
            if passes.is_within:
                return super().notify(receiver, event)
            clocks = passes.begin()
            try:
                return super().notify(receiver, event)
            finally:
                passes.end(clocks)

    return TimedApplication(["hanh-trinh"])

"""Progress and cancelling of long work, without threads or Qt.

A long function takes a ``Progress`` and calls ``progress(done, message)``; whoever started it may raise
``CancelledError`` from that call to stop it.
"""

from typing import Protocol


class Progress(Protocol):
    """Called with the share done, 0–1, and an English msgid saying what is going on."""

    def __call__(self, done: float, message: str = "") -> None:
        """Report; may raise CancelledError."""


def silent(done: float, message: str = "") -> None:
    """Report to nobody."""


def part(progress: Progress, begin: float, end: float) -> Progress:
    """Return a progress whose 0–1 is ``begin``–``end`` of ``progress``, for one stage of several."""

    def report(done: float, message: str = "") -> None:
        progress(begin + (end - begin) * min(max(done, 0.0), 1.0), message)

    return report

"""Ctrl-C that is never lost and never breaks a module half imported."""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType, TracebackType
from typing import Self


class Interrupts:
    """While open, remembers Ctrl-C and raises KeyboardInterrupt: at once, or at the next ``check``.

    Extension modules swallow an exception that meets them while they are imported, print it, or end the
    process; so during an import it waits. Outside the main thread, where Python takes no signals, nothing
    changes.
    """

    def __init__(self) -> None:
        self.is_seen = False
        self._is_held = False
        self._is_main = threading.current_thread() is threading.main_thread()

    def __enter__(self) -> Self:
        if self._is_main:
            self._before = signal.signal(signal.SIGINT, self._note)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._is_main:
            signal.signal(signal.SIGINT, self._before)

    def check(self) -> None:
        """Raise KeyboardInterrupt if Ctrl-C was pressed."""
        if self.is_seen and not self._is_held:
            raise KeyboardInterrupt

    @contextmanager
    def held(self) -> Iterator[Callable[[], bool]]:
        """Give what tells whether Ctrl-C was pressed, for work that ends by itself with what it has.

        The first Ctrl-C is then only remembered; the second raises as ever.
        """
        self._is_held = True
        try:
            yield lambda: self.is_seen
        finally:
            self._is_held = False

    def _note(self, number: int, frame: FrameType | None) -> None:
        is_second, self.is_seen = self.is_seen, True
        if is_second or not (self._is_held or _is_importing(frame)):
            signal.default_int_handler(number, frame)


def _is_importing(frame: FrameType | None) -> bool:
    while frame is not None:
        if frame.f_code.co_filename.startswith("<frozen importlib"):
            return True
        frame = frame.f_back
    return False

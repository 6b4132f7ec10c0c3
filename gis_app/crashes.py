"""Errors that nobody caught, in slots and threads: told in words, and the program goes on."""

import logging
import sys
import threading
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Final

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QMessageBox

from data.language.catalogue import N_
from gis_app.desk.core import Desk
from gis_app.dialogs.messages import add_details, make_message, open_message
from gis_app.reports import FaultFile, report_text, reports_folder, take_faults, write_report

_LOG = logging.getLogger(__name__)
MOST_SHOWN: Final = 3
"""Messages open at one time; an error in painting comes back with every frame."""


class Crashes(QObject):
    """The last line of defence of a window."""

    _happened = Signal(object, str)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.window)
        self._desk = desk
        self._open: list[str] = []
        # An error of a thread is told by the window's own thread.
        self._happened.connect(self._tell, Qt.ConnectionType.QueuedConnection)

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Tell what nobody catches while the block runs; and first, what ended the program last time."""
        folder = reports_folder(self._desk.settings.state)
        faults = take_faults(folder)
        fault_file = FaultFile(folder)
        fault_file.begin()
        before = sys.excepthook, threading.excepthook
        sys.excepthook, threading.excepthook = self._take, self._take_of_thread
        if faults:
            QTimer.singleShot(0, self, lambda: self.tell_fault(faults[-1]))
        try:
            yield
        finally:
            sys.excepthook, threading.excepthook = before
            fault_file.end()

    def tell_fault(self, details: str) -> QMessageBox:
        """Tell that the program was ended by a fault last time."""
        words, report = self._desk.words, report_text(details)
        write_report(reports_folder(self._desk.settings.state), report)
        text = words.say(N_("Hành Trình was ended by a fault last time. Unsaved changes were kept."))
        box = make_message(self._desk.window, words.say(N_("Hành Trình: a problem")), text, "warning")
        box.setInformativeText("")
        add_details(box, words, report, report)
        return open_message(box, words)

    def _take(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        details = "".join(traceback.format_exception(kind, error, trace))
        _LOG.error("%s", details)
        if isinstance(error, Exception):
            self._happened.emit(error, details)

    def _take_of_thread(self, arguments: threading.ExceptHookArgs) -> None:
        error = arguments.exc_value
        if error is not None:
            self._take(arguments.exc_type, error, arguments.exc_traceback)

    def _tell(self, error: Exception, details: str) -> None:
        report = report_text(details)
        if report in self._open or len(self._open) >= MOST_SHOWN:
            return
        self._open.append(report)
        box = self._desk.tell(error, details)
        box.finished.connect(lambda _: self._open.remove(report))

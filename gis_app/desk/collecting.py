"""Garbage collection kept out of the way of hands."""

import gc
from typing import Final

from PySide6.QtCore import QObject, QTimer

from gis_app.session import Session

_SETTLED_MS: Final = 3_000
"""By then the index of names and the first tiles of an opened project are made."""


class Collecting(QObject):
    """Sets an opened project aside for Python's collector.

    A full collection looks at every object: with ten thousand places the window stands still for a tenth of a
    second, at a moment nobody chose. What was just opened lives until another project is opened, so the
    collector need not look at it; memory that is let go of is given back all the same.
    """

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._settled = QTimer(self, interval=_SETTLED_MS, singleShot=True)
        self._settled.timeout.connect(gc.freeze)
        session.opened.connect(self._set_aside)

    def _set_aside(self) -> None:
        gc.unfreeze()
        gc.freeze()
        self._settled.start()

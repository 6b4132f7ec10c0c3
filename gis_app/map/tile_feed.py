"""Online tiles coming in: fetched on two threads, the last asked for first, told together."""

from queue import LifoQueue
from threading import Event, Lock, Thread
from time import monotonic
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from data.errors import NetworkUnavailableError
from gis_app.render.raster_painter import PICTURES
from layers.reference.online import OnlineTiles
from layers.reference.tiles import TileSpot

THREADS: Final = 2
"""Connections at a time, as the tile usage policy of OpenStreetMap asks."""
GATHER_MS: Final = 120
PATIENCE_S: Final = 30.0
"""After that many seconds a server that did not answer is tried again."""
MOST_WAITING: Final = 256

_FAILURES: Final = 3
_Wish = tuple[OnlineTiles, TileSpot]


class TileFeed(QObject):
    """Fetches what painters miss; ``arrived`` gives the bounds of each (Web Mercator metres).

    A server out of reach is no error: what is kept is shown, ``reach_changed`` says so quietly.
    """

    arrived = Signal(object)
    reach_changed = Signal()
    _came = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._wishes: LifoQueue[_Wish | None] = LifoQueue()
        self._asked: set[tuple[str, TileSpot]] = set()
        self._failures: dict[str, tuple[int, float]] = {}
        self._lock = Lock()
        self._closed = Event()
        self._threads: list[Thread] = []
        self._gathered: list[TileSpot] = []
        self._timer = QTimer(self, interval=GATHER_MS, singleShot=True)
        self._timer.timeout.connect(self._tell)
        self._came.connect(self._gather)

    @property
    def is_busy(self) -> bool:
        """Whether tiles are asked for or have just come."""
        return bool(self._asked) or self._timer.isActive()

    def is_out_of_reach(self, source_key: str) -> bool:
        """Whether the server of a source did not answer lately."""
        return self._failures.get(source_key, (0, 0.0))[0] >= _FAILURES

    def want(self, source: OnlineTiles, spot: TileSpot) -> None:
        """Ask for a tile; called by painters on their threads."""
        key = (source.key, spot)
        with self._lock:
            failures, last = self._failures.get(source.key, (0, 0.0))
            waits = failures >= _FAILURES and monotonic() - last < PATIENCE_S
            if self._closed.is_set() or waits or key in self._asked or len(self._asked) >= MOST_WAITING:
                return
            self._asked.add(key)
            if not self._threads:
                self._threads = [Thread(target=self._work, daemon=True) for _ in range(THREADS)]
                for thread in self._threads:
                    thread.start()
        self._wishes.put((source, spot))

    def close(self) -> None:
        """Ask for nothing more; a thread that waits for a server ends by itself."""
        self._closed.set()
        self._timer.stop()
        for _ in self._threads:
            self._wishes.put(None)
        for thread in self._threads:
            thread.join(timeout=0.3)

    def _work(self) -> None:
        while not self._closed.is_set():
            wish = self._wishes.get()
            if wish is None:
                return
            source, spot = wish
            try:
                has_come, failed = source.fetch(spot), False
            except NetworkUnavailableError:
                has_come, failed = False, True
            self._note(source, spot, failed=failed)
            with self._lock:
                if has_come and not self._closed.is_set():
                    PICTURES.forget(source.key, spot)
                    self._came.emit(spot)

    def _note(self, source: OnlineTiles, spot: TileSpot, *, failed: bool) -> None:
        before = self.is_out_of_reach(source.key)
        with self._lock:
            self._asked.discard((source.key, spot))
            count = self._failures.get(source.key, (0, 0.0))[0] + 1 if failed else 0
            self._failures[source.key] = (count, monotonic())
            if before != self.is_out_of_reach(source.key) and not self._closed.is_set():
                self.reach_changed.emit()

    def _gather(self, spot: TileSpot) -> None:
        self._gathered.append(spot)
        if not self._timer.isActive():
            self._timer.start()

    def _tell(self) -> None:
        gathered, self._gathered = self._gathered, []
        edges = [spot.bounds_m for spot in gathered]
        west, south = (min(edge[side] for edge in edges) for side in (0, 1))
        east, north = (max(edge[side] for edge in edges) for side in (2, 3))
        self.arrived.emit((west, south, east, north))

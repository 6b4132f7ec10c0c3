"""Compiling ahead: the first run of the search on a machine compiles it, later ones read it from disk."""

import threading
import time
from typing import Final

import numpy as np

from data.model.place import PlaceId
from routes.planner.limits import Effort
from routes.planner.problem import Problem, Site, TourDay, Window
from routes.planner.search.compiled import IS_COMPILED
from routes.planner.travel import Travel

_WAIT_SHARE: Final = 0.25
_POLL_S: Final = 0.05


class _Compiler:
    """Compiles in a thread of its own, once for each process."""

    def __init__(self) -> None:
        self._thread: threading.Thread | None = None

    def start(self) -> threading.Thread:
        """Return the thread that compiles, started at the first call."""
        if self._thread is None:
            self._thread = threading.Thread(target=run_once, name="compile search", daemon=True)
            self._thread.start()
        return self._thread


_COMPILER: Final = _Compiler()


def warm_up() -> None:
    """Begin to compile in the background."""
    if IS_COMPILED:
        _COMPILER.start()


def is_ready(effort: Effort) -> bool:
    """Return whether the search is compiled, after waiting for a share of the effort at most.

    Where the result has to be reproducible the wait has no limit.
    """
    if not IS_COMPILED:
        return True
    thread = _COMPILER.start()
    until = time.monotonic() + (np.inf if effort.is_deterministic else _WAIT_SHARE * effort.seconds)
    while thread.is_alive() and time.monotonic() < until and not effort.is_cancelled():
        thread.join(_POLL_S)
    return not thread.is_alive()


def run_once() -> None:
    """Run the search once on a problem of one site, so that everything is compiled."""
    from routes.planner.search.anneal import Schedule  # noqa: PLC0415 - loads numba
    from routes.planner.search.arrays import model_of, units_of  # noqa: PLC0415 - loads numba
    from routes.planner.search.hours import meet_hours, shorten_in_hours, timed_of  # noqa: PLC0415 - loads numba
    from routes.planner.search.searcher import Searcher  # noqa: PLC0415 - loads numba
    from routes.planner.search.tour import course_of, shorten  # noqa: PLC0415 - loads numba

    site = Site(PlaceId("site"), 1, 1, 60, (Window(0, 0, 3600),))
    travel = Travel(np.array([[0, 60], [60, 0]], dtype=np.int64))
    problem = Problem((site,), (TourDay(0, 0, 0, 7200),), (travel,))
    model = model_of(problem, units_of(problem))
    searcher = Searcher(model, 1)
    searcher.run(Schedule(1, 1.0, 1.0, 0.1, 1.0, 1, 60.0, 0.5))
    shorten(course_of(model, (0,)), 0, searcher.chance)
    timed = timed_of(model, (0,))
    meet_hours(timed, 0, searcher.chance)
    shorten_in_hours(timed, 0, searcher.chance)

"""A search of the whole problem on another core, for its bound; what it finds is fetched when asked for."""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from queue import SimpleQueue
from threading import Event
from typing import Self, TypeVar

from routes.planner.exact import Bound, ExactResult, solve_exact
from routes.planner.limits import Effort
from routes.planner.problem import Plan, Problem

_Item = TypeVar("_Item")


class Prover:
    """Runs CP-SAT with one worker beside the caller, who alone hears of what is found, in its own thread."""

    def __init__(self) -> None:
        self._stop = Event()
        self._plans: SimpleQueue[Plan] = SimpleQueue()
        self._bounds: SimpleQueue[Bound] = SimpleQueue()
        self._pool: ThreadPoolExecutor | None = None
        self._search: Future[ExactResult] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Stop the search and wait for its end."""
        self._stop.set()
        if self._pool is not None:
            self._pool.shutdown(wait=True)

    def start(self, problem: Problem, effort: Effort, hint: Plan) -> None:
        """Begin the search of ``problem`` from ``hint``."""
        self._pool = ThreadPoolExecutor(1, "prover")
        self._search = self._pool.submit(
            solve_exact,
            problem,
            replace(effort, workers=1, is_cancelled=self._stop.is_set),
            hint=hint,
            on_plan=self._plans.put,
            on_bound=self._bounds.put,
        )

    def plans(self) -> Iterator[Plan]:
        """Yield the plans found since the last time."""
        yield from _drained(self._plans)

    def bounds(self) -> Iterator[Bound]:
        """Yield the bounds found since the last time."""
        yield from _drained(self._bounds)

    def result(self) -> ExactResult | None:
        """Return the result once, when the search has ended by itself."""
        if self._search is None or not self._search.done():
            return None
        result, self._search = self._search.result(), None
        return result


def _drained(queue: SimpleQueue[_Item]) -> Iterator[_Item]:
    while not queue.empty():
        yield queue.get()

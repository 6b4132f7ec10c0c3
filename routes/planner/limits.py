"""How long to search: wall-clock seconds for people, deterministic time for records and tests.

Wall-clock limits are not reproducible: the same seed on a busier machine may stop earlier. With
``is_deterministic`` CP-SAT runs one worker under its own deterministic clock (about one unit a second) and
VROOM, which is not reproducible, is left out; the same request, seed and limit then give the same plan.
"""

import os
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from ortools.sat.python import cp_model

MOST_WORKERS: Final = 8
_SUBSOLVERS: Final = ("reduced_costs", "max_lp", "pseudo_costs")
"""Full searches of CP-SAT that prove, best first; its other workers improve plans."""


def _never() -> bool:
    return False


def _forget(spent: float) -> None:
    """Keep no account."""


@dataclass(frozen=True, slots=True)
class Effort:
    """Limits of one search.

    Parameters
    ----------
    seconds
        Wall-clock seconds, or units of deterministic time.
    seed
        Seed of the random generator.
    is_deterministic
        Whether the result has to be reproducible.
    is_cancelled
        Asked several times a second whether to stop.
    spend
        Told the deterministic time that a search took.
    workers
        Threads of CP-SAT; ``None``: all cores, up to ``MOST_WORKERS``.
    """

    seconds: float
    seed: int = 1
    is_deterministic: bool = False
    is_cancelled: Callable[[], bool] = _never
    spend: Callable[[float], None] = _forget
    workers: int | None = None

    @property
    def most_workers(self) -> int:
        """Threads of CP-SAT that this effort allows."""
        return 1 if self.is_deterministic else self.workers or min(MOST_WORKERS, os.cpu_count() or 1)

    def with_seconds(self, seconds: float) -> "Effort":
        """Return the same effort with another limit."""
        return replace(self, seconds=seconds)

    def solver(self) -> cp_model.CpSolver:
        """Return a CP-SAT solver with these limits."""
        solver = cp_model.CpSolver()
        parameters = solver.parameters
        parameters.random_seed = self.seed
        # Python's own handler ends the command in words; CP-SAT's would abort the process.
        parameters.catch_sigint_signal = False
        # The linear relaxation is what bounds these models; measured on the instances of docs/benchmarks.md.
        parameters.linearization_level = 2
        parameters.num_workers = self.most_workers
        if self.is_deterministic:
            parameters.max_deterministic_time = max(self.seconds, 0.01)
        else:
            parameters.max_time_in_seconds = max(self.seconds, 0.01)
        if parameters.num_workers == 1:
            parameters.search_branching = parameters.SearchBranching.LP_SEARCH
        else:
            parameters.subsolvers.extend(_SUBSOLVERS)
        return solver


class Clock:
    """What is left of a budget: wall-clock seconds, or deterministic units as they are spent."""

    def __init__(self, effort: Effort) -> None:
        self._effort = effort
        self._began = time.monotonic()
        self._spent = 0.0

    @property
    def spent_s(self) -> float:
        """Seconds or units spent so far."""
        return self._spent if self._effort.is_deterministic else time.monotonic() - self._began

    @property
    def left_s(self) -> float:
        """Seconds or units left, never negative."""
        return max(0.0, self._effort.seconds - self.spent_s)

    @property
    def is_over(self) -> bool:
        """Whether the budget is spent or the work cancelled."""
        return self.left_s <= 0 or self._effort.is_cancelled()

    def slice(self, seconds: float) -> Effort:
        """Return the effort of one piece of work, no longer than what is left."""
        return replace(self._effort, seconds=min(seconds, self.left_s), spend=self._spend)

    def _spend(self, spent: float) -> None:
        self._spent += spent

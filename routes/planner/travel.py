"""Travel tables: how long, how far and how far on foot from node to node, perhaps by time of day.

Where speeds change with the time of departure, a table holds one matrix for each *bucket* of the day: the
duration the whole way would take at that bucket's speed. A way that runs over the border of a bucket goes on
at the speed of the next one, so that who leaves later never arrives earlier (FIFO). Source: Ichoua, Gendreau
and Potvin, *Vehicle dispatching with time-dependent travel times*, European Journal of Operational Research
144 (2003) 379–396.
"""

from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from math import ceil
from typing import Final

import numpy as np
from numpy.typing import NDArray

_FLOAT_NOISE_S: Final = 1e-6

Rows = list[list[int]]
"""A matrix as Python lists: many times faster than NumPy to read one number at a time."""


@dataclass(frozen=True, eq=False)
class Travel:
    """Ways between all nodes by one travel mode.

    Parameters
    ----------
    duration_s
        Seconds from row to column, int64: shape (nodes, nodes), or (buckets, nodes, nodes) where the time of
        day matters. Everything between leaving one node and being at the next counts: driving, walking. The
        diagonal is 0.
    bucket_starts_s
        Seconds after midnight at which each bucket begins, ascending; the first holds before it, too, and
        the last has no end.
    walk_m
        Metres of each way on foot; ``None``: 0.
    distance_m
        Metres of each way that the vehicle is paid for; ``None``: 0.
    step_s
        Arrivals are rounded up to whole multiples of it after midnight.
    """

    duration_s: NDArray[np.int64]
    bucket_starts_s: tuple[int, ...] = (0,)
    walk_m: NDArray[np.int64] | None = None
    distance_m: NDArray[np.int64] | None = None
    step_s: int = 1

    @property
    def is_time_dependent(self) -> bool:
        """Whether durations change with the time of departure."""
        return self.duration_s.ndim == 3

    @cached_property
    def fastest_s(self) -> NDArray[np.int64]:
        """Shape (nodes, nodes): no departure is faster."""
        return self._rounded(self.duration_s.min(axis=0)) if self.is_time_dependent else self.duration_s

    @cached_property
    def slowest_s(self) -> NDArray[np.int64]:
        """Shape (nodes, nodes): no departure is slower; a day that fits these times fits the real ones."""
        return self._rounded(self.duration_s.max(axis=0)) if self.is_time_dependent else self.duration_s

    def _rounded(self, seconds: NDArray[np.int64]) -> NDArray[np.int64]:
        return -(-seconds // self.step_s) * self.step_s

    @cached_property
    def rows(self) -> Rows:
        """``fastest_s`` as lists."""
        rows: Rows = self.fastest_s.tolist()
        return rows

    @cached_property
    def walk_rows(self) -> Rows | None:
        """``walk_m`` as lists."""
        rows: Rows | None = None if self.walk_m is None else self.walk_m.tolist()
        return rows

    @cached_property
    def _buckets(self) -> list[Rows]:
        buckets: list[Rows] = self.duration_s.tolist()
        return buckets

    def travel_s(self, one: int, other: int, depart_s: int) -> int:
        """Return the seconds from ``one`` to ``other`` for a departure ``depart_s`` after midnight."""
        if not self.is_time_dependent:
            return self.rows[one][other]
        return self._arrival_s(one, other, depart_s) - depart_s

    def _arrival_s(self, one: int, other: int, depart_s: int) -> int:
        starts_s = self.bucket_starts_s
        number = max(0, bisect_right(starts_s, depart_s) - 1)
        clock_s, share = float(depart_s), 1.0
        while True:
            whole_s = self._buckets[number][one][other]
            if whole_s == 0:
                return depart_s
            arrive_s = clock_s + share * whole_s
            number += 1
            if number == len(starts_s) or arrive_s <= starts_s[number]:
                return ceil((arrive_s - _FLOAT_NOISE_S) / self.step_s) * self.step_s
            share -= (starts_s[number] - clock_s) / whole_s
            clock_s = starts_s[number]

    def latest_departure_s(self, one: int, other: int, arrive_s: int) -> int:
        """Return the latest departure (seconds after midnight) that arrives by ``arrive_s``."""
        if not self.is_time_dependent:
            return arrive_s - self.rows[one][other]
        # FIFO makes arrival monotone in departure, so the border is found by halving.
        sure, late = arrive_s - int(self.slowest_s[one, other]) - self.step_s, arrive_s + 1
        while late - sure > 1:
            middle = (sure + late) // 2
            if middle + self.travel_s(one, other, middle) <= arrive_s:
                sure = middle
            else:
                late = middle
        return sure

"""One strand of the search: its tours, its record and its pool of days."""

from dataclasses import dataclass, field
from typing import Final

import numpy as np

from routes.planner.search.anneal import Pool, Record, Schedule, anneal
from routes.planner.search.clock import retime
from routes.planner.search.model import LEAST, Ints, Model, Tour, empty_tour
from routes.planner.search.recreate import Desk, new_desk

Orders = tuple[tuple[int, ...], ...]
"""Units of each day in order."""

_POOL_ROWS: Final = 6000
_SLOTS_PER_ROW: Final = 4
_NOTHING: Final = 2**40
_GROWTH: Final = 1.4
_DECAY: Final = 0.97
_MOST_URGENT: Final = 1e6


@dataclass
class Searcher:
    """Everything that one thread of the search changes.

    Parameters
    ----------
    model
        The problem; searchers may share it.
    seed
        Seed of its generator.
    """

    model: Model
    seed: int
    current: Tour = field(init=False)
    trial: Tour = field(init=False)
    record: Record = field(init=False)
    pool: Pool = field(init=False)
    desk: Desk = field(init=False)
    chance: Ints = field(init=False)

    def __post_init__(self) -> None:
        days, units = self.model.fact.shape[:2]
        self.current, self.trial = empty_tour(self.model), empty_tour(self.model)
        self.record = Record(
            np.zeros((days, units), np.int64), np.zeros(days, np.int64), np.array([_NOTHING, 0, 0])
        )
        rows = _POOL_ROWS if days > 1 else 1
        self.pool = Pool(
            np.zeros(rows, np.int64),
            np.zeros(rows, np.int64),
            np.zeros((rows, units), np.int64),
            np.zeros(rows, np.int64),
            np.zeros(rows, np.int64),
            np.full(_SLOTS_PER_ROW * rows, -1, np.int64),
            np.zeros(1, np.int64),
        )
        self.desk = new_desk(self.model)
        # Any state but 0 will do; neighbouring seeds are spread over the period.
        self.chance = np.array([(self.seed * 7_368_787 + 11) % 2_147_483_647 or 1])
        self.load(((),) * days)

    def load(self, orders: Orders) -> bool:
        """Continue from ``orders``; a day that cannot be kept becomes empty, and the answer is false."""
        is_kept = True
        for tour in (self.current, self.trial):
            tour.day_of[:], tour.reached[:] = -1, 0
            for day, units in enumerate(orders):
                tour.order[day, : len(units)] = units
                tour.size[day] = len(units)
                if not retime(self.model, tour, day):
                    is_kept = False
                    tour.size[day] = 0
                    retime(self.model, tour, day)
                self._count(tour, day)
        return is_kept

    def _count(self, tour: Tour, day: int) -> None:
        for unit in tour.order[day, : tour.size[day]]:
            tour.day_of[unit] = day
            first, end = self.model.group_from[unit], self.model.group_from[unit + 1]
            np.add.at(tour.reached, self.model.group_of[first:end], 1)

    def run(self, schedule: Schedule) -> int:
        """Search for one stretch; return in how many rounds demands were missed."""
        return anneal(
            self.model,
            self.current,
            self.trial,
            self.record,
            self.pool,
            self.desk,
            schedule,
            self.chance,
        )

    def grow_urgency(self) -> None:
        """Make demands that the present tour misses worth more, and the others less again.

        As in guided local search (Voudouris and Tsang, *European Journal of Operational Research* 113, 1999).
        """
        is_missed = self.current.reached < self.model.group[:, LEAST]
        urgency = self.desk.urgency
        urgency[:] = np.where(is_missed, np.minimum(urgency * _GROWTH, _MOST_URGENT), urgency * _DECAY)
        np.maximum(urgency, 1.0, out=urgency)

    @property
    def value(self) -> tuple[int, int, int]:
        """Key of the record: smaller is better."""
        missed, points, travel_s = (int(value) for value in self.record.value)
        return missed, -points, travel_s

    @property
    def orders(self) -> Orders:
        """The record."""
        rows = zip(self.record.order.tolist(), self.record.size.tolist(), strict=True)
        return tuple(tuple(row[:size]) for row, size in rows)

    def days_found(self) -> list[tuple[int, tuple[int, ...], int]]:
        """Return day, units and travel of everything in the pool."""
        count = min(int(self.pool.written[0]), len(self.pool.size))
        rows = zip(self.pool.day, self.pool.size, self.pool.order, self.pool.travel_s, strict=True)
        found = [(int(day), tuple(order[:size].tolist()), int(travel)) for day, size, order, travel in rows]
        return found[:count]

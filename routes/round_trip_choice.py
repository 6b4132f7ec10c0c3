"""Which points a round trip passes: orienteering by insertion with ruin and recreate."""

from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

_ROUNDS: Final = 150
_STARTS: Final = 6
_SHORTEST: Final = 0.5
"""A loop of less than this share of the wish is no answer to it."""

_MOST_POINTS: Final = 12
"""A loop led to more places turns into every lane; what lies along it is counted anyway."""


@dataclass(frozen=True, slots=True)
class Choice:
    """An orienteering problem; point 0 is begin and end.

    Parameters
    ----------
    table
        Lengths between the points in any unit, shape (n, n), ``inf`` where there is no way.
    worth
        Score of passing each point, shape (n,); points of no worth serve to lengthen the loop.
    wish
        Length wished.
    tolerance
        Share by which the loop may differ from it.
    """

    table: NDArray[np.float64]
    worth: NDArray[np.float64]
    wish: float
    tolerance: float
    rows: list[list[float]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "rows", self.table.tolist())

    @property
    def longest(self) -> float:
        """Most length."""
        return (1 + self.tolerance) * self.wish

    def length(self, order: list[int]) -> float:
        """Return the length of the loop through some points."""
        return sum(self.rows[one][two] for one, two in pairwise([0, *order, 0]))

    def merit(self, order: list[int]) -> tuple[float, float, float]:
        """Return what makes a loop good: not too short, then much worth, then a length near the wish."""
        length = self.length(order)
        short = max((1 - self.tolerance) * self.wish - length, 0.0)
        return -short, float(self.worth[order].sum()), -abs(length - self.wish)


def choose(choice: Choice, seed: int) -> list[int]:
    """Return the points of a good loop in order, without the origin; empty if there is none."""
    random = np.random.default_rng(seed)
    able = np.flatnonzero(choice.table[0] + choice.table[:, 0] <= choice.longest)
    able = able[able != 0]
    if not len(able):
        return []
    seeds = able[np.argsort(-choice.worth[able], kind="stable")][:_STARTS].tolist()
    best = max((_filled(choice, [start], able) for start in seeds), key=choice.merit)
    current = best
    for _ in range(_ROUNDS):
        kept = _ruined(current, random)
        noise = random.uniform(0.7, 1.3, len(choice.worth))
        made = _filled(choice, kept, able, noise)
        if made and choice.merit(made) >= choice.merit(current):
            current = made
        if choice.merit(current) > choice.merit(best):
            best = current
    return best if choice.length(best) >= _SHORTEST * choice.wish else []


def _ruined(order: list[int], random: np.random.Generator) -> list[int]:
    """Return a loop without a stretch of up to half its points."""
    size = int(random.integers(1, max(len(order) // 2, 1) + 1))
    begin = int(random.integers(0, len(order)))
    return [*order[:begin], *order[begin + size :]]


def _filled(
    choice: Choice, order: list[int], able: NDArray[np.int64], noise: NDArray[np.float64] | None = None
) -> list[int]:
    """Return a loop with points added while they fit: those of worth, then some that only lengthen it."""
    worth = choice.worth if noise is None else choice.worth * noise
    order = _uncrossed(choice, order)
    worthy = able[worth[able] > 0]
    while len(order) < _MOST_POINTS and (grown := _grown(choice, order, worthy, worth)) is not None:
        order = grown
    order = _uncrossed(choice, order)
    shortest = (1 - choice.tolerance) * choice.wish
    while choice.length(order) < shortest and len(order) < _MOST_POINTS + 2:
        longer = _lengthened(choice, order, able[choice.worth[able] == 0])
        if longer is None:
            break
        order = longer
    return order


def _extra(
    choice: Choice, order: list[int], rest: NDArray[np.int64]
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Return the least extra length of adding each point, and before which point of the loop."""
    loop = np.array([0, *order, 0])
    begin, end = loop[:-1, None], loop[1:, None]
    extra = choice.table[begin, rest] + choice.table[rest, end] - choice.table[begin, end]
    place = extra.argmin(axis=0)
    return extra[place, np.arange(len(rest))], place


def _grown(
    choice: Choice, order: list[int], able: NDArray[np.int64], worth: NDArray[np.float64]
) -> list[int] | None:
    """Return the loop with the point added that gives most for its extra length, None if none fits."""
    rest = np.setdiff1d(able, order)
    extra, place = _extra(choice, order, rest)
    fits = np.flatnonzero(choice.length(order) + extra <= choice.longest)
    if not len(fits):
        return None
    one = fits[np.argmax(worth[rest[fits]] / (extra[fits] + 0.01 * choice.wish))]
    return [*order[: place[one]], int(rest[one]), *order[place[one] :]]


def _lengthened(choice: Choice, order: list[int], able: NDArray[np.int64]) -> list[int] | None:
    """Return the loop with the point added that brings its length nearest to the wish, None if none does."""
    rest = np.setdiff1d(able, order)
    extra, place = _extra(choice, order, rest)
    length = choice.length(order)
    fits = np.flatnonzero((extra > 0) & (length + extra <= choice.longest))
    if not len(fits):
        return None
    one = fits[np.argmin(np.abs(length + extra[fits] - choice.wish))]
    return [*order[: place[one]], int(rest[one]), *order[place[one] :]]


def _uncrossed(choice: Choice, order: list[int]) -> list[int]:
    """Return the loop without what turning a stretch round (2-opt) can shorten."""
    length = choice.length(order)
    is_better = True
    while is_better:
        is_better = False
        for begin in range(len(order) - 1):
            for end in range(begin + 2, len(order) + 1):
                turned = [*order[:begin], *reversed(order[begin:end]), *order[end:]]
                made = choice.length(turned)
                if made < length - 1e-6:
                    order, length, is_better = turned, made, True
    return order

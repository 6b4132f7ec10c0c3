"""Travel times of one arc as the model sees them: constant within ranges of departure.

Between two borders of a speed profile a way that arrives before the next border takes the same time whenever
it begins. Only departures whose way runs over a border lie between the durations of both sides; for them the
model knows a lowest and a highest time. With the lowest times every true day is a day of the model, so its
bound holds; with the highest every day of the model can truly be kept.
"""

from typing import NamedTuple

from routes.planner.travel import Travel


class Way(NamedTuple):
    """Seconds of travel, from ``low_s`` to ``high_s``, for departures from ``first_s`` to ``last_s``."""

    first_s: int
    last_s: int
    low_s: int
    high_s: int

    def travel_s(self, *, is_safe: bool) -> int:
        """Return the time that the model counts."""
        return self.high_s if is_safe else self.low_s


def ways_between(
    travel: Travel, one: int, other: int, first_s: int, last_s: int, *, is_fine: bool = True
) -> tuple[Way, ...]:
    """Return the ways from node ``one`` to ``other`` for departures within a range, seconds after midnight.

    Parameters
    ----------
    is_fine
        Whether to tell ranges of departure apart; otherwise one way covers all.
    """
    if not travel.is_time_dependent:
        way_s = travel.rows[one][other]
        return (Way(first_s, last_s, way_s, way_s),)
    pieces = _pieces(travel, one, other, first_s, last_s)
    if is_fine:
        return tuple(_merged(pieces))
    return (Way(first_s, last_s, min(way.low_s for way in pieces), max(way.high_s for way in pieces)),)


def _pieces(travel: Travel, one: int, other: int, first_s: int, last_s: int) -> list[Way]:
    durations: list[int] = travel.duration_s[:, one, other].tolist()
    starts = travel.bucket_starts_s
    found: list[Way] = []
    for number, whole_s in enumerate(durations):
        is_last = number == len(starts) - 1
        begin_s = first_s if number == 0 else max(first_s, starts[number])
        stop_s = last_s if is_last else min(last_s, starts[number + 1] - 1)
        if begin_s > stop_s:
            continue
        sure_s = stop_s if is_last else min(stop_s, starts[number + 1] - whole_s)
        if begin_s <= sure_s:
            found.append(_way(travel, begin_s, sure_s, [whole_s]))
        if sure_s < stop_s:
            until_s = stop_s + max(durations[number:])
            touched = [s for s, start in zip(durations, starts, strict=True) if start <= until_s][number:]
            found.append(_way(travel, max(begin_s, sure_s + 1), stop_s, touched))
    return found


def _way(travel: Travel, first_s: int, last_s: int, durations: list[int]) -> Way:
    step_s = travel.step_s
    low_s, high_s = (-(-s // step_s) * step_s for s in (min(durations), max(durations)))
    return Way(first_s, last_s, low_s, high_s)


def _merged(pieces: list[Way]) -> list[Way]:
    merged: list[Way] = []
    for piece in pieces:
        if merged and merged[-1][2:] == piece[2:]:
            merged[-1] = merged[-1]._replace(last_s=piece.last_s)
        else:
            merged.append(piece)
    return merged

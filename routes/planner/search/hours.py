"""The shortest order of one day on which every unit has to be visited within its hours.

General variable neighbourhood search (da Silva and Urrutia, *Discrete Optimization* 7, 2010): first single
visits are shifted until nobody comes late, then 2-opt and or-opt shorten the way without leaving the hours;
between descents visits are shifted at random, more of them the longer nothing better is found. Earliest
departures and latest arrivals say whether a move keeps the hours as soon as the changed stretch is timed.
"""

from typing import Final, NamedTuple

import numpy as np

from routes.planner.search.clock import entered_s, left_s
from routes.planner.search.compiled import compiled
from routes.planner.search.model import (
    BEGIN,
    BREAKS,
    CLOSES,
    END,
    FINISH,
    LEAST,
    NEVER,
    START,
    TABLE,
    Ints,
    Model,
)
from routes.planner.search.recreate import draw

_LONGEST_MOVED: Final = 6
_MOST_SHAKEN: Final = 20
_PATIENCE: Final = 3
"""Rounds without success after which one more visit is shifted at random."""
_TRIES: Final = 20
_HEAT: Final = 0.1
"""Of a mean way: how much longer an order may be to be gone on from."""


class Timed(NamedTuple):
    """An order of units, the ends included, with its times and its scratch space.

    Number 0 is the start, the last number the end of the day; ``window`` has a row for each number (those of
    the ends are not read). ``span`` is begin and end of the day; ``early_s`` and ``late_s`` are earliest
    departure from and latest arrival at each place, ``lateness_s`` all lateness up to it. ``kept`` is the
    order to go back to, ``best`` the shortest; ``level`` says how many visits are shaken, and for how many
    rounds that was in vain.
    """

    way_s: Ints
    window: Ints
    span: Ints
    order: Ints
    kept: Ints
    best: Ints
    trial: Ints
    early_s: Ints
    late_s: Ints
    lateness_s: Ints
    level: Ints


def is_timed_order(model: Model) -> bool:
    """Return whether there is one day, every unit has to be visited, and only hours say when."""
    if len(model.day) != 1 or model.day[0, BREAKS] or model.limit.shape[1] or len(model.pin):
        return False
    members = np.bincount(model.group_of, minlength=len(model.group))
    if len(model.ends) < 3 or (model.fact[0, :, CLOSES] < 0).any():
        return False
    groups = [
        model.group_of[model.group_from[unit] : model.group_from[unit + 1]] for unit in range(len(model.ends))
    ]
    return all(bool((model.group[own, LEAST] >= members[own]).any()) for own in groups)


def timed_of(model: Model, units: tuple[int, ...]) -> Timed:
    """Return all units in the order of ``units``, or by their closing hours where some are left out there."""
    table, count = model.travel_s[model.day[0, TABLE]], len(model.ends)
    leave = [int(model.day[0, START]), *model.ends[:, 1].tolist(), 0]
    enter = [0, *model.ends[:, 0].tolist(), int(model.day[0, FINISH])]
    window = np.zeros((count + 2, *model.window.shape[2:]), np.int64)
    window[1:-1] = model.window[0]
    order = np.arange(count + 2)
    if len(units) == count:
        order[1:-1] = np.array(units) + 1
    else:
        order[1:-1] = np.argsort(model.fact[0, :, CLOSES], kind="stable") + 1
    kept, best, trial, early_s, late_s, lateness_s = (order.copy() for _ in range(6))
    return Timed(
        np.ascontiguousarray(table[np.ix_(leave, enter)]),
        window,
        model.day[0, [BEGIN, END]].copy(),
        order,
        kept,
        best,
        trial,
        early_s,
        late_s,
        lateness_s,
        np.array([1, 0]),
    )


@compiled
def _copy(source: Ints, target: Ints) -> None:
    for place in range(len(source)):
        target[place] = source[place]


@compiled
def _length_s(timed: Timed) -> int:
    total = 0
    for place in range(len(timed.order) - 1):
        total += timed.way_s[timed.order[place], timed.order[place + 1]]
    return total


@compiled
def _lateness_s(timed: Timed, first: int, most_s: int) -> int:
    """Time the order from place ``first`` on; return all lateness, ``NEVER`` once it is over ``most_s``."""
    order, early_s, late = timed.order, timed.early_s, timed.lateness_s
    last = len(order) - 1
    early_s[0], late[0] = timed.span[0], 0
    for place in range(max(1, first), last + 1):
        number = order[place]
        at_s = early_s[place - 1] + timed.way_s[order[place - 1], number]
        late[place] = late[place - 1]
        if place == last:
            late[place] += max(0, at_s - timed.span[1])
            break
        leave_s = left_s(timed.window[number], at_s)
        if leave_s >= NEVER:
            final = timed.window.shape[1] - 1
            while final > 0 and timed.window[number, final, 0] >= NEVER:
                final -= 1
            # Who comes late is served as if at the last moment, so that one delay is not counted again.
            late[place] += at_s - timed.window[number, final, 1]
            leave_s = at_s + timed.window[number, final, 2]
        early_s[place] = leave_s
        if late[place] > most_s:
            return NEVER
    return int(late[last])


@compiled
def _shift(order: Ints, first: int, target: int) -> None:
    """Move what stands at place ``first`` to place ``target``."""
    number = order[first]
    step = 1 if target > first else -1
    for place in range(first, target, step):
        order[place] = order[place + step]
    order[target] = number


@compiled
def _lessen_lateness(timed: Timed, chance: Ints) -> int:
    """Shift single visits while that lessens the lateness; return what is left."""
    inner = len(timed.order) - 2
    found_s = _lateness_s(timed, 1, NEVER - 1)
    since, here = 0, 1 + int(draw(chance) * inner)
    while since < inner and found_s > 0:
        since += 1
        here = here % inner + 1
        for target in range(1, inner + 1):
            if target == here:
                continue
            _shift(timed.order, here, target)
            trial_s = _lateness_s(timed, min(here, target), found_s - 1)
            if trial_s < found_s:
                found_s, since = trial_s, 0
                break
            _shift(timed.order, target, here)
            _lateness_s(timed, min(here, target), NEVER - 1)
    return found_s


@compiled
def meet_hours(timed: Timed, rounds: int, chance: Ints) -> int:
    """Look for an order within all hours; return the least lateness met, with the order in ``kept``."""
    inner = len(timed.order) - 2
    least_s = _lessen_lateness(timed, chance)
    _copy(timed.order, timed.kept)
    shaken = 0
    for _ in range(rounds):
        if least_s == 0:
            break
        shaken = shaken % _MOST_SHAKEN + 1
        for _ in range(shaken):
            _shift(timed.order, 1 + int(draw(chance) * inner), 1 + int(draw(chance) * inner))
        found_s = _lessen_lateness(timed, chance)
        if found_s <= least_s:
            if found_s < least_s:
                shaken = 0
            least_s = found_s
            _copy(timed.order, timed.kept)
        else:
            _copy(timed.kept, timed.order)
    _copy(timed.kept, timed.order)
    return least_s


@compiled
def _retime(timed: Timed) -> None:
    order, window, last = timed.order, timed.window, len(timed.order) - 1
    timed.early_s[0], timed.late_s[last] = timed.span[0], timed.span[1]
    for place in range(1, last):
        at_s = timed.early_s[place - 1] + timed.way_s[order[place - 1], order[place]]
        timed.early_s[place] = left_s(window[order[place]], at_s)
    for place in range(last - 1, 0, -1):
        leave_s = timed.late_s[place + 1] - timed.way_s[order[place], order[place + 1]]
        timed.late_s[place] = entered_s(window[order[place]], leave_s)


@compiled
def _keeps_hours(timed: Timed, first: int, last: int) -> bool:
    """Return whether the places ``first``..``last`` may be filled as ``trial`` says."""
    leave_s, before = timed.early_s[first - 1], timed.order[first - 1]
    for place in range(first, last + 1):
        number = timed.trial[place]
        leave_s = left_s(timed.window[number], leave_s + timed.way_s[before, number])
        if leave_s >= NEVER:
            return False
        before = number
    return bool(leave_s + timed.way_s[before, timed.order[last + 1]] <= timed.late_s[last + 1])


@compiled
def _take_trial(timed: Timed, first: int, last: int) -> None:
    for place in range(first, last + 1):
        timed.order[place] = timed.trial[place]
    _retime(timed)


@compiled
def _try_exchange(timed: Timed, first: int, middle: int, last: int) -> bool:
    """Exchange the places ``first``..``middle`` - 1 and ``middle``..``last`` if the hours allow it."""
    at = first
    for place in range(middle, last + 1):
        timed.trial[at] = timed.order[place]
        at += 1
    for place in range(first, middle):
        timed.trial[at] = timed.order[place]
        at += 1
    if not _keeps_hours(timed, first, last):
        return False
    _take_trial(timed, first, last)
    return True


@compiled
def _or_opt(timed: Timed, first: int) -> bool:
    """Shorten the way by exchanging two neighbouring stretches that begin at ``first``, one of them short."""
    order, way_s, inner = timed.order, timed.way_s, len(timed.order) - 2
    for last in range(first + 1, inner + 1):
        before, after, here = order[first - 1], order[last + 1], order[first]
        old_s = way_s[before, here] + way_s[order[last], after]
        for cut in range(2 * _LONGEST_MOVED):
            middle = first + 1 + cut if cut < _LONGEST_MOVED else last - (cut - _LONGEST_MOVED)
            if middle <= first or middle > last:
                continue
            gone_s = old_s + way_s[order[middle - 1], order[middle]]
            new_s = way_s[before, order[middle]] + way_s[order[last], here] + way_s[order[middle - 1], after]
            if new_s < gone_s and _try_exchange(timed, first, middle, last):
                return True
    return False


@compiled
def _two_opt(timed: Timed, first: int) -> bool:
    """Shorten the way by reversing a stretch that begins at ``first``."""
    order, way_s, inner = timed.order, timed.way_s, len(timed.order) - 2
    there_s, back_s = 0, 0
    before, here = order[first - 1], order[first]
    for last in range(first + 1, inner + 1):
        there_s += way_s[order[last - 1], order[last]]
        back_s += way_s[order[last], order[last - 1]]
        after = order[last + 1]
        old_s = way_s[before, here] + there_s + way_s[order[last], after]
        if way_s[before, order[last]] + back_s + way_s[here, after] < old_s:
            for place in range(first, last + 1):
                timed.trial[place] = order[first + last - place]
            if _keeps_hours(timed, first, last):
                _take_trial(timed, first, last)
                return True
    return False


@compiled
def _descend(timed: Timed) -> None:
    inner = len(timed.order) - 2
    since, here = 0, 0
    while since < inner:
        since, here = since + 1, here % inner + 1
        while _or_opt(timed, here) or _two_opt(timed, here):
            since = 0


@compiled
def _shake(timed: Timed, count: int, chance: Ints) -> None:
    """Shift ``count`` visits, or short stretches, at random within the hours."""
    inner = len(timed.order) - 2
    for _ in range(_TRIES * count):
        size = 1 + int(draw(chance) * 3)
        first, last = 1 + int(draw(chance) * inner), 1 + int(draw(chance) * inner)
        if last - first < size:
            continue
        middle = first + size if draw(chance) < 0.5 else last + 1 - size
        if _try_exchange(timed, first, middle, last):
            count -= 1
            if count == 0:
                return


@compiled
def shorten_in_hours(timed: Timed, rounds: int, chance: Ints) -> int:
    """Shake and descend so many times; return the length of ``best``. Both ``kept`` and it keep all hours."""
    _copy(timed.best, timed.order)
    best_s = _length_s(timed)
    _copy(timed.kept, timed.order)
    _retime(timed)
    _descend(timed)
    kept_s = _length_s(timed)
    _copy(timed.order, timed.kept)
    if kept_s < best_s:
        best_s = kept_s
        _copy(timed.order, timed.best)
    level = timed.level
    for _ in range(rounds):
        _shake(timed, level[0], chance)
        _descend(timed)
        length_s = _length_s(timed)
        level[1] += 1
        if level[1] >= _PATIENCE:
            level[0], level[1] = level[0] % _MOST_SHAKEN + 1, 0
        if length_s <= kept_s - _HEAT * best_s / len(timed.order) * np.log(1.0 - draw(chance)):
            kept_s = length_s
            _copy(timed.order, timed.kept)
            if length_s < best_s:
                best_s, level[0], level[1] = length_s, 1, 0
                _copy(timed.order, timed.best)
        else:
            _copy(timed.kept, timed.order)
            _retime(timed)
    return int(best_s)

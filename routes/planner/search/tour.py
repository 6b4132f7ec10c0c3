"""The shortest order of one day whose windows never bind: iterated 2-opt and or-opt.

Neighbour lists and a queue of places to look at (Bentley, *ORSA Journal on Computing* 4, 1992), shaken by the
exchange of two neighbouring segments (the local double bridge of Johnson and McGeoch, 1997). Ways may be
asymmetric: what lies inside a reversed segment is counted both ways.
"""

from typing import Final, NamedTuple

import numpy as np

from routes.planner.search.compiled import compiled
from routes.planner.search.model import BREAKS, CLOSES, END, FINISH, OPENS, START, TABLE, Ints, Model
from routes.planner.search.recreate import draw

_LOOKED_AT: Final = 8
_LONGEST_MOVED: Final = 3
_SHAKEN: Final = 50
_HEAT: Final = 0.1
"""Of a mean way: how much longer a course may be to be gone on from."""


class Course(NamedTuple):
    """An order of nodes, the ends included, with its scratch space.

    ``order`` holds numbers of ``node``, ``place`` the place of each; ``kept`` the order to go back to,
    ``best`` the shortest; ``is_due`` marks the numbers whose neighbourhood is still to be looked at.
    """

    way_s: Ints
    near: Ints
    order: Ints
    place: Ints
    kept: Ints
    best: Ints
    is_due: Ints


def is_plain(model: Model) -> bool:
    """Return whether there is one day on which only its end says when to be where."""
    day, facts = model.day, model.fact
    if len(day) != 1 or day[0, BREAKS] or model.limit.shape[1] or len(model.pin):
        return False
    is_open = (facts[0, :, OPENS] <= day[0, 1]) & (facts[0, :, CLOSES] >= day[0, END])
    return bool(model.window.shape[2] == 1 and is_open.all() and len(model.ends) >= 5)


def course_of(model: Model, units: tuple[int, ...]) -> Course:
    """Return the course of a day that visits ``units`` in order; number 0 is its start, the last its end."""
    table = model.travel_s[model.day[0, TABLE]]
    leave = [int(model.day[0, START]), *(int(model.ends[unit, 1]) for unit in units), 0]
    enter = [0, *(int(model.ends[unit, 0]) for unit in units), int(model.day[0, FINISH])]
    way_s = np.ascontiguousarray(table[np.ix_(leave, enter)])
    both_s = way_s + way_s.T
    np.fill_diagonal(both_s, -1)
    near = np.argsort(both_s[1:-1, 1:-1], axis=1, kind="stable")[:, 1 : 1 + _LOOKED_AT] + 1
    count = len(way_s)
    rows = np.zeros((count, near.shape[1]), np.int64)
    rows[1:-1] = near
    numbers = np.arange(count)
    order, place, kept, best = (numbers.copy() for _ in range(4))
    return Course(way_s, rows, order, place, kept, best, np.ones(count, np.int64))


@compiled
def _length_s(course: Course, first: int, last: int) -> int:
    """Return the way from place ``first`` to place ``last``."""
    total = 0
    for place in range(first, last):
        total += course.way_s[course.order[place], course.order[place + 1]]
    return total


@compiled
def _reversed_s(course: Course, first: int, last: int) -> int:
    """Return the way from place ``last`` back to place ``first``."""
    total = 0
    for place in range(first, last):
        total += course.way_s[course.order[place + 1], course.order[place]]
    return total


@compiled
def _reverse(course: Course, first: int, last: int) -> None:
    while first < last:
        one, other = course.order[first], course.order[last]
        course.order[first], course.order[last] = other, one
        course.place[one], course.place[other] = last, first
        first, last = first + 1, last - 1


@compiled
def _exchange(course: Course, first: int, middle: int, last: int) -> None:
    """Exchange the places ``first``..``middle`` - 1 and ``middle``..``last``."""
    _reverse(course, first, middle - 1)
    _reverse(course, middle, last)
    _reverse(course, first, last)


@compiled
def _mark(course: Course, place: int) -> None:
    for at in range(max(1, place - 1), min(len(course.order) - 1, place + 2)):
        course.is_due[course.order[at]] = 1


@compiled
def _try_reverse(course: Course, first: int, last: int) -> bool:
    """Reverse the places ``first``..``last`` if that shortens the way."""
    order, way_s = course.order, course.way_s
    if first < 1 or last > len(order) - 2 or first >= last:
        return False
    before, after = order[first - 1], order[last + 1]
    new_s = way_s[before, order[last]] + way_s[order[first], after]
    old_s = way_s[before, order[first]] + way_s[order[last], after]
    if new_s + _reversed_s(course, first, last) >= old_s + _length_s(course, first, last):
        return False
    _mark(course, first)
    _mark(course, last)
    _reverse(course, first, last)
    return True


@compiled
def _try_exchange(course: Course, first: int, middle: int, last: int) -> bool:
    """Exchange two neighbouring segments if that shortens the way."""
    order, way_s = course.order, course.way_s
    if first < 1 or last > len(order) - 2 or not first < middle <= last:
        return False
    before, after = order[first - 1], order[last + 1]
    old_s = way_s[before, order[first]] + way_s[order[middle - 1], order[middle]] + way_s[order[last], after]
    new_s = way_s[before, order[middle]] + way_s[order[last], order[first]] + way_s[order[middle - 1], after]
    if new_s >= old_s:
        return False
    for place in (first, middle, last):
        _mark(course, place)
    _exchange(course, first, middle, last)
    return True


@compiled
def _improve_at(course: Course, number: int) -> bool:
    """Try the moves that bring ``number`` beside one of its nearest; return whether one was made."""
    for rank in range(course.near.shape[1]):
        here, there = course.place[number], course.place[course.near[number, rank]]
        low, high = min(here, there), max(here, there)
        if _try_reverse(course, low + 1, high) or _try_reverse(course, low, high - 1):
            return True
        for size in range(1, _LONGEST_MOVED + 1):
            if here < there:
                if _try_exchange(course, here, here + size, there) or _try_exchange(
                    course, here - size + 1, here + 1, there - 1
                ):
                    return True
            elif _try_exchange(course, there + 1, here, here + size - 1) or _try_exchange(
                course, there, here - size + 1, here
            ):
                return True
    return False


@compiled
def _descend(course: Course) -> None:
    is_done = False
    while not is_done:
        is_done = True
        for place in range(1, len(course.order) - 1):
            number = course.order[place]
            if course.is_due[number]:
                course.is_due[number] = 0
                while _improve_at(course, number):
                    is_done = False


@compiled
def _shake(course: Course, chance: Ints) -> None:
    """Exchange two short neighbouring segments anywhere."""
    inner = len(course.order) - 2
    reach = min(_SHAKEN, inner // 2)
    first = 1 + int(draw(chance) * (inner - 2 * reach + 1))
    middle = first + 1 + int(draw(chance) * (reach - 1))
    last = middle + int(draw(chance) * reach)
    for place in (first, middle, last):
        _mark(course, place)
    _exchange(course, first, middle, min(last, inner))


@compiled
def shorten(course: Course, rounds: int, chance: Ints) -> int:
    """Shake and descend so many times; return the length of ``best``, the shortest course met."""
    count = len(course.order)
    _descend(course)
    kept_s = _length_s(course, 0, count - 1)
    best_s = kept_s
    _copy(course.order, course.kept)
    _copy(course.order, course.best)
    for _ in range(rounds):
        _shake(course, chance)
        _descend(course)
        length_s = _length_s(course, 0, count - 1)
        if length_s < kept_s - _HEAT * best_s / count * np.log(1.0 - draw(chance)):
            kept_s = length_s
            _copy(course.order, course.kept)
            if length_s < best_s:
                best_s = length_s
                _copy(course.order, course.best)
        else:
            _copy(course.kept, course.order)
            for place in range(count):
                course.place[course.order[place]] = place
    return int(best_s)


@compiled
def _copy(source: Ints, target: Ints) -> None:
    for place in range(len(source)):
        target[place] = source[place]

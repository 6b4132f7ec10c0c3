"""Free time of a day is spent by visiting longer."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from routes.planner.problem import DayOrder, Plan, Problem
from routes.planner.rules import keeps_budget
from routes.planner.timing import DayTiming, time_day

_STEP_S: Final = 60
_PARTS: Final = 64
"""Steps of the common share; finer ones make less than a minute."""


def stretched(problem: Problem, plan: Plan) -> tuple[tuple[int, ...], ...]:
    """Return by how many seconds each visit of a plan that can be kept may last longer.

    All visits of a day get the same share of the way from their length to their longest, as large as the day
    allows; then each in turn, best scored first, what still fits. Nothing is dropped or reordered for it and
    the budget is kept (a vehicle paid by the hour makes long days dear).
    """
    timings = [_timed(problem, day, order, ()) for day, order in enumerate(plan)]
    found: list[tuple[int, ...]] = []
    for day, order in enumerate(plan):
        room_s = [_room_s(problem, number) for number in order.sites]
        longer_s = _longest(problem, plan, timings, day, room_s) if any(room_s) else (0,) * len(room_s)
        timings[day] = _timed(problem, day, order, longer_s)
        found.append(longer_s)
    return tuple(found)


def _room_s(problem: Problem, number: int) -> int:
    site = problem.sites[number]
    return max(0, (site.longest_s or site.visit_s) - site.visit_s) // _STEP_S * _STEP_S


def _timed(problem: Problem, day: int, order: DayOrder, longer_s: Sequence[int]) -> DayTiming:
    timing = time_day(problem, day, order, longer_s=longer_s)
    if timing is None:
        raise ValueError(f"day {day} cannot be kept")
    return timing


def _longest(
    problem: Problem, plan: Plan, timings: list[DayTiming], day: int, room_s: Sequence[int]
) -> tuple[int, ...]:
    order = plan[day]

    def fits(longer_s: Sequence[int]) -> bool:
        timing = time_day(problem, day, order, longer_s=longer_s)
        return timing is not None and keeps_budget(
            problem, plan, [*timings[:day], timing, *timings[day + 1 :]]
        )

    def common(part: int) -> list[int]:
        return [room * part // _PARTS // _STEP_S * _STEP_S for room in room_s]

    longer_s = common(_most(_PARTS, lambda part: fits(common(part))))
    ranked = sorted(range(len(room_s)), key=lambda i: (-problem.sites[order.sites[i]].score_on(day), i))
    for place in ranked:
        steps = (room_s[place] - longer_s[place]) // _STEP_S
        longer_s = _with_more(longer_s, place, _most(steps, partial(_fits_more, fits, longer_s, place)))
    return tuple(longer_s)


def _fits_more(fits: Callable[[Sequence[int]], bool], longer_s: list[int], place: int, steps: int) -> bool:
    return fits(_with_more(longer_s, place, steps))


def _with_more(longer_s: list[int], place: int, steps: int) -> list[int]:
    return [*longer_s[:place], longer_s[place] + steps * _STEP_S, *longer_s[place + 1 :]]


def _most(limit: int, fits: Callable[[int], bool]) -> int:
    """Return the largest number up to ``limit`` that fits; 0 does, and what is below one that fits does."""
    sure, too_many = 0, limit + 1
    while too_many - sure > 1:
        middle = (sure + too_many) // 2
        if fits(middle):
            sure = middle
        else:
            too_many = middle
    return sure

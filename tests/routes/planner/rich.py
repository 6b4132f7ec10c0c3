"""Random tiny problems with every rule of the model, and the best plan by trying everything."""

from itertools import pairwise, permutations, product
from random import Random

import numpy as np

from data.model.place import PlaceId
from routes.planner.objective import Value, value_of
from routes.planner.problem import (
    AXIS_DAY_S,
    Break,
    BreakSpot,
    BreakStop,
    DayOrder,
    Group,
    Pin,
    Plan,
    Precedence,
    Problem,
    Site,
    TourDay,
    Window,
)
from routes.planner.rules import is_feasible
from routes.planner.timing import time_day
from routes.planner.travel import Travel

HOUR = 3600


def rich_problem(random: Random, *, is_time_dependent: bool = False) -> Problem:
    """Return up to four sites on up to two days, with breaks, spots, groups, order, limits and budget."""
    days = random.choice((1, 1, 2))
    count = random.randint(1, 4 if days == 1 else 3)
    spots = tuple(range(1 + count, 1 + count + random.randint(0, 2)))
    travel = _travel(random, 1 + count + len(spots), is_time_dependent=is_time_dependent)
    numbers = range(count)
    groups = tuple(
        Group(
            f"g{key}",
            random.randint(0, 2),
            frozenset(random.sample(numbers, random.randint(1, count))),
            most=random.choice((None, 1, 2)),
            first_bonus=random.choice((0, 5)),
        )
        for key in range(random.randint(0, 2))
    )
    is_pair = count > 1
    precedences = [Precedence(*random.sample(numbers, 2))] if is_pair and random.random() < 0.4 else []
    pins = [Pin(random.choice(numbers), random.random() < 0.5, random.random() < 0.3)]
    sequences = [tuple(random.sample(numbers, 2))] if is_pair and random.random() < 0.25 else []
    return Problem(
        tuple(_site(random, number, days) for number in numbers),
        tuple(_day(random, day, spots) for day in range(days)),
        (travel,),
        groups,
        tuple(precedences),
        tuple(pins) if random.random() < 0.3 else (),
        tuple(sequences),
        random.choice((None, None, 300, 500)),
    )


def _travel(random: Random, nodes: int, *, is_time_dependent: bool) -> Travel:
    def matrix(least: int, most: int) -> np.ndarray[tuple[int, int], np.dtype[np.int64]]:
        cells = [[random.randint(least, most) for _ in range(nodes)] for _ in range(nodes)]
        found = np.array(cells, dtype=np.int64)
        np.fill_diagonal(found, 0)
        return found

    base, walk_m, distance_m = 60 * matrix(1, 70), matrix(0, 10), 10 * matrix(1, 60)
    if not is_time_dependent:
        return Travel(base, walk_m=walk_m, distance_m=distance_m)
    slow = -(-base * random.choice((12, 15, 20)) // 600) * 60
    starts = (0, random.choice((8, 9)) * HOUR, random.choice((10, 12)) * HOUR)
    return Travel(np.stack([base, slow, base]), starts, walk_m=walk_m, distance_m=distance_m, step_s=60)


def _day(random: Random, day: int, spots: tuple[int, ...]) -> TourDay:
    midnight = day * AXIS_DAY_S
    breaks = []
    if random.random() < 0.6:
        spans = ((midnight + 11 * HOUR, midnight + 12 * HOUR + random.randint(0, 2) * 1800),)
        places = tuple(BreakSpot(node, spans) for node in spots) if random.random() < 0.5 else ()
        breaks.append(Break(midnight + 11 * HOUR, midnight + 13 * HOUR, HOUR, places))
    if random.random() < 0.3:
        breaks.append(Break(midnight + 10 * HOUR, midnight + 14 * HOUR, 900, name="rest"))
    return TourDay(
        0,
        0,
        midnight + 8 * HOUR,
        midnight + 15 * HOUR,
        tuple(breaks),
        boarding_s=random.choice((0, 0, 300)),
        max_travel_s=random.choice((None, None, 3 * HOUR)),
        max_walk_m=random.choice((None, None, 1200)),
        cost_vnd=random.choice((0, 100)),
        vnd_per_km=random.choice((0, 7)),
        vnd_per_hour=random.choice((0, 11)),
    )


def _site(random: Random, number: int, days: int) -> Site:
    windows = []
    for day in range(days):
        first_s = day * AXIS_DAY_S + random.randint(8, 12) * HOUR
        windows.append(Window(day, first_s, first_s + random.randint(0, 2) * HOUR))
        if random.random() < 0.4:
            later_s = windows[-1].latest_s + HOUR
            windows.append(Window(day, later_s, later_s + HOUR))
    return Site(
        PlaceId(f"s{number}"),
        number + 1,
        random.randint(0, 9),
        random.choice((1800, 3600, 7200)),
        tuple(windows),
        random.random() < 0.25,
        day_scores=tuple(random.randint(0, 9) for _ in range(days)) if random.random() < 0.3 else (),
        cost_vnd=random.choice((0, 50, 120)),
    )


def best_by_trying_everything(problem: Problem) -> tuple[Value, Plan] | None:
    """Return the best of all plans, breaks at every place and in every order; ``None`` if there is none."""
    choices = [_orders(problem, day) for day in range(len(problem.days))]
    plans: list[Plan] = [plan for plan in product(*choices) if is_feasible(problem, plan)]
    valued = ((value_of(problem, plan), plan) for plan in plans)
    return max(valued, key=lambda pair: pair[0].rank, default=None)


def _orders(problem: Problem, day: int) -> list[DayOrder]:
    numbers = range(len(problem.sites))
    rows = [row for size in range(len(numbers) + 1) for row in permutations(numbers, size)]
    orders = (DayOrder(row, stops) for row in rows for stops in _breaks(problem, day, len(row)))
    return [order for order in orders if time_day(problem, day, order) is not None]


def _breaks(problem: Problem, day: int, visits: int) -> list[tuple[BreakStop, ...]]:
    if not visits:
        return [()]
    options = []
    for number, pause in enumerate(problem.days[day].breaks):
        nodes: list[int | None] = [spot.node for spot in pause.spots]
        options.append(
            [BreakStop(number, after, node) for after in range(visits + 1) for node in nodes or [None]]
        )
    mixed = (row for chosen in product(*options) for row in permutations(chosen))
    return [row for row in mixed if all(one.after <= other.after for one, other in pairwise(row))]

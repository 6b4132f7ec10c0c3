"""The compiled search loop: ruin, recreate, accept by annealing; good days are kept in a pool."""

from typing import NamedTuple

import numpy as np

from routes.planner.search.clock import retime
from routes.planner.search.compiled import compiled
from routes.planner.search.model import BONUS, LEAST, SCORE, Ints, Model, Tour
from routes.planner.search.recreate import Desk, Taste, draw, place_of, recreate


class Pool(NamedTuple):
    """Days found in good plans, the newest over the oldest.

    ``day``, ``size``, ``order``, ``travel_s`` and ``mark`` (a hash of the units) have a row for each;
    ``slot`` maps marks to rows, -1 where there is none; ``written`` counts the rows written so far.
    """

    day: Ints
    size: Ints
    order: Ints
    travel_s: Ints
    mark: Ints
    slot: Ints
    written: Ints


class Record(NamedTuple):
    """The best plan of a search so far: orders and sizes of the days, and (missed, points, travel)."""

    order: Ints
    size: Ints
    value: Ints


class Schedule(NamedTuple):
    """What one stretch of the search does.

    Parameters
    ----------
    iterations
        Rounds of ruin and recreate.
    hot, cold
        Temperature at begin and end, points.
    travel_weight
        Points that a second of travel costs in the search (not in the value of a plan).
    demand_value
        Points that a missed demand costs in the search.
    most_removed
        Largest number of units a round takes out.
    unit_s
        A typical way, seconds, to scale costs.
    greedy_share
        Share of the rounds that insert the best of all again and again, rather than one after the other.
    """

    iterations: int
    hot: float
    cold: float
    travel_weight: float
    demand_value: float
    most_removed: int
    unit_s: float
    greedy_share: float


@compiled
def value_of(model: Model, tour: Tour, value: Ints) -> None:
    """Write (missed demands, points, travel) of a tour."""
    missed, points, travel_s = 0, 0, 0
    for group in range(len(tour.reached)):
        missed += max(0, model.group[group, LEAST] - tour.reached[group])
        if tour.reached[group] > 0:
            points += model.group[group, BONUS]
    for day in range(len(tour.size)):
        travel_s += tour.sums[day, 0]
        for place in range(tour.size[day]):
            points += model.fact[day, tour.order[day, place], SCORE]
    value[0], value[1], value[2] = missed, points, travel_s


@compiled
def is_better(one: Ints, other: Ints) -> bool:
    """Return whether value ``one`` comes before ``other``."""
    if one[0] != other[0]:
        return bool(one[0] < other[0])
    if one[1] != other[1]:
        return bool(one[1] > other[1])
    return bool(one[2] < other[2])


@compiled
def copy_row(source: Ints, target: Ints) -> None:
    """Copy a row of numbers."""
    for place in range(len(source)):
        target[place] = source[place]


@compiled
def _note(tour: Tour, value: Ints, record: Record) -> None:
    copy_row(value, record.value)
    copy_row(tour.size, record.size)
    for day in range(len(tour.size)):
        copy_row(tour.order[day], record.order[day])


@compiled
def visits(tour: Tour) -> int:
    """Return the number of units in a tour."""
    total = 0
    for day in range(len(tour.size)):
        total += tour.size[day]
    return total


@compiled
def copy_day(source: Tour, target: Tour, day: int) -> None:
    """Copy one day; ``day_of`` and ``count`` are copied apart."""
    size = source.size[day]
    target.size[day] = size
    copy_row(source.sums[day], target.sums[day])
    for place in range(size):
        target.order[day, place] = source.order[day, place]
    for taken in range(source.early_s.shape[1]):
        for place in range(size + 2):
            target.early_s[day, taken, place] = source.early_s[day, taken, place]
            target.late_s[day, taken, place] = source.late_s[day, taken, place]


@compiled
def _take_out(model: Model, tour: Tour, desk: Desk, day: int, first: int, count: int) -> None:
    """Remove ``count`` units of a day from position ``first`` on, without retiming it."""
    order, size = tour.order[day], tour.size[day]
    for place in range(first, first + count):
        unit = order[place]
        tour.day_of[unit] = -1
        desk.is_new[unit] = 1
        for at in range(model.group_from[unit], model.group_from[unit + 1]):
            tour.reached[model.group_of[at]] -= 1
    for place in range(first + count, size):
        order[place - count] = order[place]
    tour.size[day] = size - count
    desk.is_changed[day] = 1


@compiled
def _ruin_strings(model: Model, tour: Tour, desk: Desk, seed: int, wanted: int, chance: Ints) -> None:
    """Take strings of visits near ``seed`` out of several days."""
    removed = 0
    for rank in range(-1, model.near.shape[1]):
        unit = seed if rank < 0 else model.near[seed, rank]
        day = tour.day_of[unit]
        if day < 0 or desk.is_changed[day]:
            continue
        place, size = place_of(tour, unit), tour.size[day]
        count = min(size, 1 + int(draw(chance) * (wanted - removed)))
        first = place - int(draw(chance) * count)
        first = max(0, min(first, size - count))
        _take_out(model, tour, desk, day, first, count)
        removed += count
        if removed >= wanted or draw(chance) < 0.1:
            return


@compiled
def _ruin_near(model: Model, tour: Tour, desk: Desk, seed: int, wanted: int, chance: Ints) -> None:
    """Take single visits near ``seed`` out."""
    removed = 0
    for rank in range(-1, model.near.shape[1]):
        unit = seed if rank < 0 else model.near[seed, rank]
        day = tour.day_of[unit]
        if day >= 0 and draw(chance) < 0.75:
            _take_out(model, tour, desk, day, place_of(tour, unit), 1)
            removed += 1
            if removed >= wanted:
                return


@compiled
def _ruin_anywhere(model: Model, tour: Tour, desk: Desk, wanted: int, chance: Ints) -> None:
    """Take random visits out."""
    for _ in range(wanted):
        total = visits(tour)
        if total == 0:
            return
        number = int(draw(chance) * total)
        day = 0
        while number >= tour.size[day]:
            number -= tour.size[day]
            day += 1
        _take_out(model, tour, desk, day, number, 1)


@compiled
def ruin(model: Model, tour: Tour, desk: Desk, most: int, chance: Ints) -> None:
    """Take some visits out, most often neighbouring ones."""
    units = len(tour.day_of)
    wanted = 1 + int(draw(chance) * min(most, max(1, visits(tour))))
    seed = int(draw(chance) * units)
    lot = draw(chance)
    if lot < 0.6:
        _ruin_strings(model, tour, desk, seed, wanted, chance)
    elif lot < 0.8:
        _ruin_near(model, tour, desk, seed, wanted, chance)
    else:
        _ruin_anywhere(model, tour, desk, min(wanted, 1 + most // 2), chance)
    for day in range(len(tour.size)):
        if desk.is_changed[day]:
            retime(model, tour, day)


@compiled
def _draw_taste(schedule: Schedule, chance: Ints) -> Taste:
    lot = draw(chance)
    power = 1.0 if lot < 0.4 else (0.5 if lot < 0.6 else (2.0 if lot < 0.9 else 0.0))
    length_share = 0.0 if draw(chance) < 0.5 else draw(chance)
    base_s = schedule.unit_s * (0.05 + 0.5 * draw(chance))
    noise = 0.9 * draw(chance) ** 2
    blink = 0.02 if draw(chance) < 0.5 else 0.0
    return Taste(
        schedule.demand_value, power, length_share, base_s, noise, blink, draw(chance) < schedule.greedy_share
    )


@compiled
def keep_day(tour: Tour, pool: Pool, day: int) -> None:
    """Write one day into the pool unless it is there with the same units and no more travel."""
    size = tour.size[day]
    if size == 0:
        return
    mark = day + 1
    for place in range(size):
        unit = tour.order[day, place] + 1
        # A sum of mixed numbers does not depend on the order of visits.
        mixed = (unit * 2654435761) & 0xFFFFFFFFFF
        mark += ((mixed ^ (mixed >> 15)) * 40503) & 0xFFFFFFFFFF
    at = mark % len(pool.slot)
    row = pool.slot[at]
    if row >= 0 and pool.mark[row] == mark:
        if pool.travel_s[row] <= tour.sums[day, 0]:
            return
    else:
        row = pool.written[0] % len(pool.size)
        pool.written[0] += 1
        pool.slot[at] = row
    pool.mark[row], pool.day[row] = mark, day
    pool.size[row], pool.travel_s[row] = size, tour.sums[day, 0]
    for place in range(size):
        pool.order[row, place] = tour.order[day, place]


@compiled
def anneal(
    model: Model,
    current: Tour,
    trial: Tour,
    record: Record,
    pool: Pool,
    desk: Desk,
    schedule: Schedule,
    chance: Ints,
) -> int:
    """Search from ``current`` for a stretch; return in how many rounds it missed demands.

    ``trial`` must equal ``current`` at the beginning and does so at the end.
    """
    days = len(current.size)
    value, present = desk.values[0], desk.values[1]
    value_of(model, current, present)
    level = _level(model, current, desk, present, schedule)
    cooling = (schedule.cold / schedule.hot) ** (1.0 / max(1, schedule.iterations))
    heat = schedule.hot
    lacking = 0
    for _ in range(schedule.iterations):
        for unit in range(len(trial.day_of)):
            desk.is_new[unit] = 0
        for day in range(days):
            desk.is_changed[day] = 0
        ruin(model, trial, desk, schedule.most_removed, chance)
        recreate(model, trial, desk, _draw_taste(schedule, chance), 1 if draw(chance) < 0.02 else 0, chance)
        value_of(model, trial, value)
        found = _level(model, trial, desk, value, schedule)
        if is_better(value, record.value):
            _note(trial, value, record)
        heat *= cooling
        if found > level + heat * np.log(1.0 - draw(chance)):
            level, present[0] = found, value[0]
            if value[0] == 0 and value[1] >= record.value[1] - 6.0 * schedule.hot:
                for day in range(days):
                    if desk.is_changed[day]:
                        keep_day(trial, pool, day)
            _take_over(trial, current)
        else:
            _take_over(current, trial)
        lacking += present[0] > 0
    return lacking


@compiled
def _take_over(source: Tour, target: Tour) -> None:
    for day in range(len(source.size)):
        is_same = source.size[day] == target.size[day]
        if is_same:
            for place in range(source.size[day]):
                if source.order[day, place] != target.order[day, place]:
                    is_same = False
                    break
        if not is_same:
            copy_day(source, target, day)
    copy_row(source.day_of, target.day_of)
    copy_row(source.reached, target.reached)


@compiled
def _level(model: Model, tour: Tour, desk: Desk, value: Ints, schedule: Schedule) -> float:
    """Return what annealing compares: points less travel and missed demands at their present worth."""
    lacking = 0.0
    for group in range(len(tour.reached)):
        lacking += desk.urgency[group] * max(0, model.group[group, LEAST] - tour.reached[group])
    travel, demands = schedule.travel_weight * value[2], schedule.demand_value * lacking
    return float(value[1] - travel - demands)

"""Putting left-out units into a tour: greedy by worth, or one after the other in a given order."""

from typing import NamedTuple

import numpy as np

from routes.planner.search.clock import arrive, left_s, rest, retime
from routes.planner.search.compiled import compiled
from routes.planner.search.model import (
    BONUS,
    BREAKS,
    CLOSES,
    FINISH,
    INNER,
    LASTS,
    LEAST,
    MOST,
    NEVER,
    OPENS,
    SCORE,
    START,
    TABLE,
    Floats,
    Ints,
    Model,
    Tour,
)


class Taste(NamedTuple):
    """How one round values what it inserts, drawn anew for each.

    Parameters
    ----------
    demand_value
        Points that a demand met is worth at present.
    power
        Exponent of the points; the larger, the more the best units are favoured.
    length_share
        Share of the length of a visit that counts beside the detour.
    base_s
        Seconds added to every cost, so that a unit on the way is not worth infinitely much.
    noise
        Each worth is changed at random by up to this share.
    blink
        Share of positions that are overlooked (Christiaens and Vanden Berghe, *Transportation Science* 54,
        2020).
    is_greedy
        Whether the best of all is inserted again and again, or one after the other by worth.
    """

    demand_value: float
    power: float
    length_share: float
    base_s: float
    noise: float
    blink: float
    is_greedy: bool


class Desk(NamedTuple):
    """Scratch space.

    ``candidate``, ``worth`` and ``is_new`` (taken out in this round) by unit; ``cost_s`` and ``place`` of the
    best insertion into each day, shape (units, days); ``is_changed`` by day; ``times_s`` for breaks;
    ``values`` of the tours;
    ``choice`` of a unit and a day;
    ``urgency`` by group: how many times the common value a demand of it is worth, grown while it is missed.
    """

    candidate: Ints
    worth: Floats
    is_new: Ints
    cost_s: Ints
    place: Ints
    is_changed: Ints
    times_s: Ints
    values: Ints
    choice: Ints
    urgency: Floats


def new_desk(model: Model) -> Desk:
    """Return scratch space for a model."""
    days, units = model.fact.shape[:2]
    return Desk(
        np.zeros(units, np.int64),
        np.zeros(units),
        np.zeros(units, np.int64),
        np.zeros((units, days), np.int64),
        np.zeros((units, days), np.int64),
        np.zeros(days, np.int64),
        np.zeros((2, model.pause.shape[1] + 1), np.int64),
        np.zeros((2, 3), np.int64),
        np.zeros(2, np.int64),
        np.ones(len(model.group)),
    )


@compiled
def draw(chance: Ints) -> float:
    """Return a number in [0, 1) and step the generator.

    Park and Miller, *Communications of the ACM* 31 (1988): the same numbers compiled and interpreted.
    """
    chance[0] = chance[0] * 48271 % 2147483647
    return float(chance[0] / 2147483647.0)


@compiled
def gain(model: Model, tour: Tour, desk: Desk, day: int, unit: int, demand_value: float) -> float:
    """Return the points that a left-out unit would add on a day, with the value of demands it meets."""
    points = float(model.fact[day, unit, SCORE])
    for row in range(model.group_from[unit], model.group_from[unit + 1]):
        group = model.group_of[row]
        if tour.reached[group] < model.group[group, LEAST]:
            points += demand_value * desk.urgency[group]
        if tour.reached[group] == 0:
            points += model.group[group, BONUS]
    return points


@compiled
def _is_allowed(model: Model, tour: Tour, unit: int) -> bool:
    """Return whether the rules of groups let a unit in."""
    first = model.group_from[unit]
    for row in range(first, model.group_from[unit + 1]):
        group = model.group_of[row]
        same = 0
        for other in range(first, row + 1):
            same += model.group_of[other] == group
        if tour.reached[group] + same > model.group[group, MOST]:
            return False
    return True


@compiled
def place_of(tour: Tour, unit: int) -> int:
    """Return the place of a unit that is in the tour in the order of its day."""
    order = tour.order[tour.day_of[unit]]
    place = 0
    while order[place] != unit:
        place += 1
    return place


@compiled
def _first_place(model: Model, tour: Tour, day: int, unit: int) -> int:
    """Return the first position that pins and precedences leave, larger than any if none."""
    size = int(tour.size[day])
    first = 1 if size > 0 and model.pin[tour.order[day, 0], 0] else 0
    if model.pin[unit, 1]:
        first = size
    for row in range(len(model.pair)):
        before = model.pair[row, 0]
        if model.pair[row, 1] == unit and tour.day_of[before] > day:
            return size + 1
        if model.pair[row, 1] == unit and tour.day_of[before] == day:
            first = max(first, place_of(tour, before) + 1)
    return first


@compiled
def _last_place(model: Model, tour: Tour, day: int, unit: int) -> int:
    """Return the last position that pins and precedences leave, -1 if none."""
    size = int(tour.size[day])
    last = size - 1 if size > 0 and model.pin[tour.order[day, size - 1], 1] else size
    if model.pin[unit, 0]:
        last = min(last, 0)
    for row in range(len(model.pair)):
        after = model.pair[row, 1]
        if model.pair[row, 0] == unit and 0 <= tour.day_of[after] < day:
            return -1
        if model.pair[row, 0] == unit and tour.day_of[after] == day:
            last = min(last, place_of(tour, after))
    return last


@compiled
def _keeps_limits(model: Model, tour: Tour, day: int, node: int, following: int, unit: int) -> bool:
    """Return whether limited resources allow a unit between two nodes of a day."""
    days = len(tour.size)
    for resource in range(model.limit.shape[1]):
        use = model.use[day, resource]
        added = use[node, model.ends[unit, 0]] + use[model.ends[unit, 1], following] - use[node, following]
        added += model.own_use[day, resource, unit]
        if tour.sums[day, 1 + resource] + added > model.limit[day, resource]:
            return False
        total = added
        for other in range(days):
            total += tour.sums[other, 1 + resource]
        if total > model.limit[days, resource]:
            return False
    return True


@compiled
def _fits(
    model: Model, tour: Tour, desk: Desk, day: int, place: int, unit: int, node: int, following: int
) -> bool:
    """Return whether a unit fits after position ``place``, between two nodes, by the times of the day."""
    travel_s, windows = model.travel_s[model.day[day, TABLE]], model.window[day, unit]
    enter, leave = model.ends[unit, 0], model.ends[unit, 1]
    states = model.day[day, BREAKS] + 1
    if states == 1:
        leave_s = left_s(windows, tour.early_s[day, 0, place] + travel_s[node, enter])
        return bool(leave_s + travel_s[leave, following] <= tour.late_s[day, 0, place + 1])
    pause, spot = model.pause[day], model.spot
    times_s, onward_s = desk.times_s[0, :states], desk.times_s[1, :states]
    arrive(travel_s, pause, spot, tour.early_s[day, :states, place], node, enter, times_s)
    for taken in range(states):
        times_s[taken] = left_s(windows, times_s[taken])
    rest(pause, times_s)
    arrive(travel_s, pause, spot, times_s, leave, following, onward_s)
    fits = False
    for taken in range(states):
        fits |= onward_s[taken] <= tour.late_s[day, taken, place + 1]
    return fits


@compiled
def find_place(model: Model, tour: Tour, desk: Desk, day: int, unit: int, blink: float, chance: Ints) -> None:
    """Write the cheapest insertion of a unit into a day; a place of -1 says that there is none."""
    desk.place[unit, day] = -1
    opens_s, closes_s = model.fact[day, unit, OPENS], model.fact[day, unit, CLOSES]
    if opens_s > closes_s:
        return
    size, order, ends = tour.size[day], tour.order[day], model.ends
    travel_s = model.travel_s[model.day[day, TABLE]]
    early_s, late_s = tour.early_s[day, 0], tour.late_s[day, model.day[day, BREAKS]]
    first, last = 0, size
    if len(model.pin) > 0:
        first, last = _first_place(model, tour, day, unit), _last_place(model, tour, day, unit)
    ends_s = opens_s + model.fact[day, unit, LASTS]
    best_s = NEVER
    for place in range(first, last + 1):
        if early_s[place] > closes_s:
            break
        if late_s[place + 1] < ends_s:
            continue
        node = ends[order[place - 1], 1] if place > 0 else model.day[day, START]
        following = ends[order[place], 0] if place < size else model.day[day, FINISH]
        detour_s = travel_s[node, ends[unit, 0]] + travel_s[ends[unit, 1], following]
        detour_s -= travel_s[node, following]
        if (
            detour_s < best_s
            and _fits(model, tour, desk, day, place, unit, node, following)
            and _keeps_limits(model, tour, day, node, following, unit)
            and (blink == 0.0 or draw(chance) >= blink)
        ):
            best_s = detour_s
            desk.place[unit, day] = place
    desk.cost_s[unit, day] = best_s + model.fact[day, unit, INNER]


@compiled
def insert(model: Model, tour: Tour, desk: Desk, day: int, unit: int) -> None:
    """Put a unit where ``find_place`` found room and bring the times of the day up to date."""
    order, size, place = tour.order[day], tour.size[day], desk.place[unit, day]
    for other in range(size, place, -1):
        order[other] = order[other - 1]
    order[place] = unit
    tour.size[day] = size + 1
    tour.day_of[unit] = day
    for row in range(model.group_from[unit], model.group_from[unit + 1]):
        tour.reached[model.group_of[row]] += 1
    desk.is_changed[day] = 1
    retime(model, tour, day)


@compiled
def recreate(model: Model, tour: Tour, desk: Desk, taste: Taste, is_thorough: int, chance: Ints) -> None:
    """Insert what fits. Units that were left out before are tried on changed days only.

    Parameters
    ----------
    is_thorough
        Not 0: every left-out unit is tried on every day.
    """
    count = 0
    for unit in range(len(tour.day_of)):
        if tour.day_of[unit] < 0 and _is_allowed(model, tour, unit):
            desk.candidate[count] = unit
            desk.worth[unit] = 1.0 + taste.noise * (2.0 * draw(chance) - 1.0)
            count += 1
    if taste.is_greedy:
        _insert_greedily(model, tour, desk, taste, count, is_thorough, chance)
    else:
        _insert_in_turn(model, tour, desk, taste, count, is_thorough, chance)


@compiled
def _worth(model: Model, tour: Tour, desk: Desk, taste: Taste, day: int, unit: int, detour_s: float) -> float:
    points = gain(model, tour, desk, day, unit, taste.demand_value)
    cost_s = detour_s + taste.base_s + taste.length_share * model.fact[day, unit, LASTS]
    return float(points**taste.power / max(cost_s, 1.0))


@compiled
def _insert_greedily(
    model: Model, tour: Tour, desk: Desk, taste: Taste, count: int, is_thorough: int, chance: Ints
) -> None:
    """Insert the best of all again and again."""
    for number in range(count):
        unit = desk.candidate[number]
        for day in range(len(tour.size)):
            desk.place[unit, day] = -1
            if is_thorough or desk.is_new[unit] or desk.is_changed[day]:
                find_place(model, tour, desk, day, unit, taste.blink, chance)
    while count > 0:
        count = _choose(model, tour, desk, taste, count)
        chosen, day = desk.choice[0], desk.choice[1]
        if chosen < 0:
            return
        insert(model, tour, desk, day, chosen)
        kept = 0
        for number in range(count):
            unit = desk.candidate[number]
            if unit != chosen and _is_allowed(model, tour, unit):
                desk.candidate[kept] = unit
                kept += 1
                if desk.place[unit, day] >= 0:
                    find_place(model, tour, desk, day, unit, taste.blink, chance)
        count = kept


@compiled
def _choose(model: Model, tour: Tour, desk: Desk, taste: Taste, count: int) -> int:
    """Write the best unit and its day, -1 for none; return how many candidates fit anywhere."""
    best, kept = -1.0, 0
    desk.choice[0] = -1
    for number in range(count):
        unit = desk.candidate[number]
        is_possible = False
        for day in range(len(tour.size)):
            if desk.place[unit, day] >= 0:
                is_possible = True
                detour_s = float(desk.cost_s[unit, day])
                worth = desk.worth[unit] * _worth(model, tour, desk, taste, day, unit, detour_s)
                if worth > best:
                    best = worth
                    desk.choice[0], desk.choice[1] = unit, day
        if is_possible:
            desk.candidate[kept] = unit
            kept += 1
    return kept


@compiled
def _insert_in_turn(
    model: Model, tour: Tour, desk: Desk, taste: Taste, count: int, is_thorough: int, chance: Ints
) -> None:
    """Insert one unit after the other by its worth, each where it costs least."""
    days = len(tour.size)
    for number in range(count):
        unit = desk.candidate[number]
        desk.worth[unit] *= _worth(model, tour, desk, taste, 0, unit, 0.0)
    while count > 0:
        best = 0
        for number in range(1, count):
            if desk.worth[desk.candidate[number]] > desk.worth[desk.candidate[best]]:
                best = number
        unit = desk.candidate[best]
        count -= 1
        desk.candidate[best] = desk.candidate[count]
        if not _is_allowed(model, tour, unit):
            continue
        best_s, best_day = NEVER, -1
        for day in range(days):
            if is_thorough or desk.is_new[unit] or desk.is_changed[day]:
                find_place(model, tour, desk, day, unit, taste.blink, chance)
                if desk.place[unit, day] >= 0 and desk.cost_s[unit, day] < best_s:
                    best_s, best_day = desk.cost_s[unit, day], day
        if best_day >= 0:
            insert(model, tour, desk, best_day, unit)

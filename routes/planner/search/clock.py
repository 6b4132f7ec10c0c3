"""Times of a day in the compiled search: forward and backward passes, and whether one more unit fits.

For each position the earliest departure and the latest arrival that leaves the rest of the day possible are
kept, once for each number of breaks already taken; whether a unit fits between two positions is then known
without looking at the others (Savelsbergh, *ORSA Journal on Computing* 4, 1992, extended to several windows
and to breaks). Breaks are taken in the order of their windows.
"""

from routes.planner.search.compiled import compiled
from routes.planner.search.model import (
    BEGIN,
    BREAKS,
    EARLIEST,
    END,
    FINISH,
    INNER,
    LATEST,
    LENGTH,
    NEVER,
    SPOT_FROM,
    SPOT_TO,
    START,
    TABLE,
    Ints,
    Model,
    Tour,
)


@compiled
def left_s(windows: Ints, arrive_s: int) -> int:
    """Return when a unit with ``windows`` is left that is entered at ``arrive_s``, or ``NEVER``."""
    for number in range(windows.shape[0]):
        if arrive_s <= windows[number, 1]:
            return int(max(arrive_s, windows[number, 0]) + windows[number, 2])
    return NEVER


@compiled
def entered_s(windows: Ints, leave_s: int) -> int:
    """Return the latest arrival at a unit with ``windows`` that is left by ``leave_s``, or ``-NEVER``."""
    for number in range(windows.shape[0] - 1, -1, -1):
        bound_s = leave_s - windows[number, 2]
        if windows[number, 0] <= bound_s:
            return int(min(bound_s, windows[number, 1]))
    return -NEVER


@compiled
def arrive(
    travel_s: Ints, pause: Ints, spot: Ints, leave_s: Ints, one: int, other: int, found_s: Ints
) -> None:
    """Write the earliest arrivals over one way into ``found_s``, by breaks taken before or on it."""
    breaks = len(found_s) - 1
    for taken in range(breaks + 1):
        found_s[taken] = NEVER
    for taken in range(breaks + 1):
        if leave_s[taken] >= NEVER:
            continue
        found_s[taken] = min(found_s[taken], leave_s[taken] + travel_s[one, other])
        if taken < breaks:
            for row in range(pause[taken, SPOT_FROM], pause[taken, SPOT_TO]):
                at_s = leave_s[taken] + travel_s[one, spot[row, 0]]
                if at_s <= spot[row, 2]:
                    done_s = max(at_s, spot[row, 1]) + pause[taken, LENGTH] + travel_s[spot[row, 0], other]
                    found_s[taken + 1] = min(found_s[taken + 1], done_s)


@compiled
def rest(pause: Ints, times_s: Ints) -> None:
    """Let breaks without spots be taken here: lower the earliest departures with more breaks taken."""
    for taken in range(len(times_s) - 1):
        is_anywhere = pause[taken, SPOT_FROM] == pause[taken, SPOT_TO]
        if is_anywhere and times_s[taken] <= pause[taken, LATEST]:
            done_s = max(times_s[taken], pause[taken, EARLIEST]) + pause[taken, LENGTH]
            times_s[taken + 1] = min(times_s[taken + 1], done_s)


@compiled
def retime(model: Model, tour: Tour, day: int) -> bool:
    """Compute times and sums of a day anew; return whether it can be kept."""
    _forward(model, tour, day)
    _backward(model, tour, day)
    _sum_up(model, tour, day)
    if tour.size[day] == 0:
        return True
    for resource in range(model.limit.shape[1]):
        if tour.sums[day, 1 + resource] > model.limit[day, resource]:
            return False
    arrive_s = tour.early_s[day, model.day[day, BREAKS], tour.size[day] + 1]
    return bool(arrive_s <= model.day[day, END])


@compiled
def _forward(model: Model, tour: Tour, day: int) -> None:
    facts, pause = model.day[day], model.pause[day]
    size, order, travel_s = tour.size[day], tour.order[day], model.travel_s[facts[TABLE]]
    early_s = tour.early_s[day, : facts[BREAKS] + 1]
    for taken in range(len(early_s)):
        early_s[taken, 0] = NEVER
    early_s[0, 0] = facts[BEGIN]
    rest(pause, early_s[:, 0])
    node = facts[START]
    for place in range(1, size + 1):
        unit = order[place - 1]
        arrive(
            travel_s, pause, model.spot, early_s[:, place - 1], node, model.ends[unit, 0], early_s[:, place]
        )
        for taken in range(len(early_s)):
            early_s[taken, place] = left_s(model.window[day, unit], early_s[taken, place])
        rest(pause, early_s[:, place])
        node = model.ends[unit, 1]
    arrive(travel_s, pause, model.spot, early_s[:, size], node, facts[FINISH], early_s[:, size + 1])


@compiled
def _backward(model: Model, tour: Tour, day: int) -> None:
    facts, pause, spot = model.day[day], model.pause[day], model.spot
    size, order, travel_s = tour.size[day], tour.order[day], model.travel_s[facts[TABLE]]
    breaks, late_s = facts[BREAKS], tour.late_s[day]
    for taken in range(breaks):
        late_s[taken, size + 1] = -NEVER
    late_s[breaks, size + 1] = facts[END]
    node = facts[FINISH]
    for place in range(size, 0, -1):
        unit = order[place - 1]
        last = model.ends[unit, 1]
        for taken in range(breaks, -1, -1):
            leave_s = late_s[taken, place + 1] - travel_s[last, node]
            if taken < breaks and pause[taken, SPOT_FROM] == pause[taken, SPOT_TO]:
                # With one more break taken ``late_s`` holds the latest departure until it is replaced below.
                bound_s = min(late_s[taken + 1, place] - pause[taken, LENGTH], pause[taken, LATEST])
                if bound_s >= pause[taken, EARLIEST]:
                    leave_s = max(leave_s, bound_s)
            elif taken < breaks:
                for row in range(pause[taken, SPOT_FROM], pause[taken, SPOT_TO]):
                    bound_s = (
                        late_s[taken + 1, place + 1] - travel_s[spot[row, 0], node] - pause[taken, LENGTH]
                    )
                    if bound_s >= spot[row, 1]:
                        leave_s = max(leave_s, min(bound_s, spot[row, 2]) - travel_s[last, spot[row, 0]])
            late_s[taken, place] = leave_s
        for taken in range(breaks + 1):
            late_s[taken, place] = entered_s(model.window[day, unit], late_s[taken, place])
        node = model.ends[unit, 0]


@compiled
def _sum_up(model: Model, tour: Tour, day: int) -> None:
    size, sums, order = tour.size[day], tour.sums[day], tour.order[day]
    travel_s, use = model.travel_s[model.day[day, TABLE]], model.use[day]
    for number in range(len(sums)):
        sums[number] = 0
    node = model.day[day, START]
    for place in range(size + 1):
        target = model.ends[order[place], 0] if place < size else model.day[day, FINISH]
        sums[0] += travel_s[node, target]
        for resource in range(len(use)):
            sums[1 + resource] += use[resource, node, target]
        if place < size:
            unit = order[place]
            sums[0] += model.fact[day, unit, INNER]
            for resource in range(len(use)):
                sums[1 + resource] += model.own_use[day, resource, unit]
            node = model.ends[unit, 1]

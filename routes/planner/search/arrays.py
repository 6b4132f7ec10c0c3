"""From a problem to the arrays of the compiled search."""

from itertools import pairwise
from typing import Final

import numpy as np

from routes.planner.problem import AXIS_DAY_S, Break, Problem
from routes.planner.search.model import NEVER, Ints, Model
from routes.planner.travel import Travel

_NEIGHBOURS: Final = 60
_UNLIMITED: Final = 2**40

Unit = tuple[int, ...]
Stay = tuple[int, int, int]
"""First and last second of begin, and seconds from begin to departure."""


def units_of(problem: Problem) -> tuple[Unit, ...]:
    """Return the units of a problem: its locked sequences, then every other site that some day has open."""
    locked = {site for row in problem.sequences for site in row}
    open_sites = {i for i, site in enumerate(problem.sites) if site.windows}
    rows = tuple(row for row in problem.sequences if open_sites.issuperset(row))
    return (*rows, *((i,) for i in sorted(open_sites - locked)))


def model_of(problem: Problem, units: tuple[Unit, ...]) -> Model:
    """Return the arrays of a problem over the given units; times are seconds after the midnight of each day.

    Where travel times depend on the time of day, the slowest are taken: a day that keeps them keeps all.
    """
    travel_s = np.stack([steady_s(travel) for travel in problem.travels])
    node = problem.tables.node
    ends = np.stack((node[[unit[0] for unit in units]], node[[unit[-1] for unit in units]]), axis=1)
    use, own_use, limit = _limits(problem, travel_s, units)
    pause, spot = _breaks(problem)
    window = _windows(problem, travel_s, units)
    pair, pin = _rules(problem, units)
    return Model(
        travel_s,
        _days(problem),
        pause,
        spot,
        np.ascontiguousarray(ends),
        window,
        _facts(problem, travel_s, window, units),
        *_groups(problem, units),
        use,
        own_use,
        limit,
        pair,
        pin,
        _nearest(travel_s, ends),
    )


def _days(problem: Problem) -> Ints:
    return np.array(
        [
            (
                day.travel,
                day.begin_s - number * AXIS_DAY_S,
                day.end_s - number * AXIS_DAY_S,
                day.start_node,
                day.end_node,
                len(day.breaks),
            )
            for number, day in enumerate(problem.days)
        ]
    )


def steady_s(travel: Travel) -> Ints:
    """Return the travel times that the search counts with."""
    return travel.slowest_s if travel.is_time_dependent else travel.duration_s


def _inside(matrix: Ints, node: Ints, units: tuple[Unit, ...]) -> Ints:
    """Return what each unit uses between its sites."""
    return np.array(
        [sum(int(matrix[node[one], node[other]]) for one, other in pairwise(unit)) for unit in units],
        dtype=np.int64,
    )


def _windows(problem: Problem, travel_s: Ints, units: tuple[Unit, ...]) -> Ints:
    """Return the start windows of units with how long they last from each."""
    rows = [[_stays(problem, travel_s, day, unit) for unit in units] for day in range(len(problem.days))]
    most = max((len(stays) for row in rows for stays in row), default=0)
    window = np.empty((len(problem.days), len(units), max(1, most), 3), np.int64)
    window[:] = (NEVER, -NEVER, 0)
    for day, row in enumerate(rows):
        for number, stays in enumerate(row):
            if not _may_be_on(problem, day, units[number]):
                continue
            for place, stay in enumerate(stays):
                window[day, number, place] = stay
    return window


def _stays(problem: Problem, travel_s: Ints, day: int, unit: Unit) -> list[Stay]:
    """Return the windows of a unit; those of a locked row are joined site by site (Savelsbergh 1992)."""
    view, matrix = problem.views[day], travel_s[problem.days[day].travel]
    midnight_s = day * AXIS_DAY_S
    joined: list[Stay] = []
    for position, site in enumerate(unit):
        spans = view.spans[site]
        own = [(first - midnight_s, last - midnight_s, view.stays_s[site]) for first, last in spans]
        if position == 0:
            joined = own
            continue
        way_s = int(matrix[view.nodes[unit[position - 1]], view.nodes[site]])
        joined = [both for one in joined for other in own if (both := _join(one, other, way_s)) is not None]
    return sorted(joined, key=lambda stay: (stay[1], stay[0]))


def _may_be_on(problem: Problem, day: int, unit: Unit) -> bool:
    """Return whether pins to the begin or the end of the tour leave a day to a unit."""
    days = {
        0 if pin.is_first else len(problem.days) - 1
        for pin in problem.pins
        if pin.is_of_tour and pin.site in unit
    }
    return days <= {day}


def _join(one: Stay, other: Stay, way_s: int) -> Stay | None:
    lead_s = one[2] + way_s
    if one[0] + lead_s > other[1]:
        return None
    wait_s = max(0, other[0] - one[1] - lead_s)
    last_s = min(one[1], other[1] - lead_s)
    return min(max(one[0], other[0] - lead_s), last_s), last_s, lead_s + wait_s + other[2]


def _facts(problem: Problem, travel_s: Ints, window: Ints, units: tuple[Unit, ...]) -> Ints:
    tables, shape = problem.tables, (len(problem.days), len(units))
    facts = np.zeros((*shape, 5), np.int64)
    facts[:, :, 0] = np.stack([tables.score[:, list(unit)].sum(axis=1) for unit in units], axis=1)
    facts[:, :, 1] = window[:, :, :, 0].min(axis=2)
    facts[:, :, 2] = window[:, :, :, 1].max(axis=2)
    for day, edge in enumerate(problem.days):
        facts[day, :, 3] = _inside(travel_s[edge.travel], tables.node, units)
    facts[:, :, 4] = np.where(window[:, :, :, 1] > -NEVER, window[:, :, :, 2], NEVER).min(axis=2)
    return facts


def _groups(problem: Problem, units: tuple[Unit, ...]) -> tuple[Ints, Ints, Ints]:
    """Return groups of units, where they begin, and (least, most, bonus); a must is a group of its own."""
    musts = [i for i, site in enumerate(problem.sites) if site.is_must]
    sets = [*(group.sites for group in problem.groups), *({i} for i in musts)]
    rules = [
        *((g.least, _UNLIMITED if g.most is None else g.most, g.first_bonus) for g in problem.groups),
        *((1, 1, 0) for _ in musts),
    ]
    groups_of: list[list[int]] = [[] for _ in problem.sites]
    for number, sites in enumerate(sets):
        for i in sites:
            groups_of[i].append(number)
    rows = [[number for i in unit for number in groups_of[i]] for unit in units]
    flat = np.array([number for row in rows for number in row], dtype=np.int64)
    offsets = np.cumsum([0, *(len(row) for row in rows)]).astype(np.int64)
    return flat, offsets, np.array(rules, dtype=np.int64).reshape(-1, 3)


def _breaks(problem: Problem) -> tuple[Ints, Ints]:
    days = problem.days
    pause = np.zeros((len(days), max(len(day.breaks) for day in days), 5), np.int64)
    spots: list[tuple[int, int, int]] = []
    for number, day in enumerate(days):
        midnight_s = number * AXIS_DAY_S
        for place, rest in enumerate(sorted(day.breaks, key=_break_order)):
            first = len(spots)
            for spot in rest.spots:
                spots += [(spot.node, opens - midnight_s, last - midnight_s) for opens, last in spot.spans]
            begins_s = rest.earliest_s - midnight_s, rest.latest_s - midnight_s
            pause[number, place] = *begins_s, rest.duration_s, first, len(spots)
    return pause, np.array(spots, dtype=np.int64).reshape(-1, 3)


def _break_order(rest: Break) -> tuple[int, int]:
    """Sort key: the order in which the search takes the breaks of a day."""
    return rest.latest_s, rest.earliest_s


def _limits(problem: Problem, travel_s: Ints, units: tuple[Unit, ...]) -> tuple[Ints, Ints, Ints]:
    """Return use of ways, use of units and limits, for each of travel, walking and money that is limited."""
    days, tables = problem.days, problem.tables
    zero = np.zeros_like(travel_s[0])
    uses: list[list[Ints]] = []
    own_uses: list[list[Ints]] = []
    limits: list[list[int | None]] = []

    def add(ways: list[Ints], own: list[Ints], limit: list[int | None]) -> None:
        uses.append(ways)
        own_uses.append([fee + _inside(way, tables.node, units) for way, fee in zip(ways, own, strict=True)])
        limits.append(limit)

    free = [np.zeros(len(units), np.int64) for _ in days]
    if any(day.max_travel_s is not None for day in days):
        add([travel_s[day.travel] for day in days], free, [*(day.max_travel_s for day in days), None])
    if any(day.max_walk_m is not None for day in days):
        walks = [problem.travels[day.travel].walk_m for day in days]
        ways = [zero if walk_m is None else walk_m for walk_m in walks]
        add(ways, free, [*(day.max_walk_m for day in days), None])
    if problem.budget_vnd is not None:
        costs = _costs(problem, travel_s, units)
        add(*costs, [*(None for _ in days), _budget(problem, problem.budget_vnd)])
    if not uses:
        return (
            np.zeros((len(days), 0, *zero.shape), np.int64),
            np.zeros((len(days), 0, len(units)), np.int64),
            np.zeros((len(days) + 1, 0), np.int64),
        )
    rows = [[NEVER if value is None else value for value in limit] for limit in limits]
    return (
        np.stack([np.stack(ways) for ways in uses], axis=1),
        np.stack([np.stack(own) for own in own_uses], axis=1),
        np.ascontiguousarray(np.array(rows, np.int64).T),
    )


def _costs(problem: Problem, travel_s: Ints, units: tuple[Unit, ...]) -> tuple[list[Ints], list[Ints]]:
    """Return thousandths of a đồng for each way and each unit of each day.

    Hours of waiting and of breaks are left out: they are known only when a day is timed.
    """
    tables = problem.tables
    ways, own = [], []
    for number, day in enumerate(problem.days):
        distance_m = problem.travels[day.travel].distance_m
        cost = travel_s[day.travel] * day.vnd_per_hour * 1000 // 3600
        ways.append(cost if distance_m is None else cost + distance_m * day.vnd_per_km)
        stays_s = np.array(problem.views[number].stays_s, dtype=np.int64)
        fees = 1000 * tables.cost_vnd + stays_s * day.vnd_per_hour * 1000 // 3600
        own.append(np.array([fees[list(unit)].sum() for unit in units], dtype=np.int64))
    return ways, own


def _budget(problem: Problem, budget_vnd: int) -> int:
    # The judge rounds each day up to whole đồng.
    return 1000 * (budget_vnd - sum(day.cost_vnd for day in problem.days) - len(problem.days))


def _rules(problem: Problem, units: tuple[Unit, ...]) -> tuple[Ints, Ints]:
    unit_of = {i: number for number, unit in enumerate(units) for i in unit}
    pairs = [
        (unit_of[rule.before], unit_of[rule.after])
        for rule in problem.precedences
        if rule.before in unit_of and rule.after in unit_of and unit_of[rule.before] != unit_of[rule.after]
    ]
    pins = [pin for pin in problem.pins if pin.site in unit_of]
    edges = np.zeros((len(units) if pins or pairs else 0, 2), np.int64)
    for pin in pins:
        edges[unit_of[pin.site], 0 if pin.is_first else 1] = 1
    return np.array(pairs, np.int64).reshape(-1, 2), edges


def _nearest(travel_s: Ints, ends: Ints) -> Ints:
    way_s = travel_s.min(axis=0)[np.ix_(ends[:, 1], ends[:, 0])]
    round_s = way_s + way_s.T
    np.fill_diagonal(round_s, -1)
    ranked = np.argsort(round_s, axis=1, kind="stable")
    return np.ascontiguousarray(ranked[:, 1 : 1 + _NEIGHBOURS]).astype(np.int64)

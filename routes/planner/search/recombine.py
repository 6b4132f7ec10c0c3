"""The best plan that can be put together from days already found: set packing by HiGHS.

The route pool of Rousseau, Gendreau and Pesant, and of most strong methods for the team orienteering problem
since: the search finds good days, a mixed-integer program finds which of them go together.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array

from routes.planner.search.model import BONUS, LEAST, MOST, SCORE, Ints, Model
from routes.planner.search.searcher import Orders

MOST_COLUMNS: Final = 1500
_GAP: Final = 1e-6
_NODES: Final = 200

Found = tuple[int, tuple[int, ...], int]
"""Day, units in order, travel."""


@dataclass(frozen=True)
class _Program:
    """Rows of a mixed-integer program as they come: entries (row, column, value) and bounds."""

    entries: list[tuple[int, int, float]]
    least: list[float]
    most: list[float]

    def add(self, terms: Sequence[tuple[int, float]], least: float, most: float) -> None:
        """Add a row."""
        row = len(self.least)
        self.entries.extend((row, column, value) for column, value in terms)
        self.least.append(least)
        self.most.append(most)


def recombine(model: Model, found: Sequence[Found], seconds: float | None) -> Orders | None:
    """Return the best choice of one found day for each day, or ``None``.

    Most demands are met first, then points are most, then travel is least. Rules of order between days are
    not looked at.

    Parameters
    ----------
    seconds
        Most time to spend; ``None`` for a fixed number of nodes, which is reproducible.
    """
    columns = _best_columns(model, found)
    kind, days = day_kinds(model), len(model.day)
    groups, count = len(model.group), len(columns)
    if count == 0:
        return None
    cost = np.zeros(count + 2 * groups)
    integrality = np.ones(count + 2 * groups, dtype=np.int64)
    upper = np.concatenate((np.ones(count), model.group[:, LEAST], np.ones(groups)))
    points = np.array([_points(model, column) for column in columns], dtype=float)
    most_points = 1.0 + model.fact[:, :, SCORE].max(axis=0).sum() + model.group[:, BONUS].sum()
    most_travel = 1.0 + days * max(column[2] for column in columns)
    cost[:count] = -points + np.array([column[2] for column in columns]) / most_travel
    cost[count : count + groups] = most_points
    cost[count + groups :] = -model.group[:, BONUS]
    program = _rows(model, columns, kind)
    rows, places, values = zip(*program.entries, strict=True)
    matrix = coo_array((values, (rows, places)), shape=(len(program.least), len(cost)))
    result = milp(
        cost,
        integrality=integrality,
        bounds=Bounds(0, upper),
        constraints=LinearConstraint(matrix.tocsr(), program.least, program.most),
        options={
            "mip_rel_gap": _GAP,
            "node_limit": _NODES,
            "time_limit": np.inf if seconds is None else seconds,
        },
    )
    if result.x is None:
        return None
    return _orders([columns[i] for i in range(count) if result.x[i] > 0.5], kind)


def day_kinds(model: Model) -> list[int]:
    """Return for each day the first day that is exactly like it."""
    kinds: list[int] = []
    for day in range(len(model.day)):
        alike = (other for other in range(day) if kinds[other] == other and _are_alike(model, day, other))
        kinds.append(next(alike, day))
    return kinds


def _are_alike(model: Model, one: int, other: int) -> bool:
    arrays = (model.day, model.pause, model.window, model.fact, model.use, model.own_use, model.limit)
    return all(np.array_equal(array[one], array[other]) for array in arrays)


def _points(model: Model, column: Found) -> int:
    day, units, _ = column
    return int(model.fact[day, list(units), SCORE].sum())


def _best_columns(model: Model, found: Sequence[Found]) -> list[Found]:
    """Return the days with most points and least travel, one for each set of units."""
    kind = day_kinds(model)
    best: dict[tuple[int, frozenset[int]], Found] = {}
    for day, units, travel_s in found:
        key = kind[day], frozenset(units)
        if key not in best or travel_s < best[key][2]:
            best[key] = kind[day], units, travel_s
    # Days late in the list were found late, when the search was cold.
    ranked = sorted(best.values(), key=lambda column: -_points(model, column))
    return ranked[:MOST_COLUMNS] if len(model.group) == 0 else list(best.values())[-MOST_COLUMNS:]


def _rows(model: Model, columns: Sequence[Found], kind: Sequence[int]) -> _Program:
    program, count, groups = _Program([], [], []), len(columns), len(model.group)
    for first in sorted({*kind}):
        terms = [(i, 1.0) for i, column in enumerate(columns) if column[0] == first]
        if terms:
            program.add(terms, 0, kind.count(first))
    users: dict[int, list[int]] = {}
    for i, (_, units, _) in enumerate(columns):
        for unit in units:
            users.setdefault(unit, []).append(i)
    for unit in sorted(users):
        program.add([(i, 1.0) for i in users[unit]], 0, 1)
    for group in range(groups):
        members = [float(sum(_count(model, unit, group) for unit in units)) for _, units, _ in columns]
        terms = [(i, value) for i, value in enumerate(members) if value]
        program.add([*terms, (count + group, 1.0)], float(model.group[group, LEAST]), np.inf)
        program.add([*terms, (count + group, 0.0)], 0, float(model.group[group, MOST]))
        program.add([*terms, (count + groups + group, -1.0)], 0, np.inf)
    for resource in range(model.limit.shape[1]):
        use = [(i, float(_use(model, column, resource))) for i, column in enumerate(columns)]
        program.add(use, -np.inf, float(model.limit[-1, resource]))
    return program


def _count(model: Model, unit: int, group: int) -> int:
    return int((model.group_of[model.group_from[unit] : model.group_from[unit + 1]] == group).sum())


def _use(model: Model, column: Found, resource: int) -> int:
    day, units, _ = column
    nodes: list[int] = [int(model.day[day, 3])]
    use: Ints = model.use[day, resource]
    total = int(model.own_use[day, resource, list(units)].sum())
    for unit in units:
        total += int(use[nodes[-1], model.ends[unit, 0]])
        nodes.append(int(model.ends[unit, 1]))
    return total + int(use[nodes[-1], model.day[day, 4]])


def _orders(chosen: Sequence[Found], kind: Sequence[int]) -> Orders:
    waiting: dict[int, list[tuple[int, ...]]] = {}
    for day, units, _ in chosen:
        waiting.setdefault(day, []).append(units)
    return tuple(waiting[first].pop() if waiting.get(first) else () for first in kind)

"""The arrays that the compiled search works on."""

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

NEVER: Final = 2**60
"""A time that no clock reaches: no departure is possible."""

# Columns of ``Model.day``.
TABLE, BEGIN, END, START, FINISH, BREAKS = range(6)
# Columns of ``Model.pause``.
EARLIEST, LATEST, LENGTH, SPOT_FROM, SPOT_TO = range(5)
# Columns of ``Model.fact``.
SCORE, OPENS, CLOSES, INNER, LASTS = range(5)
# Columns of ``Model.group``.
LEAST, MOST, BONUS = range(3)


class Model(NamedTuple):
    """A problem as arrays, int64. A *unit* is a site, or a locked row of sites that moves as one.

    Parameters
    ----------
    travel_s
        Seconds from row to column, shape (tables, nodes, nodes).
    day
        Travel table, begin, end, start node, end node and number of breaks, shape (days, 6).
    pause
        Earliest and latest begin, length, and rows of ``spot``, shape (days, most breaks, 5). A break without
        spots is taken anywhere.
    spot
        Node and span where a break may be taken, shape (spots, 3).
    ends
        Nodes where a unit is entered and left, shape (units, 2).
    window
        First and last second of begin, and seconds from begin to departure, shape (days, units, windows, 3);
        unused ones are (NEVER, -NEVER, 0).
    fact
        Points, first and last second of begin, seconds of travel inside, and all seconds but waiting, shape
        (days, units, 5).
    group_of, group_from
        Groups of the sites of each unit (once for each site), and where they begin, shape (units + 1,).
    group
        Least, most and bonus, shape (groups, 3).
    use, own_use, limit
        What ways use of limited resources, shape (days, resources, nodes, nodes); what units use, shape
        (days, resources, units); the limits of each day and, in the last row, of all days together.
    pair
        Units of which the first comes before the second, shape (pairs, 2).
    pin
        1 where a unit can only be the first, or the last, of its day, shape (units, 2); empty where there are
        neither pins nor pairs.
    near
        The other units, nearest first, shape (units, neighbours).
    """

    travel_s: Ints
    day: Ints
    pause: Ints
    spot: Ints
    ends: Ints
    window: Ints
    fact: Ints
    group_of: Ints
    group_from: Ints
    group: Ints
    use: Ints
    own_use: Ints
    limit: Ints
    pair: Ints
    pin: Ints
    near: Ints


class Tour(NamedTuple):
    """A plan that the search changes in place.

    Parameters
    ----------
    order, size
        Units of each day in order, shape (days, units), and how many they are.
    early_s
        Earliest departure from each position (0 is the start) with so many breaks taken, shape (days, most
        breaks + 1, units + 2).
    late_s
        Latest arrival at each position with which the rest of the day still fits, same shape.
    sums
        Travel, then limited resources, of each day, shape (days, 1 + resources).
    day_of
        Day of each unit, -1 when left out.
    reached
        Sites of each group in the plan.
    """

    order: Ints
    size: Ints
    early_s: Ints
    late_s: Ints
    sums: Ints
    day_of: Ints
    reached: Ints


def empty_tour(model: Model) -> Tour:
    """Return a tour without visits; ``clock.retime`` is still to be called for each day."""
    days, units = model.fact.shape[:2]
    times = (days, model.pause.shape[1] + 1, units + 2)
    return Tour(
        np.zeros((days, units), np.int64),
        np.zeros(days, np.int64),
        np.zeros(times, np.int64),
        np.zeros(times, np.int64),
        np.zeros((days, 1 + model.limit.shape[1]), np.int64),
        np.full(units, -1, np.int64),
        np.zeros(len(model.group), np.int64),
    )

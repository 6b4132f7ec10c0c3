"""The problem model: a tourist trip design problem in integers.

Sets and data
    Sites i in 1..n, each with a score p_i >= 0, a visit of s_i seconds and start windows W_i; days d in
    1..m, each with a start node, an end node, a span [b_d, e_d] and perhaps a lunch of l_d seconds that has
    to begin within [u_d, v_d]; travel times t_ab in whole seconds, rounded up, perhaps asymmetric.
Decisions
    For each day a sequence of different sites; each site at most once in all; the place of lunch in the
    sequence (after the start or after a site, where the group then is).
Constraints
    A visit begins within one of its windows and never before the group has arrived; a group that is early
    waits. It leaves the start at b_d and is at the end by e_d. Lunch is taken on every day with at least one
    visit. Travel on a day is at most c_d. Sites that are *must* are visited; of each group g at least k_g.
Objective
    Lexicographic: most points first, then least travel. As one integer: maximise P * sum of p_i - sum of t_ab
    with P above any possible travel (``Problem.point_value``).

Times are seconds on one axis for all days: day d begins (midnight) at ``d * AXIS_DAY_S``. An axis day is two
calendar days long, because a tour day may end after midnight. With m = 1 and no other demands this is the
orienteering problem with time windows (OPTW), with m > 1 the team orienteering problem (TOPTW); see
Vansteenwegen and Gunawan, *Orienteering Problems* (Springer 2019).
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from data.model.place import PlaceId
from data.model.request import DAY_S

AXIS_DAY_S: Final = 2 * DAY_S
"""Seconds between the midnights of two tour days on the common axis."""


@dataclass(frozen=True, slots=True)
class Window:
    """A visit may begin from ``open_s`` to ``latest_s`` on day ``day``: axis seconds, both included.

    ``latest_s`` is the closing time less the length of the visit, so the whole visit is inside.
    """

    day: int
    open_s: int
    latest_s: int


@dataclass(frozen=True, slots=True)
class Site:
    """A place that may be visited.

    Parameters
    ----------
    node
        Row in the travel-time matrix.
    visit_s
        Length of the visit, seconds.
    windows
        When a visit may begin so that it fits the opening hours and, on its own, the day.
    hours
        When it may begin by the opening hours alone: for asking what a longer day would allow.
    """

    place_id: PlaceId
    node: int
    score: int
    visit_s: int
    windows: tuple[Window, ...]
    is_must: bool = False
    hours: tuple[Window, ...] = ()

    def windows_on(self, day: int) -> tuple[Window, ...]:
        """Return the windows of one day, ascending."""
        return tuple(window for window in self.windows if window.day == day)


@dataclass(frozen=True, slots=True)
class Lunch:
    """Lunch begins within [earliest_s, latest_s] (axis seconds) and lasts ``duration_s``."""

    earliest_s: int
    latest_s: int
    duration_s: int


@dataclass(frozen=True, slots=True)
class TourDay:
    """One day: nodes where it starts and ends, its span in axis seconds, lunch and travel limit."""

    start_node: int
    end_node: int
    begin_s: int
    end_s: int
    lunch: Lunch | None = None
    max_travel_s: int | None = None

    @property
    def length_s(self) -> int:
        """Seconds between the earliest start and the latest end."""
        return self.end_s - self.begin_s


@dataclass(frozen=True, slots=True)
class Group:
    """At least ``least`` of ``sites`` (numbers) are to be visited; ``name`` is the unit's key."""

    name: str
    least: int
    sites: frozenset[int]


@dataclass(frozen=True, slots=True)
class DayOrder:
    """Sites of one day in order; lunch is after the first ``lunch_after`` of them, ``None`` without lunch."""

    sites: tuple[int, ...] = ()
    lunch_after: int | None = None


Plan = tuple[DayOrder, ...]
"""One order for each day."""


@dataclass(frozen=True, eq=False)
class Problem:
    """A whole problem; ``travel_s`` has shape (nodes, nodes), int64 seconds from row to column."""

    sites: tuple[Site, ...]
    days: tuple[TourDay, ...]
    travel_s: NDArray[np.int64]
    groups: tuple[Group, ...] = ()

    @property
    def point_value(self) -> int:
        """Seconds of travel that one point of score outweighs: more than all days together."""
        return 1 + sum(day.length_s for day in self.days)

    @property
    def demand_value(self) -> int:
        """Value of one demand met: more than all points together."""
        return self.point_value * (1 + sum(site.score for site in self.sites))

    @property
    def is_too_large(self) -> bool:
        """Whether the values of the objective leave the 64-bit integers that solvers count with."""
        demands = 1 + len(self.sites) + sum(group.least for group in self.groups)
        return self.demand_value * demands >= 2**62

    def sites_on(self, day: int) -> tuple[int, ...]:
        """Return the numbers of the sites that have a window on ``day``."""
        return tuple(i for i, site in enumerate(self.sites) if site.windows_on(day))


@dataclass(frozen=True, slots=True)
class Value:
    """How good a plan is, compared in this order: fewer demands missed, more points, less travel."""

    missed: int
    score: int
    travel_s: int

    @property
    def rank(self) -> tuple[int, int, int]:
        """Sort key: greater is better."""
        return -self.missed, self.score, -self.travel_s


def visited(plan: Plan) -> frozenset[int]:
    """Return the numbers of the sites of all days."""
    return frozenset(site for order in plan for site in order.sites)


def missed_demands(problem: Problem, chosen: frozenset[int]) -> int:
    """Return how many must-sees and group places ``chosen`` lacks."""
    musts = sum(site.is_must and i not in chosen for i, site in enumerate(problem.sites))
    return musts + sum(max(0, group.least - len(group.sites & chosen)) for group in problem.groups)


def demanded_sites(problem: Problem) -> tuple[int, ...]:
    """Return the numbers of the sites that some demand is about; no other site can help to meet one."""
    musts = {i for i, site in enumerate(problem.sites) if site.is_must}
    return tuple(sorted(musts.union(*(group.sites for group in problem.groups))))


def travel_of(problem: Problem, day: int, sites: tuple[int, ...]) -> int:
    """Return the seconds travelled on one day."""
    edge = problem.days[day]
    nodes = [edge.start_node, *(problem.sites[i].node for i in sites), edge.end_node]
    return int(problem.travel_s[nodes[:-1], nodes[1:]].sum())


def value_of(problem: Problem, plan: Plan) -> Value:
    """Return the value of a plan whose times are known to fit."""
    chosen = visited(plan)
    return Value(
        missed_demands(problem, chosen),
        sum(problem.sites[i].score for i in chosen),
        sum(travel_of(problem, day, order.sites) for day, order in enumerate(plan)),
    )

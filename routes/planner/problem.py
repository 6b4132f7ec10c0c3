"""The problem model: a tourist trip design problem in integers.

The whole mathematics, with the field that carries each symbol and what each solver knows of it, stands in
``docs/planner-model.md``. In short:

Sets and data
    Sites i in 1..n, each with points p_id on day d (``Site.score_on``), a visit of s_i seconds, start windows
    W_i and a cost; days d in 1..m, each with its start and end node, span [b_d, e_d], travel table, breaks
    and limits; travel times t_ab(departure) in whole seconds, rounded up, perhaps asymmetric, FIFO.
Decisions
    For each day a sequence of different sites, each site at most once in all; for each break its place in
    the sequence and, where it is tied to places, at which of them it is taken (``DayOrder``).
Hard constraints (``rules.is_feasible`` judges a whole plan)
    A visit begins within one of its windows and never before the group has arrived; a group that is early
    waits. It leaves the start at b_d and is at the end by e_d. Every break of a day is taken once on a day
    with at least one visit, none on a day without. Travel and walking of a day keep its limits. Of each group
    at most ``most`` sites. If both sites of a precedence are visited, the first comes before the second. A
    pinned site that is visited is the first (last) visit of its day or of the tour. Of a sequence all sites
    or none are visited, on one day, one directly after the other. The cost is at most ``budget_vnd``.
Demands (missing one is counted, not forbidden, so that a search can start from nothing)
    Sites that are *must* are visited; of each group at least ``least``.
Objective
    Lexicographic: fewest demands missed, most points (of sites, and ``first_bonus`` of each group reached),
    least travel.

Times are seconds on one axis for all days: day d begins (midnight) at ``d * AXIS_DAY_S``. An axis day is two
calendar days long, because a tour day may end after midnight. With m = 1 and no other demands this is the
orienteering problem with time windows (OPTW), with m > 1 the team orienteering problem (TOPTW); see
Vansteenwegen and Gunawan, *Orienteering Problems* (Springer 2019).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from data.model.clock import DAY_S
from data.model.place import PlaceId
from routes.planner.travel import Rows, Travel

AXIS_DAY_S: Final = 2 * DAY_S
"""Seconds between the midnights of two tour days on the common axis."""

Span = tuple[int, int]
"""First and last axis second at which something may begin, both included."""


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
        Row in the travel tables.
    score
        Points of a visit on an ordinary day.
    visit_s
        Length of the visit, seconds; the windows are made for it.
    windows
        When a visit may begin so that it fits the opening hours and, on its own, the day. A site tied to one
        day has windows on that day only.
    hours
        When it may begin by the opening hours alone: for asking what a longer day would allow.
    day_scores
        Points on each day where they differ (festivals); empty: ``score`` on every day.
    shortest_s, longest_s
        What the visit may be cut to when demands do not fit otherwise, and may be stretched to when time is
        left; ``None``: ``visit_s``.
    cost_vnd
        What the visit costs the whole group.
    slots
        Parts in which the group visits one after the other; their sum is ``visit_s``.
    """

    place_id: PlaceId
    node: int
    score: int
    visit_s: int
    windows: tuple[Window, ...]
    is_must: bool = False
    hours: tuple[Window, ...] = ()
    day_scores: tuple[int, ...] = ()
    shortest_s: int | None = None
    longest_s: int | None = None
    cost_vnd: int = 0
    slots: int = 1

    def windows_on(self, day: int) -> tuple[Window, ...]:
        """Return the windows of one day, ascending."""
        return tuple(window for window in self.windows if window.day == day)

    def score_on(self, day: int) -> int:
        """Return the points of a visit on ``day``."""
        return self.day_scores[day] if self.day_scores else self.score

    @property
    def top_score(self) -> int:
        """The most points that the site can bring on any day."""
        return max(self.day_scores, default=self.score)


@dataclass(frozen=True, slots=True)
class BreakSpot:
    """A node at which a break may be taken, and when it may begin there (axis seconds, ascending)."""

    node: int
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Break:
    """A break begins within [earliest_s, latest_s] (axis seconds) and lasts ``duration_s``.

    It is taken at one of ``spots``; without any, wherever the group is. ``name`` tells lunch from others.
    """

    earliest_s: int
    latest_s: int
    duration_s: int
    spots: tuple[BreakSpot, ...] = ()
    name: str = "lunch"

    def spans_at(self, node: int | None) -> tuple[Span, ...]:
        """Return when the break may begin at ``node`` (``None``: on the way); empty where it may not be."""
        if node is None:
            return () if self.spots else ((self.earliest_s, self.latest_s),)
        return next((spot.spans for spot in self.spots if spot.node == node), ())


@dataclass(frozen=True, slots=True)
class TourDay:
    """One day: nodes where it starts and ends, span in axis seconds, breaks, travel table, limits and cost.

    Parameters
    ----------
    travel
        Number of the travel table of the day (``Problem.travels``).
    boarding_s
        Seconds from the end of each visit to the departure, for getting on board.
    max_travel_s, max_walk_m
        Most travel, and most walking on the way, of the day; ``None`` for no limit.
    cost_vnd
        What the day costs whatever is visited (vehicle, guide).
    vnd_per_km, vnd_per_hour
        What the vehicle costs for each kilometre, and for each hour from departure to return.
    """

    start_node: int
    end_node: int
    begin_s: int
    end_s: int
    breaks: tuple[Break, ...] = ()
    travel: int = 0
    boarding_s: int = 0
    max_travel_s: int | None = None
    max_walk_m: int | None = None
    cost_vnd: int = 0
    vnd_per_km: int = 0
    vnd_per_hour: int = 0

    @property
    def length_s(self) -> int:
        """Seconds between the earliest start and the latest end."""
        return self.end_s - self.begin_s

    @property
    def breaks_s(self) -> int:
        """Seconds of all breaks."""
        return sum(pause.duration_s for pause in self.breaks)


class GroupKind(StrEnum):
    """What the sites of a group have in common; ``Group.name`` is its key."""

    UNIT = "unit"
    FAIRNESS = "fairness"
    CATEGORY = "category"
    ALTERNATIVES = "alternatives"


@dataclass(frozen=True, slots=True)
class Group:
    """From ``least`` (a demand) to ``most`` (a rule) of ``sites`` (numbers) are visited.

    ``first_bonus`` points are added once for reaching the group at all (fairness between units).
    """

    name: str
    least: int
    sites: frozenset[int]
    most: int | None = None
    first_bonus: int = 0
    kind: GroupKind = GroupKind.UNIT


@dataclass(frozen=True, slots=True)
class Precedence:
    """If both sites are visited, ``before`` comes earlier in the tour than ``after``."""

    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Pin:
    """If ``site`` is visited, it is the first (or else the last) visit of its day, or of the whole tour."""

    site: int
    is_first: bool
    is_of_tour: bool = False


@dataclass(frozen=True, slots=True)
class BreakStop:
    """Where a break is placed: number of the break of its day, after how many visits, at which node.

    ``node`` is ``None`` for a break without spots, which is taken where the group is.
    """

    number: int
    after: int
    node: int | None = None


@dataclass(frozen=True, slots=True)
class DayOrder:
    """Sites of one day in order, and its breaks in the order in which they are taken."""

    sites: tuple[int, ...] = ()
    breaks: tuple[BreakStop, ...] = ()


Plan = tuple[DayOrder, ...]
"""One order for each day."""


class DayView(NamedTuple):
    """What the judge reads of one day, as Python lists by site or node number."""

    begin_s: int
    end_s: int
    start_node: int
    end_node: int
    rows: Rows
    nodes: list[int]
    stays_s: list[int]
    """From the begin of a visit to the departure: with boarding."""
    spans: list[tuple[Span, ...]]
    is_plain: bool
    """No breaks, limits or times of day to think of."""


@dataclass(frozen=True, eq=False)
class Tables:
    """The problem as NumPy arrays, int64, for vectorised searches.

    ``node``, ``visit_s``, ``cost_vnd`` have shape (sites,); ``score`` (days, sites); ``open_s`` and
    ``latest_s`` (days, sites, most windows), ascending and padded with (2**62, -1); ``travel_s`` (days,
    nodes, nodes), where time matters the fastest; ``begin_s``, ``end_s``, ``boarding_s``, ``start_node``,
    ``end_node`` (days,).
    """

    node: NDArray[np.int64]
    visit_s: NDArray[np.int64]
    cost_vnd: NDArray[np.int64]
    score: NDArray[np.int64]
    open_s: NDArray[np.int64]
    latest_s: NDArray[np.int64]
    travel_s: NDArray[np.int64]
    begin_s: NDArray[np.int64]
    end_s: NDArray[np.int64]
    boarding_s: NDArray[np.int64]
    start_node: NDArray[np.int64]
    end_node: NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Problem:
    """A whole problem; ``sequences`` are locked rows of sites, ``budget_vnd`` is the most it may cost."""

    sites: tuple[Site, ...]
    days: tuple[TourDay, ...]
    travels: tuple[Travel, ...]
    groups: tuple[Group, ...] = ()
    precedences: tuple[Precedence, ...] = ()
    pins: tuple[Pin, ...] = ()
    sequences: tuple[tuple[int, ...], ...] = ()
    budget_vnd: int | None = None

    @property
    def point_value(self) -> int:
        """Seconds of travel that one point of score outweighs: more than all days together."""
        return 1 + sum(day.length_s for day in self.days)

    @property
    def most_points(self) -> int:
        """No plan has more points."""
        return sum(site.top_score for site in self.sites) + sum(group.first_bonus for group in self.groups)

    @property
    def demand_value(self) -> int:
        """Value of one demand met: more than all points together."""
        return self.point_value * (1 + self.most_points)

    @property
    def is_too_large(self) -> bool:
        """Whether the values of the objective leave the 64-bit integers that solvers count with."""
        demands = 1 + len(self.sites) + sum(group.least for group in self.groups)
        return self.demand_value * demands >= 2**62

    @cached_property
    def is_time_dependent(self) -> bool:
        """Whether the travel times of any day depend on the time of departure."""
        return any(self.travels[day.travel].is_time_dependent for day in self.days)

    @cached_property
    def is_loose(self) -> bool:
        """Whether the days know nothing of each other but that no site comes twice: no rule, no budget."""
        has_rules = self.precedences or self.pins or self.sequences or self.budget_vnd is not None
        return not has_rules and all(group.most is None for group in self.groups)

    def sites_on(self, day: int) -> tuple[int, ...]:
        """Return the numbers of the sites that have a window on ``day``."""
        return tuple(i for i, spans in enumerate(self.views[day].spans) if spans)

    def matrix(self, day: int) -> NDArray[np.int64]:
        """Return the travel times of a day, shape (nodes, nodes); where time matters the fastest ones."""
        return self.travels[self.days[day].travel].fastest_s

    def travel_s(self, day: int, one: int, other: int, depart_s: int) -> int:
        """Return the seconds from node to node for a departure at ``depart_s`` (axis seconds) of ``day``."""
        return self.travels[self.days[day].travel].travel_s(one, other, depart_s - day * AXIS_DAY_S)

    def nodes_of(self, day: int, order: DayOrder) -> list[int]:
        """Return every node of a day in turn: start, sites and the places of breaks, end."""
        nodes = [self.days[day].start_node]
        for position in range(len(order.sites) + 1):
            nodes += [stop.node for stop in order.breaks if stop.after == position and stop.node is not None]
            if position < len(order.sites):
                nodes.append(self.sites[order.sites[position]].node)
        return [*nodes, self.days[day].end_node]

    @cached_property
    def views(self) -> tuple[DayView, ...]:
        """What the judge reads of each day."""
        return tuple(self._view(day) for day in range(len(self.days)))

    def _view(self, day: int) -> DayView:
        edge = self.days[day]
        travel = self.travels[edge.travel]
        limits = (edge.max_travel_s, edge.max_walk_m)
        spans: list[list[Span]] = [[] for _ in self.sites]
        for number, site in enumerate(self.sites):
            spans[number] = sorted((w.open_s, w.latest_s) for w in site.windows if w.day == day)
        return DayView(
            edge.begin_s,
            edge.end_s,
            edge.start_node,
            edge.end_node,
            travel.rows,
            [site.node for site in self.sites],
            [site.visit_s + edge.boarding_s for site in self.sites],
            [tuple(found) for found in spans],
            not edge.breaks and not travel.is_time_dependent and all(limit is None for limit in limits),
        )

    @cached_property
    def tables(self) -> Tables:
        """The problem as arrays."""
        sites, days, views = self.sites, self.days, self.views
        width = max((len(spans) for view in views for spans in view.spans), default=0)
        open_s = np.full((len(days), len(sites), width), 2**62, dtype=np.int64)
        latest_s = np.full_like(open_s, -1)
        for day, view in enumerate(views):
            for number, spans in enumerate(view.spans):
                for place, (first, last) in enumerate(spans):
                    open_s[day, number, place], latest_s[day, number, place] = first, last
        return Tables(
            _array(site.node for site in sites),
            _array(site.visit_s for site in sites),
            _array(site.cost_vnd for site in sites),
            _array(site.score_on(day) for day in range(len(days)) for site in sites).reshape(
                len(days), len(sites)
            ),
            open_s,
            latest_s,
            np.stack([self.matrix(day) for day in range(len(days))]),
            _array(day.begin_s for day in days),
            _array(day.end_s for day in days),
            _array(day.boarding_s for day in days),
            _array(day.start_node for day in days),
            _array(day.end_node for day in days),
        )


def _array(numbers: Iterable[int]) -> NDArray[np.int64]:
    return np.fromiter(numbers, dtype=np.int64)


def visited(plan: Plan) -> frozenset[int]:
    """Return the numbers of the sites of all days."""
    return frozenset(site for order in plan for site in order.sites)


def left_out(problem: Problem, plan: Plan) -> list[int]:
    """Return the numbers of the sites that a plan does not visit, most points first."""
    left = set(range(len(problem.sites))) - visited(plan)
    return sorted(left, key=lambda i: (-problem.sites[i].top_score, i))


def demanded_sites(problem: Problem) -> tuple[int, ...]:
    """Return the numbers of the sites that some demand is about.

    No other site can help to meet one, but the rest of a locked sequence, which is therefore included.
    """
    wanted = {i for i, site in enumerate(problem.sites) if site.is_must}
    wanted = wanted.union(*(group.sites for group in problem.groups if group.least > 0))
    return tuple(sorted(wanted.union(*(row for row in problem.sequences if wanted & {*row}))))

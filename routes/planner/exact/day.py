"""One day of the exact model: a circuit over start, sites and break spots, with the times along it.

Nodes of a day are numbers: ``DEPOT`` is start and end, a site is its own number, and the spots where a break
may be taken follow downwards from -2. A break without spots is no node; it is taken *after* a node, where the
group then is.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from ortools.sat.python import cp_model

from routes.planner.exact.ways import Way, ways_between
from routes.planner.problem import AXIS_DAY_S, Break, Problem, Span, TourDay

DEPOT: Final = -1
_FIRST_SPOT: Final = -2
_MOST_FINE_NODES: Final = 40


@dataclass(frozen=True)
class Spot:
    """A node where break ``number`` of the day may be taken: row in the travel table, begin, whether used."""

    number: int
    node: int
    begin_s: cp_model.IntVar
    is_on: cp_model.IntVar


@dataclass(frozen=True)
class Arc:
    """Whether the day goes along one way from a node to another."""

    one: int
    other: int
    way: Way
    is_used: cp_model.IntVar


@dataclass
class DayVariables:
    """Variables of one day.

    ``finish_s`` is the return to the end, or simply the end of the day where nobody asks; ``spots`` by node;
    ``pause_s`` the begin of each break without spots; ``is_after`` whether such a break (number) follows a
    node; ``leave_s`` the departure from a node, where the time of day matters.
    """

    is_empty: cp_model.IntVar
    finish_s: cp_model.IntVar
    is_on: dict[int, cp_model.IntVar] = field(default_factory=dict)
    spots: dict[int, Spot] = field(default_factory=dict)
    pause_s: dict[int, cp_model.IntVar] = field(default_factory=dict)
    is_after: dict[tuple[int, int], cp_model.IntVar] = field(default_factory=dict)
    leave_s: dict[int, cp_model.IntVar] = field(default_factory=dict)
    arcs: list[Arc] = field(default_factory=list)


class DayBuilder:
    """Adds the constraints of one day to a model.

    Parameters
    ----------
    needs_finish
        Whether the return to the end is asked for, because the hours until then cost money.
    begin_s
        When the visit of each site begins, shared by all days.
    is_safe
        Whether to count the highest travel times rather than the lowest.
    """

    def __init__(
        self,
        cp: cp_model.CpModel,
        problem: Problem,
        day: int,
        begin_s: list[cp_model.IntVar],
        *,
        is_safe: bool,
        needs_finish: bool = False,
    ) -> None:
        self.cp, self.problem, self.day, self.begin_s = cp, problem, day, begin_s
        self.is_safe, self.needs_finish = is_safe, needs_finish
        self.edge: TourDay = problem.days[day]
        self.view = problem.views[day]
        self.travel = problem.travels[self.edge.travel]
        self.found = DayVariables(cp.new_bool_var(f"empty{day}"), self._new_finish())
        self.loops: list[tuple[int, int, cp_model.LiteralT]] = [(0, 0, self.found.is_empty)]

    def build(self) -> DayVariables:
        """Add everything and return the variables."""
        self._add_sites()
        self._add_breaks()
        self._add_arcs()
        self._bound()
        return self.found

    def travel_of(self) -> cp_model.LinearExpr:
        """Return the seconds travelled."""
        way_s = self._empty_way().travel_s(is_safe=self.is_safe)
        ways = ((arc.is_used, arc.way.travel_s(is_safe=self.is_safe)) for arc in self.found.arcs)
        return weighted(ways) + way_s * self.found.is_empty

    def along(self, rows: list[list[int]]) -> cp_model.LinearExpr:
        """Return the sum of a matrix along the day."""
        used = ((arc.is_used, rows[self._row(arc.one)][self._row(arc.other, 1)]) for arc in self.found.arcs)
        return weighted(used) + rows[self.edge.start_node][self.edge.end_node] * self.found.is_empty

    def _add_sites(self) -> None:
        for i in self.problem.sites_on(self.day):
            is_on = self.found.is_on[i] = self.cp.new_bool_var(f"on{self.day}_{i}")
            self.loops.append((i + 1, i + 1, ~is_on))
            domain = cp_model.Domain.from_intervals([list(span) for span in self.view.spans[i]])
            self.cp.add_linear_expression_in_domain(self.begin_s[i], domain).only_enforce_if(is_on)
            self.cp.add_implication(self.found.is_empty, ~is_on)
        self.cp.add_bool_or([*self.found.is_on.values(), self.found.is_empty])

    def _add_breaks(self) -> None:
        for number, pause in enumerate(self.edge.breaks):
            if pause.spots:
                self._add_spots(number, pause)
        for number, pause in enumerate(self.edge.breaks):
            if not pause.spots:
                self._add_pause(number, pause)

    def _add_spots(self, number: int, pause: Break) -> None:
        chosen = []
        for spot in pause.spots:
            node = _FIRST_SPOT - len(self.found.spots)
            is_on = self.cp.new_bool_var(f"break{self.day}_{number}_at{spot.node}")
            domain = cp_model.Domain.from_intervals([list(span) for span in spot.spans])
            begin_s = self.cp.new_int_var_from_domain(domain, f"break{self.day}_{number}_{spot.node}")
            self.found.spots[node] = Spot(number, spot.node, begin_s, is_on)
            self.loops.append((self._place(node), self._place(node), ~is_on))
            chosen.append(is_on)
        self.cp.add_exactly_one([*chosen, self.found.is_empty])

    def _add_pause(self, number: int, pause: Break) -> None:
        begin_s = self.cp.new_int_var(pause.earliest_s, pause.latest_s, f"break{self.day}_{number}")
        self.found.pause_s[number] = begin_s
        options = []
        for node in (DEPOT, *self.found.is_on, *self.found.spots):
            is_after = self.cp.new_bool_var(f"break{self.day}_{number}_after{node}")
            self.found.is_after[number, node] = is_after
            options.append(is_after)
            if node != DEPOT:
                self.cp.add_implication(is_after, self._is_on(node))
            self.cp.add(begin_s >= self._depart_s(node)).only_enforce_if(is_after)
        self.cp.add_exactly_one([*options, self.found.is_empty])

    def _add_arcs(self) -> None:
        nodes = (DEPOT, *self.found.is_on, *self.found.spots)
        is_fine = len(nodes) <= _MOST_FINE_NODES
        if self.travel.is_time_dependent:
            for node in nodes:
                self._add_departure(node)
        for one in nodes:
            first_s, last_s = self._departures(one)
            for other in nodes:
                if one != other:
                    for way in self._ways(one, other, first_s, last_s, is_fine=is_fine):
                        self._add_arc(one, other, way)
        self.cp.add_circuit(
            self.loops + [(self._place(a.one), self._place(a.other), a.is_used) for a in self.found.arcs]
        )

    def _ways(self, one: int, other: int, first_s: int, last_s: int, *, is_fine: bool) -> Iterable[Way]:
        midnight, latest_s = self.day * AXIS_DAY_S, self._latest_s(other)
        rows = self._row(one), self._row(other, 1)
        found = ways_between(
            self.travel, *rows, first_s - midnight, max(first_s, last_s) - midnight, is_fine=is_fine
        )
        for way in found:
            moved = way._replace(first_s=way.first_s + midnight, last_s=way.last_s + midnight)
            if moved.first_s + moved.travel_s(is_safe=self.is_safe) <= latest_s:
                yield moved

    def _add_departure(self, node: int) -> None:
        first_s, last_s = self._departures(node)
        leave_s = self.cp.new_int_var(first_s, max(first_s, last_s), f"leave{self.day}_{node}")
        self.found.leave_s[node] = leave_s
        is_on = ~self.found.is_empty if node == DEPOT else self._is_on(node)
        self.cp.add(leave_s >= self._depart_s(node)).only_enforce_if(is_on)
        for number, begin_s in self.found.pause_s.items():
            is_after = self.found.is_after[number, node]
            end_s = begin_s + self.edge.breaks[number].duration_s
            self.cp.add(leave_s >= end_s).only_enforce_if(is_after)

    def _add_arc(self, one: int, other: int, way: Way) -> None:
        number = len(self.found.arcs)
        used = self.cp.new_bool_var(f"arc{self.day}_{one}_{other}_{number}")
        self.found.arcs.append(Arc(one, other, way, used))
        arrive: cp_model.LinearExprT = self.found.finish_s if other == DEPOT else self._begin_s(other)
        way_s = way.travel_s(is_safe=self.is_safe)
        if self.found.leave_s:
            leave_s = self.found.leave_s[one]
            span = cp_model.Domain(way.first_s, way.last_s)
            self.cp.add_linear_expression_in_domain(leave_s, span).only_enforce_if(used)
            self.cp.add(arrive >= leave_s + way_s).only_enforce_if(used)
            return
        self.cp.add(arrive >= self._depart_s(one) + way_s).only_enforce_if(used)
        for pause, begin_s in self.found.pause_s.items():
            back_s = begin_s + self.edge.breaks[pause].duration_s + way_s
            self.cp.add(arrive >= back_s).only_enforce_if(used, self.found.is_after[pause, one])

    def _bound(self) -> None:
        """Add limits of the day, and two redundant constraints without which the bound stays weak."""
        edge, travel = self.edge, self.travel_of()
        if edge.max_travel_s is not None:
            self.cp.add(travel <= edge.max_travel_s)
        if edge.max_walk_m is not None and self.travel.walk_rows:
            self.cp.add(self.along(self.travel.walk_rows) <= edge.max_walk_m)
        visits = weighted((is_on, self.view.stays_s[i]) for i, is_on in self.found.is_on.items())
        breaks = edge.breaks_s * (1 - self.found.is_empty)
        self.cp.add(travel + visits + breaks <= self.found.finish_s - edge.begin_s)
        self.cp.add_no_overlap(list(self._intervals()))

    def _intervals(self) -> Iterable[cp_model.IntervalVar]:
        new = self.cp.new_optional_fixed_size_interval_var
        for i, is_on in self.found.is_on.items():
            yield new(self.begin_s[i], self.view.stays_s[i], is_on, f"visit{self.day}_{i}")
        for node, spot in self.found.spots.items():
            duration_s = self.edge.breaks[spot.number].duration_s
            yield new(spot.begin_s, duration_s, spot.is_on, f"pause{self.day}_{node}")
        for number, begin_s in self.found.pause_s.items():
            duration_s = self.edge.breaks[number].duration_s
            yield new(begin_s, duration_s, ~self.found.is_empty, f"pause{self.day}_{number}")

    def _new_finish(self) -> cp_model.IntVar:
        if not self.needs_finish:
            return self.cp.new_constant(self.edge.end_s)
        return self.cp.new_int_var(self.edge.begin_s, self.edge.end_s, f"finish{self.day}")

    def _empty_way(self) -> Way:
        begin_s = self.edge.begin_s - self.day * AXIS_DAY_S
        ends = self.edge.start_node, self.edge.end_node
        return ways_between(self.travel, *ends, begin_s, begin_s)[0]

    def _place(self, node: int) -> int:
        """Return the number of a node in the circuit."""
        return node + 1 if node >= DEPOT else len(self.problem.sites) - node

    def _row(self, node: int, end: int = 0) -> int:
        """Return the row of a node in the travel table; the depot is the start, or with ``end`` the end."""
        if node == DEPOT:
            return self.edge.end_node if end else self.edge.start_node
        return self.view.nodes[node] if node >= 0 else self.found.spots[node].node

    def _is_on(self, node: int) -> cp_model.IntVar:
        return self.found.is_on[node] if node >= 0 else self.found.spots[node].is_on

    def _begin_s(self, node: int) -> cp_model.IntVar:
        return self.begin_s[node] if node >= 0 else self.found.spots[node].begin_s

    def _stay_s(self, node: int) -> int:
        if node >= 0:
            return self.view.stays_s[node]
        return self.edge.breaks[self.found.spots[node].number].duration_s

    def _spans(self, node: int) -> tuple[Span, ...]:
        if node >= 0:
            return self.view.spans[node]
        spot = self.found.spots[node]
        return self.edge.breaks[spot.number].spans_at(spot.node)

    def _depart_s(self, node: int) -> cp_model.LinearExprT:
        """Return when the group is done at a node, breaks after it not counted."""
        return self.edge.begin_s if node == DEPOT else self._begin_s(node) + self._stay_s(node)

    def _latest_s(self, node: int) -> int:
        return self.edge.end_s if node == DEPOT else self._spans(node)[-1][1]

    def _departures(self, node: int) -> tuple[int, int]:
        """Return the first and last second at which the group may leave a node."""
        ends = [self.edge.breaks[n].latest_s + self.edge.breaks[n].duration_s for n in self.found.pause_s]
        late_s = max(ends, default=0)
        if node == DEPOT:
            return self.edge.begin_s, max(self.edge.begin_s, late_s)
        spans, stay_s = self._spans(node), self._stay_s(node)
        return spans[0][0] + stay_s, max(spans[-1][1] + stay_s, late_s)


def weighted(terms: Iterable[tuple[cp_model.LinearExprT, int]]) -> cp_model.LinearExpr:
    """Return the weighted sum of variables."""
    pairs = list(terms)
    return cp_model.LinearExpr.weighted_sum([term for term, _ in pairs], [weight for _, weight in pairs])

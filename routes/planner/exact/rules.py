"""Constraints of the exact model that bind several sites or days: groups, order, locked rows, budget."""

from itertools import pairwise

from ortools.sat.python import cp_model

from routes.planner.exact.day import DEPOT, DayBuilder, weighted
from routes.planner.problem import Pin, Precedence, Problem


class RuleBuilder:
    """Adds the rules of a problem to a model whose days are built.

    Parameters
    ----------
    is_visited
        Whether each site is visited on any day.
    begin_s
        When the visit of each site begins.
    """

    def __init__(
        self,
        cp: cp_model.CpModel,
        problem: Problem,
        days: list[DayBuilder],
        is_visited: list[cp_model.LinearExprT],
        begin_s: list[cp_model.IntVar],
    ) -> None:
        self.cp, self.problem, self.days = cp, problem, days
        self.is_visited, self.begin_s = is_visited, begin_s

    def build(self) -> None:
        """Add every rule; demands are another matter."""
        for group in self.problem.groups:
            if group.most is not None:
                chosen = [self.is_visited[i] for i in sorted(group.sites)]
                self.cp.add(cp_model.LinearExpr.sum(chosen) <= group.most)
        for rule in self.problem.precedences:
            self._add_precedence(rule)
        for pin in self.problem.pins:
            self._add_pin(pin)
        for row in self.problem.sequences:
            self._add_sequence(row)
        self._add_budget()

    def missing(self) -> cp_model.LinearExpr:
        """Return the number of demands missed."""
        sites = enumerate(self.problem.sites)
        found: list[cp_model.LinearExprT] = [1 - self.is_visited[i] for i, site in sites if site.is_must]
        for number, group in enumerate(self.problem.groups):
            if group.least <= 0:
                continue
            lacking = self.cp.new_int_var(0, group.least, f"lacking{number}")
            met = cp_model.LinearExpr.sum([self.is_visited[i] for i in sorted(group.sites)])
            self.cp.add(lacking + met >= group.least)
            found.append(lacking)
        return cp_model.LinearExpr.sum(found)

    def points(self) -> cp_model.LinearExpr:
        """Return the points of sites on their days and of groups reached."""
        terms: list[tuple[cp_model.LinearExprT, int]] = []
        for builder in self.days:
            scores = ((is_on, i) for i, is_on in builder.found.is_on.items())
            terms += [(is_on, self.problem.sites[i].score_on(builder.day)) for is_on, i in scores]
        for number, group in enumerate(self.problem.groups):
            if group.first_bonus:
                is_reached = self.cp.new_bool_var(f"reached{number}")
                met = cp_model.LinearExpr.sum([self.is_visited[i] for i in sorted(group.sites)])
                self.cp.add(is_reached <= met)
                terms.append((is_reached, group.first_bonus))
        return weighted(terms)

    def _depart_s(self, site: int) -> cp_model.LinearExpr:
        return self.begin_s[site] + self.problem.sites[site].visit_s

    def _is_on(self, site: int) -> list[cp_model.IntVar]:
        return [builder.found.is_on[site] for builder in self.days if site in builder.found.is_on]

    def _add_precedence(self, rule: Precedence) -> None:
        # Days follow each other on the axis, so the begins order visits of different days too.
        for before in self._is_on(rule.before):
            for after in self._is_on(rule.after):
                in_order = self.begin_s[rule.after] >= self._depart_s(rule.before)
                self.cp.add(in_order).only_enforce_if(before, after)

    def _add_pin(self, pin: Pin) -> None:
        for number, builder in enumerate(self.days):
            is_on = builder.found.is_on.get(pin.site)
            if is_on is None:
                continue
            for other, is_other in builder.found.is_on.items():
                if other != pin.site:
                    early, late = (pin.site, other) if pin.is_first else (other, pin.site)
                    in_order = self.begin_s[late] >= self._depart_s(early)
                    self.cp.add(in_order).only_enforce_if(is_on, is_other)
            self._forbid_beside(builder, pin)
            if pin.is_of_tour:
                rest = self.days[:number] if pin.is_first else self.days[number + 1 :]
                for outside in rest:
                    self.cp.add_implication(is_on, outside.found.is_empty)

    def _forbid_beside(self, builder: DayBuilder, pin: Pin) -> None:
        for arc in builder.found.arcs:
            inner, outer = (arc.other, arc.one) if pin.is_first else (arc.one, arc.other)
            if inner == pin.site and outer >= 0:
                self.cp.add(arc.is_used == 0)

    def _add_sequence(self, row: tuple[int, ...]) -> None:
        for builder in self.days:
            on = builder.found.is_on
            inside = [on[i] for i in row if i in on]
            if len(inside) < len(row):
                for is_on in inside:
                    self.cp.add(is_on == 0)
                continue
            for is_on in inside[1:]:
                self.cp.add(is_on == inside[0])
            for one, other in pairwise(row):
                self._add_neighbours(builder, one, other)

    def _add_neighbours(self, builder: DayBuilder, one: int, other: int) -> None:
        """Let nothing but a break come between two sites of a day that are visited together."""
        for arc in builder.found.arcs:
            leaves = arc.one == one and arc.other != other and arc.other >= DEPOT
            comes = arc.other == other and arc.one != one and arc.one >= DEPOT
            if leaves or comes:
                self.cp.add(arc.is_used == 0)
        is_on = builder.found.is_on
        self.cp.add(self.begin_s[other] >= self._depart_s(one)).only_enforce_if(is_on[one])
        if not builder.found.spots:
            return
        for third, is_third in is_on.items():
            if third not in (one, other):
                is_before = self.cp.new_bool_var(f"before{builder.day}_{third}_{one}")
                early = self.begin_s[one] >= self._depart_s(third)
                self.cp.add(early).only_enforce_if(is_before, is_third, is_on[one])
                late = self.begin_s[third] >= self._depart_s(other)
                self.cp.add(late).only_enforce_if(~is_before, is_third, is_on[one])

    def _add_budget(self) -> None:
        problem = self.problem
        if problem.budget_vnd is None:
            return
        costs: list[cp_model.LinearExprT] = []
        for builder in self.days:
            edge = builder.edge
            on = builder.found.is_on.items()
            costs.append(weighted((is_on, problem.sites[i].cost_vnd) for i, is_on in on) + edge.cost_vnd)
            if edge.vnd_per_km or edge.vnd_per_hour:
                running_vnd = self.cp.new_int_var(0, max(problem.budget_vnd, 0), f"vnd{builder.day}")
                # The same fractions as those of the judge: thousandths of a km, and 3600ths of an hour.
                hours = 5 * edge.vnd_per_hour * (builder.found.finish_s - edge.begin_s)
                ways = 18 * edge.vnd_per_km * self._way_m(builder)
                self.cp.add(18_000 * running_vnd >= ways + hours)
                costs.append(running_vnd)
        self.cp.add(cp_model.LinearExpr.sum(costs) <= problem.budget_vnd)

    def _way_m(self, builder: DayBuilder) -> cp_model.LinearExpr:
        distance_m = builder.travel.distance_m
        return weighted(()) if distance_m is None else builder.along(distance_m.tolist())

"""The CP-SAT model of a whole problem and the way between its variables and plans."""

from collections.abc import Callable
from enum import Enum
from itertools import pairwise

from ortools.sat.python import cp_model

from routes.planner.exact.day import DEPOT, Arc, DayBuilder, DayVariables, Spot
from routes.planner.exact.rules import RuleBuilder
from routes.planner.objective import missed_demands
from routes.planner.problem import BreakStop, DayOrder, Plan, Problem, visited
from routes.planner.timing import DayTiming, time_day


class Stance(Enum):
    """Which travel times the model counts where they depend on the time of departure.

    With the lowest its bound holds for every plan; with the highest every plan it finds can be kept. Without
    times of day both are the same and exact.
    """

    BOUND = "bound"
    SAFE = "safe"


class Model:
    """Variables and constraints of a problem."""

    def __init__(self, problem: Problem, stance: Stance) -> None:
        self.problem = problem
        self.cp = cp_model.CpModel()
        self.begin_s = [self._begin(i) for i in range(len(problem.sites))]
        is_safe = stance is Stance.SAFE
        self._builders = [
            DayBuilder(
                self.cp,
                problem,
                day,
                self.begin_s,
                is_safe=is_safe,
                needs_finish=problem.budget_vnd is not None and edge.vnd_per_hour > 0,
            )
            for day, edge in enumerate(problem.days)
        ]
        self.days = [builder.build() for builder in self._builders]
        self.is_visited = self._add_visits()
        rules = RuleBuilder(self.cp, problem, self._builders, self.is_visited, self.begin_s)
        rules.build()
        self.missing = rules.missing()
        travel = cp_model.LinearExpr.sum([builder.travel_of() for builder in self._builders])
        points = problem.point_value * rules.points()
        self.cp.maximize(points - travel - problem.demand_value * self.missing)

    def _begin(self, number: int) -> cp_model.IntVar:
        windows = [[w.open_s, w.latest_s] for w in self.problem.sites[number].windows]
        domain = cp_model.Domain.from_intervals(windows or [[0, 0]])
        return self.cp.new_int_var_from_domain(domain, f"begin{number}")

    def _add_visits(self) -> list[cp_model.LinearExprT]:
        visits: list[cp_model.LinearExprT] = []
        for i in range(len(self.problem.sites)):
            on_days = [found.is_on[i] for found in self.days if i in found.is_on]
            self.cp.add_at_most_one(on_days)
            visits.append(cp_model.LinearExpr.sum(on_days))
        return visits

    def force(self, forced: frozenset[int]) -> None:
        """Require visits."""
        for i in forced:
            self.cp.add(self.is_visited[i] == 1)

    def demand_all(self) -> None:
        """Require all demands, and ask for nothing else."""
        self.cp.add(self.missing == 0)
        self.cp.clear_objective()  # type: ignore[no-untyped-call]  # OR-Tools leaves it untyped

    def start_from(self, plan: Plan) -> None:
        """Hint at ``plan`` and refuse to miss more demands than it does."""
        self.cp.add(self.missing <= missed_demands(self.problem, visited(plan)))
        for day, order in enumerate(plan):
            timing = time_day(self.problem, day, order)
            if timing is not None:
                _Hint(self, day, order, timing).add()

    def read(self, value: Callable[[cp_model.IntVar], int]) -> Plan:
        """Return the plan of a solution that tells the value of each variable."""
        return tuple(_read_day(found, value) for found in self.days)


class _Hint:
    """Tells CP-SAT the values of one day."""

    def __init__(self, model: Model, day: int, order: DayOrder, timing: DayTiming) -> None:
        self.cp, self.found, self.begin_s = model.cp, model.days[day], model.begin_s
        self.order, self.timing = order, timing
        self.nodes: list[int] = [DEPOT]
        self.leave_s: list[int] = [model.problem.days[day].begin_s]

    def add(self) -> None:
        """Add hints for every variable of the day."""
        self.cp.add_hint(self.found.is_empty, not self.order.sites)
        for i, is_on in self.found.is_on.items():
            self.cp.add_hint(is_on, i in self.order.sites)
        for site, (_, begin_s, _) in zip(self.order.sites, self.timing.visits, strict=True):
            self.cp.add_hint(self.begin_s[site], begin_s)
        self._walk_through()
        departures = dict(zip(self.nodes, self.leave_s, strict=False)) if self.order.sites else {}
        for node, leave in self.found.leave_s.items():
            if node in departures:
                self.cp.add_hint(leave, departures[node])
        used = set(pairwise(self.nodes)) if self.order.sites else set()
        for arc in self.found.arcs:
            self.cp.add_hint(arc.is_used, (arc.one, arc.other) in used and self._is_way(arc, departures))

    def _is_way(self, arc: Arc, departures: dict[int, int]) -> bool:
        return not self.found.leave_s or arc.way.first_s <= departures[arc.one] <= arc.way.last_s

    def _walk_through(self) -> None:
        """List the nodes in order with the departure from each, and hint at the breaks on the way."""
        spots = {(spot.number, spot.node): node for node, spot in self.found.spots.items()}
        after: set[tuple[int, int]] = set()
        stops = list(zip(self.order.breaks, self.timing.breaks, strict=True))
        for position in range(len(self.order.sites) + 1):
            if position:
                self.nodes.append(self.order.sites[position - 1])
                self.leave_s.append(self.timing.visits[position - 1][2])
            for stop, (_, begin_s, depart_s) in stops:
                if stop.after != position:
                    continue
                if stop.node is None:
                    after.add((stop.number, self.nodes[-1]))
                    self.cp.add_hint(self.found.pause_s[stop.number], begin_s)
                    self.leave_s[-1] = depart_s
                else:
                    node = spots[stop.number, stop.node]
                    self.cp.add_hint(self.found.spots[node].begin_s, begin_s)
                    self.nodes.append(node)
                    self.leave_s.append(depart_s)
        self.nodes.append(DEPOT)
        for key, is_after in self.found.is_after.items():
            self.cp.add_hint(is_after, key in after)
        for node, spot in self.found.spots.items():
            self.cp.add_hint(spot.is_on, node in self.nodes)


def _read_day(found: DayVariables, value: Callable[[cp_model.IntVar], int]) -> DayOrder:
    following = {arc.one: arc.other for arc in found.arcs if value(arc.is_used)}
    pauses = [(number, node) for (number, node), is_after in found.is_after.items() if value(is_after)]
    sites: list[int] = []
    stops: list[BreakStop] = []
    node = DEPOT
    while node in following:
        # Several breaks after one node follow each other in time.
        here = sorted((value(found.pause_s[number]), number) for number, at in pauses if at == node)
        stops += [BreakStop(number, len(sites)) for _, number in here]
        node = following[node]
        if node == DEPOT:
            break
        if node >= 0:
            sites.append(node)
        else:
            spot: Spot = found.spots[node]
            stops.append(BreakStop(spot.number, len(sites), spot.node))
    return DayOrder(tuple(sites), tuple(stops)) if sites else DayOrder()

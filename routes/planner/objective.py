"""How good a plan is: demands missed, points, travel."""

from dataclasses import dataclass
from itertools import pairwise

from routes.planner.problem import DayOrder, Plan, Problem, visited
from routes.planner.timing import time_day


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


def missed_demands(problem: Problem, chosen: frozenset[int]) -> int:
    """Return how many must-sees and group places ``chosen`` lacks."""
    musts = sum(site.is_must and i not in chosen for i, site in enumerate(problem.sites))
    return musts + sum(max(0, group.least - len(group.sites & chosen)) for group in problem.groups)


def score_of(problem: Problem, plan: Plan) -> int:
    """Return the points of a plan: of its sites on their days, and of the groups reached."""
    chosen = visited(plan)
    points = sum(problem.sites[i].score_on(day) for day, order in enumerate(plan) for i in order.sites)
    return points + sum(group.first_bonus for group in problem.groups if group.sites & chosen)


def travel_of(problem: Problem, day: int, order: DayOrder) -> int:
    """Return the seconds travelled on one day; of a day that cannot be kept, those of the fastest ways."""
    if problem.is_time_dependent:
        timing = time_day(problem, day, order)
        if timing is not None:
            return timing.travel_s
    rows, nodes = problem.views[day].rows, problem.nodes_of(day, order)
    return sum(rows[one][other] for one, other in pairwise(nodes))


def value_of(problem: Problem, plan: Plan) -> Value:
    """Return the value of a plan whose times are known to fit."""
    return Value(
        missed_demands(problem, visited(plan)),
        score_of(problem, plan),
        sum(travel_of(problem, day, order) for day, order in enumerate(plan)),
    )

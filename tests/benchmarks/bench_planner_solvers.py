"""The solvers that the planner is compared with: each alone, for the same seconds, on the same problem."""

import time
from collections.abc import Callable
from random import Random
from typing import Any, Final

from routes.planner.breaks import place_breaks
from routes.planner.exact import solve_exact
from routes.planner.limits import Effort
from routes.planner.objective import Value, value_of
from routes.planner.portfolio import solve
from routes.planner.problem import DayOrder, Plan, Problem
from routes.planner.rules import is_feasible
from routes.planner.search import improve
from routes.planner.seed import fixed_styles, random_style, seed_plan

Solver = Callable[[Problem, float, int], Plan]
_PRIZE: Final = 100
"""PyVRP's cost units for a point; a typical way costs some hundred (../shared/notes/planner.md)."""


def nothing(problem: Problem) -> Plan:
    """Return the empty plan."""
    return tuple(DayOrder() for _ in problem.days)


def by_portfolio(problem: Problem, seconds: float, seed: int) -> Plan:
    """Plan as the product does."""
    return solve(problem, Effort(seconds, seed)).plan


def by_search(problem: Problem, seconds: float, seed: int) -> Plan:
    """Plan by the compiled search alone, from nothing."""
    return improve(problem, nothing(problem), Effort(seconds, seed))


def by_cpsat(problem: Problem, seconds: float, seed: int) -> Plan:
    """Plan by CP-SAT's model of the whole problem alone."""
    return solve_exact(problem, Effort(seconds, seed)).plan or nothing(problem)


def by_vroom(problem: Problem, seconds: float, seed: int) -> Plan:
    """Plan by VROOM alone: fixed styles of priorities, then random ones; what breaks a rule is taken out."""
    until, random, best = time.monotonic() + seconds, Random(seed), nothing(problem)
    styles = list(fixed_styles(problem))
    while (left := until - time.monotonic()) > 0:
        style = styles.pop(0) if styles else random_style(random)
        best = _better(problem, best, seed_plan(problem, left, style, random))
    return best


def _better(problem: Problem, one: Plan, other: Plan) -> Plan:
    if not is_feasible(problem, other):
        return one
    return max(one, other, key=lambda plan: value_of(problem, plan).rank)


def by_pyvrp(problem: Problem, seconds: float, seed: int) -> Plan:
    """Plan by PyVRP alone: prizes, windows as groups of copies, breaks as groups of copies at each node.

    It knows nothing of groups of sites; a plan that breaks a rule is shortened until it holds.
    """
    from pyvrp.stop import MaxRuntime  # noqa: PLC0415 - only this table needs it

    model, meaning = _pyvrp_model(problem)
    result = model.solve(MaxRuntime(seconds), seed=seed, display=False)
    if not result.is_feasible():
        return nothing(problem)
    days: list[list[int]] = [[] for _ in problem.days]
    for route in result.best.routes():
        visits = [meaning[stop.idx] for stop in route.schedule() if stop.is_client()]
        days[route.vehicle_type()] += [site for site in visits if site is not None]
    return tuple(_fitted(problem, day, sites) for day, sites in enumerate(days))


def _fitted(problem: Problem, day: int, sites: list[int]) -> DayOrder:
    kept = list(sites)
    while kept:
        order = place_breaks(problem, day, tuple(kept))
        if order is not None:
            return order
        kept.remove(min(kept, key=lambda i: problem.sites[i].score))
    return DayOrder()


def _pyvrp_model(problem: Problem) -> tuple[Any, list[int | None]]:
    """Return a PyVRP model and what each of its clients stands for: a site, or ``None`` for a break."""
    from pyvrp import Model  # noqa: PLC0415 - only this table needs it

    model, meaning = Model(), list[int | None]()
    count = len(problem.travels[0].fastest_s)
    nodes = [model.add_location(0, 0) for _ in range(count)]
    depots: dict[int, Any] = {}
    for day, edge in enumerate(problem.days):
        profile = model.add_profile()
        for node in {edge.start_node, edge.end_node} - depots.keys():
            depots[node] = model.add_depot(nodes[node])
        model.add_vehicle_type(
            1,
            start_depot=depots[edge.start_node],
            end_depot=depots[edge.end_node],
            tw_early=edge.begin_s,
            tw_late=edge.end_s,
            unit_distance_cost=1,
            profile=profile,
        )
        matrix = problem.matrix(day).tolist()
        for one in range(count):
            for other in range(count):
                if one != other:
                    way = matrix[one][other]
                    model.add_edge(nodes[one], nodes[other], distance=way, duration=way, profile=profile)
    _add_sites(problem, model, nodes, meaning)
    _add_breaks(problem, model, nodes, meaning)
    return model, meaning


def _add_sites(problem: Problem, model: Any, nodes: list[Any], meaning: list[int | None]) -> None:
    leg_s = max(1, int(problem.matrix(0).mean()) // 3)
    for number, site in enumerate(problem.sites):
        windows = site.windows
        group = model.add_client_group(required=site.is_must) if len(windows) > 1 else None
        for window in windows:
            model.add_client(
                nodes[site.node],
                service_duration=site.visit_s,
                tw_early=window.open_s,
                tw_late=window.latest_s,
                prize=0 if site.is_must else site.score * max(_PRIZE, leg_s),
                required=site.is_must and group is None,
                group=group,
            )
            meaning.append(number)


def _add_breaks(problem: Problem, model: Any, nodes: list[Any], meaning: list[int | None]) -> None:
    for day, edge in enumerate(problem.days):
        places = {site.node for site in problem.sites if site.windows_on(day)} | {edge.start_node}
        for pause in edge.breaks:
            group = model.add_client_group(required=True)
            for node in sorted({spot.node for spot in pause.spots} or places):
                model.add_client(
                    nodes[node],
                    service_duration=pause.duration_s,
                    tw_early=pause.earliest_s,
                    tw_late=pause.latest_s,
                    required=False,
                    group=group,
                )
                meaning.append(None)


SOLVERS: Final[dict[str, Solver]] = {
    "portfolio": by_portfolio,
    "search": by_search,
    "pyvrp": by_pyvrp,
    "vroom": by_vroom,
    "cpsat": by_cpsat,
}


def judged(problem: Problem, plan: Plan) -> Value:
    """Return the value of a plan by the exact judge; of one that breaks a rule, that of the empty plan."""
    return value_of(problem, plan if is_feasible(problem, plan) else nothing(problem))

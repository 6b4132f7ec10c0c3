"""Whether a whole plan is allowed: its times, most of a group, pins, precedences, sequences, budget."""

from routes.planner.problem import Group, Plan, Problem, visited
from routes.planner.timing import DayTiming, day_cost_vnd, time_day


def is_feasible(problem: Problem, plan: Plan) -> bool:
    """Return whether every day can be kept, no site comes twice and every rule holds.

    Demands (must-sees, least of a group) are another matter: ``objective.missed_demands``.
    """
    numbers = [site for order in plan for site in order.sites]
    if len(plan) != len(problem.days) or len(numbers) != len(set(numbers)):
        return False
    if not problem.is_loose and not keeps_rules(problem, plan):
        return False
    timings = time_days(problem, plan)
    return timings is not None and keeps_budget(problem, plan, timings)


def time_days(problem: Problem, plan: Plan) -> list[DayTiming] | None:
    """Return the times of all days, ``None`` if one of them cannot be kept."""
    timings: list[DayTiming] = []
    for day, order in enumerate(plan):
        timing = time_day(problem, day, order)
        if timing is None:
            return None
        timings.append(timing)
    return timings


def cost_of(problem: Problem, plan: Plan, timings: list[DayTiming]) -> int:
    """Return what a plan costs the group, VND."""
    orders = enumerate(zip(plan, timings, strict=True))
    return sum(day_cost_vnd(problem, day, order, timing) for day, (order, timing) in orders)


def keeps_budget(problem: Problem, plan: Plan, timings: list[DayTiming]) -> bool:
    """Return whether a plan costs no more than it may."""
    return problem.budget_vnd is None or cost_of(problem, plan, timings) <= problem.budget_vnd


def keeps_rules(problem: Problem, plan: Plan) -> bool:
    """Return whether a plan keeps every rule on choice and order; times and budget aside."""
    chosen = visited(plan)
    return not any(is_exceeded(group, chosen) for group in problem.groups) and keeps_order(problem, plan)


def is_exceeded(group: Group, chosen: frozenset[int]) -> bool:
    """Return whether more sites of a group are chosen than it allows."""
    return group.most is not None and len(group.sites & chosen) > group.most


def keeps_order(problem: Problem, plan: Plan) -> bool:
    """Return whether pins, precedences and locked sequences hold."""
    tour = [site for order in plan for site in order.sites]
    place = {site: index for index, site in enumerate(tour)}
    for rule in problem.precedences:
        if rule.before in place and rule.after in place and place[rule.before] > place[rule.after]:
            return False
    return _keeps_pins(problem, plan, tour) and all(_keeps_sequence(plan, row) for row in problem.sequences)


def _keeps_pins(problem: Problem, plan: Plan, tour: list[int]) -> bool:
    for pin in problem.pins:
        rows = [tour] if pin.is_of_tour else [order.sites for order in plan]
        for row in rows:
            if pin.site in row and row[0 if pin.is_first else -1] != pin.site:
                return False
    return True


def _keeps_sequence(plan: Plan, row: tuple[int, ...]) -> bool:
    for order in plan:
        if any(site in order.sites for site in row):
            first = order.sites.index(row[0]) if row[0] in order.sites else len(order.sites)
            return order.sites[first : first + len(row)] == row
    return True

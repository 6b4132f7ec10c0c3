"""Putting left-out sites into a plan without breaking its times."""

from routes.planner.problem import DayOrder, Plan, Problem, travel_of, visited
from routes.planner.timing import best_lunch


def fill(problem: Problem, plan: Plan) -> Plan:
    """Insert left-out sites wherever they fit, most points first; what fits is never left out."""
    orders = list(plan)
    left = sorted(set(range(len(problem.sites))) - visited(plan), key=lambda i: (-problem.sites[i].score, i))
    for number in left:
        if problem.sites[number].score <= 0:
            continue
        options = [
            (day, order)
            for day in {window.day for window in problem.sites[number].windows}
            for order in insertions(problem, day, orders[day], number)
        ]
        if options:
            day, order = min(
                options,
                key=lambda option: (
                    travel_of(problem, option[0], option[1].sites)
                    - travel_of(problem, option[0], orders[option[0]].sites)
                ),
            )
            orders[day] = order
    return tuple(orders)


def insertions(
    problem: Problem, day: int, order: DayOrder, number: int, *, overrun_s: int = 0
) -> list[DayOrder]:
    """Return every way to put site ``number`` into the order of one day that keeps its times."""
    tried = (
        best_lunch(problem, day, (*order.sites[:at], number, *order.sites[at:]), overrun_s=overrun_s)
        for at in range(len(order.sites) + 1)
    )
    return [found for found in tried if found is not None]

"""Fast global improvement of plans: large neighbourhood search compiled to machine code, and a route pool.

``improve`` is the whole interface; ``docs/decisions/0008-compiled-search.md`` tells how it was chosen.
"""

from collections.abc import Callable

from routes.planner.limits import Effort
from routes.planner.problem import Plan, Problem

__all__ = ["improve"]


def improve(
    problem: Problem, plan: Plan, effort: Effort, on_plan: Callable[[Plan], object] | None = None
) -> Plan:
    """Return the best plan found from ``plan`` on (``engine.improve``); numba is loaded when first called."""
    from routes.planner.search import engine  # noqa: PLC0415 - loads numba

    return engine.improve(problem, plan, effort, on_plan)

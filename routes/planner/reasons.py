"""Why each candidate left out is left out, in words with figures.

Found by putting the place into the finished plan: at every position of every day, and, while the time lasts,
by CP-SAT with the place forced into its best day, which tells what it would cost.
"""

from dataclasses import dataclass, replace
from typing import Final

from data.model.place import PlaceId
from data.model.tour import DroppedPlace
from routes.planner import verdicts
from routes.planner.exact import solve_exact
from routes.planner.insertion import overruns, unit_of
from routes.planner.limits import Clock, Effort
from routes.planner.objective import value_of
from routes.planner.part import part_of, part_plan
from routes.planner.problem import AXIS_DAY_S, Plan, Problem, left_out
from routes.planner.timing import time_day
from routes.planner.translate import Translation

_FORCE_S: Final = 0.5


@dataclass(frozen=True, slots=True)
class Overrun:
    """The least change that lets a site in: on which day, and by how many seconds that day would end late."""

    day: int
    late_s: int


def dropped_places(translation: Translation, plan: Plan, effort: Effort) -> tuple[DroppedPlace, ...]:
    """Return every candidate that ``plan`` does not visit with its reason, most points first.

    Parameters
    ----------
    effort
        Budget of the forced searches; when it is spent, the rest get the reason without the cost.
    """
    problem, clock = translation.problem, Clock(effort)
    wide = widened(problem)
    left = left_out(problem, plan)
    return (*(_dropped(problem, wide, plan, i, clock) for i in left), *translation.excluded)


def widened(problem: Problem) -> Problem:
    """Return the problem with opening hours alone: no limit of travel, and visits may begin late."""
    sites = tuple(replace(site, windows=site.hours or site.windows) for site in problem.sites)
    days = tuple(replace(day, max_travel_s=None, max_walk_m=None) for day in problem.days)
    return replace(problem, sites=sites, days=days)


def least_overrun(wide: Problem, plan: Plan, number: int) -> Overrun | None:
    """Return the least overrun with which a site fits into the plan, ``None`` if hours forbid it.

    Parameters
    ----------
    wide
        The problem as ``widened`` gives it.
    """
    best: Overrun | None = None
    for day in sorted({window.day for window in wide.sites[number].windows}):
        for bound_s, order in overruns(wide, day, plan[day], unit_of(wide, number), AXIS_DAY_S):
            if best is not None and bound_s >= best.late_s:
                break
            timing = time_day(wide, day, order, overrun_s=AXIS_DAY_S)
            late_s = timing.end_s - wide.days[day].end_s if timing else AXIS_DAY_S
            if best is None or late_s < best.late_s:
                best = Overrun(day, late_s)
    return best


def _dropped(problem: Problem, wide: Problem, plan: Plan, number: int, clock: Clock) -> DroppedPlace:
    site = problem.sites[number]
    if site.top_score <= 0:
        return DroppedPlace(place_id=site.place_id, reason=verdicts.WORTH_NOTHING)
    overrun = least_overrun(wide, plan, number)
    if overrun is None:
        reason = verdicts.HOURS_UNREACHABLE if _is_shut_out(wide, plan, number) else verdicts.HOURS_CLASH
        return DroppedPlace(place_id=site.place_id, reason=reason)
    if overrun.late_s <= 0:
        return DroppedPlace(place_id=site.place_id, reason=verdicts.TRAVEL_LIMIT)
    minutes = -(-overrun.late_s // 60)
    points = None if clock.is_over else _cost(problem, plan, number, overrun.day, clock)
    return _day_full(site.place_id, minutes, points)


def _day_full(place_id: PlaceId, minutes: int, points: int | None) -> DroppedPlace:
    facts: dict[str, str | int | float] = {"minutes": minutes}
    if points is None or points <= 0:
        return DroppedPlace(place_id=place_id, reason=verdicts.DAY_FULL, facts=facts)
    return DroppedPlace(
        place_id=place_id, reason=verdicts.DAY_FULL_AND_COSTS, facts={**facts, "points": points}
    )


def _is_shut_out(wide: Problem, plan: Plan, number: int) -> bool:
    """Return whether the site's own hours, not those of the other stops, keep it out."""
    always = tuple(
        site
        if i == number
        else replace(
            site,
            windows=tuple(
                replace(window, open_s=window.day * AXIS_DAY_S, latest_s=(window.day + 1) * AXIS_DAY_S)
                for window in site.windows
            ),
        )
        for i, site in enumerate(wide.sites)
    )
    return least_overrun(replace(wide, sites=always), plan, number) is None


def _cost(problem: Problem, plan: Plan, number: int, day: int, clock: Clock) -> int | None:
    """Return the points lost by forcing the site into ``day``, other days fixed; ``None`` if not known."""
    chosen = (*plan[day].sites, number)
    part = part_of(problem, (day,), chosen, plan)
    result = solve_exact(part, clock.slice(_FORCE_S), forced=frozenset({len(chosen) - 1}))
    if result.plan is None or not result.is_optimal:
        return None
    now, then = value_of(part, part_plan(plan, (day,), chosen)), value_of(part, result.plan)
    return None if then.missed > now.missed else now.score - then.score

"""Which demands of a request cannot be met together, in words: the smallest set, and what would help.

A deletion filter (Chinneck, *Feasibility and Infeasibility in Optimization*, Springer 2008): demands are left
out one after the other as long as the rest still cannot be met. What stays is irreducible: without any one of
its demands the others can be met together.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from data.errors import BadInputError, HanhTrinhError
from data.language import formats
from data.language.catalogue import N_
from data.model.project import Project
from routes.planner.exact import can_meet_all
from routes.planner.limits import Clock, Effort
from routes.planner.lost import group_label
from routes.planner.part import is_metric, part_of
from routes.planner.problem import AXIS_DAY_S, Plan, Problem, demanded_sites, visited
from routes.planner.reasons import least_overrun, widened
from routes.planner.translate import Translation

_TRY_S: Final = 1.5
_LONGER_S: Final = (30 * 60, 60 * 60, 120 * 60, 180 * 60)


def conflicts_of(
    project: Project, translation: Translation, plan: Plan, effort: Effort
) -> tuple[HanhTrinhError, ...]:
    """Return what ``plan``, the one that misses fewest demands, misses, and what would help.

    Parameters
    ----------
    effort
        Budget for finding the smallest set of demands in conflict and for trying longer days.
    """
    problem, chosen = translation.problem, visited(plan)
    found: list[HanhTrinhError] = [
        _missed_must(translation, plan, number)
        for number, site in enumerate(problem.sites)
        if site.is_must and number not in chosen
    ]
    found += [
        BadInputError(
            N_("Visits demanded there: {least}; beside the other demands {reached} fit."),
            where=group_label(project, group),
            least=group.least,
            reached=len(group.sites & chosen),
        )
        for group in problem.groups
        if len(group.sites & chosen) < group.least
    ]
    if not found:
        return (HanhTrinhError(N_("Not one of the candidates fits into a day. Lengthen the day.")),)
    return (*found, *_Core(project, translation, Clock(effort)).in_words())


def _missed_must(translation: Translation, plan: Plan, number: int) -> HanhTrinhError:
    where = translation.places[number].name_vi
    overrun = least_overrun(widened(translation.problem), plan, number)
    if overrun is None:
        message = N_("It must be visited, but its opening hours do not fit beside the other demands.")
        return BadInputError(message, where=where)
    if overrun.late_s <= 0:
        message = N_("It must be visited, but a limit of the request or its order leaves no place for it.")
        return BadInputError(message, where=where)
    message = N_("It must be visited, but beside the other demands the day is {minutes} minutes too short.")
    return BadInputError(message, where=where, minutes=-(-overrun.late_s // 60))


@dataclass(frozen=True, slots=True)
class Demand:
    """One demand: a must-see (``site``) or the least of a group (``group``), by number."""

    site: int | None = None
    group: int | None = None


def demands_of(problem: Problem) -> tuple[Demand, ...]:
    """Return every demand of a problem."""
    musts = (Demand(site=number) for number, site in enumerate(problem.sites) if site.is_must)
    groups = (Demand(group=number) for number, group in enumerate(problem.groups) if group.least > 0)
    return (*musts, *groups)


def with_demands(problem: Problem, kept: Iterable[Demand]) -> Problem:
    """Return the problem with these demands alone."""
    kept = set(kept)
    sites = tuple(
        replace(site, is_must=Demand(site=number) in kept) for number, site in enumerate(problem.sites)
    )
    groups = tuple(
        group if Demand(group=number) in kept else replace(group, least=0)
        for number, group in enumerate(problem.groups)
    )
    return replace(problem, sites=sites, groups=groups)


def can_be_met(problem: Problem, effort: Effort) -> bool | None:
    """Return whether a plan meets all demands of a problem; ``None`` if that was not found out in time."""
    numbers = demanded_sites(problem)
    if not is_metric(problem, numbers):
        # A detour over another site may then be a short cut, so all have to be in.
        numbers = tuple(range(len(problem.sites)))
    return can_meet_all(part_of(problem, tuple(range(len(problem.days))), numbers), effort)


def smallest_conflict(problem: Problem, clock: Clock) -> tuple[tuple[Demand, ...], bool]:
    """Return demands that cannot be met together, and whether none of them can be spared."""
    kept = list(demands_of(problem))
    is_smallest = True
    for demand in tuple(kept):
        if clock.is_over:
            return tuple(kept), False
        rest = [other for other in kept if other != demand]
        answer = can_be_met(with_demands(problem, rest), clock.slice(_TRY_S))
        if answer is False:
            kept = rest
        is_smallest = is_smallest and answer is not None
    return tuple(kept), is_smallest


class _Core:
    def __init__(self, project: Project, translation: Translation, clock: Clock) -> None:
        self.project, self.translation, self.clock = project, translation, clock
        self.problem = translation.problem

    def in_words(self) -> list[HanhTrinhError]:
        """Return the smallest set of conflicting demands and what would let all be met."""
        said: list[HanhTrinhError] = []
        demands = demands_of(self.problem)
        conflict, is_smallest = smallest_conflict(self.problem, self.clock) if demands else ((), False)
        names = ", ".join(self._name(demand) for demand in conflict)
        if is_smallest and len(conflict) > 1:
            said.append(HanhTrinhError(N_("These demands cannot be met together: {demands}."), demands=names))
        helpful = [demand for demand in conflict if is_smallest and self._helps(demand)]
        if helpful:
            names = ", ".join(self._name(demand) for demand in helpful)
            message = N_("All others fit once one of these demands is given up: {demands}.")
            said.append(HanhTrinhError(message, demands=names))
        longer = self._longer_days()
        if longer is not None:
            said.append(longer)
        return said

    def _name(self, demand: Demand) -> str:
        if demand.site is not None:
            return self.translation.places[demand.site].name_vi
        return group_label(self.project, self.problem.groups[demand.group or 0])

    def _helps(self, demand: Demand) -> bool:
        rest = [other for other in demands_of(self.problem) if other != demand]
        return not self.clock.is_over and bool(
            can_be_met(with_demands(self.problem, rest), self.clock.slice(_TRY_S))
        )

    def _longer_days(self) -> HanhTrinhError | None:
        """Return by how much longer days meet all demands, if one of a few lengths does."""
        for longer_s in _LONGER_S:
            if self.clock.is_over:
                return None
            days = tuple(replace(day, end_s=day.end_s + longer_s) for day in self.problem.days)
            sites = tuple(replace(site, windows=site.hours or site.windows) for site in self.problem.sites)
            if can_be_met(replace(self.problem, days=days, sites=sites), self.clock.slice(_TRY_S)):
                last_s = max(day.end_s - number * AXIS_DAY_S for number, day in enumerate(days))
                return HanhTrinhError(
                    N_("All demands fit when every day may last {minutes} minutes longer (to {time})."),
                    minutes=longer_s // 60,
                    time=formats.time_of_day(last_s),
                )
        return None

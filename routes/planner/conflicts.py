"""Which claims of a request cannot be kept together, in words: the smallest set, and what would help.

A deletion filter (Chinneck, *Feasibility and Infeasibility in Optimization*, Springer 2008): demands, limits
and pins are left out one after the other as long as the rest still cannot be met. What stays is irreducible:
without any one of its claims the others can be met together.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final, NamedTuple

from data.errors import BadInputError, HanhTrinhError
from data.language import formats
from data.language.catalogue import N_
from data.model.project import Project
from routes.planner.breaks import place_breaks
from routes.planner.claims import DEMANDS, Claim, ClaimKind, claims_of, named, with_claims
from routes.planner.exact import can_meet_all, solve_exact
from routes.planner.limits import Clock, Effort
from routes.planner.lost import group_label
from routes.planner.objective import missed_demands
from routes.planner.part import is_metric, part_of, with_shortest_ways
from routes.planner.problem import AXIS_DAY_S, DayOrder, Plan, Problem, demanded_sites, visited
from routes.planner.reasons import least_overrun, widened
from routes.planner.rules import cost_of, is_feasible, time_days
from routes.planner.timing import walk_of
from routes.planner.translate import Translation

_TRY_S: Final = 1.5
_LONGER_S: Final = (30 * 60, 60 * 60, 120 * 60, 180 * 60)


def conflicts_of(
    project: Project, translation: Translation, plan: Plan, effort: Effort
) -> tuple[tuple[HanhTrinhError, ...], bool]:
    """Return what ``plan``, the one that misses fewest demands, misses, and what would help.

    Parameters
    ----------
    effort
        Budget for finding the smallest set of claims in conflict and for trying longer days.

    Returns
    -------
    details, is_impossible
        The sentences, and whether it is proven that no plan keeps all claims.
    """
    problem, chosen = translation.problem, visited(plan)
    bare = _demanded_alone(problem, plan)
    found: list[HanhTrinhError] = [
        _missed_must(translation, bare, number)
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
    core = _Core(project, translation, Clock(effort))
    said = core.in_words()
    if not found and not said:
        said = [HanhTrinhError(N_("Not one of the candidates fits into a day. Lengthen the day."))]
    return (*found, *said), core.is_impossible


def _demanded_alone(problem: Problem, plan: Plan) -> Plan:
    """Return the plan without the visits that nothing demands."""
    demanded = {*demanded_sites(problem)}
    orders: list[DayOrder] = []
    for day, order in enumerate(plan):
        kept = tuple(site for site in order.sites if site in demanded)
        orders.append((place_breaks(problem, day, kept) or order) if kept else DayOrder())
    return tuple(orders)


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


def can_be_met(problem: Problem, effort: Effort) -> bool | None:
    """Return whether a plan meets all demands of a problem; ``None`` if that was not found out in time."""
    days, numbers = tuple(range(len(problem.days))), demanded_sites(problem)
    if is_metric(problem, numbers):
        return can_meet_all(part_of(problem, days, numbers), effort)
    if problem.is_time_dependent:
        # A detour over another site may then be a short cut, so all have to be in.
        return can_meet_all(part_of(problem, days, tuple(range(len(problem.sites)))), effort)
    closed = part_of(with_shortest_ways(problem), days, numbers)
    if can_meet_all(closed, effort) is False:
        return False
    return can_meet_all(part_of(problem, days, numbers), effort) or None


class Conflict(NamedTuple):
    """Claims, whether it is proven that they cannot be kept together, and that none of them can be spared."""

    claims: tuple[Claim, ...]
    is_proven: bool
    is_smallest: bool


def smallest_conflict(problem: Problem, clock: Clock) -> Conflict:
    """Return claims that cannot be kept together, as few as the time lets find."""
    kept = list(claims_of(problem))
    is_proven = can_be_met(problem, clock.slice(_TRY_S)) is False
    demands = [claim for claim in kept if claim.kind in DEMANDS]
    if can_be_met(with_claims(problem, demands), clock.slice(_TRY_S)) is False:
        # No limit has a part in it.
        kept, is_proven = demands, True
    is_smallest = is_proven
    for claim in tuple(kept):
        if clock.is_over:
            return Conflict(tuple(kept), is_proven, is_smallest=False)
        rest = [other for other in kept if other != claim]
        answer = can_be_met(with_claims(problem, rest), clock.slice(_TRY_S))
        if answer is False:
            kept, is_proven = rest, True
        is_smallest = is_smallest and answer is not None
    return Conflict(tuple(kept), is_proven, is_smallest)


class _Core:
    def __init__(self, project: Project, translation: Translation, clock: Clock) -> None:
        self.project, self.translation, self.clock = project, translation, clock
        self.problem = translation.problem
        self.is_impossible = False

    def in_words(self) -> list[HanhTrinhError]:
        """Return the smallest set of conflicting claims and what would let all be met."""
        conflict, self.is_impossible, is_smallest = smallest_conflict(self.problem, self.clock)
        said: list[HanhTrinhError] = []
        if is_smallest and conflict:
            message = (
                N_("These demands cannot be met together: {demands}.")
                if len(conflict) > 1
                else N_("This cannot be kept on any tour: {demands}.")
            )
            said.append(HanhTrinhError(message, demands=self._names(conflict)))
        helpful = [claim for claim in conflict if is_smallest and self._helps(claim)]
        if len(conflict) > 1 and helpful:
            message = N_("All others fit once one of these demands is given up: {demands}.")
            said.append(HanhTrinhError(message, demands=self._names(helpful)))
        wider = [self._wider(claim) for claim in helpful]
        said += [one for one in (*wider, self._longer_days()) if one is not None]
        return said

    def _names(self, claims: Sequence[Claim]) -> tuple[HanhTrinhError, ...]:
        return tuple(named(self.project, self.translation, claim) for claim in claims)

    def _helps(self, claim: Claim) -> bool:
        return not self.clock.is_over and bool(can_be_met(self._without(claim), self.clock.slice(_TRY_S)))

    def _without(self, claim: Claim) -> Problem:
        return with_claims(self.problem, (other for other in claims_of(self.problem) if other != claim))

    def _wider(self, claim: Claim) -> HanhTrinhError | None:
        """Return to what a limit would have to be raised, by a plan that keeps everything else."""
        if claim.kind not in {ClaimKind.BUDGET, ClaimKind.TRAVEL, ClaimKind.WALK} or self.clock.is_over:
            return None
        days, free = tuple(range(len(self.problem.days))), self._without(claim)
        part = part_of(_without_points(free), days, demanded_sites(free))
        plan = solve_exact(part, self.clock.slice(_TRY_S)).plan
        if plan is None or missed_demands(part, visited(plan)) or not is_feasible(part, plan):
            return None
        timings = time_days(part, plan) or []
        if claim.kind is ClaimKind.BUDGET:
            message = N_("All demands fit with a budget of {cost_vnd} VND.")
            return HanhTrinhError(message, cost_vnd=cost_of(part, plan, timings))
        if claim.kind is ClaimKind.TRAVEL:
            minutes = max(-(-timing.travel_s // 60) for timing in timings)
            message = N_("All demands fit when {minutes} minutes of travel are allowed in a day.")
            return HanhTrinhError(message, minutes=minutes)
        metres = max(walk_of(part, day, order) for day, order in enumerate(plan))
        message = N_("All demands fit when {metres} m on foot are allowed in a day.")
        return HanhTrinhError(message, metres=metres)

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


def _without_points(problem: Problem) -> Problem:
    """Return the problem in which nothing but demands and travel counts."""
    sites = tuple(replace(site, score=0, day_scores=()) for site in problem.sites)
    groups = tuple(replace(group, first_bonus=0) for group in problem.groups)
    return replace(problem, sites=sites, groups=groups)

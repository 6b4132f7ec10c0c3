"""Why each candidate left out is left out, in words with figures, and what would make it fit.

Found by putting the place into the finished plan: at every position of every day, with one rule after the
other lifted (``remedies``), and, while the time lasts, by CP-SAT with the place forced into its best day,
which tells what it would cost.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from data.model.place import PlaceId
from data.model.tour import DroppedPlace
from routes.planner import verdicts
from routes.planner.exact import Stance, solve_exact
from routes.planner.insertion import overruns, unit_of
from routes.planner.limits import Clock, Effort
from routes.planner.objective import value_of
from routes.planner.part import part_of, part_plan
from routes.planner.problem import AXIS_DAY_S, GroupKind, Plan, Problem, left_out, visited
from routes.planner.remedies import Found, remedies_of
from routes.planner.rules import is_exceeded
from routes.planner.timing import time_day
from routes.planner.translate import Translation

_FORCE_S: Final = 0.5
_MOST_REMEDIES: Final = 3
_REMEDY_SHARE: Final = 0.6
_BY_CAUSE: Final[Mapping[str, str]] = {
    GroupKind.UNIT.value: verdicts.UNIT_FULL,
    GroupKind.CATEGORY.value: verdicts.CATEGORY_FULL,
    GroupKind.ALTERNATIVES.value: verdicts.ALTERNATIVE_CHOSEN,
    "budget": verdicts.OVER_BUDGET,
    "walk": verdicts.WALK_LIMIT,
    "travel": verdicts.TRAVEL_LIMIT,
}

Facts = Mapping[str, str | int | float]


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
        Budget of remedies and forced searches; when it is spent, the rest get the reason alone. Once it is
        cancelled, the rest are not examined: somebody waits for the tour.
    """
    explainer = _Explainer(translation, plan, Clock(effort))
    sites, left = translation.problem.sites, left_out(translation.problem, plan)
    examined = (
        DroppedPlace(place_id=sites[number].place_id, reason=verdicts.NOT_EXAMINED)
        if effort.is_cancelled()
        else explainer.dropped(number)
        for number in left
    )
    return (*examined, *translation.excluded)


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
    unit = unit_of(wide, number)
    for day in sorted({window.day for window in wide.sites[number].windows}):
        for bound_s, order in overruns(wide, day, plan[day], unit, AXIS_DAY_S):
            if best is not None and bound_s >= best.late_s:
                break
            timing = time_day(wide, day, order, overrun_s=AXIS_DAY_S)
            late_s = timing.end_s - wide.days[day].end_s if timing else AXIS_DAY_S
            if best is None or late_s < best.late_s:
                best = Overrun(day, late_s)
    return best


class _Explainer:
    def __init__(self, translation: Translation, plan: Plan, clock: Clock) -> None:
        self.problem, self.plan, self.clock = translation.problem, plan, clock
        self.wide = widened(translation.problem)
        self.names = tuple(place.name_vi for place in translation.places)
        self.remedies_s = _REMEDY_SHARE * clock.left_s

    def dropped(self, number: int) -> DroppedPlace:
        """Return one candidate with its reason and remedies."""
        site = self.problem.sites[number]
        if site.top_score <= 0:
            return DroppedPlace(place_id=site.place_id, reason=verdicts.WORTH_NOTHING)
        found = self._remedies(number)
        reason, facts = self._reason(number, found)
        return _named(site.place_id, reason, facts, found)

    def _remedies(self, number: int) -> tuple[Found, ...]:
        if self.clock.is_over or self.clock.spent_s > self.remedies_s:
            return ()
        return remedies_of(self.problem, self.plan, number, self.names)

    def _reason(self, number: int, found: tuple[Found, ...]) -> tuple[str, Facts]:
        ruled = self._ruled_out(number, found)
        if ruled is not None:
            return ruled, {}
        overrun = least_overrun(self.wide, self.plan, number)
        if overrun is None:
            is_shut = _is_shut_out(self.wide, self.plan, number)
            return verdicts.HOURS_UNREACHABLE if is_shut else verdicts.HOURS_CLASH, {}
        if overrun.late_s <= 0:
            edge = self.problem.days[overrun.day]
            is_limited = edge.max_travel_s is not None or edge.max_walk_m is not None
            return verdicts.TRAVEL_LIMIT if is_limited else verdicts.ORDER_CLASH, {}
        return self._day_full(number, overrun, found)

    def _ruled_out(self, number: int, found: tuple[Found, ...]) -> str | None:
        """Return the rule that keeps a site out whatever the time, if one does."""
        causes = [one.cause for one in found]
        for cause, reason in _BY_CAUSE.items():
            if cause in causes:
                return reason
        chosen = visited(self.plan) | {*unit_of(self.problem, number)}
        for group in self.problem.groups:
            if number in group.sites and is_exceeded(group, chosen):
                return _BY_CAUSE.get(group.kind.value)
        return None

    def _day_full(self, number: int, overrun: Overrun, found: tuple[Found, ...]) -> tuple[str, Facts]:
        site = self.problem.sites[number]
        facts = {"minutes": -(-overrun.late_s // 60)}
        if site.slots > 1:
            return verdicts.SLOTS_TOO_LONG, {
                **facts,
                "slots": site.slots,
                "visit_minutes": site.visit_s // 60,
            }
        points = (
            None if self.clock.is_over else _cost(self.problem, self.plan, number, overrun.day, self.clock)
        )
        if points is not None and points > 0:
            return verdicts.DAY_FULL_AND_COSTS, {**facts, "points": points}
        rival = next((one.given_up for one in found if one.given_up is not None), None)
        if rival is not None and self.problem.sites[rival].top_score > site.top_score:
            return verdicts.DOMINATED, {
                **facts,
                "place": self.names[rival],
                "place_id": self.problem.sites[rival].place_id,
            }
        return verdicts.DAY_FULL, facts


def _named(place_id: PlaceId, reason: str, facts: Facts, found: tuple[Found, ...]) -> DroppedPlace:
    remedies = tuple(one.remedy for one in found[:_MOST_REMEDIES])
    return DroppedPlace(place_id=place_id, reason=reason, facts=facts, remedies=remedies)


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
    unit = unit_of(problem, number)
    chosen = (*plan[day].sites, *unit)
    part = part_of(problem, (day,), chosen, plan)
    forced = frozenset(range(len(chosen) - len(unit), len(chosen)))
    result = solve_exact(part, clock.slice(_FORCE_S), forced=forced, stance=Stance.SAFE)
    if result.plan is None or not result.is_optimal:
        return None
    now, then = value_of(part, part_plan(plan, (day,), chosen)), value_of(part, result.plan)
    return None if then.missed > now.missed else now.score - then.score

"""What would make a place left out fit: each remedy is tried on the plan before it is named.

A remedy changes one thing of the problem (the end of a day, its begin, a limit, a group, the budget, a visit
given up, a further day); the place is then put into the unchanged rest of the plan, and the exact judge says
whether that plan can be kept.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from data.language import formats
from data.model.remedy import Facts, Remedy, RemedyKind
from routes.planner.breaks import place_breaks
from routes.planner.insertion import (
    Insertion,
    Unit,
    best_insertion,
    cheapest_insertion,
    days_of,
    detours,
    slack_s,
    stay_s,
    unit_of,
)
from routes.planner.objective import missed_demands
from routes.planner.part import part_of, part_plan
from routes.planner.problem import DayOrder, GroupKind, Plan, Problem, TourDay, visited
from routes.planner.timing import DayTiming, day_cost_vnd, time_day, walk_of

_MORE_OF: Final = {
    GroupKind.UNIT: RemedyKind.MORE_OF_UNIT,
    GroupKind.CATEGORY: RemedyKind.MORE_OF_CATEGORY,
    GroupKind.ALTERNATIVES: RemedyKind.MORE_OF_ALTERNATIVES,
}
Cause = str
"""What keeps a place out: the kind of a full group, "budget", "walk", "travel", "day", "swap"."""

_STEP_S: Final = 300
_EARLIEST_START_S: Final = 5 * 3600
_LATEST_END_S: Final = 22 * 3600
_MOST_DAYS: Final = 2


@dataclass(frozen=True)
class Found:
    """A remedy that was tried: the cause it mends, what to do, and the site given up for it, if any."""

    cause: Cause
    remedy: Remedy
    given_up: int | None = None


def remedies_of(
    problem: Problem, plan: Plan, number: int, names: tuple[str, ...], *, most_swaps: int = 12
) -> tuple[Found, ...]:
    """Return what would make a site fit, one remedy of each kind, the least change of its kind.

    Parameters
    ----------
    plan
        A plan that keeps everything and has no room for the site.
    names
        What to call each site.
    most_swaps
        Visits tried to be given up, those of fewest points.
    """
    unit = unit_of(problem, number)
    nearest = sorted(days_of(problem, unit), key=lambda day: _lacking_s(problem, plan, day, unit))
    trials = [_Trial.of(problem, plan, day, unit) for day in nearest[:_MOST_DAYS]]
    options = [option for trial in trials for option in trial.options()]
    least: dict[RemedyKind, tuple[int, Found]] = {}
    for size, found in options:
        kept = least.get(found.remedy.kind)
        if kept is None or size < kept[0]:
            least[found.remedy.kind] = (size, found)
    swap = _swap(problem, plan, unit, names, most_swaps)
    further = _second_day(problem, unit)
    return (
        *(found for _, found in least.values()),
        *((swap,) if swap else ()),
        *((further,) if further else ()),
    )


def _lacking_s(problem: Problem, plan: Plan, day: int, unit: Unit) -> int:
    """Return the seconds by which a day would be too long with a unit, waiting left aside."""
    detour_s = detours(problem, day, plan[day], unit)[0][0]
    return detour_s + stay_s(problem, day, unit) - slack_s(problem, day, plan[day])


Option = tuple[int, Found]
"""How great the change is, in its own unit, and the remedy."""


@dataclass(frozen=True)
class _Trial:
    """One day of the plan on its own with a unit to put in; all other days are fixed."""

    part: Problem
    plan: Plan
    unit: Unit
    day: int

    @classmethod
    def of(cls, problem: Problem, plan: Plan, day: int, unit: Unit) -> "_Trial":
        chosen = (*plan[day].sites, *unit)
        part = part_of(problem, (day,), chosen, plan)
        first = len(plan[day].sites)
        return cls(part, part_plan(plan, (day,), chosen), tuple(range(first, len(chosen))), day)

    def options(self) -> Iterator[Option]:
        """Yield each change of one thing that lets the unit into the day."""
        yield from self._groups()
        yield from self._budget()
        yield from self._walk()
        yield from self._travel()
        yield from self._later_end()
        yield from self._earlier_begin()

    @property
    def _edge(self) -> TourDay:
        return self.part.days[0]

    def _with_day(self, edge: TourDay, *, is_wide: bool = False) -> Problem:
        sites = self.part.sites
        if is_wide:
            # A longer day reaches hours that the day as it is does not.
            sites = tuple(replace(site, windows=site.hours or site.windows) for site in sites)
        return replace(self.part, days=(edge,), sites=sites)

    def _insertion(self, problem: Problem) -> tuple[Insertion, DayTiming] | None:
        found = cheapest_insertion(problem, self.plan, 0, self.unit)
        timing = None if found is None else time_day(problem, 0, found.order)
        return None if found is None or timing is None else (found, timing)

    def _groups(self) -> Iterator[Option]:
        chosen = visited(self.plan)
        groups = enumerate(self.part.groups)
        over = {
            number: len(group.sites & (chosen | {*self.unit})) - group.most
            for number, group in groups
            if group.most is not None and group.sites & {*self.unit}
        }
        full = [number for number, more in over.items() if more > 0]
        if len(full) != 1:
            return
        (number,) = full
        group = self.part.groups[number]
        wider = replace(group, most=(group.most or 0) + over[number])
        free = replace(self.part, groups=(*self.part.groups[:number], wider, *self.part.groups[number + 1 :]))
        if group.kind in _MORE_OF and self._insertion(free) is not None:
            remedy = Remedy(kind=_MORE_OF[group.kind], facts={"more": over[number]})
            yield over[number], Found(group.kind.value, remedy)

    def _budget(self) -> Iterator[Option]:
        if self.part.budget_vnd is None:
            return
        free = replace(self.part, budget_vnd=None)
        found = self._insertion(free)
        if found is None:
            return
        more_vnd = day_cost_vnd(free, 0, found[0].order, found[1]) - self.part.budget_vnd
        if more_vnd > 0:
            yield more_vnd, Found("budget", Remedy(kind=RemedyKind.MORE_BUDGET, facts={"cost_vnd": more_vnd}))

    def _walk(self) -> Iterator[Option]:
        if self._edge.max_walk_m is None:
            return
        free = self._with_day(replace(self._edge, max_walk_m=None))
        found = self._insertion(free)
        metres = 0 if found is None else walk_of(free, 0, found[0].order)
        if metres > self._edge.max_walk_m:
            facts = {"metres": metres, "day": self.day + 1}
            yield (
                metres - self._edge.max_walk_m,
                Found("walk", Remedy(kind=RemedyKind.MORE_WALKING, facts=facts)),
            )

    def _travel(self) -> Iterator[Option]:
        if self._edge.max_travel_s is None:
            return
        found = self._insertion(self._with_day(replace(self._edge, max_travel_s=None)))
        if found is not None and found[1].travel_s > self._edge.max_travel_s:
            facts = {"minutes": -(-found[1].travel_s // 60), "day": self.day + 1}
            more_s = found[1].travel_s - self._edge.max_travel_s
            yield more_s, Found("travel", Remedy(kind=RemedyKind.MORE_TRAVEL, facts=facts))

    def _later_end(self) -> Iterator[Option]:
        last_s = max(self._edge.end_s, _LATEST_END_S)
        found = self._insertion(self._with_day(replace(self._edge, end_s=last_s), is_wide=True))
        if found is not None and found[1].end_s > self._edge.end_s:
            end_s = -(-found[1].end_s // _STEP_S) * _STEP_S
            facts = _at(self.day, end_s)
            yield end_s - self._edge.end_s, Found("day", Remedy(kind=RemedyKind.END_LATER, facts=facts))

    def _earlier_begin(self) -> Iterator[Option]:
        """Yield the latest begin that helps, in steps; the search halves the time before the begin."""
        begin_s = self._edge.begin_s
        late, early = 0, (begin_s - _EARLIEST_START_S) // _STEP_S

        def fits(steps: int) -> bool:
            edge = replace(self._edge, begin_s=begin_s - steps * _STEP_S)
            return self._insertion(self._with_day(edge, is_wide=True)) is not None

        if early <= 0 or not fits(early):
            return
        while early - late > 1:
            middle = (late + early) // 2
            late, early = (late, middle) if fits(middle) else (middle, early)
        facts = _at(self.day, begin_s - early * _STEP_S)
        yield early * _STEP_S, Found("day", Remedy(kind=RemedyKind.START_EARLIER, facts=facts))


def _at(day: int, time_s: int) -> Facts:
    return {"day": day + 1, "time": formats.time_of_day(time_s), "time_s": time_s}


def _swap(problem: Problem, plan: Plan, unit: Unit, names: tuple[str, ...], most: int) -> Found | None:
    """Return the visit of fewest points that makes room when it is given up, without missing a demand."""
    missed = missed_demands(problem, visited(plan))
    stops = [(problem.sites[i].score_on(day), i, day) for day, order in enumerate(plan) for i in order.sites]
    for _, site, day in sorted(stops)[:most]:
        if problem.sites[site].is_must or len(unit_of(problem, site)) > 1:
            continue
        order = place_breaks(problem, day, tuple(i for i in plan[day].sites if i != site))
        if order is None:
            continue
        left = (*plan[:day], order, *plan[day + 1 :])
        found = best_insertion(problem, left, unit)
        chosen = visited(left) | {*unit}
        if found is not None and missed_demands(problem, chosen) <= missed:
            given_up = {"place": names[site], "place_id": problem.sites[site].place_id}
            return Found("swap", Remedy(kind=RemedyKind.SWAP, facts=given_up), site)
    return None


def _second_day(problem: Problem, unit: Unit) -> Found | None:
    nothing = tuple(DayOrder() for _ in problem.days)
    found = best_insertion(problem, nothing, unit)
    if found is None:
        return None
    return Found("day", Remedy(kind=RemedyKind.FURTHER_DAY, facts={"day": found.day + 1}))

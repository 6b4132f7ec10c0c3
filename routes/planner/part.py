"""A part of a problem: some of its days and sites, numbered anew, the rest fixed."""

from collections.abc import Sequence
from dataclasses import replace

from routes.planner.problem import (
    AXIS_DAY_S,
    Break,
    DayOrder,
    Group,
    Plan,
    Precedence,
    Problem,
    Site,
    TourDay,
    Window,
)


def part_of(problem: Problem, days: tuple[int, ...], chosen: Sequence[int], fixed: frozenset[int]) -> Problem:
    """Return the problem of ``days`` over the sites ``chosen``, in this order.

    Parameters
    ----------
    days, chosen
        Numbers in ``problem``.
    fixed
        Sites visited on other days; groups demand only what these leave open.
    """
    place = {day: index for index, day in enumerate(days)}
    number = {site: index for index, site in enumerate(chosen)}
    groups = tuple(_open_group(group, len(group.sites & fixed), number) for group in problem.groups)
    sites = tuple(_moved_site(problem.sites[i], place) for i in chosen)
    tour_days = tuple(_moved_day(problem.days[day], (place[day] - day) * AXIS_DAY_S) for day in days)
    return Problem(
        sites,
        tour_days,
        problem.travels,
        groups,
        tuple(
            Precedence(number[rule.before], number[rule.after])
            for rule in problem.precedences
            if rule.before in number and rule.after in number
        ),
        tuple(replace(pin, site=number[pin.site]) for pin in problem.pins if pin.site in number),
        tuple(tuple(number[i] for i in row) for row in problem.sequences if all(i in number for i in row)),
    )


def _open_group(group: Group, reached: int, number: dict[int, int]) -> Group:
    """Return what visits fixed elsewhere leave open of a group."""
    return replace(
        group,
        least=max(0, group.least - reached),
        most=None if group.most is None else max(0, group.most - reached),
        first_bonus=0 if reached else group.first_bonus,
        sites=frozenset(number[i] for i in group.sites if i in number),
    )


def part_plan(plan: Plan, days: tuple[int, ...], chosen: Sequence[int]) -> Plan:
    """Return the days of ``plan`` in the numbers of their part."""
    number = {site: index for index, site in enumerate(chosen)}
    return tuple(_renumbered(plan[day], number) for day in days)


def whole_plan(plan: Plan, days: tuple[int, ...], chosen: Sequence[int], found: Plan) -> Plan:
    """Return ``plan`` with ``days`` replaced by the plan ``found`` of their part."""
    renamed = iter(_renumbered(order, dict(enumerate(chosen))) for order in found)
    return tuple(next(renamed) if day in days else order for day, order in enumerate(plan))


def _moved_site(site: Site, place: dict[int, int]) -> Site:
    def moved(window: Window) -> Window:
        by = (place[window.day] - window.day) * AXIS_DAY_S
        return Window(place[window.day], window.open_s + by, window.latest_s + by)

    return replace(
        site,
        windows=tuple(moved(window) for window in site.windows if window.day in place),
        hours=tuple(moved(window) for window in site.hours if window.day in place),
        day_scores=tuple(site.score_on(day) for day in place) if site.day_scores else (),
    )


def _moved_day(day: TourDay, by: int) -> TourDay:
    breaks = tuple(_moved_break(pause, by) for pause in day.breaks)
    return replace(day, begin_s=day.begin_s + by, end_s=day.end_s + by, breaks=breaks)


def _moved_break(pause: Break, by: int) -> Break:
    spots = tuple(
        replace(spot, spans=tuple((first + by, last + by) for first, last in spot.spans))
        for spot in pause.spots
    )
    return replace(pause, earliest_s=pause.earliest_s + by, latest_s=pause.latest_s + by, spots=spots)


def _renumbered(order: DayOrder, number: dict[int, int]) -> DayOrder:
    return replace(order, sites=tuple(number[i] for i in order.sites))

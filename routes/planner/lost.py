"""Demands that cannot be met whatever the search does, each named in words."""

from collections.abc import Iterator, Mapping
from typing import Any

from data.errors import BadInputError, HanhTrinhError
from data.language.catalogue import N_
from data.language.terms import TERMS, term
from data.model.demands.times import Break as BreakRule
from data.model.place import Category, Place, PlaceId
from data.model.project import Project
from data.model.request import TourRequest
from data.model.tour import DroppedPlace
from data.model.units import UnitId
from routes.planner.problem import Group, GroupKind, Problem
from routes.planner.tables import NO_WAY_S


def conflicts_before_search(
    project: Project,
    request: TourRequest,
    problem: Problem,
    lost: Mapping[PlaceId, DroppedPlace],
    spots: Mapping[BreakRule, Mapping[int, Place]],
) -> tuple[HanhTrinhError, ...]:
    """Return every demand that cannot be met because of places lost, days too short, breaks or costs."""
    return (
        *_lost_places(project, request, lost),
        *_short_groups(project, problem),
        *_crowded_groups(project, problem),
        *_short_days(request, problem),
        *_breaks_without_spot(request, problem, spots),
        *_costs(problem),
    )


def group_label(project: Project, group: Group) -> str:
    """Return what to call a group in a message: words, or a msgid that the message translates."""
    if group.kind in {GroupKind.UNIT, GroupKind.FAIRNESS}:
        return project.unit_label(UnitId(group.name))
    if group.kind is GroupKind.ALTERNATIVES:
        return group.name
    kinds = [Category(name) for name in group.name.split(",")]
    return TERMS[Category][kinds[0]] if len(kinds) == 1 else ", ".join(term(kind, "vi") for kind in kinds)


def _lost_places(
    project: Project, request: TourRequest, lost: Mapping[PlaceId, DroppedPlace]
) -> Iterator[HanhTrinhError]:
    for place_id, dropped in lost.items():
        if place_id in request.demanded:
            facts: dict[str, Any] = dict(dropped.facts)
            yield BadInputError(dropped.reason, where=project.place(place_id).name_vi, **facts)


def _short_groups(project: Project, problem: Problem) -> Iterator[HanhTrinhError]:
    for group in problem.groups:
        if len(group.sites) < group.least:
            yield BadInputError(
                N_("Visits demanded there: {least}; candidates that can be visited: {available}."),
                where=group_label(project, group),
                least=group.least,
                available=len(group.sites),
            )


def _crowded_groups(project: Project, problem: Problem) -> Iterator[HanhTrinhError]:
    musts = {number for number, site in enumerate(problem.sites) if site.is_must}
    for group in problem.groups:
        count = len(musts & group.sites)
        if group.most is not None and count > group.most:
            yield BadInputError(
                N_("Visits allowed there: {most}; places that must be visited: {count}."),
                where=group_label(project, group),
                most=group.most,
                count=count,
            )


def _short_days(request: TourRequest, problem: Problem) -> Iterator[HanhTrinhError]:
    for day, (when, edge) in enumerate(zip(request.dates, problem.days, strict=True)):
        way_s = problem.travel_s(day, edge.start_node, edge.end_node, edge.begin_s)
        limits_s = [edge.length_s] if edge.max_travel_s is None else [edge.length_s, edge.max_travel_s]
        if way_s >= NO_WAY_S:
            message = N_("No road on the network leads from where the day starts to where it ends.")
            yield BadInputError(message, where=when.isoformat())
        elif way_s > min(limits_s):
            message = N_(
                "The way from where the day starts to where it ends takes {minutes} minutes, too long."
            )
            yield BadInputError(message, where=when.isoformat(), minutes=-(-way_s // 60))


def _breaks_without_spot(
    request: TourRequest, problem: Problem, spots: Mapping[BreakRule, Mapping[int, Place]]
) -> Iterator[HanhTrinhError]:
    for when, frame, edge in zip(request.dates, request.frames, problem.days, strict=True):
        placeless = {(pause.name, pause.duration_s) for pause in edge.breaks if not pause.spots}
        for rule in frame.breaks:
            if rule.is_at_place and (rule.kind.value, rule.duration_s) in placeless:
                message = (
                    N_("No place of the break is open for all of it within its window.")
                    if spots[rule]
                    else N_("The project has no place of the kinds in which the break is to be taken.")
                )
                yield BadInputError(
                    message,
                    where=f"{when.isoformat()}, {rule.kind.value}",
                    remedy=N_("Name other places or categories, widen the window, or take it anywhere."),
                )


def _costs(problem: Problem) -> Iterator[HanhTrinhError]:
    if problem.budget_vnd is None:
        return
    days_vnd = sum(day.cost_vnd for day in problem.days)
    needed_vnd = days_vnd + sum(site.cost_vnd for site in problem.sites if site.is_must)
    if needed_vnd > problem.budget_vnd:
        yield BadInputError(
            N_("The budget is {limit_vnd} VND, but the days and the must-sees alone cost {needed_vnd} VND."),
            where="budget",
            remedy=N_("Raise the budget, or demand less."),
            limit_vnd=problem.budget_vnd,
            needed_vnd=needed_vnd,
        )

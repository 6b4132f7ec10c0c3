"""Which demands of a request cannot be met together, in words."""

from dataclasses import replace

from data.errors import BadInputError, HanhTrinhError
from data.language.catalogue import N_
from data.model.project import Project
from data.model.units import UnitId
from routes.planner.exact import solve_exact
from routes.planner.limits import Clock, Effort
from routes.planner.objective import missed_demands
from routes.planner.part import part_of
from routes.planner.problem import Plan, demanded_sites, visited
from routes.planner.reasons import least_overrun, widened
from routes.planner.translate import Translation


def conflicts_of(
    project: Project, translation: Translation, plan: Plan, effort: Effort
) -> tuple[HanhTrinhError, ...]:
    """Return what ``plan``, the one that misses fewest demands, misses, and what would help.

    Parameters
    ----------
    effort
        Budget for trying what happens without each must-see.
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
            where=project.unit_label(UnitId(group.name)),
            least=group.least,
            reached=len(group.sites & chosen),
        )
        for group in problem.groups
        if len(group.sites & chosen) < group.least
    ]
    if not chosen and not found:
        found.append(HanhTrinhError(N_("Not one of the candidates fits into a day. Lengthen the day.")))
    helpful = _dispensable(translation, Clock(effort)) if len(found) == 1 else ()
    if helpful:
        message = N_("Everything else fits once one of these is no must-see: {places}.")
        found.append(HanhTrinhError(message, places=", ".join(helpful)))
    return tuple(found)


def _missed_must(translation: Translation, plan: Plan, number: int) -> HanhTrinhError:
    where = translation.places[number].name_vi
    overrun = least_overrun(widened(translation.problem), plan, number)
    if overrun is None:
        message = N_("It must be visited, but its opening hours do not fit beside the other demands.")
        return BadInputError(message, where=where)
    if overrun.late_s <= 0:
        message = N_("It must be visited, but that goes over the travel allowed in a day.")
        return BadInputError(message, where=where)
    message = N_("It must be visited, but beside the other demands the day is {minutes} minutes too short.")
    return BadInputError(message, where=where, minutes=-(-overrun.late_s // 60))


def _dispensable(translation: Translation, clock: Clock) -> tuple[str, ...]:
    """Return the must-sees without which all other demands can be met."""
    problem = translation.problem
    numbers = demanded_sites(problem)
    demanded = part_of(problem, tuple(range(len(problem.days))), numbers)
    helpful = []
    for number, site in enumerate(demanded.sites):
        if not site.is_must or clock.is_over:
            continue
        sites = tuple(
            replace(other, is_must=False) if i == number else other for i, other in enumerate(demanded.sites)
        )
        relaxed = replace(demanded, sites=sites)
        result = solve_exact(relaxed, clock.slice(1.0))
        if result.plan is not None and missed_demands(relaxed, visited(result.plan)) == 0:
            helpful.append(translation.places[numbers[number]].name_vi)
    return tuple(helpful)

"""``plan_tour``: the one entry of the planner."""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from data.errors import CancelledError, HanhTrinhError, InfeasibleRequestError
from data.language.catalogue import N_
from data.model.project import Project
from data.model.request import TourRequest
from data.model.tour import DroppedPlace, Tour, TourId
from data.progress import Progress, silent
from data.search.folding import fold
from routes.planner.checker import check_tour
from routes.planner.conflicts import conflicts_of
from routes.planner.limits import Clock, Effort
from routes.planner.objective import Value
from routes.planner.portfolio import Best, solve
from routes.planner.problem import Plan, demanded_sites
from routes.planner.reasons import dropped_places
from routes.planner.schedule import Scheduler
from routes.planner.translate import Translation, as_error, translate
from routes.router import Router

LEAST_SECONDS: Final = 0.5
"""Shortest budget: enough for a first plan of a small request."""

MOST_SECONDS: Final = 27.0
"""Longest budget, so that a plan with its travel times and its check takes 30 s in all."""

STOPPED_SECONDS: Final = 1.5
"""Time for reasons once the search was stopped: somebody waits for the result."""

_MOST_DETAILS: Final = 8
_SEARCH_SHARE: Final = 0.8
_REASONS_SHARE: Final = 0.2


OnBetter = Callable[[Tour], None]


def _never() -> bool:
    return False


def plan_tour(
    project: Project,
    request: TourRequest,
    router: Router,
    *,
    seconds: float | None = None,
    seed: int | None = None,
    is_deterministic: bool = False,
    network: str = "",
    network_credit: str = "",
    progress: Progress = silent,
    is_stopped: Callable[[], bool] = _never,
    on_better: OnBetter | None = None,
) -> Tour:
    """Plan a tour: choose, order and time the stops, check the result, explain what is left out.

    Parameters
    ----------
    project
        Places, units and clauses.
    request
        What is asked for.
    router
        Routes of the request's travel mode.
    seconds, seed
        Budget and seed; ``None`` takes those of the request. The budget covers everything but the travel-time
        matrix and lies between ``LEAST_SECONDS`` and ``MOST_SECONDS``.
    is_deterministic
        Whether the same request, seed and ``seconds`` have to give the same tour on any machine; ``seconds``
        are then units of the solver's deterministic clock. Wall-clock budgets are not reproducible.
    network, network_credit
        Name and date of the road network, for the record; its credit, for every output.
    progress
        Told the share done; may raise CancelledError to give up without a plan.
    is_stopped
        Asked several times a second; once true, the search ends and the best plan so far is explained
        within ``STOPPED_SECONDS``, checked and returned.
    on_better
        Called with each better tour, checked but without reasons yet, while the search goes on.

    Returns
    -------
    Tour
        Checked by ``checker.check_tour``.

    Raises
    ------
    InfeasibleRequestError
        If the demands cannot all be met, or nothing can be visited; its details name them.
    UnknownIdError, BadInputError, NoRouteError
        If the request or a candidate's opening hours are wrong, or no road is open to the travel mode.
    CancelledError
        If it was stopped before a first plan.
    """
    budget_s = _budget_s(request.seconds if seconds is None else seconds)
    effort = Effort(budget_s, request.seed if seed is None else seed, is_deterministic, is_stopped)
    progress(0.0, N_("Travel times between the places"))
    translation = translate(project, request, router)
    _require_possible(project, translation)
    maker = _TourMaker(project, request, Scheduler(translation), network, network_credit)
    best = _search(translation, effort, maker, progress, _checked(project, router, on_better))
    if best.value.missed or not any(order.sites for order in best.plan):
        raise _infeasible(project, translation, best, effort)
    dropped = _explain(translation, best, effort, progress)
    tour = maker.tour(best.plan, best.value, dropped, is_proven=best.is_proven)
    progress(0.97, N_("Checking the plan"))
    _require_sound(project, tour, router)
    progress(1.0)
    return tour


def _budget_s(wished_s: float) -> float:
    return min(max(wished_s, LEAST_SECONDS), MOST_SECONDS)


def _explain(
    translation: Translation, best: Best, effort: Effort, progress: Progress
) -> tuple[DroppedPlace, ...]:
    progress(0.85, N_("Reasons for what is left out"))
    seconds = _REASONS_SHARE * effort.seconds
    if effort.is_cancelled():
        seconds = min(seconds, STOPPED_SECONDS)
    return dropped_places(translation, best.plan, replace(effort, seconds=seconds, is_cancelled=_never))


def _checked(project: Project, router: Router, on_better: OnBetter | None) -> OnBetter | None:
    """Return ``on_better`` that is told of sound tours only: nothing is shown unchecked."""
    if on_better is None:
        return None

    def show(tour: Tour) -> None:
        if not check_tour(project, tour, router):
            on_better(tour)

    return show


def _search(
    translation: Translation,
    effort: Effort,
    maker: "_TourMaker",
    progress: Progress,
    on_better: OnBetter | None,
) -> Best:
    clock = Clock(effort.with_seconds(_SEARCH_SHARE * effort.seconds))

    def tick() -> bool:
        # Asked all the time, so the bar moves although nothing better turns up; it may raise CancelledError.
        progress(
            0.05 + 0.8 * min(1.0, clock.spent_s / max(effort.seconds, 0.01)),
            N_("Choosing and ordering the stops"),
        )
        return effort.is_cancelled()

    def report(plan: Plan, value: Value) -> None:
        if on_better is not None and value.missed == 0:
            on_better(maker.tour(plan, value))

    search = replace(effort, seconds=_SEARCH_SHARE * effort.seconds, is_cancelled=tick)
    best = solve(translation.problem, search, report)
    is_plan = any(order.sites for order in best.plan) and not best.value.missed
    if effort.is_cancelled() and not is_plan:
        raise CancelledError
    return best


def _require_possible(project: Project, translation: Translation) -> None:
    if translation.conflicts:
        raise InfeasibleRequestError(N_("The request cannot be met:"), details=translation.conflicts)
    excluded = translation.excluded
    if not translation.problem.sites and not excluded:
        raise InfeasibleRequestError(N_("No place passes the filter of the request. Widen the filter."))
    if not translation.problem.sites:
        raise InfeasibleRequestError(
            N_("None of the candidates can be visited ({count}). Widen the filter or change the dates:"),
            details=[as_error(lost, project.place(lost.place_id)) for lost in excluded[:_MOST_DETAILS]],
            count=len(excluded),
        )
    sites = translation.problem.sites
    if not demanded_sites(translation.problem) and not any(site.top_score for site in sites):
        raise InfeasibleRequestError(
            N_("No candidate scores any points. Raise the scores, or name must-sees.")
        )


def _infeasible(
    project: Project, translation: Translation, best: Best, effort: Effort
) -> InfeasibleRequestError:
    details = conflicts_of(
        project, translation, best.plan, effort.with_seconds(_REASONS_SHARE * effort.seconds)
    )
    message = (
        N_("The request cannot be met:")
        if best.is_proven
        else N_("No plan was found in {seconds} seconds that meets all demands:")
    )
    return InfeasibleRequestError(message, details=details, seconds=round(effort.seconds))


def _require_sound(project: Project, tour: Tour, router: Router) -> None:
    violations = check_tour(project, tour, router)
    if violations:
        raise HanhTrinhError(
            N_("The plan failed its check; please report it with the request:"),
            details=[violation.as_error() for violation in violations],
        )


class _TourMaker:
    """Dresses plans as tours."""

    def __init__(
        self, project: Project, request: TourRequest, scheduler: Scheduler, network: str, credit: str
    ) -> None:
        self._scheduler = scheduler
        credits_ = (*project.attribution, credit) if credit else project.attribution
        key = "-".join(fold(request.title_vi).split()) or f"tour-{request.dates[0].isoformat()}"
        self._frame = Tour(
            id=TourId(key),
            title_vi=request.title_vi,
            title_en=request.title_en,
            request=request,
            days=(),
            network=network,
            attribution=tuple(dict.fromkeys(credits_)),
        )

    def tour(
        self,
        plan: Plan,
        value: Value,
        dropped: tuple[DroppedPlace, ...] = (),
        *,
        is_proven: bool = False,
    ) -> Tour:
        """Return the tour of a plan."""
        days = self._scheduler.days(plan)
        return replace(self._frame, days=days, dropped=dropped, score=value.score, is_proven=is_proven)

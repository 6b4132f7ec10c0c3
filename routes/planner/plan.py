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
from routes.planner.exact import Bound
from routes.planner.limits import Clock, Effort
from routes.planner.objective import Value
from routes.planner.portfolio import Best, solve
from routes.planner.problem import Plan, demanded_sites, visited
from routes.planner.reasons import dropped_places
from routes.planner.routers import RouterOf
from routes.planner.schedule import Scheduler
from routes.planner.translate import Translation, as_error, translate
from routes.router import Router

LEAST_SECONDS: Final = 0.5
"""Shortest budget: enough for a first plan of a small request."""

MOST_SECONDS: Final = 600.0
"""Longest budget. With up to 27 s a plan takes 30 s in all with its travel times and its check; more is for
whoever asks for it: the search goes on improving, and stops earlier once nothing can be better."""

_MOST_DETAILS: Final = 8
_SEARCH_SHARE: Final = 0.8
_REASONS_SHARE: Final = 0.2
_MOST_REASONS_S: Final = 10.0
_TIGHT_SHARE: Final = 0.5


OnBetter = Callable[[Tour], None]


def _never() -> bool:
    return False


def plan_tour(
    project: Project,
    request: TourRequest,
    router: Router | RouterOf,
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
        Router of all days, or what gives the router of a travel mode; see ``routers.DayRouters``.
    seconds, seed
        Budget and seed; ``None`` takes those of the request. The budget covers everything but the travel-time
        matrix and lies between ``LEAST_SECONDS`` and ``MOST_SECONDS``. Where demands do not fit with visits
        of usual length, half as much again may go to the search with the shortest visits.
    is_deterministic
        Whether the same request, seed and ``seconds`` have to give the same tour on any machine; ``seconds``
        are then units of the solver's deterministic clock. Wall-clock budgets are not reproducible.
    network, network_credit
        Name and date of the road network, for the record; its credit, for every output.
    progress
        Told the share done; may raise CancelledError to give up without a plan.
    is_stopped
        Asked several times a second; once true, the search ends and the best plan so far is checked and
        returned; what is left out is not examined then (``verdicts.NOT_EXAMINED``).
    on_better
        Called while the search goes on with each better tour, checked but without reasons yet, and with the
        same tour again when its ``bound`` is better.

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
    translation = _translated(project, request, router)
    shower = _Shower(project, _frame(project, request, network, network_credit), router, on_better)
    translation, best = _searched(translation, effort, shower, progress)
    if best.value.missed or not visited(best.plan):
        raise _infeasible(project, translation, best, effort)
    dropped = _explain(translation, best, effort, progress)
    tour = shower.tour(translation, best, dropped)
    progress(0.97, N_("Checking the plan"))
    _require_sound(project, tour, router)
    progress(1.0)
    return tour


def _translated(project: Project, request: TourRequest, router: Router | RouterOf) -> Translation:
    """Return the problem of a request that is not impossible from the outset."""
    translation = translate(project, request, router)
    if translation.conflicts and translation.can_tighten:
        tight = translation.tightened()
        translation = translation if tight.conflicts else tight
    _require_possible(project, translation)
    return translation


def _budget_s(wished_s: float) -> float:
    return min(max(wished_s, LEAST_SECONDS), MOST_SECONDS)


def _explain(
    translation: Translation, best: Best, effort: Effort, progress: Progress
) -> tuple[DroppedPlace, ...]:
    progress(0.85, N_("Reasons for what is left out"))
    seconds = min(_REASONS_SHARE * effort.seconds, _MOST_REASONS_S)
    return dropped_places(translation, best.plan, effort.with_seconds(seconds))


def _searched(
    translation: Translation, effort: Effort, shower: "_Shower", progress: Progress
) -> tuple[Translation, Best]:
    """Return the best plan and of which translation: shorter visits where demands do not fit otherwise."""
    best = _search(translation, effort.with_seconds(_SEARCH_SHARE * effort.seconds), shower, progress)
    if best.value.missed and translation.can_tighten:
        tight = translation.tightened()
        shorter = _search(tight, effort.with_seconds(_TIGHT_SHARE * effort.seconds), shower, progress)
        if shorter.value.missed == 0:
            return tight, shorter
    return translation, best


def _search(translation: Translation, effort: Effort, shower: "_Shower", progress: Progress) -> Best:
    clock = Clock(effort)

    def tick() -> bool:
        # Asked all the time, so the bar moves although nothing better turns up; it may raise CancelledError.
        done = min(1.0, clock.spent_s / max(effort.seconds, 0.01))
        progress(0.05 + 0.8 * done, N_("Choosing and ordering the stops"))
        return effort.is_cancelled()

    def report(plan: Plan, value: Value) -> None:
        shower.show(translation, plan, value)

    best = solve(translation.problem, replace(effort, is_cancelled=tick), report, shower.show_bound)
    if effort.is_cancelled() and (best.value.missed or not visited(best.plan)):
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
    details, is_impossible = conflicts_of(
        project, translation, best.plan, effort.with_seconds(_REASONS_SHARE * effort.seconds)
    )
    message = (
        N_("The request cannot be met:")
        if best.is_impossible or is_impossible
        else N_("No plan was found in {seconds} seconds that meets all demands:")
    )
    return InfeasibleRequestError(message, details=details, seconds=round(effort.seconds))


def _require_sound(project: Project, tour: Tour, router: Router | RouterOf) -> None:
    violations = check_tour(project, tour, router)
    if violations:
        raise HanhTrinhError(
            N_("The plan failed its check; please report it with the request:"),
            details=[violation.as_error() for violation in violations],
        )


def _frame(project: Project, request: TourRequest, network: str, credit: str) -> Tour:
    """Return the tour without its days."""
    credits_ = (*project.attribution, credit) if credit else project.attribution
    key = "-".join(fold(request.title_vi).split()) or f"tour-{request.dates[0].isoformat()}"
    return Tour(
        id=TourId(key),
        title_vi=request.title_vi,
        title_en=request.title_en,
        request=request,
        days=(),
        network=network,
        attribution=tuple(dict.fromkeys(credits_)),
    )


class _Shower:
    """Dresses plans as tours and shows them while the search goes on."""

    def __init__(
        self, project: Project, frame: Tour, router: Router | RouterOf, on_better: OnBetter | None
    ) -> None:
        self._project, self._frame, self._router, self._on_better = project, frame, router, on_better
        self._schedulers: dict[bool, Scheduler] = {}
        self._shown: Tour | None = None

    def tour(self, translation: Translation, best: Best, dropped: tuple[DroppedPlace, ...]) -> Tour:
        """Return the tour of the best plan."""
        days = self._scheduler(translation).days(best.plan)
        bound = best.value.score if best.is_proven else best.bound.score
        return replace(
            self._frame,
            days=days,
            dropped=dropped,
            score=best.value.score,
            bound=bound,
            is_proven=best.is_proven,
        )

    def show(self, translation: Translation, plan: Plan, value: Value) -> None:
        """Show a better plan if it meets all demands and is sound: nothing is shown unchecked."""
        if self._on_better is None or value.missed:
            return
        days = self._scheduler(translation).days(plan)
        tour = replace(self._frame, days=days, score=value.score)
        if not check_tour(self._project, tour, self._router):
            self._shown = tour
            self._on_better(tour)

    def show_bound(self, bound: Bound) -> None:
        """Show the tour shown last again, with what no tour can pass."""
        if self._on_better is not None and self._shown is not None and bound.score >= self._shown.score:
            self._shown = replace(self._shown, bound=bound.score)
            self._on_better(self._shown)

    def _scheduler(self, translation: Translation) -> Scheduler:
        return self._schedulers.setdefault(translation.is_tight, Scheduler(translation))

"""Which dates make the best tour? One request tried on every start date of a range.

Dates whose problems are the same (equal opening hours, points and travel times, day by day) are solved
once. Each different problem gets a quick plan, in the order of how many points it could bring at most; of
very many problems those that cannot beat the best plan so far are left at their bound. The most promising
are then planned in full. So the ranking is exact only as far as the plans are: each result says how it was
found, its points and its bound.
"""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from data.calendar.lunar import LunarDate, is_held, lunar_date
from data.errors import BadInputError, InfeasibleRequestError
from data.language.catalogue import N_
from data.model.place import PlaceId
from data.model.project import Project
from data.model.request import TourRequest
from data.model.tour import Tour
from data.model.travel_mode import TravelMode
from data.progress import Progress, silent
from routes.planner import verdicts
from routes.planner.kept_router import KeptRouter
from routes.planner.plan import plan_tour
from routes.planner.routers import RouterOf
from routes.planner.translate import Translation, translate
from routes.router import Router

MOST_DATES: Final = 400
"""Longest range: a little more than a year."""

QUICK_S: Final = 0.5
"""Budget of a quick plan, seconds."""

ALWAYS_QUICK: Final = 60
"""So many problems get a quick plan in any case; of more only those that could beat the best."""

_QUICK_SHARE: Final = 0.6


def _never() -> bool:
    return False


class DateStatus(StrEnum):
    """How the result of a start date was found."""

    FULL = "full"
    QUICK = "quick"
    BOUNDED = "bounded"
    IMPOSSIBLE = "impossible"
    NOT_TRIED = "not_tried"


@dataclass(frozen=True, slots=True)
class FestivalDay:
    """A festival of a candidate on one of the dates; ``is_met`` when the tour visits it on that day."""

    date: date
    place_id: PlaceId
    text: str
    is_met: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DateResult:
    """What a start date brings.

    Parameters
    ----------
    start
        First date of the tour.
    lunar
        The same day in the lunar calendar.
    status
        How the result was found.
    same_as
        Earlier start date with the same problem, whose plan this is; ``None`` when its own.
    tour
        The plan, on these dates; ``None`` without one.
    score
        Points of the plan; ``None`` without one.
    bound
        No plan for these dates has more points.
    festivals
        Festivals of candidates on these dates.
    closed
        Candidates that are closed on every date.
    reasons
        Why no plan can meet the request.
    """

    start: date
    lunar: LunarDate
    status: DateStatus
    same_as: date | None = None
    tour: Tour | None = None
    score: int | None = None
    bound: int = 0
    festivals: tuple[FestivalDay, ...] = ()
    closed: tuple[PlaceId, ...] = ()
    reasons: tuple[InfeasibleRequestError, ...] = ()


@dataclass(frozen=True, slots=True)
class DateRanking:
    """Every start date of the range, the best first.

    ``problems`` different problems were met; ``seconds`` is the budget of a full plan.
    """

    results: tuple[DateResult, ...]
    problems: int
    seconds: float
    is_complete: bool


def best_dates(
    project: Project,
    request: TourRequest,
    router: Router | RouterOf,
    first: date,
    last: date,
    *,
    seconds: float = 5.0,
    most_full: int = 5,
    progress: Progress = silent,
    is_stopped: Callable[[], bool] = _never,
) -> DateRanking:
    """Return how good a tour each start date from ``first`` to ``last`` makes, the best first.

    Parameters
    ----------
    request
        Its dates say how many days the tour has and how they lie to each other.
    router
        Router of all days, or what gives the router of a travel mode.
    seconds
        Budget of each full plan.
    most_full
        How many different problems are planned in full.
    progress
        Told the share done.
    is_stopped
        Once true, what was found so far is returned.

    Raises
    ------
    BadInputError
        If the range is empty or longer than ``MOST_DATES``, or the request is wrong.
    NoRouteError
        If no road is open to a travel mode.
    """
    starts = _starts(first, last)
    search = _Search(project, request, _kept(router), seconds, is_stopped)
    for number, start in enumerate(starts):
        progress(0.1 * number / len(starts), N_("Comparing the dates"))
        if is_stopped():
            break
        search.read(start)
    search.plan_quickly(progress)
    search.plan_fully(most_full, progress)
    progress(1.0)
    results = [search.result(start) for start in starts]
    results.sort(key=lambda one: (-(one.score if one.score is not None else -1), -one.bound, one.start))
    return DateRanking(tuple(results), len(search.cases), seconds, is_complete=not is_stopped())


def shifted(request: TourRequest, start: date) -> TourRequest:
    """Return the request with its first day on ``start`` and the other days as far from it as before."""
    days = tuple(start + (day - request.dates[0]) for day in request.dates)
    return request.on_dates(days, request.nights)


def _starts(first: date, last: date) -> list[date]:
    count = (last - first).days + 1
    if count < 1:
        raise BadInputError(
            N_("The range of dates ends before it begins."),
            where=f"{first.isoformat()} – {last.isoformat()}",
            remedy=N_("Give the earlier date first."),
        )
    if count > MOST_DATES:
        raise BadInputError(
            N_("The range has {count} dates; at most {most} can be compared."),
            where=f"{first.isoformat()} – {last.isoformat()}",
            remedy=N_("Compare a shorter range."),
            count=count,
            most=MOST_DATES,
        )
    return [first + timedelta(days=number) for number in range(count)]


def _kept(router: Router | RouterOf) -> RouterOf:
    known: dict[TravelMode, KeptRouter] = {}

    def of_mode(mode: TravelMode) -> Router:
        if mode not in known:
            known[mode] = KeptRouter(router(mode) if callable(router) else router)
        return known[mode]

    return of_mode


@dataclass
class _Case:
    """One problem, and the start dates that share it."""

    start: date
    request: TourRequest
    bound: int
    status: DateStatus = DateStatus.NOT_TRIED
    tour: Tour | None = None
    error: InfeasibleRequestError | None = None

    @property
    def score(self) -> int:
        return -1 if self.tour is None else self.tour.score


class _Search:
    """Cases by their problem, and the case of each start date."""

    def __init__(
        self,
        project: Project,
        request: TourRequest,
        router: RouterOf,
        seconds: float,
        is_stopped: Callable[[], bool],
    ) -> None:
        self._project, self._request, self._router = project, request, router
        self._seconds, self._is_stopped = seconds, is_stopped
        self.cases: dict[Hashable, _Case] = {}
        self._case_of: dict[date, _Case] = {}
        self._closed: dict[date, tuple[PlaceId, ...]] = {}
        self._candidates: dict[date, tuple[PlaceId, ...]] = {}

    def read(self, start: date) -> None:
        """Make the problem of a start date, and join it with its equals."""
        request = shifted(self._request, start)
        translation = translate(self._project, request, self._router)
        key = _signature(request, translation)
        if key not in self.cases:
            self.cases[key] = _Case(start, request, translation.problem.most_points)
        self._case_of[start] = self.cases[key]
        excluded = translation.excluded
        self._closed[start] = tuple(
            one.place_id for one in excluded if one.reason == verdicts.CLOSED_ON_DATES
        )
        self._candidates[start] = (
            *(place.id for place in translation.places),
            *(one.place_id for one in excluded),
        )

    def plan_quickly(self, progress: Progress) -> None:
        """Plan the cases in the order of their bounds; late ones only if they could beat the best so far."""
        best = -1
        cases = sorted(self.cases.values(), key=lambda case: (-case.bound, case.start))
        for number, case in enumerate(cases):
            progress(0.1 + _QUICK_SHARE * number / len(cases), N_("Quick plans for the dates"))
            if self._is_stopped():
                return
            if number >= ALWAYS_QUICK and case.bound <= best:
                case.status = DateStatus.BOUNDED
                continue
            self._plan(case, QUICK_S, DateStatus.QUICK)
            best = max(best, case.score)

    def plan_fully(self, most: int, progress: Progress) -> None:
        """Plan the most promising cases in full."""
        planned = [case for case in self.cases.values() if case.status is DateStatus.QUICK]
        promising = sorted(planned, key=lambda case: (-case.score, -case.bound, case.start))[:most]
        for number, case in enumerate(promising):
            share = 0.1 + _QUICK_SHARE + 0.3 * number / len(promising)
            progress(share, N_("Full plans for the best dates"))
            if self._is_stopped():
                return
            if case.tour is not None and case.tour.is_proven:
                case.status = DateStatus.FULL
                continue
            self._plan(case, self._seconds, DateStatus.FULL)

    def _plan(self, case: _Case, seconds: float, status: DateStatus) -> None:
        try:
            tour = plan_tour(
                self._project, case.request, self._router, seconds=seconds, is_stopped=self._is_stopped
            )
        except InfeasibleRequestError as error:
            # A quick search may have been too short where it proved nothing; a full one decides.
            if case.tour is None:
                case.status, case.error = DateStatus.IMPOSSIBLE, error
            return
        case.status, case.error = status, None
        if tour.score >= case.score:
            case.tour = tour
        if tour.bound is not None:
            case.bound = min(case.bound, max(tour.bound, case.score))

    def result(self, start: date) -> DateResult:
        """Return the result of a start date."""
        lunar = lunar_date(start)
        case = self._case_of.get(start)
        if case is None:
            return DateResult(start=start, lunar=lunar, status=DateStatus.NOT_TRIED)
        tour = None if case.tour is None else _on(case.tour, shifted(self._request, start))
        return DateResult(
            start=start,
            lunar=lunar,
            status=case.status,
            same_as=None if case.start == start else case.start,
            tour=tour,
            score=None if tour is None else tour.score,
            bound=case.bound,
            festivals=self._festivals(start, tour),
            closed=self._closed[start],
            reasons=() if case.error is None else (case.error,),
        )

    def _festivals(self, start: date, tour: Tour | None) -> tuple[FestivalDay, ...]:
        days = shifted(self._request, start).dates
        visits = {(day.date, stop.place_id) for day in (tour.days if tour else ()) for stop in day.visits}
        return tuple(
            FestivalDay(day, key, festival.text, (day, key) in visits)
            for day in days
            for key in dict.fromkeys(self._candidates[start])
            for festival in self._project.places[key].festivals
            if is_held(festival, day)
        )


def _signature(request: TourRequest, translation: Translation) -> Hashable:
    """Return what two start dates share exactly when their problems are the same."""
    problem = translation.problem
    weekends = tuple(request.is_time_dependent and day.weekday() >= 5 for day in request.dates)
    excluded: Sequence[PlaceId] = [one.place_id for one in translation.excluded]
    rules = (problem.groups, problem.precedences, problem.pins, problem.sequences, problem.budget_vnd)
    return problem.sites, problem.days, rules, weekends, tuple(excluded)


def _on(tour: Tour, request: TourRequest) -> Tour:
    """Return a plan on other dates with the same problem."""
    days = tuple(replace(day, date=when) for day, when in zip(tour.days, request.dates, strict=True))
    return replace(tour, request=request, days=days)

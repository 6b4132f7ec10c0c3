"""Tours of tiny requests by trying every plan, so that no search engine has a hand in them."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import permutations, product

from data.model.project import Project
from data.model.request import TourRequest
from data.model.tour import Tour, TourId
from data.model.travel_mode import TravelMode
from routes.planner.breaks import place_breaks
from routes.planner.objective import value_of
from routes.planner.problem import DayOrder, Plan, Problem
from routes.planner.rules import is_feasible
from routes.planner.schedule import Scheduler
from routes.planner.translate import Translation, translate
from routes.router import Router


def plans(problem: Problem) -> Iterator[Plan]:
    """Yield every plan that may be carried out, breaks at their best; for up to about five sites."""
    numbers = range(len(problem.sites))
    for days in product(range(-1, len(problem.days)), repeat=len(problem.sites)):
        orders = []
        for day in range(len(problem.days)):
            chosen = [number for number in numbers if days[number] == day]
            found = (place_breaks(problem, day, row) for row in permutations(chosen))
            orders.append([order for order in found if order is not None])
        for plan in product(*orders):
            if is_feasible(problem, plan):
                yield plan


def best_plan(problem: Problem) -> Plan:
    """Return the best plan of all."""
    nothing = tuple(DayOrder() for _ in problem.days)
    return max(plans(problem), key=lambda plan: value_of(problem, plan).rank, default=nothing)


def tour_of(translation: Translation, plan: Plan) -> Tour:
    """Return the tour of a plan."""
    request = translation.draft.request
    return Tour(
        id=TourId("thu"),
        title_vi="Thử",
        request=request,
        days=Scheduler(translation).days(plan),
        score=value_of(translation.problem, plan).score,
    )


def best_tour(
    project: Project,
    request: TourRequest,
    router: Router | Callable[[TravelMode], Router],
    *,
    is_tight: bool = False,
) -> Tour:
    """Return the best tour of all, of shortest visits where ``is_tight``."""
    translation = translate(project, request, router)
    assert translation.conflicts == ()
    chosen = translation.tightened() if is_tight else translation
    tour = tour_of(chosen, best_plan(chosen.problem))
    return replace(tour, title_vi=request.title_vi)

"""Independent check of a tour, from raw data: register, request and routers.

It shares no code with the search (problem, translation, timing, solvers), so that a mistake there cannot
hide here: opening hours, festivals, ways, walks, costs and points are worked out anew for every stop and leg.
Times may differ by ``TOLERANCE_S``, because travel times are rounded up to whole minutes.

=============  ====================================================================
``clockwork``  days, anchors, times that follow each other, limits of a day
``visits``     each visit: known, wanted, open, as long as it has to be, slots, boarding
``breaks``     each break: taken once, in its window, long enough, at an open place
``ways``       what the roads say about each leg
``legs``       whether the legs say the same
``choice``     demands on which places are visited
``order``      pins
``money``      budget and points
=============  ====================================================================
"""

from collections.abc import Callable

from data.model.project import Project
from data.model.tour import Tour
from data.model.travel_mode import TravelMode
from routes.planner.checker.breaks import check_breaks
from routes.planner.checker.choice import check_choice
from routes.planner.checker.clockwork import check_day, check_frame
from routes.planner.checker.legs import check_legs
from routes.planner.checker.money import check_budget, check_score
from routes.planner.checker.order import check_order
from routes.planner.checker.violation import TOLERANCE_S, Violation
from routes.planner.checker.visits import check_visits
from routes.planner.checker.ways import Ways
from routes.router import Router

__all__ = ["TOLERANCE_S", "Violation", "check_tour"]


def check_tour(
    project: Project, tour: Tour, router: Router | Callable[[TravelMode], Router]
) -> tuple[Violation, ...]:
    """Return every rule that ``tour`` breaks; empty when it is sound.

    Parameters
    ----------
    project
        Register with the places of the tour.
    tour
        A planned tour or one edited by hand; ``tour.request`` says what was asked for.
    router
        Router of all days, or what gives the router of a travel mode.
    """
    request, ways = tour.request, Ways(tour.request, router)
    found = list(check_frame(request, tour))
    for number, day in enumerate(tour.days[: len(request.dates)]):
        found += check_day(project, request, number, day)
        found += check_visits(project, request, number, day)
        found += check_breaks(project, request, number, day)
        found += check_legs(request, number, day, ways)
    found += check_choice(project, tour)
    found += check_order(project, tour)
    found += check_budget(project, tour, ways)
    found += check_score(project, tour)
    return tuple(found)

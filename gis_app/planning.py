"""Planning for the window: runs in a process of its own, so everything here can be pickled."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache, partial
from itertools import count
from pathlib import Path

from data.language.catalogue import N_
from data.model.project import Project
from data.model.request import TourRequest
from data.model.tour import Tour, TourId
from data.model.travel_mode import TravelMode
from gis_app.workers import Task, TaskContext
from routes.network.file import load_network
from routes.network.starter import starter_network
from routes.network.store import RoadNetwork
from routes.planner.routers import RouterOf
from routes.router import Router


@dataclass(frozen=True, slots=True)
class PlanningWork:
    """What the planning process needs.

    Parameters
    ----------
    project
        Register to choose from.
    request
        What is asked for.
    network
        File of the road network; None for the starter network.
    tour
        Tour whose free part is planned anew; None to plan from nothing.
    """

    project: Project
    request: TourRequest
    network: Path | None = None
    tour: Tour | None = None


Planner = Callable[[PlanningWork, TaskContext], Tour]
"""Plans a tour; given to the window so that tests can plan without searching."""


def plan(work: PlanningWork, context: TaskContext) -> Tour:
    """Plan a tour, offering each better one on the way.

    Raises
    ------
    HanhTrinhError
        As ``routes.planner.plan.plan_tour`` and ``load_network``.
    """
    # The solver is imported in the planning process only: the window opens without it.
    from routes.planner.editing.reoptimise import reoptimise  # noqa: PLC0415
    from routes.planner.plan import plan_tour  # noqa: PLC0415
    from routes.planner.transfers import with_transfer  # noqa: PLC0415

    context.progress(0.0, N_("Reading the road network"))
    network = open_network(work.network)
    routers = with_transfer(routers_of(network), work.project, work.request, network)
    if work.tour is not None:
        return reoptimise(
            work.project,
            work.tour,
            routers,
            progress=context.note,
            is_stopped=context.is_cancelled,
            on_better=context.improved,
        )
    return plan_tour(
        work.project,
        work.request,
        routers,
        network=network_name(network),
        network_credit=network.meta.attribution,
        progress=context.note,
        is_stopped=context.is_cancelled,
        on_better=context.improved,
    )


def routers_of(network: RoadNetwork) -> RouterOf:
    """Return what opens the router of each travel mode, each once."""
    from routes.backends import open_router  # noqa: PLC0415

    @cache
    def of_mode(mode: TravelMode) -> Router:
        return open_router(network, mode)

    return of_mode


def task_of(planner: Planner, work: PlanningWork) -> Task:
    """Return the task that plans ``work``."""
    return partial(planner, work)


def open_network(path: Path | None) -> RoadNetwork:
    """Return the network in a file, or the starter network.

    Raises
    ------
    StorageError
        If the file cannot be read.
    """
    return starter_network() if path is None else load_network(path)


def network_name(network: RoadNetwork) -> str:
    """Return name and date of a network in one line."""
    return " ".join(part for part in (network.meta.name, network.meta.built) if part)


def with_new_id(tour: Tour, project: Project) -> Tour:
    """Return ``tour`` under a key that the project does not have yet."""
    if tour.id not in project.tours:
        return tour
    keys = (TourId(f"{tour.id}-{number}") for number in count(2))
    return replace(tour, id=next(key for key in keys if key not in project.tours))

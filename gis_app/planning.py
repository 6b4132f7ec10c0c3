"""Planning for the window: runs in a process of its own, so everything here can be pickled."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, partial
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

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

if TYPE_CHECKING:
    from data.writers.comparison import ComparisonTable
    from routes.planner.dates import DateRanking


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


@dataclass(frozen=True, slots=True)
class DatesWork:
    """What the process that compares dates needs.

    Parameters
    ----------
    project, request
        Register and what is asked for.
    first, last
        Start dates from and to.
    seconds
        Budget of each full plan.
    network
        File of the road network; None for the starter network.
    """

    project: Project
    request: TourRequest
    first: date
    last: date
    seconds: float
    network: Path | None = None


def rank_dates(work: DatesWork, context: TaskContext) -> "DateRanking":
    """Rank the start dates of a request; stopped, it gives what was found so far.

    Raises
    ------
    HanhTrinhError
        As ``routes.planner.dates.best_dates`` and ``load_network``.
    """
    from routes.planner.dates import best_dates  # noqa: PLC0415
    from routes.planner.transfers import with_transfer  # noqa: PLC0415

    context.progress(0.0, N_("Reading the road network"))
    network = open_network(work.network)
    return best_dates(
        work.project,
        work.request,
        with_transfer(routers_of(network), work.project, work.request, network),
        work.first,
        work.last,
        seconds=work.seconds,
        progress=context.note,
        is_stopped=context.is_cancelled,
    )


@dataclass(frozen=True, slots=True)
class ComparisonWork:
    """What the process that compares tours needs.

    Parameters
    ----------
    project, tours
        Register and the tours side by side.
    language
        Language of the table.
    network
        File of the road network; None for the starter network.
    """

    project: Project
    tours: tuple[Tour, ...]
    language: str
    network: Path | None = None


def compare_tours(work: ComparisonWork, context: TaskContext) -> "ComparisonTable":
    """Compare tours, each checked independently on the network as the command ``compare`` does.

    Raises
    ------
    HanhTrinhError
        As ``load_network``, ``check_tour`` and ``compare``.
    """
    from routes.planner.comparison import compare, rules_broken  # noqa: PLC0415
    from routes.planner.comparison_table import table_of  # noqa: PLC0415

    context.progress(0.0, N_("Reading the road network"))
    network = open_network(work.network)
    routers, broken = routers_of(network), []
    for number, tour in enumerate(work.tours):
        context.progress(0.2 + 0.6 * number / len(work.tours), N_("Checking the plan"))
        broken.append(rules_broken(work.project, tour, routers, network))
    context.progress(0.8, N_("Simulating late traffic"))
    return table_of(work.project, compare(work.project, work.tours, broken=broken), work.language)


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

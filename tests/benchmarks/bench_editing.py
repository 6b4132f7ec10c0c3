"""Reshaping a tour by hand on all roads: an edit with new times, suggestions, simulated days, replanning."""

from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from data.model.project import Project
from data.model.tour import Tour
from data.readers.request_toml import read_request
from data.starter import load_starter
from gis_app.planning import routers_of
from routes.network.file import load_network
from routes.planner.editing.desk import EditingDesk
from routes.planner.editing.edits import At, MoveStop, RemoveStop
from routes.planner.editing.remedies import remedies_of
from routes.planner.editing.reoptimise import reoptimise
from routes.planner.editing.suggestions import suggest_insertions
from routes.planner.editing.warnings import timing_warnings, warnings_of
from routes.planner.editing.ways import Ways
from routes.planner.plan import plan_tour
from routes.planner.robustness import robustness_of
from routes.planner.routers import RouterOf

REPOSITORY = Path(__file__).resolve().parent.parent.parent
REQUEST = REPOSITORY / "resources" / "requests" / "hai-duong-2-ngay.toml"

Planned = tuple[Project, Tour, RouterOf]


@pytest.fixture(scope="module")
def planned(full_network: Path) -> Planned:
    """Give a planned tour of two days on all roads."""
    project = load_starter()
    request = read_request(REQUEST, project)
    routers = routers_of(load_network(full_network))
    return project, plan_tour(project, request, routers, seconds=5.0), routers


def bench_edit_with_new_times(benchmark: BenchmarkFixture, planned: Planned) -> None:
    """The first visit moves to the end of its day; ways that are new are looked up each time."""
    project, tour, routers = planned
    last = len(tour.days[0].stops) - 2

    def edit() -> Tour:
        return EditingDesk(project, Ways(routers)).edited(tour, MoveStop(At(0, 1), At(0, last)))

    benchmark.pedantic(edit, rounds=20, warmup_rounds=1)


def bench_edit_again(benchmark: BenchmarkFixture, planned: Planned) -> None:
    """The same on a desk that knows the ways already."""
    project, tour, routers = planned
    desk = EditingDesk(project, Ways(routers))
    desk.retimed(tour)
    last = len(tour.days[0].stops) - 2
    benchmark.pedantic(desk.edited, args=(tour, MoveStop(At(0, 1), At(0, last))), rounds=20, warmup_rounds=1)


def bench_warnings_and_remedies(benchmark: BenchmarkFixture, planned: Planned) -> None:
    """Everything that is wrong after a move, and the remedies of all that can be mended."""
    project, tour, routers = planned
    desk = EditingDesk(project, Ways(routers))
    edited = desk.edited(tour, MoveStop(At(0, 1), At(1, 1)))

    def look() -> None:
        warnings_of(desk, edited)
        for warning in timing_warnings(desk, edited):
            remedies_of(desk, edited, warning)

    benchmark.pedantic(look, rounds=3, warmup_rounds=1)


def bench_suggestions(benchmark: BenchmarkFixture, planned: Planned) -> None:
    """Places near the route of a tour with a visit less, on a new desk."""
    project, tour, routers = planned
    shorter = EditingDesk(project, Ways(routers)).edited(tour, RemoveStop(At(0, 1)))

    def suggest() -> object:
        return suggest_insertions(EditingDesk(project, Ways(routers)), shorter)

    benchmark.pedantic(suggest, rounds=3, warmup_rounds=1)


def bench_simulated_days(benchmark: BenchmarkFixture, planned: Planned) -> None:
    """10,000 simulated tours."""
    project, tour, _ = planned
    benchmark.pedantic(robustness_of, args=(project, tour), rounds=5, warmup_rounds=1)


def bench_replan_in_full(benchmark: BenchmarkFixture, planned: Planned) -> None:
    """What an edit would cost if everything were planned anew, with the budget of 2 s."""
    project, tour, routers = planned
    benchmark.pedantic(reoptimise, args=(project, tour, routers), kwargs={"seconds": 2.0}, rounds=1)

"""The comparison of the window counts what the independent checker finds."""

from dataclasses import replace

from data.starter.tables import load_starter
from gis_app.planning import ComparisonWork, compare_tours, open_network, routers_of
from gis_app.workers import TaskContext, WorkEvent
from routes.planner.checker import check_tour
from tests.gis_app.window.tours import hand_made


def test_the_comparison_counts_every_broken_rule_also_those_that_are_no_matter_of_time() -> None:
    project = load_starter()
    tour = hand_made(project, visits=2, days=1)
    unseen = next(key for key in project.places if key not in tour.visited)
    asked = replace(tour.request, must=(unseen,), never=tour.visited[:1], breaks=())
    worse = replace(tour, request=asked)
    events: list[WorkEvent] = []
    work = ComparisonWork(project, (tour, worse), "vi")
    table = compare_tours(work, TaskContext(events.append, lambda: False))
    row = next(row for row in table.rows if row.label == "Quy định bị vi phạm")
    routers = routers_of(open_network(None))
    expected = [len(check_tour(project, one, routers)) for one in (tour, worse)]
    assert list(row.figures) == expected
    assert {violation.code for violation in check_tour(project, worse, routers)} >= {"must", "never"}

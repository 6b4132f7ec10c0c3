from dataclasses import replace

from shapely import LineString, Point, Polygon

from data.model.place import Category
from data.model.project import Project
from layers.legend import legend_rows, walking_spaces
from tests.samples import KIEP_BAC, sample_project, sample_tour

AREA = Polygon([(106.32, 20.93), (106.33, 20.93), (106.33, 20.94)])


def project_with(geometry: Point | LineString | Polygon) -> Project:
    project = sample_project()
    space = replace(project.place(KIEP_BAC), category=Category.WALKING_SPACE, geometry=geometry)
    return replace(project, places={**project.places, space.id: space})


def test_walking_spaces_with_an_extent_are_in_the_legend() -> None:
    for geometry in (AREA, LineString([(106.32, 20.93), (106.33, 20.93)])):
        project = project_with(geometry)
        assert [place.id for place in walking_spaces(project)] == [KIEP_BAC]
        assert legend_rows(project, sample_tour())[-1].text == "Walking space"


def test_a_walking_space_known_as_a_point_is_not_given_an_extent() -> None:
    project = project_with(Point(106.33, 20.93))
    assert walking_spaces(project) == ()
    assert "Walking space" not in [row.text for row in legend_rows(project, sample_tour())]

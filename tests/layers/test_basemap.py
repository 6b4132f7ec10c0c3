"""The basemap finds, takes and simplifies what a view needs."""

import threading

import numpy as np
import pytest
import shapely

from layers.basemap import AreaSet, Basemap
from layers.lines import LevelledLines, LineSet


@pytest.fixture
def lines() -> LineSet:
    geometries = np.array(
        [
            shapely.LineString([(0, 0), (50, 1), (100, 0)]),
            shapely.MultiLineString([[(200, 200), (300, 300)], [(300, 300), (400, 300)]]),
        ]
    )
    return LineSet.of_geometries(geometries, ("Sông Hồng", "Sông Đuống"))


def test_parts_of_a_line_keep_its_name(lines: LineSet) -> None:
    assert len(lines) == 3
    assert [lines.names[i] for i in lines.name_ids] == ["Sông Hồng", "Sông Đuống", "Sông Đuống"]
    assert lines.line(2).tolist() == [[300, 300], [400, 300]]


def test_only_lines_near_the_view_are_found(lines: LineSet) -> None:
    assert lines.within((0, 0, 60, 60)).tolist() == [0]
    assert lines.within((250, 250, 320, 320)).tolist() == [1, 2]
    assert lines.within((1000, 1000, 1100, 1100)).tolist() == []


def test_taken_lines_are_the_same_lines(lines: LineSet) -> None:
    taken = lines.take(np.array([2, 0]))
    assert taken.line(0).tolist() == lines.line(2).tolist()
    assert taken.line(1).tolist() == lines.line(0).tolist()
    assert taken.names[taken.name_ids[0]] == "Sông Đuống"


def test_coarse_levels_drop_small_bends_and_keep_every_line(lines: LineSet) -> None:
    levelled = LevelledLines(lines)
    assert levelled.at(1.0) is lines
    coarse = levelled.at(100.0)
    assert len(coarse) == len(lines)
    assert coarse.line(0).tolist() == [[0, 0], [100, 0]]
    assert levelled.at(100.0) is coarse


def test_levels_are_made_once_for_all_threads(lines: LineSet) -> None:
    levelled = LevelledLines(lines)
    found: list[LineSet] = []
    threads = [threading.Thread(target=lambda: found.append(levelled.at(50.0))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({id(lines) for lines in found}) == 1


def test_areas_are_cut_to_the_view_and_named_in_both_languages() -> None:
    areas = AreaSet(
        np.array([shapely.box(0, 0, 100, 100), shapely.box(500, 500, 600, 600)]),
        ("Phường Tây Tựu", "Xã Thái Tân"),
        ("Tay Tuu Ward", ""),
        ("1", "2"),
    )
    assert areas.within((50, 50, 200, 200)).tolist() == [0]
    (ring,) = areas.rings(np.array([0]), (50, 50, 200, 200), 0.0)
    assert ring.min() == 50
    assert ring.max() == 100
    assert areas.name(0, "en") == "Tay Tuu Ward"
    assert areas.name(1, "en") == "Xã Thái Tân"
    assert areas.anchors.tolist() == [[50, 50], [550, 550]]


def test_an_empty_basemap_has_nothing_anywhere() -> None:
    empty = Basemap()
    assert empty.road_count == 0
    assert len(empty.units) == 0
    assert empty.water.within((0, 0, 1, 1)).tolist() == []
    assert empty.water_lines.within((0, 0, 1, 1)).tolist() == []
    assert len(empty.unit_borders.at(1e4)) == 0


def test_spots_for_a_name_lie_inside_the_area_and_start_in_the_middle() -> None:
    horseshoe = shapely.Polygon([(0, 0), (90, 0), (90, 90), (60, 90), (60, 30), (30, 30), (30, 90), (0, 90)])
    areas = AreaSet(np.array([horseshoe], dtype=object), ("Hà Nội",), ("",), ("Hà Nội",))
    spots = areas.spots(0)
    assert shapely.intersects_xy(horseshoe, spots).all()
    middle = shapely.get_coordinates(horseshoe.centroid)[0]
    distances = np.hypot(*(spots[:-1] - middle).T)
    assert (np.diff(distances) >= 0).all()


def test_a_line_without_length_survives_simplifying() -> None:
    spot = np.array([[5.0, 5.0], [5.0, 5.0], [0.0, 0.0], [9.0, 0.0]])
    none = np.zeros(2, dtype=np.int32)
    coarse = LineSet(spot, np.array([0, 2, 4]), none, none).simplified(1.0)
    assert coarse.boxes.tolist() == [[5, 5, 5, 5], [0, 0, 9, 0]]

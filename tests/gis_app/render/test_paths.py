"""Arrays become paths with the same points."""

from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainterPath

from gis_app.render.paths import CHUNK_SEGMENTS, area_path, line_paths, path_of


def points_of(path: QPainterPath) -> list[tuple[float, float]]:
    return [(path.elementAt(i).x, path.elementAt(i).y) for i in range(path.elementCount())]


def test_a_path_keeps_points_and_parts() -> None:
    xy = np.array([(0.5, 1.0), (2.0, 3.25), (10.0, 10.0), (11.0, 12.0)])
    path = path_of(xy, np.array([True, False, True, False]))
    assert points_of(path) == [tuple(point) for point in xy]
    assert [path.elementAt(i).isMoveTo() for i in range(4)] == [True, False, True, False]


def test_no_points_make_an_empty_path() -> None:
    assert path_of(np.empty((0, 2)), np.empty(0, dtype=bool)).isEmpty()
    assert area_path([]).isEmpty()
    assert line_paths(np.empty((0, 2)), np.array([0])) == []


def test_rings_are_filled_by_the_odd_even_rule() -> None:
    outer = np.array([(0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0), (0.0, 0.0)])
    path = area_path([outer, outer * 0.4 + 3])
    assert path.contains(QPointF(1, 1))
    assert not path.contains(QPointF(5, 5))


@pytest.mark.parametrize("sizes", [[5], [200], [3, 100, 2, 2, 60], [2] * 100])
def test_long_and_many_lines_are_cut_into_small_paths_without_gaps(sizes: list[int]) -> None:
    offsets = np.cumsum([0, *sizes])
    xy = np.random.default_rng(1).uniform(0, 100, (offsets[-1], 2))
    paths = line_paths(xy, offsets)
    assert all(path.elementCount() <= 2 * CHUNK_SEGMENTS + 2 for path in paths)
    drawn: set[tuple[tuple[float, float], tuple[float, float]]] = set()
    for path in paths:
        points = points_of(path)
        drawn |= {(a, b) for i, (a, b) in enumerate(pairwise(points), 1) if not path.elementAt(i).isMoveTo()}
    wanted = {(tuple(xy[i]), tuple(xy[i + 1])) for a, b in pairwise(offsets) for i in range(a, b - 1)}
    assert drawn == wanted

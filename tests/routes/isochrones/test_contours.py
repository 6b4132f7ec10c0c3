"""Contours of a grid: valid, nested, and true to the grid points."""

import numpy as np
import shapely
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from routes.isochrones.contours import contour

GRIDS = arrays(
    np.float64, st.tuples(st.integers(1, 9), st.integers(1, 9)), elements=st.integers(0, 9).map(float)
).map(lambda inner: np.pad(inner, 1, constant_values=15.0))


@given(grid=GRIDS, levels=st.tuples(st.integers(0, 4), st.integers(5, 9)))
def test_a_lower_level_lies_strictly_inside_a_higher_one_and_both_are_valid(
    grid: np.ndarray, levels: tuple[int, int]
) -> None:
    low, high = (contour(grid, level, 0.0) for level in levels)
    assert low.is_valid
    assert high.is_valid
    assert low.is_empty or high.contains_properly(low)


@given(grid=GRIDS, level=st.integers(0, 9))
def test_a_grid_point_is_inside_exactly_where_its_value_is_within_the_level(
    grid: np.ndarray, level: int
) -> None:
    area = contour(grid, level, 0.0)
    row, column = np.indices(grid.shape)
    inside = shapely.contains_xy(area, column.ravel(), row.ravel()).reshape(grid.shape)
    assert (inside == (grid <= level)).all()


def test_small_holes_are_filled_with_all_that_stands_in_them_and_large_ones_kept() -> None:
    grid = np.full((13, 13), 0.0)
    grid[3:10, 3:10] = 9.0
    grid[6, 6] = 0.0
    framed = np.pad(grid, 1, constant_values=9.0)
    open_hole = contour(framed, 5, 10.0)
    assert [len(part.interiors) for part in open_hole.geoms] == [1, 0]
    filled = contour(framed, 5, 100.0)
    assert [len(part.interiors) for part in filled.geoms] == [0]
    assert filled.contains(shapely.Point(7, 7))


def test_nothing_within_the_level_is_an_empty_area() -> None:
    assert contour(np.full((4, 4), 9.0), 5, 0.0).is_empty

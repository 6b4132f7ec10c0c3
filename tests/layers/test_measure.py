"""Distances and areas measured on the map are geodesic."""

import pytest

from layers.measure import Measure

HA_NOI, HAI_PHONG, HA_LONG = (105.8525, 21.0285), (106.6881, 20.8449), (107.0431, 20.9711)


def test_a_line_is_as_long_as_its_pieces() -> None:
    line = Measure((HA_NOI, HAI_PHONG, HA_LONG))
    assert line.legs_m[0] == pytest.approx(89_270, abs=250)
    assert line.total_m == pytest.approx(sum(line.legs_m))
    assert line.area_m2 == 0.0
    assert line.without_last().points == (HA_NOI, HAI_PHONG)


def test_a_square_of_a_hundredth_degree_has_its_area_on_the_ellipsoid() -> None:
    west, south = 105.85, 21.0
    square = Measure(
        ((west, south), (west + 0.01, south), (west + 0.01, south + 0.01), (west, south + 0.01))
    ).closed()
    assert square.is_closed
    assert len(square.legs_m) == 4
    assert square.area_m2 == pytest.approx(1039.6 * 1107.2, rel=0.002)
    assert not square.without_last().is_closed
    assert len(square.without_last().points) == 4


def test_two_points_bound_no_area_and_one_has_no_length() -> None:
    assert not Measure((HA_NOI, HAI_PHONG)).closed().is_closed
    assert Measure((HA_NOI,)).legs_m == ()
    assert Measure().total_m == 0

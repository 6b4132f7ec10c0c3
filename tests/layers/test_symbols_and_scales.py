"""Symbols stay in their square; scale bars and paper scales are round."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import Polygon

from data.model.place import Category
from layers.scale_bar import round_scale, scale_bar
from layers.symbols import SYMBOLS


@pytest.mark.parametrize("category", Category)
def test_every_category_has_a_symbol_that_fits_its_disc(category: Category) -> None:
    for ring in SYMBOLS[category]:
        assert np.abs(ring).max() <= 1.0
        assert Polygon(ring).area > 0.01


def test_symbols_differ_from_each_other() -> None:
    shapes = {tuple(np.concatenate(SYMBOLS[category]).round(3).ravel()) for category in Category}
    assert len(shapes) == len(Category)


@given(resolution=st.floats(0.1, 5_000), longest=st.floats(60, 400))
def test_a_scale_bar_is_round_and_uses_most_of_its_room(resolution: float, longest: float) -> None:
    bar = scale_bar(resolution, longest)
    assert longest / 2.6 < bar.length_px <= longest * 1.001
    leading = bar.length_m / 10 ** np.floor(np.log10(bar.length_m) + 1e-9)
    assert leading == pytest.approx(round(leading))
    assert round(leading) in {1, 2, 5}
    assert bar.length_px * resolution == pytest.approx(bar.length_m)


def test_scale_bars_say_metres_below_a_kilometre() -> None:
    assert scale_bar(1.0, 250).labels == ("200", "m")
    assert scale_bar(20.0, 120).labels == ("2", "km")


@given(denominator=st.floats(100, 5e6))
def test_paper_scales_are_the_next_coarser_round_number(denominator: float) -> None:
    rounded = round_scale(denominator)
    assert denominator * 0.999 <= rounded <= denominator * 1.7
    assert rounded % 10 ** (len(str(rounded)) - 2) == 0


def test_known_paper_scales() -> None:
    assert [round_scale(n) for n in (23_817, 25_000, 61_000, 91_000, 9_999)] == [
        25_000,
        25_000,
        75_000,
        100_000,
        10_000,
    ]

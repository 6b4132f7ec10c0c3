"""Colours keep apart for every eye and on a black-and-white printer."""

from itertools import combinations

import numpy as np
import pytest
from numpy.typing import NDArray

from data.model.place import Category, Rank
from layers.style import (
    ACCENT,
    CATEGORY_COLORS,
    DAY_COLORS,
    INK,
    LIGHT,
    RANK_RADIUS_PX,
    THEMES,
    WHITE,
    Color,
    RoadClass,
    Theme,
    day_color,
    text_on,
)

# Machado, Oliveira & Fernandes 2009, severity 1.0, on linear sRGB.
SIGHTS = {
    "normal": np.eye(3),
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
}
TO_XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])


def lab(color: Color, sight: NDArray[np.float64]) -> NDArray[np.float64]:
    channels = np.array([color.red, color.green, color.blue]) / 255
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    xyz = TO_XYZ @ np.clip(sight @ linear, 0, 1) / (0.9505, 1.0, 1.089)
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def least_distance(colors: tuple[Color, ...], sight: NDArray[np.float64]) -> float:
    return min(float(np.linalg.norm(lab(a, sight) - lab(b, sight))) for a, b in combinations(colors, 2))


@pytest.mark.parametrize("sight", SIGHTS)
def test_days_differ_for_every_eye(sight: str) -> None:
    assert least_distance(DAY_COLORS, SIGHTS[sight]) > 15


@pytest.mark.parametrize("sight", SIGHTS)
def test_categories_differ_for_every_eye(sight: str) -> None:
    assert least_distance(tuple(CATEGORY_COLORS.values()), SIGHTS[sight]) > 17


def test_days_differ_in_grey() -> None:
    greys = sorted(color.lightness for color in DAY_COLORS)
    assert len(greys) >= 8
    assert min(np.diff(greys)) > 5


def test_day_colours_repeat_after_the_last() -> None:
    assert day_color(0) == ACCENT
    assert day_color(len(DAY_COLORS)) == ACCENT


@pytest.mark.parametrize("color", DAY_COLORS)
def test_numbers_can_be_read_on_every_day(color: Color) -> None:
    assert color.contrast(text_on(color)) >= 4.5


@pytest.mark.parametrize("color", CATEGORY_COLORS.values())
def test_white_glyphs_stand_out_on_every_category(color: Color) -> None:
    assert color.contrast(WHITE) >= 3.0


TEXTS_ON_GROUNDS = {
    "text": ("window", "surface", "surface_raised", "accent_soft", "selection"),
    "text_muted": ("window", "surface", "surface_raised", "accent_soft"),
    "accent_text": ("window", "surface", "surface_raised", "accent_soft"),
    "warning": ("window", "surface", "surface_raised", "accent_soft"),
    "danger": ("window", "surface", "surface_raised", "accent_soft"),
    "success": ("window", "surface", "surface_raised"),
    "focus": ("surface", "window"),
    "on_accent": ("accent", "accent_hover"),
}
"""Every pair of text and ground in the style sheet and the delegates of the window."""


@pytest.mark.parametrize("theme", THEMES.values(), ids=lambda theme: theme.name)
@pytest.mark.parametrize("text", TEXTS_ON_GROUNDS)
def test_texts_reach_contrast_aa_on_every_ground(theme: Theme, text: str) -> None:
    color = getattr(theme.interface, text)
    ratios = {name: color.contrast(getattr(theme.interface, name)) for name in TEXTS_ON_GROUNDS[text]}
    assert {name: ratio for name, ratio in ratios.items() if ratio < 4.5} == {}


@pytest.mark.parametrize("theme", THEMES.values(), ids=lambda theme: theme.name)
def test_texts_of_the_map_reach_contrast_aa(theme: Theme) -> None:
    colors = theme.map
    for text, ground in (
        (colors.text, colors.halo),
        (colors.text_muted, colors.halo),
        (colors.unit_text, colors.land),
        (colors.road_text, colors.shield_fill),
        (colors.water_text, colors.water),
    ):
        assert text.contrast(ground) >= 4.5


@pytest.mark.parametrize("theme", THEMES.values(), ids=lambda theme: theme.name)
def test_focus_rings_and_accents_stand_out_from_the_surfaces(theme: Theme) -> None:
    colors = theme.interface
    for mark in (colors.focus, colors.accent, colors.text_muted):
        assert mark.contrast(colors.surface) >= 3.0


def test_every_category_rank_and_road_class_has_its_style() -> None:
    assert set(CATEGORY_COLORS) == set(Category)
    assert set(RANK_RADIUS_PX) == set(Rank)
    for theme in THEMES.values():
        assert set(theme.roads) == set(RoadClass)


def test_bigger_roads_are_drawn_earlier_wider_and_on_top() -> None:
    by_size = [RoadClass.RESIDENTIAL, RoadClass.TERTIARY, RoadClass.PRIMARY, RoadClass.MOTORWAY]
    assert sorted(by_size, key=list(LIGHT.roads).index) == by_size
    assert sorted(by_size, key=lambda kind: -LIGHT.roads[kind].min_zoom) == by_size
    for zoom in (8.0, 12.0, 17.0):
        widths = [LIGHT.roads[kind].width_at(zoom) for kind in by_size]
        assert widths == sorted(widths)


def test_colours_are_read_and_written_as_hexadecimal() -> None:
    assert Color.of("#B3123B") == Color(179, 18, 59)
    assert Color.of("#B3123B").hex == "#B3123B"
    assert Color.of("#000000").contrast(WHITE) == pytest.approx(21)
    assert INK.with_alpha(10).alpha == 10
    assert Color(0, 0, 0).lightness == pytest.approx(0)
    assert WHITE.lightness == pytest.approx(100, abs=0.01)

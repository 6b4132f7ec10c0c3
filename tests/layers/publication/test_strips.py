"""Strip maps: the whole way in windows that follow each other, each turned so that the way runs upwards."""

from itertools import pairwise

import numpy as np
import pytest

from data.model.project import Project
from data.model.tour import Tour
from layers.page import Badge, MapFrame, NorthArrow, Text
from layers.publication.compose import Composition, compose
from layers.publication.matter import Matter
from layers.publication.strips import DayWay, Room, strips_of, way_of
from layers.publication.template_file import builtin_template
from layers.style import TextStyle
from layers.viewport import PRINT_PIXEL_MM, Viewport, from_mercator
from tests.samples import sample_project, sample_tour
from tests.tours import LONG_NAME, tour_with

ROOM = Room(44.0, 188.0, 40.0)


def measure(text: str, style: TextStyle) -> tuple[float, float]:
    return len(text) * style.size_px * 0.56, style.size_px * 1.27


def way() -> DayWay:
    return way_of(sample_tour().days[0])


def made(project: Project, tour: Tour, language: str = "vi") -> Composition:
    template = builtin_template("strip-map")
    matter = Matter.of(project, tour, language, ("© OpenStreetMap",), is_bilingual=template.bilingual)
    return compose(template, matter, measure)


def test_kilometres_of_the_way_are_those_of_the_timetable() -> None:
    day = sample_tour().days[0]
    assert way().length_m == pytest.approx(day.distance_m)
    assert len(way().stops_m) == len(day.stops)
    assert np.all(np.diff(way().at_m) >= 0)


@pytest.mark.parametrize("is_turned", [True, False])
def test_strips_follow_each_other_without_a_gap_and_hold_every_stop_once(*, is_turned: bool) -> None:
    rows = (4.5,) * len(way().stops_m)
    _, strips = strips_of(way(), ROOM, rows, most=6, is_turned=is_turned)
    assert len(strips) <= 6
    assert strips[0].begin_m == 0
    assert strips[-1].end_m == pytest.approx(way().length_m)
    for before, after in pairwise(strips):
        assert before.end_m == after.begin_m
    assert [stop for strip in strips for stop in strip.stops] == list(range(len(rows)))
    assert all((strip.bearing == 0) or is_turned for strip in strips)


@pytest.mark.parametrize("is_turned", [True, False])
def test_the_part_of_a_strip_lies_inside_its_window(*, is_turned: bool) -> None:
    scale, strips = strips_of(way(), ROOM, (4.5,) * len(way().stops_m), most=4, is_turned=is_turned)
    for strip in strips:
        view = Viewport.on_paper(strip.lon, strip.lat, 58.0, 206.0, scale, bearing=strip.bearing)
        x, y = (view.mercator_to_px(way().part(strip.begin_m, strip.end_m)) * PRINT_PIXEL_MM).T
        assert 3 < x.min() <= x.max() < 55
        assert 3 < y.min() <= y.max() < 203


def test_a_turned_strip_begins_below_its_end() -> None:
    scale, (first, *_) = strips_of(way(), ROOM, (4.5,) * len(way().stops_m), most=6)
    view = Viewport.on_paper(first.lon, first.lat, 58.0, 206.0, scale, bearing=first.bearing)
    part = way().part(first.begin_m, first.end_m)
    (_, begin), (_, end) = view.mercator_to_px(part[[0, -1]])
    assert end < begin


@pytest.mark.parametrize("most", [2, 3, 6, 9])
def test_no_strip_is_much_shorter_than_the_others(most: int) -> None:
    _, strips = strips_of(way(), ROOM, (4.5,) * len(way().stops_m), most=most)
    lengths = [strip.end_m - strip.begin_m for strip in strips]
    assert min(lengths) > 0.5 * sum(lengths) / len(lengths)


def test_long_lists_make_more_strips_instead_of_running_over() -> None:
    rows = (11.0,) * len(way().stops_m)
    _, strips = strips_of(way(), Room(44.0, 188.0, 23.0), rows, most=1)
    assert all(len(strip.stops) <= 2 for strip in strips)


def test_a_day_on_one_spot_is_one_strip() -> None:
    _, tour = tour_with(3, step=(0.0, 0.0))
    still = way_of(tour.days[0])
    _, strips = strips_of(DayWay(still.xy, np.zeros(len(still.xy)), (0.0,) * 5), ROOM, (4.0,) * 5, most=6)
    (strip,) = strips
    assert strip.stops == (0, 1, 2, 3, 4)


def test_a_turned_view_is_true_to_scale_and_turns_back() -> None:
    view = Viewport.on_paper(105.85, 21.03, 60, 200, 20_000, bearing=50)
    upright = Viewport.on_paper(105.85, 21.03, 60, 200, 20_000)
    assert view.to_lon_lat(*view.point_px(105.853, 21.041)) == pytest.approx((105.853, 21.041))
    middle = np.array([150.0, 500.0])
    aside, straight = (np.array(one.point_px(105.853, 21.041)) - middle for one in (view, upright))
    assert np.hypot(*aside) == pytest.approx(np.hypot(*straight))
    heading = np.radians(50)
    centre = view.centre_m
    lon, lat = from_mercator(centre[0] + 500 * np.sin(heading), centre[1] + 500 * np.cos(heading))[0]
    x, y = view.point_px(lon, lat)
    assert x == pytest.approx(150)
    assert y < 500
    west, south, east, north = view.bounds
    for corner in ((0, 0), (300, 0), (0, 1000), (300, 1000)):
        lon, lat = view.to_lon_lat(*corner)
        assert west - 1e-9 <= lon <= east + 1e-9
        assert south - 1e-9 <= lat <= north + 1e-9


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_strip_says_its_number_kilometres_and_scale(language: str) -> None:
    pages = made(sample_project(), sample_tour(), language).pages
    windows = [item for page in pages for item in page.items if isinstance(item, MapFrame)]
    arrows = [item for page in pages for item in page.items if isinstance(item, NorthArrow)]
    said = [item.text for page in pages for item in page.items if isinstance(item, Text)]
    assert len([text for text in said if text.startswith("km ")]) == len(windows) == len(arrows)
    assert [arrow.bearing for arrow in arrows] == [window.viewport.bearing for window in windows]
    number = "Dải 1/" if language == "vi" else "Strip 1 of "
    assert len([text for text in said if text.startswith(number)]) == 2
    assert ("sang dải 2" if language == "vi" else "to strip 2") in said
    assert ("từ dải 1" if language == "vi" else "from strip 1") in said


def test_every_visit_is_numbered_below_its_strip_even_with_endless_names() -> None:
    project, tour = tour_with(40, days=4, name="{number} " + LONG_NAME)
    composition = made(project, tour)
    badges = [item.text for page in composition.pages for item in page.items if isinstance(item, Badge)]
    assert sorted(badges, key=int) == [str(number) for number in range(1, 41)]
    assert composition.notes == ()

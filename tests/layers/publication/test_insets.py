from dataclasses import replace
from itertools import combinations

import pytest
from shapely import Point, box

from data.model.project import Project
from data.model.tour import Tour
from layers.page import MapFrame, Rectangle, Text, TextSetter
from layers.publication.fitting import fitted_map
from layers.publication.frames.inset import with_insets
from layers.publication.template import Area
from tests.tours import tour_with

SETTER = TextSetter(lambda text, style: (len(text) * style.size_px * 0.56, style.size_px * 1.27))
AREA = Area(10, 10, 180, 180)


def crowded() -> tuple[Project, Tour]:
    """Return a tour whose stops crowd in one corner, with one stop far away."""
    project, tour = tour_with(6, step=(0.0012, 0.0009))
    (day,) = tour.days
    far = day.stops[-2]
    stops = (*day.stops[:-2], replace(far, lon=far.lon + 0.5, lat=far.lat - 0.45), day.stops[-1])
    legs = tuple(
        replace(leg, parts=tuple(replace(part, geometry=None) for part in leg.parts)) for leg in day.legs
    )
    return project, replace(tour, days=(replace(day, stops=stops, legs=legs),))


def test_stops_that_crowd_get_an_inset_at_a_larger_round_scale() -> None:
    _, tour = crowded()
    main, outline, _, inset, *_ = with_insets(fitted_map(tour.days, AREA), tour.days, SETTER, "vi")
    assert isinstance(main, MapFrame)
    assert isinstance(inset, MapFrame)
    assert main.denominator >= 2 * inset.denominator
    assert inset.viewport.scale_denominator == pytest.approx(inset.denominator)
    assert isinstance(outline, Rectangle)
    assert outline.left >= main.left
    covered = main.covered[0]
    assert covered.width == pytest.approx(inset.width)


def test_no_stop_of_the_map_lies_under_the_inset() -> None:
    _, tour = crowded()
    main, _, _, inset, *_ = with_insets(fitted_map(tour.days, AREA), tour.days, SETTER, "vi")
    assert isinstance(main, MapFrame)
    assert isinstance(inset, MapFrame)
    for stop in tour.days[0].visits:
        x, y = (0.2 * side for side in main.viewport.point_px(stop.lon, stop.lat))
        is_inside = (
            inset.left <= main.left + x <= inset.left + inset.width
            and inset.top <= main.top + y <= inset.top + inset.height
        )
        assert not is_inside


def test_several_crowds_get_lettered_insets_that_hide_no_stop() -> None:
    _, tour = tour_with(12)
    (day,) = tour.days
    spots = [
        (106.0 + 0.3 * (group % 2) + 0.001 * number, 20.8 + 0.3 * group + 0.001 * number)
        for group in range(4)
        for number in range(3)
    ]
    stops = [replace(stop, lon=lon, lat=lat) for stop, (lon, lat) in zip(day.visits, spots, strict=True)]
    moved = dict(zip(day.visits, stops, strict=True))
    legs = tuple(
        replace(leg, parts=tuple(replace(part, geometry=None) for part in leg.parts)) for leg in day.legs
    )
    ends = {stop: replace(stop, lon=106.0, lat=20.8) for stop in day.stops if stop not in moved}
    days = (replace(day, stops=tuple((moved | ends)[stop] for stop in day.stops), legs=legs),)
    main, *items = with_insets(fitted_map(days, AREA), days, SETTER, "vi")
    insets = [item for item in items if isinstance(item, MapFrame)]
    letters = [item.text for item in items if isinstance(item, Text) and item.text in "ABC"]
    plates = [item.text for item in items if isinstance(item, Text) and item.text not in "ABC"]
    assert isinstance(main, MapFrame)
    assert letters == ["A", "B", "C"]
    assert [text[:5] for text in plates] == ["A · 1", "B · 1", "C · 1"]
    boxes = [box(one.left, one.top, one.left + one.width, one.top + one.height) for one in insets]
    assert not any(one.intersects(other) for one, other in combinations(boxes, 2))
    for stop in stops:
        x, y = (0.2 * side for side in main.viewport.point_px(stop.lon, stop.lat))
        assert not any(one.intersects(Point(main.left + x, main.top + y)) for one in boxes)


def test_a_map_with_room_for_all_stops_has_no_inset() -> None:
    _, tour = tour_with(3, step=(0.02, 0.02))
    made = fitted_map(tour.days, AREA)
    assert with_insets(made, tour.days, SETTER, "vi") == (made,)

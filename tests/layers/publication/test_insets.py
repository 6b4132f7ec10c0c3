from dataclasses import replace

import pytest

from data.model.project import Project
from data.model.tour import Tour
from layers.page import MapFrame, Rectangle, TextSetter
from layers.publication.fitting import fitted_map
from layers.publication.frames.inset import with_inset
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
    main, outline, _, inset, *_ = with_inset(fitted_map(tour.days, AREA), tour.days, SETTER, "vi")
    assert isinstance(main, MapFrame)
    assert isinstance(inset, MapFrame)
    assert main.denominator >= 2 * inset.denominator
    assert inset.viewport.scale_denominator == pytest.approx(inset.denominator)
    assert isinstance(outline, Rectangle)
    assert outline.left >= main.left
    (covered,) = main.covered
    assert covered.width == pytest.approx(inset.width)


def test_no_stop_of_the_map_lies_under_the_inset() -> None:
    _, tour = crowded()
    main, _, _, inset, *_ = with_inset(fitted_map(tour.days, AREA), tour.days, SETTER, "vi")
    assert isinstance(main, MapFrame)
    assert isinstance(inset, MapFrame)
    for stop in tour.days[0].visits:
        x, y = (0.2 * side for side in main.viewport.point_px(stop.lon, stop.lat))
        is_inside = (
            inset.left <= main.left + x <= inset.left + inset.width
            and inset.top <= main.top + y <= inset.top + inset.height
        )
        assert not is_inside


def test_a_map_with_room_for_all_stops_has_no_inset() -> None:
    _, tour = tour_with(3, step=(0.02, 0.02))
    made = fitted_map(tour.days, AREA)
    assert with_inset(made, tour.days, SETTER, "vi") == (made,)

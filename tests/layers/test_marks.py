"""Marks: crowded places gather, badges part, numbers run through the tour."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.spatial.distance import pdist
from shapely import Point

from data.model.place import Category, Place, PlaceId, Rank
from layers.marks import (
    STOP_RADIUS_PX,
    anchors_of,
    clear_of_tour,
    mark_places,
    mark_stops,
    short_name,
    spread,
    stop_name,
)
from layers.viewport import Viewport
from tests.samples import HOTEL, STATION, sample_project, sample_tour
from tests.tours import LONG_NAME

VIEW = Viewport(106.3, 21.0, 11, 800, 600)


def place(key: str, lon: float, lat: float, rank: Rank = Rank.NONE) -> Place:
    return Place(id=PlaceId(key), name_vi=key, category=Category.RELIC, rank=rank, geometry=Point(lon, lat))


def test_crowded_places_become_one_cluster_led_by_the_highest_rank() -> None:
    places = [place("a", 106.3, 21.0), place("b", 106.3005, 21.0, Rank.NATIONAL), place("c", 106.45, 21.0)]
    cluster, single = mark_places(VIEW, places)
    assert [p.id for p in cluster.places] == ["b", "a"]
    assert cluster.is_cluster
    assert [p.id for p in single.places] == ["c"]


def test_zooming_in_takes_a_cluster_apart() -> None:
    places = [place("a", 106.3, 21.0), place("b", 106.3005, 21.0)]
    assert len(mark_places(VIEW, places)) == 1
    assert len(mark_places(Viewport(106.3, 21.0, 17, 800, 600), places)) == 2


def test_a_selected_place_is_never_hidden_in_a_cluster() -> None:
    places = [place("a", 106.3, 21.0, Rank.NATIONAL), place("b", 106.3001, 21.0), place("c", 106.3002, 21.0)]
    marks = mark_places(VIEW, places, keep_apart={PlaceId("b")})
    assert sorted([p.id for p in mark.places] for mark in marks) == [["a", "c"], ["b"]]


def test_places_out_of_view_are_left_out() -> None:
    assert mark_places(VIEW, [place("far", 108.0, 16.0)]) == ()
    assert mark_places(VIEW, []) == ()


@given(
    cells=st.lists(st.tuples(st.floats(102.5, 117.5), st.floats(7.5, 23.5)), max_size=40),
    zoom=st.floats(5, 18),
)
def test_every_place_in_view_is_on_exactly_one_mark(cells: list[tuple[float, float]], zoom: float) -> None:
    places = [place(str(n), lon, lat) for n, (lon, lat) in enumerate(cells)]
    view = Viewport(110, 16, zoom, 800, 600)
    marked = [p.id for mark in mark_places(view, places) for p in mark.places]
    assert len(marked) == len(set(marked))
    for p in places:
        x, y = view.point_px(p.lon, p.lat)
        if 0 <= x <= 800 and 0 <= y <= 600:
            assert p.id in marked


@given(points=st.lists(st.tuples(st.floats(0, 60), st.floats(0, 60)), min_size=2, max_size=40))
def test_spread_badges_do_not_cover_each_other(points: list[tuple[float, float]]) -> None:
    moved = spread(np.array(points), 24.0)
    assert pdist(moved).min() > 23.0


def test_badges_with_room_stay_where_the_stop_is() -> None:
    points = np.array([(0.0, 0.0), (100.0, 0.0)])
    assert spread(points, 24.0) == pytest.approx(points, abs=0.01)


def test_visits_are_numbered_through_all_days() -> None:
    marks = mark_stops(VIEW, sample_tour())
    assert [(mark.number, mark.day) for mark in marks] == [(1, 0), (2, 0), (3, 0), (4, 0), (5, 1)]
    assert [mark.number for mark in mark_stops(VIEW, sample_tour(), days={1})] == [5]
    assert mark_stops(VIEW, sample_tour(), days=()) == ()


def test_displaced_badges_know_where_their_stop_is() -> None:
    far_out = Viewport(106.3, 21.0, 7, 800, 600)
    marks = mark_stops(far_out, sample_tour())
    assert any(mark.is_displaced for mark in marks)
    for mark in marks:
        assert far_out.point_px(mark.stop.lon, mark.stop.lat) == pytest.approx((mark.true_x, mark.true_y))
        apart = np.hypot(mark.x - mark.true_x, mark.y - mark.true_y)
        assert mark.is_displaced == (apart > STOP_RADIUS_PX * 0.8)


def test_starts_and_ends_of_days_are_marked_once() -> None:
    assert sorted(str(stop.place_id) for stop in anchors_of(sample_tour())) == sorted([HOTEL, STATION])


def test_long_names_lose_their_brackets_on_the_map() -> None:
    assert short_name("Làng gốm Chu Đậu (trung tâm trưng bày)") == "Làng gốm Chu Đậu"
    assert short_name("Chùa Tư Khánh (chùa Vẽ)") == "Chùa Tư Khánh (chùa Vẽ)"


def test_endless_names_are_cut_between_words_and_say_so() -> None:
    short = short_name(LONG_NAME)
    assert short.endswith("…")
    assert len(short) <= 65
    assert LONG_NAME.startswith(short[:-1])
    assert LONG_NAME[len(short) - 1] in " ,"


def test_a_free_stop_is_called_by_its_label() -> None:
    start = sample_tour().days[0].stops[0]
    assert stop_name(sample_project(), start, "vi") == "Ga Hải Dương"
    assert stop_name(sample_project(), start, "en") == "Hai Duong railway station"


def test_no_symbol_hides_the_number_of_a_stop_or_the_start_of_a_day() -> None:
    tour = sample_tour()
    view = Viewport(106.3, 20.95, 10.5, 900, 900)
    stops = mark_stops(view, tour)
    lon, lat = view.to_lon_lat(stops[0].x + 5, stops[0].y)
    start = tour.days[0].stops[0]
    places = [
        place("beside", lon, lat),
        place("at-start", start.lon, start.lat),
        place("far", *view.to_lon_lat(850, 60)),
    ]
    marks = mark_places(view, places)
    assert len(marks) == 3
    assert [mark.places[0].id for mark in clear_of_tour(view, marks, tour, stops)] == ["far"]
    kept = clear_of_tour(view, marks, tour, stops, keep={PlaceId("beside")})
    assert {mark.places[0].id for mark in kept} == {"beside", "far"}

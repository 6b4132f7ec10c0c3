"""The usual brochure: its map takes the room that is left, nothing is lost, whatever the tour."""

from collections.abc import Callable

import pytest

from data.model.place import Category
from data.model.project import Project
from data.model.tour import StopKind, Tour
from data.model.travel_mode import TravelMode
from layers.legend import legend_rows
from layers.page import Badge, MapFrame, Page, SymbolItem, TextSetter
from layers.publication.compose import compose
from layers.publication.fitting import days_bounds, fitted_map
from layers.publication.matter import Matter
from layers.publication.template import Area
from layers.publication.template_file import builtin_template
from layers.style import TextStyle, day_color
from tests.samples import hostile, sample_project, sample_tour
from tests.tours import KIEP_BAC, LONG_NAME, tour_with

CREDITS = ("© OpenStreetMap contributors (ODbL 1.0)",)


def measure(text: str, style: TextStyle) -> tuple[float, float]:
    return len(text) * style.size_px * 0.56, style.size_px * 1.27


def pages_of(project: Project, tour: Tour, language: str = "vi") -> tuple[Page, ...]:
    return compose(builtin_template("brochure"), Matter.of(project, tour, language, CREDITS), measure).pages


TOURS: dict[str, Callable[[], tuple[Project, Tour]]] = {
    "sample": lambda: (sample_project(), sample_tour()),
    "hostile": hostile,
    "one stop": lambda: tour_with(1),
    "forty stops": lambda: tour_with(40),
    "forty stops, four days": lambda: tour_with(40, days=4),
    "a fortnight": lambda: tour_with(28, days=14),
    "very long names": lambda: tour_with(12, name="{number} " + LONG_NAME),
    "one endless word": lambda: tour_with(3, name="Đ" * 300 + "{number}"),
    "both provinces": lambda: tour_with(9, step=((KIEP_BAC[0] - 105.85) / 7, 0.02)),
    "on one spot": lambda: tour_with(6, step=(0.0, 0.0), mode=TravelMode.FOOT),
}


@pytest.mark.parametrize("kind", TOURS)
def test_every_visit_stands_in_the_timetable_with_its_number(kind: str) -> None:
    project, tour = TOURS[kind]()
    pages = pages_of(project, tour)
    badges = [item.text for page in pages[1:] for item in page.items if isinstance(item, Badge)]
    assert badges == [str(number) for number in range(1, len(tour.visited) + 1)]


@pytest.mark.parametrize("kind", TOURS)
def test_the_map_shows_the_whole_tour_at_a_round_scale(kind: str) -> None:
    project, tour = TOURS[kind]()
    frame = next(item for item in pages_of(project, tour)[0].items if isinstance(item, MapFrame))
    west, south, east, north = days_bounds(tour.days)
    left, top = frame.viewport.point_px(west, north)
    right, bottom = frame.viewport.point_px(east, south)
    assert 40 < left <= right < frame.viewport.width_px - 40
    assert 40 < top <= bottom < frame.viewport.height_px - 40
    assert frame.viewport.scale_denominator == pytest.approx(frame.denominator)
    assert frame.denominator % 100 == 0
    assert frame.height >= 128


def test_long_days_go_on_with_their_heading_repeated() -> None:
    pages = pages_of(*tour_with(40))
    assert len(pages) > 3
    for number, page in enumerate(pages[2:], 3):
        assert any("(tiếp theo)" in text for text in page.texts)
        assert f"Trang {number}" in page.texts


def test_the_other_language_stands_second() -> None:
    vi, en = (pages_of(sample_project(), sample_tour(), language) for language in ("vi", "en"))
    title_vi, title_en = sample_tour().title_vi, sample_tour().title_en
    said_vi, said_en = (" ".join(pages[0].texts) for pages in (vi, en))
    assert -1 < said_vi.find(title_vi) < said_vi.find(title_en)
    assert -1 < said_en.find(title_en) < said_en.find(title_vi)
    assert "Mao Dien Temple of Literature" in vi[1].texts
    assert "Văn miếu Mao Điền" in en[1].texts


def test_approximate_places_are_marked_and_explained_where_they_appear() -> None:
    overview, timetable = pages_of(sample_project(), sample_tour())
    for page in (overview, timetable):
        assert any(text.startswith("≈ Vị trí gần đúng") for text in page.texts)
    assert "Làng chạm khắc gỗ Đông Giao ≈" in timetable.texts
    exact = pages_of(*tour_with(2))
    assert not any("≈" in text for page in exact for text in page.texts)


def test_the_legend_lists_what_the_map_shows() -> None:
    texts = [row.text for row in legend_rows(sample_project(), sample_tour())]
    assert texts[:4] == [
        "Route of day {number}",
        "Route of day {number}",
        "Place to visit, numbered in order",
        "Approximate position",
    ]
    project, tour = tour_with(2)
    assert "Approximate position" not in [row.text for row in legend_rows(project, tour)]


def test_visits_carry_the_symbol_of_their_category() -> None:
    _, timetable = pages_of(sample_project(), sample_tour())
    shown = [item.category for item in timetable.items if isinstance(item, SymbolItem)]
    project, (first, second) = sample_project(), sample_tour().days
    expected = [
        Category.FOOD_MARKET if stop.kind is StopKind.LUNCH else project.place(str(stop.place_id)).category
        for stop in (*first.stops[1:-1], *second.stops[1:-1])
    ]
    assert shown == expected


def test_days_keep_their_colours_from_map_to_timetable() -> None:
    pages = pages_of(sample_project(), sample_tour())
    colors = {item.text: item.color for item in pages[1].items if isinstance(item, Badge)}
    assert colors["1"] == day_color(0)
    assert colors["5"] == day_color(1)


def test_a_single_spot_is_shown_at_the_finest_scale() -> None:
    _, tour = tour_with(1, step=(0.0, 0.0))
    assert fitted_map(tour.days, Area(0, 0, 180, 150)).denominator == 4_000


def test_text_that_must_fit_shrinks_before_it_wraps() -> None:
    setter = TextSetter(measure)
    lines, style = setter.shrunk("mười hai chữ cái", TextStyle(20), 30, most_lines=1, least_px=8)
    assert lines == ("mười hai chữ cái",)
    assert 8 <= style.size_px < 20
    lines, style = setter.shrunk("mười hai chữ cái", TextStyle(20), 8, most_lines=1, least_px=8)
    assert len(lines) > 1
    assert style.size_px == 8


def test_the_map_grows_where_the_list_of_days_is_short() -> None:
    heights = {}
    for kind in ("one stop", "very long names"):
        (frame,) = (item for item in pages_of(*TOURS[kind]())[0].items if isinstance(item, MapFrame))
        heights[kind] = frame.height
    assert heights["one stop"] > heights["very long names"] + 30


def test_a_day_list_without_room_for_its_stops_names_the_days() -> None:
    first, *_ = pages_of(*TOURS["forty stops, four days"]())
    assert any(text.startswith("Ngày 4") for text in first.texts)
    assert [item for item in first.items if isinstance(item, Badge) and item.x < 130] == []

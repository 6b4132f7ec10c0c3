"""Atlases: a page for every day, commune or place, found again through contents, index and overview."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from shapely import Point

from data.calendar.lunar import lunar_date
from data.errors import BadInputError, CancelledError
from data.model.festival import Calendar, DateRule, Festival
from data.model.place import Category, HeritageDecision, PlaceId
from data.model.project import Project
from data.model.tour import Tour
from data.model.units import UnitId
from layers.page import MapFrame, Page, Text
from layers.publication.compose import Composition, compose
from layers.publication.frames.place_card import card_rows
from layers.publication.matter import Matter
from layers.publication.notes import NoteKind
from layers.publication.subjects import places_of
from layers.publication.template_file import builtin_template, parse_template
from layers.style import TextStyle
from tests.samples import sample_project, sample_tour
from tests.tours import tour_with

SMALL = """schema = 1
[name]
vi = "Nhỏ"
[paper]
size = "A6"
[[page]]
repeats = true
stacks = true
frame = [
  { kind = "text", area = [5, 5, 90, 6], vi = "Mục lục" },
  { kind = "contents", area = [5, 12, 90, 40] },
  { kind = "text", area = [5, 54, 90, 6], vi = "Bảng tra địa điểm" },
  { kind = "index", area = [5, 62, 90, 28] },
  { kind = "credits", area = [5, 140, 90, 6] },
]
[[page]]
repeat_for = "place"
frame = [
  { kind = "heading", area = [5, 5, 90, 14] },
]
[[page]]
repeats = true
frame = [
  { kind = "text", area = [5, 5, 90, 6], vi = "Bảng tra địa điểm" },
  { kind = "index", area = [5, 12, 90, 120] },
  { kind = "credits", area = [5, 140, 90, 6] },
]
"""
ATLASES = ("atlas-places", "atlas-wards", "atlas-days")


def measure(text: str, style: TextStyle) -> tuple[float, float]:
    return len(text) * style.size_px * 0.56, style.size_px * 1.27


def atlas(key: str, project: Project, tour: Tour | None, language: str = "vi") -> Composition:
    places = places_of(project, tour)
    matter = Matter.of(project, tour, language, ("© OpenStreetMap",), places=places, today=date(2026, 11, 22))
    return compose(builtin_template(key), matter, measure)


def heading(page: Page) -> str:
    return page.bookmarks[0] if page.bookmarks else ""


def test_every_place_of_the_tour_has_a_page_in_the_order_of_the_visits() -> None:
    project, tour = sample_project(), sample_tour()
    made = atlas("atlas-places", project, tour)
    assert [heading(page) for page in made.pages if page.bookmarks] == [
        project.place(key).name_vi for key in dict.fromkeys(tour.visited)
    ]


@pytest.mark.parametrize("key", ATLASES)
def test_contents_name_the_page_where_each_subject_stands(key: str) -> None:
    made = atlas(key, *tour_with(70, days=4))
    contents = {
        text: number
        for page in made.pages
        if any(text == "Mục lục" for text in page.texts)
        for text, number in _rows(page, "Mục lục")
    }
    pages = {heading(page): number for number, page in enumerate(made.pages, start=1) if page.bookmarks}
    assert contents
    assert contents == pages


def _rows(page: Page, title: str) -> list[tuple[str, int]]:
    """Return the rows that stand under a title, down to the next one."""
    texts = [item for item in page.items if isinstance(item, Text)]
    titles = sorted(item.y for item in texts if item.text in {"Mục lục", "Bảng tra địa điểm"})
    top = next(item.y for item in texts if item.text == title)
    bottom = min((y for y in titles if y > top), default=page.height)
    texts = [item for item in texts if top < item.y < bottom]
    numbers = [item for item in texts if item.align == 1 and item.text.isdigit()]
    rows = []
    for number in numbers:
        left = [one for one in texts if one.align == 0 and one.y == number.y and one.x < number.x]
        rows.append((max(left, key=lambda one: one.x).text, int(number.text)))
    return rows


def test_the_index_is_in_vietnamese_order_and_its_numbers_are_right() -> None:
    made = atlas("atlas-places", sample_project(), sample_tour())
    index = next(page for page in made.pages if "Bảng tra địa điểm" in page.texts)
    rows = _rows(index, "Bảng tra địa điểm")
    assert rows
    for name, number in rows:
        assert heading(made.pages[number - 1]).startswith(name)


def test_short_contents_and_index_share_a_page_and_long_ones_do_not() -> None:
    short = atlas("atlas-places", sample_project(), sample_tour())
    titled = [n for n, page in enumerate(short.pages) if "Bảng tra địa điểm" in page.texts]
    assert titled == [1]
    assert "Mục lục" in short.pages[1].texts
    assert short.pages[-1].bookmarks


def test_an_index_without_room_below_the_contents_has_pages_of_its_own() -> None:
    project, tour = tour_with(12)
    template = parse_template(SMALL, "nho")
    matter = Matter.of(project, tour, "vi", ("© OSM",), places=places_of(project, tour))
    made = compose(template, matter, measure)
    titled = [number for number, page in enumerate(made.pages) if "Bảng tra địa điểm" in page.texts]
    assert titled == [len(made.pages) - 1]
    assert "Mục lục" in made.pages[0].texts
    assert made.notes == ()


def test_a_register_without_a_tour_makes_an_atlas_ordered_by_commune() -> None:
    project = sample_project()
    made = atlas("atlas-places", project, None)
    named = [heading(page) for page in made.pages if page.bookmarks]
    assert sorted(named) == sorted(place.name_vi for place in project.places.values())
    assert not any("Ngày 1" in text for page in made.pages for text in page.texts)


def test_many_places_share_the_tag_of_their_commune_on_the_overview() -> None:
    project, _ = tour_with(90, days=4)
    overview = atlas("atlas-places", project, None).pages[0]
    (tag,) = [text for text in overview.texts if "–" in text and text[0].isdigit()]
    first, last = tag.split("–")
    assert int(last) - int(first) == 89


def test_names_on_the_overview_keep_off_the_page_numbers() -> None:
    overview = atlas("atlas-places", sample_project(), sample_tour()).pages[0]
    (frame,) = [item for item in overview.items if isinstance(item, MapFrame)]
    assert len(frame.covered) == len(set(sample_tour().visited))


def test_units_and_categories_choose_the_places() -> None:
    project = sample_project()
    unit = next(place.unit_after for place in project.places.values() if place.unit_after)
    assert {one.unit_after for one in places_of(project, None, units=[UnitId(unit)])} == {unit}
    relics = places_of(project, sample_tour(), categories=[Category.RELIC])
    assert {one.category for one in relics} == {Category.RELIC}


def test_an_atlas_of_nothing_is_refused() -> None:
    with pytest.raises(BadInputError):
        places_of(sample_project(), None, units=[UnitId("99999")])


def test_a_page_about_a_day_shows_that_day_alone() -> None:
    made = atlas("atlas-days", sample_project(), sample_tour())
    days = [page for page in made.pages if page.bookmarks]
    assert [frame.day for page in days for frame in page.items if isinstance(frame, MapFrame)] == [1, 2]
    assert not any("Ngày 2" in text for text in days[0].texts)


def card(**changes: object) -> dict[str, str]:
    project = sample_project()
    place = replace(project.place("den-kiep-bac"), **changes)  # type: ignore[arg-type]
    project = replace(project, places={**project.places, place.id: place})
    matter = Matter.of(
        project, None, "vi", (), today=date(2026, 11, 22), nearest_road=lambda *_: ("QL37", 120.0)
    )
    return dict(card_rows(matter, place))


def test_a_card_tells_the_next_festival_in_both_calendars() -> None:
    rule = DateRule(Calendar.LUNAR, 8, 16, 8, 20)
    said = card(festivals=(Festival("16–20/8 âm lịch", (rule,)),))
    text = next(words for words in said.values() if words.startswith("16–20/8"))
    found = lunar_date(date(2027, 9, 16))
    assert (found.day, found.month) == (16, 8)
    assert "16/09/2027" in text
    assert "16/8" in text.partition("(")[2]


def test_a_card_tells_decision_and_the_way_there() -> None:
    decision = HeritageDecision("548/QĐ-TTg", date(2012, 5, 10))
    words = " ".join(card(decision=decision).values())
    assert "548/QĐ-TTg" in words
    assert "ngày 10 tháng 5 năm 2012" in words
    assert "QL37" in words


def test_a_place_known_to_its_commune_only_is_not_shown_as_if_it_were_exact() -> None:
    project = sample_project()
    place = replace(project.place("den-kiep-bac"), coord_precision_m=2000.0, geometry=Point(106.33, 21.15))
    project = replace(project, places={PlaceId("den-kiep-bac"): place})
    made = atlas("atlas-places", project, None)
    frames = [
        item for page in made.pages if page.bookmarks for item in page.items if isinstance(item, MapFrame)
    ]
    assert frames[0].denominator >= 40_000


def test_a_description_that_is_too_long_is_cut_and_reported() -> None:
    project = sample_project()
    place = replace(project.place("den-kiep-bac"), description_vi="rất dài " * 2000)
    made = atlas("atlas-places", replace(project, places={place.id: place}), None)
    assert [note.kind for note in made.notes] == [NoteKind.TEXT_OVERFLOW]


def test_an_atlas_can_be_stopped_between_pages() -> None:
    project, tour = tour_with(20)
    told: list[float] = []

    def progress(done: float, message: str = "") -> None:
        told.append(done)
        if len(told) == 5:
            raise CancelledError

    matter = Matter.of(project, tour, "vi", ())
    with pytest.raises(CancelledError):
        compose(builtin_template("atlas-places"), matter, measure, progress)
    assert told == sorted(told)


PAGE: Callable[[str], str] = (
    'schema = 1\n[name]\nvi = "Mẫu"\n[paper]\nsize = "A5"\n[[page]]\n{}\n'
    'frame = [{{ kind = "place_card", area = [5, 5, 90, 100] }}]\n'
).format


def test_a_card_needs_a_page_for_each_place() -> None:
    assert parse_template(PAGE('repeat_for = "place"'), "t").subject_kinds == ("place",)
    for wrong, word in (("", "place_card"), ('repeat_for = "unit"', "place_card"), ('repeat_for = "x"', "x")):
        with pytest.raises(BadInputError) as raised:
            parse_template(PAGE(wrong), "t")
        assert any(word in str(detail) for detail in raised.value.details)

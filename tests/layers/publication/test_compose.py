"""Every template with every kind of tour: nothing off the paper, no words on words, nothing lost."""

from collections.abc import Callable
from dataclasses import replace
from itertools import takewhile

import pytest

from data.model.festival import Calendar, DateRule, Festival
from data.model.project import Project
from data.model.tour import Tour
from layers.page import Badge, MapFrame, Text
from layers.publication.compose import Composition, compose
from layers.publication.matter import Matter
from layers.publication.template_file import builtin_keys, builtin_template
from layers.style import TextStyle
from layers.viewport import PRINT_PIXEL_MM
from tests.samples import hostile, sample_project, sample_tour
from tests.tours import KIEP_BAC, LONG_NAME, tour_with

CREDITS = ("© OpenStreetMap contributors (ODbL 1.0)",)
TOURS: dict[str, Callable[[], tuple[Project, Tour]]] = {
    "sample": lambda: (sample_project(), sample_tour()),
    "hostile": hostile,
    "one stop": lambda: tour_with(1),
    "forty stops, four days": lambda: tour_with(40, days=4),
    "very long names": lambda: tour_with(12, name="{number} " + LONG_NAME),
    "one endless word": lambda: tour_with(3, name="Đ" * 300 + "{number}"),
    "both provinces": lambda: tour_with(9, step=((KIEP_BAC[0] - 105.85) / 7, 0.02)),
    "on one spot": lambda: tour_with(6, step=(0.0, 0.0)),
}
SHEETS = tuple(key for key in builtin_keys() if not builtin_template(key).subject_kinds)


def measure(text: str, style: TextStyle) -> tuple[float, float]:
    return len(text) * style.size_px * 0.56, style.size_px * 1.27


def made(template: str, kind: str, language: str = "vi") -> Composition:
    chosen = builtin_template(template)
    matter = Matter.of(*TOURS[kind](), language, CREDITS, is_bilingual=chosen.bilingual)
    return compose(chosen, matter, measure)


def box_of(item: Text) -> tuple[float, float, float, float]:
    width, height = (side * PRINT_PIXEL_MM for side in measure(item.text, item.style))
    left = item.x - width * item.align
    return left, item.y - 0.55 * height, left + width, item.y + 0.1 * height


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("kind", TOURS)
@pytest.mark.parametrize("template", builtin_keys())
def test_every_text_lies_on_the_paper(template: str, kind: str, language: str) -> None:
    for page in made(template, kind, language).pages:
        for item in page.items:
            if isinstance(item, Text):
                left, top, right, bottom = box_of(item)
                assert left >= 1, item.text
                assert right <= page.width - 1 + 0.01, item.text
                assert top > 0
                assert bottom < page.height, item.text


@pytest.mark.parametrize("kind", TOURS)
@pytest.mark.parametrize("template", builtin_keys())
def test_no_two_texts_lie_on_each_other(template: str, kind: str) -> None:
    for page in made(template, kind).pages:
        texts = [item for item in page.items if isinstance(item, Text) and item.text]
        boxes = [(box_of(item), item.text) for item in texts]
        for n, (a, said) in enumerate(boxes):
            for b, other in boxes[n + 1 :]:
                overlap_x = min(a[2], b[2]) - max(a[0], b[0])
                overlap_y = min(a[3], b[3]) - max(a[1], b[1])
                assert overlap_x < 0.05 or overlap_y < 0.05, (said, other)


@pytest.mark.parametrize("kind", TOURS)
@pytest.mark.parametrize("template", SHEETS)
def test_every_visit_is_printed_or_its_absence_is_reported(template: str, kind: str) -> None:
    composition = made(template, kind)
    _, tour = TOURS[kind]()
    badges = {item.text for page in composition.pages for item in page.items if isinstance(item, Badge)}
    missing = {str(number) for number in range(1, len(tour.visited) + 1)} - badges
    assert not missing or composition.notes


@pytest.mark.parametrize("template", sorted(set(SHEETS) - {"field-sheet"}))
def test_maps_are_at_round_scales_and_show_the_credit_beside_them(template: str) -> None:
    composition = made(template, "sample")
    frames = [item for page in composition.pages for item in page.items if isinstance(item, MapFrame)]
    assert len(frames) == 1
    assert frames[0].viewport.scale_denominator == pytest.approx(
        frames[0].denominator * composition.template.enlarge
    )
    for page in composition.pages:
        assert any("OpenStreetMap" in text for text in page.texts)


def test_days_that_go_on_repeat_their_heading() -> None:
    pages = made("field-sheet", "very long names").pages
    assert any("(tiếp theo)" in text for page in pages for text in page.texts)


@pytest.mark.parametrize("count", range(8, 16))
def test_the_end_of_a_day_never_stands_alone_under_a_repeated_heading(count: int) -> None:
    project, tour = tour_with(count)
    matter = Matter.of(project, tour, "vi", ("© OSM",))
    for page in compose(builtin_template("a5-booklet"), matter, measure).pages[2:]:
        texts = page.texts
        again = next((number for number, text in enumerate(texts) if "(tiếp theo)" in text), None)
        if again is not None:
            of_day = takewhile(lambda text: text != "Các điểm trên tuyến", texts[again:])
            assert any(text.startswith("Đình số") for text in of_day)


def test_what_does_not_fit_a_single_page_is_reported() -> None:
    notes = made("banner-85x200", "forty stops, four days").notes
    assert [note.facts["frame"] for note in notes] == ["days"]
    assert made("banner-85x200", "one stop").notes == ()


def test_the_index_follows_the_vietnamese_alphabet_and_names_cells() -> None:
    (page,) = made("a5-booklet", "sample").pages[-1:]
    names = [item.text for item in page.items if isinstance(item, Text) and item.align == 0 and item.x < 12]
    names = names[names.index("Bảng tra địa điểm") + 1 :]
    assert names[0] == "Đền Kiếp Bạc"
    cells = [
        item.text for item in page.items if isinstance(item, Text) and " · " in item.text and item.align == 1
    ]
    assert cells
    assert all(cell[0].isalpha() and cell[1].isdigit() for cell in cells)


def test_a_monolingual_sheet_names_places_once() -> None:
    said = " ".join(text for page in made("field-sheet", "sample").pages for text in page.texts)
    assert "Văn miếu Mao Điền" in said
    assert "Mao Dien Temple" not in said


def test_english_pages_leave_free_vietnamese_words_out_and_count_in_singular() -> None:
    project, tour = sample_project(), sample_tour()
    first = tour.visited[0]
    festivals = (
        Festival("hội đình 15/2 âm lịch", (DateRule(Calendar.LUNAR, 2, 15, 2, 15),)),
        Festival("khai trương từ 2022"),
    )
    project = project.with_places([replace(project.place(first), festivals=festivals, heritage_type="đình")])
    said = {}
    for language in ("vi", "en"):
        matter = Matter.of(project, tour, language, ("© OSM",), is_bilingual=False)
        pages = compose(builtin_template("field-sheet"), matter, measure).pages
        said[language] = " ".join(text for page in pages for text in page.texts)
    assert "hội đình 15/2 âm lịch" in said["vi"]
    assert "khai trương" in said["vi"]
    assert "âm lịch" not in said["en"]
    assert "khai trương" not in said["en"]
    assert "Festival: next" in said["en"]
    assert " 1 place " in said["en"]
    assert " 1 places " not in said["en"]

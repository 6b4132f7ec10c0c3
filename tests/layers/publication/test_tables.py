"""Tables in templates: columns as chosen, header repeated, formats of the language, overflow reported."""

from dataclasses import replace

import pytest

from data.errors import BadInputError
from data.model.project import Project
from data.model.tour import Tour
from data.writers.comparison import ComparisonRow, ComparisonTable, Measure
from layers.page import Badge, Text
from layers.publication.compose import Composition, compose
from layers.publication.matter import Matter
from layers.publication.notes import NoteKind
from layers.publication.template_file import parse_template
from layers.style import TextStyle
from tests.samples import sample_project, sample_tour
from tests.tours import LONG_NAME, tour_with

HEAD = 'schema = 1\nbilingual = false\n[name]\nvi = "Bảng"\n[paper]\nsize = "A4"\n'


def measure(text: str, style: TextStyle) -> tuple[float, float]:
    return len(text) * style.size_px * 0.56, style.size_px * 1.27


def made(
    frames: str,
    project: Project | None = None,
    tour: Tour | None = None,
    *,
    language: str = "vi",
    comparison: ComparisonTable | None = None,
    repeats: bool = False,
) -> Composition:
    page = f"[[page]]\nrepeats = {str(repeats).lower()}\nframe = [\n{frames}\n]\n"
    matter = Matter.of(
        project or sample_project(), tour or sample_tour(), language, ("© OSM",), is_bilingual=False
    )
    matter = replace(matter, comparison=comparison)
    return compose(parse_template(HEAD + page, "bang"), matter, measure)


def said(composition: Composition) -> list[str]:
    return [text for page in composition.pages for text in page.texts]


def test_a_timetable_has_the_chosen_columns_in_their_order() -> None:
    frame = '{ kind = "table", area = [12, 12, 186, 270], columns = ["place", "stay", "fee"] }'
    first = made(frame).pages[0]
    heads = [item for item in first.items if isinstance(item, Text)][:3]
    assert [item.text for item in heads] == ["Điểm", "Lưu lại", "Giá vé"]
    texts = said(made(frame))
    assert "Văn miếu Mao Điền" in texts
    assert "1 giờ" in texts
    assert "08:00–09:00" not in texts


@pytest.mark.parametrize(("language", "stay"), [("vi", "1 giờ"), ("en", "1 h")])
def test_figures_are_written_as_the_language_does(language: str, stay: str) -> None:
    texts = said(made('{ kind = "table", area = [12, 12, 186, 270] }', language=language))
    assert stay in texts
    assert "08:00–09:00" in texts


def test_the_header_and_the_day_are_repeated_on_every_page() -> None:
    project, tour = tour_with(40)
    composition = made('{ kind = "table", area = [12, 12, 186, 60] }', project, tour, repeats=True)
    assert len(composition.pages) > 2
    assert composition.notes == ()
    for page in composition.pages:
        assert page.texts[0] == "STT"
    for page in composition.pages[1:]:
        assert any("(tiếp theo)" in text for text in page.texts)
    numbers = [item.text for page in composition.pages for item in page.items if isinstance(item, Badge)]
    assert numbers == [str(number) for number in range(1, 41)]


def test_rows_without_room_are_reported() -> None:
    project, tour = tour_with(40)
    (note,) = made('{ kind = "table", area = [12, 12, 186, 60] }', project, tour).notes
    assert note.kind is NoteKind.TEXT_OVERFLOW
    assert int(note.facts["count"]) > 20


def test_endless_names_break_within_their_column() -> None:
    project, tour = tour_with(4, name="{number} " + LONG_NAME)
    (page,) = made('{ kind = "table", area = [12, 12, 120, 200] }', project, tour).pages
    for item in page.items:
        if isinstance(item, Text):
            width = measure(item.text, item.style)[0] * 0.2
            left = item.x - item.align * width
            assert left >= 11.99
            assert left + width <= 132.01


def test_columns_that_cannot_stand_beside_each_other_are_reported() -> None:
    columns = '["number", "time", "arrive", "depart", "place", "stay", "distance", "travel", "fee", "notes"]'
    (note,) = made(f'{{ kind = "table", area = [12, 12, 60, 270], columns = {columns} }}').notes[:1]
    assert "columns" in note.message


def test_costs_end_with_their_total() -> None:
    texts = said(made('{ kind = "table", area = [12, 12, 186, 100], content = "costs" }'))
    assert texts.index("Tổng cộng") < texts.index("Chi phí mỗi khách")
    assert any("chưa rõ giá vé" in text for text in texts)


def test_a_comparison_has_a_column_for_each_tour_and_the_chosen_rows() -> None:
    rows = (
        ComparisonRow("days", "Số ngày", Measure.COUNT, (2, 3)),
        ComparisonRow("distance_m", "Quãng đường", Measure.DISTANCE, (96_400, 120_400)),
        ComparisonRow("met_share", "Không trễ", Measure.SHARE, (0.9, 0.8)),
    )
    table = ComparisonTable("So sánh", ("Phương án A", "Phương án B"), rows)
    frame = '{ kind = "table", area = [12, 12, 186, 100], content = "comparison" }'
    texts = said(made(frame, comparison=table))
    assert texts[:2] == ["Phương án A", "Phương án B"]
    assert {"96,4 km", "120 km"} <= set(texts)
    assert "Không trễ" not in texts
    assert said(made(frame)) == []


def test_two_tables_of_other_content_do_not_continue_each_other() -> None:
    frames = (
        '{ kind = "table", area = [12, 12, 186, 150] },\n'
        '{ kind = "table", area = [12, 170, 186, 60], content = "costs" },'
    )
    assert "Tổng cộng" in said(made(frames))


@pytest.mark.parametrize(
    "options",
    ['content = "prices"', 'columns = ["name"]', 'content = "costs", columns = ["time"]', "columns = 3"],
)
def test_unknown_content_and_columns_are_refused_with_their_frame(options: str) -> None:
    with pytest.raises(BadInputError) as caught:
        made(f'{{ kind = "table", area = [12, 12, 186, 150], {options} }}')
    assert "page 1, frame 1" in str(caught.value)

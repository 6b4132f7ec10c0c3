import io
from datetime import UTC, datetime

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn
from docx.shared import Length

from data.model.tour import StopKind
from data.writers import programme_docx
from data.writers.programme_docx import Letterhead
from tests.samples import HOSTILE_HTML, hostile, sample_project, sample_tour

MADE = datetime(2026, 2, 5, 20, 0, tzinfo=UTC)
OFFICE = Letterhead("UBND thành phố Hải Phòng", "Sở Văn hóa, Thể thao và Du lịch", "Hải Phòng")


def paper(language: str = "vi", letterhead: Letterhead | None = None) -> Document:
    content = programme_docx.document(
        sample_project(), sample_tour(), language, letterhead=letterhead, made=MADE
    )
    return docx.Document(io.BytesIO(content))


def words(made: Document) -> str:
    cells = [cell.text for table in made.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in made.paragraphs), *cells])


def test_every_stop_has_a_row_in_the_table_of_its_day() -> None:
    tour = sample_tour()
    assert [len(table.rows) - 1 for table in paper().tables] == [len(day.stops) for day in tour.days]


def in_mm(length: Length | None) -> float:
    """Return a length as Word keeps it, in twentieths of a point, to the nearest tenth of a millimetre."""
    assert length is not None
    return float(round(length.mm, 1))


def test_the_page_is_the_one_of_the_decree() -> None:
    section = paper().sections[0]
    assert (in_mm(section.page_width), in_mm(section.page_height)) == (210, 297)
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [in_mm(margin) for margin in margins] == [20, 20, 30, 15]


def test_columns_fill_the_width_between_the_margins() -> None:
    for table in paper().tables:
        assert sum(in_mm(column.width) for column in table.columns) == pytest.approx(165, abs=0.2)


def test_heading_rows_repeat_and_no_stop_is_split_over_pages() -> None:
    for table in paper().tables:
        header, *stops = (list(row._tr.iter()) for row in table.rows)
        assert any(mark.tag == qn("w:tblHeader") for mark in header)
        assert all(any(mark.tag == qn("w:cantSplit") for mark in stop) for stop in stops)


def test_an_office_gets_letterhead_date_of_vietnam_and_signature() -> None:
    said = words(paper(letterhead=OFFICE))
    assert "SỞ VĂN HÓA, THỂ THAO VÀ DU LỊCH" in said
    # 20:00 UTC is the next morning in Vietnam.
    assert "Hải Phòng, ngày 06 tháng 02 năm 2026" in said
    assert "THỦ TRƯỞNG CƠ QUAN" in said


def test_without_an_office_there_is_neither_motto_nor_signature() -> None:
    said = words(paper())
    assert "CỘNG HÒA" not in said
    assert "THỦ TRƯỞNG" not in said


def test_fees_are_for_the_whole_group_and_unknown_ones_are_counted_apart() -> None:
    project, tour = sample_project(), sample_tour()
    visits = [stop.place_id for day in tour.days for stop in day.stops if stop.kind is StopKind.VISIT]
    fees = [project.place(key or "").fee_vnd for key in visits]
    total = sum(fee for fee in fees if fee is not None) * tour.request.group_size
    said = words(paper())
    assert f"{total:,}".replace(",", ".") in said
    assert f"chưa tính {fees.count(None)} điểm" in said


@pytest.mark.parametrize(("language", "tag"), [("vi", "vi-VN"), ("en", "en-GB")])
def test_spelling_is_checked_in_the_language_of_the_text(language: str, tag: str) -> None:
    style = paper(language).styles["Normal"].element
    assert [mark.get(qn("w:val")) for mark in style.iter(qn("w:lang"))] == [tag]


def test_the_english_programme_has_no_vietnamese_words_of_ours() -> None:
    said = words(paper("en"))
    assert "PROGRAMME" in said
    assert not any(word in said for word in ("Ngày", "khách", "chưa", "Xuất phát"))


def test_hostile_texts_stay_text() -> None:
    made = docx.Document(io.BytesIO(programme_docx.document(*hostile(), made=MADE)))
    assert HOSTILE_HTML in words(made)


def test_the_credits_travel_with_the_file() -> None:
    assert "© OpenStreetMap contributors" in words(paper())


def test_the_lines_of_the_letterhead_stand_below_office_and_motto() -> None:
    for cell in paper(letterhead=OFFICE).tables[0].rows[0].cells:
        texts = [paragraph.text for paragraph in cell.paragraphs]
        ruled = [index for index, one in enumerate(cell.paragraphs) if one._p.xpath("w:pPr/w:pBdr/w:top")]
        assert len(ruled) == 1
        assert texts[ruled[0] - 1] in {OFFICE.office.upper(), "Độc lập - Tự do - Hạnh phúc"}

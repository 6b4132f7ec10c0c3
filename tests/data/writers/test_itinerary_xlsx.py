import io
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from data.writers import itinerary_xlsx
from tests.samples import HOSTILE_FORMULA, hostile, sample_project, sample_tour

MADE = datetime(2026, 11, 22, tzinfo=UTC)


def book_of(language: str = "vi") -> Workbook:
    content = itinerary_xlsx.document(
        sample_project(), sample_tour(), language, day_colors=["#B3123B", "#2785C9"], made=MADE
    )
    return load_workbook(io.BytesIO(content))


@pytest.fixture(scope="module")
def book() -> Workbook:
    return book_of()


def sheet(book: Workbook, name: str) -> Worksheet:
    found = book[name]
    assert isinstance(found, Worksheet)
    return found


def column(book: Workbook, name: str, letter: str) -> list[Any]:
    return [cell.value for cell in sheet(book, name)[letter]]


def test_sheets_are_overview_days_left_out_and_sources(book: Workbook) -> None:
    assert book.sheetnames == ["Tổng quan", "Ngày 1", "Ngày 2", "Không đưa vào", "Nguồn dữ liệu"]
    assert book_of("en").sheetnames == ["Overview", "Day 1", "Day 2", "Left out", "Sources"]


def test_times_are_real_cells_that_show_the_next_day(book: Workbook) -> None:
    cell = sheet(book, "Ngày 1")["C5"]
    assert cell.number_format == '[>=1]hh:mm" (+1)";hh:mm'
    assert sheet(book, "Ngày 1").cell(5, 3).value == time(8)
    assert sheet(book, "Ngày 1")["K5"].value == pytest.approx(15.89)


def test_totals_are_formulas_over_exactly_the_stops(book: Workbook) -> None:
    day = sheet(book, "Ngày 1")
    assert [day.cell(11, number).value for number in (9, 10, 11, 12)] == [
        "=SUM(I4:I10)",
        "=SUM(J4:J10)",
        "=SUM(K4:K10)",
        "=SUM(L4:L10)",
    ]
    overview = sheet(book, "Tổng quan")
    assert overview["F4"].value == "='Ngày 1'!K11"
    assert overview["F6"].value == "=SUM(F4:F5)"
    assert overview["C5"].value == "=COUNT('Ngày 2'!A4:A6)"


def test_the_cells_behind_a_total_add_up_to_the_tour(book: Workbook) -> None:
    kilometres = [value for value in column(book, "Ngày 1", "K") if isinstance(value, float)]
    assert sum(kilometres) == pytest.approx(sample_tour().days[0].distance_m / 1000)


def test_approximate_places_carry_the_mark_and_the_overview_explains_it(book: Workbook) -> None:
    names = column(book, "Ngày 1", "E")
    assert "≈ Làng chạm khắc gỗ Đông Giao" in names
    assert "Văn miếu Mao Điền" in names
    assert any("≈" in str(value) for value in column(book, "Tổng quan", "A"))


def test_left_out_places_have_their_reasons(book: Workbook) -> None:
    assert column(book, "Không đưa vào", "A")[3:] == ["Làng thêu ren Xuân Nẻo", "Đảo Cò Chi Lăng Nam"]
    assert "35" in column(book, "Không đưa vào", "D")[3]


def test_credits_stand_on_the_last_sheet(book: Workbook) -> None:
    assert "© OpenStreetMap contributors (ODbL 1.0)" in column(book, "Nguồn dữ liệu", "B")


def test_every_sheet_prints_on_a4_landscape_one_page_wide_with_repeated_header(book: Workbook) -> None:
    for page in book.worksheets:
        assert (page.page_setup.orientation, page.page_setup.paperSize) == ("landscape", 9)
        assert (page.page_setup.fitToWidth, page.page_setup.fitToHeight) == (1, 0)
        assert page.sheet_properties.pageSetUpPr is not None
        assert page.sheet_properties.pageSetUpPr.fitToPage
        assert page.print_title_rows == "$3:$3"
        assert page.freeze_panes == "A4"
        assert page.oddFooter is not None
        assert page.oddFooter.right.text == "Trang &P/&N"


def test_long_names_wrap_in_rows_that_are_high_enough(book: Workbook) -> None:
    day = sheet(book, "Ngày 1")
    assert day["E7"].alignment.wrap_text
    assert len(day["E7"].value) > 100
    assert day.row_dimensions[7].height > 60
    assert day.row_dimensions[4].height < 40


@pytest.mark.parametrize("language", ["vi", "en"])
def test_no_text_is_ever_a_formula(language: str) -> None:
    book = load_workbook(io.BytesIO(itinerary_xlsx.document(*hostile(), language)))
    ours = ("=SUM(", "=COUNT('", "='Ngày", "='Day")
    cells = [cell for page in book.worksheets for row in page.iter_rows() for cell in row]
    assert [cell for cell in cells if cell.data_type == "f" and not str(cell.value).startswith(ours)] == []
    if language == "en":
        assert HOSTILE_FORMULA in {cell.value for cell in cells if cell.data_type == "s"}


def test_a_long_title_gets_the_height_it_needs() -> None:
    tour = replace(sample_tour(), title_vi="Tuyến liên phường " * 30)
    page = sheet(load_workbook(io.BytesIO(itinerary_xlsx.document(sample_project(), tour))), "Tổng quan")
    assert page.row_dimensions[1].height > 2 * sheet(book_of(), "Tổng quan").row_dimensions[1].height


def test_properties_name_the_tour_and_the_moment(book: Workbook) -> None:
    assert book.properties.title == "Làng nghề xứ Đông & đền Kiếp Bạc"
    assert book.properties.created == MADE.replace(tzinfo=None)


def test_durations_are_whole_minutes_rounded_as_in_the_other_outputs(book: Workbook) -> None:
    legs = sample_tour().days[0].legs
    seconds = [_seconds(value) for value in column(book, "Ngày 1", "L")[3:10] if value is not None]
    assert any(leg.duration_s % 60 for leg in legs)
    assert seconds == [round(leg.duration_s / 60) * 60 for leg in legs if leg.duration_s]


def _seconds(value: time | timedelta) -> float:
    if isinstance(value, time):
        return value.hour * 3600 + value.minute * 60 + value.second
    return value.total_seconds()

import html
import io
import re
import shutil
import subprocess
import zipfile
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
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
        # One page wide is what a workbook means that does not say it.
        assert (page.page_setup.fitToWidth or 1, page.page_setup.fitToHeight) == (1, 0)
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


def test_formulas_are_stored_with_their_values_for_previews() -> None:
    content = itinerary_xlsx.document(sample_project(), sample_tour())
    shown = load_workbook(io.BytesIO(content), data_only=True)
    tour = sample_tour()
    overview, first = sheet(shown, "Tổng quan"), sheet(shown, "Ngày 1")
    assert [overview[f"C{row}"].value for row in (4, 5, 6)] == [4, 1, 5]
    assert overview["F6"].value == pytest.approx(tour.distance_m / 1000)
    assert first["K11"].value == pytest.approx(tour.days[0].distance_m / 1000)
    assert overview["D4"].value == time(7, 30)
    formulas = load_workbook(io.BytesIO(content))
    for page in formulas.worksheets:
        for row in page.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    assert sheet(shown, page.title)[cell.coordinate].value is not None, cell.coordinate


def test_the_foot_of_every_page_names_the_data_and_the_page(book: Workbook) -> None:
    for page in book.worksheets:
        left, right = page.oddFooter.left.text, page.oddFooter.right.text  # type: ignore[union-attr]
        assert left is not None
        assert left.startswith("© OpenStreetMap contributors (ODbL 1.0)")
        assert right == "Trang &P/&N"
        assert page.print_area


def test_credits_cannot_command_the_footer() -> None:
    tour = replace(sample_tour(), attribution=("1&D",))
    content = itinerary_xlsx.document(replace(sample_project(), attribution=("A&P B" * 100,)), tour)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        page = archive.read("xl/worksheets/sheet1.xml").decode()
    footer = html.unescape(page.partition("<oddFooter>")[2].partition("</oddFooter>")[0])
    assert footer.startswith("&L&8 1&&D; A&&P B")
    assert len(footer) <= 255


def without_values(content: bytes, path: Path) -> None:
    """Write the workbook as a program that cannot compute would."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive, zipfile.ZipFile(path, "w") as bare:
        for name in archive.namelist():
            bare.writestr(name, re.sub(rb"</f><v>[^<]*</v>", b"</f>", archive.read(name)))


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_computes_what_is_stored(tmp_path: Path) -> None:
    content = itinerary_xlsx.document(sample_project(), sample_tour())
    without_values(content, tmp_path / "itinerary.xlsx")
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    target = ["--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(tmp_path / "computed")]
    command = ["soffice", profile, "--headless", *target, str(tmp_path / "itinerary.xlsx")]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    computed = load_workbook(tmp_path / "computed" / "itinerary.xlsx", data_only=True)
    stored = load_workbook(io.BytesIO(content), data_only=True)
    formulas = load_workbook(io.BytesIO(content))
    compared = 0
    for page in formulas.worksheets:
        for cell in (cell for row in page.iter_rows() for cell in row if cell.data_type == "f"):
            ours, theirs = (
                sheet(stored, page.title)[cell.coordinate],
                sheet(computed, page.title)[cell.coordinate],
            )
            assert said(ours.value) == said(theirs.value), cell.coordinate
            compared += 1
    assert compared == 27


def said(value: Any) -> str:
    if isinstance(value, timedelta):
        return str(round(value.total_seconds() / 60))
    return f"{value:.6f}" if isinstance(value, (int, float)) else str(value)

import csv
import io
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data import csv_cells
from data.writers import itinerary_csv
from tests.samples import CHU_DAU, HOSTILE_FORMULA, hostile, sample_project, sample_tour


def table(text: str, language: str = "vi") -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=itinerary_csv.SEPARATORS[language]))


def test_the_document_equals_its_golden_file(golden: Callable[[str, str], None]) -> None:
    golden("writers/itinerary.csv", itinerary_csv.document(sample_project(), sample_tour()))


def test_the_file_begins_with_a_byte_order_mark_and_ends_lines_as_windows_does(tmp_path: Path) -> None:
    path = tmp_path / "itinerary.csv"
    itinerary_csv.write(sample_project(), sample_tour(), path)
    content = path.read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.count(b"\r\n") == content.count(b"\n") == 11


def test_every_stop_is_a_row_with_its_times_and_way() -> None:
    rows = table(itinerary_csv.document(sample_project(), sample_tour()))
    assert len(rows) == 10
    chu_dau = next(row for row in rows if row["Mã điểm"] == CHU_DAU)
    assert (chu_dau["Ngày tháng"], chu_dau["Đến"], chu_dau["Rời"]) == ("2026-11-28", "10:56", "12:26")
    assert (chu_dau["Chặng đến đây (m)"], chu_dau["Lưu lại (phút)"]) == ("24810", "90")
    assert chu_dau["Xếp hạng di tích"] == "Di tích quốc gia"


def test_a_place_nobody_would_rank_has_no_rank() -> None:
    rows = table(itinerary_csv.document(sample_project(), sample_tour()))
    assert rows[0]["Xếp hạng di tích"] == ""


def test_english_settings_split_at_commas() -> None:
    rows = table(itinerary_csv.document(sample_project(), sample_tour(), "en"), "en")
    assert rows[1]["Place"] == "Mao Dien Temple of Literature"
    assert rows[1]["Notes"] == "Wait 10 min before the visit. Opening hours: daily 08:00–17:00."


def test_no_cell_is_a_fraction_that_a_comma_country_would_misread() -> None:
    for row in table(itinerary_csv.document(sample_project(), sample_tour())):
        for cell in row.values():
            assert not cell.replace(".", "", 1).isdigit() or "." not in cell


def test_after_midnight_a_time_says_the_next_day() -> None:
    tour = sample_tour()
    day = tour.days[1]
    late = tuple(
        replace(
            stop,
            arrive_s=stop.arrive_s + 54_000,
            begin_s=stop.begin_s + 54_000,
            depart_s=stop.depart_s + 54_000,
        )
        for stop in day.stops
    )
    rows = table(itinerary_csv.document(sample_project(), replace(tour, days=(replace(day, stops=late),))))
    assert [row["Đến"] for row in rows] == ["22:30", "23:19", "01:40 (+1)"]


def test_formulas_are_defused_and_names_composed() -> None:
    rows = table(itinerary_csv.document(*hostile()))
    assert all(row["Điểm"] == unicodedata.normalize("NFC", row["Điểm"]) for row in rows)
    in_english = table(itinerary_csv.document(*hostile(), "en"), "en")
    assert in_english[0]["Place"] == "'" + HOSTILE_FORMULA


@given(st.text())
def test_no_defused_cell_starts_a_formula(cell: str) -> None:
    defused = csv_cells.defused(cell)
    assert not defused.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
    assert csv_cells.restored(defused) == cell


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_row_has_as_many_cells_as_the_header(language: str) -> None:
    text = itinerary_csv.document(*hostile(), language)
    lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=itinerary_csv.SEPARATORS[language]))
    assert {len(line) for line in lines} == {len(itinerary_csv.HEADERS)}


def test_half_a_minute_is_rounded_as_in_every_other_output() -> None:
    tour = sample_tour()
    day = tour.days[0]
    stops = [*day.stops]
    stops[1] = replace(stops[1], arrive_s=stops[1].begin_s - 150)
    tour = replace(tour, days=(replace(day, stops=tuple(stops)), *tour.days[1:]))
    row = table(itinerary_csv.document(sample_project(), tour, "en"), "en")[1]
    assert row["Wait (min)"] == "3"
    assert "Wait 3 min before the visit." in row["Notes"]

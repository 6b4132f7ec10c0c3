from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook

from data.model.place import Place, PlaceId
from data.model.project import Project
from data.readers.places import read_places
from data.starter import load_starter
from data.storage.places_xlsx import write_places_xlsx
from tests.samples import HOSTILE_FORMULA, sample_project


def round_trip(project: Project, path: Path, language: str) -> dict[PlaceId, Place]:
    write_places_xlsx(project, project.places.values(), path, language)
    found = read_places(path, project)
    assert not found.errors
    return {place.id: place for place in found.places}


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_workbook_imported_again_gives_equal_places(tmp_path: Path, language: str) -> None:
    for project in (sample_project(), load_starter()):
        assert round_trip(project, tmp_path / "a.xlsx", language) == dict(project.places)


def test_headings_and_terms_are_vietnamese_and_stay_in_sight(tmp_path: Path) -> None:
    write_places_xlsx(sample_project(), sample_project().places.values(), tmp_path / "a.xlsx")
    sheet = load_workbook(tmp_path / "a.xlsx").active
    assert sheet is not None
    assert [cell.value for cell in sheet[1]][:5] == [
        "Mã",
        "Tên",
        "Tên tiếng Anh",
        "Loại hình",
        "Cấp xếp hạng",
    ]
    assert "Làng nghề" in {row[3].value for row in sheet.iter_rows()}
    assert sheet.freeze_panes == "C2"


def test_no_text_of_a_stranger_becomes_a_formula(tmp_path: Path) -> None:
    known = sample_project()
    places = [replace(place, note=HOSTILE_FORMULA, source="\t=1+1") for place in known.places.values()]
    found = round_trip(known.with_places(places), tmp_path / "a.xlsx", "vi")
    assert {place.note for place in found.values()} == {HOSTILE_FORMULA}
    sheet = load_workbook(tmp_path / "a.xlsx").active
    assert sheet is not None
    assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]


def test_an_edited_cell_changes_that_field_alone(tmp_path: Path) -> None:
    project = sample_project()
    write_places_xlsx(project, project.places.values(), tmp_path / "a.xlsx")
    book = load_workbook(tmp_path / "a.xlsx")
    sheet = book.active
    assert sheet is not None
    titles = [cell.value for cell in sheet[1]]
    sheet.cell(2, titles.index("Giá vé") + 1).value = 25_000
    book.save(tmp_path / "b.xlsx")
    first = next(iter(project.places.values()))
    assert read_places(tmp_path / "b.xlsx", project).places[0] == replace(first, fee_vnd=25_000)

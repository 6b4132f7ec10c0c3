import json
from pathlib import Path
from typing import Any

import pytest

from data.readers.places import read_places
from data.starter import load_starter
from data.storage.gpkg import open_project
from gis_app.cli.main import run_command_line

HEADER = "id,name_vi,category,lon,lat\n"


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "bảng.csv"
    path.write_text(
        HEADER + "moi,Điểm mới,relic,105.5,21.1\ndinh-dam,Đình Đăm sửa,relic,105.73,21.07\n", encoding="utf-8"
    )
    return path


def answer(capsys: pytest.CaptureFixture[str], *words: str) -> Any:
    assert run_command_line(["places", *words, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_all_places_are_listed_with_units_in_the_keys(capsys: pytest.CaptureFixture[str]) -> None:
    document = answer(capsys, "list")
    assert document["count"] == 294
    first = document["places"][0]
    assert {
        "id",
        "lon_deg",
        "lat_deg",
        "coord_precision_m",
        "visit_minutes",
        "is_approximate",
        "unit_after",
    } <= set(first)


def test_filters_are_joined_and_may_be_repeated(capsys: pytest.CaptureFixture[str]) -> None:
    document = answer(
        capsys,
        "list",
        "--district",
        "Bắc Từ Liêm",
        "--category",
        "relic,làng nghề",
        "--rank",
        "national",
        "--text",
        "dinh",
    )
    assert document["count"] > 0
    for place in document["places"]:
        assert place["rank"] == "national"
        assert "Quận Bắc Từ Liêm" in place["unit_before"]
    both = answer(capsys, "list", "--unit", "Phường Tây Tựu", "--unit", "Phường Cổ Nhuế 1, Quận Bắc Từ Liêm")
    assert both["count"] == 19


def test_the_table_marks_approximate_places(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command_line(["places", "list", "--text", "lang gom chu dau", "--language", "en"]) == 0
    said = capsys.readouterr()
    header, line = said.out.splitlines()
    assert header.split()[0] == "Key"
    assert "≈ 1.2 km 106." in line
    assert "Places: 1; ≈ marks" in said.err


def test_search_answers_in_order_and_speaks_of_units(capsys: pytest.CaptureFixture[str]) -> None:
    assert answer(capsys, "search", "don", "g", "giao")["results"][0]["id"] == "lang-cham-khac-go-dong-giao"
    found = answer(capsys, "search", "Cẩm Giang", "--limit", "3")["results"]
    assert (found[0]["kind"], found[0]["name_vi"]) == ("unit", "Xã Cẩm Giang")
    assert len(found) == 3


def test_a_search_without_result_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command_line(["places", "search", "zzqqxxw"]) == 1
    assert "zzqqxxw" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["list", "--category", "castle"], 2),
        (["list", "--unit", "Xã Không Có"], 2),
        (["list", "--unit", "xa cam giang"], 2),
        (["list", "--district", "Không Có"], 2),
        (["list", "--project", "không-có.gpkg"], 3),
        (["import", "không-có.csv", "--check"], 2),
        (["export", "-o", "a.kml"], 2),
    ],
)
def test_what_cannot_be_done_is_one_sentence_and_a_code(
    capsys: pytest.CaptureFixture[str], words: list[str], code: int
) -> None:
    assert run_command_line(["places", *words]) == code
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("hanh-trinh: ")
    assert "Traceback" not in said.err


def test_an_import_makes_a_project_file(
    capsys: pytest.CaptureFixture[str], table: Path, tmp_path: Path
) -> None:
    target = tmp_path / "dự án.gpkg"
    document = answer(capsys, "import", str(table), "-o", str(target))
    assert (document["places"], document["added"], document["replaced"]) == (2, 1, 1)
    project = open_project(target)
    assert len(project.places) == 295
    assert project.place("dinh-dam").name_vi == "Đình Đăm sửa"
    assert project.source == ""
    answer(capsys, "import", str(table), "--project", str(target))
    assert open_project(target) == project


def test_checking_writes_nothing(capsys: pytest.CaptureFixture[str], table: Path, tmp_path: Path) -> None:
    answer(capsys, "import", str(table), "--check")
    assert list(tmp_path.iterdir()) == [table]


def test_an_import_needs_somewhere_to_write(capsys: pytest.CaptureFixture[str], table: Path) -> None:
    assert run_command_line(["places", "import", str(table)]) == 2
    assert "-o" in capsys.readouterr().err


def test_a_table_with_faults_imports_nothing_and_names_them_all(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "hỏng.csv"
    path.write_text(HEADER + "a,A,castle,105.5,21.1\nb,,relic,21.1,105.5\n", encoding="utf-8")
    target = tmp_path / "p.gpkg"
    assert run_command_line(["places", "import", str(path), "-o", str(target)]) == 2
    said = capsys.readouterr().err
    assert "3 lỗi" in said
    assert "dòng 2, cột “category”" in said
    assert "dòng 3, cột “name_vi”" in said
    assert not target.exists()


@pytest.mark.parametrize("ending", ["csv", "geojson"])
def test_an_export_can_be_imported_again(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, ending: str
) -> None:
    path = tmp_path / f"a.{ending}"
    document = answer(capsys, "export", "--unit", "Phường Tây Tựu", "-o", str(path))
    assert document["places"] == 15
    places = read_places(path, load_starter()).places
    assert all(place == load_starter().place(place.id) for place in places)
    assert len(places) == 15


@pytest.mark.parametrize("limit", ["0", "-3"])
def test_a_senseless_number_of_results_is_refused(limit: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command_line(["places", "search", "chùa", f"--limit={limit}", "--language", "en"]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert f"--limit: {limit} is no number of results." in said.err


def test_allowed_values_are_named_in_the_language_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command_line(["places", "list", "--category", "castle", "--language", "en"]) == 2
    assert "craft_village (Craft village)" in capsys.readouterr().err
    assert run_command_line(["places", "list", "--category", "castle", "--language", "vi"]) == 2
    assert "craft_village (Làng nghề)" in capsys.readouterr().err


def test_an_import_says_which_file_it_wrote(
    table: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "dự án.gpkg"
    assert run_command_line(["places", "import", str(table), "-o", str(target), "--language", "en"]) == 0
    assert f"Written: {target}" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["bảng.csv", "bảng.xlsx", "bảng.geojson"])
def test_a_folder_in_place_of_a_table_is_called_a_folder_in_vietnamese(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / name).mkdir()
    assert run_command_line(["places", "import", str(tmp_path / name), "--check", "--language", "vi"]) == 2
    said = capsys.readouterr().err
    assert "ây là thư mục" in said
    assert "directory" not in said

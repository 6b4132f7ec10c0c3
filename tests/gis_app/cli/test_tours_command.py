import json
from pathlib import Path
from typing import Any

import pytest

from data.storage.gpkg import open_project, save_project
from data.writers import geojson, gpx
from gis_app.cli.main import run_command_line
from tests.samples import sample_project, sample_tour

TRACK = (
    '<gpx version="1.1"><wpt lat="21.031" lon="105.85"><name>Quán nước</name></wpt><trk><name>Đi bộ</name>'
    '<trkseg><trkpt lat="21.03" lon="105.85"/><trkpt lat="21.04" lon="105.85"/></trkseg></trk></gpx>'
)


@pytest.fixture
def tour_file(tmp_path: Path) -> Path:
    path = tmp_path / "tuyến.gpx"
    gpx.write(sample_project(), sample_tour(), path)
    return path


def answer(capsys: pytest.CaptureFixture[str], *words: object) -> Any:
    assert run_command_line(["tours", *map(str, words), "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_a_tour_goes_into_the_project_with_the_places_it_needs(
    capsys: pytest.CaptureFixture[str], tour_file: Path, tmp_path: Path
) -> None:
    target = tmp_path / "du-an.gpkg"
    document = answer(capsys, "import", tour_file, "-o", target)
    assert document["is_own"]
    assert [tour["id"] for tour in document["tours"]] == [sample_tour().id]
    project = open_project(target)
    assert project.tours[sample_tour().id] == sample_tour()
    assert set(document["places_added"]) <= set(project.places)
    listed = answer(capsys, "list", "--project", target)
    assert listed["tours"][0]["title_vi"] == sample_tour().title_vi


def test_a_tour_with_the_same_key_is_replaced_and_that_is_said(
    capsys: pytest.CaptureFixture[str], tour_file: Path, tmp_path: Path
) -> None:
    target = tmp_path / "du-an.gpkg"
    save_project(sample_project().with_tour(sample_tour()), target)
    document = answer(capsys, "import", tour_file, "--project", target)
    assert document["tours"][0]["replaces"]
    assert document["places_added"] == []
    assert len(open_project(target).tours) == 1


def test_checking_writes_nothing(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "đường.gpx"
    path.write_text(TRACK, "utf-8")
    document = answer(
        capsys,
        "import",
        path,
        "--check",
        "--mode",
        "foot",
        "--date",
        "5/12/2026",
        "--category",
        "food_market",
    )
    assert not document["is_own"]
    assert document["tours"][0]["dates"] == ["2026-12-05"]
    assert document["places_added"] == ["quan-nuoc"]
    assert list(tmp_path.iterdir()) == [path]


def test_importing_needs_a_project_to_write(capsys: pytest.CaptureFixture[str], tour_file: Path) -> None:
    assert run_command_line(["--language", "en", "tours", "import", str(tour_file)]) == 2
    assert "There is no project file to write to." in capsys.readouterr().err


def test_an_exchange_file_can_be_exported_in_other_formats(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path, project = tmp_path / "tour.geojson", tmp_path / "du-an.gpkg"
    geojson.write(sample_project(), sample_tour(), path)
    save_project(sample_project(), project)
    words = [
        "export",
        str(path),
        "--project",
        str(project),
        "-o",
        str(tmp_path / "out"),
        "--format",
        "geojson",
    ]
    assert run_command_line(words) == 0
    capsys.readouterr()
    written = json.loads((tmp_path / "out" / "tour.geojson").read_text("utf-8"))
    given = json.loads(path.read_text("utf-8"))
    # No network was asked: the lines are those of the file.
    assert [one["geometry"] for one in written["features"]] == [one["geometry"] for one in given["features"]]
    assert written["tour"] == given["tour"]

"""``export``: a tour of a project or a result as files and publications."""

import json
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import docx
import pikepdf
import pyogrio
import pytest
from PIL import Image

from data.edits import PutTour
from data.model.tour import TourId
from data.starter import load_starter
from data.storage.gpkg import save_project
from data.writers import tour_json
from gis_app.cli.main import run_command_line
from gis_app.outputs import OUTPUT_NAMES, USUAL_FORMATS
from tests.samples import sample_project, sample_tour

Said = pytest.CaptureFixture[str]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a project file with the sample tour."""
    path = tmp_path_factory.mktemp("dự án") / "mẫu.gpkg"
    register = load_starter().with_places(sample_project().places.values())
    save_project(PutTour(sample_tour()).apply(register).project, path)
    return path


def exported(capsys: Said, *arguments: object, code: int = 0) -> Any:
    capsys.readouterr()
    assert run_command_line(["export", *map(str, arguments), "--json"]) == code
    return json.loads(capsys.readouterr().out) if code == 0 else None


def test_without_a_choice_every_usual_file_is_written(project: Path, tmp_path: Path, capsys: Said) -> None:
    said = exported(capsys, project, "-o", tmp_path)
    assert sorted(Path(path).name for path in said["files"]) == sorted(
        OUTPUT_NAMES[key] for key in USUAL_FORMATS
    )
    assert all(Path(path).stat().st_size for path in said["files"])


def test_only_the_formats_asked_for_are_written(project: Path, tmp_path: Path, capsys: Said) -> None:
    exported(capsys, project, "-o", tmp_path, "--format", "kml", "--format", "ics")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["calendar.ics", "tour.kml"]


def test_a_template_becomes_a_pdf_for_the_print_shop(project: Path, tmp_path: Path, capsys: Said) -> None:
    said = exported(capsys, project, "-o", tmp_path, "--template", "a5-booklet", "--marks")
    assert [Path(path).name for path in said["files"]] == ["a5-booklet.pdf"]
    assert said["notes"] == []


def test_the_brochure_among_the_usual_files_says_what_preflight_found(tmp_path: Path, capsys: Said) -> None:
    register = load_starter().with_places(sample_project().places.values())
    tour = replace(sample_tour(), title_vi="Tuyến \U0010fffd")
    path = tmp_path / "mẫu.gpkg"
    save_project(PutTour(tour).apply(register).project, path)
    said = exported(capsys, path, "-o", tmp_path / "out", "--format", "pdf", "--format", "ics")
    assert [note["kind"] for note in said["notes"]] == ["missing_glyph"]
    assert run_command_line(["export", str(path), "-o", str(tmp_path / "out"), "--format", "pdf"]) == 0
    assert "U+10FFFD" in capsys.readouterr().err


def test_a_summary_counts_the_rules_that_each_scenario_breaks(tmp_path: Path, capsys: Said) -> None:
    register = load_starter().with_places(sample_project().places.values())
    both = PutTour(sample_tour()).apply(register).project
    other = replace(sample_tour(), id=TourId("khac"), scenario="B", base=sample_tour().group)
    alone, pair = tmp_path / "mot.gpkg", tmp_path / "hai.gpkg"
    save_project(both, alone)
    save_project(PutTour(other).apply(both).project, pair)
    said = exported(capsys, alone, "-o", tmp_path / "1", "--template", "office-summary")
    assert [note["kind"] for note in said["notes"]] == ["left_out"]
    key = sample_tour().id
    said = exported(capsys, pair, "-o", tmp_path / "2", "--template", "office-summary", "--tour", key)
    assert said["notes"] == []
    assert run_command_line(["compare", str(pair), "--json"]) == 0
    counts = [one["figures"]["broken"] for one in json.loads(capsys.readouterr().out)["tours"]]
    assert max(counts) > 0
    with pikepdf.open(tmp_path / "2" / "office-summary.pdf") as pdf:
        assert len(pdf.pages) > 1
    text = subprocess.run(
        ["pdftotext", "-layout", tmp_path / "2" / "office-summary.pdf", "-"],
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    row = next(line for line in text.splitlines() if line.strip().startswith("Quy định bị vi phạm"))
    assert row.split()[-2:] == [str(count) for count in counts]


def test_pictures_carry_their_resolution(project: Path, tmp_path: Path, capsys: Said) -> None:
    exported(capsys, project, "-o", tmp_path, "--template", "a3-poster", "--dpi", "50")
    with Image.open(tmp_path / "a3-poster-1.png") as picture:
        assert picture.info["dpi"] == pytest.approx((50, 50), abs=0.1)
        assert picture.size == pytest.approx((297 / 25.4 * 50, 420 / 25.4 * 50), abs=1.5)


def test_a_template_of_ones_own_is_a_file(project: Path, tmp_path: Path, capsys: Said) -> None:
    own = tmp_path / "cua-toi.toml"
    own.write_text(
        'schema = 1\n[name]\nvi = "Nhỏ"\n[paper]\nsize = "A6"\n[[page]]\n'
        'frame = [{ kind = "days", area = [5, 5, 95, 20] }]\n',
        encoding="utf-8",
    )
    said = exported(capsys, project, "-o", tmp_path / "out", "--template", own)
    assert [note["kind"] for note in said["notes"]] == ["text_overflow"]
    assert (tmp_path / "out" / "cua-toi.pdf").exists()


def test_faults_of_a_template_are_said_and_nothing_is_written(
    project: Path, tmp_path: Path, capsys: Said
) -> None:
    own = tmp_path / "hong.toml"
    own.write_text('schema = 1\n[name]\n[paper]\nsize = "A9"\n[[page]]\nframe = [{ kind = "x" }]\n')
    exported(capsys, project, "-o", tmp_path / "out", "--template", own, code=2)
    said = capsys.readouterr().err
    assert not (tmp_path / "out").exists()
    assert "A9" in said or said == ""


def test_a_result_without_lines_is_traced_on_the_roads_again(tmp_path: Path, capsys: Said) -> None:
    register = load_starter().with_places(sample_project().places.values())
    path = tmp_path / "tour.json"
    path.write_text(json.dumps(tour_json.tour_document(register, sample_tour(), "vi")), encoding="utf-8")
    project = tmp_path / "p.gpkg"
    save_project(register, project)
    exported(capsys, path, "--project", project, "-o", tmp_path / "out", "--format", "geojson")
    kinds = pyogrio.read_dataframe(tmp_path / "out" / "tour.geojson").geom_type
    assert (kinds == "LineString").any()


def test_the_programme_names_its_office(project: Path, tmp_path: Path, capsys: Said) -> None:
    exported(
        capsys, project, "-o", tmp_path, "--format", "docx", "--office", "Sở Du lịch", "--place", "Hà Nội"
    )
    table = docx.Document(str(tmp_path / "programme.docx")).tables[0]
    assert "SỞ DU LỊCH" in table.rows[0].cells[0].text


def test_the_templates_are_listed_with_their_size(capsys: Said) -> None:
    sizes = {one["template"]: (one["width_mm"], one["height_mm"]) for one in exported(capsys, "--templates")}
    assert sizes["banner-85x200"] == (850, 2000)


@pytest.mark.parametrize(
    "wrong",
    [[], ["--format", "shp"], ["--template", "a1"], ["--dpi", "0"], ["--tour", "no-such"]],
)
def test_wrong_options_are_refused_with_nothing_written(
    project: Path, tmp_path: Path, capsys: Said, wrong: list[str]
) -> None:
    out = tmp_path / "out"
    arguments = [str(project), *(["-o", str(out)] if wrong else []), *wrong]
    assert run_command_line(["export", *arguments]) == 2
    assert capsys.readouterr().err
    assert not out.exists()


def test_the_key_of_a_tour_picks_one(project: Path, tmp_path: Path, capsys: Said) -> None:
    exported(capsys, project, "-o", tmp_path, "--format", "gpx", "--tour", str(TourId(sample_tour().id)))
    assert (tmp_path / "tour.gpx").exists()

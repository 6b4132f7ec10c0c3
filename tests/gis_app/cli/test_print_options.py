"""``--paper``, ``--scale``, ``--hide``, ``--dpi``, ``--svg``, ``--cmyk`` alike in export, atlas and print."""

import json
import subprocess
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pikepdf
import pytest
from PySide6.QtPrintSupport import QPrinterInfo

from data.edits import PutTour
from data.starter import load_starter
from data.storage.gpkg import save_project
from gis_app.cli.main import run_command_line
from tests.samples import sample_project, sample_tour

Said = pytest.CaptureFixture[str]
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a project file with the sample tour."""
    path = tmp_path_factory.mktemp("dự án") / "mẫu.gpkg"
    register = load_starter().with_places(sample_project().places.values())
    save_project(PutTour(sample_tour()).apply(register).project, path)
    return path


def said_by(capsys: Said, *arguments: object) -> Any:
    capsys.readouterr()
    assert run_command_line([*map(str, arguments), "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_paper_scale_and_parts_are_chosen_and_a_cut_map_is_reported(
    project: Path, tmp_path: Path, capsys: Said
) -> None:
    chosen = ("--template", "a4-leaflet", "--paper", "A3", "--scale", "20000", "--hide", "qr", "legend")
    said = said_by(capsys, "export", project, "-o", tmp_path, *chosen)
    assert "map_cut" in [note["kind"] for note in said["notes"]]
    with pikepdf.open(tmp_path / "a4-leaflet.pdf") as document:
        box = [float(side) for side in document.pages[0].trimbox]
        assert (box[2] - box[0]) * 25.4 / 72 == pytest.approx(420, abs=0.1)


def test_a_drawing_has_the_size_of_its_paper_and_its_text_as_text(
    project: Path, tmp_path: Path, capsys: Said
) -> None:
    said = said_by(capsys, "export", project, "-o", tmp_path, "--template", "a4-leaflet", "--svg")
    assert [Path(path).suffix for path in said["files"]] == [".svg", ".svg"]
    root = ET.parse(said["files"][0]).getroot()
    assert root.get("width") == "297mm"
    assert any("Ngày 1" in "".join(one.itertext()) for one in root.iter(f"{SVG}text"))


@pytest.mark.parametrize("options", [("--dpi", "40"), ("--svg",)])
def test_pictures_and_drawings_report_what_the_pdf_reports(
    project: Path, tmp_path: Path, capsys: Said, options: tuple[str, ...]
) -> None:
    own = tmp_path / "chat.toml"
    own.write_text(
        'schema = 1\n[name]\nvi = "Nhỏ"\n[paper]\nsize = "A6"\n[[page]]\nframe = [\n'
        '{ kind = "text", area = [5, 5, 90, 9], vi = "Chữ \\U0010fffd" },\n'
        '{ kind = "map", area = [5, 20, 40, 30] }]\n',
        encoding="utf-8",
    )
    command = ("export", project, "-o", tmp_path / "out", "--template", own)
    as_pdf = said_by(capsys, *command)["notes"]
    assert {"missing_glyph", "unplaced_label"} <= {note["kind"] for note in as_pdf}
    assert said_by(capsys, *command, *options)["notes"] == as_pdf


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (("--scale", "-5"), "1:500"),
        (("--hide", "everything"), "ward-names"),
        (("--cmyk", "--dpi", "100"), "PDF"),
        (("--cmyk", "--svg"), "PDF"),
    ],
)
def test_options_that_make_no_sense_are_refused(
    project: Path, tmp_path: Path, capsys: Said, arguments: tuple[str, ...], word: str
) -> None:
    command = ["export", str(project), "-o", str(tmp_path), "--template", "a4-leaflet", *arguments]
    assert run_command_line(command) == 2
    assert word in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_inks_go_to_the_queue_as_a_pdf_in_the_language_asked_for(
    project: Path, tmp_path: Path, capsys: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = tmp_path / "sent.pdf"

    def lp(command: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        assert command[1:3] == ["-d", ""]
        assert "media=Custom.166x228mm" in command
        kept.write_bytes(Path(command[-1]).read_bytes())
        return subprocess.CompletedProcess(command, 0, "", "")

    monkeypatch.setattr("gis_app.printing.printers.printer_called", lambda _name: QPrinterInfo())
    monkeypatch.setattr("gis_app.printing.pdf_queue.shutil.which", lambda _name: "/usr/bin/lp")
    monkeypatch.setattr("gis_app.printing.pdf_queue.subprocess.run", lp)
    options = ("--template", "a4-leaflet", "--paper", "A5", "--cmyk", "--marks", "--lang", "en")
    said = said_by(capsys, "print", project, *options)
    with pikepdf.open(kept) as document:
        assert len(document.pages) == said["sheets"]
        assert len(document.Root.OutputIntents) == 1
        assert str(document.Root.Lang) == "en"
        box = [float(side) for side in document.pages[0].trimbox]
        assert (box[2] - box[0]) * 25.4 / 72 == pytest.approx(210, abs=1)


def test_a_queue_that_refuses_a_file_is_said_with_its_reason(
    project: Path, capsys: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gis_app.printing.printers.printer_called", lambda _name: QPrinterInfo())
    monkeypatch.setattr("gis_app.printing.pdf_queue.shutil.which", lambda _name: "/usr/bin/lp")
    monkeypatch.setattr(
        "gis_app.printing.pdf_queue.subprocess.run",
        lambda command, **_: subprocess.CompletedProcess(command, 1, "", "lp: no such queue"),
    )
    assert run_command_line(["print", str(project), "--cmyk"]) == 3
    assert "no such queue" in capsys.readouterr().err


def test_a_computer_that_takes_no_pdf_is_told_to_export(
    project: Path, capsys: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gis_app.printing.printers.printer_called", lambda _name: QPrinterInfo())
    monkeypatch.setattr("gis_app.printing.pdf_queue.shutil.which", lambda _name: None)
    assert run_command_line(["print", str(project), "--cmyk"]) == 2
    assert "export --cmyk" in capsys.readouterr().err

"""``atlas`` and ``print``."""

import json
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from PySide6.QtGui import QPageSize
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from data.edits import PutTour
from data.starter import load_starter
from data.storage.gpkg import save_project
from gis_app.cli.main import run_command_line
from gis_app.printing.printer import make_printer
from tests.samples import sample_project, sample_tour

Said = pytest.CaptureFixture[str]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a project file with the sample tour."""
    path = tmp_path_factory.mktemp("dự án") / "mẫu.gpkg"
    register = load_starter().with_places(sample_project().places.values())
    save_project(PutTour(sample_tour()).apply(register).project, path)
    return path


def atlas(capsys: Said, *arguments: object, code: int = 0) -> Any:
    capsys.readouterr()
    assert run_command_line(["atlas", *map(str, arguments), "--json"]) == code
    said = capsys.readouterr()
    return json.loads(said.out) if code == 0 else said.err


def test_an_atlas_has_a_bookmark_for_every_place(project: Path, tmp_path: Path, capsys: Said) -> None:
    path = tmp_path / "tập bản đồ.pdf"
    said = atlas(capsys, project, "-o", path)
    assert said["files"] == [str(path)]
    assert said["places"] == len(set(sample_tour().visited))
    with pikepdf.open(path) as document, document.open_outline() as outline:
        assert len(outline.root) == said["places"]
        assert outline.root[0].title
        assert str(document.Root.Lang) == "vi"


def test_units_categories_paper_and_inks_are_chosen(project: Path, tmp_path: Path, capsys: Said) -> None:
    path = tmp_path / "a.pdf"
    chosen = ("--register", "--categories", "museum_theatre", "--paper", "A5", "--cmyk", "--marks")
    said = atlas(capsys, project, "-o", path, "--template", "atlas-wards", *chosen)
    assert said["places"] > 5
    with pikepdf.open(path) as document:
        box = [float(side) for side in document.pages[0].trimbox]
        assert box[2] - box[0] == pytest.approx(148 * 72 / 25.4, abs=0.5)
        assert len(document.Root.OutputIntents) == 1


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (("--template", "a4-leaflet"), "a4-leaflet"),
        (("--template", "atlas-days", "--register"), "tuyến"),
        (("--categories", "chua"), "chua"),
        (("--units", "Phường Không Có"), "Phường Không Có"),
        (("--paper", "B5"), "B5"),
        (("--dpi", "9999"), "1200"),
        (("--icc", __file__), "ICC"),
    ],
)
def test_what_cannot_be_made_is_said_and_leaves_no_file(
    project: Path, tmp_path: Path, capsys: Said, arguments: tuple[str, ...], word: str
) -> None:
    capsys.readouterr()
    assert run_command_line(["atlas", str(project), "-o", str(tmp_path / "a.pdf"), *arguments]) != 0
    assert word in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_printing_without_a_printer_says_what_to_do(
    project: Path, capsys: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gis_app.printing.printers.printer_names", lambda: ())
    assert run_command_line(["print", str(project)]) != 0
    assert "export --template" in capsys.readouterr().err


def test_a_field_sheet_goes_to_the_printer(
    project: Path, tmp_path: Path, capsys: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "in.pdf"

    def to_file(_info: object, paper: QPageSize, title: str) -> QPrinter:
        made = make_printer(None, paper, title)
        made.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        made.setOutputFileName(str(path))
        return made

    monkeypatch.setattr("gis_app.printing.printers.printer_called", lambda _name: QPrinterInfo())
    monkeypatch.setattr("gis_app.printing.printer.paper_for", lambda *_: QPageSize(QPageSize.PageSizeId.A4))
    monkeypatch.setattr("gis_app.printing.printer.make_printer", to_file)
    assert run_command_line(["print", str(project), "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    with pikepdf.open(path) as document:
        assert len(document.pages) == said["sheets"] >= 1

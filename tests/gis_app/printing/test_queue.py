"""Prints through a real queue: CUPS with its PDF printer (cups-pdf), which keeps what comes out as a file."""

import re
import shutil
import subprocess
from pathlib import Path

import pikepdf
import pytest
from PIL import Image
from pytestqt.qtbot import QtBot

from data.edits import PutTour
from data.starter import load_starter
from data.storage.gpkg import save_project
from gis_app.cli.main import run_command_line
from gis_app.printing.printers import printer_names
from layers.style import ACCENT
from tests.samples import sample_project, sample_tour

CONFIGURATION = Path("/etc/cups/cups-pdf.conf")
PATIENCE_MS = 30_000
DPI = 50


def queue() -> str:
    """Return the name of a queue of cups-pdf, empty where there is none."""
    if shutil.which("lpstat") is None or not CONFIGURATION.exists():
        return ""
    said = subprocess.run(["lpstat", "-v"], capture_output=True, check=False, env={"LC_ALL": "C"}, text=True)
    found = re.search(r"device for (\S+): cups-pdf:", said.stdout)
    return found[1] if found else ""


def folder() -> Path:
    """Return where cups-pdf leaves its files."""
    found = re.search(r"^Out\s+(\S+)", CONFIGURATION.read_text(encoding="utf-8"), re.MULTILINE)
    return Path((found[1] if found else "${HOME}/PDF").replace("${HOME}", str(Path.home())))


QUEUE = queue()
pytestmark = [
    pytest.mark.usefixtures("qapp"),
    pytest.mark.skipif(
        not QUEUE, reason="no queue of cups-pdf here (packages cups, printer-driver-cups-pdf)"
    ),
]


def printed(qtbot: QtBot, tmp_path: Path, *options: str) -> Path:
    """Print the sample tour on the queue and return the file that came out."""
    project = tmp_path / "mẫu.gpkg"
    register = load_starter().with_places(sample_project().places.values())
    save_project(PutTour(sample_tour()).apply(register).project, project)
    before = set(folder().glob("*.pdf")) if folder().exists() else set()
    assert run_command_line(["print", str(project), "--printer", QUEUE, *options]) == 0
    found: list[Path] = []

    def is_out() -> bool:
        found[:] = [path for path in folder().glob("*.pdf") if path not in before]
        waiting = subprocess.run(["lpstat", "-o", QUEUE], capture_output=True, check=False, text=True).stdout
        return bool(found) and not waiting

    qtbot.waitUntil(is_out, timeout=PATIENCE_MS)
    return found[0].rename(tmp_path / "out.pdf")


def looked_at(path: Path) -> Image.Image:
    """Return the first page as a picture, turned so that it lies."""
    command = [
        "pdftoppm",
        "-r",
        str(DPI),
        "-png",
        "-f",
        "1",
        "-singlefile",
        str(path),
        str(path.with_suffix("")),
    ]
    subprocess.run(command, check=True, capture_output=True)
    with Image.open(path.with_suffix(".png")) as picture:
        plain = picture.convert("RGB")
    return plain if plain.width > plain.height else plain.rotate(-90, expand=True)


def at(picture: Image.Image, x_mm: float, y_mm: float) -> tuple[int, ...]:
    """Return the colour of a spot."""
    spot = (round(x_mm / 25.4 * DPI), round(y_mm / 25.4 * DPI))
    return tuple(picture.crop((*spot, spot[0] + 1, spot[1] + 1)).tobytes())


def test_the_queue_is_listed_first_by_its_name() -> None:
    assert QUEUE in printer_names()


@pytest.mark.skipif(shutil.which("pdftoppm") is None, reason="poppler-utils is not installed")
def test_a_leaflet_comes_out_on_a4_in_its_own_size_and_place(qtbot: QtBot, tmp_path: Path) -> None:
    path = printed(qtbot, tmp_path, "--template", "a4-leaflet")
    with pikepdf.open(path) as document:
        assert len(document.pages) == 2
        sides = sorted(float(side) for side in document.pages[0].mediabox[2:])
    assert sides == pytest.approx((595, 842), abs=2)
    page = looked_at(path)
    accent = (ACCENT.red, ACCENT.green, ACCENT.blue)
    assert at(page, 290, 4) == pytest.approx(accent, abs=6), "the cover is at the right, up to its edge"
    assert at(page, 199, 4) == pytest.approx(accent, abs=6), "it begins at 197 mm"
    for spot in ((3, 100), (100, 3), (100, 207), (194, 100)):
        assert min(at(page, *spot)) > 250, "the map keeps 6 mm off the paper's edge"
    assert min(at(page, 8, 8)) < 250


@pytest.mark.skipif(shutil.which("pdftoppm") is None, reason="poppler-utils is not installed")
def test_inks_come_out_with_bleed_and_marks(qtbot: QtBot, tmp_path: Path) -> None:
    page = looked_at(printed(qtbot, tmp_path, "--template", "a4-leaflet", "--cmyk", "--marks"))
    assert page.width / DPI * 25.4 == pytest.approx(297 + 2 * 9, abs=1)
    assert page.height / DPI * 25.4 == pytest.approx(210 + 2 * 9, abs=1)
    assert min(at(page, 297 + 9 + 2, 20)) < 80, "colour reaches into the bleed"
    corner = page.convert("L").crop((0, 0, round(6 / 25.4 * DPI), round(12 / 25.4 * DPI)))
    assert min(corner.tobytes()) < 200, "a crop mark stands at the corner"

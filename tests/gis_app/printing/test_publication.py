"""Publications as files: exact boxes, fonts, text that can be copied, no picture where a line would do."""

import re
import shutil
import subprocess
from pathlib import Path

import pikepdf
import pytest

from data.starter import load_starter
from gis_app.printing.content import Content
from gis_app.printing.publication import compose_publication, sheet_image, write_publication
from gis_app.render.sources import build_basemap
from layers.basemap import Basemap
from layers.publication.sheets import sheets_of
from layers.publication.template_file import builtin_keys, builtin_template
from layers.style import ACCENT
from routes.network.starter import starter_network
from tests.samples import sample_project, sample_tour

pytestmark = pytest.mark.usefixtures("qapp")
POINTS_PER_MM = 72 / 25.4
needs_poppler = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler-utils is not installed")


@pytest.fixture(scope="module")
def basemap() -> Basemap:
    return build_basemap(load_starter(), starter_network())


def content(basemap: Basemap, language: str = "vi") -> Content:
    return Content(sample_project(), sample_tour(), basemap, language)


@needs_poppler
@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("key", builtin_keys())
def test_names_and_credits_can_be_copied_from_every_template(
    tmp_path: Path, basemap: Basemap, key: str, language: str
) -> None:
    path = tmp_path / "p.pdf"
    made = compose_publication(builtin_template(key), content(basemap, language))
    write_publication(made, content(basemap, language), path, with_marks=True)
    said = subprocess.run(["pdftotext", str(path), "-"], capture_output=True, check=True).stdout.decode()
    said = re.sub(r"\s+", " ", said)
    assert ("Đền Kiếp Bạc" if language == "vi" else "Kiep Bac temple") in said
    assert "OpenStreetMap" in said
    fonts = subprocess.run(["pdffonts", str(path)], capture_output=True, check=True).stdout.decode()
    assert all("BeVietnamPro" in row for row in fonts.splitlines()[2:])


@pytest.mark.parametrize("key", builtin_keys())
def test_boxes_say_trim_and_bleed_to_a_hundredth_of_a_point(
    tmp_path: Path, basemap: Basemap, key: str
) -> None:
    path = tmp_path / "p.pdf"
    template = builtin_template(key)
    made = compose_publication(template, content(basemap))
    write_publication(made, content(basemap), path, with_marks=True)
    sheets = sheets_of(made, with_marks=True)
    with pikepdf.open(path) as document:
        assert document.check_pdf_syntax() == []
        for page, sheet in zip(document.pages, sheets, strict=True):
            for box, area in ((page.trimbox, sheet.trim), (page.bleedbox, sheet.bleed)):
                left, bottom, right, top = (float(side) for side in box)
                assert right - left == pytest.approx(area.width * POINTS_PER_MM, abs=0.01)
                assert top - bottom == pytest.approx(area.height * POINTS_PER_MM, abs=0.01)
                assert left == pytest.approx(area.left * POINTS_PER_MM, abs=0.01)


def test_colour_runs_into_the_bleed_and_not_beyond(basemap: Basemap) -> None:
    made = compose_publication(builtin_template("a4-leaflet"), content(basemap))
    sheet = sheets_of(made, with_marks=True)[0]
    dots = 100 / 25.4
    image = sheet_image(sheet, content(basemap), 100)

    def at(x: float, y: float) -> tuple[int, int, int]:
        color = image.pixelColor(round(x * dots), round(y * dots))
        return color.red(), color.green(), color.blue()

    accent = (ACCENT.red, ACCENT.green, ACCENT.blue)
    x = sheet.trim.right - 20
    assert at(x, sheet.trim.top + 2) == accent
    assert at(x, sheet.bleed.top + 1) == accent
    assert at(x, sheet.bleed.top - 1) == (255, 255, 255)


def test_an_office_gets_pages_of_the_size_of_its_paper(tmp_path: Path, basemap: Basemap) -> None:
    path = tmp_path / "p.pdf"
    made = compose_publication(builtin_template("a5-booklet"), content(basemap))
    write_publication(made, content(basemap), path)
    with pikepdf.open(path) as document:
        assert len(document.pages) == len(made.pages)
        width = float(document.pages[0].mediabox[2]) - float(document.pages[0].mediabox[0])
        assert width == pytest.approx(148 * POINTS_PER_MM, abs=0.01)

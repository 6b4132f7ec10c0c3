"""The brochure as a file: vector, fonts embedded, text that can be copied, boxes that are exact."""

import re
import shutil
import subprocess
import unicodedata
from pathlib import Path

import numpy as np
import pikepdf
import pytest

from data.errors import StorageError
from data.starter import load_starter
from gis_app.printing.content import Content
from gis_app.printing.publication import BROCHURE, compose_publication, sheet_image, write_brochure
from gis_app.render.sources import build_basemap
from layers.basemap import Basemap
from layers.publication.sheets import sheets_of
from layers.publication.template_file import builtin_template
from layers.style import ACCENT
from routes.network.starter import starter_network
from tests.samples import hostile, sample_project, sample_tour
from tests.tours import KIEP_BAC, LONG_NAME, tour_with

pytestmark = pytest.mark.usefixtures("qapp")

POINTS_PER_MM = 72 / 25.4
needs_poppler = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler-utils is not installed")


@pytest.fixture(scope="module")
def basemap() -> Basemap:
    return build_basemap(load_starter(), starter_network())


def text_of(path: Path) -> str:
    said = subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, check=True).stdout
    return re.sub(r"\s+", " ", said.decode())


@needs_poppler
@pytest.mark.parametrize("language", ["vi", "en"])
def test_names_can_be_copied_from_the_pdf(tmp_path: Path, basemap: Basemap, language: str) -> None:
    path = tmp_path / "brochure.pdf"
    write_brochure(Content(sample_project(), sample_tour(), basemap, language), path)
    said = text_of(path)
    assert said == unicodedata.normalize("NFC", said)
    for name in (
        "Làng nghề xứ Đông & đền Kiếp Bạc",
        "Craft villages of the East & Kiep Bac temple",
        "Văn miếu Mao Điền",
        "Mao Dien Temple of Literature",
        "Làng chạm khắc gỗ Đông Giao",
        "Đền Kiếp Bạc",
        "08:00–09:00",
        "© OpenStreetMap contributors",
        "QL18",
    ):
        assert name in said
    assert ("Tỷ lệ 1:200.000" if language == "vi" else "Scale 1:200,000") in said


@needs_poppler
def test_every_font_is_embedded_and_readable(tmp_path: Path, basemap: Basemap) -> None:
    path = tmp_path / "brochure.pdf"
    write_brochure(Content(sample_project(), sample_tour(), basemap, "vi"), path)
    said = subprocess.run(["pdffonts", str(path)], capture_output=True, check=True).stdout.decode()
    rows = said.splitlines()[2:]
    assert rows
    for row in rows:
        assert "BeVietnamPro" in row
        embedded, _, unicode = row.split()[-5:-2]
        assert embedded == "yes"
        assert unicode == "yes"


def test_the_pdf_says_its_title_language_and_exact_size(tmp_path: Path, basemap: Basemap) -> None:
    path = tmp_path / "brochure.pdf"
    write_brochure(Content(sample_project(), sample_tour(), basemap, "vi"), path)
    with pikepdf.open(path) as document:
        assert document.check_pdf_syntax() == []
        assert str(document.docinfo["/Title"]) == sample_tour().title_vi
        assert str(document.Root.Lang) == "vi"
        assert bool(document.Root.ViewerPreferences.DisplayDocTitle)
        for page in document.pages:
            for box in (page.mediabox, page.trimbox, page.bleedbox):
                left, bottom, right, top = (float(side) for side in box)
                assert right - left == pytest.approx(210 * POINTS_PER_MM, abs=0.01)
                assert top - bottom == pytest.approx(297 * POINTS_PER_MM, abs=0.01)
            assert not page.get_images()


TOURS = {
    "one stop": tour_with(1),
    "forty stops": tour_with(40, days=2),
    "very long names": tour_with(8, name="{number} " + LONG_NAME),
    "both provinces": tour_with(9, step=((KIEP_BAC[0] - 105.85) / 7, 0.02)),
    "on one spot": tour_with(12, step=(0.0, 0.0)),
}


@needs_poppler
@pytest.mark.parametrize("kind", TOURS)
def test_no_stop_is_lost_in_any_tour(tmp_path: Path, basemap: Basemap, kind: str) -> None:
    project, tour = TOURS[kind]
    path = tmp_path / "brochure.pdf"
    write_brochure(Content(project, tour, basemap, "vi"), path)
    said = text_of(path)
    for number in range(1, len(tour.visited) + 1):
        assert f"Place number {number}" in said


@needs_poppler
def test_markup_and_loose_accents_are_printed_as_they_read(tmp_path: Path, basemap: Basemap) -> None:
    project, tour = hostile()
    path = tmp_path / "brochure.pdf"
    write_brochure(Content(project, tour, basemap, "vi"), path)
    said = text_of(path)
    assert "Đình <script>" in said


def test_the_preview_is_the_same_page_as_a_picture(basemap: Basemap) -> None:
    content = Content(sample_project(), sample_tour(), basemap, "vi")
    made = compose_publication(builtin_template(BROCHURE), content)
    first = sheet_image(sheets_of(made, with_marks=False)[0], content, 50)
    assert (first.width(), first.height()) == (413, 585)
    pixels = np.frombuffer(first.constBits(), np.uint8).reshape(first.height(), first.width(), 4)[..., 2::-1]
    assert tuple(pixels[3, 200]) == (ACCENT.red, ACCENT.green, ACCENT.blue)
    assert tuple(pixels[-3, 3]) == (255, 255, 255)


def test_a_folder_that_is_not_there_is_named(tmp_path: Path, basemap: Basemap) -> None:
    with pytest.raises(StorageError) as caught:
        write_brochure(
            Content(sample_project(), sample_tour(), basemap, "vi"), tmp_path / "no" / "brochure.pdf"
        )
    assert "brochure.pdf" in str(caught.value)

"""QR codes as phones see them: decoded from printed pages and the sheet, and large enough to be read."""

import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from data.errors import BadInputError
from data.writers import links, qr_sheet
from data.writers.qr_code import LEAST_MODULE_MM, LEAST_SIDE_MM, QUIET_MODULES, qr_rows
from data.writers.tour_link import gpx_of_link
from gis_app.printing.content import Content
from gis_app.printing.publication import compose_publication, write_publication
from gis_app.render.sources import build_basemap
from layers.page import QrItem
from layers.publication.compose import Composition
from layers.publication.notes import NoteKind
from layers.publication.template import Template
from layers.publication.template_file import builtin_keys, builtin_template
from tests.samples import sample_project, sample_tour
from tests.tours import LONG_NAME, tour_with

pytestmark = pytest.mark.usefixtures("qapp")
PAGE = "https://dulich.hanoi.example.vn/tuyen/lang-nghe/map.html"
WITH_CODE = tuple(
    key
    for key in builtin_keys()
    if any(frame.kind == "qr" for page in builtin_template(key).pages for frame in page.frames)
)


@pytest.fixture(scope="module")
def content() -> Content:
    project = sample_project()
    return Content(project, sample_tour(), build_basemap(project), "vi")


def read(picture: Image.Image | QImage) -> list[str]:
    """Return what the codes of a picture hold, from top to bottom."""
    found = zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode]))
    return [code.text for code in sorted(found, key=lambda one: one.position.top_left.y)]


def with_text(template: Template, text: str) -> Template:
    """Return a template whose codes hold a text of its own."""
    pages = [
        replace(
            page,
            frames=tuple(
                replace(frame, options={**frame.options, "content": text}) if frame.kind == "qr" else frame
                for frame in page.frames
            ),
        )
        for page in template.pages
    ]
    return replace(template, pages=tuple(pages))


def codes_of(made: Composition) -> Sequence[QrItem]:
    return [item for page in made.pages for item in page.items if isinstance(item, QrItem)]


@pytest.mark.skipif(shutil.which("pdftoppm") is None, reason="pdftoppm is not installed")
@pytest.mark.parametrize("key", WITH_CODE)
def test_the_code_of_a_printed_page_leads_to_the_start(key: str, content: Content, tmp_path: Path) -> None:
    assert content.tour is not None
    made = compose_publication(builtin_template(key), content)
    number = 1 + next(
        place for place, page in enumerate(made.pages) if any(isinstance(item, QrItem) for item in page.items)
    )
    write_publication(made, content, tmp_path / "page.pdf")
    command = ["pdftoppm", "-f", f"{number}", "-l", f"{number}", "-r", f"{150 / made.template.enlarge:.0f}"]
    subprocess.run([*command, "-png", "-singlefile", tmp_path / "page.pdf", tmp_path / "page"], check=True)
    start = content.tour.days[0].stops[0]
    with Image.open(tmp_path / "page.png") as picture:
        assert read(picture) == [links.geo_uri(start.lon, start.lat)]


@pytest.mark.parametrize("key", WITH_CODE)
def test_codes_of_the_product_are_large_enough_for_phones(key: str, content: Content) -> None:
    made = compose_publication(builtin_template(key), content)
    assert NoteKind.QR_SMALL not in {note.kind for note in made.notes}
    for code in codes_of(made):
        count = len(qr_rows(code.content))
        module_mm = code.size * made.template.enlarge / (count + 2 * QUIET_MODULES)
        assert module_mm >= LEAST_MODULE_MM
        assert module_mm * count >= LEAST_SIDE_MM


def test_a_code_too_fine_for_its_frame_is_told_before_printing(content: Content) -> None:
    made = compose_publication(with_text(builtin_template("a4-leaflet"), PAGE * 6), content)
    (note,) = (note for note in made.notes if note.kind is NoteKind.QR_SMALL)
    assert note.facts["dot"] == "0,32"


def test_a_text_that_no_code_holds_is_told_and_left_out(content: Content) -> None:
    made = compose_publication(with_text(builtin_template("a4-leaflet"), "ờ" * 2000), content)
    assert codes_of(made) == []
    assert any("{letters}" in note.message for note in made.notes)
    with pytest.raises(BadInputError, match="2000 letters"):
        qr_rows("ờ" * 2000)


@pytest.mark.parametrize("stops", [1, 40])
def test_every_code_of_the_sheet_holds_what_is_said_beside_it(stops: int) -> None:
    project, tour = tour_with(stops, name="{number} " + LONG_NAME)
    renderer = QSvgRenderer(qr_sheet.document(project, tour, page=PAGE).encode())
    picture = QImage(1240, 1754, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.white)
    with QPainter(picture) as painter:
        renderer.render(painter)
    found = read(picture)
    assert found == [code.content for code in qr_sheet.codes(project, tour, page=PAGE)]
    start, page, gpx = found
    assert start.startswith("geo:")
    assert page == PAGE
    assert gpx_of_link(gpx).count("<rtept") == sum(len(day.stops) for day in tour.days)

"""PDF files as other programs see them: fonts, text, structure, boxes, metadata."""

import shutil
import subprocess
import unicodedata
from pathlib import Path

import pikepdf
import pytest

from gis_app.printing.cmyk import PressProfile
from gis_app.printing.content import Content
from gis_app.printing.publication import compose_publication, write_publication
from gis_app.render.sources import build_basemap
from layers.publication.template_file import builtin_template
from tests.samples import sample_project, sample_tour

pytestmark = pytest.mark.usefixtures("qapp")
POINTS_PER_MM = 72 / 25.4
INKS = [None, PressProfile.built_in()]


def needs(tool: str) -> pytest.MarkDecorator:
    """Skip where a tool is not installed."""
    return pytest.mark.skipif(shutil.which(tool) is None, reason=f"{tool} is not installed")


def said_by(*command: object) -> str:
    """Return what a tool prints; it has to succeed."""
    return subprocess.run(list(map(str, command)), check=True, capture_output=True, text=True).stdout


@pytest.fixture(scope="module")
def content() -> Content:
    project = sample_project()
    return Content(project, sample_tour(), build_basemap(project), "vi")


@pytest.fixture(scope="module", params=INKS, ids=["rgb", "cmyk"])
def leaflet(
    request: pytest.FixtureRequest, content: Content, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """Return a leaflet for the print shop, in RGB and in inks."""
    path = tmp_path_factory.mktemp("tờ gấp") / "leaflet.pdf"
    made = compose_publication(builtin_template("a4-leaflet"), content)
    write_publication(made, content, path, with_marks=True, press=request.param)
    return path


@needs("pdffonts")
def test_every_font_is_embedded_and_only_its_letters(leaflet: Path) -> None:
    rows = said_by("pdffonts", leaflet).splitlines()[2:]
    assert rows
    for row in rows:
        embedded, is_subset, has_unicode = row.split()[-5:-2]
        assert (embedded, is_subset, has_unicode) == ("yes", "yes", "yes")


@needs("pdftotext")
def test_text_is_selectable_vietnamese_in_composed_letters(leaflet: Path, content: Content) -> None:
    said = said_by("pdftotext", "-layout", leaflet, "-")
    assert "\t" not in said_by("pdfinfo", "-struct-text", leaflet), "spaces are copied as spaces"
    assert unicodedata.is_normalized("NFC", said)
    assert "Đền Kiếp Bạc" in said
    assert "Quét mã: nơi xuất phát" in said
    assert content.tour is not None
    assert content.tour.title_vi.split()[0] in said


@needs("qpdf")
def test_the_file_is_sound(leaflet: Path) -> None:
    assert "No syntax or stream encoding errors" in said_by("qpdf", "--check", leaflet)


def test_boxes_title_and_language_are_exact(leaflet: Path, content: Content) -> None:
    with pikepdf.open(leaflet) as document:
        for page in document.pages:
            trim, bleed = ([float(side) for side in box] for box in (page.trimbox, page.bleedbox))
            assert trim[2] - trim[0] == pytest.approx(297 * POINTS_PER_MM, abs=1e-3)
            assert trim[3] - trim[1] == pytest.approx(210 * POINTS_PER_MM, abs=1e-3)
            assert trim[0] - bleed[0] == pytest.approx(3 * POINTS_PER_MM, abs=1e-3)
            assert bleed[3] - trim[3] == pytest.approx(3 * POINTS_PER_MM, abs=1e-3)
        assert str(document.Root.Lang) == "vi"
        assert document.Root.ViewerPreferences.DisplayDocTitle
        with document.open_metadata() as metadata:
            assert metadata["dc:title"] == content.title
            assert ("pdfxid:GTS_PDFXVersion" in metadata) == ("/OutputIntents" in document.Root)


@needs("pdfinfo")
def test_text_is_tagged_and_read_in_the_order_of_the_frames(leaflet: Path) -> None:
    assert "Tagged:          yes" in said_by("pdfinfo", leaflet)
    read = said_by("pdfinfo", "-struct-text", leaflet)
    assert read.count("Sect") == 2
    places = [
        read.index(text) for text in ("Làng nghề xứ Đông", "Quét mã", "Tuyến ngày 1", "Văn miếu Mao Điền")
    ]
    assert places == sorted(places)

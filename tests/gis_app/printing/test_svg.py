"""Drawings as SVG: they carry their letters, and ask nothing of the reader's computer or of the network."""

import base64
import io
import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from fontTools.ttLib import TTFont

from gis_app.printing.content import Content
from gis_app.printing.file_kind import FileKind
from gis_app.printing.publishing import PrintOptions, publish
from gis_app.printing.svg_fonts import with_fonts
from gis_app.render.sources import build_basemap
from layers.publication.template_file import builtin_template
from tests.samples import sample_project, sample_tour

pytestmark = pytest.mark.usefixtures("qapp")
TEXT = "{http://www.w3.org/2000/svg}text"
FACE = re.compile(
    r"@font-face\{font-family:'Be Vietnam Pro';font-weight:(\d+);font-style:(\w+);"
    r"src:url\(data:font/woff;base64,([^)]*)\) format\('woff'\)\}"
)


@pytest.fixture(scope="module")
def drawing(tmp_path_factory: pytest.TempPathFactory) -> str:
    project = sample_project()
    content = Content(project, sample_tour(), build_basemap(project), "vi")
    options = PrintOptions(kind=FileKind.SVG)
    (path, _), _ = publish([builtin_template("a4-leaflet")], content, tmp_path_factory.mktemp("svg"), options)
    return Path(path).read_text(encoding="utf-8")


def test_every_letter_of_every_face_is_inside_the_file(drawing: str) -> None:
    faces = {
        (weight, style): TTFont(io.BytesIO(base64.b64decode(data)))
        for weight, style, data in FACE.findall(drawing)
    }
    seen = 0
    for text in ET.fromstring(drawing).iter(TEXT):
        font = faces[text.attrib["font-weight"], text.attrib["font-style"]]
        missing = {letter for letter in text.text or "" if ord(letter) not in font.getBestCmap()}
        assert missing == set(), text.text
        seen += 1
    assert seen > 20
    assert len(faces) > 2


def test_a_drawing_holds_only_the_letters_it_uses_and_asks_for_nothing_outside(drawing: str) -> None:
    assert all(len(data) < 60_000 for *_, data in FACE.findall(drawing))
    assert "url(http" not in drawing
    assert re.findall(r'href="(?!data:|#)', drawing) == []


def test_a_drawing_without_text_stays_as_it_is() -> None:
    plain = '<svg xmlns="http://www.w3.org/2000/svg"><defs></defs><rect width="1" height="1"/></svg>'
    assert with_fonts(plain) == plain

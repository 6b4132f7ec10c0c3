"""The structure of PDF files as screen readers walk it."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from data.model.place import Photo
from gis_app.printing.cmyk import PressProfile
from gis_app.printing.content import Content
from gis_app.printing.publication import compose_publication, write_publication
from gis_app.render.sources import build_basemap
from layers.publication.template_file import builtin_template
from tests.samples import sample_project, sample_tour

pytestmark = pytest.mark.usefixtures("qapp")
PAINTS = frozenset(["f", "f*", "F", "S", "s", "B", "B*", "b", "b*", "sh", "Do", "Tj", "TJ"])
FILES = [
    ("a4-leaflet", None, False),
    ("a4-leaflet", PressProfile.built_in(), True),
    ("a5-booklet", None, True),
    ("office-summary", None, False),
    ("atlas-places", None, False),
]


def content_in(language: str, folder: Path | None = None) -> Content:
    project = sample_project()
    if folder is not None:
        Image.new("RGB", (900, 600), (200, 40, 60)).save(folder / "đền.jpg")
        place = project.place("den-kiep-bac")
        place = replace(place, photos=(Photo("đền.jpg", caption_vi="Cổng đền", caption_en=""),))
        project = replace(project, places={**project.places, place.id: place})
    return Content(project, sample_tour(), build_basemap(project), language, folder)


def written(
    key: str, content: Content, path: Path, press: PressProfile | None = None, *, with_marks: bool = False
) -> Path:
    made = compose_publication(builtin_template(key), content)
    write_publication(made, content, path, press=press, with_marks=with_marks)
    return path


def elements(element: pikepdf.Object) -> Iterator[pikepdf.Object]:
    """Yield an element and all below it, in reading order."""
    yield element
    for kid in element.K:
        if isinstance(kid, pikepdf.Dictionary):
            yield from elements(kid)


def sections(document: pikepdf.Pdf) -> list[pikepdf.Object]:
    return list(document.Root.StructTreeRoot.K.K)


def roles(document: pikepdf.Pdf, role: str) -> list[pikepdf.Object]:
    return [one for one in elements(document.Root.StructTreeRoot.K) if str(one.S) == f"/{role}"]


@pytest.mark.parametrize(("key", "press", "with_marks"), FILES)
def test_every_stroke_is_tagged_or_an_ornament(
    key: str, press: PressProfile | None, with_marks: bool, tmp_path: Path
) -> None:
    path = written(key, content_in("vi"), tmp_path / "a.pdf", press, with_marks=with_marks)
    with pikepdf.open(path) as document:
        for page in document.pages:
            opened: list[str] = []
            for instruction in pikepdf.parse_content_stream(page):
                name = str(instruction.operator)
                if name in {"BMC", "BDC"}:
                    opened.append(str(instruction.operands[0]))
                elif name == "EMC":
                    opened.pop()
                elif name in PAINTS:
                    assert len(opened) == 1, name
            assert opened == []


@pytest.mark.parametrize(("key", "press", "with_marks"), FILES)
def test_every_marked_content_has_one_owner(
    key: str, press: PressProfile | None, with_marks: bool, tmp_path: Path
) -> None:
    path = written(key, content_in("vi"), tmp_path / "a.pdf", press, with_marks=with_marks)
    with pikepdf.open(path) as document:
        tree = document.Root.StructTreeRoot
        numbers = list(tree.ParentTree.Nums)
        for page, section in zip(document.pages, tree.K.K, strict=True):
            owners = numbers[2 * int(page.obj.StructParents) + 1]
            assert page.Contents.read_bytes().count(b"BDC") == len(owners)
            below = {
                int(kid): one.objgen
                for one in elements(section)
                for kid in one.K
                if not isinstance(kid, pikepdf.Dictionary)
            }
            assert below == {number: owner.objgen for number, owner in enumerate(owners)}


def test_no_mark_of_ours_is_left_in_the_file(tmp_path: Path) -> None:
    with pikepdf.open(written("a4-leaflet", content_in("vi"), tmp_path / "a.pdf")) as document:
        assert all(b"-70000" not in page.Contents.read_bytes() for page in document.pages)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("vi", "tuyến Làng nghề xứ Đông & đền Kiếp Bạc: 5 điểm, 2 ngày"),
        ("en", "of the tour Craft villages of the East & Kiep Bac temple: places 5, days 2"),
    ],
)
def test_the_map_is_said_in_words_in_the_language_of_the_publication(
    language: str, said: str, tmp_path: Path
) -> None:
    with pikepdf.open(written("brochure", content_in(language), tmp_path / "a.pdf")) as document:
        spoken = [str(figure.Alt) for figure in roles(document, "Figure")]
        assert any(said in alt for alt in spoken)
        assert any("geo:" in alt for alt in spoken)
        for figure in roles(document, "Figure"):
            left, bottom, right, top = (float(side) for side in figure.A.BBox)
            assert 0 <= left < right <= 595.3
            assert 0 <= bottom < top <= 842


def test_a_photo_is_said_by_its_caption(tmp_path: Path) -> None:
    with pikepdf.open(written("atlas-places", content_in("en", tmp_path), tmp_path / "a.pdf")) as document:
        spoken = [str(figure.Alt) for figure in roles(document, "Figure")]
        assert "Cổng đền" in spoken
        assert any(alt.startswith("Map 1:") and alt.endswith("around Kiep Bac temple") for alt in spoken)


def test_headings_are_headings_and_broken_lines_one_text(tmp_path: Path) -> None:
    with pikepdf.open(written("brochure", content_in("vi"), tmp_path / "a.pdf")) as document:
        assert len(roles(document, "H1")) == 1
        headings = [[one for one in elements(page) if str(one.S) == "/H2"] for page in sections(document)]
        assert list(map(len, headings)) == [2, 2]
    with pikepdf.open(written("field-sheet", content_in("vi"), tmp_path / "b.pdf")) as document:
        assert any(len(paragraph.K) > 1 for paragraph in roles(document, "P"))


def test_tables_have_headers_and_rows_of_the_same_columns(tmp_path: Path) -> None:
    with pikepdf.open(written("office-summary", content_in("vi"), tmp_path / "a.pdf")) as document:
        tables = roles(document, "Table")
        assert len(tables) >= 2
        for table in tables:
            first, *rows = table.K
            assert rows
            assert all(str(cell.S) == "/TH" and str(cell.A.Scope) == "/Column" for cell in first.K)
            for row in rows:
                spans = [int(cell.A.ColSpan) if "/A" in cell else 1 for cell in row.K]
                assert sum(spans) == len(first.K)

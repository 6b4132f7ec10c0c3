"""Where every text of every template stands in print, and what two pages look like.

The texts are those that reach the painter, names on maps included, in the shipped fonts: text, left end of
the baseline in millimetres of the printed sheet, size in points, weight ('i' for italics). Everything is
made of the starter data. Refreshed with ``--refresh-golden``; look at the pages then.
"""

import json
from dataclasses import replace
from typing import Any, Final

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QPointF
from PySide6.QtGui import QImage, QPainter

from data.starter import load_starter
from gis_app.printing.content import Content
from gis_app.printing.publication import compose_publication, paint_sheet, sheet_image, write_png
from gis_app.render.sources import build_basemap
from layers.basemap import Basemap
from layers.publication.compose import Composition
from layers.publication.sheets import Sheet, sheets_of
from layers.publication.template_file import builtin_keys, builtin_template
from layers.style import FONT_FAMILY
from routes.network.starter import starter_network
from tests.conftest import GOLDEN
from tests.samples import sample_project, sample_tour

FOLDER: Final = GOLDEN / "publication"
MODES: Final = ("vi", "en", "bilingual")
PICTURES: Final = (("a5-booklet", 1), ("strip-map", 0))
MOST_AWAY_MM: Final = 0.3
DOTS_PER_MM: Final = 1.0
PICTURE_DPI: Final = 50.0

Row = list[Any]
# Any: JSON: text, x, y, size, font.


class Recorder(QPainter):
    """A painter that notes every text: where it begins on the medium, its size and its face."""

    def __init__(self, image: QImage) -> None:
        super().__init__(image)
        self.rows: list[Row] = []

    def drawText(self, *arguments: Any) -> None:  # type: ignore[override]  # noqa: N802 - one form, Qt's name
        """Note a text instead of drawing it."""
        origin, text = arguments
        assert isinstance(origin, QPointF)
        transform, font = self.combinedTransform(), self.font()
        assert font.family() == FONT_FAMILY
        at = transform.map(origin)
        enlarged = (transform.m11() ** 2 + transform.m12() ** 2) ** 0.5 / DOTS_PER_MM
        points = font.pixelSize() * enlarged * 72 / 25.4
        face = f"{font.weight().value}{'i' if font.italic() else ''}"
        self.rows.append(
            [text, round(at.x() / DOTS_PER_MM, 1), round(at.y() / DOTS_PER_MM, 1), round(points, 1), face]
        )


@pytest.fixture(scope="module")
def basemap() -> Basemap:
    return build_basemap(load_starter(), starter_network())


def made(key: str, mode: str, basemap: Basemap) -> tuple[Composition, Content]:
    template = replace(builtin_template(key), bilingual=mode == "bilingual")
    language = "en" if mode == "en" else "vi"
    content = Content(sample_project(), sample_tour(), basemap, language)
    return compose_publication(template, content), content


def rows_of(sheet: Sheet, content: Content) -> list[Row]:
    image = QImage(
        round(sheet.width * DOTS_PER_MM), round(sheet.height * DOTS_PER_MM), QImage.Format.Format_RGB32
    )
    recorder = Recorder(image)
    with recorder:
        paint_sheet(recorder, sheet, content, DOTS_PER_MM)
    return recorder.rows


def written(pages: list[list[Row]]) -> str:
    """Return pages as JSON with a line for each text."""
    said = [
        "[\n" + ",\n".join(json.dumps(row, ensure_ascii=False, separators=(",", ":")) for row in rows) + "\n]"
        for rows in pages
    ]
    return "[\n" + ",\n".join(said) + "\n]\n"


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("key", builtin_keys())
def test_texts_stand_where_they_were_looked_at(
    key: str, mode: str, basemap: Basemap, request: pytest.FixtureRequest
) -> None:
    composition, content = made(key, mode, basemap)
    got = [rows_of(sheet, content) for sheet in sheets_of(composition, with_marks=False)]
    path = FOLDER / f"{key}.{mode}.json"
    if request.config.getoption("--refresh-golden"):
        path.write_text(written(got), encoding="utf-8")
    expected: list[list[Row]] = json.loads(path.read_text(encoding="utf-8"))
    assert len(got) == len(expected)
    for number, (rows, golden) in enumerate(zip(got, expected, strict=True), start=1):
        assert [row[0] for row in rows] == [row[0] for row in golden], f"texts of page {number}"
        for row, other in zip(rows, golden, strict=True):
            assert row[3:] == other[3:], row
            assert row[1:3] == pytest.approx(other[1:3], abs=MOST_AWAY_MM), row


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize(("key", "page"), PICTURES)
def test_pages_look_as_they_were_looked_at(
    key: str, page: int, basemap: Basemap, request: pytest.FixtureRequest
) -> None:
    composition, content = made(key, "bilingual", basemap)
    image = sheet_image(sheets_of(composition, with_marks=False)[page], content, PICTURE_DPI)
    path = FOLDER / f"{key}-{page + 1}.png"
    if request.config.getoption("--refresh-golden"):
        write_png(image, path)
    got, expected = pixels(image), pixels(QImage(str(path)))
    assert got.shape == expected.shape
    away = np.abs(got.astype(np.int16) - expected.astype(np.int16)).max(axis=2)
    # Eyes see a wrong line or name; they do not see another smoothing of its edge.
    assert float((away > 96).mean()) < 0.004
    assert float(away.mean()) < 6.0


def pixels(image: QImage) -> NDArray[np.uint8]:
    """Return a picture as an array, shape (height, width, 3)."""
    plain = image.convertToFormat(QImage.Format.Format_RGB32)
    return (
        np.frombuffer(plain.constBits(), np.uint8).reshape(plain.height(), plain.width(), 4)[..., :3].copy()
    )


def test_no_golden_page_is_left_of_a_template_that_is_gone() -> None:
    known = {f"{key}.{mode}.json" for key in builtin_keys() for mode in MODES}
    known |= {f"{key}-{page + 1}.png" for key, page in PICTURES}
    assert {path.name for path in FOLDER.iterdir()} == known


def test_golden_pages_stay_small() -> None:
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < 1_500_000

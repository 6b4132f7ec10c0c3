"""Sheets on a printer: paper chosen, pages turned and reduced, stopped prints forgotten."""

from pathlib import Path

import pikepdf
import pytest
from PySide6.QtGui import QPageSize

from data.errors import CancelledError
from gis_app.printing.content import Content
from gis_app.printing.printer import make_printer, print_sheets, reduction
from gis_app.printing.publication import compose_publication
from gis_app.render.sources import build_basemap
from layers.publication.sheets import Sheet, sheets_of
from layers.publication.template_file import builtin_template
from tests.samples import sample_project, sample_tour

A4 = QPageSize(QPageSize.PageSizeId.A4)
A3 = QPageSize(QPageSize.PageSizeId.A3)


@pytest.fixture(scope="module")
def content() -> Content:
    project = sample_project()
    return Content(project, sample_tour(), build_basemap(project), "vi")


def sheets(content: Content, key: str) -> tuple[Sheet, ...]:
    return sheets_of(compose_publication(builtin_template(key), content), with_marks=False)


def test_every_sheet_is_a_page_turned_as_it_lies(content: Content, tmp_path: Path) -> None:
    leaflet = sheets(content, "a4-leaflet")
    printer = make_printer(None, A4, "Tờ gấp")
    printer.setOutputFileName(str(tmp_path / "out.pdf"))
    print_sheets(printer, leaflet, content)
    with pikepdf.open(tmp_path / "out.pdf") as document:
        assert len(document.pages) == len(leaflet)
        left, low, right, high = (float(side) for side in document.pages[0].mediabox)
    assert (right - left, high - low) == pytest.approx((842, 595), abs=1.5)


def test_a_sheet_is_reduced_only_when_the_paper_is_smaller(content: Content) -> None:
    poster = sheets(content, "a3-poster")[0]
    assert reduction(poster, A3) == 1.0
    assert reduction(poster, A4) == pytest.approx(0.707, abs=0.003)
    assert reduction(sheets(content, "field-sheet")[0], A4) == 1.0


def test_a_print_that_is_stopped_ends_at_once(content: Content, tmp_path: Path) -> None:
    printer = make_printer(None, A4, "Tờ gấp")
    printer.setOutputFileName(str(tmp_path / "out.pdf"))
    told: list[float] = []

    def stop(done: float, message: str = "") -> None:
        told.append(done)
        raise CancelledError

    leaflet = sheets(content, "a4-leaflet")
    with pytest.raises(CancelledError):
        print_sheets(printer, leaflet, content, stop)
    assert len(told) == 1

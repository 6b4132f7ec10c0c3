"""How fast the map and the brochure are drawn, on the starter roads."""

from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from pytest_benchmark.fixture import BenchmarkFixture

from data.starter import load_starter
from gis_app.printing.content import Content
from gis_app.printing.publication import write_brochure
from gis_app.render.basemap_painter import paint_ground
from gis_app.render.drawing import Drawing
from gis_app.render.fonts import load_fonts
from gis_app.render.map_painter import paint_map
from gis_app.render.sources import build_basemap
from layers.basemap import Basemap
from layers.viewport import Viewport
from routes.network.starter import starter_network
from tests.samples import sample_project, sample_tour


@pytest.fixture(scope="module")
def basemap(qapp: QGuiApplication) -> Basemap:
    """Starter waters, units and roads; the font is loaded."""
    assert qapp is not None
    load_fonts()
    return build_basemap(load_starter(), starter_network())


@pytest.mark.parametrize("zoom", [9.0, 12.0, 15.0])
def bench_tile(benchmark: BenchmarkFixture, basemap: Basemap, zoom: float) -> None:
    """One ground tile of 512 px over Hà Nội."""
    view = Viewport(105.83, 21.03, zoom, 512, 512)

    def paint() -> None:
        image = QImage(512, 512, QImage.Format.Format_RGB32)
        with QPainter(image) as painter:
            paint_ground(Drawing.on(painter, view), basemap)

    benchmark(paint)


@pytest.mark.parametrize("zoom", [11.0, 14.0])
def bench_whole_map(benchmark: BenchmarkFixture, basemap: Basemap, zoom: float) -> None:
    """The window's map of 1200 × 800 px with all places and names."""
    view, project = Viewport(105.83, 21.03, zoom, 1200, 800), load_starter()

    def paint() -> None:
        image = QImage(1200, 800, QImage.Format.Format_RGB32)
        with QPainter(image) as painter:
            paint_map(Drawing.on(painter, view), basemap, project)

    benchmark(paint)


def bench_brochure(benchmark: BenchmarkFixture, basemap: Basemap, tmp_path: Path) -> None:
    """The two-page PDF of the sample tour."""
    content = Content(sample_project(), sample_tour(), basemap, "vi")
    benchmark(write_brochure, content, tmp_path / "brochure.pdf")

"""A reference layer of 100,000 features: read, styled, drawn in tiles and over a whole view."""

from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from pytest_benchmark.fixture import BenchmarkFixture

from data.model.layer_style import Condition, LayerStyle, Operator, Rule, Symbol
from data.model.map_layers import DEFAULT_STACK, LayerKey, LayerSource, MapLayer, SourceKind
from data.readers.reference_vector import read_vector
from gis_app.render.basemap_painter import paint_ground
from gis_app.render.drawing import Drawing
from gis_app.render.fonts import load_fonts
from gis_app.render.name_painter import paint_names
from gis_app.render.sources import with_layers
from layers.basemap import Basemap
from layers.reference.features import Features
from layers.reference.rules import StyledFeatures
from layers.viewport import Viewport

COUNT = 100_000
KINDS = ("points", "lines", "areas")


def _geometries(kind: str) -> np.ndarray:
    random = np.random.default_rng(20261122)
    spots = np.column_stack((random.uniform(105.3, 106.6, COUNT), random.uniform(20.6, 21.4, COUNT)))
    if kind == "points":
        return np.asarray(shapely.points(spots), dtype=object)
    steps = random.normal(0, 0.0004, (COUNT, 8, 2))
    walks = spots[:, None, :] + np.cumsum(steps, axis=1)
    if kind == "lines":
        return np.asarray(shapely.linestrings(walks), dtype=object)
    corners = np.array([(-1, -1), (1, -1), (1, 1), (-1, 1)]) * 0.0004
    return np.asarray(shapely.polygons(spots[:, None, :] + corners[None]), dtype=object)


@pytest.fixture(scope="module", params=KINDS)
def file(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a GeoPackage of 100,000 features of one kind."""
    path = tmp_path_factory.mktemp("layers") / f"{request.param}.gpkg"
    names = [f"Đối tượng {number}" for number in range(COUNT)]
    frame = gpd.GeoDataFrame(
        {"ten": names, "hang": np.arange(COUNT) % 5}, geometry=_geometries(request.param), crs="EPSG:4326"
    )
    frame.to_file(path, engine="pyogrio")
    return path


@pytest.fixture(scope="module")
def basemap(qapp: QGuiApplication, file: Path) -> Basemap:
    """Return a ground with nothing but the layer, in two rules with labels."""
    assert qapp is not None
    load_fonts()
    rules = (Rule(Symbol(color="#8C1C4A"), Condition("hang", Operator.AT_LEAST, "3")), Rule())
    styled = StyledFeatures(Features.of(read_vector(file)), LayerStyle(rules=rules, label="ten"))
    source = LayerSource(kind=SourceKind.VECTOR, address=str(file))
    stack = DEFAULT_STACK.with_layer(MapLayer(key=LayerKey("layer-1"), source=source))
    return with_layers(Basemap(), stack, {LayerKey("layer-1"): styled})


def bench_read(benchmark: BenchmarkFixture, file: Path) -> None:
    """From the file to features ready to be drawn."""
    benchmark.pedantic(lambda: Features.of(read_vector(file)), rounds=3)


@pytest.mark.parametrize("zoom", [9.0, 12.0, 15.0])
def bench_tile(benchmark: BenchmarkFixture, basemap: Basemap, zoom: float) -> None:
    """One tile of 512 px in the middle of the layer, off the GUI thread in the window."""
    view = Viewport(105.95, 21.0, zoom, 512, 512)

    def paint() -> None:
        image = QImage(512, 512, QImage.Format.Format_RGB32)
        with QPainter(image) as painter:
            paint_ground(Drawing.on(painter, view), basemap)

    benchmark.pedantic(paint, rounds=5, warmup_rounds=1)


def bench_labels(benchmark: BenchmarkFixture, basemap: Basemap) -> None:
    """The labels of a view of 1200 × 800 px, off the GUI thread in the window."""
    view = Viewport(105.95, 21.0, 13.0, 1200, 800)

    def paint() -> None:
        image = QImage(1200, 800, QImage.Format.Format_RGB32)
        with QPainter(image) as painter:
            paint_names(Drawing.on(painter, view), basemap)

    benchmark.pedantic(paint, rounds=3, warmup_rounds=1)

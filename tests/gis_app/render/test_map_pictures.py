"""The map as a picture, at four zooms in both themes; 'make golden' draws them anew."""

import pytest
from PIL import Image, ImageFilter
from PySide6.QtGui import QGuiApplication, QImage, QPainter

from data.starter import load_starter
from gis_app.render.drawing import Drawing
from gis_app.render.fonts import load_fonts
from gis_app.render.furniture import paint_north_arrow, paint_scale_bar
from gis_app.render.map_painter import paint_map
from gis_app.render.sources import build_basemap
from layers.basemap import Basemap
from layers.style import THEMES, ThemeName
from layers.viewport import Viewport
from routes.network.starter import starter_network
from tests.pictures import MOST_SHARE, assert_alike, share_unlike
from tests.samples import sample_project, sample_tour

WIDTH, HEIGHT = 480, 320
ZOOMS = {8.5: (106.0, 21.0), 10.5: (106.25, 20.95), 13.0: (105.83, 21.03), 15.5: (105.8385, 21.0285)}


@pytest.fixture(scope="module")
def basemap(qapp: QGuiApplication) -> Basemap:
    load_fonts()
    return build_basemap(load_starter(), starter_network())


def drawn(basemap: Basemap, zoom: float, theme: ThemeName) -> Image.Image:
    """Return the starter's register at ``zoom``; at 10.5 with the sample tour."""
    lon, lat = ZOOMS[zoom]
    with_tour = zoom == 10.5
    image = QImage(WIDTH, HEIGHT, QImage.Format.Format_RGB32)
    with QPainter(image) as painter:
        drawing = Drawing.on(painter, Viewport(lon, lat, zoom, WIDTH, HEIGHT), THEMES[theme], "vi")
        paint_map(
            drawing,
            basemap,
            sample_project() if with_tour else load_starter(),
            sample_tour() if with_tour else None,
        )
        paint_scale_bar(drawing, 12, HEIGHT - 12)
        paint_north_arrow(drawing, WIDTH - 12, 12)
    pixels = bytes(image.constBits())
    return Image.frombytes("RGBA", (WIDTH, HEIGHT), pixels, "raw", "BGRA").convert("RGB")


@pytest.mark.parametrize("theme", ThemeName)
@pytest.mark.parametrize("zoom", ZOOMS)
def test_the_map_looks_as_it_did(
    request: pytest.FixtureRequest, basemap: Basemap, zoom: float, theme: ThemeName
) -> None:
    assert_alike(request, f"map/zoom-{zoom:g}-{theme.value}.png", drawn(basemap, zoom, theme))


def test_a_missing_layer_or_another_theme_would_be_noticed(basemap: Basemap) -> None:
    picture = drawn(basemap, 13.0, ThemeName.LIGHT)
    assert share_unlike(picture, drawn(basemap, 13.0, ThemeName.DARK)) > 0.5
    blank = picture.copy()
    blank.paste((255, 255, 255), (100, 100, 160, 120))
    assert share_unlike(picture, blank) > MOST_SHARE


def test_smoothed_edges_are_no_difference(basemap: Basemap) -> None:
    picture = drawn(basemap, 13.0, ThemeName.LIGHT)
    softer = Image.blend(picture, picture.filter(ImageFilter.GaussianBlur(0.5)), 0.5)
    assert share_unlike(picture, softer) <= MOST_SHARE

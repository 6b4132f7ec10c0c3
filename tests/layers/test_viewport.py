"""The viewport maps degrees to pixels and back, on screen and on paper."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod, Transformer

from layers.viewport import (
    MAX_ZOOM,
    MIN_ZOOM,
    PRINT_PIXEL_MM,
    Viewport,
    bounds_of,
    from_mercator,
    to_mercator,
)

LONGITUDES = st.floats(102, 118)
LATITUDES = st.floats(7, 24)
ZOOMS = st.floats(MIN_ZOOM, MAX_ZOOM)


@given(lon=LONGITUDES, lat=LATITUDES, zoom=ZOOMS, x=st.floats(0, 1200), y=st.floats(0, 800))
def test_pixels_come_back_from_degrees(lon: float, lat: float, zoom: float, x: float, y: float) -> None:
    view = Viewport(lon, lat, zoom, 1200, 800)
    assert view.point_px(*view.to_lon_lat(x, y)) == pytest.approx((x, y), abs=1e-4)


@given(lon=LONGITUDES, lat=LATITUDES, zoom=st.floats(6, 18), steps=st.floats(-2, 2), x=st.floats(0, 900))
def test_zooming_keeps_the_point_under_the_cursor(
    lon: float, lat: float, zoom: float, steps: float, x: float
) -> None:
    view = Viewport(lon, lat, zoom, 900, 600)
    closer = view.zoomed(steps, x, 123.0)
    assert closer.point_px(*view.to_lon_lat(x, 123.0)) == pytest.approx((x, 123.0), abs=1e-4)


@given(
    corners=st.tuples(LONGITUDES, LATITUDES, LONGITUDES, LATITUDES),
    size=st.tuples(st.floats(200, 2000), st.floats(200, 2000)),
)
def test_fitted_bounds_lie_inside_the_margin(
    corners: tuple[float, float, float, float], size: tuple[float, float]
) -> None:
    bounds = bounds_of([corners[:2], corners[2:]])
    view = Viewport.fit(bounds, *size, margin_px=30)
    west, south, east, north = bounds
    left, top = view.point_px(west, north)
    right, bottom = view.point_px(east, south)
    if view.zoom > MIN_ZOOM:
        assert left >= 30 - 1e-3
        assert top >= 30 - 1e-3
        assert right <= size[0] - 30 + 1e-3
        assert bottom <= size[1] - 30 + 1e-3


def test_a_single_point_is_fitted_at_the_greatest_zoom_allowed() -> None:
    view = Viewport.fit((105.8, 21.0, 105.8, 21.0), 800, 600, max_zoom=16)
    assert view.zoom == 16
    assert view.point_px(105.8, 21.0) == pytest.approx((400, 300))


def test_mercator_agrees_with_proj() -> None:
    transformer = Transformer.from_crs("EPSG:4326", "EPSG:3857", always_xy=True)
    lon, lat = np.array([102.0, 105.85, 118.0]), np.array([7.0, 21.03, 24.0])
    expected = np.stack(transformer.transform(lon, lat), axis=-1)
    assert to_mercator(lon, lat) == pytest.approx(expected, abs=1e-6)
    assert from_mercator(expected[:, 0], expected[:, 1]) == pytest.approx(np.stack((lon, lat), axis=-1))


@pytest.mark.parametrize("latitude", [8.5, 21.03])
def test_a_millimetre_on_paper_is_as_many_metres_as_the_scale_says(latitude: float) -> None:
    view = Viewport.on_paper(105.85, latitude, 180, 120, 50_000)
    middle = (view.width_px / 2, view.height_px / 2)
    hundred_mm_px = 100 / PRINT_PIXEL_MM
    a = view.to_lon_lat(middle[0] - hundred_mm_px / 2, middle[1])
    b = view.to_lon_lat(middle[0] + hundred_mm_px / 2, middle[1])
    ground_m = Geod(ellps="WGS84").line_length([a[0], b[0]], [a[1], b[1]])
    assert ground_m == pytest.approx(5_000, rel=0.004)
    assert view.scale_denominator == pytest.approx(50_000)


def test_panning_moves_the_map_with_the_hand() -> None:
    view = Viewport(105.85, 21.03, 12, 800, 600)
    assert view.panned(50, -20).point_px(105.85, 21.03) == pytest.approx((450, 280))


def test_resizing_keeps_centre_and_zoom() -> None:
    view = Viewport(105.85, 21.03, 12, 800, 600).resized(400, 300)
    assert view.point_px(105.85, 21.03) == pytest.approx((200, 150))
    west, south, east, north = view.bounds
    assert west < 105.85 < east
    assert south < 21.03 < north

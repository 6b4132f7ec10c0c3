"""The map by its pixels: what is drawn where, in which colour, in any thread."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pytest
import shapely
from numpy.typing import NDArray
from PySide6.QtGui import QGuiApplication, QImage, QPainter

from data.model.place import Category, PlaceId
from data.starter import load_starter
from gis_app.render.basemap_painter import paint_ground
from gis_app.render.drawing import Drawing
from gis_app.render.fonts import font_of, load_fonts, measure
from gis_app.render.furniture import (
    attribution_box,
    north_arrow_box,
    paint_attribution,
    paint_north_arrow,
    paint_scale_bar,
    scale_bar_box,
)
from gis_app.render.map_painter import paint_map
from gis_app.render.name_painter import paint_names
from gis_app.render.place_painter import paint_places
from gis_app.render.sources import build_basemap, projected
from gis_app.render.tour_painter import paint_route, paint_stops
from layers.basemap import AreaSet, Basemap
from layers.labels import Box
from layers.lines import LevelledLines, LineSet
from layers.marks import STOP_RADIUS_PX, mark_places, mark_stops
from layers.style import (
    CATEGORY_COLORS,
    DARK,
    FONT_FAMILY,
    LIGHT,
    PLACE_TEXT,
    Color,
    RoadClass,
    TextStyle,
    Theme,
    day_color,
)
from layers.viewport import Viewport
from routes.network.starter import starter_network
from tests.samples import DONG_GIAO, KIEP_BAC, sample_project, sample_tour

WIDTH, HEIGHT = 400, 300
VIEW = Viewport(105.8, 21.0, 14, WIDTH, HEIGHT)
Paint = Callable[[Drawing], object]


@pytest.fixture(autouse=True)
def _fonts(qapp: QGuiApplication) -> None:
    load_fonts()


def painted(
    paint: Paint, view: Viewport = VIEW, theme: Theme = LIGHT, language: str = "vi"
) -> NDArray[np.uint8]:
    """Return the picture as an array, shape (height, width, 3), red first, on magenta ground."""
    image = QImage(int(view.width_px), int(view.height_px), QImage.Format.Format_RGB32)
    image.fill(0xFF00FF)
    with QPainter(image) as painter:
        paint(Drawing.on(painter, view, theme, language))
    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4)
    return pixels[..., 2::-1].copy()


def at(pixels: NDArray[np.uint8], x: float, y: float) -> Color:
    return Color(*(int(channel) for channel in pixels[round(y), round(x)]))


def has(pixels: NDArray[np.uint8], color: Color) -> bool:
    return bool((pixels == (color.red, color.green, color.blue)).all(axis=-1).any())


def corner(x: float, y: float) -> tuple[float, float]:
    return VIEW.to_lon_lat(x, y)


@pytest.fixture(scope="module")
def basemap() -> Basemap:
    """One lake in the middle of the view, a trunk road across the top, one unit border down the left."""
    lake = shapely.Polygon([corner(150, 150), corner(250, 150), corner(250, 250), corner(150, 250)])
    unit = shapely.Polygon([corner(20, -50), corner(380, -50), corner(380, 350), corner(20, 350)])
    road = shapely.LineString([corner(-50, 60), corner(200, 60), corner(450, 60)])
    roads = LineSet.of_geometries(projected([road]), ("Quốc lộ 32",))
    outlines = projected([unit])
    return Basemap(
        water=AreaSet(projected([lake]), ("Hồ Thử Nghiệm",), ("",), ("0",)),
        units=AreaSet(outlines, ("Phường Tây Tựu",), ("Tay Tuu Ward",), ("00613",)),
        unit_borders=LevelledLines(LineSet.of_geometries(shapely.boundary(outlines))),
        roads={RoadClass.TRUNK: LevelledLines(roads)},
    )


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_land_water_and_roads_have_their_colours(basemap: Basemap, theme: Theme) -> None:
    pixels = painted(lambda drawing: paint_ground(drawing, basemap), theme=theme)
    assert at(pixels, 200, 200) == theme.map.water
    assert at(pixels, 300, 120) == theme.map.land
    assert at(pixels, 100, 60) == theme.roads[RoadClass.TRUNK].fill
    half = theme.roads[RoadClass.TRUNK].width_at(VIEW.zoom) / 2
    assert at(pixels, 100, 60 + half) not in {theme.map.land, theme.roads[RoadClass.TRUNK].fill}


def test_ground_beyond_the_provinces_is_darker_than_theirs() -> None:
    west_half = shapely.Polygon([corner(-9, -9), corner(200, -9), corner(200, 999), corner(-9, 999)])
    provinces = AreaSet(projected([west_half]), ("Hà Nội",), ("",), ("Hà Nội",))
    pixels = painted(lambda drawing: paint_ground(drawing, Basemap(provinces=provinces)))
    assert at(pixels, 100, 120) == LIGHT.map.land
    assert at(pixels, 300, 120) == LIGHT.map.beyond
    assert LIGHT.map.beyond.lightness < LIGHT.map.land.lightness


def test_a_province_is_named_at_region_zooms_beside_what_has_taken_the_room() -> None:
    far = Viewport(105.8, 21.0, 9.0, WIDTH, HEIGHT)
    ring = [far.to_lon_lat(*xy) for xy in ((20, 20), (380, 20), (380, 280), (20, 280))]
    provinces = AreaSet(projected([shapely.Polygon(ring)]), ("Hà Nội",), ("",), ("Hà Nội",))

    def paint(drawing: Drawing) -> None:
        drawing.labels.block(Box(120, 80, 280, 220))
        paint_names(drawing, Basemap(provinces=provinces))

    assert has_text(painted(paint, far))
    assert not has_text(painted(lambda drawing: paint_names(drawing, Basemap(provinces=provinces)), VIEW))


def has_text(pixels: NDArray[np.uint8]) -> bool:
    return has(pixels, LIGHT.map.unit_text)


def test_small_roads_wait_for_their_zoom(basemap: Basemap) -> None:
    lines = basemap.roads[RoadClass.TRUNK]
    lanes, nothing = Basemap(roads={RoadClass.RESIDENTIAL: lines}), Basemap()
    for zoom, is_shown in ((14.0, True), (11.0, False)):
        view = Viewport(105.8, 21.0, zoom, WIDTH, HEIGHT)
        with_lanes = painted(lambda drawing: paint_ground(drawing, lanes), view)
        without = painted(lambda drawing: paint_ground(drawing, nothing), view)
        assert (with_lanes != without).any() == is_shown


def test_tiles_of_the_ground_join_without_a_seam(basemap: Basemap) -> None:
    whole = painted(lambda drawing: paint_ground(drawing, basemap))
    lon, lat = VIEW.to_lon_lat(100, 150)
    tile = Viewport(lon, lat, VIEW.zoom, 200, HEIGHT)
    part = painted(lambda drawing: paint_ground(drawing, basemap), tile)
    assert np.abs(part.astype(int) - whole[:, :200].astype(int)).max() <= 12


def test_worker_threads_paint_the_same_picture(basemap: Basemap) -> None:
    def paint(drawing: Drawing) -> None:
        paint_ground(drawing, basemap)
        paint_names(drawing, basemap)

    with ThreadPoolExecutor(2) as pool:
        pictures = list(pool.map(lambda _: painted(paint).astype(np.int64), range(6)))
    # Qt may rasterise a glyph a shade differently in a fresh thread.
    assert all(np.abs(picture - pictures[0]).max() <= 48 for picture in pictures)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_names_are_painted_and_claim_their_room(basemap: Basemap, language: str) -> None:
    seen: list[Drawing] = []

    def paint(drawing: Drawing) -> None:
        paint_ground(drawing, basemap)
        paint_names(drawing, basemap)
        seen.append(drawing)

    pixels = painted(paint, language=language)
    ground = painted(lambda drawing: paint_ground(drawing, basemap))
    assert has(pixels, LIGHT.map.road_text)
    assert has(pixels, LIGHT.map.unit_text)
    assert (pixels != ground).any()


def test_a_place_is_a_disc_in_its_category_colour() -> None:
    place = sample_project().place(KIEP_BAC)
    view = Viewport(place.lon, place.lat, 15, WIDTH, HEIGHT)
    pixels = painted(lambda d: paint_places(d, mark_places(view, [place])), view)
    color = CATEGORY_COLORS[place.category]
    assert has(pixels, color)
    disc = (pixels == (color.red, color.green, color.blue)).all(axis=-1)
    rows, columns = np.nonzero(disc)
    assert abs(columns.mean() - WIDTH / 2) < 3
    assert abs(rows.mean() - HEIGHT / 2) < 3


def test_an_approximate_place_has_a_halo_and_an_exact_one_has_none() -> None:
    place = sample_project().place(DONG_GIAO)
    view = Viewport(place.lon, place.lat, 15, WIDTH, HEIGHT)

    def reach_of(precision_m: float) -> float:
        marks = mark_places(view, [replace(place, coord_precision_m=precision_m)])
        pixels = painted(lambda drawing: paint_places(drawing, marks, names=False), view)
        rows, columns = np.nonzero((pixels != (255, 0, 255)).any(axis=-1))
        return float(np.hypot(columns - WIDTH / 2, rows - HEIGHT / 2).max())

    assert reach_of(1_300) > reach_of(20) + 2.5


def test_a_selected_place_wears_the_accent() -> None:
    place = sample_project().place(KIEP_BAC)
    view = Viewport(place.lon, place.lat, 15, WIDTH, HEIGHT)
    marks = mark_places(view, [place])
    accent = LIGHT.interface.accent
    assert has(painted(lambda d: paint_places(d, marks, {KIEP_BAC}), view), accent)
    assert not has(painted(lambda d: paint_places(d, marks), view), accent)


def test_the_route_is_drawn_in_the_colours_of_its_days() -> None:
    view = Viewport.fit((106.1, 20.85, 106.45, 21.2), 700, 600)
    pixels = painted(lambda d: paint_route(d, sample_tour()), view)
    assert has(pixels, day_color(0))
    assert has(pixels, day_color(1))
    faded = painted(lambda d: paint_route(d, sample_tour(), {1}), view)
    assert not has(faded, day_color(0))
    assert has(faded, day_color(1))


def test_every_stop_has_its_badge_even_where_they_crowd() -> None:
    view = Viewport(106.3, 21.0, 7, WIDTH, HEIGHT)
    marks = mark_stops(view, sample_tour())
    pixels = painted(lambda d: paint_stops(d, sample_project(), sample_tour(), marks), view)
    for mark in marks:
        rim = at(pixels, mark.x, mark.y - STOP_RADIUS_PX + 3.5)
        assert rim == day_color(mark.day)


def test_a_stop_that_is_also_start_or_end_is_named_once() -> None:
    project, tour = sample_project(), sample_tour()
    view = Viewport.fit((106.1, 20.85, 106.45, 21.2), 700, 600)
    start = tour.days[1].stops[0]
    visit = replace(tour.days[1].stops[1], lon=start.lon, lat=start.lat, place_id=start.place_id)
    day = replace(tour.days[1], stops=(start, visit, tour.days[1].stops[2]))
    twice = replace(tour, days=(day,))
    texts: list[str] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            "gis_app.render.tour_painter.draw_label",
            lambda painter, label, color, **options: texts.append(" ".join(label.lines)),
        )
        painted(lambda d: paint_stops(d, project, twice, mark_stops(view, twice)), view)
    assert texts.count("Khách sạn Nam Cường Hải Dương") == 1
    assert "Ga Hải Dương" in texts


def test_the_whole_map_shows_other_places_beside_the_tour() -> None:
    project, tour = sample_project(), sample_tour()
    view = Viewport.fit((106.1, 20.7, 106.45, 21.2), 700, 700)
    with_places = painted(lambda d: paint_map(d, Basemap(), project, tour), view)
    without = painted(lambda d: paint_map(d, Basemap(), project, tour, show_places=False), view)
    assert has(with_places, CATEGORY_COLORS[Category.ECO_SITE])
    assert not has(without, CATEGORY_COLORS[Category.ECO_SITE])


def test_furniture_takes_the_room_it_claimed() -> None:
    boxes: list[tuple[object, object]] = []

    def paint(drawing: Drawing) -> None:
        expected = (
            scale_bar_box(drawing, 10, 290, denominator=50_000),
            north_arrow_box(390, 10),
            attribution_box(drawing, "© OSM"),
        )
        got = (
            paint_scale_bar(drawing, 10, 290, denominator=50_000),
            paint_north_arrow(drawing, 390, 10),
            paint_attribution(drawing, "© OSM"),
        )
        boxes.extend(zip(expected, got, strict=True))

    pixels = painted(paint)
    assert len(boxes) == 3
    assert all(expected == got for expected, got in boxes)
    assert at(pixels, 5, 150) == Color(255, 0, 255)
    assert has(pixels, LIGHT.map.text)


def test_a_failing_painter_leaves_the_canvas_usable(basemap: Basemap) -> None:
    def paint(drawing: Drawing) -> None:
        with pytest.raises(ZeroDivisionError), drawing.clipped():
            raise ZeroDivisionError
        paint_ground(drawing, basemap)

    assert at(painted(paint), 200, 200) == LIGHT.map.water


def test_the_font_is_be_vietnam_pro_without_ligatures() -> None:
    assert font_of(PLACE_TEXT).family() == FONT_FAMILY
    assert measure("fi", TextStyle(100))[0] == pytest.approx(
        measure("f", TextStyle(100))[0] + measure("i", TextStyle(100))[0], abs=3
    )


def test_the_starter_basemap_has_waters_units_and_roads_of_every_main_class() -> None:
    starter = build_basemap(load_starter(), starter_network())
    assert {RoadClass.MOTORWAY, RoadClass.TRUNK, RoadClass.PRIMARY, RoadClass.SECONDARY} <= set(starter.roads)
    assert starter.road_count == starter_network().edge_count
    assert len(starter.units) == 190
    assert len(starter.water) == 97
    assert "Sông Hồng" in starter.water_lines.names
    assert any("OpenStreetMap" in text for text in starter.attribution)


def test_a_project_without_network_or_units_still_has_a_map() -> None:
    plain = build_basemap(sample_project().without_place(PlaceId("dao-co-chi-lang-nam")))
    assert plain.road_count == 0
    pixels = painted(lambda d: paint_map(d, plain, sample_project(), None))
    assert not has(pixels, Color(255, 0, 255))

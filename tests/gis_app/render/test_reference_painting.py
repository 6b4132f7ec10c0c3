"""Reference layers painted: colours of rules, holes, opacity, ranges of scales, order, tiles, labels."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pytest
import shapely
from PySide6.QtGui import QColor, QImage, QPainter
from shapely import LineString, Point, Polygon, box

from data.model.layer_style import Condition, LayerStyle, Operator, Rule, Symbol
from data.model.map_layers import DEFAULT_STACK, LayerKey, LayerSource, LayerStack, MapLayer, SourceKind
from data.model.project import Project
from data.readers.reference_vector import VectorTable
from gis_app.render.basemap_painter import paint_ground
from gis_app.render.drawing import Drawing
from gis_app.render.feature_names import paint_feature_names
from gis_app.render.name_painter import paint_names
from gis_app.render.sources import build_basemap, with_layers
from layers.basemap import AreaSet, Basemap
from layers.ground import nominal_denominator
from layers.reference.archives import MBTiles
from layers.reference.features import Features
from layers.reference.rules import StyledFeatures
from layers.reference.tiles import TileSource, spots_in
from layers.style import LIGHT
from layers.viewport import Viewport
from tests.layers.reference.rasters import write_mbtiles
from tests.layers.reference.servers import picture

VIEW = Viewport(105.85, 21.03, 13.0, 256, 256)
RED, BLUE = "#CC0000", "#0000CC"
LAND = QColor(LIGHT.map.land.hex)


def reference(**changes: object) -> MapLayer:
    source = LayerSource(kind=SourceKind.VECTOR, address="/x.geojson", attribution="Sở Du lịch")
    return replace(MapLayer(key=LayerKey("layer-1"), source=source), **changes)  # type: ignore[arg-type]  # fields by name


def table(*geometries: shapely.Geometry, **columns: list[object]) -> VectorTable:
    arrays = {name: np.array(values) for name, values in columns.items()}
    return VectorTable(np.array(geometries, dtype=object), arrays)


def styled(found: VectorTable, *rules: Rule, label: str = "") -> StyledFeatures:
    return StyledFeatures(Features.of(found), LayerStyle(rules=rules or (Rule(),), label=label))


def around(lon: float, lat: float, half: float = 0.004) -> Polygon:
    return box(lon - half, lat - half, lon + half, lat + half)


def painted(
    content: StyledFeatures | TileSource,
    view: Viewport = VIEW,
    basemap: Basemap | None = None,
    stack: LayerStack | None = None,
    **changes: object,
) -> QImage:
    stack = stack or DEFAULT_STACK.with_layer(reference(**changes))
    ground = with_layers(basemap or Basemap(), stack, {LayerKey("layer-1"): content})
    image = QImage(int(view.width_px), int(view.height_px), QImage.Format.Format_RGB32)
    with QPainter(image) as painter:
        paint_ground(Drawing.on(painter, view), ground)
    return image


def color_at(image: QImage, lon: float, lat: float, view: Viewport = VIEW) -> QColor:
    x, y = view.point_px(lon, lat)
    return image.pixelColor(int(x), int(y))


def solid(color: str) -> Symbol:
    return Symbol(color=color, fill=color, fill_opacity=1.0, width_px=4.0, size_px=14)


def test_each_feature_has_the_colour_of_its_rule() -> None:
    west, east = around(105.84, 21.03), around(105.86, 21.03)
    content = styled(
        table(west, east, hang=[1, 3]),
        Rule(solid(RED), Condition("hang", Operator.AT_LEAST, "2")),
        Rule(solid(BLUE), Condition("hang", Operator.LESS, "1")),
    )
    image = painted(content)
    assert color_at(image, 105.86, 21.03) == QColor(RED)
    assert color_at(image, 105.84, 21.03) == LAND


def test_a_hole_stays_open_and_overlapping_areas_fill_alike() -> None:
    ringed = Polygon(around(105.85, 21.03, 0.01).exterior, [around(105.85, 21.03, 0.004).exterior])
    content = styled(table(ringed, around(105.842, 21.03, 0.003)), Rule(replace(solid(RED), width_px=0)))
    image = painted(content)
    assert color_at(image, 105.85, 21.03) == LAND
    assert color_at(image, 105.8425, 21.03) == QColor(RED)


@pytest.mark.parametrize(
    "geometry",
    [Point(105.85, 21.03), LineString([(105.84, 21.03), (105.86, 21.03)])],
)
def test_points_and_lines_are_drawn(geometry: shapely.Geometry) -> None:
    image = painted(styled(table(geometry), Rule(solid(RED))))
    assert color_at(image, 105.85, 21.03) == QColor(RED)


def test_shapes_smaller_than_a_pixel_are_seen() -> None:
    spots = [around(105.85 + n * 0.002, 21.03, 1e-6) for n in range(-4, 5)]
    image = painted(styled(table(*spots), Rule(solid(RED))))
    middle = {image.pixelColor(x, y).name() for x in range(126, 131) for y in range(126, 131)}
    assert middle == {LAND.name(), QColor(RED).name()}


def test_opacity_counts_for_the_layer_as_a_whole() -> None:
    crossing = [
        LineString([(105.84, 21.03), (105.86, 21.03)]),
        LineString([(105.85, 21.02), (105.85, 21.04)]),
    ]
    image = painted(styled(table(*crossing), Rule(solid(RED))), opacity=0.5)
    crossed, single = color_at(image, 105.85, 21.03), color_at(image, 105.855, 21.03)
    assert crossed == single
    assert LAND.green() > single.green() > QColor(RED).green()


@pytest.mark.parametrize(
    ("changes", "is_shown"),
    [
        ({"closest": 1000, "farthest": 200_000}, True),
        ({"farthest": 20_000}, False),
        ({"closest": 150_000}, False),
        ({"is_visible": False}, False),
        ({"opacity": 0.0}, False),
    ],
)
def test_a_layer_is_drawn_within_its_scales_only(changes: dict[str, Any], is_shown: bool) -> None:
    assert 50_000 < nominal_denominator(VIEW) < 100_000
    image = painted(styled(table(around(105.85, 21.03)), Rule(solid(RED))), **changes)
    assert (color_at(image, 105.85, 21.03) == QColor(RED)) == is_shown


def test_the_upper_layer_hides_the_lower_one() -> None:
    lake = AreaSet(Features.of(table(around(105.85, 21.03))).geometries, ("Hồ",), ("",), ("0",))
    content = styled(table(around(105.85, 21.03)), Rule(solid(RED)))
    below = DEFAULT_STACK.with_layer(reference())
    below = below.in_order(("tour", "places", "names", "roads", "borders", "water", "layer-1"))
    basemap = Basemap(water=lake)
    assert color_at(painted(content, basemap=basemap), 105.85, 21.03) == QColor(RED)
    hidden = color_at(painted(content, basemap=basemap, stack=below), 105.85, 21.03)
    assert hidden == QColor(LIGHT.map.water.hex)


def test_tiles_are_drawn_and_coarser_ones_stand_in(tmp_path: Path) -> None:
    path = tmp_path / "nen.mbtiles"
    near = spots_in(VIEW.bounds_m, 13)
    write_mbtiles(path, {spots_in(VIEW.bounds_m, 11)[0]: picture((0, 0, 204)), near[0]: picture((204, 0, 0))})
    source = MBTiles(path)
    image = painted(source)
    source.close()
    west, _, _, north = near[0].bounds_m
    x, y = VIEW.mercator_to_px(np.array([[west + 100, north - 100]]))[0]
    x, y = min(max(x, 2), 253), min(max(y, 2), 253)
    assert image.pixelColor(int(x), int(y)) == QColor(204, 0, 0)
    colors = {image.pixelColor(column, row).name() for column in (3, 252) for row in (3, 252)}
    assert "#0000cc" in colors


def test_a_tile_that_is_no_picture_leaves_the_ground(tmp_path: Path) -> None:
    path = tmp_path / "hong.mbtiles"
    write_mbtiles(path, dict.fromkeys(spots_in(VIEW.bounds_m, 13), b"no picture"))
    source = MBTiles(path)
    assert color_at(painted(source), 105.85, 21.03) == LAND
    source.close()


@pytest.mark.parametrize(
    "geometry",
    [
        Point(105.85, 21.03),
        LineString([(105.835, 21.03), (105.865, 21.03)]),
        around(105.85, 21.03, 0.008),
    ],
)
def test_features_have_their_labels_unless_the_scale_is_too_small(geometry: shapely.Geometry) -> None:
    content = styled(table(geometry, ten=["Đình làng"]), label="ten")

    def ink(denominator: float, label_from: int) -> int:
        image = QImage(256, 256, QImage.Format.Format_RGB32)
        image.fill(LAND)
        look = StyledFeatures(content.features, replace(content.style, label_from=label_from))
        with QPainter(image) as painter:
            paint_feature_names(Drawing.on(painter, VIEW), look, denominator)
        return sum(image.pixelColor(x, y) != LAND for x in range(0, 256, 2) for y in range(0, 256, 2))

    assert ink(70_000, 0) > 30
    assert ink(70_000, 50_000) == 0


def test_hidden_names_leave_the_labels_of_the_user() -> None:
    content = styled(table(around(105.85, 21.03, 0.01), ten=["Khu di tích"]), label="ten")
    stack = DEFAULT_STACK.with_layer(replace(DEFAULT_STACK["names"], is_visible=False))
    basemap = with_layers(Basemap(), stack.with_layer(reference()), {LayerKey("layer-1"): content})
    image = QImage(256, 256, QImage.Format.Format_RGB32)
    image.fill(LAND)
    with QPainter(image) as painter:
        paint_names(Drawing.on(painter, VIEW), basemap)
    assert any(image.pixelColor(x, 128) != LAND for x in range(256))


def test_a_printed_map_has_the_layers_of_its_project_and_their_credits(tmp_path: Path) -> None:
    path = tmp_path / "vung.geojson"
    gpd.GeoDataFrame({"a": [1]}, geometry=[around(105.85, 21.03)], crs="EPSG:4326").to_file(
        path, engine="pyogrio"
    )
    source = LayerSource(kind=SourceKind.VECTOR, address=str(path), attribution="Sở Du lịch Hà Nội")
    gone = LayerSource(kind=SourceKind.VECTOR, address=str(tmp_path / "mat.geojson"), attribution="Ai đó")
    stack = DEFAULT_STACK.with_layer(MapLayer(key=LayerKey("layer-1"), source=source))
    stack = stack.with_layer(MapLayer(key=LayerKey("layer-2"), source=gone))
    basemap = build_basemap(Project(layers=stack))
    shown = [drawn.layer.key for drawn in basemap.ground if drawn.content is not None]
    assert shown == ["layer-1"]
    assert "Sở Du lịch Hà Nội" in basemap.attribution
    assert "Ai đó" not in basemap.attribution

"""The panel of map layers by mouse and keyboard: files, order, opacity, scales, styles, attributes."""

from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import pytest
import shapely
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QInputDialog, QMenu, QMessageBox
from pytestqt.qtbot import QtBot
from shapely import Point, box

from data.model.layer_style import Operator
from data.model.map_layers import DEFAULT_STACK, LayerKey, LayerSource, MapLayer, SourceKind
from data.readers.layer_style_toml import read_style
from data.readers.vn2000 import transformer
from data.storage.gpkg import open_project, save_project
from gis_app.desk.layers import MapLayers
from gis_app.dialogs.layer_classes import LayerClasses
from gis_app.dialogs.layer_sources import CoordinateSystem, FileLayers
from gis_app.dialogs.layer_style import LayerStyleDialog
from gis_app.docks.layer_tree import LayerTree
from gis_app.docks.layers_panel import LayersPanel
from gis_app.main_window import MainWindow
from gis_app.render.sources import build_basemap
from layers.reference.rules import StyledFeatures
from tests.gis_app.window.conftest import type_text, wait_until_quiet
from tests.layers.reference.rasters import write_mbtiles
from tests.layers.reference.servers import picture

ZONES = {"loai": ["Bảo vệ I", "Bảo vệ II"], "so": [1, 2]}
CENTRE = (105.85, 21.03)
FIRST = LayerKey("layer-1")


def zones() -> gpd.GeoDataFrame:
    lon, lat = CENTRE
    shapes = [
        box(lon - 0.01, lat - 0.01, lon + 0.01, lat + 0.01),
        box(lon + 0.02, lat, lon + 0.03, lat + 0.01),
    ]
    return gpd.GeoDataFrame(ZONES, geometry=shapes, crs="EPSG:4326")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return a GeoJSON file of two zones."""
    path = tmp_path / "khu-bao-ve.geojson"
    zones().to_file(path, engine="pyogrio")
    return path


@pytest.fixture
def window(window: MainWindow) -> MainWindow:
    """Return a window whose panel of layers is in sight."""
    window.layering.go_to_layers()
    QApplication.processEvents()
    return window


def panel_of(window: MainWindow) -> LayersPanel:
    return window.layering.panel


def tree_of(window: MainWindow) -> LayerTree:
    return window.layering.panel.tree


def layers_of(window: MainWindow) -> MapLayers:
    return window.layering.layers


def settle(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.waitUntil(lambda: not layers_of(window).is_busy, timeout=10_000)
    wait_until_quiet(qtbot, window)


def add(qtbot: QtBot, window: MainWindow, path: Path) -> MapLayer:
    layers_of(window).add_file(path)
    wait_until_quiet(qtbot, window)
    settle(qtbot, window)
    layer = layers_of(window).stack.references[0]
    tree_of(window).choose(layer.key)
    return layer


def look_at_zones(qtbot: QtBot, window: MainWindow) -> None:
    window.canvas.show_point(*CENTRE, zoom=14)
    settle(qtbot, window)


def ground_color(window: MainWindow) -> str:
    """Return the colour of the map a little beside the centre of the first zone."""
    spot = window.canvas.view.point_px(CENTRE[0] + 0.006, CENTRE[1] - 0.006)
    return window.canvas.grab().toImage().pixelColor(round(spot[0]), round(spot[1])).name()


def click_check_box(window: MainWindow, key: str) -> None:
    tree = tree_of(window)
    item = tree.topLevelItem(tree.keys.index(key))
    assert item is not None
    rect = tree.visualItemRect(item)
    QTest.mouseClick(
        tree.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(rect.left() + 9, rect.center().y())
    )


def test_a_file_becomes_a_layer_with_legend_and_can_be_undone(
    qtbot: QtBot, window: MainWindow, file: Path
) -> None:
    assert panel_of(window).hint.isVisible()
    add(qtbot, window, file)
    tree = tree_of(window)
    assert tree.keys == ("tour", "places", "names", "layer-1", "roads", "borders", "water")
    item = tree.topLevelItem(3)
    assert item is not None
    assert item.text(0) == "khu-bao-ve"
    entry = item.child(0)
    assert entry is not None
    assert entry.text(0) == "mọi đối tượng (2)"
    assert not panel_of(window).hint.isVisible()
    window.session.stack.undo()
    assert FIRST not in tree.keys


def test_a_check_box_hides_a_layer_and_is_no_step_to_undo(
    qtbot: QtBot, window: MainWindow, file: Path
) -> None:
    add(qtbot, window, file)
    look_at_zones(qtbot, window)
    shown, steps = ground_color(window), window.session.stack.count()
    click_check_box(window, "layer-1")
    settle(qtbot, window)
    assert not layers_of(window).stack["layer-1"].is_visible
    assert ground_color(window) != shown
    assert window.session.stack.count() == steps
    tree_of(window).setFocus()
    QTest.keyClick(tree_of(window), Qt.Key.Key_Space)
    settle(qtbot, window)
    assert ground_color(window) == shown


def test_our_own_layers_can_be_hidden_too(qtbot: QtBot, window: MainWindow) -> None:
    click_check_box(window, "places")
    settle(qtbot, window)
    assert not window.scene.sheets.marks.places
    click_check_box(window, "places")
    settle(qtbot, window)
    assert window.scene.sheets.marks.places


def test_layers_are_moved_with_alt_and_arrows_but_never_above_the_stops(
    qtbot: QtBot, window: MainWindow, file: Path
) -> None:
    add(qtbot, window, file)
    tree = tree_of(window)
    QTest.keyClick(tree, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert tree.keys[3:5] == ("roads", "layer-1")
    assert tree.current == FIRST
    for _ in range(3):
        QTest.keyClick(tree, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert tree.keys[:4] == ("tour", "places", "names", "layer-1")


def test_a_layer_dropped_on_the_last_one_lies_lowest(qtbot: QtBot, window: MainWindow, file: Path) -> None:
    add(qtbot, window, file)
    tree = tree_of(window)
    last = tree.topLevelItem(6)
    assert last is not None
    rect = tree.visualItemRect(last)
    spot = QPointF(rect.center().x(), rect.bottom() - 1)
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    tree.dropEvent(QDropEvent(spot, Qt.DropAction.MoveAction, QMimeData(), buttons, keys))
    assert tree.keys[-1] == "layer-1"
    assert window.session.stack.undoText()


def test_opacity_is_set_with_the_keys_of_the_slider(qtbot: QtBot, window: MainWindow, file: Path) -> None:
    add(qtbot, window, file)
    panel = panel_of(window)
    panel.opacity.setFocus()
    for _ in range(3):
        QTest.keyClick(panel.opacity, Qt.Key.Key_PageDown)
    qtbot.waitUntil(lambda: layers_of(window).stack["layer-1"].opacity == pytest.approx(0.7), timeout=3000)
    assert panel.percent.text() == "70 %"


def test_scales_are_chosen_and_a_contradicting_limit_gives_way(
    qtbot: QtBot, window: MainWindow, file: Path
) -> None:
    add(qtbot, window, file)
    panel = panel_of(window)
    for combo, scale in ((panel.farthest, 10_000), (panel.closest, 250_000)):
        combo.setCurrentIndex(combo.findData(scale))
        combo.activated.emit(combo.currentIndex())
    layer = layers_of(window).stack["layer-1"]
    assert (layer.closest, layer.farthest) == (250_000, 0)


def test_a_style_of_rules_is_made_applied_saved_and_loaded(
    qtbot: QtBot, window: MainWindow, file: Path, tmp_path: Path
) -> None:
    add(qtbot, window, file)
    tree_of(window).setFocus()
    QTest.keyClick(tree_of(window), Qt.Key.Key_Return)
    dialog = window.findChild(LayerStyleDialog)
    assert dialog is not None
    QTest.mouseClick(dialog.add, Qt.MouseButton.LeftButton)
    dialog.operator.setCurrentIndex(dialog.operator.findData(Operator.EQUALS))
    dialog.value.clear()
    type_text(qtbot, dialog.value, "bao ve ii")
    dialog.value.textEdited.emit(dialog.value.text())
    dialog.label.setCurrentIndex(dialog.label.findData("loai"))
    dialog.save(tmp_path / "kieu")
    ok = dialog.buttons.button(QDialogButtonBox.StandardButton.Ok)
    QTest.mouseClick(ok, Qt.MouseButton.LeftButton)
    settle(qtbot, window)
    style = layers_of(window).stack["layer-1"].style
    assert style == read_style(tmp_path / "kieu.htstyle.toml")
    assert [entry.count for entry in layers_of(window).state(FIRST).legend] == [1, 1]
    assert style.label == "loai"


def test_colours_by_attribute_make_the_rules_and_the_legend(
    qtbot: QtBot, window: MainWindow, file: Path
) -> None:
    add(qtbot, window, file)
    tree_of(window).setFocus()
    QTest.keyClick(tree_of(window), Qt.Key.Key_Return)
    dialog = window.findChild(LayerStyleDialog)
    assert dialog is not None
    QTest.mouseClick(dialog.divide, Qt.MouseButton.LeftButton)
    classes = dialog.findChild(LayerClasses)
    assert classes is not None
    classes.field.setFocus()
    QTest.keyClick(classes.field, Qt.Key.Key_Home)
    assert classes.field.currentText() == "loai"
    assert classes.classing.count() == 1, "texts are not divided into steps"
    QTest.keyClick(classes.field, Qt.Key.Key_Down)
    assert classes.field.currentText() == "so"
    assert [classes.preview.item(row).text() for row in range(classes.preview.count())][-1].endswith(" – 2")
    QTest.keyClick(classes.field, Qt.Key.Key_Up)
    ok = QDialogButtonBox.StandardButton.Ok
    QTest.mouseClick(classes.buttons.button(ok), Qt.MouseButton.LeftButton)
    QTest.mouseClick(dialog.buttons.button(ok), Qt.MouseButton.LeftButton)
    settle(qtbot, window)
    legend = layers_of(window).state(FIRST).legend
    assert [(entry.title, entry.count) for entry in legend] == [("Bảo vệ I", 1), ("Bảo vệ II", 1)]
    window.menus.undo.trigger()
    assert len(layers_of(window).stack["layer-1"].style.rules) == 1


def test_a_damaged_style_file_leaves_the_dialog_as_it_was(
    qtbot: QtBot, window: MainWindow, file: Path, tmp_path: Path
) -> None:
    add(qtbot, window, file)
    window.layering.ask_style("layer-1")
    dialog = window.findChild(LayerStyleDialog)
    assert dialog is not None
    before = dialog.style_made
    (tmp_path / "hong.htstyle.toml").write_text("rules = 3")
    dialog.load(tmp_path / "hong.htstyle.toml")
    assert dialog.style_made == before
    assert "hong.htstyle.toml" in dialog.problem.text()
    dialog.reject()


def test_a_click_on_the_map_shows_the_attributes_of_the_feature(
    qtbot: QtBot, window: MainWindow, file: Path
) -> None:
    add(qtbot, window, file)
    window.canvas.show_point(CENTRE[0] + 0.025, CENTRE[1] + 0.005, zoom=16)
    click_check_box(window, "places")
    settle(qtbot, window)
    middle = window.canvas.rect().center()
    QTest.mouseClick(window.canvas, Qt.MouseButton.LeftButton, pos=middle)
    card = window.layering.card
    assert card.isVisible()
    assert "Bảo vệ II" in card.table.text()
    assert card.title.text() == "khu-bao-ve"
    QTest.mouseClick(window.canvas, Qt.MouseButton.LeftButton, pos=QPoint(middle.x() - 265, 300))
    assert not card.isVisible()


def test_a_file_that_was_moved_is_shown_as_missing_and_found_again(
    qtbot: QtBot, window: MainWindow, file: Path, tmp_path: Path
) -> None:
    source = LayerSource(kind=SourceKind.VECTOR, address=str(tmp_path / "cho-khac" / "vung.geojson"))
    layers_of(window).add(source, "Vùng")
    settle(qtbot, window)
    tree_of(window).choose("layer-1")
    panel = panel_of(window)
    item = tree_of(window).topLevelItem(3)
    assert item is not None
    assert "không tìm thấy tệp" in item.text(0)
    assert panel.relocate.isVisible()
    assert "vung.geojson" in panel.problem.text()
    layers_of(window).relocate("layer-1", file)
    settle(qtbot, window)
    assert not panel.relocate.isVisible()
    assert len(layers_of(window).features()) == 1


def test_a_file_beside_its_project_is_found_wherever_both_were_moved(
    qtbot: QtBot, window: MainWindow, file: Path, tmp_path: Path
) -> None:
    source = LayerSource(kind=SourceKind.VECTOR, address=f"/o-cung-cu/{file.name}")
    stack = DEFAULT_STACK.with_layer(MapLayer(key=FIRST, title="Vùng", source=source))
    path = tmp_path / "du-an.gpkg"
    save_project(replace(window.session.project, layers=stack), path)
    window.files.open(path)
    wait_until_quiet(qtbot, window)
    settle(qtbot, window)
    assert len(layers_of(window).features()) == 1
    printed = build_basemap(window.session.project, folder=path.parent)
    assert isinstance(next(one for one in printed.ground if one.layer.key == FIRST).content, StyledFeatures)


def test_plane_coordinates_without_a_system_are_asked_for(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    path = tmp_path / "thua.shp"
    east, north = transformer(105.0, 3).transform(*CENTRE, direction="INVERSE")
    gpd.GeoDataFrame({"so": [1]}, geometry=[Point(east, north)], crs="EPSG:3405").to_file(
        path, engine="pyogrio"
    )
    path.with_suffix(".prj").unlink()
    layers_of(window).add_file(path)
    qtbot.waitUntil(lambda: window.findChild(CoordinateSystem) is not None, timeout=5000)
    dialog = window.findChild(CoordinateSystem)
    assert dialog is not None
    assert "Hà Nội" in dialog.system.currentText()
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    settle(qtbot, window)
    _, styled = layers_of(window).features()[0]
    assert styled.features.bounds[:2] == pytest.approx(CENTRE, abs=1e-6)


def test_the_layers_of_a_file_are_chosen(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    path = tmp_path / "nhieu.gpkg"
    for name in ("a", "b", "c", "d"):
        zones().to_file(path, layer=name, engine="pyogrio")
    layers_of(window).add_file(path)
    qtbot.waitUntil(lambda: window.findChild(FileLayers) is not None, timeout=5000)
    dialog = window.findChild(FileLayers)
    assert dialog is not None
    dialog.names.setCurrentRow(1)
    QTest.keyClick(dialog.names, Qt.Key.Key_Space)
    QTest.mouseClick(dialog.buttons.button(QDialogButtonBox.StandardButton.Ok), Qt.MouseButton.LeftButton)
    settle(qtbot, window)
    assert [layer.title for layer in layers_of(window).stack.references] == ["nhieu – b"]


def test_a_file_of_another_kind_is_refused_in_words(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    layers_of(window).add_file(tmp_path / "ban-do.pdf")
    message = window.findChild(QMessageBox)
    assert message is not None
    assert ".pdf" in message.text()
    message.close()


def test_tiles_of_a_file_are_drawn(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    from layers.reference.tiles import spots_in  # noqa: PLC0415
    from layers.viewport import to_mercator  # noqa: PLC0415

    (x, y), *_ = to_mercator(*CENTRE)
    path = tmp_path / "nen.mbtiles"
    tiles = {spot: picture((0, 90, 200)) for spot in spots_in((x - 9000, y - 9000, x + 9000, y + 9000), 13)}
    write_mbtiles(path, tiles, attribution="© Cục Đo đạc")
    add(qtbot, window, path)
    look_at_zones(qtbot, window)
    assert ground_color(window) == "#005ac8"
    assert panel_of(window).credit.text() == "© Cục Đo đạc"


def test_a_layer_is_renamed_credited_zoomed_to_and_removed_by_menu_and_keys(
    qtbot: QtBot, window: MainWindow, file: Path
) -> None:
    add(qtbot, window, file)
    tree = tree_of(window)
    QTest.keyClick(tree, Qt.Key.Key_F2)
    dialog = window.findChild(QInputDialog)
    assert dialog is not None
    dialog.setTextValue("Khu bảo vệ di tích")
    dialog.accept()
    assert layers_of(window).stack["layer-1"].title == "Khu bảo vệ di tích"
    layers_of(window).set_credit("layer-1", "Sở Văn hoá và Thể thao")
    settle(qtbot, window)
    assert "Sở Văn hoá và Thể thao" in window.map.credits.text()
    panel_of(window).open_menu("layer-1", QPoint(5, 5))
    menu = tree.findChild(QMenu)
    assert menu is not None
    menu.actions()[0].trigger()
    menu.close()
    west, south, east, north = window.canvas.view.bounds
    assert shapely.box(west, south, east, north).contains(shapely.union_all(zones().geometry.to_numpy()))
    tree.setFocus()
    QTest.keyClick(tree, Qt.Key.Key_Delete)
    assert "layer-1" not in tree.keys
    assert file.exists()


def test_layers_and_how_they_are_looked_at_are_saved_with_the_project(
    qtbot: QtBot, window: MainWindow, file: Path, tmp_path: Path
) -> None:
    add(qtbot, window, file)
    click_check_box(window, "layer-1")
    path = tmp_path / "du-an.gpkg"
    save_project(window.session.project, path)
    again = open_project(path).layers["layer-1"]
    assert (again.is_visible, again.title) == (False, "khu-bao-ve")


def test_the_panel_speaks_english_after_a_switch(qtbot: QtBot, window: MainWindow, file: Path) -> None:
    add(qtbot, window, file)
    window.speak("en")
    item = tree_of(window).topLevelItem(0)
    assert item is not None
    assert item.text(0) == "Tour"
    assert panel_of(window).closest.itemText(0) == "any larger scale"

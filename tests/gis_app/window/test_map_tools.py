"""Measuring and asking for what is within reach, with mouse and keyboard."""

import json
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from data.model.travel_mode import TravelMode
from gis_app.main_window import MainWindow
from gis_app.map.tools import MapTool
from tests.gis_app.window.conftest import PATIENCE_MS, spot_of, wait_until_quiet

LEFT = Qt.MouseButton.LeftButton
A, B, C = QPoint(250, 200), QPoint(400, 220), QPoint(330, 330)


@pytest.fixture
def near(window: MainWindow, qtbot: QtBot) -> MainWindow:
    """Return a window that shows Hải Dương closely."""
    window.canvas.show_point(106.33, 20.94, zoom=13.0)
    wait_until_quiet(qtbot, window)
    return window


def button(window: MainWindow, name: str) -> QToolButton:
    """Return the button beside the map for an action."""
    action = window.findChild(QAction, name)
    found = window.map.findChildren(QToolButton)
    return next(one for one in found if one.defaultAction() is action)


def active(window: MainWindow) -> MapTool | None:
    """Return the active tool, looked up anew."""
    return window.canvas.tools.active


def click(window: MainWindow, *spots: QPoint) -> None:
    """Click on pixels of the map in turn."""
    for spot in spots:
        QTest.mouseMove(window.canvas, spot)
        QTest.mouseClick(window.canvas, LEFT, pos=spot)


def test_clicks_measure_a_line_and_the_way_by_road(near: MainWindow, qtbot: QtBot) -> None:
    QTest.mouseClick(button(near, "measure"), LEFT)
    assert near.measuring.action.isChecked()
    click(near, A, B, C)
    QTest.mouseDClick(near.canvas, LEFT, pos=C)
    wait_until_quiet(qtbot, near)
    near.canvas.repaint()
    tool = near.measuring.tool
    assert len(tool.measure.points) == 3
    lines = tool.lines
    assert lines[0].startswith("Khoảng cách: ")
    assert lines[1].startswith("Đoạn cuối: ")
    assert lines[2].startswith("Theo đường (")
    near.canvas.setFocus()
    QTest.keyClick(near.canvas, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text().splitlines() == list(lines)
    click(near, A)
    assert len(tool.measure.points) == 1


def test_a_click_on_the_first_point_closes_an_area_and_backspace_opens_it(near: MainWindow) -> None:
    near.measuring.action.trigger()
    tool = near.measuring.tool
    click(near, A, B, C, A + QPoint(3, 2))
    closed = tool.measure
    assert closed.is_closed
    assert tool.lines[0].startswith("Diện tích: ")
    assert tool.lines[1].startswith("Chu vi: ")
    near.canvas.repaint()
    QTest.keyClick(near.canvas, Qt.Key.Key_Backspace)
    assert not tool.measure.is_closed
    QTest.keyClick(near.canvas, Qt.Key.Key_Backspace)
    assert len(tool.measure.points) == 2


def test_the_map_is_dragged_while_measuring_and_escape_wipes_then_leaves(near: MainWindow) -> None:
    near.measuring.action.trigger()
    tool, before = near.measuring.tool, near.canvas.view
    click(near, A)
    QTest.mousePress(near.canvas, LEFT, pos=A)
    for spot in (B, C, C, C, C):
        QTest.mouseMove(near.canvas, spot)
    QTest.mouseRelease(near.canvas, LEFT, pos=C)
    assert near.canvas.view != before
    assert len(tool.measure.points) == 1
    QTest.keyClick(near.canvas, Qt.Key.Key_Escape)
    wiped = tool.measure
    assert not wiped.points
    assert active(near) is tool
    QTest.keyClick(near.canvas, Qt.Key.Key_Escape)
    assert active(near) is None
    assert not near.measuring.action.isChecked()


def test_a_click_shows_what_is_within_reach_with_the_places_of_each_band(
    near: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    QTest.mouseClick(button(near, "reach"), LEFT)
    click(near, B)
    qtbot.waitUntil(lambda: near.reaching.layer.reach is not None, timeout=PATIENCE_MS)
    reach = near.reaching.layer.reach
    assert reach is not None
    assert [band.minutes for band in reach.bands] == [15, 30, 45, 60]
    assert [band.area_km2 for band in reach.bands] == sorted(band.area_km2 for band in reach.bands)
    keys = [key for band in reach.bands for key in band.place_ids]
    assert len(keys) == len(set(keys)) > 20
    near.canvas.repaint()
    tree = near.reaching.panel.bands
    first = tree.topLevelItem(0)
    assert first is not None
    assert first.text(0).startswith("Đến 15 phút: ")
    assert first.childCount() == len(reach.bands[0].place_ids)
    tree.itemClicked.emit(first.child(0), 0)
    assert near.selection.place == reach.bands[0].place_ids[0]
    near.reaching.export(tmp_path / "vùng.geojson")
    document = json.loads((tmp_path / "vùng.geojson").read_text(encoding="utf-8"))
    assert [one["properties"]["minutes"] for one in document["features"]] == [60, 45, 30, 15]
    assert document["features"][0]["properties"]["mode"] == "car"
    QTest.mouseClick(near.reaching.panel.clear, LEFT)
    assert not near.reaching.panel.clear.isEnabled()
    assert active(near) is None
    assert not near.reaching.dock.isVisible()


def test_another_travel_mode_asks_again_from_the_same_place(near: MainWindow, qtbot: QtBot) -> None:
    place = next(
        mark.places[0]
        for mark in near.scene.sheets.marks.places
        if not mark.is_cluster and near.canvas.rect().contains(spot_of(near, mark.places[0]))
    )
    near.reaching.ask(place.lon, place.lat, place.id)
    qtbot.waitUntil(lambda: near.reaching.layer.reach is not None, timeout=PATIENCE_MS)
    by_car = near.reaching.layer.reach
    assert by_car is not None
    assert by_car.label == place.name_vi
    near.reaching.panel.mode.setCurrentIndex(list(TravelMode).index(TravelMode.FOOT))
    near.reaching.panel.mode.activated.emit(0)
    qtbot.waitUntil(lambda: near.reaching.layer.reach is not by_car, timeout=PATIENCE_MS)
    on_foot = near.reaching.layer.reach
    assert on_foot is not None
    assert on_foot.bands[-1].area_km2 < by_car.bands[-1].area_km2

"""The tour edited on the map with the mouse: numbers and lines dragged, points on the way, menus of ways."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
import shapely
from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QToolButton
from pytestqt.qtbot import QtBot

from data.model.place import PlaceId
from gis_app.desk.way_choice import ways_of
from gis_app.main_window import MainWindow
from gis_app.map.ways_tool import OfferedWay
from routes.planner.editing.edits import At, SetLock, SetVia
from tests.gis_app.window.conftest import PATIENCE_MS, spot_of, wait_until_quiet
from tests.gis_app.window.tours import key_at, names, settle, show_hand_made, shown

LEFT = Qt.MouseButton.LeftButton
LONG = At(0, 2)
"""A way of several kilometres."""


@pytest.fixture
def touring(window: MainWindow, qtbot: QtBot) -> Iterator[MainWindow]:
    """Return a window that shows a hand-made tour of one day, all of it on the map."""
    show_hand_made(window, qtbot, visits=3, days=1)
    window.views.zoom_to_tour()
    window.canvas.look_at(replace(window.canvas.view, zoom=13.25))
    wait_until_quiet(qtbot, window)
    yield window
    popup = QApplication.activePopupWidget()
    if popup is not None:
        popup.close()


def badge(window: MainWindow, index: int) -> QPoint:
    """Return the pixel of the number of a visit of the first day."""
    place = window.session.project.place(PlaceId(key_at(window, At(0, index))))
    return spot_of(window, place)


def free_place(window: MainWindow) -> tuple[PlaceId, QPoint]:
    """Return a place that the tour does not visit, drawn alone within the map, and its pixel."""
    for mark in window.scene.sheets.marks.places:
        if not mark.is_cluster and mark.places[0].id not in window.scene.visited:
            spot = spot_of(window, mark.places[0])
            inside = window.canvas.rect().adjusted(80, 60, -80, -60).contains(spot)
            if inside and window.scene.place_at(window.canvas.view, spot.x(), spot.y()) == mark.places[0].id:
                return mark.places[0].id, spot
    raise AssertionError


def on_the_way(window: MainWindow, at: At) -> QPoint:
    """Return a pixel of a way where nothing else is."""
    geometry = shown(window).days[at.day].legs[at.index].geometry
    assert geometry is not None
    for lon, lat in shapely.get_coordinates(shapely.segmentize(geometry, 0.002)):
        x, y = window.canvas.view.point_px(float(lon), float(lat))
        grip = window.ways.ways.grip_at(window.canvas.view, x, y)
        spot = QPoint(round(grip.x), round(grip.y)) if grip is not None and grip.at == at else None
        inside = window.canvas.rect().adjusted(150, 100, -150, -100)
        if spot is None or not inside.contains(spot):
            continue
        if window.scene.place_near(window.canvas.view, spot.x(), spot.y(), 40.0) is None:
            return spot
    raise AssertionError


def drag(window: MainWindow, begin: QPoint, end: QPoint) -> None:
    """Press at one pixel and move to another; the button stays down."""
    QTest.mouseMove(window.canvas, begin)
    QTest.mousePress(window.canvas, LEFT, pos=begin)
    QTest.mouseMove(window.canvas, (begin + end) / 2)
    QTest.mouseMove(window.canvas, end)


def drop(window: MainWindow, at: QPoint) -> None:
    """Let go."""
    QTest.mouseRelease(window.canvas, LEFT, pos=at)


def popup() -> QMenu:
    """Return the open menu."""
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


def choose(menu: QMenu, text: str) -> None:
    """Take the entry of a menu that begins with ``text``."""
    next(action for action in menu.actions() if action.text().startswith(text)).trigger()


def test_a_number_dragged_onto_another_place_visits_that_instead(touring: MainWindow, qtbot: QtBot) -> None:
    old, (new, spot) = key_at(touring, At(0, 1)), free_place(touring)
    drag(touring, badge(touring, 1), spot)
    assert touring.canvas.tools.hint.startswith("Thả số lên điểm muốn đến thay")
    touring.canvas.repaint()
    drop(touring, spot)
    assert names(touring, 0)[0] == new
    assert old not in shown(touring).visited
    assert touring.menus.undo.text().startswith("Hoàn tác: ")
    touring.menus.undo.trigger()
    settle(touring, qtbot)
    assert names(touring, 0)[0] == old


def test_a_number_let_go_on_its_spot_or_on_bare_ground_changes_nothing(touring: MainWindow) -> None:
    before = shown(touring)
    spot = badge(touring, 1)
    drag(touring, spot, spot + QPoint(8, 3))
    drop(touring, spot + QPoint(8, 3))
    assert shown(touring) is before
    QTest.mouseClick(touring.canvas, LEFT, pos=spot)
    assert touring.selection.place == key_at(touring, At(0, 1))


def test_escape_puts_a_dragged_number_back(touring: MainWindow) -> None:
    before, (_, spot) = shown(touring), free_place(touring)
    drag(touring, badge(touring, 1), spot)
    QTest.keyClick(touring.canvas, Qt.Key.Key_Escape)
    drop(touring, spot)
    assert shown(touring) is before
    assert touring.canvas.tools.hint == ""


def test_a_locked_number_and_one_dragged_onto_a_visit_stay(touring: MainWindow, qtbot: QtBot) -> None:
    visits = names(touring, 0)
    drag(touring, badge(touring, 1), badge(touring, 2))
    drop(touring, badge(touring, 2))
    assert names(touring, 0) == visits
    touring.design.reshaper.reshape((SetLock(At(0, 1)),))
    wait_until_quiet(qtbot, touring)
    _, spot = free_place(touring)
    drag(touring, badge(touring, 1), spot)
    touring.canvas.repaint()
    drop(touring, spot)
    assert names(touring, 0) == visits


def test_the_line_dragged_past_a_road_leads_the_way_there(touring: MainWindow, qtbot: QtBot) -> None:
    before = shown(touring)
    begin = on_the_way(touring, LONG)
    end = QPoint(round(0.9 * touring.canvas.width()), round(0.8 * touring.canvas.height()))
    drag(touring, begin, end)
    trial = touring.ways.ways.trial
    assert trial is not None
    assert trial.after is not None
    assert len(trial.new_legs) == 1
    assert "phút" in trial.cost(touring.words)
    touring.canvas.repaint()
    drop(touring, end)
    (via,) = shown(touring).days[0].legs[LONG.index].via
    assert via == pytest.approx(touring.canvas.view.to_lon_lat(end.x(), end.y()), abs=0.02)
    assert touring.menus.undo.text().startswith("Hoàn tác: nắn đường ")
    touring.menus.undo.trigger()
    assert shown(touring).days == before.days


def test_the_line_dragged_to_a_place_visits_it_on_the_way(touring: MainWindow) -> None:
    new, spot = free_place(touring)
    drag(touring, on_the_way(touring, LONG), spot)
    drop(touring, spot)
    assert names(touring, 0)[LONG.index] == new
    assert touring.menus.undo.text().startswith("Hoàn tác: thêm ")


def test_a_point_on_the_way_is_moved_and_deleted(touring: MainWindow, qtbot: QtBot) -> None:
    begin = on_the_way(touring, LONG)
    first = touring.canvas.view.to_lon_lat(begin.x(), begin.y())
    touring.design.reshaper.reshape((SetVia(LONG, (first,)),))
    wait_until_quiet(qtbot, touring)
    end = begin + QPoint(-40, 30)
    drag(touring, begin, end)
    drop(touring, end)
    (via,) = shown(touring).days[0].legs[LONG.index].via
    assert via != first
    assert via == pytest.approx(touring.canvas.view.to_lon_lat(end.x(), end.y()), abs=0.02)
    wait_until_quiet(qtbot, touring)
    touring.canvas.setFocus()
    x, y = touring.canvas.view.point_px(*via)
    QTest.mouseMove(touring.canvas, QPoint(round(x) + 1, round(y) + 1))
    assert touring.canvas.cursor().shape() is Qt.CursorShape.OpenHandCursor
    QTest.keyClick(touring.canvas, Qt.Key.Key_Delete)
    assert not shown(touring).days[0].legs[LONG.index].via
    assert touring.menus.undo.text().startswith("Hoàn tác: bỏ một điểm ")


def test_escape_leaves_the_way_as_it_is(touring: MainWindow) -> None:
    before, begin = shown(touring), on_the_way(touring, LONG)
    drag(touring, begin, begin + QPoint(50, 20))
    QTest.keyClick(touring.canvas, Qt.Key.Key_Escape)
    drop(touring, begin + QPoint(50, 20))
    assert shown(touring) is before


def test_the_button_of_a_way_offers_what_the_mouse_does(touring: MainWindow, qtbot: QtBot) -> None:
    buttons = touring.designer.cards.findChildren(QToolButton, "legMenu")
    QTest.mouseClick(buttons[0], LEFT)
    choose(popup(), "Cho đường đi qua một điểm")
    dialog = touring.ways.dialog
    assert dialog is not None
    place = touring.session.project.place(free_place(touring)[0])
    dialog.picker.pick(place)
    QTest.keyClick(dialog.ok, Qt.Key.Key_Return)
    assert shown(touring).days[0].legs[0].via == ((place.lon, place.lat),)
    touring.ways.open_leg_menu(At(0, 0), touring.mapToGlobal(QPoint(200, 200)))
    choose(popup(), "Đi lại đường nhanh nhất")
    assert not shown(touring).days[0].legs[0].via


def test_the_menu_of_a_stop_replaces_it_by_a_place_typed(touring: MainWindow, qtbot: QtBot) -> None:
    menu = QMenu(touring)
    touring.design.fill_menu(menu, PlaceId(key_at(touring, At(0, 1))), None)
    choose(menu, "Thăm điểm khác thay")
    dialog = touring.ways.dialog
    assert dialog is not None
    assert not dialog.ok.isEnabled()
    new = free_place(touring)[0]
    dialog.picker.pick(touring.session.project.place(new))
    QTest.keyClick(dialog.ok, Qt.Key.Key_Return)
    assert names(touring, 0)[0] == new


@pytest.fixture
def far(window: MainWindow, qtbot: QtBot) -> MainWindow:
    """Return a window that shows a tour with a leg that has several ways: the one back to its start."""
    show_hand_made(window, qtbot, visits=6, days=1)
    return window


def test_another_way_is_taken_by_a_click_and_the_fastest_by_its_number(far: MainWindow, qtbot: QtBot) -> None:
    at = next(
        At(0, index) for index in range(len(shown(far).days[0].legs)) if len(_ways(far, At(0, index))) > 1
    )
    far.ways.open_leg_menu(at, far.mapToGlobal(QPoint(200, 200)))
    choose(popup(), "Các đường khác trên bản đồ")
    tool = far.ways.choice.tool
    qtbot.waitUntil(lambda: len(tool.ways) > 1, timeout=PATIENCE_MS)
    wait_until_quiet(qtbot, far)
    assert tool.ways[0].is_taken
    assert "+" in tool.said(1)
    assert tool.ways[0].road != tool.ways[1].road != ""
    second = tool.ways[1]
    tag = tool._tags[1].center().toPoint()
    QTest.mouseMove(far.canvas, tag)
    far.canvas.repaint()
    QTest.mouseClick(far.canvas, LEFT, pos=tag)
    leg = shown(far).days[0].legs[at.index]
    assert leg.via == second.via != ()
    assert leg.duration_s == second.duration_s
    assert far.menus.undo.text().startswith("Hoàn tác: đổi đường đi ")
    assert far.canvas.tools.active is None
    far.ways.choice.ask(at)
    qtbot.waitUntil(lambda: len(tool.ways) > 1, timeout=PATIENCE_MS)
    assert tool.ways[1].is_taken
    QTest.keyClick(far.canvas, Qt.Key.Key_1)
    assert not shown(far).days[0].legs[at.index].via


def test_a_leg_without_another_way_says_so(touring: MainWindow, qtbot: QtBot) -> None:
    said: list[str] = []
    touring.design.said.connect(said.append)
    touring.ways.choice.ask(At(0, 0))
    qtbot.waitUntil(lambda: bool(said), timeout=PATIENCE_MS)
    assert said == ["Giữa hai điểm này không có đường nào khác hợp lý."]


def _ways(window: MainWindow, at: At) -> tuple[OfferedWay, ...]:
    desk, network = window.design.reshaper.desk, window.roads.network
    assert desk is not None
    assert network is not None
    return ways_of(desk, network, shown(window), at)


def test_a_place_near_the_route_shows_its_detour_and_is_added_by_a_click(
    touring: MainWindow, qtbot: QtBot
) -> None:
    settle(touring, qtbot)
    touring.canvas.repaint()
    layer = touring.ways.near
    seen = [one for one in layer.near if layer.tag_of(one) is not None]
    assert seen
    spot = layer.tag_of(seen[0])
    assert spot is not None
    QTest.mouseMove(touring.canvas, spot.toPoint())
    assert touring.canvas.cursor().shape() is Qt.CursorShape.PointingHandCursor
    QTest.mouseClick(touring.canvas, LEFT, pos=spot.toPoint())
    assert seen[0].place_id in shown(touring).visited
    assert touring.menus.undo.text().startswith("Hoàn tác: thêm ")


def test_places_near_the_route_can_be_hidden(touring: MainWindow, qtbot: QtBot) -> None:
    settle(touring, qtbot)
    assert touring.ways.near.near
    touring.ways.near_action.trigger()
    assert not touring.ways.near.near
    assert not touring.ways.near_action.isChecked()


def test_a_locked_stop_is_drawn_with_a_lock(touring: MainWindow, qtbot: QtBot) -> None:
    spot = badge(touring, 1)
    corner = QRect(spot + QPoint(3, -18), QSize(14, 14))
    before = touring.canvas.grab(corner).toImage()
    touring.design.reshaper.reshape((SetLock(At(0, 1)),))
    wait_until_quiet(qtbot, touring)
    touring.canvas.repaint()
    assert touring.canvas.grab(corner).toImage() != before


def test_no_time_of_a_place_near_the_route_is_cut_by_the_edge_of_the_map(
    touring: MainWindow, qtbot: QtBot
) -> None:
    settle(touring, qtbot)
    touring.canvas.repaint()
    layer = touring.ways.near
    one = next(one for one in layer.near if layer.tag_of(one) is not None)
    place = touring.session.project.places[one.place_id]
    canvas = touring.canvas
    for dx, dy in ((0.5, 0.5), (0.5, -0.5), (-0.5, 0.5), (-0.5, -0.5)):
        canvas.show_point(place.lon, place.lat, zoom=16.0)
        canvas.pan_by((canvas.width() - 8) * dx, (canvas.height() - 8) * dy)
        wait_until_quiet(qtbot, touring)
        canvas.grab()
        for box, _ in layer.tags:
            assert QRectF(canvas.rect()).contains(box)
        assert one in [other for _, other in layer.tags]

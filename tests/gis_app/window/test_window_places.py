"""Finding and selecting places by keyboard and mouse."""

import pytest
from PySide6.QtCore import QModelIndex, QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from data.model.place import Category, PlaceId
from gis_app.main_window import MainWindow
from tests.gis_app.window.conftest import spot_of, type_text, wait_until_quiet

DONG_GIAO = PlaceId("lang-cham-khac-go-dong-giao")
KIEP_BAC = PlaceId("den-kiep-bac")


def test_the_window_opens_with_the_starter_data(window: MainWindow) -> None:
    assert len(window.places.shown) == len(window.session.project.places) > 200
    assert window.windowTitle().endswith("— Hành Trình")
    assert "OpenStreetMap" in window.map.credits.text()
    assert window.map.credits.isVisible()
    assert "Hải Dương" in window.status.network.text()


@pytest.mark.parametrize("typed", ["dong giao", "Đông Giao", "don g giao", "DONG GIAO"])
def test_typing_a_name_and_enter_selects_the_place(window: MainWindow, qtbot: QtBot, typed: str) -> None:
    window.places.search.setFocus()
    type_text(qtbot, window.places.search, typed)
    QTest.keyClick(window.places.search, Qt.Key.Key_Return)
    assert window.selection.place == DONG_GIAO
    assert window.inspector.isVisible()
    assert "Đông Giao" in window.inspector.name.text()


def test_down_goes_from_the_search_field_into_the_list(window: MainWindow, qtbot: QtBot) -> None:
    QTest.keyClicks(window.places.search, "kiep bac")
    QTest.keyClick(window.places.search, Qt.Key.Key_Down)
    assert window.selection.place == window.places.shown[0].id


def test_words_that_nothing_matches_show_what_to_do_and_clearing_brings_all_back(
    window: MainWindow, qtbot: QtBot
) -> None:
    QTest.keyClicks(window.places.search, "zzzzqqqq")
    assert not window.places.shown
    assert window.places.empty.isVisible()
    QTest.mouseClick(window.places.clear, Qt.MouseButton.LeftButton)
    assert len(window.places.shown) == len(window.session.project.places)


def test_a_filter_narrows_list_and_map_and_is_counted_on_its_chip(window: MainWindow, qtbot: QtBot) -> None:
    QTest.mouseClick(window.places.filters.chips["categories"].button, Qt.MouseButton.LeftButton)
    popup = window.places.filters.chips["categories"].popup
    assert popup.isVisible()
    row = list(Category).index(Category.CRAFT_VILLAGE)
    index = popup.list.model().index(row, 0, QModelIndex())
    spot = popup.list.visualRect(index).center()
    QTest.mouseClick(popup.list.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    popup.hide()
    assert {place.category for place in window.places.shown} == {Category.CRAFT_VILLAGE}
    assert window.places.filters.chips["categories"].button.text().endswith("(1)")


def test_a_click_on_a_symbol_selects_the_place_in_the_list(window: MainWindow, qtbot: QtBot) -> None:
    place = window.session.project.places[KIEP_BAC]
    window.canvas.show_point(place.lon, place.lat, zoom=15.0)
    wait_until_quiet(qtbot, window)
    QTest.mouseClick(window.canvas, Qt.MouseButton.LeftButton, pos=spot_of(window, place))
    assert window.selection.place == KIEP_BAC
    row = window.places.model.row_of(KIEP_BAC)
    assert window.places.list.currentIndex().row() == row
    assert window.inspector.isVisible()


def test_a_click_on_bare_ground_lets_go_of_the_selection(window: MainWindow, qtbot: QtBot) -> None:
    window.selection.choose_place(KIEP_BAC)
    window.canvas.show_point(103.0, 21.0, zoom=12.0)
    wait_until_quiet(qtbot, window)
    QTest.mouseClick(window.canvas, Qt.MouseButton.LeftButton, pos=QPoint(200, 300))
    assert window.selection.place is None
    assert not window.inspector.isVisible()


def test_a_click_on_a_cluster_zooms_in_on_it(window: MainWindow, qtbot: QtBot) -> None:
    marks = window.scene.sheets.marks.places
    cluster = max(marks, key=lambda mark: len(mark.places))
    x, y = window.scene.sheets.position(cluster.places[0], window.canvas.view)
    before = window.canvas.view.zoom
    QTest.mouseClick(window.canvas, Qt.MouseButton.LeftButton, pos=QPoint(round(x), round(y)))
    assert window.canvas.view.zoom >= before + 1


def test_hovering_a_symbol_tells_its_name_and_exactness(window: MainWindow, qtbot: QtBot) -> None:
    place = window.session.project.places[DONG_GIAO]
    window.canvas.show_point(place.lon, place.lat, zoom=15.0)
    wait_until_quiet(qtbot, window)
    QTest.mouseMove(window.canvas, spot_of(window, place))
    assert window.selection.hovered == DONG_GIAO
    tip = window.scene.tip(DONG_GIAO)
    assert "Đông Giao" in tip
    assert "gần đúng" in tip


def test_unknown_fields_are_said_to_be_unknown(window: MainWindow) -> None:
    window.selection.choose_place(DONG_GIAO)
    assert ("Mở cửa", "") in list(window.inspector.fields())


def test_the_wheel_keeps_the_point_under_the_pointer(window: MainWindow, qtbot: QtBot) -> None:
    spot = QPointF(420, 180)
    before, zoom = window.canvas.view.to_lon_lat(spot.x(), spot.y()), window.canvas.view.zoom
    event = QWheelEvent(
        spot, window.canvas.mapToGlobal(spot), QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,  # noqa: FBT003 - Qt's signature
    )  # fmt: skip
    QApplication.sendEvent(window.canvas, event)
    wait_until_quiet(qtbot, window)
    assert window.canvas.view.zoom > zoom
    assert window.canvas.view.to_lon_lat(spot.x(), spot.y()) == pytest.approx(before, abs=1e-6)


def test_dragging_moves_the_ground_with_the_pointer(window: MainWindow, qtbot: QtBot) -> None:
    canvas = window.canvas
    grabbed = canvas.view.to_lon_lat(300, 200)
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=QPoint(300, 200))
    for x in range(305, 361, 5):
        QTest.mouseMove(canvas, QPoint(x, 240))
    assert canvas.view.to_lon_lat(360, 240) == pytest.approx(grabbed, abs=1e-6)
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=QPoint(360, 240))


def test_arrow_keys_move_and_plus_zooms(window: MainWindow, qtbot: QtBot) -> None:
    view = window.canvas.view
    QTest.keyClick(window.canvas, Qt.Key.Key_Right)
    assert window.canvas.view.lon > view.lon
    QTest.keyClick(window.canvas, Qt.Key.Key_Plus)
    wait_until_quiet(qtbot, window)
    assert window.canvas.view.zoom == pytest.approx(view.zoom + 1, abs=0.25)


def test_resizing_keeps_the_centre(window: MainWindow) -> None:
    view = window.canvas.view
    window.resize(1500, 900)
    QApplication.processEvents()
    assert (window.canvas.view.lon, window.canvas.view.lat) == (view.lon, view.lat)
    assert window.canvas.view.width_px == window.canvas.width() > view.width_px


def test_a_place_of_the_list_that_is_out_of_sight_comes_into_view_with_one_click(window: MainWindow) -> None:
    dong_giao, kiep_bac = (window.session.project.places[key] for key in (DONG_GIAO, KIEP_BAC))
    window.canvas.show_point(dong_giao.lon, dong_giao.lat, zoom=14.0)
    QTest.keyClicks(window.places.search, "den kiep bac")
    spot = window.places.list.visualRect(window.places.model.index(0)).center()
    QTest.mouseClick(window.places.list.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert window.selection.place == KIEP_BAC
    x, y = window.canvas.view.point_px(kiep_bac.lon, kiep_bac.lat)
    assert 0 < x < window.inspector.x()
    assert 0 < y < window.canvas.height()
    assert window.canvas.view.zoom == 14.0


def test_a_place_in_sight_is_selected_in_the_list_without_moving_the_map(window: MainWindow) -> None:
    kiep_bac = window.session.project.places[KIEP_BAC]
    window.canvas.show_point(kiep_bac.lon, kiep_bac.lat, zoom=14.0)
    window.canvas.pan_by(-window.inspector.width() / 2, 0)
    before = window.canvas.view
    QTest.keyClicks(window.places.search, "den kiep bac")
    spot = window.places.list.visualRect(window.places.model.index(0)).center()
    QTest.mouseClick(window.places.list.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert window.selection.place == KIEP_BAC
    assert window.canvas.view == before


def test_a_panel_short_of_room_hides_no_filter(window: MainWindow) -> None:
    bar = window.places.filters
    window.places.resize(window.places.width(), 200)
    QApplication.processEvents()
    last = bar.saved.geometry()
    assert bar.rect().contains(last)
    assert bar.height() >= bar.heightForWidth(bar.width())

"""Finding one's way: a position to go to, bookmarks, views seen before, overview, coordinates."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QKeySequence, QNativeGestureEvent, QPointingDevice
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QInputDialog, QMenu
from pytestqt.qtbot import QtBot

from gis_app.main_window import MainWindow
from gis_app.map.overview import HEIGHT_PX, WIDTH_PX
from gis_app.navigating import REST_MS
from gis_app.settings import Settings
from tests.gis_app.window.conftest import PATIENCE_MS, MakeWindow, type_text, wait_until_quiet

LEFT = Qt.MouseButton.LeftButton
CHU_DAU = (106.4, 20.99)


def test_a_pasted_position_is_shown_and_marked_until_escape(window: MainWindow, qtbot: QtBot) -> None:
    window.navigating.ask_position()
    dialog = window.navigating.dialog
    assert dialog is not None
    assert not dialog.go.isEnabled()
    type_text(qtbot, dialog.position.line, "20.99, 106.4")
    QTest.mouseClick(dialog.go, LEFT)
    view = window.canvas.view
    assert (view.lon, view.lat) == pytest.approx(CHU_DAU)
    assert window.navigating.spot.spot == pytest.approx(CHU_DAU)
    assert not dialog.isVisible()
    QTest.keyClick(window.canvas, Qt.Key.Key_Escape)
    assert window.navigating.spot.spot is None


def test_what_is_no_position_is_explained_and_the_dialog_stays(window: MainWindow, qtbot: QtBot) -> None:
    before = window.canvas.view
    window.navigating.ask_position()
    dialog = window.navigating.dialog
    assert dialog is not None
    type_text(qtbot, dialog.position.line, "48.85, 2.35")
    QTest.keyClick(dialog.position.line, Qt.Key.Key_Return)
    assert dialog.isVisible()
    assert "ngoài Việt Nam" in dialog.position.note.text()
    assert window.canvas.view == before
    dialog.reject()


def test_coordinates_are_written_in_the_spelling_chosen_and_it_is_remembered(
    window: MainWindow, settings: Settings
) -> None:
    window.canvas.show_point(*CHU_DAU, zoom=14.0)
    QTest.mouseMove(window.canvas, window.canvas.rect().center())
    assert window.map.position.text().endswith("° Đ")
    texts = [action.text() for action in window.navigating.spellings.actions()]
    assert "VN-2000, Hà Nội (105°00′)" in texts
    action = next(one for one in window.navigating.spellings.actions() if "Hải Dương" in one.text())
    action.trigger()
    assert window.map.position.text().startswith("X 2.")
    assert settings.kept("coordinates") == "Hải Dương"
    window.navigating.choose_spelling("dms")
    assert "′" in window.map.position.text()


def test_the_coordinates_of_a_point_can_be_copied(window: MainWindow) -> None:
    menu = QMenu()
    window.navigating.fill_ground_menu(menu, *CHU_DAU)
    menu.actions()[0].trigger()
    assert QGuiApplication.clipboard().text() == "20,99000° B; 106,40000° Đ"


def test_a_view_is_kept_found_again_and_removed(window: MainWindow, qtbot: QtBot) -> None:
    window.canvas.show_point(*CHU_DAU, zoom=13.0)
    QTest.keySequence(window, QKeySequence("Ctrl+B"))
    dialog = window.findChildren(QInputDialog)[-1]
    dialog.setTextValue("Làng gốm & lò")
    dialog.accept()
    window.zoom_to_all()
    window.navigating.bookmarks.aboutToShow.emit()
    found = next(one for one in window.navigating.bookmarks.actions() if one.text() == "Làng gốm && lò")
    found.trigger()
    assert (window.canvas.view.lon, window.canvas.view.zoom) == pytest.approx((106.4, 13.0))
    window.navigating.bookmarks.aboutToShow.emit()
    removal = window.navigating.bookmarks.actions()[-1].menu()
    assert isinstance(removal, QMenu)
    removal.actions()[0].trigger()
    assert window.navigating.kept_bookmarks() == ()


def test_bookmarks_that_cannot_be_read_are_no_trouble(window: MainWindow, settings: Settings) -> None:
    settings.keep("bookmarks", '[{"name": "cũ"}]')
    assert window.navigating.kept_bookmarks() == ()


def test_views_where_the_map_rested_can_be_walked_back_and_forth(window: MainWindow, qtbot: QtBot) -> None:
    navigating = window.navigating
    spots = [(105.83, 21.03), (106.31, 20.94), CHU_DAU]
    for spot in spots:
        window.canvas.show_point(*spot, zoom=12.0)
        qtbot.waitUntil(lambda: not navigating._rest.isActive(), timeout=REST_MS * 4)
    assert not navigating.forth.isEnabled()
    navigating.back.trigger()
    assert window.canvas.view.lon == pytest.approx(106.31)
    navigating.back.trigger()
    assert window.canvas.view.lon == pytest.approx(105.83)
    navigating.forth.trigger()
    assert window.canvas.view.lon == pytest.approx(106.31)
    assert navigating.forth.isEnabled()


def test_the_overview_frames_the_view_and_moves_it(
    make_window: MakeWindow, qtbot: QtBot, settings: Settings
) -> None:
    window = make_window()
    overview = window.navigating.overview
    assert not overview.isVisible()
    window.navigating.show_overview.trigger()
    wait_until_quiet(qtbot, window)
    assert overview.isVisible()
    window.canvas.show_point(*CHU_DAU, zoom=12.0)
    frame = overview.frame()
    assert frame is not None
    assert overview.rect().contains(frame.center().toPoint())
    QTest.mouseClick(overview, LEFT, Qt.KeyboardModifier.NoModifier, QPoint(WIDTH_PX // 4, HEIGHT_PX // 2))
    assert window.canvas.view.lon < CHU_DAU[0] - 0.1
    middle = overview.frame()
    assert middle is not None
    assert middle.center().x() == pytest.approx(WIDTH_PX / 4, abs=1.5)
    before = window.canvas.view.lon
    QTest.keyClick(overview, Qt.Key.Key_Right)
    assert window.canvas.view.lon > before
    assert settings.kept("overview") == "shown"


def test_a_pinch_zooms_around_the_fingers(window: MainWindow, qtbot: QtBot) -> None:
    canvas, spot = window.canvas, QPointF(420, 180)
    before, zoom = canvas.view.to_lon_lat(spot.x(), spot.y()), canvas.view.zoom
    for kind, value in (
        (Qt.NativeGestureType.BeginNativeGesture, 0.0),
        (Qt.NativeGestureType.ZoomNativeGesture, 0.3),
        (Qt.NativeGestureType.ZoomNativeGesture, 0.3),
        (Qt.NativeGestureType.EndNativeGesture, 0.0),
    ):
        event = QNativeGestureEvent(
            kind,
            QPointingDevice.primaryPointingDevice(),
            2,
            spot,
            spot,
            canvas.mapToGlobal(spot),
            value,
            QPointF(),
        )
        QApplication.sendEvent(canvas, event)
    wait_until_quiet(qtbot, window)
    assert canvas.view.zoom > zoom + 0.5
    assert canvas.view.to_lon_lat(spot.x(), spot.y()) == pytest.approx(before, abs=1e-6)


def test_a_flick_lets_the_map_glide_and_a_press_stops_it(window: MainWindow, qtbot: QtBot) -> None:
    canvas, left = window.canvas, Qt.MouseButton.LeftButton
    QTest.mousePress(canvas, left, pos=QPoint(500, 200))
    for x in range(480, 290, -20):
        QTest.mouseMove(canvas, QPoint(x, 200))
    QTest.mouseRelease(canvas, left, pos=QPoint(300, 200))
    let_go = canvas.view.lon
    gliding = [canvas.is_moving]
    qtbot.waitUntil(lambda: canvas.view.lon > let_go, timeout=PATIENCE_MS)
    QTest.mousePress(canvas, left, pos=QPoint(300, 300))
    assert [*gliding, canvas.is_moving] == [True, False]
    QTest.mouseRelease(canvas, left, pos=QPoint(300, 300))


def test_ctrl_2_shows_the_places_selected(window: MainWindow, qtbot: QtBot) -> None:
    places = list(window.session.project.places.values())
    window.selection.choose_place(places[0].id)
    QTest.keyClick(window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    wait_until_quiet(qtbot, window)
    view = window.canvas.view
    assert (view.lon, view.lat) == pytest.approx((places[0].lon, places[0].lat), abs=1e-3)
    window.register.dock.show()
    window.register.table.selectAll()
    QTest.keyClick(window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    wait_until_quiet(qtbot, window)
    for place in places:
        x, y = window.canvas.view.point_px(place.lon, place.lat)
        assert window.canvas.rect().contains(round(x), round(y))


def test_f11_fills_the_screen_and_gives_it_back(window: MainWindow) -> None:
    QTest.keyClick(window, Qt.Key.Key_F11)
    states = [window.isFullScreen()]
    QTest.keyClick(window, Qt.Key.Key_F11)
    assert [*states, window.isFullScreen()] == [True, False]

"""The request and the rest of the window: wards and points on the map, calendar, best dates, templates."""

from dataclasses import replace
from datetime import date, timedelta
from functools import partial

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from data.calendar.almanac import coming_festivals
from data.model.place import Category, PlaceId
from data.model.request import CandidateFilter
from data.model.units import UnitId
from gis_app.docks.designer_panel import REQUEST_PAGE, RESULT_PAGE
from gis_app.docks.templates import template_requests
from gis_app.main_window import MainWindow
from gis_app.planning import DatesWork, rank_dates
from gis_app.workers import TaskContext
from routes.planner.dates import DateRanking
from tests.gis_app.window.conftest import PATIENCE_MS, MakeWindow, spot_of, wait_until_quiet

LEFT = Qt.MouseButton.LeftButton
TAY_TUU_LON_LAT = (105.7375, 21.0683)


def middle(window: MainWindow) -> QPoint:
    return QPoint(window.canvas.width() // 2, window.canvas.height() // 2)


def quick_dates(work: DatesWork, context: TaskContext) -> DateRanking:
    """Rank with the least time and few candidates."""
    near = ("lang-gom-chu-dau", "van-mieu-mao-dien")
    wanted = replace(work.request.candidates, place_ids=tuple(PlaceId(key) for key in near))
    return rank_dates(replace(work, request=replace(work.request, candidates=wanted), seconds=0.3), context)


def test_wards_are_chosen_by_clicks_on_the_map_and_shaded(window: MainWindow, qtbot: QtBot) -> None:
    window.canvas.show_point(*TAY_TUU_LON_LAT, zoom=13)
    wait_until_quiet(qtbot, window)
    form = window.designer.form
    QTest.mouseClick(form.units.on_map, LEFT)
    tools = window.canvas.tools
    assert tools.active is window.requesting.unit_tool
    here = window.requesting.unit_tool.unit_at(
        *window.canvas.view.to_lon_lat(middle(window).x(), middle(window).y())
    )
    assert here is not None
    QTest.mouseMove(window.canvas, middle(window))
    QTest.mouseClick(window.canvas, LEFT, pos=middle(window))
    assert here.id in form.units.units
    assert window.requesting.unit_tool.shaded == (here.id,)
    assert here.name_vi in window.requesting.unit_tool.hint
    QTest.keyClick(window.canvas, Qt.Key.Key_Space)
    assert here.id not in form.units.units
    QTest.keyClick(window.canvas, Qt.Key.Key_Space)
    QTest.keyClick(window.canvas, Qt.Key.Key_Return)
    assert not tools.is_grabbing
    assert tools.cursor is not Qt.CursorShape.PointingHandCursor
    assert form.request().cover_units == (here.id,)
    assert here.id in window.requesting.shade.shaded
    window.designer.show_page(RESULT_PAGE)
    assert here.id not in window.requesting.shade.shaded
    window.designer.show_page(REQUEST_PAGE)


def test_a_former_ward_is_found_by_name_and_shades_its_heirs(window: MainWindow) -> None:
    project, form = window.session.project, window.designer.form
    former = next(
        key
        for key, unit in project.units.items()
        if unit.is_former and any(project.units[heir].geometry for heir in project.heirs.get(key, ()))
    )
    QTest.mouseClick(form.units.button, LEFT)
    popup = form.units.popup
    assert any("trước" in popup._model.item(row).text() for row in range(popup._model.rowCount()))
    popup.hide()
    form.units.choose([former])
    assert set(window.requesting.shade.shaded) <= project.heirs[former]
    assert window.requesting.shade.shaded


def test_start_is_picked_on_the_map_as_a_place_or_as_a_point(window: MainWindow, qtbot: QtBot) -> None:
    form, place = window.designer.form, window.session.project.places[PlaceId("lang-gom-chu-dau")]
    window.canvas.show_point(place.lon, place.lat, zoom=15)
    wait_until_quiet(qtbot, window)
    window.requesting.pick_spot(form.start)
    QTest.mouseClick(window.canvas, LEFT, pos=spot_of(window, place))
    assert form.request().start.place_id == place.id
    window.requesting.pick_spot(form.finish)
    QTest.mouseClick(window.canvas, LEFT, pos=QPoint(60, window.canvas.height() - 120))
    end = form.request().end
    assert end.place_id is None
    assert end.label == "Điểm trên bản đồ"
    window.requesting.pick_spot(form.finish)
    QTest.keyClick(window.canvas, Qt.Key.Key_Escape)
    assert form.request().end == end


def test_the_calendar_is_walked_by_keys_and_sets_the_date(window: MainWindow) -> None:
    form = window.designer.form
    form.first_date.set_day(date(2026, 11, 28))
    QTest.mouseClick(form.when.open_calendar, LEFT)
    grid = form.when.calendar.grid
    assert grid.hasFocus()
    assert "20/10 âm lịch" in grid.accessibleDescription()
    assert "Bính Ngọ" in form.when.calendar.lunar.text()
    QTest.keyClick(grid, Qt.Key.Key_Right)
    QTest.keyClick(grid, Qt.Key.Key_PageDown)
    assert grid.current == date(2026, 12, 29)
    QTest.keyClick(grid, Qt.Key.Key_Home)
    QTest.keyClick(grid, Qt.Key.Key_Return)
    assert form.request().dates == (date(2026, 12, 1),)
    assert not form.when.calendar.isVisible()


def test_a_day_of_the_calendar_is_chosen_by_a_click(window: MainWindow) -> None:
    form = window.designer.form
    form.first_date.set_day(date(2026, 11, 28))
    form.when.show_calendar()
    grid = form.when.calendar.grid
    QTest.mouseClick(grid, LEFT, pos=grid.cell(date(2026, 11, 14)).center())
    assert form.request().dates == (date(2026, 11, 14),)


def test_a_festival_of_the_calendar_sets_the_date_and_becomes_a_must(window: MainWindow) -> None:
    window.requesting.show_festivals()
    dialog = window.requesting.festivals
    assert dialog is not None
    coming = coming_festivals(window.session.project.places.values(), window.designer.form.today)
    QApplication.processEvents()
    buttons = dialog.panel.festival_buttons()
    assert len(buttons) >= min(len(coming), 20)
    wanted = next(time for time in coming if time.first > window.designer.form.today)
    unit = window.session.project.places[wanted.place_id].unit_after
    said = next(button for button in buttons if button.toolTip().startswith(wanted.text))
    assert unit is None or window.session.project.units[UnitId(unit)].name_vi in said.text()
    said.click()
    request = window.designer.form.request()
    assert request.dates[0] == wanted.first
    assert wanted.place_id in request.must
    window.speak("en")
    assert dialog.windowTitle() == "Festival calendar"
    dialog.close()


def test_the_best_dates_are_searched_in_a_process_and_taken_by_a_click(
    make_window: MakeWindow, qtbot: QtBot
) -> None:
    window = make_window()
    form = window.designer.form
    form.first_date.set_day(date(2026, 11, 28))
    window.requesting.best_dates.rank = quick_dates
    QTest.mouseClick(form.when.best_dates, LEFT)
    dialog = window.requesting.best_dates.dialog
    assert dialog is not None
    assert dialog.search.isDefault()
    dialog.last.set_day(date(2026, 11, 30))
    QTest.mouseClick(dialog.search, LEFT)
    qtbot.waitUntil(lambda: dialog.list.count() == 3, timeout=PATIENCE_MS)
    wait_until_quiet(qtbot, window)
    assert "điểm số" in dialog.list.item(0).text()
    assert "âm lịch" in dialog.list.item(0).text()
    window.speak("en")
    assert "points" in dialog.list.item(0).text()
    dialog.list.setCurrentRow(2)
    taken = date.fromordinal(dialog.list.item(2).data(Qt.ItemDataRole.UserRole))
    QTest.mouseClick(dialog.take, LEFT)
    assert form.request().dates == (taken,)


def test_a_range_of_dates_that_ends_before_it_begins_is_said_in_the_dialog(
    make_window: MakeWindow, qtbot: QtBot
) -> None:
    window = make_window()
    window.requesting.find_dates()
    dialog = window.requesting.best_dates.dialog
    assert dialog is not None
    dialog.last.set_day(dialog.first.day - timedelta(days=3))
    dialog.search.click()
    qtbot.waitUntil(lambda: not window.desk.jobs.running, timeout=PATIENCE_MS)
    assert "kết thúc trước khi bắt đầu" in dialog.note.text()
    dialog.close()


def test_a_request_kept_as_a_template_is_offered_and_loads_equal(window: MainWindow) -> None:
    form, templates = window.designer.form, window.requesting.templates
    example = template_requests(window.session.project)[1]
    form.load(example)
    templates.ask_name()
    dialog = templates.dialog
    assert dialog is not None
    dialog.setTextValue("Mẫu của phòng")
    dialog.accept()
    assert [file.name for file in templates.folder.iterdir()] == ["mau-cua-phong.toml"]
    form.begin_anew()
    menu = window.designer.templates.menu()
    action = next(action for action in menu.actions() if action.text() == "Mẫu của phòng")
    action.trigger()
    assert form.request() == replace(example, title_vi="Mẫu của phòng")


def test_the_commands_of_the_request_are_actions_with_words(window: MainWindow) -> None:
    texts = {action.text().replace("&", "") for action in window.findChildren(QAction)}
    assert {"Lịch lễ hội…", "Tìm ngày phù hợp nhất…", "Chọn phường/xã trên bản đồ"} <= texts
    trigger = partial(
        next, (a for a in window.findChildren(QAction) if "Chọn phường" in a.text().replace("&", ""))
    )
    trigger().trigger()
    assert window.canvas.tools.active is window.requesting.unit_tool


def test_what_may_be_visited_is_ringed_on_the_map_while_the_request_is_written(
    window: MainWindow, qtbot: QtBot
) -> None:
    requesting, designer = window.requesting, window.designer
    designer.show_page(REQUEST_PAGE)
    wait_until_quiet(qtbot, window)
    before = window.canvas.grab().toImage()
    requesting.show_marks.trigger()
    assert requesting.marks.count > 0
    assert window.canvas.grab().toImage() != before
    only = CandidateFilter(categories=(Category.CRAFT_VILLAGE,))
    requesting.form.load(replace(requesting.form.request(), candidates=only))
    places = window.session.project.places.values()
    wanted = [place for place in places if place.category is Category.CRAFT_VILLAGE]
    qtbot.waitUntil(lambda: requesting.marks.count == len(wanted), timeout=PATIENCE_MS)
    designer.show_page(RESULT_PAGE)
    assert requesting.marks.count == 0

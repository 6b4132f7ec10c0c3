"""Asking for a tour, planning it in a process, reading, undoing and exporting it."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from math import hypot
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt, QTime
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QMessageBox
from pytestqt.qtbot import QtBot

from data.model.demands.means import Budget
from data.model.demands.order import Pins
from data.model.demands.times import Break, BreakKind, DayRule
from data.model.place import PlaceId
from data.model.project import Project
from data.model.request import TourRequest
from data.model.travel_mode import TravelMode
from data.model.units import UnitId
from gis_app.dialogs.folder import FolderDialog
from gis_app.docks.designer_panel import SWAP_MS
from gis_app.docks.stop_row import StopRow
from gis_app.docks.templates import template_requests
from gis_app.main_window import MainWindow
from gis_app.outputs import OUTPUT_NAMES
from gis_app.planning import Planner, plan
from gis_app.widgets.place_picker import PlacePicker
from layers.marks import ANCHOR_REACH_PX
from tests.gis_app.window import planners
from tests.gis_app.window.conftest import PATIENCE_MS, MakeWindow, wait_until_quiet

CHU_DAU = PlaceId("lang-gom-chu-dau")


def fill(window: MainWindow, qtbot: QtBot) -> None:
    """Fill in the form as a planner does: title, start by typing, a must by typing."""
    form = window.designer.form
    QTest.keyClicks(form.title, "Gom xu Dong")
    type_place(form.start, "ga hai duong", qtbot)
    type_place(form.must_picker, "chu dau", qtbot)


def type_place(picker: PlacePicker, text: str, qtbot: QtBot) -> None:
    """Type into a picker and take the first place of its list."""
    picker.setFocus()
    QTest.keyClicks(picker, text)
    popup = picker.completer().popup()
    assert popup is not None
    QTest.keyClick(popup, Qt.Key.Key_Down)
    QTest.keyClick(popup, Qt.Key.Key_Return)


def press_plan(window: MainWindow, qtbot: QtBot) -> None:
    """Press the primary button and wait for the plan."""
    QTest.mouseClick(window.designer.plan, Qt.MouseButton.LeftButton)
    wait_until_quiet(qtbot, window)


def shown_texts(window: MainWindow) -> str:
    """Return everything the day cards say."""
    return "\n".join(
        label.text() for label in window.designer.cards.findChildren(QLabel) if label.isVisible()
    )


def test_filling_the_form_and_pressing_plan_shows_the_tour_everywhere(
    window: MainWindow, qtbot: QtBot
) -> None:
    fill(window, qtbot)
    press_plan(window, qtbot)
    tour = window.tours.shown
    assert tour is not None
    assert tour.title_vi == "Gom xu Dong"
    assert CHU_DAU in tour.visited
    assert "Làng gốm Chu Đậu" in shown_texts(window)
    assert window.timeline.tip(window.timeline.blocks[0][1]).startswith("Tham quan")
    assert window.scene.tour_bounds() is not None
    assert "Lập tuyến “Gom xu Dong”" in window.session.stack.undoText()
    assert window.windowTitle().startswith("● ")


def test_undo_takes_the_planned_tour_away_and_redo_brings_it_back(window: MainWindow, qtbot: QtBot) -> None:
    fill(window, qtbot)
    press_plan(window, qtbot)
    tour = window.tours.shown
    window.menus.undo.trigger()
    assert window.tours.shown is None
    assert not window.session.project.tours
    assert not window.session.is_dirty
    window.menus.redo.trigger()
    assert window.tours.shown == tour


def test_a_missing_start_point_is_said_beside_the_button(window: MainWindow, qtbot: QtBot) -> None:
    window.session.open(Project(), None)  # nothing that could be suggested
    QTest.mouseClick(window.designer.plan, Qt.MouseButton.LeftButton)
    assert "điểm xuất phát" in window.designer.form.problem.text()
    assert window.designer.form.problem.isVisible()
    assert not window.tours.is_planning


def test_the_number_of_candidates_follows_the_form(window: MainWindow, qtbot: QtBot) -> None:
    form = window.designer.form
    before = form.summary.text()
    QTest.mouseClick(form.categories.chip(form.categories.keys[1]), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: form.summary.text() != before, timeout=PATIENCE_MS)


def test_stopping_keeps_the_best_tour_so_far(make_window: MakeWindow, qtbot: QtBot) -> None:
    window = make_window(planners.endless)
    fill(window, qtbot)
    QTest.mouseClick(window.designer.plan, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.scene.tour_bounds() is not None, timeout=PATIENCE_MS)
    QTest.mouseClick(window.designer.stop, Qt.MouseButton.LeftButton)
    wait_until_quiet(qtbot, window)
    tour = window.tours.shown
    assert tour is not None
    assert tour.title_vi == "Phương án tạm"


def test_a_tour_planned_for_one_project_is_not_kept_in_the_next_one(
    make_window: MakeWindow, qtbot: QtBot
) -> None:
    window = make_window(planners.endless)
    fill(window, qtbot)
    QTest.mouseClick(window.designer.plan, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.scene.tour_bounds() is not None, timeout=PATIENCE_MS)
    window.session.open(Project(), None)
    wait_until_quiet(qtbot, window)
    assert not window.tours.is_planning
    assert not window.session.project.tours


@pytest.mark.parametrize("planner", [planners.endless, planners.deaf])
def test_closing_while_a_plan_is_made_ends_the_process(
    make_window: MakeWindow, qtbot: QtBot, planner: Planner
) -> None:
    window = make_window(planner)
    fill(window, qtbot)
    QTest.mouseClick(window.designer.plan, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.scene.tour_bounds() is not None, timeout=PATIENCE_MS)
    window.close()
    assert not window.desk.jobs.running


def test_a_request_that_cannot_be_met_is_explained_in_the_form(make_window: MakeWindow, qtbot: QtBot) -> None:
    window = make_window(planners.impossible)
    fill(window, qtbot)
    press_plan(window, qtbot)
    assert window.designer.form.problem.text() == "Không thể đáp ứng yêu cầu:"
    assert window.tours.shown is None


def test_a_planner_that_breaks_is_told_in_words_with_details_to_copy(
    make_window: MakeWindow, qtbot: QtBot
) -> None:
    window = make_window(planners.broken)
    fill(window, qtbot)
    press_plan(window, qtbot)
    box = window.findChild(QMessageBox)
    assert box is not None
    assert "ZeroDivisionError" not in box.text()
    copy = next(button for button in box.buttons() if button.text() == "Sao chép báo cáo")
    QTest.mouseClick(copy, Qt.MouseButton.LeftButton)
    assert "ZeroDivisionError" in QApplication.clipboard().text()
    box.close()


def test_a_dropped_place_can_be_made_a_must(window: MainWindow, qtbot: QtBot) -> None:
    fill(window, qtbot)
    press_plan(window, qtbot)
    tour = window.tours.shown
    assert tour is not None
    dropped = tour.dropped[0].place_id
    window.designer.cards.must_asked.emit(dropped)
    assert dropped in window.designer.form.request().must


def test_a_click_on_a_stop_selects_its_place_on_map_and_timeline(window: MainWindow, qtbot: QtBot) -> None:
    fill(window, qtbot)
    press_plan(window, qtbot)
    row = next(row for row in window.designer.cards.findChildren(StopRow) if row.place == CHU_DAU)
    QTest.mouseClick(row, Qt.MouseButton.LeftButton)
    assert window.selection.place == CHU_DAU
    assert window.inspector.isVisible()


def test_the_templates_fit_the_starter_and_survive_the_form(window: MainWindow) -> None:
    requests = template_requests(window.session.project)
    assert len(requests) == 6
    for request in requests:
        window.designer.form.load(request)
        assert window.designer.form.request() == request


def _asking_for_more_than_the_form_shows(request: TourRequest) -> TourRequest:
    start = replace(request.start, label="Cổng sau nhà ga")
    dates = tuple(date(2026, 11, 1) + timedelta(days=2 * day) for day in range(9))
    return replace(
        request.on_dates(dates),
        start=start,
        day_start_s=7 * 3600 + 1,
        days=(DayRule(day=8, start_s=9 * 3600, mode=TravelMode.FOOT),),
        breaks=(Break(place_ids=(CHU_DAU,)), Break(18 * 3600, 19 * 3600, 3600, BreakKind.DINNER)),
        pins=Pins(fixed_days={CHU_DAU: 7}),
        budget=Budget(limit_vnd=9_000_000),
        candidates=replace(request.candidates, units=(UnitId("10525"),)),
        cover_units=(UnitId("10546"),),
        never=(PlaceId("den-kiep-bac"),),
        must=(),
    )


def test_the_form_loses_nothing_that_it_does_not_show(window: MainWindow) -> None:
    form = window.designer.form
    request = _asking_for_more_than_the_form_shows(template_requests(window.session.project)[0])
    form.load(request)
    assert form.request() == request


def test_a_change_in_the_form_changes_nothing_else(window: MainWindow) -> None:
    form = window.designer.form
    request = _asking_for_more_than_the_form_shows(template_requests(window.session.project)[0])
    form.load(request)
    form.group.setValue(33)
    assert form.request() == replace(request, group_size=33)
    form.lunch_minutes.setValue(45)
    lunch = Break(duration_s=45 * 60, place_ids=(CHU_DAU,))
    assert form.request() == replace(request, group_size=33, breaks=(lunch, request.breaks[1]))


def test_another_first_date_moves_all_days_with_their_gaps_and_rules(window: MainWindow) -> None:
    form = window.designer.form
    request = _asking_for_more_than_the_form_shows(template_requests(window.session.project)[0])
    form.load(request)
    form.first_date.set_day(date(2026, 11, 11))
    moved = tuple(day + timedelta(days=10) for day in request.dates)
    assert form.request() == replace(request, dates=moved)


def test_fewer_days_and_more_days_again_bring_the_rules_back(window: MainWindow) -> None:
    form = window.designer.form
    request = replace(
        _asking_for_more_than_the_form_shows(template_requests(window.session.project)[0]).on_dates(
            (date(2026, 11, 1), date(2026, 11, 2), date(2026, 11, 3))
        ),
        days=(DayRule(day=2, mode=TravelMode.FOOT),),
    )
    form.load(request)
    form.days.setValue(2)
    assert form.request().days == ()
    form.days.setValue(3)
    assert form.request() == request


def test_a_place_made_a_must_is_no_longer_never_visited(window: MainWindow) -> None:
    form = window.designer.form
    form.load(_asking_for_more_than_the_form_shows(template_requests(window.session.project)[0]))
    form.add_must(PlaceId("den-kiep-bac"))
    assert form.request().never == ()
    assert form.request().must == ("den-kiep-bac",)


def test_without_a_start_point_the_middle_of_the_candidates_is_suggested_and_used(
    window: MainWindow, qtbot: QtBot
) -> None:
    form = window.designer.form
    assert form.start.placeholderText().endswith("(gợi ý)")
    request = form.request()
    assert request.start.place_id in window.session.project.places
    assert request.start.label in form.start.placeholderText()
    press_plan(window, qtbot)
    assert window.tours.shown is not None


def test_enter_takes_the_best_place_found_for_what_was_typed(window: MainWindow) -> None:
    picker = window.designer.form.start
    picker.setFocus()
    QTest.keyClicks(picker, "ga hai duong")
    QTest.keyClick(picker, Qt.Key.Key_Return)
    assert picker.anchor is not None
    assert picker.anchor.label == picker.text() == "Ga Hải Dương"


def test_a_long_name_among_the_chosen_does_not_widen_the_form(window: MainWindow) -> None:
    project = window.session.project
    longest = max(project.places.values(), key=lambda place: len(place.name_vi))
    window.designer.form.add_must(longest.id)
    QApplication.processEvents()
    assert window.designer.form.minimumSizeHint().width() <= window.designer.width()


def test_a_time_can_be_typed_over_after_a_click_and_over_the_whole(window: MainWindow) -> None:
    field = window.designer.form.end
    line = field.findChild(QLineEdit)
    assert line is not None
    QTest.mouseClick(line, Qt.MouseButton.LeftButton, pos=QPoint(6, 8))
    QApplication.processEvents()
    QTest.keyClicks(field, "0815")
    assert field.time() == QTime(8, 15)
    QTest.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(field, "1630")
    assert field.time() == QTime(16, 30)


def test_scrolling_the_form_with_the_wheel_changes_no_field(window: MainWindow) -> None:
    form = window.designer.form
    form.title.setFocus()
    before = form.request()
    for field in (form.group, form.begin, form.first_date, form.mode):
        spot = QPointF(field.rect().center())
        turn = QWheelEvent(
            spot,
            field.mapToGlobal(spot),
            QPoint(),
            QPoint(0, -120),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,  # noqa: FBT003 - Qt's signature
        )
        QApplication.sendEvent(field, turn)
    assert form.request() == before


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_tab_key_walks_the_form_from_top_to_bottom(window: MainWindow, language: str) -> None:
    window.speak(language)
    form = window.designer.form
    form.title.setFocus()
    tops = []
    while (focused := QApplication.focusWidget()) is not None and form.isAncestorOf(focused):
        tops.append(focused.mapTo(form, QPoint()).y())
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    # Fields of one sentence differ by a pixel or two.
    assert all(after >= before - 12 for before, after in pairwise(tops)), str(tops)
    assert tops[-1] == form.more.mapTo(form, QPoint()).y()


@pytest.mark.parametrize("zoom", [9.0, 10.0, 11.0, 12.0])
def test_no_symbol_covers_where_a_day_starts_or_ends(window: MainWindow, qtbot: QtBot, zoom: float) -> None:
    fill(window, qtbot)
    press_plan(window, qtbot)
    start = window.designer.form.request().start
    window.canvas.show_point(start.lon, start.lat, zoom=zoom)
    wait_until_quiet(qtbot, window)
    marks = window.scene.sheets.marks
    assert marks.anchors
    for _, x, y in marks.anchors:
        for mark in marks.places:
            assert hypot(mark.x - x, mark.y - y) >= ANCHOR_REACH_PX + mark.radius_px


def test_a_late_click_on_stop_does_not_open_the_export(window: MainWindow, qtbot: QtBot) -> None:
    asked: list[bool] = []
    window.designer.export_asked.disconnect()
    window.designer.export_asked.connect(lambda: asked.append(True))
    press_plan(window, qtbot)
    window.designer.show_planning(is_planning=False)
    QTest.mouseClick(window.designer.export, Qt.MouseButton.LeftButton)
    assert not asked
    QTest.qWait(SWAP_MS + 50)
    QTest.mouseClick(window.designer.export, Qt.MouseButton.LeftButton)
    assert asked


def test_a_new_folder_typed_in_the_export_dialog_is_made(window: MainWindow, tmp_path: Path) -> None:
    dialog = FolderDialog(window, "", tmp_path)
    dialog.setOption(FolderDialog.Option.DontUseNativeDialog)
    chosen: list[str] = []
    dialog.fileSelected.connect(chosen.append)
    field = dialog.findChild(QLineEdit, "fileNameEdit")
    assert field is not None
    field.setText(str(tmp_path / "kế hoạch"))
    dialog.accept()
    assert chosen == [str(tmp_path / "kế hoạch")]
    assert (tmp_path / "kế hoạch").is_dir()


@pytest.mark.slow
def test_a_real_plan_on_the_starter_roads_can_be_exported(
    make_window: MakeWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    window = make_window(plan)
    form = window.designer.form
    fill(window, qtbot)
    form.mode.setCurrentIndex(form.mode.findData(TravelMode.CAR))
    window.tours.plan(_small(window))
    wait_until_quiet(qtbot, window)
    tour = window.tours.shown
    assert tour is not None
    assert CHU_DAU in tour.visited
    assert all(leg.geometry is not None for leg in tour.days[0].legs if leg.distance_m > 100)
    dialog = window.exports.ask_export(tour)
    assert dialog is not None
    dialog.use_folder(tmp_path)
    for box in dialog.form.formats.values():
        box.setChecked(True)
    dialog.write.click()
    qtbot.waitUntil(dialog.open_folder.isVisible, timeout=PATIENCE_MS)
    assert {*OUTPUT_NAMES.values(), "a4-leaflet.pdf"} == {file.name for file in dialog.folder.iterdir()}
    dialog.close()
    wait_until_quiet(qtbot, window)


def _small(window: MainWindow) -> TourRequest:
    request = window.designer.form.request()
    near = ("lang-gom-chu-dau", "lang-cham-khac-go-dong-giao", "van-mieu-mao-dien")
    chosen = replace(request.candidates, place_ids=tuple(PlaceId(key) for key in near))
    return replace(request, candidates=chosen, seconds=1.5)

"""Saving, opening, importing; nothing unsaved is lost without a question."""

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from data.edits import PutTour, SetTitle
from data.storage.gpkg import open_project, save_project
from data.storage.versions import versions
from gis_app.actions import Act
from gis_app.app import begin
from gis_app.dialogs.import_preview import ImportPreview
from gis_app.dialogs.versions import VersionsDialog
from gis_app.dialogs.welcome import WelcomePage
from gis_app.docks.designer_panel import RESULT_PAGE
from gis_app.main_window import MainWindow
from gis_app.settings import Settings
from layers.viewport import bounds_of
from routes.network.file import save_network
from routes.network.starter import starter_network
from tests.gis_app.window.conftest import wait_until_quiet
from tests.gis_app.window.tours import TOUR, hand_made

CSV = "id,name_vi,category,lon,lat\nquan-thu,Quán thử,food_market,105.85,21.03\n"


def change(window: MainWindow, title: str = "Dự án thử") -> None:
    """Make an undoable change."""
    window.session.do(SetTitle(title), "Set the title")


def answer(window: MainWindow, qtbot: QtBot, text: str) -> None:
    """Press a button of the question that is open."""
    box = next(box for box in window.findChildren(QMessageBox) if box.isVisible())
    button = next(button for button in box.buttons() if button.text() == text)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_a_saved_project_opens_as_it_was(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    change(window)
    path = tmp_path / "thử.gpkg"
    saved = window.session.project
    window.files.save_to(path)
    wait_until_quiet(qtbot, window)
    assert not window.session.is_dirty
    assert window.windowTitle() == "thử — Hành Trình"
    window.files.new()
    wait_until_quiet(qtbot, window)
    assert not window.session.project.places
    window.files.open(path)
    wait_until_quiet(qtbot, window)
    assert window.session.project.title == "Dự án thử"
    assert window.session.project.places == saved.places
    assert window.desk.settings.recent == (path,)
    assert not window.session.stack.count()


def test_a_project_with_a_tour_opens_on_the_tour_and_its_request(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    window.session.do(PutTour(hand_made(window.session.project)), "a tour")
    path = tmp_path / "tuyến.gpkg"
    window.files.save_to(path)
    wait_until_quiet(qtbot, window)
    window.files.new()
    wait_until_quiet(qtbot, window)
    window.designer.show_request()
    window.files.open(path)
    wait_until_quiet(qtbot, window)
    qtbot.waitUntil(lambda: window.designer.page == RESULT_PAGE)
    assert window.designer.form.title.text() == "Tuyến tay"
    assert len(window.designer.form.request().dates) == 2
    shown = bounds_of(
        (stop.lon, stop.lat) for day in window.session.project.tours[TOUR].days for stop in day.stops
    )
    west, south, east, north = window.canvas.view.bounds
    assert west <= shown[0] <= shown[2] <= east
    assert south <= shown[1] <= shown[3] <= north


def test_closing_with_changes_asks_and_cancel_keeps_the_window(window: MainWindow, qtbot: QtBot) -> None:
    change(window)
    window.close()
    assert window.isVisible()
    answer(window, qtbot, "Hủy")
    assert window.isVisible()
    window.close()
    answer(window, qtbot, "Không lưu")
    assert not window.isVisible()


def test_saving_when_asked_on_closing_saves_and_closes(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "a.gpkg"
    window.files.save_to(path)
    wait_until_quiet(qtbot, window)
    change(window, "Đã đổi")
    window.close()
    answer(window, qtbot, "Lưu")
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=30_000)
    assert path.stat().st_size > 10_000


def test_a_file_that_is_no_project_is_refused_in_words_and_the_open_one_stays(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "hỏng.gpkg"
    path.write_bytes(b"not a database")
    before = window.session.project
    window.files.open(path)
    wait_until_quiet(qtbot, window)
    box = next(box for box in window.findChildren(QMessageBox) if box.isVisible())
    assert "hỏng.gpkg" in box.text()
    assert "Traceback" not in box.text()
    box.close()
    assert window.session.project is before


def test_imported_places_are_one_undoable_change(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "quán.csv"
    path.write_text(CSV, encoding="utf-8")
    before = len(window.session.project.places)
    window.imports.read(path)
    wait_until_quiet(qtbot, window)
    (preview,) = window.findChildren(ImportPreview)
    assert len(window.session.project.places) == before
    QTest.mouseClick(preview.take, Qt.MouseButton.LeftButton)
    assert len(window.session.project.places) == before + 1
    QTest.keyClicks(window.places.search, "quan thu")
    assert window.places.shown[0].name_vi == "Quán thử"
    window.menus.undo.trigger()
    assert len(window.session.project.places) == before


def test_a_table_with_faults_changes_nothing(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "lỗi.csv"
    path.write_text(CSV.replace("105.85,21.03", "21.03,105.85"), encoding="utf-8")
    before = window.session.project
    window.imports.read(path)
    wait_until_quiet(qtbot, window)
    (preview,) = window.findChildren(ImportPreview)
    assert not preview.take.isEnabled()
    (line,) = preview.model.lines
    assert line.number == 2
    shown = preview.model.data(preview.model.index(0, 1))
    assert "dòng 2" in shown
    path.write_text(CSV, encoding="utf-8")
    QTest.mouseClick(preview.again, Qt.MouseButton.LeftButton)
    wait_until_quiet(qtbot, window)
    (again,) = (one for one in window.findChildren(ImportPreview) if one.isVisible())
    assert again.take.isEnabled()
    QTest.keyClick(again, Qt.Key.Key_Escape)
    assert window.session.project is before


def test_another_road_network_is_named_in_the_status_bar(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "khác.htnet"
    save_network(starter_network().with_meta(name="Mạng khác"), path)
    window.roads.load(path)
    wait_until_quiet(qtbot, window)
    assert "Mạng khác" in window.status.network.text()
    assert window.roads.path == path


def changed_elsewhere(window: MainWindow, qtbot: QtBot, path: Path) -> None:
    """Save to ``path``, let another program change the file, change the project here and save again."""
    change(window)
    window.files.save_to(path)
    wait_until_quiet(qtbot, window)
    save_project(replace(window.session.project, title="Của chương trình khác"), path)
    change(window, "Của cửa sổ này")
    window.files.save()
    qtbot.waitUntil(lambda: any(box.isVisible() for box in window.findChildren(QMessageBox)))


def test_a_file_changed_by_another_program_is_not_replaced_without_a_question(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "chung.gpkg"
    changed_elsewhere(window, qtbot, path)
    assert open_project(path).title == "Của chương trình khác"
    assert window.session.is_dirty
    answer(window, qtbot, "Đóng")
    assert open_project(path).title == "Của chương trình khác"


def test_replacing_it_keeps_what_the_other_program_left_as_a_version(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "chung.gpkg"
    changed_elsewhere(window, qtbot, path)
    answer(window, qtbot, "Ghi đè tệp")
    wait_until_quiet(qtbot, window)
    assert open_project(path).title == "Của cửa sổ này"
    kept = versions(path)[0].project
    assert kept is not None
    assert kept.title == "Của chương trình khác"
    change(window, "Lần nữa")
    window.files.save()
    wait_until_quiet(qtbot, window)
    assert open_project(path).title == "Lần nữa"


def test_what_differs_can_be_seen_and_taken_over(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "chung.gpkg"
    changed_elsewhere(window, qtbot, path)
    answer(window, qtbot, "Xem khác gì…")
    wait_until_quiet(qtbot, window)
    dialog = next(dialog for dialog in window.findChildren(VersionsDialog) if dialog.isVisible())
    QTest.mouseClick(dialog.restore, Qt.MouseButton.LeftButton)
    assert window.session.project.title == "Của chương trình khác"
    window.session.stack.undo()
    assert window.session.project.title == "Của cửa sổ này"


def test_a_file_that_is_gone_is_written_anew(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "chung.gpkg"
    change(window)
    window.files.save_to(path)
    wait_until_quiet(qtbot, window)
    path.unlink()
    change(window, "Lần nữa")
    window.files.save()
    wait_until_quiet(qtbot, window)
    assert open_project(path).title == "Lần nữa"


def test_a_window_that_could_open_no_project_offers_nothing_that_needs_a_tour(
    settings: Settings, dressed: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    broken = tmp_path / "hỏng.gpkg"
    broken.write_text("no project", encoding="utf-8")
    window = MainWindow(settings)
    qtbot.addWidget(window)
    begin(window, broken)
    wait_until_quiet(qtbot, window)
    assert not window.menus.acts[Act.EXPORT].isEnabled()
    assert not window.menus.acts[Act.STOP].isEnabled()
    assert not window.menus.acts[Act.DELETE_TOUR].isEnabled()
    assert not window.map.zoom_tour.isEnabled()


def test_a_window_that_could_open_no_project_offers_ways_to_begin(
    settings: Settings, dressed: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    broken = tmp_path / "hỏng.gpkg"
    broken.write_text("no project", encoding="utf-8")
    window = MainWindow(settings)
    qtbot.addWidget(window)
    window.show()
    begin(window, broken)
    wait_until_quiet(qtbot, window)
    assert not window.findChildren(WelcomePage)
    answer(window, qtbot, "Đóng")
    assert window.welcoming.page is not None
    window.welcoming.step_aside()


def test_a_project_that_cannot_be_opened_leaves_the_open_one_alone(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    broken = tmp_path / "hỏng.gpkg"
    broken.write_text("no project", encoding="utf-8")
    window.files.open(broken)
    wait_until_quiet(qtbot, window)
    answer(window, qtbot, "Đóng")
    assert window.welcoming.page is None

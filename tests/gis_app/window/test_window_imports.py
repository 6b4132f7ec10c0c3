"""File → Import takes tours and the tracks of other programs, each file as one step."""

from pathlib import Path

from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from data.model.place import Category
from data.model.travel_mode import TravelMode
from data.writers import kml
from gis_app.dialogs.assumptions import AssumptionsDialog
from gis_app.main_window import MainWindow
from tests.gis_app.window.conftest import wait_until_quiet
from tests.samples import sample_project, sample_tour

TRACK = (
    '<gpx version="1.1"><wpt lat="21.031" lon="105.85"><name>Quán nước thử</name></wpt>'
    '<trk><name>Đi bộ</name><trkseg><trkpt lat="21.03" lon="105.85"/>'
    '<trkpt lat="21.04" lon="105.85"/></trkseg></trk></gpx>'
)


def asked(window: MainWindow) -> AssumptionsDialog:
    return next(one for one in window.findChildren(AssumptionsDialog) if one.isVisible())


def test_a_tour_of_ours_is_one_undoable_change_and_is_shown(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "tuyến.kml"
    kml.write(sample_project(), sample_tour(), path)
    before = window.session.project
    window.imports.read(path)
    wait_until_quiet(qtbot, window)
    assert window.session.project.tours[sample_tour().id] == sample_tour()
    assert window.desk.selection.tour == sample_tour().id
    window.menus.undo.trigger()
    assert window.session.project == before


def test_a_track_of_another_program_asks_for_what_it_does_not_say(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "đường.gpx"
    path.write_text(TRACK, "utf-8")
    before = window.session.project
    window.imports.read(path)
    wait_until_quiet(qtbot, window)
    dialog = asked(window)
    assert window.session.project is before
    dialog.category.setCurrentIndex(dialog.category.findData(Category.FOOD_MARKET.value))
    dialog.mode.setCurrentIndex(dialog.mode.findData(TravelMode.FOOT.value))
    dialog.buttons.accepted.emit()
    wait_until_quiet(qtbot, window)
    after = window.session.project
    (tour,) = (tour for key, tour in after.tours.items() if key not in before.tours)
    assert tour.request.mode is TravelMode.FOOT
    (key,) = tour.visited
    assert after.place(key).category is Category.FOOD_MARKET
    window.menus.undo.trigger()
    assert window.session.project == before


def test_a_cancelled_question_imports_nothing(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "đường.gpx"
    path.write_text(TRACK, "utf-8")
    before = window.session.project
    window.imports.read(path)
    wait_until_quiet(qtbot, window)
    asked(window).reject()
    wait_until_quiet(qtbot, window)
    assert window.session.project is before


def test_a_hostile_file_is_told_by_name(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "bẫy.kml"
    path.write_text('<!DOCTYPE kml [<!ENTITY a "b">]><kml>&a;</kml>', "utf-8")
    window.imports.read(path)
    wait_until_quiet(qtbot, window)
    box = next(box for box in window.findChildren(QMessageBox) if box.isVisible())
    assert "bẫy.kml" in box.text()
    assert "DOCTYPE" in box.text()
    box.close()

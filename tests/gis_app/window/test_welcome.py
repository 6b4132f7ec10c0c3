"""First steps: the welcome page, a project of an area, the tour in three steps."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from data.starter import load_starter
from data.starter.area import project_of_area, units_of_today
from gis_app.actions import Act
from gis_app.dialogs.import_preview import ImportPreview
from gis_app.dialogs.welcome import WelcomePage
from gis_app.main_window import MainWindow
from gis_app.welcoming import STEPS
from tests.gis_app.window.conftest import type_text, wait_until_quiet

CSV = "id,name_vi,category,lon,lat\nquan-thu,Quán thử,food_market,105.85,21.03\n"


def click(widget: QWidget) -> None:
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)


def open_page(window: MainWindow) -> WelcomePage:
    window.desk.settings.keep("toured", "1")
    window.menus.acts[Act.WELCOME].trigger()
    page = window.welcoming.page
    assert page is not None
    return page


def test_the_page_greets_until_told_not_to(window: MainWindow) -> None:
    window.desk.settings.keep("toured", "1")
    window.welcoming.greet()
    page = window.welcoming.page
    assert page is not None
    assert page.isVisible()
    assert (page.height(), page.width()) < (768, 1366)
    page.at_start.setChecked(False)
    click(page.shut)
    window.welcoming.greet()
    assert window.welcoming.page is None


def test_a_sample_fills_the_request(window: MainWindow) -> None:
    page = open_page(window)
    sample = page.offers[0]
    title = sample.text()
    click(sample)
    assert window.welcoming.page is None
    assert window.designer.form.request().title_vi == title


def test_a_project_is_made_of_the_wards_ticked(window: MainWindow, qtbot: QtBot) -> None:
    click(open_page(window).tiles[1])
    dialog = window.welcoming.area
    assert dialog is not None
    assert not dialog.make.isEnabled()
    type_text(qtbot, dialog.search, "tay tuu")
    dialog.all_shown.click()
    assert [unit.name_vi for unit in dialog.units] == ["Phường Tây Tựu"]
    assert dialog.count.text().startswith("1 phường/xã · ")
    click(dialog.make)
    wait_until_quiet(qtbot, window)
    project = window.session.project
    assert project.title == "Phường Tây Tựu"
    assert project.places
    units = {unit.id for unit in units_of_today(project)}
    assert {place.unit_after for place in project.places.values()} == units
    assert window.session.file is None


def test_a_table_makes_a_project_of_its_own(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "bảng.csv"
    path.write_text(CSV, encoding="utf-8")
    window.welcoming.begin_table(path)
    qtbot.waitUntil(lambda: bool(window.findChildren(ImportPreview)))
    assert not window.session.project.places
    window.findChildren(ImportPreview)[0].accept()
    wait_until_quiet(qtbot, window)
    assert list(window.session.project.places) == ["quan-thu"]


def test_three_steps_point_at_register_request_and_timeline(window: MainWindow) -> None:
    window.menus.acts[Act.GUIDED_TOUR].trigger()
    for _ in STEPS:
        callout = window.welcoming.callout
        assert callout is not None
        assert callout.isVisible()
        assert window.rect().contains(callout.geometry())
        assert window.canvas.isEnabled()
        for label in callout.findChildren(QLabel):
            assert label.height() >= label.heightForWidth(label.width())
        QTest.keyClick(callout.go_on, Qt.Key.Key_Return)
    assert window.welcoming.callout is None


def test_the_tour_is_skipped_with_escape_and_not_shown_again(window: MainWindow, qtbot: QtBot) -> None:
    window.welcoming.greet()
    page = window.welcoming.page
    assert page is not None
    click(page.shut)
    qtbot.waitUntil(lambda: window.welcoming.callout is not None)
    callout = window.welcoming.callout
    assert callout is not None
    QTest.keyClick(callout.go_on, Qt.Key.Key_Escape)
    assert window.welcoming.callout is None
    assert window.desk.settings.kept("toured")


def test_an_area_keeps_forebears_and_places_of_its_units_only() -> None:
    starter = load_starter()
    unit = next(unit for unit in units_of_today(starter) if unit.name_vi == "Phường Đông Ngạc")
    project = project_of_area(starter, {unit.id}, "Đông Ngạc")
    assert {place.unit_after for place in project.places.values()} == {unit.id}
    former = {row.old_id for row in project.successions}
    assert former
    assert set(project.units) >= {unit.id, *former}
    assert all(place.unit_before in project.units for place in project.places.values() if place.unit_before)
    assert project_of_area(starter, {unit.id}, "Đông Ngạc", with_places=False).places == {}

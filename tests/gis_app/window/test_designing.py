"""Remedies, places beside the tour, planning anew, scenarios and their comparison."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QInputDialog, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from gis_app.actions import Act
from gis_app.docks.stop_acts import StopAct
from gis_app.docks.warning_rows import RemedyLinks
from gis_app.main_window import MainWindow
from gis_app.planning import plan
from routes.planner.editing.edits import At, SetLock
from tests.gis_app.window.conftest import PATIENCE_MS, MakeWindow, wait_until_quiet
from tests.gis_app.window.tours import names, settle, show_hand_made, shown

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def touring(window: MainWindow, qtbot: QtBot) -> MainWindow:
    """Return a window that shows a hand-made tour of two days."""
    show_hand_made(window, qtbot)
    return window


def button(window: MainWindow, text: str) -> QPushButton:
    """Return the first button of the cards that says ``text``."""
    found = window.designer.cards.findChildren(QPushButton)
    return next(one for one in found if one.isVisible() and one.text() == text)


def test_a_warning_offers_remedies_and_one_click_mends_it(touring: MainWindow, qtbot: QtBot) -> None:
    before = {warning.text for warning in touring.design.review_of(shown(touring)).warnings}
    assert any("ăn trưa" in text.lower() for text in before)
    links = touring.designer.cards.findChildren(RemedyLinks)
    remedy = next(one for one in links[0].findChildren(QPushButton) if one.isVisible())
    QTest.mouseClick(remedy, LEFT)
    settle(touring, qtbot)
    after = {warning.text for warning in touring.design.review_of(shown(touring)).warnings}
    assert before - after
    touring.menus.undo.trigger()
    settle(touring, qtbot)
    assert {warning.text for warning in touring.design.review_of(shown(touring)).warnings} == before


def test_a_place_left_out_can_be_added_anyway(touring: MainWindow, qtbot: QtBot) -> None:
    key = names(touring, 0)[0]
    touring.design.reshaper.act(At(0, 1), StopAct.REMOVE)
    settle(touring, qtbot)
    QTest.mouseClick(button(touring, "Thêm dù vậy"), LEFT)
    assert key in shown(touring).visited
    assert not shown(touring).dropped
    assert touring.menus.undo.text().startswith("Hoàn tác: thêm ")


def test_a_place_near_the_route_is_added_by_one_click(touring: MainWindow, qtbot: QtBot) -> None:
    near = touring.design.review_of(shown(touring)).near[0]
    assert near.detour_s >= 0
    QTest.mouseClick(button(touring, "Thêm điểm này"), LEFT)
    assert shown(touring).days[near.at.day].stops[near.at.index].place_id == near.place_id


def test_planning_anew_keeps_what_is_locked(make_window: MakeWindow, qtbot: QtBot) -> None:
    window = make_window(plan)
    show_hand_made(window, qtbot, visits=2, days=1)
    key = names(window, 0)[1]
    window.design.reshaper.reshape((SetLock(At(0, 2)),))
    QTest.mouseClick(window.designer.replan, LEFT)
    assert window.tours.is_planning
    qtbot.waitUntil(lambda: window.scene.tour_bounds() is not None, timeout=PATIENCE_MS)
    window.tours.stop()
    wait_until_quiet(qtbot, window)
    assert key in shown(window).visited
    assert next(stop for stop in shown(window).days[0].visits if stop.place_id == key).is_locked
    assert len(window.session.project.tours) == 1


def test_a_scenario_is_a_copy_that_can_be_changed_named_and_undone(touring: MainWindow, qtbot: QtBot) -> None:
    first = shown(touring)
    touring.menus.acts[Act.DUPLICATE].trigger()
    assert shown(touring).scenario == "Phương án B"
    assert shown(touring).group == first.group
    assert [tour.scenario for tour in touring.design.scenarios.group()] == ["Phương án A", "Phương án B"]
    touring.design.reshaper.act(At(0, 1), StopAct.REMOVE)
    assert touring.session.project.tours[first.id].visited == first.visited
    touring.menus.acts[Act.RENAME].trigger()
    dialog = touring.findChild(QInputDialog)
    assert dialog is not None
    field = dialog.findChild(QLineEdit)
    assert field is not None
    field.selectAll()
    QTest.keyClicks(field, "Ngan gon")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert shown(touring).scenario == "Ngan gon"
    for _ in range(3):
        touring.menus.undo.trigger()
    assert list(touring.session.project.tours) == [first.id]
    assert touring.session.project.tours[first.id].scenario == ""


def test_scenarios_are_compared_copied_and_exported(
    touring: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    touring.menus.acts[Act.DUPLICATE].trigger()
    touring.design.reshaper.act(At(0, 1), StopAct.REMOVE)
    touring.menus.acts[Act.COMPARE].trigger()
    qtbot.waitUntil(lambda: touring.design.scenarios.dialog is not None, timeout=PATIENCE_MS)
    dialog = touring.design.scenarios.dialog
    assert dialog is not None
    header = dialog.grid.horizontalHeaderItem(1)
    assert header is not None
    assert header.text() == "Phương án B"
    QTest.mouseClick(dialog.copy, LEFT)
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0] == "\tPhương án A\tPhương án B"
    assert any(line.startswith("Số điểm") or "điểm" in line for line in lines)
    dialog.export_asked.emit(tmp_path / "so-sanh.csv")
    wait_until_quiet(qtbot, touring)
    assert "Phương án B" in (tmp_path / "so-sanh.csv").read_text(encoding="utf-8-sig")
    dialog.accept()
    QApplication.processEvents()

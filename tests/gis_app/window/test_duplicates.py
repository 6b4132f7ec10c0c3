"""Duplicates found off the GUI thread, compared side by side, decided by keys and buttons, and undone."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from shapely import Point

from data.edits import PutPlace, PutTour
from data.model.place import Place, PlaceId, Status
from gis_app.dialogs.duplicates import DuplicatesDialog
from gis_app.main_window import MainWindow
from tests.gis_app.window.conftest import PATIENCE_MS, MakeWindow
from tests.samples import CHU_DAU, sample_project, sample_tour

COPY = PlaceId("chu-dau-2")


@pytest.fixture
def entry(window: MainWindow) -> Place:
    """Put a second entry of Chu Đậu into a small project, 100 m off, and return it."""
    project = sample_project().with_tour(sample_tour())
    window.session.open(project, None)
    known = project.places[CHU_DAU]
    copy = replace(
        known,
        id=COPY,
        name_vi="Gốm Chu Đậu (làng)",
        geometry=Point(known.lon + 0.00096, known.lat),
        fee_vnd=20_000,
        status=Status.VERIFIED,
        opening_hours="08:00-17:00",
    )
    window.session.do(PutPlace(copy), "Add {place}", place=copy.name_vi)
    return copy


def find(window: MainWindow, qtbot: QtBot) -> DuplicatesDialog:
    controller = window.register.duplicates
    controller.look()
    qtbot.waitUntil(lambda: controller.dialog is not None, timeout=PATIENCE_MS)
    assert controller.dialog is not None
    controller.dialog.activateWindow()
    qtbot.waitUntil(controller.dialog.isActiveWindow, timeout=PATIENCE_MS)
    return controller.dialog


def row_of(dialog: DuplicatesDialog, title: str) -> int:
    return [cell(dialog, row, 0) for row in range(dialog.table.rowCount())].index(title)


def cell(dialog: DuplicatesDialog, row: int, column: int) -> str:
    item = dialog.table.item(row, column)
    return "" if item is None else item.text()


def test_a_pair_stands_side_by_side_with_distance_and_both_on_the_map(
    window: MainWindow, qtbot: QtBot, entry: Place
) -> None:
    dialog = find(window, qtbot)
    assert dialog.pair is not None
    assert {dialog.pair.first.id, dialog.pair.second.id} == {CHU_DAU, COPY}
    assert "100 m" in dialog.likeness.text()
    hours = row_of(dialog, "Mở cửa")
    assert cell(dialog, hours, 2) == "08:00-17:00"
    view = window.canvas.view
    for place in (dialog.pair.first, dialog.pair.second):
        x, y = view.point_px(place.lon, place.lat)
        assert 0 < x < view.width_px
        assert 0 < y < view.height_px


def test_merging_takes_what_keys_tick_and_tours_follow_in_one_step(
    window: MainWindow, qtbot: QtBot, entry: Place
) -> None:
    tour = sample_tour()
    moved = [
        replace(
            day, stops=tuple(replace(s, place_id=COPY) if s.place_id == CHU_DAU else s for s in day.stops)
        )
        for day in tour.days
    ]
    window.session.do(PutTour(replace(tour, days=tuple(moved))), "x")
    steps, before = window.session.stack.count(), window.session.project
    dialog = find(window, qtbot)
    assert tour.title_vi in dialog.used.text()
    dialog.table.setCurrentCell(row_of(dialog, "Mở cửa"), 2)
    QTest.keyClick(dialog.table, Qt.Key.Key_Left)
    QTest.keyClick(dialog.table, Qt.Key.Key_Space)
    QTest.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.AltModifier)
    project = window.session.project
    merged = project.places[CHU_DAU]
    assert COPY not in project.places
    assert merged.opening_hours == sample_project().places[CHU_DAU].opening_hours
    assert (merged.fee_vnd, merged.status) == (20_000, Status.VERIFIED)
    assert CHU_DAU in project.tours[tour.id].visited
    assert window.session.stack.count() == steps + 1
    assert dialog.pair is None
    window.session.stack.undo()
    assert window.session.project == before
    assert dialog.pair is not None


@pytest.mark.parametrize(("button", "kept"), [("keep_first", CHU_DAU), ("keep_second", COPY)])
def test_one_entry_is_kept_as_it_is(
    window: MainWindow, qtbot: QtBot, entry: Place, button: str, kept: PlaceId
) -> None:
    before = window.session.project.places[kept]
    dialog = find(window, qtbot)
    QTest.mouseClick(getattr(dialog, button), Qt.MouseButton.LeftButton)
    places = window.session.project.places
    assert places[kept] == before
    assert len({CHU_DAU, COPY} & set(places)) == 1


def test_two_places_are_not_asked_about_again(
    window: MainWindow, make_window: MakeWindow, qtbot: QtBot, entry: Place
) -> None:
    dialog = find(window, qtbot)
    QTest.keyClick(dialog, Qt.Key.Key_3, Qt.KeyboardModifier.AltModifier)
    assert dialog.pair is None
    assert not dialog.merge.isEnabled()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    project = window.session.project
    other = make_window()
    other.session.open(project, None)
    assert find(other, qtbot).pair is None


def test_the_open_dialog_changes_its_language_and_keeps_what_is_ticked(
    window: MainWindow, qtbot: QtBot, entry: Place
) -> None:
    dialog = find(window, qtbot)
    picks = dialog.picks
    window.words.switch("en")
    assert dialog.keep_first.text() == "Keep A"
    assert cell(dialog, 0, 0) == "Vietnamese name"
    assert dialog.picks == picks

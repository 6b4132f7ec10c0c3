"""Reshaping a tour on its day cards: dragging, keys, tools and the menu, each undone by name."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot

from data.edits import MergePlaces, PutTour
from data.model.place import PlaceId
from data.model.remedy import Remedy, RemedyKind
from data.model.tour import DroppedPlace
from gis_app.docks.left_out import LeftOut
from gis_app.docks.stop_row import STAY_PAUSE_MS, StopRow
from gis_app.main_window import MainWindow
from gis_app.widgets.wrapped_button import WrappedButton
from routes.planner import verdicts
from routes.planner.editing.edits import At, RemoveStop
from tests.gis_app.window.conftest import PATIENCE_MS
from tests.gis_app.window.tours import names, settle, show_hand_made, shown

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def touring(window: MainWindow, qtbot: QtBot) -> MainWindow:
    """Return a window that shows a hand-made tour of two days."""
    show_hand_made(window, qtbot)
    return window


def row(window: MainWindow, at: At) -> StopRow:
    found = window.designer.cards.row_of(at)
    assert found is not None
    return found


def drag(source: QWidget, target: QWidget, *, above: bool) -> None:
    """Drag from the middle of one row to the edge of another, with real mouse events."""
    begin = source.rect().center()
    spot = QPoint(target.rect().center().x(), 2 if above else target.height() - 2)
    end = source.mapFromGlobal(target.mapToGlobal(spot))
    QTest.mousePress(source, LEFT, Qt.KeyboardModifier.NoModifier, begin)
    QTest.mouseMove(source, begin + QPoint(0, 30))
    QTest.mouseMove(source, end)
    QTest.mouseRelease(source, LEFT, Qt.KeyboardModifier.NoModifier, end)


def test_a_card_dragged_below_another_moves_there_and_undo_says_so(touring: MainWindow, qtbot: QtBot) -> None:
    before = names(touring, 0)
    drag(row(touring, At(0, 1)), row(touring, At(0, 2)), above=False)
    assert names(touring, 0) == [before[1], before[0], before[2]]
    first = touring.session.project.places[PlaceId(before[0])]
    assert touring.menus.undo.text() == f"Hoàn tác: lùi {first.name_vi} về sau"
    touring.menus.undo.trigger()
    assert names(touring, 0) == before


def test_a_card_dragged_onto_another_day_moves_to_that_day(touring: MainWindow, qtbot: QtBot) -> None:
    first, second = names(touring, 0), names(touring, 1)
    drag(row(touring, At(0, 2)), row(touring, At(1, 1)), above=True)
    assert names(touring, 0) == [first[0], first[2]]
    assert names(touring, 1) == [first[1], *second]
    assert touring.menus.undo.text().endswith("sang ngày 2")


def test_a_drag_let_go_by_escape_changes_nothing(touring: MainWindow, qtbot: QtBot) -> None:
    before, source = shown(touring), row(touring, At(0, 1))
    QTest.mousePress(source, LEFT)
    QTest.mouseMove(source, source.rect().center() + QPoint(0, 120))
    QTest.keyClick(source, Qt.Key.Key_Escape)
    QTest.mouseRelease(source, LEFT, Qt.KeyboardModifier.NoModifier, QPoint(10, 300))
    assert shown(touring) is before


def test_alt_and_arrows_move_a_stop_and_the_focus_goes_along(touring: MainWindow, qtbot: QtBot) -> None:
    before = names(touring, 0)
    row(touring, At(0, 1)).setFocus()
    alt = Qt.KeyboardModifier.AltModifier
    QTest.keyClick(row(touring, At(0, 1)), Qt.Key.Key_Down, alt)
    settle(touring, qtbot)
    assert names(touring, 0) == [before[1], before[0], before[2]]
    focused = QApplication.focusWidget()
    assert isinstance(focused, StopRow)
    assert focused.at == At(0, 2)
    QTest.keyClick(focused, Qt.Key.Key_Right, alt)
    settle(touring, qtbot)
    assert before[0] in names(touring, 1)
    focused = QApplication.focusWidget()
    assert isinstance(focused, StopRow)
    QTest.keyClick(focused, Qt.Key.Key_Left, alt)
    assert before[0] in names(touring, 0)


def test_the_tab_key_goes_from_the_scenarios_through_the_cards_to_the_buttons_below(
    touring: MainWindow, qtbot: QtBot
) -> None:
    settle(touring, qtbot)
    designer = touring.designer
    designer.more.setFocus()
    walked: list[QWidget] = []
    while (focused := QApplication.focusWidget()) is not None and focused is not designer.replan:
        assert len(walked) < 100
        walked.append(focused)
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    rows = [focused for focused in walked if isinstance(focused, StopRow) and focused.at is not None]
    assert [(one.at.day, one.at.index) for one in rows if one.at is not None] == [
        (day, index) for day in (0, 1) for index in (1, 2, 3)
    ]


def test_keys_pressed_faster_than_cards_are_built_move_the_same_stop(
    touring: MainWindow, qtbot: QtBot
) -> None:
    before = names(touring, 0)
    alt = Qt.KeyboardModifier.AltModifier
    pressed = row(touring, At(0, 1))
    pressed.setFocus()
    QTest.keyClick(pressed, Qt.Key.Key_Down, alt)
    assert touring.designer.cards.is_building
    QTest.keyClick(pressed, Qt.Key.Key_Down, alt)
    settle(touring, qtbot)
    assert names(touring, 0) == [before[1], before[2], before[0]]


def test_delete_leaves_a_stop_out_and_lists_it_with_a_way_back(touring: MainWindow, qtbot: QtBot) -> None:
    key = names(touring, 0)[0]
    QTest.keyClick(row(touring, At(0, 1)), Qt.Key.Key_Delete)
    assert key not in shown(touring).visited
    assert shown(touring).dropped[0].place_id == key
    touring.menus.undo.trigger()
    assert key in shown(touring).visited


def test_the_lock_shows_on_the_card_and_can_be_taken_off(touring: MainWindow, qtbot: QtBot) -> None:
    QTest.keyClick(row(touring, At(0, 1)), Qt.Key.Key_L)
    settle(touring, qtbot)
    assert shown(touring).days[0].stops[1].is_locked
    assert "đã khóa" in row(touring, At(0, 1)).accessibleName()
    QTest.keyClick(row(touring, At(0, 1)), Qt.Key.Key_L)
    assert not shown(touring).days[0].stops[1].is_locked


def test_the_tools_of_the_selected_card_change_the_length_of_the_visit(
    touring: MainWindow, qtbot: QtBot
) -> None:
    QTest.mouseClick(row(touring, At(0, 1)), LEFT)
    tools = touring.designer.cards.tools
    assert tools is not None
    before = shown(touring).days[0].stops[1].stay_s
    QTest.mouseClick(tools.more, LEFT)
    QTest.mouseClick(tools.more, LEFT)
    qtbot.waitUntil(
        lambda: shown(touring).days[0].stops[1].stay_s == before + 600, timeout=20 * STAY_PAUSE_MS
    )
    assert touring.session.stack.undoText().endswith(f"{before // 60 + 10} phút")
    settle(touring, qtbot)
    assert touring.designer.cards.tools is not None, "the card stays selected"


def test_the_menu_of_a_card_moves_its_stop(touring: MainWindow, qtbot: QtBot) -> None:
    before = names(touring, 0)
    QTest.mouseClick(row(touring, At(0, 2)), Qt.MouseButton.RightButton)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    action = next(one for one in menu.actions() if one.text().startswith("Chuyển lên trước"))
    QTest.mouseClick(menu, LEFT, Qt.KeyboardModifier.NoModifier, menu.actionGeometry(action).center())
    assert names(touring, 0) == [before[1], before[0], before[2]]


def test_undo_texts_follow_the_language(touring: MainWindow, qtbot: QtBot) -> None:
    QTest.keyClick(row(touring, At(0, 1)), Qt.Key.Key_L)
    touring.speak("en")
    assert touring.menus.undo.text().startswith("Undo: lock ")


def lose(window: MainWindow, at: At, qtbot: QtBot, *remedies: Remedy) -> PlaceId:
    """Leave a stop out, and tell what would let it in again."""
    tour = shown(window)
    key = tour.days[at.day].stops[at.index].place_id
    desk = window.design.reshaper.desk
    assert key is not None
    assert desk is not None
    lost = DroppedPlace(place_id=key, reason=verdicts.DAY_FULL, facts={"minutes": 20}, remedies=remedies)
    window.session.do(PutTour(replace(desk.edited(tour, RemoveStop(at)), dropped=(lost,))), "Plan '{title}'")
    settle(window, qtbot)
    return key


def remedy_button(window: MainWindow, said: str) -> WrappedButton:
    buttons = window.designer.cards.findChildren(WrappedButton)
    return next(one for one in buttons if one.text() == said and one.isVisible())


def test_one_click_lets_a_place_left_out_in_by_its_remedy(touring: MainWindow, qtbot: QtBot) -> None:
    remedy = Remedy(kind=RemedyKind.END_LATER, facts={"day": 1, "time": "20:40", "time_s": 74_400})
    key = lose(touring, At(0, 2), qtbot, remedy)
    before = shown(touring)
    QTest.mouseClick(remedy_button(touring, "Kết thúc ngày 1 lúc 20:40"), LEFT)
    after = shown(touring)
    assert key in after.visited
    assert after.request.day(0).end_s == 74_400
    place = touring.session.project.place(key)
    assert touring.menus.undo.text() == f"Hoàn tác: đưa {place.name_vi} vào tuyến"
    touring.menus.undo.trigger()
    assert shown(touring) == before


def test_one_click_swaps_a_place_left_out_for_a_visit_named_in_the_language_of_the_window(
    touring: MainWindow, qtbot: QtBot
) -> None:
    rival = touring.session.project.place(PlaceId(names(touring, 0)[0]))
    facts = {"place": "tên cũ", "place_id": rival.id}
    key = lose(touring, At(0, 2), qtbot, Remedy(kind=RemedyKind.SWAP, facts=facts))
    touring.speak("en")
    settle(touring, qtbot)
    QTest.mouseClick(remedy_button(touring, f"Leave out {rival.name('en')}"), LEFT)
    assert key in shown(touring).visited
    assert rival.id not in shown(touring).visited


def test_a_further_day_is_planned_beside_the_tour(touring: MainWindow, qtbot: QtBot) -> None:
    key = lose(touring, At(0, 2), qtbot, Remedy(kind=RemedyKind.FURTHER_DAY, facts={"day": 1}))
    before = shown(touring)
    QTest.mouseClick(remedy_button(touring, "Thêm một ngày như ngày 1"), LEFT)
    qtbot.waitUntil(lambda: shown(touring).id != before.id, timeout=PATIENCE_MS)
    settle(touring, qtbot)
    assert len(shown(touring).days) == 3
    assert key in shown(touring).visited
    assert touring.session.project.tours[before.id] == before


def test_after_a_merge_the_tour_is_mended_by_one_click_each(touring: MainWindow, qtbot: QtBot) -> None:
    first, second = names(touring, 0)[:2]
    kept = touring.session.project.place(PlaceId(first))
    touring.session.do(MergePlaces(kept, PlaceId(second)), "Merge {place} with its duplicate", place="x")
    settle(touring, qtbot)
    assert names(touring, 0)[:2] == [first, first]
    QTest.mouseClick(remedy_button(touring, f"Bỏ lần thăm thứ hai {kept.name_vi}"), LEFT)
    settle(touring, qtbot)
    assert names(touring, 0).count(first) == 1
    assert all(one.place_id != first for one in shown(touring).dropped)


def test_places_left_out_are_shown_again_after_a_tour_without_any(touring: MainWindow) -> None:
    tour, cards = shown(touring), touring.designer.cards
    lost = next(place for place in touring.session.project.places if place not in names(touring, 0))
    left_out = DroppedPlace(place_id=lost, reason=verdicts.DAY_FULL, facts={"minutes": 20})
    with_lost = replace(tour, dropped=(left_out,))
    for now in (with_lost, tour, with_lost):
        cards.show_tour(touring.session.project, now)
        cards.complete()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        assert len([card for card in cards.findChildren(LeftOut) if card.rows]) == len(now.dropped)

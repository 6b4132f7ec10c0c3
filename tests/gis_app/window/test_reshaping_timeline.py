"""Reshaping a tour on its timeline: edges, bodies, keys; and the rules of what a drag means."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from gis_app.docks.blocks import Block, BlockKind
from gis_app.docks.timeline_drag import BlockDrag, Grip, edits_of
from gis_app.main_window import MainWindow
from routes.planner.editing.edits import At, MoveStop, SetNotBefore
from tests.gis_app.window.tours import names, show_hand_made, shown
from tests.samples import sample_tour

LEFT = Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def touring(window: MainWindow, qtbot: QtBot) -> MainWindow:
    """Return a window that shows a hand-made tour of two days."""
    show_hand_made(window, qtbot)
    return window


def visit(window: MainWindow, day: int, number: int) -> Block:
    blocks = [block for block in window.timeline.blocks[day] if block.kind is BlockKind.VISIT]
    return blocks[number]


def pull(window: MainWindow, begin: QPoint, end: QPoint) -> None:
    timeline = window.timeline
    QTest.mousePress(timeline, LEFT, NONE, begin)
    QTest.mouseMove(timeline, (begin + end) / 2)
    QTest.mouseMove(timeline, end)
    QTest.mouseRelease(timeline, LEFT, NONE, end)


def test_pulling_the_edge_of_a_block_lengthens_the_visit(touring: MainWindow, qtbot: QtBot) -> None:
    timeline, block = touring.timeline, visit(touring, 0, 0)
    before = shown(touring).days[0].stops[block.stop].stay_s
    rect = timeline.block_rect(0, block)
    begin = QPoint(round(rect.right()) - 2, round(rect.center().y()))
    half_hour = round(timeline.x_of(1800) - timeline.x_of(0))
    pull(touring, begin, begin + QPoint(half_hour, 0))
    assert shown(touring).days[0].stops[block.stop].stay_s == pytest.approx(before + 1800, abs=300)
    touring.menus.undo.trigger()
    assert shown(touring).days[0].stops[block.stop].stay_s == before


def test_a_block_dragged_behind_the_next_changes_places_with_it(touring: MainWindow, qtbot: QtBot) -> None:
    before = names(touring, 0)
    first, second = visit(touring, 0, 0), visit(touring, 0, 1)
    begin = touring.timeline.block_rect(0, first).center().toPoint()
    beyond = touring.timeline.block_rect(0, second).right() + 4 + first_width(touring, first)
    pull(touring, begin, QPoint(round(beyond), begin.y()))
    assert names(touring, 0) == [before[1], before[0], before[2]]


def first_width(window: MainWindow, block: Block) -> float:
    return window.timeline.block_rect(0, block).width()


def test_a_block_dragged_to_the_other_row_moves_to_that_day(touring: MainWindow, qtbot: QtBot) -> None:
    key = names(touring, 0)[1]
    begin = touring.timeline.block_rect(0, visit(touring, 0, 1)).center().toPoint()
    end = QPoint(begin.x(), round(touring.timeline.block_rect(1, visit(touring, 1, 0)).center().y()))
    pull(touring, begin, end)
    assert key in names(touring, 1)


def test_a_block_dragged_a_little_later_begins_no_earlier(touring: MainWindow, qtbot: QtBot) -> None:
    block = visit(touring, 0, 2)
    begin = touring.timeline.block_rect(0, block).center().toPoint()
    hour = round(touring.timeline.x_of(3600) - touring.timeline.x_of(0))
    pull(touring, begin, begin + QPoint(hour, 0))
    stop = shown(touring).days[0].stops[block.stop]
    assert stop.not_before_s == pytest.approx(block.begin_s + 3600, abs=300)
    assert stop.begin_s == stop.not_before_s


def test_a_click_selects_and_keys_lengthen_move_and_lock(touring: MainWindow, qtbot: QtBot) -> None:
    timeline, block = touring.timeline, visit(touring, 0, 0)
    QTest.mouseClick(timeline, LEFT, NONE, timeline.block_rect(0, block).center().toPoint())
    assert touring.selection.place == block.place_id
    before = shown(touring).days[0].stops[block.stop].stay_s
    QTest.keyClick(timeline, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert shown(touring).days[0].stops[block.stop].stay_s == before + 300
    QTest.keyClick(timeline, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert names(touring, 0)[1] == block.place_id
    QTest.keyClick(timeline, Qt.Key.Key_L)
    assert next(s for s in shown(touring).days[0].visits if s.place_id == block.place_id).is_locked


def test_a_break_dragged_among_other_stops_moves_there_and_keeps_its_time() -> None:
    tour = sample_tour()
    index = next(i for i, stop in enumerate(tour.days[0].stops) if stop.kind.is_break)
    pause = tour.days[0].stops[index]
    block = Block(BlockKind.LUNCH, pause.begin_s, pause.depart_s, index)
    last = tour.days[0].stops[-2].depart_s
    late = BlockDrag(0, block, Grip.BODY, 0, last + 60 - pause.begin_s)
    moved = edits_of(tour, late)
    end = len(tour.days[0].stops) - 2
    if index == end:
        assert moved == (SetNotBefore(At(0, index), last + 60),)
    else:
        assert moved == (MoveStop(At(0, index), At(0, end)), SetNotBefore(At(0, end), last + 60))


def test_a_drag_that_goes_nowhere_asks_for_nothing() -> None:
    tour = sample_tour()
    stop = tour.days[0].stops[1]
    assert (
        edits_of(tour, BlockDrag(0, Block(BlockKind.VISIT, stop.begin_s, stop.depart_s, 1), Grip.BODY, 0))
        == ()
    )

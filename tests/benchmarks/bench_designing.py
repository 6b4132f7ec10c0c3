"""Reshaping a tour through the window: an edit with its new times, shown everywhere, and its undoing."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytest_benchmark.fixture import BenchmarkFixture
from pytestqt.qtbot import QtBot

from gis_app.app import begin
from gis_app.docks.stop_acts import StopAct
from gis_app.main_window import MainWindow
from gis_app.settings import Settings
from routes.planner.editing.edits import At
from tests.gis_app.window.tours import show_hand_made

VISITS = 8


@pytest.fixture
def touring(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    """Give a window that shows a tour of two days with eight visits each."""
    window = MainWindow(Settings(tmp_path / "window.ini"))
    window.resize(1366, 768)
    window.show()
    begin(window)
    show_hand_made(window, qtbot, VISITS)
    yield window
    window.session.stack.setClean()
    window.close()
    window.deleteLater()


def bench_stop_moved_in_the_window(benchmark: BenchmarkFixture, touring: MainWindow) -> None:
    """A stop changes places with the next: new ways and times, cards, timeline and map told."""
    acts = iter([StopAct.LATER, StopAct.EARLIER] * 1000)

    def move() -> None:
        act = next(acts)
        touring.design.reshaper.act(At(0, 1 if act is StopAct.LATER else 2), act)

    benchmark.pedantic(move, rounds=20, warmup_rounds=2)


def bench_cards_after_an_edit(benchmark: BenchmarkFixture, touring: MainWindow) -> None:
    """The same with the cards built anew."""
    acts = iter([StopAct.LATER, StopAct.EARLIER] * 1000)

    def move() -> None:
        act = next(acts)
        touring.design.reshaper.act(At(0, 1 if act is StopAct.LATER else 2), act)
        QApplication.processEvents()

    benchmark.pedantic(move, rounds=20, warmup_rounds=2)


def bench_undo(benchmark: BenchmarkFixture, touring: MainWindow) -> None:
    """An edit undone and done again."""
    touring.design.reshaper.act(At(0, 1), StopAct.LATER)
    touring.session.stack.undo()

    def redo_and_undo() -> None:
        touring.session.stack.redo()
        touring.session.stack.undo()

    benchmark.pedantic(redo_and_undo, rounds=20, warmup_rounds=1)

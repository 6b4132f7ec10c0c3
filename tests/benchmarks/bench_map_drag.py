"""The route dragged on the map: from the move of the pointer to the new way, its times and the frame."""

import math
from collections.abc import Callable, Iterator
from itertools import cycle
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytest_benchmark.fixture import BenchmarkFixture
from pytestqt.qtbot import QtBot

from data.model.place import PlaceId
from gis_app.app import begin
from gis_app.main_window import MainWindow
from gis_app.settings import Settings
from routes.planner.editing.edits import At
from tests.gis_app.window.conftest import wait_until_quiet
from tests.gis_app.window.tours import key_at, show_hand_made, shown

VISITS = 8
TARGET_MS = 50


@pytest.fixture
def make(qtbot: QtBot, tmp_path: Path) -> Iterator[Callable[[Path | None], MainWindow]]:
    """Give what makes a window with a tour of two days, eight visits each, on a network."""
    made: list[MainWindow] = []

    def window_on(network: Path | None) -> MainWindow:
        window = MainWindow(Settings(tmp_path / "window.ini"))
        made.append(window)
        window.resize(1366, 768)
        window.show()
        begin(window)
        wait_until_quiet(qtbot, window)
        if network is not None:
            window.roads.load(network)
            wait_until_quiet(qtbot, window)
        show_hand_made(window, qtbot, VISITS)
        window.views.zoom_to_tour()
        wait_until_quiet(qtbot, window)
        return window

    yield window_on
    for window in made:
        window.session.stack.setClean()
        window.close()
        window.deleteLater()
    QApplication.processEvents()


def bench_line_dragged_starter(
    benchmark: BenchmarkFixture, make: Callable[[Path | None], MainWindow]
) -> None:
    """The longest way dragged about on the starter roads."""
    _drag(benchmark, make(None))


def bench_line_dragged_full(
    benchmark: BenchmarkFixture, make: Callable[[Path | None], MainWindow], full_network: Path
) -> None:
    """The same on all roads."""
    _drag(benchmark, make(full_network))


def bench_number_dragged_starter(
    benchmark: BenchmarkFixture, make: Callable[[Path | None], MainWindow]
) -> None:
    """A number dragged from place to place: two new ways for each, looked up for the first time."""
    window = make(None)
    spots = [
        QPoint(round(x), round(y))
        for mark in window.scene.sheets.marks.places
        if not mark.is_cluster and mark.places[0].id not in window.scene.visited
        for x, y in [window.canvas.view.point_px(mark.places[0].lon, mark.places[0].lat)]
        if window.canvas.rect().contains(QPoint(round(x), round(y)))
    ]
    x, y = window.scene.position_of(PlaceId(key_at(window, At(0, 1))), window.canvas.view)
    _measure(benchmark, window, QPoint(round(x), round(y)), spots)


def _drag(benchmark: BenchmarkFixture, window: MainWindow) -> None:
    legs = shown(window).days[0].legs
    longest = max((leg for leg in legs if leg.geometry is not None), key=lambda leg: leg.distance_m)
    assert longest.geometry is not None
    middle = longest.geometry.interpolate(0.5, normalized=True)
    x, y = window.canvas.view.point_px(middle.x, middle.y)
    grip = next(
        grip
        for dx in range(12)
        for dy in range(12)
        if (grip := window.ways.ways.grip_at(window.canvas.view, x + dx - 6, y + dy - 6)) is not None
    )
    begin = QPoint(round(grip.x), round(grip.y))
    ring = [
        begin + QPoint(round(60 * math.cos(turn / 5)), round(60 * math.sin(turn / 5))) for turn in range(31)
    ]
    _measure(benchmark, window, begin, ring)


def _measure(benchmark: BenchmarkFixture, window: MainWindow, begin: QPoint, spots: list[QPoint]) -> None:
    canvas, left = window.canvas, Qt.MouseButton.LeftButton
    QTest.mouseMove(canvas, begin)
    QTest.mousePress(canvas, left, pos=begin)
    QTest.mouseMove(canvas, begin + QPoint(20, 12))
    assert canvas.tools.is_grabbing
    ahead = cycle(spots)

    def move() -> None:
        QTest.mouseMove(canvas, next(ahead))
        canvas.repaint()

    benchmark.extra_info["target_ms"] = TARGET_MS
    benchmark.pedantic(move, rounds=60, warmup_rounds=3)
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    QTest.mouseRelease(canvas, left, pos=begin)

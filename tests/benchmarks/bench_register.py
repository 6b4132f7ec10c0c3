"""How fast the register answers with 10,000 places: search as one types, scrolling and sorting the table."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytest_benchmark.fixture import BenchmarkFixture
from pytestqt.qtbot import QtBot

from data.model.place import PlaceId
from data.model.project import Project
from data.search.index import PlaceIndex
from data.starter import load_starter
from gis_app.app import begin
from gis_app.docks.register_table import RegisterModel, RegisterTable
from gis_app.i18n import Words
from gis_app.main_window import MainWindow
from gis_app.render.fonts import load_fonts
from gis_app.settings import Settings
from tests.gis_app.window.conftest import wait_until_quiet

PLACES = 10_000


@pytest.fixture(scope="module")
def many() -> Project:
    """Return the starter project with its places copied until there are 10,000."""
    project = load_starter()
    known = list(project.places.values())
    origins = [known[number % len(known)] for number in range(PLACES)]
    copies = (
        replace(origin, id=PlaceId(f"{number}"), name_vi=f"{origin.name_vi} {number}")
        for number, origin in enumerate(origins)
    )
    return replace(project, places={place.id: place for place in copies})


@pytest.mark.parametrize("typed", ["d", "dinh", "lang gom", "Chùa Trăm", "dinh chmm"])
def bench_search_as_you_type(benchmark: BenchmarkFixture, many: Project, typed: str) -> None:
    """The best 300 places for a text, one of them mistyped."""
    benchmark(PlaceIndex(many).search, typed, 300)


@pytest.fixture
def registering(qtbot: QtBot, tmp_path: Path, many: Project) -> Iterator[MainWindow]:
    """Give a window on the 10,000 places, its table open."""
    load_fonts()
    window = MainWindow(Settings(tmp_path / "window.ini"))
    window.setWindowState(window.windowState().WindowNoState)
    window.resize(1366, 768)
    window.show()
    begin(window)
    window.session.open(many, None)
    window.register.dock.show()
    wait_until_quiet(qtbot, window)
    yield window
    window.session.stack.setClean()
    window.close()
    window.deleteLater()


@pytest.mark.parametrize("typed", ["d", "dinh", "lang gom", "dinh chmm"])
def bench_typing_in_the_window(benchmark: BenchmarkFixture, registering: MainWindow, typed: str) -> None:
    """A letter more: search, filters, list, table and map told, and all of it painted."""
    search = registering.places.search

    def type_on() -> None:
        search.setText(typed)
        QApplication.processEvents()

    def clear() -> None:
        search.setText("")
        QApplication.processEvents()

    benchmark.pedantic(type_on, setup=clear, rounds=10, warmup_rounds=1)


def bench_page_of_the_table(benchmark: BenchmarkFixture, registering: MainWindow) -> None:
    """A page further in the table, painted: 60 frames a second leave 16 ms."""
    table = registering.register.table
    bar = table.verticalScrollBar()

    def turn() -> None:
        bar.setValue((bar.value() + bar.pageStep()) % bar.maximum())
        table.viewport().repaint()

    benchmark(turn)


def bench_table_scroll_frame(benchmark: BenchmarkFixture, many: Project, qtbot: QtBot) -> None:
    """One step of the wheel over the table, painted."""
    load_fonts()
    words = Words("vi")
    model = RegisterModel(words)
    table = RegisterTable(model, words)
    qtbot.addWidget(table)
    model.show_places(many, tuple(many.places.values()))
    table.resize(1066, 560)
    table.show()
    bar = table.verticalScrollBar()

    def step() -> None:
        bar.setValue((bar.value() + 3) % bar.maximum())
        table.viewport().grab()

    benchmark(step)
    words.remove()


def bench_table_sort(benchmark: BenchmarkFixture, many: Project, qtbot: QtBot) -> None:
    """All rows put into the Vietnamese order of their names."""
    words = Words("vi")
    model = RegisterModel(words)
    model.show_places(many, tuple(many.places.values()))
    benchmark(model.sort, 0)
    words.remove()

"""How fast the register answers with 10,000 places: search as one types, scrolling and sorting the table."""

from dataclasses import replace

import pytest
from pytest_benchmark.fixture import BenchmarkFixture
from pytestqt.qtbot import QtBot

from data.model.place import PlaceId
from data.model.project import Project
from data.search.index import PlaceIndex
from data.starter import load_starter
from gis_app.docks.register_table import RegisterModel, RegisterTable
from gis_app.i18n import Words
from gis_app.render.fonts import load_fonts

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

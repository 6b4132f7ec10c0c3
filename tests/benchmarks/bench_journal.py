"""The journal on 2,000 and 10,000 places: what the window feels of a write, the write, and recovery."""

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from threading import Thread

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication
from pytest_benchmark.fixture import BenchmarkFixture

from data.edits import PutPlace
from data.model.place import PlaceId
from data.model.project import Project
from data.starter import load_starter
from data.storage.journal import ChangeNote, Journal, Origin, leftovers, restore
from gis_app.desk.core import Desk, make_desk
from gis_app.desk.safety import Safety
from gis_app.settings import Settings

ROUNDS = 10
TICK_S = 0.005


@pytest.fixture(scope="module", params=[2_000, 10_000])
def project(request: pytest.FixtureRequest) -> Project:
    """Give the starter, its places repeated under other keys."""
    starter = load_starter()
    places = list(starter.places.values())
    count: int = request.param
    many = (
        replace(places[number % len(places)], id=PlaceId(f"p{number}"), note=f"{number}")
        for number in range(count)
    )
    return replace(starter, places={place.id: place for place in many})


def edited(project: Project, number: int) -> Project:
    """Return ``project`` after a change of one place."""
    place = project.places[PlaceId("p7")]
    return PutPlace(replace(place, note=f"sửa {number}")).apply(project).project


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    """Give a journal that nothing was written to."""
    made = Journal(tmp_path / "a.journal")
    yield made
    made.close()


def bench_first_write(benchmark: BenchmarkFixture, project: Project, tmp_path: Path) -> None:
    """The whole project and one change: the first write after opening or saving."""

    def write() -> None:
        journal = Journal(tmp_path / "a.journal")
        journal.write(Origin(), project, edited(project, 1), ChangeNote(1.0, 1))
        journal.close()

    benchmark.pedantic(write, rounds=5, warmup_rounds=1)


def bench_further_write(benchmark: BenchmarkFixture, project: Project, journal: Journal) -> None:
    """One more change, flushed to the disk."""
    journal.write(Origin(), project, project, ChangeNote(1.0, 1))
    states = [edited(project, number) for number in range(ROUNDS)]

    def write() -> None:
        for number, state in enumerate(states):
            journal.write(Origin(), project, state, ChangeNote(1.0, number))

    benchmark.pedantic(write, rounds=5, warmup_rounds=1)
    benchmark.extra_info["writes a round"] = ROUNDS


def bench_recovery(benchmark: BenchmarkFixture, project: Project, journal: Journal, tmp_path: Path) -> None:
    """From the list of leftovers to the project, after a hundred changes."""
    for number in range(100):
        journal.write(Origin(), project, edited(project, number), ChangeNote(1.0, number + 1))
    journal.close()
    found = benchmark.pedantic(lambda: restore(leftovers(tmp_path)[0]), rounds=3, warmup_rounds=1)
    assert found.project.places[PlaceId("p7")].note == "sửa 99"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Give a desk without a window."""
    application = QApplication.instance() or QApplication([])
    owner = QObject(application)
    made = make_desk(Settings(tmp_path / "window.ini"), owner)
    yield made
    made.session.close()
    made.words.remove()


def bench_window_part(benchmark: BenchmarkFixture, project: Project, desk: Desk) -> None:
    """What the window's thread does for one change: noting it and starting the write."""
    desk.session.open(project, None)
    safety = Safety(desk, desk.session)
    states = iter([edited(project, number) for number in range(ROUNDS)])

    def write() -> None:
        safety._note()
        safety._look()

    def begin() -> None:
        while safety._thread is not None:
            time.sleep(0.01)
            safety._take_ends()
        desk.session.do(PutPlace(next(states).places[PlaceId("p7")]), "Edit")

    benchmark.pedantic(write, setup=begin, rounds=ROUNDS)
    safety.close()


def bench_longest_pause_of_the_window(benchmark: BenchmarkFixture, project: Project, tmp_path: Path) -> None:
    """How late a timer of 5 ms is, at most, during the first write: what somebody at the window feels."""
    pauses: list[float] = []

    def write() -> None:
        journal = Journal(tmp_path / "b.journal")
        state = edited(project, 1)
        writing = Thread(target=lambda: journal.write(Origin(), project, state, ChangeNote(1.0, 1)))
        writing.start()
        longest, before = 0.0, time.perf_counter()
        while writing.is_alive():
            time.sleep(TICK_S)
            now = time.perf_counter()
            longest, before = max(longest, now - before - TICK_S), now
        writing.join()
        journal.close()
        pauses.append(longest)

    benchmark.pedantic(write, rounds=5, warmup_rounds=1)
    benchmark.extra_info["longest pause, ms"] = round(1000 * max(pauses), 1)

"""A long session at random: edit, undo, save, crash and restore, and the project is the same throughout.

``HANH_TRINH_SESSIONS=50 pytest tests/gis_app/window/test_long_session.py`` plays more, as for a night.
"""

import os
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from data.edits import PutTour
from data.model.project import Project
from data.storage.gpkg import open_project
from gis_app.actions import Act
from gis_app.app import begin
from gis_app.desk.safety import journal_folder
from gis_app.dialogs.recovery import RecoveryDialog
from gis_app.docks.stop_acts import StopAct, can, stops_of
from gis_app.main_window import MainWindow
from gis_app.settings import Settings
from tests.gis_app.window import planners
from tests.gis_app.window.conftest import PATIENCE_MS, forget_deleted, wait_until_quiet
from tests.gis_app.window.tours import hand_made

SESSIONS = int(os.environ.get("HANH_TRINH_SESSIONS", "2"))
STEPS = 25

_CONTROL = Qt.KeyboardModifier.ControlModifier


class Session(RuleBasedStateMachine):
    """The window beside the plainest model of it: the list of states that undo and redo walk along."""

    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        super().__init__()
        self.qtbot, self.folder = qtbot, folder
        self.lives = 0
        self.saved: Project | None = None
        self.window = self._start()
        self.states, self.now = [self.window.session.project], 0

    # The window and its end

    def _start(self) -> MainWindow:
        self.lives += 1
        self.home = self.folder / f"life-{self.lives}"
        window = MainWindow(Settings(self.home / "window.ini"), planners.quick)
        window.resize(1366, 768)
        window.show()
        begin(window)
        wait_until_quiet(self.qtbot, window)
        return window

    def _end(self) -> None:
        self.window.session.stack.setClean()
        self.window.close()
        self.window.deleteLater()
        forget_deleted()

    def _settle(self) -> None:
        wait_until_quiet(self.qtbot, self.window)
        self.qtbot.waitUntil(lambda: not self.window.safety.is_busy, timeout=PATIENCE_MS)

    def teardown(self) -> None:
        """Close the last window."""
        self._end()

    # The model

    def _changed(self) -> None:
        """Note that a command was carried out: what could be redone is gone."""
        self.states = [*self.states[: self.now + 1], self.window.session.project]
        self.now += 1

    def _after(self, before: Project) -> None:
        if self.window.session.project is not before:
            self._changed()

    @invariant()
    def the_project_is_what_was_made(self) -> None:
        """The window shows the state that the model is at."""
        session = self.window.session
        assert session.project == self.states[self.now]
        assert self.window.menus.undo.isEnabled() == (self.now > 0)
        assert self.window.menus.redo.isEnabled() == (self.now < len(self.states) - 1)

    # What a user does

    @initialize()
    def plan_a_tour(self) -> None:
        window = self.window
        tour = hand_made(window.session.project)
        window.session.do(PutTour(tour), "Plan '{title}'", title=tour.title_vi)
        window.selection.choose_tour(tour.id)
        self._settle()
        self._changed()

    @rule(number=st.integers(0, 293), name=st.text("aăâđêôơưệỡ ÁẾ'\"<&", min_size=1, max_size=12))
    def rename_a_place(self, number: int, name: str) -> None:
        places = list(self.window.session.project.places.values())
        place = places[number % len(places)]
        before = self.window.session.project
        self.window.register.desk.change([replace(place, name_vi=f"{place.name_vi} {name}".strip())])
        self._after(before)

    @rule(number=st.integers(0, 293))
    def copy_a_place(self, number: int) -> None:
        places = list(self.window.session.project.places)
        before = self.window.session.project
        self.window.selection.choose_place(places[number % len(places)])
        self.window.register.desk.duplicate(places[number % len(places)])
        self._after(before)

    @rule(number=st.integers(0, 293))
    def delete_a_place(self, number: int) -> None:
        project = self.window.session.project
        used = frozenset().union(*(tour.stop_places for tour in project.tours.values()))
        free = [place for place in project.places if place not in used]
        desk = self.window.register.desk
        desk.ask_delete((free[number % len(free)],))
        assert desk.question is not None
        QTest.mouseClick(desk.question.buttons()[0], Qt.MouseButton.LeftButton)
        self._after(project)

    @precondition(lambda self: self.window.tours.shown is not None)
    @rule(number=st.integers(0, 20), act=st.sampled_from(StopAct))
    def reshape_the_tour(self, number: int, act: StopAct) -> None:
        tour = self.window.tours.shown
        assert tour is not None
        stops = [at for at, _ in stops_of(tour) if can(tour, at, act)]
        if not stops:
            return
        before = self.window.session.project
        self.window.design.reshaper.act(stops[number % len(stops)], act)
        self._settle()
        self._after(before)

    @precondition(lambda self: self.window.tours.shown is not None)
    @rule()
    def make_a_scenario(self) -> None:
        before = self.window.session.project
        self.window.menus.acts[Act.DUPLICATE].trigger()
        self._settle()
        self._after(before)

    @rule(language=st.sampled_from(["vi", "en"]))
    def switch_the_language(self, language: str) -> None:
        self.window.speak(language)

    @precondition(lambda self: self.now > 0)
    @rule(times=st.integers(1, 4))
    def undo(self, times: int) -> None:
        for _ in range(min(times, self.now)):
            self.window.menus.undo.trigger()
            self.now -= 1

    @precondition(lambda self: self.now < len(self.states) - 1)
    @rule(times=st.integers(1, 4))
    def redo(self, times: int) -> None:
        for _ in range(min(times, len(self.states) - 1 - self.now)):
            self.window.menus.redo.trigger()
            self.now += 1

    @rule()
    def save(self) -> None:
        window = self.window
        if window.session.path is None:
            window.files.save_to(self.folder / "dự án.gpkg")
        else:
            window.menus.acts[Act.SAVE].trigger()
        self._settle()
        assert not window.session.is_dirty
        self.saved = window.session.project
        assert open_project(self.folder / "dự án.gpkg") == self.saved

    @rule()
    def crash_and_restore(self) -> None:
        """The power fails: all that is left is on the disk, and it is all there."""
        self._settle()
        lost, was_dirty, path = (
            self.window.session.project,
            self.window.session.is_dirty,
            self.window.session.path,
        )
        left = self.folder / "left"
        shutil.rmtree(left, ignore_errors=True)
        left.mkdir()
        for journal in journal_folder(self.window.desk.settings.state).glob("*.journal"):
            shutil.copy(journal, left)
        assert bool(list(left.iterdir())) == was_dirty
        self._end()
        journals = journal_folder(Settings(self.folder / f"life-{self.lives + 1}" / "window.ini").state)
        shutil.copytree(left, journals)
        self.window = self._start()
        if was_dirty:
            self._restore()
            self.states, self.now = [self.window.session.base, lost], 1
            assert self.window.session.path == path
        elif path is not None:
            self.window.files.open(path)
            self._settle()
            self.states, self.now = [lost], 0
        else:
            self.states, self.now = [self.window.session.project], 0
        tours = tuple(self.window.session.project.tours)
        self.window.selection.choose_tour(tours[-1] if tours else None)
        self._settle()

    def _restore(self) -> None:
        def dialogs() -> list[Any]:
            return [one for one in self.window.findChildren(RecoveryDialog) if one.isVisible()]

        self.qtbot.waitUntil(lambda: bool(dialogs()), timeout=PATIENCE_MS)
        QTest.mouseClick(dialogs()[0].restore, Qt.MouseButton.LeftButton)
        self._settle()
        QApplication.processEvents()


def test_whatever_is_done_the_project_is_what_was_made(
    qtbot: QtBot, dressed: QApplication, tmp_path_factory: Any
) -> None:
    run_state_machine_as_test(
        lambda: Session(qtbot, tmp_path_factory.mktemp("session")),  # type: ignore[arg-type] # any maker will do
        settings=settings(
            max_examples=SESSIONS,
            stateful_step_count=STEPS,
            deadline=None,
            phases=(Phase.explicit, Phase.generate),
            suppress_health_check=list(HealthCheck),
        ),
    )

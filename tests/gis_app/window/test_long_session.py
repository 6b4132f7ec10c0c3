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
from PIL import Image
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from data.edits import MergePlaces, PutTour
from data.errors import BadInputError
from data.model.place import Photo
from data.model.project import Project
from data.model.tour import TourId
from data.storage.gpkg import open_project
from data.storage.photo_files import keep_photo
from data.writers import kml
from gis_app.actions import Act
from gis_app.app import begin
from gis_app.desk.safety import journal_folder
from gis_app.dialogs.recovery import RecoveryDialog
from gis_app.docks.stop_acts import StopAct, can, stops_of
from gis_app.main_window import MainWindow
from gis_app.settings import Settings
from layers.reference.styles import first_style
from tests.gis_app.window import planners
from tests.gis_app.window.conftest import PATIENCE_MS, forget_deleted, spot_of, wait_until_quiet
from tests.gis_app.window.tours import hand_made

SESSIONS = int(os.environ.get("HANH_TRINH_SESSIONS", "2"))
STEPS = 25

_ZONE = (
    '{"type": "Feature", "properties": {"loai": "I"}, "geometry": {"type": "Polygon", "coordinates": '
    "[[[105.8, 21.0], [105.9, 21.0], [105.9, 21.1], [105.8, 21.0]]]}}"
)


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

    @precondition(lambda self: self.window.tours.shown is not None)
    @rule(day=st.integers(0, 1), number=st.integers(0, 9), other=st.integers(0, 293))
    def drag_a_stop_on_the_map(self, day: int, number: int, other: int) -> None:
        """Drag the number of a visit onto a place; where it lands depends on what is drawn there."""
        window, before = self.window, self.window.session.project
        tour = window.tours.shown
        assert tour is not None
        window.views.zoom_to_tour()
        self._settle()
        keys = [stop.place_id for stop in tour.days[day % len(tour.days)].visits if stop.place_id]
        if not keys:
            return
        places = list(before.places.values())
        begin = spot_of(window, before.places[keys[number % len(keys)]])
        self._drag(begin, spot_of(window, places[other % len(places)]))
        self._after(before)

    @precondition(lambda self: self.window.tours.shown is not None)
    @rule(day=st.integers(0, 1), number=st.integers(0, 9), aside=st.integers(-90, 90))
    def drag_the_route_on_the_map(self, day: int, number: int, aside: int) -> None:
        """Press where a way may be drawn, and pull it aside."""
        window, before = self.window, self.window.session.project
        tour = window.tours.shown
        assert tour is not None
        window.views.zoom_to_tour()
        self._settle()
        lines = [leg.geometry for leg in tour.days[day % len(tour.days)].legs if leg.geometry is not None]
        if not lines:
            return
        middle = lines[number % len(lines)].interpolate(0.5, normalized=True)
        x, y = window.canvas.view.point_px(middle.x, middle.y)
        begin = QPoint(round(x), round(y))
        self._drag(begin, begin + QPoint(aside, 40))
        self._after(before)

    def _drag(self, begin: QPoint, end: QPoint) -> None:
        canvas, inside = self.window.canvas, self.window.canvas.rect().adjusted(2, 2, -2, -2)
        if not (inside.contains(begin) and inside.contains(end)):
            return
        QTest.mouseMove(canvas, begin)
        QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=begin)
        QTest.mouseMove(canvas, (begin + end) / 2)
        QTest.mouseMove(canvas, end)
        QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=end)
        self._settle()

    @rule(number=st.integers(0, 293), takes_stops=st.booleans())
    def merge_two_places(self, number: int, takes_stops: bool) -> None:
        """Keep one of two entries; tours that stop at the other name the one kept."""
        before = self.window.session.project
        places = list(before.places)
        tour = self.window.tours.shown
        stops = sorted(tour.stop_places & before.places.keys()) if tour is not None else []
        pool = stops if takes_stops and stops else places
        gone, kept = pool[number % len(pool)], places[(number + 7) % len(places)]
        if gone == kept:
            return
        edit = MergePlaces(before.places[kept], gone)
        try:
            edit.apply(before)
        except BadInputError:
            return
        self.window.session.do(edit, "Merge {place} with its duplicate", place=kept)
        self._settle()
        self._after(before)

    @rule(number=st.integers(0, 5), act=st.sampled_from(["add", "order", "style", "remove"]))
    def change_the_map_layers(self, number: int, act: str) -> None:
        before = self.window.session.project
        layers = self.window.layering.layers
        mine = [layer.key for layer in layers.stack.references]
        if act == "add" or not mine:
            layers.add_file(self._file("vung.geojson", _ZONE))
            self._settle()
        elif act == "order":
            layers.order(tuple(reversed([layer.key for layer in layers.stack.layers])))
        elif act == "style":
            layers.restyle(mine[number % len(mine)], first_style(number))
        else:
            layers.remove(mine[number % len(mine)])
        self._settle()
        self._after(before)

    @rule(title=st.text("aăâđ Ế'<&", min_size=1, max_size=8))
    def import_a_tour(self, title: str) -> None:
        before = self.window.session.project
        tours = list(before.tours.values())
        if not tours:
            return
        path = self._file("tuyến.kml", "")
        kml.write(before, replace(tours[0], id=TourId("nhap"), title_vi=title, base=None), path)
        self.window.imports.read(path)
        self._settle()
        self._after(before)

    @precondition(lambda self: self.window.session.path is not None)
    @rule(number=st.integers(0, 293), caption=st.text("aăâđ Ế'<&", max_size=8))
    def take_a_photo_in(self, number: int, caption: str) -> None:
        """Copy a photo beside the project and put it into the register."""
        before, register = self.window.session.project, self.window.register.desk
        file = self.folder / "máy ảnh" / "cổng.jpg"
        file.parent.mkdir(exist_ok=True)
        Image.new("RGB", (40, 30), "teal").save(file)
        kept = keep_photo(file, self.folder)
        place = list(before.places.values())[number % len(before.places)]
        photo = Photo(kept.path, caption)
        if photo.path in [one.path for one in place.photos]:
            return
        register.change([replace(place, photos=(*place.photos, photo))])
        self._settle()
        self._after(before)

    def _file(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.write_text(text, "utf-8")
        return path

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

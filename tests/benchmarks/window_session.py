"""A scripted session in the window, every event of it timed; a process of its own, run by ``bench_window``.

Usage: ``python -m tests.benchmarks.window_session [NETWORK.htnet] [--places N] [--request NAME]``.
"""

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from typing import Final

import numpy as np
from PySide6.QtCore import QEventLoop, QPoint, Qt, QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtTest import QTest
from shapely import Point

from data.edits import Batch, PutPlace
from data.model.tour import Tour
from data.readers.request_toml import read_request
from gis_app import main_window
from gis_app.app import begin, prepare_process
from gis_app.docks.stop_acts import StopAct
from gis_app.main_window import MainWindow
from gis_app.map.canvas import MapCanvas
from gis_app.render.fonts import load_fonts
from gis_app.settings import Settings
from gis_app.theme import dress
from layers.style import LIGHT
from routes.planner.editing.edits import At
from tests.benchmarks.measuring import peak_mb, resident_mb
from tests.benchmarks.session_passes import Passes, make_application, started_s

PATIENCE_S: Final = 60.0
DRAGGED: Final = 40
IN_HANOI: Final = "bac-tu-liem-1-ngay"


def rest(milliseconds: int) -> None:
    """Let the window work for so long, as its own event loop does."""

    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def time_the_map(times: list[tuple[float, float]]) -> None:
    """Note how many milliseconds each painting of the map takes, by the clock and of the processor."""

    class TimedCanvas(MapCanvas):
        def paintEvent(self, event: QPaintEvent) -> None:
            begin, worked = time.perf_counter(), time.thread_time()
            super().paintEvent(event)
            times.append((1000 * (time.perf_counter() - begin), 1000 * (time.thread_time() - worked)))

    # The window makes the canvas by this name.
    vars(main_window)["MapCanvas"] = TimedCanvas


class Script:
    """The user: waits as one does, and does one thing after the other."""

    def __init__(self, network: Path | None, places: int, request: str) -> None:
        self.figures: dict[str, object] = {}
        self.passes = Passes()
        # As the application does first of all.
        prepare_process()
        self.application = make_application(self.passes)
        load_fonts()
        dress(self.application, LIGHT.interface)
        self.folder = Path(tempfile.mkdtemp(prefix="hanh-trinh-bench-"))
        self.network, self.places, self.request = network, places, request
        self.frame_times: list[tuple[float, float]] = []

    def run(self) -> dict[str, object]:
        """Play the session and return its figures."""

        time_the_map(self.frame_times)
        self.window = MainWindow(Settings(self.folder / "window.ini"))
        self.window.resize(1366, 768)
        self.window.show()
        begin(self.window, None, self.network)
        self.wait(lambda: bool(self.window.session.project.places))
        self.figures["usable_s"] = round(time.time() - started_s(), 2)
        self.quiet()
        self.figures["complete_s"] = round(time.time() - started_s(), 2)
        if self.places:
            self.add_places()
        memory = {"start": round(resident_mb())}
        self.figures["resident_by_step_mb"] = memory
        for step in (
            self.pan,
            self.zoom,
            self.cold_view,
            self.search,
            self.select,
            self.table,
            self.plan,
            self.reshape,
            self.drag,
            self.theme,
            self.language,
            self.save,
            self.export,
        ):
            self.passes.step = step.__name__
            step()
            self.quiet()
            memory[step.__name__] = round(resident_mb())
        self.figures |= self.passes.summary()
        self.figures["resident_mb"] = round(resident_mb())
        self.figures["peak_mb"] = round(peak_mb())
        self.window.session.stack.setClean()
        self.window.close()
        return self.figures

    # Waiting

    def wait(self, is_done: Callable[[], bool]) -> None:
        """Let the window work until ``is_done``."""
        end = time.monotonic() + PATIENCE_S
        while not is_done():
            rest(5)
            if time.monotonic() > end:
                raise TimeoutError(self.passes.step)

    def quiet(self) -> None:
        """Let everything end that is under way."""
        window = self.window
        self.wait(
            lambda: (
                not (
                    window.desk.jobs.running
                    or window.scene.is_busy
                    or window.canvas.is_moving
                    or window.safety.is_busy
                )
            )
        )

    @contextmanager
    def frames(self, name: str) -> Iterator[None]:
        """Time the painting of the map meanwhile."""
        self.frame_times.clear()
        yield
        times = np.array(self.frame_times)
        self.figures[f"{name}_frames"] = len(times)
        took, used = np.percentile(times, 95, axis=0).round(1).tolist()
        self.figures[f"{name}_frame_p95_ms"], self.figures[f"{name}_frame_p95_cpu_ms"] = took, used

    # What is done

    def add_places(self) -> None:
        """Fill the register up to so many places, scattered around those that are there."""

        project = self.window.session.project
        known = list(project.places.values())
        generator = np.random.default_rng(7)
        more = []
        for number in range(self.places - len(known)):
            of = known[number % len(known)]
            lon, lat = of.lon + generator.normal(0, 0.05), of.lat + generator.normal(0, 0.04)
            more.append(
                replace(
                    of,
                    id=type(of.id)(f"them-{number}"),
                    name_vi=f"{of.name_vi} {number}",
                    geometry=Point(lon, lat),
                )
            )
        self.passes.step = "start"
        self.window.session.do(
            Batch(tuple(PutPlace(place) for place in more)), "Import {name}", name="register"
        )
        self.quiet()

    def pan(self) -> None:
        """Drag the map to and fro."""

        canvas, spot = self.window.canvas, QPoint(500, 300)
        with self.passes.timed():
            self.window.zoom_to_all()
        self.quiet()
        with self.frames("pan"):
            QTest.mousePress(canvas, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, spot)
            for number in range(120):
                spot += QPoint(5 if number < 60 else -5, 3 if number % 40 < 20 else -3)
                QTest.mouseMove(canvas, spot)
                rest(8)
            QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, spot)
            self.quiet()

    def zoom(self) -> None:
        """Turn the wheel in and out."""
        with self.frames("zoom"):
            for steps in (1.0, 1.0, 1.0, -1.0, 1.0, -1.0, -1.0, -1.0):
                with self.passes.timed():
                    self.window.canvas.zoom_by(steps)
                rest(120)
            self.quiet()

    def cold_view(self) -> None:
        """Look at ground never drawn before, until it is complete."""
        times = []
        for lon, lat, zoom in (
            (105.85, 21.03, 12.0),
            (106.31, 20.94, 11.0),
            (105.75, 21.08, 14.0),
            (106.4, 20.9, 10.0),
        ):
            begin = time.perf_counter()
            with self.passes.timed():
                self.window.canvas.show_point(lon, lat, zoom=zoom)
            rest(1)
            self.wait(lambda: not self.window.scene.is_busy)
            times.append(time.perf_counter() - begin)
        self.figures["cold_view_ms"] = [round(1000 * took) for took in times]

    def search(self) -> None:
        """Type into the search field, and take it back."""

        self.window.go_to_search()
        for word in ("dinh", "lang nghe", "chu dau"):
            for letter in word:
                QTest.keyClicks(self.window.places.search, letter)
                rest(60)
            for _ in word:
                QTest.keyClick(self.window.places.search, Qt.Key.Key_Backspace)
            rest(100)

    def select(self) -> None:
        """Choose one place after the other."""
        for place in list(self.window.session.project.places)[:20]:
            with self.passes.timed():
                self.window.selection.choose_place(place)
            rest(20)

    def plan(self) -> None:
        """Plan one of the example requests."""

        window = self.window
        path = Path(str(files("resources") / "requests" / f"{self.request}.toml"))
        request = read_request(path, window.session.project)
        rest(1)
        with self.passes.timed():
            window.designer.form.load(request)
        rest(1)
        with self.passes.timed():
            window.plan()
        self.wait(lambda: not window.tours.is_planning)

    def reshape(self) -> None:
        """Move a stop to and fro, with undo and redo."""
        window, times = self.window, list[float]()
        for _ in range(4):
            for act, at in ((StopAct.LATER, At(0, 1)), (StopAct.EARLIER, At(0, 2))):
                with self.passes.timed():
                    window.design.reshaper.act(at, act)
                rest(120)
                self.quiet()
            for action in (window.menus.undo, window.menus.redo):
                begin = time.perf_counter()
                with self.passes.timed():
                    action.trigger()
                times.append(1000 * (time.perf_counter() - begin))
                rest(60)
        self.figures["undo_median_ms"] = round(float(np.median(times)), 1)

    @property
    def tour(self) -> Tour:
        """The tour shown."""
        assert self.window.selection.tour is not None
        return self.window.session.project.tours[self.window.selection.tour]

    def spot(self, lon: float, lat: float) -> QPoint:
        """Return the pixel of a position on the map."""
        x, y = self.window.canvas.view.point_px(lon, lat)
        return QPoint(round(x), round(y))

    def drag(self) -> None:
        """Drag a stop over the map, from place to place, and let go of it where it was."""
        window, canvas, times = self.window, self.window.canvas, list[float]()
        window.views.zoom_to_tour()
        self.quiet()
        stop = self.tour.days[0].stops[1]
        begin = self.spot(stop.lon, stop.lat)
        marks = [mark.places[0] for mark in window.scene.sheets.marks.places if not mark.is_cluster]
        spots = [self.spot(place.lon, place.lat) for place in marks]
        within = [spot for spot in spots if canvas.rect().contains(spot)][:DRAGGED]
        QTest.mouseMove(canvas, begin)
        QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=begin)
        for spot in (begin + QPoint(20, 12), *within):
            clock = time.perf_counter()
            with self.passes.timed():
                QTest.mouseMove(canvas, spot)
                canvas.repaint()
            times.append(1000 * (time.perf_counter() - clock))
            rest(20)
        if not canvas.tools.is_grabbing:
            raise RuntimeError(self.passes.step)
        QTest.keyClick(canvas, Qt.Key.Key_Escape)
        QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=begin)
        self.figures["drag_median_ms"] = round(float(np.median(times)), 1)
        self.figures["drag_p95_ms"] = round(float(np.percentile(times, 95)), 1)

    def table(self) -> None:
        """Open the table of the register, sort it, scroll it, close it."""
        register = self.window.register
        with self.passes.timed():
            register.dock.show()
        self.quiet()
        for order in (Qt.SortOrder.DescendingOrder, Qt.SortOrder.AscendingOrder):
            with self.passes.timed():
                register.table.sortByColumn(1, order)
            rest(50)
        bar = register.table.verticalScrollBar()
        for share in range(20):
            bar.setValue(bar.maximum() * share // 20)
            rest(20)
        with self.passes.timed():
            register.dock.hide()

    def theme(self) -> None:
        """Switch to the dark colours and back."""
        for theme in ("dark", "light"):
            with self.passes.timed():
                self.window.appearance.choose_theme(theme)
            rest(200)

    def language(self) -> None:
        """Switch to the other language and back."""
        for language in ("en", "vi"):
            with self.passes.timed():
                self.window.speak(language)
            rest(200)

    def save(self) -> None:
        """Save as a new file."""
        with self.passes.timed():
            self.window.files.save_to(self.folder / "session.gpkg")

    def export(self) -> None:
        """Open the dialog of publications, see the first page, write the files, close."""
        window = self.window
        with self.passes.timed():
            dialog = window.exports.ask_export(self.tour)
        assert dialog is not None
        self.quiet()
        with self.passes.timed():
            dialog.use_folder(self.folder)
        self.quiet()
        with self.passes.timed():
            dialog.write.click()
        self.quiet()
        with self.passes.timed():
            dialog.close_button.click()


def main() -> None:
    """Play the session and print its figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("network", type=Path, nargs="?")
    parser.add_argument("--places", type=int, default=0)
    parser.add_argument("--request", default=IN_HANOI, help="name of an example request")
    arguments = parser.parse_args()
    figures = Script(arguments.network, arguments.places, arguments.request).run()
    sys.stdout.write(json.dumps(figures, indent=2) + "\n")


if __name__ == "__main__":
    main()

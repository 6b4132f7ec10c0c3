"""A scripted session in the window, every event of it timed; a process of its own, run by ``bench_window``.

Usage: ``python -m tests.benchmarks.window_session [NETWORK.htnet] [--places N]``; prints one JSON object.
"""

import argparse
import json
import os
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
from PySide6.QtCore import QEvent, QEventLoop, QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from shapely import Point

from data.edits import Batch, PutPlace
from data.readers.request_toml import read_request
from gis_app import main_window
from gis_app.app import begin
from gis_app.docks.stop_acts import StopAct
from gis_app.main_window import MainWindow
from gis_app.map.canvas import MapCanvas
from gis_app.render.fonts import load_fonts
from gis_app.settings import Settings
from gis_app.theme import dress
from layers.style import LIGHT
from routes.planner.editing.edits import At
from tests.benchmarks.measuring import peak_mb, resident_mb

PATIENCE_S: Final = 60.0
LIMIT_MS: Final = 50.0


def started_s() -> float:
    """Return when this process began, on the clock of ``time.time`` (Linux)."""
    ticks = int(Path("/proc/self/stat").read_text(encoding="ascii").rpartition(")")[2].split()[19])
    boot = next(
        int(line.split()[1])
        for line in Path("/proc/stat").read_text(encoding="ascii").splitlines()
        if line.startswith("btime")
    )
    return boot + ticks / os.sysconf("SC_CLK_TCK")


class Passes:
    """How long each event kept the window from answering, by what was being done.

    Events inside events are part of the outermost; what the script calls directly counts like one.
    """

    def __init__(self) -> None:
        self.step = "start"
        self.found: list[tuple[str, float, float]] = []
        self._depth = 0

    @contextmanager
    def timed(self) -> Iterator[None]:
        """Note how long what is done meanwhile takes."""
        self._depth += 1
        begin, worked = time.perf_counter(), time.thread_time()
        try:
            yield
        finally:
            self._depth -= 1
            if not self._depth:
                took, used = time.perf_counter() - begin, time.thread_time() - worked
                self.found.append((self.step, 1000 * took, 1000 * used))

    def summary(self) -> dict[str, object]:
        """Return figures of all events that took a millisecond or more, and the longest of each step.

        ``cpu``: what the window's thread worked itself; the rest of the time it waited for a processor or for
        the interpreter, which other threads (and other programs, on a busy machine) had meanwhile.
        """
        kept = [found for found in self.found if found[0] != "start" and found[1] >= 1.0]
        times = np.array([[took, used] for _, took, used in kept])
        longest: dict[str, float] = {}
        for step, took, _ in kept:
            longest[step] = max(longest.get(step, 0.0), round(took, 1))
        p50, p99 = (np.percentile(times, share, axis=0).round(1).tolist() for share in (50, 99))
        return {
            "events": len(times),
            "p50_ms": p50[0],
            "p99_ms": p99[0],
            "p99_cpu_ms": p99[1],
            "longest_ms": round(float(times[:, 0].max()), 1),
            "longest_cpu_ms": round(float(times[:, 1].max()), 1),
            "over_50_ms": int((times[:, 0] > LIMIT_MS).sum()),
            "longest_by_step_ms": dict(sorted(longest.items(), key=lambda item: -item[1])),
        }


def make_application(passes: Passes) -> "QApplication":
    """Return an application that notes how long every event takes."""

    class TimedApplication(QApplication):
        def notify(self, receiver: QObject, event: QEvent) -> bool:
            with passes.timed():
                return super().notify(receiver, event)

    return TimedApplication(["hanh-trinh"])


def rest(milliseconds: int) -> None:
    """Let the window work for so long, as its own event loop does."""

    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def time_the_map(times: list[float]) -> None:
    """Note how many milliseconds each painting of the map takes, in windows made from now on."""

    class TimedCanvas(MapCanvas):
        def paintEvent(self, event: QPaintEvent) -> None:
            begin = time.perf_counter()
            super().paintEvent(event)
            times.append(1000 * (time.perf_counter() - begin))

    # The window makes the canvas by this name.
    vars(main_window)["MapCanvas"] = TimedCanvas


class Script:
    """The user: waits as one does, and does one thing after the other."""

    def __init__(self, network: Path | None, places: int) -> None:

        self.figures: dict[str, object] = {}
        self.passes = Passes()
        self.application = make_application(self.passes)
        load_fonts()
        dress(self.application, LIGHT.interface)
        self.folder = Path(tempfile.mkdtemp(prefix="hanh-trinh-bench-"))
        self.network, self.places = network, places
        self.frame_times: list[float] = []

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
        for step in (
            self.pan,
            self.zoom,
            self.cold_view,
            self.search,
            self.select,
            self.plan,
            self.reshape,
            self.save,
        ):
            self.passes.step = step.__name__
            step()
            self.quiet()
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
        times = list(self.frame_times)
        self.figures[f"{name}_frames"] = len(times)
        self.figures[f"{name}_frame_p95_ms"] = round(float(np.percentile(times, 95)), 1)

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
        """Plan the first example request."""

        window = self.window
        path = Path(str(files("resources") / "requests" / "bac-tu-liem-1-ngay.toml"))
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

        window = self.window
        for _ in range(4):
            for act, at in ((StopAct.LATER, At(0, 1)), (StopAct.EARLIER, At(0, 2))):
                with self.passes.timed():
                    window.design.reshaper.act(at, act)
                rest(120)
                self.quiet()
            with self.passes.timed():
                window.menus.undo.trigger()
            rest(60)
            with self.passes.timed():
                window.menus.redo.trigger()
            rest(60)

    def save(self) -> None:
        """Save as a new file."""
        with self.passes.timed():
            self.window.files.save_to(self.folder / "session.gpkg")


def main() -> None:
    """Play the session and print its figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("network", type=Path, nargs="?")
    parser.add_argument("--places", type=int, default=0)
    arguments = parser.parse_args()
    figures = Script(arguments.network, arguments.places).run()
    sys.stdout.write(json.dumps(figures, indent=2) + "\n")


if __name__ == "__main__":
    main()

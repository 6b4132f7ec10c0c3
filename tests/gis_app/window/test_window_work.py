"""Jobs, processes, tiles and settings without a window."""

import time
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from data.errors import BadInputError, CancelledError
from gis_app.jobs import Job, Jobs
from gis_app.map.tiles import CACHE_BYTES, SIDE_PX, TileStore, level_of, tiles_in
from gis_app.settings import RECENT_LIMIT, Settings
from gis_app.workers import Failed, Task, TaskContext
from layers.viewport import Viewport

PATIENCE_MS = 30_000
HANOI = Viewport(105.85, 21.03, 12.0, 900, 700)


def add(first: int, second: int, context: TaskContext) -> int:
    context.progress(0.5, "half")
    context.improved(first)
    return first + second


def refuse(context: TaskContext) -> None:
    raise BadInputError("{field} is empty.", where="x", field="name")


def wait_for_stop(context: TaskContext) -> None:
    while not context.is_cancelled():
        time.sleep(0.005)
    raise CancelledError


def unpicklable(context: TaskContext) -> object:
    return lambda: None


@pytest.fixture
def jobs(qapp: QObject) -> Jobs:
    return Jobs(qapp)


def start(jobs: Jobs, task: Task, *, in_process: bool) -> Job:
    return (jobs.in_process if in_process else jobs.on_thread)("title", task)


@pytest.mark.parametrize("in_process", [False, True])
def test_a_job_reports_its_better_result_and_its_end(qtbot: QtBot, jobs: Jobs, in_process: bool) -> None:
    job = start(jobs, partial(add, 2, 3), in_process=in_process)
    better: list[object] = []
    job.improved.connect(better.append)
    with qtbot.waitSignal(job.finished, timeout=PATIENCE_MS) as ended:
        pass
    assert ended.args == [5]
    assert better == [2]
    assert not jobs.running


@pytest.mark.parametrize("in_process", [False, True])
def test_an_error_of_a_job_keeps_its_words(qtbot: QtBot, jobs: Jobs, in_process: bool) -> None:
    job = start(jobs, refuse, in_process=in_process)
    with qtbot.waitSignal(job.failed, timeout=PATIENCE_MS) as ended:
        pass
    failed = ended.args[0]
    assert isinstance(failed, Failed)
    assert isinstance(failed.error, BadInputError)
    assert failed.error.facts == {"field": "name"}
    assert "refuse" in failed.details


@pytest.mark.parametrize("in_process", [False, True])
def test_a_cancelled_job_says_that_it_stopped(qtbot: QtBot, jobs: Jobs, in_process: bool) -> None:
    job = start(jobs, wait_for_stop, in_process=in_process)
    with qtbot.waitSignal(job.stopped, timeout=PATIENCE_MS):
        job.cancel()


def test_a_result_that_cannot_leave_the_process_is_an_error_not_a_hang(qtbot: QtBot, jobs: Jobs) -> None:
    job = jobs.in_process("title", unpicklable)
    with qtbot.waitSignal(job.failed, timeout=PATIENCE_MS):
        pass


def test_closing_ends_jobs_that_are_under_way(jobs: Jobs) -> None:
    jobs.on_thread("thread", wait_for_stop)
    jobs.in_process("process", wait_for_stop)
    jobs.close()
    assert not jobs.running


def test_tiles_cover_the_view_nearest_to_its_centre_first() -> None:
    keys = list(tiles_in(HANOI, level_of(HANOI.zoom)))
    rects = [key.place_in(HANOI) for key in keys]
    assert min(rect.left() for rect in rects) <= 0
    assert max(rect.right() for rect in rects) >= HANOI.width_px
    assert min(rect.top() for rect in rects) <= 0
    assert max(rect.bottom() for rect in rects) >= HANOI.height_px
    assert rects[0].width() == pytest.approx(SIDE_PX)


def flat(colour: str, view: Viewport, ratio: float) -> QImage:
    image = QImage(round(SIDE_PX * ratio), round(SIDE_PX * ratio), QImage.Format.Format_RGB32)
    image.fill(QColor(colour))
    return image


def test_tiles_of_an_old_basemap_are_shown_until_the_new_ones_are_drawn(qtbot: QtBot) -> None:
    store = TileStore(partial(flat, "#ff0000"))
    keys = list(tiles_in(HANOI, 48))
    store.want(keys, 1.0)
    qtbot.waitUntil(lambda: not store.is_busy, timeout=PATIENCE_MS)
    store.restart(partial(flat, "#0000ff"))
    old = store.image(keys[0])
    assert old is not None
    assert old.pixelColor(5, 5) == QColor("#ff0000")
    store.want(keys, 1.0)
    qtbot.waitUntil(lambda: not store.is_busy, timeout=PATIENCE_MS)
    image = store.image(keys[0])
    assert image is not None
    assert image.pixelColor(5, 5) == QColor("#0000ff")
    store.close()


def test_the_cache_of_tiles_is_bounded_and_forgets_the_oldest(qtbot: QtBot) -> None:
    store = TileStore(partial(flat, "#00ff00"))
    first = list(tiles_in(HANOI, 48))
    store.want(first, 1.0)
    qtbot.waitUntil(lambda: not store.is_busy, timeout=PATIENCE_MS)
    most = CACHE_BYTES // (SIDE_PX * SIDE_PX * 4)
    for level in range(49, 58):
        many = list(tiles_in(Viewport(105.85, 21.03, 12.0, 3000, 3000), level))[:40]
        store.want(many, 1.0)
        qtbot.waitUntil(lambda: not store.is_busy, timeout=PATIENCE_MS)
    assert store.count <= most
    assert store.image(first[0]) is None
    store.close()


def test_settings_survive_and_recent_files_are_limited(tmp_path: Path) -> None:
    settings = Settings(tmp_path / "deep" / "window.ini")
    settings.language = "en"
    for number in range(RECENT_LIMIT + 3):
        settings.remember_file(tmp_path / f"{number}.gpkg")
    settings.write()
    again = Settings(tmp_path / "deep" / "window.ini")
    assert again.language == "en"
    assert len(again.recent) == RECENT_LIMIT
    assert again.recent[0].name == f"{RECENT_LIMIT + 2}.gpkg"
    assert again.folder == tmp_path


def test_a_language_nobody_speaks_falls_back_to_vietnamese(tmp_path: Path) -> None:
    (tmp_path / "w.ini").write_text("[General]\nlanguage=xx\n")
    assert Settings(tmp_path / "w.ini").language == "vi"


def test_a_job_whose_process_cannot_start_fails_instead_of_running_for_ever(
    qtbot: QtBot, jobs: Jobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_memory(*_: object) -> None:
        raise OSError("Cannot allocate memory")

    monkeypatch.setattr("gis_app.jobs.run_in_child", no_memory)
    job = start(jobs, partial(add, 2, 3), in_process=True)
    with qtbot.waitSignal(job.failed, timeout=PATIENCE_MS) as ended:
        pass
    failed = ended.args[0] if ended.args else None
    assert isinstance(failed, Failed)
    assert "Cannot allocate memory" in failed.details


def test_only_tiles_that_show_what_came_are_drawn_anew(qtbot: QtBot) -> None:
    drawn: list[float] = []

    def count(view: Viewport, ratio: float) -> QImage:
        drawn.append(view.lon)
        return flat("#00ff00", view, ratio)

    store = TileStore(count)
    keys = list(tiles_in(HANOI, 48))
    store.want(keys, 1.0)
    qtbot.waitUntil(lambda: not store.is_busy, timeout=PATIENCE_MS)
    drawn.clear()
    west, south, east, north = keys[0].viewport.bounds_m
    store.refresh((west + 1, south + 1, east - 1, north - 1))
    assert store.image(keys[0]) is not None
    store.want(keys, 1.0)
    qtbot.waitUntil(lambda: not store.is_busy, timeout=PATIENCE_MS)
    assert len(drawn) == 1
    store.close()

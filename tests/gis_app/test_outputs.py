import csv
import io
import json
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import gpxpy
import pyogrio
import pytest
from openpyxl import load_workbook

from data.errors import CancelledError, StorageError
from data.model.project import Project
from data.starter import load_starter
from gis_app import outputs
from gis_app.outputs import OUTPUT_NAMES, write_outputs
from layers.style import DAY_COLORS
from tests.samples import hostile, sample_project, sample_tour


@pytest.fixture(scope="module")
def project() -> Project:
    return load_starter().with_places(sample_project().places.values())


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_every_output_is_written_and_opens_in_its_consumer(
    project: Project, tmp_path: Path, qapp: object
) -> None:
    folder = tmp_path / "out" / "tour"
    written = write_outputs(project, sample_tour(), folder)
    assert [path.name for path in written] == list(OUTPUT_NAMES)
    assert sorted(contents(folder)) == sorted(OUTPUT_NAMES)
    assert len(pyogrio.read_dataframe(folder / "tour.geojson")) == 17
    assert len(gpxpy.parse((folder / "tour.gpx").read_text(encoding="utf-8")).tracks) == 2
    text = (folder / "itinerary.csv").read_text(encoding="utf-8-sig")
    assert len(list(csv.reader(io.StringIO(text), delimiter=";"))) == 11
    assert load_workbook(folder / "itinerary.xlsx").sheetnames[0] == "Tổng quan"
    assert (folder / "map.html").stat().st_size < 3_000_000
    assert (folder / "brochure.pdf").read_bytes().startswith(b"%PDF-")


def test_the_days_have_the_colours_of_the_map(project: Project, tmp_path: Path, qapp: object) -> None:
    write_outputs(project, sample_tour(), tmp_path)
    features = json.loads((tmp_path / "tour.geojson").read_text(encoding="utf-8"))["features"]
    strokes = {feature["properties"].get("stroke") for feature in features} - {None}
    assert strokes == {color.hex for color in DAY_COLORS[:2]}


def test_the_road_network_is_drawn_behind_the_web_map(project: Project, tmp_path: Path, qapp: object) -> None:
    write_outputs(project, sample_tour(), tmp_path)
    assert "key-road" in (tmp_path / "map.html").read_text(encoding="utf-8").split("</style>")[-1]


def test_the_page_of_four_days_can_be_mailed(project: Project, tmp_path: Path, qapp: object) -> None:
    days = sample_tour().days
    later = tuple(replace(day, date=day.date + timedelta(days=2)) for day in days)
    write_outputs(project, replace(sample_tour(), days=(*days, *later)), tmp_path)
    assert (tmp_path / "map.html").stat().st_size < 3_000_000


def test_a_failing_output_leaves_the_old_set_and_foreign_files(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in (*OUTPUT_NAMES, "notes of the planner.docx"):
        (tmp_path / name).write_text("old")
    before = contents(tmp_path)

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(outputs, "write_brochure", fail)
    with pytest.raises(StorageError, match="No space left"):
        write_outputs(project, sample_tour(), tmp_path)
    assert contents(tmp_path) == before


def test_cancelling_changes_nothing(project: Project, tmp_path: Path, qapp: object) -> None:
    def cancel(done: float, message: str = "") -> None:
        if done > 0.5:
            raise CancelledError

    with pytest.raises(CancelledError):
        write_outputs(project, sample_tour(), tmp_path, progress=cancel)
    assert contents(tmp_path) == {}


def test_hostile_texts_reach_every_output_without_an_error(tmp_path: Path, qapp: object) -> None:
    assert len(write_outputs(*hostile(), tmp_path, language="en")) == len(OUTPUT_NAMES)


def test_a_process_without_window_or_screen_writes_the_brochure(tmp_path: Path, repository: Path) -> None:
    program = (
        "from pathlib import Path; from gis_app.outputs import write_outputs; "
        "from tests.samples import sample_project, sample_tour; "
        f"write_outputs(sample_project(), sample_tour(), Path({str(tmp_path / 'out')!r}))"
    )
    subprocess.run([sys.executable, "-c", program], check=True, cwd=repository, env={"PATH": ""}, timeout=120)
    assert (tmp_path / "out" / "brochure.pdf").stat().st_size > 10_000

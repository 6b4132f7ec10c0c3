import csv
import io
import json
import subprocess
import sys
import zipfile
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import docx
import gpxpy
import icalendar
import pyogrio
import pytest
from openpyxl import load_workbook
from PIL import Image

from data.errors import BadInputError, CancelledError, StorageError
from data.model.place import Photo
from data.model.project import Project
from data.model.tour import StopKind
from data.starter import load_starter
from gis_app import outputs
from gis_app.outputs import OUTPUT_NAMES, USUAL_FORMATS, Edition, write_outputs
from layers.style import DAY_COLORS
from tests.samples import CHU_DAU, hostile, sample_project, sample_tour


@pytest.fixture(scope="module")
def project() -> Project:
    return load_starter().with_places(sample_project().places.values())


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_every_output_is_written_and_opens_in_its_consumer(
    project: Project, tmp_path: Path, qapp: object
) -> None:
    folder = tmp_path / "out" / "tour"
    written = write_outputs(Edition(project, sample_tour()), folder, formats=list(OUTPUT_NAMES))
    assert [path.name for path in written] == list(OUTPUT_NAMES.values())
    assert sorted(contents(folder)) == sorted(OUTPUT_NAMES.values())
    assert len(pyogrio.read_dataframe(folder / "tour.geojson")) == 17
    assert len(gpxpy.parse((folder / "tour.gpx").read_text(encoding="utf-8")).tracks) == 2
    text = (folder / "itinerary.csv").read_text(encoding="utf-8-sig")
    assert len(list(csv.reader(io.StringIO(text), delimiter=";"))) == 11
    assert load_workbook(folder / "itinerary.xlsx").sheetnames[0] == "Tổng quan"
    assert (folder / "map.html").stat().st_size < 3_000_000
    assert (folder / "brochure.pdf").read_bytes().startswith(b"%PDF-")
    assert "PROGRAMME" not in docx.Document(str(folder / "programme.docx")).paragraphs[0].text
    assert icalendar.Calendar.from_ical((folder / "calendar.ics").read_bytes()).walk("VEVENT")


def test_the_kmz_shows_the_numbers_and_colours_of_the_map(
    project: Project, tmp_path: Path, qapp: object
) -> None:
    write_outputs(Edition(project, sample_tour()), tmp_path, formats=["kmz"])
    with zipfile.ZipFile(tmp_path / "tour.kmz") as archive:
        icons = [name for name in archive.namelist() if name.endswith(".png")]
        first_visit = Image.open(io.BytesIO(archive.read("files/stop-1-2.png"))).convert("RGB")
    assert len(icons) == sum(
        stop.kind is not StopKind.LUNCH for day in sample_tour().days for stop in day.stops
    )
    at_the_rim = first_visit.getpixel((first_visit.width // 2, 10))
    color = DAY_COLORS[0]
    assert at_the_rim == (color.red, color.green, color.blue)


def test_photos_beside_the_project_reach_page_and_kmz(project: Project, tmp_path: Path, qapp: object) -> None:
    photo = Photo("dinh.jpg", "Cổng", "", "Trần B")
    Image.new("RGB", (40, 30), "green").save(tmp_path / "dinh.jpg")
    place = replace(project.places[CHU_DAU], photos=(photo, Photo("mat.jpg")))
    edition = Edition(project.with_places([place]), sample_tour(), photo_folder=tmp_path)
    write_outputs(edition, tmp_path / "out", formats=["html", "kmz"])
    assert "Trần B" in (tmp_path / "out" / "map.html").read_text(encoding="utf-8")
    with zipfile.ZipFile(tmp_path / "out" / "tour.kmz") as archive:
        assert "files/photo-0.jpg" in archive.namelist()
    assert edition.photos.missing == ("mat.jpg",)


def test_only_the_chosen_files_are_written(project: Project, tmp_path: Path) -> None:
    write_outputs(Edition(project, sample_tour()), tmp_path, formats=["gpx", "geojson"])
    assert sorted(contents(tmp_path)) == ["tour.geojson", "tour.gpx"]


@pytest.mark.parametrize("formats", [["shp"], []])
def test_an_unknown_format_is_refused_with_those_there_are(
    project: Project, tmp_path: Path, formats: list[str]
) -> None:
    with pytest.raises(BadInputError) as raised:
        write_outputs(Edition(project, sample_tour()), tmp_path / "out", formats=formats)
    assert "geojson" in str(raised.value)
    assert not (tmp_path / "out").exists()


def test_the_days_have_the_colours_of_the_map(project: Project, tmp_path: Path, qapp: object) -> None:
    write_outputs(Edition(project, sample_tour()), tmp_path)
    features = json.loads((tmp_path / "tour.geojson").read_text(encoding="utf-8"))["features"]
    strokes = {feature["properties"].get("stroke") for feature in features} - {None}
    assert strokes == {color.hex for color in DAY_COLORS[:2]}


def test_the_road_network_is_drawn_behind_the_web_map(project: Project, tmp_path: Path, qapp: object) -> None:
    write_outputs(Edition(project, sample_tour()), tmp_path)
    assert "key-road" in (tmp_path / "map.html").read_text(encoding="utf-8").split("</style>")[-1]


def test_the_page_of_four_days_can_be_mailed(project: Project, tmp_path: Path, qapp: object) -> None:
    days = sample_tour().days
    later = tuple(replace(day, date=day.date + timedelta(days=2)) for day in days)
    write_outputs(Edition(project, replace(sample_tour(), days=(*days, *later))), tmp_path)
    assert (tmp_path / "map.html").stat().st_size < 3_000_000


def test_a_failing_output_leaves_the_old_set_and_foreign_files(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in (*OUTPUT_NAMES.values(), "notes of the planner.docx"):
        (tmp_path / name).write_text("old")
    before = contents(tmp_path)

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(outputs, "write_brochure", fail)
    with pytest.raises(StorageError, match="No space left"):
        write_outputs(Edition(project, sample_tour()), tmp_path)
    assert contents(tmp_path) == before


def test_cancelling_changes_nothing(project: Project, tmp_path: Path, qapp: object) -> None:
    def cancel(done: float, message: str = "") -> None:
        if done > 0.5:
            raise CancelledError

    with pytest.raises(CancelledError):
        write_outputs(Edition(project, sample_tour()), tmp_path, progress=cancel)
    assert contents(tmp_path) == {}


def test_hostile_texts_reach_every_output_without_an_error(tmp_path: Path, qapp: object) -> None:
    assert len(write_outputs(Edition(*hostile(), "en"), tmp_path)) == len(USUAL_FORMATS)


def test_a_process_without_window_or_screen_writes_the_brochure(tmp_path: Path, repository: Path) -> None:
    program = (
        "from pathlib import Path; from gis_app.outputs import Edition, write_outputs; "
        "from tests.samples import sample_project, sample_tour; "
        f"write_outputs(Edition(sample_project(), sample_tour()), Path({str(tmp_path / 'out')!r}))"
    )
    subprocess.run([sys.executable, "-c", program], check=True, cwd=repository, env={"PATH": ""}, timeout=120)
    assert (tmp_path / "out" / "brochure.pdf").stat().st_size > 10_000

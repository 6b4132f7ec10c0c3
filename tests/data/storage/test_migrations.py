import json
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from data.errors import StorageError
from data.model.remedy import Remedy, RemedyKind
from data.model.tour import DroppedPlace
from data.storage.gpkg import open_project, save_project
from data.storage.migrations import MIGRATIONS
from data.storage.schema import SCHEMA_VERSION
from tests.samples import sample_project, sample_tour

VERSION_1 = Path(__file__).parent / "version_1.sql"
VERSION_2 = Path(__file__).parent / "version_2.sql"
VERSION_3 = Path(__file__).parent / "version_3.sql"


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """Return a file of version 1, made by the statements that were kept of it."""
    path = tmp_path / "cũ.gpkg"
    db = sqlite3.connect(path, isolation_level=None)
    db.executescript(VERSION_1.read_text(encoding="utf-8"))
    db.close()
    return path


def test_the_present_version_is_one_more_than_the_migrations() -> None:
    assert len(MIGRATIONS) + 1 == SCHEMA_VERSION


def test_a_file_of_version_1_is_opened_without_changing_it(old: Path) -> None:
    before = old.read_bytes()
    project = open_project(old)
    assert old.read_bytes() == before
    assert project.title == "Dự án cũ"
    (tour,) = project.tours.values()
    assert tour.request.group_size == 45
    assert [stop.label for stop in tour.days[0].stops] == ["Ga Hà Nội", "Ga Hà Nội"]
    assert project.place("dinh-cu").festivals[0].text == "10/3 âm lịch"


def test_a_file_of_version_1_is_saved_as_the_present_one(old: Path) -> None:
    project = open_project(old)
    save_project(project, old)
    db = sqlite3.connect(old)
    assert db.execute("SELECT value FROM project_metadata WHERE key = 'schema_version'").fetchone() == (
        str(SCHEMA_VERSION),
    )
    db.close()
    assert open_project(old) == project


@pytest.fixture
def older(tmp_path: Path) -> Path:
    """Return a file of version 2, made by the statements that were kept of it."""
    path = tmp_path / "v2.gpkg"
    db = sqlite3.connect(path, isolation_level=None)
    db.executescript(VERSION_2.read_text(encoding="utf-8"))
    db.close()
    return path


def test_a_tour_of_version_2_is_opened_with_each_leg_as_one_part(older: Path) -> None:
    (tour,) = open_project(older).tours.values()
    now = sample_tour()
    assert [day.stops for day in tour.days] == [day.stops for day in now.days]
    assert [day.legs for day in tour.days] == [day.legs for day in now.days]
    parts = [len(leg.parts) for leg in tour.days[0].legs]
    assert parts == [1, 1, 1, 0, 1, 1]  # the lunch on the spot has no way


def test_a_request_of_version_2_means_what_it_meant(older: Path) -> None:
    (tour,) = open_project(older).tours.values()
    assert tour.request == replace(sample_tour().request, has_slots=False)
    assert tour.bound is None


def test_a_file_of_version_2_is_saved_as_the_present_one(older: Path) -> None:
    project = open_project(older)
    save_project(project, older)
    assert open_project(older) == project


def test_a_tour_of_version_3_is_opened_with_ways_that_nobody_shaped(tmp_path: Path) -> None:
    path = tmp_path / "v3.gpkg"
    db = sqlite3.connect(path, isolation_level=None)
    db.executescript(VERSION_3.read_text(encoding="utf-8"))
    db.close()
    project = open_project(path)
    assert tuple(project.tours.values()) == (sample_tour(),)
    save_project(project, path)
    assert open_project(path) == project


def test_points_that_a_leg_was_made_to_pass_are_saved(tmp_path: Path) -> None:
    tour = sample_tour()
    first, *others = tour.days[0].legs
    shaped = replace(first, via=((106.331, 20.95), (106.25, 20.9375)))
    days = (replace(tour.days[0], legs=(shaped, *others)), *tour.days[1:])
    project = replace(sample_project(), tours={tour.id: replace(tour, days=days)})
    save_project(project, tmp_path / "p.gpkg")
    assert open_project(tmp_path / "p.gpkg") == project


def test_triggers_do_not_run_during_a_migration(old: Path) -> None:
    db = sqlite3.connect(old, isolation_level=None)
    db.execute("CREATE TRIGGER boom AFTER UPDATE ON project_metadata BEGIN DELETE FROM project_metadata; END")
    db.close()
    with pytest.raises(StorageError, match="boom"):
        open_project(old)


def test_a_version_1_without_its_tables_is_refused(old: Path) -> None:
    db = sqlite3.connect(old, isolation_level=None)
    db.execute("ALTER TABLE tours DROP COLUMN request")
    db.close()
    with pytest.raises(StorageError):
        open_project(old)


def test_the_sample_tour_is_stored_by_the_present_version(tmp_path: Path) -> None:
    project = replace(sample_project(), tours={sample_tour().id: sample_tour()})
    save_project(project, tmp_path / "p.gpkg")
    assert open_project(tmp_path / "p.gpkg").tours == project.tours


def test_remedies_that_older_programs_told_by_words_alone_are_read_by_kind(tmp_path: Path) -> None:
    path = tmp_path / "cũ.gpkg"
    project = sample_project()
    tour = sample_tour()
    key = next(iter(project.places))
    remedy = Remedy(kind=RemedyKind.END_LATER, facts={"day": 1, "time": "17:20"})
    lost = DroppedPlace(place_id=key, reason="x", remedies=(remedy,))
    save_project(replace(project, tours={tour.id: replace(tour, dropped=(lost,))}), path)
    db = sqlite3.connect(path)
    old = [{"text": remedy.text, "facts": dict(remedy.facts)}, {"text": "no longer said", "facts": {}}]
    db.execute("UPDATE dropped SET remedies = ?", (json.dumps(old),))
    db.commit()
    db.close()
    (read,) = open_project(path).tours[tour.id].dropped
    assert read.remedies == (remedy,)
    assert read.remedies[0].time_s == 17 * 3600 + 1200

import sqlite3
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from filelock import FileLock
from hypothesis import given
from hypothesis import strategies as st

from data.errors import StorageError
from data.model.place import PlaceId
from data.model.project import Project
from data.starter import load_starter
from data.storage.generations import KEPT, generations
from data.storage.gpkg import open_project, save_project
from data.storage.holding import project_lock
from tests.data.storage.projects import NAMES, PLACES, PROJECTS, full_project
from tests.samples import hostile


def orders(project: Project) -> list[list[str]]:
    return [list(project.places), list(project.units), list(project.tours), list(project.clauses)]


def test_the_starter_survives_a_save(tmp_path: Path) -> None:
    path = tmp_path / "khởi đầu.gpkg"
    save_project(load_starter(), path)
    again = open_project(path)
    assert again == load_starter()
    assert orders(again) == orders(load_starter())


def test_every_field_survives_a_save(tmp_path: Path) -> None:
    path = tmp_path / "p.gpkg"
    project = full_project()
    save_project(project, path)
    again = open_project(path)
    assert again == project
    assert orders(again) == orders(project)


def test_hostile_texts_survive_a_save(tmp_path: Path) -> None:
    project, tour = hostile()
    save_project(project.with_tour(tour), tmp_path / "p.gpkg")
    assert open_project(tmp_path / "p.gpkg") == project.with_tour(tour)


@given(PROJECTS)
def test_any_project_survives_a_save(project: Project) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "p.gpkg"
        save_project(project, path)
        assert open_project(path) == project


def test_an_empty_project_survives_a_save(tmp_path: Path) -> None:
    save_project(Project(), tmp_path / "p.gpkg")
    assert open_project(tmp_path / "p.gpkg") == Project()


def test_five_generations_are_kept_newest_first(tmp_path: Path) -> None:
    path = tmp_path / "p.gpkg"
    for number in range(KEPT + 3):
        save_project(Project(title=str(number)), path)
    assert open_project(path).title == str(KEPT + 2)
    assert [open_project(kept).title for kept in generations(path)] == ["6", "5", "4", "3", "2"]


def test_a_first_save_keeps_no_generation_and_leaves_nothing_beside(tmp_path: Path) -> None:
    path = tmp_path / "p.gpkg"
    save_project(Project(), path)
    assert generations(path) == ()
    assert {item.name for item in tmp_path.iterdir()} <= {"p.gpkg", ".p.gpkg.lock"}


@pytest.mark.parametrize("ending", ["-wal", "-journal"])
def test_a_file_with_unsaved_changes_elsewhere_is_not_replaced(tmp_path: Path, ending: str) -> None:
    path = tmp_path / "p.gpkg"
    save_project(Project(title="old"), path)
    (tmp_path / f"p.gpkg{ending}").write_bytes(b"log")
    with pytest.raises(StorageError, match="QGIS"):
        save_project(Project(title="new"), path)
    (tmp_path / f"p.gpkg{ending}").unlink()
    assert open_project(path).title == "old"


def test_changes_that_qgis_has_committed_to_its_log_are_read(tmp_path: Path) -> None:
    path = tmp_path / "p.gpkg"
    save_project(load_starter(), path)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("PRAGMA journal_mode = WAL")
    other.execute("UPDATE project_metadata SET value = 'từ QGIS' WHERE key = 'title'")
    assert open_project(path).title == "từ QGIS"
    other.close()


def test_a_second_writer_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "p.gpkg"
    save_project(Project(title="old"), path)
    with (
        FileLock(tmp_path / ".p.gpkg.lock", is_singleton=False),
        pytest.raises(StorageError, match="another window"),
    ):
        save_project(Project(title="new"), path)
    assert open_project(path).title == "old"


def test_the_holder_of_the_lock_may_save(tmp_path: Path) -> None:
    path = tmp_path / "p.gpkg"
    with project_lock(path):
        save_project(Project(title="mine"), path)
    assert open_project(path).title == "mine"


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="nowhere"):
        save_project(Project(), tmp_path / "nowhere" / "p.gpkg")


def test_a_value_that_cannot_be_stored_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "p.gpkg"
    save_project(Project(title="old"), path)
    place = replace(load_starter().place("dinh-dam"), capacity=10**30)
    with pytest.raises(StorageError, match="not saved"):
        save_project(Project(places={place.id: place}), path)
    assert open_project(path).title == "old"
    assert not (tmp_path / ".p.gpkg.saving").exists()


@given(st.data())
def test_the_order_of_the_register_survives(data: st.DataObject) -> None:
    keys = data.draw(st.lists(NAMES, min_size=2, max_size=4, unique=True))
    place = data.draw(PLACES)
    project = Project(places={PlaceId(key): replace(place, id=PlaceId(key)) for key in keys})
    with TemporaryDirectory() as folder:
        save_project(project, Path(folder) / "p.gpkg")
        assert list(open_project(Path(folder) / "p.gpkg").places) == keys


def test_a_folder_that_cannot_be_written_is_told_without_number_and_lock_file(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageError) as caught:
        save_project(full_project(), tmp_path / "file" / "a.gpkg")
    assert "Errno" not in str(caught.value)
    assert ".lock" not in str(caught.value)

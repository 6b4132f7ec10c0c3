from dataclasses import replace
from pathlib import Path

import pytest

from data.model.place import Photo, Place
from data.readers import photos
from data.readers.photos import read_photos
from tests.samples import CHU_DAU, sample_project


def place_with(*paths: str) -> Place:
    return replace(sample_project().places[CHU_DAU], photos=tuple(Photo(path) for path in paths))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    home = tmp_path / "dự án"
    (home / "ảnh").mkdir(parents=True)
    (home / "ảnh" / "gốm.jpg").write_bytes(b"photo")
    (tmp_path / "secret.txt").write_bytes(b"secret")
    return home


@pytest.mark.parametrize("path", ["ảnh/gốm.jpg", "ảnh\\gốm.jpg", "./ảnh/gốm.jpg", "ảnh/../ảnh/gốm.jpg"])
def test_photos_beside_the_project_are_read(folder: Path, path: str) -> None:
    assert read_photos([place_with(path)], folder).found == {path: b"photo"}


@pytest.mark.parametrize(
    "path",
    [
        "../secret.txt",
        "..\\secret.txt",
        "/etc/passwd",
        "C:\\secret.txt",
        "\\\\server\\secret.txt",
        "",
        "ảnh",
        "a\x00b",
    ],
)
def test_nothing_outside_the_folder_is_ever_read(folder: Path, path: str) -> None:
    read = read_photos([place_with(path)], folder)
    assert read.found == {}
    assert read.missing == (path,)


def test_a_link_that_leads_outside_is_not_followed(folder: Path) -> None:
    (folder / "link.jpg").symlink_to(folder.parent / "secret.txt")
    assert read_photos([place_with("link.jpg")], folder).missing == ("link.jpg",)


def test_what_is_missing_is_named(folder: Path) -> None:
    read = read_photos([place_with("ảnh/gốm.jpg", "mất.jpg"), place_with("mất.jpg")], folder)
    assert read.missing == ("mất.jpg",)


def test_a_project_that_was_never_saved_has_no_photos() -> None:
    assert read_photos([place_with("a.jpg")], None).missing == ("a.jpg",)


def test_a_file_too_large_for_a_photo_is_left(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(photos, "MOST_BYTES", 4)
    assert read_photos([place_with("ảnh/gốm.jpg")], folder).found == {}

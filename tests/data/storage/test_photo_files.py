from pathlib import Path

import pytest
from PIL import Image

from data.errors import BadInputError, StorageError
from data.readers.photos import photo_file
from data.storage.photo_files import KeptPhoto, keep_photo


def picture(path: Path, color: str = "red") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", (20, 20), color).save(path)
    return path


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "dự án"
    folder.mkdir()
    return folder


def test_a_photo_from_elsewhere_is_copied_beside_the_project(tmp_path: Path, home: Path) -> None:
    source = picture(tmp_path / "điện thoại" / "Đình Chèm (1).JPG")
    path = keep_photo(source, home).path
    assert path == "photos/dinh-chem-1.jpg"
    found = photo_file(path, home)
    assert found is not None
    assert found.read_bytes() == source.read_bytes()


def test_a_photo_of_the_folder_stays_where_it_is(home: Path) -> None:
    assert keep_photo(picture(home / "ảnh" / "gốm.png"), home) == KeptPhoto("ảnh/gốm.png", is_new=False)
    assert not (home / "photos").exists()


def test_the_same_file_is_copied_once_and_another_one_gets_a_number(tmp_path: Path, home: Path) -> None:
    first = picture(tmp_path / "a" / "img.png")
    other = picture(tmp_path / "b" / "img.png", "blue")
    assert [keep_photo(file, home) for file in (first, first, other)] == [
        KeptPhoto("photos/img.png", is_new=True),
        KeptPhoto("photos/img.png", is_new=False),
        KeptPhoto("photos/img-2.png", is_new=True),
    ]


def test_what_is_no_picture_is_refused_and_nothing_is_written(tmp_path: Path, home: Path) -> None:
    (tmp_path / "a.jpg").write_text("no picture")
    with pytest.raises(BadInputError, match="no picture"):
        keep_photo(tmp_path / "a.jpg", home)
    assert not list(home.iterdir())


def test_a_folder_that_takes_no_file_is_told(tmp_path: Path, home: Path) -> None:
    (home / "photos").write_text("a file, not a folder")
    with pytest.raises(StorageError):
        keep_photo(picture(tmp_path / "a.png"), home)

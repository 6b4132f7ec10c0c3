from pathlib import Path

import pytest

from data.errors import StorageError
from data.writers.atomic import replace_together, write_atomically, writing_aside


def left_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_file_is_made_with_its_folder_and_nothing_beside_it(tmp_path: Path) -> None:
    write_atomically(tmp_path / "new" / "a.txt", b"one")
    write_atomically(tmp_path / "new" / "a.txt", b"two")
    assert (tmp_path / "new" / "a.txt").read_bytes() == b"two"
    assert left_in(tmp_path / "new") == ["a.txt"]


def test_a_failure_while_writing_leaves_the_old_files(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("old")

    def fail_half_way() -> None:
        with writing_aside(tmp_path) as aside:
            (aside / "a.txt").write_text("half")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_half_way()
    assert (tmp_path / "a.txt").read_text() == "old"
    assert left_in(tmp_path) == ["a.txt"]


def test_if_one_move_fails_all_old_files_return_and_new_ones_go(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("old")
    (tmp_path / "foreign.txt").write_text("not ours")
    (tmp_path / "c.txt").mkdir()
    (tmp_path / "c.txt" / "keep").write_text("kept")

    def write_three() -> None:
        with writing_aside(tmp_path) as aside:
            drafts = [aside / name for name in ("a.txt", "b.txt", "c.txt")]
            for draft in drafts:
                draft.write_text("new")
            replace_together(drafts, tmp_path)

    with pytest.raises(StorageError) as caught:
        write_three()
    assert (tmp_path / "a.txt").read_text() == "old"
    assert left_in(tmp_path) == ["a.txt", "c.txt", "foreign.txt"]
    assert (tmp_path / "c.txt" / "keep").read_text() == "kept"
    assert str(tmp_path) in str(caught.value)
    assert "Không ghi được vào" in caught.value.in_language("vi")


def test_a_file_where_the_folder_should_be_is_named(tmp_path: Path) -> None:
    blocker = tmp_path / "out"
    blocker.write_text("a file")
    with pytest.raises(StorageError, match="out"):
        write_atomically(blocker / "a.txt", b"x")
    assert blocker.read_text() == "a file"


def test_a_folder_made_for_files_that_never_came_goes_again(tmp_path: Path) -> None:
    (tmp_path / "old").mkdir()
    for name in ("new", "old"):
        with pytest.raises(StorageError), writing_aside(tmp_path / name):
            raise OSError(28, "No space left on device")
    assert [path.name for path in tmp_path.iterdir()] == ["old"]


def test_a_full_disk_is_told_in_the_users_language(tmp_path: Path) -> None:
    with pytest.raises(StorageError) as caught, writing_aside(tmp_path):
        raise OSError(28, "No space left on device")
    assert "ổ đĩa đã đầy" in caught.value.in_language("vi")


def test_a_folder_where_a_file_should_be_is_named_and_stays(tmp_path: Path) -> None:
    (tmp_path / "tour.gpx").mkdir()
    with pytest.raises(StorageError, match=r"tour\.gpx: Is a directory"):
        write_atomically(tmp_path / "tour.gpx", b"new")
    assert [path.name for path in tmp_path.iterdir()] == ["tour.gpx"]

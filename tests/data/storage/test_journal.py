import errno
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.edits import Batch, DropPlace, DropTour, Edit, PutPlace, PutTour, ReplaceProject, SetTitle
from data.errors import BadInputError, NewerFormatError, StorageError
from data.model.place import PlaceId
from data.model.project import Project
from data.starter import load_starter
from data.storage import journal as journal_module
from data.storage.journal import (
    ChangeNote,
    Journal,
    Leftover,
    Origin,
    forget,
    leftovers,
    read_leftover,
    restore,
    stamp_of,
)
from data.storage.journal_frames import MAGIC, FrameWriter, read_frames
from data.storage.journal_records import change_of, difference, encode, head_of
from tests.data.storage.projects import PLACES, PROJECTS, TEXTS, full_project

FULL = full_project()
EDITS: st.SearchStrategy[Edit] = st.recursive(
    st.one_of(
        TEXTS.map(SetTitle),
        st.builds(PutPlace, PLACES, st.none() | st.integers(0, 3)),
        st.sampled_from([*FULL.places]).map(DropPlace),
        st.sampled_from([*FULL.tours]).map(DropTour),
        st.sampled_from([*FULL.tours.values()]).flatmap(
            lambda tour: st.builds(PutTour, TEXTS.map(lambda text: replace(tour, title_vi=f"x{text}")))
        ),
        PROJECTS.map(ReplaceProject),
    ),
    lambda inner: st.lists(inner, max_size=3).map(lambda edits: Batch(tuple(edits))),
    max_leaves=4,
)


def same(first: Project, second: Project) -> bool:
    """Return whether two projects are equal, the order of their entries included."""
    names = ("places", "units", "plans", "clauses", "tours")
    return first == second and all(list(getattr(first, n)) == list(getattr(second, n)) for n in names)


def applied(project: Project, edits: list[Edit]) -> list[Project]:
    """Return the states after those of ``edits`` that fit."""
    states = []
    for edit in edits:
        try:
            project = edit.apply(project).project
        except BadInputError:
            continue
        states.append(project)
    return states


def a_journal(
    folder: Path, states: list[Project], base: Project = FULL, origin: Origin | None = None
) -> Path:
    """Write a journal of ``states`` as a session does that then dies."""
    journal = Journal(folder / "a.journal")
    for number, state in enumerate(states, start=1):
        note = ChangeNote(1_800_000_000.0 + number, number, "Import {name}", {"name": f"{number}.csv"})
        journal.write(origin or Origin(), base, state, note)
    journal.close()
    return journal.path


def titled(*titles: str) -> list[Project]:
    return [replace(FULL, title=title) for title in titles]


@given(edits=st.lists(EDITS, min_size=1, max_size=6))
def test_any_edits_are_rebuilt_as_they_were(
    tmp_path_factory: pytest.TempPathFactory, edits: list[Edit]
) -> None:
    states = applied(FULL, edits)
    if not states:
        return
    path = a_journal(tmp_path_factory.mktemp("journal"), states)
    restored = restore(read_leftover(path))
    assert same(restored.project, states[-1])
    assert same(restored.base, FULL)
    assert restored.leftover.last.count == len(states)


@given(before=PROJECTS, after=PROJECTS)
def test_the_difference_of_any_two_projects_makes_one_of_the_other(before: Project, after: Project) -> None:
    record = encode({"n": 1}, difference(before, after))
    assert same(change_of(record).apply(before), after)
    assert head_of(record) == {"n": 1}


@given(share=st.floats(0, 1, exclude_max=True))
def test_a_journal_cut_anywhere_loses_the_torn_record_only(
    tmp_path_factory: pytest.TempPathFactory, share: float
) -> None:
    folder = tmp_path_factory.mktemp("journal")
    states = titled("một", "hai", "ba")
    ends = [a_journal(folder, states[:count]).stat().st_size for count in (1, 2, 3)]
    path = folder / "a.journal"
    content = path.read_bytes()
    cut = ends[0] + int(share * (ends[2] - ends[0]))
    path.write_bytes(content[:cut])
    expected = sum(end <= cut for end in ends)
    leftover = read_leftover(path)
    assert leftover.last.count == expected
    assert leftover.is_whole == (cut in ends)
    assert restore(leftover).project.title == states[expected - 1].title


@given(share=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7))
def test_a_flipped_bit_is_found_and_never_believed(share: float, bit: int) -> None:
    writer = FrameWriter()
    payloads = [b"", b"first", b"x" * 300, b"last"]
    content = bytearray(MAGIC + b"".join(writer.frame(one) for one in payloads))
    content[int(share * len(content))] ^= 1 << bit
    read = read_frames(bytes(content))
    assert not read.is_whole
    assert list(read.records) == payloads[: len(read.records)]
    assert len(read.records) < len(payloads)


def test_records_of_another_journal_are_not_taken_for_its_own() -> None:
    first, second = FrameWriter(), FrameWriter()
    first.frame(b"a")
    second.frame(b"b")
    content = MAGIC + FrameWriter().frame(b"a") + second.frame(b"c")
    assert read_frames(content).records == (b"a",)


def test_leftovers_are_listed_latest_first_with_project_change_and_count(tmp_path: Path) -> None:
    saved = tmp_path / "tuyến.gpkg"
    saved.write_bytes(b"1")
    origin = Origin(saved, stamp_of(saved), "tuyến")
    for name, at_s in (("a", 5.0), ("b", 9.0)):
        journal = Journal(tmp_path / f"{name}.journal")
        journal.write(origin, FULL, titled(name)[0], ChangeNote(at_s, 3, "Plan '{title}'", {"title": name}))
        journal.close()
    found = leftovers(tmp_path)
    assert [(one.journal.stem, one.last.count) for one in found] == [("b", 3), ("a", 3)]
    assert found[0].origin == origin
    assert found[0].last.message == "Plan '{title}'"
    assert found[0].last.facts == {"title": "b"}


def test_the_journal_of_a_running_session_is_not_listed(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "a.journal")
    journal.write(Origin(), FULL, titled("x")[0], ChangeNote(1.0, 1))
    assert not leftovers(tmp_path)
    journal.close()
    assert len(leftovers(tmp_path)) == 1


def test_a_discarded_journal_leaves_nothing(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "deep" / "a.journal")
    journal.write(Origin(), FULL, titled("x")[0], ChangeNote(1.0, 1))
    journal.discard()
    assert not list((tmp_path / "deep").iterdir())


def test_a_forgotten_leftover_is_gone(tmp_path: Path) -> None:
    path = a_journal(tmp_path, titled("x"))
    forget(leftovers(tmp_path)[0])
    assert not path.exists()
    assert not leftovers(tmp_path)


def test_a_save_begins_the_journal_anew_from_the_saved_state(tmp_path: Path) -> None:
    path = tmp_path / "a.journal"
    journal = Journal(path)
    first, saved, later = titled("một", "đã lưu", "sau")
    journal.write(Origin(), FULL, first, ChangeNote(1.0, 1))
    journal.write(Origin(tmp_path / "p.gpkg", "stamp", "p"), saved, later, ChangeNote(2.0, 1))
    journal.close()
    restored = restore(read_leftover(path))
    assert same(restored.base, saved)
    assert same(restored.project, later)
    assert restored.leftover.origin.path == tmp_path / "p.gpkg"


def test_a_journal_that_has_grown_is_written_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal_module, "MOST_GROWN_BYTES", 2000)
    sizes = []
    journal = Journal(tmp_path / "a.journal")
    for number in range(60):
        journal.write(Origin(), FULL, titled(f"{number}")[0], ChangeNote(float(number), number))
        sizes.append(journal.path.stat().st_size)
    journal.close()
    assert max(sizes) < sizes[0] + 3000
    assert restore(read_leftover(journal.path)).project.title == "59"


def test_after_a_full_disk_the_next_write_holds_everything(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = Journal(tmp_path / "a.journal")
    one, two, three = titled("một", "hai", "ba")
    journal.write(Origin(), FULL, one, ChangeNote(1.0, 1))
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", _full_disk)
        for _ in range(2):
            with pytest.raises(OSError, match="No space"):
                journal.write(Origin(), FULL, two, ChangeNote(2.0, 2))
    kept = restore(read_leftover(journal.path))
    assert kept.project.title in {"một", "hai"}
    journal.write(Origin(), FULL, three, ChangeNote(3.0, 3))
    journal.close()
    assert restore(read_leftover(journal.path)).project.title == "ba"
    assert not list(tmp_path.glob("*.new"))


def _full_disk(_handle: int) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_a_record_is_on_the_disk_before_it_counts_as_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[int] = []
    fsync = os.fsync

    def noted(handle: int) -> None:
        fsync(handle)
        synced.append(os.fstat(handle).st_size)

    monkeypatch.setattr(os, "fsync", noted)
    path = a_journal(tmp_path, titled("một", "hai"))
    assert synced[-1] == path.stat().st_size


@pytest.mark.parametrize(
    ("key", "kind", "words"),
    [
        ("JOURNAL_VERSION", NewerFormatError, "newer version"),
        ("SCHEMA_VERSION", NewerFormatError, "newer version"),
    ],
)
def test_a_journal_of_a_newer_version_is_explained_and_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, key: str, kind: type[StorageError], words: str
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(journal_module, key, 99)
        path = a_journal(tmp_path, titled("x"))
    (found,) = leftovers(tmp_path)
    assert isinstance(found.problem, kind)
    assert words in str(found.problem)
    with pytest.raises(kind):
        restore(found)
    assert path.exists()


@pytest.mark.parametrize(
    "spoil",
    [lambda _: b"", lambda _: b"not a journal", lambda content: content[: len(MAGIC) + 9]],
    ids=["empty", "foreign", "torn at once"],
)
def test_a_file_that_is_no_journal_is_explained(tmp_path: Path, spoil: Callable[[bytes], bytes]) -> None:
    path = a_journal(tmp_path, titled("x"))
    path.write_bytes(spoil(path.read_bytes()))
    (found,) = leftovers(tmp_path)
    assert "cannot be read" in str(found.problem)


def test_the_starter_with_a_place_dropped_and_put_back_in_the_middle_keeps_its_order(tmp_path: Path) -> None:
    starter = load_starter()
    key = PlaceId(list(starter.places)[len(starter.places) // 2])
    without = DropPlace(key).apply(starter)
    back = without.inverse.apply(without.project).project
    path = a_journal(tmp_path, [without.project, back], starter)
    assert same(restore(read_leftover(path)).project, starter)


def test_a_missing_file_has_no_stamp_and_another_content_another_one(tmp_path: Path) -> None:
    path = tmp_path / "p"
    assert not stamp_of(path)
    path.write_bytes(b"1")
    first = stamp_of(path)
    path.write_bytes(b"2")
    assert stamp_of(path) != first


def test_a_vanished_leftover_is_explained(tmp_path: Path) -> None:
    assert read_leftover(tmp_path / "x.journal").problem is not None
    with pytest.raises(StorageError):
        restore(Leftover(tmp_path / "x.journal"))

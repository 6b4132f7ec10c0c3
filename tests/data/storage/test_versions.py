from dataclasses import replace
from pathlib import Path

from data.model.project import Project
from data.storage.generations import generations
from data.storage.gpkg import save_project
from data.storage.versions import compare, versions
from tests.samples import sample_project, sample_tour


def test_versions_are_listed_newest_first_with_what_is_in_them(tmp_path: Path) -> None:
    path = tmp_path / "p.gpkg"
    project = sample_project()
    for title in ("một", "hai", "ba"):
        save_project(replace(project, title=title), path)
    found = versions(path)
    assert [one.project.title if one.project else "" for one in found] == ["hai", "một"]
    assert found[0].size_bytes > 10_000
    assert found[0].saved_s >= found[1].saved_s


def test_a_damaged_version_is_told_and_the_others_are_read(tmp_path: Path) -> None:
    path = tmp_path / "p.gpkg"
    for title in ("một", "hai", "ba"):
        save_project(Project(title=title), path)
    generations(path)[0].write_bytes(b"x")
    damaged, sound = versions(path)
    assert damaged.project is None
    assert damaged.problem is not None
    assert sound.project is not None


def test_the_changes_between_two_states_are_counted_and_named_in_both_languages() -> None:
    before = sample_project()
    first, second, *_ = before.places.values()
    places = {key: one for key, one in before.places.items() if key != first.id}
    places[second.id] = replace(second, note="sửa")
    after = replace(before, places=places, title="khác").with_tour(sample_tour())
    changes = compare(before, after)
    assert changes.places.removed == (first.name_vi,)
    assert changes.places.changed == (second.name_vi,)
    assert changes.tours.added == (sample_tour().title_vi,)
    assert changes.summary("en") == "−1 place, 1 place changed, +1 tour, title or units changed"
    assert changes.summary("vi") == "−1 điểm, 1 điểm sửa, +1 tuyến, đổi tên hoặc đơn vị hành chính"
    assert compare(before, before).summary("vi") == "không có khác biệt"

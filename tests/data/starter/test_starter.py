import subprocess
import sys

import pytest
import shapely

from data.errors import StorageError
from data.model.festival import Calendar
from data.model.place import CoachAccess, PlaceId, Status
from data.model.units import REFORM_DATE
from data.starter import folder, load_starter, starter_water, starter_water_lines, tables


def test_the_starter_holds_every_row_of_its_tables() -> None:
    project = load_starter()
    assert project.source == "starter"
    assert len(project.places) == 294
    assert sum(not unit.is_former for unit in project.units.values()) == 190
    assert (len(project.plans), len(project.clauses)) == (4, 14)
    assert (len(starter_water()), len(starter_water_lines())) == (97, 32)


def test_units_of_today_have_outlines_and_former_ones_ended_with_the_reform() -> None:
    for unit in load_starter().units.values():
        if unit.is_former:
            assert unit.geometry is None
            assert unit.valid_to is not None
            assert (REFORM_DATE - unit.valid_to).days == 1
            assert unit.district
            assert unit.name_en
        else:
            assert unit.geometry is not None
            assert unit.valid_from == REFORM_DATE


def test_every_place_knows_its_units_and_290_lie_in_the_outline_of_theirs() -> None:
    project = load_starter()
    outside = []
    for place in project.places.values():
        assert place.unit_before is not None
        assert project.unit(place.unit_before).is_former
        assert place.unit_after is not None
        outline = project.unit(place.unit_after).geometry
        assert outline is not None
        if not shapely.covers(outline, place.point):
            outside.append(place.id)
    # At a border within their precision (README of the starter tables).
    assert len(outside) <= 4, outside


def test_the_other_spelling_of_hoa_names_the_same_unit() -> None:
    project = load_starter()
    named = {unit.name_vi for unit in project.units.values() if not unit.is_former}
    assert "Xã Ứng Hoà" in named
    assert "Xã Ứng Hòa" not in named
    trach_xa = [
        p for p in project.places.values() if project.unit_label(p.unit_after) == "Xã Ứng Hoà, Hà Nội"
    ]
    assert trach_xa


def test_successions_name_units_of_the_project_and_reach_every_place() -> None:
    project = load_starter()
    for row in project.successions:
        assert project.unit(row.old_id).is_former
        assert not project.unit(row.new_id).is_former
    for place in project.places.values():
        assert place.unit_before is not None
        assert project.heirs.get(place.unit_before), place.id


def test_unknown_stays_unknown() -> None:
    places = load_starter().places.values()
    assert {place.coach_access for place in places} == {CoachAccess.UNKNOWN}
    assert {place.status for place in places} == {Status.DRAFT}
    assert sum(place.visit_minutes is None for place in places) == 7
    assert sum(place.opening_hours == "" for place in places) == 281
    assert all(place.fee_vnd is None for place in places)


def test_festivals_of_the_starter_have_rules_where_the_text_names_days() -> None:
    project = load_starter()
    con_son = project.place("khu-di-tich-con-son")
    assert [festival.text for festival in con_son.festivals] == [
        "hội xuân 16–22/1 âm lịch",
        "hội thu 16–20/8 âm lịch",
    ]
    assert all(rule.calendar is Calendar.LUNAR for f in con_son.festivals for rule in f.rules)


def test_clauses_name_places_or_keep_their_rule_and_speak_english() -> None:
    project = load_starter()
    link = project.clauses["hai-duong-2024/lien-ket-vung"]
    assert len(link.place_ids) == 6
    assert all(
        place_id in project.places for clause in project.clauses.values() for place_id in clause.place_ids
    )
    assert project.clauses["bac-tu-liem-371/tuyen-lien-phuong"].rule.startswith("category in")
    assert all(clause.requirement_en for clause in project.clauses.values())
    assert all(plan.title_en for plan in project.plans.values())
    assert all(p.plan_id is None or p.plan_id in project.plans for p in project.places.values())


def test_the_weak_coordinates_say_so() -> None:
    project = load_starter()
    for key in ("lang-gom-chu-dau", "lang-cham-khac-go-dong-giao", "dao-co-chi-lang-nam", "ho-thanh-long"):
        assert project.place(PlaceId(key)).is_approximate


def test_the_starter_loads_without_the_heavy_libraries() -> None:
    code = (
        "import sys; from data.starter import load_starter; load_starter();"
        "print([m for m in ('geopandas', 'pandas', 'pyproj', 'networkx', 'ortools') if m in sys.modules])"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"


def test_a_damaged_table_is_one_clear_error(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = tables._read("places.csv")
    rows[3]["rank"] = "royal"
    read = tables._read
    monkeypatch.setattr(tables, "_read", lambda name: rows if name == "places.csv" else read(name))
    with pytest.raises(StorageError, match="royal"):
        tables.load_starter.__wrapped__()


def test_provenance_travels_with_the_tables() -> None:
    assert "ODbL" in (folder() / "README.md").read_text(encoding="utf-8")
    assert any("OpenStreetMap" in credit for credit in load_starter().attribution)

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.model.project import Project
from data.search.index import HitKind, PlaceIndex, Tier
from data.starter import load_starter


@pytest.fixture(scope="module")
def index() -> PlaceIndex:
    return PlaceIndex(load_starter())


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("dong giao", "lang-cham-khac-go-dong-giao"),
        ("Đông Giao", "lang-cham-khac-go-dong-giao"),
        ("don g giao", "lang-cham-khac-go-dong-giao"),
        ("dogn giao", "lang-cham-khac-go-dong-giao"),
        ("chu dau", "lang-gom-chu-dau"),
        ("Chu Đậu", "lang-gom-chu-dau"),
        ("chua con son", "chua-con-son"),
        ("Kiep Bac temple", "den-kiep-bac"),
    ],
)
def test_the_place_meant_comes_first(index: PlaceIndex, text: str, place: str) -> None:
    assert index.search(text)[0].place_id == place


def test_exact_diacritics_come_first_and_namesakes_stay_apart(index: PlaceIndex) -> None:
    names = [(hit.name, hit.context) for hit in index.search("Cẩm Giang", kinds=(HitKind.UNIT,))]
    assert names[0] == ("Xã Cẩm Giang", "Hải Phòng")
    assert ("Xã Cẩm Giàng", "Hải Phòng") in names
    assert names.index(("Xã Cẩm Giàng", "Hải Phòng")) > names.index(
        ("Thị trấn Cẩm Giang", "Huyện Cẩm Giàng, Hải Dương")
    )
    assert index.search("Cẩm Giàng")[0].name == "Xã Cẩm Giàng"


def test_crafts_heritage_types_and_units_are_searched(index: PlaceIndex) -> None:
    assert "dinh-dam" in {hit.place_id for hit in index.search("Tây Tựu")}
    pottery = index.search("làng nghề gốm")
    assert pottery
    assert all("gốm" in hit.name.lower() or hit.tier >= Tier.EXACT_CONTEXT for hit in pottery)


def test_i_and_y_find_each_other(index: PlaceIndex) -> None:
    assert index.search("Mĩ Đức")[0].name == "Xã Mỹ Đức"


def test_only_the_kinds_asked_for_are_returned(index: PlaceIndex) -> None:
    assert {hit.kind for hit in index.search("hải dương", kinds=(HitKind.PLACE,))} == {HitKind.PLACE}


def test_nothing_is_found_for_nothing(index: PlaceIndex) -> None:
    assert index.search(" ,. ") == []
    assert index.search("zzqqxxw") == []
    assert PlaceIndex(Project()).search("đình") == []


@given(st.text(max_size=25))
def test_any_text_is_searched_within_the_limit(text: str) -> None:
    hits = PLACES.search(text, limit=5)
    assert len(hits) <= 5
    assert [hit.tier for hit in hits] == sorted(hit.tier for hit in hits)


PLACES = PlaceIndex(load_starter())


def test_every_place_is_found_by_its_own_name(index: PlaceIndex) -> None:
    for place in load_starter().places.values():
        found = [hit.place_id for hit in index.search(place.name_vi, limit=5) if hit.tier is Tier.EXACT]
        assert place.id in found


def test_an_index_made_from_an_earlier_one_finds_what_changed_and_nothing_else() -> None:
    project = load_starter()
    before = PlaceIndex(project)
    place = next(iter(project.places.values()))
    renamed = project.with_places([replace(place, name_vi="Miếu Tên Mới")])
    after = PlaceIndex(renamed, before)
    assert before.new_places(renamed) == 1
    assert after.search("mieu ten moi")[0].place_id == place.id
    for text in ("chua", "lang gom", "Hải Dương", place.name_vi):
        assert after.search(text, 50) == PlaceIndex(renamed).search(text, 50)

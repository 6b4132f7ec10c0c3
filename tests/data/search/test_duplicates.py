from dataclasses import replace

from shapely import Point

from data.model.place import Place, PlaceId
from data.search.duplicates import differing, find_duplicates, merge
from tests.samples import CHU_DAU, sample_project

PLACE = replace(sample_project().places[CHU_DAU], coord_precision_m=20.0)


def at(name: str, east_m: float, key: str = "khac") -> Place:
    return replace(
        PLACE,
        id=PlaceId(key),
        name_vi=name,
        geometry=Point(PLACE.lon + east_m / 104_000, PLACE.lat),
        photos=(),
    )


def test_names_that_differ_by_accents_and_a_word_nearby_are_a_pair() -> None:
    other = at("Lang gom Chu Dau (Thai Tan)", 300)
    (pair,) = find_duplicates((PLACE, other))
    assert (pair.first, pair.second) == (PLACE, other)
    assert 295 < pair.distance_m < 310


def test_namesakes_far_apart_and_other_names_nearby_are_no_pair() -> None:
    assert not find_duplicates((PLACE, at(PLACE.name_vi, 9_000), at("Đình Chèm", 10, "dinh")))


def test_a_rough_position_reaches_as_far_as_it_may_be_wrong() -> None:
    rough = replace(at(PLACE.name_vi, 9_000), coord_precision_m=10_000.0)
    assert len(find_duplicates((PLACE, rough))) == 1


def test_merging_takes_the_fields_chosen_and_keeps_contacts_of_both() -> None:
    other = replace(at("Gốm Chu Đậu", 0), note="khác", fee_vnd=5)
    merged = merge(PLACE, other, ["name_vi"])
    assert (merged.id, merged.name_vi, merged.note) == (PLACE.id, "Gốm Chu Đậu", PLACE.note)
    assert set(PLACE.contacts) <= set(merged.contacts)
    assert {"name_vi", "note", "fee_vnd"} <= set(differing(PLACE, other))

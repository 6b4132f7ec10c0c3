from dataclasses import replace

from shapely import Point

from data.model.place import Contact, Place, PlaceId, Rank, Status
from data.search.duplicates import Pick, differing, find_duplicates, merge, pair_key, usual_pick
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
    other = replace(at("Gốm Chu Đậu", 0), note="khác", contacts=(Contact("Ông Ba"),))
    picks = {"name_vi": Pick.SECOND, "contacts": Pick.BOTH}
    merged = merge(PLACE, other, picks)
    assert (merged.id, merged.name_vi, merged.note) == (PLACE.id, "Gốm Chu Đậu", PLACE.note)
    assert merged.contacts == (*PLACE.contacts, Contact("Ông Ba"))
    assert {"name_vi", "note", "contacts"} <= set(differing(PLACE, other))


def test_a_position_is_taken_whole_and_the_finer_one_counts() -> None:
    rough = replace(at(PLACE.name_vi, 900), coord_precision_m=2_000.0, coord_source="tâm xã")
    assert usual_pick(rough, PLACE, "geometry") is Pick.SECOND
    merged = merge(rough, PLACE, {"geometry": Pick.SECOND})
    assert (merged.geometry, merged.coord_precision_m) == (PLACE.geometry, 20.0)
    assert merged.coord_source == PLACE.coord_source
    assert differing(rough, PLACE).count("geometry") == 1


def test_what_is_known_comes_before_what_is_not_and_then_what_is_verified() -> None:
    empty = replace(PLACE, id=PlaceId("b"), fee_vnd=None, opening_hours="08:00-17:00", rank=Rank.UNKNOWN)
    full = replace(PLACE, fee_vnd=0, opening_hours="07:00-17:00", rank=Rank.NATIONAL, status=Status.VERIFIED)
    assert [usual_pick(empty, full, name) for name in ("fee_vnd", "rank", "opening_hours")] == [
        Pick.SECOND
    ] * 3
    assert usual_pick(full, empty, "opening_hours") is Pick.FIRST


def test_a_pair_is_remembered_in_either_order_but_not_under_another_name() -> None:
    other = at("Gốm Chu Đậu", 10)
    assert pair_key(PLACE, other) == pair_key(other, PLACE)
    assert pair_key(PLACE, other) != pair_key(PLACE, replace(other, name_vi="Gốm Cậy"))

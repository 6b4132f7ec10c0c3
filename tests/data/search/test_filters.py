from dataclasses import replace

import pytest

from data.errors import UnknownIdError
from data.model.place import Category, PlaceId, Rank, Status
from data.model.request import CandidateFilter
from data.model.units import UnitId
from data.search.filters import places_of_unit, select
from data.search.names import resolve_unit
from data.starter import load_starter

STARTER = load_starter()


def ids(**wanted: object) -> set[str]:
    return {place.id for place in select(STARTER, CandidateFilter(**wanted))}  # type: ignore[arg-type] # any field


def test_an_empty_filter_lets_everything_pass_in_order() -> None:
    assert [place.id for place in select(STARTER, CandidateFilter())] == list(STARTER.places)


def test_conditions_are_joined_by_and() -> None:
    both = ids(categories=(Category.RELIC,), ranks=(Rank.SPECIAL_NATIONAL,))
    assert both == ids(categories=(Category.RELIC,)) & ids(ranks=(Rank.SPECIAL_NATIONAL,))
    assert both


def test_a_unit_of_today_selects_what_lies_there_now() -> None:
    tay_tuu = resolve_unit(STARTER, "Phường Tây Tựu, Hà Nội")
    assert len(ids(units=(tay_tuu,))) == 15


def test_a_former_unit_selects_what_lay_there() -> None:
    co_nhue = resolve_unit(STARTER, "Phường Cổ Nhuế 2, Quận Bắc Từ Liêm")
    assert len(ids(units=(co_nhue,))) == 9


def test_a_place_of_unknown_former_unit_is_taken_only_when_the_way_back_is_certain() -> None:
    old = resolve_unit(STARTER, "Phường Cổ Nhuế 2, Quận Bắc Từ Liêm")
    dong_ngac = resolve_unit(STARTER, "Phường Đông Ngạc, Hà Nội")
    lost = replace(STARTER.place("dinh-dam"), unit_before=None, unit_after=dong_ngac)
    assert lost not in places_of_unit(STARTER.with_places([lost]), old)
    sole = replace(STARTER, successions=tuple(r for r in STARTER.successions if r.old_id == old)[:1])
    heir = sole.successions[0].new_id
    known = replace(lost, unit_after=heir)
    assert known in places_of_unit(sole.with_places([known]), old)


@pytest.mark.parametrize("name", ["Quận Bắc Từ Liêm", "Bắc Từ Liêm", "bac tu liem"])
def test_a_former_district_is_known_by_its_names(name: str) -> None:
    assert len(ids(districts=(name,))) == 71


def test_a_district_with_all_its_accents_is_not_its_namesake() -> None:
    with pytest.raises(UnknownIdError, match="Huyện Không Có"):
        ids(districts=("Huyện Không Có",))
    with pytest.raises(UnknownIdError):
        ids(districts=("Huyện Cẩm Giang",))
    assert ids(districts=("Huyện Cẩm Giàng",)) == ids(districts=("huyen cam giang",))


def test_words_are_found_without_accents_at_the_start_of_words() -> None:
    assert "lang-gom-chu-dau" in ids(text="gom chu dau")
    assert ids(text="khong co cho nao nhu the") == set()


def test_an_area_and_a_precision_leave_the_rest_out() -> None:
    inside = ids(bbox=(105.72, 21.04, 105.80, 21.11))
    assert "dinh-dam" in inside
    assert "khu-di-tich-con-son" not in inside
    assert "lang-gom-chu-dau" not in ids(max_precision_m=100)
    unknown = replace(STARTER.place("dinh-dam"), coord_precision_m=None)
    assert unknown not in select(STARTER.with_places([unknown]), CandidateFilter(max_precision_m=9999))


def test_listed_places_and_statuses_are_kept() -> None:
    assert ids(place_ids=(PlaceId("dinh-dam"),)) == {"dinh-dam"}
    assert ids(statuses=(Status.VERIFIED,)) == set()


def test_unknown_keys_are_refused() -> None:
    with pytest.raises(UnknownIdError, match="nowhere"):
        ids(place_ids=(PlaceId("nowhere"),))
    with pytest.raises(UnknownIdError, match="99999"):
        ids(units=(UnitId("99999"),))

import unicodedata
from dataclasses import replace
from datetime import date
from html import escape
from xml.etree.ElementTree import fromstring

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.errors import UnknownIdError
from data.model.place import PlaceId
from data.model.tour import LegPart, StopKind, VisitLength
from data.model.travel_mode import TravelMode
from data.writers.itinerary import bounds, clean, dropped, notes, rows, title
from tests.samples import CHU_DAU, XUAN_NEO, sample_project, sample_tour


def test_each_row_knows_the_way_from_the_row_before() -> None:
    itinerary = rows(sample_project(), sample_tour())
    starts = [row for row in itinerary if row.stop.kind is StopKind.START]
    assert all(row.leg is None and row.previous is None for row in starts)
    for row in itinerary:
        if row.previous is not None and row.leg is not None:
            assert row.previous.stop.depart_s + row.leg.duration_s == row.stop.arrive_s


def test_a_stop_at_an_unknown_place_is_refused_by_name() -> None:
    project = replace(sample_project(), places={})
    with pytest.raises(UnknownIdError, match="ga-hai-duong"):
        rows(project, sample_tour())


def test_a_dropped_place_that_left_the_register_is_passed_over() -> None:
    project = sample_project().without_place(XUAN_NEO)
    assert [place.id for place, _ in dropped(project, sample_tour(), "vi")] == ["dao-co-chi-lang-nam"]


def test_a_coach_that_cannot_reach_a_village_is_said_but_not_to_walkers() -> None:
    row = rows(sample_project(), sample_tour())[2]
    assert "Xe khách không vào được." in notes(row, TravelMode.COACH, "vi")
    assert row.leg is not None
    walked = replace(row, leg=replace(row.leg, mode=TravelMode.FOOT))
    assert "Xe khách không vào được." not in notes(walked, TravelMode.COACH, "vi")
    assert "Xe khách không vào được." not in notes(replace(row, leg=None), TravelMode.FOOT, "vi")


def test_a_place_far_from_the_road_is_said_from_a_hundred_metres() -> None:
    row = rows(sample_project(), sample_tour())[1]
    far = replace(row, stop=replace(row.stop, access_m=352.0))
    assert "Điểm cách đường khoảng 350 m." in notes(far, TravelMode.COACH, "vi")
    assert not any("cách đường" in note for note in notes(row, TravelMode.COACH, "vi"))


def test_a_festival_on_the_day_of_the_visit_is_said() -> None:
    # 16/8 of the lunar calendar fell on 26 September 2026.
    tour = sample_tour()
    day = replace(tour.days[1], date=date(2026, 9, 26))
    row = rows(sample_project(), replace(tour, days=(day,)))[1]
    assert notes(row, TravelMode.COACH, "vi")[0] == "Ngày này có lễ hội: hội đền 16–20/8 âm lịch."
    assert not any(
        "lễ hội" in note
        for row in rows(sample_project(), tour)
        for note in notes(row, TravelMode.COACH, "vi")
    )


def test_a_lunch_is_called_lunch_and_a_free_point_by_its_label() -> None:
    lunch = rows(sample_project(), sample_tour())[4]
    assert (lunch.name("vi"), lunch.name("en")) == ("Ăn trưa", "Lunch")
    free = replace(lunch, stop=replace(lunch.stop, label="Bến xe  Hải Dương"))
    assert free.name("en") == "Bến xe  Hải Dương"


def test_the_bounds_hold_every_leg() -> None:
    west, south, east, north = bounds(sample_tour())
    assert (west, south, east, north) == (106.174, 20.9284, 106.3991, 21.151314)


def test_a_tour_without_title_has_a_general_one() -> None:
    assert title(replace(sample_tour(), title_vi="", title_en=""), "vi") == "Tuyến du lịch văn hóa"


@given(st.text(st.characters(exclude_categories=())))
def test_cleaned_text_is_composed_stable_and_fits_into_xml(text: str) -> None:
    cleaned = clean(text)
    assert clean(cleaned) == cleaned == unicodedata.normalize("NFC", cleaned)
    fromstring(f"<a>{escape(cleaned)}</a>")


def test_an_accent_behind_a_control_character_joins_its_letter() -> None:
    assert clean("Đe\x00\u0302\u0300n") == "Đền"


def test_letters_newer_than_our_tables_are_kept() -> None:
    assert clean("𱍐 🏯 đình") == "𱍐 🏯 đình"


def test_numbers_run_through_all_days() -> None:
    numbers = {row.stop.place_id: row.number for row in rows(sample_project(), sample_tour()) if row.number}
    assert numbers[CHU_DAU] == 3
    assert numbers[PlaceId("den-kiep-bac")] == 5


def _first_leg_in_parts(*parts: LegPart) -> tuple[str, ...]:
    tour = sample_tour()
    day = tour.days[0]
    leg = replace(day.legs[0], parts=parts)
    walked = replace(tour, days=(replace(day, legs=(leg, *day.legs[1:])), *tour.days[1:]))
    return notes(rows(sample_project(), walked)[1], TravelMode.COACH, "vi")


def _part(mode: TravelMode, distance_m: float) -> LegPart:
    return LegPart(mode=mode, distance_m=distance_m, duration_s=0)


def test_the_walk_between_coach_and_place_is_told_with_its_length() -> None:
    coach = _part(TravelMode.COACH, 9000)
    said = _first_leg_in_parts(_part(TravelMode.FOOT, 120), coach, _part(TravelMode.FOOT, 350))
    assert "Đi bộ 350 m từ chỗ xe dừng vào điểm." in said
    assert "Đi bộ 120 m ra chỗ xe đón." in said


def test_a_cart_from_the_coach_is_told_too() -> None:
    cart = _part(TravelMode.ELECTRIC_CART, 800)
    assert any(
        "800 m từ chỗ xe dừng" in note for note in _first_leg_in_parts(_part(TravelMode.COACH, 900), cart)
    )


def test_a_few_steps_from_the_coach_are_not_worth_saying() -> None:
    said = _first_leg_in_parts(_part(TravelMode.COACH, 9000), _part(TravelMode.FOOT, 49))
    assert not any("từ chỗ xe dừng" in note for note in said)


def test_slots_and_lengths_of_visits_are_told() -> None:
    tour = sample_tour()
    row = rows(sample_project(), tour)[1]
    facts = replace(row.stop, slots=3, length=VisitLength.SHORTENED)
    said = notes(replace(row, stop=facts), TravelMode.COACH, "vi")
    assert "Đoàn tham quan theo 3 lượt." in said
    assert "Thời gian tham quan ngắn hơn thường lệ." in said
    longer = replace(row.stop, length=VisitLength.LENGTHENED)
    assert "Có thể tham quan lâu hơn thường lệ." in notes(replace(row, stop=longer), TravelMode.COACH, "vi")

import json
from typing import Any

from layers.web_map.linked_data import linked_data
from tests.samples import hostile, sample_project, sample_tour


def trip() -> dict[str, Any]:
    made: dict[str, Any] = json.loads(linked_data(sample_project(), sample_tour()))
    return made


def test_it_is_a_tourist_trip_with_one_part_for_every_day() -> None:
    assert (trip()["@context"], trip()["@type"]) == ("https://schema.org", "TouristTrip")
    assert len(trip()["subTrip"]) == len(sample_tour().days)
    assert (trip()["startDate"], trip()["endDate"]) == ("2026-11-28", "2026-11-29")


def test_visits_stand_in_order_with_their_position_on_earth() -> None:
    tour, project = sample_tour(), sample_project()
    for part, day in zip(trip()["subTrip"], tour.days, strict=True):
        items = part["itinerary"]["itemListElement"]
        assert [item["position"] for item in items] == list(range(1, len(day.visits) + 1))
        for item, stop in zip(items, day.visits, strict=True):
            assert item["item"]["geo"]["latitude"] == round(stop.lat, 6)
            assert item["item"]["name"][0]["@value"] == project.place(stop.place_id or "").name_vi


def test_moments_are_those_of_vietnam() -> None:
    assert trip()["subTrip"][0]["departureTime"] == "2026-11-28T07:30:00+07:00"


def test_a_free_place_says_so_and_an_unknown_fee_says_nothing() -> None:
    items = [item["item"] for part in trip()["subTrip"] for item in part["itinerary"]["itemListElement"]]
    fees = [
        sample_project().place(stop.place_id or "").fee_vnd
        for day in sample_tour().days
        for stop in day.visits
    ]
    assert [item.get("isAccessibleForFree") for item in items] == [
        None if fee is None else fee == 0 for fee in fees
    ]


def test_hostile_names_cannot_close_the_script() -> None:
    text = linked_data(*hostile())
    assert "<" not in text
    assert json.loads(text)["@type"] == "TouristTrip"

"""Emission factors: in the right order of size, and rising with vehicles and load."""

import pytest

from data.costs.carbon import DIESEL_G_PER_G, GASOLINE_G_PER_G, VEHICLES
from data.language.catalogue import translate
from data.model.travel_mode import TravelMode


def test_fuels_emit_what_the_guidelines_say() -> None:
    # 3.186 and 3.070 g CO2 a gram, and a little CH4 and N2O.
    assert pytest.approx(3.235, abs=0.005) == DIESEL_G_PER_G
    assert pytest.approx(3.195, abs=0.005) == GASOLINE_G_PER_G


@pytest.mark.parametrize(
    ("mode", "least", "most"),
    [
        (TravelMode.COACH, 700, 900),
        (TravelMode.MINIBUS, 230, 300),
        (TravelMode.CAR, 180, 260),
        (TravelMode.MOTORBIKE, 40, 80),
        (TravelMode.ELECTRIC_CART, 70, 130),
    ],
)
def test_a_full_vehicle_emits_what_such_vehicles_emit(mode: TravelMode, least: int, most: int) -> None:
    vehicle = VEHICLES[mode]
    assert least < vehicle.grams_per_km(vehicle.seats) < most


def test_one_visitor_more_than_seats_needs_another_vehicle() -> None:
    coach = VEHICLES[TravelMode.COACH]
    assert (coach.count(45), coach.count(46)) == (1, 2)
    assert coach.grams_per_km(46) > 1.9 * coach.grams_per_km(20)


def test_an_empty_vehicle_emits_less_than_a_full_one() -> None:
    coach = VEHICLES[TravelMode.COACH]
    assert coach.grams_per_km(1) < coach.grams_per_km(45)


def test_walking_and_cycling_emit_nothing() -> None:
    assert not {TravelMode.FOOT, TravelMode.BICYCLE, TravelMode.WHEELCHAIR} & set(VEHICLES)


def test_every_factor_names_its_sources_in_both_languages() -> None:
    for vehicle in VEHICLES.values():
        assert vehicle.sources
        assert all(translate("vi", source) != source for source in vehicle.sources)

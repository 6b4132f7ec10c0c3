"""Congestion by time of day."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.model.travel_mode import TravelMode
from routes.modes import RoadClass
from routes.modes.congestion import DAY_S, WEEKDAY, WEEKEND, Band, band, edge_factors, factor, is_congestible
from tests.routes.modes.some_roads import SomeRoads

CAR, BIKE = TravelMode.CAR, TravelMode.MOTORBIKE
NIGHT, MORNING_PEAK, NOON = 3 * 3600, 7 * 3600 + 1800, 12 * 3600


def test_roads_are_free_at_night() -> None:
    for mode in TravelMode:
        assert factor(mode, NIGHT, road_class=RoadClass.PRIMARY, is_built_up=True) == 1


def test_the_morning_peak_of_working_days_is_no_peak_on_sunday() -> None:
    monday, sunday = (
        factor(CAR, MORNING_PEAK, road_class=RoadClass.PRIMARY, is_built_up=True, is_weekend=weekend)
        for weekend in (False, True)
    )
    assert monday > sunday > 1


def test_towns_are_slower_than_the_country_and_expressways_least_of_all() -> None:
    inside, outside = (
        factor(CAR, MORNING_PEAK, road_class=RoadClass.TRUNK, is_built_up=inside) for inside in (True, False)
    )
    assert inside > outside > factor(CAR, MORNING_PEAK, road_class=RoadClass.MOTORWAY, is_built_up=False)


def test_motorbikes_lose_less_than_cars_and_bicycles_nothing() -> None:
    car, motorbike, bicycle = (
        factor(mode, MORNING_PEAK, road_class=RoadClass.PRIMARY, is_built_up=True)
        for mode in (CAR, BIKE, TravelMode.BICYCLE)
    )
    assert car > motorbike > bicycle == 1
    assert not is_congestible(TravelMode.BICYCLE)


@pytest.mark.parametrize("table", [WEEKDAY, WEEKEND])
def test_a_table_begins_at_midnight_and_never_makes_a_road_faster(table: tuple[Band, ...]) -> None:
    begins = [one.begin_s for one in table]
    assert begins[0] == 0
    assert begins == sorted(set(begins))
    assert min(min(one.factors) for one in table) == 1


@given(time_s=st.integers(0, 2 * DAY_S), is_weekend=st.booleans())
def test_every_second_lies_in_the_band_that_began_last(time_s: int, is_weekend: bool) -> None:
    found = band(time_s, is_weekend=is_weekend)
    table = WEEKEND if is_weekend else WEEKDAY
    later = [one for one in table if found.begin_s < one.begin_s <= time_s % DAY_S]
    assert found.begin_s <= time_s % DAY_S
    assert not later


@given(time_s=st.integers(0, DAY_S - 1), mode=st.sampled_from(TravelMode), kind=st.sampled_from(RoadClass))
def test_factors_of_edges_are_those_of_the_table(time_s: int, mode: TravelMode, kind: RoadClass) -> None:
    roads = SomeRoads([kind, kind, kind], built_up=[0, 1, 2])
    expected = [factor(mode, time_s, road_class=kind, is_built_up=inside) for inside in (False, False, True)]
    assert edge_factors(roads, mode, band(time_s)).tolist() == pytest.approx(expected)

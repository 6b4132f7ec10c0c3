"""Minibus, electric cart and wheelchair: where they may go and how fast."""

import pytest

from data.model.travel_mode import TravelMode
from routes.modes import MODE_BIT, RoadClass, default_access, edge_speeds_kph, way_rules
from routes.modes.suitability import Suitability, suitability
from tests.routes.modes.some_roads import SomeRoads

COACH, MINIBUS, CAR = TravelMode.COACH, TravelMode.MINIBUS, TravelMode.CAR
CART, WHEELCHAIR = TravelMode.ELECTRIC_CART, TravelMode.WHEELCHAIR


def may_use(mode: TravelMode, **tags: str) -> bool:
    rules = way_rules({key.replace("__", ":"): value for key, value in tags.items()})
    return rules is not None and bool(rules.forward & MODE_BIT[mode])


@pytest.mark.parametrize(
    ("limit", "value", "users"),
    [
        ("maxheight", "3.2", {MINIBUS, CAR}),
        ("maxheight", "2.2", {CAR}),
        ("maxwidth", "2.3", {MINIBUS, CAR}),
        ("maxweight", "10", {MINIBUS, CAR}),
        ("maxweight", "3.5", {CAR}),
        ("width", "3", {MINIBUS, CAR}),
        ("width", "2.4", {CAR}),
        ("width", "1.5", set()),
    ],
)
def test_a_limit_closes_a_road_to_the_vehicles_that_exceed_it(
    limit: str, value: str, users: set[TravelMode]
) -> None:
    tags = {"highway": "tertiary", limit: value}
    assert {mode for mode in (COACH, MINIBUS, CAR) if may_use(mode, **tags)} == users


def test_a_measured_width_counts_more_than_an_estimated_one() -> None:
    assert may_use(COACH, highway="tertiary", width="6", est_width="3")
    assert not may_use(COACH, highway="tertiary", est_width="3")


@pytest.mark.parametrize("highway", ["trunk", "primary", "secondary", "footway", "track", "steps"])
def test_electric_carts_stay_off_main_roads_and_paths(highway: str) -> None:
    assert not may_use(CART, highway=highway)


@pytest.mark.parametrize("highway", ["tertiary", "unclassified", "residential", "living_street", "service"])
def test_electric_carts_take_quiet_roads(highway: str) -> None:
    assert may_use(CART, highway=highway)


def test_electric_carts_stay_off_fast_roads_of_any_class() -> None:
    assert may_use(CART, highway="tertiary", maxspeed="50")
    assert not may_use(CART, highway="tertiary", maxspeed="60")


def test_a_cart_may_enter_a_pedestrian_street_that_is_opened_to_it() -> None:
    assert not may_use(CART, highway="pedestrian")
    assert may_use(CART, highway="pedestrian", golf_cart="yes")


@pytest.mark.parametrize("highway", ["footway", "residential", "pedestrian", "steps", "primary", "path"])
def test_nothing_untagged_is_passable_to_wheelchairs(highway: str) -> None:
    assert not may_use(WHEELCHAIR, highway=highway)


@pytest.mark.parametrize("kind", RoadClass)
def test_a_road_of_which_only_the_class_is_known_is_closed_to_wheelchairs(kind: RoadClass) -> None:
    assert not default_access(kind, oneway=False)[0] & MODE_BIT[WHEELCHAIR]


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ({"highway": "footway", "surface": "asphalt"}, True),
        ({"highway": "residential", "surface": "concrete", "smoothness": "good"}, True),
        ({"highway": "residential", "surface": "concrete", "smoothness": "bad"}, False),
        ({"highway": "footway", "surface": "gravel"}, False),
        ({"highway": "footway", "surface": "asphalt", "incline": "5%"}, True),
        ({"highway": "footway", "surface": "asphalt", "incline": "-12%"}, False),
        ({"highway": "footway", "surface": "asphalt", "incline": "up"}, False),
        ({"highway": "footway", "footway": "sidewalk", "surface": "paving_stones"}, False),
        ({"highway": "footway", "footway": "crossing", "surface": "asphalt"}, False),
        ({"highway": "footway", "footway": "crossing", "wheelchair": "yes"}, True),
        ({"highway": "footway", "surface": "asphalt", "wheelchair": "limited"}, False),
        ({"highway": "footway", "surface": "asphalt", "wheelchair": "no"}, False),
        ({"highway": "footway", "surface": "asphalt", "foot": "no"}, False),
        ({"highway": "steps", "ramp:wheelchair": "yes"}, True),
        ({"highway": "steps", "surface": "concrete"}, False),
        ({"highway": "primary", "surface": "asphalt", "sidewalk": "both"}, False),
        ({"highway": "primary", "wheelchair": "yes"}, True),
    ],
)
def test_a_wheelchair_goes_only_where_the_map_says_it_can(tags: dict[str, str], expected: bool) -> None:
    rules = way_rules(tags)
    assert (rules is not None and bool(rules.forward & MODE_BIT[WHEELCHAIR])) is expected


def test_wheelchairs_go_both_ways_on_one_way_streets() -> None:
    rules = way_rules({"highway": "residential", "surface": "asphalt", "oneway": "yes"})
    assert rules is not None
    assert rules.backward & MODE_BIT[WHEELCHAIR]


def test_motor_vehicles_are_slower_in_built_up_areas_and_faster_outside() -> None:
    roads = SomeRoads([RoadClass.PRIMARY] * 3, built_up=[2, 0, 1])
    for mode in (COACH, MINIBUS, CAR, TravelMode.MOTORBIKE):
        inside, unknown, outside = edge_speeds_kph(roads, mode)
        assert inside < unknown < outside
    assert len(set(edge_speeds_kph(roads, TravelMode.BICYCLE))) == 1


@pytest.mark.parametrize("kind", [RoadClass.TRUNK, RoadClass.SECONDARY, RoadClass.TERTIARY])
def test_larger_vehicles_are_never_faster(kind: RoadClass) -> None:
    coach, minibus, car = (edge_speeds_kph(SomeRoads([kind]), mode)[0] for mode in (COACH, MINIBUS, CAR))
    assert coach < minibus < car


def test_what_fits_a_coach_is_known_by_class_width_or_lanes() -> None:
    kinds = [
        RoadClass.PRIMARY,
        RoadClass.TERTIARY,
        RoadClass.RESIDENTIAL,
        RoadClass.RESIDENTIAL,
        RoadClass.STEPS,
    ]
    roads = SomeRoads(kinds, width_m=[0, 0, 6, 0, 0], lanes=[0, 2, 0, 1, 0])
    is_open = roads.road_class != RoadClass.STEPS
    assert suitability(roads, COACH, is_open).tolist() == [
        Suitability.KNOWN,
        Suitability.KNOWN,
        Suitability.KNOWN,
        Suitability.UNKNOWN,
        Suitability.FORBIDDEN,
    ]
    assert suitability(roads, CAR, is_open).tolist() == [2, 2, 2, 2, 0]

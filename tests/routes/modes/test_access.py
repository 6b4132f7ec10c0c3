import pytest

from data.model.travel_mode import TravelMode
from routes.modes import (
    DESTINATION_ONLY_KPH,
    MODE_BIT,
    EdgeFlag,
    RoadClass,
    WayRules,
    default_access,
    edge_speeds_kph,
    road_class_of,
    speeds_kph,
    way_rules,
)
from tests.routes.modes.some_roads import SomeRoads

COACH, MINIBUS, CAR, MOTORBIKE, BICYCLE, CART, FOOT, WHEELCHAIR = TravelMode


def users(**tags: str) -> tuple[set[TravelMode], set[TravelMode]]:
    rules = way_rules({key.replace("__", ":"): value for key, value in tags.items()})
    if rules is None:
        return set(), set()
    return (
        {mode for mode in TravelMode if rules.forward & MODE_BIT[mode]},
        {mode for mode in TravelMode if rules.backward & MODE_BIT[mode]},
    )


def rules_of(**tags: str) -> WayRules:
    rules = way_rules(tags)
    assert rules is not None
    return rules


def test_a_motorway_carries_cars_and_coaches_one_way_only() -> None:
    assert users(highway="motorway") == ({COACH, MINIBUS, CAR}, set())


@pytest.mark.parametrize("highway", ["footway", "steps", "pedestrian"])
def test_footways_stairs_and_pedestrian_streets_carry_walkers_only(highway: str) -> None:
    assert users(highway=highway) == ({FOOT}, {FOOT})


@pytest.mark.parametrize("highway", ["living_street", "track", "path", "cycleway", "footway", "pedestrian"])
def test_coaches_stay_out_of_narrow_ways(highway: str) -> None:
    assert COACH not in users(highway=highway)[0]


@pytest.mark.parametrize("highway", ["construction", "proposed", "raceway", "corridor", "bridleway", ""])
def test_what_is_no_road_yet_or_at_all_is_not_routed(highway: str) -> None:
    assert way_rules({"highway": highway}) is None


def test_a_ferry_is_kept_but_open_to_nobody() -> None:
    assert rules_of(route="ferry", foot="yes") == WayRules(RoadClass.FERRY, 0, 0, EdgeFlag.FERRY, 0.0)
    assert users(highway="tertiary", route="ferry") == (set(), set())
    assert way_rules({"highway": "ferry"}) is None


@pytest.mark.parametrize("value", ["no", "private", "permit", "military"])
def test_a_closed_way_is_not_routed(value: str) -> None:
    assert way_rules({"highway": "service", "access": value}) is None


def test_the_most_specific_access_tag_decides() -> None:
    assert users(highway="residential", access="private", foot="yes") == ({FOOT}, {FOOT})
    assert users(highway="residential", motor_vehicle="no") == ({BICYCLE, FOOT}, {BICYCLE, FOOT})
    along, _ = users(highway="residential", motor_vehicle="no", motorcycle="yes")
    assert along == {MOTORBIKE, BICYCLE, FOOT}


def test_an_explicit_tag_opens_a_class_that_is_closed_by_default() -> None:
    assert MOTORBIKE in users(highway="path", motorcycle="yes")[0]
    assert BICYCLE in users(highway="footway", bicycle="designated")[0]


def test_no_tag_lets_a_mode_where_it_has_no_speed() -> None:
    assert users(highway="steps", motorcycle="yes") == ({FOOT}, {FOOT})
    assert MOTORBIKE not in users(highway="motorway", motorcycle="yes")[0]


def test_general_access_yes_does_not_open_a_footway_to_cars() -> None:
    assert users(highway="footway", access="yes") == ({FOOT}, {FOOT})


def test_a_way_for_access_only_is_open_but_slow_for_vehicles() -> None:
    rules = rules_of(highway="residential", access="destination")
    assert rules.flags & EdgeFlag.DESTINATION_ONLY
    assert rules.forward & MODE_BIT[CAR]
    assert speed(CAR, rules) == DESTINATION_ONLY_KPH
    assert speed(FOOT, rules) == 4.5


@pytest.mark.parametrize(
    ("tags", "along", "against"),
    [
        ({"oneway": "yes"}, True, False),
        ({"oneway": "-1"}, False, True),
        ({"oneway": "no"}, True, True),
        ({"junction": "roundabout"}, True, False),
        ({"junction": "circular"}, True, False),
        ({"junction": "roundabout", "oneway": "no"}, True, True),
        ({"oneway": "reversible"}, False, False),
    ],
)
def test_one_way_rules_for_cars(tags: dict[str, str], along: bool, against: bool) -> None:
    forward, backward = users(highway="primary", **tags)
    assert (CAR in forward, CAR in backward) == (along, against)


def test_walkers_and_exempted_cyclists_ignore_one_way() -> None:
    assert users(highway="primary", oneway="yes")[1] == {FOOT}
    assert users(highway="primary", oneway="yes", oneway__bicycle="no")[1] == {BICYCLE, FOOT}
    assert users(highway="primary", oneway="yes", cycleway="opposite_lane")[1] == {BICYCLE, FOOT}
    assert users(highway="primary", oneway="yes", oneway__motorcycle="no")[1] == {MOTORBIKE, FOOT}


def test_a_motorroad_is_closed_to_motorbikes_bicycles_and_walkers() -> None:
    assert users(highway="trunk", motorroad="yes")[0] == {COACH, MINIBUS, CAR}


@pytest.mark.parametrize(("key", "value"), [("maxheight", "3.2"), ("maxwidth", "2,3 m"), ("maxweight", "5t")])
def test_a_coach_heeds_size_limits(key: str, value: str) -> None:
    assert COACH not in users(highway="primary", **{key: value})[0]
    assert COACH in users(highway="primary", **{key: "none"})[0]


def test_an_area_is_walked_along_its_outline_only() -> None:
    assert users(highway="residential", area="yes") == ({FOOT}, {FOOT})


@pytest.mark.parametrize(
    ("text", "kph"),
    [("50", 50.0), ("50 km/h", 50.0), ("30 mph", 48.28), ("VN:urban", 50.0), ("none", 0.0), ("signals", 0.0)],
)
def test_speed_limits_are_read_and_unknown_ones_limit_nothing(text: str, kph: float) -> None:
    assert rules_of(highway="primary", maxspeed=text).maxspeed_kph == pytest.approx(kph, abs=0.01)


def test_a_tagged_limit_slows_cars_but_not_cyclists() -> None:
    rules = rules_of(highway="trunk", maxspeed="40")
    assert speed(CAR, rules) == 32.0
    assert speed(BICYCLE, rules) == 15.0


def test_a_bridge_a_tunnel_and_a_toll_are_marked() -> None:
    flags = rules_of(highway="primary", bridge="viaduct", tunnel="yes", toll="yes").flags
    assert flags == EdgeFlag.BRIDGE | EdgeFlag.TUNNEL | EdgeFlag.TOLL


@pytest.mark.parametrize("road_class", RoadClass)
def test_whoever_may_use_a_class_has_a_speed_on_it(road_class: RoadClass) -> None:
    bits, _ = default_access(road_class, oneway=False)
    for mode in TravelMode:
        assert not bits & MODE_BIT[mode] or speeds_kph(mode)[road_class] > 0


def test_class_numbers_are_those_in_files() -> None:
    assert [road_class_of(name) for name in ("motorway", "residential", "steps")] == [0, 11, 19]
    assert road_class_of("nonsense") is None


def speed(mode: TravelMode, rules: WayRules) -> float:
    return float(edge_speeds_kph(SomeRoads([rules.road_class], [rules.flags], [rules.maxspeed_kph]), mode)[0])

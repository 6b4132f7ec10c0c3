"""Directions at junctions drawn by hand, and three real trips word by word."""

from collections.abc import Sequence

import pytest
from hypothesis import assume, given, reject
from hypothesis import strategies as st

from data.errors import NoRouteError
from data.model.travel_mode import TravelMode
from routes.backends import open_router
from routes.directions.junctions import turn_angle
from routes.directions.steps import Step, Structure, directions
from routes.directions.turns import Maneuver, turn_of
from routes.directions.wording import compass, metres_by_road, said_steps, sentence
from routes.modes import MODE_BIT, EdgeFlag, RoadClass
from routes.network.starter import starter_network
from routes.network.store import RoadNetwork
from routes.router import Route, RoutePart, Side
from tests.conftest import Golden
from tests.routes.network.roads import Road, grid_point, network_of, networks

CAR = MODE_BIT[TravelMode.CAR]


def guided(
    network: RoadNetwork, *points: tuple[float, float], mode: TravelMode = TravelMode.CAR
) -> tuple[Step, ...]:
    route = open_router(network, mode).route([grid_point(*point) for point in points])
    steps = directions(network, route)
    assert sum(step.distance_m for step in steps) == pytest.approx(route.distance_m, abs=0.2)
    assert (steps[0].maneuver, steps[-1].maneuver) == (Maneuver.DEPART, Maneuver.ARRIVE)
    return steps


def turns(steps: Sequence[Step]) -> list[Maneuver]:
    return [step.maneuver for step in steps[1:-1]]


def cross(**first: object) -> RoadNetwork:
    """A crossing at (1, 1): arms to west, north, east and south, each with a street of its own."""
    arms = [(0, "West"), (2, "North"), (3, "East"), (4, "South")]
    return network_of(
        [(0, 1), (1, 1), (1, 2), (2, 1), (1, 0)],
        [Road(1, node, RoadClass.TERTIARY, name=name, **first) for node, name in arms],  # type: ignore[arg-type]
    )


def test_a_straight_road_needs_no_turn() -> None:
    network = network_of([(0, 0), (1, 0), (2, 0)], [Road(0, 1, name="A"), Road(1, 2, name="A")])
    steps = guided(network, (0, 0), (2, 0))
    assert turns(steps) == []
    assert compass(steps[0].bearing_deg, "vi") == "đông"


def test_a_bend_of_the_only_road_needs_no_turn() -> None:
    network = network_of([(0, 0), (1, 0), (1, 1)], [Road(0, 1, name="A"), Road(1, 2, name="A")])
    assert turns(guided(network, (0, 0), (1, 1))) == []


@pytest.mark.parametrize(
    ("end", "expected"),
    [((2, 1), Maneuver.CONTINUE), ((1, 0), Maneuver.RIGHT), ((1, 2), Maneuver.LEFT)],
)
def test_a_crossing_is_left_by_the_arm_that_was_chosen(end: tuple[int, int], expected: Maneuver) -> None:
    steps = guided(cross(), (0, 1), end)
    assert turns(steps) == [expected]
    assert steps[1].name in {"East", "South", "North"}
    assert (steps[1].lon, steps[1].lat) == pytest.approx(grid_point(1, 1))


def test_side_streets_of_the_road_one_is_on_are_passed_over() -> None:
    network = network_of(
        [(0, 0), (1, 0), (2, 0), (1, 1)],
        [Road(0, 1, name="A"), Road(1, 2, name="A"), Road(1, 3, name="B")],
    )
    assert turns(guided(network, (0, 0), (2, 0))) == []


@pytest.mark.parametrize(
    ("angle", "expected"),
    [(0, Maneuver.CONTINUE), (-19, Maneuver.CONTINUE), (30, Maneuver.SLIGHT_RIGHT),
     (-30, Maneuver.SLIGHT_LEFT), (90, Maneuver.RIGHT), (-90, Maneuver.LEFT), (140, Maneuver.SHARP_RIGHT),
     (-140, Maneuver.SHARP_LEFT), (179, Maneuver.U_TURN), (-170, Maneuver.U_TURN)],
)  # fmt: skip
def test_turns_are_classed_by_their_angle(angle: float, expected: Maneuver) -> None:
    assert turn_of(angle) is expected


@given(before=st.floats(0, 360), turn=st.floats(-179, 180))
def test_turn_angles_are_signed_and_at_most_half_a_circle(before: float, turn: float) -> None:
    assert turn_angle(before, (before + turn) % 360) == pytest.approx(turn, abs=1e-6)


@pytest.mark.parametrize(("north", "expected"), [(1, Maneuver.KEEP_LEFT), (-1, Maneuver.KEEP_RIGHT)])
def test_a_fork_is_kept_to_one_side(north: int, expected: Maneuver) -> None:
    network = network_of(
        [(0, 0), (1, 0), (2, 0.4), (2, -0.4)],
        [Road(0, 1, RoadClass.PRIMARY, name="A"), Road(1, 2, RoadClass.PRIMARY, name="B"),
         Road(1, 3, RoadClass.PRIMARY, name="C")],
    )  # fmt: skip
    assert turns(guided(network, (0, 0), (2, 0.4 * north))) == [expected]


def roundabout() -> RoadNetwork:
    """Four two-way arms on a ring driven counter-clockwise: nodes 0–3 on the ring, 4–7 the arms' ends."""
    ring = [(1, 0), (0, 1), (-1, 0), (0, -1)]
    nodes = [(0.03 * x, 0.03 * y) for x, y in ring] + [(x, y) for x, y in ring]
    names = ["East", "North", "West", "South"]
    circle = [
        Road(at, (at + 1) % 4, RoadClass.TERTIARY, backward=0, flags=EdgeFlag.ROUNDABOUT) for at in range(4)
    ]
    return network_of(
        nodes, [*circle, *(Road(at, at + 4, RoadClass.TERTIARY, name=names[at]) for at in range(4))]
    )


@pytest.mark.parametrize(
    ("end", "number", "name"),
    [((1, 0), 1, "East"), ((0, 1), 2, "North"), ((-1, 0), 3, "West"), ((0, -0.8), 4, "South")],
)
def test_exits_of_a_roundabout_are_counted_over_its_branches(
    end: tuple[float, float], number: int, name: str
) -> None:
    steps = guided(roundabout(), (0, -1), end)
    if name == "South":
        # Turning round on the road itself is shorter than round the ring.
        assert turns(steps) == []
        return
    assert turns(steps) == [Maneuver.ROUNDABOUT]
    assert (steps[1].exit_number, steps[1].name) == (number, name)
    said = {language: sentence(steps[1], language) for language in ("vi", "en")}
    assert said["vi"] == f"Vào vòng xuyến, ra lối thứ {number} vào đường {name}"
    assert said["en"] == f"Enter the roundabout and take exit {number} onto {name}"


def test_branches_that_only_enter_a_roundabout_are_no_exits() -> None:
    ring = [
        Road(at, (at + 1) % 3, RoadClass.TERTIARY, backward=0, flags=EdgeFlag.ROUNDABOUT) for at in range(3)
    ]
    network = network_of(
        [(0, 0), (0.03, 0.03), (-0.03, 0.03), (0, -1), (1, 0.03), (-1, 0.03)],
        [*ring, Road(0, 3), Road(4, 1, backward=0), Road(2, 5)],
    )
    (step,) = (step for step in guided(network, (0, -1), (-1, 0.03)) if step.maneuver is Maneuver.ROUNDABOUT)
    assert step.exit_number == 1


def test_a_point_on_the_way_is_a_step_and_coming_back_from_it_a_u_turn() -> None:
    network = network_of([(0, 0), (2, 0), (2, 2)], [Road(0, 1, name="A"), Road(1, 2, name="B")])
    steps = guided(network, (0, 0), (2, 1), (0, 0))
    assert turns(steps) == [Maneuver.LEFT, Maneuver.VIA, Maneuver.U_TURN, Maneuver.RIGHT] or turns(steps) == [
        Maneuver.VIA,
        Maneuver.U_TURN,
    ]
    assert [step.point for step in steps if step.maneuver is Maneuver.VIA] == [1]


def test_two_turns_across_a_median_are_one_u_turn() -> None:
    network = network_of(
        [(0, 0), (1, 0), (1, 0.02), (0, 0.02), (3, 0), (3, 0.02)],
        [
            *(
                Road(*way, RoadClass.PRIMARY, backward=0, name="QL")
                for way in ((0, 1), (1, 4), (5, 2), (2, 3))
            ),
            Road(1, 2, RoadClass.PRIMARY_LINK),
            Road(4, 5),
            Road(3, 0),
        ],
    )
    assert turns(guided(network, (0.1, 0), (0.1, 0.02))) == [Maneuver.U_TURN]


def test_a_new_name_straight_ahead_is_told_only_if_it_holds() -> None:
    def line(metres: float) -> RoadNetwork:
        end = 1 + metres / 1000
        return network_of(
            [(0, 0), (1, 0), (end, 0), (end + 1, 0)],
            [Road(0, 1, name="A"), Road(1, 2, name="B"), Road(2, 3, name="A")],
        )

    assert turns(guided(line(60), (0, 0), (2.06, 0))) == []
    assert turns(guided(line(400), (0, 0), (2.4, 0))) == [Maneuver.CONTINUE, Maneuver.CONTINUE]


def test_bridges_and_tunnels_are_told_where_they_are_crossed() -> None:
    network = network_of(
        [(0, 0), (1, 0), (2, 0), (3, 0), (4, 0)],
        [Road(0, 1, name="A"), Road(1, 2, name="Cầu Bình", flags=EdgeFlag.BRIDGE),
         Road(2, 3, name="A", flags=EdgeFlag.TUNNEL), Road(3, 4, name="A")],
    )  # fmt: skip
    steps = guided(network, (0, 0), (4, 0))
    assert turns(steps) == []
    assert [(one.kind, one.name) for one in steps[0].crossings] == [
        (Structure.BRIDGE, "Cầu Bình"), (Structure.TUNNEL, "")
    ]  # fmt: skip
    said = sentence(steps[0], "vi")
    assert said == "Xuất phát theo hướng đông trên đường A, qua cầu Bình, qua hầm dài 1 km"


@pytest.mark.parametrize(("offset", "side"), [(0.2, Side.LEFT), (-0.2, Side.RIGHT), (0.0, Side.ON)])
def test_the_side_of_arrival_is_seen_in_driving_direction(offset: float, side: Side) -> None:
    network = network_of([(0, 0), (2, 0)], [Road(0, 1, name="A")])
    router = open_router(network, TravelMode.CAR)
    for begin, seen in (((0, 0), side), ((2, 0), side.opposite)):
        route = router.route([grid_point(*begin), grid_point(1, offset)])
        arrival = directions(network, route)[-1]
        assert arrival.side is seen
        told = {Side.LEFT: "Đến X, ở bên trái đường", Side.RIGHT: "Đến X, ở bên phải đường", Side.ON: "Đến X"}
        assert sentence(arrival, "vi", ("", "X")) == told[seen]


def test_branches_closed_to_the_mode_are_no_junctions() -> None:
    side_path = network_of(
        [(0, 0), (1, 0), (2, 0.3), (2, -0.3)],
        [Road(0, 1, RoadClass.PRIMARY, name="A"), Road(1, 2, RoadClass.PRIMARY, name="A"),
         Road(1, 3, RoadClass.PRIMARY, forward=MODE_BIT[TravelMode.FOOT], backward=0, name="B")],
    )  # fmt: skip
    assert turns(guided(side_path, (0, 0), (2, 0.3))) == []


def test_changing_from_coach_to_foot_and_back_is_said() -> None:
    network = network_of([(0, 0), (2, 0), (2, 1)], [Road(0, 1, name="A"), Road(1, 2, name="B")])
    drive, walk = (open_router(network, mode) for mode in (TravelMode.CAR, TravelMode.FOOT))
    there = drive.route([grid_point(0, 0), grid_point(2, 0)])
    on_foot = walk.route([grid_point(2, 0), grid_point(2, 1)])
    both = Route(0.0, 0, there.geometry, (), (there.snaps[0], on_foot.snaps[1]),
                 parts=(*there.parts, *on_foot.parts))  # fmt: skip
    steps = directions(network, both)
    assert [step.maneuver for step in steps] == [Maneuver.DEPART, Maneuver.ALIGHT, Maneuver.ARRIVE]
    assert [step.point for step in steps] == [0, -1, 1]
    assert sentence(steps[1], "vi") == "Xuống xe, đi bộ theo hướng bắc trên đường B"


def test_a_part_without_roads_is_one_step() -> None:
    network = network_of([(0, 0), (2, 0)], [Road(0, 1, name="A")])
    route = open_router(network, TravelMode.CAR).route([grid_point(0, 0), grid_point(2, 0)])
    straight = RoutePart(TravelMode.FOOT, 50.0, 40, route.geometry)
    steps = directions(
        network, Route(0.0, 0, route.geometry, (), route.snaps, parts=(*route.parts, straight))
    )
    assert [step.maneuver for step in steps] == [Maneuver.DEPART, Maneuver.ALIGHT, Maneuver.ARRIVE]
    assert steps[1].distance_m == 50.0


@given(network=networks(), begin=st.tuples(st.floats(0, 6), st.floats(0, 6)),
       end=st.tuples(st.floats(0, 6), st.floats(0, 6)))  # fmt: skip
def test_steps_add_up_to_the_route_wherever_it_goes(
    network: RoadNetwork, begin: tuple[float, float], end: tuple[float, float]
) -> None:
    assume(len(network.edges_of(TravelMode.CAR)))
    try:
        steps = guided(network, begin, end, begin)
    except NoRouteError:
        reject()
    assert [step.point for step in steps if step.point >= 0] == [0, 1, 2]
    for language in ("vi", "en"):
        assert all(sentence(step, language, ("x", "y", "z")) for step in steps)


TRIPS = {
    "van_mieu_son_tay": [(105.8356, 21.0287), (105.5054, 21.1380)],
    "hai_duong_con_son": [(106.33, 20.94), (106.40, 20.99), (106.4007, 21.1555)],
    "hoan_kiem_hai_duong": [(105.8525, 21.0288), (106.33, 20.94)],
}


@pytest.mark.parametrize("trip", TRIPS)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_real_trips_read_as_they_always_did(golden: Golden, trip: str, language: str) -> None:
    network = starter_network()
    route = open_router(network, TravelMode.CAR).route(TRIPS[trip])
    labels = [f"P{number}" for number in range(len(TRIPS[trip]))]
    lines = said_steps(directions(network, route), language, labels)
    golden(f"directions/{trip}_{language}.txt", "\n".join(lines) + "\n")


def test_metres_by_road_add_up_stretches_of_one_road() -> None:
    network = network_of(
        [(0, 0), (1, 0), (2, 0), (3, 0)], [Road(0, 1, name="A"), Road(1, 2, name="B"), Road(2, 3, name="A")]
    )
    route = open_router(network, TravelMode.CAR).route([grid_point(0, 0), grid_point(3, 0)])
    by_road = dict(metres_by_road(route))
    assert list(by_road) == ["A", "B"]
    assert by_road["A"] == pytest.approx(2 * by_road["B"], rel=1e-3)
    assert sum(by_road.values()) == pytest.approx(route.distance_m)

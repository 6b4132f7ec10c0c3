"""Sides of the road, turning back, streets to pass, changes, departure, what is unknown or unreachable."""

import pytest
from shapely import Point, Polygon, box

from data.errors import BadInputError, NoRouteError
from data.model.travel_mode import TravelMode
from routes.backends import Backend, open_router
from routes.modes import ALL_MODES, U_TURN_S, RoadClass
from routes.network.store import RoadNetwork
from routes.router import Penalty, Side, Through
from tests.routes.network.roads import Road, grid_point, network_of

CAR = TravelMode.CAR
BACKENDS: tuple[Backend, ...] = ("cch", "scipy", "networkx")


@pytest.fixture(params=BACKENDS)
def backend(request: pytest.FixtureRequest) -> Backend:
    found: Backend = request.param
    return found


def street() -> RoadNetwork:
    """One street of four kilometres from west to east."""
    return network_of([(0, 0), (2, 0), (4, 0)], [Road(0, 1, name="Phố Dài"), Road(1, 2, name="Phố Dài")])


def ladder() -> RoadNetwork:
    """Two parallel streets, the northern one slower, joined at both ends and in the middle."""
    nodes = [(0, 0), (2, 0), (4, 0), (0, 1), (2, 1), (4, 1)]
    south, north = RoadClass.PRIMARY, RoadClass.RESIDENTIAL
    roads = [
        Road(0, 1, south, name="Đường Nam"),
        Road(1, 2, south, name="Đường Nam"),
        Road(3, 4, north, name="Đường Bắc"),
        Road(4, 5, north, name="Đường Bắc"),
        *(Road(i, i + 3, north) for i in range(3)),
    ]
    return network_of(nodes, roads)


def test_the_side_is_seen_in_the_direction_of_travel(backend: Backend) -> None:
    router = open_router(street(), CAR, backend)
    north, south, on = grid_point(1, 0.05), grid_point(3, -0.05), grid_point(3, 0)
    assert router.route([north, south]).sides == (Side.LEFT, Side.RIGHT)
    assert router.route([south, north]).sides == (Side.LEFT, Side.RIGHT)
    assert router.route([north, on]).sides == (Side.LEFT, Side.ON)


def test_turning_back_at_a_point_on_the_way_costs_its_time(backend: Backend) -> None:
    router = open_router(street(), CAR, backend)
    west, middle, east = grid_point(0.5, 0), grid_point(1, 0), grid_point(1.5, 0)
    there = router.cost(west, middle)
    assert there is not None
    back = router.route([west, middle, west])
    assert back.duration_s == -(-(2 * there + round(1000 * U_TURN_S[CAR])) // 1000)
    on = router.cost(west, east)
    assert on is not None
    assert router.route([west, middle, east]).duration_s == -(-on // 1000)


def test_walkers_turn_round_for_nothing() -> None:
    router = open_router(street(), TravelMode.FOOT)
    west, middle = grid_point(0.5, 0), grid_point(1, 0)
    there = router.cost(west, middle)
    assert there is not None
    assert router.route([west, middle, west]).duration_s == -(-2 * there // 1000)


def test_rather_than_turn_back_one_goes_round_a_short_block() -> None:
    nodes = [(0, 0), (1, 0), (1.1, 0.05), (1.1, -0.05)]
    roads = [Road(0, 1, RoadClass.PRIMARY), Road(1, 2), Road(2, 3), Road(3, 1)]
    router = open_router(network_of(nodes, roads), TravelMode.COACH)
    west, stop = grid_point(0.5, 0), grid_point(0.999, 0)
    route = router.route([west, stop, west])
    ahead = router.cost(west, stop)
    assert ahead is not None
    assert 1000 * route.duration_s <= 2 * ahead + 1000 * U_TURN_S[TravelMode.COACH] + 1000


@pytest.mark.parametrize("name", ["Đường Bắc", "duong bac", ""])
def test_a_route_passes_the_street_it_is_sent_through(backend: Backend, name: str) -> None:
    router = open_router(ladder(), CAR, backend)
    ends = [grid_point(0.5, 0), grid_point(3.5, 0)]
    assert router.route(ends).roads == ("Đường Nam",)
    led = router.route(ends, through=[Through(*grid_point(1, 1.02), name=name)])
    assert "Đường Bắc" in led.roads
    free, forced = router.cost(*ends), led.duration_s
    assert free is not None
    assert forced > free / 1000


def test_several_streets_are_passed_in_order(backend: Backend) -> None:
    router = open_router(ladder(), CAR, backend)
    begin, end = grid_point(0, 0.5), grid_point(4, 0.5)
    streets = [Through(*grid_point(1, 1), "Đường Bắc"), Through(*grid_point(3, 0), "Đường Nam")]
    roads = router.route([begin, end], through=streets).roads
    assert roads.index("Đường Bắc") < len(roads) - 1 - roads[::-1].index("Đường Nam")


def test_a_street_that_is_not_there_is_named() -> None:
    router = open_router(ladder(), CAR)
    ends = [grid_point(0.5, 0), grid_point(3.5, 0)]
    with pytest.raises(BadInputError, match="no street 'Đường Tây'"):
        router.route(ends, through=[Through(*grid_point(1, 1), "Đường Tây")])
    with pytest.raises(BadInputError, match="no leg 1"):
        router.route(ends, through=[Through(*grid_point(1, 1), "Đường Bắc", leg=1)])


def test_closed_and_avoided_roads_are_not_used_and_the_router_itself_stays(backend: Backend) -> None:
    router = open_router(ladder(), CAR, backend)
    ends = [grid_point(0.5, 0), grid_point(3.5, 0)]
    before = router.route(ends)
    for changed in (
        router.with_changes(closures=[grid_point(3, 0)]),
        router.with_changes(avoid=[box(*grid_point(2.5, -0.1), *grid_point(3, 0.1))]),
        router.with_changes(penalties=[Penalty(box(*grid_point(2.5, -0.1), *grid_point(3, 0.1)), 50)]),
    ):
        assert "Đường Bắc" in changed.route([ends[0], grid_point(4, 0.5)]).roads
    assert router.route(ends).geometry.equals(before.geometry)


def test_a_point_on_a_closed_road_snaps_to_the_nearest_open_one(backend: Backend) -> None:
    router = open_router(ladder(), CAR, backend)
    point = grid_point(3, 0)
    (snap,) = router.with_changes(closures=[point]).snap([point])
    assert snap.edge != router.snap([point])[0].edge
    assert snap.access_m > 900


def test_changes_add_up_and_do_not_undo_each_other(backend: Backend) -> None:
    router = open_router(ladder(), CAR, backend)
    ends = [grid_point(0, 0.5), grid_point(4, 0.5)]
    south = router.with_changes(closures=[grid_point(1, 0)])
    both = south.with_changes(closures=[grid_point(1, 1)])
    assert south.route(ends).roads[0] == "Đường Bắc"
    with pytest.raises(NoRouteError):
        both.route(ends)
    assert south.route(ends).roads[0] == "Đường Bắc"
    assert "Đường Nam" in router.route(ends).roads


@pytest.mark.parametrize(
    ("penalty", "said"),
    [
        (Penalty(box(105, 20, 106, 21), 0.5), "at least 1"),
        (Penalty(box(105, 20, 106, 21), float("nan")), "at least 1"),
        (Penalty(Polygon(), 2), "empty"),
        (Penalty(Polygon([(0, 0), (1, 1), (1, 0), (0, 1)]), 2), "crosses itself"),
    ],
)
def test_a_wrong_penalty_is_refused(penalty: Penalty, said: str) -> None:
    with pytest.raises(BadInputError, match=said):
        open_router(ladder(), CAR).with_changes(penalties=[penalty])


def test_the_morning_peak_is_slower_and_the_shortest_way_stays(backend: Backend) -> None:
    router = open_router(ladder(), CAR, backend)
    ends = [grid_point(0.5, 0), grid_point(3.5, 0)]
    free, night, peak = (router.route(ends, depart_s=at) for at in (None, 2 * 3600, 7 * 3600 + 1800))
    assert free.duration_s == night.duration_s < peak.duration_s
    matrix = router.matrix(ends, depart_s=7 * 3600 + 1800)
    assert matrix.duration_s[0, 1] == peak.duration_s
    shortest = [router.route(ends, shortest=True, depart_s=at) for at in (None, 7 * 3600 + 1800)]
    assert shortest[0].distance_m == shortest[1].distance_m
    assert shortest[0].duration_s < shortest[1].duration_s
    assert router.measure([(ends[0], ends[1])], depart_s=7 * 3600 + 1800)[0] == (
        peak.duration_s,
        peak.distance_m,
    )


def test_metres_of_unknown_suitability_are_told_for_coaches_only() -> None:
    network = network_of([(0, 0), (1, 0), (2, 0)], [Road(0, 1, RoadClass.PRIMARY), Road(1, 2)])
    ends = [grid_point(0.5, 0), grid_point(1.5, 0)]
    coach = open_router(network, TravelMode.COACH).route(ends)
    assert coach.unknown_m == pytest.approx(coach.distance_m / 2, rel=0.001)
    assert open_router(network, CAR).route(ends).unknown_m == 0


def test_an_unreachable_place_is_told_its_island_and_the_nearest_road_beyond(backend: Backend) -> None:
    island = [Road(3, 4), Road(4, 5)]
    nodes = [(0, 0), (1, 0), (2, 0), (0, 3), (1, 3), (2, 3)]
    main = [Road(0, 1), Road(1, 2), Road(0, 2, via=((1, -1),))]
    router = open_router(network_of(nodes, [*main, *island[:1]]), CAR, backend)
    with pytest.raises(NoRouteError) as caught:
        router.route([grid_point(0.5, 0), grid_point(0.5, 3)])
    said = str(caught.value)
    assert "105.80500, 21.03000 lies on a part" in said
    assert "(2 junctions)" in said
    assert "33" in said
    assert "105.80500, 21.00000" in said


def test_one_way_against_travel_has_its_side_turned() -> None:
    network = network_of([(0, 0), (4, 0)], [Road(0, 1, RoadClass.PRIMARY, 0, ALL_MODES)])
    router = open_router(network, CAR)
    route = router.route([grid_point(3, 0.05), grid_point(1, 0.05)])
    assert route.sides == (Side.RIGHT, Side.RIGHT)
    assert [snap.side for snap in route.snaps] == [Side.LEFT, Side.LEFT]
    assert Point(route.geometry.coords[-1]).distance(Point(*grid_point(1, 0))) < 1e-6


def test_bulk_answers_are_those_of_single_questions(backend: Backend) -> None:
    router = open_router(ladder(), CAR, backend)
    pairs = [(grid_point(0.5, 0), grid_point(3.5, 1)), (grid_point(0.5, 0), (115.0, 11.0))]
    first, far = router.measure(pairs)
    route = router.route(list(pairs[0]))
    assert first == (route.duration_s, route.distance_m)
    assert far is None

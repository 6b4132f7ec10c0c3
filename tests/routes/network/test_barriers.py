from pathlib import Path

import pytest

from data.errors import NoRouteError
from data.model.travel_mode import TravelMode
from routes.backends import open_router
from routes.modes import ALL_MODES, MODE_BIT
from routes.network.barriers import blocked_modes
from routes.network.osm import build_network
from routes.network.store import RoadNetwork
from routes.network.tags import BARRIERS
from tests.routes.network.roads import grid_point, osm_xml

CAR, COACH, FOOT, MOTORBIKE = (
    MODE_BIT[mode] for mode in (TravelMode.CAR, TravelMode.COACH, TravelMode.FOOT, TravelMode.MOTORBIKE)
)
MINIBUS, WHEELCHAIR, BICYCLE = (
    MODE_BIT[mode] for mode in (TravelMode.MINIBUS, TravelMode.WHEELCHAIR, TravelMode.BICYCLE)
)


@pytest.mark.parametrize(
    ("tags", "blocked", "free"),
    [
        ({"barrier": "bollard"}, CAR | COACH | MINIBUS, MOTORBIKE | BICYCLE | FOOT),
        ({"barrier": "bollard", "motorcycle": "no"}, CAR | MOTORBIKE, BICYCLE | FOOT),
        ({"barrier": "gate"}, 0, ALL_MODES),
        ({"barrier": "gate", "access": "private"}, ALL_MODES, 0),
        ({"barrier": "gate", "access": "no", "foot": "yes"}, CAR | BICYCLE, FOOT),
        ({"barrier": "lift_gate", "motorcar": "no"}, CAR | MINIBUS, COACH | MOTORBIKE),
        ({"barrier": "height_restrictor"}, COACH | MINIBUS, CAR),
        ({"barrier": "height_restrictor", "maxheight": "3"}, COACH, MINIBUS | CAR),
        ({"barrier": "kerb"}, WHEELCHAIR, ALL_MODES & ~WHEELCHAIR),
        ({"barrier": "kerb", "kerb": "flush"}, 0, ALL_MODES),
        ({"barrier": "dragon"}, CAR, MOTORBIKE | FOOT),
        ({"barrier": "no"}, 0, ALL_MODES),
        ({"highway": "crossing"}, 0, ALL_MODES),
    ],
)
def test_a_barrier_stops_whom_it_is_for(tags: dict[str, str], blocked: int, free: int) -> None:
    found = blocked_modes(tags)
    assert found & blocked == blocked
    assert found & free == 0


def street_with_a_barrier(tmp_path: Path, tags: dict[str, str], *, is_ring: bool) -> RoadNetwork:
    """Return a street 1–2–3 with a barrier on 2, closed to a ring 3–4–1 or with loops at both ends."""
    nodes = {1: (0, 0), 2: (1, 0), 3: (2, 0), 4: (1, 1), 5: (0, 1), 6: (2, 1)}
    ways = [(1, [1, 2, 3], {"highway": "residential", "name": "Phố Chắn"})]
    if is_ring:
        ways.append((2, [3, 4, 1], {"highway": "residential", "name": "Đường Vòng"}))
    else:
        ways += [(2, [1, 5, 4], {"highway": "residential"}), (3, [3, 6], {"highway": "residential"})]
    path = tmp_path / "street.osm"
    path.write_text(osm_xml(nodes, ways, node_tags={2: tags}), encoding="utf-8")
    return build_network(path)


def test_cars_go_round_a_bollard_and_motorbikes_through_it(tmp_path: Path) -> None:
    network = street_with_a_barrier(tmp_path, {"barrier": "bollard"}, is_ring=True)
    ends = [grid_point(0.9, 0), grid_point(1.1, 0)]
    assert open_router(network, TravelMode.MOTORBIKE).route(ends).distance_m < 250
    assert open_router(network, TravelMode.CAR).route(ends).distance_m > 3_000
    assert [BARRIERS[code] for code in network.barrier if code] == ["bollard"]


def test_a_place_before_the_barrier_is_reached_by_car_from_its_own_side(tmp_path: Path) -> None:
    network = street_with_a_barrier(tmp_path, {"barrier": "bollard"}, is_ring=True)
    router = open_router(network, TravelMode.CAR)
    snap = router.snap([grid_point(0.95, 0)])[0]
    assert snap.access_m < 1
    assert router.route([grid_point(0.1, 0), grid_point(0.95, 0)]).distance_m == pytest.approx(884, abs=3)


def test_a_gate_closed_to_all_cuts_the_road(tmp_path: Path) -> None:
    network = street_with_a_barrier(tmp_path, {"barrier": "gate", "access": "no"}, is_ring=False)
    for mode in (TravelMode.CAR, TravelMode.FOOT):
        try:
            route = open_router(network, mode).route([grid_point(0, 1), grid_point(2, 1)])
        except NoRouteError:
            continue
        assert max(snap.access_m for snap in route.snaps) > 500, "one side is an island that was cut off"


def test_a_barrier_at_the_end_of_a_way_or_on_a_missing_node_does_no_harm(tmp_path: Path) -> None:
    nodes = {1: (0, 0), 2: (1, 0), 3: (1, 1)}
    ways = [(1, [1, 2], {"highway": "residential"}), (2, [2, 99, 3, 1], {"highway": "residential"})]
    path = tmp_path / "end.osm"
    gates = {1: {"barrier": "bollard"}, 2: {"barrier": "bollard"}}
    path.write_text(osm_xml(nodes, ways, node_tags=gates), encoding="utf-8")
    network = build_network(path)
    assert network.length_m.sum() == pytest.approx(1039.5 + 1518, rel=1e-2)


def test_the_pieces_about_a_barrier_add_up_to_the_road(tmp_path: Path) -> None:
    network = street_with_a_barrier(tmp_path, {"barrier": "bollard"}, is_ring=True)
    plain = street_with_a_barrier(tmp_path, {}, is_ring=True)
    assert network.length_m.sum() == pytest.approx(plain.length_m.sum(), abs=1e-3)
    closed = (network.access_forward & CAR) == 0
    assert network.length_m[closed].sum() == pytest.approx(2.0, abs=0.02)

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pytest

from data.model.travel_mode import TravelMode
from routes.modes import MODE_BIT
from routes.network.osm import build_network
from routes.network.restrictions import CONDITIONAL, UNCLEAR, UNKNOWN, Member, read_restriction
from routes.network.selection import select_edges
from routes.network.store import RoadNetwork
from tests.routes.network.roads import Relation, osm_xml, same

CAR, COACH, BICYCLE, FOOT, MOTORBIKE = (
    MODE_BIT[mode]
    for mode in (
        TravelMode.CAR,
        TravelMode.COACH,
        TravelMode.BICYCLE,
        TravelMode.FOOT,
        TravelMode.MOTORBIKE,
    )
)
ROAD = {"highway": "residential"}
# A cross at 5 within a ring, all two-way: 10 west, 11 east, 12 north, 13 south of the middle, 14 the ring.
NODES = {1: (0, 1), 2: (2, 1), 3: (1, 2), 4: (1, 0), 5: (1, 1)}
CROSS = [
    (10, [1, 5], ROAD),
    (11, [5, 2], ROAD),
    (12, [5, 3], ROAD),
    (13, [4, 5], ROAD),
    (14, [1, 3, 2, 4, 1], ROAD),
]


def built(
    tmp_path: Path,
    relations: Sequence[Relation],
    ways: Sequence[tuple[int, Sequence[int], Mapping[str, str]]] = CROSS,
) -> RoadNetwork:
    path = tmp_path / "cross.osm"
    path.write_text(osm_xml(NODES, ways, relations=relations), encoding="utf-8")
    return build_network(path)


def restriction(
    start: int, via: tuple[str, int], to: int, kind: str = "no_left_turn", **tags: str
) -> Relation:
    members = [("way", start, "from"), (*via, "via"), ("way", to, "to")]
    return (900, members, {"type": "restriction", "restriction": kind, **tags})


def said(network: RoadNetwork) -> list[tuple[int, int, int]]:
    """Return each restriction as (way before, node, way after)."""
    turns = network.turns
    return list(
        zip(
            network.way_id[turns.from_arc >> 1].tolist(),
            network.node_id[turns.via_node].tolist(),
            network.way_id[turns.to_arc >> 1].tolist(),
            strict=True,
        )
    )


def test_a_forbidden_turn_names_its_arcs(tmp_path: Path) -> None:
    network = built(tmp_path, [restriction(10, ("node", 5), 12)])
    assert said(network) == [(10, 5, 12)]
    assert network.turns.is_only.tolist() == [0]
    assert not network.turns.has_via_arcs.any()
    bits = int(network.turns.modes[0])
    vehicles = CAR | COACH | BICYCLE | MOTORBIKE
    assert bits & vehicles == vehicles
    assert not bits & FOOT
    into, out = int(network.turns.from_arc[0]), int(network.turns.to_arc[0])
    heads = (network.edge_v, network.edge_u)
    assert network.node_id[heads[into & 1][into >> 1]] == 5
    assert network.node_id[heads[1 - (out & 1)][out >> 1]] == 5


def test_a_compulsory_turn_is_marked(tmp_path: Path) -> None:
    network = built(tmp_path, [restriction(13, ("node", 5), 12, "only_straight_on")])
    assert said(network) == [(13, 5, 12)]
    assert network.turns.is_only.tolist() == [1]


def test_a_forbidden_u_turn_goes_back_on_the_same_edge(tmp_path: Path) -> None:
    network = built(tmp_path, [restriction(10, ("node", 5), 10, "no_u_turn")])
    assert (network.turns.from_arc ^ network.turns.to_arc).tolist() == [1]


def test_the_via_node_stays_a_node_where_only_two_equal_ways_meet(tmp_path: Path) -> None:
    ways = [(10, [1, 5], ROAD), (11, [5, 2], ROAD), (14, [1, 3, 2], {"highway": "tertiary"})]
    network = built(tmp_path, [restriction(10, ("node", 5), 11, "no_straight_on")], ways)
    assert said(network) == [(10, 5, 11)]
    assert 5 not in built(tmp_path, [], ways).node_id


def test_excepted_vehicles_are_free(tmp_path: Path) -> None:
    network = built(tmp_path, [restriction(10, ("node", 5), 12, **{"except": "bicycle;motorcycle"})])
    bits = int(network.turns.modes[0])
    assert bits & CAR
    assert not bits & (BICYCLE | MOTORBIKE)


def test_a_restriction_for_one_vehicle_binds_it_alone(tmp_path: Path) -> None:
    relation = restriction(10, ("node", 5), 12)
    tags = {"type": "restriction", "restriction:tourist_bus": "no_left_turn"}
    network = built(tmp_path, [(900, relation[1], tags)])
    assert network.turns.modes.tolist() == [COACH]


def test_a_restriction_over_a_way_names_the_arcs_between(tmp_path: Path) -> None:
    network = built(tmp_path, [restriction(10, ("way", 12), 14, "no_u_turn")])
    # From 10 over 12 to the ring there are two ways on at node 3: not clear which.
    assert len(network.turns) == 0
    ways = [*CROSS[:4], (14, [1, 3], ROAD), (15, [3, 2, 4, 1], ROAD)]
    network = built(tmp_path, [restriction(10, ("way", 12), 14, "no_u_turn")], ways)
    assert said(network) == [(10, 5, 14)]
    assert network.turns.has_via_arcs.tolist() == [True]
    assert network.way_id[network.turns.via_arc >> 1].tolist() == [12]


def test_a_via_way_cut_by_a_junction_is_followed_to_its_end(tmp_path: Path) -> None:
    ways = [
        (10, [1, 3], ROAD),
        (11, [3, 5, 4], ROAD),
        (12, [4, 2], ROAD),
        (13, [1, 5], ROAD),
        (14, [4, 1], ROAD),
        (15, [2, 3], ROAD),
    ]
    network = built(tmp_path, [restriction(10, ("way", 11), 12, "no_left_turn")], ways)
    assert said(network) == [(10, 3, 12)]
    assert network.way_id[network.turns.via_arc >> 1].tolist() == [11, 11]


@pytest.mark.parametrize(
    "relation",
    [
        restriction(14, ("node", 1), 10),
        restriction(10, ("node", 99), 12),
        restriction(77, ("node", 5), 12),
        (900, [("way", 10, "from")], {"type": "restriction", "restriction": "no_u_turn"}),
    ],
)
def test_what_is_not_clear_is_left_out_and_counted(tmp_path: Path, relation: Relation) -> None:
    network = built(tmp_path, [relation])
    assert len(network.turns) == 0
    assert network.meta.skipped == {UNCLEAR: 1}


def test_restrictions_at_times_only_and_unknown_kinds_are_counted() -> None:
    members = [Member("w", 1, "from"), Member("n", 2, "via"), Member("w", 3, "to")]
    skipped: Counter[str] = Counter()
    assert (
        read_restriction({"restriction:conditional": "no_left_turn @ (07:00-09:00)"}, members, skipped) == []
    )
    assert read_restriction({"restriction": "no_left_turn", "day_on": "Mo"}, members, skipped) == []
    assert read_restriction({"restriction": "no_dancing"}, members, skipped) == []
    assert skipped == {CONDITIONAL: 2, UNKNOWN: 1}


def test_restrictions_are_renumbered_or_vanish_with_their_edges(tmp_path: Path) -> None:
    network = built(tmp_path, [restriction(10, ("node", 5), 12)])
    turned = select_edges(network, np.arange(network.edge_count)[::-1])
    assert said(turned) == said(network)
    assert same(select_edges(turned, np.arange(turned.edge_count)[::-1]), network) or network.cch_order.size
    without = select_edges(network, np.flatnonzero(network.way_id != 12))
    assert len(without.turns) == 0

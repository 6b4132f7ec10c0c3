"""Reach: alternatives, isochrones, a round trip, directions and mixed legs, beside simpler ways in one run.

``python -m tests.benchmarks.bench_reach NETWORK`` prints a table for a saved network of Hà Nội and Hải Dương.
CPU times, so that a busy machine disturbs less. ``make bench`` prints it too.
"""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Final

import networkx as nx
import numpy as np
import pytest
import shapely

from data.model.travel_mode import TravelMode
from data.starter import load_starter
from routes.alternatives import alternatives
from routes.backends import open_router
from routes.backends.network_router import NetworkRouter
from routes.directions.steps import directions
from routes.isochrones.area import OFF_ROAD_M, isochrones
from routes.isochrones.reach import reached_edges
from routes.mixed import MixedRouter
from routes.network.file import load_network
from routes.network.graph import to_networkx
from routes.network.store import RoadNetwork
from routes.round_trips import Wish, round_trip
from routes.router import LonLat, Penalty
from routes.search_trees import tree_search
from tests.benchmarks.measuring import cpu_s, row

HA_NOI: Final = (105.8525, 21.0288)
HAI_DUONG: Final = (106.33, 20.94)
RINGS_S: Final = (900, 1800, 2700)
WIDE_RINGS_S: Final = (1800, 3600, 5400)
_BUFFER_DEG: Final = OFF_ROAD_M / 111_195


def timed_ms(action: Callable[[], object]) -> float:
    """Return the median CPU milliseconds of three calls, after one that makes what is kept."""
    action()
    return 1000 * median(cpu_s(action) for _ in range(3))


def by_penalties(router: NetworkRouter, begin: LonLat, end: LonLat) -> None:
    """Three ways by the penalty method: each road used takes 1.4 times as long for the next."""
    for _ in range(3):
        line = router.route([begin, end]).geometry
        router = router.with_changes(penalties=[Penalty(shapely.buffer(line, 1e-5), 1.4)])


def by_buffers(router: NetworkRouter, origin: LonLat) -> None:
    """Only the smallest isochrone by buffers around the reached roads and their union."""
    network, finder, limit = router.network, router.finder(), 1000.0 * RINGS_S[0]
    ends = [end for snap in router.snap([origin]) for end in finder.leaving(snap)]
    tree = tree_search(network, finder).tree(ends, limit)
    reached = reached_edges(network, finder.costs, tree.node_cost(), limit)
    lines = [shapely.LineString(network.coordinates(edge)) for edge in reached.edge.tolist()]
    shapely.union_all(shapely.buffer(lines, _BUFFER_DEG))


def by_ego_graph(network: RoadNetwork, origin: LonLat) -> Callable[[], object]:
    """Return what finds the nodes within half an hour by NetworkX, without any polygon."""
    graph = to_networkx(network, TravelMode.CAR)
    away = np.hypot(network.node_lon - origin[0], network.node_lat - origin[1])
    near = next(node for node in network.node_id[np.argsort(away)].tolist() if graph.out_degree(node))
    return lambda: nx.ego_graph(graph, near, radius=1800, distance="travel_time")


def compare(path: Path, *, with_networkx: bool) -> None:
    """Print the table."""
    network = load_network(path)
    car, coach, foot = (
        open_router(network, mode) for mode in (TravelMode.CAR, TravelMode.COACH, TravelMode.FOOT)
    )
    places = list(load_starter().places.values())
    route = car.route([HA_NOI, HAI_DUONG])
    mixed = MixedRouter(coach, foot, network=network, max_walk_m=1500)
    points = [(place.lon, place.lat) for place in places if not place.is_approximate][:60]
    mixed.matrix(points)
    ways = timed_ms(lambda: alternatives(car, HA_NOI, HAI_DUONG))
    row("three alternatives", ways, target="100", ratio=1)
    by_penalty = timed_ms(lambda: by_penalties(car, HA_NOI, HAI_DUONG))
    row("  by penalties", by_penalty, ratio=by_penalty / ways)
    areas = timed_ms(lambda: isochrones(car, [HA_NOI], RINGS_S))
    row("three isochrones, 15, 30 and 45 min", areas, target="200", ratio=1)
    row("three isochrones, 30, 60 and 90 min", timed_ms(lambda: isochrones(car, [HA_NOI], WIDE_RINGS_S)))
    buffers = 1000 * cpu_s(lambda: by_buffers(car, HA_NOI))
    row("  the smallest alone by buffers and union", buffers, ratio=buffers / areas)
    if with_networkx:
        nodes = timed_ms(by_ego_graph(network, HA_NOI))
        row("  networkx: nodes within 30 min by ego_graph", nodes, ratio=nodes / areas)
    wish = Wish(distance_m=60_000)
    row(
        "round trip of 60 km", timed_ms(lambda: round_trip(car, HAI_DUONG, places, wish)), "ms", target="1000"
    )
    row("directions over 59 km", timed_ms(lambda: directions(network, route)), "ms", target="50")
    together = timed_ms(lambda: mixed.matrix(points))
    row("mixed matrix of 60 places", together, target="100", ratio=1)
    driving = timed_ms(lambda: coach.matrix(points))
    row("  driving alone", driving, ratio=driving / together)


def bench_reach(full_network: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Print the table for the full network, NetworkX beside."""
    with capsys.disabled():
        sys.stdout.write("\n")
        compare(full_network, with_networkx=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("network", type=Path)
    parser.add_argument(
        "--networkx", action="store_true", help="also NetworkX, which takes a minute to build"
    )
    asked = parser.parse_args()
    compare(asked.network, with_networkx=asked.networkx)

"""Roads: build, reload, snap, route, matrices, with targets and ratios to scipy and NetworkX in one run.

``python -m tests.benchmarks.bench_network`` prints a table for inner Hà Nội, Hải Dương and both (``--large``:
also both four times, some minutes; a path: that file only). CPU times, so that a busy machine disturbs less.
``make bench`` times the main steps on the full network where the real data is present.
"""

import argparse
import platform
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

import networkx as nx
import numpy as np
import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from data.model.travel_mode import TravelMode
from routes.alternatives import alternatives
from routes.backends import open_router
from routes.backends.network_router import NetworkRouter
from routes.backends.scipy_engine import ScipyEngine
from routes.isochrones.area import isochrones
from routes.network.file import load_network, save_network
from routes.network.graph import to_networkx
from routes.network.osm import build_network
from routes.network.store import RoadNetwork
from routes.router import LonLat
from tests.benchmarks.conftest import REAL_FILE, require_real_file
from tests.benchmarks.measuring import cpu_ms, cpu_s, cpu_with_children_s, mean_ms, peak_mb, resident_mb, row
from tests.benchmarks.road_networks import BOTH, HAI_DUONG, INNER, tiled

SEED: Final = 7
CAR, COACH = TravelMode.CAR, TravelMode.COACH
_THREE_RINGS_S: Final = (900, 1800, 2700)


def random_points(network: RoadNetwork, count: int) -> list[LonLat]:
    """Return positions beside nodes that cars use, the same for every run."""
    used = np.unique(network.edge_u[network.edges_of(CAR)])
    random = np.random.default_rng(SEED)
    node = random.choice(used, count)
    beside = random.normal(0, 0.0003, (count, 2))
    return [
        (float(network.node_lon[i] + east), float(network.node_lat[i] + north))
        for i, (east, north) in zip(node, beside, strict=True)
    ]


def ready_router(path: Path) -> NetworkRouter:
    """Load a network and answer one question, which makes everything that routing needs."""
    network = load_network(path)
    router = open_router(network, CAR)
    router.cost(*random_points(network, 2))
    return router


def build(source: Path, target: Path) -> None:
    """Build a network, save it, and print CPU seconds and peak memory: run in a process of its own."""
    row(
        "build, order and save",
        cpu_with_children_s(lambda: save_network(build_network(source), target)),
        "s",
        target="50",
    )
    row("  peak of it", peak_mb(), "MB", target="900")


def ready(path: Path) -> None:
    """Print how long it takes from the file to the first answer: run in a process of its own."""
    row("ready to route, imports not counted", cpu_s(lambda: ready_router(path)), "s", target="1")
    row("  resident then", resident_mb(), "MB", target="500")


def report(source: Path) -> None:
    """Print the table for one OSM file."""
    sys.stdout.write(f"\n{source.name}, {platform.machine()}, Python {platform.python_version()}\n")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "network.htnet"
        for step in (["--build", str(source), str(path)], ["--ready", str(path)]):
            command = [sys.executable, "-m", "tests.benchmarks.bench_network", *step]
            sys.stdout.write(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
        report_queries(load_network(path))


def report_queries(network: RoadNetwork) -> None:
    """Print size, queries and ratios of one network."""
    sys.stdout.write(f"{network.node_count:,} nodes, {network.edge_count:,} edges\n")
    router = open_router(network, CAR)
    points = random_points(network, 1000)
    pairs = [(points[i], points[i + 1]) for i in range(0, 1000, 2)]
    router.cost(*pairs[0])
    base = _report_routes(router, points, pairs)
    table = _report_matrices(router, points)
    _report_changes(router, pairs)
    _report_reach(router, pairs)
    _report_others(network, pairs, points, base, table)


def _report_routes(router: NetworkRouter, points: list[LonLat], pairs: list[tuple[LonLat, LonLat]]) -> float:
    row("snap, one of many points", cpu_s(lambda: router.snap(points)) * 1000 / len(points), target="0.05")
    row("snap, one point alone", mean_ms(lambda point: router.snap([point]), points[:200]), target="")
    base = mean_ms(lambda pair: router.measure([pair]), pairs)
    row("route from coordinates, seconds and metres", base, target="0.4", ratio=1)
    row("  of 500 asked at once", cpu_s(lambda: router.measure(pairs)) * 1000 / len(pairs))
    row("route with geometry and names", mean_ms(router.route, pairs), target="1.2")
    stops = [(points[i], points[i + 1], points[i + 2]) for i in range(0, 300, 3)]
    row("drag move: two legs with geometry", mean_ms(lambda three: _drag(router, *three), stops), target="2")
    return base


def _drag(router: NetworkRouter, before: LonLat, moved: LonLat, after: LonLat) -> None:
    router.route([before, moved])
    router.route([moved, after])


def _report_matrices(router: NetworkRouter, points: list[LonLat]) -> float:
    table = cpu_ms(lambda size: router.matrix(points[:size], distances=False), [50] * 5)
    row("matrix 50 x 50, seconds", table, target="20", ratio=1)
    row(
        "matrix 500 x 500, seconds",
        cpu_ms(lambda s: router.matrix(points[:s], distances=False), [500]),
        target="500",
    )
    router.matrix(points[:50])
    row("matrix 50 x 50, seconds and metres", cpu_ms(lambda size: router.matrix(points[:size]), [50] * 3))
    row("matrix 500 x 500, seconds and metres", cpu_ms(lambda size: router.matrix(points[:size]), [500]))
    return table


def _report_changes(router: NetworkRouter, pairs: list[tuple[LonLat, LonLat]]) -> None:
    coach = open_router(router.network, COACH)
    row("customise a further mode", cpu_s(coach.finder), "s", target="0.3")
    peak = cpu_s(lambda: router.finder(depart_s=7 * 3600 + 1800))
    row("customise a band of the day", peak, "s", target="0.3")
    here = [(lon, lat) for lon, lat in (pair[0] for pair in pairs[:50])]
    router.with_changes(closures=here[:1]).cost(*pairs[0])
    row(
        "close 50 roads (100 arcs) and ask",
        1000 * cpu_s(lambda: router.with_changes(closures=here).cost(*pairs[1])),
    )


def _report_reach(router: NetworkRouter, pairs: list[tuple[LonLat, LonLat]]) -> None:
    isochrones(router, [pairs[0][0]], _THREE_RINGS_S)
    origins = [pair[0] for pair in pairs[:5]]
    row(
        "three isochrones", cpu_ms(lambda at: isochrones(router, [at], _THREE_RINGS_S), origins), target="200"
    )
    alternatives(router, *pairs[0])
    row("three alternatives", cpu_ms(lambda pair: alternatives(router, *pair), pairs[:8]), target="100")


def _report_others(
    network: RoadNetwork, pairs: list[tuple[LonLat, LonLat]], points: list[LonLat], base: float, table: float
) -> None:
    scipy = NetworkRouter(network, CAR, ScipyEngine)
    scipy.cost(*pairs[0])
    one = cpu_ms(lambda pair: scipy.cost(*pair), pairs[:6])
    row("scipy: route", one, ratio=one / base)
    many = cpu_ms(lambda size: scipy.matrix(points[:size], distances=False), [50])
    row("scipy: matrix 50 x 50", many, ratio=many / table)
    graph = to_networkx(network, CAR)
    used = [node for node, degree in graph.degree() if degree]
    ends = np.random.default_rng(SEED).choice(used, (5, 2)).tolist()
    slow = cpu_ms(lambda end: _bidirectional(graph, *end), ends)
    row("networkx: bidirectional_dijkstra", slow, ratio=slow / base)


def _bidirectional(graph: "nx.MultiDiGraph[int]", begin: int, end: int) -> None:
    """Find one fastest route the way a NetworkX script does."""
    try:
        nx.bidirectional_dijkstra(graph, begin, end, weight="travel_time")
    except nx.NetworkXNoPath:
        return


@pytest.fixture(scope="session")
def router(full_network: Path) -> NetworkRouter:
    """Give a router on the full network, ready."""
    return ready_router(full_network)


@pytest.fixture(scope="session")
def points(router: NetworkRouter) -> list[LonLat]:
    """Give points all over the full network."""
    return random_points(router.network, 400)


def bench_build(benchmark: BenchmarkFixture) -> None:
    """Read the .osm.pbf, simplify, keep the main parts, compute the contraction order."""
    require_real_file()
    benchmark.pedantic(build_network, args=(REAL_FILE,), rounds=1)


def bench_ready_from_disk(benchmark: BenchmarkFixture, full_network: Path) -> None:
    """Everything between the file on disk and the first answer."""
    benchmark.pedantic(ready_router, args=(full_network,), rounds=3)


def bench_snap_400(benchmark: BenchmarkFixture, router: NetworkRouter, points: list[LonLat]) -> None:
    """Snap 400 points at once."""
    benchmark(router.snap, points)


def bench_route_200(benchmark: BenchmarkFixture, router: NetworkRouter, points: list[LonLat]) -> None:
    """Two hundred routes from coordinates, with geometry and names."""
    benchmark(lambda: [router.route(points[i : i + 2]) for i in range(0, 400, 2)])


@pytest.mark.parametrize(("size", "distances"), [(50, False), (50, True), (200, False)])
def bench_matrix(
    benchmark: BenchmarkFixture, router: NetworkRouter, points: list[LonLat], size: int, distances: bool
) -> None:
    """Square matrix of durations, with or without distances."""
    benchmark(router.matrix, points[:size], distances=distances)


def main() -> None:
    """Print the tables that the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", nargs="?", type=Path, help=".osm.pbf to measure instead of the three")
    parser.add_argument("--large", action="store_true", help="also on four times the largest")
    parser.add_argument("--build", nargs=2, type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--ready", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.build:
        build(*asked.build)
    elif asked.ready:
        ready(asked.ready)
    else:
        for file in (
            [asked.file] if asked.file else [one for one in (INNER, HAI_DUONG, BOTH) if one.is_file()]
        ):
            report(file)
        if asked.large:
            sys.stdout.write("\nfour times as large\n")
            report_queries(tiled(build_network(asked.file or BOTH)))


if __name__ == "__main__":
    main()

"""Roads: build, reload, snap, route and matrix, with ratios to scipy and NetworkX in the same run.

``python -m tests.benchmarks.bench_network FILE.osm.pbf`` prints one table (CPU times, so that a busy machine
disturbs less); ``make bench`` times the same steps on the full network where the real data is present.
"""

import platform
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median

import networkx as nx
import numpy as np
import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from data.model.travel_mode import TravelMode
from routes.backends import open_router
from routes.backends.network_router import NetworkRouter
from routes.backends.scipy_engine import ScipyEngine
from routes.network.file import load_network, save_network
from routes.network.graph import to_networkx
from routes.network.osm import build_network
from routes.network.store import RoadNetwork
from routes.router import LonLat, Router
from tests.benchmarks.conftest import REAL_FILE, require_real_file

SEED = 7


def random_points(network: RoadNetwork, count: int) -> list[LonLat]:
    """Return node positions, the same for every run."""
    node = np.random.default_rng(SEED).integers(0, network.node_count, count)
    return [(float(network.node_lon[i]), float(network.node_lat[i])) for i in node]


def ready_router(path: Path) -> Router:
    """Load a network and answer one question, which makes everything that routing needs."""
    network = load_network(path)
    router = open_router(network, TravelMode.CAR)
    router.matrix(random_points(network, 2), distances=False)
    return router


def cpu_s(action: Callable[[], object]) -> float:
    """Return the CPU seconds of one call."""
    begin = time.process_time()
    action()
    return time.process_time() - begin


def cpu_ms(action: Callable[[Sequence[LonLat]], object], inputs: Sequence[Sequence[LonLat]]) -> float:
    """Return the median CPU milliseconds of a call over the inputs."""
    return 1000 * median(cpu_s(lambda item=item: action(item)) for item in inputs)  # type: ignore[misc]


def peak_mb() -> float:
    """Return the largest resident size so far, MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def build(source: Path, target: Path) -> None:
    """Build a network, save it, and print CPU seconds and peak memory: run in a process of its own."""
    seconds = cpu_s(lambda: save_network(build_network(source), target))
    sys.stdout.write(f"{'build, order and save':34} {seconds:10.1f} s CPU, peak {peak_mb():.0f} MB\n")


def report(source: Path) -> None:
    """Print the table for one OSM file."""
    sys.stdout.write(
        f"{source.name}, {platform.processor() or platform.machine()}, Python {sys.version[:6]}\n"
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "network.htnet"
        command = [sys.executable, "-m", "tests.benchmarks.bench_network", "--build", str(source), str(path)]
        sys.stdout.write(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
        sys.stdout.write(f"{'file':34} {path.stat().st_size / 2**20:10.1f} MB\n")
        line("reload", 1000 * cpu_s(lambda: load_network(path)))
        line("reload until the first answer", 1000 * cpu_s(lambda: ready_router(path)))
        network = load_network(path)
    sys.stdout.write(f"{'nodes, edges':34} {network.node_count:10,} {network.edge_count:,}\n")
    report_queries(network)


def line(label: str, milliseconds: float, base: float | None = None) -> None:
    """Print one row; with its ratio to ``base`` milliseconds."""
    ratio = "" if base is None else f"   x {milliseconds / base:,.0f}"
    sys.stdout.write(f"{label:34} {milliseconds:10.3f} ms CPU{ratio}\n")


def report_queries(network: RoadNetwork) -> None:
    """Print snapping, routes and matrices of each engine."""
    points = random_points(network, 400)
    pairs = [points[i : i + 2] for i in range(0, 400, 2)]
    router = open_router(network, TravelMode.CAR)
    router.route(pairs[0])
    line("snap", cpu_ms(lambda pair: router.snap(pair[:1]), pairs))
    assert isinstance(router, NetworkRouter)
    base = cpu_ms(lambda pair: router.cost(*pair), pairs)
    line("route from coordinates, cost", base)
    line("route with geometry and names", cpu_ms(router.route, pairs))
    for size in (50, 200):
        line(
            f"matrix {size} x {size}",
            cpu_ms(lambda p: router.matrix(p, distances=False), [points[:size]] * 3),
        )
    line("matrix 50 x 50 with distances", cpu_ms(router.matrix, [points[:50]]))
    scipy = NetworkRouter(network, TravelMode.CAR, ScipyEngine)
    scipy.cost(*pairs[0])
    line("scipy: route, cost", cpu_ms(lambda pair: scipy.cost(*pair), pairs[:8]), base)
    line("scipy: matrix 50 x 50", cpu_ms(lambda p: scipy.matrix(p, distances=False), [points[:50]]))
    graph = to_networkx(network, TravelMode.CAR)
    used = [node for node, degree in graph.degree() if degree]
    ends = np.random.default_rng(SEED).choice(used, (6, 2)).tolist()
    seconds = [cpu_s(lambda e=e: bidirectional(graph, e[0], e[1])) for e in ends]  # type: ignore[misc]
    line("networkx: bidirectional_dijkstra", 1000 * median(seconds), base)
    sys.stdout.write(f"{'peak of the queries, NetworkX too':34} {peak_mb():10.0f} MB\n")


def bidirectional(graph: "nx.MultiDiGraph[int]", begin: int, end: int) -> None:
    """Find one fastest route the way a NetworkX script does."""
    nx.bidirectional_dijkstra(graph, begin, end, weight="travel_time")


@pytest.fixture(scope="session")
def router(full_network: Path) -> Router:
    """Give a router on the full network, ready."""
    return ready_router(full_network)


@pytest.fixture(scope="session")
def points(full_network: Path) -> list[LonLat]:
    """Give points all over the full network."""
    return random_points(load_network(full_network), 400)


def bench_build(benchmark: BenchmarkFixture) -> None:
    """Read the .osm.pbf, simplify, keep the main parts, compute the contraction order."""
    require_real_file()
    benchmark.pedantic(build_network, args=(REAL_FILE,), rounds=1)


def bench_reload_until_first_answer(benchmark: BenchmarkFixture, full_network: Path) -> None:
    """Everything between the file on disk and the first answer."""
    benchmark.pedantic(ready_router, args=(full_network,), rounds=5)


def bench_snap(benchmark: BenchmarkFixture, router: Router, points: list[LonLat]) -> None:
    """Snap one point."""
    benchmark(router.snap, points[:1])


def bench_route(benchmark: BenchmarkFixture, router: Router, points: list[LonLat]) -> None:
    """Two hundred routes from coordinates, with geometry and names."""
    benchmark(lambda: [router.route(points[i : i + 2]) for i in range(0, 400, 2)])


@pytest.mark.parametrize("size", [50, 200])
def bench_matrix(benchmark: BenchmarkFixture, router: Router, points: list[LonLat], size: int) -> None:
    """Square matrix of durations."""
    benchmark(router.matrix, points[:size], distances=False)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--build"]:
        build(Path(sys.argv[2]), Path(sys.argv[3]))
    else:
        report(Path(sys.argv[1]) if sys.argv[1:] else REAL_FILE)

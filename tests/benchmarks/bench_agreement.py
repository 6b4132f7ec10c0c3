"""Do all engines agree to the millisecond? ``python -m tests.benchmarks.bench_agreement [FILE.osm.pbf]``.

For each travel mode 1,000 random pairs (25 starts, 40 goals each) are answered by contraction hierarchies, by
scipy and by NetworkX, fastest and shortest; every difference is printed and makes the run fail. Some minutes
on inner Hà Nội, the default; ``--pairs`` asks for fewer.
"""

import argparse
import sys
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from data.model.travel_mode import TravelMode
from routes.backends.cch_engine import CchEngine
from routes.backends.metrics import EngineMaker
from routes.backends.network_router import NetworkRouter
from routes.backends.networkx_engine import NetworkXEngine
from routes.backends.scipy_engine import ScipyEngine
from routes.network.osm import build_network
from routes.network.store import RoadNetwork
from routes.router import LonLat
from tests.benchmarks.measuring import cpu_s
from tests.benchmarks.road_networks import INNER

MAKERS: Final[dict[str, EngineMaker]] = {"cch": CchEngine, "scipy": ScipyEngine, "networkx": NetworkXEngine}
_GOALS: Final = 40
_SEED: Final = 20


def points_of(network: RoadNetwork, mode: TravelMode, count: int) -> list[LonLat]:
    """Return random positions beside roads of a mode, the same for every run."""
    random = np.random.default_rng(_SEED)
    edge = random.choice(network.edges_of(mode), count)
    node = np.where(random.random(count) < 0.5, network.edge_u[edge], network.edge_v[edge])
    beside = random.normal(0, 0.0004, (count, 2))
    lonlat = np.column_stack([network.node_lon[node], network.node_lat[node]]) + beside
    return [(float(lon), float(lat)) for lon, lat in lonlat]


def costs_of(
    network: RoadNetwork, mode: TravelMode, make: EngineMaker, pairs: int, *, shortest: bool
) -> NDArray[np.int64]:
    """Return the exact costs (ms or cm) of about so many pairs, shape (starts, goals)."""
    starts = max(pairs // _GOALS, 1)
    router = NetworkRouter(network, mode, make)
    finder = router.finder(shortest=shortest)
    snaps = router.snap(points_of(network, mode, starts + _GOALS))
    sources = [finder.leaving(snap) for snap in snaps[:starts]]
    targets = [finder.arriving(snap) for snap in snaps[starts:]]
    return finder.engine.table(sources, targets)


def disagreements(network: RoadNetwork, mode: TravelMode, pairs: int, *, shortest: bool) -> int:
    """Return how many pairs do not cost the same in all engines."""
    tables = [costs_of(network, mode, make, pairs, shortest=shortest) for make in MAKERS.values()]
    return int(sum((table != tables[0]).sum() for table in tables[1:]))


def main() -> None:
    """Print a line for each mode; exit with 1 if any pair differs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", nargs="?", type=Path, default=INNER)
    parser.add_argument("--pairs", type=int, default=1000)
    asked = parser.parse_args()
    network = build_network(asked.file)
    wrong = 0
    for mode in network.modes:
        for shortest in (False, True):
            found: list[int] = []
            seconds = cpu_s(
                lambda m=mode, s=shortest, f=found: f.append(  # type: ignore[misc]
                    disagreements(network, m, asked.pairs, shortest=s)
                )
            )
            kind = "shortest" if shortest else "fastest"
            sys.stdout.write(
                f"{mode.value:14} {kind:9} {asked.pairs} pairs, {found[0]} differ ({seconds:.0f} s)\n"
            )
            sys.stdout.flush()
            wrong += found[0]
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()

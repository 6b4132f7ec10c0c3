"""Tables of the planner: best known values, the portfolio, and each solver alone.

``python -m tests.benchmarks.bench_planner --tables toptw ttdp --seconds 5 20 --solvers portfolio pyvrp``
prints the tables chosen and, with ``--json FILE``, writes every figure. ``make bench`` prints short ones.

Tables: ``toptw`` (the 15 instances of ../shared/notes/planner.md), ``sample`` (20 others, every thirteenth
row of the best known values), ``tsptw``, ``tsplib``, ``ttdp``, ``real`` (60 places, 4 days, minima by
commune) and ``week`` (all places of the starter data, 7 days).
"""

import argparse
import csv
import json
import resource
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from routes.planner.search.warm import run_once
from tests.benchmarks.bench_planner_solvers import SOLVERS, judged
from tests.benchmarks.instance_check import check
from tests.benchmarks.instance_problems import problem_of, tours_of
from tests.benchmarks.instances import Instance, read_instance
from tests.benchmarks.real_problems import real_problem
from tests.conftest import REPOSITORY

BENCH: Final = REPOSITORY.parent / "shared" / "bench"
FIFTEEN: Final = """
c103-1 c104-2 c203-1 r102-1 r104-2 r112-4 rc104-3 r203-1
r209-2 rc206-2 pr02-1 pr06-2 pr10-3 pr13-2 pr18-4
"""
TSPTW: Final = """
n20w20.001 n20w60.003 n20w100.005 n40w20.002 n40w60.004 n40w100.001 n60w20.003
n60w60.005 n60w80.002 n60w100.001 rbg010a rbg017.2 rbg021.7 rbg027a rbg033a
rbg035a.2 rbg041a rbg049a rbg050b rbg055a
"""
TSPLIB: Final = "att48 bays29 berlin52 ch130 eil51 eil101 kroA100 pr124 st70 ulysses22"
TTDP: Final = """
t101-10-1d t112-10-1d t101-15-1d t112-15-1d t101-20-1d t112-20-1d t101-25-1d
t112-25-1d t105-15-2d t105-25-2d-ward1 t120-40-3d-ward2 t130-60-4d-ward3
"""
SHORT_S: Final = {"toptw": 2.0, "tsptw": 1.0, "tsplib": 1.0, "ttdp": 2.0}
"""Seconds for each row and solver in ``make bench``, which takes some eight minutes for all tables."""
TABLES: Final = ("toptw", "sample", "tsptw", "tsplib", "ttdp", "real", "week")


@dataclass(frozen=True)
class Figure:
    """One solver on one instance: value (score or length), gap to the best known in %, seconds taken."""

    table: str
    instance: str
    best_known: int | None
    solver: str
    limit_s: float
    value: int
    missed: int
    gap: float | None
    took_s: float


def best_known() -> dict[tuple[str, int], int]:
    """Return the best known values by instance and tours."""
    with (BENCH / "best_known.csv").open(encoding="utf-8") as file:
        return {(row["instance"], int(row["m"])): int(row["value"]) for row in csv.DictReader(file)}


def instances(table: str) -> list[tuple[Instance, int]]:
    """Return the instances of a table with their best known values."""
    known = best_known()
    if table in {"toptw", "sample"}:
        names = FIFTEEN.split()
        if table == "sample":
            keys = [key for key in known if (BENCH / "toptw" / f"{key[0]}.txt").is_file()]
            names = [f"{name}-{tours}" for name, tours in keys[5::13] if f"{name}-{tours}" not in names][:20]
        pairs = [(name.rpartition("-")[0], int(name.rpartition("-")[2])) for name in names]
        return [(read_instance(BENCH / "toptw" / f"{n}.txt", m), known[n, m]) for n, m in pairs]
    if table == "ttdp":
        parts = [name.partition("-") for name in TTDP.split()]
        found = [read_instance(BENCH / "ttdp" / f"{stem}.txt", row=row) for stem, _, row in parts]
        return [(one, known[one.name, len(one.days)]) for one in found]
    suffix = {name: ".tw" if name.startswith("rbg") else ".txt" for name in TSPTW.split()}
    names = (TSPTW if table == "tsptw" else TSPLIB).split()
    return [
        (read_instance(BENCH / table / f"{name}{suffix.get(name, '.tsp')}"), known[name, 1]) for name in names
    ]


def measure(table: str, instance: Instance, best: int, solver: str, seconds: float, seed: int) -> Figure:
    """Solve an instance and check the answer by the simulator of the benchmarks."""
    problem = problem_of(instance)
    began = time.monotonic()
    plan = SOLVERS[solver](problem, seconds, seed)
    took_s = time.monotonic() - began
    verdict = check(instance, tours_of(instance, plan))
    missed = judged(problem, plan).missed
    if not verdict.is_feasible and missed == 0:
        raise AssertionError(f"{solver} on {instance.name}: {verdict.errors}")
    value = int(verdict.length) if instance.counts_length else verdict.score
    gap = 100 * ((value - best) if instance.counts_length else (best - value)) / best
    return Figure(
        table,
        instance.name,
        best,
        solver,
        seconds,
        value,
        missed,
        round(gap, 2) if not missed else None,
        took_s,
    )


def measure_real(table: str, solver: str, seconds: float, seed: int, network: Path | None) -> Figure:
    """Plan with places of the starter data on a road network."""
    places, days, least = (60, 4, 3) if table == "real" else (300, 7, 0)
    problem = real_problem(places, days, least, network)
    began = time.monotonic()
    value = judged(problem, SOLVERS[solver](problem, seconds, seed))
    took_s = time.monotonic() - began
    name = f"{len(problem.sites)} places, {days} days"
    return Figure(table, name, None, solver, seconds, value.score, value.missed, None, took_s)


def figures(
    table: str, solvers: Sequence[str], limits: Sequence[float], seed: int, network: Path | None
) -> list[Figure]:
    """Return the figures of a table, printing each row as soon as it is complete."""
    found: list[Figure] = []
    columns = [(solver, seconds) for seconds in limits for solver in solvers]
    titles = "".join(f"{f'{solver} {seconds:g} s':>18}" for solver, seconds in columns)
    sys.stdout.write(f"\n{table:20}{'best known':>11}{titles}\n")
    if table in {"real", "week"}:
        row = [measure_real(table, *column, seed, network) for column in columns]
        _write_row(row)
        return row
    for instance, best in instances(table):
        row = [measure(table, instance, best, *column, seed) for column in columns]
        _write_row(row)
        found += row
    for statistic in ("mean", "worst"):
        cells = "".join(f"{_summary(found, column, statistic):>18}" for column in columns)
        sys.stdout.write(f"{f'{statistic} gap %':31}{cells}\n")
    return found


def _write_row(row: Sequence[Figure]) -> None:
    cells = "".join(f"{_cell(figure):>18}" for figure in row)
    sys.stdout.write(f"{row[0].instance:20}{row[0].best_known or '':>11}{cells}\n")
    sys.stdout.flush()


def _cell(figure: Figure) -> str:
    if figure.missed:
        return f"{figure.missed} demands missed"
    return str(figure.value) if figure.gap is None else f"{figure.value} ({figure.gap:+.2f})"


def _summary(found: Sequence[Figure], column: tuple[str, float], statistic: str) -> str:
    own = [figure for figure in found if (figure.solver, figure.limit_s) == column]
    gaps = [figure.gap for figure in own if figure.gap is not None]
    if not gaps:
        return "-"
    value = sum(gaps) / len(gaps) if statistic == "mean" else max(gaps)
    return f"{value:.2f} of {len(gaps)}/{len(own)}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.bench_planner", description=__doc__)
    parser.add_argument("--tables", nargs="+", choices=TABLES, default=["toptw", "tsptw", "tsplib", "ttdp"])
    parser.add_argument("--solvers", nargs="+", choices=[*SOLVERS], default=[*SOLVERS])
    parser.add_argument("--seconds", nargs="+", type=float, default=[5.0, 20.0])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--network", type=Path, help="road network for 'real' and 'week'; else the starter's")
    parser.add_argument("--json", type=Path, help="write every figure to this file")
    options = parser.parse_args(arguments)
    if not BENCH.is_dir():
        sys.stderr.write("the benchmark instances are not here: expected in ../shared/bench\n")
        return 2
    run_once()
    found: list[Figure] = []
    for table in options.tables:
        found += figures(table, options.solvers, options.seconds, options.seed, options.network)
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(f"\npeak memory {peak_mb:.0f} MB\n")
    if options.json is not None:
        options.json.write_text(json.dumps([asdict(figure) for figure in found], indent=1))
    return 0


@pytest.mark.parametrize("table", SHORT_S)
def bench_planner_tables(benchmark: BenchmarkFixture, table: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Print a table: portfolio and each solver alone, for a few seconds each."""
    if not BENCH.is_dir():
        pytest.skip("the benchmark instances are not here: expected in ../shared/bench beside the repository")
    run_once()
    with capsys.disabled():
        benchmark.pedantic(figures, args=(table, [*SOLVERS], [SHORT_S[table]], 1, None), rounds=1)


def bench_planner_on_all_roads(
    benchmark: BenchmarkFixture, full_network: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Print the real table: 60 places, 4 days, minima by commune; 20 s each."""
    run_once()
    with capsys.disabled():
        benchmark.pedantic(figures, args=("real", [*SOLVERS], [20.0], 1, full_network), rounds=1)


def bench_planner_of_a_week(
    benchmark: BenchmarkFixture, full_network: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Print the table of all starter places and seven days; 30 s."""
    run_once()
    with capsys.disabled():
        benchmark.pedantic(figures, args=("week", ["portfolio"], [30.0], 1, full_network), rounds=1)


if __name__ == "__main__":
    sys.exit(main())

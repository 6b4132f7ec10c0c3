"""How long a person waits: the start of the command line, and the main job from request to outputs."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

REPOSITORY = Path(__file__).resolve().parent.parent.parent
REQUESTS = sorted((REPOSITORY / "resources" / "requests").glob("*.toml"))


def _hanh_trinh(*arguments: str) -> None:
    subprocess.run(
        [sys.executable, "main.py", *arguments],
        cwd=REPOSITORY,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        check=True,
        capture_output=True,
    )


@pytest.mark.parametrize(
    "arguments",
    [("--version",), ("--help",), ("places", "search", "dong giao", "--json")],
    ids=" ".join,
)
def bench_command_line(benchmark: BenchmarkFixture, arguments: tuple[str, ...]) -> None:
    """Whole process, warm disk cache."""
    benchmark.pedantic(_hanh_trinh, args=arguments, rounds=5, warmup_rounds=1)


@pytest.mark.parametrize("request_file", REQUESTS, ids=lambda path: path.stem)
def bench_plan(benchmark: BenchmarkFixture, request_file: Path, tmp_path: Path) -> None:
    """Whole process: read, plan on the starter network, write every output."""
    out = str(tmp_path / "out")
    benchmark.pedantic(_hanh_trinh, args=("plan", str(request_file), "-o", out), rounds=1)


@pytest.mark.parametrize("request_file", REQUESTS, ids=lambda path: path.stem)
def bench_plan_on_all_roads(
    benchmark: BenchmarkFixture, request_file: Path, full_network: Path, tmp_path: Path
) -> None:
    """Whole process: read, plan on the full network, write every output."""
    out, network = str(tmp_path / "out"), str(full_network)
    arguments = ("plan", str(request_file), "-o", out, "--network", network)
    benchmark.pedantic(_hanh_trinh, args=arguments, rounds=1)

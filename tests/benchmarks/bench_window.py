"""The window as a person meets it: start, frames, searching, planning, reshaping; its pauses and its memory.

Each session is a process of its own (``window_session``); ``pytest -s`` shows all of its figures.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from routes.network.file import save_network
from routes.network.osm import build_network
from tests.benchmarks.road_networks import HAI_DUONG

PLACES = 2000


def play(*arguments: str) -> None:
    """Play a session and print its figures."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-m", "tests.benchmarks.window_session", *arguments]
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    print(done.stdout)


def bench_session(benchmark: BenchmarkFixture) -> None:
    """The starter project on the starter roads."""
    benchmark.pedantic(play, rounds=1)


def bench_session_on_a_province(benchmark: BenchmarkFixture, tmp_path: Path) -> None:
    """2,000 places on the roads of former Hải Dương, some 120,000 segments: what the targets are said of."""
    if not HAI_DUONG.is_file():
        pytest.skip("the real data is not here: expected in ../shared/data beside the repository")
    save_network(build_network(HAI_DUONG), tmp_path / "province.htnet")
    arguments = (str(tmp_path / "province.htnet"), "--places", str(PLACES))
    benchmark.pedantic(play, arguments, rounds=1)


def bench_session_on_all_roads(benchmark: BenchmarkFixture, full_network: Path) -> None:
    """2,000 places on all roads of Hà Nội and former Hải Dương."""
    benchmark.pedantic(play, (str(full_network), "--places", str(PLACES)), rounds=1)

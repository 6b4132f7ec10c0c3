"""Benchmarks: files named bench_*.py, run by 'make bench', never part of the tests."""

import os
import platform
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import pytest

from routes.network.file import save_network
from routes.network.osm import build_network
from tests.conftest import REAL_DATA

REAL_FILE: Final = REAL_DATA / "roads" / "hanoi_haiduong_osm_2021-08.osm.pbf"


def require_real_file() -> None:
    """Skip a benchmark of all roads where the real data is absent."""
    if not REAL_FILE.is_file():
        pytest.skip("the real data is not here: expected in ../shared/data beside the repository")


@pytest.fixture(scope="session")
def full_network(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the full network of Hà Nội and former Hải Dương as a file."""
    require_real_file()
    path = tmp_path_factory.mktemp("network") / "full.htnet"
    save_network(build_network(REAL_FILE), path)
    return path


def pytest_report_header() -> list[str]:
    """Say what was measured where: a figure without its machine is worth nothing."""
    commit = subprocess.run(
        ["git", "describe", "--always", "--dirty"], capture_output=True, text=True, check=False
    ).stdout.strip()
    return [
        f"date: {datetime.now(UTC):%Y-%m-%d %H:%M} UTC, commit: {commit or 'unknown'}",
        f"machine: {_processor()}, {os.cpu_count()} cores, {_memory()}, {platform.platform()}",
    ]


def _field(path: str, name: str) -> str:
    file = Path(path)
    lines = file.read_text().splitlines() if file.is_file() else []
    return next((line.partition(":")[2].strip() for line in lines if line.startswith(name)), "")


def _processor() -> str:
    return _field("/proc/cpuinfo", "model name") or platform.processor() or "unknown processor"


def _memory() -> str:
    kilobytes = _field("/proc/meminfo", "MemTotal").removesuffix(" kB")
    return f"{int(kilobytes) / 2**20:.1f} GiB" if kilobytes else "unknown memory"

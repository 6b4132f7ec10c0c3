"""The whole main job runs on a machine that has never seen a network."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

GUARD = """
import socket

def refuse(*arguments, **options):
    raise SystemExit("the main job reached for the internet")

socket.socket.connect = socket.socket.connect_ex = socket.socket.sendto = refuse
socket.getaddrinfo = refuse
"""


def _without_network(folder: Path) -> tuple[list[str], dict[str, str]]:
    """Return a command prefix in an empty network namespace; else an environment that refuses sockets."""
    unshare = shutil.which("unshare")
    for options in (["--net"], ["--map-root-user", "--net"]) if unshare else ():
        prefix = [str(unshare), *options]
        if subprocess.run([*prefix, "true"], capture_output=True, check=False).returncode == 0:
            return prefix, {}
    (folder / "sitecustomize.py").write_text(GUARD)
    return [], {"PYTHONPATH": str(folder)}


@pytest.mark.slow
def test_a_request_becomes_every_output_without_a_network(repository: Path, tmp_path: Path) -> None:
    prefix, environment = _without_network(tmp_path)
    request = repository / "resources" / "requests" / "ha-noi-di-bo-buoi-toi.toml"
    done = subprocess.run(
        [*prefix, sys.executable, "main.py", "plan", request, "-o", tmp_path / "out", "--seconds", "2"],
        cwd=repository,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    written = {path.name for path in (tmp_path / "out").iterdir() if path.stat().st_size}
    assert written >= {
        "tour.geojson",
        "tour.gpx",
        "itinerary.csv",
        "itinerary.xlsx",
        "map.html",
        "brochure.pdf",
    }

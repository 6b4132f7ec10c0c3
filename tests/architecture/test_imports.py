"""The floor plan of docs/architecture.md holds: who imports whom, and where Qt is."""

import json
import pkgutil
import subprocess
import sys
from pathlib import Path

import pytest

BELOW_QT = ("layers", "routes", "data", "resources")
PROBE = """
import importlib, json, sys
import gis_app
for name in json.loads(sys.argv[1]):
    importlib.import_module(name)
print(json.dumps(sorted(name for name in sys.modules if name.partition(".")[0] in {"PySide6", "shiboken6"})))
"""
HELP_PROBE = """
import sys
from gis_app.__main__ import main
try:
    main(["--help"])
finally:
    print(*sys.modules, sep=chr(10), file=sys.stderr)
"""


def _qt_loaded_by(modules: list[str], repository: Path) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-c", PROBE, json.dumps(modules)],
        cwd=repository,
        capture_output=True,
        text=True,
        check=True,
    )
    loaded: list[str] = json.loads(done.stdout)
    return loaded


def _modules_of(package: str, repository: Path) -> list[str]:
    found = pkgutil.walk_packages([str(repository / package)], prefix=f"{package}.")
    return [package, *(module.name for module in found)]


def test_the_import_contracts_are_kept(repository: Path) -> None:
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=repository,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("package", BELOW_QT)
def test_no_module_below_the_window_loads_qt(package: str, repository: Path) -> None:
    assert _qt_loaded_by(_modules_of(package, repository), repository) == []


@pytest.mark.parametrize("command", ["route", "network", "places"])
def test_a_command_without_a_map_loads_no_qt(command: str, repository: Path) -> None:
    assert _qt_loaded_by(["gis_app.__main__", f"gis_app.cli.{command}"], repository) == []


def test_help_loads_no_heavy_library(repository: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", HELP_PROBE], cwd=repository, capture_output=True, text=True, check=False
    )
    heavy = {"numpy", "shapely", "geopandas", "pandas", "networkx", "ortools", "osmnx", "PySide6"}
    assert done.returncode == 0
    assert heavy & set(done.stderr.splitlines()) == set()

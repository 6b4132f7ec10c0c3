"""The wheel adds one top-level name, carries every file of the product, and works in a fresh environment."""

import json
import subprocess
import sys
import sysconfig
import venv
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

SHIPPED = ("gis_app", "data", "layers", "routes", "resources")

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="module")
def wheel(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel built from the source distribution, as an installer without a wheel would do."""
    out = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(out), str(repository)],
        check=True,
        capture_output=True,
    )
    return next(out.glob("*.whl"))


@pytest.fixture(scope="module")
def environment(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new environment with the wheel in it; the libraries come from this one, so no internet is needed."""
    folder = tmp_path_factory.mktemp("fresh")
    venv.create(folder, symlinks=True)
    site_packages = next(folder.glob("lib/python3*/site-packages"))
    (site_packages / "libraries.pth").write_text(sysconfig.get_path("purelib") + "\n")
    subprocess.run(
        [
            sys.executable,
            "-m",
            "pip",
            "--python",
            str(folder),
            "install",
            "--no-index",
            "--no-deps",
            str(wheel),
        ],
        check=True,
        capture_output=True,
    )
    return folder


@pytest.fixture
def hanh_trinh(environment: Path, tmp_path: Path) -> Run:
    def run(*arguments: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [environment / "bin" / "hanh-trinh", *arguments],
            cwd=tmp_path,
            env={"QT_QPA_PLATFORM": "offscreen", "HOME": str(tmp_path), "PATH": "/usr/bin:/bin"},
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )

    return run


def test_the_wheel_carries_every_tracked_file_and_nothing_else(wheel: Path, repository: Path) -> None:
    listed = subprocess.run(
        ["git", "ls-files", "-z", *SHIPPED], cwd=repository, capture_output=True, check=False
    )
    if listed.returncode:
        pytest.skip("not a git checkout")
    tracked = {name for name in listed.stdout.decode().split("\0") if name}
    packed = {
        name.removeprefix("gis_app/_bundle/")
        for name in zipfile.ZipFile(wheel).namelist()
        if ".dist-info/" not in name
    }
    assert sorted(tracked - packed) == []
    assert [name for name in packed - tracked if "__pycache__" in name or name.endswith(".pyc")] == []


def test_installing_adds_one_top_level_name(environment: Path) -> None:
    site_packages = next(environment.glob("lib/python3*/site-packages"))
    added = {path.name for path in site_packages.iterdir()} - {"libraries.pth", "__pycache__"}
    assert {name for name in added if not name.endswith(".dist-info")} == {"gis_app"}
    assert sum(name.startswith("hanh_trinh-") for name in added) == 1


def test_the_installed_command_tells_its_version(hanh_trinh: Run) -> None:
    done = hanh_trinh("--version")
    assert (done.returncode, done.stdout) == (0, "Hành Trình 0.1.0\n")


def test_the_installed_command_finds_a_place_without_accents(hanh_trinh: Run) -> None:
    done = hanh_trinh("places", "search", "dong giao", "--json")
    assert done.returncode == 0, done.stderr
    assert "Đông Giao" in json.dumps(json.loads(done.stdout), ensure_ascii=False)


@pytest.mark.slow
def test_the_installed_command_plans_a_tour(hanh_trinh: Run, repository: Path, tmp_path: Path) -> None:
    request = repository / "resources" / "requests" / "ha-noi-di-bo-buoi-toi.toml"
    done = hanh_trinh("plan", str(request), "-o", str(tmp_path / "out"), "--json", "--seconds", "2")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["feasible"] is True
    assert {path.name for path in (tmp_path / "out").iterdir()} >= {
        "tour.geojson",
        "tour.gpx",
        "itinerary.csv",
        "itinerary.xlsx",
        "map.html",
        "brochure.pdf",
    }

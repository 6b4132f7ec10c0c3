"""What is committed is ours to publish: no package index, no path of somebody's machine, no stray data."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

INDEX = re.compile(r"--(?:extra-)?index-url|--find-links|--trusted-host", re.IGNORECASE)
LOCAL_PATH = re.compile(
    r"(?<![\w.])(?:/home/|/Users/|/root/|[A-Z]:\\Users)|file://[^\s/]*/(?:opt|mnt|srv|work)/"
)
TEXT = {".py", ".toml", ".md", ".lock", ".po", ".txt", ".cfg", ".yml", ".yaml", ".json", ".csv", ".svg", ""}
LARGEST_BYTES = 3_000_000


@pytest.fixture(scope="module")
def tracked(repository: Path) -> list[Path]:
    done = subprocess.run(["git", "ls-files", "-z"], cwd=repository, capture_output=True, check=False)
    if done.returncode:
        pytest.skip("not a git checkout")
    names = done.stdout.decode().split("\0")
    return [repository / name for name in names if name and (repository / name).is_file()]


def _hits(tracked: list[Path], pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{path}:{number}: {line.strip()[:120]}"
        for path in tracked
        if path.suffix in TEXT and path != Path(__file__)
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1)
        if pattern.search(line)
    ]


def test_no_tracked_file_names_a_package_index(tracked: list[Path]) -> None:
    assert _hits(tracked, INDEX) == []


def test_no_lock_names_an_address(repository: Path) -> None:
    for lock in sorted((repository / "requirements").glob("*.lock")):
        assert "://" not in lock.read_text(encoding="utf-8"), lock.name


def test_no_tracked_file_names_a_path_of_one_machine(tracked: list[Path]) -> None:
    assert _hits(tracked, LOCAL_PATH) == []


def test_no_tracked_file_is_huge(tracked: list[Path]) -> None:
    assert [str(path) for path in tracked if path.stat().st_size > LARGEST_BYTES] == []


def test_every_locked_package_is_pinned_and_hashed(repository: Path) -> None:
    for lock in sorted((repository / "requirements").glob("*.lock")):
        blocks = re.split(r"\n(?=\S)", lock.read_text(encoding="utf-8").strip())
        loose = [
            block.splitlines()[0] for block in blocks if "==" not in block or "--hash=sha256:" not in block
        ]
        assert loose == [], lock.name


def test_every_dependency_is_locked_within_its_range(repository: Path) -> None:
    project = tomllib.loads((repository / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lock = (repository / "requirements" / "run.lock").read_text(encoding="utf-8")
    locked = re.findall(r"^([a-z0-9-]+)==([^ ]+)", lock, re.MULTILINE)
    for requirement in map(Requirement, project["dependencies"]):
        versions = [version for name, version in locked if name == canonicalize_name(requirement.name)]
        assert versions, f"{requirement.name}: run 'make lock'"
        assert all(requirement.specifier.contains(version) for version in versions), requirement

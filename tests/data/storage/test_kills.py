"""Sessions killed at random moments: nothing that was said to be safe is lost, the file always opens."""

import os
import random
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from threading import Timer

import pytest

from data.starter import load_starter
from data.storage.gpkg import open_project, save_project
from data.storage.journal import leftovers
from tests.data.storage.killed_session import latest, number_of

LONGEST_LIFE_S = 0.5


def killed(path: Path, folder: Path, seed: int, life_s: float) -> int:
    """Run a session, kill it ``life_s`` after its first change, and return the last change said kept."""
    command = [sys.executable, "-m", "tests.data.storage.killed_session", str(path), str(folder), str(seed)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment, text=True) as child:
        assert child.stdout is not None
        first = child.stdout.readline()
        timer = Timer(life_s, child.kill)
        timer.start()
        lines = [first, *child.stdout.readlines()]
        timer.join()
    # A line cut in the middle was not said.
    said = [line.split() for line in lines if line.endswith("\n")]
    assert said, "the session ended by itself"
    return max(int(number) for _, number in said)


def check_kills(tmp_path: Path, kills: int) -> None:
    """Kill one session after the other on the same project; each goes on from what the one before left."""
    path, folder = tmp_path / "tuyến.gpkg", tmp_path / "journals"
    save_project(replace(load_starter(), title="0"), path)
    chance = random.Random(kills)
    before = 0
    for seed in range(kills):
        kept = killed(path, folder, seed, chance.random() * LONGEST_LIFE_S)
        found = latest(path, folder)
        assert number_of(found) >= kept > before
        assert number_of(open_project(path)) <= number_of(found)
        assert all(one.problem is None for one in leftovers(folder))
        assert len(found.places) == len(load_starter().places)
        changed = [place.note for place in found.places.values() if place.note.startswith("lần ")]
        assert f"lần {number_of(found)}" in changed
        before = number_of(found)


def test_twelve_kills_lose_nothing_that_was_kept(tmp_path: Path) -> None:
    check_kills(tmp_path, 12)


@pytest.mark.slow
def test_two_hundred_kills_lose_nothing_that_was_kept(tmp_path: Path) -> None:
    check_kills(tmp_path, 200)

"""A session that edits, journals and saves until it is killed; run as a program by the test of kills.

Each change gives the project a higher number as its title. What is said on the standard output was on the
disk before it was said: the parent holds the product to it.
"""

import random
import sys
import time
from dataclasses import replace
from pathlib import Path

from data.edits import PutPlace, SetTitle
from data.model.project import Project
from data.storage.gpkg import open_project, save_project
from data.storage.holding import ProjectHold
from data.storage.journal import ChangeNote, Journal, Origin, forget, leftovers, restore, stamp_of

CHANGES_A_SAVE = 12


def number_of(project: Project) -> int:
    """Return the number of the last change in ``project``."""
    return int(project.title or 0)


def latest(path: Path, folder: Path) -> Project:
    """Return the latest state that the project file and the journals hold."""
    states = [open_project(path), *(restore(one).project for one in leftovers(folder))]
    return max(states, key=number_of)


def work(path: Path, folder: Path, seed: int) -> None:
    """Edit and save, faster than anybody types, and never stop."""
    chance = random.Random(seed)
    hold = ProjectHold(path)
    base, project = open_project(path), latest(path, folder)
    old, stamp = leftovers(folder), stamp_of(path)
    journal = Journal(folder / f"{seed}.journal")
    places = list(project.places.values())
    count = 0
    while True:
        count += 1
        number = number_of(project) + 1
        place = chance.choice(places)
        project = SetTitle(str(number)).apply(project).project
        project = PutPlace(replace(place, note=f"lần {number}")).apply(project).project
        journal.write(Origin(path, stamp, path.stem), base, project, ChangeNote(time.time(), count, "Edit"))
        print("kept", number, flush=True)
        for leftover in old:
            forget(leftover)
        old = ()
        if chance.random() < 1 / CHANGES_A_SAVE:
            save_project(project, hold.path)
            print("saved", number, flush=True)
            base, stamp, count = project, stamp_of(path), 0
            journal.discard()


if __name__ == "__main__":
    work(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))

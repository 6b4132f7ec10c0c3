"""CPU times, memory, and rows of a table."""

import os
import resource
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from typing import TypeVar

_Item = TypeVar("_Item")


def cpu_s(action: Callable[[], object]) -> float:
    """Return the CPU seconds of one call, of all threads of the process."""
    begin = time.process_time()
    action()
    return time.process_time() - begin


def cpu_with_children_s(action: Callable[[], object]) -> float:
    """Return the CPU seconds of one call, of the processes it starts as well; they have ended by then."""
    begin = os.times()
    action()
    end = os.times()
    return sum(after - before for after, before in zip(end[:4], begin[:4], strict=True))


def cpu_ms(action: Callable[[_Item], object], inputs: Sequence[_Item]) -> float:
    """Return the median CPU milliseconds of a call over the inputs."""
    found = []
    for item in inputs:
        begin = time.process_time()
        action(item)
        found.append(time.process_time() - begin)
    return 1000 * median(found)


def mean_ms(action: Callable[[_Item], object], inputs: Sequence[_Item]) -> float:
    """Return the mean CPU milliseconds of a call over the inputs: for calls shorter than the clock's tick."""
    begin = time.process_time()
    for item in inputs:
        action(item)
    return 1000 * (time.process_time() - begin) / len(inputs)


def resident_mb() -> float:
    """Return the resident size now, MB (Linux); the largest so far elsewhere."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    except OSError:
        return peak_mb()
    return pages * resource.getpagesize() / 2**20


def peak_mb() -> float:
    """Return the largest resident size so far, MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def row(label: str, value: float, unit: str = "ms", *, target: str = "", ratio: float | None = None) -> None:
    """Print one row: what, figure, target, ratio."""
    times = "" if ratio is None else f"x {ratio:,.1f}"
    figure = f"{value:,.3f}" if value < 10 else f"{value:,.1f}"
    sys.stdout.write(f"{label:46} {figure:>12} {unit:3} {target:>10}  {times}\n")
    sys.stdout.flush()

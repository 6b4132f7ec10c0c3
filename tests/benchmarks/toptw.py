"""Solve one public benchmark file with the product's planner and print the answer as JSON.

``python -m tests.benchmarks.toptw FILE --tours M --seconds S --seed N`` reads TOPTW, TTDP, TSPLIB and TSPTW
files, told apart by their content. The search ends after S seconds of wall clock; starting Python and reading
the file add about two. ``routes`` are the file's ids in order without the depot; ``feasible`` is the verdict
of a simulator that shares no code with the planner.
"""

import argparse
import json
import math
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from routes.planner.limits import Effort
from routes.planner.portfolio import solve
from tests.benchmarks.instance_check import check
from tests.benchmarks.instance_problems import problem_of, tours_of
from tests.benchmarks.instances import Instance, InstanceError, read_instance


def answer(instance: Instance, seconds: float, seed: int) -> dict[str, Any]:
    """Solve an instance; return what the command prints."""
    began = time.monotonic()
    best = solve(problem_of(instance), Effort(seconds, seed))
    routes = tours_of(instance, best.plan)
    verdict = check(instance, routes)
    length = int(verdict.length) if instance.scale == 1 else round(verdict.length, 2)
    return {
        "instance": instance.name,
        "format": instance.kind,
        "tours": len(instance.days),
        **({"length": length} if instance.counts_length else {"score": verdict.score, "length": length}),
        "routes": routes,
        "feasible": verdict.is_feasible,
        **({} if verdict.is_feasible else {"errors": list(verdict.errors)}),
        "proven": best.is_closed if instance.counts_length else best.is_proven,
        "seconds": round(time.monotonic() - began, 2),
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return 0, 1 for an infeasible answer, or 2 for a file that cannot be read."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.toptw", description=__doc__)
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("--tours", type=int, default=1, metavar="M", help="tours (days) to plan")
    parser.add_argument(
        "--seconds", type=float, default=20.0, metavar="S", help="wall-clock limit of the search"
    )
    parser.add_argument("--seed", type=int, default=1, metavar="N")
    parser.add_argument(
        "--row", help="of a TTDP file: the derived tourist problem, such as 15-1d, 40-3d-ward2"
    )
    options = parser.parse_args(arguments)
    if not 0 < options.seconds < math.inf:
        parser.error(f"--seconds {options.seconds}: a positive number is needed")
    try:
        instance = read_instance(options.file, options.tours, options.row)
    except InstanceError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    found = answer(instance, options.seconds, options.seed)
    sys.stdout.write(json.dumps(found, ensure_ascii=False) + "\n")
    return 0 if found["feasible"] else 1


if __name__ == "__main__":
    sys.exit(main())

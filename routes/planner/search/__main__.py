"""Compile the search now and wait for it: ``python -m routes.planner.search``, once after installing."""

import sys

from routes.planner.search.compiled import IS_COMPILED
from routes.planner.search.warm import run_once

if __name__ == "__main__":
    run_once()
    sys.stdout.write(
        "the tour search is compiled\n" if IS_COMPILED else "numba is absent: nothing to compile\n"
    )

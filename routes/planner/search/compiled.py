"""Machine code where numba is installed, the same functions in plain Python where it is not."""

import os
from collections.abc import Callable
from importlib.util import find_spec
from typing import Any, Final, TypeVar

Function = TypeVar("Function", bound=Callable[..., Any])

IS_COMPILED: Final = find_spec("numba") is not None and os.environ.get("NUMBA_DISABLE_JIT", "0") in {"", "0"}
"""Whether the search runs as machine code (some hundred times faster)."""


def compiled(function: Function) -> Function:
    """Compile ``function`` when first called; it then runs without the interpreter's lock.

    A compiled function may read and write numbers and arrays; it may not make arrays, because it counts no
    references to them, which makes calls several times faster. The machine code is kept on disk beside the
    source or in the user's cache folder; where neither can be written, each process compiles anew.
    """
    if not IS_COMPILED:
        return function
    try:
        from numba import njit  # noqa: PLC0415 - it takes a third of a second, and may be absent
    except ImportError:
        # It is there, but refuses to work with this Python or NumPy.
        return function
    options: dict[str, Any] = {"nogil": True, "error_model": "numpy", "_nrt": False}
    try:
        found: Function = njit(cache=True, **options)(function)
    except RuntimeError:
        # numba found no folder that it may write to.
        found = njit(**options)(function)
    return found
